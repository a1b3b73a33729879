"""Which zaken are asked, in which order and with what beside them: the query of a GET or the body of ``_zoek``."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from mijnzaken_bff.demo.gemeente.expand import Boom, boom_van, lees_expand, raakt_catalogus
from mijnzaken_bff.demo.gemeente.filters import Test
from mijnzaken_bff.demo.gemeente.opslag import Opslag, Resource
from mijnzaken_bff.demo.gemeente.ordening import lees_ordening, orden
from mijnzaken_bff.demo.gemeente.probleem import ONGELDIG, SERVERFOUT, Ongeldig, Probleem, onbekende_parameters
from mijnzaken_bff.demo.gemeente.rolfilters import ROLFILTERS, SLEUTELS, Rolvraag
from mijnzaken_bff.demo.gemeente.zaakfilters import ZAAKFILTERS, ZOEKFILTERS

_ROL = "rol__"
_BODY = frozenset({"ordering", *ZAAKFILTERS, *(f"{_ROL}{naam}" for naam in (*SLEUTELS, *ROLFILTERS))})
_QUERY = _BODY | {"page", "pageSize", "expand"}


def _met_underscores(naam: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", naam).lower()


_NAMEN_IN_BODY = {_met_underscores(naam): naam for naam in _BODY} | {naam: naam for naam in _BODY}
"""``_zoek`` takes its keys in camelCase and, as it happens, in snake_case too."""


@dataclass
class Zaakvraag:
    """A question about zaken, read and found to be in order."""

    tests: list[Test] = field(default_factory=list)
    rol: Rolvraag = field(default_factory=Rolvraag)
    ordening: tuple[str, ...] = ()
    expand: tuple[str, ...] = ()

    @property
    def raakt_catalogus(self) -> bool:
        """Whether answering takes the right to read the Catalogi API."""
        return raakt_catalogus(self.expand)

    @property
    def boom(self) -> Boom:
        return boom_van(self.expand)

    def zaken(self, opslag: Opslag, mag_zien: Test) -> list[Resource]:
        """The zaken that are asked for and may be seen, each of them once, in order."""
        if self.rol:
            gevonden = {rol["zaak"]: opslag.vind(rol["zaak"]) for rol in self.rol.rollen(opslag)}
            kandidaten = opslag.op_volgorde(zaak for zaak in gevonden.values() if zaak is not None)
        else:
            kandidaten = opslag.alle("zaken")
        gehouden = [zaak for zaak in kandidaten if all(test(zaak) for test in self.tests) and mag_zien(zaak)]
        return orden(gehouden, self.ordening)


def uit_query(parameters: Mapping[str, str], opslag: Opslag) -> Zaakvraag:
    """The question of ``GET /zaken``. An unknown parameter is a 400."""
    onbekend = [naam for naam in parameters if naam not in _QUERY]
    if onbekend:
        raise onbekende_parameters(onbekend)
    return _lees(parameters, parameters.get("expand", "").split(","), {}, opslag)


def uit_body(body: Mapping[str, Any], parameters: Mapping[str, str], opslag: Opslag) -> Zaakvraag:
    """The question of ``POST /zaken/_zoek``. Unknown keys are dropped, and so is every filter in the query."""
    if not body:
        leeg = Ongeldig("nonFieldErrors", "empty_search_body", "Je moet zoekparameters opgeven")
        raise Probleem(ONGELDIG, ongeldig=[leeg])
    expand = body.get("expand")
    if isinstance(expand, str):
        raise Probleem(SERVERFOUT, "Internal Server Error")  # comma text is for the query; here it must be a list
    paden = [str(pad) for pad in expand] if isinstance(expand, list) else parameters.get("expand", "").split(",")
    velden = {_NAMEN_IN_BODY[naam]: _als_tekst(waarde) for naam, waarde in body.items() if naam in _NAMEN_IN_BODY}
    return _lees(velden, paden, {naam: body[naam] for naam in ZOEKFILTERS if naam in body}, opslag)


def _als_tekst(waarde: object) -> str:
    """A JSON value as the form field it becomes inside the register: of a list only the last item counts."""
    if isinstance(waarde, list):
        return str(waarde[-1]) if waarde else ""
    return str(waarde)


def _lees(velden: Mapping[str, str], paden: list[str], zoekvelden: Mapping[str, object], opslag: Opslag) -> Zaakvraag:
    vraag = Zaakvraag()
    bezwaren: list[Ongeldig] = []

    @contextmanager
    def verzameld() -> Iterator[None]:
        try:
            yield
        except Ongeldig as bezwaar:
            bezwaren.append(bezwaar)

    for naam, lijst in zoekvelden.items():
        with verzameld():
            vraag.tests.append(ZOEKFILTERS[naam](naam, lijst))
    for naam, waarde in velden.items():
        with verzameld():
            _lees_filter(vraag, naam, waarde, opslag)
    with verzameld():
        vraag.ordening = lees_ordening(velden.get("ordering", ""))
    with verzameld():
        vraag.expand = lees_expand(paden)
    if bezwaren:
        raise Probleem(ONGELDIG, ongeldig=bezwaren)
    return vraag


def _lees_filter(vraag: Zaakvraag, naam: str, waarde: str, opslag: Opslag) -> None:
    kaal = naam.removeprefix(_ROL)
    if naam in ZAAKFILTERS:
        test = ZAAKFILTERS[naam](opslag, naam, waarde)
        if test is not None:
            vraag.tests.append(test)
    elif kaal in SLEUTELS:
        vraag.rol.sleutel(naam, SLEUTELS[kaal], waarde)
    elif kaal in ROLFILTERS:
        vraag.rol.voorwaarde(ROLFILTERS[kaal](opslag, naam, waarde))
