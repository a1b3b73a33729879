"""The rules by which the configuration says whom a token is about."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from mijnzaken_bff.identity.instelling import Pad
from mijnzaken_bff.upstream.instelling import SettingsModel


class Verwijzing(SettingsModel):
    """A claim, by its path."""

    pad: Pad


class Voorwaarde(SettingsModel):
    """A claim that must hold exactly this text, or the rule does not apply."""

    pad: Pad
    gelijk_aan: str = Field(alias="is", min_length=1)


class Handelende(SettingsModel):
    """Who acts, where that is somebody else. Known so that it is refused by name: representation comes later."""

    type: Literal["bsn", "kvk", "pseudoniem"]
    pad: Pad
    optioneel: bool = False


class BsnRegel(SettingsModel):
    """A person: the BSN is at ``pad``."""

    type: Literal["bsn"]
    pad: Pad
    wanneer: Voorwaarde | None = None
    aanvullen: bool = Field(
        default=False, description="Zet de voorloopnul terug die een BSN van acht cijfers is kwijtgeraakt."
    )
    handelende: Handelende | None = None

    @property
    def paden(self) -> tuple[Pad, ...]:
        """Every claim this rule reads."""
        return (self.pad, *((self.wanneer.pad,) if self.wanneer else ()))


class KvkRegel(SettingsModel):
    """A company: the KvK-nummer is at ``pad``. A vestiging, where there is one, restricts what may be seen."""

    type: Literal["kvk"]
    pad: Pad
    wanneer: Voorwaarde | None = None
    rsin: Verwijzing | None = None
    vestiging: Verwijzing | None = None
    handelende: Handelende | None = None

    @property
    def paden(self) -> tuple[Pad, ...]:
        """Every claim this rule reads."""
        others = (self.wanneer, self.rsin, self.vestiging)
        return (self.pad, *(other.pad for other in others if other is not None))


BetrokkeneRegel: TypeAlias = Annotated[BsnRegel | KvkRegel, Field(discriminator="type")]


def always_both(one: BetrokkeneRegel, other: BetrokkeneRegel) -> bool:
    """Whether a token that meets one of these rules can only be refused, because it then meets the other too."""
    same_condition = one.wanneer is None or other.wanneer is None or one.wanneer == other.wanneer
    return one.pad == other.pad and same_condition
