"""What the page of the demo asks beside the service: who one can be, how the gemeenten are, what went where."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import jwt
import pytest

from mijnzaken_bff.demo.bestanden import FOLDER
from mijnzaken_bff.demo.opstelling import Opstelling
from mijnzaken_bff.demo.standen import STANDEN
from mijnzaken_bff.demo.wereld import IEDEREEN, PLAATSEN
from tests.lekken import leaks
from tests.stories.portaal import uitkomsten

CSP = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
    "font-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
}  # fmt: skip


@pytest.fixture(scope="module")
def opstelling() -> Iterator[Opstelling]:
    with closing(Opstelling.start()) as opstelling:
        yield opstelling


@pytest.fixture
def demo(opstelling: Opstelling) -> Iterator[httpx.Client]:
    """A client of the demo, in which every gemeente is as it was when it began."""
    with httpx.Client(base_url=opstelling.adres, trust_env=False, timeout=30) as client:
        for plaats in PLAATSEN:
            client.put(f"/demo/gemeenten/{plaats.id}", json={"stand": plaats.stand.id}).raise_for_status()
        yield client


def login(demo: httpx.Client, persoon: str, **more: Any) -> dict[str, str]:
    """The header of somebody who logged in."""
    answer = demo.post("/demo/inloggen", json={"persoon": persoon, **more})
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['token']}"}


def overzicht(demo: httpx.Client, bearer: dict[str, str], query: str = "") -> dict[str, Any]:
    answer = demo.get(f"/v1/zaken{query}", headers=bearer)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def zet(demo: httpx.Client, gemeente: str, stand: str) -> None:
    answer = demo.put(f"/demo/gemeenten/{gemeente}", json={"stand": stand})
    assert answer.json()["stand"] == stand


def test_the_page_is_served_under_a_strict_policy_and_nothing_of_it_is_inline(demo: httpx.Client) -> None:
    answer = demo.get("/")

    assert answer.status_code == 200
    assert answer.text == (FOLDER / "index.html").read_text(encoding="utf-8")
    assert "<style" not in answer.text
    assert " style=" not in answer.text
    assert " onclick=" not in answer.text


@pytest.mark.parametrize(
    ("method", "pad", "status"),
    [
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("POST", "/", 405),
        ("GET", "/pagina/stijl.css", 200),
        ("GET", "/pagina/is-er-niet.js", 404),
        ("GET", "/pagina/%2e%2e/loket.py", 404),
        ("GET", "/demo/personen", 200),
        ("GET", "/demo/is-er-niet", 404),
        ("GET", "/demo/inloggen", 405),
        ("GET", "/demo/personen/", 404),
    ],
)
def test_every_answer_of_the_desk_has_its_headers(demo: httpx.Client, method: str, pad: str, status: int) -> None:
    request = demo.build_request(method, "/")
    request.url = request.url.copy_with(raw_path=pad.encode())
    answer = demo.send(request)

    assert answer.status_code == status
    assert set(answer.headers["content-security-policy"].split("; ")) == CSP
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert not leaks(answer.text)


def test_what_is_not_there_is_told_on_a_small_page_or_in_a_sentence(demo: httpx.Client) -> None:
    page, told = demo.get("/pagina/is-er-niet.js"), demo.get("/demo/is-er-niet")

    assert page.headers["content-type"].startswith("text/html")
    assert "Deze pagina bestaat niet" in page.text
    assert told.json() == {"melding": "Dit adres is er niet."}


def test_everything_else_is_answered_by_the_service_itself(demo: httpx.Client) -> None:
    contract, absent = demo.get("/v1/openapi.json"), demo.get("/is-er-niet")

    assert contract.json()["openapi"].startswith("3.")
    assert absent.json()["type"] == "urn:mijnzaken:probleem:niet-gevonden"
    assert "script-src" not in absent.headers["content-security-policy"]


def test_it_tells_how_every_gemeente_is_and_how_it_can_be(demo: httpx.Client, opstelling: Opstelling) -> None:
    told = demo.get("/demo/opstelling").json()

    assert isinstance(told["nlDesignSystem"], bool)
    assert [stand["id"] for stand in told["standen"]] == ["gezond", "traag", "fout", "onbereikbaar", "deels"]
    assert {een["id"]: een["stand"] for een in told["gemeenten"]} == {p.id: p.stand.id for p in PLAATSEN}
    assert {een["id"]: een["adres"] for een in told["gemeenten"]} == {
        naam: gemeente.basis for naam, gemeente in opstelling.gemeenten.items()
    }
    assert all(een["naam"] and een["product"] and een["uitleg"] for een in told["gemeenten"])


def test_it_tells_who_one_can_be_without_any_number(demo: httpx.Client) -> None:
    answer = demo.get("/demo/personen")

    assert [een["id"] for een in answer.json()] == [wie.id for wie in IEDEREEN]
    assert {een["soort"] for een in answer.json()} == {"persoon", "bedrijf", "gemachtigde"}
    assert all(set(een) == {"id", "naam", "verhaal", "soort"} for een in answer.json())
    assert not leaks(answer.text)


@pytest.mark.parametrize(
    ("persoon", "zaken", "voor"),
    [
        ("anna", 7, ("persoon", "geen", False)),
        ("bilal", 20, ("persoon", "geen", False)),
        ("carla", 0, ("persoon", "geen", False)),
        ("dirk", 4, ("persoon", "geen", False)),
        ("esra", 2, ("persoon", "machtiging", False)),
        ("krul", 4, ("bedrijf", "geen", False)),
        ("winkel", 1, ("bedrijf", "geen", True)),
    ],
)
def test_who_logs_in_sees_the_zaken_of_who_that_is(
    demo: httpx.Client, persoon: str, zaken: int, voor: tuple[str, str, bool]
) -> None:
    told = overzicht(demo, login(demo, persoon))

    assert len(told["zaken"]) == zaken
    assert (told["voor"]["soort"], told["voor"]["vertegenwoordiging"], told["voor"]["vestigingBeperkt"]) == voor


def test_bilal_has_a_hundred_and_twenty_zaken(demo: httpx.Client) -> None:
    bearer = login(demo, "bilal")
    first = overzicht(demo, bearer, "?bron=waterdam&aantal=100")
    rest = overzicht(demo, bearer, f"?bron=waterdam&aantal=100&cursor={first['volgende']}")

    assert len({zaak["id"] for zaak in (*first["zaken"], *rest["zaken"])}) == 120


def test_esra_sees_what_her_mother_has_and_not_what_she_has_herself(demo: httpx.Client) -> None:
    told = overzicht(demo, login(demo, "esra"))

    assert {zaak["omschrijving"] for zaak in told["zaken"]} == {"Gat in het fietspad, Molenweg", "Hulp bij schoonmaken"}


def test_a_company_sees_the_zaken_of_both_vestigingen_and_a_login_of_one_only_its_own(demo: httpx.Client) -> None:
    company, shop = (overzicht(demo, login(demo, wie), "?bron=waterdam")["zaken"] for wie in ("krul", "winkel"))

    assert {zaak["vestiging"] for zaak in company} == {None, "000047600001", "000047600002"}
    assert [zaak["vestiging"] for zaak in shop] == ["000047600001"]


def test_the_zaken_of_anna_show_what_a_portal_must_be_able_to_show(demo: httpx.Client) -> None:
    bearer = login(demo, "anna")
    zaken = overzicht(demo, bearer)["zaken"]
    whole = [demo.get(f"/v1/zaken/{zaak['id']}", headers=bearer).json() for zaak in zaken]
    stappen = [stap for een in whole for fase in een["voortgang"] for stap in fase["stappen"]]

    assert {s["soort"] for zaak in zaken for s in zaak["signalen"]} == {"actieNodig", "termijnVerstreken"}
    assert {zaak["lopend"] for zaak in zaken} == {True, False}
    assert {stap["toestand"] for stap in stappen} >= {"voltooid", "huidig", "toekomstig"}
    assert {document["richting"] for een in whole for document in een["documenten"]} == {"vanU", "vanOrganisatie"}
    assert [len(een["besluiten"]) for een in whole if een["besluiten"]] == [1]
    assert any(regel["soort"] == "substatus" for een in whole for regel in een["tijdlijn"])


def test_a_token_is_good_for_as_long_as_one_asks(demo: httpx.Client) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    told = demo.post("/demo/inloggen", json={"persoon": "anna", "seconden": 60}).json()
    ends = datetime.fromisoformat(told["verlooptOp"])

    assert ends.timestamp() == jwt.decode(told["token"], options={"verify_signature": False})["exp"]
    assert ends >= before + timedelta(seconds=60)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"persoon": "iemand"}, 404),
        ({}, 404),
        ({"persoon": ["anna"]}, 404),
        ({"persoon": "anna", "seconden": 0}, 400),
        ({"persoon": "anna", "seconden": 43_201}, 400),
        ({"persoon": "anna", "seconden": "60"}, 400),
        ({"persoon": "anna", "seconden": True}, 400),
        ({"persoon": "anna", "seconden": None}, 400),
        ([], 400),
        ("anna", 400),
    ],
)
def test_who_cannot_log_in_is_told_why_in_dutch(demo: httpx.Client, body: Any, status: int) -> None:
    answer = demo.post("/demo/inloggen", json=body)

    assert answer.status_code == status
    assert answer.json()["melding"].endswith(".")


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b'{"a": "' + b"x" * 20_000 + b'"}'], ids=len)
def test_what_is_no_json_is_refused(demo: httpx.Client, body: bytes) -> None:
    assert demo.post("/demo/inloggen", content=body).status_code == 400


@pytest.mark.parametrize(
    ("pad", "body", "status"),
    [
        ("/demo/gemeenten/utopia", {"stand": "gezond"}, 404),
        ("/demo/gemeenten/waterdam", {"stand": "weg"}, 400),
        ("/demo/gemeenten/waterdam", {}, 400),
    ],
)
def test_a_switch_that_is_not_there_cannot_be_turned(demo: httpx.Client, pad: str, body: Any, status: int) -> None:
    answer = demo.put(pad, json=body)

    assert answer.status_code == status
    assert answer.json()["melding"].endswith(".")


@pytest.mark.parametrize("headers", [{"Host": "kwaad.example"}, {"Origin": "https://kwaad.example"}])
@pytest.mark.parametrize(
    ("method", "pad"),
    [
        ("GET", "/demo/personen"),
        ("GET", "/demo/opstelling"),
        ("POST", "/demo/inloggen"),
        ("PUT", "/demo/gemeenten/waterdam"),
        ("GET", "/demo/verzoeken/x"),
    ],
)
def test_a_site_elsewhere_gets_nothing(demo: httpx.Client, method: str, pad: str, headers: dict[str, str]) -> None:
    answer = demo.request(method, pad, headers=headers, json={"persoon": "anna", "stand": "fout"})

    assert answer.status_code == 403
    assert set(answer.json()) == {"melding"}
    assert demo.get("/demo/opstelling").json()["gemeenten"][0]["stand"] == "gezond"


@pytest.mark.parametrize(
    ("stand", "uitkomst"),
    [("fout", "onbereikbaar"), ("onbereikbaar", "onbereikbaar"), ("deels", "gedeeltelijk"), ("traag", "ok")],
)
def test_a_gemeente_that_is_broken_shows_at_the_next_question_and_so_does_one_that_is_healed(
    demo: httpx.Client, stand: str, uitkomst: str
) -> None:
    bearer = login(demo, "anna")
    seen = [uitkomsten(overzicht(demo, bearer, "?bron=waterdam&bron=heuvelrijk"))["waterdam"]]
    for turned in (stand, "gezond", stand, "gezond"):
        zet(demo, "waterdam", turned)
        seen.append(uitkomsten(overzicht(demo, bearer, "?bron=waterdam&bron=heuvelrijk&vernieuw=true"))["waterdam"])

    assert seen == ["ok", uitkomst, "ok", uitkomst, "ok"]


def test_however_often_a_gemeente_failed_it_is_healed_at_once(demo: httpx.Client) -> None:
    bearers = [login(demo, wie.id) for wie in IEDEREEN]
    zet(demo, "waterdam", "fout")
    failed = [demo.get("/v1/zaken?bron=waterdam", headers=bearer).status_code for bearer in bearers * 2]

    zet(demo, "waterdam", "gezond")

    assert set(failed) == {503}
    assert uitkomsten(overzicht(demo, bearers[0], "?bron=waterdam"))["waterdam"] == "ok"


def test_whoever_was_on_the_first_page_when_a_switch_was_turned_can_go_on_to_the_next(demo: httpx.Client) -> None:
    bearer = login(demo, "bilal")
    first = overzicht(demo, bearer, "?bron=waterdam&bron=heuvelrijk")
    zet(demo, "heuvelrijk", "fout")

    rest = overzicht(demo, bearer, f"?bron=waterdam&bron=heuvelrijk&cursor={first['volgende']}")

    assert not {zaak["id"] for zaak in first["zaken"]} & {zaak["id"] for zaak in rest["zaken"]}
    assert len(rest["zaken"]) == 20


def test_a_slow_gemeente_answers_in_the_end_and_its_zaak_as_well(demo: httpx.Client) -> None:
    bearer = login(demo, "anna")

    told = overzicht(demo, bearer)
    (slow,) = [zaak for zaak in told["zaken"] if zaak["bron"] == "voorbeeldstad"]

    assert uitkomsten(told)["voorbeeldstad"] == "ok"
    assert demo.get(f"/v1/zaken/{slow['id']}", headers=bearer).status_code == 200


def test_of_a_gemeente_that_answers_in_part_the_zaken_that_it_shows_can_be_opened(demo: httpx.Client) -> None:
    zet(demo, "waterdam", "deels")
    bearer = login(demo, "bilal")

    told = overzicht(demo, bearer, "?bron=waterdam&aantal=3")

    (row,) = [bron for bron in told["bronnen"] if bron["id"] == "waterdam"]
    assert row["weggelaten"] == 1
    opened = [demo.get(f"/v1/zaken/{zaak['id']}", headers=bearer).status_code for zaak in told["zaken"]]
    assert opened == [200] * len(told["zaken"])


def test_the_calls_of_a_request_are_told_by_its_id_and_nobody_stands_in_it(demo: httpx.Client) -> None:
    answer = demo.get("/v1/zaken", headers=login(demo, "anna"))
    told = demo.get(f"/demo/verzoeken/{answer.headers['x-request-id']}")

    aanroepen = told.json()["aanroepen"]
    assert told.json()["verzoekId"] == answer.headers["x-request-id"]
    assert {een["bron"] for een in aanroepen} == {plaats.id for plaats in PLAATSEN}
    assert {een["uitkomst"] for een in aanroepen if een["bron"] == "duinoord"} == {"server_error"}
    assert max(een["duurMs"] for een in aanroepen if een["bron"] == "voorbeeldstad") >= 1500
    assert [een["beginMs"] for een in aanroepen] == sorted(een["beginMs"] for een in aanroepen)
    assert not leaks(told.text)


def test_a_request_that_nobody_made_is_not_told(demo: httpx.Client) -> None:
    assert demo.get("/demo/verzoeken/0c4c3b1e-7c0e-4b5e-9d43-0a5b0c1f7a11").status_code == 404


def test_every_stand_says_in_dutch_what_it_is() -> None:
    assert len({stand.id for stand in STANDEN}) == len(STANDEN)
    assert all(stand.naam and stand.uitleg for stand in STANDEN)
