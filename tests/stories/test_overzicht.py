"""One question, several gemeenten, one answer."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.stories.portaal import ANNA, BILAL, CARLA, Portaal, Toneel, uitkomsten, vragen_aan, zaaknummers

STAPPEN = ("Ontvangen", "In behandeling", "Afgehandeld")


def parkeren(gemeente: Gemeente) -> dict[str, Any]:
    return zaaktype(
        gemeente, "ZT-PARKEREN", "Parkeervergunning", statustypen=STAPPEN, resultaattypen=("Verleend", "Geweigerd")
    )


def test_zaken_of_several_gemeenten_come_in_one_list_newest_first(
    portaal: Portaal, waterdam: Gemeente, heuvelrijk: Gemeente
) -> None:
    zaak(waterdam, parkeren(waterdam), bsn=ANNA, startdatum="2026-10-01", identificatie="W-1")
    zaak(heuvelrijk, parkeren(heuvelrijk), bsn=ANNA, startdatum="2026-11-01", identificatie="H-1")
    zaak(waterdam, parkeren(waterdam), bsn=ANNA, startdatum="2026-11-10", identificatie="W-2")

    overzicht = portaal.find_zaken(ANNA)

    assert zaaknummers(overzicht) == ["W-2", "H-1", "W-1"]
    assert overzicht["volledig"] is True
    assert overzicht["telling"] == {"lopend": 3, "afgerond": 0, "exact": True}
    assert [bron["aantal"] for bron in overzicht["bronnen"]] == [0, 1, 2]
    assert overzicht["volgende"] is None


def test_an_empty_list_means_asked_and_there_are_none(portaal: Portaal) -> None:
    overzicht = portaal.find_zaken(CARLA)

    assert overzicht["zaken"] == []
    assert overzicht["volledig"] is True
    assert set(uitkomsten(overzicht).values()) == {"ok"}


def test_a_zaak_of_somebody_else_is_never_shown(portaal: Portaal, waterdam: Gemeente) -> None:
    zaak(waterdam, parkeren(waterdam), bsn=BILAL, identificatie="VAN-BILAL")

    assert portaal.find_zaken(ANNA)["zaken"] == []


@pytest.mark.parametrize(
    ("fault", "uitkomst"),
    [
        (Fault("hangt"), "teTraag"),
        (Fault("druppelt", seconden=0.05), "teTraag"),
        (Fault("traag", seconden=5), "teTraag"),
        (Fault("500"), "onbereikbaar"),
        (Fault("breekt"), "onbereikbaar"),
        (Fault("503"), "overbelast"),
        (Fault("429"), "overbelast"),
        (Fault("401"), "geenToegang"),
        (Fault("403"), "geenToegang"),
        (Fault("404"), "onbetrouwbaar"),
        (Fault("rommel"), "onbetrouwbaar"),
        (Fault("html"), "onbetrouwbaar"),
        (Fault("leeg"), "onbetrouwbaar"),
        (Fault("vorm"), "onbetrouwbaar"),
        (Fault("vorm", index=1), "onbetrouwbaar"),
        (Fault("omleiding"), "onbetrouwbaar"),
        (Fault("gzipbom"), "onbetrouwbaar"),
    ],
    ids=lambda value: value.soort + (str(value.index or "")) if isinstance(value, Fault) else value,
)
def test_one_broken_gemeente_costs_only_its_own_zaken(
    portaal: Portaal, waterdam: Gemeente, duinoord: Gemeente, fault: Fault, uitkomst: str
) -> None:
    zaak(waterdam, parkeren(waterdam), bsn=ANNA, identificatie="W-1")
    zaak(duinoord, parkeren(duinoord), bsn=ANNA, identificatie="D-1")
    duinoord.fault = fault

    overzicht = portaal.find_zaken(ANNA)

    assert zaaknummers(overzicht) == ["W-1"]
    assert uitkomsten(overzicht) == {"duinoord": uitkomst, "heuvelrijk": "ok", "waterdam": "ok"}
    assert overzicht["volledig"] is False
    duinoords = overzicht["bronnen"][0]
    assert (duinoords["beantwoord"], duinoords["meer"], duinoords["aantal"]) == (False, None, 0)
    assert "Gemeente Duinoord" in duinoords["melding"]
    assert overzicht["telling"]["exact"] is False


def test_a_gemeente_that_is_not_there_is_named(toneel: Toneel, waterdam: Gemeente, duinoord: Gemeente) -> None:
    zaak(waterdam, parkeren(waterdam), bsn=ANNA, identificatie="W-1")
    gone = {"url": "http://127.0.0.1:9/zaken/api/v1/"}
    portaal = toneel.portaal({"waterdam": waterdam, "duinoord": duinoord}, per_bron={"duinoord": {"zaken": gone}})

    overzicht = portaal.find_zaken(ANNA)

    assert zaaknummers(overzicht) == ["W-1"]
    assert uitkomsten(overzicht)["duinoord"] == "onbereikbaar"


def test_a_connection_that_breaks_once_is_tried_again(portaal: Portaal, waterdam: Gemeente) -> None:
    zaak(waterdam, parkeren(waterdam), bsn=ANNA, identificatie="W-1")
    waterdam.fault = Fault("breekt", alleen="/zaken", keer=1)

    overzicht = portaal.find_zaken(ANNA)

    assert overzicht["volledig"] is True
    assert zaaknummers(overzicht) == ["W-1"]
    assert vragen_aan(waterdam) == 2


def test_an_answer_in_gzip_is_read(portaal: Portaal, waterdam: Gemeente) -> None:
    zaak(waterdam, parkeren(waterdam), bsn=ANNA, identificatie="W-1")
    waterdam.fault = Fault("gzip")

    assert zaaknummers(portaal.find_zaken(ANNA)) == ["W-1"]


def test_when_nobody_answers_there_is_no_empty_list_but_a_503(
    portaal: Portaal, waterdam: Gemeente, heuvelrijk: Gemeente, duinoord: Gemeente
) -> None:
    waterdam.fault = heuvelrijk.fault = Fault("500")
    duinoord.fault = Fault("403")

    answer = portaal.get("/v1/zaken")

    problem = answer.json()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert problem["type"] == "urn:mijnzaken:probleem:tijdelijk-niet-beschikbaar"
    assert {bron["id"]: bron["uitkomst"] for bron in problem["bronnen"]} == {
        "duinoord": "geenToegang",
        "heuvelrijk": "onbereikbaar",
        "waterdam": "onbereikbaar",
    }


def test_when_every_bron_needs_an_operator_it_is_a_502(
    portaal: Portaal, waterdam: Gemeente, heuvelrijk: Gemeente, duinoord: Gemeente
) -> None:
    waterdam.fault = heuvelrijk.fault = Fault("404")
    duinoord.fault = Fault("403")

    answer = portaal.get("/v1/zaken")

    assert answer.status_code == 502
    assert answer.json()["type"] == "urn:mijnzaken:probleem:bron-onbetrouwbaar"
    assert "Retry-After" not in answer.headers


def test_a_register_that_ignores_every_filter_shows_nothing_of_anybody(
    portaal: Portaal, waterdam: Gemeente, duinoord: Gemeente
) -> None:
    zaak(waterdam, parkeren(waterdam), bsn=ANNA, identificatie="W-1")
    zaak(duinoord, parkeren(duinoord), bsn=ANNA, identificatie="D-ANNA")
    zaak(duinoord, parkeren(duinoord), bsn=BILAL, identificatie="D-BILAL")
    duinoord.fault = Fault("negeertFilters")

    overzicht = portaal.find_zaken(ANNA)

    assert zaaknummers(overzicht) == ["W-1"]
    assert uitkomsten(overzicht)["duinoord"] == "onbetrouwbaar"
    assert overzicht["bronnen"][0]["reden"] == "filterGenegeerd"


def test_a_filter_that_falls_away_on_a_later_page_withdraws_the_earlier_ones(
    toneel: Toneel, duinoord: Gemeente, waterdam: Gemeente
) -> None:
    """All of the first page is Anna's; the zaak of Bilal stands behind it."""
    soort = parkeren(duinoord)
    for n in range(3):
        zaak(
            duinoord,
            soort,
            bsn=ANNA,
            startdatum=f"2026-10-{20 - n}",
            identificatie=f"D-{n}",
            vertrouwelijkheidaanduiding="geheim",
        )
    zaak(duinoord, soort, bsn=ANNA, startdatum="2026-10-01", identificatie="D-3")
    zaak(duinoord, soort, bsn=BILAL, startdatum="2026-09-01", identificatie="D-BILAL")
    portaal = toneel.portaal({"duinoord": duinoord, "waterdam": waterdam})
    duinoord.fault = Fault("negeertFilters")

    overzicht = portaal.find_zaken(ANNA, aantal=2)

    assert overzicht["zaken"] == []
    assert uitkomsten(overzicht)["duinoord"] == "onbetrouwbaar"


def test_rollen_that_cannot_be_read_hide_only_those_zaken(
    portaal: Portaal, waterdam: Gemeente, duinoord: Gemeente
) -> None:
    zaak(waterdam, parkeren(waterdam), bsn=ANNA, identificatie="W-1")
    zaak(duinoord, parkeren(duinoord), bsn=ANNA, identificatie="D-1")
    duinoord.fault = Fault("rollenLeeg")

    overzicht = portaal.find_zaken(ANNA)

    assert zaaknummers(overzicht) == ["W-1"]
    assert uitkomsten(overzicht)["duinoord"] == "gedeeltelijk"
    assert overzicht["bronnen"][0]["reden"] == "rollenOnleesbaar"
    assert overzicht["bronnen"][0]["weggelaten"] == 0
    assert overzicht["volledig"] is False


def test_one_unreadable_zaak_is_counted_and_the_rest_stays(portaal: Portaal, duinoord: Gemeente) -> None:
    soort = parkeren(duinoord)
    for n in range(5):
        zaak(duinoord, soort, bsn=ANNA, startdatum=f"2026-10-2{n}", identificatie=f"D-{n}")
    duinoord.fault = Fault("gedeeltelijk", alleen="/zaken", index=0)

    overzicht = portaal.find_zaken(ANNA)

    assert zaaknummers(overzicht) == ["D-3", "D-2", "D-1", "D-0"]
    assert overzicht["bronnen"][0]["uitkomst"] == "gedeeltelijk"
    assert overzicht["bronnen"][0]["weggelaten"] == 1


def test_a_catalogue_that_hangs_costs_the_words_and_not_the_zaken(portaal: Portaal, duinoord: Gemeente) -> None:
    zaak(duinoord, parkeren(duinoord), bsn=ANNA, identificatie="D-1", status=2)
    duinoord.fault = Fault("hangt", alleen="/catalogi")

    overzicht = portaal.find_zaken(ANNA)

    row = overzicht["zaken"][0]
    assert (row["titel"], row["titelHerkomst"]) == ("D-1", "zaaknummer")
    assert row["zaaktype"] == {"identificatie": None, "naam": None}
    assert row["status"]["naam"] is None
    assert row["hoofdstatus"]["fase"] == "onbekend"
    assert overzicht["bronnen"][0]["uitkomst"] == "gedeeltelijk"
    assert overzicht["bronnen"][0]["reden"] == "catalogusOnbereikbaar"


def test_a_catalogue_at_a_host_that_is_not_configured_is_never_asked(
    toneel: Toneel, waterdam: Gemeente, duinoord: Gemeente
) -> None:
    """A zaak of Duinoord whose zaaktype stands in Waterdam: credentials of one never reach the other."""
    soort = parkeren(waterdam)
    row = zaak(duinoord, parkeren(duinoord), bsn=ANNA, identificatie="D-1")
    row["zaaktype"] = soort["url"]
    portaal = toneel.portaal({"duinoord": duinoord})
    waterdam.reset()

    overzicht = portaal.find_zaken(ANNA)

    assert zaaknummers(overzicht) == ["D-1"]
    assert overzicht["zaken"][0]["zaaktype"]["identificatie"] is None
    assert waterdam.ontvangen == []


def test_two_tenants_on_one_host_stay_apart(toneel: Toneel, waterdam: Gemeente) -> None:
    zaak(waterdam, parkeren(waterdam), bsn=ANNA, identificatie="W-1")
    portaal = toneel.portaal({"waterdam": waterdam, "waterdam-sociaal": waterdam})

    overzicht = portaal.find_zaken(ANNA)

    assert [row["id"].rpartition("-")[0][:8] for row in overzicht["zaken"]] == ["waterdam", "waterdam"]
    assert sorted(row["bron"] for row in overzicht["zaken"]) == ["waterdam", "waterdam-sociaal"]
    assert vragen_aan(waterdam) == 2


def test_a_bron_answers_for_several_organisaties(toneel: Toneel, waterdam: Gemeente, heuvelrijk: Gemeente) -> None:
    zaak(waterdam, parkeren(waterdam), bsn=ANNA, verantwoordelijkeOrganisatie=heuvelrijk.rsin)
    portaal = toneel.portaal({"waterdam": waterdam, "heuvelrijk": heuvelrijk})

    row = portaal.find_zaken(ANNA)["zaken"][0]

    assert row["bron"] == "waterdam"
    assert row["organisatie"]["naam"] == "Gemeente Heuvelrijk"


def test_only_the_bronnen_that_are_named_are_asked(portaal: Portaal, waterdam: Gemeente, duinoord: Gemeente) -> None:
    zaak(waterdam, parkeren(waterdam), bsn=ANNA, identificatie="W-1")
    zaak(duinoord, parkeren(duinoord), bsn=ANNA, identificatie="D-1")

    overzicht = portaal.find_zaken(ANNA, bron=["waterdam", "heuvelrijk"])

    assert zaaknummers(overzicht) == ["W-1"]
    assert list(uitkomsten(overzicht)) == ["heuvelrijk", "waterdam"]
    assert duinoord.ontvangen == []


def test_lopend_and_afgerond_can_be_asked_apart(portaal: Portaal, waterdam: Gemeente) -> None:
    soort = parkeren(waterdam)
    zaak(waterdam, soort, bsn=ANNA, identificatie="OPEN")
    zaak(
        waterdam,
        soort,
        bsn=ANNA,
        identificatie="DICHT",
        startdatum="2026-09-01",
        einddatum="2026-09-20",
        resultaat="Verleend",
    )

    assert zaaknummers(portaal.find_zaken(ANNA, lopend="true")) == ["OPEN"]
    assert zaaknummers(portaal.find_zaken(ANNA, lopend="false")) == ["DICHT"]
    bodies = [o.body for o in waterdam.ontvangen if o.pad.endswith("_zoek")]
    assert [b'"einddatum__isnull":true' in body for body in bodies] == [True, False]
    assert b'"einddatum__isnull":false' in bodies[1]


def test_a_status_that_closes_is_found_under_afgerond(toneel: Toneel, waterdam: Gemeente) -> None:
    """With eindstatusSluit a zaak can be done without einddatum; then the filter of the register would miss it."""
    soort = parkeren(waterdam)
    zaak(waterdam, soort, bsn=ANNA, identificatie="DICHT", status=3, einddatum=None)
    zaak(waterdam, soort, bsn=ANNA, identificatie="OPEN", status=1)
    portaal = toneel.portaal({"waterdam": waterdam}, bron={"fasen": {"eindstatusSluit": True}})

    assert zaaknummers(portaal.find_zaken(ANNA, lopend="false")) == ["DICHT"]
    assert zaaknummers(portaal.find_zaken(ANNA, lopend="true")) == ["OPEN"]


def test_a_zaak_is_found_by_its_exact_number_and_only_among_ones_own(portaal: Portaal, waterdam: Gemeente) -> None:
    soort = parkeren(waterdam)
    zaak(waterdam, soort, bsn=ANNA, identificatie="W-1")
    zaak(waterdam, soort, bsn=ANNA, identificatie="W-10")
    zaak(waterdam, soort, bsn=BILAL, identificatie="W-2")

    assert zaaknummers(portaal.find_zaken(ANNA, zaaknummer="W-1")) == ["W-1"]
    assert zaaknummers(portaal.find_zaken(ANNA, zaaknummer="W-2")) == []


def test_the_name_of_a_behandelaar_never_reaches_the_burger(portaal: Portaal, waterdam: Gemeente) -> None:
    zaak(waterdam, parkeren(waterdam), bsn=ANNA)

    answer = portaal.get("/v1/zaken")

    sent = [o for o in waterdam.ontvangen if o.pad.endswith("_zoek")]
    assert sent
    assert "behandelaar" not in answer.text.casefold()
    assert "medewerker" not in answer.text.casefold()
    assert ANNA not in answer.text


def test_fields_that_we_do_not_know_go_no_further(portaal: Portaal, waterdam: Gemeente) -> None:
    zaak(waterdam, parkeren(waterdam), bsn=ANNA, geheimVeld="999990020", toelichting="intern: 999990032")

    answer = portaal.get("/v1/zaken")

    assert answer.json()["zaken"]
    assert BILAL not in answer.text
    assert CARLA not in answer.text


def test_every_question_to_a_bron_is_told_to_the_sink(portaal: Portaal, waterdam: Gemeente, duinoord: Gemeente) -> None:
    duinoord.fault = Fault("500")

    answer = portaal.get("/v1/zaken")

    told = [(event.soort, event.bron, event.uitkomst) for event in portaal.events.told]
    assert set(told[:-1]) == {
        ("bron", "duinoord", "server_error"),
        ("bron", "heuvelrijk", "ok"),
        ("bron", "waterdam", "ok"),
    }
    bronnen = [bron for _, bron, _ in told]
    assert bronnen.count("waterdam") == vragen_aan(waterdam) == 1
    assert bronnen.count("duinoord") == vragen_aan(duinoord) == 2, "refused with expand, it is asked without"
    assert told[-1] == ("verzoek", None, "onvolledig")
    assert {event.verwerking.verzoek_id for event in portaal.events.told} == {answer.headers["X-Request-Id"]}
    assert ANNA not in repr(portaal.events.told)


def test_a_company_that_no_bron_can_look_up_gets_no_empty_list(toneel: Toneel, waterdam: Gemeente) -> None:
    """A register is asked only in the ways that it is configured to know; without any it is not asked at all."""
    portaal = toneel.portaal({"waterdam": waterdam}, bron={"bedrijven": []})
    token = portaal.token(kvk="90004760")

    answer = portaal.client.get("/v1/zaken", headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code == 503
    assert {bron["uitkomst"] for bron in answer.json()["bronnen"]} == {"overgeslagen"}
    assert {bron["reden"] for bron in answer.json()["bronnen"]} == {"betrokkeneNietOndersteund"}
    assert vragen_aan(waterdam) == 0


def test_every_bron_is_asked_before_any_has_answered(
    toneel: Toneel, waterdam: Gemeente, heuvelrijk: Gemeente, duinoord: Gemeente
) -> None:
    gemeenten = {"waterdam": waterdam, "heuvelrijk": heuvelrijk, "duinoord": duinoord}
    portaal = toneel.portaal(gemeenten)
    for gemeente in gemeenten.values():
        gemeente.fault = Fault("traag", seconden=0.6)
    seen: list[tuple[int, int]] = []

    with ThreadPoolExecutor(1) as somebody:
        asking = somebody.submit(portaal.find_zaken, ANNA)
        while not asking.done():
            arrived = [o for gemeente in gemeenten.values() for o in gemeente.ontvangen]
            seen.append((len(arrived), sum(o.status is not None for o in arrived)))
            time.sleep(0.01)

    assert (3, 0) in seen
    assert asking.result()["volledig"] is True


def test_every_hanging_bron_ends_at_one_deadline(
    toneel: Toneel, waterdam: Gemeente, heuvelrijk: Gemeente, duinoord: Gemeente
) -> None:
    """All hang, and none waits for another: each is asked once and told once, in one answer."""
    gemeenten = {"waterdam": waterdam, "heuvelrijk": heuvelrijk, "duinoord": duinoord}
    portaal = toneel.portaal(
        gemeenten, tijd={"lijst": "600ms"}, bron={"tijd": {"totaal": "500ms", "verbinden": "300ms"}}
    )
    for gemeente in gemeenten.values():
        gemeente.fault = Fault("hangt")

    answer = portaal.get("/v1/zaken")

    assert answer.status_code == 503
    assert [bron["uitkomst"] for bron in answer.json()["bronnen"]] == ["teTraag"] * 3
    assert [len(gemeente.ontvangen) for gemeente in gemeenten.values()] == [1, 1, 1]


def test_the_ceiling_is_sent_and_checked_here_as_well(portaal: Portaal, waterdam: Gemeente) -> None:
    """A register that does not know the filter sends what lies above it; it goes no further."""
    soort = parkeren(waterdam)
    for niveau in ("openbaar", "zaakvertrouwelijk", "geheim", "onbekend niveau", ""):
        zaak(waterdam, soort, bsn=ANNA, identificatie=niveau or "geen", vertrouwelijkheidaanduiding=niveau)
    waterdam.fault = Fault("negeertFilters")

    overzicht = portaal.find_zaken(ANNA)

    assert sorted(zaaknummers(overzicht)) == ["openbaar", "zaakvertrouwelijk"]
    assert overzicht["volledig"] is True
    assert b'"maximaleVertrouwelijkheidaanduiding":"zaakvertrouwelijk"' in waterdam.ontvangen[0].body


def test_every_question_about_zaken_names_its_coordinate_system(portaal: Portaal, waterdam: Gemeente) -> None:
    portaal.find_zaken(ANNA)

    headers = waterdam.ontvangen[0].headers
    assert (headers["accept-crs"], headers["content-crs"]) == ("EPSG:4326", "EPSG:4326")


def test_many_who_ask_at_once_fetch_a_catalogue_once(portaal: Portaal, waterdam: Gemeente) -> None:
    zaak(waterdam, parkeren(waterdam), bsn=ANNA)

    with ThreadPoolExecutor(8) as everybody:
        answers = list(everybody.map(lambda _: portaal.find_zaken(ANNA), range(8)))

    assert all(answer["zaken"][0]["titelHerkomst"] == "zaaktype" for answer in answers)
    assert vragen_aan(waterdam, "/catalogi/") == 3


def test_when_the_caller_leaves_nobody_is_asked_any_longer(
    toneel: Toneel, duinoord: Gemeente, caplog: pytest.LogCaptureFixture
) -> None:
    """The bron hangs and has twenty seconds; who asked is gone after a moment."""
    slow = {"tijd": {"totaal": "20s", "verbinden": "2s"}}
    portaal = toneel.portaal({"duinoord": duinoord}, tijd={"lijst": "25s"}, bron=slow)
    duinoord.fault = Fault("hangt")
    with pytest.raises(httpx.ReadTimeout):
        portaal.client.get("/v1/zaken", headers={"Authorization": f"Bearer {portaal.token(ANNA)}"}, timeout=0.3)

    for _ in range(500):
        if len(portaal.events.told) > 1:
            break
        time.sleep(0.01)

    told = [(event.soort, event.uitkomst, event.gelukt) for event in portaal.events.told]
    assert told == [("bron", "afgebroken", None), ("verzoek", "afgebroken", None)]
    left = [vars(record)["status"] for record in caplog.records if record.getMessage() == "request_answered"]
    assert left == [499]


def test_a_caller_that_leaves_breaks_nothing_for_the_next(portaal: Portaal, waterdam: Gemeente) -> None:
    zaak(waterdam, parkeren(waterdam), bsn=ANNA, identificatie="W-1")
    waterdam.fault = Fault("traag", seconden=0.5)
    token = {"Authorization": f"Bearer {portaal.token(ANNA)}"}

    with pytest.raises(httpx.ReadTimeout):
        portaal.client.get("/v1/zaken", headers=token, timeout=0.1)

    waterdam.fault = Fault()
    assert zaaknummers(portaal.find_zaken(ANNA)) == ["W-1"]


def test_a_catalogue_that_hangs_does_not_starve_the_zaken(toneel: Toneel, duinoord: Gemeente) -> None:
    """However often one asks, and with more zaaktypen than there are permits."""
    for n in range(5):
        soort = zaaktype(duinoord, f"ZT-{n}", f"Soort {n}", statustypen=STAPPEN)
        zaak(duinoord, soort, bsn=ANNA, identificatie=f"D-{n}", startdatum=f"2026-10-1{n}")
    budget = {"tijd": {"totaal": "800ms", "verbinden": "500ms"}}
    portaal = toneel.portaal({"duinoord": duinoord}, tijd={"lijst": "2s"}, bron=budget)
    duinoord.fault = Fault("hangt", alleen="/catalogi")

    overzichten = [portaal.find_zaken(ANNA) for _ in range(3)]

    assert [len(overzicht["zaken"]) for overzicht in overzichten] == [5, 5, 5]
    assert {uitkomsten(overzicht)["duinoord"] for overzicht in overzichten} == {"gedeeltelijk"}
    catalogue = [o.pad + o.query for o in duinoord.ontvangen if o.pad.startswith("/catalogi")]
    assert len(catalogue) == len(set(catalogue)), "what could not be fetched was asked again at once"


def test_a_bron_has_one_budget_for_all_its_pages(toneel: Toneel, duinoord: Gemeente, waterdam: Gemeente) -> None:
    weigeren = zaaktype(duinoord, "ZT-GEHEIM", "Onderzoek", statustypen=STAPPEN)
    for n in range(28):
        zaak(duinoord, weigeren, bsn=ANNA, startdatum=f"2026-02-{28 - n:02d}")
    budget = {"totaal": "900ms", "verbinden": "500ms"}
    policy = {"zichtbaarheid": {"zaaktypen": {"weiger": ["ZT-GEHEIM"]}}, "tijd": budget}
    portaal = toneel.portaal({"duinoord": duinoord, "waterdam": waterdam}, tijd={"lijst": "10s"}, bron=policy)
    portaal.find_zaken(ANNA)
    duinoord.reset()
    duinoord.fault = Fault("traag", seconden=0.4)

    overzicht = portaal.find_zaken(ANNA, aantal=1)

    assert uitkomsten(overzicht)["duinoord"] == "gedeeltelijk"
    assert overzicht["bronnen"][0]["reden"] == "vervolgMislukt"
    assert len(duinoord.ontvangen) <= 3


def test_a_status_whose_kind_cannot_be_read_is_not_called_complete(portaal: Portaal, duinoord: Gemeente) -> None:
    soort = parkeren(duinoord)
    row = zaak(duinoord, soort, bsn=ANNA, identificatie="D-1")
    status = duinoord.opslag.vind(row["status"])
    assert status is not None
    status["statustype"] = "https://elders.example/catalogi/api/v1/statustypen/0c4c3b1e-7c0e-4b5e-9d43-0a5b0c1f7a11"

    overzicht = portaal.find_zaken(ANNA)

    assert overzicht["zaken"][0]["status"]["naam"] is None
    assert uitkomsten(overzicht)["duinoord"] == "gedeeltelijk"
    assert overzicht["volledig"] is False
