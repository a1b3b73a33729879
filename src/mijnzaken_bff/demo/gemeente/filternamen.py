"""Which filters there are, by name: of ``/zaken`` per version of the standard, and which only Open Zaak has."""

from mijnzaken_bff.demo.gemeente.rolfilters import ROLFILTERS, SLEUTELS
from mijnzaken_bff.demo.gemeente.zaakfilters import ZAAKFILTERS

ALLE = (*ZAAKFILTERS, *(f"rol__{naam}" for naam in (*SLEUTELS, *ROLFILTERS)))
"""Those of ``/zaken`` in Open Zaak."""
ZAKEN_1_0 = (
    "identificatie",
    "bronorganisatie",
    "zaaktype",
    "archiefnominatie",
    "archiefnominatie__in",
    "archiefactiedatum",
    "archiefactiedatum__lt",
    "archiefactiedatum__gt",
    "archiefstatus",
    "archiefstatus__in",
    "startdatum",
    "startdatum__gt",
    "startdatum__gte",
    "startdatum__lt",
    "startdatum__lte",
)
ZAKEN_1_5 = (
    "identificatie",
    "bronorganisatie",
    "bronorganisatie__in",
    "zaaktype",
    "archiefnominatie",
    "archiefnominatie__in",
    "archiefactiedatum",
    "archiefactiedatum__isnull",
    "archiefactiedatum__lt",
    "archiefactiedatum__gt",
    "archiefstatus",
    "archiefstatus__in",
    "startdatum",
    "startdatum__gt",
    "startdatum__gte",
    "startdatum__lt",
    "startdatum__lte",
    "registratiedatum",
    "registratiedatum__gt",
    "registratiedatum__lt",
    "einddatum",
    "einddatum__isnull",
    "einddatum__gt",
    "einddatum__lt",
    "einddatumGepland",
    "einddatumGepland__gt",
    "einddatumGepland__lt",
    "uiterlijkeEinddatumAfdoening",
    "uiterlijkeEinddatumAfdoening__gt",
    "uiterlijkeEinddatumAfdoening__lt",
    "rol__betrokkeneType",
    "rol__betrokkene",
    "rol__omschrijvingGeneriek",
    "maximaleVertrouwelijkheidaanduiding",
    "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn",
    "rol__betrokkeneIdentificatie__natuurlijkPersoon__anpIdentificatie",
    "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpA_nummer",
    "rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__innNnpId",
    "rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__annIdentificatie",
    "rol__betrokkeneIdentificatie__vestiging__vestigingsNummer",
    "rol__betrokkeneIdentificatie__medewerker__identificatie",
    "rol__betrokkeneIdentificatie__organisatorischeEenheid__identificatie",
)
"""Those of Zaken 1.5 and 1.6, in the order of the OpenAPI files."""

ALLEEN_VAN_OPEN_ZAAK = frozenset(
    {
        *(f"betrokkeneIdentificatie__{wie}__kvkNummer" for wie in ("nietNatuurlijkPersoon", "vestiging")),
        "betrokkeneIdentificatie__nietNatuurlijkPersoon__vestigingsNummer",
        "machtiging",
        "machtiging__loa",
        "identificatie__icontains",
        "omschrijving__icontains",
    }
)
"""In any list; on ``/zaken`` they have ``rol__`` before them."""
