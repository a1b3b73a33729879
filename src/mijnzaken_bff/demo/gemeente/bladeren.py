"""One page of a list: which items, and the links to the pages beside it."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.gemeente.probleem import NIET_GEVONDEN, Probleem

STANDAARD = 100
MAXIMUM = 500


def pagina(resources: Sequence[Resource], url: str, parameters: Mapping[str, str]) -> dict[str, Any]:
    """The page that ``parameters`` ask for, of the list at ``url``.

    The links repeat the query that was asked, BSN included; what stood in a body they cannot repeat. A page that
    does not exist is a 404; a ``pageSize`` that makes no sense is the default.
    """
    grootte = _grootte(parameters.get("pageSize", ""))
    aantal_paginas = max(1, -(-len(resources) // grootte))
    nummer = _nummer(parameters.get("page", "1"))
    if not 1 <= nummer <= aantal_paginas:
        raise Probleem(NIET_GEVONDEN, "Ongeldige pagina.")
    return {
        "count": len(resources),
        "next": _link(url, parameters, nummer + 1) if nummer < aantal_paginas else None,
        "previous": _link(url, parameters, nummer - 1) if nummer > 1 else None,
        "results": list(resources[(nummer - 1) * grootte : nummer * grootte]),
    }


def _grootte(waarde: str) -> int:
    return min(int(waarde), MAXIMUM) if waarde.isdecimal() and int(waarde) > 0 else STANDAARD


def _nummer(waarde: str) -> int:
    return int(waarde) if waarde.isdecimal() else 0


def _link(url: str, parameters: Mapping[str, str], nummer: int) -> str:
    anders = {**parameters, "page": str(nummer)}
    if nummer == 1:
        del anders["page"]
    return f"{url}?{urlencode(sorted(anders.items()))}" if anders else url
