"""A zaaktype and the types that go with it, as the Catalogi API writes them."""

from __future__ import annotations

from datetime import date

from mijnzaken_bff.zgw.modellen import Flag, LenientDay, Number, Text, UpstreamModel


class ZaakType(UpstreamModel):
    """One version of a zaaktype; ``identificatie`` is the same for all its versions. Source: Catalogi API 1.3."""

    url: Text = None
    identificatie: Text = None
    omschrijving: Text = None
    indicatie_intern_of_extern: Text = None
    doorlooptijd: Text = None
    """ISO 8601, calendar days by law."""
    servicenorm: Text = None


class ZaakTypeVersie(ZaakType):
    """A version of a zaaktype as a list of them tells it: with when it counts, and how its zaken are marked at first.

    Of a zaak only the version that it points to matters, so nobody who reads zaken needs these. Source: Catalogi API
    1.3; ``concept`` is false for a version that zaken may be of.
    """

    begin_geldigheid: LenientDay = None
    einde_geldigheid: LenientDay = None
    concept: Flag = False
    vertrouwelijkheidaanduiding: Text = None

    def counts_on(self, day: date) -> bool:
        """Whether zaken that begin on ``day`` are of this version. A day that is missing sets no limit.

        The last day counts, as in the filter ``datumGeldigheid`` of Open Zaak.
        """
        begun = self.begin_geldigheid is None or self.begin_geldigheid <= day
        return begun and (self.einde_geldigheid is None or self.einde_geldigheid >= day)


class StatusType(UpstreamModel):
    """A milestone that zaken of a zaaktype can reach. Source: Catalogi API 1.3."""

    url: Text = None
    omschrijving: Text = None
    omschrijving_generiek: Text = None
    statustekst: Text = None
    volgnummer: Number = None
    doorlooptijd: Text = None
    """ISO 8601: the norm for reaching it, in a zaak of this zaaktype."""
    is_eindstatus: Flag = False


class ResultaatType(UpstreamModel):
    """A result that zaken of a zaaktype can have. Source: Catalogi API 1.3."""

    url: Text = None
    omschrijving: Text = None
    omschrijving_generiek: Text = None
    toelichting: Text = None


class Eigenschap(UpstreamModel):
    """A property that zaken of a zaaktype can have. Source: Catalogi API 1.3."""

    url: Text = None
    naam: Text = None


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
