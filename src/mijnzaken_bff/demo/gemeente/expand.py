"""``expand``: related resources inside the answer, each under its name in ``_expand``."""

from collections.abc import Iterable, Mapping

from mijnzaken_bff.demo.gemeente.opslag import Opslag, Resource
from mijnzaken_bff.demo.gemeente.probleem import SERVERFOUT, Probleem, ongeldige_keuze

Boom = dict[str, "Boom"]
"""What to expand, and within that again: ``{"status": {"statustype": {}}}``."""

_BINNEN_EEN_ZAAK = (
    "zaaktype",
    "status",
    "status.statustype",
    "resultaat",
    "resultaat.resultaattype",
    "rollen",
    "rollen.roltype",
    "zaakinformatieobjecten",
    "zaakobjecten",
)
_KEUZES = frozenset(
    {
        *_BINNEN_EEN_ZAAK,
        "eigenschappen",
        "eigenschappen.eigenschap",
        "hoofdzaak",
        "deelzaken",
        *(f"{zaak}.{pad}" for zaak in ("hoofdzaak", "deelzaken") for pad in _BINNEN_EEN_ZAAK),
    }
)
_CATALOGUS = frozenset({"zaaktype", "statustype", "resultaattype", "roltype", "eigenschap"})
"""The last names of the paths that lead into the Catalogi API."""


def lees_expand(paden: Iterable[str]) -> tuple[str, ...]:
    """The paths, all of them known. Raises ``Ongeldig`` for the first that is not."""
    gelezen = tuple(pad for pad in paden if pad)
    for pad in gelezen:
        if pad not in _KEUZES:
            raise ongeldige_keuze("expand", pad)
    return gelezen


def raakt_catalogus(paden: Iterable[str]) -> bool:
    return any(pad.rpartition(".")[2] in _CATALOGUS for pad in paden)


def boom_van(paden: Iterable[str]) -> Boom:
    """The paths as a tree. A path whose parents are not named expands nothing, without a word."""
    boom: Boom = {}
    for pad in sorted(set(paden), key=lambda pad: pad.count(".")):
        *ouders, naam = pad.split(".")
        tak: Boom | None = boom
        for ouder in ouders:
            tak = tak.get(ouder) if tak is not None else None
        if tak is not None:
            tak[naam] = {}
    return boom


def met_expand(zaak: Resource, boom: Boom, opslag: Opslag) -> Resource:
    """``zaak`` with its ``_expand``, which is there also when nothing was asked."""
    return {**zaak, "_expand": _uitgevouwen(zaak, boom, opslag)}


def _uitgevouwen(resource: Resource, boom: Boom, opslag: Opslag) -> dict[str, object]:
    uit: dict[str, object] = {}
    for naam in [veld for veld in resource if veld in boom]:
        verwijzing = resource[naam]
        if not verwijzing:
            continue  # an empty relation gives no key
        if isinstance(verwijzing, list):
            uit[naam] = [_genest(url, boom[naam], opslag) for url in verwijzing]
        else:
            uit[naam] = _genest(verwijzing, boom[naam], opslag)
    return uit


def _genest(url: str, boom: Boom, opslag: Opslag) -> Mapping[str, object]:
    """The resource at ``url``; its own ``_expand`` is there only when something within it was asked."""
    resource = opslag.vind(url)
    if resource is None:
        raise Probleem(SERVERFOUT, "Internal Server Error")  # a link that leads nowhere: a hole in what was put in
    return {**resource, "_expand": _uitgevouwen(resource, boom, opslag)} if boom else resource
