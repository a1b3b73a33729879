"""What a zaak is about, as it was asked on a form."""

from __future__ import annotations

from mijnzaken_bff.zgw.modellen import Text, UpstreamModel


class ZaakEigenschap(UpstreamModel):
    """One property of a zaak. Source: Zaken API 1.5, ``ZaakEigenschap``."""

    zaak: Text = None
    naam: Text = None
    waarde: Text = None
