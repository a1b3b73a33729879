"""Where the service listens, whom it listens to, and how it leaves."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from mijnzaken_bff.api.instelling import Grenzen, Herkomst, Hostnaam, Netwerk
from mijnzaken_bff.upstream.geheim import Geheim
from mijnzaken_bff.upstream.instelling import Seconden, SettingsModel
from mijnzaken_bff.upstream.toegang import long_enough


class Beheer(SettingsModel):
    """Where the platform looks: a port of its own."""

    adres: str = "127.0.0.1"
    poort: int = Field(default=8001, ge=0, le=65535)


class Stoppen(SettingsModel):
    """How the service leaves, when the platform tells it to (SIGTERM)."""

    uitloop: Seconden = Field(
        default=10.0,
        description="Hoe lang hij nog vragers aanneemt terwijl /readyz al nee zegt: tot de load balancer het merkt.",
    )
    afronden: Seconden = Field(
        default=20.0, description="Hoe lang wat daarna nog loopt, mag duren. Niet korter dan tijd.lijst."
    )


class Dienst(SettingsModel):
    """Where the service listens, and whom it listens to."""

    adres: str = "127.0.0.1"
    poort: int = Field(default=8000, ge=0, le=65535)
    beheer: Beheer = Beheer()
    hosts: tuple[Hostnaam, ...] = Field(
        default=(), description="Namen waaronder de dienst bereikt wordt; elke andere is 400. Leeg: elke naam mag."
    )
    proxies: tuple[Netwerk, ...] = Field(
        default=(), description="Adressen of netwerken van proxies; alleen van hen geldt X-Forwarded-For."
    )
    cors: tuple[Herkomst, ...] = Field(
        default=(), description="Herkomsten van webpagina's die een antwoord mogen lezen, zoals https://mijn.example."
    )
    naslag: bool = Field(
        default=True, description="Of /v1/docs er is: het contract om te lezen en te proberen, zonder token te zien."
    )
    grenzen: Grenzen = Grenzen()
    stoppen: Stoppen = Stoppen()
    sleutel: Annotated[Geheim, AfterValidator(long_enough)] | None = Field(
        default=None,
        description="Waar de dienst zijn eigen sleutels van afleidt (cursors); anders van de geheimen van de bronnen.",
    )
    vorige_sleutel: Annotated[Geheim, AfterValidator(long_enough)] | None = Field(
        default=None,
        description="Wat sleutel hiervoor was: cursors van toen blijven gelden. Haal weg als niemand er nog mee loopt.",
    )

    @model_validator(mode="after")
    def _one_after_the_other(self) -> Dienst:
        if self.vorige_sleutel is not None and self.sleutel is None:
            raise PydanticCustomError("vorige_sleutel", "vorigeSleutel zonder sleutel: er is dan niets gewisseld")
        if self.vorige_sleutel is not None and self.vorige_sleutel == self.sleutel:
            raise PydanticCustomError(
                "vorige_sleutel", "vorigeSleutel is gelijk aan sleutel: er is dan niets gewisseld"
            )
        return self
