"""The settings of an issuer: what is accepted, and what stops the start."""

import json

import pytest
from pydantic import TypeAdapter, ValidationError

from mijnzaken_bff.domain.caller import Kanaal
from mijnzaken_bff.identity.uitgevers import Uitgever
from tests.rooms.identity.issuer import Broker

EXAMPLE = {
    "id": "digid-broker",
    "issuer": "https://broker.example/realms/burger",
    "jwksUrl": "https://broker.example/realms/burger/protocol/openid-connect/certs",
    "kanaal": "burger",
    "doelgroepen": ["mijnzaken-bff"],
    "doelgroepModus": "bevat",
    "tokenTypen": ["at+jwt", "JWT"],
    "payloadTyp": "Bearer",
    "algoritmen": ["PS256", "RS256", "ES256"],
    "klanten": ["mijnomgeving"],
    "scopes": {"pad": ["scope"], "vereist": ["zaken.lezen"]},
    "speling": "30s",
    "maximaleLeeftijd": "1h",
    "maximaleDuur": "24h",
    "vereisteClaims": ["iss", "aud", "exp", "iat", "sub"],
    "bezitsbewijs": "weigeren",
    "betrokkene": [{"type": "bsn", "pad": ["aanvrager", "bsn"]}],
    "betrouwbaarheid": {
        "pad": ["acr"],
        "waarden": {"http://eidas.europa.eu/LoA/substantial": "substantieel"},
        "ontbreekt": "weigeren",
        "minimum": "substantieel",
    },
    "vertegenwoordiging": {"stijl": "geen", "bekendeClaims": ["represents", "act"]},
    "sleutels": {"verversen": "5m", "houdbaarBijStoring": "24h", "minimumTussenVerversingen": "30s"},
}

CLAIMS = {"stijl": "claims", "dienstDoorUitgever": True}
NLGOV = {"stijl": "nlgov-represents", "dienstDoorUitgever": True}
A_IS_X, B_THERE = {"pad": ["a"], "is": "x"}, {"pad": ["b"], "ontbreekt": False}


def acting(*pad, kind="bsn"):
    return {"type": kind, "pad": list(pad)}


GEMACHTIGDE = {"type": "bsn", "pad": ["aanvrager", "bsn"], "handelende": acting("gemachtigde", "bsn")}


def nlgov_rule(kind, sub_id_type):
    return {
        "type": kind,
        "pad": ["sub"],
        "wanneer": {"pad": ["sub_id_type"], "is": f"urn:nl-eid-gdi:1.0:id:{sub_id_type}"},
    }


def problems(**changes):
    """Every problem with the example after ``changes``, as place and message; ``...`` takes a key away."""
    tree = {key: value for key, value in {**EXAMPLE, **changes}.items() if value is not ...}
    with pytest.raises(ValidationError) as refusal:
        Uitgever.model_validate(tree)
    return {".".join(map(str, error["loc"])): error["msg"] for error in refusal.value.errors()}


def test_the_example_of_the_manual_is_accepted():
    uitgever = Uitgever.model_validate(EXAMPLE)

    assert uitgever.kanaal is Kanaal.BURGER
    assert (uitgever.speling, uitgever.maximale_leeftijd) == (30.0, 3600.0)
    assert uitgever.sleutels.houdbaar_bij_storing == 86400.0
    assert uitgever.betrokkene[0].pad == ("aanvrager", "bsn")


def test_what_is_left_out_gets_the_strict_choice():
    needed = ("id", "issuer", "jwksUrl", "kanaal", "doelgroepen", "betrokkene")
    uitgever = Uitgever.model_validate(
        {key: EXAMPLE[key] for key in needed} | {"betrouwbaarheid": {"minimum": "substantieel"}}
    )

    assert uitgever.vereiste_claims == ("iss", "aud", "exp", "iat", "sub")
    assert uitgever.betrouwbaarheid.ontbreekt == "weigeren"
    assert "gemachtigde" in uitgever.vertegenwoordiging.namen


@pytest.mark.parametrize(
    ("changes", "place", "says"),
    [
        ({"algoritmen": ["RS256", "HS256"]}, "algoritmen", "HS256 is niet toegelaten"),
        ({"algoritmen": ["none"]}, "algoritmen", "none is niet toegelaten"),
        ({"algoritmen": []}, "algoritmen", "algoritmen mag niet leeg zijn"),
        ({"doelgroepen": []}, "doelgroepen", "doelgroepen mag niet leeg zijn"),
        ({"doelgroepen": [""]}, "doelgroepen", "doelgroepen mag niet leeg zijn"),
        ({"doelgroepen": ["a", " "]}, "doelgroepen", "geen lege tekst"),
        ({"klanten": [""]}, "klanten", "geen lege tekst"),
        ({"klanten": ["a", "\t"]}, "klanten", "geen lege tekst"),
        ({"payloadTyp": ""}, "payloadTyp", "at least 1 character"),
        ({"scopes": {"vereist": [" "]}}, "scopes.vereist", "geen lege tekst"),
        ({"scopes": {"vereist": ["a b"]}}, "scopes.vereist", "noem elke scope apart"),
        ({"vereisteClaims": ["iss", "aud", "exp", "iat", ""]}, "vereisteClaims", "geen lege tekst"),
        (
            {"betrouwbaarheid": {"waarden": {"": "hoog"}, "minimum": "hoog"}},
            "betrouwbaarheid.waarden",
            "geen lege tekst",
        ),
        ({"tokenTypen": []}, "tokenTypen", "tokenTypen mag niet leeg zijn"),
        ({"betrokkene": []}, "betrokkene", "betrokkene mag niet leeg zijn"),
        ({"betrokkene": [{"type": "bsn", "pad": []}]}, "betrokkene.0.bsn.pad", "pad mag niet leeg zijn"),
        ({"betrokkene": [{"type": "bsn", "pad": ["a", ""]}]}, "betrokkene.0.bsn.pad", "pad mag niet leeg zijn"),
        ({"speling": "61s"}, "speling", "speling mag niet groter zijn dan 60s"),
        ({"speling": "-1s"}, "speling", "geen tijdsduur"),
        ({"maximaleLeeftijd": "een uur"}, "maximaleLeeftijd", "geen tijdsduur"),
        ({"maximaleLeeftijd": 0}, "maximaleLeeftijd", "maximaleLeeftijd moet groter zijn dan 0"),
        ({"maximaleDuur": 0}, "maximaleDuur", "maximaleDuur moet groter zijn dan 0"),
        ({"vereisteClaims": ["iat", "aud"]}, "vereisteClaims", "vereisteClaims moet ook iss, exp noemen"),
        ({"vereisteClaims": ["iss", "aud", "exp"]}, "vereisteClaims", "zonder iat en maximaleLeeftijd"),
        ({"bezitsbewijs": "dpop"}, "bezitsbewijs", "bezitsbewijs: dpop komt in een latere versie"),
        ({"kanaal": "medewerker"}, "betrokkene", "een token van kanaal medewerker gaat over niemand"),
        ({"kanaal": "systeem"}, "betrokkene", "een token van kanaal systeem gaat over niemand"),
        (
            {"kanaal": "medewerker", "betrokkene": [], "vertegenwoordiging": CLAIMS},
            "vertegenwoordiging.stijl",
            "stijl: claims en kanaal medewerker spreken elkaar tegen",
        ),
        ({"betrokkene": ...}, "betrokkene", "betrokkene mag niet leeg zijn"),
        ({"kanaal": "ondernemer"}, "betrokkene", "kanaal ondernemer vraagt een regel van type kvk of rsin"),
        ({"betrouwbaarheid": ...}, "betrouwbaarheid", "betrouwbaarheid ontbreekt"),
        (
            {"betrouwbaarheid": {"waarden": {"a": "laag"}, "minimum": "hoog"}},
            "betrouwbaarheid.waarden",
            "waarden en minimum",
        ),
        (
            {"betrouwbaarheid": {"minimum": "substantieel", "ontbreekt": "laag"}},
            "betrouwbaarheid.ontbreekt",
            "laag is lager dan minimum",
        ),
        (
            {"vertegenwoordiging": {"dienstDoorUitgever": True}},
            "vertegenwoordiging.dienstDoorUitgever",
            "dienstDoorUitgever en stijl: geen",
        ),
        (
            {"vertegenwoordiging": CLAIMS},
            "vertegenwoordiging.stijl",
            "stijl: claims zonder een regel met een handelende",
        ),
        (
            {"betrokkene": [GEMACHTIGDE], "vertegenwoordiging": {"stijl": "claims"}},
            "vertegenwoordiging.diensten",
            "diensten ontbreekt",
        ),
        (
            {"betrokkene": [GEMACHTIGDE], "vertegenwoordiging": {"stijl": "claims", "dienstPad": ["dienst"]}},
            "vertegenwoordiging.diensten",
            "diensten ontbreekt",
        ),
        (
            {"betrokkene": [GEMACHTIGDE], "vertegenwoordiging": {"stijl": "claims", "diensten": ["x"]}},
            "vertegenwoordiging.dienstPad",
            "dienstPad ontbreekt",
        ),
        (
            {"betrokkene": [GEMACHTIGDE], "vertegenwoordiging": {**CLAIMS, "dienstPad": ["d"], "diensten": ["x"]}},
            "vertegenwoordiging.dienstDoorUitgever",
            "dienstDoorUitgever en diensten spreken elkaar tegen",
        ),
        (
            {"betrokkene": [GEMACHTIGDE], "vertegenwoordiging": {**CLAIMS, "diensten": []}},
            "vertegenwoordiging.diensten",
            "diensten mag niet leeg zijn",
        ),
        (
            {
                "betrokkene": [GEMACHTIGDE],
                "vertegenwoordiging": {"stijl": "nlgov-represents", "dienstDoorUitgever": True},
            },
            "betrokkene.0.handelende",
            "handelende en stijl: nlgov-represents spreken elkaar tegen",
        ),
        (
            {"betrokkene": [{"type": "bsn", "pad": ["sub"]}], "vertegenwoordiging": NLGOV},
            "betrokkene.0.wanneer",
            "sub_id_type",
        ),
        (
            {"betrokkene": [nlgov_rule("bsn", "RSIN")], "vertegenwoordiging": NLGOV},
            "betrokkene.0.wanneer",
            "die past bij type bsn",
        ),
        (
            {"betrokkene": [{"type": "bsn", "pad": ["a"], "soort": "machtiging"}]},
            "betrokkene.0.bsn.soort",
            "soort zonder handelende zegt niets",
        ),
        (
            {"betrokkene": [{**GEMACHTIGDE, "soort": "geen"}], "vertegenwoordiging": CLAIMS},
            "betrokkene.0.bsn.soort",
            "soort: geen kan niet bij type bsn",
        ),
        (
            {"betrokkene": [{**GEMACHTIGDE, "soort": "voogdij"}], "vertegenwoordiging": CLAIMS},
            "betrokkene.0.bsn.soort",
            "machtiging",
        ),
        (
            {
                "betrokkene": [{**GEMACHTIGDE, "handelende": [acting("g"), {**acting("h"), "optioneel": True}]}],
                "vertegenwoordiging": CLAIMS,
            },
            "betrokkene.0.bsn.handelende",
            "optioneel is voor elk alternatief hetzelfde",
        ),
        (
            {"betrokkene": [{**GEMACHTIGDE, "handelende": [acting("g"), acting("g")]}], "vertegenwoordiging": CLAIMS},
            "betrokkene.0.bsn.handelende",
            "elk pad mag maar één nummer betekenen",
        ),
        (
            {"betrokkene": [{**GEMACHTIGDE, "handelende": acting("aanvrager", "bsn")}], "vertegenwoordiging": CLAIMS},
            "betrokkene.0.bsn.handelende",
            "elk pad mag maar één nummer betekenen",
        ),
        (
            {
                "betrokkene": [{**GEMACHTIGDE, "handelende": {**acting("g"), "medewerker": {"pad": ["m"]}}}],
                "vertegenwoordiging": CLAIMS,
            },
            "betrokkene.0.bsn.handelende.0",
            "medewerker hoort bij type kvk",
        ),
        (
            {
                "betrokkene": [
                    {**GEMACHTIGDE, "handelende": {**acting("g", kind="kvk"), "medewerker": {"pad": ["g"]}}}
                ],
                "vertegenwoordiging": CLAIMS,
            },
            "betrokkene.0.bsn.handelende",
            "elk pad mag maar één nummer betekenen",
        ),
        (
            {"betrokkene": [{"type": "bsn", "pad": ["a"], "wanneer": {"pad": ["a"], "ontbreekt": True}}]},
            "betrokkene.0.bsn.wanneer",
            "wanneer en pad spreken elkaar tegen",
        ),
        (
            {"betrokkene": [{"type": "bsn", "pad": ["a"], "wanneer": {"pad": ["b"]}}]},
            "betrokkene.0.bsn.wanneer.0",
            "precies één van is, begint en ontbreekt",
        ),
        (
            {"betrokkene": [{"type": "bsn", "pad": ["a"], "wanneer": {"pad": ["b"], "is": "x", "ontbreekt": True}}]},
            "betrokkene.0.bsn.wanneer.0",
            "precies één van is, begint en ontbreekt",
        ),
        (
            {"betrokkene": [{"type": "bsn", "pad": ["a"], "wanneer": {"pad": ["b"], "is": "x", "begint": "x"}}]},
            "betrokkene.0.bsn.wanneer.0",
            "precies één van is, begint en ontbreekt",
        ),
        ({"vertegenwoordiging": {"diensten": ["x"]}}, "vertegenwoordiging.diensten", "diensten en stijl: geen"),
        ({"vertegenwoordiging": {"bekendeClaims": ["x", " "]}}, "vertegenwoordiging.bekendeClaims", "geen lege tekst"),
        ({"vertegenwoordiging": {"negeerClaims": [""]}}, "vertegenwoordiging.negeerClaims", "geen lege tekst"),
        (
            {"vertegenwoordiging": {"negeerClaims": ["vestigng"]}},
            "vertegenwoordiging.negeerClaims",
            "vestigng is geen bekende claim: er valt niets te negeren",
        ),
        (
            {"vertegenwoordiging": {"negeerClaims": ["x"], "bekendeClaims": ["x"]}},
            "vertegenwoordiging.negeerClaims",
            "x staat ook in bekendeClaims",
        ),
        (
            {"betrokkene": [GEMACHTIGDE], "vertegenwoordiging": {**CLAIMS, "negeerClaims": ["gemachtigde.bsn"]}},
            "vertegenwoordiging.negeerClaims",
            "gemachtigde.bsn wordt door een regel gelezen",
        ),
        ({"vertegenwoordiging": {"dienstPad": ["x"]}}, "vertegenwoordiging.dienstPad", "dienstPad en stijl: geen"),
        (
            {"betrokkene": [{"type": "bsn", "pad": ["a"], "handelende": {"type": "bsn", "pad": ["b"]}}]},
            "betrokkene.0.handelende",
            "handelende en vertegenwoordiging.stijl: geen spreken elkaar tegen",
        ),
        (
            {"betrokkene": [{"type": "bsn", "pad": ["sub"]}, {"type": "kvk", "pad": ["sub"]}]},
            "betrokkene.1.pad",
            "pad is dat van regel 0",
        ),
        ({"jwksUrl": ..., "issuer": "portaal"}, "jwksUrl", "noem jwksUrl of sleutels.bestand"),
        ({"jwksUrl": ..., "issuer": "https://broker.example/?x"}, "jwksUrl", "noem jwksUrl of sleutels.bestand"),
        ({"jwksUrl": ..., "issuer": "urn:broker"}, "jwksUrl", "noem jwksUrl of sleutels.bestand"),
        (
            {
                "betrokkene": [
                    {"type": "bsn", "pad": ["sub"], "wanneer": [A_IS_X, B_THERE]},
                    {"type": "kvk", "pad": ["sub"], "wanneer": {"pad": ["a"], "ontbreekt": False}},
                ]
            },
            "betrokkene.1.pad",
            "pad is dat van regel 0",
        ),
        ({"sleutels": {"verversen": "24.001h"}}, "sleutels.verversen", "tussen 1s en 24h"),
        (
            {"sleutels": {"verversen": "999ms", "minimumTussenVerversingen": "10ms"}},
            "sleutels.verversen",
            "tussen 1s en 24h",
        ),
        ({"sleutels": {"verversen": 0}}, "sleutels.verversen", "tussen 1s en 24h"),
        ({"sleutels": {"verversen": "2h", "houdbaarBijStoring": "1h"}}, "sleutels.houdbaarBijStoring", "niet korter"),
        ({"sleutels": {"houdbaarBijStoring": "7.001d"}}, "sleutels.houdbaarBijStoring", "niet langer zijn dan 7d"),
        ({"sleutels": {"verversen": "10s"}}, "sleutels.minimumTussenVerversingen", "niet groter dan verversen"),
        ({"sleutels": {"minimumTussenVerversingen": 0}}, "sleutels.minimumTussenVerversingen", "1s of meer"),
        ({"sleutels": {"minimumTussenVerversingen": "900ms"}}, "sleutels.minimumTussenVerversingen", "1s of meer"),
    ],
)
def test_a_mistake_stops_the_start_and_names_its_place(changes, place, says):
    found = problems(**changes)

    assert list(found) == [place]
    assert says in found[place]


def when(*pad, **what):
    return {"pad": list(pad), **what}


@pytest.mark.parametrize(
    ("pad", "conditions"),
    [
        (["a"], [when("x", **{"is": "1"}), when("x", **{"is": "2"})]),
        (["a"], [when("x", **{"is": "1"}), when("x", ontbreekt=True)]),
        (["a"], [when("x", ontbreekt=True), when("x", ontbreekt=False)]),
        (["a"], [when("x", begint="ab"), when("x", ontbreekt=True)]),
        (["a"], [when("x", begint="ab"), when("x", **{"is": "a"})]),
        (["a"], [when("x", begint="ab"), when("x", begint="ac")]),
        (["a"], [when("x", ontbreekt=True), when("x", "y", **{"is": "1"})]),
        (["a"], [when("x", **{"is": "1"}), when("x", "y", ontbreekt=False)]),
        (["a"], [when("b", ontbreekt=False), when("x", **{"is": "1"}), when("x", **{"is": "2"})]),
        (["a", "b"], [when("a", ontbreekt=True)]),
        (["a", "b"], [when("a", **{"is": "1"})]),
        (["a"], [when("a", "b", **{"is": "1"})]),
    ],
)
def test_conditions_that_no_token_can_meet_stop_the_start(pad, conditions):
    found = problems(betrokkene=[{"type": "bsn", "pad": pad, "wanneer": conditions}])

    assert list(found) == ["betrokkene.0.bsn.wanneer"]
    assert "spreken elkaar tegen: deze regel past dan nooit" in found["betrokkene.0.bsn.wanneer"]


@pytest.mark.parametrize(
    "conditions",
    [
        [when("x", **{"is": "abc"}), when("x", begint="ab")],
        [when("x", begint="ab"), when("x", begint="abc")],
        [when("x", "y", ontbreekt=True), when("x", ontbreekt=False)],
        [when("x", "y", ontbreekt=True), when("x", **{"is": "1"})],
        [when("x", ontbreekt=True), when("x", "y", ontbreekt=True)],
    ],
)
def test_conditions_that_some_token_meets_are_accepted(conditions):
    assert Uitgever.model_validate({**EXAMPLE, "betrokkene": [{"type": "bsn", "pad": ["a"], "wanneer": conditions}]})


@pytest.mark.parametrize(
    ("looser", "stricter"),
    [
        (when("x", begint="ab"), when("x", **{"is": "abc"})),
        (when("x", begint="ab"), when("x", begint="abc")),
        (when("x", ontbreekt=False), when("x", begint="a")),
    ],
)
def test_two_rules_of_which_one_always_applies_with_the_other_stop_the_start(looser, stricter):
    rules = [{"type": "bsn", "pad": ["a"], "wanneer": condition} for condition in (looser, stricter)]

    assert "geen wanneer onderscheidt ze" in problems(betrokkene=rules)["betrokkene.1.pad"]
    other = {**stricter, "pad": ["y"]}
    assert Uitgever.model_validate({**EXAMPLE, "betrokkene": [rules[0], {**rules[1], "wanneer": other}]})


@pytest.mark.parametrize(
    "url",
    ["", "broker.example/certs", "ftp://broker.example/", "https://", "https:///certs", "https://u:p@broker.example/",
     "https://broker.example/#x", "https://broker.example:99999/", "https://broker .example/", "https://é.example/"],
)  # fmt: skip
def test_keys_come_from_a_plain_address(url):
    assert "jwksUrl" in problems(jwksUrl=url)["jwksUrl"]


def test_contradictions_are_told_all_at_once():
    assert set(problems(kanaal="medewerker", bezitsbewijs="mtls", vereisteClaims=["sub"])) == {
        "betrokkene",
        "bezitsbewijs",
        "vereisteClaims",
    }


def test_a_key_that_nobody_knows_is_refused():
    assert set(problems(klant=["x"], scopes={"vereist": ["x"], "padd": ["y"]})) == {"klant", "scopes.padd"}


def test_rules_on_one_path_may_differ_in_their_condition():
    def rule(kind, qualifier):
        return {"type": kind, "pad": ["sub"], "wanneer": {"pad": ["sub_id_type"], "is": qualifier}}

    assert Uitgever.model_validate({**EXAMPLE, "betrokkene": [rule("bsn", "BSN"), rule("kvk", "KvKnr")]})


def test_rules_on_one_path_may_both_apply_to_some_tokens_and_not_to_others():
    exactly, begins, other = when("x", **{"is": "ab"}), when("x", begint="ab"), when("y", **{"is": "1"})
    rules = [{"type": "bsn", "pad": ["a"], "wanneer": conditions} for conditions in ([exactly], [begins, other])]

    assert Uitgever.model_validate({**EXAMPLE, "betrokkene": rules})


def test_rules_on_one_path_may_differ_in_what_is_there():
    absent, there = {"pad": ["tussen"], "ontbreekt": True}, {"pad": ["tussen"], "ontbreekt": False}
    rules = [{"type": "kvk", "pad": ["kvk"], "wanneer": [A_IS_X, condition]} for condition in (absent, there)]

    assert Uitgever.model_validate({**EXAMPLE, "kanaal": "ondernemer", "betrokkene": rules})


@pytest.mark.parametrize("kanaal", ["medewerker", "systeem"])
def test_the_tokens_of_an_employee_or_a_system_are_about_nobody_and_need_no_level(kanaal):
    uitgever = Uitgever.model_validate({**EXAMPLE, "kanaal": kanaal, "betrokkene": [], "betrouwbaarheid": None})

    assert not uitgever.has_betrokkene
    assert (uitgever.klanten, uitgever.scopes.vereist) == (("mijnomgeving",), ("zaken.lezen",))


def test_one_handelende_or_condition_is_a_list_of_one():
    rule = {**GEMACHTIGDE, "wanneer": A_IS_X}

    one = Uitgever.model_validate({**EXAMPLE, "betrokkene": [rule], "vertegenwoordiging": CLAIMS})
    listed = {**rule, "wanneer": [A_IS_X], "handelende": [rule["handelende"]]}

    assert one == Uitgever.model_validate({**EXAMPLE, "betrokkene": [listed], "vertegenwoordiging": CLAIMS})


def test_an_employee_of_the_company_itself_is_no_representation():
    rule = {"type": "kvk", "pad": ["kvk"], "handelende": acting("actor", kind="pseudoniem")}

    assert Uitgever.model_validate({**EXAMPLE, "kanaal": "ondernemer", "betrokkene": [rule]})
    for wrong in ({"soort": "ketenmachtiging"}, {"handelende": acting("actor", kind="kvk")}):
        assert list(problems(kanaal="ondernemer", betrokkene=[{**rule, **wrong}])) == ["betrokkene.0.handelende"]
    said = problems(kanaal="ondernemer", betrokkene=[rule], vertegenwoordiging=CLAIMS)
    assert list(said) == ["vertegenwoordiging.stijl"]


def test_an_address_without_tls_is_left_to_whoever_knows_that_this_is_development():
    assert Uitgever.model_validate(EXAMPLE).insecure_urls() == []
    plain = {**EXAMPLE, "jwksUrl": "http://127.0.0.1:9000/certs"}
    assert Uitgever.model_validate(plain).insecure_urls() == [(("jwksUrl",), "http://127.0.0.1:9000/certs")]


def test_an_issuer_that_is_an_address_can_be_asked_where_its_keys_are():
    found = {key: value for key, value in EXAMPLE.items() if key != "jwksUrl"}
    assert Uitgever.model_validate(found).insecure_urls() == []

    plain = Uitgever.model_validate({**found, "issuer": "http://127.0.0.1:9000"})
    assert plain.insecure_urls() == [(("issuer",), "http://127.0.0.1:9000")]


def test_keys_come_from_one_place_only(tmp_path):
    file = tmp_path / "jwks.json"
    file.write_text(json.dumps(Broker("digid").jwks()))
    both = {**EXAMPLE, "sleutels": {"bestand": str(file)}}

    assert "jwksUrl en sleutels.bestand spreken elkaar tegen" in problems(**both)["jwksUrl"]

    alone = Uitgever.model_validate({**both, "jwksUrl": None, "issuer": "http://portaal.example"})
    assert alone.insecure_urls() == []


@pytest.mark.parametrize(
    "sleutels",
    [
        {"verversen": "1s", "minimumTussenVerversingen": "1s", "houdbaarBijStoring": "1s"},
        {"verversen": "24h", "minimumTussenVerversingen": "24h", "houdbaarBijStoring": "7d"},
    ],
)
def test_keys_may_be_fetched_as_often_and_as_seldom_as_that(sleutels):
    assert Uitgever.model_validate({**EXAMPLE, "sleutels": sleutels})


def test_the_settings_have_a_json_schema_in_the_words_of_the_file():
    schema = TypeAdapter(Uitgever).json_schema()

    assert set(EXAMPLE) | {"organisaties"} == set(schema["properties"])
    assert "is" in schema["$defs"]["Voorwaarde"]["properties"]


def test_settings_can_be_compared_and_not_changed():
    assert Broker("digid").uitgever == Broker("digid").uitgever
    with pytest.raises(ValidationError):
        Broker("digid").uitgever.kanaal = Kanaal.ONDERNEMER
