"""In which order zaken come: newest registered first, or by the keys that were asked."""

from collections.abc import Sequence

from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.gemeente.probleem import ongeldige_keuze

_VELDEN = frozenset(
    {"startdatum", "einddatum", "publicatiedatum", "archiefactiedatum", "registratiedatum", "identificatie"}
)


def lees_ordening(waarde: str) -> tuple[str, ...]:
    """The keys in comma text, each with or without a minus. Raises ``Ongeldig``, also for a space."""
    sleutels = tuple(waarde.split(",")) if waarde else ()
    for sleutel in sleutels:
        if sleutel.removeprefix("-") not in _VELDEN:
            raise ongeldige_keuze("ordering", sleutel)
    return sleutels


def orden(zaken: Sequence[Resource], sleutels: Sequence[str]) -> list[Resource]:
    """``zaken`` (oldest registered first) in the order of the answer.

    Equal keys come oldest registered first, also where the key descends. An empty date is the latest of all, as
    PostgreSQL has it.
    """
    if not sleutels:
        return list(reversed(zaken))
    geordend = list(zaken)
    for sleutel in reversed(sleutels):
        veld = sleutel.removeprefix("-")
        # Python keeps equal items in their order, with reverse=True as well.
        geordend.sort(key=lambda zaak: (zaak[veld] is None, zaak[veld] or ""), reverse=sleutel != veld)
    return geordend
