"""The sample for a portal that asks on its server: ``docs/voorbeelden/zaken.php``, run as PHP against the demo."""

from __future__ import annotations

import html
import json
import re
import socket
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.opstelling import Opstelling
from mijnzaken_bff.demo.wereld import ANNA, CARLA, DIRK
from tests.voorkant.werkplaats import DOCS, VOORBEELDEN

SAMPLE = DOCS / "voorbeelden" / "zaken.php"
PAGINA = "echo mijnzaken_html(mijnzaken_overzicht($argv[1], getenv('TOKEN'), (int) $argv[2]));"
LEZEN = "echo mijnzaken_html(json_decode(stream_get_contents(STDIN), true, 64, JSON_THROW_ON_ERROR));"


@pytest.fixture
def demo() -> Iterator[Opstelling]:
    opstelling = Opstelling.start()
    yield opstelling
    opstelling.close()


def run(php: str, code: str, *arguments: str, told: str = "", token: str = "") -> str:
    """The page that PHP makes, as a browser reads its text. Whatever PHP complains of is a failure."""
    load = f"require {json.dumps(str(SAMPLE), ensure_ascii=True)};"
    done = subprocess.run(  # noqa: S603 - our own sample
        [php, "-d", "display_errors=stderr", "-d", "error_reporting=-1", "-r", f"{load} {code}", "--", *arguments],
        env={"TOKEN": token}, input=told, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def fixture(name: str) -> Any:
    return json.loads((VOORBEELDEN / name).read_text(encoding="utf-8"))


def test_a_page_holds_what_came_within_the_time(php: str, demo: Opstelling) -> None:
    page = run(php, PAGINA, f"{demo.adres}/v1", "5", token=demo.token(ANNA))

    assert "Gemeente Voorbeeldstad: " in page, "slow, and still in time"
    assert "Uw zaken bij Gemeente Duinoord kunnen we nu niet laten zien." in page
    assert page.count("<article>") == 7


def test_a_slow_gemeente_does_not_hold_the_page_up(php: str, demo: Opstelling) -> None:
    demo.gemeenten["voorbeeldstad"].fault = Fault("traag", seconden=3600)

    page = run(php, PAGINA, f"{demo.adres}/v1", "3", token=demo.token(DIRK))

    assert "Uw zaken bij Gemeente Voorbeeldstad kunnen we nu niet laten zien." in page
    assert "Gemeente Heuvelrijk: " in page


def test_nobody_reads_that_there_are_none_while_a_gemeente_is_silent(php: str, demo: Opstelling) -> None:
    page = run(php, PAGINA, f"{demo.adres}/v1", "3", token=demo.token(CARLA))

    assert "U heeft geen zaken." not in page
    assert "Uw zaken bij Gemeente Duinoord kunnen we nu niet laten zien." in page


def test_who_is_logged_out_reads_that(php: str, demo: Opstelling) -> None:
    page = run(php, PAGINA, f"{demo.adres}/v1", "3", token="geen.echt.token")

    assert "U bent automatisch uitgelogd. Log opnieuw in." in page


def test_a_service_that_is_not_there_gives_a_page_and_no_error(php: str) -> None:
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        port = nobody_listens.getsockname()[1]
        page = run(php, PAGINA, f"http://127.0.0.1:{port}/v1", "1", token="geen.echt.token")

    assert "We kunnen uw zaken nu niet laten zien. Dit ligt niet aan u." in page
    assert "geen.echt.token" not in page


@pytest.mark.parametrize(
    "name", sorted(path.relative_to(VOORBEELDEN).as_posix() for path in VOORBEELDEN.glob("overzicht/*.json"))
)
def test_every_fixture_gives_a_page_with_all_that_it_says(php: str, name: str) -> None:
    overzicht = fixture(name)
    page = html.unescape(run(php, LEZEN, told=json.dumps(overzicht)))

    assert page.count("<article>") == len(overzicht["zaken"])
    assert all(bron["melding"] in page for bron in overzicht["bronnen"] if bron["melding"])
    assert all(rij["samenvatting"] in page for rij in overzicht["zaken"])
    assert ("U heeft geen zaken." in page) is (overzicht["volledig"] and not overzicht["zaken"])


def test_what_a_register_wrote_is_text_and_no_html(php: str) -> None:
    overzicht = fixture("overzicht/volledig.json")
    overzicht["zaken"][0]["titel"] = "<script>alert('zaak')</script>"

    page = run(php, LEZEN, told=json.dumps(overzicht))

    assert not re.search(r"<script", page)
    assert "&lt;script&gt;" in page
