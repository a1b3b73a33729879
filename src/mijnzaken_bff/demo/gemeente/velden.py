"""``fields``: only the asked columns of an answer, and of what it expands too (Zaken 1.6, rule zrc-029)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.expand import leeg, links, raakt_catalogus
from mijnzaken_bff.demo.gemeente.expandpaden import RELATIES
from mijnzaken_bff.demo.gemeente.opslag import Opslag, Resource
from mijnzaken_bff.demo.gemeente.probleem import NIET_GEVONDEN, ONGELDIG, Ongeldig, Probleem
from mijnzaken_bff.demo.gemeente.sjablonen import (
    leeg_resultaat,
    leeg_resultaattype,
    leeg_roltype,
    leeg_statustype,
    leeg_zaaktype,
    lege_catalogus,
    lege_rol,
    lege_status,
    lege_zaak,
    lege_zaakeigenschap,
)
from mijnzaken_bff.demo.gemeente.sjablonen_documenten import (
    leeg_document,
    leeg_informatieobjecttype,
    leeg_zaakinformatieobject,
)

_ALLES = "*"
_SJABLONEN: Mapping[str, Callable[[], Resource]] = {
    "zaken": lege_zaak,
    "statussen": lege_status,
    "rollen": lambda: {**lege_rol(), "betrokkeneType": ""},
    "resultaten": leeg_resultaat,
    "zaaktypen": leeg_zaaktype,
    "statustypen": leeg_statustype,
    "resultaattypen": leeg_resultaattype,
    "roltypen": leeg_roltype,
    "catalogussen": lege_catalogus,
    "zaakinformatieobjecten": leeg_zaakinformatieobject,
    "zaakeigenschappen": lege_zaakeigenschap,
    "enkelvoudiginformatieobjecten": leeg_document,
    "informatieobjecttypen": leeg_informatieobjecttype,
}


@dataclass(frozen=True, slots=True)
class Selectie:
    """The columns of one resource, or all of them; and of some what is wanted within."""

    kolommen: frozenset[str]
    binnen: Mapping[str, "Selectie"]

    @property
    def raakt_catalogus(self) -> bool:
        return raakt_catalogus(self.binnen) or any(selectie.raakt_catalogus for selectie in self.binnen.values())


def lees_velden(velden: object, dialect: Dialect, collectie: str = "zaken") -> Selectie:
    """The selection that ``fields`` describes. Raises ``Probleem``: 400 for another form, 404 for an unknown name.

    A name is that of a field, exactly; within a relation its own fields, within a group (``processobject``) its parts.
    """
    if not isinstance(velden, list):
        raise _vormfout()
    kolommen: set[str] = set()
    binnen: dict[str, Selectie] = {}
    for deel in velden:
        if isinstance(deel, str):
            kolommen.add(_bekend(deel, collectie, dialect))
        elif isinstance(deel, dict):
            for naam, dieper in deel.items():
                volgende = RELATIES.get(collectie, {}).get(_bekend(naam, collectie, dialect), "")
                binnen[naam] = lees_velden(dieper, dialect, volgende)
        else:
            raise _vormfout()
    return Selectie(frozenset(kolommen), binnen)


def gekozen_velden(
    resource: Resource, selectie: Selectie, opslag: Opslag, dialect: Dialect, collectie: str
) -> Resource:
    """Of ``resource`` what ``selectie`` names, with the selected relations in ``_expand``."""
    getoond = dialect.toon(resource)
    alles = _ALLES in selectie.kolommen
    uit = {veld: waarde for veld, waarde in getoond.items() if alles or veld in selectie.kolommen}
    uitgevouwen: dict[str, Any] = {}
    for naam, dieper in selectie.binnen.items():
        verwijzing = getoond.get(naam)
        volgende = RELATIES.get(collectie, {}).get(naam)
        if volgende is None:
            uit[naam] = _deel_van_groep(verwijzing, dieper)
        elif not verwijzing:
            uitgevouwen |= leeg(naam, verwijzing, dialect)
        else:
            urls = links(verwijzing if isinstance(verwijzing, list) else [verwijzing])
            gevonden = (opslag.vind(url) for url in urls)
            delen = [gekozen_velden(deel, dieper, opslag, dialect, volgende) for deel in gevonden if deel is not None]
            if isinstance(verwijzing, list):
                uitgevouwen[naam] = delen
            elif delen:
                uitgevouwen[naam] = delen[0]
    return {**uit, "_expand": uitgevouwen} if uitgevouwen else uit


def _deel_van_groep(groep: Any, selectie: Selectie) -> Any:
    if not isinstance(groep, dict) or _ALLES in selectie.kolommen:
        return groep
    return {veld: waarde for veld, waarde in groep.items() if veld in selectie.kolommen}


def _bekend(naam: str, collectie: str, dialect: Dialect) -> str:
    sjabloon = _SJABLONEN.get(collectie)
    if naam == _ALLES or sjabloon is None:
        return naam
    leeg_exemplaar = {**sjabloon(), "url": f"http://x/{collectie}/x"}
    if naam not in dialect.toon(leeg_exemplaar):
        raise Probleem(NIET_GEVONDEN)
    return naam


def _vormfout() -> Probleem:
    return Probleem(ONGELDIG, ongeldig=[Ongeldig("fields", "invalid", "Verwachtte een lijst van velden.")])
