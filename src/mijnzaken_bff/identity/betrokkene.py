"""Whom a token is about, by the rules of its issuer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar, assert_never

from mijnzaken_bff.domain.betrokkene import Bedrijf, Betrokkene, Persoon
from mijnzaken_bff.domain.nummers import Bsn, Kvk, Nummer, OngeldigNummer, Rsin, Vestigingsnummer
from mijnzaken_bff.identity.claims import Claims, claim_at, one_text
from mijnzaken_bff.identity.regels import BetrokkeneRegel, BsnRegel, KvkRegel, Verwijzing

N = TypeVar("N", bound=Nummer)


def betrokkene_in(claims: Claims, regels: Sequence[BetrokkeneRegel]) -> Betrokkene | None:
    """The one betrokkene, or None: no rule applies, two do, or what is there is not such a number.

    A rule applies when its claim is there, valid or not: a broken number must not make way for another person.
    """
    applying = [regel for regel in regels if _applies(regel, claims)]
    if len(applying) != 1:
        return None
    try:
        return _read(applying[0], claims)
    except OngeldigNummer:
        return None


def _applies(regel: BetrokkeneRegel, claims: Claims) -> bool:
    wanneer = regel.wanneer
    if wanneer is not None and one_text(claim_at(claims, wanneer.pad)) != wanneer.gelijk_aan:
        return False
    return claim_at(claims, regel.pad) is not None


def _read(regel: BetrokkeneRegel, claims: Claims) -> Betrokkene:
    text = one_text(claim_at(claims, regel.pad)) or ""
    match regel:
        case BsnRegel():
            return Persoon(Bsn.padded(text) if regel.aanvullen else Bsn(text))
        case KvkRegel():
            return Bedrijf(
                Kvk(text),
                rsin=_if_given(Rsin, regel.rsin, claims),
                vestiging=_if_given(Vestigingsnummer, regel.vestiging, claims),
            )
        case _:
            assert_never(regel)


def _if_given(kind: type[N], verwijzing: Verwijzing | None, claims: Claims) -> N | None:
    """None only when the token says nothing: a vestiging that cannot be read is an error, and never no restriction."""
    value = claim_at(claims, verwijzing.pad) if verwijzing is not None else None
    return None if value is None else kind(one_text(value) or "")
