"""The four main statuses of a zaak, and how we know which one it is."""

from __future__ import annotations

from enum import StrEnum


class Fase(StrEnum):
    """How far a zaak is. Closed in version 1 of the contract."""

    GEREGISTREERD = "geregistreerd"
    GEACCEPTEERD = "geaccepteerd"
    IN_BEHANDELING = "inBehandeling"
    AFGEROND = "afgerond"
    ONBEKEND = "onbekend"


class FaseHerkomst(StrEnum):
    """Which rule told the fase."""

    EINDDATUM = "einddatum"
    GEEN_STATUS = "geenStatus"
    CONFIGURATIE = "configuratie"
    GENERIEK = "generiek"
    NAAM = "naam"
    EINDSTATUS = "eindstatus"
    POSITIE = "positie"
    GEEN = "geen"
