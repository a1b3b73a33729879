"""By which key a thing in one zaak is known, the same each time it is asked for."""

from __future__ import annotations

import hashlib

from mijnzaken_bff.zgw.modellen import uuid_of


def sleutel_van(link: str | None, *facts: object) -> str:
    """The UUID behind ``link``; without one a hash, of the link itself or else of ``facts``, that tells nothing."""
    uuid = uuid_of(link)
    if uuid is not None:
        return uuid
    text = link or "\n".join(str(fact) for fact in facts)
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:32]
