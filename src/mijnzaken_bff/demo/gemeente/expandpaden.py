"""Which paths ``expand`` knows: a closed list per product, or any walk along the relations of the standard."""

from collections.abc import Mapping

_BINNEN_EEN_ZAAK = (
    "zaaktype",
    "status",
    "status.statustype",
    "resultaat",
    "resultaat.resultaattype",
    "rollen",
    "rollen.roltype",
    "zaakinformatieobjecten",
    "zaakobjecten",
)
OPEN_ZAAK = frozenset(
    {
        *_BINNEN_EEN_ZAAK,
        "eigenschappen",
        "eigenschappen.eigenschap",
        "hoofdzaak",
        "deelzaken",
        *(f"{zaak}.{pad}" for zaak in ("hoofdzaak", "deelzaken") for pad in _BINNEN_EEN_ZAAK),
    }
)
ONEGROUND = frozenset(
    {
        *_BINNEN_EEN_ZAAK,
        "zaaktype.catalogus",
        "eigenschappen",
        "eigenschappen.eigenschap",
        "zaakinformatieobjecten.informatieobject",
        "zaakinformatieobjecten.informatieobject.informatieobjecttype",
        "zaakobjecten.zaakobjecttype",
        "zaakverzoeken",
        "zaakcontactmomenten",
        "hoofdzaak",
        "hoofdzaak.deelzaken",
        "hoofdzaak.deelzaken.zaaktype",
        "hoofdzaak.deelzaken.status",
        "hoofdzaak.deelzaken.resultaat",
        "deelzaken",
        *(
            f"{zaak}.{pad}"
            for zaak in ("hoofdzaak", "deelzaken")
            for pad in (*_BINNEN_EEN_ZAAK, "zaaktype.catalogus", "zaakinformatieobjecten.informatieobject")
        ),
        "relevanteanderezaken",
        *(
            f"relevanteanderezaken.{pad}"
            for pad in ("zaaktype", "status", "status.statustype", "resultaat", "resultaat.resultaattype")
        ),
    }
)
"""Read with any mixture of upper and lower case."""

DOCUMENT_OPEN_ZAAK = frozenset({"informatieobjecttype"})
DOCUMENT_ONEGROUND = frozenset({"informatieobject", "informatieobjecttype", "informatieobjecttype.catalogus"})
"""Those of a document. The first leads nowhere: it is meant for what points to a document."""

DOCUMENTEN = "enkelvoudiginformatieobjecten"
_VAN_EEN_TYPE = {"zaaktype": "zaaktypen", "catalogus": "catalogussen"}
RELATIES: Mapping[str, Mapping[str, str]] = {
    "zaken": {
        "zaaktype": "zaaktypen",
        "hoofdzaak": "zaken",
        "deelzaken": "zaken",
        "relevanteAndereZaken": "zaken",
        "eigenschappen": "zaakeigenschappen",
        "rollen": "rollen",
        "status": "statussen",
        "zaakinformatieobjecten": "zaakinformatieobjecten",
        "zaakobjecten": "zaakobjecten",
        "resultaat": "resultaten",
    },
    "statussen": {
        "zaak": "zaken",
        "statustype": "statustypen",
        "gezetdoor": "rollen",
        "zaakinformatieobjecten": "zaakinformatieobjecten",
    },
    "resultaten": {"zaak": "zaken", "resultaattype": "resultaattypen"},
    "rollen": {"zaak": "zaken", "roltype": "roltypen", "statussen": "statussen"},
    "zaakobjecten": {"zaak": "zaken", "zaakobjecttype": "zaakobjecttypen"},
    "zaakinformatieobjecten": {"zaak": "zaken", "status": "statussen", "informatieobject": DOCUMENTEN},
    "zaakbesluiten": {"besluit": "besluiten"},
    "zaakeigenschappen": {"zaak": "zaken", "eigenschap": "eigenschappen"},
    "zaaktypen": {
        "catalogus": "catalogussen",
        "statustypen": "statustypen",
        "resultaattypen": "resultaattypen",
        "eigenschappen": "eigenschappen",
        "roltypen": "roltypen",
        "deelzaaktypen": "zaaktypen",
    },
    "statustypen": _VAN_EEN_TYPE,
    "resultaattypen": _VAN_EEN_TYPE,
    "roltypen": _VAN_EEN_TYPE,
    "eigenschappen": _VAN_EEN_TYPE,
    "informatieobjecttypen": {"catalogus": "catalogussen", "zaaktypen": "zaaktypen", "besluittypen": "besluittypen"},
    "besluittypen": {
        "catalogus": "catalogussen",
        "zaaktypen": "zaaktypen",
        "informatieobjecttypen": "informatieobjecttypen",
    },
    "catalogussen": {"zaaktypen": "zaaktypen"},
    DOCUMENTEN: {"informatieobjecttype": "informatieobjecttypen"},
    "objectinformatieobjecten": {"informatieobject": DOCUMENTEN},
    "gebruiksrechten": {"informatieobject": DOCUMENTEN},
    "besluiten": {"besluittype": "besluittypen", "zaak": "zaken"},
    "besluitinformatieobjecten": {"besluit": "besluiten", "informatieobject": DOCUMENTEN},
}
"""Of each collection the fields that point to another resource, and into which collection.

A document in another register is a link that leads nowhere, as is a zaak seen from there.
"""


def loopt_langs_relaties(collectie: str, pad: str) -> bool:
    """Whether every step of ``pad`` is a relation of what the step before it led to."""
    for naam in pad.split("."):
        volgende = RELATIES.get(collectie, {}).get(naam)
        if volgende is None:
            return False
        collectie = volgende
    return True
