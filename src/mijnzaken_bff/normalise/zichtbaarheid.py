"""May this zaak be shown to this betrokkene? The one predicate: for the list now, and for whatever comes after it.

Verified is what was proven from the data of the zaak itself. That a register was asked for the zaken of somebody
proves nothing: filters fall away, silently and with status 200.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from mijnzaken_bff.normalise.herkenning import Herkenning
from mijnzaken_bff.normalise.settings import Zichtbaarheid
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.rol import Rol, rollen_of
from mijnzaken_bff.zgw.zaak import expanded, is_of_another


class Oordeel(Enum):
    """What the data of a zaak prove."""

    TONEN = "tonen"
    ROL = "rol"
    """It concerns this betrokkene, but in no rol that is shown. Nobody is told."""
    VERTROUWELIJKHEID = "vertrouwelijkheid"
    """Its level lies above the ceiling, or is unknown. Nobody is told."""
    ZAAKTYPE = "zaaktype"
    """Its zaaktype is not shown here. Nobody is told."""
    ONBEWEZEN = "onbewezen"
    """Its rollen are empty, unreadable or of another zaak: it costs only this zaak."""
    VREEMD = "vreemd"
    """Its rollen are readable and name others only: the evidence that the register ignored our filter."""
    ZAAKTYPE_ONBEKEND = "zaaktypeOnbekend"
    """A rule about zaaktypen applies and the zaaktype cannot be read: hidden."""


@dataclass(frozen=True, slots=True)
class Bewijs:
    """Whether a zaak concerns the betrokkene, and in which visible rollen."""

    oordeel: Oordeel
    rollen: tuple[Rol, ...] = ()


def bewijs_of(item: Mapping[str, Any], herkenning: Herkenning, beleid: Zichtbaarheid, vandaag: date) -> Bewijs:
    """What the expanded rollen and the level of a zaak prove, before anything of the catalogue is known."""
    rollen = rollen_of(expanded(item, "rollen"))
    if not rollen or any(rol.zaak is not None and is_of_another(rol.zaak, item) for rol in rollen):
        return Bewijs(Oordeel.ONBEWEZEN)
    own = [rol for rol in rollen if herkenning.is_own(rol)]
    if not own and not any(herkenning.names(rol) for rol in rollen):
        told = all(rol.betrokkene_identificatie is not None for rol in rollen)
        return Bewijs(Oordeel.VREEMD if told else Oordeel.ONBEWEZEN)
    visible = tuple(rol for rol in own if _is_visible(rol, beleid, vandaag))
    if not visible:
        return Bewijs(Oordeel.ROL)
    if not may_be_visible(item, beleid):
        return Bewijs(Oordeel.VERTROUWELIJKHEID)
    return Bewijs(Oordeel.TONEN, visible)


def may_be_visible(item: Mapping[str, Any], beleid: Zichtbaarheid) -> bool:
    """Whether the level of a zaak lies at or under the ceiling: what can be told before its rollen are known."""
    return beleid.maximaal.allows(item.get("vertrouwelijkheidaanduiding"))


def oordeel_of(bewijs: Bewijs | None, soort: Soort, startdatum: date, beleid: Zichtbaarheid) -> Oordeel:
    """The last word, with the zaaktype and the day on which the zaak began. It can only take away.

    Without ``bewijs`` it tells whether a candidate is worth proving.
    """
    if bewijs is not None and bewijs.oordeel is not Oordeel.TONEN:
        return bewijs.oordeel
    if not beleid.needs_zaaktype:
        return Oordeel.TONEN
    zaaktype = soort.zaaktype
    if zaaktype is None or zaaktype.identificatie is None:
        return Oordeel.ZAAKTYPE_ONBEKEND
    internal = beleid.intern == "weiger" and (zaaktype.indicatie_intern_of_extern or "").casefold() != "extern"
    refused = internal or beleid.zaaktypen.refuses(zaaktype.identificatie, startdatum)
    return Oordeel.ZAAKTYPE if refused else Oordeel.TONEN


def _is_visible(rol: Rol, beleid: Zichtbaarheid, vandaag: date) -> bool:
    begun = rol.begin_geldigheid is None or rol.begin_geldigheid <= vandaag
    ended = rol.einde_geldigheid is not None and rol.einde_geldigheid < vandaag
    return begun and not ended and (rol.omschrijving_generiek or "").casefold() in beleid.rollen
