"""Which part of the register a path leads to."""

from dataclasses import dataclass
from enum import Enum, auto

from mijnzaken_bff.demo.gemeente.collecties import APIS, Api, Collectie


class Actie(Enum):
    WORTEL = auto()
    LIJST = auto()
    ZOEK = auto()
    DETAIL = auto()
    DOWNLOAD = auto()


@dataclass(frozen=True, slots=True)
class Route:
    """A path that exists. ``uuid`` is that of a detail, ``zaak_uuid`` that of the zaak a list or detail is under."""

    api: Api
    actie: Actie
    collectie: Collectie | None = None
    uuid: str = ""
    zaak_uuid: str = ""

    @property
    def methoden(self) -> tuple[str, ...]:
        """This register can only be read."""
        return ("POST",) if self.actie is Actie.ZOEK else ("GET", "HEAD")

    @property
    def met_crs(self) -> bool:
        """Only the zaken themselves have a geometry, and look at the CRS headers."""
        return self.collectie is not None and self.collectie.naam == "zaken"


def vind_route(pad: str) -> Route | None:
    """The route for ``pad``, or nothing when the register answers with its HTML page: also for a trailing slash."""
    match pad.split("/"):
        case ["", naam, "api", "v1", *rest] if naam in APIS and rest:
            api = APIS[naam]
        case _:
            return None
    match rest:
        case [""]:
            return Route(api, Actie.WORTEL)
        case [naam, "_zoek"] if naam in api.collecties and api.collecties[naam].zoekbaar:
            return Route(api, Actie.ZOEK, api.collecties[naam])
        case ["enkelvoudiginformatieobjecten" as naam, uuid, "download"] if naam in api.collecties and uuid:
            return Route(api, Actie.DOWNLOAD, api.collecties[naam], uuid)
        case [naam, *uuids] if _los(api, naam) and len(uuids) < 2 and all(uuids):
            return Route(api, Actie.DETAIL if uuids else Actie.LIJST, api.collecties[naam], *uuids)
        case ["zaken", zaak_uuid, naam, *uuids] if _onder_zaak(api, naam) and len(uuids) < 2 and all(uuids):
            actie = Actie.DETAIL if uuids else Actie.LIJST
            return Route(api, actie, api.collecties[naam], "".join(uuids), zaak_uuid)
    return None


def _los(api: Api, naam: str) -> bool:
    return naam in api.collecties and not api.collecties[naam].onder_zaak


def _onder_zaak(api: Api, naam: str) -> bool:
    return naam in api.collecties and api.collecties[naam].onder_zaak
