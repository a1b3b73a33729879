"""Who lives in the demo, and which zaken they have. All of it is invented; the BSNs pass the elfproef."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar, TypeAlias

from mijnzaken_bff.demo.dossiers import Dossiers
from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.dialecten import ONEGROUND, OPEN_ZAAK, ZAKEN_16
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from mijnzaken_bff.demo.standen import FOUT, GEZOND, TRAAG, Stand


@dataclass(frozen=True, slots=True)
class Bewoner:
    """Somebody one can be in the demo."""

    id: str
    naam: str
    bsn: str = field(repr=False)
    verhaal: str
    soort: ClassVar = "persoon"

    def claims(self) -> dict[str, Any]:
        """What a token says of who this is."""
        return {"bsn": self.bsn}


@dataclass(frozen=True, slots=True)
class Gemachtigde:
    """Somebody one can be in the demo, who looks after the zaken of another."""

    id: str
    naam: str
    bsn: str = field(repr=False)
    namens: str = field(repr=False)
    """The BSN of that other."""
    verhaal: str
    soort: ClassVar = "gemachtigde"

    def claims(self) -> dict[str, Any]:
        """What a token says of who this is, and for whom."""
        return {"aanvrager": {"bsn": self.namens}, "gemachtigde": {"bsn": self.bsn}}


@dataclass(frozen=True, slots=True)
class Onderneming:
    """A company one can be in the demo, or one vestiging of it."""

    id: str
    naam: str
    kvk: str = field(repr=False)
    rsin: str = field(repr=False)
    verhaal: str
    vestiging: str | None = None
    """The number of the one vestiging whose zaken this login may see."""
    soort: ClassVar = "bedrijf"

    def claims(self) -> dict[str, Any]:
        """What a token says of who this is."""
        return {"kvk": self.kvk, "rsin": self.rsin, "vestiging": self.vestiging}


Inlogger: TypeAlias = Bewoner | Gemachtigde | Onderneming
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
    stand: Stand = GEZOND
    """How it is when the demo starts."""


PLAATSEN = (
    Plaats("waterdam", "gm9902", "Gemeente Waterdam", "001117518", "14 0999", "openZaak", OPEN_ZAAK),
    Plaats("heuvelrijk", "gm9903", "Gemeente Heuvelrijk", "000740457", "14 0998", "oneGround", ONEGROUND),
    Plaats(
        "voorbeeldstad", "gm9901", "Gemeente Voorbeeldstad", "123456782", "14 0997", "generiek16", ZAKEN_16,
        TRAAG,
    ),
    Plaats(
        "duinoord", "gm9904", "Gemeente Duinoord", "111222333", "14 0996", "openZaak", OPEN_ZAAK,
        FOUT,
    ),
)  # fmt: skip

ANNA = Bewoner("anna", "Anna", "999990019", "zaken in vier gemeenten: één wacht op haar, van één is de termijn voorbij")
BILAL = Bewoner("bilal", "Bilal", "999990020", "120 zaken in Waterdam: meer dan één bladzijde")
CARLA = Bewoner("carla", "Carla", "999990032", "nergens een zaak")
DIRK = Bewoner("dirk", "Dirk", "999990044", "een opgeschorte, een verlengde en een heropende zaak")
BEWONERS = (ANNA, BILAL, CARLA, DIRK)
ESRA = Gemachtigde("esra", "Esra", "999990056", "999990068", "kijkt voor haar moeder, die haar machtigde")
WINKEL, BAKKERIJ = "000047600001", "000047600002"
"""The two vestigingen of one company."""
DE_KRUL = Onderneming(
    "krul",
    "Bakkerij De Krul",
    "90004760",
    "819534316",
    "een bedrijf met twee vestigingen, per gemeente anders geregistreerd",
)
DE_WINKEL = Onderneming(
    "winkel",
    "Bakkerij De Krul, de winkel",
    DE_KRUL.kvk,
    DE_KRUL.rsin,
    "ziet alleen de zaken van die ene vestiging",
    WINKEL,
)
ONDERNEMINGEN = (DE_KRUL, DE_WINKEL)
IEDEREEN: tuple[Inlogger, ...] = (*BEWONERS, ESRA, *ONDERNEMINGEN)
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
_EVENEMENT = (
    {"omschrijving": "Aanvraag ontvangen", "statustekst": "Wij hebben uw aanvraag ontvangen."},
    {"omschrijving": "Aanvulling gevraagd", "statustekst": "Wij hebben nog iets van u nodig."},
    {"omschrijving": "Toetsing gestart", "statustekst": "Wij kijken samen met politie en brandweer naar uw aanvraag."},
    {"omschrijving": "Besluit genomen", "statustekst": "U ontvangt een brief met het besluit."},
    {"omschrijving": "Afgehandeld", "statustekst": "De behandeling van uw zaak is klaar."},
)
_KAP = ("Aanvraag ontvangen", "Boom bekeken", "Besluit genomen", "Afgehandeld")
_HULP = ("Aanvraag ontvangen", "Gesprek gehouden", "Besluit genomen", "Afgehandeld")
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
        "evenement": zaaktype(
            gemeente, "ZT-EVENEMENT", "Evenementenvergunning behandelen", statustypen=_EVENEMENT,
            resultaattypen=("Verleend", "Geweigerd"), doorlooptijd="P8W", servicenorm="P6W",
        ),
        "kap": zaaktype(
            gemeente, "ZT-KAP", "Kapvergunning behandelen", statustypen=_KAP,
            resultaattypen=("Verleend", "Geweigerd"), doorlooptijd="P8W",
        ),
        "hulp": zaaktype(
            gemeente, "ZT-HULP", "Hulp bij het huishouden toekennen", statustypen=_HULP,
            resultaattypen=("Toegekend", "Afgewezen"), doorlooptijd="P8W", servicenorm="P6W",
        ),
    }  # fmt: skip

    dossiers = Dossiers(gemeente)

    def heeft(wie: Bewoner | str, soort: str, dagen: int, **velden: Any) -> Resource:
        bsn = wie.bsn if isinstance(wie, Bewoner) else wie
        begin = vandaag - timedelta(days=dagen)
        gepland = {"einddatumGepland": (begin + timedelta(days=28)).isoformat()} if soort == "parkeren" else {}
        return zaak(gemeente, soorten[soort], bsn=bsn, startdatum=begin.isoformat(), **gepland | velden)

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
            dossiers.aanvulling(heeft(ANNA, "evenement", 9, status=2, omschrijving="Straatfeest Lindelaan"))
            vergund = {"einddatum": ended(290), "resultaat": "Verleend"}
            vorige = heeft(ANNA, "parkeren", 320, status=4, omschrijving="Vergunning Kadeplein 3", **vergund)
            dossiers.verleend(vorige, "Parkeervergunning verleend", 28)
            heeft(ESRA.namens, "melding", 6, status=2, omschrijving="Gat in het fietspad, Molenweg")
            heeft(ESRA.bsn, "parkeren", 8, status=1, omschrijving="Aanvraag van Esra zelf")
            by_kvk = {"kvkNummer": DE_KRUL.kvk}
            shop, bakery = ({**by_kvk, "vestigingsNummer": nummer} for nummer in (WINKEL, BAKKERIJ))
            onderneemt("parkeren", 15, "niet_natuurlijk_persoon", by_kvk, status=2, omschrijving="Laad- en losplaats")
            onderneemt("melding", 33, "vestiging", shop, status=2, omschrijving="Terras van de winkel aan de Kade")
            onderneemt("parkeren", 7, "vestiging", bakery, status=1, omschrijving="Parkeren bij de bakkerij")
            meldingen = [
                heeft(BILAL, "melding", 3 * nummer + 1, status=1 + nummer % 2, omschrijving=f"Melding {nummer + 1}")
                for nummer in range(120)
            ]
            dossiers.samen(*meldingen[:3])
        case "Heuvelrijk":
            dossiers.bezwaar(
                heeft(ANNA, "bezwaar", 25, status=3, omschrijving="Bezwaar tegen WOZ-waarde"), "de WOZ-waarde"
            )
            heeft(ANNA, "kap", 75, status=2, omschrijving="Kastanje in de achtertuin")
            hulp = heeft(ESRA.namens, "hulp", 16, status=2, omschrijving="Hulp bij schoonmaken")
            dossiers.gesprek(hulp)
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
