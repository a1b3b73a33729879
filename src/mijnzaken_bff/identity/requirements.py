"""What the settings of an issuer demand of claims whose signature is good."""

from __future__ import annotations

from typing import Final

from mijnzaken_bff.domain.niveau import Niveau
from mijnzaken_bff.identity.betrouwbaarheid import Betrouwbaarheid
from mijnzaken_bff.identity.claims import Claims, claim_at, words
from mijnzaken_bff.identity.refusals import CallerForbidden, Ground, Reason, StepUpRequired, TokenRejected
from mijnzaken_bff.identity.uitgevers import Uitgever

_OTHER_TOKENS: Final = ("nonce", "at_hash", "c_hash", "events")
"""Only an ID token has the first three (OpenID Connect Core), only a logout or event token the last (RFC 8417)."""

_OTHER_KINDS: Final = frozenset({"ID", "Refresh", "Offline", "Logout"})
"""What Keycloak writes in ``typ`` of the payload of a token that is no access token; its header always says JWT."""

_LAST_MOMENT: Final = 253402300799
"""31 December 9999: no later one is a date."""


def check_requirements(claims: Claims, uitgever: Uitgever, now: float) -> Niveau | None:
    """How strong the login was, None where the issuer is not asked for that.

    Raises the refusal that fits: what is wrong with the token comes before what this caller may not. ``now`` is in
    seconds since 1970, as the claims are.
    """
    _check_kind(claims, uitgever)
    _check_times(claims, uitgever, now)
    niveau = _level(claims, uitgever.betrouwbaarheid)
    _check_client(claims, uitgever)
    _check_scopes(claims, uitgever)
    return niveau


def moment(value: object) -> float:
    """A NumericDate, in seconds since 1970. Raises ``TokenRejected``. Source: RFC 7519, section 2.

    A text or a boolean is refused, although other implementations make a number of it; so is infinity.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LAST_MOMENT:
        raise TokenRejected(reden=Reason.TIME)
    return float(value)


def _check_kind(claims: Claims, uitgever: Uitgever) -> None:
    if any(claims.get(name) is not None for name in _OTHER_TOKENS):
        raise TokenRejected(reden=Reason.TOKEN_TYPE)
    typ = claims.get("typ")
    if (isinstance(typ, str) and typ in _OTHER_KINDS) or uitgever.payload_typ not in (None, typ):
        raise TokenRejected(reden=Reason.TOKEN_TYPE)
    if uitgever.doelgroep_modus == "exact" and not isinstance(claims.get("aud"), str):
        raise TokenRejected(reden=Reason.CLAIMS)
    if claims.get("cnf") is not None:
        raise TokenRejected(reden=Reason.BOUND)


def _check_times(claims: Claims, uitgever: Uitgever, now: float) -> None:
    """``exp`` is when the issuer lets go. One that never does is held to ``maximaleDuur``: a stolen token must die."""
    leeway, end = uitgever.speling, moment(claims.get("exp"))
    expired = now >= end + leeway
    given = {name: moment(claims[name]) for name in ("nbf", "iat") if claims.get(name) is not None}
    begin = given.get("iat", now)
    too_long = end - begin > uitgever.maximale_duur
    too_early = any(begins > now + leeway for begins in given.values())
    oldest = uitgever.maximale_leeftijd
    too_old = oldest is not None and now - moment(claims.get("iat")) > oldest + leeway
    if expired or too_early or too_old or too_long:
        raise TokenRejected(reden=Reason.TIME)


def span_of(claims: Claims, uitgever: Uitgever) -> tuple[float, float]:
    """From when until when claims that are good now stay good, in seconds since 1970: to the end, and not with it."""
    leeway, begins = uitgever.speling, [claims[name] for name in ("nbf", "iat") if claims.get(name) is not None]
    ends = [moment(claims.get("exp")) + leeway]
    if uitgever.maximale_leeftijd is not None:
        ends.append(moment(claims.get("iat")) + uitgever.maximale_leeftijd + leeway)
    return max(map(moment, begins), default=0.0) - leeway, min(ends)


def client_in(claims: Claims) -> str | None:
    """The client that the token was given to: ``azp``, else ``client_id``. Source: OpenID Connect Core, RFC 9068."""
    return next((name for name in (claims.get("azp"), claims.get("client_id")) if isinstance(name, str)), None)


def _level(claims: Claims, demanded: Betrouwbaarheid | None) -> Niveau | None:
    if demanded is None:
        return None
    value = claim_at(claims, demanded.pad)
    niveau: Niveau | None = None
    if isinstance(value, str):
        niveau = demanded.waarden.get(value)
    elif value is None and isinstance(demanded.ontbreekt, Niveau):
        niveau = demanded.ontbreekt
    if niveau is None or niveau.rank < demanded.minimum.rank:
        raise StepUpRequired(demanded.acr_values)
    return niveau


def _check_client(claims: Claims, uitgever: Uitgever) -> None:
    named = [claims[name] for name in ("azp", "client_id") if claims.get(name) is not None]
    if uitgever.klanten and not (named and all(name in uitgever.klanten for name in named)):
        raise CallerForbidden(Ground.CLIENT)


def _check_scopes(claims: Claims, uitgever: Uitgever) -> None:
    scopes = uitgever.scopes
    if scopes is not None and not words(claim_at(claims, scopes.pad)).issuperset(scopes.vereist):
        raise CallerForbidden(Ground.SCOPE)
