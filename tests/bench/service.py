"""The service in this process, composed as it is in production, and asked without its HTTP edge."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from typing import Any, Final

from pydantic_core import to_json

from mijnzaken_bff.app import create_app
from mijnzaken_bff.contract.zaakoverzicht import ZaakOverzicht
from mijnzaken_bff.domain.betrokkene import Persoon
from mijnzaken_bff.domain.caller import BetrokkeneCaller, Kanaal
from mijnzaken_bff.domain.nummers import Bsn, passes_elfproef
from mijnzaken_bff.domain.verwerking import Activiteit, Verwerking
from mijnzaken_bff.fanout.lezer import Filters
from mijnzaken_bff.fanout.vraag import Overzichtsvraag
from mijnzaken_bff.fanout.zaakoverzicht import Zaakoverzichten
from mijnzaken_bff.serving.server import spare_the_collector
from mijnzaken_bff.settings.model import Settings
from mijnzaken_bff.upstream.pool import MakeTransport
from tests.bench.server import BSN

AANTAL: Final = 20
"""Zaken per bron, and rows on a page."""
CLIENT_ID: Final = "mijnzaken-bench"
SECRET: Final = "een-geheim-dat-alleen-in-deze-metingen-bestaat"
JWKS_PATH: Final = "/jwks"
FORGETFUL: Final = {"vers": "0s", "bijStoring": "0s"}
"""Nobody's zaken are remembered."""


@dataclass(frozen=True, slots=True)
class Place:
    """One bron as the configuration names it."""

    id: str
    naam: str
    rsin: str
    basis: str
    aliassen: tuple[str, ...] = ()


class Service:
    """Asks the running service, as one person."""

    def __init__(self, zaakoverzichten: Zaakoverzichten) -> None:
        self._zaakoverzichten = zaakoverzichten
        self._caller = BetrokkeneCaller(
            Kanaal.BURGER, "bench", Persoon(Bsn(BSN)), expires=datetime.now(UTC) + timedelta(hours=12)
        )
        self._verwerking = Verwerking("bench", Activiteit.OVERZICHT)

    async def overzicht(
        self,
        bronnen: tuple[str, ...],
        filters: Filters = Filters(),  # noqa: B008
        wait: float | None = None,
    ) -> ZaakOverzicht:
        """The first page out of ``bronnen``, within ``wait`` seconds where that is given."""
        vraag = Overzichtsvraag(bronnen, filters, AANTAL)
        return await self._zaakoverzichten.overzicht(self._caller, vraag, self._verwerking, wait=wait)

    async def list_bytes(self, bronnen: tuple[str, ...]) -> int:
        """How many bytes the list answers with."""
        vraag = Overzichtsvraag(bronnen, Filters(), AANTAL)
        return len(await self._zaakoverzichten.antwoord(self._caller, vraag, self._verwerking))

    async def stream_bytes(self, bronnen: tuple[str, ...]) -> int:
        """How many bytes the messages of a stream are together."""
        vraag = Overzichtsvraag(bronnen, Filters(), AANTAL)
        async with aclosing(self._zaakoverzichten.stroom(self._caller, vraag, self._verwerking)) as berichten:
            return sum([len(to_json(bericht, by_alias=True)) async for bericht in berichten])


@asynccontextmanager
async def running_service(
    places: Sequence[Place],
    *,
    seconds: float = 30.0,
    make_transport: MakeTransport | None = None,
    geheugen: Mapping[str, str] | None = None,
) -> AsyncIterator[Service]:
    """The service on these bronnen, between its start and its end. Each bron may take so many seconds.

    The garbage collector is set as ``serve`` sets it, for whatever is measured beside the service as well.
    """
    settings = settings_on(places, seconds, geheugen or FORGETFUL)
    app = create_app(settings, make_transport=make_transport)
    before = gc.get_threshold()
    async with app.fastapi.router.lifespan_context(app.fastapi):
        spare_the_collector()
        try:
            yield Service(app.diensten.zaakoverzichten)
        finally:
            gc.unfreeze()
            gc.set_threshold(*before)


def settings_on(places: Sequence[Place], seconds: float, geheugen: Mapping[str, str]) -> Settings:
    """The configuration of ``places``, each with an organisatie of its own."""
    tree = tree_on(places, seconds, geheugen)
    return Settings.model_validate(tree, context={"ontwikkeling": True, "folder": "."})


def tree_on(
    places: Sequence[Place], seconds: float, geheugen: Mapping[str, str], *, jwks_url: str | None = None
) -> dict[str, Any]:
    """The same as it stands in a file. The first register publishes the keys, unless they are elsewhere."""
    return {
        "ontwikkeling": True,
        "tijd": {"lijst": 2 * seconds},
        "geheugen": dict(geheugen),
        "uitgevers": [
            {
                "id": "bench",
                "issuer": places[0].basis,
                "jwksUrl": jwks_url or places[0].basis + JWKS_PATH,
                "kanaal": "burger",
                "doelgroepen": ["mijnzaken-bff"],
                "betrokkene": [{"type": "bsn", "pad": ["bsn"]}],
                "betrouwbaarheid": {"minimum": "substantieel"},
            }
        ],
        "vragen": {"keuze": "alle"},
        "organisaties": [{"id": f"org-{place.id}", "naam": place.naam, "rsin": place.rsin} for place in places],
        "bronnen": [_bron(place, seconds) for place in places],
    }


def _bron(place: Place, seconds: float) -> dict[str, Any]:
    def api(name: str) -> dict[str, Any]:
        path = f"/{name}/api/v1/"
        return {"url": place.basis + path, "aliassen": [alias + path for alias in place.aliassen]}

    return {
        "id": place.id,
        "naam": place.naam,
        "organisatie": f"org-{place.id}",
        "zaken": api("zaken"),
        "catalogi": api("catalogi"),
        "toegang": {"soort": "zgwJwt", "clientId": CLIENT_ID, "secret": SECRET},
        "tijd": {"totaal": seconds, "verbinden": seconds},
    }


def asked_for(overzicht: ZaakOverzicht, *, rows: int, read: int) -> None:
    """Whether an overzicht is the one that is measured; a bench that measures failures would look fast."""
    total = overzicht.telling.lopend + overzicht.telling.afgerond
    if not overzicht.volledig or len(overzicht.zaken) != rows or total != read:
        wrong = sorted({bron.uitkomst.value for bron in overzicht.bronnen})
        raise RuntimeError(f"not what was meant to be measured: {len(overzicht.zaken)} rows of {total}, {wrong}")


def rsins(number: int) -> list[str]:
    """So many different RSINs, invented."""
    return list(islice((str(n) for n in count(998_000_000) if passes_elfproef(str(n))), number))
