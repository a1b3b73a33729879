"""A document as the Documenten API writes it, and how it hangs on a zaak or on a besluit."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from mijnzaken_bff.zgw.modellen import Flag, LenientDay, Number, Text, UpstreamModel


def _said(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _is_there(value: Any) -> bool:
    return bool(value)


class EnkelvoudigInformatieObject(UpstreamModel):
    """One version of a document, without its content. Source: Documenten API 1.0 to 1.7."""

    url: Text = None
    titel: Text = None
    status: Text = None
    """Mostly ``definitief`` or ``gearchiveerd``; a draft is ``in_bewerking`` or ``ter_vaststelling``."""
    vertrouwelijkheidaanduiding: Text = None
    """Empty where that of its type holds."""
    informatieobjecttype: Text = None
    formaat: Text = None
    bestandsnaam: Text = None
    bestandsomvang: Number = None
    """In bytes."""
    versie: Number = None
    creatiedatum: LenientDay = None
    ontvangstdatum: LenientDay = None
    verzenddatum: LenientDay = None
    inhoud: Annotated[bool, BeforeValidator(_is_there)] = False
    """Whether there is any: a link or, with some suppliers, the content itself, which is not kept."""
    bestandsdelen: Annotated[bool, BeforeValidator(_is_there)] = False
    """Whether parts of the content are still being sent in."""
    inhoud_is_vervallen: Flag = False
    """Whether the content was destroyed and only this is left (1.5)."""
    tonen_aan_initiator: Annotated[bool | None, BeforeValidator(_said)] = None
    """Whether it is meant for a portal (1.6); None where the register does not say."""


class Koppeling(UpstreamModel):
    """That a document belongs to a zaak or to a besluit.

    Source: Zaken API 1.5, ``ZaakInformatieObject``; Besluiten API 1.0, ``BesluitInformatieObject``.
    """

    informatieobject: Text = None
    zaak: Text = None
    besluit: Text = None
    titel: Text = None
    """What it is called in this zaak; mostly empty."""
