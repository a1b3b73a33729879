"""A besluit as the Besluiten API writes it."""

from __future__ import annotations

from mijnzaken_bff.zgw.modellen import LenientDay, Text, UpstreamModel


class Besluit(UpstreamModel):
    """A formal decision in a zaak. Source: Besluiten API 1.0, ``Besluit``."""

    url: Text = None
    zaak: Text = None
    identificatie: Text = None
    besluittype: Text = None
    datum: LenientDay = None
    toelichting: Text = None
    ingangsdatum: LenientDay = None
    vervaldatum: LenientDay = None
    publicatiedatum: LenientDay = None
    verzenddatum: LenientDay = None
    uiterlijke_reactiedatum: LenientDay = None
