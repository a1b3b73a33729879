"""What the configuration already says that a register does not do: its supplier hears of it, and it is not tried."""

from __future__ import annotations

from collections.abc import Iterator

from mijnzaken_bff.controle.bevinding import Afwijking
from mijnzaken_bff.settings.bron import BronSettings
from mijnzaken_bff.zgw.documenten_api import SEARCH
from mijnzaken_bff.zgw.profielen import Filter
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze


def afwijkingen_by_setting(bron: BronSettings) -> Iterator[tuple[Afwijking, str]]:
    """Each of them, with what it is about."""
    profiel = bron.profiel
    if profiel.zoeken == "get":
        yield Afwijking.ZOEK_ONTBREEKT, "zaken/_zoek"
    elif not profiel.expand:
        yield Afwijking.EXPAND_ZOEK, "expand"
    if not profiel.expand_detail:
        yield Afwijking.EXPAND_DETAIL, "expand"
    if not profiel.ordening:
        yield Afwijking.ORDERING, "ordering"
    for missing in sorted(frozenset(Filter) - profiel.filters):
        yield Afwijking.FILTER, missing.value
    if profiel.rolfilter == "elke":
        yield Afwijking.ROLFILTER, "rol__omschrijvingGeneriek"
    if profiel.bedrijven and Zoekwijze.NNP_KVK not in profiel.bedrijven:
        yield Afwijking.KVK, Zoekwijze.NNP_KVK.value
    if Zoekwijze.NNP_KVK_IN_INNNNPID in profiel.bedrijven:
        yield Afwijking.RSIN_VELD, "innNnpId"
    if bron.documenten and profiel.documentsleutel == "geen":
        yield Afwijking.DOCUMENT_ZOEK, SEARCH
