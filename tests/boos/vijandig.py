"""Links that lead us astray, what we must not take along there, and who would notice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from tests.boos.bron import BozeBron, Gesprek
from tests.boos.scripts import antwoordt

LUISTERAAR: Final = BozeBron(antwoordt(b"{}"), waar="/")
"""Where nobody may be sent: it takes every question, and keeps them."""
UUID: Final = "00000000-0000-4000-8000-000000000000"
VIJANDIG: Final = 25
"""How many links ``vijandig`` knows."""


def elders(gesprek: Gesprek) -> str:
    """The same question, at the listener."""
    return f"{LUISTERAAR.adres}{gesprek.vraag.doel}"


def zichzelf(gesprek: Gesprek) -> str:
    return f"{gesprek.bron.adres}{gesprek.vraag.doel}"


def vijandig(bron: str, elders: str) -> list[str]:
    """Links that only seem to belong to ``bron`` (its address), if that. Where they can they lead ``elders``."""
    port = urlsplit(elders).port
    host = urlsplit(bron).netloc
    api = f"{bron}/zaken/api/v1"
    return [
        f"{elders}/catalogi/api/v1/zaaktypen/{UUID}",
        f"http://{host}@127.0.0.1:{port}/zaken/api/v1/statussen/{UUID}",
        f"http://gebruiker:geheim@127.0.0.1:{port}/",
        f"http://127.0.0.1:{port}\\@{host}/zaken/api/v1/statussen/{UUID}",
        f"{bron}\\@127.0.0.1:{port}/",
        f"{api}/../../../admin",
        f"{api}/%2e%2e/%2e%2e/admin",
        f"{api}/..%2f..%2fadmin",
        f"{api}evil/statussen/{UUID}",
        f"https://127.0.0.1:{port}/zaken/api/v1/statussen/{UUID}",
        f"http://127.0.0.1.:{port}/zaken/api/v1/statussen/{UUID}",
        f"http://localhost:{port}/zaken/api/v1/statussen/{UUID}",
        f"http://[::ffff:127.0.0.1]:{port}/zaken/api/v1/statussen/{UUID}",
        f"http://2130706433:{port}/zaken/api/v1/statussen/{UUID}",
        f"http://0x7f.1:{port}/zaken/api/v1/statussen/{UUID}",
        f"http://0:{port}/zaken/api/v1/statussen/{UUID}",
        f"http://127.0.0.1:{port}#@{host}/zaken/api/v1/statussen/{UUID}",
        f"http://127.0.0.1:{port}?@{host}/zaken/api/v1/statussen/{UUID}",
        f"//127.0.0.1:{port}/zaken/api/v1/statussen/{UUID}",
        f"http://127.0.0.1:{port}\r\nX-Kop: ja\r\n\r\n/statussen/{UUID}",
        f"http://127\u30020\u30020\u30021:{port}/zaken/api/v1/statussen/{UUID}",
        "http://169.254.169.254/latest/meta-data/iam/",
        "file:///etc/passwd",
        f"gopher://127.0.0.1:{port}/_GET",
        f"data:application/json,{{}}#{host}",
    ]


def vijandige_links(gesprek: Gesprek, n: int, zaak: dict[str, Any]) -> Any:
    """A zaak of which everything that is not told has to be fetched at a place where it should not."""
    link = vijandig(gesprek.bron.adres, LUISTERAAR.adres)[n % VIJANDIG]
    told = {"rollen": zaak["_expand"]["rollen"]}
    return {**zaak, "zaaktype": link, "status": link, "resultaat": link, "hoofdzaak": link, "_expand": told}


def vijandige_rollen(gesprek: Gesprek, n: int, zaak: dict[str, Any]) -> Any:
    """A zaak that came without its rollen, and says that they are elsewhere."""
    link = vijandig(gesprek.bron.adres, LUISTERAAR.adres)[n % VIJANDIG]
    rest = {key: value for key, value in zaak.items() if key != "_expand"}
    return {**rest, "rollen": [link], "status": link}


def zelf_elders(gesprek: Gesprek, n: int, zaak: dict[str, Any]) -> Any:
    """The same, of a zaak that says to be elsewhere itself."""
    return vijandige_rollen(gesprek, n, zaak) | {"url": vijandig(gesprek.bron.adres, LUISTERAAR.adres)[n % VIJANDIG]}


def bij_de_buren(gesprek: Gesprek, n: int, zaak: dict[str, Any]) -> Any:
    """A zaak whose parts are in the register of somebody else that we know as well."""
    buur = gesprek.bron.buren[n % len(gesprek.bron.buren)]
    told = {"rollen": zaak["_expand"]["rollen"]}
    links = {part: f"{buur}/zaken/api/v1/{part}sen/{UUID}" for part in ("status", "resultaat")}
    return {**zaak, **links, "zaaktype": f"{buur}/catalogi/api/v1/zaaktypen/{UUID}", "_expand": told}


def derde_host(_gesprek: Gesprek, _n: int, zaak: dict[str, Any]) -> Any:
    return {**zaak, "zaaktype": f"{LUISTERAAR.adres}/catalogi/api/v1/zaaktypen/{UUID}"}


SLEUTELS: Final = {"X-Api-Key": "een-sleutel-van-deze-bron-alleen", "Fsc-Grant-Hash": "$1$3$ZGV6ZSBicm9u"}
"""Headers by which a bron knows us, and nobody else may."""
CATALOGUSKLANT: Final = "mijnzaken-catalogus"
CATALOGUSGEHEIM: Final = "een-geheim-dat-alleen-de-catalogus-kent-in-deze-test"


def met_sleutels(adres: str) -> Mapping[str, Any]:
    return {api: {"url": f"{adres}/{api}/api/v1/", "headers": dict(SLEUTELS)} for api in ("zaken", "catalogi")}


def catalogus_elders(adres: str) -> Mapping[str, Any]:
    """The catalogue on a host of its own, with a toegang of its own, where links still tell the other host."""
    toegang = {"soort": "zgwJwt", "clientId": CATALOGUSKLANT, "secret": CATALOGUSGEHEIM}
    host = adres.replace("127.0.0.1", "localhost")
    return {
        "catalogi": {
            "url": f"{host}/catalogi/api/v1/", "aliassen": [f"{adres}/catalogi/api/v1/"], "toegang": toegang,
        }
    }  # fmt: skip
