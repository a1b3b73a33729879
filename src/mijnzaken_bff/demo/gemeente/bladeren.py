"""One page of a list: which items, and the links to the pages beside it."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.gemeente.probleem import NIET_GEVONDEN, ONGELDIG, SERVERFOUT, Ongeldig, Probleem

_ONGELDIGE_PAGINA = "Ongeldige pagina."


def pagina(
    resources: Sequence[Resource], url: str, parameters: Mapping[str, str], dialect: Dialect, collectie: str
) -> dict[str, Any]:
    """The page that ``parameters`` ask for, of the list at ``url``.

    The links repeat the query that was asked, BSN included; what stood in a body they cannot repeat. A page that
    does not exist is a 404; a ``pageSize`` that makes no sense is the default.
    """
    grootte = _grootte(parameters, dialect, collectie)
    aantal_paginas = max(1, -(-len(resources) // grootte))
    nummer = _nummer(parameters.get("page", "1"), dialect)
    if not 1 <= nummer <= aantal_paginas:
        raise Probleem(NIET_GEVONDEN, _ONGELDIGE_PAGINA)
    link = _leesbare_link if dialect.bladlinks_leesbaar else _link
    return {
        "count": len(resources),
        "next": link(url, parameters, nummer + 1) if nummer < aantal_paginas else None,
        "previous": link(url, parameters, nummer - 1) if nummer > 1 else None,
        "results": list(resources[(nummer - 1) * grootte : nummer * grootte]),
    }


def _grootte(parameters: Mapping[str, str], dialect: Dialect, collectie: str) -> int:
    waarde = parameters.get("pageSize", "") if dialect.bladmaat_hooguit is not None else ""
    if waarde.isdecimal() and int(waarde) > 0:
        return min(int(waarde), dialect.bladmaat_hooguit or int(waarde))
    return dialect.bladmaat_van(collectie)


def _nummer(waarde: str, dialect: Dialect) -> int:
    if waarde.isdecimal() and not (dialect.bladnummer_streng and int(waarde) == 0):
        return int(waarde)
    if not dialect.bladnummer_streng:
        return 0
    if waarde.removeprefix("-").isdecimal():
        raise Probleem(SERVERFOUT)  # a negative offset, which the database refuses
    raise Probleem(ONGELDIG, ongeldig=[Ongeldig("page", "other", f"The value '{waarde}' is not valid.")])


def _link(url: str, parameters: Mapping[str, str], nummer: int) -> str:
    anders = {**parameters, "page": str(nummer)}
    if nummer == 1:
        del anders["page"]
    return f"{url}?{urlencode(sorted(anders.items()))}" if anders else url


def _leesbare_link(url: str, parameters: Mapping[str, str], nummer: int) -> str:
    """Without percent-encoding, so that what is within a value cannot be told from what is between them."""
    over = {naam: waarde for naam, waarde in parameters.items() if naam not in {"page", "ordering"} and waarde}
    return f"{url}?{'&'.join(f'{naam}={waarde}' for naam, waarde in {**over, 'page': nummer}.items())}"
