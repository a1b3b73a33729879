"""Walking through the overzicht: every zaak exactly once, and no more calls than needed."""

from __future__ import annotations

from typing import Any

import pytest

from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.lekken import leaks
from tests.stories.portaal import ANNA, BILAL, Portaal, Toneel, uitkomsten, vragen_aan, zaaknummers

STAPPEN = ("Ontvangen", "In behandeling", "Afgehandeld")


def melding(gemeente: Gemeente) -> dict[str, Any]:
    return zaaktype(gemeente, "ZT-MELDING", "Melding", statustypen=STAPPEN)


def fill(gemeente: Gemeente, count: int, *, bsn: str = ANNA, prefix: str = "W", **velden: Any) -> list[str]:
    """So many zaken, each a day older than the one before; their numbers, newest first."""
    soort = melding(gemeente)
    numbers = []
    for n in range(count):
        day = f"{2026 - n // 336:04d}-{12 - n // 28 % 12:02d}-{28 - n % 28:02d}"
        numbers.append(f"{prefix}-{n:04d}")
        zaak(gemeente, soort, bsn=bsn, identificatie=numbers[-1], behandelaar=False, **{"startdatum": day} | velden)
    return numbers


@pytest.mark.parametrize("count", [3, 800])
def test_a_first_page_costs_one_call_per_bron_with_a_warm_catalogue(
    toneel: Toneel, waterdam: Gemeente, heuvelrijk: Gemeente, count: int
) -> None:
    fill(waterdam, count)
    zaak(heuvelrijk, melding(heuvelrijk), bsn=ANNA)
    portaal = toneel.portaal({"waterdam": waterdam, "heuvelrijk": heuvelrijk})
    portaal.find_zaken(ANNA)
    waterdam.reset()
    heuvelrijk.reset()

    overzicht = portaal.find_zaken(ANNA)

    assert len(overzicht["zaken"]) == min(20, count + 1)
    assert (len(waterdam.ontvangen), len(heuvelrijk.ontvangen)) == (1, 1)


def test_walking_to_the_end_gives_every_zaak_once(portaal: Portaal, waterdam: Gemeente, heuvelrijk: Gemeente) -> None:
    expected = fill(waterdam, 55) + fill(heuvelrijk, 23, prefix="H")

    pages = portaal.walk(ANNA, aantal=10)

    numbers = zaaknummers(*pages)
    assert sorted(numbers) == sorted(expected)
    days = [row["startdatum"] for page in pages for row in page["zaken"]]
    assert days == sorted(days, reverse=True)
    assert [len(page["zaken"]) for page in pages] == [10] * 7 + [8]
    assert pages[0]["bronnen"][1]["meer"] is True


@pytest.mark.parametrize("aantal", [1, 7, 20, 39, 40, 41])
def test_forty_zaken_of_one_day_come_once_each(toneel: Toneel, waterdam: Gemeente, aantal: int) -> None:
    same_day = fill(waterdam, 40, startdatum="2026-06-15")
    older = fill(waterdam, 12, prefix="OUD", startdatum="2026-06-14")
    portaal = toneel.portaal({"waterdam": waterdam})

    numbers = zaaknummers(*portaal.walk(ANNA, aantal=aantal))

    assert len(numbers) == 52
    assert set(numbers[:40]) == set(same_day)
    assert set(numbers[40:]) == set(older)


def test_a_zaak_that_is_added_during_the_walk_moves_no_other(toneel: Toneel, waterdam: Gemeente) -> None:
    expected = fill(waterdam, 45)
    portaal = toneel.portaal({"waterdam": waterdam})
    first = portaal.find_zaken(ANNA, aantal=10)

    zaak(waterdam, melding(waterdam), bsn=ANNA, identificatie="NIEUW", startdatum="2026-12-31")
    pages = [first]
    while pages[-1]["volgende"]:
        pages.append(portaal.find_zaken(ANNA, aantal=10, cursor=pages[-1]["volgende"]))

    assert zaaknummers(*pages) == expected
    assert zaaknummers(portaal.find_zaken(ANNA, aantal=1)) == ["NIEUW"]


def test_hidden_zaken_do_not_shorten_a_page(toneel: Toneel, waterdam: Gemeente) -> None:
    """The register may not know our rule about zaaktypen, so it sends what we then hide."""
    weigeren = zaaktype(waterdam, "ZT-GEHEIM", "Intern onderzoek", statustypen=STAPPEN)
    for n in range(30):
        zaak(waterdam, weigeren, bsn=ANNA, startdatum=f"2026-11-{30 - n:02d}")
    expected = fill(waterdam, 12, startdatum="2026-01-15")
    portaal = toneel.portaal({"waterdam": waterdam}, bron={"zichtbaarheid": {"zaaktypen": {"weiger": ["ZT-GEHEIM"]}}})

    overzicht = portaal.find_zaken(ANNA, aantal=10)

    assert len(overzicht["zaken"]) == 10
    assert set(zaaknummers(overzicht)) <= set(expected)
    assert overzicht["bronnen"][0]["weggelaten"] == 0
    assert "ZT-GEHEIM" not in str(overzicht)


def test_a_bron_that_failed_on_an_earlier_page_stays_out_of_the_walk(
    portaal: Portaal, waterdam: Gemeente, duinoord: Gemeente
) -> None:
    expected = fill(waterdam, 25)
    fill(duinoord, 5, prefix="D")
    duinoord.fault = Fault("500")
    first = portaal.find_zaken(ANNA, aantal=10)
    duinoord.reset()

    second = portaal.find_zaken(ANNA, aantal=10, cursor=first["volgende"])

    assert zaaknummers(first, second) == expected[:20]
    assert uitkomsten(second)["duinoord"] == "overgeslagen"
    assert second["bronnen"][0]["reden"] == "eerderUitgevallen"
    assert second["volledig"] is False
    assert duinoord.ontvangen == []


def test_a_bron_that_fails_on_its_second_page_keeps_its_first(toneel: Toneel, waterdam: Gemeente) -> None:
    """Everything on its first page is hidden but two: the rest of the page must come from a second one, and fails."""
    weigeren = zaaktype(waterdam, "ZT-GEHEIM", "Intern onderzoek", statustypen=STAPPEN)
    for n in range(9):
        zaak(waterdam, weigeren, bsn=ANNA, startdatum=f"2026-11-{30 - n:02d}")
    zaak(waterdam, melding(waterdam), bsn=ANNA, identificatie="EEN", startdatum="2026-12-01")
    for n in range(5):
        zaak(waterdam, melding(waterdam), bsn=ANNA, identificatie=f"OUD-{n}", startdatum=f"2026-01-0{n + 1}")
    portaal = toneel.portaal({"waterdam": waterdam}, bron={"zichtbaarheid": {"zaaktypen": {"weiger": ["ZT-GEHEIM"]}}})
    portaal.find_zaken(ANNA)
    calls = 0

    class BreaksLater(Fault):
        def geldt_voor(self, pad: str) -> bool:
            nonlocal calls
            calls += pad.startswith("/zaken")
            return pad.startswith("/zaken") and calls > 1

    waterdam.fault = BreaksLater("500")

    overzicht = portaal.find_zaken(ANNA, aantal=9)

    assert zaaknummers(overzicht) == ["EEN"]
    assert uitkomsten(overzicht) == {"waterdam": "gedeeltelijk"}
    assert overzicht["bronnen"][0]["reden"] == "vervolgMislukt"
    assert overzicht["bronnen"][0]["meer"] is None
    assert overzicht["volgende"] is None


def test_a_register_that_ignores_the_order_is_read_to_its_end(toneel: Toneel, waterdam: Gemeente) -> None:
    soort = melding(waterdam)
    days = ["2026-01-05", "2026-09-01", "2026-03-07", "2026-11-02", "2026-02-01", "2026-10-10", "2026-05-05"]
    for n, day in enumerate(days):
        zaak(waterdam, soort, bsn=ANNA, identificatie=f"W-{n}", startdatum=day)
    waterdam.fault = Fault("zonderOrdening")
    portaal = toneel.portaal({"waterdam": waterdam})

    pages = portaal.walk(ANNA, aantal=2)

    assert [row["startdatum"] for page in pages for row in page["zaken"]] == sorted(days, reverse=True)


def test_what_is_counted_is_what_was_read(portaal: Portaal, waterdam: Gemeente) -> None:
    fill(waterdam, 30)

    first = portaal.find_zaken(ANNA, aantal=10)
    everything = portaal.find_zaken(ANNA, aantal=100)

    assert first["telling"]["exact"] is False
    assert everything["telling"] == {"lopend": 30, "afgerond": 0, "exact": True}


def test_a_cursor_under_other_filters_is_refused(portaal: Portaal, waterdam: Gemeente) -> None:
    fill(waterdam, 5)
    cursor = portaal.find_zaken(ANNA, aantal=2)["volgende"]

    answer = portaal.get("/v1/zaken", lopend="true", cursor=cursor)

    assert answer.status_code == 400
    assert answer.json()["fouten"][0] | {"reden": ""} == {"naam": "cursor", "reden": "", "code": "andereFilters"}


def test_a_cursor_of_somebody_else_is_refused(portaal: Portaal, waterdam: Gemeente) -> None:
    """With it Bilal would get a list that lacks his newest zaken, and would not know."""
    fill(waterdam, 5)
    fill(waterdam, 5, bsn=BILAL, prefix="B")
    cursor = portaal.find_zaken(ANNA, aantal=2)["volgende"]

    answer = portaal.get("/v1/zaken", BILAL, cursor=cursor)

    assert answer.status_code == 400
    assert answer.json()["fouten"][0]["code"] == "nietVanU"


@pytest.mark.parametrize("cursor", ["x", "AAAA", "a" * 5000, "é", "../../etc", "eyJhIjoxfQ"])
def test_a_cursor_that_cannot_be_read_is_refused(portaal: Portaal, waterdam: Gemeente, cursor: str) -> None:
    answer = portaal.get("/v1/zaken", cursor=cursor)

    assert answer.status_code == 400
    assert answer.json()["fouten"][0]["code"] == "onleesbaar"
    assert vragen_aan(waterdam) == 0


def test_a_cursor_holds_no_number(portaal: Portaal, waterdam: Gemeente) -> None:
    fill(waterdam, 5)

    cursor = portaal.find_zaken(ANNA, aantal=2)["volgende"]

    assert not leaks(cursor)


def test_replicas_with_the_same_configuration_take_each_others_cursors(toneel: Toneel, waterdam: Gemeente) -> None:
    expected = fill(waterdam, 5)
    first, second = (toneel.portaal({"waterdam": waterdam}) for _ in range(2))

    page = first.find_zaken(ANNA, aantal=3)

    assert zaaknummers(page, second.find_zaken(ANNA, aantal=3, cursor=page["volgende"])) == expected


def test_a_bron_that_hangs_does_not_hold_up_the_second_page_of_another(
    toneel: Toneel, waterdam: Gemeente, duinoord: Gemeente
) -> None:
    """The first page of Waterdam is hidden by our policy, so a second is needed; Duinoord hangs to its end."""
    weigeren = zaaktype(waterdam, "ZT-GEHEIM", "Intern onderzoek", statustypen=STAPPEN)
    for n in range(8):
        zaak(waterdam, weigeren, bsn=ANNA, startdatum=f"2026-11-{30 - n:02d}")
    zaak(waterdam, melding(waterdam), bsn=ANNA, identificatie="OUD", startdatum="2026-01-05")
    portaal = toneel.portaal(
        {"waterdam": waterdam, "duinoord": duinoord},
        tijd={"lijst": "1s"},
        bron={
            "zichtbaarheid": {"zaaktypen": {"weiger": ["ZT-GEHEIM"]}},
            "tijd": {"totaal": "990ms", "verbinden": "500ms"},
        },
    )
    duinoord.fault = Fault("hangt")

    overzicht = portaal.find_zaken(ANNA, aantal=5)

    assert zaaknummers(overzicht) == ["OUD"]
    assert uitkomsten(overzicht) == {"duinoord": "teTraag", "waterdam": "ok"}


def test_what_was_missing_on_one_page_is_not_complete_on_the_next(
    toneel: Toneel, waterdam: Gemeente, duinoord: Gemeente
) -> None:
    soort = melding(duinoord)
    for n in range(2):
        zaak(duinoord, soort, bsn=ANNA, identificatie=f"D-{n}", startdatum=f"2026-12-3{1 - n}")
    fill(waterdam, 6)
    duinoord.fault = Fault("gedeeltelijk", alleen="/zaken", index=1)
    portaal = toneel.portaal({"waterdam": waterdam, "duinoord": duinoord})

    pages = portaal.walk(ANNA, aantal=3)

    assert [page["volledig"] for page in pages] == [False, False, False]
    assert [uitkomsten(page)["duinoord"] for page in pages] == ["gedeeltelijk"] * 3
    assert [page["bronnen"][0]["aantal"] for page in pages] == [1, 0, 0]


def test_a_count_on_a_later_page_is_not_exact(portaal: Portaal, waterdam: Gemeente) -> None:
    fill(waterdam, 5)

    pages = portaal.walk(ANNA, aantal=3)

    assert [page["telling"]["exact"] for page in pages] == [False, False]
