"""May this zaak be shown to this betrokkene? The one predicate: for the list now, and for whatever comes after it.

Verified is what was proven from the data of the zaak itself. That a register was asked for the zaken of somebody
proves nothing: filters fall away, silently and with status 200.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from mijnzaken_bff.domain.betrokkene import Bedrijf, Betrokkene, Persoon
from mijnzaken_bff.normalise.settings import Zichtbaarheid
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.rol import Rol, rollen_of
from mijnzaken_bff.zgw.zaak import expanded


class Oordeel(Enum):
    """What the data of a zaak prove."""

    TONEN = "tonen"
    VERBERGEN = "verbergen"
    """It concerns this betrokkene, but policy or the rol says no. Nobody is told."""
    ONBEWEZEN = "onbewezen"
    """Its rollen are empty or unreadable: it costs only this zaak."""
    VREEMD = "vreemd"
    """Its rollen are readable and name others only: the evidence that the register ignored our filter."""
    ZAAKTYPE_ONBEKEND = "zaaktypeOnbekend"
    """A rule about zaaktypen applies and the zaaktype cannot be read: hidden."""


@dataclass(frozen=True, slots=True)
class Bewijs:
    """Whether a zaak concerns the betrokkene, and in which visible rollen."""

    oordeel: Oordeel
    rollen: tuple[Rol, ...] = ()


def bewijs_of(item: dict[str, Any], betrokkene: Betrokkene, beleid: Zichtbaarheid, vandaag: date) -> Bewijs:
    """What the expanded rollen and the level of a zaak prove, before anything of the catalogue is known."""
    rollen = rollen_of(expanded(item, "rollen"))
    if not rollen:
        return Bewijs(Oordeel.ONBEWEZEN)
    if not any(_names(rol, betrokkene) for rol in rollen):
        told = all(rol.betrokkene_identificatie is not None for rol in rollen)
        return Bewijs(Oordeel.VREEMD if told else Oordeel.ONBEWEZEN)
    own = tuple(rol for rol in rollen if _is_own(rol, betrokkene) and _is_visible(rol, beleid, vandaag))
    if not own or not beleid.maximaal.allows(item.get("vertrouwelijkheidaanduiding")):
        return Bewijs(Oordeel.VERBERGEN)
    return Bewijs(Oordeel.TONEN, own)


def oordeel_of(bewijs: Bewijs, soort: Soort, beleid: Zichtbaarheid) -> Oordeel:
    """The last word, with the zaaktype."""
    if bewijs.oordeel is not Oordeel.TONEN or not beleid.needs_zaaktype:
        return bewijs.oordeel
    zaaktype = soort.zaaktype
    if zaaktype is None or zaaktype.identificatie is None:
        return Oordeel.ZAAKTYPE_ONBEKEND
    keuze = beleid.zaaktypen
    refused = (
        zaaktype.identificatie in keuze.weiger
        or (keuze.toon and zaaktype.identificatie not in keuze.toon)
        or (beleid.intern == "weiger" and (zaaktype.indicatie_intern_of_extern or "").casefold() != "extern")
    )
    return Oordeel.VERBERGEN if refused else Oordeel.TONEN


def _is_visible(rol: Rol, beleid: Zichtbaarheid, vandaag: date) -> bool:
    begun = rol.begin_geldigheid is None or rol.begin_geldigheid <= vandaag
    ended = rol.einde_geldigheid is not None and rol.einde_geldigheid < vandaag
    return begun and not ended and (rol.omschrijving_generiek or "").casefold() in beleid.rollen


def _names(rol: Rol, betrokkene: Betrokkene) -> bool:
    """Whether our identifier stands in this rol at all, as whatever kind of betrokkene."""
    told = rol.betrokkene_identificatie or {}
    match betrokkene:
        case Persoon(bsn=bsn):
            return bsn.matches(told.get("inp_bsn"))
        case Bedrijf(kvk=kvk):
            return kvk.matches(told.get("kvk_nummer"))


def _is_own(rol: Rol, betrokkene: Betrokkene) -> bool:
    """Whether this rol is positively of the betrokkene: the right kind, the same number, within the restriction."""
    told = rol.betrokkene_identificatie or {}
    kind = (rol.betrokkene_type or "").casefold()
    match betrokkene:
        case Persoon():
            return kind == "natuurlijk_persoon" and _names(rol, betrokkene)
        case Bedrijf(vestiging=vestiging):
            own = kind in ("niet_natuurlijk_persoon", "vestiging") and _names(rol, betrokkene)
            return own and (vestiging is None or vestiging.matches(told.get("vestigings_nummer")))
