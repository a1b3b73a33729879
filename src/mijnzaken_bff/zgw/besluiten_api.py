"""The Besluiten API of one bron."""

from __future__ import annotations

from typing import Final

from mijnzaken_bff.domain.verwerking import Bevraging
from mijnzaken_bff.upstream.register import Register
from mijnzaken_bff.zgw.besluit import Besluit
from mijnzaken_bff.zgw.document import Koppeling
from mijnzaken_bff.zgw.lijst import lijst_van
from mijnzaken_bff.zgw.modellen import read_each

MOST: Final = 25
"""Besluiten of one zaak of which it is asked which documents belong to them: each costs a call."""


class BesluitenApi:
    """Questions to the Besluiten API of one bron. Everything raises ``SourceError``."""

    def __init__(self, register: Register) -> None:
        self._register = register

    async def besluiten(self, zaak: str, bevraging: Bevraging | None = None) -> tuple[Besluit, ...]:
        """The besluiten in a zaak (its link as served). Source: Besluiten API 1.0, ``besluit_list``."""
        return read_each(Besluit, await lijst_van(self._register, "besluiten", "zaak", zaak, bevraging=bevraging))

    async def koppelingen(self, besluit: str, bevraging: Bevraging | None = None) -> tuple[Koppeling, ...]:
        """Which documents belong to a besluit (its link as served).

        Source: Besluiten API 1.0, ``besluitinformatieobject_list``.
        """
        found = await lijst_van(self._register, "besluitinformatieobjecten", "besluit", besluit, bevraging=bevraging)
        return read_each(Koppeling, found)
