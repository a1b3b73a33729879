"""One fixture: a file, and what it is for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from mijnzaken_bff.contract.base import ContractModel


@dataclass(frozen=True)
class Voorbeeld:
    """A file in ``openapi/voorbeelden/``. ``inhoud`` is what is in it: JSON, or the text of a stream."""

    pad: str
    uitleg: str
    """What it shows, in Dutch, for the index."""
    schema: str | None
    """The schema of the contract that it meets; of a list, the schema of each item. None: it is no JSON."""
    inhoud: Any

    @property
    def tekst(self) -> str:
        """The file as it is written."""
        return self.inhoud if self.schema is None else json.dumps(self.inhoud, indent=2, ensure_ascii=False) + "\n"


def van(pad: str, uitleg: str, model: ContractModel) -> Voorbeeld:
    """A fixture of one answer."""
    return Voorbeeld(pad, uitleg, type(model).__name__, model.model_dump(mode="json", by_alias=True))
