"""Which documents a ``_zoek`` asks for, and with what beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.documentfilters import DOCUMENTFILTERS
from mijnzaken_bff.demo.gemeente.expand import lees_expand
from mijnzaken_bff.demo.gemeente.filters import Test
from mijnzaken_bff.demo.gemeente.opslag import Opslag
from mijnzaken_bff.demo.gemeente.probleem import ONGELDIG, Ongeldig, Probleem
from mijnzaken_bff.demo.gemeente.zaakfilters import uuid_in
from mijnzaken_bff.demo.gemeente.zaakvraag import expand_van_zoek

_DOCUMENTEN = "enkelvoudiginformatieobjecten"


@dataclass(frozen=True, slots=True)
class Documentvraag:
    """A question about documents, read and found to be in order."""

    tests: tuple[Test, ...]
    expand: tuple[str, ...]


def uit_body(body: Mapping[str, Any], parameters: Mapping[str, str], opslag: Opslag, dialect: Dialect) -> Documentvraag:
    """The question of ``POST /enkelvoudiginformatieobjecten/_zoek``; everything, where no key of it is known."""
    bekend = {naam.lower(): naam for naam in (dialect.documentsleutel, *dialect.documentzoekfilters, "expand")}
    genoemd = {_naam(naam, bekend, dialect): waarde for naam, waarde in body.items()}
    onbekend = [naam for naam in genoemd if naam not in bekend.values()]
    if onbekend and dialect.weigert_in_documentbody is not None:
        raise dialect.weigert_in_documentbody(onbekend)
    bezwaren: list[Ongeldig] = []
    if dialect.documentsleutel_verplicht and dialect.documentsleutel not in genoemd:
        bezwaren.append(Ongeldig(dialect.documentsleutel, "required", "Dit veld is vereist."))
    tests: list[Test] = []
    for naam, waarde in genoemd.items():
        try:
            test = _test(naam, waarde, opslag, dialect)
        except Ongeldig as bezwaar:
            bezwaren.append(bezwaar)
        else:
            tests += [test] if test is not None else []
    try:
        paden = expand_van_zoek(genoemd.get("expand"), parameters, dialect)
        expand = lees_expand(paden, dialect, dialect.document_expand_zoek, _DOCUMENTEN) if dialect.expand_bekend else ()
    except Ongeldig as bezwaar:
        bezwaren.append(bezwaar)
    if bezwaren:
        raise Probleem(ONGELDIG, ongeldig=bezwaren)
    return Documentvraag(tuple(tests), expand)


def _naam(gegeven: str, bekend: Mapping[str, str], dialect: Dialect) -> str:
    return bekend.get(gegeven.lower(), gegeven) if dialect.in_elke_schrijfwijze else gegeven


def _test(naam: str, waarde: object, opslag: Opslag, dialect: Dialect) -> Test | None:
    if naam == dialect.documentsleutel:
        return None if waarde is None and not dialect.documentsleutel_verplicht else uuid_in(naam, waarde)
    if naam not in dialect.documentzoekfilters:
        return None
    return DOCUMENTFILTERS[naam](opslag, naam, "" if waarde is None else str(waarde))
