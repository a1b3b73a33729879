"""What replicas know together of the catalogue of one bron."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from pydantic import TypeAdapter

from mijnzaken_bff.gedeeld.bewaarplaats import Bewaarplaats, Soort
from mijnzaken_bff.zgw.zaaktype import (
    BesluitType,
    InformatieObjectType,
    ResultaatType,
    StatusType,
    ZaakType,
    ZaakTypeInformatieObjectType,
)

_PARTS: Final[Mapping[str, TypeAdapter[Any]]] = {
    "zaaktype": TypeAdapter(ZaakType),
    "statustype": TypeAdapter(StatusType),
    "statustypen": TypeAdapter(tuple[StatusType, ...]),
    "resultaattypen": TypeAdapter(tuple[ResultaatType, ...]),
    "informatieobjecttype": TypeAdapter(InformatieObjectType),
    "besluittype": TypeAdapter(BesluitType),
    "richtingen": TypeAdapter(tuple[ZaakTypeInformatieObjectType, ...]),
}
_MODELLEN: Final = (
    ZaakType, StatusType, ResultaatType, InformatieObjectType, BesluitType, ZaakTypeInformatieObjectType,
)  # fmt: skip
_READ: Final = hashlib.sha256(repr([sorted(model.model_fields) for model in _MODELLEN]).encode()).hexdigest()
"""Which fields we read: a replica of another version that reads others shares nothing with us."""


class GedeeldeCatalogus:
    """Parts of the catalogue of one bron in a shared store: only the fields that we read, as JSON.

    A part is called by what it is and its link, as in ``Catalogus``. ``url`` is where the catalogue is asked: a bron
    that moved to another register has another catalogue.
    """

    def __init__(self, bewaarplaats: Bewaarplaats, bron: str, url: str, kept: timedelta) -> None:
        self._bewaarplaats = bewaarplaats
        self._where = (_READ, bron, url)
        self._seconds = kept.total_seconds()

    async def get(self, key: str) -> tuple[datetime, Any] | None:
        """When a replica read this part, and what it read; None when nobody did, or it cannot be had now."""
        bewaard = await self._bewaarplaats.get(Soort.CATALOGUS, *self._where, key)
        if bewaard is None:
            return None
        try:
            return bewaard.moment, _adapter_of(key).validate_python(json.loads(bewaard.content))
        except ValueError:  # no JSON, or of another shape
            return None

    async def put(self, key: str, part: object) -> None:
        """Give the others what was read just now."""
        # Escaped, as a text may hold half a character: pydantic would not write that, and a register did.
        content = json.dumps(_adapter_of(key).dump_python(part, by_alias=True)).encode()
        await self._bewaarplaats.put(Soort.CATALOGUS, *self._where, key, content=content, seconds=self._seconds)


def _adapter_of(key: str) -> TypeAdapter[Any]:
    return _PARTS[key.partition(" ")[0]]
