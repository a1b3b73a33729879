"""How a register is spoken to: its headers, its refusals and its pages, each with what we do about it."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from mijnzaken_bff.demo.gemeente.dialecten import GATEWAY, ONEGROUND, OPEN_ZAAK
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.gemeente.vulling import verwijder, zaak, zaaktype
from tests.poorten import a_full_port
from tests.stories.dialecten import GET, STREEKTALEN, Streektaal
from tests.stories.portaal import ANNA, CLIENT_ID, Portaal, Toneel, uitkomsten, vragen_aan, zaaknummers
from tests.stories.portier import Gevraagd, portier

each_dialect = pytest.mark.parametrize("taal", STREEKTALEN.values(), ids=STREEKTALEN.keys())
CATALOGUE_CALLS = 3
"""What one zaaktype costs when nothing of it is known yet."""


def soort(gemeente: Gemeente) -> Resource:
    known = [one for one in gemeente.opslag.alle("zaaktypen") if one["identificatie"] == "ZT-1"]
    return known[0] if known else zaaktype(gemeente, "ZT-1", "Vergunning", statustypen=("Ontvangen", "Afgehandeld"))


def fill(gemeente: Gemeente, count: int, *, bsn: str = ANNA, **more: Any) -> list[str]:
    """So many zaken, each a day older than the one before it; their numbers, newest first."""
    numbers = [f"W-{n:03d}" for n in range(count)]
    for n, nummer in enumerate(numbers):
        day = f"{2026 - n // 336:04d}-{12 - n // 28 % 12:02d}-{28 - n % 28:02d}"
        zaak(
            gemeente, soort(gemeente), bsn=bsn, identificatie=nummer, behandelaar=False,
            **{"startdatum": day, "status": None, **more},
        )  # fmt: skip
    return numbers


def alone(toneel: Toneel, gemeente: Gemeente, **bron: Any) -> Portaal:
    return toneel.portaal({"waterdam": gemeente}, bron=bron)


def reden(overzicht: dict[str, Any]) -> tuple[str, str | None]:
    return overzicht["bronnen"][0]["uitkomst"], overzicht["bronnen"][0]["reden"]


def calls(gemeente: Gemeente) -> Counter[str]:
    """How often each collection of the Zaken API was asked; a search counts as ``zaken``, one zaak as ``zaak``."""
    found: Counter[str] = Counter()
    for ontvangen in gemeente.ontvangen:
        _, zaken, rest = ontvangen.pad.partition("/zaken/api/v1/")
        if zaken:
            name, _, tail = rest.partition("/")
            found["zaak" if name == "zaken" and tail not in ("", "_zoek") else name] += 1
    return found


# --- headers ---


@each_dialect
def test_every_question_has_the_headers_of_its_api_and_no_others(toneel: Toneel, taal: Streektaal) -> None:
    """The version and the coordinate system belong to the Zaken API; a condition (If-None-Match) nowhere, since an
    answer with expand may change while its ETag does not."""
    gemeente = taal.gemeente(toneel)
    fill(gemeente, 2, status=1)

    alone(toneel, gemeente, **taal.bron).find_zaken(ANNA)

    catalogue = [o.headers for o in gemeente.ontvangen if "/catalogi/api/v1/" in o.pad]
    zaken = [o for o in gemeente.ontvangen if "/zaken/api/v1/" in o.pad]
    assert len(catalogue) == CATALOGUE_CALLS
    assert zaken
    for headers in catalogue:
        assert not {"api-version", "accept-crs", "content-crs", "if-none-match"} & set(headers)
    for ontvangen in zaken:
        assert ontvangen.headers["accept-crs"] == "EPSG:4326"
        assert ontvangen.headers.get("content-crs") == ("EPSG:4326" if ontvangen.methode == "POST" else None)
        assert ontvangen.headers.get("api-version") == ("1.5" if taal.bron.get("product") == "oneGround" else None)
        assert "if-none-match" not in ontvangen.headers
    for ontvangen in gemeente.ontvangen:
        assert ontvangen.headers["accept"] == "application/json"
        assert not ontvangen.pad.endswith("/"), "no register has a slash at the end of a collection"


def test_a_version_that_a_register_does_not_offer_is_no_empty_list(toneel: Toneel) -> None:
    gemeente = toneel.gemeente(dialect=ONEGROUND)
    fill(gemeente, 1)

    answer = alone(toneel, gemeente, product="oneGround", vermogens={"apiVersie": "1.9"}).get("/v1/zaken")

    assert answer.status_code in (502, 503)
    assert answer.json()["bronnen"][0]["beantwoord"] is False


def test_a_register_that_says_nothing_of_its_version_is_read_all_the_same(toneel: Toneel) -> None:
    gemeente = toneel.gemeente(dialect=replace(OPEN_ZAAK, versies={"zaken": (), "catalogi": ()}))
    expected = fill(gemeente, 3)

    overzicht = alone(toneel, gemeente).find_zaken(ANNA)

    assert (zaaknummers(overzicht), overzicht["volledig"]) == (expected, True)


def test_each_api_may_have_its_own_secret(toneel: Toneel, waterdam: Gemeente) -> None:
    """As Decos wants it: another secret for the catalogue than for the zaken."""
    expected = fill(waterdam, 1)
    catalogi = {
        "url": f"{waterdam.basis}/catalogi/api/v1/",
        "toegang": {"soort": "zgwJwt", "clientId": CLIENT_ID, "secret": "een-geheim-dat-de-catalogus-niet-kent"},
    }

    overzicht = alone(toneel, waterdam, catalogi=catalogi).find_zaken(ANNA)

    assert zaaknummers(overzicht) == expected
    assert reden(overzicht) == ("gedeeltelijk", "catalogusOnbereikbaar")


@each_dialect
def test_nothing_is_asked_that_an_overzicht_does_not_need(toneel: Toneel, taal: Streektaal) -> None:
    """No catalogussen, which break at the e-Suite; no roots, no documents, no history."""
    gemeente = taal.gemeente(toneel)
    fill(gemeente, 2, status=1)

    alone(toneel, gemeente, **taal.bron).find_zaken(ANNA)

    collections = {o.pad.partition("/api/v1/")[2].partition("/")[0] for o in gemeente.ontvangen}
    assert collections <= {"zaken", "rollen", "statussen", "zaaktypen", "statustypen", "resultaattypen"}


# --- refusals ---


def refuses(status: int) -> Any:
    return lambda vraag: status if vraag.over("zaken") else None


@pytest.mark.parametrize(
    ("status", "uitkomst"),
    [
        (400, "onbetrouwbaar"), (401, "geenToegang"), (403, "geenToegang"), (404, "onbetrouwbaar"),
        (405, "overgeslagen"), (406, "onbetrouwbaar"), (410, "onbetrouwbaar"), (412, "onbetrouwbaar"),
        (415, "onbetrouwbaar"), (429, "overbelast"), (500, "onbereikbaar"), (502, "onbereikbaar"),
        (503, "overbelast"), (504, "onbereikbaar"), (204, "onbetrouwbaar"), (304, "onbetrouwbaar"),
    ],
)  # fmt: skip
def test_every_status_has_its_reaction_and_none_is_an_empty_list(toneel: Toneel, status: int, uitkomst: str) -> None:
    gemeente = portier(toneel)
    gemeente.regel = refuses(status)

    answer = alone(toneel, gemeente).get("/v1/zaken")

    assert answer.status_code in (502, 503)
    assert answer.json()["bronnen"][0]["uitkomst"] == uitkomst


@pytest.mark.parametrize("status", [401, 403])
def test_a_register_that_refuses_our_token_is_asked_once_more_and_no_oftener(toneel: Toneel, status: int) -> None:
    gemeente = portier(toneel)
    gemeente.regel = refuses(status)
    gemeente.foutbody = {"code": "jwt-expired", "status": status}

    alone(toneel, gemeente, expand="uit").get("/v1/zaken")

    assert len(gemeente.geweigerd) == 2


def unknown(*names: str, status: int = 400) -> dict[str, Any]:
    return {"code": "invalid", "status": status, "invalidParams": [{"name": n, "code": "invalid"} for n in names]}


@pytest.mark.parametrize(
    ("status", "body"),
    [
        pytest.param(400, unknown("expand"), id="400 unknown parameter"),
        pytest.param(400, unknown("nonFieldErrors"), id="400 unknown parameter of no field"),
        pytest.param(400, {**unknown("expand"), "code": "disabled-expand"}, id="400 disabled"),
        pytest.param(400, None, id="400 without a word"),
        pytest.param(403, {"code": "permission_denied"}, id="403"),
        pytest.param(404, None, id="404"),
        pytest.param(500, None, id="500"),
    ],
)
def test_a_question_whose_expand_is_refused_is_put_again_without_before_it_counts_as_a_failure(
    toneel: Toneel, status: int, body: Any
) -> None:
    gemeente = portier(toneel)
    gemeente.regel = lambda vraag: status if vraag.expands else None
    gemeente.foutbody = body
    expected = fill(gemeente, 2)
    portaal = alone(toneel, gemeente)

    overzicht = portaal.find_zaken(ANNA)

    assert (zaaknummers(overzicht), overzicht["volledig"]) == (expected, True)
    assert len(gemeente.geweigerd) <= 3 + 2, "each form of the search once, and then each of the two zaken"


def test_what_was_learned_of_expand_is_not_learned_again_with_the_next_question(toneel: Toneel) -> None:
    gemeente = portier(toneel)
    gemeente.regel = lambda vraag: 400 if vraag.expands else None
    gemeente.foutbody = unknown("expand")
    fill(gemeente, 2)
    portaal = alone(toneel, gemeente)
    portaal.find_zaken(ANNA)
    gemeente.geweigerd.clear()
    gemeente.reset()

    portaal.find_zaken(ANNA)
    assert gemeente.geweigerd == []
    assert calls(gemeente) == {"zaken": 1, "rollen": 2}

    toneel.klok.later(hours=25)
    portaal.find_zaken(ANNA)
    assert gemeente.geweigerd != [], "after a day there is a new chance"


def test_a_register_without_zoek_is_asked_by_get_only_where_a_number_may_stand_in_a_url(toneel: Toneel) -> None:
    gemeente = toneel.gemeente(dialect=replace(OPEN_ZAAK, zoek_geweigerd=405))
    expected = fill(gemeente, 2)

    forbidden = alone(toneel, gemeente).get("/v1/zaken")
    assert {o.methode for o in gemeente.ontvangen} == {"POST"}
    allowed = alone(toneel, gemeente, **GET).find_zaken(ANNA)

    assert forbidden.status_code == 503
    assert forbidden.json()["bronnen"][0]["reden"] == "zoekenNietOndersteund"
    assert (zaaknummers(allowed), allowed["volledig"]) == (expected, True)


@pytest.mark.parametrize("status", [404, 405])
def test_a_register_that_once_does_not_find_its_zoek_is_not_asked_with_a_number_in_its_url(
    toneel: Toneel, status: int
) -> None:
    gemeente = portier(toneel)
    expected = fill(gemeente, 2)
    portaal = alone(toneel, gemeente, **GET)
    portaal.find_zaken(ANNA)
    gemeente.regel = lambda vraag: status if vraag.pad.endswith("_zoek") else None

    refused = portaal.get("/v1/zaken")
    gemeente.regel = lambda _: None

    assert refused.status_code in (502, 503)
    assert zaaknummers(portaal.find_zaken(ANNA)) == expected
    assert {o.methode for o in gemeente.ontvangen if o.pad.startswith("/zaken/api/v1/zaken")} == {"POST"}


def test_a_page_that_is_not_there_puts_no_number_in_a_url(toneel: Toneel) -> None:
    gemeente = portier(toneel)
    fill(gemeente, 3, startdatum="2026-06-15")
    gemeente.herschrijving = always_more

    overzicht = alone(toneel, gemeente, **GET).find_zaken(ANNA)

    assert len(overzicht["zaken"]) == 3
    assert {o.methode for o in gemeente.ontvangen if o.pad.startswith("/zaken/api/v1/zaken")} == {"POST"}


def test_a_zaak_that_is_removed_between_the_list_and_its_proof_is_left_out_without_a_word(toneel: Toneel) -> None:
    gemeente = portier(toneel, ONEGROUND)
    numbers = fill(gemeente, 3)
    gone = gemeente.opslag.alle("zaken")[1]["url"]

    def removes(vraag: Gevraagd) -> None:
        if not vraag.pad.endswith("_zoek"):
            verwijder(gemeente, gone)

    gemeente.regel = removes

    overzicht = alone(toneel, gemeente, product="oneGround").find_zaken(ANNA)

    assert zaaknummers(overzicht) == [numbers[0], numbers[2]]
    assert overzicht["volledig"] is True


def test_a_zaak_that_the_register_does_not_let_us_see_is_skipped_and_that_is_told(toneel: Toneel) -> None:
    """A 403 on one zaak, and on its rollen: the zaken beside it stay."""
    gemeente = portier(toneel, ONEGROUND)
    numbers = fill(gemeente, 3)
    shut = gemeente.opslag.alle("zaken")[1]["uuid"]
    gemeente.regel = lambda vraag: 403 if shut in vraag.pad + vraag.query else None

    overzicht = alone(toneel, gemeente, product="oneGround").find_zaken(ANNA)

    assert zaaknummers(overzicht) == [numbers[0], numbers[2]]
    assert reden(overzicht) == ("gedeeltelijk", "rollenOnleesbaar")


def test_a_zaak_that_we_may_not_see_does_not_make_the_others_cost_more(toneel: Toneel) -> None:
    """That this one is refused says nothing about the expand that worked for every other."""
    gemeente = portier(toneel, ONEGROUND)
    fill(gemeente, 4)
    shut = gemeente.opslag.alle("zaken")[3]["uuid"]
    portaal = alone(toneel, gemeente, product="oneGround", gelijktijdig=1)
    portaal.find_zaken(ANNA)
    gemeente.regel = lambda vraag: 403 if vraag.pad.endswith(shut) else None
    portaal.find_zaken(ANNA)
    gemeente.reset()

    portaal.find_zaken(ANNA)

    assert calls(gemeente) == {"zaken": 1, "zaak": 3, "rollen": 1}


@pytest.mark.parametrize("hindered", ["statustypen", "resultaattypen", "zaaktypen"])
def test_a_part_of_the_catalogue_that_does_not_exist_costs_words_and_no_zaken(toneel: Toneel, hindered: str) -> None:
    gemeente = toneel.gemeente(dialect=replace(OPEN_ZAAK, afwezig=frozenset({hindered})))
    expected = fill(gemeente, 2, status=1)

    overzicht = alone(toneel, gemeente).find_zaken(ANNA)

    assert zaaknummers(overzicht) == expected
    assert reden(overzicht) == ("gedeeltelijk", "catalogusOnbereikbaar")


# --- pages ---


@pytest.mark.parametrize("count", [0, 1, 50, 51, 100, 101, 250])
@pytest.mark.parametrize("taal", ["open-zaak", "zaken-1.6", "oneground-expand-aan", "kale-lijsten"])
def test_no_page_is_missed_and_none_is_read_twice_for_any_number_of_zaken(
    toneel: Toneel, taal: str, count: int
) -> None:
    gemeente = STREEKTALEN[taal].gemeente(toneel)
    expected = fill(gemeente, count)

    pages = alone(toneel, gemeente, **STREEKTALEN[taal].bron).walk(ANNA, aantal=100)

    assert zaaknummers(*pages) == expected
    assert all(page["volledig"] for page in pages)


def test_a_next_that_is_not_percent_encoded_is_never_followed(toneel: Toneel) -> None:
    """OneGround writes it so, and behind the path of ``_zoek``: only that it is there counts."""
    gemeente = STREEKTALEN["oneground-expand-aan"].gemeente(toneel)
    gemeente.dialect = replace(gemeente.dialect, gelijken_wisselen=False)
    expected = fill(gemeente, 120, startdatum="2026-06-15")

    pages = alone(toneel, gemeente, **STREEKTALEN["oneground-expand-aan"].bron).walk(ANNA, aantal=100)

    assert sorted(zaaknummers(*pages)) == expected
    asked = [o for o in gemeente.ontvangen if "/zaken/api/v1/zaken" in o.pad]
    assert {o.methode for o in asked} == {"POST"}
    assert {o.query for o in asked} == {"", "page=2", "page=3"}


@pytest.mark.parametrize("count", [60, 120])
@pytest.mark.parametrize("aantal", [20, 100])
def test_a_register_that_shuffles_one_day_is_asked_again_until_every_zaak_has_come(
    toneel: Toneel, count: int, aantal: int
) -> None:
    """In pages of fifty, of which each second one that is asked breaks ties the other way round."""
    gemeente = STREEKTALEN["oneground-expand-aan"].gemeente(toneel)
    expected = fill(gemeente, count, startdatum="2026-06-15")
    zaak(gemeente, soort(gemeente), bsn=ANNA, identificatie="OUD", startdatum="2026-06-01")

    pages = alone(toneel, gemeente, **STREEKTALEN["oneground-expand-aan"].bron).walk(ANNA, aantal=aantal)

    *shown, last = zaaknummers(*pages)
    assert sorted(shown) == expected
    assert last == "OUD"
    assert all(page["volledig"] for page in pages)


def test_a_register_that_shuffles_one_day_between_two_pages_is_not_called_complete(toneel: Toneel) -> None:
    """Its second page always begins with what stood on the first one, so that another stands on neither."""
    gemeente = portier(toneel)
    expected = fill(gemeente, 120, startdatum="2026-06-15")
    first: list[Any] = []

    def shifted(vraag: Gevraagd, answer: Any) -> Any:
        if not vraag.over("zaken"):
            return answer
        if "page=2" not in vraag.query:
            first[:] = answer["results"]
            return answer
        return {**answer, "results": [first[0], *answer["results"][1:]]}

    gemeente.herschrijving = shifted

    overzicht = alone(toneel, gemeente, vermogens={"paginagrootte": False}).find_zaken(ANNA, aantal=100)
    rest = alone(toneel, gemeente, vermogens={"paginagrootte": False}).walk(ANNA, aantal=100)

    shown = zaaknummers(overzicht)
    assert len(shown) == len(set(shown))
    assert set(zaaknummers(*rest)) < set(expected)
    assert reden(rest[-1]) == ("gedeeltelijk", "vervolgMislukt")
    assert rest[-1]["volledig"] is False


def test_a_register_that_gives_the_same_page_for_every_number_is_left_at_once(toneel: Toneel) -> None:
    gemeente = portier(toneel)
    expected = fill(gemeente, 20, startdatum="2026-06-15")
    gemeente.dialect = replace(OPEN_ZAAK, bladmaat=15)
    first: list[Any] = []

    def the_first(vraag: Gevraagd, answer: Any) -> Any:
        if vraag.over("zaken"):
            first.append(always_more(vraag, answer))
        return first[0] if vraag.over("zaken") else answer

    gemeente.herschrijving = the_first

    overzicht = alone(toneel, gemeente, vermogens={"paginagrootte": False}).find_zaken(ANNA, aantal=100)

    assert set(zaaknummers(overzicht)) < set(expected)
    assert reden(overzicht) == ("gedeeltelijk", "vervolgMislukt")
    assert vragen_aan(gemeente) == 2


def test_a_next_that_names_another_host_is_not_followed_there(toneel: Toneel) -> None:
    """Behind a gateway ``next`` is an address that nobody can reach, with our credentials or without."""
    gemeente = toneel.gemeente(dialect=GATEWAY)
    expected = fill(gemeente, 30)

    pages = alone(toneel, gemeente).walk(ANNA, aantal=10)

    assert zaaknummers(*pages) == expected
    assert all(page["volledig"] for page in pages)


def test_a_page_past_the_end_is_the_end(toneel: Toneel) -> None:
    """The list shrank while it was read: its second page is a 404."""
    gemeente = portier(toneel)
    fill(gemeente, 30, startdatum="2026-06-15", vertrouwelijkheidaanduiding="openbaar")
    weiger = {"zaaktypen": {"weiger": ["ZT-1"]}}
    gemeente.regel = lambda vraag: 404 if "page=2" in vraag.query else None

    overzicht = alone(toneel, gemeente, zichtbaarheid=weiger).find_zaken(ANNA)

    assert gemeente.geweigerd
    assert overzicht["zaken"] == []
    assert reden(overzicht) == ("ok", None)


def test_a_length_of_a_page_is_asked_only_where_a_register_knows_it(toneel: Toneel) -> None:
    """OneGround refuses the parameter, the standard does not have it."""
    for naam, known in (("open-zaak", True), ("zaken-1.6", False), ("oneground", False), ("esuite", False)):
        gemeente = STREEKTALEN[naam].gemeente(toneel, f"Gemeente {naam}", "111222333")
        fill(gemeente, 2)

        assert alone(toneel, gemeente, **STREEKTALEN[naam].bron).find_zaken(ANNA)["volledig"] is True

        assert any("pageSize" in o.query for o in gemeente.ontvangen) is known, naam


def wrong_count(vraag: Gevraagd, answer: Any) -> Any:
    return {**answer, "count": 7_000, "countExact": False} if vraag.over("zaken") else answer


def test_a_count_that_is_an_estimate_counts_for_nothing(toneel: Toneel) -> None:
    gemeente = portier(toneel)
    expected = fill(gemeente, 3)
    gemeente.herschrijving = wrong_count

    overzicht = alone(toneel, gemeente).find_zaken(ANNA)

    assert zaaknummers(overzicht) == expected
    assert overzicht["telling"] == {"lopend": 3, "afgerond": 0, "exact": True}


def test_what_is_counted_are_the_zaken_that_are_shown(toneel: Toneel, waterdam: Gemeente) -> None:
    """The register counts those that we hide as well."""
    fill(waterdam, 3)
    zaak(waterdam, soort(waterdam), bsn=ANNA, rol="belanghebbende", identificatie="GETUIGE")

    overzicht = alone(toneel, waterdam).find_zaken(ANNA)

    assert overzicht["telling"] == {"lopend": 3, "afgerond": 0, "exact": True}
    assert overzicht["bronnen"][0]["aantal"] == 3


def always_more(vraag: Gevraagd, answer: Any) -> Any:
    return {**answer, "next": "https://elders.example/verder?page=2"} if vraag.over("zaken") else answer


def test_a_register_that_always_promises_another_page_is_not_believed_for_ever(toneel: Toneel) -> None:
    """Nor is the end: that a promised page is not there may as well mean that zaken are withheld."""
    gemeente = portier(toneel)
    expected = fill(gemeente, 3, startdatum="2026-06-15")
    gemeente.herschrijving = always_more

    overzicht = alone(toneel, gemeente).find_zaken(ANNA)

    assert sorted(zaaknummers(overzicht)) == expected
    assert overzicht["bronnen"][0]["reden"] == "vervolgMislukt"
    assert vragen_aan(gemeente) == 5, "the second page is a 404, in a second round as well"


# --- expand: what does not come along ---


def without(shape: Any) -> Any:
    """Rewrites the search so that each zaak has this in the place of what was expanded."""

    def rewrite(vraag: Gevraagd, answer: Any) -> Any:
        if not vraag.pad.endswith("_zoek"):
            return answer
        results = [
            {key: value for key, value in one.items() if key != "_expand"}
            | ({} if shape is KEY_MISSING else {"_expand": shape})
            for one in answer["results"]
        ]
        return {**answer, "results": results}

    return rewrite


KEY_MISSING = object()
_ERROR = {"_error": {"status": 403}}


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param(KEY_MISSING, id="no _expand"),
        pytest.param({}, id="empty"),
        pytest.param(None, id="null"),
        pytest.param([], id="a list"),
        pytest.param({"rollen": None, "status": None}, id="null within"),
        pytest.param({"rollen": {}, "status": {}}, id="empty within"),
        pytest.param({"rollen": _ERROR, "status": _ERROR}, id="an error within"),
    ],
)
def test_rollen_and_status_that_did_not_come_along_are_fetched_per_zaak(toneel: Toneel, shape: Any) -> None:
    gemeente = portier(toneel)
    expected = fill(gemeente, 2, status=1)
    gemeente.herschrijving = without(shape)

    overzicht = alone(toneel, gemeente).find_zaken(ANNA)

    assert zaaknummers(overzicht) == expected
    assert [row["status"]["naam"] for row in overzicht["zaken"]] == ["Ontvangen"] * 2
    assert overzicht["volledig"] is True
    assert calls(gemeente)["zaak"] == 2


def lacking(relation: str, shape: Any) -> Any:
    """Rewrites the search so that one relation has another shape."""

    def rewrite(vraag: Gevraagd, answer: Any) -> Any:
        if vraag.pad.endswith("_zoek"):
            for one in answer["results"]:
                one["_expand"].pop(relation, None)
                if shape is not KEY_MISSING:
                    one["_expand"][relation] = shape
        return answer

    return rewrite


@pytest.mark.parametrize("shape", [KEY_MISSING, {}, None, _ERROR], ids=["missing", "empty", "null", "error"])
def test_a_status_that_alone_did_not_come_along_is_fetched_by_its_link(toneel: Toneel, shape: Any) -> None:
    gemeente = portier(toneel)
    fill(gemeente, 30, status=1)
    gemeente.herschrijving = lacking("status", shape)

    overzicht = alone(toneel, gemeente).find_zaken(ANNA, aantal=3)

    assert [row["status"]["naam"] for row in overzicht["zaken"]] == ["Ontvangen"] * 3
    assert overzicht["volledig"] is True
    assert calls(gemeente) == {"zaken": 1, "statussen": 3}


def test_what_a_list_costs_where_nothing_comes_along(toneel: Toneel) -> None:
    """One call for the list, and per zaak that is shown as many as its register needs to prove it."""
    for naam, expected in (
        ("open-zaak", {"zaken": 1}),
        ("oneground", {"zaken": 1, "zaak": 3}),
        ("esuite", {"zaken": 1, "rollen": 3, "statussen": 3}),
    ):
        gemeente = STREEKTALEN[naam].gemeente(toneel, f"Gemeente {naam}", "111222333")
        fill(gemeente, 9, status=1)
        portaal = alone(toneel, gemeente, **STREEKTALEN[naam].bron)
        portaal.find_zaken(ANNA, aantal=3)
        gemeente.reset()

        portaal.find_zaken(ANNA, aantal=3)

        assert calls(gemeente) == expected, naam


def test_behind_a_gateway_rollen_are_asked_with_the_link_as_the_register_wrote_it(toneel: Toneel) -> None:
    """It compares links as text: with the host that we can reach it would find nothing, without a word."""
    gemeente = toneel.gemeente(dialect=replace(GATEWAY, expand_bekend=False, expand_altijd=False))
    expected = fill(gemeente, 2, status=1)
    portaal = alone(toneel, gemeente, expand="uit", vermogens={"expandDetail": False})

    overzicht = portaal.find_zaken(ANNA)

    assert (zaaknummers(overzicht), overzicht["volledig"]) == (expected, True)
    assert [row["status"]["naam"] for row in overzicht["zaken"]] == ["Ontvangen"] * 2
    assert all("intern.example" in o.query for o in gemeente.ontvangen if o.pad.endswith("/rollen"))


def test_a_register_that_answers_with_content_of_another_type_is_read_all_the_same(toneel: Toneel) -> None:
    gemeente = toneel.gemeente(dialect=replace(OPEN_ZAAK, mediatype="application/problem+json"))
    expected = fill(gemeente, 2)

    assert zaaknummers(alone(toneel, gemeente).find_zaken(ANNA)) == expected


# --- time ---

PATIENT = {"totaal": "20s", "verbinden": "2s", "lezen": "10s"}


def test_how_long_a_connection_may_be_silent_is_set_per_bron(
    toneel: Toneel, waterdam: Gemeente, duinoord: Gemeente
) -> None:
    """Both answer after 800 ms, and both have twenty seconds."""
    expected = fill(waterdam, 1)
    fill(duinoord, 1)
    portaal = toneel.portaal(
        {"waterdam": waterdam, "duinoord": duinoord},
        tijd={"lijst": "25s"},
        bron={"tijd": PATIENT},
        per_bron={"duinoord": {"tijd": PATIENT | {"lezen": "200ms"}}},
    )
    for gemeente in (waterdam, duinoord):
        gemeente.fault = Fault("traag", seconden=0.8)

    overzicht = portaal.find_zaken(ANNA)

    assert uitkomsten(overzicht) == {"duinoord": "teTraag", "waterdam": "ok"}
    assert zaaknummers(overzicht) == expected
    assert len(duinoord.ontvangen) == 1


def test_how_long_connecting_may_take_is_set_apart_and_does_not_count_for_the_answer(
    toneel: Toneel, waterdam: Gemeente, duinoord: Gemeente
) -> None:
    """Duinoord does not answer our greeting; Waterdam does at once, and takes longer than that over its answer."""
    expected = fill(waterdam, 1)
    short = {"tijd": PATIENT | {"verbinden": "300ms"}}
    waterdam.fault = Fault("traag", seconden=0.8, alleen="/zaken")
    with a_full_port() as port:
        deaf = {"zaken": {"url": f"http://127.0.0.1:{port}/zaken/api/v1/"}}
        portaal = toneel.portaal(
            {"waterdam": waterdam, "duinoord": duinoord}, tijd={"lijst": "25s"}, bron=short, per_bron={"duinoord": deaf}
        )
        begin = time.monotonic()

        overzicht = portaal.find_zaken(ANNA)

        assert time.monotonic() - begin < 15, "far before the twenty seconds of the bron are over"
    assert uitkomsten(overzicht) == {"duinoord": "teTraag", "waterdam": "ok"}
    assert zaaknummers(overzicht) == expected
