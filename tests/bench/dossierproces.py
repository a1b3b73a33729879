"""A simulated gemeente in a process of its own, with one zaak that has everything, and an issuer beside it."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection
from typing import Any, Final, Literal

import jwt

from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.inhoud import groot
from mijnzaken_bff.demo.gemeente.loopback import Loopback, start_gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from mijnzaken_bff.demo.gemeente.vulling_besluiten import besluit, besluittype, hang_onder, voeg_substatus_toe
from mijnzaken_bff.demo.gemeente.vulling_documenten import document
from mijnzaken_bff.demo.uitgever import DemoUitgever
from mijnzaken_bff.domain.clock import SystemClock, vandaag
from tests.bench.server import BSN, RSIN
from tests.bench.service import CLIENT_ID, SECRET

DOCUMENTEN: Final = 15
"""Of the zaak itself; its besluit has one more."""
SLOW: Final = "/enkelvoudiginformatieobjecten/_zoek"
"""The part that takes its time when one does: it is asked last."""
_STARTED_WITHIN: Final = 60.0
_ANSWERS_WITHIN: Final = 30.0
_STOPPED_WITHIN: Final = 10.0
"""In seconds; far more than any takes."""

Message = tuple[Literal["traag"], float] | tuple[Literal["tel"], None]
"""What the process is told: how long the slow part takes from now on, or to tell what it was asked since then."""


@dataclass(frozen=True, slots=True, repr=False)
class Dossier:
    """Where everything is, and whose it is. It holds tokens, so it does not print."""

    basis: str
    issuer: str
    jwks_url: str
    token: str
    """Of the person whose zaak it is."""
    zaak: str
    """UUIDs."""
    document: str
    download: str
    """Where the register itself gives the document, and what lets one in there."""
    download_token: str
    bytes: int
    pipe: Connection

    def slowly(self, seconds: float) -> None:
        """Let the slow part take so long, and forget what was asked."""
        self._told(("traag", seconds))

    def asked(self) -> Counter[str]:
        """How often each API was asked since then."""
        return Counter(self._told(("tel", None)))

    def _told(self, message: Message) -> Any:
        self.pipe.send(message)
        if not self.pipe.poll(_ANSWERS_WITHIN):
            raise RuntimeError("the process of the gemeente does not answer")
        return self.pipe.recv()


@contextmanager
def running_dossier(size: int) -> Iterator[Dossier]:
    """The gemeente, with a document of ``size`` bytes that nobody holds in memory."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, size), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(_STARTED_WITHIN):
            raise RuntimeError("the process of the gemeente does not start")
        yield Dossier(pipe=ours, **ours.recv())
    finally:
        ours.close()
        process.join(_STOPPED_WITHIN)
        if process.is_alive():
            process.terminate()
            process.join()
        process.close()


def serve(pipe: Connection, size: int) -> None:
    """Serve until the other end of ``pipe`` is gone: the whole life of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Loopback() as loopback:
        uitgever = DemoUitgever("")
        uitgever.issuer = loopback.start(uitgever.app)
        gemeente = Gemeente("Gemeente Proef", RSIN, clients={CLIENT_ID: Client(SECRET)})
        basis = start_gemeente(loopback, gemeente)
        own, large = _fill(gemeente, size)
        pipe.send(
            {
                "basis": basis,
                "issuer": uitgever.issuer,
                "jwks_url": uitgever.jwks_url,
                "token": uitgever.token(bsn=BSN),
                "zaak": own.rpartition("/")[2],
                "document": large.rpartition("/")[2],
                "download": f"{large}/download",
                "download_token": jwt.encode({"client_id": CLIENT_ID, "iat": int(time.time())}, SECRET),
                "bytes": size,
            }
        )
        try:
            while True:
                what, seconds = pipe.recv()
                told = [one.pad.split("/")[1] for one in gemeente.ontvangen]
                if what == "traag":
                    gemeente.reset()
                    gemeente.fault = Fault("traag", eindigt=SLOW, seconden=seconds) if seconds else Fault()
                pipe.send(told)
        except (EOFError, OSError):
            return


def _fill(gemeente: Gemeente, size: int) -> tuple[str, str]:
    """One zaak with everything: its URL, and that of its large document."""
    begin = vandaag(SystemClock()) - timedelta(days=20)
    day = begin.isoformat()
    soort = zaaktype(gemeente, "ZT-WMO", "Wmo-voorziening", statustypen=("Ontvangen", "In behandeling", "Afgehandeld"))
    own, above = (zaak(gemeente, soort, bsn=BSN, startdatum=day, status=2) for _ in range(2))
    hang_onder(gemeente, own, above)
    voeg_substatus_toe(gemeente, own, "Gesprek gevoerd", day)
    for number in range(DOCUMENTEN - 1):
        document(gemeente, own, titel=f"Brief {number}")
    large = document(gemeente, own, titel="Scan", inhoud=groot(size))
    beschikking = document(gemeente, None, titel="Beschikking")
    besluit(gemeente, own, besluittype(gemeente, "Beschikking", soort), datum=day, documenten=[beschikking])
    return own["url"], large["url"]
