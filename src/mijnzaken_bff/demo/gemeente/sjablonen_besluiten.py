"""Every field that Open Zaak serves of a besluit and of what ties it to others; in the order it serves them."""

from mijnzaken_bff.demo.gemeente.opslag import Resource


def leeg_besluittype() -> Resource:
    return {
        "url": "",
        "catalogus": "",
        "zaaktypen": [],
        "omschrijving": "",
        "omschrijvingGeneriek": "",
        "besluitcategorie": "Beschikking",
        "reactietermijn": "P42D",
        "publicatieIndicatie": False,
        "publicatietekst": "",
        "publicatietermijn": None,
        "toelichting": "",
        "informatieobjecttypen": [],
        "beginGeldigheid": "2020-01-01",
        "eindeGeldigheid": None,
        "concept": False,
        "resultaattypen": [],
        "resultaattypenOmschrijving": [],
        "vastgelegdIn": [],
        "beginObject": "2020-01-01",
        "eindeObject": None,
    }


def leeg_besluit() -> Resource:
    return {
        "url": "",
        "identificatie": "",
        "verantwoordelijkeOrganisatie": "",
        "besluittype": "",
        "zaak": "",
        "datum": "",
        "toelichting": "",
        "bestuursorgaan": "",
        "ingangsdatum": "",
        "vervaldatum": None,
        "vervalreden": "",
        "vervalredenWeergave": "",
        "publicatiedatum": None,
        "verzenddatum": None,
        "uiterlijkeReactiedatum": None,
    }


def leeg_zaakbesluit() -> Resource:
    return {"url": "", "uuid": "", "besluit": ""}


def leeg_besluitinformatieobject() -> Resource:
    return {"url": "", "informatieobject": "", "besluit": ""}
