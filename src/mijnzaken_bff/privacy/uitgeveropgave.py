"""The facts of an issuer: whom its tokens are about, who acts, and how far they are trusted."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Final

from mijnzaken_bff.domain.niveau import Niveau
from mijnzaken_bff.identity.instelling import Pad
from mijnzaken_bff.identity.keten import SUB, SUB_ID_TYPE, SUB_ID_TYPES
from mijnzaken_bff.identity.regels import Verwijzing
from mijnzaken_bff.identity.uitgevers import Uitgever
from mijnzaken_bff.identity.vertegenwoordiging import VertegenwoordigingSettings
from mijnzaken_bff.privacy.soorten import SOORTEN, ordered

_BESIDE: Final = ("kvk", "rsin", "vestiging")
"""What a rule may read beside the number that it is about."""


@dataclass(frozen=True, slots=True)
class NiveauOpgave:
    """How strong a login must have been."""

    minimum: str
    claim: str
    zonder_claim: str | None
    """What a token that does not tell counts for; None: it is refused."""


@dataclass(frozen=True, slots=True)
class DienstOpgave:
    """For which service a mandate must be."""

    claim: str | None
    diensten: tuple[str, ...]
    door_uitgever: bool
    """Whether the issuer is trusted to check that, and this service does not."""


@dataclass(frozen=True, slots=True)
class UitgeverOpgave:
    """From whom data of a person come, and how far a token of theirs is trusted."""

    id: str
    issuer: str
    kanaal: str
    nummers: tuple[str, ...]
    """Every kind of number by which a token says whom it is about."""
    claims: tuple[str, ...]
    """Every claim that is read to know whom a token is about."""
    handelenden: tuple[str, ...]
    """Every kind of name by which a token says who acts, when that is somebody else."""
    handelende_claims: tuple[str, ...]
    vertegenwoordiging: str
    genegeerd: tuple[str, ...]
    """Claims that may mean that somebody acts for somebody else, or may see less, and that count for nothing here."""
    organisaties_claim: str | None
    """The claim that says which organisaties are asked; None where the token does not choose."""
    dienst: DienstOpgave | None
    """None where nobody can act for somebody else."""
    niveau: NiveauOpgave | None
    doelgroepen: tuple[str, ...]
    alleen_doelgroep: bool
    """Whether a token that is also for somebody else is refused."""
    klanten: tuple[str, ...]
    """The clients that may show a token; empty: any."""
    scopes: tuple[str, ...]
    maximale_leeftijd_seconden: float | None
    """How long after it was given a token is taken; None: as long as it is valid."""
    maximale_duur_seconden: float
    speling_seconden: float
    sleutels_uur: float
    """How long published keys are kept when the issuer does not answer. They are nobody's data."""

    @property
    def bruikbaar_seconden(self) -> float:
        """How long whoever finds a token can use it, at most."""
        return min(self.maximale_duur_seconden, self.maximale_leeftijd_seconden or self.maximale_duur_seconden)


def uitgever_opgave(uitgever: Uitgever) -> UitgeverOpgave:
    """The facts of one issuer."""
    handelenden, handelende_paden = _handelenden(uitgever)
    niveau = uitgever.betrouwbaarheid
    return UitgeverOpgave(
        id=uitgever.id,
        issuer=uitgever.issuer,
        kanaal=uitgever.kanaal.value,
        nummers=_nummers_of(uitgever),
        claims=_claims(_paden(uitgever, handelende_paden)),
        handelenden=handelenden,
        handelende_claims=_claims(handelende_paden),
        vertegenwoordiging=uitgever.vertegenwoordiging.stijl,
        genegeerd=uitgever.vertegenwoordiging.negeer_claims,
        organisaties_claim=None if uitgever.organisaties is None else _claim(uitgever.organisaties.pad),
        dienst=_dienst(uitgever.vertegenwoordiging),
        niveau=None
        if niveau is None
        else NiveauOpgave(
            niveau.minimum.value,
            _claim(niveau.pad),
            niveau.ontbreekt.value if isinstance(niveau.ontbreekt, Niveau) else None,
        ),
        doelgroepen=uitgever.doelgroepen,
        alleen_doelgroep=uitgever.doelgroep_modus == "exact",
        klanten=uitgever.klanten,
        scopes=uitgever.scopes.vereist if uitgever.scopes is not None else (),
        maximale_leeftijd_seconden=uitgever.maximale_leeftijd,
        maximale_duur_seconden=uitgever.maximale_duur,
        speling_seconden=uitgever.speling,
        sleutels_uur=uitgever.sleutels.houdbaar_bij_storing / 3600,
    )


def _nummers_of(uitgever: Uitgever) -> tuple[str, ...]:
    """The numbers that the rules of an issuer give."""
    told: set[str] = set()
    for regel in uitgever.betrokkene:
        told |= {regel.type} | {name for name in _BESIDE if getattr(regel, name, None) is not None}
    return ordered(SOORTEN[name] for name in told)


def _paden(uitgever: Uitgever, of_handelenden: Set[Pad]) -> Set[Pad]:
    """Every path that tells whom a token is about: of its numbers, and of what says which rule holds.

    Whether anything stands at the path of who acts may say so too; what stands there is of who acts.
    """
    paden: set[Pad] = set()
    for regel in uitgever.betrokkene:
        verwijzingen: Iterable[Verwijzing | None] = (getattr(regel, name, None) for name in _BESIDE)
        paden |= {regel.pad} | {verwijzing.pad for verwijzing in verwijzingen if verwijzing is not None}
        paden |= {c.pad for c in regel.wanneer if c.ontbreekt is None or c.pad not in of_handelenden}
    return paden


def _handelenden(uitgever: Uitgever) -> tuple[tuple[str, ...], Set[Pad]]:
    """By what kinds of name a token can say who acts, and where."""
    if uitgever.vertegenwoordiging.stijl == "nlgov-represents":  # whoever logged in is `sub`, of any kind that has one
        return ordered(SOORTEN[soort] for soort in SUB_ID_TYPES.values()), {(SUB,), (SUB_ID_TYPE,)}
    regels = [handelende for regel in uitgever.betrokkene for handelende in regel.handelende]
    kinds = [*(regel.type for regel in regels), *("pseudoniem" for regel in regels if regel.medewerker is not None)]
    return ordered(SOORTEN[kind] for kind in kinds), {pad for regel in regels for pad in regel.paden()}


def _dienst(settings: VertegenwoordigingSettings) -> DienstOpgave | None:
    if settings.stijl == "geen":
        return None
    claim = _claim(settings.dienst_pad) if settings.dienst_pad is not None and settings.diensten else None
    return DienstOpgave(claim, settings.diensten, settings.dienst_door_uitgever)


def _claims(paden: Iterable[Pad]) -> tuple[str, ...]:
    return tuple(_claim(pad) for pad in sorted(paden))


def _claim(pad: Pad) -> str:
    return " → ".join(pad)
