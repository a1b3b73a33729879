"""``expand``: related resources inside the answer, each under its name in ``_expand``."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.expandpaden import loopt_langs_relaties
from mijnzaken_bff.demo.gemeente.opslag import Opslag, Resource
from mijnzaken_bff.demo.gemeente.probleem import NIET_GEVONDEN, SERVERFOUT, Ongeldig, Probleem

Boom = dict[str, "Boom"]
"""What to expand, and within that again: ``{"status": {"statustype": {}}}``."""

_CATALOGUS = frozenset(
    {"zaaktype", "statustype", "resultaattype", "roltype", "eigenschap", "informatieobjecttype", "besluittype"}
)
"""The last names of the paths that lead into the Catalogi API."""
_NIET_GEVULD = frozenset({"zaakverzoeken", "zaakcontactmomenten"})
"""Relations that a zaak does not name as a field, and that this register has nothing in."""


def lees_expand(paden: Iterable[str], dialect: Dialect, toegestaan: str, collectie: str = "zaken") -> tuple[str, ...]:
    """The paths, all of them known and all of them ``toegestaan`` to this operation.

    Raises ``Ongeldig`` or ``Probleem``, as the dialect has it.
    """
    if dialect.expandnamen_klein:
        paden = (pad.strip().lower() for pad in paden)
    gelezen = tuple(pad for pad in paden if pad)
    for pad in gelezen:
        bekend = dialect.expandpaden_van(collectie)
        bestaat = loopt_langs_relaties(collectie, pad) if bekend is None else pad in bekend
        if not bestaat:
            raise dialect.onbekend_pad(pad)
    if gelezen and toegestaan != "all" and not set(gelezen) <= {pad.strip() for pad in toegestaan.split(",")}:
        raise Ongeldig("expand", "disabled-expand", "Expand is uitgeschakeld op deze operatie.")
    return gelezen


def raakt_catalogus(paden: Iterable[str]) -> bool:
    return any(pad.rpartition(".")[2] in _CATALOGUS for pad in paden)


def boom_van(paden: Iterable[str], *, ouders_vanzelf: bool) -> Boom:
    """The paths as a tree. Where parents must be named, a path without its parents expands nothing, without a word."""
    boom: Boom = {}
    for pad in sorted(set(paden), key=lambda pad: pad.count(".")):
        *ouders, naam = pad.split(".")
        tak: Boom | None = boom
        for ouder in ouders:
            if tak is not None:
                tak = tak.setdefault(ouder, {}) if ouders_vanzelf else tak.get(ouder)
        if tak is not None:
            tak.setdefault(naam, {})
    return boom


def met_expand(resource: Resource, boom: Boom, opslag: Opslag, dialect: Dialect) -> Resource:
    """``resource`` as it is served, with its ``_expand`` where there is reason for one."""
    getoond = dialect.toon(resource)
    if not boom and not dialect.expand_altijd:
        return getoond
    return {**getoond, "_expand": _uitgevouwen(resource, boom, opslag, dialect, "")}


def _uitgevouwen(resource: Resource, boom: Boom, opslag: Opslag, dialect: Dialect, weg: str) -> dict[str, object]:
    uit: dict[str, object] = {naam: [] for naam in boom if naam in _NIET_GEVULD}
    for veld, verwijzing in resource.items():
        naam = veld.lower() if dialect.expandnamen_klein else veld
        if naam not in boom:
            continue
        if f"{weg}{naam}" in dialect.mislukte_relaties:
            uit[naam] = mislukt(dialect)
        elif not verwijzing:
            uit |= leeg(naam, verwijzing, dialect)
        elif isinstance(verwijzing, list):
            delen = (_genest(url, boom[naam], opslag, dialect, f"{weg}{naam}.") for url in links(verwijzing))
            uit[naam] = [deel for deel in delen if deel is not None]
        else:
            deel = _genest(verwijzing, boom[naam], opslag, dialect, f"{weg}{naam}.")
            uit |= {naam: deel} if deel is not None else {}
    return uit


def leeg(naam: str, verwijzing: object, dialect: Dialect) -> dict[str, object]:
    """What is under ``naam`` when nothing is behind it; in Open Zaak not even the name."""
    if dialect.lege_relatie == "weg":
        return {}
    if isinstance(verwijzing, list):
        return {naam: []}
    return {naam: {} if dialect.lege_relatie == "leeg" else None}


def links(verwijzing: Iterable[Any]) -> Iterable[str]:
    """The urls of a list; some relations are objects with a url in them."""
    return (deel["url"] if isinstance(deel, dict) else deel for deel in verwijzing)


def mislukt(dialect: Dialect) -> dict[str, object]:
    """What stands in the place of a relation that could not be fetched, inside a 200."""
    return {"_error": json.loads(dialect.foutvorm(Probleem(NIET_GEVONDEN), "").body)}


def _genest(url: str, boom: Boom, opslag: Opslag, dialect: Dialect, weg: str) -> Mapping[str, object] | None:
    """The resource at ``url``; its own ``_expand`` is there only when something within it was asked."""
    resource = opslag.vind(url)
    if resource is None:
        if dialect.dode_link == "500":
            raise Probleem(SERVERFOUT, "Internal Server Error")  # a hole in what was put in
        return mislukt(dialect) if dialect.dode_link == "_error" else None
    getoond = dialect.toon_uitgevouwen(resource)
    return {**getoond, "_expand": _uitgevouwen(resource, boom, opslag, dialect, weg)} if boom else getoond
