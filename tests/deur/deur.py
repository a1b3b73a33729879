"""The running service with an issuer of every dialect before it and gemeenten behind it, all counted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from mijnzaken_bff.identity.refusals import Ground, Reason
from tests.conftest import LISTENER
from tests.deur.dialecten import ANNA, BILAL, DE_KRUL, DIALECTEN, PORTAAL, Claims, Dialect
from tests.deur.loket import Lokaas, Loket
from tests.rooms.identity.issuer import part
from tests.stories.portaal import NOW, Toneel

SECONDS: Final = int(NOW.timestamp())
LEEWAY: Final = 30
KLANT: Final = "mijn-waterdam"
SCOPE: Final = "zaken.lezen"

_REFUSED = re.compile(r'^mijnzaken_token_geweigerd_total\{reden="(.*?)",uitgever="(.*?)"\} (\S+)$', re.MULTILINE)


@dataclass(frozen=True)
class Vraag:
    """A request for the overzicht."""

    headers: tuple[tuple[str, str], ...] = ()
    query: tuple[tuple[str, str], ...] = ()

    @property
    def secrets(self) -> list[str]:
        """The parts of every token in it that are long enough to be recognised."""
        said = [value for _, value in (*self.headers, *self.query)]
        return [piece for value in said for piece in value.replace(" ", ".").split(".") if len(piece) >= 12]


def bearer(token: str) -> Vraag:
    """The request of somebody who shows ``token``."""
    return Vraag((("Authorization", f"Bearer {token}"),))


@dataclass(frozen=True)
class Weigering:
    """What a refused request must look like, to the caller and to the operator."""

    status: int
    type: str
    challenge: str | None
    event: str
    """The log line that tells of it."""
    reden: Reason | Ground
    """Why, in that line and in the counter."""


_REALM = 'Bearer realm="mijnzaken"'


def geweigerd(reden: Reason) -> Weigering:
    """401, and the same one whatever was wrong. Source: RFC 6750, 3 and 3.1."""
    challenge = _REALM if reden is Reason.MISSING else f'{_REALM}, error="invalid_token"'
    return Weigering(401, "niet-geauthenticeerd", challenge, "token_rejected", reden)


def te_zwak(dialect: Dialect) -> Weigering:
    """401 that says which login would do. Source: RFC 9470, 3."""
    challenge = f'{_REALM}, error="insufficient_user_authentication", acr_values="{dialect.acr_values}"'
    return Weigering(401, "hoger-betrouwbaarheidsniveau-nodig", challenge, "token_rejected", Reason.LEVEL)


def verboden(reden: Ground) -> Weigering:
    """403: we know who it is. Source: RFC 6750, 3.1."""
    challenge = f'{_REALM}, error="insufficient_scope"' if reden is Ground.SCOPE else None
    return Weigering(403, "geen-toegang", challenge, "caller_forbidden", reden)


class Spreker:
    """One dialect at its own issuer: makes the tokens."""

    def __init__(self, dialect: Dialect, loket: Loket) -> None:
        self.dialect = dialect
        self.loket = loket

    def claims(self, wie: Claims | None = None, **changes: Any) -> dict[str, Any]:
        """What a good token says, of whoever the claims ``wie`` name; ``...`` takes a claim away."""
        claims = {
            "iss": self.loket.issuer,
            "aud": "mijnzaken-bff",
            "iat": SECONDS,
            "exp": SECONDS + 600,
            "jti": "8a1c7c4e-52b1-4f0f-9f7e-3a1b9d2c6e55",
            "azp": KLANT,
            "scope": f"openid {SCOPE}",
            "acr": self.dialect.genoeg,
            **self.dialect.vast,
            **(self.dialect.wie() if wie is None else wie),
            **changes,
        }
        return {name: value for name, value in claims.items() if value is not ...}

    def sign(self, claims: Any, alg: str = "RS256", header: Mapping[str, Any] | None = None, key: Any = None) -> str:
        """A token of this issuer with exactly these claims."""
        return self.loket.sign(claims, alg, {"typ": self.dialect.typ, **(header or {})}, key)

    def token(
        self, alg: str = "RS256", header: Mapping[str, Any] | None = None, wie: Claims | None = None, **changes: Any
    ) -> str:
        """A good token, but for what is changed."""
        return self.sign(self.claims(wie, **changes), alg, header)

    def unsigned(self, header: Mapping[str, Any], claims: Any = None) -> str:
        """Head and payload of a token, for a signature that no library would make."""
        head = {"kid": self.loket.kid("RS256"), "typ": self.dialect.typ, **header}
        return f"{part(head)}.{part(self.claims() if claims is None else claims)}"


def uitgever_of(spreker: Spreker, bestand: Path | None = None) -> dict[str, Any]:
    """What is configured of an issuer that speaks like this; its keys are at its address, or in ``bestand``."""
    where = {"jwksUrl": spreker.loket.jwks_url} if bestand is None else {"sleutels": {"bestand": str(bestand)}}
    own = {key: value for key, value in spreker.dialect.instelling.items() if key not in ("jwksUrl", "sleutels")}
    return {
        **own,
        "id": spreker.dialect.id,
        "issuer": spreker.loket.issuer,
        **where,
        "algoritmen": ["PS256", "RS256", "ES256", "EdDSA"],
        "klanten": [KLANT],
        "scopes": {"vereist": [SCOPE]},
    }


class Deur:
    """The whole of it, running. ``sprekers`` holds a maker of tokens for each dialect.

    Each dialect is configured by its sample in ``docs/uitgevers``, with in addition a client and a scope; the keys of a
    portal that signs itself are in a file in ``folder``.
    """

    def __init__(self, toneel: Toneel, folder: Path) -> None:
        self.toneel = toneel
        self.sprekers = {dialect.id: Spreker(dialect, Loket(toneel.loopback, dialect.id)) for dialect in DIALECTEN}
        self.lokaas = Lokaas(toneel.loopback)
        self.gemeenten = {
            "waterdam": toneel.gemeente("Gemeente Waterdam", "001117518"),
            "heuvelrijk": toneel.gemeente("Gemeente Heuvelrijk", "000740457"),
        }
        for naam, gemeente in self.gemeenten.items():
            soort = zaaktype(gemeente, "ZT-1", "Parkeervergunning", statustypen=("Ontvangen", "Afgehandeld"))
            zaak(gemeente, soort, bsn=ANNA, identificatie=f"{naam}-anna")
            zaak(gemeente, soort, bsn=BILAL, identificatie=f"{naam}-bilal")
            rol = {
                "betrokkeneType": "niet_natuurlijk_persoon",
                "betrokkeneIdentificatie": {"kvkNummer": DE_KRUL},
                "omschrijvingGeneriek": "initiator",
            }
            zaak(gemeente, soort, identificatie=f"{naam}-krul", extra_rollen=[rol])
        signer = self.sprekers[PORTAAL.id]
        bestand = folder / "jwks.json"
        bestand.write_text(json.dumps({"keys": signer.loket.public_keys()}), encoding="utf-8")
        uitgevers = [uitgever_of(spreker, bestand if spreker is signer else None) for spreker in self.sprekers.values()]
        self.portaal = toneel.portaal(self.gemeenten, uitgevers=uitgevers)
        for spreker in self.sprekers.values():
            assert self.ask(bearer(spreker.token())).status_code == 200

    @property
    def upstream(self) -> int:
        """How often a gemeente was asked anything."""
        return sum(len(gemeente.ontvangen) for gemeente in self.gemeenten.values())

    @property
    def jwks(self) -> int:
        """How often an issuer was asked anything."""
        return sum(len(spreker.loket.asked) for spreker in self.sprekers.values())

    def counted(self) -> dict[tuple[str, str], float]:
        """The counter of refused tokens, by uitgever and reden."""
        shown = self.portaal.app.metrics().decode()
        return {(uitgever, reden): float(count) for reden, uitgever, count in _REFUSED.findall(shown)}

    def ask(self, vraag: Vraag) -> httpx.Response:
        """The answer to ``vraag``."""
        return self.portaal.client.get("/v1/zaken", headers=list(vraag.headers), params=list(vraag.query))


class Toezicht:
    """Watches the service while a request is refused, and then says whether it kept to the rules."""

    def __init__(self, deur: Deur, caplog: pytest.LogCaptureFixture) -> None:
        self._deur = deur
        self._caplog = caplog

    def refuses(self, vraag: Vraag, weigering: Weigering, *, uitgever: str, fetches: int = 0) -> httpx.Response:
        """The answer, which is ``weigering`` in every respect; it made us fetch keys ``fetches`` times at most."""
        deur, caplog = self._deur, self._caplog
        caplog.clear()
        first_line, upstream, jwks, counted = len(LISTENER.lines), deur.upstream, deur.jwks, deur.counted()

        answer = deur.ask(vraag)

        assert answer.status_code == weigering.status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers.get("www-authenticate") == weigering.challenge
        assert answer.json()["type"] == f"urn:mijnzaken:probleem:{weigering.type}"
        if weigering.type == "niet-geauthenticeerd":
            assert without_id(answer) == without_id(deur.ask(Vraag()))
            counted[("-", "missing")] = counted.get(("-", "missing"), 0) + 1
        assert deur.upstream == upstream, "a gemeente was asked"
        assert deur.jwks - jwks <= fetches, "keys were fetched"
        assert deur.lokaas.asked == [], "the attacker was asked"
        self._was_told(answer, weigering)
        assert _difference(deur.counted(), counted) == {(uitgever, weigering.reden.value): 1}
        assert not self._in_the_log(vraag.secrets, LISTENER.lines[first_line:]), "a token in the log"
        return answer

    def _was_told(self, answer: httpx.Response, weigering: Weigering) -> None:
        mine = [
            record
            for record in self._caplog.records
            if getattr(record, "request_id", None) == answer.headers["X-Request-Id"]
            and record.getMessage() in ("token_rejected", "caller_forbidden")
        ]
        told = [(record.getMessage(), vars(record)["reason"]) for record in mine]
        assert told == [(weigering.event, weigering.reden.value)]

    @staticmethod
    def _in_the_log(secrets: Iterable[str], lines: Iterable[str]) -> bool:
        told = "\n".join(lines)
        return any(secret in told for secret in secrets)


def without_id(answer: httpx.Response) -> bytes:
    """The bytes of a problem, but for the id of the request."""
    return answer.content.replace(answer.json()["verzoekId"].encode(), b"")


def _difference(after: dict[tuple[str, str], float], before: dict[tuple[str, str], float]) -> dict[Any, float]:
    return {key: after[key] - before.get(key, 0) for key in after if after[key] != before.get(key, 0)}
