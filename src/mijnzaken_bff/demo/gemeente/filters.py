"""The kinds of filter a list can have, as building blocks for the tables that say which list has which.

A filter reads the value of one parameter and gives the test that a resource must pass. An empty value gives no test
at all: the filter falls away and everything passes, which is what the real register does with the BSN too.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from operator import eq, ge, gt, le, lt
from urllib.parse import urlsplit

from mijnzaken_bff.demo.gemeente.opslag import Opslag, Resource, zonder_schema
from mijnzaken_bff.demo.gemeente.probleem import Ongeldig, ongeldige_keuze

Test = Callable[[Resource], bool]
Filter = Callable[[Opslag, str, str], Test | None]
"""From where to look things up, the name of the parameter and its value. Raises ``Ongeldig``."""

_VERGELIJKINGEN: Mapping[str, Callable[[str, str], bool]] = {"": eq, "__lt": lt, "__lte": le, "__gt": gt, "__gte": ge}
_OP_TIJD: Mapping[str, Callable[[datetime, datetime], bool]] = {"__lt": lt, "__lte": le, "__gt": gt, "__gte": ge}
_JA_NEE = {"true": True, "True": True, "1": True, "false": False, "False": False, "0": False}


def altijd_waar(_resource: Resource) -> bool:
    return True


def tekst(veld: str, *, max_length: int | None = None) -> Filter:
    """Exactly this text, upper and lower case apart."""

    def lees(_opslag: Opslag, naam: str, waarde: str) -> Test | None:
        if max_length is not None and len(waarde) > max_length:
            raise Ongeldig(naam, "max_length", "De waarde is te lang.")
        return (lambda resource: bool(resource.get(veld) == waarde)) if waarde else None

    return lees


def bevat(veld: str) -> Filter:
    """The text somewhere in the field, whatever its case."""

    def lees(_opslag: Opslag, _naam: str, waarde: str) -> Test | None:
        gezocht = waarde.lower()
        return (lambda resource: gezocht in (resource.get(veld) or "").lower()) if waarde else None

    return lees


def keuze(veld: str, keuzes: Sequence[str]) -> Filter:
    """One of a closed list of values."""
    op_veld = tekst(veld)

    def lees(opslag: Opslag, naam: str, waarde: str) -> Test | None:
        if waarde and waarde not in keuzes:
            raise ongeldige_keuze(naam, waarde)
        return op_veld(opslag, naam, waarde)

    return lees


def een_van(veld: str) -> Filter:
    """One of several texts, separated by commas."""

    def lees(_opslag: Opslag, _naam: str, waarde: str) -> Test | None:
        waarden = frozenset(waarde.split(","))
        return (lambda resource: resource.get(veld) in waarden) if waarde else None

    return lees


def datum(veld: str, vergelijking: str = "") -> Filter:
    """A date compared with the field; a resource without that date never passes."""
    klopt = _VERGELIJKINGEN[vergelijking]

    def lees(_opslag: Opslag, naam: str, waarde: str) -> Test | None:
        if not waarde:
            return None
        try:
            grens = date.fromisoformat(waarde).isoformat()
        except ValueError as error:
            raise Ongeldig(naam, "invalid", "Voer een geldige datum in.") from error
        return lambda resource: resource.get(veld) is not None and klopt(resource[veld], grens)

    return lees


def datums(veld: str, *vergelijkingen: str) -> dict[str, Filter]:
    """The filters on one date, each under its own name: ``startdatum``, ``startdatum__lte`` and so on."""
    return {f"{veld}{vergelijking}": datum(veld, vergelijking) for vergelijking in ("", *vergelijkingen)}


def moment(veld: str, vergelijking: str) -> Filter:
    """A moment compared with the field, each with its own offset."""
    klopt = _OP_TIJD[vergelijking]

    def lees(_opslag: Opslag, naam: str, waarde: str) -> Test | None:
        if not waarde:
            return None
        try:
            grens = datetime.fromisoformat(waarde)
        except ValueError as error:
            raise Ongeldig(naam, "invalid", "Voer een geldige datum/tijd in.") from error
        grens = grens if grens.tzinfo is not None else grens.replace(tzinfo=UTC)
        return lambda resource: klopt(datetime.fromisoformat(resource[veld]), grens)

    return lees


def momenten(veld: str, *vergelijkingen: str) -> dict[str, Filter]:
    """The filters on one moment, each under its own name."""
    return {f"{veld}{vergelijking}": moment(veld, vergelijking) for vergelijking in vergelijkingen}


def ontbreekt(veld: str) -> Filter:
    """Whether the field is null. A value that is neither yes nor no falls away."""

    def lees(_opslag: Opslag, _naam: str, waarde: str) -> Test | None:
        gewenst = _JA_NEE.get(waarde)
        return None if gewenst is None else lambda resource: (resource.get(veld) is None) is gewenst

    return lees


def ja_nee(veld: str) -> Filter:
    def lees(_opslag: Opslag, _naam: str, waarde: str) -> Test | None:
        gewenst = _JA_NEE.get(waarde)
        return None if gewenst is None else lambda resource: resource.get(veld) is gewenst

    return lees


def link(veld: str) -> Filter:
    """The url of another resource. One that does not exist is no error: nothing points to it."""

    def lees(_opslag: Opslag, naam: str, waarde: str) -> Test | None:
        if not waarde:
            return None
        if not is_url(waarde):
            raise Ongeldig(naam, "invalid", "Voer een geldige URL in.")
        gezocht = zonder_schema(waarde)
        return lambda resource: zonder_schema(resource.get(veld) or "") == gezocht

    return lees


def link_op_kenmerk(veld: str) -> Filter:
    """The url of another resource, of which only the last part counts: on whatever host, it is found."""

    def lees(_opslag: Opslag, _naam: str, waarde: str) -> Test | None:
        gezocht = waarde.rpartition("/")[2]
        return (lambda resource: (resource.get(veld) or "").rpartition("/")[2] == gezocht) if waarde else None

    return lees


def link_in(veld: str) -> Filter:
    """The url of another resource, in a field that is a list of urls."""

    def lees(_opslag: Opslag, naam: str, waarde: str) -> Test | None:
        if waarde and not is_url(waarde):
            raise Ongeldig(naam, "invalid", "Voer een geldige URL in.")
        return (lambda resource: waarde in resource[veld]) if waarde else None

    return lees


def link_van(veld: str, verder: str) -> Filter:
    """The url that the resource behind ``veld`` has in its field ``verder``."""
    op_verder = link(verder)

    def lees(opslag: Opslag, naam: str, waarde: str) -> Test | None:
        klopt = op_verder(opslag, naam, waarde)
        if klopt is None:
            return None

        def test(resource: Resource) -> bool:
            gevonden = opslag.vind(resource.get(veld) or "")
            return gevonden is not None and klopt(gevonden)

        return test

    return lees


def is_url(waarde: str) -> bool:
    delen = urlsplit(waarde)
    return delen.scheme in {"http", "https"} and bool(delen.netloc)
