"""How the content of a document goes over the wire: one way per product."""

from collections.abc import Callable, Sequence
from email.utils import format_datetime
from hashlib import md5
from urllib.parse import quote

from mijnzaken_bff.demo.gemeente.archief import Versie
from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.gemeente.vraag import Antwoord

Download = Callable[[Versie], Antwoord]
"""From a version of a document to the answer, also for one without content."""
Downloadfout = Callable[[Antwoord], Antwoord]
"""From the refusal as any other question gets it to that of a download."""

_BINAIR = "application/octet-stream"


def open_zaak(versie: Versie) -> Antwoord:
    """Bytes of no kind, under the name of the file in which they are kept. Without content a 204 that has a body."""
    if versie.inhoud is None:
        return _zonder_inhoud()
    return Antwoord(
        200,
        {
            "content-type": _BINAIR,
            "last-modified": format_datetime(versie.gewijzigd, usegmt=True),
            "etag": f'"{md5(versie.bestand.encode(), usedforsecurity=False).hexdigest()}"',
            "content-disposition": f'attachment; filename="{versie.bestand}.bin"',
        },
        inhoud=versie.inhoud,
    )


def oneground(versie: Versie) -> Antwoord:
    """Under its own name and as what it says it is; without content a 204 as it should be."""
    if versie.inhoud is None:
        return Antwoord(204, {})
    naam = quote(str(versie.metadata["bestandsnaam"]))
    return Antwoord(
        200,
        {
            "content-type": str(versie.metadata["formaat"]) or _BINAIR,
            "content-disposition": f"attachment; filename={naam}",
            "x-content-type-options": "nosniff",
        },
        inhoud=versie.inhoud,
    )


def standaard(versie: Versie) -> Antwoord:
    """What the OpenAPI file says and no more: bytes of no kind."""
    return (
        Antwoord(204, {}) if versie.inhoud is None else Antwoord(200, {"content-type": _BINAIR}, inhoud=versie.inhoud)
    )


def fout_van_open_zaak(antwoord: Antwoord) -> Antwoord:
    """The media type itself, in the place of whatever went wrong."""
    return Antwoord(antwoord.status, {"content-type": _BINAIR}, _BINAIR.encode())


def fout_als_elders(antwoord: Antwoord) -> Antwoord:
    return antwoord


def met_versie_van_eerste(documenten: Sequence[Resource]) -> list[Resource]:
    """A page of documents as Open Zaak gives it: each link to content has the version of the first document there."""
    return [
        {**document, "inhoud": f"{document['inhoud'].rpartition('=')[0]}={documenten[0]['versie']}"}
        if document["inhoud"]
        else document
        for document in documenten
    ]


def _zonder_inhoud() -> Antwoord:
    return fout_van_open_zaak(Antwoord(204, {}))
