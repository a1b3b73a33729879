"""When a bron is in planned maintenance, as it is written."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from mijnzaken_bff.domain.clock import AMSTERDAM
from mijnzaken_bff.domain.onderhoud import Onderhoud
from mijnzaken_bff.upstream.instelling import SettingsModel

_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?", re.ASCII)


def _moment(value: Any) -> Any:
    """A moment in UTC. Without a zone it is a time in the Netherlands, of which there must be exactly one."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise PydanticCustomError("moment", "verwacht een datum en tijd, zoals 2026-12-01T22:00")
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("moment", "deze datum of tijd bestaat niet") from None
    if moment.tzinfo is None:
        local = moment.replace(tzinfo=AMSTERDAM)
        if local.utcoffset() != local.replace(fold=1).utcoffset():
            raise PydanticCustomError(
                "moment", "de klok gaat dan een uur vooruit of achteruit: zet de zone erachter, zoals +01:00"
            )
        moment = local
    try:
        moment.astimezone(UTC).astimezone(AMSTERDAM)  # it is told in the time of the Netherlands
    except OverflowError:
        raise PydanticCustomError("moment", "deze datum ligt te ver weg") from None
    return moment.astimezone(UTC)


Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "examples": ["2026-12-01T22:00"]}),
]


class OnderhoudSettings(SettingsModel):
    """Planned maintenance: meanwhile a bron is not asked."""

    van: Moment = Field(description="Vanaf wanneer. Zonder zone (Z of +01:00) is het de tijd in Nederland.")
    tot: Moment = Field(description="Tot wanneer; dan wordt de bron weer gevraagd.")
    melding: str | None = Field(
        default=None, min_length=1, max_length=300, description="Wat iemand te lezen krijgt; anders een zin van ons."
    )

    @model_validator(mode="after")
    def _one_after_the_other(self) -> OnderhoudSettings:
        if self.van >= self.tot:
            raise PydanticCustomError("onderhoud", "van is niet eerder dan tot")
        return self

    def domain(self) -> Onderhoud:
        """The window as every room knows it."""
        return Onderhoud(self.van, self.tot, self.melding)
