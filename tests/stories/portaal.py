"""The stage of a story: gemeenten, a token issuer and the service, and somebody who asks."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from mijnzaken_bff.app import MijnZaken, create_app
from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.loopback import Loopback, start_gemeente
from mijnzaken_bff.demo.sleutels import DemoSleutels
from mijnzaken_bff.demo.uitgever import DemoUitgever
from mijnzaken_bff.domain.verwerking import VerwerkingEvent
from mijnzaken_bff.settings.read import settings_of
from tests.geschreven import geschreven
from tests.lekken import leaks
from tests.tls import GEEN_TLS

ANNA = "999990019"
BILAL = "999990020"
CARLA = "999990032"
DIRK = "999990044"

CLIENT_ID = "mijnzaken"
SECRET = "een-geheim-dat-alleen-in-deze-verhalen-bestaat"
LEVEL = "http://eidas.europa.eu/LoA/substantial"
NOW = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)
RUIM = {naam: {"aantal": 1_000_000} for naam in ("perBetrokkene", "perKlant", "mislukt")}
"""No limit on how often: in a story time stands still, and with it everything that fills up again."""

VLOT = {"uitloop": "0s", "afronden": "60s"}
"""How a process of a story leaves: no load balancer has to hear of it first, and what waits on purpose may end."""

Wie = str | Mapping[str, str]
"""Who asks: a person by BSN, or a company by its claims (``kvk``, and ``rsin`` and ``vestiging`` where it has them)."""


@cache
def _sleutels() -> DemoSleutels:
    """The keys of the issuer: the same in every story, for they are slow to make."""
    return DemoSleutels.made()


class StilleKlok:
    """A clock that stands still until a story moves it."""

    def __init__(self, moment: datetime = NOW) -> None:
        self.moment = moment
        self._jumped = timedelta()
        self._lock = threading.Lock()
        self._sleepers: list[tuple[float, asyncio.AbstractEventLoop, asyncio.Event]] = []

    def now(self) -> datetime:
        return self.moment

    def ticks(self) -> float:
        return (self.moment - NOW - self._jumped).total_seconds()

    async def wait(self, called: asyncio.Event, until: float) -> None:
        """Wait until somebody calls, or until a story has moved the clock that far."""
        with self._lock:
            if self.ticks() >= until:
                return
            sleeper = (until, asyncio.get_running_loop(), called)
            self._sleepers.append(sleeper)
        try:
            await called.wait()
        finally:
            with self._lock:
                self._sleepers.remove(sleeper)

    def later(self, **duration: float) -> None:
        with self._lock:
            self.moment += timedelta(**duration)
            for until, loop, called in self._sleepers:
                if until <= self.ticks():
                    loop.call_soon_threadsafe(called.set)

    def jump(self, **duration: float) -> None:
        """Set the clock on the wall: no time passes."""
        self._jumped += timedelta(**duration)
        self.moment += timedelta(**duration)


class Events:
    """A sink that remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[VerwerkingEvent] = []

    def record(self, event: VerwerkingEvent) -> None:
        self.told.append(event)


class Toneel:
    """Builds gemeenten and portals on loopback, and takes them down together."""

    def __init__(self, loopback: Loopback) -> None:
        self.loopback = loopback
        self.klok = StilleKlok()
        self.gemeenten: list[Gemeente] = []
        self._adressen: list[str] = []
        self._clients: list[httpx.Client] = []
        self._apps: list[MijnZaken] = []
        self.uitgever = DemoUitgever("http://127.0.0.1", clock=self.klok, sleutels=_sleutels())
        self.uitgever.issuer = self._start(self.uitgever.app)

    def _start(self, app: Any) -> str:
        adres = self.loopback.start(app)
        self._adressen.append(adres)
        return adres

    def gemeente(self, naam: str = "Gemeente Waterdam", rsin: str = "001117518", **more: Any) -> Gemeente:
        """A running gemeente, without zaken."""
        more.setdefault("clients", {CLIENT_ID: Client(SECRET)})
        gemeente = Gemeente(naam, rsin, nu=self.klok.now, **more)
        return self.opening(gemeente)

    def opening(self, gemeente: Gemeente) -> Gemeente:
        """``gemeente``, running."""
        gemeente.adres = start_gemeente(self.loopback, gemeente)  # type: ignore[attr-defined]
        self._adressen.append(gemeente.adres)  # type: ignore[attr-defined]
        self.gemeenten.append(gemeente)
        return gemeente

    def portaal(self, bronnen: Mapping[str, Gemeente], **instellingen: Any) -> Portaal:
        """The service, configured on ``bronnen`` (id of the bron → its gemeente)."""
        configuratie = self.configuratie(bronnen, **instellingen)
        return self.portaal_op(configuratie)

    def portaal_op(self, configuratie: Mapping[str, Any]) -> Portaal:
        """The service on a whole configuration. Its events are kept, unless it writes them down itself."""
        events = Events()
        sink = None if "verwerkingen" in configuratie else events
        app = create_app(
            settings_of_tree(configuratie), clock=self.klok, ticks=self.klok.ticks, sink=sink, wait=self.klok.wait
        )
        self._apps.append(app)
        adres = self._start(app)
        client = httpx.Client(
            base_url=adres,
            timeout=30,
            verify=GEEN_TLS,
            trust_env=False,
            event_hooks={"response": [no_number_in_the_answer]},
        )
        self._clients.append(client)
        return Portaal(self, app, adres, client, events)

    def configuratie(
        self,
        bronnen: Mapping[str, Gemeente],
        *,
        bron: Mapping[str, Any] | None = None,
        per_bron: Mapping[str, Mapping[str, Any]] | None = None,
        **top: Any,
    ) -> dict[str, Any]:
        """A configuration of ``bronnen``; ``bron`` is laid over each, ``per_bron`` over one of them.

        Nothing is remembered unless a story is about that: the others ask twice, and change a gemeente in between.
        """
        return {
            "ontwikkeling": True,
            "dienst": {"grenzen": RUIM, "stoppen": VLOT},
            "geheugen": {"vers": "0s"},
            "uitgevers": [
                {
                    "id": "verhaal",
                    "issuer": self.uitgever.issuer,
                    "jwksUrl": self.uitgever.jwks_url,
                    "kanaal": "burger",
                    "doelgroepen": ["mijnzaken-bff"],
                    "betrokkene": [
                        {"type": "bsn", "pad": ["bsn"]},
                        {"type": "kvk", "pad": ["kvk"], "rsin": {"pad": ["rsin"]}, "vestiging": {"pad": ["vestiging"]}},
                    ],
                    "betrouwbaarheid": {"minimum": "substantieel"},
                }
            ],
            "vragen": {"keuze": "alle"},
            "organisaties": [
                {
                    "id": f"gm{9901 + n}",
                    "naam": gemeente.naam,
                    "rsin": gemeente.rsin,
                    "contact": {"telefoon": "14 0999"},
                }
                for n, gemeente in enumerate(dict.fromkeys(bronnen.values()))
            ],
            "bronnen": [
                {
                    "id": naam,
                    "naam": gemeente.naam,
                    "organisatie": f"gm{9901 + list(dict.fromkeys(bronnen.values())).index(gemeente)}",
                    "zaken": service(gemeente, "zaken"),
                    "catalogi": service(gemeente, "catalogi"),
                    "toegang": {"soort": "zgwJwt", "clientId": CLIENT_ID, "secret": SECRET},
                    **(bron or {}),
                    **((per_bron or {}).get(naam, {})),
                }
                for naam, gemeente in bronnen.items()
            ],
            **top,
        }

    def stop(self, adres: str) -> None:
        """Take down what runs at ``adres``."""
        self._adressen.remove(adres)
        self.loopback.stop(adres)

    def close(self) -> None:
        """Take everything down."""
        for client in self._clients:
            client.close()
        self.loopback.stop(*self._adressen)
        for app in self._apps:
            assert not leaks(app.metrics().decode()), "a number or a name in a metric"
        for gemeente in self.gemeenten:
            for ontvangen in gemeente.ontvangen:
                # A register that has no search but GET is asked with the number in its URL, where that is configured.
                query = "" if gemeente.dialect.zoek_geweigerd is not None else ontvangen.query
                assert not leaks(f"{ontvangen.pad}?{query} {ontvangen.headers}"), "a number in a URL or a header"


def no_number_in_the_answer(answer: httpx.Response) -> None:
    """No answer of the service, a problem included, holds a number of a person or company in its body or a header."""
    answer.read()
    assert not leaks(f"{answer.headers} {answer.text}"), "a number in an answer"


def service(gemeente: Gemeente, api: str) -> dict[str, Any]:
    """The configuration of one API of a gemeente."""
    adres = gemeente.adres  # type: ignore[attr-defined]
    aliassen = [] if gemeente.basis == adres else [f"{gemeente.basis}/{api}/api/v1/"]
    return {"url": f"{adres}/{api}/api/v1/", "aliassen": aliassen}


def settings_of_tree(configuratie: Mapping[str, Any]) -> Any:
    """The settings in a configuration that is not text yet."""
    return settings_of(geschreven(dict(configuratie)), environment={}, folder=Path())


class Portaal:
    """Somebody who asks the service."""

    def __init__(self, toneel: Toneel, app: MijnZaken, adres: str, client: httpx.Client, events: Events) -> None:
        self.app = app
        self.toneel = toneel
        self.adres = adres
        self.client = client
        self.events = events

    def token(self, bsn: str | None = None, **claims: Any) -> str:
        """A token of the issuer that the portal trusts; ``claims`` are those of a company, or what is odd about it."""
        return self.toneel.uitgever.token(bsn=bsn, **{"acr": LEVEL, **claims})

    def token_of(self, wie: Wie) -> str:
        """A token of this person or company."""
        return self.token(wie) if isinstance(wie, str) else self.token(**wie)

    def get(
        self, pad: str, wie: Wie | None = ANNA, *, headers: Mapping[str, str] | None = None, **query: Any
    ) -> httpx.Response:
        """The answer to a GET; without ``wie`` without a token."""
        token = {"Authorization": f"Bearer {self.token_of(wie)}"} if wie else {}
        return self.client.get(pad, params=query, headers={**token, **(headers or {})})

    def counted(self, name: str) -> float:
        """The value of a metric, written with its labels (in order of name) as Prometheus shows it; 0 if not there."""
        lines = (line.rpartition(" ") for line in self.app.metrics().decode().splitlines())
        return next((float(value) for key, _, value in lines if key == name), 0.0)

    def find_zaken(self, wie: Wie = ANNA, **query: Any) -> dict[str, Any]:
        """The overzicht of somebody; anything but 200 fails the story."""
        answer = self.get("/v1/zaken", wie, **query)
        assert answer.status_code == 200, answer.text
        overzicht: dict[str, Any] = answer.json()
        return overzicht

    def walk(self, wie: Wie = ANNA, **query: Any) -> list[dict[str, Any]]:
        """Every page of the overzicht, from the first to the last."""
        pages = [self.find_zaken(wie, **query)]
        while pages[-1]["volgende"]:
            assert len(pages) < 500, "the walk does not end"
            pages.append(self.find_zaken(wie, **query, cursor=pages[-1]["volgende"]))
        return pages


def zaaknummers(*overzichten: Mapping[str, Any]) -> list[str]:
    """The zaaknummers in one or more overzichten, in order."""
    return [zaak["zaaknummer"] for overzicht in overzichten for zaak in overzicht["zaken"]]


def uitkomsten(overzicht: Mapping[str, Any]) -> dict[str, str]:
    """What came of each bron."""
    return {bron["id"]: bron["uitkomst"] for bron in overzicht["bronnen"]}


def vragen_aan(gemeente: Gemeente, pad: str = "/zaken/") -> int:
    """How often a gemeente was asked under a path: its own count, not ours."""
    return sum(ontvangen.pad.startswith(pad) for ontvangen in gemeente.ontvangen)
