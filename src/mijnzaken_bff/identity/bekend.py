"""What of a token may not go unread: a claim that may mean that somebody acts for somebody else, or may see less."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
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


class Namen:
    """The names that count: what everybody knows and what is known besides, but for what is ignored.

    A name with a dot belongs to what stands before the dot: that is how a flat token writes a nested claim.
    """

    def __init__(self, besides: Iterable[str] = (), ignored: Iterable[str] = ()) -> None:
        self._ignored = frozenset(ignored)
        self._names = frozenset((*BEKENDE_CLAIMS, *besides)) - self._ignored

    def __contains__(self, name: str) -> bool:
        if name in self._ignored:
            return False
        if name in self._names or (":" in name and _STANDARD.fullmatch(name)):
            return True
        return "." in name and name.partition(".")[0] in self._names


class Bekend:
    """The claims that are known of one issuer, by their name and by their place.

    A name counts in the token itself and in every object on the way to what ``looked_at`` names; a path counts as a
    whole, with dots as well as nested.
    """

    def __init__(self, namen: Namen, paden: Iterable[Pad], looked_at: Iterable[Pad]) -> None:
        self._namen = namen
        self._written = frozenset(map(flat, paden))
        self._below = tuple(f"{written}." for written in self._written)
        self._objects: frozenset[Pad] = frozenset({(), *(pad[:n] for pad in looked_at for n in range(1, len(pad)))})

    def all_read(self, claims: Claims, read: Iterable[Pad], *, names_only: bool = False) -> bool:
        """Whether the paths in ``read`` read everything that ``claims`` say and that is known, to its last member.

        ``names_only`` is for a token to which no rule applies: then the paths of the rules say nothing of it.
        """
        paden = list(read)
        return all(is_read(value, pad, paden) for pad, value in self._there(claims, names_only))

    def _there(self, claims: Claims, names_only: bool) -> Iterator[tuple[Pad, object]]:
        for place in self._objects:
            members = claim_at(claims, place)
            if not isinstance(members, Mapping):
                continue
            before = flat((*place, ""))
            for name, value in members.items():
                if value is not None and (name in self._namen or (not names_only and self._is_path(before + name))):
                    yield (*place, name), value

    def _is_path(self, name: str) -> bool:
        return name in self._written or name.startswith(self._below)


def flat(pad: Pad) -> str:
    """A path as a flat token writes it: one name, with dots."""
    return ".".join(pad)
