"""Filling a register with documents: their types, their versions, and what ties them to a zaak.

As in ``vulling``, each builder stores what it makes and returns it. The documents of a zaak may be in another register
(``bij``): the zaak then points to a url of that one.
"""

import re
import unicodedata
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from mijnzaken_bff.demo.gemeente.archief import Versie
from mijnzaken_bff.demo.gemeente.bewaren import bewaar
from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.dialecten import OPEN_ZAAK
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.inhoud import Inhoud, inhoud_van
from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.gemeente.pdf import pdf
from mijnzaken_bff.demo.gemeente.sjablonen_documenten import (
    leeg_document,
    leeg_gebruiksrecht,
    leeg_informatieobjecttype,
    leeg_objectinformatieobject,
    leeg_zaakinformatieobject,
    leeg_zaaktype_informatieobjecttype,
)
from mijnzaken_bff.demo.gemeente.vulling import catalogus

Richting = Literal["inkomend", "intern", "uitgaand"]
_DOCUMENTEN = "enkelvoudiginformatieobjecten"
_BIJLAGE = "Bijlage"
_UITGANGEN = {"application/pdf": ".pdf", "text/plain": ".txt", "image/jpeg": ".jpg", "image/png": ".png"}


def documentregister(
    naam: str,
    rsin: str,
    *,
    dialect: Dialect = OPEN_ZAAK,
    clients: Mapping[str, Client] | None = None,
    basis: str | None = None,
    nu: Callable[[], datetime] | None = None,
) -> Gemeente:
    """A register that has the Documenten API and nothing else: for the documents of zaken that are elsewhere."""
    alleen = replace(dialect, versies={"documenten": dialect.versies["documenten"]})
    return Gemeente(naam, rsin, basis=basis, clients=clients, nu=nu, dialect=alleen)


def informatieobjecttype(
    gemeente: Gemeente,
    omschrijving: str,
    *,
    zaaktype: Resource | None = None,
    richting: Richting = "inkomend",
    vertrouwelijkheidaanduiding: str = "openbaar",
    **velden: Any,
) -> Resource:
    """A kind of document, which zaken of ``zaaktype`` may have and in which direction."""
    onder = catalogus(gemeente)
    eigen = {
        "omschrijving": omschrijving,
        "vertrouwelijkheidaanduiding": vertrouwelijkheidaanduiding,
        "catalogus": onder["url"],
    }
    gemaakt = bewaar(gemeente, "catalogi", "informatieobjecttypen", leeg_informatieobjecttype(), {**eigen, **velden})
    onder["informatieobjecttypen"].insert(0, gemaakt["url"])
    if zaaktype is not None:
        voeg_informatieobjecttype_toe(gemeente, zaaktype, gemaakt, richting)
    return gemaakt


def voeg_informatieobjecttype_toe(
    gemeente: Gemeente, zaaktype: Resource, informatieobjecttype: Resource, richting: Richting = "inkomend"
) -> Resource:
    """Let zaken of ``zaaktype`` have documents of this kind too: the zaaktype-informatieobjecttype."""
    volgnummer = len(zaaktype["informatieobjecttypen"]) + 1
    zaaktype["informatieobjecttypen"].append(informatieobjecttype["url"])
    informatieobjecttype["zaaktypen"].append(zaaktype["url"])
    return bewaar(
        gemeente,
        "catalogi",
        "zaaktype-informatieobjecttypen",
        leeg_zaaktype_informatieobjecttype(),
        {
            "zaaktype": zaaktype["url"],
            "zaaktypeIdentificatie": zaaktype["identificatie"],
            "informatieobjecttype": informatieobjecttype["url"],
            "volgnummer": volgnummer,
            "richting": richting,
            "catalogus": zaaktype["catalogus"],
        },
    )


def document(
    gemeente: Gemeente,
    zaak: Resource | None,
    *,
    titel: str,
    inhoud: bytes | Inhoud | Literal["vanzelf"] | None = "vanzelf",
    informatieobjecttype: Resource | None = None,
    status: str = "definitief",
    vertrouwelijkheidaanduiding: str = "openbaar",
    formaat: str = "application/pdf",
    bestandsnaam: str | None = None,
    creatiedatum: str | None = None,
    ontvangstdatum: str | None = None,
    verzenddatum: str | None = None,
    bij: Gemeente | None = None,
    titel_relatie: str = "",
    **velden: Any,
) -> Resource:
    """A document of ``zaak``, with what ties the two together on either side; or of no zaak at all.

    By itself its ``inhoud`` is a small PDF with its titel on it, its kind ``Bijlage`` (made when it is first needed),
    its creatiedatum the day on which the zaak began, and its file called after it. ``titel_relatie`` is the titel that
    the zaak gives it, which is often none. ``bij`` is the gemeente that holds the document. ``velden`` override any
    field of the document, ``tonenAanInitiator`` and other fields of later versions of the standard among them.
    """
    houder = bij or gemeente
    dag = creatiedatum or (zaak["startdatum"] if zaak is not None else "2026-10-28")
    soort = informatieobjecttype or _bijlage(gemeente, zaak)
    nummer = houder.opslag.geregistreerd(_DOCUMENTEN) + 1
    gemaakt = bewaar(
        houder,
        "documenten",
        _DOCUMENTEN,
        leeg_document(),
        {
            "identificatie": f"DOC-{houder.naam[:1].upper()}-{nummer:06d}",
            "bronorganisatie": gemeente.rsin,
            "creatiedatum": dag,
            "titel": titel,
            "vertrouwelijkheidaanduiding": vertrouwelijkheidaanduiding,
            "status": status,
            "formaat": formaat,
            "beginRegistratie": f"{dag}T09:00:00.000000Z",
            "bestandsnaam": _bestandsnaam(titel, formaat) if bestandsnaam is None else bestandsnaam,
            "ontvangstdatum": ontvangstdatum,
            "verzenddatum": verzenddatum,
            "informatieobjecttype": soort["url"],
        },
    )
    _leg_vast(houder, gemaakt, pdf(titel, gemaakt["identificatie"]) if inhoud == "vanzelf" else inhoud, velden)
    if zaak is not None:
        _bind(gemeente, houder, zaak, gemaakt, titel_relatie)
    return gemaakt


def nieuwe_versie(gemeente: Gemeente, document: Resource, inhoud: bytes | Inhoud | None, **velden: Any) -> Resource:
    """The next version of ``document``, which is from now on what its url gives; the earlier ones stay as they were.

    ``gemeente`` is the one that holds it.
    """
    begin = datetime.fromisoformat(document["beginRegistratie"]) + timedelta(minutes=1)
    nieuw = {
        **document,
        "versie": document["versie"] + 1,
        "beginRegistratie": f"{begin:%Y-%m-%dT%H:%M:%S.%f}Z",
    }
    gemeente.opslag.bewaar(nieuw)
    _leg_vast(gemeente, nieuw, inhoud, velden)
    return nieuw


def gebruiksrecht(gemeente: Gemeente, document: Resource, voorwaarden: str, *, startdatum: str) -> Resource:
    """A condition on the use of ``document``, which ``gemeente`` holds."""
    document["indicatieGebruiksrecht"] = True
    eigen = {
        "informatieobject": document["url"],
        "startdatum": f"{startdatum}T00:00:00Z",
        "omschrijvingVoorwaarden": voorwaarden,
    }
    return bewaar(gemeente, "documenten", "gebruiksrechten", leeg_gebruiksrecht(), eigen)


def _leg_vast(
    gemeente: Gemeente, document: Resource, gegeven: bytes | Inhoud | None, velden: Mapping[str, Any]
) -> None:
    """Fill in what follows from the content, and keep this version."""
    inhoud = inhoud_van(gegeven) if isinstance(gegeven, bytes) else gegeven
    nummer, url = document["versie"], document["url"]
    document["inhoud"] = None if inhoud is None else f"{url}/download?versie={nummer}"
    document["bestandsomvang"] = None if inhoud is None else inhoud.lengte
    document.update(velden)
    versie = Versie(
        nummer,
        document,
        inhoud,
        str(uuid.uuid5(uuid.NAMESPACE_URL, f"{url}/{nummer}")),
        datetime.fromisoformat(document["beginRegistratie"]).astimezone(UTC),
    )
    gemeente.opslag.archief.bewaar(url, versie)


def _bind(gemeente: Gemeente, houder: Gemeente, zaak: Resource, document: Resource, titel: str) -> None:
    band = {
        "informatieobject": document["url"],
        "zaak": zaak["url"],
        "titel": titel,
        "registratiedatum": document["beginRegistratie"],
    }
    gemaakt = bewaar(gemeente, "zaken", "zaakinformatieobjecten", leeg_zaakinformatieobject(), band)
    zaak["zaakinformatieobjecten"].append(gemaakt["url"])
    andersom = {"informatieobject": document["url"], "object": zaak["url"], "objectType": "zaak"}
    bewaar(houder, "documenten", "objectinformatieobjecten", leeg_objectinformatieobject(), andersom)


def _bijlage(gemeente: Gemeente, zaak: Resource | None) -> Resource:
    bestaande = (een for een in gemeente.opslag.alle("informatieobjecttypen") if een["omschrijving"] == _BIJLAGE)
    soort = next(bestaande, None) or informatieobjecttype(gemeente, _BIJLAGE)
    zaaktype = gemeente.opslag.vind(zaak["zaaktype"]) if zaak is not None else None
    if zaaktype is not None and zaaktype["url"] not in soort["zaaktypen"]:
        voeg_informatieobjecttype_toe(gemeente, zaaktype, soort)
    return soort


def _bestandsnaam(titel: str, formaat: str) -> str:
    plat = unicodedata.normalize("NFKD", titel).encode("ascii", "ignore").decode().lower()
    return f"{re.sub('[^a-z0-9]+', '-', plat).strip('-') or 'document'}{_UITGANGEN.get(formaat, '.bin')}"
