"""Which rule of a bron hides the zaken of a zaaktype, as far as its catalogue can tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mijnzaken_bff.controle.catalogus.woorden import on_one_line
from mijnzaken_bff.normalise.settings import Zichtbaarheid
from mijnzaken_bff.normalise.zinnen import datum_in_woorden
from mijnzaken_bff.zgw.zaaktype import ZaakTypeVersie


class Regel(StrEnum):
    """A rule, by its key in ``zichtbaarheid``. Whoever reads the JSON may count on these words."""

    WEIGER = "weiger"
    TOON = "toon"
    INTERN = "intern"
    MAXIMAAL = "maximaal"
    ONBEKEND = "onbekend"
    """It has no identificatie, and there are rules about zaaktypen."""
    VANAF = "vanaf"
    """It hides the zaken that began earlier, and only these."""


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """Whether zaken of a zaaktype are shown, and the rule that decides."""

    getoond: bool
    regel: Regel | None
    waarom: str | None
    """The rule in words."""


def uitkomst_of(zaaktype: ZaakTypeVersie, beleid: Zichtbaarheid) -> Uitkomst:
    """What the rules of a bron make of a zaaktype. Of a zaak of it, the day and the level are not known here."""
    name = zaaktype.identificatie
    keuze = beleid.zaaktypen
    if beleid.needs_zaaktype and name is None:
        return _hidden(Regel.ONBEKEND, "het heeft geen identificatie, en er zijn regels over zaaktypen")
    if name in keuze.weiger:
        return _hidden(Regel.WEIGER, "staat in zichtbaarheid.zaaktypen.weiger")
    if keuze.toon and name not in keuze.toon:
        return _hidden(Regel.TOON, "staat niet in zichtbaarheid.zaaktypen.toon")
    if beleid.intern == "weiger" and (zaaktype.indicatie_intern_of_extern or "").casefold() != "extern":
        return _hidden(Regel.INTERN, "is intern, en zichtbaarheid.intern is weiger")
    level = zaaktype.vertrouwelijkheidaanduiding
    if level is not None and not beleid.maximaal.allows(level):
        told = on_one_line(level, 30)
        return _hidden(
            Regel.MAXIMAAL, f"zaken ervan zijn {told} als niemand iets anders kiest, en maximaal is {beleid.maximaal}"
        )
    vanaf = keuze.vanaf.get(name) if name is not None else None
    return Uitkomst(getoond=True, regel=None if vanaf is None else Regel.VANAF, waarom=_since(vanaf))


def _hidden(regel: Regel, waarom: str) -> Uitkomst:
    return Uitkomst(getoond=False, regel=regel, waarom=waarom)


def _since(vanaf: date | None) -> str | None:
    return None if vanaf is None else f"alleen zaken die op of na {datum_in_woorden(vanaf)} zijn begonnen"
