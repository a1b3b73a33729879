"""The eight levels of vertrouwelijkheid, from open to most secret."""

from __future__ import annotations

from enum import StrEnum


class Vertrouwelijkheid(StrEnum):
    """How confidential a zaak is. Source, of the order too: Zaken API 1.5, ``vertrouwelijkheidaanduiding``."""

    OPENBAAR = "openbaar"
    BEPERKT_OPENBAAR = "beperkt_openbaar"
    INTERN = "intern"
    ZAAKVERTROUWELIJK = "zaakvertrouwelijk"
    VERTROUWELIJK = "vertrouwelijk"
    CONFIDENTIEEL = "confidentieel"
    GEHEIM = "geheim"
    ZEER_GEHEIM = "zeer_geheim"

    def allows(self, value: object) -> bool:
        """Whether something marked ``value`` lies at or under this level. A value we do not know never does."""
        return isinstance(value, str) and value in _ORDER and _ORDER[value] <= _ORDER[self]


_ORDER = {level.value: place for place, level in enumerate(Vertrouwelijkheid)}
