"""What becomes of a JSON value in the body of ``_zoek``, on its way to a filter that takes text."""

from collections.abc import Callable

from mijnzaken_bff.demo.gemeente.probleem import ONGELDIG, Ongeldig, Probleem

Bodywaarde = Callable[[str, object], str | None]
"""From key and value; nothing when the key is as good as absent. Raises ``Probleem``."""


def als_formulierveld(_naam: str, waarde: object) -> str:
    """Open Zaak makes a form of the body: of a list only the last item counts, and null is the text ``None``."""
    if isinstance(waarde, list):
        return str(waarde[-1]) if waarde else ""
    return str(waarde)


def als_eigenschap(naam: str, waarde: object) -> str | None:
    """OneGround reads into typed properties: ``__in`` takes a list of texts and nothing else does; null is absent."""
    if waarde is None:
        return None
    if isinstance(waarde, list | dict) is not naam.endswith("__in"):
        raise Probleem(ONGELDIG, ongeldig=[Ongeldig(naam, "other", f"Unexpected value. Path '{naam}'.")])
    return ",".join(str(deel) for deel in waarde) if isinstance(waarde, list) else str(waarde)


def als_lijst_of_tekst(_naam: str, waarde: object) -> str | None:
    """A list as comma text, null as absent."""
    if waarde is None:
        return None
    return ",".join(str(deel) for deel in waarde) if isinstance(waarde, list) else str(waarde)
