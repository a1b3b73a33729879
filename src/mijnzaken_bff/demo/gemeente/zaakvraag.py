"""Which zaken are asked, in which order and with what beside them: the query of a GET or the body of ``_zoek``."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.expand import Boom, boom_van, lees_expand, raakt_catalogus
from mijnzaken_bff.demo.gemeente.filters import Test
from mijnzaken_bff.demo.gemeente.opslag import Opslag, Resource
from mijnzaken_bff.demo.gemeente.ordening import lees_ordening, orden
from mijnzaken_bff.demo.gemeente.probleem import ONGELDIG, SERVERFOUT, Ongeldig, Probleem
from mijnzaken_bff.demo.gemeente.rolfilters import ROLFILTERS, SLEUTELS
from mijnzaken_bff.demo.gemeente.rolvraag import Rolvraag
from mijnzaken_bff.demo.gemeente.velden import Selectie, lees_velden
from mijnzaken_bff.demo.gemeente.zaakfilters import ZAAKFILTERS, ZOEKFILTERS

_ROL = "rol__"


@dataclass
class Zaakvraag:
    """A question about zaken, read and found to be in order."""

    dialect: Dialect
    tests: list[Test] = field(default_factory=list)
    rollen: list[Rolvraag] = field(default_factory=list)
    ordening: tuple[str, ...] = ()
    expand: tuple[str, ...] = ()
    velden: Selectie | None = None

    @property
    def raakt_catalogus(self) -> bool:
        """Whether answering takes the right to read the Catalogi API."""
        return raakt_catalogus(self.expand) or (self.velden is not None and self.velden.raakt_catalogus)

    @property
    def boom(self) -> Boom:
        return boom_van(self.expand, ouders_vanzelf=self.dialect.ouders_vanzelf)

    def zaken(self, opslag: Opslag, mag_zien: Test, beurt: int) -> list[Resource]:
        """The zaken that are asked for and may be seen, each of them once, in the order of this ``beurt``."""
        vragen = [vraag for vraag in self.rollen if vraag]
        if vragen:
            per_vraag = [{rol["zaak"] for rol in vraag.rollen(opslag, self.dialect)} for vraag in vragen]
            gevonden = (opslag.vind(zaak) for zaak in set.intersection(*per_vraag))
            kandidaten = opslag.op_volgorde(zaak for zaak in gevonden if zaak is not None)
        else:
            kandidaten = opslag.alle("zaken")
        gehouden = [zaak for zaak in kandidaten if all(test(zaak) for test in self.tests) and mag_zien(zaak)]
        return orden(gehouden, self.ordening, self.dialect, beurt)

    def rolvraag(self) -> Rolvraag:
        """Where the next ``rol__`` filter belongs: with the others, or by itself."""
        if not self.rollen or not self.dialect.rolfilters_samen:
            self.rollen.append(Rolvraag())
        return self.rollen[-1]


def uit_query(parameters: Mapping[str, str], opslag: Opslag, dialect: Dialect) -> Zaakvraag:
    """The question of ``GET /zaken``. An unknown parameter is refused, or ignored where the dialect has it so."""
    namen = _herkend(parameters, _namen_in_query(dialect), dialect)
    onbekend = [naam for naam, bekend in namen.items() if bekend is None]
    if onbekend and dialect.weigert_in_query is not None:
        raise dialect.weigert_in_query(onbekend)
    velden = {
        bekend: parameters[naam]
        for naam, bekend in namen.items()
        if bekend is not None and not (dialect.lege_query_vervalt and not parameters[naam])
    }
    paden = velden.get("expand", "").split(",") if dialect.expand_bekend else []
    return _Lezer(dialect, opslag).lees(velden, paden, dialect.expand_lijst)


def uit_body(body: Mapping[str, Any], parameters: Mapping[str, str], opslag: Opslag, dialect: Dialect) -> Zaakvraag:
    """The question of ``POST /zaken/_zoek``. A filter in the query is dropped, and in Open Zaak an unknown key too."""
    if not body and not dialect.lege_zoekvraag:
        leeg = Ongeldig("nonFieldErrors", "empty_search_body", "Je moet zoekparameters opgeven")
        raise Probleem(ONGELDIG, ongeldig=[leeg])
    namen = _herkend(body, _namen_in_body(dialect), dialect)
    onbekend = [naam for naam, bekend in namen.items() if bekend is None]
    if onbekend and dialect.weigert_in_body is not None:
        raise dialect.weigert_in_body(onbekend)
    bekend = {naam: body[gegeven] for gegeven, naam in namen.items() if naam is not None}
    paden = expand_van_zoek(bekend.pop("expand", None), parameters, dialect)
    velden = bekend.pop("fields", None)
    if velden is not None and any(paden):
        raise Probleem(ONGELDIG, ongeldig=[Ongeldig("fields", "invalid", "Niet samen met expand.")])
    lijsten = {naam: bekend.pop(naam) for naam in dialect.zoekfilters if naam in bekend}
    if dialect.lege_zoekvraag:  # where keys are typed, null is as good as absent
        lijsten = {naam: lijst for naam, lijst in lijsten.items() if lijst is not None}
    teksten = {naam: dialect.bodywaarde(naam, waarde) for naam, waarde in bekend.items()}
    gegeven = {naam: tekst for naam, tekst in teksten.items() if tekst is not None}
    vraag = _Lezer(dialect, opslag, lijsten, leeg_vindt_niets=dialect.lege_bodywaarde_vindt_niets).lees(
        gegeven, paden, dialect.expand_zoek
    )
    if velden is not None:
        vraag.velden = lees_velden(velden, dialect)
    return vraag


def expand_van_zoek(in_body: object, parameters: Mapping[str, str], dialect: Dialect) -> list[str]:
    """The paths of a search: from the value of ``expand`` in its body, or else from its query. Raises ``Probleem``."""
    if isinstance(in_body, list):
        if dialect.expand_in_zoekbody == "tekst":
            fout = Ongeldig("expand", "other", "Unexpected character encountered while parsing value: [.")
            raise Probleem(ONGELDIG, ongeldig=[fout])
        return [str(pad) for pad in in_body] if dialect.expand_in_zoekbody is not None else []
    if isinstance(in_body, str) and dialect.expand_in_zoekbody == "lijst":
        raise Probleem(SERVERFOUT, "Internal Server Error")  # comma text is for the query; here it must be a list
    if isinstance(in_body, str) and dialect.expand_in_zoekbody == "tekst":
        return in_body.split(",")
    return parameters.get("expand", "").split(",") if dialect.expand_in_zoekquery else []


def _herkend(gegeven: Iterable[str], namen: Mapping[str, str], dialect: Dialect) -> Mapping[str, str | None]:
    """What each key is called here; nothing for one that is unknown."""
    return {naam: namen.get(naam.lower() if dialect.in_elke_schrijfwijze else naam) for naam in gegeven}


def _namen_in_query(dialect: Dialect) -> Mapping[str, str]:
    ook = ["ordering", "page", *dialect.altijd_bekend]
    ook += ["pageSize"] if dialect.bladmaat_hooguit is not None else []
    ook += ["expand"] if dialect.expand_bekend else []
    return _namen((*dialect.zaakfilters, *ook), dialect.in_elke_schrijfwijze, met_underscores=False)


def _namen_in_body(dialect: Dialect) -> Mapping[str, str]:
    ook = [*dialect.zoekfilters]
    ook += ["ordering", "expand"] if dialect.expand_bekend else []
    ook += ["fields"] if dialect.velden else []
    return _namen(
        (*dialect.zaakfilters, *ook), dialect.in_elke_schrijfwijze, met_underscores=dialect.ook_met_underscores
    )


@cache
def _namen(namen: Sequence[str], in_elke_schrijfwijze: bool, *, met_underscores: bool) -> Mapping[str, str]:
    """From what a key may be called to what it is."""
    if in_elke_schrijfwijze:
        return {naam.lower(): naam for naam in namen}
    ook = {_met_underscores(naam): naam for naam in namen} if met_underscores else {}
    return ook | {naam: naam for naam in namen}


def _met_underscores(naam: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", naam).lower()


class _Lezer:
    """Reads values, gathering what is wrong with them; ``lijsten`` are the filters that take a JSON list."""

    def __init__(
        self,
        dialect: Dialect,
        opslag: Opslag,
        lijsten: Mapping[str, object] | None = None,
        *,
        leeg_vindt_niets: bool = False,
    ) -> None:
        self._dialect = dialect
        self._opslag = opslag
        self._lijsten = lijsten or {}
        self._leeg_vindt_niets = leeg_vindt_niets
        self._bezwaren: list[Ongeldig] = []

    def lees(self, velden: Mapping[str, str], paden: Sequence[str], toegestaan: str) -> Zaakvraag:
        """The question; raises ``Probleem`` with everything that is wrong with it."""
        vraag = Zaakvraag(self._dialect)
        for naam, lijst in self._lijsten.items():
            with self._verzameld():
                vraag.tests.append(ZOEKFILTERS[naam](naam, lijst))
        for naam, waarde in velden.items():
            with self._verzameld():
                self._lees_filter(vraag, naam, waarde)
        with self._verzameld():
            vraag.ordening = lees_ordening(velden.get("ordering", ""), self._dialect)
        with self._verzameld():
            vraag.expand = lees_expand(paden, self._dialect, toegestaan)
        if self._bezwaren:
            raise Probleem(ONGELDIG, ongeldig=self._bezwaren)
        return vraag

    @contextmanager
    def _verzameld(self) -> Iterator[None]:
        try:
            yield
        except Ongeldig as bezwaar:
            self._bezwaren.append(bezwaar)

    def _lees_filter(self, vraag: Zaakvraag, naam: str, waarde: str) -> None:
        if naam not in self._dialect.zaakfilters:
            return
        if naam in self._dialect.keuringen:
            self._dialect.keuringen[naam](naam, waarde)
        if not waarde and self._leeg_vindt_niets:
            vraag.tests.append(_nooit)
            return
        kaal = naam.removeprefix(_ROL)
        if naam in ZAAKFILTERS:
            test = self._dialect.eigen_filters.get(naam, ZAAKFILTERS[naam])(self._opslag, naam, waarde)
            if test is not None:
                vraag.tests.append(test)
        elif kaal in SLEUTELS:
            vraag.rolvraag().sleutel(naam, SLEUTELS[kaal], waarde)
        else:
            vraag.rolvraag().voorwaarde(ROLFILTERS[kaal](self._opslag, naam, waarde))


def _nooit(_zaak: Resource) -> bool:
    return False
