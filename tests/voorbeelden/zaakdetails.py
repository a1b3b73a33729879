"""One zaak in every state that a page must be able to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mijnzaken_bff.contract.uitkomst import Uitkomst
from mijnzaken_bff.contract.zaakdetail import Onderdeel, OnderdeelUitkomst, ZaakDetail
from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.normalise.onderdeel import onderdeel_uitkomst_of
from mijnzaken_bff.normalise.settings import Zichtbaarheid
from mijnzaken_bff.normalise.zaakdetail import Dossier, inhoud_of
from tests.voorbeelden.overzichten import AANVRAAG, PERSOON, STIL, VERLENGD, WACHT_OP_U
from tests.voorbeelden.stad import BRONNEN, MOMENT, ONLEESBAAR, PARKEREN, VANDAAG, weergave_van
from tests.voorbeelden.voorbeeld import Voorbeeld, van
from tests.voorbeelden.zaken import Opgeslagen

_AFGEROND: Final = Opgeslagen(
    bron="waterdam", nummer="ZAAK-2026-0002207", soort=PARKEREN, omschrijving="Vergunning voor Kade 3",
    startdatum="2026-08-03",
    gezet=(
        (1, "2026-08-03T08:00:00Z"), (3, "2026-08-10T09:00:00Z"), (4, "2026-08-27T12:00:00Z"),
        (5, "2026-08-28T12:00:00Z"),
    ),
    velden={"einddatum": "2026-08-28", "resultaat": 1},
)  # fmt: skip
_INGETROKKEN: Final = Opgeslagen(
    bron="waterdam", nummer="ZAAK-2026-0002981", soort=PARKEREN, omschrijving="Aanvraag ingetrokken",
    startdatum="2026-09-07",
    gezet=((1, "2026-09-07T08:00:00Z"), (2, "2026-09-08T09:00:00Z"), (5, "2026-09-10T12:00:00Z")),
    velden={"einddatum": "2026-09-10"},
)  # fmt: skip
_HEROPEND: Final = Opgeslagen(
    bron="waterdam", nummer="ZAAK-2026-0001150", soort=PARKEREN, omschrijving="Weer open na een nieuw gegeven",
    startdatum="2026-05-11",
    gezet=(
        (1, "2026-05-11T08:00:00Z"), (3, "2026-05-18T09:00:00Z"), (5, "2026-06-19T12:00:00Z"),
        (3, "2026-11-12T10:00:00Z"),
    ),
)  # fmt: skip
_DEEL: Final = replace(AANVRAAG, nummer="ZAAK-2026-0004712", omschrijving="Tweede auto, Havenstraat 12")


def detail(
    zaak: Opgeslagen,
    dossier: Dossier | None = None,
    *mislukt: OnderdeelUitkomst,
    deelzaken: Sequence[Opgeslagen] = (),
    hoofdzaak: Opgeslagen | None = None,
) -> ZaakDetail:
    """A zaak with what was read of it. Of each part that is named in ``mislukt`` that is told, of the rest that it is
    ok."""
    bron = BRONNEN[zaak.bron]
    inhoud = inhoud_of(
        dossier or zaak.dossier(), bron=bron, weergave=weergave_van(bron), zichtbaarheid=Zichtbaarheid(),
        vandaag=VANDAAG,
    )  # fmt: skip
    told = {uitkomst.onderdeel: uitkomst for uitkomst in mislukt}
    asked = [part for part in Onderdeel if part is not Onderdeel.GEKOPPELDE_ZAKEN or deelzaken or hoofdzaak or told]
    onderdelen = [told.get(part) or uitkomst(zaak, part) for part in asked]
    return ZaakDetail(
        volledig=all(part.uitkomst is Uitkomst.OK for part in onderdelen),
        peilmoment=MOMENT,
        voor=PERSOON,
        zaak=inhoud.zaak,
        voortgang=inhoud.voortgang,
        tijdlijn=inhoud.tijdlijn,
        toelichting_termijn=inhoud.toelichting_termijn,
        heropend=inhoud.heropend,
        waarvoor=inhoud.waarvoor,
        documenten=inhoud.documenten,
        besluiten=inhoud.besluiten,
        hoofdzaak=hoofdzaak.rij() if hoofdzaak else None,
        deelzaken=[deel.rij() for deel in deelzaken],
        onderdelen=onderdelen,
    )


def uitkomst(
    zaak: Opgeslagen, onderdeel: Onderdeel, failure: Failure | None = None, *, weggelaten: int = 0
) -> OnderdeelUitkomst:
    """How asking for one part of a zaak ended."""
    naam = BRONNEN[zaak.bron].organisatie.naam
    return onderdeel_uitkomst_of(onderdeel, failure, organisatienaam=naam, weggelaten=weggelaten)


_FORMULIER: Final = AANVRAAG.stuk("Aanvraagformulier", "Aanvraag", "inkomend", "2026-11-02")
_FOTO: Final = AANVRAAG.stuk(
    "Foto van het kenteken", "Bijlage", None, "2026-11-02", formaat="image/jpeg", bestandsnaam="foto.jpg",
    bestandsomvang=2413561,
)  # fmt: skip
_BEVESTIGING: Final = AANVRAAG.stuk("Ontvangstbevestiging", "Brief", "uitgaand", "2026-11-03")
_ONDERWEG: Final = AANVRAAG.stuk(
    "Situatietekening", "Bijlage", "inkomend", "2026-11-05", inhoud=None, bestandsnaam="", bestandsomvang=None
)  # fmt: skip

_LOPEND: Final = AANVRAAG.dossier(
    substatussen=(AANVRAAG.substatus("Wij hebben uw foto bekeken", "2026-11-10T13:05:00Z"),),
    documenten=(_FORMULIER, _FOTO, _BEVESTIGING, _ONDERWEG),
    eigenschappen=(AANVRAAG.eigenschap("kenteken", "XX-999-X"), AANVRAAG.eigenschap("straat", "Havenstraat")),
)

_BRIEF: Final = _AFGEROND.stuk("Besluit parkeervergunning", "Besluitbrief", "uitgaand", "2026-08-27")

_NAAMLOOS: Final = replace(AANVRAAG, soort=ONLEESBAAR)

VOORBEELDEN: Final[tuple[Voorbeeld, ...]] = (
    van(
        "zaak/lopend.json",
        "Een zaak die loopt: stappen die klaar zijn, de huidige, en stappen die nog komen met de dag die de norm "
        "geeft; een tussenstap; documenten van en aan de inwoner, en één dat nog niet op te halen is; een deelzaak.",
        detail(AANVRAAG, _LOPEND, deelzaken=(_DEEL,)),
    ),
    van("zaak/wacht-op-u.json", "De gemeente wacht op de inwoner: signaal actieNodig.", detail(WACHT_OP_U)),
    van(
        "zaak/opgeschort.json",
        "De behandeling staat stil. Daarom zijn er geen verwachte datums. Eén stap is overgeslagen.",
        detail(STIL),
    ),
    van("zaak/verlengd.json", "De termijn is verlengd; toelichtingTermijn legt de datum uit.", detail(VERLENGD)),
    van(
        "zaak/afgerond.json",
        "Klaar, met resultaat, een besluit, de brief daarbij en tot wanneer bezwaar kan.",
        detail(
            _AFGEROND,
            _AFGEROND.dossier(
                documenten=(_BRIEF,),
                besluiten=(
                    _AFGEROND.besluit(
                        "Parkeervergunning",
                        "2026-08-27",
                        _BRIEF,
                        ingangsdatum="2026-09-01",
                        uiterlijkeReactiedatum="2026-10-08",
                        toelichting="De vergunning geldt voor één auto.",
                    ),
                ),
            ),
        ),
    ),
    van(
        "zaak/afgebroken.json",
        "Geëindigd voordat elke stap bereikt was: die stappen zijn vervallen. Er is geen resultaat.",
        detail(_INGETROKKEN),
    ),
    van("zaak/heropend.json", "Was klaar en loopt weer: signaal heropend.", detail(_HEROPEND)),
    van(
        "zaak/onderdelen-mislukt.json",
        "De zaak staat er, maar onderdelen ontbreken: te traag, onbereikbaar, geen toegang, of een deel onleesbaar. "
        "Toon de melding op de plaats van het onderdeel.",
        detail(
            AANVRAAG,
            AANVRAAG.dossier(statussen=False, eigenschappen=(AANVRAAG.eigenschap("straat", "Havenstraat"),)),
            uitkomst(AANVRAAG, Onderdeel.STATUSSEN, Failure.REFUSED),
            uitkomst(AANVRAAG, Onderdeel.SUBSTATUSSEN, Failure.OVERLOADED),
            uitkomst(AANVRAAG, Onderdeel.DOCUMENTEN, Failure.TIMEOUT),
            uitkomst(AANVRAAG, Onderdeel.BESLUITEN, Failure.NO_ACCESS),
            uitkomst(AANVRAAG, Onderdeel.GEKOPPELDE_ZAKEN, Failure.UNUSABLE),
            uitkomst(AANVRAAG, Onderdeel.WAARVOOR, weggelaten=1),
        ),
    ),
    van(
        "zaak/zonder-catalogus.json",
        "De catalogus was niet te lezen: stappen zonder naam, en de fase is onbekend.",
        detail(_NAAMLOOS, None, uitkomst(_NAAMLOOS, Onderdeel.CATALOGUS, Failure.SERVER_ERROR)),
    ),
)
