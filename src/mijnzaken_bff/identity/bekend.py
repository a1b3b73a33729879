"""What of a token may not go unread: a claim that may mean that somebody acts for somebody else, or may see less."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final

from mijnzaken_bff.identity.claims import Claims, claim_at, is_read
from mijnzaken_bff.identity.instelling import Pad

BEKENDE_CLAIMS: Final = (
    # OpenID NLGOV, RFC 8693
    "represents", "act", "may_act",
    # NL Portal nests these, the Keycloak realms of Open Zaak write the dot into the name
    "aanvrager", "aanvrager.bsn", "aanvrager.kvk",
    "gemachtigde", "gemachtigde.bsn", "gemachtigde.kvk", "gemachtigde.pseudoID", "representeeBSN",
    # Signicat CombiConnect, bewindvoering of eHerkenning
    "acting_nin", "sel_uid",
    # no representation, but a restriction that must not be dropped where no rule reads it
    "vestiging",
)  # fmt: skip
"""Claims that change whose zaken may be seen, as found in the standards and at the brokers of gemeenten."""

_STANDARD = re.compile(
    # eHerkenning: what one may see of a company, and who acts for it in a chain
    r"urn:etoegang:[^:]+:(?:ServiceRestriction|IntermediateEntityID)(?:[:.].*)?"
    # DigiD Machtigen and TVS
    r"|urn:nl-eid-gdi:[^:]+:(?:ActingSubjectID|LegalSubjectID|ServiceUUID)(?:[:.].*)?",
    re.IGNORECASE | re.DOTALL,
)
"""The same, as standards name them: in any version, and of whatever kind."""


def is_known(name: str) -> bool:
    """Whether a claim of exactly this name is known everywhere."""
    return name in BEKENDE_CLAIMS or _STANDARD.fullmatch(name) is not None


class Bekend:
    """The claims that are known of one issuer, by their name and by their place.

    A name counts in the token itself and in every object on the way to what ``looked_at`` names; a path counts as a
    whole. A name with a dot belongs to what stands before the dot: that is how a flat token writes a nested claim.
    """

    def __init__(self, is_name: Callable[[str], bool], paden: Iterable[Pad], looked_at: Iterable[Pad]) -> None:
        self._is_name = is_name
        self._written = frozenset(map(flat, paden))
        self._objects: frozenset[Pad] = frozenset({(), *(pad[:n] for pad in looked_at for n in range(1, len(pad)))})

    def all_read(self, claims: Claims, read: Iterable[Pad], *, names_only: bool = False) -> bool:
        """Whether the paths in ``read`` read everything that ``claims`` say and that is known, to its last member.

        ``names_only`` is for a token to which no rule applies: then the paths of the rules say nothing of it.
        """
        paden = list(read)
        written: Collection[str] = () if names_only else self._written
        return all(is_read(value, pad, paden) for pad, value in self._there(claims, written))

    def _there(self, claims: Claims, written: Collection[str]) -> Iterator[tuple[Pad, object]]:
        for place in self._objects:
            members = claim_at(claims, place)
            for name, value in members.items() if isinstance(members, Mapping) else ():
                pad = (*place, name)
                if value is not None and (self._is_name(name) or _is_under(flat(pad), written)):
                    yield pad, value


def _is_under(name: str, written: Collection[str]) -> bool:
    return name in written or any(name.startswith(f"{one}.") for one in written)


def flat(pad: Pad) -> str:
    """A path as a flat token writes it: one name, with dots."""
    return ".".join(pad)
