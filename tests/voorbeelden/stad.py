"""Who is asked in the fixtures, what their zaken are called, and when. All of it is invented."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from mijnzaken_bff.domain.bron import Bron, Organisatie
from mijnzaken_bff.domain.nummers import Rsin
from mijnzaken_bff.normalise.settings import Weergave
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.zaaktype import ResultaatType, StatusType, ZaakType

MOMENT: Final = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)
VANDAAG: Final = date(2026, 11, 23)

_CATALOGI: Final = "https://zgw.waterdam.example/catalogi/api/v1"


def uuid(*words: object) -> str:
    """The UUID of whatever is called so: the same every time."""
    return str(uuid5(NAMESPACE_URL, "/".join(("https://mijnzaken.example", *map(str, words)))))


def _organisatie(id_: str, naam: str, rsin: str, telefoon: str) -> Organisatie:
    website = f"https://{naam.rpartition(' ')[2].casefold()}.example"
    return Organisatie(id_, naam, Rsin(rsin), telefoon, website)


WATERDAM: Final = _organisatie("gm9902", "Gemeente Waterdam", "001117518", "14 0999")
HEUVELRIJK: Final = _organisatie("gm9903", "Gemeente Heuvelrijk", "000740457", "14 0998")
VOORBEELDSTAD: Final = _organisatie("gm9901", "Gemeente Voorbeeldstad", "123456782", "14 0997")
DUINOORD: Final = _organisatie("gm9904", "Gemeente Duinoord", "111222333", "14 0996")

BRONNEN: Final = {
    id_: Bron(id_, organisatie.naam, organisatie, onderwerp)
    for id_, organisatie, onderwerp in (
        ("duinoord", DUINOORD, None),
        ("duinoord-belastingen", DUINOORD, "belastingen"),
        ("heuvelrijk", HEUVELRIJK, None),
        ("heuvelrijk-bouwen", HEUVELRIJK, "bouwen en verbouwen"),
        ("voorbeeldstad", VOORBEELDSTAD, None),
        ("voorbeeldstad-jeugd", VOORBEELDSTAD, "jeugd"),
        ("waterdam", WATERDAM, None),
        ("waterdam-belastingen", WATERDAM, "belastingen"),
        ("waterdam-werk", WATERDAM, "werk en inkomen"),
    )
}

_WEERGAVE: Final = Weergave.model_validate(
    {
        "toon": {"toelichting": True, "redenen": True},
        "fasen": {
            "zaaktypen": {
                "ZT-PARKEREN": {"titel": "Parkeervergunning", "waarvoor": {"kenteken": "Kenteken", "straat": "Straat"}},
                "ZT-BIJSTAND": {
                    "titel": "Bijstandsuitkering",
                    "statussen": {
                        "Aanvulling gevraagd": {
                            "fase": "inBehandeling",
                            "naam": "Wij wachten op u",
                            "uitleg": "Wij missen nog gegevens van u. In de brief staat welke.",
                            "actieNodig": True,
                        }
                    },
                },
            }
        },
    }
)
_MET_PORTAAL: Final = _WEERGAVE.model_copy(update={"portaal": "https://mijn.waterdam.example/zaken/{uuid}"})


def weergave_van(bron: Bron) -> Weergave:
    """How zaken of this bron are told; Waterdam has a portal of its own."""
    return _MET_PORTAAL if bron.organisatie is WATERDAM else _WEERGAVE


def statustype_link(identificatie: str, nummer: int) -> str:
    """Where this statustype of a zaaktype lives."""
    return f"{_CATALOGI}/statustypen/{uuid(identificatie, 'statustype', nummer)}"


def resultaattype_link(identificatie: str, nummer: int) -> str:
    """Where this resultaattype of a zaaktype lives."""
    return f"{_CATALOGI}/resultaattypen/{uuid(identificatie, 'resultaattype', nummer)}"


def zaaktype_link(identificatie: str) -> str:
    """Where a zaaktype lives."""
    return f"{_CATALOGI}/zaaktypen/{uuid(identificatie)}"


def _soort(
    identificatie: str,
    omschrijving: str,
    *statussen: tuple[str, str | None, str | None],
    resultaten: tuple[tuple[str, str | None], ...] = (),
    **termijnen: str,
) -> Soort:
    """A zaaktype with its statussen in order: name, what it means, and the norm for reaching it."""
    return Soort(
        ZaakType.model_validate(
            {
                "url": zaaktype_link(identificatie),
                "identificatie": identificatie,
                "omschrijving": omschrijving,
                **termijnen,
            }
        ),
        tuple(
            StatusType.model_validate(
                {
                    "url": statustype_link(identificatie, nummer),
                    "omschrijving": naam,
                    "statustekst": tekst,
                    "volgnummer": nummer,
                    "doorlooptijd": norm,
                    "isEindstatus": nummer == len(statussen),
                }
            )
            for nummer, (naam, tekst, norm) in enumerate(statussen, 1)
        ),
        tuple(
            ResultaatType.model_validate(
                {"url": resultaattype_link(identificatie, nummer), "omschrijving": naam, "toelichting": tekst}
            )
            for nummer, (naam, tekst) in enumerate(resultaten, 1)
        ),
    )


PARKEREN: Final = _soort(
    "ZT-PARKEREN", "Parkeervergunning behandelen",
    ("Aanvraag ontvangen", "Wij hebben uw aanvraag ontvangen. U hoeft nu niets te doen.", None),
    ("Aanvraag compleet", None, "P7D"),
    ("Toetsing gestart", "Wij kijken of u aan de voorwaarden voldoet.", "P14D"),
    ("Besluit genomen", "U ontvangt een brief met het besluit.", "P35D"),
    ("Afgehandeld", "De behandeling van uw zaak is klaar.", "P42D"),
    resultaten=(("Verleend", "U krijgt de vergunning."), ("Geweigerd", "U krijgt de vergunning niet.")),
    doorlooptijd="P56D", servicenorm="P28D",
)  # fmt: skip
MELDING: Final = _soort(
    "ZT-MELDING", "Melding openbare ruimte",
    ("Melding ontvangen", None, None), ("In behandeling", None, None), ("Afgehandeld", None, None),
    resultaten=(("Verholpen", None),), doorlooptijd="P21D",
)  # fmt: skip
BEZWAAR: Final = _soort(
    "ZT-BEZWAAR", "Bezwaarschrift behandelen",
    ("Ontvangen", None, None), ("Ontvankelijk verklaard", None, None), ("Hoorzitting gehouden", None, None),
    ("Advies uitgebracht", None, None), ("Beslissing genomen", None, None), ("Afgehandeld", None, None),
    resultaten=(("Gegrond", "U krijgt gelijk."), ("Ongegrond", "U krijgt geen gelijk.")), doorlooptijd="P12W",
)  # fmt: skip
BIJSTAND: Final = _soort(
    "ZT-BIJSTAND", "Bijstandsuitkering aanvragen",
    ("Aanvraag ontvangen", None, None), ("Aanvulling gevraagd", None, None), ("Besluit genomen", None, None),
    ("Afgehandeld", None, None), doorlooptijd="P8W",
)  # fmt: skip
ONLEESBAAR: Final = Soort()
"""Of a zaak whose catalogue could not be read."""
