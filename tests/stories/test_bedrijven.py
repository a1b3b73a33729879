"""What a company sees: its zaken however a register keeps it, and never one of another company or vestiging.

Which zaken those are comes from the tables of ``bedrijven.py``, for every dialect, list of ways to search and login.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from mijnzaken_bff.demo.gemeente.dialecten import OPEN_ZAAK
from mijnzaken_bff.demo.gemeente.fouten import Fault, Soort
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.loopback import Loopback
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.conftest import LISTENER
from tests.stories.bedrijven import (
    ANDER_KVK,
    ANDER_RSIN,
    ANDER_VESTIGING,
    DIALECTEN,
    EIGEN,
    KVK,
    LIJSTEN,
    LOGINS,
    NUMMERS,
    REGISTRATIES,
    RSIN,
    ZUSTER,
    Land,
    bron_van,
    bruikbaar,
    gemeente_van,
    gezocht_bij,
    hapering,
    lijst_van,
    portaal_op,
    rol_van,
    vul,
    zichtbaar,
    zoekvragen_aan,
)
from tests.stories.dialecten import STREEKTALEN
from tests.stories.portaal import ANNA, Portaal, Toneel, uitkomsten, zaaknummers
from tests.stories.portier import portier

HEEL = LOGINS["kvk en rsin"]
BEPERKT = LOGINS["kvk, rsin en vestiging"]


@pytest.fixture(scope="module")
def land(loopback: Loopback) -> Iterator[Land]:
    """A gemeente of every dialect, which nobody changes: the module shares them."""
    toneel = Toneel(loopback)
    try:
        yield Land(toneel)
        assert_no_number_in_a_url(toneel)
    finally:
        toneel.close()


@pytest.fixture
def toneel(toneel: Toneel) -> Iterator[Toneel]:
    """The stage of every story, which here looks for the numbers of vestigingen and other companies as well."""
    yield toneel
    assert_no_number_in_a_url(toneel)


@pytest.fixture(autouse=True)
def _no_number_of_a_company_in_the_log() -> Iterator[None]:
    start = len(LISTENER.lines)
    yield
    found = [line for line in LISTENER.lines[start:] if any(nummer in line for nummer in NUMMERS)]
    assert not found, f"{len(found)} log lines hold a number of a company"


def assert_no_number_in_a_url(toneel: Toneel) -> None:
    """Only a register that has no search but GET was asked with a number in its URL."""
    for gemeente in toneel.gemeenten:
        for ontvangen in gemeente.ontvangen:
            query = "" if gemeente.dialect.zoek_geweigerd is not None else ontvangen.query
            told = f"{ontvangen.pad}?{query} {ontvangen.headers}"
            assert not any(nummer in told for nummer in NUMMERS), "a number in a URL or a header"


CELLEN = [
    pytest.param(dialect, lijst, login, id=f"{dialect}-{lijst}-{login}")
    for dialect in DIALECTEN
    for lijst in LIJSTEN
    for login in LOGINS
]


@pytest.mark.parametrize(("dialect", "lijst", "login"), CELLEN)
def test_a_company_sees_what_the_register_can_find_of_it_and_nothing_else(
    land: Land, dialect: str, lijst: str, login: str
) -> None:
    """Each zaak once, in one question for every way to search of which the login has the number."""
    zoekwijzen, wie = lijst_van(dialect, lijst), LOGINS[login]
    portaal, gemeente = land.portaal(lijst, dialect), land.gemeente(dialect)
    lists, calls = zoekvragen_aan(gemeente), len(gemeente.ontvangen)

    answer = portaal.get("/v1/zaken", wie, aantal=100)

    usable = bruikbaar(dialect, zoekwijzen, wie)
    if not usable:
        assert answer.status_code == 503
        [bron] = answer.json()["bronnen"]
        assert (bron["uitkomst"], bron["reden"]) == ("overgeslagen", "betrokkeneNietOndersteund")
        assert bron["beantwoord"] is False
        assert len(gemeente.ontvangen) == calls
        return
    assert answer.status_code == 200
    overzicht = answer.json()
    seen = zichtbaar(dialect, zoekwijzen, wie)
    assert sorted((rij["zaaknummer"], rij["vestiging"]) for rij in overzicht["zaken"]) == sorted(seen.items())
    assert overzicht["voor"] == voor(wie)
    assert overzicht["volledig"] is True
    [bron] = overzicht["bronnen"]
    assert (bron["uitkomst"], bron["reden"], bron["aantal"], bron["meer"]) == ("ok", None, len(seen), False)
    assert overzicht["telling"] == {"lopend": len(seen), "afgerond": 0, "exact": True}
    assert zoekvragen_aan(gemeente) - lists == len(usable)


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize("lijst", LIJSTEN)
def test_the_registers_of_the_whole_country_are_told_in_one_list(land: Land, lijst: str, login: str) -> None:
    wie = LOGINS[login]
    asked = [dialect for dialect in DIALECTEN if bruikbaar(dialect, lijst_van(dialect, lijst), wie)]

    overzicht = land.portaal(lijst, *DIALECTEN).find_zaken(wie, aantal=100)

    expected = [
        (bron_van(dialect), nummer, vestiging)
        for dialect in asked
        for nummer, vestiging in zichtbaar(dialect, lijst_van(dialect, lijst), wie).items()
    ]
    assert sorted((rij["bron"], rij["zaaknummer"], str(rij["vestiging"])) for rij in overzicht["zaken"]) == sorted(
        (bron, nummer, str(vestiging)) for bron, nummer, vestiging in expected
    )
    assert uitkomsten(overzicht) == {
        bron_van(dialect): "ok" if dialect in asked else "overgeslagen" for dialect in DIALECTEN
    }
    assert overzicht["volledig"] is (len(asked) == len(DIALECTEN))


@pytest.mark.parametrize("dialect", ["zaken-1.6", "oneground"])
def test_a_register_that_cannot_look_a_company_up_is_told_beside_one_that_can(land: Land, dialect: str) -> None:
    """Without an RSIN or vestiging in the login these have nothing to search by: that is not an empty list."""
    portaal, calls = land.portaal("van zelf", dialect, "open-zaak"), len(land.gemeente(dialect).ontvangen)

    pages = portaal.walk(LOGINS["kvk"], aantal=2)

    assert sorted(zaaknummers(*pages)) == sorted(
        zichtbaar("open-zaak", lijst_van("open-zaak", "van zelf"), {"kvk": KVK})
    )
    assert len(pages) > 1
    for page in pages:
        told = {bron["id"]: (bron["uitkomst"], bron["reden"]) for bron in page["bronnen"]}
        assert told == {bron_van(dialect): ("overgeslagen", "betrokkeneNietOndersteund"), "open-zaak": ("ok", None)}
        assert page["volledig"] is False
    assert len(land.gemeente(dialect).ontvangen) == calls


def test_what_looks_like_ours_is_told_to_the_company_that_it_is_of(land: Land) -> None:
    """The other company finds what we do not: it is there, and its own numbers stand in it.

    Not where a number of the company itself is ours, for a rol of two companies is of neither; a vestiging may move.
    """
    portaal = land.portaal("passend", "open-zaak")

    overzicht = portaal.find_zaken({"kvk": ANDER_KVK, "rsin": ANDER_RSIN}, aantal=100)

    registraties = [
        "nnp-kvk", "nnp-rsin", "nnp-kvk-en-rsin", "nnp-kvk-in-innnnpid", "nnp-kvk-in-ann", "vestiging-kvk",
    ]  # fmt: skip
    assert sorted(zaaknummers(overzicht)) == sorted(
        [
            *(f"{registratie}, ander bedrijf" for registratie in registraties),
            "onze vestiging bij een ander kvk",
            *(f"{registratie}, belanghebbende" for registratie in REGISTRATIES),
            "onze vestiging bij een ander bedrijf",
            "onze vestiging bij een ander rsin",
        ]
    )


@pytest.mark.parametrize("dialect", DIALECTEN)
def test_the_vestiging_of_another_company_opens_nothing(land: Land, dialect: str) -> None:
    wie = {"kvk": KVK, "vestiging": ANDER_VESTIGING}

    answer = land.portaal("passend", dialect).get("/v1/zaken", wie)

    # Where only a vestigingsnummer stands in a rol it is of that vestiging; the login says that this one is ours.
    kan_zoeken = bool(bruikbaar(dialect, lijst_van(dialect, "passend"), wie))
    assert answer.status_code == (200 if kan_zoeken else 503)
    assert not kan_zoeken or zaaknummers(answer.json()) == ["vestiging, ander bedrijf"]


def test_a_zaak_in_which_a_company_has_two_rollen_is_one_row_with_both(toneel: Toneel) -> None:
    """Found as a niet-natuurlijk persoon and as a vestiging, by KvK number and by vestigingsnummer."""
    gemeente = gemeente_van(toneel, "open-zaak")
    rollen = [
        rol_van("nnp-kvk-en-rsin", KVK, RSIN, EIGEN),
        rol_van("vestiging-kvk", KVK, RSIN, EIGEN, "mede_initiator"),
    ]
    zaak(gemeente, terras(gemeente), identificatie="W-1", extra_rollen=rollen)
    portaal = portaal_op(toneel, {"open-zaak": gemeente}, {})

    for wie in (HEEL, BEPERKT):
        overzicht = portaal.find_zaken(wie)

        assert zaaknummers(overzicht) == ["W-1"]
        assert overzicht["zaken"][0]["rollen"] == ["initiator", "medeInitiator"]
        assert overzicht["telling"] == {"lopend": 1, "afgerond": 0, "exact": True}


def test_one_rol_of_our_vestiging_shows_a_zaak_of_which_the_other_rol_is_not(toneel: Toneel) -> None:
    """The company asked and the vestiging is beside it: under the restriction only that second rol counts."""
    gemeente = gemeente_van(toneel, "open-zaak")
    rollen = [
        rol_van("nnp-kvk", KVK, RSIN, ZUSTER),
        rol_van("vestiging-kvk", KVK, RSIN, EIGEN, "mede_initiator"),
    ]
    zaak(gemeente, terras(gemeente), identificatie="W-1", extra_rollen=rollen)
    portaal = portaal_op(toneel, {"open-zaak": gemeente}, {})

    [rij] = portaal.find_zaken(BEPERKT)["zaken"]

    assert (rij["rollen"], rij["vestiging"]) == (["medeInitiator"], EIGEN)


@pytest.mark.parametrize("dialect", DIALECTEN)
def test_a_person_and_the_company_of_that_person_are_two(toneel: Toneel, dialect: str) -> None:
    """An eenmanszaak: what is registered on the BSN is never shown in a login of the company, and the other way."""
    gemeente = gemeente_van(toneel, dialect)
    zaak(gemeente, terras(gemeente), identificatie="OP-BSN", bsn=ANNA)
    zaak(gemeente, terras(gemeente), identificatie="OP-RSIN-ALS-BSN", bsn=RSIN)
    for naam in ("nnp-rsin", "nnp-kvk-in-innnnpid"):
        rol = rol_van(naam, KVK, RSIN)
        zaak(gemeente, terras(gemeente), identificatie=f"OP-{naam}", extra_rollen=[rol])
    zaak(
        gemeente, terras(gemeente), identificatie="SAMEN", bsn=ANNA,
        extra_rollen=[rol_van("nnp-rsin", KVK, RSIN, rol="mede_initiator")],
    )  # fmt: skip
    portaal = portaal_op(toneel, {dialect: gemeente}, {dialect: lijst_van(dialect, "passend")})

    persoon, naamgenoot, bedrijf = (portaal.find_zaken(wie) for wie in (ANNA, RSIN, HEEL))

    assert sorted(zaaknummers(persoon)) == ["OP-BSN", "SAMEN"]
    assert zaaknummers(naamgenoot) == ["OP-RSIN-ALS-BSN"]
    assert sorted(zaaknummers(bedrijf)) == ["OP-nnp-kvk-in-innnnpid", "OP-nnp-rsin", "SAMEN"]
    assert {rij["zaaknummer"]: rij["rollen"] for rij in bedrijf["zaken"]}["SAMEN"] == ["medeInitiator"]
    assert {page["voor"]["soort"] for page in (persoon, naamgenoot)} == {"persoon"}


@pytest.mark.parametrize(
    ("zoekwijze", "soort"),
    [
        *((zoekwijze, "500") for zoekwijze in bruikbaar("open-zaak", lijst_van("open-zaak", "passend"), HEEL)),
        *(("nnp_kvk", soort) for soort in ("503", "403", "breekt", "rommel", "vorm")),
    ],
)
def test_one_way_of_searching_that_fails_leaves_what_the_others_find(
    toneel: Toneel, zoekwijze: str, soort: Soort
) -> None:
    gemeente, portaal = one_register(toneel, "open-zaak")
    gemeente.fault = hapering(gemeente, zoekwijze, HEEL, soort)

    overzicht = portaal.find_zaken(HEEL, aantal=100)

    others = [way for way in lijst_van("open-zaak", "passend") if way != zoekwijze]
    assert sorted(zaaknummers(overzicht)) == sorted(zichtbaar("open-zaak", others, HEEL))
    [bron] = overzicht["bronnen"]
    assert (bron["beantwoord"], bron["uitkomst"], bron["reden"]) == (True, "gedeeltelijk", "zoekwijzeMislukt")
    assert (bron["meer"], bron["opnieuwNaSeconden"]) == (None, 30)
    assert overzicht["volledig"] is False
    assert overzicht["telling"]["exact"] is False


KVK_SLEUTEL = "rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__kvkNummer"
UNKNOWN = {"name": KVK_SLEUTEL, "code": "invalid", "reason": "Invalid body parameter"}
TOO_LONG = {"name": KVK_SLEUTEL, "code": "max_length", "reason": "Zorg ervoor dat dit veld korter is."}


@pytest.mark.parametrize(
    ("param", "uitkomst", "reden", "asked_again"),
    [
        pytest.param(UNKNOWN, "ok", None, False, id="a key that it does not know"),
        pytest.param(TOO_LONG, "gedeeltelijk", "zoekwijzeMislukt", True, id="a value that it does not take"),
        pytest.param(None, "gedeeltelijk", "zoekwijzeMislukt", True, id="without a word"),
    ],
)
def test_only_a_key_that_a_register_does_not_know_is_a_way_that_it_cannot_search_in(
    toneel: Toneel, param: Any, uitkomst: str, reden: str | None, asked_again: bool
) -> None:
    """Any other refusal leaves zaken out, and that is told. The next company is asked for in that way again."""
    gemeente = portier(toneel)
    by_rsin = {
        "betrokkeneType": "niet_natuurlijk_persoon",
        "omschrijvingGeneriek": "initiator",
        "betrokkeneIdentificatie": {"innNnpId": RSIN},
    }
    zaak(
        gemeente,
        zaaktype(gemeente, "ZT-1", "Vergunning", statustypen=("Ontvangen",)),
        identificatie="RSIN",
        extra_rollen=[by_rsin],
    )
    gemeente.regel = lambda vraag: 400 if f'"{KVK_SLEUTEL}"'.encode() in vraag.body else None
    gemeente.foutbody = {"code": "invalid", "status": 400, "invalidParams": [param] if param else []}
    portaal = toneel.portaal({"waterdam": gemeente})

    overzicht = portaal.find_zaken(HEEL)

    assert zaaknummers(overzicht) == ["RSIN"]
    assert (overzicht["bronnen"][0]["uitkomst"], overzicht["bronnen"][0]["reden"]) == (uitkomst, reden)
    gemeente.geweigerd.clear()
    portaal.find_zaken({"kvk": ANDER_KVK, "rsin": ANDER_RSIN})
    assert bool([vraag for vraag in gemeente.geweigerd if b"kvkNummer" in vraag.body]) is asked_again


@pytest.mark.parametrize("dialect", ["open-zaak", "oneground", "esuite"])
def test_one_way_of_searching_that_hangs_leaves_what_the_others_find(toneel: Toneel, dialect: str) -> None:
    gemeente, portaal = one_register(toneel, dialect, tijd={"totaal": "1500ms", "verbinden": "1s"})
    gemeente.fault = hapering(gemeente, "nnp_rsin", HEEL, "hangt")

    overzicht = portaal.find_zaken(HEEL, aantal=100)

    others = [way for way in lijst_van(dialect, "passend") if way != "nnp_rsin"]
    assert sorted(zaaknummers(overzicht)) == sorted(zichtbaar(dialect, others, HEEL))
    assert uitkomsten(overzicht) == {bron_van(dialect): "gedeeltelijk"}
    assert overzicht["bronnen"][0]["reden"] == "zoekwijzeMislukt"


def test_a_bron_that_hangs_leaves_another_the_time_to_prove_what_it_found(toneel: Toneel) -> None:
    """The e-Suite proves each zaak by itself, in a budget that is short beside that of the bron which hangs."""
    stil, esuite = gemeente_van(toneel, "open-zaak"), gemeente_van(toneel, "esuite")
    vul(esuite, "esuite")
    portaal = toneel.portaal(
        {"stil": stil, "esuite": esuite},
        tijd={"lijst": "20s"},
        per_bron={
            "stil": {"tijd": {"totaal": "2s"}},
            "esuite": {**STREEKTALEN["esuite"].bron, "tijd": {"totaal": "1500ms", "verbinden": "1s"}},
        },
    )
    stil.fault = Fault("hangt")

    overzicht = portaal.find_zaken(HEEL)

    assert uitkomsten(overzicht) == {"esuite": "ok", "stil": "teTraag"}
    assert sorted(zaaknummers(overzicht)) == sorted(zichtbaar("esuite", lijst_van("esuite", "van zelf"), HEEL))


def test_when_every_way_of_searching_fails_the_register_did_not_answer(toneel: Toneel) -> None:
    gemeente, portaal = one_register(toneel, "open-zaak")
    gemeente.fault = Fault("500", alleen="/zaken")

    answer = portaal.get("/v1/zaken", HEEL)

    assert answer.status_code == 503
    assert uitkomsten(answer.json()) == {"open-zaak": "onbereikbaar"}
    assert answer.json()["bronnen"][0]["beantwoord"] is False


def test_what_one_way_missed_on_the_first_page_stays_told_to_the_end_of_the_walk(toneel: Toneel) -> None:
    """What it would have found stood on the first page, and never comes any more."""
    gemeente, portaal = one_register(toneel, "open-zaak")
    gemeente.fault = hapering(gemeente, "nnp_rsin", HEEL, "500")
    pages = [portaal.find_zaken(HEEL, aantal=5)]
    gemeente.reset()

    while pages[-1]["volgende"]:
        pages.append(portaal.find_zaken(HEEL, aantal=5, cursor=pages[-1]["volgende"]))

    assert len(pages) > 2
    assert [page["volledig"] for page in pages] == [False] * len(pages)
    assert [page["bronnen"][0]["reden"] for page in pages] == ["zoekwijzeMislukt"] * len(pages)
    shown = zaaknummers(*pages)
    assert len(set(shown)) == len(shown)


@pytest.mark.parametrize("dialect", ["zaken-1.6", "oneground"])
def test_a_way_that_a_register_refuses_is_not_usable_and_is_remembered(toneel: Toneel, dialect: str) -> None:
    """Zaken 1.5 and 1.6 know no search by KvK number; whoever configures one gets a 400, and loses nothing by it."""
    zoekwijzen = ["nnp_kvk", "nnp_rsin", "vestiging_kvk"]
    gemeente, portaal = one_register(toneel, dialect, zoekwijzen)
    asked = []

    for _ in range(2):
        gemeente.reset()
        overzicht = portaal.find_zaken(HEEL)
        asked.append(set(gezocht_bij(gemeente, HEEL)))

        assert sorted(zaaknummers(overzicht)) == sorted(zichtbaar(dialect, ["nnp_rsin"], HEEL))
        assert uitkomsten(overzicht) == {bron_van(dialect): "ok"}
        assert overzicht["volledig"] is True

    assert asked == [set(zoekwijzen), {"nnp_rsin"}]


def test_a_refused_way_gets_a_new_chance_the_next_day(toneel: Toneel) -> None:
    gemeente, portaal = one_register(toneel, "zaken-1.6", ["nnp_kvk", "nnp_rsin"])
    portaal.find_zaken(HEEL)
    gemeente.reset()

    toneel.klok.later(hours=25)
    portaal.find_zaken(HEEL)

    assert sorted(gezocht_bij(gemeente, HEEL)) == ["nnp_kvk", "nnp_rsin"]


def test_a_register_that_refuses_expand_as_an_unknown_parameter_is_asked_without(toneel: Toneel) -> None:
    """Open Zaak names no parameter that it does not know, but lists them in its words: expand is one of them here."""
    gemeente = toneel.gemeente(dialect=replace(OPEN_ZAAK, zoek_geweigerd=405, expand_bekend=False))
    vul(gemeente, "open-zaak")
    portaal = toneel.portaal({"waterdam": gemeente}, bron={"zoeken": "get", "bsnInUrl": "toegestaan"})

    overzicht = portaal.find_zaken(HEEL, aantal=100)

    assert sorted(zaaknummers(overzicht)) == sorted(zichtbaar("open-zaak", lijst_van("open-zaak", "van zelf"), HEEL))
    assert uitkomsten(overzicht) == {"waterdam": "ok"}


def test_a_register_that_refuses_every_way_is_not_asked_again_and_not_empty(toneel: Toneel) -> None:
    gemeente, portaal = one_register(toneel, "zaken-1.6", ["nnp_kvk", "vestiging_kvk"])

    for asked in (2, 0):
        gemeente.reset()
        answer = portaal.get("/v1/zaken", HEEL)

        assert answer.status_code == 503
        [bron] = answer.json()["bronnen"]
        assert (bron["uitkomst"], bron["reden"]) == ("overgeslagen", "betrokkeneNietOndersteund")
        assert len(gemeente.ontvangen) == asked


def test_a_register_that_refuses_one_way_and_breaks_in_the_other_did_not_answer(toneel: Toneel) -> None:
    gemeente, portaal = one_register(toneel, "zaken-1.6", ["nnp_kvk", "nnp_rsin"])
    gemeente.fault = hapering(gemeente, "nnp_rsin", HEEL, "500")

    answer = portaal.get("/v1/zaken", HEEL)

    assert answer.status_code == 503
    assert uitkomsten(answer.json()) == {"zaken-1-6": "onbereikbaar"}


@pytest.mark.parametrize("login", ["kvk", "kvk en rsin"])
@pytest.mark.parametrize("zoekwijze", ["nnp_kvk", "ann_identificatie", "vestiging", "vestiging_kvk"])
def test_a_filter_that_the_register_does_not_know_shows_nobodys_zaken(
    toneel: Toneel, zoekwijze: str, login: str
) -> None:
    """The e-Suite ignores these keys and sends the zaken of everybody: what is ours must come from elsewhere."""
    wie = LOGINS[login]
    ways = ["nnp_kvk_in_innnnpid", zoekwijze]
    _, portaal = one_register(toneel, "esuite", ways)

    overzicht = portaal.find_zaken(wie, aantal=100)

    assert sorted(zaaknummers(overzicht)) == sorted(zichtbaar("esuite", ["nnp_kvk_in_innnnpid"], wie))
    ignored = zoekwijze in bruikbaar("esuite", ways, wie)
    [bron] = overzicht["bronnen"]
    assert (bron["uitkomst"], bron["reden"]) == (("gedeeltelijk", "filterGenegeerd") if ignored else ("ok", None))
    assert overzicht["volledig"] is not ignored


@pytest.mark.parametrize(("zoekwijze", "wie"), [("nnp_kvk", HEEL), ("vestiging", BEPERKT)])
def test_a_register_that_ignores_the_only_filter_is_not_believed(
    toneel: Toneel, zoekwijze: str, wie: Mapping[str, str]
) -> None:
    _, portaal = one_register(toneel, "esuite", [zoekwijze])

    answer = portaal.get("/v1/zaken", wie)

    assert answer.status_code == 502
    [bron] = answer.json()["bronnen"]
    assert (bron["uitkomst"], bron["reden"]) == ("onbetrouwbaar", "filterGenegeerd")


@pytest.mark.parametrize(
    ("dialect", "login"),
    [
        ("open-zaak", "kvk en rsin"),
        ("open-zaak", "kvk, rsin en vestiging"),
        ("zaken-1.6", "kvk en rsin"),
        ("oneground", "kvk en rsin"),
    ],
)
def test_one_filter_that_falls_away_takes_nothing_from_the_other_ways(toneel: Toneel, dialect: str, login: str) -> None:
    wie = LOGINS[login]
    gemeente, portaal = one_register(toneel, dialect)
    gemeente.fault = hapering(gemeente, "nnp_rsin", wie, "negeertFilters")

    overzicht = portaal.find_zaken(wie, aantal=100)

    others = [way for way in lijst_van(dialect, "passend") if way != "nnp_rsin"]
    assert sorted(zaaknummers(overzicht)) == sorted(zichtbaar(dialect, others, wie))
    [bron] = overzicht["bronnen"]
    assert (bron["uitkomst"], bron["reden"]) == ("gedeeltelijk", "filterGenegeerd")


@pytest.mark.parametrize("op_een_dag", [False, True], ids=["every day", "one day"])
@pytest.mark.parametrize(
    "dialecten",
    [["open-zaak"], ["zaken-1.6"], ["esuite"], ["open-zaak", "oneground"], ["gateway", "esuite"]],
    ids=" and ".join,
)
def test_walking_over_zaken_that_are_found_in_two_ways_gives_each_once(
    toneel: Toneel, dialecten: Sequence[str], op_een_dag: bool
) -> None:
    """Sixty zaken per register: by one number of the company, by another, and by both."""
    gemeenten = {dialect: gemeente_van(toneel, dialect) for dialect in dialecten}
    expected = [
        found
        for place, (dialect, gemeente) in enumerate(gemeenten.items())
        for found in sixty_zaken(gemeente, dialect, place, op_een_dag=op_een_dag)
    ]
    portaal = portaal_op(toneel, gemeenten, {dialect: lijst_van(dialect, "passend") for dialect in dialecten})

    pages = portaal.walk(HEEL, aantal=7)

    rows = [(rij["startdatum"], rij["zaaknummer"]) for page in pages for rij in page["zaken"]]
    assert sorted(rows) == sorted(expected)
    assert [day for day, _ in rows] == sorted((day for day, _ in expected), reverse=True)
    if not op_een_dag:
        assert rows == sorted(expected, reverse=True)
    assert [len(page["zaken"]) for page in pages[:-1]] == [7] * (len(pages) - 1)
    assert all(page["volledig"] for page in pages)
    assert {rij["bron"] for page in pages for rij in page["zaken"]} == set(map(bron_van, dialecten))


CURSORS: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]] = {
    "of the whole company at one vestiging": (HEEL, BEPERKT),
    "of one vestiging for the whole company": (BEPERKT, HEEL),
    "of one vestiging at another": (BEPERKT, {**BEPERKT, "vestiging": ZUSTER}),
    "of the company at another company": (HEEL, {"kvk": ANDER_KVK, "rsin": ANDER_RSIN}),
}


@pytest.mark.parametrize(("van", "voor_wie"), CURSORS.values(), ids=list(CURSORS))
def test_a_cursor_is_of_one_company_and_of_one_restriction(
    land: Land, van: Mapping[str, str], voor_wie: Mapping[str, str]
) -> None:
    portaal = land.portaal("passend", "open-zaak")
    cursor = portaal.find_zaken(van, aantal=2)["volgende"]
    asked = len(land.gemeente("open-zaak").ontvangen)

    answer = portaal.get("/v1/zaken", voor_wie, aantal=2, cursor=cursor)

    assert answer.status_code == 400
    assert answer.json()["fouten"][0]["code"] == "nietVanU"
    assert len(land.gemeente("open-zaak").ontvangen) == asked
    assert not any(nummer in cursor for nummer in NUMMERS)


def voor(wie: Mapping[str, str]) -> dict[str, Any]:
    """For whom the answer says that it is."""
    return {"soort": "bedrijf", "vertegenwoordiging": "geen", "vestigingBeperkt": "vestiging" in wie}


def one_register(
    toneel: Toneel, dialect: str, zoekwijzen: Sequence[str] | None = None, **bron: Any
) -> tuple[Gemeente, Portaal]:
    """A filled gemeente of its own, and a portal on it that knows its dialect and has asked for no company yet."""
    gemeente = gemeente_van(toneel, dialect)
    vul(gemeente, dialect)
    zaak(gemeente, terras(gemeente), identificatie="VAN ANNA", bsn=ANNA)
    lijst = lijst_van(dialect, "passend") if zoekwijzen is None else zoekwijzen
    portaal = portaal_op(toneel, {dialect: gemeente}, {dialect: lijst}, **bron)
    portaal.find_zaken(ANNA)
    gemeente.reset()
    return gemeente, portaal


def sixty_zaken(gemeente: Gemeente, dialect: str, place: int, *, op_een_dag: bool) -> list[tuple[str, str]]:
    """Zaken of the company, each by one of its numbers, the other, or both; their days and numbers."""
    soort = terras(gemeente)
    one, other = rol_van("nnp-rsin", KVK, RSIN), rol_van("nnp-kvk-in-innnnpid", KVK, RSIN, rol="mede_initiator")
    made = []
    for n in range(60):
        day = "2026-03-01" if op_een_dag else f"2026-{11 - n // 10:02d}-{28 - n % 10 * 2 - place:02d}"
        made.append((day, f"{dialect}-{n:02d}"))
        rollen = ([one], [other], [one, other])[n % 3]
        zaak(gemeente, soort, identificatie=made[-1][1], startdatum=day, extra_rollen=rollen, behandelaar=False)
    return made


def terras(gemeente: Gemeente) -> dict[str, Any]:
    return zaaktype(gemeente, "ZT-TERRAS", "Terrasvergunning", statustypen=("Ontvangen", "Afgehandeld"))
