"""The overzicht in every outcome that a page must be able to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from mijnzaken_bff.contract.uitkomst import Reden, Uitkomst
from mijnzaken_bff.contract.zaakoverzicht import (
    Bereik,
    Betrokkenesoort,
    BronUitkomst,
    Telling,
    Voor,
    ZaakOverzicht,
    ZaakRij,
)
from mijnzaken_bff.domain.caller import Vertegenwoordiging
from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.domain.onderhoud import Onderhoud
from mijnzaken_bff.normalise.uitkomst import Antwoord, bron_uitkomst_of
from tests.voorbeelden.stad import BEZWAAR, BIJSTAND, BRONNEN, MELDING, MOMENT, ONLEESBAAR, PARKEREN
from tests.voorbeelden.voorbeeld import Voorbeeld, van
from tests.voorbeelden.zaken import Opgeslagen

PERSOON: Final = Voor(
    soort=Betrokkenesoort.PERSOON, vertegenwoordiging=Vertegenwoordiging.GEEN, vestiging_beperkt=False
)

AANVRAAG: Final = Opgeslagen(
    bron="waterdam", nummer="ZAAK-2026-0004711", soort=PARKEREN, omschrijving="Aanvraag Havenstraat 12",
    startdatum="2026-11-02",
    gezet=((1, "2026-11-02T08:15:00Z"), (2, "2026-11-04T10:30:00Z"), (3, "2026-11-09T09:12:44Z")),
    velden={"einddatumGepland": "2026-12-01"},
)  # fmt: skip
ONTVANGEN: Final = Opgeslagen(
    bron="voorbeeldstad", nummer="ZAAK-2026-0005120", soort=MELDING, omschrijving="Lantaarn brandt niet, Dorpsplein",
    startdatum="2026-11-20", gezet=((1, "2026-11-20T17:45:00Z"),),
)  # fmt: skip
COMPLEET: Final = Opgeslagen(
    bron="waterdam", nummer="ZAAK-2026-0005003", soort=PARKEREN, omschrijving="Bezoekersvergunning Kade 3",
    startdatum="2026-11-16", gezet=((1, "2026-11-16T08:00:00Z"), (2, "2026-11-18T13:20:00Z")),
)  # fmt: skip
WACHT_OP_U: Final = Opgeslagen(
    bron="waterdam", nummer="ZAAK-2026-0004980", soort=BIJSTAND, omschrijving="Aanvraag levensonderhoud",
    startdatum="2026-11-10", gezet=((1, "2026-11-10T09:00:00Z"), (2, "2026-11-17T11:05:00Z")),
)  # fmt: skip
STIL: Final = Opgeslagen(
    bron="heuvelrijk", nummer="HR-2026-118", soort=PARKEREN, omschrijving="Kopie kentekenbewijs ontbreekt",
    startdatum="2026-10-26", gezet=((1, "2026-10-26T08:00:00Z"), (3, "2026-11-05T15:10:00Z")),
    velden={"opschorting": {"indicatie": True, "eerdereOpschorting": True, "reden": "Wij wachten op gegevens."}},
)  # fmt: skip
VERLENGD: Final = Opgeslagen(
    bron="heuvelrijk", nummer="HR-2026-097", soort=BEZWAAR, omschrijving="Bezwaar tegen de WOZ-waarde",
    startdatum="2026-09-14",
    gezet=((1, "2026-09-14T08:00:00Z"), (2, "2026-09-28T09:30:00Z"), (3, "2026-10-22T12:00:00Z")),
    velden={
        "verlenging": {"reden": "Er is extra onderzoek nodig.", "duur": "P6W"},
        "uiterlijkeEinddatumAfdoening": "2027-01-18",
    },
)  # fmt: skip
TE_LAAT: Final = Opgeslagen(
    bron="heuvelrijk", nummer="HR-2026-071", soort=MELDING, omschrijving="Losse stoeptegel, Bergweg",
    startdatum="2026-10-12", gezet=((1, "2026-10-12T07:55:00Z"), (2, "2026-10-14T08:40:00Z")),
    velden={"uiterlijkeEinddatumAfdoening": "2026-11-02"},
)  # fmt: skip
KLAAR: Final = Opgeslagen(
    bron="voorbeeldstad", nummer="ZAAK-2026-0003310", soort=MELDING, omschrijving="Zwerfafval bij de speeltuin",
    startdatum="2026-09-01",
    gezet=((1, "2026-09-01T08:00:00Z"), (2, "2026-09-02T08:00:00Z"), (3, "2026-09-08T14:30:00Z")),
    velden={"einddatum": "2026-09-08", "resultaat": 1},
)  # fmt: skip
NAAMLOOS: Final = Opgeslagen(
    bron="duinoord", nummer="DO-26-0042", soort=ONLEESBAAR, omschrijving="",
    startdatum="2026-10-05", gezet=((1, "2026-10-05T10:00:00Z"),),
)  # fmt: skip
"""One whose catalogue could not be read: without a name, and nobody knows how far it is."""

_ZAAK_VAN_BEDRIJF: Final = Opgeslagen(
    bron="waterdam", nummer="ZAAK-2026-0004802", soort=PARKEREN, omschrijving="Laad- en losplaats",
    startdatum="2026-11-05", gezet=((1, "2026-11-05T08:00:00Z"), (3, "2026-11-12T08:00:00Z")),
    rol={"betrokkeneType": "niet_natuurlijk_persoon"},
)  # fmt: skip


def _winkel(nummer: str, omschrijving: str, startdatum: str, vestiging: str) -> Opgeslagen:
    return Opgeslagen(
        bron="waterdam", nummer=nummer, soort=MELDING, omschrijving=omschrijving, startdatum=startdatum,
        gezet=((1, f"{startdatum}T08:00:00Z"),),
        rol={"betrokkeneType": "vestiging", "betrokkeneIdentificatie": {"vestigingsNummer": vestiging}},
    )  # fmt: skip


_KADE: Final = _winkel("ZAAK-2026-0004899", "Terras van de winkel aan de Kade", "2026-11-13", "000047600001")
_MARKT: Final = _winkel("ZAAK-2026-0004755", "Uitstalling van de winkel op de Markt", "2026-11-03", "000047600002")

ALLE_ZAKEN: Final = (
    ONTVANGEN, COMPLEET, WACHT_OP_U, AANVRAAG, STIL, TE_LAAT, VERLENGD, KLAAR,
)  # fmt: skip

VAN_DE_BRON: Final = timedelta(minutes=4)
"""How old the answer is of a bron that fails now."""

VOLGENDE: Final = "b3ZlcnppY2h0LXZvb3JiZWVsZC1kZXplLXN0YWF0LW5lcmdlbnMtb3Blbg"
"""A cursor is sealed and says nothing; this one opens nowhere."""


def overzicht(
    zaken: Sequence[Opgeslagen],
    antwoorden: Mapping[str, Antwoord],
    *,
    voor: Voor = PERSOON,
    volgende: str | None = None,
    alleen_bijzonder: bool = False,
) -> ZaakOverzicht:
    """The overzicht of these zaken, newest first, when each bron answered so; ``aantal`` of each is counted."""
    rijen = sorted((zaak.rij() for zaak in zaken), key=lambda rij: rij.bron)
    rijen.sort(key=lambda rij: rij.startdatum, reverse=True)
    bronnen = [uitkomst_van(bron, antwoord, rijen) for bron, antwoord in sorted(antwoorden.items())]
    assert {rij.bron for rij in rijen} <= {bron.id for bron in bronnen if bron.beantwoord}
    return ZaakOverzicht(
        volledig=all(bron.uitkomst is Uitkomst.OK for bron in bronnen),
        peilmoment=MOMENT,
        voor=voor,
        telling=Telling(
            lopend=sum(rij.lopend for rij in rijen),
            afgerond=sum(not rij.lopend for rij in rijen),
            exact=volgende is None and all(bron.meer is False for bron in bronnen),
        ),
        zaken=rijen,
        bereik=Bereik(gevraagd=len(bronnen), beantwoord=sum(bron.beantwoord for bron in bronnen)),
        bronnen=[b for b in bronnen if b.uitkomst is not Uitkomst.OK] if alleen_bijzonder else bronnen,
        volgende=volgende,
    )


def uitkomst_van(bron: str, antwoord: Antwoord, rijen: Sequence[ZaakRij]) -> BronUitkomst:
    """How asking one bron ended, when these rows are on the page."""
    told = replace(
        antwoord, moment=antwoord.moment or MOMENT, aantal=sum(rij.bron == bron for rij in rijen)
    )  # fmt: skip
    return bron_uitkomst_of(BRONNEN[bron], told)


OK: Final = Antwoord()
_DRIE: Final = {"heuvelrijk": OK, "voorbeeldstad": OK, "waterdam": OK}

EEN_TE_TRAAG: Final = {**_DRIE, "duinoord": Antwoord(failure=Failure.TIMEOUT)}

_GEDEELTELIJK: Final = {
    "duinoord": Antwoord(reden=Reden.CATALOGUS_ONBEREIKBAAR),
    "duinoord-belastingen": Antwoord(reden=Reden.GRENS_BEREIKT),
    "heuvelrijk": Antwoord(reden=Reden.ZAKEN_ONLEESBAAR, weggelaten=1),
    "heuvelrijk-bouwen": Antwoord(reden=Reden.ROLLEN_ONLEESBAAR, weggelaten=2),
    "voorbeeldstad": Antwoord(reden=Reden.ONDERDEEL_ONBEREIKBAAR),
    "voorbeeldstad-jeugd": Antwoord(reden=Reden.ZOEKWIJZE_MISLUKT),
    "waterdam": OK,
    "waterdam-belastingen": Antwoord(reden=Reden.VERVOLG_MISLUKT),
}

_ONDERHOUD: Final = Onderhoud(datetime(2026, 11, 23, 14, tzinfo=UTC), datetime(2026, 11, 23, 17, tzinfo=UTC))

_STORINGEN: Final = {
    "duinoord": Antwoord(failure=Failure.REFUSED),
    "duinoord-belastingen": Antwoord(failure=Failure.TIMEOUT),
    "heuvelrijk": Antwoord(failure=Failure.FILTER_IGNORED),
    "heuvelrijk-bouwen": Antwoord(failure=Failure.MAINTENANCE, onderhoud=_ONDERHOUD),
    "voorbeeldstad": Antwoord(failure=Failure.NOT_SEARCHABLE),
    "voorbeeldstad-jeugd": Antwoord(failure=Failure.SEARCH_ABSENT),
    "waterdam": OK,
    "waterdam-belastingen": Antwoord(failure=Failure.OVERLOADED, retry_after=120),
    "waterdam-werk": Antwoord(failure=Failure.NO_ACCESS),
}

_BEDRIJF: Final = PERSOON.model_copy(update={"soort": Betrokkenesoort.BEDRIJF})

VOLLEDIG: Final = overzicht(ALLE_ZAKEN, _DRIE)

VOORBEELDEN: Final[tuple[Voorbeeld, ...]] = (
    van(
        "overzicht/volledig.json",
        "Elke bron antwoordde. Zaken in elke fase, en met elk signaal dat in een lijst kan staan.",
        VOLLEDIG,
    ),
    van(
        "overzicht/leeg.json",
        "Elke bron antwoordde, en er zijn geen zaken. Alleen dan mag u zeggen: u heeft geen zaken.",
        overzicht((), _DRIE),
    ),
    van(
        "overzicht/leeg-onvolledig.json",
        "Geen zaken in de lijst, maar één bron antwoordde niet. Zeg nu niet dat er geen zaken zijn.",
        overzicht((), EEN_TE_TRAAG),
    ),
    van(
        "overzicht/een-bron-te-traag.json",
        "Het gewone geval van een storing: één bron is te traag, de andere staan er.",
        overzicht(ALLE_ZAKEN, EEN_TE_TRAAG),
    ),
    van(
        "overzicht/gedeeltelijk.json",
        "Bronnen die een deel gaven, met elke reden die daarbij hoort. Eén zaak heeft geen naam en geen fase.",
        overzicht((AANVRAAG, STIL, ONTVANGEN, NAAMLOOS), _GEDEELTELIJK),
    ),
    van(
        "overzicht/storingen.json",
        "Eén bron antwoordde; alle andere vielen uit, elk op een andere manier.",
        overzicht((AANVRAAG,), _STORINGEN),
    ),
    van(
        "overzicht/verouderd.json",
        "Eén bron valt uit, en haar zaken staan er zoals ze vier minuten eerder waren.",
        overzicht(
            (AANVRAAG, STIL),
            {"heuvelrijk": Antwoord(verouderd=True, moment=MOMENT - VAN_DE_BRON), "waterdam": OK},
        ),
    ),
    van(
        "overzicht/vervolg.json",
        "De eerste bladzijde (?aantal=3). Er is meer: volgende is gevuld.",
        overzicht(
            (ONTVANGEN, COMPLEET, WACHT_OP_U),
            {**_DRIE, "heuvelrijk": Antwoord(meer=True), "waterdam": Antwoord(meer=True)},
            volgende=VOLGENDE,
        ),
    ),
    van(
        "overzicht/vervolg-laatste.json",
        "De laatste bladzijde (?cursor=). Eén bron viel op een eerdere bladzijde uit en telt niet meer mee; van een "
        "andere stonden daar eerdere gegevens.",
        overzicht(
            (VERLENGD, KLAAR),
            {
                "duinoord": Antwoord(failure=Failure.EARLIER),
                "heuvelrijk": OK,
                "voorbeeldstad": Antwoord(reden=Reden.VEROUDERD),
                "waterdam": OK,
            },
        ),
    ),
    van(
        "overzicht/alleen-bijzonder.json",
        "Met ?bronnen=bijzonder: alleen de bron die niet ok is staat in de lijst; bereik telt ze allemaal.",
        overzicht(ALLE_ZAKEN, EEN_TE_TRAAG, alleen_bijzonder=True),
    ),
    van(
        "overzicht/bedrijf.json",
        "Een bedrijf met twee vestigingen: zaken van het bedrijf zelf en van elke vestiging.",
        overzicht((_KADE, _ZAAK_VAN_BEDRIJF, _MARKT), {"waterdam": OK}, voor=_BEDRIJF),
    ),
    van(
        "overzicht/vestiging.json",
        "Iemand die alleen de zaken van één vestiging mag zien.",
        overzicht((_KADE,), {"waterdam": OK}, voor=_BEDRIJF.model_copy(update={"vestiging_beperkt": True})),
    ),
    van(
        "overzicht/gemachtigde.json",
        "Iemand die voor een ander kijkt: zeg dat boven de lijst.",
        overzicht(
            (
                replace(COMPLEET, rol={"indicatieMachtiging": "machtiginggever"}),
                replace(STIL, rol={"indicatieMachtiging": "machtiginggever"}),
            ),
            {"heuvelrijk": OK, "waterdam": OK},
            voor=PERSOON.model_copy(update={"vertegenwoordiging": Vertegenwoordiging.MACHTIGING}),
        ),
    ),
)
