"""One question over several bronnen: what goes wrong at one of them stays there, and nothing is told without proof."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mijnzaken_bff.contract.uitkomst import Reden
from mijnzaken_bff.contract.zaakoverzicht import ZaakRij
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.fanout.cursor import Cursor
from mijnzaken_bff.fanout.lezer import Filters, Gelezen, Lezer
from mijnzaken_bff.fanout.lezing import Lezing, Outcome
from mijnzaken_bff.fanout.vertrouwen import Vertrouwen
from mijnzaken_bff.normalise.settings import Weergave, Zichtbaarheid
from mijnzaken_bff.upstream.pages import Page, page_in
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.profielen import Profiel
from mijnzaken_bff.zgw.zaaktype import StatusType, ZaakType
from mijnzaken_bff.zgw.zoekvraag import Zoekvraag
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze
from tests.rooms.fanout.test_lezer import ANNA, NEWEST, EmptyCatalogus, Zaken, lezer, register
from tests.rooms.fanout.test_lezer import item as bare_item
from tests.rooms.tijdlus import Tijdlus

BILAL = "999990020"
HANGS = 3600.0
BY_NUMBER = Profiel(bladeren="nummer", ordening=False)


def item(number: int, **more: Any) -> dict[str, Any]:
    """A zaak of Anna whose zaaktype is known."""
    return bare_item(number, **more) | {"zaaktype": "https://z.example/ZT-OPEN"}


class Soorten(EmptyCatalogus):
    """A catalogue in which the last word of a link is the identificatie of its zaaktype."""

    async def soorten(self, links: Mapping[str, frozenset[str]], _deadline: float) -> dict[str, Soort]:
        stap = StatusType(url="https://z.example/statustype", omschrijving="Ontvangen")
        return {link: Soort(ZaakType(identificatie=link.rpartition("/")[2]), (stap,), ()) for link in links}


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return "asyncio", {"loop_factory": Tijdlus}


async def read(lezers: Mapping[str, Lezer], aantal: int = 20, seconds: float = 20) -> tuple[Lezing, list[Outcome]]:
    outcomes: list[Outcome] = []
    one_way = {bron: [reader] for bron, reader in lezers.items()}
    lezing = Lezing(one_way, Cursor(dict.fromkeys(lezers)), aantal, outcomes.append)
    await lezing.lees(now() + seconds)
    return lezing, outcomes


async def followed(lezing: Lezing, aantal: int, seconds: float = 20) -> dict[str, list[list[ZaakRij]]]:
    """Read as a stream does, and see to it that whoever heard everything knows the page. Per bron, what was told."""
    told: dict[str, list[list[ZaakRij]]] = {}
    async with aclosing(lezing.stappen(now() + seconds)) as stappen:
        async for bron in stappen:
            if (rijen := lezing.voorlopig(bron)) is not None:
                told.setdefault(bron, []).append(rijen)
    for bron in lezing.asked:
        told.setdefault(bron, []).append(lezing.verteld_of(bron))
        page = [rij for rij in lezing.rijen if rij.bron == bron]
        assert told[bron][-1][: len(page)] == page, "what stands on the page is told, and first"
        for rijen in told[bron]:
            assert len(rijen) == len({rij.id for rij in rijen}) <= aantal
            assert [rij.startdatum for rij in rijen] == sorted((rij.startdatum for rij in rijen), reverse=True)
    return told


def now() -> float:
    return asyncio.get_running_loop().time()


def numbers(lezing: Lezing) -> list[str | None]:
    return [rij.zaaknummer for rij in lezing.rijen]


class Broken(Lezer):
    """Cannot tell any zaak."""

    def rij(self, gelezen: Gelezen) -> ZaakRij:
        raise ZeroDivisionError


class Counting(Lezer):
    """Counts how many zaken it told."""

    told = 0

    def rij(self, gelezen: Gelezen) -> ZaakRij:
        self.told += 1
        return super().rij(gelezen)


async def test_a_bug_over_one_zaak_costs_only_its_bron() -> None:
    good, bad = lezer(register([item(1), item(3)])), lezer(register([item(2)]), kind=Broken)

    lezing, _ = await read({"duinoord": bad, "waterdam": good})

    assert numbers(lezing) == ["Z-1", "Z-3"]
    assert lezing.failure_of("duinoord") is Failure.INTERNAL
    assert lezing.failure_of("waterdam") is None
    assert lezing.everything_read() is False


async def test_only_what_is_shown_is_told() -> None:
    reader = lezer(register([item(n) for n in range(50)]), aantal=4, kind=Counting)

    lezing, outcomes = await read({"waterdam": reader}, aantal=4)

    assert isinstance(reader, Counting)
    assert len(reader.gelezen) > len(lezing.rijen) == reader.told == 4
    assert len(outcomes) == 1
    assert lezing.volgende() is not None


async def test_zaken_that_will_hardly_be_shown_are_let_go_of_and_read_again_when_they_are() -> None:
    """The newest zaken of all are of a bron that then turns out to be broken: those of the next one are shown."""
    bodies = {f"bron-{n:02d}": [item(100 * n + k, days_ago=n) for k in range(20)] for n in range(1, 20)}
    answers = {bron: json.dumps(items).encode() for bron, items in bodies.items()}
    lezers = {
        bron: lezer(
            Zaken(lambda *_, body=body: page_in(body, "zaken")), bron=bron, kind=Broken if bron == "bron-01" else Lezer
        )
        for bron, body in answers.items()
    }

    lezing, _ = await read(lezers)

    let_go = {bron for bron, reader in lezers.items() if all(page.forgotten for page in reader.pages)}
    assert let_go == set(bodies) - {"bron-01", "bron-02"}, "of the second one the zaken were read again"
    assert [rij.zaaknummer for rij in lezing.rijen] == [i["identificatie"] for i in bodies["bron-02"]]


# --- what is told on the way ---


class Later(Zaken):
    """A register that takes a second."""

    async def zoek(self, vraag: Zoekvraag, **more: Any) -> Page:
        await asyncio.sleep(1)
        return await super().zoek(vraag, **more)


def following(lezers: Mapping[str, Lezer], aantal: int = 4) -> Lezing:
    return Lezing(
        {bron: [reader] for bron, reader in lezers.items()}, Cursor(dict.fromkeys(lezers)), aantal, lambda _: None
    )


def told_numbers(told: Mapping[str, list[list[ZaakRij]]]) -> dict[str, list[list[str | None]]]:
    return {bron: [[rij.zaaknummer for rij in rijen] for rijen in times] for bron, times in told.items()}


async def test_a_bron_is_told_when_it_has_answered_with_what_may_stand_on_the_page() -> None:
    first = register([item(n) for n in range(0, 12, 2)])
    later = Later(register([item(n) for n in range(1, 12, 2)]).answer)
    lezing = following({"waterdam": lezer(first, aantal=4), "duinoord": lezer(later, aantal=4, bron="duinoord")})

    told = told_numbers(await followed(lezing, 4))

    assert told["waterdam"][0] == ["Z-0", "Z-2", "Z-4", "Z-6"], "nobody knew yet that others are newer"
    assert told["duinoord"][0] == ["Z-1", "Z-3"], "of the others it is known that they are on a later page"
    assert numbers(lezing) == ["Z-0", "Z-1", "Z-2", "Z-3"]


async def test_what_newer_zaken_of_others_push_off_the_page_is_not_taken_back() -> None:
    slow = Later(register([item(n) for n in range(4)]).answer)
    lezing = following(
        {"waterdam": lezer(register([item(9)]), aantal=4), "duinoord": lezer(slow, aantal=4, bron="duinoord")}
    )

    told = told_numbers(await followed(lezing, 4))

    assert told["waterdam"] == [["Z-9"], ["Z-9"]]
    assert numbers(lezing) == ["Z-0", "Z-1", "Z-2", "Z-3"]
    assert (await walk_on(lezing)) == ["Z-9"]


async def walk_on(lezing: Lezing) -> list[str | None]:
    cursor = lezing.volgende()
    assert cursor is not None
    rest = register([item(9)])
    after = Lezing(
        {bron: [lezer(rest, aantal=4, plaats=plaats)] for bron, plaats in cursor.plaatsen.items()},
        cursor,
        4,
        lambda _: None,
    )
    await after.lees(now() + 20)
    return numbers(after)


async def test_a_bron_that_turns_out_to_ignore_filters_is_taken_back() -> None:
    """On its second page: what the first one held was told already."""
    first = [item(n) for n in range(4)]

    def pages(vraag: Zoekvraag, page: int, size: int) -> Page:
        if vraag.tot_en_met is None and page == 1:
            return page_in(json.dumps({"results": first, "next": "https://z.example/2"}).encode(), "zaken")
        return page_in(json.dumps({"results": [item(9, bsn=BILAL)], "next": None}).encode(), "zaken")

    slow = Later(register([item(8)]).answer)
    liar = lezer(Zaken(pages), aantal=8, bron="duinoord")
    lezing = following({"duinoord": liar, "waterdam": lezer(slow, aantal=8)}, aantal=8)

    told = told_numbers(await followed(lezing, 8))

    assert told["duinoord"][-1] == []
    assert lezing.failure_of("duinoord") is Failure.FILTER_IGNORED
    assert numbers(lezing) == ["Z-8"]


async def test_a_bug_over_one_zaak_that_is_told_on_the_way_costs_only_its_bron() -> None:
    bad, good = lezer(register([item(2)]), kind=Broken, bron="duinoord"), lezer(register([item(1)]))
    lezing = following({"duinoord": bad, "waterdam": good})

    told = told_numbers(await followed(lezing, 4))

    assert told["duinoord"][0] == []
    assert lezing.failure_of("duinoord") is Failure.INTERNAL
    assert numbers(lezing) == ["Z-1"]


async def test_candidates_wait_less_for_a_bron_that_hangs_where_somebody_looks_on() -> None:
    silent = Zaken(lambda *_: page_in(b"[]", "zaken"))
    silent.zoek = hangs  # type: ignore[method-assign]
    lezing = following({"waterdam": reads(kandidaten(3), 3), "duinoord": lezer(silent, bron="duinoord")}, aantal=3)
    begin = now()
    async with aclosing(lezing.stappen(begin + 20)) as stappen:
        async for bron in stappen:
            if lezing.voorlopig(bron):
                break

    assert (bron, round(now() - begin, 1)) == ("waterdam", 1.0), "a twentieth of twenty seconds, and a proof"


async def hangs(*_: Any, **__: Any) -> Page:
    await asyncio.sleep(HANGS)
    raise AssertionError("nobody waits for so long")


async def test_a_bron_whose_zaken_are_still_being_proven_is_not_told_yet() -> None:
    zaken = kandidaten(3, {"Z-2": 7.0})
    lezing = following({"waterdam": reads(zaken, 3)}, aantal=3)
    untold = 0
    async with aclosing(lezing.stappen(now() + 20)) as stappen:
        async for bron in stappen:
            if lezing.voorlopig(bron) is None:
                untold += 1

    assert untold == 3, "after its list, and after two of three proofs"
    assert len(lezing.rijen) == 3


# --- two steps: a list without rollen, and a proof per zaak ---


def zonder(item: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """``item`` as it stands in a list that expands nothing."""
    return {key: value for key, value in item.items() if key != "_expand"} | more


def bewezen(item: Mapping[str, Any], *, bsn: str = ANNA, rol: str = "initiator") -> dict[str, Any]:
    """``item`` with one rol, of this person."""
    who = {"betrokkeneType": "natuurlijk_persoon", "omschrijvingGeneriek": rol}
    return {**item, "_expand": {"rollen": [{**who, "betrokkeneIdentificatie": {"inpBsn": bsn}}]}}


class TweeStappen(Zaken):
    """A Zaken API that sends no rollen along; each zaak is proven by a call, of which it keeps who and when."""

    def __init__(
        self,
        items: Sequence[dict[str, Any]],
        proofs: Mapping[str, Any] | None = None,
        parts: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(register(list(items)).answer)
        self.seconds = 0.0
        """How long a page takes."""
        self.proven: list[str] = []
        self.moments: list[float] = []
        self.completed: list[str] = []
        self._proofs = proofs or {}
        self._parts = self._proofs if parts is None else parts

    async def zoek(self, vraag: Zoekvraag, *, page: int = 1, size: int, bevraging: Any = None) -> Page:
        await asyncio.sleep(self.seconds)
        return await super().zoek(vraag, page=page, size=size)

    async def met_rollen(self, zaak: Mapping[str, Any], bevraging: Any = None) -> dict[str, Any]:
        self.proven.append(zaak["identificatie"])
        self.moments.append(now())
        return await self._told(self._proofs, zaak, bewezen(zaak))

    async def met_delen(self, zaak: Mapping[str, Any], bevraging: Any = None) -> dict[str, Any]:
        self.completed.append(zaak["identificatie"])
        return await self._told(
            self._parts,
            zaak,
            {**zaak, "_expand": {**zaak["_expand"], "status": {"statustype": "https://z.example/statustype"}}},
        )

    async def _told(self, answers: Mapping[str, Any], zaak: Mapping[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
        told = answers.get(zaak["identificatie"], usual)
        if isinstance(told, float):
            told = (told, usual)
        if isinstance(told, tuple):
            await asyncio.sleep(told[0])
            return dict(told[1])
        await asyncio.sleep(0.01)
        if isinstance(told, SourceError):
            raise told
        return dict(told)

    def rest_of(self, _link: str) -> None:
        return None


def kandidaten(count: int, proofs: Mapping[str, Any] | None = None, **more: Any) -> TweeStappen:
    """So many candidates, newest first; ``proofs`` says by zaaknummer what comes of proving one (a number: seconds)."""
    return TweeStappen([zonder(item(n), **more) for n in range(count)], proofs)


def hidden(number: int) -> dict[str, Any]:
    """The proof of a zaak in which Anna has a rol that is not shown."""
    return bewezen(zonder(item(number)), rol="behandelaar")


def failing(*numbers: int, failure: Failure = Failure.SERVER_ERROR) -> dict[str, SourceError]:
    return {f"Z-{number}": SourceError(failure, "rollen") for number in numbers}


def reads(zaken: Zaken, aantal: int, **more: Any) -> Lezer:
    return lezer(zaken, aantal=aantal, seconds=HANGS, catalogus=Soorten(), **more)


async def test_only_candidates_that_would_stand_on_the_page_are_proven_and_each_once() -> None:
    zaken = kandidaten(30)

    lezing, _ = await read({"waterdam": reads(zaken, 3)}, aantal=3)

    assert numbers(lezing) == zaken.proven == ["Z-0", "Z-1", "Z-2"]
    assert len(zaken.asked) == 1


async def test_a_candidate_that_may_not_be_shown_is_replaced_by_the_next() -> None:
    zaken = kandidaten(5, {"Z-1": hidden(1), "Z-3": hidden(3)})

    lezing, _ = await read({"waterdam": reads(zaken, 3)}, aantal=3)

    assert numbers(lezing) == ["Z-0", "Z-2", "Z-4"]
    assert sorted(zaken.proven) == ["Z-0", "Z-1", "Z-2", "Z-3", "Z-4"]
    assert lezing.reden_of("waterdam") is None


async def test_when_every_candidate_of_a_page_drops_out_the_next_page_is_read() -> None:
    zaken = kandidaten(12, {f"Z-{n}": hidden(n) for n in range(8)})

    lezing, _ = await read({"waterdam": reads(zaken, 2)}, aantal=2)

    assert numbers(lezing) == ["Z-8", "Z-9"]
    assert len(zaken.asked) > 1


async def test_a_candidate_above_the_ceiling_is_never_proven() -> None:
    zaken = kandidaten(4, vertrouwelijkheidaanduiding="geheim")

    lezing, _ = await read({"waterdam": reads(zaken, 3)}, aantal=3)

    assert (lezing.rijen, zaken.proven) == ([], [])
    assert lezing.failure_of("waterdam") is None


async def test_a_candidate_of_a_zaaktype_that_is_not_shown_is_never_proven() -> None:
    zaken = TweeStappen(
        [zonder(item(n), zaaktype=f"https://z.example/{'ZT-GEHEIM' if n % 2 else 'ZT-OPEN'}") for n in range(8)]
    )
    weiger = Zichtbaarheid.model_validate({"zaaktypen": {"weiger": ["ZT-GEHEIM"]}})

    lezing, _ = await read({"waterdam": reads(zaken, 3, zichtbaarheid=weiger)}, aantal=3)

    assert numbers(lezing) == zaken.proven == ["Z-0", "Z-2", "Z-4"]


async def test_candidates_wait_for_a_bron_whose_zaken_may_stand_before_them() -> None:
    """Heuvelrijk answers later and with newer zaken: not one candidate of Waterdam is proven for nothing."""
    older = TweeStappen([zonder(item(n)) for n in range(10, 15)])
    newer = register([item(n) for n in range(3)])
    later = TweeStappen([])
    later.seconds, later.answer = 1.0, newer.answer

    lezing, _ = await read({"heuvelrijk": reads(later, 3, bron="heuvelrijk"), "waterdam": reads(older, 3)}, aantal=3)

    assert numbers(lezing) == ["Z-0", "Z-1", "Z-2"]
    assert older.proven == []


@pytest.mark.parametrize("seconds", [20, 5, 4.997, 3.333, 1.5003, 0.8125])
async def test_for_a_bron_that_hangs_candidates_wait_no_longer_than_a_quarter_of_the_time(seconds: float) -> None:
    zaken, hanging = kandidaten(5), kandidaten(5)
    hanging.seconds = HANGS
    begin = now()

    lezing, _ = await read(
        {"duinoord": reads(hanging, 3, bron="duinoord"), "waterdam": reads(zaken, 3)}, aantal=3, seconds=seconds
    )

    assert numbers(lezing) == zaken.proven == ["Z-0", "Z-1", "Z-2"]
    assert [moment - begin for moment in zaken.moments] == pytest.approx([seconds / 4] * 3, abs=0.002)
    assert lezing.failure_of("duinoord") is Failure.TIMEOUT


async def test_after_five_proofs_that_failed_a_bron_is_not_asked_for_more() -> None:
    """Three at a time: when the fifth comes back, two that were asked before are still out."""
    zaken = kandidaten(40, failing(*range(40)))

    lezing, _ = await read({"waterdam": reads(zaken, 20)}, aantal=3)

    assert len(zaken.proven) == 7
    assert lezing.failure_of("waterdam") is Failure.SERVER_ERROR


async def test_a_bron_of_which_no_zaak_could_be_proven_failed_and_is_not_empty() -> None:
    zaken = kandidaten(2, failing(0, 1, failure=Failure.OVERLOADED))

    lezing, _ = await read({"waterdam": reads(zaken, 3)}, aantal=3)

    assert lezing.rijen == []
    assert lezing.failure_of("waterdam") is Failure.OVERLOADED
    assert lezing.everything_read() is False


async def test_a_zaak_that_cannot_be_proven_costs_only_itself_and_that_is_told() -> None:
    zaken = kandidaten(4, failing(1))

    lezing, _ = await read({"waterdam": reads(zaken, 3)}, aantal=3)

    assert numbers(lezing) == ["Z-0", "Z-2", "Z-3"]
    assert lezing.failure_of("waterdam") is None
    assert lezing.reden_of("waterdam") is Reden.ROLLEN_ONLEESBAAR


async def test_a_bron_whose_proofs_fail_takes_no_place_on_the_page_from_another() -> None:
    """Whoever is not asked any more still had candidates for the first half of the page."""
    broken, good = kandidaten(8, failing(*range(8))), kandidaten(8)

    lezing, _ = await read({"duinoord": reads(broken, 8, bron="duinoord"), "waterdam": reads(good, 8)}, aantal=8)

    assert numbers(lezing) == [f"Z-{n}" for n in range(8)]
    assert lezing.failure_of("duinoord") is Failure.SERVER_ERROR
    assert lezing.reden_of("waterdam") is None


@pytest.mark.parametrize("failure", [Failure.NO_ACCESS, Failure.UNUSABLE, Failure.FOREIGN_URL, Failure.TOO_LARGE])
async def test_zaken_that_may_not_be_read_hide_no_others(failure: Failure) -> None:
    """Say, of a department whose rollen we have no rights to: the newest twenty are of it."""
    zaken = kandidaten(40, failing(*range(20), failure=failure))

    lezing, _ = await read({"waterdam": reads(zaken, 3)}, aantal=3)

    assert numbers(lezing) == ["Z-20", "Z-21", "Z-22"]
    assert lezing.failure_of("waterdam") is None
    assert lezing.reden_of("waterdam") is Reden.ROLLEN_ONLEESBAAR


async def test_a_proof_that_came_shows_that_the_bron_is_not_in_trouble() -> None:
    zaken = kandidaten(20, failing(*(n for n in range(20) if n % 3)))

    lezing, _ = await read({"waterdam": reads(zaken, 6)}, aantal=6)

    assert numbers(lezing) == ["Z-0", "Z-3", "Z-6", "Z-9", "Z-12", "Z-15"]


async def test_a_bron_that_will_prove_nothing_at_all_is_not_asked_for_ever() -> None:
    zaken = kandidaten(200, failing(*range(200), failure=Failure.NO_ACCESS))

    lezing, _ = await read({"waterdam": reads(zaken, 3)}, aantal=3)

    assert 25 <= len(zaken.proven) < 30
    assert lezing.failure_of("waterdam") is Failure.NO_ACCESS


async def test_what_was_proven_before_a_bron_is_given_up_stays_and_the_rest_is_told_missing() -> None:
    zaken = kandidaten(40, failing(*range(1, 40)))

    lezing, _ = await read({"waterdam": reads(zaken, 3)}, aantal=3)

    assert numbers(lezing) == ["Z-0"]
    assert lezing.failure_of("waterdam") is None
    assert lezing.reden_of("waterdam") is Reden.VERVOLG_MISLUKT
    assert lezing.volgende() is None


async def test_a_status_for_which_no_time_was_left_is_told_missing() -> None:
    zaken = TweeStappen([item(n) | {"status": "https://z.example/statussen/1"} for n in range(3)])
    zaken.seconds = 19.97

    lezing, _ = await read({"waterdam": reads(zaken, 3)}, aantal=3)

    assert numbers(lezing) == ["Z-0", "Z-1", "Z-2"]
    assert zaken.completed == []
    assert lezing.reden_of("waterdam") is Reden.ONDERDEEL_ONBEREIKBAAR


@pytest.mark.parametrize(
    "proof",
    [
        pytest.param(SourceError(Failure.FILTER_IGNORED, "rollen"), id="rollen of another zaak"),
        pytest.param(bewezen(zonder(item(2)), bsn=BILAL), id="a zaak of somebody else"),
    ],
)
async def test_a_filter_that_turns_out_ignored_in_a_proof_withdraws_all_of_that_bron(proof: Any) -> None:
    suspect, good = kandidaten(4, {"Z-2": proof}), register([item(9)])

    lezing, _ = await read({"duinoord": reads(suspect, 4, bron="duinoord"), "waterdam": reads(good, 4)}, aantal=4)

    assert numbers(lezing) == ["Z-9"]
    assert lezing.failure_of("duinoord") is Failure.FILTER_IGNORED


async def test_a_bron_that_is_not_trusted_any_more_is_not_asked_further_and_what_it_gave_is_withdrawn() -> None:
    """Somebody else's answer, or a canary, showed between two pages that it does not search as it should."""
    vertrouwen, full = Vertrouwen(), register([item(n) for n in range(9)])

    def once(vraag: Zoekvraag, page: int, size: int) -> Page:
        vertrouwen.doubt(datetime(2026, 11, 23, tzinfo=UTC))
        return full.answer(vraag, page, size)

    zaken = Zaken(once)
    suspect = lezer(zaken, bron="duinoord", aantal=4, filters=Filters(lopend=False))
    suspect.verbinding = replace(suspect.verbinding, vertrouwen={Zoekwijze.NP_BSN: vertrouwen})

    lezing, _ = await read({"duinoord": suspect, "waterdam": lezer(register([item(9)]), aantal=4)}, aantal=4)

    assert len(zaken.asked) == 1
    assert numbers(lezing) == ["Z-9"]
    assert lezing.failure_of("duinoord") is Failure.UNTRUSTED


async def test_what_is_not_proven_at_the_deadline_is_not_shown() -> None:
    zaken = kandidaten(4, {"Z-1": HANGS, "Z-3": HANGS})

    lezing, _ = await read({"waterdam": reads(zaken, 4)}, aantal=4)

    assert set(numbers(lezing)) == {"Z-0", "Z-2"}
    assert lezing.failure_of("waterdam") is None
    assert lezing.reden_of("waterdam") is Reden.VERVOLG_MISLUKT
    assert lezing.has_more("waterdam") is None
    assert lezing.volgende() is None, "nobody knows what stands in between"


async def test_where_a_proof_hangs_the_next_candidate_takes_its_place() -> None:
    zaken = kandidaten(12, {"Z-1": HANGS})

    lezing, _ = await read({"waterdam": reads(zaken, 4)}, aantal=4)

    assert numbers(lezing) == ["Z-0", "Z-2", "Z-3", "Z-4"]
    assert lezing.reden_of("waterdam") is Reden.ROLLEN_ONLEESBAAR
    assert lezing.volgende() is not None, "the walk goes on behind it"


@pytest.mark.parametrize("hang", [1, 4])
async def test_proofs_that_hang_at_one_bron_cost_another_nothing(hang: int) -> None:
    hanging = kandidaten(hang, dict.fromkeys((f"Z-{n}" for n in range(hang)), HANGS))
    good = TweeStappen([zonder(item(n)) for n in range(100, 110)])

    lezing, _ = await read({"duinoord": reads(hanging, 4, bron="duinoord"), "waterdam": reads(good, 4)}, aantal=4)

    assert numbers(lezing) == ["Z-100", "Z-101", "Z-102", "Z-103"]
    assert lezing.failure_of("duinoord") is Failure.TIMEOUT
    assert (lezing.failure_of("waterdam"), lezing.reden_of("waterdam")) == (None, None)


async def test_a_page_ends_before_a_candidate_that_nobody_asked_for_and_the_next_begins_there() -> None:
    """The time is up before its turn came: that is no failure of its bron."""
    zaken = kandidaten(12, {"Z-1": (4.97, hidden(1))})
    zaken.seconds = 15.0

    lezing, _ = await read({"waterdam": reads(zaken, 3)}, aantal=3)

    assert numbers(lezing) == ["Z-0", "Z-2"]
    assert zaken.proven == ["Z-0", "Z-1", "Z-2"]
    assert (lezing.failure_of("waterdam"), lezing.reden_of("waterdam")) == (None, None)
    volgende = lezing.volgende()
    assert volgende is not None
    plaats = volgende.plaatsen["waterdam"]
    assert plaats is not None
    assert plaats.tot_en_met == NEWEST - timedelta(days=2)


async def test_what_came_before_a_page_that_failed_is_proven_too() -> None:
    """Of a register that does not order, and is read to its end: the second page breaks."""
    zaken = kandidaten(15)
    whole = zaken.answer

    def answer(vraag: Zoekvraag, page: int, _size: int) -> Page:
        if page == 2:
            raise SourceError(Failure.SERVER_ERROR, "zaken", status=500)
        return whole(vraag, page, 10)

    zaken.answer = answer

    lezing, _ = await read({"waterdam": reads(zaken, 20, profiel=BY_NUMBER)}, aantal=20)

    assert numbers(lezing) == zaken.proven == [f"Z-{n}" for n in range(10)]
    assert lezing.reden_of("waterdam") is Reden.VERVOLG_MISLUKT


async def test_one_proof_that_hangs_costs_its_zaak_and_not_what_stands_behind_it() -> None:
    zaken = kandidaten(3, {"Z-1": HANGS})

    lezing, _ = await read({"waterdam": reads(zaken, 3)}, aantal=3)

    assert numbers(lezing) == ["Z-0", "Z-2"]
    assert lezing.reden_of("waterdam") is Reden.ROLLEN_ONLEESBAAR
    assert lezing.has_more("waterdam") is False


async def test_a_status_that_hangs_does_not_cost_the_proof_that_came() -> None:
    """Proof and status are two questions: the deadline between them leaves a zaak that is proven."""
    with_status = [zonder(item(n), status="https://z.example/statussen/1") for n in range(3)]
    zaken = TweeStappen(with_status, parts=dict.fromkeys(("Z-0", "Z-1", "Z-2"), HANGS))

    lezing, _ = await read({"waterdam": reads(zaken, 3)}, aantal=3)

    assert numbers(lezing) == zaken.proven == ["Z-0", "Z-1", "Z-2"]
    assert lezing.failure_of("waterdam") is None
    assert lezing.reden_of("waterdam") is Reden.ONDERDEEL_ONBEREIKBAAR


async def test_of_a_zaak_that_may_not_be_shown_nothing_but_its_rollen_is_asked() -> None:
    zaken = TweeStappen([zonder(item(n), status="https://z.example/statussen/1") for n in range(3)], {"Z-1": hidden(1)})

    lezing, _ = await read({"waterdam": reads(zaken, 3)}, aantal=3)

    assert numbers(lezing) == zaken.completed == ["Z-0", "Z-2"]


async def test_a_rule_that_begins_on_a_day_looks_at_the_zaak_and_not_at_the_list() -> None:
    """The list lags behind: the register corrected the startdatum, and the zaak now began before the rule."""
    earlier = bewezen(zonder(item(1)) | {"startdatum": "2019-05-01"})
    zaken = kandidaten(3, {"Z-1": earlier})
    vanaf = Zichtbaarheid.model_validate({"zaaktypen": {"vanaf": {"ZT-OPEN": "2020-01-01"}}})

    lezing, _ = await read({"waterdam": reads(zaken, 3, zichtbaarheid=vanaf)}, aantal=3)

    assert numbers(lezing) == ["Z-0", "Z-2"]


async def test_when_every_proof_hangs_the_bron_is_too_slow() -> None:
    zaken = kandidaten(3, dict.fromkeys(("Z-0", "Z-1", "Z-2"), HANGS))

    lezing, _ = await read({"waterdam": reads(zaken, 3)}, aantal=3)

    assert lezing.rijen == []
    assert lezing.failure_of("waterdam") is Failure.TIMEOUT


async def test_whether_there_are_more_is_unknown_while_only_candidates_are_left() -> None:
    lezing, _ = await read({"waterdam": reads(kandidaten(4), 3)}, aantal=3)
    proven, _ = await read({"waterdam": reads(register([item(n) for n in range(4)]), 3)}, aantal=3)

    assert lezing.has_more("waterdam") is None
    assert proven.has_more("waterdam") is True
    assert lezing.volgende() is not None
    assert lezing.everything_read() is False


async def test_a_candidate_that_is_gone_is_dropped_without_a_word() -> None:
    zaken = kandidaten(3, failing(1, failure=Failure.NO_LONGER_THERE))

    lezing, _ = await read({"waterdam": reads(zaken, 3)}, aantal=3)

    assert numbers(lezing) == ["Z-0", "Z-2"]
    assert (lezing.failure_of("waterdam"), lezing.reden_of("waterdam")) == (None, None)
    assert lezing.everything_read() is True


async def test_when_every_candidate_is_gone_there_are_none() -> None:
    zaken = kandidaten(2, failing(0, 1, failure=Failure.NO_LONGER_THERE))

    lezing, _ = await read({"waterdam": reads(zaken, 3)}, aantal=3)

    assert lezing.rijen == []
    assert (lezing.failure_of("waterdam"), lezing.reden_of("waterdam")) == (None, None)


async def test_a_status_that_did_not_come_along_is_fetched_only_for_zaken_that_are_shown() -> None:
    zaken = TweeStappen([item(n) | {"status": "https://z.example/statussen/1"} for n in range(20)])

    lezing, _ = await read({"waterdam": reads(zaken, 3)}, aantal=3)

    assert numbers(lezing) == zaken.completed == ["Z-0", "Z-1", "Z-2"]
    assert zaken.proven == []
    assert lezing.failure_of("waterdam") is None


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(SourceError(Failure.SERVER_ERROR, "statussen"), id="fails"),
        pytest.param(item(1) | {"status": "https://z.example/statussen/1"}, id="cannot be read"),
        pytest.param(HANGS, id="hangs"),
    ],
)
async def test_a_status_that_cannot_be_had_does_not_cost_the_zaak(part: Any) -> None:
    zaken = TweeStappen([item(n) | {"status": "https://z.example/statussen/1"} for n in range(3)], {"Z-1": part})

    lezing, _ = await read({"waterdam": reads(zaken, 3)}, aantal=3)

    assert numbers(lezing) == ["Z-0", "Z-1", "Z-2"]
    assert lezing.reden_of("waterdam") is Reden.ONDERDEEL_ONBEREIKBAAR


@pytest.mark.parametrize("lopend", [True, False])
@pytest.mark.parametrize(
    ("list_takes", "part"),
    [
        pytest.param(0.0, SourceError(Failure.SERVER_ERROR, "statussen"), id="fails"),
        pytest.param(0.0, HANGS, id="hangs"),
        pytest.param(19.97, None, id="no time left"),
    ],
)
async def test_no_zaak_stands_under_lopend_or_afgerond_against_what_its_row_says(
    lopend: bool, list_takes: float, part: Any
) -> None:
    """Where a status can close a zaak, and that status cannot be had: then what the row says decides."""
    zaken = TweeStappen([item(0) | {"status": "https://z.example/statussen/1"}], {"Z-0": part} if part else {})
    zaken.seconds = list_takes
    closes = Weergave.model_validate({"fasen": {"eindstatusSluit": True}})

    lezing, _ = await read({"waterdam": reads(zaken, 3, weergave=closes, filters=Filters(lopend=lopend))}, aantal=3)

    assert all(rij.lopend is lopend for rij in lezing.rijen)
    assert lezing.reden_of("waterdam") is Reden.ONDERDEEL_ONBEREIKBAAR


async def walk(
    bronnen: Mapping[str, Sequence[Sequence[dict[str, Any]]]], aantal: int, proofs: Mapping[str, Any], profiel: Profiel
) -> list[str | None]:
    """Every page, each from the cursor of the one before it. Per bron: what each way of searching finds."""
    shown: list[str | None] = []
    cursor: Cursor | None = Cursor(dict.fromkeys(bronnen))
    pages = 0
    while cursor is not None:
        pages += 1
        assert pages < 100, "the walk does not end"
        lezers = {
            bron: [
                reads(TweeStappen(items, proofs), aantal, plaats=plaats, profiel=profiel, bron=bron)
                for items in bronnen[bron]
            ]
            for bron, plaats in cursor.plaatsen.items()
        }
        lezing = Lezing(lezers, cursor, aantal, lambda _: None)
        await followed(lezing, aantal)
        for bron in lezing.asked:
            assert (lezing.failure_of(bron), lezing.reden_of(bron)) == (None, None)
        shown += numbers(lezing)
        cursor = lezing.volgende()
    return shown


@settings(deadline=None)
@given(
    days=st.lists(st.integers(0, 6), max_size=14),
    rights=st.data(),
    aantal=st.integers(1, 16),
    profiel=st.sampled_from([Profiel(), BY_NUMBER]),
)
def test_walking_through_candidates_gives_every_zaak_that_may_be_shown_exactly_once(
    days: list[int], rights: st.DataObject, aantal: int, profiel: Profiel
) -> None:
    """Of two bronnen, in one of which zaken are found in two ways, and come with or without their rollen."""
    places = st.sampled_from(["heuvelrijk", "first", "second", "both"])
    where = rights.draw(st.lists(places, min_size=len(days), max_size=len(days)), label="where each is found")
    along = rights.draw(st.sets(st.integers(0, 13)), label="which come with their rollen")
    no = rights.draw(st.sets(st.integers(0, 13)), label="which may not be shown")
    items: list[dict[str, Any]] = []
    proofs: dict[str, Any] = {}
    for n, day in enumerate(days):
        one = zonder(item(n, days_ago=day))
        proof = bewezen(one, rol="behandelaar" if n in no else "initiator")
        proofs[one["identificatie"]] = proof
        items.append(proof if n in along else one)

    def found(*ways: str) -> list[dict[str, Any]]:
        return [one for one, way in zip(items, where, strict=True) if way in ways]

    bronnen = {"heuvelrijk": [found("heuvelrijk")], "waterdam": [found("first", "both"), found("both", "second")]}

    with asyncio.Runner(loop_factory=Tijdlus) as runner:
        shown = runner.run(walk(bronnen, aantal, proofs, profiel))

    expected = {f"Z-{n}": NEWEST - timedelta(days=day) for n, day in enumerate(days) if n not in no}
    assert sorted(shown, key=str) == sorted(expected)
    told = [expected[str(number)] for number in shown]
    assert told == sorted(told, reverse=True)


@settings(deadline=None, max_examples=60)
@given(
    days=st.lists(st.integers(0, 6), max_size=14),
    aantal=st.integers(1, 6),
    trouble=st.data(),
)
def test_whatever_goes_wrong_with_proofs_no_zaak_comes_twice_or_is_missing_without_a_word(
    days: list[int], aantal: int, trouble: st.DataObject
) -> None:
    """Two bronnen of candidates, of which proofs hang, fail, are late, or show that a zaak is not for Anna's eyes."""
    ends = st.sampled_from(["shown", "shown", "hidden", "hangs", "slow", "gone", "forbidden", "broken"])
    ending = trouble.draw(st.lists(ends, min_size=len(days), max_size=len(days)), label="what becomes of each proof")
    items = [zonder(item(n, days_ago=day)) for n, day in enumerate(days)]
    proofs: dict[str, Any] = {
        f"Z-{n}": {
            "shown": bewezen(items[n]),
            "hidden": bewezen(items[n], rol="behandelaar"),
            "hangs": HANGS,
            "slow": 7.0,
            "gone": SourceError(Failure.NO_LONGER_THERE, "zaken"),
            "forbidden": SourceError(Failure.NO_ACCESS, "rollen"),
            "broken": SourceError(Failure.SERVER_ERROR, "rollen"),
        }[end]
        for n, end in enumerate(ending)
    }
    bronnen = {"heuvelrijk": items[::2], "waterdam": items[1::2]}
    told: set[str] = set()

    async def all_pages() -> list[str | None]:
        shown: list[str | None] = []
        cursor: Cursor | None = Cursor(dict.fromkeys(bronnen))
        for _ in range(100):
            if cursor is None:
                return shown
            lezers = {
                bron: [reads(TweeStappen(bronnen[bron], proofs), aantal, plaats=plaats, bron=bron)]
                for bron, plaats in cursor.plaatsen.items()
            }
            lezing = Lezing(lezers, cursor, aantal, lambda _: None)
            await followed(lezing, aantal)
            told.update(b for b in lezing.asked if lezing.failure_of(b) or lezing.reden_of(b))
            shown += numbers(lezing)
            cursor = lezing.volgende()
        raise AssertionError("the walk does not end")

    with asyncio.Runner(loop_factory=Tijdlus) as runner:
        shown = runner.run(all_pages())

    may = {f"Z-{n}" for n, end in enumerate(ending) if end in ("shown", "slow", "hangs")}
    must = {f"Z-{n}" for n, end in enumerate(ending) if end in ("shown", "slow", "hangs", "forbidden", "broken")}
    assert len(shown) == len(set(shown))
    assert set(shown) <= may
    for bron, own in bronnen.items():
        missing = {one["identificatie"] for one in own} & must - set(shown)
        assert not missing or bron in told
    dates = [NEWEST - timedelta(days=days[int(str(number)[2:])]) for number in shown]
    assert dates == sorted(dates, reverse=True)
