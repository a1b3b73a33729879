"""Whom a token is about and who acts, by the rules of its issuer.

Everything here fails closed: what says that somebody acts for somebody else is read by the rule that applies, or the
caller is not let in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar, assert_never

from mijnzaken_bff.domain.betrokkene import Bedrijf, Betrokkene, Persoon
from mijnzaken_bff.domain.caller import Vertegenwoordiging
from mijnzaken_bff.domain.handelende import Handelende, Pseudoniem, same
from mijnzaken_bff.domain.nummers import Bsn, Kvk, OngeldigNummer, Rsin, Vestigingsnummer
from mijnzaken_bff.identity.claims import Claims, claim_at, one_text
from mijnzaken_bff.identity.handelende import handelende_of
from mijnzaken_bff.identity.instelling import Pad
from mijnzaken_bff.identity.keten import REPRESENTS, SUB, chain_in, subjects_of
from mijnzaken_bff.identity.refusals import CallerForbidden, Ground, Reason, TokenRejected
from mijnzaken_bff.identity.regels import BetrokkeneRegel, BsnRegel, KvkRegel, RsinRegel, Verwijzing
from mijnzaken_bff.identity.uitgevers import Uitgever
from mijnzaken_bff.identity.vertegenwoordiging import VertegenwoordigingSettings

N = TypeVar("N", Kvk, Rsin, Vestigingsnummer, Pseudoniem)


@dataclass(frozen=True, slots=True)
class Partijen:
    """What a token says of people: whom it is about, and who acts where that is somebody else."""

    betrokkene: Betrokkene
    handelende: Handelende | None = None
    vertegenwoordiging: Vertegenwoordiging = Vertegenwoordiging.GEEN


def read_betrokkene(claims: Claims, uitgever: Uitgever) -> Partijen:
    """The one betrokkene of a token, and who acts.

    Raises ``TokenRejected`` when no rule applies, two do, or what is there is not such a number; ``CallerForbidden``
    when somebody acts in a way that no rule reads, or for a service that is not ours.
    """
    if uitgever.vertegenwoordiging.stijl == "nlgov-represents":
        partijen = _through_a_chain(claims, uitgever)
    else:
        partijen = _by_a_rule(claims, uitgever)
    _check_service(claims, uitgever.vertegenwoordiging, partijen.vertegenwoordiging)
    return partijen


def check_nobody(claims: Claims, uitgever: Uitgever) -> None:
    """Raise ``CallerForbidden`` when a token that is about nobody says that somebody acts for somebody else."""
    _check_all_read(claims, uitgever, ())


def _by_a_rule(claims: Claims, uitgever: Uitgever) -> Partijen:
    regel = _the_rule(claims, uitgever, uitgever.beside)
    betrokkene = _betrokkene(regel, claims)
    handelende = _handelende(regel, claims)
    if handelende is None:
        return Partijen(betrokkene)
    if same(handelende, betrokkene):
        raise CallerForbidden(Ground.REPRESENTATION)
    return Partijen(betrokkene, handelende, regel.soort or _soort(betrokkene, handelende))


def _through_a_chain(claims: Claims, uitgever: Uitgever) -> Partijen:
    chain = chain_in(claims)
    beside = uitgever.beside
    for depth, link in enumerate(chain[:-1]):
        _check_all_read(link, uitgever, ((REPRESENTS,), *(beside if depth == 0 else ())))
        if any(regel.pad != (SUB,) and claim_at(link, regel.pad) is not None for regel in uitgever.betrokkene):
            raise CallerForbidden(Ground.REPRESENTATION)  # a second betrokkene, beside the one deeper down
    deepest = chain[-1]
    if len(chain) == 1:
        return Partijen(_betrokkene(_the_rule(deepest, uitgever, beside), deepest))
    handelende, *between = subjects_of(chain)[:-1]
    betrokkene = _betrokkene(_the_rule(deepest, uitgever, ()), deepest)
    if any(same(other, betrokkene) for other in (handelende, *between)):
        raise CallerForbidden(Ground.REPRESENTATION)
    soort = _soort(betrokkene, handelende) if len(chain) == 2 else Vertegenwoordiging.KETENMACHTIGING
    return Partijen(betrokkene, handelende, soort)


def _the_rule(claims: Claims, uitgever: Uitgever, also_read: Sequence[Pad]) -> BetrokkeneRegel:
    """The one rule that applies.

    A rule applies when its claim is there, valid or not: a broken number must not make way for another person.
    """
    applying = [regel for regel in uitgever.betrokkene if regel.applies(claims)]
    read = (*also_read, *(pad for regel in applying for pad in regel.read_in(claims)))
    _check_all_read(claims, uitgever, read, names_only=not applying)
    if len(applying) != 1:
        raise TokenRejected(reden=Reason.SUBJECT)
    return applying[0]


def _check_all_read(claims: Claims, uitgever: Uitgever, read: Sequence[Pad], *, names_only: bool = False) -> None:
    if not uitgever.bekend.all_read(claims, read, names_only=names_only):
        raise CallerForbidden(Ground.REPRESENTATION)


def _check_service(claims: Claims, settings: VertegenwoordigingSettings, soort: Vertegenwoordiging) -> None:
    """A mandate must be for a service of ours; a login without a mandate need not say for which it is."""
    if settings.dienst_pad is None or not settings.diensten:
        return
    dienst = claim_at(claims, settings.dienst_pad)
    if dienst is None and soort is Vertegenwoordiging.GEEN:
        return
    if one_text(dienst) not in settings.diensten:
        raise CallerForbidden(Ground.SERVICE)


def _betrokkene(regel: BetrokkeneRegel, claims: Claims) -> Betrokkene:
    text = one_text(claim_at(claims, regel.pad)) or ""
    try:
        match regel:
            case BsnRegel():
                return Persoon(Bsn.padded(text) if regel.aanvullen else Bsn(text))
            case KvkRegel():
                rsin = _if_given(Rsin, regel.rsin, claims)
                return Bedrijf(Kvk(text), rsin, _if_given(Vestigingsnummer, regel.vestiging, claims))
            case RsinRegel():
                kvk = _if_given(Kvk, regel.kvk, claims)
                return Bedrijf(kvk, Rsin(text), _if_given(Vestigingsnummer, regel.vestiging, claims))
            case _:
                assert_never(regel)
    except OngeldigNummer:
        raise TokenRejected(reden=Reason.SUBJECT) from None


def _if_given(kind: type[N], verwijzing: Verwijzing | None, claims: Claims) -> N | None:
    """None only when the token says nothing: a vestiging that cannot be read is an error, and never no restriction."""
    value = claim_at(claims, verwijzing.pad) if verwijzing is not None else None
    return None if value is None else kind(one_text(value) or "")


def _handelende(regel: BetrokkeneRegel, claims: Claims) -> Handelende | None:
    """Who acts; None when the token says nothing of it, and the rule does not ask for it.

    An employee of the company that acts is a name, as it must be, and is kept nowhere.
    """
    there = [(kind, value) for kind in regel.handelende if (value := claim_at(claims, kind.pad)) is not None]
    if len(there) > 1 or (not there and regel.demands_handelende):
        raise CallerForbidden(Ground.REPRESENTATION)
    try:
        for kind, value in there:
            _if_given(Pseudoniem, kind.medewerker, claims)
            return handelende_of(kind.type, one_text(value) or "")
    except OngeldigNummer:
        raise TokenRejected(reden=Reason.SUBJECT) from None
    return None


def _soort(betrokkene: Betrokkene, handelende: Handelende) -> Vertegenwoordiging:
    """What it is called, as far as that follows from who they are. Source: DigiD Machtigen, eToegang."""
    match betrokkene, handelende:
        case Persoon(), Persoon():
            return Vertegenwoordiging.MACHTIGING
        case Persoon(), _:
            return Vertegenwoordiging.BEWINDVOERING
        case Bedrijf(), Pseudoniem():
            return Vertegenwoordiging.GEEN  # an employee of the company itself
        case Bedrijf(), Bedrijf():
            return Vertegenwoordiging.KETENMACHTIGING
        case _:
            return Vertegenwoordiging.MACHTIGING
