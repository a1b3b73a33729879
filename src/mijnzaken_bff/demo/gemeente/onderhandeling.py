"""What the headers of a question must say before it is answered: JSON, and the one CRS there is."""

from collections.abc import Mapping

from mijnzaken_bff.demo.gemeente.probleem import NIET_ACCEPTABEL, VOORWAARDE, Probleem

CRS = "EPSG:4326"
_JSON = frozenset({"application/json", "application/*", "*/*"})


def eis_json(headers: Mapping[str, str]) -> None:
    """An ``Accept`` that leaves room for JSON. The media type problem+json does not, whatever the answer."""
    soorten = {deel.partition(";")[0].strip() for deel in headers.get("accept", "*/*").split(",")}
    if soorten.isdisjoint(_JSON):
        raise Probleem(NIET_ACCEPTABEL)


def eis_crs(headers: Mapping[str, str], *namen: str) -> None:
    """The headers ``namen`` are there, and name the only coordinate system."""
    for naam in namen:
        waarde = headers.get(naam.lower())
        if waarde is None:
            raise Probleem(VOORWAARDE, f"'{naam}' header ontbreekt")
        if waarde != CRS:
            raise Probleem(NIET_ACCEPTABEL, f"CRS '{waarde}' is niet ondersteund")
