"""Storing one new resource under a url of its own, which follows from what was stored before it."""

import uuid
from collections.abc import Mapping
from typing import Any

from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.opslag import Resource, collectie_van


def bewaar(
    gemeente: Gemeente,
    api: str,
    collectie: str,
    sjabloon: Resource,
    velden: Mapping[str, Any],
    *,
    onder: Resource | None = None,
) -> Resource:
    """A resource with the fields of ``sjabloon``, of which ``velden`` fill some; below ``onder`` if there is one."""
    ouder = f"{gemeente.basis}/{api}/api/v1" if onder is None else onder["url"]
    naam = collectie_van(f"{ouder}/{collectie}/")
    nummer = gemeente.opslag.geregistreerd(naam)
    kenmerk = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{gemeente.naam}/{naam}/{nummer}"))
    resource = {**sjabloon, "url": f"{ouder}/{collectie}/{kenmerk}", **velden}
    if "uuid" in sjabloon:
        resource["uuid"] = kenmerk
    return gemeente.opslag.bewaar(resource)
