"""Which organisaties a token names: whose bronnen are asked. It chooses among what is configured, and adds nothing."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from mijnzaken_bff.domain.bron import Organisatie
from mijnzaken_bff.domain.nummers import OngeldigNummer, Rsin
from mijnzaken_bff.identity.claims import Claims, claim_at
from mijnzaken_bff.identity.instelling import Pad
from mijnzaken_bff.identity.refusals import CallerForbidden, Ground
from mijnzaken_bff.upstream.instelling import SettingsModel


class OrganisatiesClaim(SettingsModel):
    """Where a token lists organisaties, and by what name."""

    pad: Pad = Field(description="De claim met de organisaties, als rij sleutels: een tekst, of een lijst van teksten.")
    vorm: Literal["id", "rsin"] = Field(
        default="id", description="Wat er staat: de id of het RSIN van een organisatie in organisaties."
    )


@dataclass(frozen=True, slots=True)
class Genoemd:
    """The organisaties that a token names, as far as they are known."""

    ids: frozenset[str]
    others: bool
    """Whether it names some that are not known as well."""


class Organisatienamen:
    """The organisaties that a token can name, by id and by RSIN."""

    def __init__(self, organisaties: Iterable[Organisatie]) -> None:
        self._ids: dict[Hashable, str] = {}
        for organisatie in organisaties:
            self._ids[organisatie.id] = organisatie.id
            if organisatie.rsin is not None:
                self._ids[organisatie.rsin] = organisatie.id

    def read(self, claims: Claims, claim: OrganisatiesClaim) -> Genoemd:
        """What stands at ``claim``.

        Raises ``CallerForbidden`` when nothing stands there, when it is no text or list of texts, when one of them is
        no RSIN where those stand there (it lost its zeros), and when not one of them is known: a choice that cannot be
        read must not become *all of them*, nor an empty list, nor a shorter one that calls itself complete.
        """
        value = claim_at(claims, claim.pad)
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise CallerForbidden(Ground.ORGANISATIES)
        found = [self._ids.get(_name(name, claim)) for name in names]
        ids = frozenset(organisatie for organisatie in found if organisatie is not None)
        if not ids:
            raise CallerForbidden(Ground.ORGANISATIES)
        return Genoemd(ids, others=None in found)


def _name(text: str, claim: OrganisatiesClaim) -> Hashable:
    if claim.vorm == "id":
        return text
    try:
        return Rsin(text)
    except OngeldigNummer:
        raise CallerForbidden(Ground.ORGANISATIES) from None
