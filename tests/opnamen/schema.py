"""The OpenAPI files of the standard and of Open Zaak as JSON Schema, with the concessions that real answers need.

An empty string passes ``minLength``, ``pattern``, ``enum`` and ``format``; ``oneOf`` is read as ``anyOf`` (its
variants overlap). A few fields may be null though a file says otherwise, two are a list that a file calls a string, and
what a file requires without describing it may be absent.
"""

import os
from collections.abc import Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

import jsonschema
import pytest
import yaml

STANDAARDEN = Path(__file__).parents[2].parent / "shared" / "standards" / "zgw"

Standaard = Literal["open-zaak", "1.0", "1.5", "1.6", "1.7"]

_ZTC = "vng/api-specificatie/ztc/1.3.x/1.3.1/openapi.yaml"
_BESTANDEN: Mapping[Standaard, Mapping[str, str]] = {
    "open-zaak": {
        "zaken": "open-zaak/zaken.openapi.yaml",
        "catalogi": "open-zaak/catalogi.openapi.yaml",
        "documenten": "open-zaak/documenten.openapi.yaml",
        "besluiten": "open-zaak/besluiten.openapi.yaml",
    },
    "1.0": {"zaken": "vng/api-specificatie/zrc/1.0.x/openapi.yaml", "catalogi": _ZTC},
    "1.5": {
        "zaken": "vng/api-specificatie/zrc/1.5.x/1.5.1/openapi.yaml",
        "catalogi": _ZTC,
        "documenten": "vng/api-specificatie/drc/1.4.x/1.4.3/openapi.yaml",
        "besluiten": "vng/api-specificatie/brc/1.0.2/openapi.yaml",
    },
    "1.6": {
        "zaken": "vng/docs/standaard/zaken/zrc/1.6.x/1.6.0/openapi.yaml",
        "catalogi": "vng/docs/standaard/catalogi/ztc/1.3.x/1.3.2/openapi.yaml",
        "documenten": "vng/docs/standaard/documenten/drc/1.6.x/1.6.0/openapi.yaml",
        "besluiten": "vng/docs/standaard/besluiten/brc/1.1.0/openapi.yaml",
    },
    "1.7": {"documenten": "vng/docs/standaard/documenten/drc/1.7.x/1.7.1/openapi.yaml"},
}
"""By the minor version of the Zaken API, which is published with the others as a set."""
_ELDERS = {
    "gemma-zaken/master/api-specificatie/ztc/current_version/openapi.yaml": _ZTC,
    "catalogi-api/1.2.0/src/openapi.yaml": "open-zaak/catalogi.openapi.yaml",
}
"""Files that are referred to on the internet, by the end of their address."""
_OOK_NULL = frozenset({"beginObject", "eindeObject", "gezetdoor", "zaakgeometrie"})
_OOK_LIJST = frozenset({"informatieobjecttypen", "zaaktypen"})
_Lader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def eis_standaarden() -> None:
    """Skip the test where the standards are not beside the repository; where tests must be complete, fail it."""
    if STANDAARDEN.is_dir():
        return
    waarom = "the standards (../shared/standards) are not beside this repository"
    if os.environ.get("CI") == "true":
        pytest.fail(waarom)
    pytest.skip(waarom)


def controleer(inhoud: object, api: str, pad: str, standaard: Standaard = "open-zaak", methode: str = "get") -> None:
    """``inhoud`` is what ``api`` promises as the 200 of ``methode pad``. Raises ``jsonschema.ValidationError``."""
    bestand = _BESTANDEN[standaard][api]
    operatie = _gelezen(bestand)["paths"][pad][methode]
    antwoord = _soepel(operatie["responses"]["200"]["content"]["application/json"]["schema"], bestand)
    schema = {"$defs": _schemas(bestand), **antwoord}
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    fout = jsonschema.exceptions.best_match(validator.iter_errors(inhoud))
    if fout is not None:
        raise fout  # the first that was met may be about a variant that was never meant


@cache
def _gelezen(bestand: str) -> dict[str, Any]:
    with (STANDAARDEN / bestand).open("rb") as stroom:
        gelezen: dict[str, Any] = yaml.load(stroom, _Lader)  # noqa: S506 - a safe loader, in C where there is one
    return gelezen


@cache
def _schemas(bestand: str) -> dict[str, Any]:
    """All schemas of a file and of the files it refers to, each under a name of its own."""
    te_lezen, gelezen, schemas = [bestand], set[str](), dict[str, Any]()
    while te_lezen:
        huidig = te_lezen.pop()
        if huidig in gelezen:
            continue
        gelezen.add(huidig)
        inhoud = _gelezen(huidig)["components"]["schemas"]
        schemas |= {_naam(huidig, naam): _soepel(schema, huidig) for naam, schema in inhoud.items()}
        te_lezen += {_doel(huidig, verwijzing)[0] for verwijzing in _verwijzingen(inhoud)}
    return schemas


def _verwijzingen(deel: Any) -> Iterator[str]:
    if isinstance(deel, list):
        for item in deel:
            yield from _verwijzingen(item)
    elif isinstance(deel, dict):
        for naam, waarde in deel.items():
            if naam == "$ref" and isinstance(waarde, str):
                yield waarde
            else:
                yield from _verwijzingen(waarde)


def _doel(bestand: str, verwijzing: str) -> tuple[str, str]:
    """The file and the schema that a ``$ref`` in ``bestand`` means."""
    adres, _, plaats = verwijzing.partition("#")
    naam = plaats.rpartition("/")[2]
    if not adres:
        return bestand, naam
    for einde, hier in _ELDERS.items():
        if adres.endswith(einde):
            return hier, naam
    return os.path.normpath(Path(bestand).parent / adres), naam


def _naam(bestand: str, naam: str) -> str:
    return f"{bestand.replace('/', '.')}.{naam}"


def _soepel(schema: Any, bestand: str, *, veld: str = "") -> Any:
    if isinstance(schema, list):
        return [_soepel(deel, bestand) for deel in schema]
    if not isinstance(schema, dict):
        return schema
    binnen = partial(_soepel, bestand=bestand)
    soepel: dict[str, Any] = {}
    for naam, waarde in schema.items():
        if naam == "$ref" and isinstance(waarde, str):
            soepel[naam] = f"#/$defs/{_naam(*_doel(bestand, waarde))}"
        elif naam == "properties":
            soepel[naam] = {eigen: binnen(van, veld=eigen) for eigen, van in waarde.items()}
        else:
            soepel["anyOf" if naam == "oneOf" else naam] = binnen(waarde)
    if "required" in soepel and "properties" in soepel:
        soepel["required"] = [naam for naam in soepel["required"] if naam in soepel["properties"]]
    ook = [{"const": ""}] if soepel.get("type") == "string" else []
    if soepel.pop("nullable", False) or veld in _OOK_NULL:
        ook.append({"type": "null"})
    if veld in _OOK_LIJST:
        ook.append({"type": "array"})
    return {"anyOf": [soepel, *ook]} if ook else soepel
