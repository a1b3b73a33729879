"""Every field that Open Zaak serves of a document and of what ties it to a zaak; in the order it serves them.

After those of Open Zaak stand the fields of later versions of the standard, which ``vormen`` take away again.
"""

from mijnzaken_bff.demo.gemeente.opslag import Resource


def leeg_document() -> Resource:
    return {
        "url": "",
        "identificatie": "",
        "bronorganisatie": "",
        "creatiedatum": "",
        "titel": "",
        "vertrouwelijkheidaanduiding": "",
        "auteur": "Zaaksysteem",
        "status": "",
        "formaat": "",
        "taal": "nld",
        "versie": 1,
        "beginRegistratie": "",
        "bestandsnaam": "",
        "inhoud": None,
        "bestandsomvang": None,
        "link": "",
        "beschrijving": "",
        "ontvangstdatum": None,
        "verzenddatum": None,
        "indicatieGebruiksrecht": False,
        "verschijningsvorm": "",
        "ondertekening": None,
        "integriteit": None,
        "informatieobjecttype": "",
        "locked": False,
        "bestandsdelen": [],
        "trefwoorden": [],
        "inhoudIsVervallen": False,
        "tonenAanInitiator": False,
        "isGereedVoorPublicatie": None,
    }


def leeg_zaakinformatieobject() -> Resource:
    return {
        "url": "",
        "uuid": "",
        "informatieobject": "",
        "zaak": "",
        "aardRelatieWeergave": "Hoort bij, omgekeerd: kent",
        "titel": "",
        "beschrijving": "",
        "registratiedatum": "",
        "vernietigingsdatum": None,
        "status": None,
    }


def leeg_objectinformatieobject() -> Resource:
    return {"url": "", "informatieobject": "", "object": "", "objectType": "zaak"}


def leeg_gebruiksrecht() -> Resource:
    return {"url": "", "informatieobject": "", "startdatum": "", "einddatum": None, "omschrijvingVoorwaarden": ""}


def leeg_informatieobjecttype() -> Resource:
    generiek = ("informatieobjecttypeOmschrijvingGeneriek", "definitie", "herkomst", "hierarchie", "opmerking")
    kop = "InformatieobjecttypeOmschrijvingGeneriek"
    return {
        "url": "",
        "catalogus": "",
        "omschrijving": "",
        "vertrouwelijkheidaanduiding": "",
        "beginGeldigheid": "2020-01-01",
        "eindeGeldigheid": None,
        "concept": False,
        "besluittypen": [],
        "informatieobjectcategorie": "Correspondentie",
        "trefwoord": [],
        "omschrijvingGeneriek": {generiek[0]: "", **{f"{deel}{kop}": "" for deel in generiek[1:]}},
        "zaaktypen": [],
        "beginObject": "2020-01-01",
        "eindeObject": None,
    }


def leeg_zaaktype_informatieobjecttype() -> Resource:
    return {
        "url": "",
        "zaaktype": "",
        "zaaktypeIdentificatie": "",
        "informatieobjecttype": "",
        "volgnummer": 1,
        "richting": "",
        "statustype": None,
        "catalogus": "",
    }
