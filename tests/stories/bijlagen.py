"""What stories about documents share: where one is asked, and whether everything that is told of it agrees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import httpx

from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.gemeente.vulling import zaaktype
from tests.stories.portaal import ANNA, CLIENT_ID, SECRET, Portaal, Toneel, Wie

STAPPEN = ("Ontvangen", "In behandeling", "Afgehandeld")
NIEMANDS = "7d5c1a52-52e8-4c6e-9a9e-0d7a1f0c9b11"
"""The id of a document that nobody has."""


def parkeren(gemeente: Gemeente) -> Resource:
    """The zaaktype of the stories."""
    return zaaktype(gemeente, "ZT-PARKEREN", "Parkeervergunning", statustypen=STAPPEN, resultaattypen=("Verleend",))


def service_van(gemeente: Gemeente, api: str, **more: Any) -> dict[str, Any]:
    """How one API of a gemeente is configured."""
    adres = gemeente.adres or ""
    aliassen = [] if gemeente.basis == adres else [f"{gemeente.basis}/{api}/api/v1/"]
    return {"url": f"{adres}/{api}/api/v1/", "aliassen": aliassen, **more}


def dossier_van(gemeente: Gemeente, **bron: Any) -> dict[str, Any]:
    """The settings of a bron that has documents and besluiten; ``bron`` is laid over them."""
    besluiten = {"besluiten": service_van(gemeente, "besluiten")} if "besluiten" in gemeente.dialect.versies else {}
    return {"documenten": [service_van(gemeente, "documenten")], **besluiten, **bron}


def loket(toneel: Toneel, gemeente: Gemeente, *, bron: Mapping[str, Any] | None = None, **top: Any) -> Portaal:
    """The service on this gemeente alone, with its documents and besluiten."""
    return toneel.portaal({"waterdam": gemeente}, bron=dossier_van(gemeente, **(bron or {})), **top)


def uuid_van(resource: Resource) -> str:
    """The last part of its address."""
    return str(resource["url"]).rpartition("/")[2]


def zaakpad(zaak: Resource, bron: str = "waterdam") -> str:
    """Where a zaak is asked."""
    return f"/v1/zaken/{bron}-{uuid_van(zaak)}"


def inhoudspad(zaak: Resource, document: Resource | str, bron: str = "waterdam") -> str:
    """Where the content of a document is asked, under this zaak."""
    uuid = document if isinstance(document, str) else uuid_van(document)
    return f"{zaakpad(zaak, bron)}/documenten/{uuid}/inhoud"


def detail(portaal: Portaal, zaak: Resource, wie: Wie = ANNA, bron: str = "waterdam") -> dict[str, Any]:
    """One zaak; anything but 200 fails the story."""
    answer = portaal.get(zaakpad(zaak, bron), wie)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def onderdeel(told: Mapping[str, Any], naam: str = "documenten") -> tuple[str, int]:
    """How asking for a part of the zaak ended, and how much of it is left out."""
    return next((one["uitkomst"], one["weggelaten"]) for one in told["onderdelen"] if one["onderdeel"] == naam)


def titels(told: Mapping[str, Any]) -> list[str]:
    """The titels of the documents of a zaak, in order."""
    return [document["titel"] for document in told["documenten"]]


def haal(portaal: Portaal, zaak: Resource, document: Resource | str, wie: Wie = ANNA, **more: Any) -> httpx.Response:
    """The answer to who asks a document under this zaak."""
    return portaal.get(inhoudspad(zaak, document), wie, **more)


def is_te_zien(portaal: Portaal, zaak: Resource, document: Resource, wie: Wie = ANNA) -> bool:
    """Whether a document is listed. Fails where its place in the timeline or its content says anything else.

    Of one that is not listed, what is answered is what is answered of a document that does not exist.
    """
    told, uuid = detail(portaal, zaak, wie), uuid_van(document)
    listed = uuid in [one["id"] for one in told["documenten"]]
    assert (uuid in [point["documentId"] for point in told["tijdlijn"]]) is listed
    assert (uuid in str(told["besluiten"])) <= listed
    answered = haal(portaal, zaak, document, wie)
    if listed:
        assert answered.status_code == 200, answered.text
    else:
        assert verteld(answered) == verteld(haal(portaal, zaak, NIEMANDS, wie))
        assert answered.status_code == 404
    return listed


def verteld(answer: httpx.Response) -> tuple[int, dict[str, Any], dict[str, str]]:
    """All that an answer tells, without the id of its request."""
    body = {key: value for key, value in answer.json().items() if key != "verzoekId"}
    return answer.status_code, body, {k: v for k, v in answer.headers.items() if k not in ("x-request-id", "date")}


def downloads(gemeente: Gemeente) -> list[str]:
    """Every download that a register was asked for: its path and its query."""
    return [f"{one.pad}?{one.query}" for one in gemeente.ontvangen if one.pad.endswith("/download")]


class Ondertussen(Gemeente):
    """A gemeente where something happens at the moment that a download is asked."""

    def __init__(self, toneel: Toneel, gebeurt: Callable[[], object]) -> None:
        super().__init__("Gemeente Waterdam", "001117518", nu=toneel.klok.now, clients={CLIENT_ID: Client(SECRET)})
        self._gebeurt = gebeurt

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        """The ASGI application."""
        if str(scope.get("path", "")).endswith("/download"):
            self._gebeurt()
        await super().app(scope, receive, send)
