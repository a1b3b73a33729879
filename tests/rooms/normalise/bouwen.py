"""A zaak in the shape of the recordings, the catalogue around it, and the row that is made of both."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from mijnzaken_bff.contract.zaakoverzicht import ZaakRij
from mijnzaken_bff.domain.betrokkene import Betrokkene, Persoon
from mijnzaken_bff.domain.bron import Bron, Organisatie
from mijnzaken_bff.domain.nummers import Bsn, Rsin
from mijnzaken_bff.normalise.besluit import Besluitstuk
from mijnzaken_bff.normalise.document import Stuk
from mijnzaken_bff.normalise.herkenning import Herkenning
from mijnzaken_bff.normalise.settings import Weergave, Zichtbaarheid
from mijnzaken_bff.normalise.zaak import rij_of
from mijnzaken_bff.normalise.zichtbaarheid import Bewijs, Oordeel, bewijs_of
from mijnzaken_bff.zgw.besluit import Besluit
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.document import EnkelvoudigInformatieObject
from mijnzaken_bff.zgw.status import Status, Substatus
from mijnzaken_bff.zgw.zaak import Zaak, zaak_of
from mijnzaken_bff.zgw.zaaktype import BesluitType, InformatieObjectType, ResultaatType, StatusType, ZaakType
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze

VANDAAG = date(2026, 11, 23)
ANNA = "999990019"
BEHANDELAAR_BSN = "999990020"
"""Of somebody else with a rol in the zaak of Anna."""
BEHANDELAAR_NAAM = "Ambtenaarsma"
UUID = "a5a121e8-d90c-457a-a0f0-2e9b3d532e90"

_ZAKEN = "https://zgw.waterdam.example/zaken/api/v1/"
_DOCUMENTEN = "https://zgw.waterdam.example/documenten/api/v1/"
_BESLUITEN = "https://zgw.waterdam.example/besluiten/api/v1/"
_CATALOGI = "https://zgw.waterdam.example/catalogi/api/v1/"

WATERDAM = Organisatie("gm9902", "Gemeente Waterdam", Rsin("001117518"), "14 0999", "https://waterdam.example")
DUINOORD = Organisatie("gm9903", "Gemeente Duinoord", Rsin("000740457"))
DIENST = Organisatie("od", "Omgevingsdienst Noord", Rsin("000000024"))
BRON = Bron("waterdam", "Gemeente Waterdam", WATERDAM, organisaties=(WATERDAM, DUINOORD, DIENST))

ZAAKTYPE = f"{_CATALOGI}zaaktypen/06ae8d39-9853-44bc-a484-8dc71c29bde3"


def statustype_link(number: int) -> str:
    """Where the statustype with this number lives."""
    return f"{_CATALOGI}statustypen/10000000-0000-4000-8000-{number:012d}"


def resultaattype_link(number: int = 1) -> str:
    """Where the resultaattype with this number lives."""
    return f"{_CATALOGI}resultaattypen/20000000-0000-4000-8000-{number:012d}"


def rol(**changes: Any) -> dict[str, Any]:
    """Anna as initiator."""
    return {
        "url": f"{_ZAKEN}rollen/31698ebe-cff8-4aee-a18b-22840034cac2",
        "betrokkene": "",
        "betrokkeneType": "natuurlijk_persoon",
        "afwijkendeNaamBetrokkene": "",
        "omschrijving": "Aanvrager",
        "omschrijvingGeneriek": "initiator",
        "roltoelichting": "Initiator van de zaak",
        "indicatieMachtiging": "",
        "beginGeldigheid": None,
        "eindeGeldigheid": None,
        "betrokkeneIdentificatie": {
            "inpBsn": ANNA,
            "anpIdentificatie": "",
            "inpA_nummer": "",
            "geslachtsnaam": "Vries",
            "voorletters": "A.",
            "verblijfsadres": None,
        },
        **changes,
    }


def behandelaar(**changes: Any) -> dict[str, Any]:
    """The medewerker who handles the zaak."""
    return rol(
        **{
            "betrokkeneType": "medewerker",
            "omschrijving": "Behandelaar",
            "omschrijvingGeneriek": "behandelaar",
            "roltoelichting": f"Behandeld door {BEHANDELAAR_NAAM}",
            "betrokkeneIdentificatie": {"identificatie": "MED015", "achternaam": BEHANDELAAR_NAAM},
            **changes,
        }
    )


def medebewoner(**changes: Any) -> dict[str, Any]:
    """Somebody else, with a rol of their own."""
    told = {"inpBsn": BEHANDELAAR_BSN, "geslachtsnaam": BEHANDELAAR_NAAM}
    return rol(**{"omschrijvingGeneriek": "belanghebbende", "betrokkeneIdentificatie": told, **changes})


def item(
    *, status: Any = 2, gezet: str = "2026-11-02T08:07:00Z", resultaat: Any = None, rollen: Any = None, **changes: Any
) -> dict[str, Any]:
    """A zaak as a register writes it. ``status`` is the number of its statustype, None, or what is expanded."""
    expanded_status = (
        {
            "url": f"{_ZAKEN}statussen/a83f6613-eba9-4703-9183-00a8ef3c95ad",
            "statustype": statustype_link(status),
            "datumStatusGezet": gezet,
            "statustoelichting": "Stap gezet",
            "indicatieLaatstGezetteStatus": True,
        }
        if isinstance(status, int)
        else status
    )
    expanded_resultaat = (
        {"url": f"{_ZAKEN}resultaten/1", "resultaattype": resultaattype_link(resultaat), "toelichting": "Akkoord"}
        if isinstance(resultaat, int)
        else resultaat
    )
    return deepcopy(
        {
            "url": f"{_ZAKEN}zaken/{UUID}",
            "uuid": UUID,
            "identificatie": "A-2026-000265",
            "bronorganisatie": "001117518",
            "omschrijving": "Havenkade 10",
            "toelichting": "Ingediend via het webformulier.",
            "zaaktype": ZAAKTYPE,
            "registratiedatum": "2026-10-28",
            "verantwoordelijkeOrganisatie": "001117518",
            "startdatum": "2026-10-28",
            "einddatum": None,
            "einddatumGepland": None,
            "uiterlijkeEinddatumAfdoening": None,
            "laatstGemuteerd": "2026-11-02T08:12:44Z",
            "vertrouwelijkheidaanduiding": "zaakvertrouwelijk",
            "verlenging": None,
            "opschorting": {"indicatie": False, "eerdereOpschorting": False, "reden": ""},
            "hoofdzaak": None,
            "status": None if status is None else f"{_ZAKEN}statussen/a83f6613-eba9-4703-9183-00a8ef3c95ad",
            "resultaat": None if resultaat is None else f"{_ZAKEN}resultaten/1",
            "_expand": {
                "rollen": [rol(), behandelaar()] if rollen is None else rollen,
                **({"status": expanded_status} if expanded_status is not None else {}),
                **({"resultaat": expanded_resultaat} if expanded_resultaat is not None else {}),
            },
            **changes,
        }
    )


PARKEREN = ("Ontvangen", "In behandeling", "Besluit genomen", "Afgehandeld")


def statustype(number: int, omschrijving: str | None, **changes: Any) -> StatusType:
    """A statustype whose volgnummer is its number."""
    return StatusType.model_validate(
        {"url": statustype_link(number), "omschrijving": omschrijving, "volgnummer": number, **changes}
    )


def soort(*namen: str | StatusType, resultaattypen: tuple[ResultaatType, ...] = (), **zaaktype: Any) -> Soort:
    """The catalogue of one zaaktype: its statustypen by name, in order, and what differs in the zaaktype."""
    listed = namen or PARKEREN
    statustypen = tuple(
        n if isinstance(n, StatusType) else statustype(number, n, isEindstatus=number == len(listed))
        for number, n in enumerate(listed, 1)
    )
    told = {
        "url": ZAAKTYPE,
        "identificatie": "ZT-PARKEREN",
        "omschrijving": "Parkeervergunning behandelen",
        "indicatieInternOfExtern": "extern",
        **zaaktype,
    }
    return Soort(ZaakType.model_validate(told), statustypen, resultaattypen)


def weergave(**told: Any) -> Weergave:
    """The settings of a bron, as its configuration writes them."""
    return Weergave.model_validate(told)


def parkeren(**regels: Any) -> Weergave:
    """The settings for the one zaaktype."""
    return weergave(fasen={"zaaktypen": {"ZT-PARKEREN": regels}})


def read(told: Mapping[str, Any]) -> Zaak:
    """The zaak in an item that is surely readable."""
    zaak = zaak_of(dict(told))
    assert zaak is not None
    return zaak


def bewijs(
    told: Mapping[str, Any],
    betrokkene: Betrokkene | None = None,
    beleid: Zichtbaarheid | None = None,
    zoekwijzen: Collection[Zoekwijze] = (),
) -> Bewijs:
    """What an item proves, for Anna unless somebody else is named."""
    herkenning = Herkenning(betrokkene or Persoon(Bsn(ANNA)), zoekwijzen)
    return bewijs_of(dict(told), herkenning, beleid or Zichtbaarheid(), VANDAAG)


def rij(
    told: Mapping[str, Any] | None = None,
    kind: Soort | None = None,
    *,
    weergave: Weergave | None = None,
    bron: Bron = BRON,
    beleid: Zichtbaarheid | None = None,
    vandaag: date = VANDAAG,
) -> ZaakRij:
    """The row of a zaak of Anna."""
    told = item() if told is None else told
    proven = bewijs(told, beleid=beleid)
    assert proven.oordeel is Oordeel.TONEN
    return rij_of(
        read(told),
        soort() if kind is None else kind,
        proven.rollen,
        bron=bron,
        weergave=weergave or Weergave(),
        vandaag=vandaag,
    )


def document_uuid(number: int) -> str:
    """The UUID of the document with this number."""
    return f"30000000-0000-4000-8000-{number:012d}"


def document(number: int = 1, **changes: Any) -> EnkelvoudigInformatieObject:
    """A document that may be seen and fetched."""
    return EnkelvoudigInformatieObject.model_validate(
        {
            "url": f"{_DOCUMENTEN}enkelvoudiginformatieobjecten/{document_uuid(number)}",
            "titel": f"Brief {number}",
            "status": "definitief",
            "vertrouwelijkheidaanduiding": "zaakvertrouwelijk",
            "formaat": "application/pdf",
            "bestandsnaam": f"brief-{number}.pdf",
            "bestandsomvang": 1234,
            "versie": 1,
            "creatiedatum": "2026-11-03",
            "inhoud": f"{_DOCUMENTEN}enkelvoudiginformatieobjecten/{document_uuid(number)}/download?versie=1",
            "bestandsdelen": [],
            **changes,
        }
    )


def stuk(number: int = 1, soort: Any = "Brief", richting: str | None = None, **changes: Any) -> Stuk:
    """A document with its type: the name of it, all of it, or None where it could not be read."""
    told = {"omschrijving": soort, "vertrouwelijkheidaanduiding": "openbaar"} if isinstance(soort, str) else soort
    kind = None if told is None else InformatieObjectType.model_validate(told)
    return Stuk(document(number, **changes), kind, richting)


def besluit_uuid(number: int) -> str:
    """The UUID of the besluit with this number."""
    return f"40000000-0000-4000-8000-{number:012d}"


def besluitstuk(number: int = 1, naam: str | None = "Vergunning", documenten: Any = (), **changes: Any) -> Besluitstuk:
    """A besluit that was sent."""
    told = {
        "url": f"{_BESLUITEN}besluiten/{besluit_uuid(number)}",
        "zaak": f"{_ZAKEN}zaken/{UUID}",
        "identificatie": f"BESLUIT-{number}",
        "datum": "2026-11-10",
        "toelichting": "Akkoord",
        "ingangsdatum": "2026-11-20",
        "verzenddatum": "2026-11-12",
        **changes,
    }
    kind = None if naam is None else BesluitType(omschrijving=naam)
    return Besluitstuk(Besluit.model_validate(told), kind, tuple(documenten))


def status_link(number: int) -> str:
    """Where the status with this number lives."""
    return f"{_ZAKEN}statussen/50000000-0000-4000-8000-{number:012d}"


PRESENT = f"{_ZAKEN}statussen/a83f6613-eba9-4703-9183-00a8ef3c95ad"
"""Where the present status of ``item`` lives."""


def status(kind: int | None, gezet: str | None, number: int = 0, **changes: Any) -> Status:
    """A status of the history, set on a day or at a moment. ``kind`` is the number of its statustype."""
    told = {
        "url": status_link(number or kind or 0),
        "zaak": f"{_ZAKEN}zaken/{UUID}",
        "statustype": None if kind is None else statustype_link(kind),
        "datumStatusGezet": f"{gezet}T09:00:00Z" if gezet and len(gezet) == 10 else gezet,
        "statustoelichting": "Opgemerkt",
        **changes,
    }
    return Status.model_validate(told)


def substatus(number: int, omschrijving: str | None, tijdstip: str | None, **changes: Any) -> Substatus:
    """What happened between two statussen, for the betrokkenen to read."""
    told = {
        "url": f"{_ZAKEN}substatussen/60000000-0000-4000-8000-{number:012d}",
        "zaak": f"{_ZAKEN}zaken/{UUID}",
        "omschrijving": omschrijving,
        "tijdstip": tijdstip,
        "doelgroep": "betrokkenen",
        **changes,
    }
    return Substatus.model_validate(told)
