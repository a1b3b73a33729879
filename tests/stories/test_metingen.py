"""What an operator sees of the bronnen without looking at anybody: the metrics of the overzicht."""

from __future__ import annotations

from typing import Any

from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.stories.portaal import ANNA, Portaal, Toneel


def parkeren(gemeente: Gemeente, **extra: Any) -> dict[str, Any]:
    return zaaktype(gemeente, "ZT-PARKEREN", "Parkeervergunning", statustypen=("Ontvangen", "Afgehandeld"), **extra)


def counted(portaal: Portaal, name: str) -> float:
    return portaal.counted(f"mijnzaken_{name}")


def test_each_bron_is_counted_by_how_it_ended_and_each_overzicht_by_what_it_holds(
    portaal: Portaal, waterdam: Gemeente, duinoord: Gemeente
) -> None:
    portaal.find_zaken(ANNA)
    duinoord.fault = Fault("403")
    portaal.find_zaken(ANNA)

    assert counted(portaal, 'overzichten_total{antwoord="volledig"}') == 1
    assert counted(portaal, 'overzichten_total{antwoord="onvolledig"}') == 1
    assert counted(portaal, 'bron_uitkomst_total{bron="waterdam",uitkomst="ok"}') == 2
    assert counted(portaal, 'bron_uitkomst_total{bron="duinoord",uitkomst="ok"}') == 1
    assert counted(portaal, 'bron_uitkomst_total{bron="duinoord",uitkomst="geenToegang"}') == 1
    assert counted(portaal, 'bron_duur_seconden_count{bron="duinoord"}') == 2


def test_an_overzicht_of_nobody_is_counted_too(toneel: Toneel, waterdam: Gemeente) -> None:
    portaal = toneel.portaal({"waterdam": waterdam})
    waterdam.fault = Fault("500")

    assert portaal.get("/v1/zaken", ANNA).status_code == 503

    assert counted(portaal, 'overzichten_total{antwoord="geen"}') == 1
    assert counted(portaal, 'bron_uitkomst_total{bron="waterdam",uitkomst="onbereikbaar"}') == 1
    assert counted(portaal, 'verzoek_duur_seconden_count{route="/zaken",status="5xx"}') == 1


def test_what_an_alarm_waits_for_is_shown_as_none_before_it_happens(toneel: Toneel, waterdam: Gemeente) -> None:
    """Prometheus sees a rise from nothing to one only where nothing was shown as 0 before."""
    shown = toneel.portaal({"waterdam": waterdam}).app.metrics().decode().splitlines()

    for reden in ("geenToegang", "collectieOntbreekt"):
        assert f'mijnzaken_configuratie_alarm_total{{bron="waterdam",reden="{reden}"}} 0.0' in shown
    assert 'mijnzaken_sleutel_geweigerd_total{uitgever="verhaal"} 0.0' in shown
    assert "mijnzaken_verwerking_verloren_total 0.0" in shown


def test_requests_are_counted_by_route_and_never_by_url(portaal: Portaal) -> None:
    portaal.get("/v1/zaken", ANNA)
    portaal.get("/v1/zaken", None)
    portaal.get("/v1/999990019")

    assert counted(portaal, 'verzoek_duur_seconden_count{route="/zaken",status="2xx"}') == 1
    assert counted(portaal, 'verzoek_duur_seconden_count{route="/zaken",status="4xx"}') == 1
    assert counted(portaal, 'verzoek_duur_seconden_count{route="-",status="4xx"}') == 1


def test_what_is_not_shown_is_counted_by_reason(toneel: Toneel, waterdam: Gemeente) -> None:
    kind = parkeren(waterdam)
    intern = zaaktype(waterdam, "ZT-INTERN", "Advies", statustypen=("Begonnen", "Klaar"), indicatie="intern")
    zaak(waterdam, kind, bsn=ANNA)
    zaak(waterdam, kind, bsn=ANNA, rol="belanghebbende")
    zaak(waterdam, intern, bsn=ANNA)
    zaak(waterdam, kind, bsn=ANNA, vertrouwelijkheidaanduiding="geheim")
    ignores = {"zichtbaarheid": {"intern": "weiger"}, "vermogens": {"filters": ["startdatum__lte"]}}
    portaal = toneel.portaal({"waterdam": waterdam}, bron=ignores)

    assert len(portaal.find_zaken(ANNA)["zaken"]) == 1

    assert counted(portaal, 'zaken_verborgen_total{bron="waterdam",reden="zaaktype"}') == 1
    assert counted(portaal, 'zaken_verborgen_total{bron="waterdam",reden="rol"}') == 1
    assert counted(portaal, 'zaken_verborgen_total{bron="waterdam",reden="vertrouwelijkheid"}') == 1


def test_what_could_not_be_read_is_counted(toneel: Toneel, duinoord: Gemeente) -> None:
    kind = parkeren(duinoord)
    for n in range(3):
        zaak(duinoord, kind, bsn=ANNA, startdatum=f"2026-10-2{n}")
    duinoord.fault = Fault("gedeeltelijk", alleen="/zaken", index=0)
    portaal = toneel.portaal({"duinoord": duinoord})

    assert len(portaal.find_zaken(ANNA)["zaken"]) == 2

    assert counted(portaal, 'zaken_weggelaten_total{bron="duinoord"}') == 1


def test_a_zaak_of_which_nobody_knows_how_far_it_is_is_counted(toneel: Toneel, waterdam: Gemeente) -> None:
    zaak(waterdam, parkeren(waterdam), bsn=ANNA)
    waterdam.fault = Fault("500", alleen="/catalogi")
    portaal = toneel.portaal({"waterdam": waterdam})

    assert portaal.find_zaken(ANNA)["zaken"][0]["hoofdstatus"]["fase"] == "onbekend"

    assert counted(portaal, 'fase_onbekend_total{bron="waterdam",zaaktype="overige"}') == 1
