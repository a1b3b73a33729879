"""Filling a register with besluiten, and with the substatussen, eigenschappen and deelzaken of a zaak.

As in ``vulling``, each builder stores what it makes and returns it.
"""

from collections.abc import Sequence
from typing import Any, Literal

from mijnzaken_bff.demo.gemeente.bewaren import bewaar
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.gemeente.sjablonen import lege_eigenschap, lege_substatus, lege_zaakeigenschap
from mijnzaken_bff.demo.gemeente.sjablonen_besluiten import (
    leeg_besluit,
    leeg_besluitinformatieobject,
    leeg_besluittype,
    leeg_zaakbesluit,
)
from mijnzaken_bff.demo.gemeente.sjablonen_documenten import leeg_objectinformatieobject
from mijnzaken_bff.demo.gemeente.vulling import catalogus


def besluittype(gemeente: Gemeente, omschrijving: str, zaaktype: Resource | None = None, **velden: Any) -> Resource:
    """A kind of besluit, which zaken of ``zaaktype`` may have."""
    onder = catalogus(gemeente)
    eigen = {"omschrijving": omschrijving, "omschrijvingGeneriek": omschrijving, "catalogus": onder["url"]}
    gemaakt = bewaar(gemeente, "catalogi", "besluittypen", leeg_besluittype(), {**eigen, **velden})
    onder["besluittypen"].insert(0, gemaakt["url"])
    if zaaktype is not None:
        gemaakt["zaaktypen"].append(zaaktype["url"])
        zaaktype["besluittypen"].append(gemaakt["url"])
    return gemaakt


def besluit(
    gemeente: Gemeente,
    zaak: Resource,
    besluittype: Resource,
    *,
    datum: str,
    ingangsdatum: str | None = None,
    toelichting: str = "",
    documenten: Sequence[Resource] = (),
    identificatie: str | None = None,
    **velden: Any,
) -> Resource:
    """A besluit in ``zaak``, with the documents that say it; what of those is held here knows of it as well.

    By itself it begins to hold on the day on which it was taken.
    """
    nummer = gemeente.opslag.geregistreerd("besluiten") + 1
    gemaakt = bewaar(
        gemeente,
        "besluiten",
        "besluiten",
        leeg_besluit(),
        {
            "identificatie": identificatie or f"BES-{gemeente.naam[:1].upper()}-{nummer:06d}",
            "verantwoordelijkeOrganisatie": gemeente.rsin,
            "besluittype": besluittype["url"],
            "zaak": zaak["url"],
            "datum": datum,
            "ingangsdatum": ingangsdatum or datum,
            "toelichting": toelichting,
            **velden,
        },
    )
    bewaar(gemeente, "zaken", "besluiten", leeg_zaakbesluit(), {"besluit": gemaakt["url"]}, onder=zaak)
    for document in documenten:
        band = {"informatieobject": document["url"], "besluit": gemaakt["url"]}
        bewaar(gemeente, "besluiten", "besluitinformatieobjecten", leeg_besluitinformatieobject(), band)
        if gemeente.opslag.vind(document["url"]) is not None:
            andersom = {"informatieobject": document["url"], "object": gemaakt["url"], "objectType": "besluit"}
            bewaar(gemeente, "documenten", "objectinformatieobjecten", leeg_objectinformatieobject(), andersom)
    return gemaakt


def voeg_substatus_toe(
    gemeente: Gemeente,
    zaak: Resource,
    omschrijving: str,
    tijdstip: str,
    doelgroep: Literal["betrokkenen", "intern", ""] = "betrokkenen",
) -> Resource:
    """Something that happened within the current status of ``zaak``. ``tijdstip`` is a date or a moment."""
    eigen = {
        "zaak": zaak["url"],
        "status": zaak["status"],
        "omschrijving": omschrijving,
        "tijdstip": tijdstip if "T" in tijdstip else f"{tijdstip}T09:00:00Z",
        "doelgroep": doelgroep,
    }
    return bewaar(gemeente, "zaken", "substatussen", lege_substatus(), eigen)


def voeg_eigenschap_toe(gemeente: Gemeente, zaak: Resource, naam: str, waarde: str) -> Resource:
    """What ``zaak`` says under ``naam``; its zaaktype gets such an eigenschap when it has none."""
    eigen = {"zaak": zaak["url"], "eigenschap": _eigenschap(gemeente, zaak, naam), "naam": naam, "waarde": waarde}
    gemaakt = bewaar(gemeente, "zaken", "zaakeigenschappen", lege_zaakeigenschap(), eigen, onder=zaak)
    zaak["eigenschappen"].append(gemaakt["url"])
    return gemaakt


def hang_onder(gemeente: Gemeente, deelzaak: Resource, hoofdzaak: Resource) -> Resource:
    """Make ``deelzaak`` a part of ``hoofdzaak``; both are of this gemeente."""
    if gemeente.opslag.vind(hoofdzaak["url"]) is not hoofdzaak:
        raise ValueError("the hoofdzaak is of another register")
    deelzaak["hoofdzaak"] = hoofdzaak["url"]
    hoofdzaak["deelzaken"].append(deelzaak["url"])
    return deelzaak


def _eigenschap(gemeente: Gemeente, zaak: Resource, naam: str) -> str:
    """The url of the eigenschap of this name."""
    zaaktype = gemeente.opslag.vind(zaak["zaaktype"]) or {}
    for url in zaaktype["eigenschappen"]:
        if (gemeente.opslag.vind(url) or {}).get("naam") == naam:
            return str(url)
    eigen = {
        "naam": naam,
        "definitie": f"{naam} bij de zaak",
        "zaaktype": zaaktype["url"],
        "zaaktypeIdentificatie": zaaktype["identificatie"],
        "catalogus": zaaktype["catalogus"],
    }
    gemaakt = bewaar(gemeente, "catalogi", "eigenschappen", lege_eigenschap(), eigen)
    zaaktype["eigenschappen"].insert(0, gemaakt["url"])
    return str(gemaakt["url"])
