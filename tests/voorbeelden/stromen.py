"""The stream: the text that goes over the line, made by the answer itself, and its messages as a list."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from starlette.types import Message

from mijnzaken_bff.api import afwijzing
from mijnzaken_bff.api.plaatsen import Plaatsen
from mijnzaken_bff.api.verzoek import set_verzoek_id
from mijnzaken_bff.api.zakenstroom import Zakenstroom
from mijnzaken_bff.contract.stroom import Berichtsoort, StroomBericht
from mijnzaken_bff.contract.uitkomst import Reden
from mijnzaken_bff.contract.zaakoverzicht import ZaakOverzicht
from mijnzaken_bff.domain.betrokkene import Persoon
from mijnzaken_bff.domain.caller import BetrokkeneCaller, Kanaal
from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.domain.meting import NoMeter
from mijnzaken_bff.domain.nummers import Bsn
from mijnzaken_bff.normalise.uitkomst import Antwoord
from tests.voorbeelden.overzichten import ALLE_ZAKEN, OK, overzicht, uitkomst_van
from tests.voorbeelden.problemen import NIEMAND, VERZOEK_ID
from tests.voorbeelden.stad import MOMENT
from tests.voorbeelden.voorbeeld import Voorbeeld
from tests.voorbeelden.zaken import Opgeslagen


def van_bron(bron: str, antwoord: Antwoord, zaken: Sequence[Opgeslagen] = ALLE_ZAKEN) -> StroomBericht:
    """That a bron is done, or as far as it is, with its rows among ``zaken``."""
    rijen = [zaak.rij() for zaak in zaken if zaak.bron == bron and antwoord.failure is None]
    rijen.sort(key=lambda rij: rij.startdatum, reverse=True)
    uitkomst = uitkomst_van(bron, antwoord, rijen)
    return StroomBericht(soort=Berichtsoort.BRON, bron=uitkomst, zaken=rijen, overzicht=None, probleem=None)


def _gereed(overzicht: ZaakOverzicht) -> StroomBericht:
    return StroomBericht(soort=Berichtsoort.GEREED, bron=None, zaken=[], overzicht=overzicht, probleem=None)


_WACHTEN: Final = Antwoord(failure=Failure.TIMEOUT)
_AFGEBROKEN: Final = Antwoord(reden=Reden.VERVOLG_MISLUKT)

GEREED: Final = (
    van_bron("waterdam", OK),
    van_bron("heuvelrijk", OK),
    van_bron("voorbeeldstad", OK),
    van_bron("heuvelrijk", _AFGEBROKEN),
    van_bron("duinoord", _WACHTEN),
    _gereed(
        overzicht(
            ALLE_ZAKEN, {"duinoord": _WACHTEN, "heuvelrijk": _AFGEBROKEN, "voorbeeldstad": OK, "waterdam": OK}
        )
    ),
)  # fmt: skip
_NIEMAND: Final = (van_bron("duinoord", Antwoord(failure=Failure.REFUSED)), van_bron("waterdam", _WACHTEN))

_RUIMTE: Final = Plaatsen(1, 1, no_more=afwijzing.Reden.STROMEN, full=afwijzing.Reden.STROMEN_VOL, retry_seconds=5)


class _Stil:
    """A clock that stands still."""

    def now(self) -> datetime:
        """The moment of every fixture."""
        return MOMENT


def gesproken(berichten: Sequence[StroomBericht], error: Exception | None = None, *, verloopt: bool = False) -> str:
    """What goes over the line when these messages come, and then ``error``, or the end of the token."""
    expires = MOMENT + timedelta(seconds=0.2 if verloopt else 600)
    caller = BetrokkeneCaller(Kanaal.BURGER, "demo", Persoon(Bsn("999999990")), expires)
    sent: list[bytes] = []

    async def told() -> AsyncGenerator[StroomBericht, None]:
        for bericht in berichten:
            yield bericht
        if error is not None:
            raise error
        if verloopt:
            await asyncio.Event().wait()

    async def send(message: Message) -> None:
        sent.append(message.get("body", b""))

    async def receive() -> Message:
        raise AssertionError("a stream reads nothing")

    scope: dict[str, Any] = {"type": "http", "state": {}}
    set_verzoek_id(scope, VERZOEK_ID)
    stroom = Zakenstroom(
        told(), caller, plaatsen=_RUIMTE, hartslag=60, longest=600, clock=_Stil(), meter=NoMeter()
    )  # fmt: skip
    asyncio.run(stroom(scope, receive, send))
    return b"".join(sent).decode()


def berichten_in(text: str) -> list[dict[str, Any]]:
    """The messages in the text of a stream. Source: HTML, "Server-sent events"."""
    return [json.loads(line.removeprefix("data: ")) for line in text.splitlines() if line.startswith("data: ")]


def _paar(naam: str, uitleg: str, tekst: str) -> tuple[Voorbeeld, Voorbeeld]:
    return (
        Voorbeeld(f"stroom/{naam}.json", f"{uitleg} De berichten, als lijst.", "StroomBericht", berichten_in(tekst)),
        Voorbeeld(f"stroom/{naam}.sse", "Dezelfde berichten, zoals ze over de lijn gaan.", None, tekst),
    )


VOORBEELDEN: Final[tuple[Voorbeeld, ...]] = (
    *_paar(
        "gereed",
        "Een stroom die goed eindigt. Over Heuvelrijk komen twee berichten: het tweede vervangt het eerste.",
        gesproken(GEREED),
    ),
    *_paar(
        "probleem",
        "Een stroom die eindigt zonder overzicht: geen enkele bron antwoordde.",
        gesproken(_NIEMAND, NIEMAND),
    ),
    *_paar(
        "verlopen",
        "Een stroom waarin het token verliep (401). Wat er al stond, mag blijven staan.",
        gesproken(GEREED[:2], verloopt=True),
    ),
)
