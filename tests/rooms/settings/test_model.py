"""Settings that contradict each other stop the start, and the message names both."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from mijnzaken_bff.upstream.toegang import GeenToegang
from mijnzaken_bff.zgw.profielen import ExpandVorm, Filter
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze
from tests.rooms.settings.voorbeeld import SECRET, TOEGANGEN, Map, Tree, at, tree
from tests.rooms.upstream.strenge_bron import Papieren

BRON = ("bronnen", 0)


def two_organisaties(**changes: Any) -> Tree:
    configuration = tree()
    configuration["organisaties"].append({"id": "gm9903", "naam": "Gemeente Duinoord", "rsin": "999990019", **changes})
    return configuration


def told(map_: Map, configuration: Tree) -> list[str]:
    return [problem.rpartition(" (regel ")[0] or problem for problem in map_.problems(configuration)]


def test_two_organisaties_with_one_id_contradict_each_other(map_: Map):
    assert told(map_, two_organisaties(id="gm9902")) == ["organisaties[1].id: dezelfde id als organisaties[0]"]


def test_two_organisaties_with_one_rsin_contradict_each_other(map_: Map):
    assert told(map_, two_organisaties(rsin="001117518")) == [
        "organisaties[1].rsin: hetzelfde RSIN als organisaties[0]: een zaak kan niet van beide zijn"
    ]


def test_two_organisaties_may_both_have_no_rsin(map_: Map):
    configuration = at(("organisaties", 0, "rsin"), None, two_organisaties(rsin=None))

    assert told(map_, configuration) == []


def test_two_bronnen_with_one_id_contradict_each_other(map_: Map):
    configuration = tree()
    configuration["bronnen"] = [configuration["bronnen"][0]] * 3

    assert told(map_, configuration) == [
        "bronnen[1].id: dezelfde id als bronnen[0]",
        "bronnen[2].id: dezelfde id als bronnen[0]",
    ]


def test_two_issuers_with_one_id_or_one_issuer_contradict_each_other(map_: Map):
    configuration = tree()
    configuration["uitgevers"].append({**configuration["uitgevers"][0]})

    assert told(map_, configuration) == [
        "uitgevers[1].id: dezelfde id als uitgevers[0]",
        "uitgevers[1].issuer: dezelfde issuer als uitgevers[0]",
    ]


def test_a_bron_of_an_organisatie_that_is_not_there_is_refused(map_: Map):
    assert told(map_, at(("bronnen", 0, "organisatie"), "gm0001")) == [
        "bronnen[0].organisatie: staat niet in organisaties; die kent gm9902"
    ]


def test_more_than_one_organisatie_asks_for_a_choice(map_: Map):
    configuration = two_organisaties()
    del configuration["vragen"]

    assert told(map_, configuration) == [
        "vragen.keuze: verplicht bij meer dan één organisatie: kies alle, gevraagd of claim"
    ]
    assert told(map_, at(("vragen",), {"keuze": "alle"}, two_organisaties())) == []
    assert told(map_, at(("vragen",), ...)) == []


def by_claim(**organisaties: Any) -> Tree:
    """Two organisaties with a bron each, of which the token names those that are asked."""
    configuration = at(("vragen", "keuze"), "claim", two_organisaties())
    first = configuration["bronnen"][0]
    configuration["bronnen"].append({**first, "id": "duinoord", "organisatie": "gm9903"})
    configuration["uitgevers"][0]["organisaties"] = {"pad": ["organisaties"], **organisaties}
    return configuration


def test_where_the_token_chooses_every_issuer_of_people_says_where(map_: Map):
    assert told(map_, by_claim()) == told(map_, by_claim(vorm="rsin")) == []
    assert told(map_, at(("uitgevers", 0, "organisaties"), ..., by_claim())) == [
        "uitgevers[0].organisaties: verplicht bij vragen.keuze: claim: waar in het token staan de organisaties?"
    ]


def test_an_issuer_of_systems_chooses_no_organisaties(map_: Map):
    configuration = by_claim()
    digid = configuration["uitgevers"][0]
    systems = {key: digid[key] for key in ("jwksUrl", "doelgroepen")}
    configuration["uitgevers"].append(systems | {"id": "s", "issuer": "https://s.example", "kanaal": "systeem"})

    assert told(map_, configuration) == []
    assert told(map_, at(("uitgevers", 1, "organisaties"), {"pad": ["o"]}, configuration)) == [
        "uitgevers[1].organisaties: organisaties en kanaal systeem spreken elkaar tegen: dat kanaal vraagt geen zaken"
    ]


@pytest.mark.parametrize("vragen", [{"keuze": "alle"}, {"keuze": "gevraagd"}])
def test_a_claim_that_chooses_nothing_is_not_there_for_nothing(map_: Map, vragen: Tree):
    assert told(map_, at(("vragen",), vragen, by_claim())) == [
        "uitgevers[0].organisaties: vraagt vragen.keuze: claim; anders doet die claim niets"
    ]


def test_an_organisatie_that_cannot_be_named_can_never_be_chosen(map_: Map):
    without = by_claim(vorm="rsin")
    del without["organisaties"][1]["rsin"]

    assert told(map_, without) == [
        "organisaties[1].rsin: verplicht bij uitgevers[0].organisaties.vorm: rsin: anders is ze nooit te kiezen"
    ]
    without["bronnen"].pop()
    assert told(map_, without) == [], "nobody is asked for it"


def moving(*ontdubbel: str) -> Tree:
    """An organisatie with two registers, and one with one."""
    configuration = at(("vragen", "keuze"), "alle", two_organisaties())
    first = configuration["bronnen"][0]
    configuration["bronnen"] += [{**first, "id": "archief"}, {**first, "id": "duinoord", "organisatie": "gm9903"}]
    configuration["organisaties"][0]["ontdubbel"] = list(ontdubbel)
    return configuration


@pytest.mark.parametrize(
    ("ontdubbel", "says"),
    [
        ([], None),
        (["waterdam", "archief"], None),
        (["waterdam"], "ontdubbel: noem ten minste twee bronnen: met welke zijn zaken dubbel?"),
        (["waterdam", "waterdam"], "ontdubbel[1]: waterdam staat er twee keer"),
        (["waterdam", "nergens"], "ontdubbel[1]: staat niet in bronnen"),
        (
            ["waterdam", "duinoord"],
            "ontdubbel[1]: is een bron van gm9903: zaken van twee organisaties zijn nooit dezelfde",
        ),
    ],
)
def test_zaken_are_double_in_two_bronnen_of_one_organisatie(map_: Map, ontdubbel: list[str], says: str | None):
    assert told(map_, moving(*ontdubbel)) == ([f"organisaties[0].{says}"] if says else [])


@pytest.mark.parametrize("totaal", ["5s", "6s"])
def test_a_bron_may_not_take_as_long_as_the_whole_answer(map_: Map, totaal: str):
    assert told(map_, at(("bronnen", 0, "tijd", "totaal"), totaal)) == [
        "bronnen[0].tijd.totaal: niet korter dan tijd.lijst: een trage bron zou het hele antwoord ophouden"
    ]
    assert told(map_, at(("bronnen", 0, "tijd", "totaal"), "4999ms")) == []


def test_the_default_of_a_bron_counts_as_well(map_: Map):
    configuration = at(("tijd", "lijst"), "3s", at(("bronnen", 0, "tijd", "totaal"), ...))

    assert told(map_, configuration) == [
        "bronnen[0].tijd.totaal: niet korter dan tijd.lijst: een trage bron zou het hele antwoord ophouden"
    ]


def test_connecting_may_not_take_longer_than_the_bron_may(map_: Map):
    assert told(map_, at(("bronnen", 0, "tijd"), {"totaal": "1s", "verbinden": "2s"})) == [
        "bronnen[0]: tijd.verbinden is langer dan tijd.totaal: verbinden zou nooit kunnen mislukken"
    ]


def test_a_question_may_not_wait_as_long_as_the_bron_may_take(map_: Map):
    assert told(map_, at(("bronnen", 0, "wachtrij"), {"geduld": "4s"})) == [
        "bronnen[0]: wachtrij.geduld is niet korter dan tijd.totaal: er bleef geen tijd over om te vragen"
    ]


def test_a_default_never_contradicts_a_budget_that_was_set(map_: Map):
    assert told(map_, at(("bronnen", 0, "tijd"), {"totaal": "500ms", "verbinden": "400ms"})) == []


@pytest.mark.parametrize(
    ("changes", "connections"),
    [
        ({}, 4),
        ({"gelijktijdig": 1}, 2),
        ({"toegang": TOEGANGEN[1]}, 5),
    ],
    ids=["a pool of four", "never fewer than two", "and one for the token server"],
)
def test_the_connections_of_a_bron_are_those_of_its_pools(map_: Map, changes: Tree, connections: int):
    configuration = tree()
    configuration["bronnen"][0] |= changes

    assert map_.settings(configuration).bronnen[0].connections == connections


def test_a_breaker_may_not_wait_shorter_as_it_goes_on(map_: Map):
    assert told(map_, at(("bronnen", 0, "breker"), {"wacht": "3m"})) == [
        "bronnen[0].breker: breker.hoogstens is korter dan breker.wacht"
    ]


@pytest.mark.parametrize(
    ("place", "key"),
    [
        (("bronnen", 0, "zaken", "url"), "bronnen[0].zaken.url"),
        (("bronnen", 0, "catalogi", "url"), "bronnen[0].catalogi.url"),
        (("bronnen", 0, "documenten", 0, "url"), "bronnen[0].documenten[0].url"),
        (("bronnen", 0, "besluiten", "url"), "bronnen[0].besluiten.url"),
        (("uitgevers", 0, "jwksUrl"), "uitgevers[0].jwksUrl"),
    ],
)
def test_plain_http_is_for_development_only(map_: Map, place: tuple[str | int, ...], key: str):
    configuration = at(place, "http://zgw.waterdam.example/api/v1/")

    assert told(map_, configuration) == [f"{key}: http zonder TLS mag alleen met ontwikkeling: true"]
    assert told(map_, at(("ontwikkeling",), True, configuration)) == []


@pytest.mark.parametrize(
    ("place", "key"),
    [
        (("bronnen", 0, "toegang"), "bronnen[0].toegang.tokenUrl"),
        (("bronnen", 0, "catalogi", "toegang"), "bronnen[0].catalogi.toegang.tokenUrl"),
        (("bronnen", 0, "documenten", 0, "toegang"), "bronnen[0].documenten[0].toegang.tokenUrl"),
    ],
)
def test_a_token_over_plain_http_is_for_development_only(map_: Map, place: tuple[str | int, ...], key: str):
    configuration = at(place, {**TOEGANGEN[1], "tokenUrl": "http://kc.waterdam.example/token"})

    assert told(map_, configuration) == [f"{key}: http zonder TLS mag alleen met ontwikkeling: true"]
    assert told(map_, at(("ontwikkeling",), True, configuration)) == []


@pytest.mark.parametrize(
    ("place", "http", "problem"),
    [
        (("zaken", "tls"), ("zaken", "url"), "zaken.tls: kan niet bij zaken.url"),
        (("documenten", 0, "tls"), ("documenten", 0, "url"), "documenten[0].tls: kan niet bij documenten[0].url"),
        (("tls",), ("catalogi", "url"), "tls: kan niet bij catalogi.url"),
        (("toegang", "tls"), ("toegang", "tokenUrl"), "toegang.tls: kan niet bij tokenUrl"),
    ],
)
def test_tls_where_none_is_spoken_is_refused(
    map_: Map, tmp_path: Path, place: tuple[str | int, ...], http: tuple[str | int, ...], problem: str
):
    Papieren(tmp_path)
    configuration = at(("ontwikkeling",), True, at((*BRON, "toegang"), dict(TOEGANGEN[1])))
    at((*BRON, *place), {"ca": "ca.pem"}, configuration)
    assert told(map_, configuration) == []

    at((*BRON, *http), "http://127.0.0.1:8080/", configuration)
    assert told(map_, configuration) == [f"bronnen[0].{problem}: dat is http, zonder TLS"]
    assert told(map_, at((*BRON, *place), {}, configuration)) == []


def test_an_api_over_http_may_say_that_the_tls_of_its_bron_is_not_for_it(map_: Map, tmp_path: Path):
    Papieren(tmp_path)
    configuration = at(("ontwikkeling",), True, at((*BRON, "tls"), {"ca": "ca.pem"}))
    configuration["bronnen"][0]["catalogi"] = {"url": "http://127.0.0.1:8080/", "tls": {}}

    assert told(map_, configuration) == []


ZAKEN = "https://zgw.waterdam.example/zaken/api/v1/"
CATALOGI = "https://zgw.waterdam.example/catalogi/api/v1/"
INTERN = "https://openzaak.intern/zaken/api/v1/"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"url": ZAKEN}, "url: dezelfde als zaken.url"),
        ({"url": INTERN}, "url: dezelfde als zaken.aliassen[0]"),
        ({"aliassen": ["https://elders.example/", ZAKEN]}, "aliassen[1]: dezelfde als zaken.url"),
        ({"aliassen": [INTERN]}, "aliassen[0]: dezelfde als zaken.aliassen[0]"),
        ({"aliassen": ["HTTPS://OpenZaak.intern:443/zaken/api/v1"]}, "aliassen[0]: dezelfde als zaken.aliassen[0]"),
        ({"aliassen": [CATALOGI, "https://openzaak.intern/", "https://openzaak.intern:8443/zaken/api/v1/"]}, None),
    ],
)
def test_one_address_cannot_be_of_both_apis(map_: Map, changes: Tree, problem: str | None):
    configuration = tree()
    configuration["bronnen"][0]["catalogi"] |= changes

    expected = [] if problem is None else [f"bronnen[0].catalogi.{problem}: dit zijn twee API's"]
    assert told(map_, configuration) == expected


@pytest.mark.parametrize("toegang", TOEGANGEN[:-1], ids=lambda toegang: toegang["soort"])
def test_every_kind_of_toegang_is_accepted_for_a_bron_and_for_an_api(map_: Map, toegang: Tree):
    settings = map_.settings(at(("bronnen", 0, "toegang"), toegang))
    assert settings.bronnen[0].toegang.soort == toegang["soort"]
    assert len(settings.derived_key("cursor")) == 32

    settings = map_.settings(at(("bronnen", 0, "catalogi", "toegang"), toegang))
    assert settings.bronnen[0].catalogi.toegang is not None
    assert settings.bronnen[0].catalogi.toegang.soort == toegang["soort"]


def test_the_header_of_a_key_may_not_be_an_extra_header_as_well(map_: Map):
    configuration = at(("bronnen", 0, "zaken", "headers"), {"x-api-key": "x"})
    assert told(map_, configuration) == []

    configuration["bronnen"][0]["toegang"] = TOEGANGEN[2]
    assert told(map_, configuration) == [
        "bronnen[0].zaken.headers: noemt de header van toegang: die staat er dan twee keer"
    ]
    configuration["bronnen"][0]["zaken"]["toegang"] = TOEGANGEN[3]
    assert told(map_, configuration) == []


# A key of our own, from what only we know.

NOTHING_SECRET = (
    "dienst.sleutel: verplicht als geen enkele toegang een geheim van 32 tekens heeft: anders is een cursor na te maken"
)


@pytest.mark.parametrize("ontwikkeling", [False, True])
def test_a_configuration_without_any_secret_asks_for_one_of_its_own(map_: Map, ontwikkeling: bool):
    configuration = at(("ontwikkeling",), ontwikkeling, at(("bronnen", 0, "toegang"), {"soort": "geen"}))
    assert told(map_, configuration) == [NOTHING_SECRET]

    configuration["dienst"]["sleutel"] = {"bestand": "waterdam.secret"}
    assert len(map_.settings(configuration).derived_key("cursor")) == 32


def test_a_short_key_of_a_register_is_no_ground_for_a_key_of_ours(map_: Map, tmp_path: Path):
    (tmp_path / "kort").write_text("x" * 31)
    configuration = at(("bronnen", 0, "toegang"), {**TOEGANGEN[2], "sleutel": {"bestand": "kort"}})

    assert told(map_, configuration) == [NOTHING_SECRET]
    assert told(map_, at(("ontwikkeling",), True, configuration)) == []
    configuration["ontwikkeling"] = False
    configuration["bronnen"][0]["besluiten"]["toegang"] = TOEGANGEN[0]
    assert told(map_, configuration) == []


def test_a_key_of_our_own_must_be_long_too(map_: Map, tmp_path: Path):
    (tmp_path / "kort").write_text("x" * 31)
    configuration = at(("dienst", "sleutel"), {"bestand": "kort"})

    (problem,) = told(map_, configuration)
    assert problem.startswith("dienst.sleutel: korter dan 32 tekens")
    assert told(map_, at(("ontwikkeling",), True, configuration)) == []


def test_with_a_key_of_our_own_the_secrets_of_the_bronnen_do_not_matter(map_: Map, tmp_path: Path):
    (tmp_path / "eigen").write_text("een-eigen-sleutel-van-meer-dan-32-tekens")
    (tmp_path / "anders").write_text("een-ander-geheim-van-meer-dan-32-tekens")
    configuration = at(("dienst", "sleutel"), {"bestand": "eigen"})
    key = map_.settings(configuration).derived_key("cursor")
    configuration["bronnen"][0]["toegang"] = {**TOEGANGEN[0], "secret": {"bestand": "anders"}}

    assert map_.settings(configuration).derived_key("cursor") == key
    assert key != map_.settings(tree()).derived_key("cursor")
    configuration["dienst"]["sleutel"] = {"bestand": "anders"}
    assert map_.settings(configuration).derived_key("cursor") != key


def test_the_previous_key_is_what_the_key_was(map_: Map, tmp_path: Path):
    for name in ("oude", "nieuwe"):
        (tmp_path / name).write_text(f"een-{name}-sleutel-van-meer-dan-32-tekens")
    before = map_.settings(at(("dienst", "sleutel"), {"bestand": "oude"}))
    after = map_.settings(at(("dienst",), {"sleutel": {"bestand": "nieuwe"}, "vorigeSleutel": {"bestand": "oude"}}))

    assert before.previous_key("cursor") is None
    assert after.previous_key("cursor") == before.derived_key("cursor")
    assert after.derived_key("cursor") != before.derived_key("cursor")


@pytest.mark.parametrize(
    ("dienst", "says"),
    [
        ({"vorigeSleutel": {"bestand": "lang"}}, "dienst: vorigeSleutel zonder sleutel"),
        ({"sleutel": {"bestand": "lang"}, "vorigeSleutel": {"bestand": "lang"}}, "dienst: vorigeSleutel is gelijk"),
        ({"sleutel": {"bestand": "lang"}, "vorigeSleutel": {"bestand": "kort"}}, "dienst.vorigeSleutel: korter dan 32"),
    ],
)
def test_a_previous_key_that_makes_no_sense_is_refused(map_: Map, tmp_path: Path, dienst: Tree, says: str):
    (tmp_path / "lang").write_text("een-sleutel-van-meer-dan-32-tekens-lang")
    (tmp_path / "kort").write_text("x" * 31)

    (problem,) = told(map_, at(("dienst",), dienst))

    assert problem.startswith(says)


def test_a_key_is_never_derived_from_nothing(map_: Map):
    settings = map_.settings(tree())
    bron = settings.bronnen[0].model_copy(update={"toegang": GeenToegang(soort="geen")})
    empty = settings.model_copy(update={"bronnen": (bron,)})

    with pytest.raises(ValueError, match="niets geheims"):
        empty.derived_key("cursor")


def test_plain_http_in_capitals_is_plain_http(map_: Map):
    configuration = at(("bronnen", 0, "zaken", "url"), "HTTP://zgw.waterdam.example/api/v1/")

    assert len(told(map_, configuration)) == 1


def test_a_configuration_in_which_every_bron_is_off_is_refused(map_: Map):
    assert told(map_, at((*BRON, "uit"), True)) == ["bronnen: elke bron staat op uit: zet er ten minste één aan"]


def test_a_bron_that_is_off_is_checked_like_any_other(map_: Map):
    configuration = tree()
    configuration["bronnen"].append({**configuration["bronnen"][0], "id": "oud", "uit": True, "organisatie": "gm1"})

    assert told(map_, configuration) == ["bronnen[1].organisatie: staat niet in organisaties; die kent gm9902"]


def test_a_bron_that_is_off_is_not_among_those_that_are_asked(map_: Map):
    configuration = tree()
    configuration["bronnen"].append({**configuration["bronnen"][0], "id": "oud", "uit": True, "bsnInUrl": "toegestaan"})

    settings = map_.settings(configuration)

    assert [bron.id for bron in settings.bronnen_aan] == ["waterdam"]
    assert list(settings.unsafe()) == []


@pytest.mark.parametrize(
    ("van", "moment"),
    [
        ("2026-12-01T22:00", datetime(2026, 12, 1, 21, tzinfo=UTC)),
        ("2026-07-01 22:00:30", datetime(2026, 7, 1, 20, 0, 30, tzinfo=UTC)),
        ("2026-12-01T22:00Z", datetime(2026, 12, 1, 22, tzinfo=UTC)),
        ("2026-12-01T22:00-05:00", datetime(2026, 12, 2, 3, tzinfo=UTC)),
    ],
)
def test_maintenance_without_a_zone_is_in_the_time_of_the_netherlands(map_: Map, van: str, moment: datetime):
    onderhoud = {"van": van, "tot": "2026-12-31T00:00"}

    for written in (onderhoud, [onderhoud]):
        (found,) = map_.settings(at((*BRON, "onderhoud"), written)).bronnen[0].onderhoud
        assert found.van == moment


@pytest.mark.parametrize(
    ("onderhoud", "problem"),
    [
        ({"van": "2026-12-01T22:00", "tot": "2026-12-01T22:00"}, ": van is niet eerder dan tot"),
        ({"van": "2026-12-01T22:00"}, ".tot: ontbreekt"),
        ({"van": "2026-12-01", "tot": "2026-12-31T00:00"}, ".van: verwacht een datum en tijd, zoals 2026-12-01T22:00"),
        ({"van": 20261201, "tot": "2026-12-31T00:00"}, ".van: verwacht een datum en tijd, zoals 2026-12-01T22:00"),
        ({"van": "2026-02-30T22:00", "tot": "2026-12-31T00:00"}, ".van: deze datum of tijd bestaat niet"),
        ({"van": "0001-01-01T00:00", "tot": "2026-12-31T00:00"}, ".van: deze datum ligt te ver weg"),
        ({"van": "2026-12-01T22:00", "tot": "9999-12-31T23:59-01:00"}, ".tot: deze datum ligt te ver weg"),
        ({"van": "2026-12-01T22:00", "tot": "9999-12-31T23:59Z"}, ".tot: deze datum ligt te ver weg"),
        (
            {"van": "2026-10-25T02:30", "tot": "2026-12-31T00:00"},
            ".van: de klok gaat dan een uur vooruit of achteruit: zet de zone erachter, zoals +01:00",
        ),
        (
            {"van": "2026-03-29T02:30", "tot": "2026-12-31T00:00"},
            ".van: de klok gaat dan een uur vooruit of achteruit: zet de zone erachter, zoals +01:00",
        ),
    ],
)
def test_maintenance_that_cannot_be_is_refused(map_: Map, onderhoud: Tree, problem: str):
    assert told(map_, at((*BRON, "onderhoud"), onderhoud)) == [f"bronnen[0].onderhoud{problem}"]


def test_whoever_still_waits_when_the_service_stops_gets_the_time_of_an_answer(map_: Map):
    stoppen = {"uitloop": "0s", "afronden": "4s"}

    (problem,) = told(map_, at(("dienst", "stoppen"), stoppen))

    assert problem.startswith("dienst.stoppen.afronden: korter dan tijd.lijst:")


def test_a_document_that_begins_in_time_gets_the_time_to_end(map_: Map):
    stoppen = {"uitloop": "0s", "afronden": "6s"}
    slow = at(("tijd", "document"), "8s", at(("dienst", "stoppen"), stoppen))

    (problem,) = told(map_, slow)
    assert problem.startswith("dienst.stoppen.afronden: korter dan tijd.document:")

    (problem,) = told(map_, at(("documenten",), {"totaal": "4s", "stil": "1s"}))
    assert problem.startswith("documenten.totaal: korter dan tijd.document:")


def test_a_bron_says_how_many_of_its_documents_are_fetched_at_once(map_: Map):
    (bron,) = map_.settings(at(("bronnen", 0, "downloads"), 3)).bronnen

    assert bron.grens.downloads == 3


def test_every_contradiction_is_told_at_once(map_: Map):
    configuration = two_organisaties(id="gm9902", rsin="001117518")
    configuration["bronnen"].append({**configuration["bronnen"][0], "organisatie": "gm0001"})
    configuration["uitgevers"][0]["jwksUrl"] = "http://digid.example/certs"
    configuration["tijd"]["lijst"] = "4s"
    del configuration["vragen"]

    assert [problem.partition(": ")[0] for problem in told(map_, configuration)] == [
        "organisaties[1].id",
        "bronnen[1].id",
        "organisaties[1].rsin",
        "bronnen[1].organisatie",
        "vragen.keuze",
        "bronnen[0].tijd.totaal",
        "bronnen[1].tijd.totaal",
        "uitgevers[0].jwksUrl",
    ]


def test_a_secret_may_be_written_out_and_short_in_development_only(map_: Map):
    configuration = at(("bronnen", 0, "toegang", "secret"), "kort")

    assert len(told(map_, configuration)) == 1
    settings = map_.settings(at(("ontwikkeling",), True, configuration))
    assert settings.bronnen[0].toegang.secret.get_secret_value() == "kort"


# Frozen, and the same everywhere.


@pytest.mark.parametrize("place", ["", "dienst", "tijd", "bronnen", "uitgevers", "organisaties"])
def test_settings_never_change(map_: Map, place: str):
    settings = map_.settings(tree())
    part: Any = getattr(settings, place) if place else settings
    part = part[0] if isinstance(part, tuple) else part

    with pytest.raises(ValidationError, match="frozen"):
        setattr(part, next(iter(type(part).model_fields)), "anders")


def test_every_replica_derives_the_same_key(tmp_path: Path):
    (tmp_path / "een").mkdir()
    (tmp_path / "twee").mkdir()
    one, other = Map(tmp_path / "een"), Map(tmp_path / "twee", {"GEHEIM": SECRET})
    elsewhere = at(("bronnen", 0, "toegang", "secret"), "${GEHEIM}")

    key = one.settings(tree()).derived_key("cursor")

    assert len(key) == 32
    assert other.settings(tree()).derived_key("cursor") == key
    assert other.settings(elsewhere).derived_key("cursor") == key


def test_the_order_of_the_bronnen_does_not_change_the_key(map_: Map):
    configuration = tree()
    configuration["bronnen"].append({**configuration["bronnen"][0], "id": "duinoord"})
    key = map_.settings(configuration).derived_key("cursor")
    configuration["bronnen"].reverse()

    assert map_.settings(configuration).derived_key("cursor") == key


VORIG = {"zgwJwt": "vorigSecret", "oauth2": "vorigSecret", "apiSleutel": "vorigeSleutel", "token": "vorigToken"}


@pytest.mark.parametrize("toegang", TOEGANGEN[:4], ids=lambda toegang: toegang["soort"])
def test_a_previous_secret_of_a_bron_does_not_change_the_key(map_: Map, tmp_path: Path, toegang: Tree):
    (tmp_path / "vorig").write_text("een-vorig-geheim-van-meer-dan-32-tekens")
    before = map_.settings(at(("bronnen", 0, "toegang"), toegang))
    during = map_.settings(at(("bronnen", 0, "toegang"), {**toegang, VORIG[toegang["soort"]]: {"bestand": "vorig"}}))

    assert during.bronnen[0].toegang != before.bronnen[0].toegang
    assert during.derived_key("cursor") == before.derived_key("cursor")


def test_a_previous_secret_is_no_ground_for_a_key_of_ours(map_: Map, tmp_path: Path):
    (tmp_path / "kort").write_text("x" * 31)
    (tmp_path / "lang").write_text("een-vorig-geheim-van-meer-dan-32-tekens")
    toegang = {**TOEGANGEN[2], "sleutel": {"bestand": "kort"}, "vorigeSleutel": {"bestand": "lang"}}

    assert told(map_, at(("bronnen", 0, "toegang"), toegang)) == [NOTHING_SECRET]


def test_a_previous_secret_that_is_the_present_one_is_told_at_its_place(map_: Map):
    toegang = {**TOEGANGEN[0], "vorigSecret": TOEGANGEN[0]["secret"]}

    assert told(map_, at(("bronnen", 0, "toegang"), toegang)) == [
        "bronnen[0].toegang.vorigSecret: is gelijk aan secret: er is dan niets gewisseld"
    ]


def test_a_key_is_another_for_another_purpose_or_other_secrets(map_: Map, tmp_path: Path):
    keys = [map_.settings(tree()).derived_key("cursor"), map_.settings(tree()).derived_key("geheugen")]
    (tmp_path / "anders").write_text("een-ander-geheim-van-meer-dan-32-tekens")
    keys.append(map_.settings(at(("bronnen", 0, "toegang", "secret"), {"bestand": "anders"})).derived_key("cursor"))
    own = {"soort": "zgwJwt", "clientId": "x", "secret": {"bestand": "anders"}}
    keys.append(map_.settings(at(("bronnen", 0, "catalogi", "toegang"), own)).derived_key("cursor"))

    assert len(set(keys)) == 4
    assert all(SECRET.encode() not in key for key in keys)


def test_the_key_does_not_depend_on_what_is_no_secret(map_: Map):
    changed = at(("dienst", "poort"), 9000, at(("bronnen", 0, "naam"), "Anders"))

    assert map_.settings(changed).derived_key("cursor") == map_.settings(tree()).derived_key("cursor")


def with_only(capabilities: Tree) -> Tree:
    """The sample with these capabilities of its bron and no other."""
    configuration = tree()
    bron = configuration["bronnen"][0]
    for key in ("product", "zoeken", "expand", "bedrijven", "bsnInUrl"):
        bron.pop(key, None)
    bron |= capabilities
    return configuration


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        pytest.param(
            {"zoeken": "get"},
            "bronnen[0].zoeken: vraagt bsnInUrl: toegestaan, want bij GET staat het nummer van de betrokkene in de URL",
            id="a number in a URL that was not allowed",
        ),
        pytest.param(
            {"product": "esuite"},
            "bronnen[0].product: vraagt bsnInUrl: toegestaan, want bij GET staat het nummer van de betrokkene in de URL",  # noqa: E501
            id="the same by product",
        ),
        pytest.param(
            {"zoeken": "get", "bsnInUrl": "toegestaan", "expand": "lijst"},
            "bronnen[0].expand: kan niet bij zoeken: get; kies auto, query of uit",
            id="a body that GET has not",
        ),
        pytest.param(
            {"vermogens": {"filters": ["identificatie"]}},
            "bronnen[0].vermogens.bladeren: sleutel vraagt startdatum__lte in vermogens.filters",
            id="a key that the register does not know",
        ),
        pytest.param(
            {"vermogens": {"ordening": False}},
            "bronnen[0].vermogens.bladeren: sleutel kan niet zonder vermogens.ordening; kies nummer",
            id="a key without an order",
        ),
    ],
)
def test_capabilities_that_cannot_go_together_are_refused(map_: Map, changes: Tree, problem: str):
    configuration = with_only(changes)

    assert told(map_, configuration) == [problem]


@pytest.mark.parametrize("product", ["openZaak", "oneGround", "generiek16", "generiek15"])
def test_a_product_needs_nothing_beside_it(map_: Map, product: str):
    assert told(map_, with_only({"product": product})) == []


@pytest.mark.parametrize("product", ["esuite", "generiek10"])
def test_a_product_that_is_asked_by_get_works_once_that_is_allowed(map_: Map, product: str):
    assert told(map_, with_only({"product": product, "bsnInUrl": "toegestaan"})) == []


def test_a_single_capability_overrules_that_of_the_product(map_: Map):
    configuration = with_only(
        {
            "product": "oneGround",
            "expand": "lijst",
            "bedrijven": ["nnp_rsin"],
            "vermogens": {"apiVersie": "1.5.1", "paginagrootte": True, "filters": ["startdatum__lte"]},
        }
    )

    profiel = map_.settings(configuration).bronnen[0].profiel

    assert profiel.expand == (ExpandVorm.LIJST,)
    assert profiel.bedrijven == (Zoekwijze.NNP_RSIN,)
    assert (profiel.api_versie, profiel.paginagrootte) == ("1.5.1", True)
    assert profiel.filters == {Filter.TOT_EN_MET}
    assert profiel.rolfilter == "elke", "what is not overruled stays that of the product"


def test_the_header_of_a_version_can_be_switched_off_and_a_null_says_nothing_else(map_: Map):
    capabilities = dict.fromkeys(("expandDetail", "bladeren", "paginagrootte", "ordening", "rolfilter", "filters"))
    preset = map_.settings(with_only({"product": "oneGround"})).bronnen[0].profiel
    profiel = (
        map_.settings(with_only({"product": "oneGround", "vermogens": {**capabilities, "apiVersie": None}}))
        .bronnen[0]
        .profiel
    )

    assert preset.api_versie is not None
    assert profiel == replace(preset, api_versie=None)


VERSION_TWICE = (
    "bronnen[0].zaken.headers: noemt Api-Version, en vermogens.apiVersie (of anders product) ook;"
    " apiVersie: null zet die uit"
)


def test_a_version_of_the_operator_beside_that_of_the_profile_is_refused(map_: Map):
    own = with_only({"product": "openZaak"})
    own["bronnen"][0]["zaken"]["headers"] = {"api-version": "1.5.2"}
    assert told(map_, own) == []

    assert told(map_, at((*BRON, "vermogens"), {"apiVersie": "1.5"}, own)) == [VERSION_TWICE]
    assert told(map_, at((*BRON, "vermogens"), {}, at((*BRON, "product"), "oneGround", own))) == [VERSION_TWICE]
    assert told(map_, at((*BRON, "vermogens"), {"apiVersie": None}, own)) == []


def test_a_bron_that_searches_for_no_company_says_so_with_an_empty_list(map_: Map):
    assert map_.settings(with_only({"bedrijven": []})).bronnen[0].profiel.bedrijven == ()


def test_zaaktypen_that_are_shown_from_a_day_on_may_not_be_refused_as_well(map_: Map):
    rules = {"weiger": ["ZT-X"], "vanaf": {"ZT-X": "2026-01-01"}}

    assert told(map_, with_only({"zichtbaarheid": {"zaaktypen": rules}})) == [
        "bronnen[0].zichtbaarheid.zaaktypen: ZT-X staat in vanaf en in weiger"
    ]


class TestTheEdge:
    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("hosts", "mijnzaken.waterdam.example"),
            ("hosts", "MijnZaken.Waterdam.Example"),
            ("hosts", "10.0.0.7"),
            ("hosts", "[::1]"),
            ("cors", "https://mijn.waterdam.example"),
            ("cors", "https://mijn.waterdam.example:8443"),
            ("cors", "https://xn--mn-tja.example"),
            ("proxies", "10.0.0.0/8"),
            ("proxies", "10.0.0.7"),
            ("proxies", "2001:db8::/32"),
        ],
    )
    def test_what_can_be_meant_is_taken(self, map_: Map, key: str, value: str):
        assert told(map_, at(("dienst", key), [value])) == []

    @pytest.mark.parametrize(
        ("key", "value", "problem"),
        [
            ("hosts", "https://mijnzaken.waterdam.example", "verwacht een naam zonder https://"),
            ("hosts", "mijnzaken.waterdam.example:443", "verwacht een naam zonder https://"),
            ("hosts", "mijnzaken.waterdam.example/v1", "verwacht een naam zonder https://"),
            ("hosts", "*.waterdam.example", "verwacht een naam zonder https://"),
            ("hosts", "*", "verwacht een naam zonder https://"),
            ("hosts", "", "verwacht een naam zonder https://"),
            ("cors", "*", "verwacht één herkomst"),
            ("cors", "null", "verwacht één herkomst"),
            ("cors", "https://*.waterdam.example", "verwacht één herkomst"),
            ("cors", "mijn.waterdam.example", "verwacht één herkomst"),
            ("cors", "https://mijn.waterdam.example/", "verwacht één herkomst"),
            ("cors", "https://mijn.waterdam.example/zaken", "verwacht één herkomst"),
            ("cors", "https://Mijn.waterdam.example", "verwacht één herkomst"),
            ("cors", "https://mijn.waterdam.example\n", "verwacht één herkomst"),
            ("cors", "ftp://mijn.waterdam.example", "verwacht één herkomst"),
            ("cors", "https://mijn.waterdam.example:443", "laat :443 weg"),
            ("cors", "http://mijn.waterdam.example", "http zonder TLS mag alleen met ontwikkeling: true"),
            ("proxies", "*", "verwacht een adres of een netwerk"),
            ("proxies", "ingress", "verwacht een adres of een netwerk"),
            ("proxies", "10.0.0.1/8", "een netwerk begint bij zijn eerste adres"),
        ],
    )
    def test_what_cannot_work_stops_the_start(self, map_: Map, key: str, value: str, problem: str):
        (found,) = told(map_, at(("dienst", key), [value]))

        assert found.startswith(f"dienst.{key}[0]: {problem}")

    @pytest.mark.parametrize(
        ("grenzen", "problem"),
        [
            ({"tegelijk": 0}, "dienst.grenzen.tegelijk: moet ten minste 1 zijn"),
            ({"perKlant": {"aantal": 0}}, "dienst.grenzen.perKlant.aantal: moet ten minste 1 zijn"),
            ({"mislukt": {"aantal": 1, "per": "0s"}}, "dienst.grenzen.mislukt.per: moet groter zijn dan 0"),
            ({"perBetrokkene": {"per": "1m"}}, "dienst.grenzen.perBetrokkene.aantal: ontbreekt"),
        ],
    )
    def test_a_limit_that_lets_nobody_through_stops_the_start(self, map_: Map, grenzen: Any, problem: str):
        assert told(map_, at(("dienst", "grenzen"), grenzen)) == [problem]

    def test_there_are_limits_without_asking_for_them(self, map_: Map):
        grenzen = map_.settings(tree()).dienst.grenzen

        assert grenzen.tegelijk == 200
        per_minute = {
            (tempo.aantal, tempo.per) for tempo in (grenzen.per_betrokkene, grenzen.per_klant, grenzen.mislukt)
        }
        assert per_minute == {(60, 60.0), (6000, 60.0), (30, 60.0)}
