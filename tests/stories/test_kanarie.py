"""Is an empty list an empty list? Each bron is asked for somebody who is not there, and must find nobody."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.dialecten import ESUITE
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import voeg_rol_toe, zaak, zaaktype
from tests.stories.dialecten import GET, STREEKTALEN, Streektaal
from tests.stories.portaal import (
    ANNA,
    BILAL,
    CARLA,
    CLIENT_ID,
    SECRET,
    Portaal,
    Toneel,
    uitkomsten,
    vragen_aan,
    zaaknummers,
)
from tests.stories.wachten import until

NIEMAND = "999999990"
PROEF = {"proefnummers": {"bsn": NIEMAND}}
KVK = "90004760"
BSN_FILTER = "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn"


def heeft(gemeente: Gemeente, bsn: str, nummer: str) -> None:
    """Somebody with a zaak."""
    known = gemeente.opslag.alle("zaaktypen")
    soort = known[0] if known else zaaktype(gemeente, "ZT-1", "Vergunning", statustypen=("Ontvangen", "Afgehandeld"))
    zaak(gemeente, soort, bsn=bsn, identificatie=nummer)


def proeven(portaal: Portaal, uitslag: str, bron: str = "waterdam", zoekwijze: str = "np_bsn") -> float:
    """How many canaries ended so."""
    labels = f'{{bron="{bron}",uitslag="{uitslag}",zoekwijze="{zoekwijze}"}}'
    return portaal.counted(f"mijnzaken_kanarie_proeven_total{labels}")


def stand(portaal: Portaal, bron: str = "waterdam", zoekwijze: str = "np_bsn") -> str:
    """What the metric says of a bron, as it stands there."""
    name = f'mijnzaken_kanarie{{bron="{bron}",zoekwijze="{zoekwijze}"}} '
    return next(line.removeprefix(name) for line in portaal.app.metrics().decode().splitlines() if name in line)


def verdicts(portaal: Portaal) -> set[str]:
    """What the metric says of every way of searching."""
    lines = portaal.app.metrics().decode().splitlines()
    return {line.rpartition(" ")[2] for line in lines if line.startswith("mijnzaken_kanarie{")}


def answered(portaal: Portaal, bron: str = "waterdam") -> tuple[float, ...]:
    """How many questions a bron answered with an empty list, and how many with zaken."""
    name = "mijnzaken_bron_gevraagd_total"
    return tuple(portaal.counted(f'{name}{{bron="{bron}",leeg="{leeg}"}}') for leeg in ("ja", "nee"))


def toestand(portaal: Portaal, bron: str = "waterdam") -> tuple[str, str | None]:
    """How a bron is doing, as everybody may know."""
    row = next(row for row in portaal.get("/v1/bronnen").json()["bronnen"] if row["id"] == bron)
    return row["toestand"], row["sinds"]


def geproefd(toneel: Toneel, gemeenten: Mapping[str, Gemeente], uitslag: str, **more: Any) -> Portaal:
    """A portal of which Waterdam was put to the test, and nobody has asked anything yet."""
    portaal = toneel.portaal(gemeenten, **{"bron": PROEF, **more})
    until(lambda: proeven(portaal, uitslag) == 1)
    for gemeente in gemeenten.values():
        gemeente.ontvangen.clear()
    return portaal


def searches(gemeente: Gemeente) -> list[dict[str, Any]]:
    return [json.loads(o.body) for o in gemeente.ontvangen if o.pad.endswith("/_zoek")]


# --- T24: a register that gives everybody's zaken ---


def test_t24_a_register_that_ignores_filters_is_found_out_before_anybody_asks_and_not_asked_about_people(
    toneel: Toneel, waterdam: Gemeente, heuvelrijk: Gemeente
) -> None:
    heeft(waterdam, BILAL, "VAN-BILAL")
    heeft(heuvelrijk, ANNA, "H-1")
    waterdam.fault = Fault("negeertFilters")
    portaal = geproefd(toneel, {"waterdam": waterdam, "heuvelrijk": heuvelrijk}, "mislukt")

    overzicht = portaal.find_zaken(ANNA)

    assert uitkomsten(overzicht) == {"heuvelrijk": "ok", "waterdam": "onbetrouwbaar"}
    assert zaaknummers(overzicht) == ["H-1"]
    assert overzicht["volledig"] is False
    assert vragen_aan(waterdam) == 0
    assert stand(portaal) == "0.0"
    assert toestand(portaal) == ("onbetrouwbaar", "2026-11-23T15:04:05Z")


def test_t24_it_is_trusted_again_after_a_good_canary_and_not_before(toneel: Toneel, waterdam: Gemeente) -> None:
    heeft(waterdam, ANNA, "W-1")
    waterdam.fault = Fault("negeertFilters")
    portaal = geproefd(toneel, {"waterdam": waterdam}, "mislukt")
    waterdam.reset()
    healed_and_not_proven = portaal.get("/v1/zaken").status_code

    toneel.klok.later(seconds=30)
    until(lambda: proeven(portaal, "geslaagd") == 1)

    assert healed_and_not_proven == 502
    assert zaaknummers(portaal.find_zaken(ANNA)) == ["W-1"]
    assert toestand(portaal)[0] == "beschikbaar"
    assert stand(portaal) == "1.0"


def test_t24_an_answer_about_somebody_that_holds_anothers_zaken_calls_for_a_canary_at_once(
    toneel: Toneel, waterdam: Gemeente
) -> None:
    heeft(waterdam, BILAL, "VAN-BILAL")
    portaal = geproefd(toneel, {"waterdam": waterdam}, "geslaagd")
    waterdam.fault = Fault("negeertFilters")

    portaal.get("/v1/zaken", ANNA)
    until(lambda: proeven(portaal, "mislukt") == 1)
    asked = vragen_aan(waterdam)
    second = portaal.get("/v1/zaken", ANNA)

    assert asked == 2, "Anna, and nobody"
    assert vragen_aan(waterdam) == asked
    assert [bron["uitkomst"] for bron in second.json()["bronnen"]] == ["onbetrouwbaar"]


def test_t24_one_odd_answer_of_a_register_that_searches_well_costs_others_no_more_than_a_canary(
    toneel: Toneel, waterdam: Gemeente
) -> None:
    heeft(waterdam, ANNA, "W-1")
    heeft(waterdam, BILAL, "VAN-BILAL")
    portaal = geproefd(toneel, {"waterdam": waterdam}, "geslaagd")
    waterdam.fault = Fault("negeertFilters", keer=1)

    portaal.get("/v1/zaken", ANNA)
    until(lambda: proeven(portaal, "geslaagd") == 2)

    assert zaaknummers(portaal.find_zaken(ANNA)) == ["W-1"]


def losing_trust(toneel: Toneel, waterdam: Gemeente, soort: Any) -> Portaal:
    """A portal that remembers what it told Anna of a register that went wrong after it."""
    heeft(waterdam, BILAL, "VAN-BILAL")
    portaal = geproefd(toneel, {"waterdam": waterdam}, "geslaagd", geheugen={"vers": "30s", "bijStoring": "5m"})
    assert portaal.find_zaken(ANNA)["volledig"] is True
    waterdam.fault = Fault(soort)
    portaal.get("/v1/zaken", CARLA)
    until(lambda: proeven(portaal, "mislukt") == 1)
    return portaal


@pytest.mark.parametrize("soort", ["negeertFilters", "404"])
def test_t24_what_is_remembered_of_a_register_is_not_told_while_it_cannot_be_trusted(
    toneel: Toneel, waterdam: Gemeente, soort: Any
) -> None:
    portaal = losing_trust(toneel, waterdam, soort)

    answer = portaal.get("/v1/zaken", ANNA)

    assert answer.status_code == 502, "and no empty list that is called complete"
    assert uitkomsten(answer.json()) == {"waterdam": "onbetrouwbaar"}


def test_t24_what_was_told_before_trust_was_lost_is_not_told_when_it_is_found_again(
    toneel: Toneel, waterdam: Gemeente
) -> None:
    portaal = losing_trust(toneel, waterdam, "negeertFilters")
    waterdam.reset()
    toneel.klok.later(seconds=30)
    until(lambda: proeven(portaal, "geslaagd") == 2)
    waterdam.fault = Fault("500")

    assert uitkomsten(portaal.get("/v1/zaken", ANNA).json()) == {"waterdam": "onbereikbaar"}
    waterdam.reset()
    assert uitkomsten(portaal.find_zaken(ANNA)) == {"waterdam": "ok"}


def test_t48_a_collection_that_disappears_takes_what_was_remembered_with_it(toneel: Toneel, waterdam: Gemeente) -> None:
    heeft(waterdam, ANNA, "W-1")
    portaal = geproefd(toneel, {"waterdam": waterdam}, "geslaagd", geheugen={"vers": "30s", "bijStoring": "5m"})
    portaal.find_zaken(ANNA)
    toneel.klok.later(seconds=60)
    waterdam.fault = Fault("404")

    assert uitkomsten(portaal.get("/v1/zaken", ANNA).json()) == {"waterdam": "onbetrouwbaar"}


def test_t24_without_a_number_to_try_every_answer_is_judged_by_itself(toneel: Toneel, waterdam: Gemeente) -> None:
    heeft(waterdam, ANNA, "W-1")
    heeft(waterdam, BILAL, "VAN-BILAL")
    portaal = toneel.portaal({"waterdam": waterdam})
    waterdam.fault = Fault("negeertFilters", keer=1)

    first = portaal.get("/v1/zaken", ANNA).json()["bronnen"][0]

    assert (first["uitkomst"], first["reden"]) == ("onbetrouwbaar", "filterGenegeerd")
    assert zaaknummers(portaal.find_zaken(ANNA)) == ["W-1"]
    assert all(question[BSN_FILTER] == ANNA for question in searches(waterdam))


def test_t24_one_way_of_searching_that_cannot_be_trusted_does_not_cost_what_another_finds(toneel: Toneel) -> None:
    """An e-Suite ignores a filter that it does not know, and its own way of searching for a company works."""
    gemeente = toneel.gemeente(dialect=ESUITE)
    heeft(gemeente, BILAL, "VAN-BILAL")
    soort = gemeente.opslag.alle("zaaktypen")[0]
    ours = zaak(gemeente, soort, identificatie="VAN-ONS")
    voeg_rol_toe(gemeente, ours, "niet_natuurlijk_persoon", {"kvkNummer": KVK})
    bron = {
        "product": "esuite",
        "bedrijven": ["nnp_kvk_in_innnnpid", "nnp_kvk"],
        "proefnummers": {"bsn": NIEMAND, "kvk": "99999998"},
        **GET,
    }
    portaal = toneel.portaal({"waterdam": gemeente}, bron=bron)
    until(lambda: proeven(portaal, "mislukt", zoekwijze="nnp_kvk") == 1)
    gemeente.ontvangen.clear()

    overzicht = portaal.find_zaken({"kvk": KVK})

    assert zaaknummers(overzicht) == ["VAN-ONS"]
    assert [(bron["uitkomst"], bron["reden"]) for bron in overzicht["bronnen"]] == [
        ("gedeeltelijk", "zoekwijzeMislukt")
    ]
    assert not any("kvkNummer" in o.query for o in gemeente.ontvangen)
    assert [stand(portaal, zoekwijze=z) for z in ("np_bsn", "nnp_kvk_in_innnnpid", "nnp_kvk")] == ["1.0", "1.0", "0.0"]
    assert toestand(portaal)[0] == "onbetrouwbaar"


@pytest.mark.parametrize("taal", STREEKTALEN.values(), ids=STREEKTALEN.keys())
def test_t24_in_every_dialect_a_register_that_ignores_filters_is_found_out_and_one_that_does_not_is_believed(
    toneel: Toneel, taal: Streektaal
) -> None:
    gemeente = taal.gemeente(toneel)
    heeft(gemeente, BILAL, "VAN-BILAL")
    nummers = {"bsn": NIEMAND, "kvk": "99999998", "rsin": NIEMAND, "vestiging": "999999999998"}
    portaal = toneel.portaal({"waterdam": gemeente}, bron={**taal.bron, "proefnummers": nummers})
    until(lambda: verdicts(portaal) == {"1.0"})

    gemeente.fault = Fault("negeertFilters")
    toneel.klok.later(minutes=5)
    until(lambda: verdicts(portaal) == {"0.0"})

    asked = len(gemeente.ontvangen)
    for wie in (ANNA, {"kvk": KVK, "rsin": "819534316"}):
        assert [bron["uitkomst"] for bron in portaal.get("/v1/zaken", wie).json()["bronnen"]] == ["onbetrouwbaar"]
    assert len(gemeente.ontvangen) == asked


def test_t24_nobody_is_asked_for_in_the_same_words_as_somebody(toneel: Toneel, waterdam: Gemeente) -> None:
    """And nothing is noted about it: it is nobody's data."""
    portaal = toneel.portaal({"waterdam": waterdam}, bron=PROEF)
    until(lambda: proeven(portaal, "geslaagd") == 1)
    noted = list(portaal.events.told)

    portaal.find_zaken(ANNA)

    nobody, somebody = (o for o in waterdam.ontvangen if o.pad.endswith("/_zoek"))
    assert json.loads(nobody.body) == {**json.loads(somebody.body), BSN_FILTER: NIEMAND}
    assert (nobody.pad, nobody.query) == (somebody.pad, somebody.query)
    assert nobody.headers.keys() == somebody.headers.keys()
    assert noted == []


# --- T48: an emptiness that nobody would notice ---


def test_t48_a_wrong_base_path_is_a_bron_that_failed_and_never_one_without_zaken(
    toneel: Toneel, waterdam: Gemeente, heuvelrijk: Gemeente
) -> None:
    heeft(waterdam, ANNA, "W-1")
    heeft(heuvelrijk, ANNA, "H-1")
    configuratie = toneel.configuratie({"waterdam": waterdam, "heuvelrijk": heuvelrijk}, bron=PROEF)
    configuratie["bronnen"][0]["zaken"] = {"url": f"{waterdam.adres}/zaken/api/v2/"}
    portaal = toneel.portaal_op(configuratie)
    until(lambda: proeven(portaal, "mislukt") == 1)
    asked = len(waterdam.ontvangen)

    overzicht = portaal.find_zaken(ANNA)

    assert uitkomsten(overzicht) == {"heuvelrijk": "ok", "waterdam": "onbetrouwbaar"}
    assert (overzicht["volledig"], zaaknummers(overzicht)) == (False, ["H-1"])
    assert len(waterdam.ontvangen) == asked
    assert toestand(portaal)[0] == "onbetrouwbaar"


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Fault("404"), id="F22: the collection is not there"),
        pytest.param(Fault("html"), id="F10: a login page"),
        pytest.param(Fault("leeg"), id="no body"),
        pytest.param(Fault("vorm"), id="another list"),
        pytest.param(Fault("vorm", index=1), id="an object without results"),
        pytest.param(Fault("rommel"), id="half of a body"),
        pytest.param(Fault("omleiding"), id="somewhere else"),
    ],
)
def test_t48_what_is_no_list_of_zaken_is_never_an_empty_one(toneel: Toneel, waterdam: Gemeente, fault: Fault) -> None:
    waterdam.fault = fault
    portaal = geproefd(toneel, {"waterdam": waterdam}, "mislukt")

    answer = portaal.get("/v1/zaken", ANNA)

    assert answer.status_code == 502
    assert [bron["uitkomst"] for bron in answer.json()["bronnen"]] == ["onbetrouwbaar"]
    assert waterdam.ontvangen == []


def test_t48_a_collection_that_disappears_calls_for_a_canary_at_once(toneel: Toneel, waterdam: Gemeente) -> None:
    portaal = geproefd(toneel, {"waterdam": waterdam}, "geslaagd")
    waterdam.fault = Fault("404")

    portaal.get("/v1/zaken", ANNA)
    until(lambda: proeven(portaal, "mislukt") == 1)
    asked = vragen_aan(waterdam)
    portaal.get("/v1/zaken", BILAL)

    assert vragen_aan(waterdam) == asked


def test_t48_a_secret_that_is_wrong_is_no_access_and_says_nothing_about_lists(
    toneel: Toneel, waterdam: Gemeente, caplog: pytest.LogCaptureFixture
) -> None:
    waterdam.clients = {CLIENT_ID: Client("een-ander-geheim" * 3)}
    portaal = geproefd(toneel, {"waterdam": waterdam}, "geen")

    answer = portaal.get("/v1/zaken", ANNA)

    assert [bron["uitkomst"] for bron in answer.json()["bronnen"]] == ["geenToegang"]
    assert stand(portaal) == "NaN"
    told = [record for record in caplog.records if record.getMessage() == "kanarie_undecided"]
    assert [(record.levelno, record.bron, record.failure) for record in told] == [  # type: ignore[attr-defined]
        (logging.WARNING, "waterdam", "no_access")
    ]


def test_t48_a_scope_that_is_too_small_gives_nobody_zaken_and_the_counters_show_it(
    toneel: Toneel, waterdam: Gemeente
) -> None:
    """A register leaves out what the client may not see, as it was recorded: no canary can find that out."""
    heeft(waterdam, ANNA, "VAN-ANNA")
    heeft(waterdam, BILAL, "VAN-BILAL")
    portaal = geproefd(toneel, {"waterdam": waterdam}, "geslaagd")
    portaal.find_zaken(ANNA)
    before = answered(portaal)

    waterdam.clients = {CLIENT_ID: replace(Client(SECRET), alle=False)}
    for bsn in (ANNA, BILAL):
        assert portaal.find_zaken(bsn)["volledig"] is True

    assert (before, answered(portaal)) == ((0, 1), (2, 1))


def test_t48_only_a_first_page_that_is_whole_counts_as_empty(toneel: Toneel, waterdam: Gemeente) -> None:
    heeft(waterdam, ANNA, "W-1")
    heeft(waterdam, ANNA, "W-2")
    portaal = toneel.portaal({"waterdam": waterdam})

    portaal.find_zaken(ANNA, zaaknummer="ONBEKEND")
    portaal.walk(ANNA, aantal=1)
    waterdam.fault = Fault("rollenLeeg")
    portaal.find_zaken(ANNA)
    waterdam.fault = Fault("500")
    portaal.get("/v1/zaken", ANNA)

    assert answered(portaal) == (0, 1)


@pytest.mark.parametrize("soort", ["500", "503", "429", "breekt"])
def test_t48_a_register_in_trouble_keeps_the_verdict_it_had(toneel: Toneel, waterdam: Gemeente, soort: Any) -> None:
    heeft(waterdam, ANNA, "W-1")
    portaal = geproefd(toneel, {"waterdam": waterdam}, "geslaagd")
    waterdam.fault = Fault(soort)
    toneel.klok.later(minutes=5)
    until(lambda: proeven(portaal, "geen") == 1)
    trusted = toestand(portaal)[0], stand(portaal)
    waterdam.reset()

    toneel.klok.later(seconds=30)
    until(lambda: proeven(portaal, "geslaagd") == 2)

    assert trusted == ("verstoord", "1.0")
    assert toestand(portaal)[0] == "beschikbaar"


def test_t48_before_the_first_verdict_people_are_answered(toneel: Toneel, waterdam: Gemeente) -> None:
    heeft(waterdam, ANNA, "W-1")
    waterdam.fault = Fault("hangt", keer=1)
    portaal = toneel.portaal({"waterdam": waterdam}, bron=PROEF)
    until(lambda: vragen_aan(waterdam) == 1)

    assert zaaknummers(portaal.find_zaken(ANNA)) == ["W-1"]
    assert stand(portaal) == "NaN"
