"""The rows of the token matrix: everything that can be wrong with a token, and what must come of it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mijnzaken_bff.identity.refusals import Ground, Reason
from tests.deur.deur import (
    KLANT,
    LEEWAY,
    SECONDS,
    Deur,
    Spreker,
    Vraag,
    Weigering,
    bearer,
    geweigerd,
    te_zwak,
    verboden,
)
from tests.deur.dialecten import ANNA, DE_KRUL, Claims, Dialect
from tests.deur.loket import FIXED, OCT_SECRET
from tests.rooms.identity.issuer import part, public_jwk

DAY: Final = 86400
MAX_TOKEN: Final = 8192


@dataclass(frozen=True)
class Rij:
    """One row. ``maak`` makes the request in the words of a dialect, ``weigering`` says what comes of it."""

    naam: str
    maak: Callable[[Deur, Spreker], str | Vraag]
    weigering: Callable[[Dialect], Weigering | None]
    """None where the request is answered."""
    known: bool = True
    """Whether the issuer is known when it is refused, and so named in the counter."""
    fetches: int = 0
    """How often at most it may make us look for keys."""

    def vraag(self, deur: Deur, spreker: Spreker) -> Vraag:
        """The request of this row."""
        made = self.maak(deur, spreker)
        return made if isinstance(made, Vraag) else bearer(made)


def _no(naam: str, reden: Reason, maak: Callable[[Deur, Spreker], str | Vraag], **more: Any) -> Rij:
    known = reden not in (Reason.MISSING, Reason.SEVERAL, Reason.MALFORMED, Reason.HEADER, Reason.ISSUER)
    return Rij(naam, maak, lambda _: geweigerd(reden), known, **more)


def _claims(naam: str, reden: Reason, **changes: Any) -> Rij:
    return _no(naam, reden, lambda _, spreker: spreker.token(**changes))


def _header(naam: str, reden: Reason, **header: Any) -> Rij:
    return _no(naam, reden, lambda _, spreker: spreker.token(header=header))


def _not_allowed(naam: str, reden: Ground, **changes: Any) -> Rij:
    return Rij(naam, lambda _, spreker: spreker.token(**changes), lambda _: verboden(reden))


def _good(naam: str, maak: Callable[[Deur, Spreker], str | Vraag]) -> Rij:
    return Rij(naam, maak, lambda _: None)


def hmac_signed(spreker: Spreker, secret: bytes, kid: str | None = None) -> str:
    """A token with HS256 and this secret."""
    signing_input = spreker.unsigned({"alg": "HS256", **({"kid": kid} if kid else {})})
    return f"{signing_input}.{part(hmac.digest(secret, signing_input.encode(), hashlib.sha256))}"


def pem(spreker: Spreker) -> bytes:
    """The public RSA key of an issuer as its PEM file."""
    key = spreker.loket.key("RS256").public_key()
    return bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def neighbour(deur: Deur, spreker: Spreker) -> Spreker:
    """Another issuer that is trusted as well."""
    return next(other for other in deur.sprekers.values() if other is not spreker)


def with_raw(spreker: Spreker, claim: str, raw: str) -> str:
    """A token in which ``raw`` stands where the value of ``claim`` was, JSON or not."""
    claims = json.dumps(spreker.claims(**{claim: "HIER"})).replace('"HIER"', raw)
    return spreker.sign(claims.encode())


def doubled(spreker: Spreker) -> str:
    """A token in which every claim of its person stands twice, the second time of another person."""
    first, second = (json.dumps(spreker.claims(spreker.dialect.wie(ander)))[1:-1] for ander in (False, True))
    return spreker.sign(f"{{{first}, {second}}}".encode())


def sized(spreker: Spreker, length: int) -> str:
    """A good token of exactly this many characters: of each part, one length in four does not exist in base64."""
    for extra in range(4):
        head = {"x": "y" * extra}
        about = (length - len(spreker.token("ES256", head, vulling=""))) * 3 // 4
        for padding in range(about - 4, about + 5):
            token = spreker.token("ES256", head, vulling="x" * padding)
            if len(token) == length:
                return token
    raise AssertionError(length)


def deep(depth: int) -> bytes:
    """JSON that nests this deep."""
    return b"[" * depth + b"]" * depth


def _algorithms() -> Iterator[Rij]:
    for alg in FIXED:
        yield _good(f"{alg}, sleutel zonder alg", lambda _, spreker, alg=alg: spreker.token(alg))
        yield _good(
            f"{alg}, sleutel met alg",
            lambda _, spreker, alg=alg: spreker.token(alg, {"kid": f"{spreker.dialect.id}-{alg}"}),
        )
    yield _no(
        "RS256 met de sleutel voor PS256",
        Reason.KEY,
        lambda _, spreker: spreker.token("RS256", {"kid": f"{spreker.dialect.id}-PS256"}),
    )
    for none in ("none", "None", "nOnE"):
        yield _no(
            f"alg {none}", Reason.ALGORITHM, lambda _, spreker, none=none: f"{spreker.unsigned({'alg': none})}.AA"
        )
        yield _no(
            f"alg {none}, zonder handtekening",
            Reason.MALFORMED,
            lambda _, spreker, none=none: f"{spreker.unsigned({'alg': none})}.",
        )
    yield _no("HS256 met de PEM", Reason.ALGORITHM, lambda _, spreker: hmac_signed(spreker, pem(spreker)))
    yield _no(
        "HS256 met de JWK",
        Reason.ALGORITHM,
        lambda _, spreker: hmac_signed(spreker, json.dumps(spreker.loket.jwks()["keys"][0]).encode()),
    )
    yield _no(
        "HS256 met een oct-sleutel uit de JWKS",
        Reason.ALGORITHM,
        lambda _, spreker: hmac_signed(spreker, OCT_SECRET, f"{spreker.dialect.id}-oct"),
    )
    yield _no(
        "RS256 met de naam van de oct-sleutel",
        Reason.KEY,
        lambda _, spreker: spreker.token(header={"kid": f"{spreker.dialect.id}-oct"}),
        fetches=1,
    )


def _keys() -> Iterator[Rij]:
    yield _no(
        "sleutel van een andere uitgever",
        Reason.SIGNATURE,
        lambda deur, spreker: spreker.sign(spreker.claims(), key=neighbour(deur, spreker).loket.key("RS256")),
    )
    yield _no(
        "kid van een andere uitgever",
        Reason.KEY,
        lambda deur, spreker: neighbour(deur, spreker).sign(spreker.claims(), header={"typ": spreker.dialect.typ}),
        fetches=1,
    )
    yield _no(
        "na het tekenen veranderd",
        Reason.SIGNATURE,
        lambda _, spreker: _changed(spreker.token(), part(spreker.claims(spreker.dialect.wie(ander=True)))),
    )
    yield _header("kid als getal", Reason.HEADER, kid=1)
    yield _header("kid van 10 kB", Reason.MALFORMED, kid="k" * 10_240)
    yield _header("kid van 129 tekens", Reason.HEADER, kid="k" * 129)
    yield _no(
        "kid met ../",
        Reason.KEY,
        lambda _, spreker: spreker.token(header={"kid": "../../../../etc/passwd"}),
        fetches=1,
    )
    yield _header("kid met SQL", Reason.HEADER, kid="' OR '1'='1'; DROP TABLE sleutels; --")
    yield _header("kid met een regeleinde", Reason.HEADER, kid='x\n{"event":"token_accepted"}')
    yield _no("jku", Reason.HEADER, lambda deur, spreker: _of_the_attacker(deur, spreker, jku=f"{deur.lokaas.adres}/k"))
    yield _no("x5u", Reason.HEADER, lambda deur, spreker: _of_the_attacker(deur, spreker, x5u=f"{deur.lokaas.adres}/x"))
    yield _no("jwk", Reason.HEADER, lambda deur, spreker: _of_the_attacker(deur, spreker, jwk=deur.lokaas.jwk))
    yield _no("x5c", Reason.HEADER, lambda deur, spreker: _of_the_attacker(deur, spreker, x5c=["MIIBszCCARyg"]))
    yield _no(
        "jwk met onze eigen sleutel",
        Reason.HEADER,
        lambda _, spreker: spreker.token(header={"jwk": public_jwk(spreker.loket.key("RS256"))}),
    )
    yield _header("crit", Reason.HEADER, crit=["exp"])
    yield _header("crit met b64", Reason.HEADER, crit=["b64"], b64=False)
    yield _header("crit zonder inhoud", Reason.HEADER, crit=[])


def _changed(token: str, payload: str) -> str:
    head, _, signature = token.split(".")
    return f"{head}.{payload}.{signature}"


def _of_the_attacker(deur: Deur, spreker: Spreker, **header: Any) -> str:
    return spreker.sign(spreker.claims(), header={"kid": "lokaas", **header}, key=deur.lokaas.key)


def _kinds() -> Iterator[Rij]:
    yield _claims("ID-token met nonce", Reason.TOKEN_TYPE, nonce="n-0S6_WzA2Mj", typ="ID")
    yield _claims("ID-token met at_hash", Reason.TOKEN_TYPE, at_hash="77QmUPtjPfzWtF2AnpK9RQ")
    yield _claims("ID-token met c_hash", Reason.TOKEN_TYPE, c_hash="LDktKdoQak3Pk0cnXxCltA")
    yield _claims("ID-token zonder nonce", Reason.TOKEN_TYPE, typ="ID")
    yield _claims("refreshtoken", Reason.TOKEN_TYPE, typ="Refresh")
    yield _claims("refreshtoken voor later", Reason.TOKEN_TYPE, typ="Offline")
    yield _no(
        "refreshtoken voor de uitgever zelf",
        Reason.CLAIMS,
        lambda _, spreker: spreker.token(aud=spreker.loket.issuer),
    )
    yield _header("logouttoken aan zijn typ", Reason.TOKEN_TYPE, typ="logout+jwt")
    yield _claims(
        "logouttoken aan zijn events",
        Reason.TOKEN_TYPE,
        events={"http://schemas.openid.net/event/backchannel-logout": {}},
    )
    yield _header("typ ontbreekt", Reason.TOKEN_TYPE, typ=...)
    yield _claims("cnf zonder bewijs", Reason.BOUND, cnf={"x5t#S256": "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"})


def _audience() -> Iterator[Rij]:
    yield _claims("aud ontbreekt", Reason.CLAIMS, aud=...)
    yield _claims("aud van een andere dienst", Reason.CLAIMS, aud="account")
    yield _claims("aud een lijst zonder ons", Reason.CLAIMS, aud=["account", "andere-dienst"])
    yield _claims("aud een lege lijst", Reason.CLAIMS, aud=[])
    yield _claims("aud met iets erachter", Reason.CLAIMS, aud="mijnzaken-bff-evil")
    yield _claims("aud met iets ervoor", Reason.CLAIMS, aud="evil-mijnzaken-bff")
    yield _claims("aud een stuk van ons", Reason.CLAIMS, aud="mijnzaken")
    yield _claims("aud in hoofdletters", Reason.CLAIMS, aud="MIJNZAKEN-BFF")
    yield _claims("aud een object", Reason.CLAIMS, aud={"mijnzaken-bff": True})
    yield _good("aud een lijst met ons", lambda _, spreker: spreker.token(aud=["account", "mijnzaken-bff"]))


def _issuer() -> Iterator[Rij]:
    for naam, change in (
        ("een / erachter", lambda issuer: issuer + "/"),
        ("hoofdletters", str.upper),
        ("iets erachter", lambda issuer: issuer + ".evil.example"),
        ("een ander pad", lambda issuer: issuer + "2"),
        ("iets ervoor", lambda issuer: "https://evil.example/?" + issuer),
        ("een lijst", lambda issuer: [issuer]),
    ):
        yield _no(
            f"iss met {naam}",
            Reason.ISSUER,
            lambda _, spreker, change=change: spreker.token(iss=change(spreker.loket.issuer)),
        )
    yield _claims("iss ontbreekt", Reason.ISSUER, iss=...)


def _times() -> Iterator[Rij]:
    def lived(exp: float) -> dict[str, Any]:
        return {"iat": SECONDS - 600, "exp": exp}

    yield _good("exp een seconde binnen de speling", lambda _, spreker: spreker.token(**lived(SECONDS - LEEWAY + 1)))
    yield _claims("exp op de speling", Reason.TIME, **lived(SECONDS - LEEWAY))
    yield _claims("exp een seconde voorbij de speling", Reason.TIME, **lived(SECONDS - LEEWAY - 1))
    yield _claims("exp ontbreekt", Reason.CLAIMS, exp=...)
    yield _claims("exp als tekst", Reason.TIME, exp=str(SECONDS + 600))
    yield _good("exp met een breuk", lambda _, spreker: spreker.token(exp=SECONDS + 600.5))
    yield _claims("exp met een breuk, voorbij", Reason.TIME, **lived(SECONDS - LEEWAY - 0.5))
    yield _no("exp oneindig", Reason.TIME, lambda _, spreker: with_raw(spreker, "exp", "1e999"))
    yield _no("exp Infinity", Reason.MALFORMED, lambda _, spreker: with_raw(spreker, "exp", "Infinity"))
    yield _no("exp NaN", Reason.MALFORMED, lambda _, spreker: with_raw(spreker, "exp", "NaN"))
    yield _claims("exp true", Reason.TIME, exp=True)
    yield _claims("exp een getal van 400 cijfers", Reason.TIME, exp=10**400)
    for claim in ("nbf", "iat"):
        yield _good(
            f"{claim} op de speling",
            lambda _, spreker, claim=claim: spreker.token(**{claim: SECONDS + LEEWAY}),
        )
        yield _claims(f"{claim} in de toekomst", Reason.TIME, **{claim: SECONDS + LEEWAY + 1})
    yield _good("nbf null", lambda _, spreker: spreker.token(nbf=None))
    yield _claims("iat ontbreekt", Reason.CLAIMS, iat=...)
    yield _claims("iat null", Reason.CLAIMS, iat=None)
    yield _claims("exp null", Reason.CLAIMS, exp=None)
    yield _claims("iat als tekst", Reason.TIME, iat=str(SECONDS))
    yield _claims("te lang geleden gegeven", Reason.TIME, iat=SECONDS - 3600 - LEEWAY - 1)
    yield _claims("dertien maanden geldig", Reason.TIME, exp=SECONDS + 13 * 30 * DAY)


def _allowed() -> Iterator[Rij]:
    yield _not_allowed("azp van een ander", Ground.CLIENT, azp="andere-omgeving")
    yield _not_allowed("azp met iets erachter", Ground.CLIENT, azp=f"{KLANT}2")
    yield _not_allowed("azp ontbreekt", Ground.CLIENT, azp=...)
    yield _not_allowed("client_id van een ander", Ground.CLIENT, client_id="andere-omgeving")
    yield _not_allowed("scope met iets erachter", Ground.SCOPE, scope="zaken.lezen2")
    yield _not_allowed("scope met iets ervoor", Ground.SCOPE, scope="openid mijn.zaken.lezen")
    yield _not_allowed("scope ontbreekt", Ground.SCOPE, scope=...)
    yield _good("scope als lijst", lambda _, spreker: spreker.token(scope=["openid", "zaken.lezen"]))
    for naam, acr in (
        ("te laag", lambda spreker: spreker.dialect.te_laag),
        ("onbekend", lambda _: "urn:example:loa:zeer-hoog"),
        ("ontbreekt", lambda _: ...),
        ("een lijst", lambda spreker: [spreker.dialect.genoeg]),
        ("een getal", lambda _: 4),
    ):
        yield Rij(f"niveau {naam}", lambda _, spreker, acr=acr: spreker.token(acr=acr(spreker)), te_zwak)


def _subjects() -> Iterator[Rij]:
    yield _subject("twee betrokkenen", lambda dialect: dialect.twee)
    yield _subject("geen betrokkene", lambda _: {"sub": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"})


def _numbers() -> Iterator[Rij]:
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in ANNA)
    for naam, value in (
        ("een getal", int(ANNA)), ("acht cijfers", ANNA[:8]), ("tien cijfers", f"0{ANNA}"),
        ("zonder elfproef", "999990018"), ("nullen", "000000000"), ("spaties", "999 990 019"),
        ("een spatie erachter", f"{ANNA} "), ("brede cijfers", wide), ("punten", "9999.90.019"),
        ("een lijst van twee", [ANNA, "999990020"]), ("een lege lijst", []), ("een object", {"nummer": ANNA}),
        ("leeg", ""), ("true", True),
    ):  # fmt: skip
        yield _subject(f"BSN: {naam}", lambda dialect, value=value: dialect.persoon(value))
    yield _subject("BSN: een lijst van één", lambda dialect: dialect.persoon([ANNA]), good=True)


def _subject(naam: str, wie: Callable[[Dialect], Claims], *, good: bool = False) -> Rij:
    def weigering(dialect: Dialect) -> Weigering | None:
        if not isinstance(wie(dialect).get("sub", ""), str):
            return geweigerd(Reason.CLAIMS)  # a number that stands in ``sub`` is a text (RFC 7519, 4.1.2), or no sub
        return None if good else geweigerd(Reason.SUBJECT)

    return Rij(naam, lambda _, spreker: spreker.token(wie=wie(spreker.dialect)), weigering)


def _companies() -> Iterator[Rij]:
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in DE_KRUL)
    for naam, value in (
        ("een getal", int(DE_KRUL)), ("zeven cijfers", DE_KRUL[:7]), ("negen cijfers", f"0{DE_KRUL}"),
        ("nullen", "00000000"), ("spaties", "9000 4760"), ("brede cijfers", wide), ("een BSN", ANNA),
        ("een lijst van twee", [DE_KRUL, "90005551"]), ("leeg", ""),
    ):  # fmt: skip
        yield _subject(f"KvK: {naam}", lambda dialect, value=value: dialect.bedrijf(value))


def _representation() -> Iterator[Rij]:
    act = {"sub": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"}
    yield _not_allowed("onverwachte vertegenwoordiging", Ground.REPRESENTATION, act=act)
    yield _not_allowed("vertegenwoordiging die niemand kent", Ground.REPRESENTATION, may_act="x")
    yield _not_allowed("vertegenwoordiging twee diep", Ground.REPRESENTATION, act={**act, "act": {"sub": "x"}})
    yield _not_allowed(
        "vertegenwoordiging in een kring", Ground.REPRESENTATION, act={**act, "act": {**act, "act": act}}
    )
    yield _not_allowed("vertegenwoordiging in een lege lijst", Ground.REPRESENTATION, act=[])


def _bytes() -> Iterator[Rij]:
    yield _no("een claim staat er twee keer", Reason.MALFORMED, lambda _, spreker: doubled(spreker))
    yield _no("payload van 5000 diep", Reason.MALFORMED, lambda _, spreker: spreker.sign(deep(5000)))
    yield _no("payload van 2500 diep die past", Reason.MALFORMED, lambda _, spreker: spreker.sign(deep(2500)))
    yield _no(
        "header van 2500 diep",
        Reason.MALFORMED,
        lambda _, spreker: f"{part(deep(2500))}.{part(spreker.claims())}.AA",
    )
    for naam, claim in (("gelezen", "azp"), ("ongelezen", "name")):
        yield _no(
            f"een half teken in een claim die wordt {naam}",
            Reason.MALFORMED,
            lambda _, spreker, claim=claim: with_raw(spreker, claim, r'"\ud800"'),
        )
    yield _good("een heel teken in twee helften", lambda _, spreker: with_raw(spreker, "name", r'"\ud83d\ude00"'))
    yield _good("precies 8 KiB", lambda _, spreker: sized(spreker, MAX_TOKEN))
    yield _no("8 KiB en een teken", Reason.MALFORMED, lambda _, spreker: sized(spreker, MAX_TOKEN + 1))
    yield _no("twee delen", Reason.MALFORMED, lambda _, spreker: spreker.token().rpartition(".")[0])
    yield _no("vijf delen", Reason.MALFORMED, lambda _, spreker: spreker.token() + ".AA.AA")
    yield _no("met = erachter", Reason.MALFORMED, lambda _, spreker: spreker.token() + "==")


def _request() -> Iterator[Rij]:
    yield _no("zonder token", Reason.MISSING, lambda *_: Vraag())
    yield _no(
        "twee keer Authorization",
        Reason.SEVERAL,
        lambda _, spreker: Vraag((*bearer(spreker.token()).headers, *bearer(spreker.token()).headers)),
    )
    yield _no(
        "token in de query",
        Reason.MISSING,
        lambda _, spreker: Vraag(query=(("access_token", spreker.token()),)),
    )
    yield _no("als DPoP", Reason.MISSING, lambda _, spreker: Vraag((("Authorization", f"DPoP {spreker.token()}"),)))


RIJEN: Final = (
    *_algorithms(), *_keys(), *_kinds(), *_audience(), *_issuer(), *_times(), *_allowed(), *_subjects(),
    *_representation(), *_bytes(), *_request(),
)  # fmt: skip
"""What holds in every dialect."""

PERSOONSRIJEN: Final = tuple(_numbers())
"""What holds in every dialect in which persons log in."""

BEDRIJFSRIJEN: Final = tuple(_companies())
"""What holds in every dialect in which companies do."""
