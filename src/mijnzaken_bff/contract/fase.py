"""The four main statuses of a zaak, and how we know which one it is."""

from __future__ import annotations

from enum import StrEnum


class Fase(StrEnum):
    """Hoe ver een zaak is. Deze lijst ligt vast in versie 1."""

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
