"""The samples of issuers in ``docs/uitgevers``: each works as it stands, in a whole configuration."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from mijnzaken_bff.settings.read import settings_of
from mijnzaken_bff.settings.schema import configuration_schema

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "docs" / "uitgevers").glob("*.yaml"))


def whole(sample: Path) -> dict[str, object]:
    """The sample configuration with these issuers in place of its own."""
    configuration = yaml.safe_load((ROOT / "voorbeeld.yaml").read_text(encoding="utf-8"))
    return {**configuration, **yaml.safe_load(sample.read_text(encoding="utf-8"))}


def test_every_dialect_has_a_sample() -> None:
    names = {sample.stem for sample in SAMPLES}

    assert {"keycloak", "signicat", "digid-eherkenning", "nlgov", "nl-portal", "openzaak-realm"} <= names


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_sample_of_an_issuer_starts_the_service(sample: Path) -> None:
    secrets = dict.fromkeys(("WATERDAM_SECRET", "HEUVELRIJK_SECRET", "DIENST_SLEUTEL"), "x" * 32)

    settings = settings_of(yaml.safe_dump(whole(sample), sort_keys=False), environment=secrets, folder=ROOT)

    assert not settings.ontwikkeling
    assert settings.uitgevers


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_an_editor_finds_nothing_wrong_with_a_sample(sample: Path) -> None:
    validator = Draft202012Validator(json.loads(json.dumps(configuration_schema())))

    assert list(validator.iter_errors(json.loads(json.dumps(whole(sample))))) == []
