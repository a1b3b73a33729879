"""A zaaktype with its statustypen and resultaattypen, as the Catalogi API writes them."""

from __future__ import annotations

from mijnzaken_bff.zgw.modellen import Flag, Number, Text, UpstreamModel


class ZaakType(UpstreamModel):
    """One version of a zaaktype; ``identificatie`` is the same for all its versions. Source: Catalogi API 1.3."""

    url: Text = None
    identificatie: Text = None
    omschrijving: Text = None
    indicatie_intern_of_extern: Text = None
    doorlooptijd: Text = None
    """ISO 8601, calendar days by law."""
    servicenorm: Text = None


class StatusType(UpstreamModel):
    """A milestone that zaken of a zaaktype can reach. Source: Catalogi API 1.3."""

    url: Text = None
    omschrijving: Text = None
    omschrijving_generiek: Text = None
    statustekst: Text = None
    volgnummer: Number = None
    is_eindstatus: Flag = False


class ResultaatType(UpstreamModel):
    """A result that zaken of a zaaktype can have. Source: Catalogi API 1.3."""

    url: Text = None
    omschrijving: Text = None
    omschrijving_generiek: Text = None
    toelichting: Text = None
