"""Who lives in the demo, and which zaken they have. All of it is invented; the BSNs pass the elfproef."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeAlias

from mijnzaken_bff.demo.dossiers import Dossiers
from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.dialecten import ONEGROUND, OPEN_ZAAK, ZAKEN_16
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype


@dataclass(frozen=True, slots=True)
class Bewoner:
    """Somebody one can be in the demo."""

    naam: str
    bsn: str = field(repr=False)
    verhaal: str


@dataclass(frozen=True, slots=True)
class Onderneming:
    """A company one can be in the demo."""

    naam: str
    kvk: str = field(repr=False)
    rsin: str = field(repr=False)
    verhaal: str


Inlogger: TypeAlias = Bewoner | Onderneming
"""Who can log in."""


@dataclass(frozen=True, slots=True)
class Plaats:
    """One gemeente of the demo."""

    id: str
    organisatie: str
    naam: str
    rsin: str
    telefoon: str
    product: str
    """What its register is, as the configuration calls it."""
    dialect: Dialect
    fault: Fault = field(default_factory=Fault)
    toestand: str = ""
    """What is wrong with it, for who looks at the demo; empty when nothing is."""


PLAATSEN = (
    Plaats("waterdam", "gm9902", "Gemeente Waterdam", "001117518", "14 0999", "openZaak", OPEN_ZAAK),
    Plaats("heuvelrijk", "gm9903", "Gemeente Heuvelrijk", "000740457", "14 0998", "oneGround", ONEGROUND),
    Plaats(
        "voorbeeldstad", "gm9901", "Gemeente Voorbeeldstad", "123456782", "14 0997", "generiek16", ZAKEN_16,
        Fault("traag", seconden=1.5), "antwoordt pas na anderhalve seconde",
    ),
    Plaats(
        "duinoord", "gm9904", "Gemeente Duinoord", "111222333", "14 0996", "openZaak", OPEN_ZAAK,
        Fault("500"), "antwoordt met fout 500",
    ),
)  # fmt: skip

ANNA = Bewoner("Anna", "999990019", "zaken in drie gemeenten, lopend en afgerond")
BILAL = Bewoner("Bilal", "999990020", "120 zaken in Waterdam: meer dan één bladzijde")
CARLA = Bewoner("Carla", "999990032", "nergens een zaak")
DIRK = Bewoner("Dirk", "999990044", "een opgeschorte, een verlengde en een heropende zaak")
BEWONERS = (ANNA, BILAL, CARLA, DIRK)
DE_KRUL = Onderneming("Bakkerij De Krul", "90004760", "819534316", "een bedrijf, per gemeente anders geregistreerd")
ONDERNEMINGEN = (DE_KRUL,)
IEDEREEN: tuple[Inlogger, ...] = (*BEWONERS, *ONDERNEMINGEN)
NIEMAND = {"bsn": "999999990", "kvk": "99999998", "rsin": "999999990", "vestiging": "999999999998"}
"""Numbers that nobody has, with which each gemeente is put to the test."""

_PARKEREN = (
    {
        "omschrijving": "Aanvraag ontvangen",
        "statustekst": "Wij hebben uw aanvraag ontvangen. U hoeft nu niets te doen.",
    },
    {"omschrijving": "Toetsing gestart", "statustekst": "Wij kijken of u aan de voorwaarden voldoet."},
    {"omschrijving": "Besluit genomen", "statustekst": "U ontvangt een brief met het besluit."},
    {"omschrijving": "Afgehandeld", "statustekst": "De behandeling van uw zaak is klaar."},
)
_MELDING = ("Melding ontvangen", "In behandeling", "Afgehandeld")
_BEZWAAR = (
    "Ontvangen", "Ontvankelijk verklaard", "Hoorzitting gehouden", "Advies uitgebracht", "Beslissing genomen",
    "Afgehandeld",
)  # fmt: skip


def richt_in(gemeente: Gemeente, vandaag: date) -> None:
    """Fill the register of one gemeente with what its inhabitants have there, dated around ``vandaag``."""
    soorten = {
        "parkeren": zaaktype(
            gemeente, "ZT-PARKEREN", "Parkeervergunning behandelen", statustypen=_PARKEREN,
            resultaattypen=("Verleend", "Geweigerd"), doorlooptijd="P56D", servicenorm="P28D",
        ),
        "melding": zaaktype(
            gemeente, "ZT-MELDING", "Melding openbare ruimte", statustypen=_MELDING,
            resultaattypen=("Verholpen",), doorlooptijd="P21D", vertrouwelijkheidaanduiding="openbaar",
        ),
        "bezwaar": zaaktype(
            gemeente, "ZT-BEZWAAR", "Bezwaarschrift behandelen", statustypen=_BEZWAAR,
            resultaattypen=("Gegrond", "Ongegrond"), doorlooptijd="P12W",
        ),
    }  # fmt: skip

    dossiers = Dossiers(gemeente)

    def heeft(bewoner: Bewoner, soort: str, dagen: int, **velden: Any) -> Resource:
        begin = vandaag - timedelta(days=dagen)
        gepland = {"einddatumGepland": (begin + timedelta(days=28)).isoformat()} if soort == "parkeren" else {}
        return zaak(gemeente, soorten[soort], bsn=bewoner.bsn, startdatum=begin.isoformat(), **gepland | velden)

    def onderneemt(soort: str, dagen: int, betrokkene_type: str, wie: dict[str, str], **velden: Any) -> None:
        rol = {
            "betrokkeneType": betrokkene_type,
            "betrokkeneIdentificatie": wie,
            "omschrijvingGeneriek": "initiator",
        }
        begin = (vandaag - timedelta(days=dagen)).isoformat()
        zaak(gemeente, soorten[soort], startdatum=begin, extra_rollen=[rol], **velden)

    def ended(days: int) -> str:
        return (vandaag - timedelta(days=days)).isoformat()

    match gemeente.naam.removeprefix("Gemeente "):
        case "Waterdam":
            aanvraag = heeft(ANNA, "parkeren", 12, status=2, omschrijving="Aanvraag Havenstraat 12")
            dossiers.aanvraag(aanvraag, kenteken="XX-999-X")
            closed = {"einddatum": ended(30), "resultaat": "Verholpen"}
            heeft(ANNA, "melding", 40, status=3, omschrijving="Losse stoeptegel Kade", **closed)
            by_kvk, shop = {"kvkNummer": DE_KRUL.kvk}, {"kvkNummer": DE_KRUL.kvk, "vestigingsNummer": "000047600001"}
            onderneemt("parkeren", 15, "niet_natuurlijk_persoon", by_kvk, status=2, omschrijving="Laad- en losplaats")
            onderneemt("melding", 33, "vestiging", shop, status=2, omschrijving="Terras van de winkel aan de Kade")
            meldingen = [
                heeft(BILAL, "melding", 3 * nummer + 1, status=1 + nummer % 2, omschrijving=f"Melding {nummer + 1}")
                for nummer in range(120)
            ]
            dossiers.samen(*meldingen[:3])
        case "Heuvelrijk":
            dossiers.bezwaar(
                heeft(ANNA, "bezwaar", 25, status=3, omschrijving="Bezwaar tegen WOZ-waarde"), "de WOZ-waarde"
            )
            stil = {"indicatie": True, "eerdereOpschorting": True, "reden": "Wachten op gegevens"}
            heeft(DIRK, "parkeren", 20, status=2, omschrijving="Kopie kentekenbewijs ontbreekt", opschorting=stil)
            langer = {"reden": "Extra onderzoek", "duur": "P6W"}
            heeft(DIRK, "bezwaar", 80, status=2, omschrijving="Bezwaar tegen een boete", verlenging=langer)
            weer_open = heeft(
                DIRK, "parkeren", 200, status=2, omschrijving="Weer open na een nieuw gegeven", resultaat="Geweigerd"
            )
            dossiers.aanvraag(weer_open, kenteken="YY-999-Y")
            dossiers.besloten(weer_open, "Parkeervergunning geweigerd", 40)
            by_rsin = {"innNnpId": DE_KRUL.rsin}
            onderneemt("bezwaar", 27, "niet_natuurlijk_persoon", by_rsin, status=2, omschrijving="Bezwaar precario")
        case "Voorbeeldstad":
            heeft(ANNA, "melding", 3, status=1, omschrijving="Lantaarn brandt niet, Dorpsplein")
            heeft(DIRK, "melding", 9, status=2, omschrijving="Overlast van een kapotte klok")
        case _:
            heeft(ANNA, "parkeren", 5, status=1, omschrijving="Aanvraag Duinweg 3")
