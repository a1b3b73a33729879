"""How asking one bron ended, in a word that a portal can act on."""

from __future__ import annotations

from enum import StrEnum


class Uitkomst(StrEnum):
    """What came of asking a bron. Only ``ok`` means: asked, and this is everything."""

    OK = "ok"
    GEDEELTELIJK = "gedeeltelijk"
    VEROUDERD = "verouderd"
    TE_TRAAG = "teTraag"
    ONBEREIKBAAR = "onbereikbaar"
    ONBETROUWBAAR = "onbetrouwbaar"
    GEEN_TOEGANG = "geenToegang"
    OVERBELAST = "overbelast"
    OVERGESLAGEN = "overgeslagen"


class Reden(StrEnum):
    """Why a bron did not answer ``ok``, where the uitkomst alone does not tell."""

    ZAKEN_ONLEESBAAR = "zakenOnleesbaar"
    ROLLEN_ONLEESBAAR = "rollenOnleesbaar"
    ONDERDEEL_ONBEREIKBAAR = "onderdeelOnbereikbaar"
    CATALOGUS_ONBEREIKBAAR = "catalogusOnbereikbaar"
    GRENS_BEREIKT = "grensBereikt"
    VERVOLG_MISLUKT = "vervolgMislukt"
    FILTER_GENEGEERD = "filterGenegeerd"
    ZOEKWIJZE_MISLUKT = "zoekwijzeMislukt"
    BETROKKENE_NIET_ONDERSTEUND = "betrokkeneNietOndersteund"
    ZOEKEN_NIET_ONDERSTEUND = "zoekenNietOndersteund"
    EERDER_UITGEVALLEN = "eerderUitgevallen"
    VEROUDERD = "verouderd"
    """An earlier page of the same walk holds what the bron told before, because it failed then."""
    ONDERHOUD = "onderhoud"
