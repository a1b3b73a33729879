"""Two replicas and what they share over a real Redis: limits, catalogue, keys; and what happens when it is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.opslag import Gebabbel, Opslag, opened
from tests.stories.portaal import ANNA, BILAL, RUIM, Portaal, Toneel, vragen_aan
from tests.stories.wachten import until

BEREIKBAAR = 'mijnzaken_gedeeld_bereikbaar{opslag="redis"}'
GEVRAAGD = 'mijnzaken_gedeeld_gevraagd_total{{uitkomst="{}",wat="{}"}}'
VERZONNEN = {"Authorization": "Bearer a.b.c"}


@pytest.fixture(scope="module")
def draaiend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opslag]:
    yield from opened(tmp_path_factory.mktemp("redis"))


@pytest.fixture
def opslag(draaiend: Opslag) -> Opslag:
    """A Redis with nothing in it. Who kills it makes one of his own."""
    draaiend.empty()
    return draaiend


@pytest.fixture
def eigen(tmp_path: Path) -> Iterator[Opslag]:
    """A Redis that may be killed."""
    yield from opened(tmp_path)


@pytest.fixture
def replica(toneel: Toneel, waterdam: Gemeente) -> Callable[..., Portaal]:
    """One more replica: the same configuration, another process as far as it can tell."""

    def open_(opslag: Opslag | dict[str, Any], **anders: Any) -> Portaal:
        gedeeld = opslag.gedeeld() if isinstance(opslag, Opslag) else opslag
        return toneel.portaal({"waterdam": waterdam}, gedeeld=gedeeld, **anders)

    return open_


def grenzen(**anders: Any) -> dict[str, Any]:
    return {"grenzen": RUIM | anders}


class TestLimits:
    def test_of_a_betrokkene_count_together(self, replica: Callable[..., Portaal], opslag: Opslag) -> None:
        dienst = grenzen(perBetrokkene={"aantal": 3, "per": "1h"})
        one, other = replica(opslag, dienst=dienst), replica(opslag, dienst=dienst)

        answers = [portaal.get("/v1/zaken", ANNA).status_code for portaal in (one, other, one, other, one)]

        assert answers == [200, 200, 200, 429, 429]
        assert other.get("/v1/zaken", BILAL).status_code == 200

    def test_say_when_to_come_back_by_what_all_replicas_saw(
        self, replica: Callable[..., Portaal], opslag: Opslag
    ) -> None:
        dienst = grenzen(perBetrokkene={"aantal": 1, "per": "1h"})
        replica(opslag, dienst=dienst).find_zaken(ANNA)

        refused = replica(opslag, dienst=dienst).get("/v1/zaken", ANNA)

        assert refused.status_code == 429
        assert 3000 < int(refused.headers["Retry-After"]) <= 3600

    def test_of_a_client_count_together(self, replica: Callable[..., Portaal], opslag: Opslag) -> None:
        dienst = grenzen(perKlant={"aantal": 2, "per": "1h"})
        one, other = replica(opslag, dienst=dienst), replica(opslag, dienst=dienst)

        answers = [
            portaal.get("/v1/zaken", wie).status_code for portaal, wie in ((one, ANNA), (other, BILAL), (one, ANNA))
        ]

        assert answers == [200, 200, 429]

    def test_of_an_address_are_known_elsewhere_from_its_first_made_up_token(
        self, replica: Callable[..., Portaal], opslag: Opslag
    ) -> None:
        dienst = grenzen(mislukt={"aantal": 2, "per": "1h"})
        one, other = replica(opslag, dienst=dienst), replica(opslag, dienst=dienst)

        first = [one.client.get("/v1/zaken", headers=VERZONNEN).status_code for _ in range(3)]
        second = [other.client.get("/v1/zaken", headers=VERZONNEN).status_code for _ in range(2)]

        assert first == [401, 401, 429]
        assert second == [401, 429], "and not three"

    def test_are_asked_for_in_two_steps_and_without_an_address(
        self, replica: Callable[..., Portaal], opslag: Opslag
    ) -> None:
        portaal = replica(opslag)

        portaal.find_zaken(ANNA)

        assert portaal.counted(GEVRAAGD.format("gelukt", "tellen")) == 2

    def test_go_on_where_they_were_when_the_store_is_gone(
        self, replica: Callable[..., Portaal], eigen: Opslag, toneel: Toneel
    ) -> None:
        dienst = grenzen(perBetrokkene={"aantal": 3, "per": "1h"})
        one, other = replica(eigen, dienst=dienst), replica(eigen, dienst=dienst)
        for portaal in (other, other, one):
            portaal.find_zaken(ANNA)
        eigen.kill()

        assert one.get("/v1/zaken", ANNA).status_code == 429, "it saw the level that the other left behind"
        assert one.get("/v1/zaken", BILAL).status_code == 200
        assert one.counted(BEREIKBAAR) == 0

        eigen.start()
        toneel.klok.later(seconds=5)
        assert [one.get("/v1/zaken", ANNA).status_code for _ in range(4)] == [200, 200, 200, 429], (
            "all buckets are full"
        )
        assert one.counted(BEREIKBAAR) == 1


CATALOGUS = "/catalogi/"
STAPPEN = ("Ontvangen", "In behandeling", "Afgehandeld")


def parkeren(gemeente: Gemeente) -> dict[str, Any]:
    return zaaktype(gemeente, "ZT-PARKEREN", "Parkeervergunning", statustypen=STAPPEN, resultaattypen=("Verleend",))


def kept(opslag: Opslag, soort: str) -> dict[bytes, bytes]:
    """What stands in the store of this soort."""
    return {name: value for name, value in opslag.everything() if f":{soort}:".encode() in name}


def told(overzicht: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Of each zaak what the catalogue says of it."""
    return [(zaak["titel"], zaak["titelHerkomst"], zaak["hoofdstatus"]["fase"]) for zaak in overzicht["zaken"]]


class TestTheCatalogue:
    @pytest.fixture(autouse=True)
    def _zaak(self, waterdam: Gemeente, toneel: Toneel) -> None:
        zaak(waterdam, parkeren(waterdam), bsn=ANNA, identificatie="W-1", status=2)
        self.klok = toneel.klok

    def filled(self, replica: Callable[..., Portaal], opslag: Opslag) -> Mapping[str, Any]:
        """What one replica says, once it has given the others what it read."""
        overzicht = replica(opslag).find_zaken(ANNA)
        until(lambda: len(kept(opslag, "catalogus")) == 3)
        return overzicht

    def test_is_read_once_for_all_replicas(
        self, replica: Callable[..., Portaal], opslag: Opslag, waterdam: Gemeente
    ) -> None:
        first = self.filled(replica, opslag)

        second = replica(opslag).find_zaken(ANNA)

        assert told(second) == told(first) == [("Parkeervergunning", "zaaktype", "inBehandeling")]
        assert vragen_aan(waterdam, CATALOGUS) == 3

    def test_is_as_old_as_when_it_was_read(
        self, replica: Callable[..., Portaal], opslag: Opslag, waterdam: Gemeente
    ) -> None:
        self.filled(replica, opslag)
        self.klok.later(hours=11, minutes=59)
        late = replica(opslag)
        late.find_zaken(ANNA)
        assert vragen_aan(waterdam, CATALOGUS) == 3

        self.klok.later(minutes=1)
        late.find_zaken(ANNA)

        assert vragen_aan(waterdam, CATALOGUS) == 6

    @pytest.mark.parametrize(("days", "titel"), [(6, "Parkeervergunning"), (7, "W-1")])
    def test_that_fails_is_known_to_who_never_read_it_for_a_week(
        self, replica: Callable[..., Portaal], opslag: Opslag, waterdam: Gemeente, days: int, titel: str
    ) -> None:
        self.filled(replica, opslag)
        waterdam.fault = Fault("500", alleen="/catalogi")
        self.klok.later(days=days)

        overzicht = replica(opslag).find_zaken(ANNA)

        assert overzicht["zaken"][0]["titel"] == titel

    def test_that_somebody_else_wrote_is_not_believed(
        self, replica: Callable[..., Portaal], opslag: Opslag, waterdam: Gemeente
    ) -> None:
        self.filled(replica, opslag)
        with opslag.client() as client:
            for name, value in kept(opslag, "catalogus").items():
                assert b"Parkeervergunning" in value or b"Ontvangen" in value or b"Verleend" in value
                client.set(name, value.replace(b"e", b"3"))
        other = replica(opslag)

        overzicht = other.find_zaken(ANNA)

        assert told(overzicht) == [("Parkeervergunning", "zaaktype", "inBehandeling")]
        assert vragen_aan(waterdam, CATALOGUS) == 6
        assert other.counted('mijnzaken_gedeeld_gelezen_total{soort="catalogus",uitkomst="ongeldig"}') == 3

    def test_of_another_configuration_is_not_ours(
        self, replica: Callable[..., Portaal], opslag: Opslag, waterdam: Gemeente
    ) -> None:
        self.filled(replica, opslag)

        replica(opslag, dienst={"grenzen": RUIM, "sleutel": "x" * 32}).find_zaken(ANNA)

        assert vragen_aan(waterdam, CATALOGUS) == 6


def test_a_store_that_says_nothing_costs_one_budget_and_no_answer(replica: Callable[..., Portaal]) -> None:
    hangs = Gebabbel()
    try:
        portaal = replica({"soort": "redis", "url": hangs.url, "tijd": "50ms"})

        answers = [portaal.get("/v1/zaken", ANNA).status_code for _ in range(4)]

        assert answers == [200] * 4
        assert portaal.counted(BEREIKBAAR) == 0
        assert portaal.app.waiting_for() == [], "ready: the platform must not stop a service that answers"
        waited = sum(portaal.counted(GEVRAAGD.format("teTraag", wat)) for wat in ("lezen", "schrijven", "tellen"))
        skipped = sum(portaal.counted(GEVRAAGD.format("overgeslagen", wat)) for wat in ("lezen", "schrijven", "tellen"))
        assert waited == 1
        assert skipped >= 7
    finally:
        hangs.close()


def test_without_a_store_nothing_is_said_of_one(toneel: Toneel, waterdam: Gemeente) -> None:
    portaal = toneel.portaal({"waterdam": waterdam})

    portaal.find_zaken(ANNA)

    assert "mijnzaken_gedeeld_bereikbaar{" not in portaal.app.metrics().decode()
