"""A rol: who has to do with a zaak, and as what."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationError
from typing_extensions import TypedDict

from mijnzaken_bff.zgw.modellen import LenientDay, Text, UpstreamModel

_IDENTIFIERS = {
    "inpbsn": "inp_bsn",
    "innnnpid": "inn_nnp_id",
    "annidentificatie": "ann_identificatie",
    "kvknummer": "kvk_nummer",
    "vestigingsnummer": "vestigings_nummer",
}
"""The keys that identify, in lower case: registers spell ``kvkNummer`` and ``kvknummer``."""


class Identificatie(TypedDict, total=False):
    """The identifying part of a betrokkene; names, addresses and birth dates are not read."""

    inp_bsn: str
    inn_nnp_id: str
    ann_identificatie: str
    kvk_nummer: str
    vestigings_nummer: str


def _identificatie(value: Any) -> Any:
    if not isinstance(value, dict) or not value:
        return None
    named = {key.lower(): text for key, text in value.items() if isinstance(key, str) and key.lower() in _IDENTIFIERS}
    if any(text is not None and not isinstance(text, str) for text in named.values()):
        return None  # a number as a number lost its zeros, and anything else tells nothing
    return {
        _IDENTIFIERS[key.lower()]: text
        for key, text in value.items()
        if isinstance(key, str) and key.lower() in _IDENTIFIERS and isinstance(text, str) and text
    }


class Rol(UpstreamModel):
    """One involvement of one betrokkene in a zaak. Source: Zaken API 1.5, ``Rol``."""

    betrokkene_type: Text = None
    omschrijving_generiek: Text = None
    indicatie_machtiging: Text = None
    begin_geldigheid: LenientDay = None
    einde_geldigheid: LenientDay = None
    betrokkene_identificatie: Annotated[Identificatie | None, BeforeValidator(_identificatie)] = None
    """None when the register does not tell whom this rol is of: a link only, or nothing."""

    def __repr__(self) -> str:
        return "Rol(…)"

    __str__ = __repr__


def rollen_of(expanded: Any) -> list[Rol] | None:
    """The rollen in an expanded list, or None when one of them, or the list itself, cannot be read."""
    if not isinstance(expanded, list):
        return None
    try:
        rollen = [Rol.model_validate(item) for item in expanded]
    except ValidationError:
        return None
    return rollen
