"""A simulated gemeente as a whole: what its register holds, who may ask, what is wrong with it, what it was asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.types import Message, Receive, Scope, Send

from mijnzaken_bff.demo.gemeente.client import Client, standaard_clients
from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.dialecten import OPEN_ZAAK
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.haperen import verstuur
from mijnzaken_bff.demo.gemeente.opslag import Opslag
from mijnzaken_bff.demo.gemeente.register import Beurten, Register
from mijnzaken_bff.demo.gemeente.tokens import Tokens
from mijnzaken_bff.demo.gemeente.verdraaien import verdraaid_antwoord, verdraaide_vraag
from mijnzaken_bff.demo.gemeente.vervangen import vervangend_antwoord
from mijnzaken_bff.demo.gemeente.vraag import Antwoord, Vraag, als_bytes

_GEEN_ROUTE = Antwoord(404, {"content-type": "application/json"}, als_bytes({"message": "no Route matched"}))
"""What a gateway says of a path that leads to nothing behind it."""


@dataclass(slots=True, repr=False)
class Ontvangen:
    """A request as it arrived. It may hold a BSN, so it does not print. ``status`` follows when it is answered.

    ``verzonden`` counts the bytes of the answer's body so far. They have left for the other side, or wait for it in no
    more than the buffers of a connection. ``verbroken``: the connection ended before the answer did, by whichever side.
    """

    methode: str
    pad: str
    query: str
    headers: dict[str, str]
    body: bytes
    status: int | None = None
    verzonden: int = 0
    verbroken: bool = False


class Gemeente:
    """One simulated register: its store, clients, dialect, faults and what it was asked.

    ``basis`` is the address under which it writes its links. Without one it takes that of its dialect, or else the
    address on which it is started (``start_gemeente``); until then nothing can be stored. ``nu`` is its clock, for
    the age of tokens. Its dialect may be exchanged while it runs, its addresses excepted; what it holds stays.
    """

    def __init__(
        self,
        naam: str,
        rsin: str,
        *,
        basis: str | None = None,
        clients: Mapping[str, Client] | None = None,
        nu: Callable[[], datetime] | None = None,
        dialect: Dialect = OPEN_ZAAK,
    ) -> None:
        self.naam = naam
        self.rsin = rsin
        self.clients = dict(standaard_clients() if clients is None else clients)
        self.opslag = Opslag()
        self.ontvangen: list[Ontvangen] = []
        self.dialect = dialect
        self.adres: str | None = None
        self._basis = basis or dialect.interne_basis
        self._fault = Fault()
        self._geraakt = 0
        self._nu = nu or (lambda: datetime.now(UTC))
        self._tokens = Tokens(rsin, self.clients, lambda: self.basis, self._nu)
        self._beurten = Beurten()

    @property
    def basis(self) -> str:
        """``scheme://host:port`` and what its links have after that, without a slash at the end.

        ``adres`` is where it is called, once it runs; only behind a gateway these two differ.
        """
        if self._basis is None:
            raise RuntimeError(f"{self.naam} has no address yet: start it first, or give it a basis")
        return self._basis

    @basis.setter
    def basis(self, basis: str) -> None:
        self._basis = basis.rstrip("/")

    @property
    def heeft_basis(self) -> bool:
        return self._basis is not None

    @property
    def fault(self) -> Fault:
        """What is wrong with it, from the next request on."""
        return self._fault

    @fault.setter
    def fault(self, fault: Fault) -> None:
        self._geraakt = 0
        self._fault = fault

    @property
    def tokens_uitgegeven(self) -> int:
        """How many tokens its token endpoint gave out, ever."""
        return self._tokens.uitgegeven

    def trek_tokens_in(self) -> None:
        """Let no token that was given out count any more."""
        self._tokens.trek_in()

    def reset(self) -> None:
        """Forget what was asked, and be healthy again. What the register holds stays, and so do its tokens."""
        self.ontvangen.clear()
        self._beurten.opnieuw()
        self.fault = Fault()

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application."""
        if scope["type"] == "lifespan":
            await _leef(receive, send)
            return
        body = await _body(receive)
        if body is None:
            return
        headers = {naam.decode("latin-1").lower(): waarde.decode("latin-1") for naam, waarde in scope["headers"]}
        pad, query = scope["path"], scope["query_string"].decode("latin-1")
        vraag = Vraag(scope["method"], pad.removeprefix(self.dialect.voorvoegsel), query, headers, body)
        ontvangen = Ontvangen(vraag.methode, pad, query, headers, body)
        self.ontvangen.append(ontvangen)

        async def noteer(bericht: Message) -> None:
            # Before it is sent: whoever has the answer must find its status here.
            if bericht["type"] == "http.response.start":
                ontvangen.status = bericht["status"]
            await send(bericht)
            if not ontvangen.verbroken:
                ontvangen.verzonden += len(bericht.get("body", b""))

        async def luister() -> Message:
            bericht = await receive()
            ontvangen.verbroken = ontvangen.verbroken or bericht["type"] == "http.disconnect"
            return bericht

        fault = self._fault_voor(vraag.pad)
        antwoord = self._antwoord(vraag, fault) if self._is_van_hier(pad) else _GEEN_ROUTE
        await verstuur(antwoord, fault, scope, luister, noteer)

    def _fault_voor(self, pad: str) -> Fault:
        fault = self._fault
        if not fault.geldt_voor(pad):
            return Fault()
        self._geraakt += 1
        return fault if fault.keer is None or self._geraakt <= fault.keer else Fault()

    def _is_van_hier(self, pad: str) -> bool:
        return not self.dialect.voorvoegsel or pad.startswith(f"{self.dialect.voorvoegsel}/")

    def _antwoord(self, vraag: Vraag, fault: Fault) -> Antwoord:
        vervangend = vervangend_antwoord(fault, self.basis, self.dialect)
        if vervangend is not None:
            return vervangend
        if vraag.pad == self.dialect.tokenpad:
            return self._tokens.geef_uit(vraag, self.dialect)
        register = Register(
            self.opslag, self.clients, lambda: self.basis, self._nu, self.dialect, self._tokens, self._beurten
        )
        return verdraaid_antwoord(fault, register.antwoord(verdraaide_vraag(fault, vraag, self.dialect, self.opslag)))


async def _body(receive: Receive) -> bytes | None:
    """The whole body, or nothing when the other side is gone before its end."""
    stukken: list[bytes] = []
    while True:
        bericht = await receive()
        if bericht["type"] == "http.disconnect":
            return None
        stukken.append(bericht.get("body", b""))
        if not bericht.get("more_body", False):
            return b"".join(stukken)


async def _leef(receive: Receive, send: Send) -> None:
    """The lifespan protocol: there is nothing to start and nothing to stop."""
    while (await receive())["type"] != "lifespan.shutdown":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})
