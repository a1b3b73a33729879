"""The statussen of a zaak, reached one after the other, and the substatussen between them."""

from __future__ import annotations

from mijnzaken_bff.zgw.modellen import Moment, Text, UpstreamModel


class Status(UpstreamModel):
    """A milestone that was reached. Source: Zaken API 1.5, ``Status``."""

    url: Text = None
    zaak: Text = None
    statustype: Text = None
    datum_status_gezet: Moment = None
    statustoelichting: Text = None


class Substatus(UpstreamModel):
    """What happened between two statussen. Source: Open Zaak 1.30, ``SubStatus``; no part of the standard."""

    url: Text = None
    zaak: Text = None
    omschrijving: Text = None
    tijdstip: Moment = None
    doelgroep: Text = None
    """``betrokkenen`` or ``intern``. Without it nobody said that it may be shown."""
