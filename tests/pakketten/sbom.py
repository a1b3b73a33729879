"""The software bill of materials: which packages run with the service, as CycloneDX (``make sbom``)."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from typing import Any

from mijnzaken_bff import __version__
from tests.genoemd import ROOT
from tests.pakketten.licentie import licentie_of
from tests.pakketten.slot import Pakket, pakketten_in

RUN = ROOT / "requirements" / "run.txt"


def sbom_of(pakketten: Iterable[Pakket]) -> dict[str, Any]:
    """The document, of the packages that are installed here.

    It holds no moment and no number of its own: the same lock gives the same bytes.

    Source: CycloneDX 1.6 (ECMA-424), JSON.
    """
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "mijnzaken-bff",
                "name": "mijnzaken-bff",
                "version": __version__,
                "licenses": [{"license": {"id": "EUPL-1.2"}}],
            }
        },
        "components": [_component(pakket) for pakket in pakketten if pakket.hier],
    }


def _component(pakket: Pakket) -> dict[str, Any]:
    purl = f"pkg:pypi/{pakket.naam}@{pakket.versie}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": pakket.naam,
        "version": pakket.versie,
        "purl": purl,
        "licenses": [_licence(licentie_of(pakket.naam))],
        # Of each file that may be installed, and not of one: so they are no ``hashes`` of the component.
        "properties": [{"name": "mijnzaken-bff:sha256", "value": digest} for digest in pakket.hashes],
    }


def _licence(expression: str) -> dict[str, Any]:
    compound = re.search(r" (AND|OR|WITH) ", expression)
    return {"expression": expression} if compound else {"license": {"id": expression}}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(sbom_of(pakketten_in(RUN.read_text(encoding="utf-8"))), indent=2) + "\n")
