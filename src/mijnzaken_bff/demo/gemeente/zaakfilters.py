"""Which filters ``/zaken`` and ``/zaken/_zoek`` have, and where each looks.

The names and their order are those of the OpenAPI file of Open Zaak 1.30. One of them is not played and is treated
as unknown: ``zaakgeometrie``.
"""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from mijnzaken_bff.demo.gemeente.client import NIVEAUS
from mijnzaken_bff.demo.gemeente.filters import (
    Filter,
    Test,
    bevat,
    datums,
    een_van,
    is_url,
    keuze,
    link,
    link_van,
    ontbreekt,
    tekst,
)
from mijnzaken_bff.demo.gemeente.opslag import Opslag
from mijnzaken_bff.demo.gemeente.probleem import SERVERFOUT, Ongeldig, Probleem, ongeldige_keuze


def _tot_en_met_niveau(_opslag: Opslag, naam: str, waarde: str) -> Test | None:
    if not waarde:
        return None
    if waarde not in NIVEAUS:
        raise ongeldige_keuze(naam, waarde)
    toegestaan = frozenset(NIVEAUS[: NIVEAUS.index(waarde) + 1])
    return lambda zaak: zaak["vertrouwelijkheidaanduiding"] in toegestaan


def _zaaktype(opslag: Opslag, naam: str, waarde: str) -> Test | None:
    test = link("zaaktype")(opslag, naam, waarde)
    if test is not None and opslag.vind(waarde) is None:
        raise Probleem(SERVERFOUT, "Internal Server Error")  # a bug of the real register, and worth knowing
    return test


def _zaaktype_omschrijving(opslag: Opslag, naam: str, waarde: str) -> Test | None:
    klopt = bevat("omschrijving")(opslag, naam, waarde)
    if klopt is None:
        return None
    return lambda zaak: klopt(opslag.vind(zaak["zaaktype"]) or {})


def _kenmerk(_opslag: Opslag, _naam: str, waarde: str) -> Test | None:
    if not waarde:
        return None
    bron, _, kenmerk = waarde.partition(":")
    return lambda zaak: {"kenmerk": kenmerk, "bron": bron} in zaak["kenmerken"]


def _kenmerk_bron(_opslag: Opslag, _naam: str, waarde: str) -> Test | None:
    return (lambda zaak: any(kenmerk["bron"] == waarde for kenmerk in zaak["kenmerken"])) if waarde else None


ZAAKFILTERS: Mapping[str, Filter] = {
    "identificatie": tekst("identificatie"),
    "identificatie__icontains": bevat("identificatie"),
    "bronorganisatie": tekst("bronorganisatie"),
    "bronorganisatie__in": een_van("bronorganisatie"),
    "omschrijving": bevat("omschrijving"),
    "zaaktype": _zaaktype,
    "zaaktype__omschrijving": _zaaktype_omschrijving,
    "archiefnominatie": keuze("archiefnominatie", ("blijvend_bewaren", "vernietigen")),
    "archiefnominatie__in": een_van("archiefnominatie"),
    "archiefstatus": keuze(
        "archiefstatus",
        ("gearchiveerd", "gearchiveerd_procestermijn_onbekend", "nog_te_archiveren", "overgedragen"),
    ),
    "archiefstatus__in": een_van("archiefstatus"),
    "archiefactiedatum__isnull": ontbreekt("archiefactiedatum"),
    "einddatum__isnull": ontbreekt("einddatum"),
    **datums("archiefactiedatum", "__lt", "__gt"),
    **datums("startdatum", "__lt", "__lte", "__gt", "__gte"),
    **datums("registratiedatum", "__lt", "__gt"),
    **datums("einddatum", "__lt", "__gt"),
    **datums("einddatumGepland", "__lt", "__gt"),
    **datums("uiterlijkeEinddatumAfdoening", "__lt", "__gt"),
    "status__statustype": link_van("status", "statustype"),
    "resultaat__resultaattype": link_van("resultaat", "resultaattype"),
    "maximaleVertrouwelijkheidaanduiding": _tot_en_met_niveau,
    "kenmerk": _kenmerk,
    "kenmerk__bron": _kenmerk_bron,
}


def _lijst(naam: str, waarde: object) -> list[Any]:
    if waarde is None:
        raise Ongeldig(naam, "null", "Dit veld mag niet leeg zijn.")
    if not isinstance(waarde, list):
        reden = f'Verwachtte een lijst met items, maar kreeg type "{type(waarde).__name__}".'
        raise Ongeldig(naam, "not_a_list", reden)
    return waarde


def uuid_in(naam: str, waarde: object) -> Test:
    """A JSON list of uuids: what has one of them as the last part of its url."""
    gezocht = set()
    for item in _lijst(naam, waarde):
        try:
            gezocht.add(str(uuid.UUID(str(item))))
        except ValueError as error:
            # The dot without an index is how the register writes it.
            raise Ongeldig(f"{naam}.", "invalid", "Must be a valid UUID.") from error
    return lambda resource: resource["url"].rpartition("/")[2] in gezocht


def _zaaktypen(naam: str, waarde: object) -> frozenset[str]:
    urls = _lijst(naam, waarde)
    for url in urls:
        if not isinstance(url, str) or not is_url(url):
            raise Ongeldig(f"{naam}.", "invalid", "Voer een geldige URL in.")
    return frozenset(urls)


def _zaaktype_in(naam: str, waarde: object) -> Test:
    zaaktypen = _zaaktypen(naam, waarde)
    return lambda zaak: zaak["zaaktype"] in zaaktypen


def _zaaktype_niet_in(naam: str, waarde: object) -> Test:
    zaaktypen = _zaaktypen(naam, waarde)
    return lambda zaak: zaak["zaaktype"] not in zaaktypen


ZOEKFILTERS: Mapping[str, Callable[[str, object], Test]] = {
    "uuid__in": uuid_in,
    "zaaktype__in": _zaaktype_in,
    "zaaktype__not_in": _zaaktype_niet_in,
}
"""The filters that only ``_zoek`` has. They take a JSON list, and an empty list is a filter: it finds nothing."""
