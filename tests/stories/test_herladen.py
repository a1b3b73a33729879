"""The configuration changes while the service runs: nobody who asks notices, and a mistake changes nothing."""

from __future__ import annotations

import copy
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from mijnzaken_bff.identity.token import TokenVerifier
from tests.processen import PATIENCE, free_ports
from tests.stories.herladen import Bewerkt
from tests.stories.portaal import ANNA, CLIENT_ID, LEVEL, SECRET, Toneel, uitkomsten, vragen_aan, zaaknummers
from tests.stories.proces import serving
from tests.stories.wachten import until

NEW = "een-nieuw-geheim-dat-alleen-in-dit-verhaal-bestaat"


def another(gemeente: Gemeente, nummer: str) -> None:
    """One more zaak of Anna."""
    parkeren = zaaktype(gemeente, "ZT-PARKEREN", "Parkeervergunning", statustypen=("Ontvangen", "Klaar"))
    zaak(gemeente, parkeren, bsn=ANNA, identificatie=nummer)


class Geteld:
    """Stands before a gemeente, and counts the connections that come in."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.connections: set[Any] = set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            self.connections.add(tuple(scope["client"]))
        await self._app(scope, receive, send)


class Volume:
    """A folder that the kubelet keeps: every file is a link into the last set of files, and all change at once.

    Source: Kubernetes, ``pkg/volume/util/atomic_writer.go``.
    """

    def __init__(self, folder: Path, files: Mapping[str, str]) -> None:
        self.folder = folder
        self._sets = 0
        folder.mkdir(parents=True)
        self.swap(files)

    def swap(self, files: Mapping[str, str]) -> None:
        """Put other files in the place of those that are there."""
        data, fresh = self.folder / "..data", self.folder / "..data_tmp"
        before = data.resolve() if data.is_symlink() else None
        self._sets += 1
        written = self.folder / f"..{self._sets}"
        written.mkdir()
        for naam, text in files.items():
            (written / naam).write_text(text)
        fresh.symlink_to(written.name)
        fresh.replace(data)
        for naam in files:
            if not (self.folder / naam).is_symlink():
                (self.folder / naam).symlink_to(Path("..data") / naam)
        if before is not None:
            shutil.rmtree(before)


def with_file(configuratie: Mapping[str, Any], naam: str) -> dict[str, Any]:
    """The configuration, with the secret of every bron in a file."""
    changed = copy.deepcopy(dict(configuratie))
    for bron in changed["bronnen"]:
        bron["toegang"]["secret"] = {"bestand": naam}
    return changed


@pytest.fixture
def waterdam(toneel: Toneel) -> Gemeente:
    gemeente = Gemeente("Gemeente Waterdam", "001117518", nu=toneel.klok.now, clients={CLIENT_ID: Client(SECRET)})
    gemeente.app = Geteld(gemeente.app)  # type: ignore[assignment]
    return toneel.opening(gemeente)


@pytest.fixture
def configuratie(toneel: Toneel, waterdam: Gemeente, duinoord: Gemeente) -> dict[str, Any]:
    """Of two gemeenten, each with a zaak."""
    another(waterdam, "W-1")
    another(duinoord, "D-1")
    return toneel.configuratie({"waterdam": waterdam, "duinoord": duinoord})


@pytest.fixture
def alleen_waterdam(configuratie: dict[str, Any]) -> dict[str, Any]:
    return {**configuratie, "bronnen": configuratie["bronnen"][:1]}


@pytest.fixture
def portaal(toneel: Toneel, tmp_path: Path, alleen_waterdam: dict[str, Any]) -> Bewerkt:
    """The service on Waterdam alone."""
    return Bewerkt(toneel, tmp_path, alleen_waterdam)


def row(portaal: Bewerkt) -> dict[str, Any]:
    """How Waterdam is doing."""
    bronnen: list[dict[str, Any]] = portaal.get("/v1/bronnen").json()["bronnen"]
    return next(bron for bron in bronnen if bron["id"] == "waterdam")


class TestWhatIsTakenOver:
    def test_a_bron_in_a_new_file_is_asked_from_then_on(self, portaal: Bewerkt, configuratie: dict[str, Any]) -> None:
        before = portaal.find_zaken(ANNA)
        portaal.write(configuratie["bronnen"][1], "bronnen.d/duinoord.yaml")

        portaal.reload()

        assert zaaknummers(before) == ["W-1"]
        assert uitkomsten(portaal.find_zaken(ANNA)) == {"duinoord": "ok", "waterdam": "ok"}
        assert [bron["id"] for bron in portaal.get("/v1/bronnen").json()["bronnen"]] == ["duinoord", "waterdam"]
        assert portaal.reloaded("overgenomen") == 1

    def test_what_was_remembered_of_people_is_gone_when_nothing_may_be_any_more(
        self, portaal: Bewerkt, alleen_waterdam: dict[str, Any]
    ) -> None:
        portaal.write({**alleen_waterdam, "geheugen": {"vers": "30s"}})
        portaal.reload()
        portaal.find_zaken(ANNA)
        sizes = ("mijnzaken_geheugen_ingangen", "mijnzaken_geheugen_bytes")
        assert all(portaal.counted(size) > 0 for size in sizes)
        portaal.write(alleen_waterdam)

        portaal.reload()

        until(lambda: [portaal.counted(size) for size in sizes] == [0, 0])

    def test_a_bron_that_did_not_change_keeps_its_connections_its_catalogue_and_its_toestand(
        self, portaal: Bewerkt, configuratie: dict[str, Any], waterdam: Gemeente
    ) -> None:
        portaal.find_zaken(ANNA)
        catalogue, connections = vragen_aan(waterdam, "/catalogi"), set(waterdam.app.connections)  # type: ignore[attr-defined]
        since = portaal.get("/v1/bronnen").json()["bronnen"][0]["sinds"]
        portaal.toneel.klok.later(seconds=10)
        changed = copy.deepcopy(configuratie)
        changed["bronnen"][0] |= {"naam": "Gemeente Waterdam aan Zee", "zichtbaarheid": {"maximaal": "openbaar"}}
        portaal.write(changed)

        portaal.reload()
        overzicht = portaal.find_zaken(ANNA)

        assert overzicht["bronnen"][1]["naam"] == "Gemeente Waterdam aan Zee"
        assert zaaknummers(overzicht) == ["D-1"], "what is shown did change"
        assert catalogue > 0
        assert vragen_aan(waterdam, "/catalogi") == catalogue
        assert waterdam.app.connections == connections  # type: ignore[attr-defined]
        assert portaal.get("/v1/bronnen").json()["bronnen"][1]["sinds"] == since

    def test_a_register_that_is_not_trusted_is_not_trusted_again_because_the_configuration_was_read(
        self, toneel: Toneel, tmp_path: Path, configuratie: dict[str, Any], waterdam: Gemeente
    ) -> None:
        waterdam.fault = Fault("negeertFilters")
        configuratie["bronnen"][0]["proefnummers"] = {"bsn": "999999990"}
        portaal = Bewerkt(toneel, tmp_path, configuratie)
        until(lambda: row(portaal)["toestand"] == "onbetrouwbaar")
        asked = vragen_aan(waterdam)
        onderhoud = {"van": "2026-12-01T22:00", "tot": "2026-12-02T06:00"}
        changed = copy.deepcopy(configuratie)
        changed["bronnen"][0] |= {"naam": "Gemeente Waterdam aan Zee", "onderhoud": onderhoud}
        portaal.write(changed)

        portaal.reload()

        assert (row(portaal)["naam"], row(portaal)["toestand"]) == ("Gemeente Waterdam aan Zee", "onbetrouwbaar")
        assert uitkomsten(portaal.find_zaken(ANNA))["waterdam"] == "onbetrouwbaar"
        assert vragen_aan(waterdam) == asked

    def test_a_register_whose_maintenance_is_over_sooner_is_put_to_the_test_at_once(
        self, toneel: Toneel, tmp_path: Path, alleen_waterdam: dict[str, Any], waterdam: Gemeente
    ) -> None:
        waterdam.fault = Fault("negeertFilters")
        bron = alleen_waterdam["bronnen"][0]
        bron["proefnummers"] = {"bsn": "999999990"}
        bron["onderhoud"] = {"van": "2026-11-01T22:00", "tot": "2026-12-02T06:00"}
        portaal = Bewerkt(toneel, tmp_path, alleen_waterdam)
        assert row(portaal)["toestand"] == "onderhoud"
        del bron["onderhoud"]
        portaal.write(alleen_waterdam)

        portaal.reload()

        until(lambda: row(portaal)["toestand"] == "onbetrouwbaar")
        assert vragen_aan(waterdam) == 1

    def test_what_began_before_ends_as_it_began(
        self, portaal: Bewerkt, configuratie: dict[str, Any], waterdam: Gemeente
    ) -> None:
        waterdam.fault = Fault("traag", seconden=0.5)
        with ThreadPoolExecutor() as pool:
            asked = pool.submit(portaal.find_zaken, ANNA)
            until(lambda: vragen_aan(waterdam) == 1)
            portaal.write({**configuratie, "bronnen": configuratie["bronnen"][1:]})
            portaal.reload()
            after = portaal.find_zaken(ANNA)

            assert not asked.done()
            assert zaaknummers(asked.result()) == ["W-1"]
        assert uitkomsten(after) == {"duinoord": "ok"}

    def test_a_web_page_and_a_name_may_be_added(self, portaal: Bewerkt, alleen_waterdam: dict[str, Any]) -> None:
        page = {"Origin": "https://mijn.example"}
        dienst = alleen_waterdam["dienst"] | {"cors": ["https://mijn.example"]}
        before = portaal.get("/v1/zaken", headers=page)
        portaal.write({**alleen_waterdam, "dienst": dienst})

        portaal.reload()

        assert "access-control-allow-origin" not in before.headers
        assert portaal.get("/v1/zaken", headers=page).headers["access-control-allow-origin"] == page["Origin"]

    def test_what_cannot_change_is_told_and_stays(
        self, portaal: Bewerkt, alleen_waterdam: dict[str, Any], caplog: pytest.LogCaptureFixture
    ) -> None:
        dienst = {"grenzen": {"perBetrokkene": {"aantal": 1}}, "poort": 1}
        portaal.write({**alleen_waterdam, "dienst": dienst})

        portaal.reload()

        assert told(caplog, "setting_kept") == ["dienst.poort", "dienst.grenzen"]
        for _ in range(3):
            portaal.find_zaken(ANNA)

    def test_an_issuer_that_is_gone_opens_no_door_and_is_no_longer_measured(
        self, portaal: Bewerkt, alleen_waterdam: dict[str, Any], toneel: Toneel
    ) -> None:
        other = {**alleen_waterdam["uitgevers"][0], "id": "ander", "issuer": "https://ander.example"}
        portaal.write({**alleen_waterdam, "uitgevers": [other]})

        portaal.reload()

        assert portaal.get("/v1/zaken").status_code == 401
        shown = portaal.app.metrics().decode()
        assert 'sleutels_leeftijd_seconden{uitgever="ander"}' in shown
        assert 'sleutels_leeftijd_seconden{uitgever="verhaal"}' not in shown

    def test_an_issuer_that_did_not_change_is_not_asked_for_its_keys_again(
        self, portaal: Bewerkt, configuratie: dict[str, Any]
    ) -> None:
        fetched = 'mijnzaken_sleutels_opgehaald_total{uitgever="verhaal",uitkomst="nieuw"}'
        until(lambda: portaal.counted(fetched) == 1)
        portaal.write(configuratie)

        portaal.reload()

        assert portaal.get("/v1/zaken").status_code == 200
        assert portaal.counted(fetched) == 1

    def test_the_same_once_more_changes_nothing(self, portaal: Bewerkt, alleen_waterdam: dict[str, Any]) -> None:
        version = portaal.counted("mijnzaken_configuratie_versie")
        portaal.write("# een opmerking\n" + (portaal.folder / "mijnzaken.yaml").read_text())

        portaal.reload()

        assert portaal.reloaded("ongewijzigd") == 1
        assert portaal.counted("mijnzaken_configuratie_versie") != version, "the text is another one"

    def test_how_long_ago_it_was_taken_over_is_measured(self, portaal: Bewerkt, configuratie: dict[str, Any]) -> None:
        portaal.toneel.klok.later(minutes=1)
        before = portaal.counted("mijnzaken_configuratie_leeftijd_seconden")
        portaal.write(configuratie)

        portaal.reload()

        assert (before, portaal.counted("mijnzaken_configuratie_leeftijd_seconden")) == (60, 0)

    def test_what_is_remembered_of_people_goes_with_the_configuration_it_was_told_under(
        self, portaal: Bewerkt, alleen_waterdam: dict[str, Any]
    ) -> None:
        portaal.write({**alleen_waterdam, "geheugen": {"vers": "30s"}})
        portaal.reload()
        portaal.find_zaken(ANNA)
        verifier: TokenVerifier = portaal.app.diensten.verify.__self__  # type: ignore[attr-defined]
        remembered, known = portaal.counted("mijnzaken_geheugen_ingangen"), verifier.remembered
        portaal.write({**alleen_waterdam, "geheugen": {"vers": "0s"}})

        portaal.reload()

        assert (remembered > 0, known) == (True, 1)
        # It goes after the last question that was answered under it.
        until(lambda: verifier.remembered == 0)
        until(lambda: portaal.counted("mijnzaken_geheugen_ingangen") == 0)
        assert portaal.counted("mijnzaken_geheugen_bytes") == 0


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("files", "places"),
        [
            ({"mijnzaken.yaml": "a: ["}, ["bestand"]),
            ({"bronnen.d/a.yaml": "id: waterdam\n"}, ["bronnen.d/a.yaml: naam"]),
        ],
    )
    def test_it_changes_nothing_and_is_told_with_its_places(
        self,
        portaal: Bewerkt,
        caplog: pytest.LogCaptureFixture,
        files: dict[str, str],
        places: list[str],
    ) -> None:
        version = portaal.counted("mijnzaken_configuratie_versie")
        # Prometheus sees the first one only where none was shown before.
        assert 'configuratie_herladen_total{uitkomst="geweigerd"} 0.0' in portaal.app.metrics().decode()
        for naam, text in files.items():
            portaal.write(text, naam)

        portaal.reload()

        assert zaaknummers(portaal.find_zaken(ANNA)) == ["W-1"]
        assert portaal.reloaded("geweigerd") == 1
        assert portaal.counted("mijnzaken_configuratie_versie") == version
        (found,) = told(caplog, "configuration_refused")
        assert set(places) <= set(found)

    def test_a_log_of_verwerkingen_is_not_begun_halfway(
        self, portaal: Bewerkt, alleen_waterdam: dict[str, Any], caplog: pytest.LogCaptureFixture
    ) -> None:
        log = {
            "bestand": "verwerkingen.jsonl",
            "sleutel": "een-sleutel-van-ruim-32-tekens-voor-het-logboek",
            "sleutelId": "1",
            "activiteiten": {"overzicht": "https://waterdam.example/1"},
        }
        portaal.write({**alleen_waterdam, "verwerkingen": log})

        portaal.reload()

        assert told(caplog, "setting_kept") == ["verwerkingen"]
        assert portaal.reloaded("ongewijzigd") == 1


def told(caplog: pytest.LogCaptureFixture, event: str) -> list[Any]:
    """What each line of an event says that it is about."""
    return [vars(record)["what"] for record in caplog.records if record.getMessage() == event]


class TestSecretFiles:
    @pytest.fixture
    def portaal(self, toneel: Toneel, tmp_path: Path, alleen_waterdam: dict[str, Any]) -> Bewerkt:
        for naam, text in (("waterdam", SECRET), ("nu", "a" * 40), ("eerder", "z" * 40)):
            (tmp_path / naam).write_text(text)
        dienst = {"sleutel": {"bestand": "nu"}, "vorigeSleutel": {"bestand": "eerder"}, **alleen_waterdam["dienst"]}
        return Bewerkt(toneel, tmp_path, with_file({**alleen_waterdam, "dienst": dienst}, "waterdam"))

    def test_a_secret_that_is_replaced_in_its_file_is_taken_up(self, portaal: Bewerkt, waterdam: Gemeente) -> None:
        portaal.find_zaken(ANNA)
        waterdam.clients[CLIENT_ID] = Client(NEW)
        refused = portaal.get("/v1/zaken")
        portaal.write(NEW, "waterdam")

        portaal.look()

        assert refused.status_code == 502
        assert zaaknummers(portaal.find_zaken(ANNA)) == ["W-1"]
        assert portaal.reloaded("overgenomen") == 1

    def test_it_goes_on_by_itself_after_a_mistake_too(self, portaal: Bewerkt) -> None:
        portaal.write("a: [")
        portaal.keep(True)
        portaal.write(NEW, "waterdam")
        portaal.keep(False, False)
        portaal.write("half: [")
        portaal.keep(True, True)

        assert portaal.reloaded("geweigerd") == 3
        assert portaal.reloaded("overgenomen") == 1

    def test_as_long_as_none_changes_nothing_is_read_again(self, portaal: Bewerkt) -> None:
        portaal.write("a: [")
        portaal.write(SECRET, "waterdam")

        portaal.look()

        assert [portaal.reloaded(uitkomst) for uitkomst in ("overgenomen", "ongewijzigd", "geweigerd")] == [0, 0, 0]

    def test_a_configuration_that_somebody_is_editing_is_not_read_with_it(self, portaal: Bewerkt) -> None:
        portaal.write("half: [")
        portaal.write(NEW, "waterdam")

        portaal.look()

        assert portaal.reloaded("overgenomen") == 1

    def test_a_file_that_is_gone_for_a_while_is_told_once_and_nothing_changes(self, portaal: Bewerkt) -> None:
        (portaal.folder / "waterdam").unlink()

        for _ in range(3):
            portaal.look()

        assert portaal.reloaded("geweigerd") == 1
        assert zaaknummers(portaal.find_zaken(ANNA)) == ["W-1"]
        portaal.write(NEW, "waterdam")
        portaal.look()
        assert portaal.reloaded("overgenomen") == 1

    def test_a_walk_goes_on_while_the_key_of_the_service_is_replaced_and_ends_with_the_previous_one(
        self, portaal: Bewerkt, waterdam: Gemeente
    ) -> None:
        for nummer in ("W-2", "W-3"):
            another(waterdam, nummer)
        cursor = portaal.find_zaken(ANNA, aantal=1)["volgende"]
        portaal.write("a" * 40, "eerder")
        portaal.write("b" * 40, "nu")
        portaal.look()
        second = portaal.find_zaken(ANNA, aantal=1, cursor=cursor)
        portaal.write("b" * 40, "eerder")
        portaal.write("c" * 40, "nu")
        portaal.look()

        assert len(second["zaken"]) == 1
        assert portaal.find_zaken(ANNA, aantal=1, cursor=second["volgende"])["zaken"]
        assert portaal.get("/v1/zaken", aantal=1, cursor=cursor).json()["fouten"][0]["code"] == "nietVanU"


class TestTheProcess:
    @pytest.fixture(autouse=True)
    def _time_of_the_machine(self, toneel: Toneel) -> None:
        toneel.klok.moment = datetime.now(UTC)

    def answer(self, toneel: Toneel, adres: str) -> httpx.Response:
        token = toneel.uitgever.token(bsn=ANNA, acr=LEVEL)
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.get(f"{adres}/v1/zaken", headers=headers, timeout=30, trust_env=False)

    def asked(self, toneel: Toneel, adres: str) -> int:
        return self.answer(toneel, adres).status_code

    def test_nobody_of_fifty_notices_that_it_is_told_to_read_its_configuration_again(
        self, toneel: Toneel, tmp_path: Path, configuratie: dict[str, Any], waterdam: Gemeente
    ) -> None:
        waterdam.fault = Fault("traag", seconden=0.5)
        # Fifty who ask from one process, with the gemeente in it, may take long on a busy machine.
        configuratie["bronnen"][0] |= {"gelijktijdig": 50, "tijd": {"totaal": "19s"}}
        alone = {**configuratie, "bronnen": configuratie["bronnen"][:1], "tijd": {"lijst": "20s"}}
        with serving(tmp_path, alone) as proces, ThreadPoolExecutor(50) as crowd:
            running = yaml.safe_load(proces.config.read_text())
            answers = [crowd.submit(self.asked, toneel, proces.adres) for _ in range(50)]
            until(lambda: vragen_aan(waterdam) == 50, seconds=PATIENCE)
            for times, bronnen in ((1, configuratie["bronnen"][1:]), (2, configuratie["bronnen"])):
                proces.config.write_text(yaml.safe_dump({**running, "bronnen": bronnen}))
                os.kill(proces.pid, signal.SIGHUP)
                until(lambda n=times: len(proces.events("configuration_taken_over")) == n)

            assert [answer.result() for answer in answers] == [200] * 50
            assert self.asked(toneel, proces.adres) == 200
            assert [line["aantal"] for line in proces.events("configuration_taken_over")] == [1, 2]

    def test_what_is_wrong_is_told_and_the_service_goes_on(
        self, toneel: Toneel, tmp_path: Path, alleen_waterdam: dict[str, Any]
    ) -> None:
        with serving(tmp_path, alleen_waterdam) as proces:
            proces.config.write_text(proces.config.read_text().replace("waterdam", "Waterdam!"))
            os.kill(proces.pid, signal.SIGHUP)
            until(lambda: proces.events("configuration_refused"))

            (line,) = proces.events("configuration_refused")
            assert line["what"] == ["bronnen[0].id"]
            assert proces.counted('mijnzaken_configuratie_herladen_total{uitkomst="geweigerd"}') == 1
            assert self.asked(toneel, proces.adres) == 200

    def test_what_kubernetes_puts_in_the_place_of_its_volumes_is_taken_up(
        self, toneel: Toneel, tmp_path: Path, configuratie: dict[str, Any], waterdam: Gemeente
    ) -> None:
        geheimen = Volume(tmp_path / "geheimen", {"waterdam": SECRET})
        settings = with_file(configuratie, str(geheimen.folder / "waterdam"))
        first, second = (yaml.safe_dump(bron) for bron in settings.pop("bronnen"))
        volume = Volume(tmp_path / "etc", {"mijnzaken.yaml": ""})
        bladen = Volume(tmp_path / "etc" / "bronnen.d", {"a.yaml": first})

        with serving(volume.folder, settings) as proces:
            text = proces.config.read_text()
            bladen.swap({"a.yaml": first, "b.yaml": second})
            volume.swap({"mijnzaken.yaml": text.replace("14 0999", "14 0111")})
            os.kill(proces.pid, signal.SIGHUP)
            until(lambda: proces.events("configuration_taken_over"))
            before = self.answer(toneel, proces.adres).json()
            waterdam.clients[CLIENT_ID] = Client(NEW)
            geheimen.swap({"waterdam": NEW})
            until(lambda: len(proces.events("configuration_taken_over")) == 2)
            after = self.answer(toneel, proces.adres).json()

        assert uitkomsten(before) == {"waterdam": "ok", "duinoord": "ok"}
        assert before["zaken"][0]["organisatie"]["contact"]["telefoon"] == "14 0111"
        assert uitkomsten(after) == {"waterdam": "ok", "duinoord": "geenToegang"}

    def test_a_hangup_before_it_is_ready_ends_nothing_and_is_not_forgotten(
        self, tmp_path: Path, alleen_waterdam: dict[str, Any]
    ) -> None:
        """The configuration comes through a pipe, so that we know when it is being read."""
        poort, beheer = free_ports(2)
        dienst = alleen_waterdam["dienst"] | {"poort": poort, "beheer": {"poort": beheer}}
        text = yaml.safe_dump({**alleen_waterdam, "dienst": dienst})
        pipe, log = tmp_path / "mijnzaken.yaml", tmp_path / "log"
        os.mkfifo(pipe)
        command = [sys.executable, "-m", "mijnzaken_bff.cli", "serve", "--config", str(pipe)]
        with log.open("wb") as stderr:
            process = subprocess.Popen(command, stderr=stderr)  # noqa: S603 - our own program
        try:
            with pipe.open("w") as writer:  # opens when somebody reads
                process.send_signal(signal.SIGHUP)
                writer.write(text)
            until(lambda: "service_listening" in log.read_text(), seconds=PATIENCE)
            with pipe.open("w") as writer:
                writer.write(text)
            until(lambda: "configuration_unchanged" in log.read_text(), seconds=PATIENCE)
        finally:
            process.terminate()
            assert process.wait(timeout=PATIENCE) == 0
