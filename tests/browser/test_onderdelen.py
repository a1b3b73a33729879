"""The modules of the page that can be asked by themselves: the reader of the stream, and the order of the list."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.bezoek import Bezoek

_READ = """async (stukken) => {
  const { Gebeurtenislezer } = await import("/pagina/sse.js");
  const lezer = new Gebeurtenislezer();
  return stukken.flatMap((stuk) => lezer.lees(stuk)).map(({ soort, data, id }) => [soort, data, id]);
}"""

_ORDER = """async (stappen) => {
  const { Lijststand } = await import("/pagina/lijststand.js");
  const stand = new Lijststand();
  const rij = ([id, bron, startdatum]) => ({ id, bron, startdatum });
  const uitkomst = (id, meer, beantwoord) => ({ id, naam: id, meer, beantwoord, uitkomst: "ok", melding: null });
  for (const { op, bron, rijen, nu, volgende = null, meer = false, beantwoord = true } of stappen) {
    const zaken = rijen.map(rij);
    if (op === "bron") stand.bron({ bron: uitkomst(bron, meer, beantwoord), zaken }, nu);
    if (op === "gereed") stand.gereed({ zaken, bronnen: [], volgende }, nu);
    if (op === "bladzijde") stand.bladzijde({ zaken, bronnen: [], volgende, volledig: true });
    if (op === "schik") stand.schik();
  }
  return { ids: stand.rijen.map(({ id }) => id), uitVolgorde: stand.uitVolgorde };
}"""

A1, A2, A3 = ("a1", "a", "2026-11-20"), ("a2", "a", "2026-11-10"), ("a3", "a", "2026-10-01")
B1, B2 = ("b1", "b", "2026-11-25"), ("b2", "b", "2026-11-15")


def _told(bron: str, *rows: tuple[str, str, str], nu: int, **more: Any) -> dict[str, Any]:
    return {"op": "bron", "bron": bron, "rijen": rows, "nu": nu, **more}


def _done(*rows: tuple[str, str, str], nu: int = 9_000, volgende: str | None = None) -> dict[str, Any]:
    return {"op": "gereed", "rijen": rows, "nu": nu, "volgende": volgende}


def _page(*rows: tuple[str, str, str]) -> dict[str, Any]:
    return {"op": "bladzijde", "rijen": rows, "nu": 0}


@pytest.fixture
def page(scherm: Bezoek) -> Page:
    return scherm.open()


def test_a_stream_cut_anywhere_reads_the_same(page: Page) -> None:
    first = '\ufeff: stil\r\n\r\nevent: bron\r\ndata: {"a":\r\ndata:1}\r\n\r\n'
    stream = first + "id: gereed\revent:gereed\rdata: é\r\r\ndata: x\n\n"
    whole = page.evaluate(_READ, [stream])

    assert whole == [["bron", '{"a":\n1}', ""], ["gereed", "é", "gereed"], ["message", "x", "gereed"]]
    assert all(page.evaluate(_READ, [stream[:cut], stream[cut:]]) == whole for cut in range(1, len(stream)))
    assert page.evaluate(_READ, list(stream)) == whole


def test_a_comment_and_an_unfinished_message_are_no_message(page: Page) -> None:
    assert page.evaluate(_READ, [": stil\n\nevent: bron\n\nevent: bron\ndata: half\n"]) == []


def test_cards_of_the_first_moment_are_put_in_order(page: Page) -> None:
    shown = page.evaluate(_ORDER, [_told("a", A1, A2, nu=0), _told("b", B1, B2, nu=299), _done(B1, A1, B2, A2)])

    assert shown == {"ids": ["b1", "a1", "b2", "a2"], "uitVolgorde": False}


def test_cards_that_come_later_go_below_what_is_there(page: Page) -> None:
    shown = page.evaluate(_ORDER, [_told("a", A1, A2, nu=0), _told("b", B1, B2, nu=300), _done(B1, A1, B2, A2)])

    assert shown == {"ids": ["a1", "a2", "b1", "b2"], "uitVolgorde": True}


def test_a_bron_that_tells_anew_replaces_what_it_told(page: Page) -> None:
    shown = page.evaluate(_ORDER, [_told("a", A1, A2, nu=0), _told("b", B2, nu=500), _told("a", A2, A3, nu=600)])

    assert shown["ids"] == ["a2", "b2", "a3"]


def test_a_bron_that_can_no_longer_be_believed_loses_all_its_rows(page: Page) -> None:
    steps = [_told("a", A1, nu=0), _told("b", B1, nu=0), _done(B1, A1, volgende="x"), _page(A2)]

    shown = page.evaluate(_ORDER, [*steps, _told("a", nu=9_500, beantwoord=False)])

    assert shown["ids"] == ["b1"]


def test_what_fell_off_the_page_stands_once_when_the_cursor_brings_it(page: Page) -> None:
    steps = [_told("a", A1, A2, nu=0, meer=True), _told("b", B1, B2, nu=0), _done(B1, A1, volgende="x")]

    shown = page.evaluate(_ORDER, [*steps, _page(B2, A2, A3)])

    assert shown["ids"] == ["b1", "a1", "b2", "a2", "a3"]


def test_what_more_zaken_brought_stays_when_the_first_page_is_asked_again(page: Page) -> None:
    steps = [_told("a", A1, nu=0, meer=True), _done(A1, volgende="x"), _page(A2, A3)]

    shown = page.evaluate(_ORDER, [*steps, _told("a", A1, nu=9_500, meer=True), _done(A1, nu=9_501, volgende="x")])

    assert shown["ids"] == ["a1", "a2", "a3"]
