"""A zaaktype and the types that go with it, as the Catalogi API writes them."""

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


class InformatieObjectType(UpstreamModel):
    """A kind of document. Source: Catalogi API 1.3."""

    url: Text = None
    omschrijving: Text = None
    vertrouwelijkheidaanduiding: Text = None


class ZaakTypeInformatieObjectType(UpstreamModel):
    """Which way documents of a kind go in zaken of a zaaktype. Source: Catalogi API 1.3."""

    informatieobjecttype: Text = None
    richting: Text = None
    """``inkomend``, ``intern`` or ``uitgaand``."""


class BesluitType(UpstreamModel):
    """A kind of besluit. Source: Catalogi API 1.3."""

    url: Text = None
    omschrijving: Text = None
