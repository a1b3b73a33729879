"""A bearer token becomes a caller, or is refused."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import jwt

from mijnzaken_bff.domain.bron import Organisatie
from mijnzaken_bff.domain.caller import BetrokkeneCaller, Caller
from mijnzaken_bff.domain.clock import Clock, Stopwatch
from mijnzaken_bff.domain.meting import Meter, NoMeter, Teller
from mijnzaken_bff.domain.niveau import Niveau
from mijnzaken_bff.identity.bearer import Unverified, bearer_token, read_unverified, token_type
from mijnzaken_bff.identity.betrokkene import check_nobody, read_betrokkene
from mijnzaken_bff.identity.claims import Claims
from mijnzaken_bff.identity.herkend import Herkend, Herkenningen
from mijnzaken_bff.identity.jwks import PublicKey
from mijnzaken_bff.identity.keys import KeyStore
from mijnzaken_bff.identity.organisaties import Organisatienamen
from mijnzaken_bff.identity.refusals import CallerForbidden, Ground, Reason, StepUpRequired, TokenRejected
from mijnzaken_bff.identity.requirements import check_requirements, client_in, moment, span_of
from mijnzaken_bff.identity.uitgevers import Uitgever

logger = logging.getLogger(__name__)


class TokenVerifier:
    """Decides who asks. ``keys`` holds a key store for the id of every issuer.

    ``organisaties`` are those that have a bron: a token can choose among these.

    A token costs some 130 µs of CPU, so one that is good is known again by its hash for a minute, as long as the key
    that signed it is there and its time has not passed (ADR 18).
    """

    def __init__(
        self,
        uitgevers: Sequence[Uitgever],
        keys: Mapping[str, KeyStore],
        clock: Clock,
        meter: Meter | None = None,
        organisaties: Iterable[Organisatie] = (),
    ) -> None:
        self._uitgevers = {uitgever.issuer: uitgever for uitgever in uitgevers}
        self._keys = keys
        self._clock = clock
        self._meter = meter or NoMeter()
        self._organisaties = Organisatienamen(organisaties)
        self._herkend = Herkenningen(Stopwatch(clock).seconds)

    async def verify(self, authorization: Sequence[str]) -> Caller:
        """The caller whose token is in ``authorization``: every value of that header, as it was received.

        Raises ``TokenRejected``, ``StepUpRequired``, ``CallerForbidden`` or ``KeysUnavailable``. What is cheap comes
        first, and only a token of a known issuer can make us fetch anything. Source: RFC 8725, RFC 9068 section 4.
        """
        try:
            token = bearer_token(authorization)
            if (known := await self._recognised(token)) is not None:
                return known
            claimed = read_unverified(token)
            uitgever = self._uitgever_of(claimed)
        except TokenRejected as refused:
            self._count(refused, "-")
            raise
        try:
            return await self._judged(claimed, uitgever)
        except TokenRejected as refused:
            self._count(refused, uitgever.id)
            raise
        except StepUpRequired:
            self._meter.count(Teller.TOKEN_GEWEIGERD, uitgever=uitgever.id, reden=Reason.LEVEL.value)
            raise
        except CallerForbidden as refused:
            self._meter.count(Teller.TOKEN_GEWEIGERD, uitgever=uitgever.id, reden=refused.reden.value)
            if refused.reden is Ground.REPRESENTATION:
                logger.warning("representation_refused", extra={"uitgever": uitgever.id})
                self._meter.count(Teller.VERTEGENWOORDIGING_GEWEIGERD, uitgever=uitgever.id)
            raise

    def _count(self, refused: TokenRejected, uitgever: str) -> None:
        reden = refused.reden.value if refused.reden else "-"
        self._meter.count(Teller.TOKEN_GEWEIGERD, uitgever=uitgever, reden=reden)

    async def _recognised(self, token: str) -> Caller | None:
        """The caller of a token that was found good just now, and would be again."""
        known = self._herkend.find(token)
        if known is None:
            return None
        key = await self._keys[known.caller.uitgever].find(known.kid, known.alg)
        return known.caller if known.still(self._clock.now().timestamp(), key) else None

    async def _judged(self, claimed: Unverified, uitgever: Uitgever) -> Caller:
        """The caller, when the token holds in every respect."""
        _check_head(claimed, uitgever)
        key = await self._keys[uitgever.id].find(claimed.kid, claimed.alg)
        if key is None:
            raise TokenRejected(reden=Reason.KEY)
        claims = _verified(claimed, key, uitgever)
        if isinstance(claims, Reason):
            raise TokenRejected(reden=claims)
        niveau = check_requirements(claims, uitgever, self._clock.now().timestamp())
        caller = self._caller(claims, uitgever, niveau)
        begin, end = span_of(claims, uitgever)
        self._herkend.keep(claimed.token, Herkend(caller, claimed.kid, claimed.alg, key, begin, end))
        return caller

    def _caller(self, claims: Claims, uitgever: Uitgever, niveau: Niveau | None) -> Caller:
        """Who asks, by claims that are good. Raises ``TokenRejected`` or ``CallerForbidden``."""
        expires = datetime.fromtimestamp(moment(claims.get("exp")), UTC)
        klant = client_in(claims)
        if not uitgever.has_betrokkene:
            check_nobody(claims, uitgever)
            return Caller(uitgever.kanaal, uitgever.id, None, expires, klant=klant, niveau=niveau)
        wie = read_betrokkene(claims, uitgever)
        return BetrokkeneCaller(
            uitgever.kanaal,
            uitgever.id,
            wie.betrokkene,
            expires,
            wie.vertegenwoordiging,
            wie.handelende,
            klant,
            niveau,
            self._chosen(claims, uitgever),
        )

    def _chosen(self, claims: Claims, uitgever: Uitgever) -> frozenset[str] | None:
        """The organisaties that the token names, by id; None when this issuer does not choose."""
        if uitgever.organisaties is None:
            return None
        genoemd = self._organisaties.read(claims, uitgever.organisaties)
        if genoemd.others:
            self._meter.count(Teller.ORGANISATIE_ONBEKEND, uitgever=uitgever.id)
        return genoemd.ids

    def _uitgever_of(self, claimed: Unverified) -> Uitgever:
        """The issuer that the token names, if it is one of ours."""
        uitgever = self._uitgevers.get(claimed.issuer)
        if uitgever is None:
            raise TokenRejected(reden=Reason.ISSUER)
        return uitgever


def _check_head(claimed: Unverified, uitgever: Uitgever) -> None:
    """Raise ``TokenRejected`` for a kind of token that this issuer is not configured for."""
    if claimed.alg not in uitgever.algoritmen:
        raise TokenRejected(reden=Reason.ALGORITHM)
    if claimed.typ not in {token_type(typ) for typ in uitgever.token_typen}:
        raise TokenRejected(reden=Reason.TOKEN_TYPE)


def _verified(claimed: Unverified, key: PublicKey, uitgever: Uitgever) -> Claims | Reason:
    """The claims, when the signature, issuer and audience are good; else why not.

    A value and no exception, so that no error of PyJWT, which may quote the token, hangs behind our refusal. Its
    checks of time are off: it asks the clock of the machine, and makes a number of a text.
    """
    try:
        claims: Claims = jwt.decode(
            claimed.token,
            key,
            algorithms=[claimed.alg],
            audience=uitgever.doelgroepen,
            issuer=uitgever.issuer,
            options={
                "require": list(uitgever.vereiste_claims),
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
                "enforce_minimum_key_length": True,
            },
        )
    except jwt.InvalidSignatureError:
        return Reason.SIGNATURE
    except jwt.PyJWTError:
        return Reason.CLAIMS
    return claims
