"""Who asks, and for whom: what somebody who acts for another sees, in every dialect of a token."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.stories.portaal import LEVEL, Portaal, Toneel, uitkomsten, vragen_aan, zaaknummers
from tests.uitgevers import (
    CORE,
    GDI,
    GEMACHTIGDE,
    GEWOON,
    INTERMEDIATE,
    KVK,
    KVKNR,
    NAMENS,
    RESTRICTION,
    RSINNR,
    TUSSENPERSOON,
    VERTEGENWOORDIGDE,
    ZELF,
    Namens,
    Zelf,
    claims_of,
    link,
    uitgever,
)

RSIN = "880670903"
HIER, ELDERS = "000012345678", "000087654321"
"""Two vestigingen of one company."""

_WIE = "rol__betrokkeneIdentificatie__"


def portaal_van(toneel: Toneel, bronnen: Mapping[str, Gemeente], *settings: dict[str, Any], **more: Any) -> Portaal:
    """A portal that trusts the issuer of the story, which speaks the dialect of these settings."""
    here = {"issuer": toneel.uitgever.issuer, "jwksUrl": toneel.uitgever.jwks_url, "tokenTypen": ["at+jwt"]}
    return toneel.portaal(bronnen, uitgevers=[{**one, **here} for one in settings], **more)


def get(portaal: Portaal, pad: str = "/v1/zaken", **claims: Any) -> httpx.Response:
    """The answer to a token that says exactly this of people."""
    token = portaal.toneel.uitgever.token(**{"acr": LEVEL, **claims})
    return portaal.client.get(pad, headers={"Authorization": f"Bearer {token}"})


def asked_for(gemeente: Gemeente) -> set[tuple[str, str]]:
    """Under which keys a gemeente was asked for which numbers."""
    bodies = [json.loads(ontvangen.body) for ontvangen in gemeente.ontvangen if ontvangen.pad.endswith("/_zoek")]
    return {(key, body[key]) for body in bodies for key in body if key.startswith(_WIE)}


def fill(gemeente: Gemeente) -> None:
    """A zaak of everybody who plays a part in a token."""
    soort = zaaktype(gemeente, "ZT-TERRAS", "Terrasvergunning", statustypen=("Ontvangen", "Afgehandeld"))
    zaak(gemeente, soort, bsn=VERTEGENWOORDIGDE, identificatie="bsn vertegenwoordigde")
    zaak(gemeente, soort, bsn=GEMACHTIGDE, identificatie="bsn gemachtigde")
    zaak(gemeente, soort, kvk=KVK, identificatie="kvk bedrijf")
    zaak(gemeente, soort, kvk=TUSSENPERSOON, identificatie="kvk tussenpersoon")


def whose(who: Namens | Zelf) -> tuple[str, set[tuple[str, str]]]:
    """Which zaak this token shows, and what a register is asked for."""
    if "kvk" in who.zaken_van:
        keys = {f"{_WIE}nietNatuurlijkPersoon__kvkNummer", f"{_WIE}vestiging__kvkNummer"}
        return "kvk bedrijf", {(key, KVK) for key in keys}
    bsn = who.zaken_van["bsn"]
    naam = {VERTEGENWOORDIGDE: "bsn vertegenwoordigde", GEMACHTIGDE: "bsn gemachtigde"}[bsn]
    return naam, {(f"{_WIE}natuurlijkPersoon__inpBsn", bsn)}


@pytest.mark.parametrize("dialect", NAMENS)
def test_t16_who_acts_for_somebody_sees_the_zaken_of_that_other_alone(
    toneel: Toneel, waterdam: Gemeente, dialect: str
) -> None:
    who = NAMENS[dialect]
    fill(waterdam)
    portaal = portaal_van(toneel, {"waterdam": waterdam}, who.uitgever)

    answer = get(portaal, **claims_of(who))

    naam, filters = whose(who)
    assert answer.status_code == 200, answer.text
    assert zaaknummers(answer.json()) == [naam]
    assert answer.json()["voor"] == {
        "soort": "bedrijf" if "kvk" in who.zaken_van else "persoon",
        "vertegenwoordiging": who.vertegenwoordiging,
        "vestigingBeperkt": False,
    }
    assert asked_for(waterdam) == filters
    everything = b"".join(ontvangen.body for ontvangen in waterdam.ontvangen)
    assert not [n for n in (GEMACHTIGDE, TUSSENPERSOON, "medewerker-7") if n.encode() in everything]


@pytest.mark.parametrize("dialect", ZELF)
def test_t16_who_asks_for_himself_sees_his_own_zaken_alone(toneel: Toneel, waterdam: Gemeente, dialect: str) -> None:
    who = ZELF[dialect]
    fill(waterdam)
    portaal = portaal_van(toneel, {"waterdam": waterdam}, who.uitgever)

    answer = get(portaal, **claims_of(who))

    naam, filters = whose(who)
    assert answer.status_code == 200, answer.text
    assert zaaknummers(answer.json()) == [naam]
    assert answer.json()["voor"]["vertegenwoordiging"] == "geen"
    assert asked_for(waterdam) == filters


@pytest.mark.parametrize("dialect", ZELF)
@pytest.mark.parametrize(
    "extra",
    [
        {"act": {"sub": VERTEGENWOORDIGDE}},
        {"representeeBSN": VERTEGENWOORDIGDE},
        {"gemachtigde.foo": "x"},
        {"may_act": {}},
    ],
    ids=["act", "representee", "flat", "empty"],
)
def test_t16_a_representation_that_no_rule_reads_is_forbidden_and_counted(
    toneel: Toneel, waterdam: Gemeente, dialect: str, extra: Mapping[str, Any]
) -> None:
    who = ZELF[dialect]
    portaal = portaal_van(toneel, {"waterdam": waterdam}, who.uitgever)

    answer = get(portaal, **claims_of(who, **extra))

    assert (answer.status_code, answer.json()["type"]) == (403, "urn:mijnzaken:probleem:geen-toegang")
    counter = f'mijnzaken_vertegenwoordiging_geweigerd_total{{uitgever="{who.uitgever["id"]}"}}'
    assert portaal.counted(counter) == 1
    assert vragen_aan(waterdam) == 0


@pytest.mark.parametrize(
    "gemachtigde",
    [
        {},
        {"foo": 1},
        {"bsn": GEMACHTIGDE, "kvk": TUSSENPERSOON},
        {"bsn": GEMACHTIGDE, "foo": 1},
        {"bsn": VERTEGENWOORDIGDE},
    ],
    ids=["empty", "unknown", "two", "more than we read", "himself"],
)
def test_t16_a_gemachtigde_that_is_not_clear_is_never_nobody(
    toneel: Toneel, waterdam: Gemeente, gemachtigde: Mapping[str, Any]
) -> None:
    fill(waterdam)
    portaal = portaal_van(toneel, {"waterdam": waterdam}, uitgever("nl-portal"))

    answer = get(portaal, typ="Bearer", aanvrager={"bsn": VERTEGENWOORDIGDE}, gemachtigde=gemachtigde)

    assert answer.status_code == 403
    assert vragen_aan(waterdam) == 0


EIGEN: dict[str, Any] = {
    "id": "eigen",
    "kanaal": "burger",
    "doelgroepen": ["mijnzaken-bff"],
    "betrouwbaarheid": {"minimum": "substantieel"},
    "vertegenwoordiging": {"stijl": "claims", "dienstDoorUitgever": True},
}
"""An issuer with claims of its own, which no list of ours knows."""
VOOR_ZICHZELF = {"type": "bsn", "pad": ["bsn"]}


@pytest.mark.parametrize(
    ("pad", "claims"),
    [
        (["logged_in_bsn"], {"logged_in_bsn": GEMACHTIGDE}),
        (["client", "by"], {"client": {"by": GEMACHTIGDE}}),
        (["client", "by"], {"client.by": GEMACHTIGDE}),
        (["logged_in_bsn"], {"logged_in_bsn": {}}),
    ],
    ids=["beside", "within", "flat", "empty"],
)
def test_t16_who_acts_by_one_rule_is_never_overlooked_by_another(
    toneel: Toneel, waterdam: Gemeente, pad: list[str], claims: Mapping[str, Any]
) -> None:
    fill(waterdam)
    namens = {"type": "bsn", "pad": ["client", "bsn"], "handelende": {"type": "bsn", "pad": pad}}
    portaal = portaal_van(toneel, {"waterdam": waterdam}, {**EIGEN, "betrokkene": [VOOR_ZICHZELF, namens]})
    assert get(portaal, bsn=VERTEGENWOORDIGDE).status_code == 200
    waterdam.ontvangen.clear()

    answer = get(portaal, bsn=VERTEGENWOORDIGDE, **claims)

    assert answer.status_code == 403
    assert portaal.counted('mijnzaken_vertegenwoordiging_geweigerd_total{uitgever="eigen"}') == 1
    assert vragen_aan(waterdam) == 0


def test_t16_a_mandate_for_a_service_is_not_overlooked_where_its_claim_stands_deeper(
    toneel: Toneel, waterdam: Gemeente
) -> None:
    """In a chain the service is read beside who logged in. What stands with whom he represents is of no known use."""
    settings = uitgever("nlgov")
    settings["vertegenwoordiging"] |= {"dienstPad": ["dienst"], "diensten": ["onze"]}
    portaal = portaal_van(toneel, {"waterdam": waterdam}, settings)
    deep = link("BSN", VERTEGENWOORDIGDE, dienst="onze")

    assert get(portaal, **link("BSN", GEMACHTIGDE, represents=deep), dienst="onze").status_code == 403
    assert vragen_aan(waterdam) == 0


@pytest.mark.parametrize(
    ("pad", "claims"),
    [
        (["digid", "nin"], {"digid": {"nin": VERTEGENWOORDIGDE, "acting_nin": GEMACHTIGDE}}),
        (["persoon", "bsn"], {"persoon": {"bsn": VERTEGENWOORDIGDE, "gemachtigde": {"bsn": GEMACHTIGDE}}}),
        (["persoon", "bsn"], {"persoon": {"bsn": VERTEGENWOORDIGDE, "gemachtigde.kvk": TUSSENPERSOON}}),
        (["a", "b", "bsn"], {"a": {"act": {}, "b": {"bsn": VERTEGENWOORDIGDE}}}),
    ],
    ids=["signicat", "object", "flat", "half-way"],
)
def test_t16_a_representation_beside_the_number_is_found_however_deep_that_stands(
    toneel: Toneel, waterdam: Gemeente, pad: list[str], claims: dict[str, Any]
) -> None:
    settings = {**EIGEN, "betrokkene": [{"type": "bsn", "pad": pad}], "vertegenwoordiging": {}}
    portaal = portaal_van(toneel, {"waterdam": waterdam}, settings)

    assert get(portaal, **claims).status_code == 403
    assert vragen_aan(waterdam) == 0


def test_t16_a_chain_without_a_clear_end_is_forbidden(toneel: Toneel, waterdam: Gemeente) -> None:
    portaal = portaal_van(toneel, {"waterdam": waterdam}, uitgever("nlgov"))
    person = link("BSN", VERTEGENWOORDIGDE)
    wrong: dict[str, Any] = {
        "not an object": [person],
        "empty": {},
        "of an unknown kind": link("Vestigingsnr", VERTEGENWOORDIGDE),
        "back to who logged in": link("KvKnr", KVK, represents=link("BSN", GEMACHTIGDE)),
        "four deep": link(
            "KvKnr", KVK, represents=link("RSIN", RSIN, represents=link("Pseudonym", "x", represents=person))
        ),
    }

    statuses = {
        name: get(portaal, **link("BSN", GEMACHTIGDE, represents=chain)).status_code for name, chain in wrong.items()
    }

    assert statuses == dict.fromkeys(wrong, 403)
    assert portaal.counted('mijnzaken_vertegenwoordiging_geweigerd_total{uitgever="nlgov"}') == len(wrong)
    assert vragen_aan(waterdam) == 0


@pytest.mark.parametrize("dialect", [name for name, who in NAMENS.items() if who.dienst])
@pytest.mark.parametrize(
    "dienst", [None, "0f0f0f0f-0000-0000-0000-000000000000"], ids=["no service", "another service"]
)
def test_t17_a_mandate_for_another_service_is_not_one_for_ours(
    toneel: Toneel, waterdam: Gemeente, dialect: str, dienst: str | None
) -> None:
    who = NAMENS[dialect]
    assert who.dienst
    fill(waterdam)
    portaal = portaal_van(toneel, {"waterdam": waterdam}, who.uitgever)

    answer = get(portaal, **claims_of(who, **{who.dienst: dienst}))

    assert (answer.status_code, answer.json()["type"]) == (403, "urn:mijnzaken:probleem:geen-toegang")
    assert vragen_aan(waterdam) == 0


@pytest.mark.parametrize(
    "dialect", ["keycloak", "digid", "eherkenning", "signicat", "nl portal", "open zaak realm", "nlgov"]
)
@pytest.mark.parametrize(
    "acr",
    ["http://eidas.europa.eu/LoA/low", "1", "Midden", "urn:x:onbekend", None, [LEVEL], 2, ""],
    ids=["low", "keycloak low", "digid low", "unknown", "missing", "array", "number", "empty"],
)
def test_t18_a_login_that_is_not_surely_strong_enough_is_told_what_would_be(
    toneel: Toneel, waterdam: Gemeente, dialect: str, acr: Any
) -> None:
    who = ZELF[dialect]
    portaal = portaal_van(toneel, {"waterdam": waterdam}, who.uitgever)

    answer = get(portaal, **claims_of(who, acr=acr))

    challenge = answer.headers["WWW-Authenticate"]
    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:mijnzaken:probleem:hoger-betrouwbaarheidsniveau-nodig"
    assert 'error="insufficient_user_authentication"' in challenge
    strong = {"keycloak": '"2 3"', "open zaak realm": '"Substantieel urn:oasis'}.get(dialect, LEVEL)
    assert strong in challenge
    assert vragen_aan(waterdam) == 0


def test_a_login_that_is_too_weak_is_told_of_no_level_where_none_can_stand_in_a_header(
    toneel: Toneel, waterdam: Gemeente
) -> None:
    levels = {"minimum": "substantieel", "waarden": {"Midden": "laag", "Zeer hoog": "hoog"}}
    settings = {**EIGEN, "betrokkene": [VOOR_ZICHZELF], "betrouwbaarheid": levels, "vertegenwoordiging": {}}
    portaal = portaal_van(toneel, {"waterdam": waterdam}, settings)

    answer = get(portaal, bsn=GEMACHTIGDE, acr="Midden")

    assert answer.status_code == 401
    challenge = 'Bearer realm="mijnzaken", error="insufficient_user_authentication"'
    assert answer.headers["www-authenticate"] == challenge


def fill_vestigingen(gemeente: Gemeente) -> None:
    """A company with a zaak of itself and of two vestigingen, in both kinds of rol."""
    soort = zaaktype(gemeente, "ZT-TERRAS", "Terrasvergunning", statustypen=("Ontvangen", "Afgehandeld"))

    def sta(nummer: str, kind: str, **who: str) -> None:
        rol = {"betrokkeneType": kind, "omschrijvingGeneriek": "initiator", "betrokkeneIdentificatie": who}
        zaak(gemeente, soort, identificatie=nummer, extra_rollen=[rol])

    sta("bedrijf", "niet_natuurlijk_persoon", kvkNummer=KVK)
    sta("bedrijf op rsin", "niet_natuurlijk_persoon", innNnpId=RSIN)
    sta("hier", "vestiging", vestigingsNummer=HIER, kvkNummer=KVK)
    sta("elders", "vestiging", vestigingsNummer=ELDERS, kvkNummer=KVK)
    sta("hier op rsin", "niet_natuurlijk_persoon", innNnpId=RSIN, vestigingsNummer=HIER)
    sta("elders op rsin", "niet_natuurlijk_persoon", innNnpId=RSIN, vestigingsNummer=ELDERS)


EHERKENNING = {f"{CORE}:LegalSubjectID": KVK, "namequalifier": KVKNR, f"{CORE}:ActingSubjectID": "medewerker-7"}
OP_RSIN = {**EHERKENNING, f"{CORE}:LegalSubjectID": RSIN, "namequalifier": RSINNR}


VESTIGINGEN: Mapping[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "eherkenning": (uitgever("digid-eherkenning", "eherkenning"), {**EHERKENNING, RESTRICTION: HIER}, ["hier"]),
    "eherkenning by rsin": (
        uitgever("digid-eherkenning", "eherkenning"),
        {**OP_RSIN, RESTRICTION: HIER},
        ["hier", "hier op rsin"],
    ),
    "open zaak realm": (uitgever("openzaak-realm"), {"kvk": KVK, "vestiging": HIER}, ["hier"]),
    "open zaak realm, aanvrager": (uitgever("openzaak-realm"), {"aanvrager.kvk": KVK, "vestiging": HIER}, ["hier"]),
}
"""By dialect: the issuer, a login for one vestiging, and what it may see."""


@pytest.mark.parametrize("dialect", VESTIGINGEN)
def test_t19_who_may_see_one_vestiging_sees_no_other(
    toneel: Toneel, waterdam: Gemeente, heuvelrijk: Gemeente, dialect: str
) -> None:
    settings, claims, shown = VESTIGINGEN[dialect]
    fill_vestigingen(waterdam)
    bronnen = {"waterdam": waterdam, "heuvelrijk": heuvelrijk}
    cannot = {"heuvelrijk": {"bedrijven": ["nnp_kvk_in_innnnpid"], "product": "generiek15"}}
    portaal = portaal_van(toneel, bronnen, settings, per_bron=cannot, vragen={"keuze": "alle"})

    answer = get(portaal, **{**GEWOON.get(settings["id"], {}), **claims})

    overzicht = answer.json()
    assert answer.status_code == 200, answer.text
    assert sorted(zaaknummers(overzicht)) == shown
    assert overzicht["voor"] == {"soort": "bedrijf", "vertegenwoordiging": "geen", "vestigingBeperkt": True}
    assert uitkomsten(overzicht) == {"waterdam": "ok", "heuvelrijk": "overgeslagen"}
    assert vragen_aan(heuvelrijk) == 0


@pytest.mark.parametrize("vestiging", ["", "12345678", 12345678, [HIER, ELDERS], {}], ids=str)
def test_t19_a_restriction_that_cannot_be_read_is_never_no_restriction(
    toneel: Toneel, waterdam: Gemeente, vestiging: Any
) -> None:
    fill_vestigingen(waterdam)
    portaal = portaal_van(toneel, {"waterdam": waterdam}, uitgever("digid-eherkenning", "eherkenning"))

    assert get(portaal, **EHERKENNING, **{RESTRICTION: vestiging}).status_code == 401
    assert vragen_aan(waterdam) == 0


def test_t19_a_restriction_that_no_rule_reads_is_forbidden(toneel: Toneel, waterdam: Gemeente) -> None:
    portaal = portaal_van(toneel, {"waterdam": waterdam}, uitgever("nl-portal"))

    subdossier, later = (RESTRICTION.replace(*words) for words in (("Vestigingsnr", "SubdossierNr"), ("1.9", "1.13")))
    for extra in ({"vestiging": HIER}, {RESTRICTION: HIER}, {subdossier: "0001"}, {later: HIER}):
        assert get(portaal, typ="Bearer", aanvrager={"kvk": KVK}, **extra).status_code == 403
    assert get(portaal, typ="Bearer", aanvrager={"kvk": KVK, "vestigingsnummer": HIER}).status_code == 403
    assert vragen_aan(waterdam) == 0


def test_t19_a_restriction_that_only_another_rule_reads_is_forbidden(toneel: Toneel, waterdam: Gemeente) -> None:
    kind = {"pad": ["soort"], "is": "kvk"}
    by_kvk = {"type": "kvk", "pad": ["nummer"], "wanneer": kind, "vestiging": {"pad": ["filiaal"]}}
    by_rsin = {"type": "rsin", "pad": ["nummer"], "wanneer": {**kind, "is": "rsin"}}
    settings = {**EIGEN, "kanaal": "ondernemer", "betrokkene": [by_kvk, by_rsin], "vertegenwoordiging": {}}
    portaal = portaal_van(toneel, {"waterdam": waterdam}, settings)

    assert get(portaal, nummer=RSIN, soort="rsin", filiaal=HIER).status_code == 403
    assert get(portaal, nummer=RSIN, soort="rsin", filiaal={}).status_code == 403
    assert vragen_aan(waterdam) == 0


def test_t19_a_restriction_beside_the_number_is_found_however_deep_that_stands(
    toneel: Toneel, waterdam: Gemeente
) -> None:
    rule = {"type": "kvk", "pad": ["bedrijf", "kvk"]}
    settings = {**EIGEN, "kanaal": "ondernemer", "betrokkene": [rule], "vertegenwoordiging": {}}
    portaal = portaal_van(toneel, {"waterdam": waterdam}, settings)

    assert get(portaal, bedrijf={"kvk": KVK, "vestiging": HIER}).status_code == 403
    assert vragen_aan(waterdam) == 0


def test_t20_a_number_is_never_taken_for_one_of_another_kind(toneel: Toneel, waterdam: Gemeente) -> None:
    legal = f"{CORE}:LegalSubjectID"
    portaal = portaal_van(toneel, {"waterdam": waterdam}, uitgever("digid-eherkenning", "eherkenning"))
    wrong: dict[str, dict[str, Any]] = {
        "an RSIN called a KvK-nummer": {**EHERKENNING, legal: RSIN},
        "a KvK-nummer called an RSIN": {**EHERKENNING, "namequalifier": RSINNR},
        "a kind that nobody knows": {**EHERKENNING, "namequalifier": "urn:etoegang:1.9:EntityConcernedID:Pseudo"},
        "no kind": {legal: KVK},
        "an RSIN as bsn": {"bsn": RSIN},
        "a number as a number": {**EHERKENNING, legal: int(KVK)},
        "an RSIN that lost its zero": {**OP_RSIN, legal: "01117518"},
        "with a blank": {**EHERKENNING, legal: f" {KVK}"},
    }

    assert {name: get(portaal, **claims).status_code for name, claims in wrong.items()} == dict.fromkeys(wrong, 401)
    assert vragen_aan(waterdam) == 0


def test_t20_a_sofinummer_is_not_taken_for_a_bsn(toneel: Toneel, waterdam: Gemeente) -> None:
    """Signicat says by a sector code which of the two a number is."""
    fill(waterdam)
    portaal = portaal_van(toneel, {"waterdam": waterdam}, uitgever("signicat"))
    claims = claims_of(ZELF["signicat"])

    for other in (f"S00000001:{GEMACHTIGDE}", GEMACHTIGDE, "S00000000", None):
        assert get(portaal, **{**claims, "idp_id": other}).status_code == 401
    assert vragen_aan(waterdam) == 0
    assert get(portaal, **claims).status_code == 200


def test_t20_the_same_digits_are_asked_for_as_what_the_token_says_they_are(toneel: Toneel, waterdam: Gemeente) -> None:
    fill(waterdam)
    portaal = portaal_van(toneel, {"waterdam": waterdam}, uitgever("nlgov"))

    person = get(portaal, **link("BSN", GEMACHTIGDE)).json()
    as_person = asked_for(waterdam)
    waterdam.ontvangen.clear()
    company = get(portaal, **link("RSIN", GEMACHTIGDE)).json()

    assert (person["voor"]["soort"], zaaknummers(person)) == ("persoon", ["bsn gemachtigde"])
    assert (company["voor"]["soort"], zaaknummers(company)) == ("bedrijf", [])
    assert as_person == {(f"{_WIE}natuurlijkPersoon__inpBsn", GEMACHTIGDE)}
    assert asked_for(waterdam) == {(f"{_WIE}nietNatuurlijkPersoon__innNnpId", GEMACHTIGDE)}


def test_t20_a_company_known_by_rsin_alone_sees_its_own_zaken(toneel: Toneel, waterdam: Gemeente) -> None:
    fill_vestigingen(waterdam)
    portaal = portaal_van(toneel, {"waterdam": waterdam}, uitgever("digid-eherkenning", "eherkenning"))

    overzicht = get(portaal, **OP_RSIN).json()

    assert sorted(zaaknummers(overzicht)) == ["bedrijf op rsin", "elders op rsin", "hier op rsin"]
    assert asked_for(waterdam) == {(f"{_WIE}nietNatuurlijkPersoon__innNnpId", RSIN)}


def test_t20_a_cursor_of_a_person_is_not_one_of_a_company_with_the_same_digits(
    toneel: Toneel, waterdam: Gemeente
) -> None:
    soort = zaaktype(waterdam, "ZT-TERRAS", "Terrasvergunning", statustypen=("Ontvangen", "Afgehandeld"))
    for day in ("2026-10-01", "2026-10-02"):
        zaak(waterdam, soort, bsn=GEMACHTIGDE, startdatum=day)
    portaal = portaal_van(toneel, {"waterdam": waterdam}, uitgever("nlgov"))

    volgende = get(portaal, "/v1/zaken?aantal=1", **link("BSN", GEMACHTIGDE)).json()["volgende"]
    refused = get(portaal, f"/v1/zaken?aantal=1&cursor={volgende}", **link("RSIN", GEMACHTIGDE))

    assert volgende
    assert (refused.status_code, refused.json()["fouten"][0]["code"]) == (400, "nietVanU")


class TestT31:
    """A token works where its channel is let in, and nowhere else."""

    @pytest.mark.parametrize(
        ("kanaal", "zaken", "bronnen"),
        [("burger", 200, 200), ("ondernemer", 200, 200), ("medewerker", 403, 200), ("systeem", 403, 200)],
    )
    def test_t31_a_token_is_of_use_on_the_routes_for_its_channel_alone(
        self, toneel: Toneel, waterdam: Gemeente, kanaal: str, zaken: int, bronnen: int
    ) -> None:
        fill(waterdam)
        people = [{"type": "bsn", "pad": ["bsn"]}, {"type": "kvk", "pad": ["kvk"]}]
        one = {"id": "deur", "kanaal": kanaal, "doelgroepen": ["mijnzaken-bff"]}
        if kanaal in ("burger", "ondernemer"):
            one |= {"betrokkene": people, "betrouwbaarheid": {"minimum": "substantieel"}}
        portaal = portaal_van(toneel, {"waterdam": waterdam}, one)

        on_bronnen = get(portaal, "/v1/bronnen", bsn=GEMACHTIGDE)
        on_zaken = get(portaal, "/v1/zaken", bsn=GEMACHTIGDE)

        assert (on_zaken.status_code, on_bronnen.status_code) == (zaken, bronnen)
        if zaken == 403:
            assert on_zaken.json()["type"] == "urn:mijnzaken:probleem:geen-toegang"
            assert vragen_aan(waterdam) == 0
        assert portaal.counted('mijnzaken_token_geweigerd_total{reden="kanaal",uitgever="deur"}') == (zaken == 403)

    def test_t31_no_claim_opens_the_door_of_another_channel(self, toneel: Toneel, waterdam: Gemeente) -> None:
        medewerker = {"id": "balie", "kanaal": "medewerker", "doelgroepen": ["mijnzaken-bff"]}
        portaal = portaal_van(toneel, {"waterdam": waterdam}, medewerker)

        for claims in ({"kanaal": "burger"}, {"bsn": GEMACHTIGDE}, {"roles": ["burger"]}, {"scope": "zaken.lezen"}):
            assert get(portaal, **claims).status_code == 403
        assert vragen_aan(waterdam) == 0

    def test_t31_a_door_asks_for_its_own_clients_and_scopes(self, toneel: Toneel, waterdam: Gemeente) -> None:
        portaal = portaal_van(toneel, {"waterdam": waterdam}, uitgever("keycloak"))
        good = claims_of(ZELF["keycloak"])

        assert get(portaal, **good).status_code == 200
        for wrong in ({"azp": "ander"}, {"azp": None}, {"scope": "zaken.lezen2"}, {"scope": None}):
            waterdam.ontvangen.clear()
            assert get(portaal, **{**good, **wrong}).status_code == 403
            assert vragen_aan(waterdam) == 0


@pytest.mark.parametrize("claim", [INTERMEDIATE.replace("KvKnr", "RSIN"), INTERMEDIATE.replace("1.9", "1.13")])
def test_an_intermediary_of_another_kind_or_version_is_not_taken_for_the_company(
    toneel: Toneel, waterdam: Gemeente, claim: str
) -> None:
    portaal = portaal_van(toneel, {"waterdam": waterdam}, uitgever("digid-eherkenning", "eherkenning"))

    assert get(portaal, **EHERKENNING, **{claim: TUSSENPERSOON}).status_code == 403
    assert vragen_aan(waterdam) == 0


def test_an_intermediary_who_represents_nobody_sees_his_own_company(toneel: Toneel, waterdam: Gemeente) -> None:
    fill(waterdam)
    portaal = portaal_van(toneel, {"waterdam": waterdam}, uitgever("digid-eherkenning", "eherkenning"))

    own = get(portaal, **{**EHERKENNING, f"{CORE}:LegalSubjectID": TUSSENPERSOON})
    as_both = get(portaal, **{**EHERKENNING, INTERMEDIATE: KVK})

    assert zaaknummers(own.json()) == ["kvk tussenpersoon"]
    assert as_both.status_code == 403


def test_the_digid_issuer_lets_nobody_in_who_is_two_people(toneel: Toneel, waterdam: Gemeente) -> None:
    portaal = portaal_van(toneel, {"waterdam": waterdam}, uitgever("digid-eherkenning", "digid"))

    assert get(portaal, bsn=GEMACHTIGDE, **NAMENS["digid machtigen"].claims).status_code == 401
    assert get(portaal, **{f"{GDI}:ActingSubjectID": GEMACHTIGDE}).status_code == 403
    assert vragen_aan(waterdam) == 0
