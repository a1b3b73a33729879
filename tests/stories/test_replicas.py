"""Two replicas and what they share over a real Redis: limits, catalogue, keys; and what happens when it is gone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.lekken import leaks
from tests.opslag import Gebabbel, Opslag, opened
from tests.rooms.identity.issuer import private_key, public_jwk
from tests.stories.portaal import ANNA, BILAL, RUIM, Portaal, Toneel, vragen_aan
from tests.stories.sleutelhuis import Sleutelhuis
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

    def test_are_asked_for_once_and_without_an_address(self, replica: Callable[..., Portaal], opslag: Opslag) -> None:
        portaal = replica(opslag)

        portaal.find_zaken(ANNA)

        assert portaal.counted(GEVRAAGD.format("gelukt", "tellen")) == 1
        assert portaal.get("/v1/zaken", ANNA, aantal=0).status_code == 400
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


def status(portaal: Portaal, token: str) -> int:
    return portaal.client.get("/v1/zaken", headers={"Authorization": f"Bearer {token}"}).status_code


class TestTheKeysOfAnIssuer:
    @pytest.fixture
    def huis(self, toneel: Toneel) -> Iterator[Sleutelhuis]:
        huis = Sleutelhuis(toneel, "digid")
        yield huis
        huis.stop()

    @pytest.fixture
    def one(self, replica: Callable[..., Portaal], opslag: Opslag, huis: Sleutelhuis) -> Portaal:
        """A replica that has got the keys, and given them to the others."""
        portaal = replica(opslag, uitgevers=[huis.uitgever()])
        assert status(portaal, huis.token()) == 200
        until(lambda: kept(opslag, "sleutels"))
        return portaal

    @pytest.fixture
    def another(
        self, one: Portaal, replica: Callable[..., Portaal], opslag: Opslag, huis: Sleutelhuis
    ) -> Callable[[], Portaal]:
        """A replica that starts later."""
        return lambda: replica(opslag, uitgevers=[huis.uitgever()])

    def test_are_fetched_once(self, another: Callable[[], Portaal], huis: Sleutelhuis) -> None:
        later = another()

        assert status(later, huis.token()) == 200
        assert later.app.waiting_for() == []
        assert huis.fetches == 1
        assert later.counted('mijnzaken_sleutels_opgehaald_total{uitgever="digid",uitkomst="gedeeld"}') == 1

    @pytest.mark.parametrize(("hours", "answer"), [(0, 200), (23, 200), (25, 503)])
    def test_let_a_replica_start_while_the_issuer_is_gone(
        self, another: Callable[[], Portaal], huis: Sleutelhuis, toneel: Toneel, hours: int, answer: int
    ) -> None:
        huis.stop()
        toneel.klok.later(hours=hours)

        assert status(another(), huis.token()) == answer

    def test_that_were_withdrawn_live_nowhere_longer_than_without_a_store(
        self, another: Callable[[], Portaal], huis: Sleutelhuis, toneel: Toneel
    ) -> None:
        withdrawn = next(iter(huis.broker.keys))
        huis.withdraw_key(withdrawn)
        toneel.klok.later(minutes=4, seconds=50)
        later = another()
        assert status(later, huis.token()) == 200, "the others would still let it in"

        toneel.klok.later(seconds=10)

        assert status(later, huis.token()) == 401

    def test_that_are_new_are_found_by_who_started_with_old_ones(
        self, another: Callable[[], Portaal], huis: Sleutelhuis, toneel: Toneel
    ) -> None:
        huis.add_key("nieuw")
        toneel.klok.later(minutes=4)

        assert status(another(), huis.token("nieuw")) == 200

    def test_that_are_new_and_that_another_saw_need_no_second_fetch(
        self, another: Callable[[], Portaal], one: Portaal, huis: Sleutelhuis, toneel: Toneel
    ) -> None:
        later = another()
        assert status(later, huis.token()) == 200
        toneel.klok.later(minutes=1)
        huis.add_key("nieuw")
        assert status(one, huis.token("nieuw")) == 200
        until(lambda: huis.fetches == 2)

        assert status(later, huis.token("nieuw")) == 200
        assert huis.fetches == 2

    def test_of_somebody_else_are_not_believed(
        self, another: Callable[[], Portaal], opslag: Opslag, huis: Sleutelhuis
    ) -> None:
        forger = private_key("RSA", "vervalser")
        forged = json.dumps(
            {"document": {"keys": [{**public_jwk(forger), "kid": "vervalser"}]}, "freshFor": None}
        ).encode()
        with opslag.client() as client:
            for name, value in kept(opslag, "sleutels").items():
                client.set(name, value[:44] + forged)
        later = another()

        huis.broker.keys["vervalser"] = forger

        assert status(later, huis.token("vervalser")) == 401
        assert status(later, huis.token()) == 200
        assert later.counted('mijnzaken_gedeeld_gelezen_total{soort="sleutels",uitkomst="ongeldig"}') >= 1


def test_a_store_that_says_nothing_costs_one_budget_and_no_answer(replica: Callable[..., Portaal]) -> None:
    hangs = Gebabbel()
    try:
        portaal = replica({"soort": "redis", "url": hangs.url, "tijd": "50ms"})

        answers = [portaal.get("/v1/zaken", ANNA).status_code for _ in range(8)]

        assert answers == [200] * 8
        assert portaal.counted(BEREIKBAAR) == 0
        assert portaal.app.waiting_for() == [], "ready: the platform must not stop a service that answers"
        waited = sum(portaal.counted(GEVRAAGD.format("teTraag", wat)) for wat in ("lezen", "schrijven", "tellen"))
        skipped = sum(portaal.counted(GEVRAAGD.format("overgeslagen", wat)) for wat in ("lezen", "schrijven", "tellen"))
        assert waited == 1
        assert skipped >= 7
    finally:
        hangs.close()


def test_what_nobody_of_ours_wrote_is_shown_as_none_before_it_is_found(
    replica: Callable[..., Portaal], opslag: Opslag
) -> None:
    shown = replica(opslag).app.metrics().decode()

    for soort in ("catalogus", "sleutels"):
        assert f'mijnzaken_gedeeld_gelezen_total{{soort="{soort}",uitkomst="ongeldig"}} 0.0\n' in shown


def test_without_a_store_nothing_is_said_of_one(toneel: Toneel, waterdam: Gemeente) -> None:
    portaal = toneel.portaal({"waterdam": waterdam})

    portaal.find_zaken(ANNA)

    assert "mijnzaken_gedeeld_bereikbaar{" not in portaal.app.metrics().decode()


def test_nothing_in_the_store_is_of_a_person_and_nothing_is_of_a_zaak(
    toneel: Toneel, waterdam: Gemeente, heuvelrijk: Gemeente, opslag: Opslag
) -> None:
    """After a run with persons, a company, pages, a bron that fails and made-up tokens: every name and every value."""
    for gemeente in (waterdam, heuvelrijk):
        soort = parkeren(gemeente)
        for n in range(5):
            zaak(
                gemeente, soort, bsn=ANNA, identificatie=f"MERK-{n}", omschrijving="Merkbare omschrijving",
                toelichting="Merkbare toelichting", behandelaar=True,
            )  # fmt: skip
        zaak(gemeente, soort, kvk="90004760", identificatie="MERK-K", omschrijving="Merkbare omschrijving")
    replicas = [
        toneel.portaal({"waterdam": waterdam, "heuvelrijk": heuvelrijk}, gedeeld=opslag.gedeeld()) for _ in range(2)
    ]
    for portaal in replicas:
        assert len(portaal.walk(ANNA, aantal=3)) == 4
        portaal.find_zaken({"kvk": "90004760"})
        portaal.find_zaken(ANNA, zaaknummer="MERK-1")
        portaal.client.get("/v1/zaken", headers=VERZONNEN)
    heuvelrijk.fault = Fault("500")
    replicas[0].find_zaken(BILAL)
    until(lambda: len(kept(opslag, "catalogus")) == 6 and kept(opslag, "sleutels"))

    everything = list(opslag.everything())

    assert len(everything) >= 6 + 1 + 5, "catalogue, keys, and who paid: two persons, a company, a client, an address"
    for name, value in everything:
        told = f"{name.decode()} {value.decode('latin-1')} {value.decode(errors='replace')}"
        assert not leaks(told)
        assert not any(mark in told for mark in ("MERK", "Merkba", "mijnzaken-bff", "a.b.c"))
        zaken = (gevuld["url"] for gemeente in (waterdam, heuvelrijk) for gevuld in gemeente.opslag.alle("zaken"))
        assert not any(url[-36:] in told for url in zaken)
        assert re.fullmatch(rb"mijnzaken:(catalogus|sleutels|grens:(betrokkene|klant|adres)):[0-9a-f]{64}", name)
    with opslag.client() as client:
        assert all(client.pttl(name) > 0 for name, _ in everything), "nothing stays"
