"""A body that is responsible for zaken."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from mijnzaken_bff.domain.bron import Organisatie
from mijnzaken_bff.domain.nummers import OngeldigNummer, Rsin
from mijnzaken_bff.settings.bron import BronId
from mijnzaken_bff.upstream.instelling import SettingsModel


def _rsin(value: Any) -> Any:
    if not isinstance(value, str):
        raise PydanticCustomError(
            "rsin_tekst", "schrijf een RSIN tussen aanhalingstekens: zonder verliest het zijn nullen"
        )
    try:
        return Rsin(value)
    except OngeldigNummer:
        raise PydanticCustomError("rsin", "geen geldig RSIN: negen cijfers die de elfproef doorstaan") from None


RsinVeld = Annotated[
    Any, BeforeValidator(_rsin), WithJsonSchema({"type": "string", "pattern": r"^\d{9}$", "examples": ["001117518"]})
]


class Contact(SettingsModel):
    """How somebody reaches an organisatie."""

    telefoon: str | None = None
    website: str | None = Field(default=None, pattern=r"^https?://[^\s<>\"']+$")


class OrganisatieSettings(SettingsModel):
    """A body that is responsible for zaken."""

    id: BronId
    naam: str = Field(min_length=1)
    rsin: RsinVeld | None = None
    contact: Contact = Contact()
    ontdubbel: tuple[BronId, ...] = Field(
        default=(),
        description=(
            "Bij een verhuizing: bronnen van deze organisatie die dezelfde zaken kunnen hebben. Elke zaak wordt één "
            "keer getoond; de bron die u het eerst noemt, gaat voor."
        ),
    )

    def domain(self) -> Organisatie:
        """The organisatie as every room knows it."""
        return Organisatie(self.id, self.naam, self.rsin, self.contact.telefoon, self.contact.website)
