"""In which order zaken come: newest registered first, or by the keys that were asked."""

from collections.abc import Sequence

from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.gemeente.probleem import ongeldige_keuze

_VELDEN = frozenset(
    {"startdatum", "einddatum", "publicatiedatum", "archiefactiedatum", "registratiedatum", "identificatie"}
)


def lees_ordening(waarde: str, dialect: Dialect) -> tuple[str, ...]:
    """The keys in comma text, each with or without a minus.

    Raises ``Ongeldig`` for an unknown one, also for a space; a dialect of one key takes any text for it.
    """
    if dialect.ordening != "meer":
        return (waarde,) if waarde and dialect.ordening == "een" else ()
    sleutels = tuple(waarde.split(",")) if waarde else ()
    for sleutel in sleutels:
        if sleutel.removeprefix("-") not in _VELDEN:
            raise ongeldige_keuze("ordering", sleutel)
    return sleutels


def orden(zaken: Sequence[Resource], sleutels: Sequence[str], dialect: Dialect, beurt: int) -> list[Resource]:
    """``zaken`` (oldest registered first) in the order of the answer to the ``beurt``-th request.

    Equal keys come oldest registered first, also where the key descends; or, where nothing decides between them, the
    other way round in every second answer. An empty date is the latest of all, as PostgreSQL has it.
    """
    if not sleutels:
        return list(reversed(zaken)) if dialect.nieuwste_eerst else list(zaken)
    geordend = list(zaken)
    for sleutel in reversed(sleutels):
        veld, aflopend = sleutel.lstrip("-"), sleutel.startswith("-")
        if veld not in _VELDEN:  # the moment of registration, which no two zaken share
            return geordend[::-1] if aflopend else geordend
        if dialect.gelijken_wisselen and beurt % 2 == 0:
            geordend.reverse()
        # Python keeps equal items in their order, with reverse=True as well.
        geordend.sort(key=lambda zaak: (zaak[veld] is None, zaak[veld] or ""), reverse=aflopend)
    return geordend
