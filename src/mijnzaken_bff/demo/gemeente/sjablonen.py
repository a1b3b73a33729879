"""Every field that Open Zaak serves, with the value it has when nobody filled it in; in the order it serves them."""

from mijnzaken_bff.demo.gemeente.opslag import Resource

_GELDIGHEID: Resource = {"beginGeldigheid": None, "eindeGeldigheid": None, "beginObject": None, "eindeObject": None}


def leeg_zaaktype() -> Resource:
    return {
        "url": "",
        "identificatie": "",
        "omschrijving": "",
        "omschrijvingGeneriek": "",
        "vertrouwelijkheidaanduiding": "zaakvertrouwelijk",
        "doel": "",
        "aanleiding": "",
        "toelichting": "",
        "indicatieInternOfExtern": "extern",
        "handelingInitiator": "aanvragen",
        "onderwerp": "",
        "handelingBehandelaar": "behandelen",
        "doorlooptijd": "P56D",
        "servicenorm": None,
        "opschortingEnAanhoudingMogelijk": False,
        "verlengingMogelijk": False,
        "verlengingstermijn": None,
        "trefwoorden": [],
        "publicatieIndicatie": False,
        "publicatietekst": "",
        "verantwoordingsrelatie": [],
        "productenOfDiensten": [],
        "selectielijstProcestype": "",
        "referentieproces": {"naam": "", "link": ""},
        "concept": False,
        "verantwoordelijke": "",
        "broncatalogus": {"url": "", "domein": "", "rsin": ""},
        "bronzaaktype": {"url": "", "identificatie": "", "omschrijving": ""},
        "beginGeldigheid": "2020-01-01",
        "eindeGeldigheid": None,
        "versiedatum": "2020-01-01",
        "beginObject": "2020-01-01",
        "eindeObject": None,
        "catalogus": "",
        "statustypen": [],
        "resultaattypen": [],
        "eigenschappen": [],
        "informatieobjecttypen": [],
        "roltypen": [],
        "besluittypen": [],
        "deelzaaktypen": [],
        "gerelateerdeZaaktypen": [],
        "zaakobjecttypen": [],
    }


def lege_catalogus() -> Resource:
    return {
        "url": "",
        "domein": "",
        "rsin": "",
        "contactpersoonBeheerNaam": "Functioneel beheer",
        "contactpersoonBeheerTelefoonnummer": "",
        "contactpersoonBeheerEmailadres": "",
        "zaaktypen": [],
        "besluittypen": [],
        "informatieobjecttypen": [],
        "naam": "",
        "versie": "",
        "begindatumVersie": None,
    }


def leeg_statustype() -> Resource:
    return {
        "url": "",
        "omschrijving": "",
        "omschrijvingGeneriek": "",
        "statustekst": "",
        "zaaktype": "",
        "zaaktypeIdentificatie": "",
        "volgnummer": 1,
        "isEindstatus": False,
        "informeren": False,
        "doorlooptijd": None,
        "toelichting": "",
        "checklistitemStatustype": [],
        "catalogus": "",
        "eigenschappen": [],
        "zaakobjecttypen": [],
        **_GELDIGHEID,
    }


def leeg_resultaattype() -> Resource:
    return {
        "url": "",
        "zaaktype": "",
        "zaaktypeIdentificatie": "",
        "omschrijving": "",
        "resultaattypeomschrijving": "",
        "omschrijvingGeneriek": "",
        "selectielijstklasse": "",
        "toelichting": "",
        "archiefnominatie": "vernietigen",
        "archiefactietermijn": "P5Y",
        "brondatumArchiefprocedure": {
            "afleidingswijze": "afgehandeld",
            "datumkenmerk": "",
            "einddatumBekend": False,
            "objecttype": "",
            "registratie": "",
            "procestermijn": None,
        },
        "procesobjectaard": "",
        "indicatieSpecifiek": None,
        "procestermijn": None,
        "catalogus": "",
        "besluittypen": [],
        "besluittypeOmschrijving": [],
        "informatieobjecttypen": [],
        "informatieobjecttypeOmschrijving": [],
        **_GELDIGHEID,
    }


def leeg_roltype() -> Resource:
    return {
        "url": "",
        "zaaktype": "",
        "zaaktypeIdentificatie": "",
        "omschrijving": "",
        "omschrijvingGeneriek": "",
        "catalogus": "",
        **_GELDIGHEID,
    }


def lege_eigenschap() -> Resource:
    return {
        "url": "",
        "naam": "",
        "definitie": "",
        "specificatie": {
            "groep": "zaak",
            "formaat": "tekst",
            "lengte": "255",
            "kardinaliteit": "1",
            "waardenverzameling": [],
        },
        "toelichting": "",
        "zaaktype": "",
        "zaaktypeIdentificatie": "",
        "catalogus": "",
        "statustype": None,
        **_GELDIGHEID,
    }


def lege_zaak() -> Resource:
    return {
        "url": "",
        "uuid": "",
        "identificatie": "",
        "bronorganisatie": "",
        "omschrijving": "",
        "toelichting": "",
        "zaaktype": "",
        "registratiedatum": "",
        "verantwoordelijkeOrganisatie": "",
        "startdatum": "",
        "einddatum": None,
        "einddatumGepland": None,
        "uiterlijkeEinddatumAfdoening": None,
        "publicatiedatum": None,
        "laatstGemuteerd": "",
        "laatstGeopend": None,
        "communicatiekanaal": "",
        "communicatiekanaalNaam": "",
        "productenOfDiensten": [],
        "vertrouwelijkheidaanduiding": "",
        "betalingsindicatie": "",
        "betalingsindicatieWeergave": "",
        "laatsteBetaaldatum": None,
        "zaakgeometrie": None,
        "verlenging": None,
        "opschorting": {"indicatie": False, "eerdereOpschorting": False, "reden": ""},
        "selectielijstklasse": "",
        "hoofdzaak": None,
        "deelzaken": [],
        "relevanteAndereZaken": [],
        "gerelateerdeZaken": [],
        "eigenschappen": [],
        "rollen": [],
        "status": None,
        "zaakinformatieobjecten": [],
        "zaakobjecten": [],
        "kenmerken": [],
        "archiefnominatie": None,
        "archiefstatus": "nog_te_archiveren",
        "archiefactiedatum": None,
        "resultaat": None,
        "opdrachtgevendeOrganisatie": "",
        "processobjectaard": "",
        "startdatumBewaartermijn": None,
        "processobject": {"datumkenmerk": "", "identificatie": "", "objecttype": "", "registratie": ""},
    }


def lege_status() -> Resource:
    return {
        "url": "",
        "uuid": "",
        "zaak": "",
        "statustype": "",
        "datumStatusGezet": "",
        "statustoelichting": "",
        "indicatieLaatstGezetteStatus": True,
        "gezetdoor": None,
        "zaakinformatieobjecten": [],
    }


def lege_substatus() -> Resource:
    return {
        "url": "",
        "uuid": "",
        "zaak": "",
        "status": "",
        "omschrijving": "",
        "tijdstip": "",
        "doelgroep": "betrokkenen",
    }


def lege_zaakeigenschap() -> Resource:
    return {"url": "", "uuid": "", "zaak": "", "eigenschap": "", "naam": "", "waarde": ""}


def leeg_resultaat() -> Resource:
    return {"url": "", "uuid": "", "zaak": "", "resultaattype": "", "toelichting": ""}


def lege_rol() -> Resource:
    return {
        "url": "",
        "uuid": "",
        "zaak": "",
        "betrokkene": "",
        "betrokkeneType": "",
        "afwijkendeNaamBetrokkene": "",
        "roltype": "",
        "omschrijving": "",
        "omschrijvingGeneriek": "",
        "roltoelichting": "",
        "registratiedatum": "",
        "indicatieMachtiging": "",
        "contactpersoonRol": {"emailadres": "", "functie": "", "telefoonnummer": "", "naam": ""},
        "statussen": [],
        "beginGeldigheid": None,
        "eindeGeldigheid": None,
        "betrokkeneIdentificatie": None,
    }


def lege_identificatie(betrokkene_type: str) -> Resource:
    """The ``betrokkeneIdentificatie`` of a rol of this kind."""
    identificaties: dict[str, Resource] = {
        "natuurlijk_persoon": {
            "inpBsn": "",
            "anpIdentificatie": "",
            "inpA_nummer": "",
            "geslachtsnaam": "",
            "voorvoegselGeslachtsnaam": "",
            "voorletters": "",
            "voornamen": "",
            "geslachtsaanduiding": "",
            "geboortedatum": "",
            "verblijfsadres": None,
            "subVerblijfBuitenland": None,
        },
        "niet_natuurlijk_persoon": {
            "innNnpId": "",
            "annIdentificatie": "",
            "kvkNummer": "",
            "vestigingsNummer": "",
            "statutaireNaam": "",
            "innRechtsvorm": "",
            "bezoekadres": "",
            "verblijfsadres": None,
            "subVerblijfBuitenland": None,
        },
        "vestiging": {
            "vestigingsNummer": "",
            "handelsnaam": [],
            "verblijfsadres": None,
            "subVerblijfBuitenland": None,
            "kvkNummer": "",
        },
        "organisatorische_eenheid": {"identificatie": "", "naam": "", "isGehuisvestIn": ""},
        "medewerker": {"identificatie": "", "achternaam": "", "voorletters": "", "voorvoegselAchternaam": ""},
    }
    return identificaties[betrokkene_type]
