"""What the headers of a question must say before it is answered, and what those of an answer say."""

from collections.abc import Collection, Mapping, Sequence

from mijnzaken_bff.demo.gemeente.probleem import ANDERE_VERSIE, NIET_ACCEPTABEL, VOORWAARDE, Probleem, Soort
from mijnzaken_bff.demo.gemeente.vraag import Antwoord

CRS = "EPSG:4326"
_JSON = frozenset({"application/json", "application/*", "*/*"})
_BESTAND = frozenset({"application/octet-stream", "application/*", "*/*"})
HTML_404 = Antwoord(
    404,
    {"content-type": "text/html; charset=utf-8", "vary": "origin, Cookie"},
    b"<!DOCTYPE html>\n<html><head><title>Pagina niet gevonden</title></head><body></body></html>\n",
)
"""What Open Zaak says of a path that it does not have."""


def eis_json(headers: Mapping[str, str]) -> None:
    """An ``Accept`` that leaves room for JSON. The media type problem+json does not, whatever the answer."""
    _eis(headers, _JSON)


def eis_bestand(headers: Mapping[str, str]) -> None:
    """An ``Accept`` that leaves room for a file, which is of no kind in particular."""
    _eis(headers, _BESTAND)


def _eis(headers: Mapping[str, str], genoeg: Collection[str]) -> None:
    soorten = {deel.partition(";")[0].strip() for deel in headers.get("accept", "*/*").split(",")}
    if soorten.isdisjoint(genoeg):
        raise Probleem(NIET_ACCEPTABEL)


def eis_crs(headers: Mapping[str, str], namen: Sequence[str], bekend: Collection[str], fout: Soort) -> None:
    """The headers ``namen`` are there, and name a coordinate system that is ``bekend``."""
    for naam in namen:
        waarde = headers.get(naam.lower())
        if waarde is None:
            raise Probleem(VOORWAARDE, f"'{naam}' header ontbreekt")
        if waarde not in bekend:
            raise Probleem(fout, f"CRS '{waarde}' is niet ondersteund")


def gekozen_versie(headers: Mapping[str, str], aangeboden: Sequence[str], pad: str) -> str:
    """The version that ``Api-Version`` asks for: the last patch of its minor, or without the header the newest.

    The patch must exist (``1.5.9`` does not) and may be left out. Raises ``Probleem`` (405).
    """
    gevraagd = headers.get("api-version", aangeboden[-1])
    if gevraagd in aangeboden or gevraagd in {minor(versie) for versie in aangeboden}:
        return max(versie for versie in aangeboden if minor(versie) == minor(gevraagd))
    raise Probleem(
        ANDERE_VERSIE,
        f"The HTTP resource that matches the request URI '{pad}' does not support the API version '{gevraagd}'.",
    )


def minor(versie: str) -> str:
    """``1.5`` of ``1.5.1``."""
    return ".".join(versie.split(".")[:2])


def headers_van_open_zaak(collectie: str) -> Mapping[str, str]:
    """Those of an answer about this collection; what can be expanded comes in one media type, the rest in two."""
    if collectie == "zaken":
        return {"content-crs": CRS, "vary": "origin, Cookie"}
    return {"vary": "origin, Cookie" if collectie == "enkelvoudiginformatieobjecten" else "Accept, origin, Cookie"}


def headers_van_oneground(collectie: str) -> Mapping[str, str]:
    vast = {"x-frame-options": "DENY", "content-security-policy": "frame-ancestors 'none'"}
    return {"content-crs": CRS, **vast} if collectie == "zaken" else vast


def geen_headers(_collectie: str) -> Mapping[str, str]:
    return {}
