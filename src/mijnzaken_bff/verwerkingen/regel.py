"""An event becomes a line: the names are those of the Logboek Dataverwerkingen."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from mijnzaken_bff.domain.verwerking import Activiteit, VerwerkingEvent
from mijnzaken_bff.verwerkingen.instelling import Verwerkingen
from mijnzaken_bff.verwerkingen.zegel import Zegel

_NAMEN: Final = {
    Activiteit.OVERZICHT: "Zaakoverzicht samenstellen",
    Activiteit.DOCUMENT: "Document doorgeven",
}
_BEVRAGING: Final = "Zaken opvragen bij bron"
_STATUS: Final[Mapping[bool | None, str]] = {True: "Ok", False: "Error", None: "Unset"}


class Regels:
    """Writes events down. Nothing of who acted is in a line, and the betrokkene only sealed."""

    def __init__(self, verwerkingen: Verwerkingen, version: str) -> None:
        self._activiteiten = verwerkingen.activiteiten
        self._zegel = Zegel(verwerkingen)
        self._version = version

    def regel(self, event: VerwerkingEvent) -> bytes:
        """The line of ``event``, with its end. Times are in milliseconds since 1970, as the standard has them.

        Source: Logboek Dataverwerkingen (working text of 0.8), which names its fields after OpenTelemetry.
        """
        verwerking = event.verwerking
        betrokkene, soort = self._zegel.of(event.betrokkene)
        own = event.soort == "verzoek"
        line: dict[str, Any] = {
            "trace_id": verwerking.trace_id,
            "span_id": verwerking.id if own else secrets.token_hex(8),
            "parent_span_id": None if own else verwerking.id,
            "name": _NAMEN[verwerking.activiteit] if own else _BEVRAGING,
            "start": _milliseconds(event.begin),
            "end": _milliseconds(event.einde),
            "status": _STATUS[event.gelukt],
            "service.name": "mijnzaken-bff",
            "service.version": self._version,
            "dpl.core.processing_activity_id": self._activiteiten.uri_of(verwerking.activiteit),
            "dpl.core.data_subject_id": betrokkene,
            "dpl.core.data_subject_id_type": soort,
            "mijnzaken.verzoek": verwerking.verzoek_id,
            "mijnzaken.bron": event.bron,
            "mijnzaken.uitkomst": event.uitkomst,
        }
        if event.gelukt is False:
            line["exception.type"] = event.uitkomst
        return json.dumps(line, separators=(",", ":")).encode() + b"\n"


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
