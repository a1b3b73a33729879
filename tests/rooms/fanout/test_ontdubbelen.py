"""One zaak in two registers is shown once: on whichever page, in whatever order, and whoever fails."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.fanout.cursor import Cursor, merk_of
from mijnzaken_bff.fanout.lezer import Lezer
from mijnzaken_bff.fanout.lezing import Lezing
from mijnzaken_bff.fanout.ontdubbelen import Ontdubbeling, Verscholen, verscholen
from mijnzaken_bff.upstream.pages import Page
from mijnzaken_bff.zgw.profielen import Profiel
from mijnzaken_bff.zgw.zoekvraag import Zoekvraag
from tests.rooms.fanout.test_lezer import NEWEST, Zaken, lezer, register
from tests.rooms.fanout.test_lezing import BY_NUMBER, HANGS, Soorten, TweeStappen, bewezen, item, now, numbers, zonder
from tests.rooms.tijdlus import Tijdlus

WATERDAM, DUINOORD = "001117518", "111222333"
OUD, NIEUW, ANDER = "archief", "waterdam", "heuvelrijk"
"""The register that is left comes first by id, and last by preference."""
VERHUIZING = Ontdubbeling([(NIEUW, OUD)])


@dataclass(eq=False)
class Rij:
    """A row, by how many days ago it began and what it is called."""

    dag: int
    merk: str | None
    bewezen: bool = True

    @property
    def startdatum(self) -> date:
        return NEWEST - timedelta(days=self.dag)


def hidden(*stromen: tuple[str, Sequence[Rij]], **getoond: Sequence[str]) -> dict[str, list[Verscholen[Rij]]]:
    return verscholen(stromen, getoond, lambda rij: rij.bewezen)


def test_on_one_day_the_bron_that_is_named_first_is_shown() -> None:
    new, old = Rij(3, "a"), Rij(3, "a")

    assert hidden((NIEUW, [new]), (OUD, [old])) == {OUD: [Verscholen(old, new)]}


def test_otherwise_the_copy_that_began_last_is_shown() -> None:
    new, old = Rij(3, "a"), Rij(2, "a")

    assert hidden((NIEUW, [new]), (OUD, [old])) == {NIEUW: [Verscholen(new, old)]}


def test_nothing_hides_behind_a_copy_of_which_nobody_knows_whether_it_is_shown() -> None:
    assert hidden((NIEUW, [Rij(3, "a", bewezen=False)]), (OUD, [Rij(3, "a")])) == {}


def test_what_has_no_number_is_nobodys_copy() -> None:
    assert hidden((NIEUW, [Rij(3, None)]), (OUD, [Rij(3, None)])) == {}


def test_two_zaken_of_one_number_in_one_register_are_two() -> None:
    first, second, old = Rij(3, "a"), Rij(5, "a"), Rij(4, "a")

    assert hidden((NIEUW, [first, second]), (OUD, [old])) == {OUD: [Verscholen(old, first)]}
    assert hidden((NIEUW, [second]), **{NIEUW: ["a"]}) == {}


def test_what_was_shown_on_an_earlier_page_hides_its_copies_wherever_they_stand() -> None:
    new, old = Rij(1, "a"), Rij(9, "b")

    assert hidden((NIEUW, [new]), (OUD, [old]), **{OUD: ["a"], NIEUW: ["b"]}) == {
        NIEUW: [Verscholen(new, None)],
        OUD: [Verscholen(old, None)],
    }


def test_of_three_copies_one_is_shown() -> None:
    a, b, c = Rij(3, "a"), Rij(3, "a"), Rij(3, "a")

    assert hidden(("a", [a]), ("b", [b]), ("c", [c])) == {"b": [Verscholen(b, a)], "c": [Verscholen(c, a)]}


def test_a_group_stands_together_within_a_day_as_it_is_named() -> None:
    order = sorted(["aa", "archief", "heuvelrijk", "waterdam", "zuid"], key=VERHUIZING.volgorde)

    assert order == ["aa", "waterdam", "archief", "heuvelrijk", "zuid"]
    assert VERHUIZING.groepen_of(["archief", "zuid"]) == [("waterdam", "archief")]
    assert VERHUIZING.groepen_of(["zuid"]) == []


# --- a walk ---


@dataclass(frozen=True)
class Kopie:
    """A zaak in one register: its number, how long ago it began there, and what becomes of its proof."""

    nummer: int
    bron: str
    dag: int
    einde: str = "shown"
    bronorganisatie: str = WATERDAM

    @property
    def sleutel(self) -> tuple[str, str]:
        return self.bronorganisatie, f"Z-{self.nummer}"

    def item(self, place: int) -> dict[str, Any]:
        more = {"uuid": str(UUID(int=place + 1)), "bronorganisatie": self.bronorganisatie}
        return item(self.nummer, days_ago=self.dag) | more

    def proof(self, whole: dict[str, Any]) -> Any:
        match self.einde:
            case "hidden":
                return bewezen(whole, rol="behandelaar")
            case "hangs":
                return HANGS
            case "forbidden":
                return SourceError(Failure.NO_ACCESS, "rollen")
            case "slow":
                return (7.0, bewezen(whole))
            case _:
                return bewezen(whole)


class Stuk(TweeStappen):
    """Answers nothing from a page of the walk on, or breaks off after so many of its own pages."""

    stuk = False
    after = 0

    async def zoek(self, vraag: Zoekvraag, *, page: int = 1, size: int, bevraging: Any = None) -> Page:
        if self.stuk and len(self.asked) >= self.after:
            raise SourceError(Failure.SERVER_ERROR, "zaken", status=500)
        return await super().zoek(vraag, page=page, size=size)


class Wandeling:
    """The zaken of Anna in some registers, and a walk through all pages."""

    def __init__(self, kopieen: Sequence[Kopie], *, along: bool, profiel: Profiel | None = None, ways: int = 1) -> None:
        self.bronnen: dict[str, list[dict[str, Any]]] = {OUD: [], NIEUW: [], ANDER: []}
        self.proofs: dict[str, dict[str, Any]] = {OUD: {}, NIEUW: {}, ANDER: {}}
        self.profiel = profiel or Profiel()
        self.ways = ways
        """In how many ways each bron is searched. Each finds some of its zaken, and most are found in two."""
        self.shown: list[tuple[str, str, str]] = []
        """Bronorganisatie, number and bron of every row, in order."""
        self.troubled: set[str] = set()
        self.tellingen: list[int] = []
        self.calls = 0
        self._organisaties: dict[str, str] = {}
        for place, kopie in enumerate(kopieen):
            whole = kopie.item(place)
            self._organisaties[whole["uuid"]] = kopie.bronorganisatie
            self.proofs[kopie.bron][whole["identificatie"]] = kopie.proof(zonder(whole))
            is_along = along and kopie.einde in ("shown", "hidden")
            self.bronnen[kopie.bron].append(
                bewezen(zonder(whole), rol="behandelaar" if kopie.einde == "hidden" else "initiator")
                if is_along
                else zonder(whole)
            )

    async def _walk(self, aantal: int, stuk: Mapping[str, tuple[int, int]]) -> None:
        cursor: Cursor | None = Cursor(dict.fromkeys(self.bronnen))
        pages = 0
        while cursor is not None:
            assert pages < 100, "the walk does not end"
            lezers: dict[str, list[Lezer]] = {}
            for bron, plaats in cursor.plaatsen.items():
                lezers[bron] = []
                for way in range(self.ways):
                    found = [one for n, one in enumerate(self.bronnen[bron]) if self.ways == 1 or n % 3 != way]
                    zaken = Stuk(found, self.proofs[bron])
                    from_page, zaken.after = stuk.get(bron, (100, 0))
                    zaken.stuk = pages >= from_page
                    made = lezer(
                        zaken, aantal=aantal, seconds=HANGS, catalogus=Soorten(), bron=bron, plaats=plaats,
                        profiel=self.profiel, ontdubbelt=bron in VERHUIZING,
                    )  # fmt: skip
                    lezers[bron].append(made)
            lezing = Lezing(lezers, cursor, aantal, lambda _: None, VERHUIZING)
            await lezing.lees(now() + 20)
            assert len(lezing.rijen) <= aantal
            self.troubled |= {b for b in lezing.asked if lezing.failure_of(b) or lezing.reden_of(b)}
            self.tellingen.append(sum(len(lezing.gelezen_of(b)) for b in lezing.asked if not lezing.failure_of(b)))
            for rij in lezing.rijen:
                self.shown.append((self._organisaties[rij.id[-36:]], str(rij.zaaknummer), rij.bron))
            cursor = lezing.volgende()
            pages += 1

    def walk(self, aantal: int, stuk: Mapping[str, tuple[int, int]] | None = None) -> Wandeling:
        with asyncio.Runner(loop_factory=Tijdlus) as runner:
            runner.run(self._walk(aantal, stuk or {}))
        return self


def once_per_bron(kopieen: Sequence[Kopie]) -> list[Kopie]:
    """Within a register a number is there once."""
    return list({(kopie.bron, kopie.nummer): kopie for kopie in kopieen}.values())


def in_order(kopie: Kopie) -> tuple[int, int]:
    return kopie.dag, (NIEUW, OUD, ANDER).index(kopie.bron)


def kopieen(*ends: str) -> st.SearchStrategy[list[Kopie]]:
    one = st.builds(
        Kopie,
        nummer=st.integers(0, 7),
        bron=st.sampled_from([OUD, NIEUW, OUD, NIEUW, ANDER]),
        dag=st.integers(0, 4),
        einde=st.sampled_from(ends),
        bronorganisatie=st.sampled_from([WATERDAM, WATERDAM, WATERDAM, DUINOORD]),
    )
    return st.lists(one, max_size=16).map(once_per_bron)


@settings(deadline=None, max_examples=150)
@given(
    zaken=kopieen("shown", "shown", "hidden"),
    aantal=st.integers(1, 18),
    along=st.booleans(),
    profiel=st.sampled_from([Profiel(), BY_NUMBER]),
    ways=st.integers(1, 2),
)
def test_whatever_the_length_of_a_page_the_same_copy_of_every_zaak_is_shown_once(
    zaken: list[Kopie], aantal: int, along: bool, profiel: Profiel, ways: int
) -> None:
    """Of each zaak that may be shown, the copy that stands first in the whole list; and the list is in order."""
    expected: list[Kopie] = []
    for kopie in sorted((k for k in zaken if k.einde == "shown"), key=in_order):
        hides = any(k.sleutel == kopie.sleutel and k.bron in VERHUIZING for k in expected)
        if not (hides and kopie.bron in VERHUIZING):
            expected.append(kopie)

    walked = Wandeling(zaken, along=along, profiel=profiel, ways=ways).walk(aantal)

    assert sorted(walked.shown) == sorted((*kopie.sleutel, kopie.bron) for kopie in expected)
    day = {(*kopie.sleutel, kopie.bron): kopie.dag for kopie in expected}
    days = [day[row] for row in walked.shown]
    assert days == sorted(days)
    assert walked.troubled == set()
    if len(walked.tellingen) == 1:
        assert walked.tellingen == [len(expected)], "what is shown once is counted once"


@settings(deadline=None, max_examples=150)
@given(
    zaken=kopieen("shown", "shown", "shown", "hidden", "hangs", "slow", "forbidden"),
    aantal=st.integers(1, 8),
    along=st.booleans(),
    ways=st.integers(1, 2),
    stuk=st.dictionaries(
        st.sampled_from([OUD, NIEUW, ANDER]), st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=3
    ),
)
def test_whoever_fails_and_when_no_zaak_comes_twice_and_none_is_missing_without_a_word(
    zaken: list[Kopie], aantal: int, along: bool, ways: int, stuk: dict[str, tuple[int, int]]
) -> None:
    """A zaak is missing only where every bron that has a copy of it was told to be in trouble."""
    walked = Wandeling(zaken, along=along, ways=ways).walk(aantal, stuk)

    seen = [(*row[:2], "" if row[2] in VERHUIZING else row[2]) for row in walked.shown]
    assert len(seen) == len(set(seen)), "twice"
    visible = [kopie for kopie in zaken if kopie.einde != "hidden"]
    for kopie in visible:
        group = "" if kopie.bron in VERHUIZING else kopie.bron
        if (*kopie.sleutel, group) not in seen:
            assert kopie.bron in walked.troubled, kopie


def test_when_the_bron_that_is_preferred_fails_the_other_copy_is_shown() -> None:
    zaken = [Kopie(n, bron, dag=n) for n in range(3) for bron in (OUD, NIEUW)]

    well, broken, later = (
        Wandeling(zaken, along=True).walk(2, stuk) for stuk in ({}, {NIEUW: (0, 0)}, {NIEUW: (1, 0)})
    )

    assert [(number, bron) for _, number, bron in well.shown] == [(f"Z-{n}", NIEUW) for n in range(3)]
    assert [(number, bron) for _, number, bron in broken.shown] == [(f"Z-{n}", OUD) for n in range(3)]
    assert [(number, bron) for _, number, bron in later.shown] == [("Z-0", NIEUW), ("Z-1", NIEUW), ("Z-2", OUD)]


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return "asyncio", {"loop_factory": Tijdlus}


async def reads(aantal: int, **bronnen: TweeStappen | Zaken) -> Lezing:
    lezers = {
        bron: [lezer(zaken, aantal=aantal, seconds=HANGS, catalogus=Soorten(), bron=bron, ontdubbelt=True)]
        for bron, zaken in bronnen.items()
    }
    lezing = Lezing(lezers, Cursor(dict.fromkeys(lezers)), aantal, lambda _: None, VERHUIZING)
    await lezing.lees(now() + 20)
    return lezing


async def test_of_two_copies_without_rollen_one_is_proven() -> None:
    """To prove the other as well is work for nothing."""
    whole = [item(n) | {"bronorganisatie": WATERDAM} for n in range(4)]
    new, old = (TweeStappen([zonder(one) for one in whole]) for _ in range(2))

    lezing = await reads(3, **{NIEUW: new, OUD: old})

    assert numbers(lezing) == new.proven == ["Z-0", "Z-1", "Z-2"]
    assert old.proven == []
    assert (lezing.verscholen_of(NIEUW), lezing.verscholen_of(OUD)) == (0, 3)


async def test_a_bron_of_which_everything_hides_is_read_on() -> None:
    """Its first page is full of copies of what was shown; what it has alone stands behind them."""
    doubled = [item(n, days_ago=0) | {"bronorganisatie": WATERDAM} for n in range(8)]
    alone = item(9, days_ago=1) | {"bronorganisatie": WATERDAM}
    old = register([*doubled, alone])
    getoond = {NIEUW: frozenset(merk_of(f"{WATERDAM} Z-{n}") for n in range(8))}
    reader = lezer(old, aantal=2, seconds=HANGS, catalogus=Soorten(), bron=OUD, ontdubbelt=True)
    lezing = Lezing({OUD: [reader]}, Cursor({OUD: None}, getoond=getoond), 2, lambda _: None, VERHUIZING)

    await lezing.lees(now() + 20)

    assert numbers(lezing) == ["Z-9"]
    assert len(old.asked) > 1
    assert lezing.volgende() is None


async def test_where_the_proof_of_one_copy_hangs_the_other_is_proven_in_time() -> None:
    whole = zonder(item(0) | {"bronorganisatie": WATERDAM})

    lezing = await reads(3, **{NIEUW: TweeStappen([whole], {"Z-0": HANGS}), OUD: TweeStappen([whole])})

    assert [rij.bron for rij in lezing.rijen] == [OUD]


async def test_a_copy_that_nobody_came_to_prove_hides_nothing_in_the_end() -> None:
    """The time is up: the page ends before it, and its proven copy is still to come."""
    whole = item(1) | {"bronorganisatie": WATERDAM}
    late = TweeStappen([zonder(whole)])
    late.seconds = 19.97

    lezing = await reads(3, **{ANDER: register([item(0)]), NIEUW: late, OUD: register([whole])})

    assert [rij.bron for rij in lezing.rijen] == [ANDER]
    assert (lezing.has_more(NIEUW), lezing.has_more(OUD)) == (None, True)
    assert len(lezing.gelezen_of(OUD)) == 1
