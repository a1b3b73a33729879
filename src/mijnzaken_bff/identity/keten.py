"""The chain of OIDC-NLGOV: who logged in, and within it on behalf of whom, the deepest being the one it is about.

The reverse of ``act`` in RFC 8693. Source: NL GOV Assurance profile for OpenID Connect, "Representation Relationships".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Final

from mijnzaken_bff.domain.handelende import Handelende, same
from mijnzaken_bff.domain.nummers import OngeldigNummer
from mijnzaken_bff.identity.claims import Claims
from mijnzaken_bff.identity.handelende import Soort, handelende_of
from mijnzaken_bff.identity.refusals import CallerForbidden, Ground, Reason, TokenRejected

SUB: Final = "sub"
SUB_ID_TYPE: Final = "sub_id_type"
REPRESENTS: Final = "represents"

MAX_DEPTH: Final = 3
"""How many objects may stand within each other: a deeper chain is no mandate that we know of."""

_ID: Final = "urn:nl-eid-gdi:1.0:id:"
SUB_ID_TYPES: Final[Mapping[str, Soort]] = {
    f"{_ID}BSN": "bsn",
    f"{_ID}legacy-BSN": "bsn",
    f"{_ID}KvKnr": "kvk",
    f"{_ID}RSIN": "rsin",
    f"{_ID}Pseudonym": "pseudoniem",
    f"{_ID}pseudonym": "pseudoniem",
}
"""What ``sub`` is. The standard spells the last in two ways."""


def chain_in(claims: Claims) -> tuple[Claims, ...]:
    """The token, and every object that stands within it as ``represents``, deepest last.

    Raises ``CallerForbidden`` for what is no such object, or too deep.
    """
    links = [claims]
    while (represented := links[-1].get(REPRESENTS)) is not None:
        if not isinstance(represented, Mapping) or len(links) > MAX_DEPTH:
            raise CallerForbidden(Ground.REPRESENTATION)
        links.append(represented)
    return tuple(links)


def subjects_of(chain: Sequence[Claims]) -> list[Handelende]:
    """Who each link is, whoever logged in first.

    Raises ``CallerForbidden`` when a link is of an unknown kind or somebody stands in it twice, and ``TokenRejected``
    when a number is not one.
    """
    subjects = [_subject(link) for link in chain]
    if any(same(one, other) for one, other in combinations(subjects, 2)):
        raise CallerForbidden(Ground.REPRESENTATION)
    return subjects


def _subject(link: Claims) -> Handelende:
    sub, name = link.get(SUB), link.get(SUB_ID_TYPE)
    kind = SUB_ID_TYPES.get(name) if isinstance(name, str) else None
    if kind is None or sub is None:
        raise CallerForbidden(Ground.REPRESENTATION)
    try:
        return handelende_of(kind, sub if isinstance(sub, str) else "")
    except OngeldigNummer:
        raise TokenRejected(reden=Reason.SUBJECT) from None
