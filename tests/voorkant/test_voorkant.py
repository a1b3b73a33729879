"""What front-end teams copy is compiled strictly, and run: the binding, and the samples against the demo.

All of it in one module, and in no class: whoever divides the tests among processes then builds it once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mijnzaken_bff.demo.opstelling import Opstelling
from mijnzaken_bff.demo.wereld import ANNA
from tests.voorkant.werkplaats import DOCS, HERE, VOORBEELDEN, Werkplaats, richt_in

pytestmark = pytest.mark.timeout(600)
"""The first test of the module fetches packages and compiles."""

PROPS = HERE / "props.json"
"""What the binding makes of the fixtures, as somebody looked at it. To renew it: see the test."""


@pytest.fixture(scope="module")
def werkplaats(tmp_path_factory: pytest.TempPathFactory) -> Werkplaats:
    return richt_in(tmp_path_factory.mktemp("voorkant"))


@pytest.fixture(scope="module")
def beeld(werkplaats: Werkplaats) -> Any:
    """The fixtures through the binding and through the real components."""
    return werkplaats.run("beeld", str(VOORBEELDEN), TZ="America/Kralendijk")


@pytest.fixture(scope="module")
def demo() -> Iterator[Opstelling]:
    opstelling = Opstelling.start()
    yield opstelling
    opstelling.close()


@pytest.fixture(scope="module")
def proef(werkplaats: Werkplaats, demo: Opstelling) -> Any:
    """What the samples got from the demo."""
    return werkplaats.run("proef", f"{demo.adres}/v1", *demo.een_document(), TOKEN=demo.token(ANNA))


def rows(overzicht: Any) -> list[str]:
    return [rij["id"] for rij in overzicht["zaken"]]


def test_the_page_of_the_demo_takes_the_contract_for_what_it_is(werkplaats: Werkplaats) -> None:
    assert werkplaats.bekijk_pagina() == ""


def test_the_binding_is_short_enough_to_copy() -> None:
    assert len((DOCS / "binding.ts").read_text(encoding="utf-8").splitlines()) < 60


def test_the_binding_makes_of_the_fixtures_what_somebody_looked_at(beeld: Any, tmp_path: Path) -> None:
    told = json.dumps(beeld["props"], indent=2, ensure_ascii=False) + "\n"
    (tmp_path / "props.json").write_text(told, encoding="utf-8")

    assert told == PROPS.read_text(encoding="utf-8"), f"look at it, and copy {tmp_path / 'props.json'} if it is right"


def test_the_binding_says_in_words_what_the_components_only_colour(beeld: Any) -> None:
    for zaak in beeld["props"]["processSteps"].values():
        for fase in zaak["steps"]:
            assert fase["meta"]
            assert all(", " in step["title"] for step in fase.get("steps", ()))


def test_the_binding_gives_no_component_a_zero_or_an_empty_list_to_show(beeld: Any) -> None:
    html = json.dumps(beeld["html"])

    assert ">0<" not in html
    assert "undefined" not in html
    assert "Invalid Date" not in html


def test_the_binding_shows_every_day_as_it_is_on_the_other_side_of_the_ocean(beeld: Any) -> None:
    """The components read a day in the zone of the browser, and Bonaire is part of the Netherlands."""
    shown = re.findall(r">(\d{1,2})-(\d{1,2})-(\d{4})<", beeld["html"]["contactTimeline"])
    lopend = json.loads((VOORBEELDEN / "zaak" / "lopend.json").read_text(encoding="utf-8"))

    days = {date(int(year), int(month), int(day)).isoformat() for day, month, year in shown}
    assert days == {point["datum"] for point in lopend["tijdlijn"]}


def test_the_binding_hides_no_text_of_the_timeline(beeld: Any) -> None:
    assert "step-details--hidden" not in beeld["html"]["contactTimeline"]
    assert "van de organisatie" in beeld["html"]["contactTimeline"]


def test_the_binding_makes_no_file_of_what_cannot_be_fetched(beeld: Any) -> None:
    files = beeld["props"]["file"]

    assert [file["name"] for file in files if file is not None] == [
        "Ontvangstbevestiging", "Aanvraagformulier", "Foto van het kenteken",
    ]  # fmt: skip
    assert files.count(None) == 1
    assert "(pdf, 49 kB, 3 november 2026)" in beeld["html"]["file"][0]


def test_the_react_sample_shows_the_first_zaken_while_others_are_still_being_asked(beeld: Any) -> None:
    begin, first = beeld["html"]["standen"][:2]

    assert "We halen uw zaken op." in begin
    assert "We halen uw zaken op." in first
    assert first.count("<li>") > begin.count("<li>") == 0


def test_the_react_sample_shows_each_zaak_once_when_a_bron_is_told_again(beeld: Any) -> None:
    gereed = json.loads((VOORBEELDEN / "stroom" / "gereed.json").read_text(encoding="utf-8"))
    last = beeld["html"]["standen"][len(gereed)]

    assert sorted(re.findall(r'href="/zaken/([^"]+)"', last)) == sorted(rows(gereed[-1]["overzicht"]))
    for bron in gereed[-1]["overzicht"]["bronnen"]:
        assert last.count(bron["melding"] or "Mijn zaken") == 1
    assert "We halen uw zaken op." not in last


def test_the_react_sample_moves_no_zaak_that_stands_and_offers_to_put_the_newest_first(beeld: Any) -> None:
    gereed = json.loads((VOORBEELDEN / "stroom" / "gereed.json").read_text(encoding="utf-8"))
    shown = beeld["html"]["standen"][: len(gereed) + 1]
    before, last = (re.findall(r'href="/zaken/([^"]+)"', html) for html in shown[-2:])

    ended = rows(gereed[-1]["overzicht"])
    assert last[: len(before)] == [zaak for zaak in before if zaak in ended]
    assert last != ended
    assert "Nieuwste bovenaan zetten" in shown[-1]
    assert "Nieuwste bovenaan zetten" not in shown[-2]


def test_the_react_sample_says_that_there_are_none_only_when_everybody_answered(beeld: Any) -> None:
    assert "U heeft geen zaken." in beeld["html"]["leeg"]
    assert "U heeft geen zaken." not in beeld["html"]["leegOnvolledig"]
    assert "kunnen we nu niet laten zien" in beeld["html"]["leegOnvolledig"]


def test_the_react_sample_ends_in_a_sentence_for_people_when_nobody_answered(beeld: Any) -> None:
    assert "We kunnen uw zaken nu niet laten zien. Dit ligt niet aan u." in beeld["html"]["standen"][-1]


def test_the_generated_client_reads_the_list_and_one_zaak(proef: Any) -> None:
    assert {rij["bron"] for rij in proef["lijst"]["zaken"]} == {"waterdam", "heuvelrijk", "voorbeeldstad"}
    assert proef["lijst"]["volledig"] is False
    assert proef["detail"]["zaak"]["id"] in rows(proef["lijst"])


def test_the_generated_client_fetches_a_document(proef: Any) -> None:
    assert proef["inhoud"]["begin"] == "%PDF-"


def test_the_generated_client_reads_the_stream_to_its_end(proef: Any) -> None:
    messages = proef["berichten"]

    assert {message["bron"]["id"] for message in messages[:-1]} == {
        "duinoord", "heuvelrijk", "voorbeeldstad", "waterdam",
    }  # fmt: skip
    assert messages[-1]["soort"] == "gereed"
    assert rows(messages[-1]["overzicht"]) == rows(proef["lijst"])


def test_the_generated_client_says_that_a_zaak_is_not_there_in_a_sentence_for_people(proef: Any) -> None:
    assert proef["onbekend"] == "Deze zaak is er niet, of is niet van u."


def test_plain_fetch_reads_the_list_and_the_stream(proef: Any) -> None:
    kaal = proef["kaal"]

    assert rows(kaal["lijst"]) == rows(proef["lijst"])
    assert kaal["berichten"][-1]["soort"] == "gereed"
    assert rows(kaal["berichten"][-1]["overzicht"]) == rows(proef["lijst"])


def test_plain_fetch_makes_a_file_of_a_document(proef: Any) -> None:
    document = next(one for one in proef["detail"]["documenten"] if one["formaat"] == "application/pdf")
    file = proef["kaal"]["file"]

    assert file["type"] == document["formaat"]
    assert file["name"].endswith(".pdf")
    assert file["bytes"] == proef["inhoud"]["bytes"] > 0


def test_plain_fetch_says_why_it_did_not_work(proef: Any) -> None:
    assert proef["kaal"]["afgewezen"] == {"status": 401, "zin": "U bent automatisch uitgelogd. Log opnieuw in."}


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))

    assert all("resolved" not in package for package in lock["packages"].values())
    assert sum("integrity" in package for package in lock["packages"].values()) > 100
