"""Once released, the contract of a major version only grows; a version says truly what it is."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from mijnzaken_bff.api.contractdocument import CONTRACT_VERSION
from mijnzaken_bff.app import published_contract
from tests.contract.uitgebracht import Versie, faults, faults_among, read
from tests.genoemd import ROOT

RELEASED = read(ROOT / "openapi" / "uitgebracht")


def contract(version: str, *, without: str = "", known: str = "") -> dict[str, Any]:
    """Our contract as another version, without a path or with a known value more."""
    document = published_contract()
    document["info"]["version"] = version
    if without:
        del document["paths"][without]
    if known:
        document["components"]["schemas"]["Hoofdstatus"]["properties"]["herkomst"]["x-extensible-enum"].append(known)
    return document


def test_our_contract_may_follow_what_was_released() -> None:
    assert list(faults(published_contract(), RELEASED)) == []


def test_what_was_released_is_still_as_it_was() -> None:
    assert list(faults_among(RELEASED)) == []


def test_nothing_was_released_only_as_long_as_this_is_a_beta() -> None:
    assert RELEASED or Versie.of(CONTRACT_VERSION).is_beta


@pytest.mark.parametrize("version", ["1.0.0-beta.6", "1.0.0-beta.7", "2.0.0-beta.1"])
def test_a_beta_may_be_anything_before_its_major_version_is_released(version: str) -> None:
    assert list(faults(contract(version, without="/bronnen"), {})) == []


def test_a_version_that_is_no_beta_must_have_been_released_as_it_is() -> None:
    told = ["1.0.0 is no beta, so openapi/uitgebracht/1.0.0.json must hold exactly this contract"]

    assert list(faults(contract("1.0.0"), {})) == told
    assert list(faults(contract("1.0.0"), {"1.0.0": contract("1.0.0", known="nieuw")}))[0:1] == told
    assert list(faults(contract("1.0.0"), {"1.0.0": contract("1.0.0")})) == []


@pytest.mark.parametrize("version", ["1.0.0-beta.9", "1.0.9", "1.1.0-beta.1"])
def test_a_version_does_not_go_back(version: str) -> None:
    released = {name: contract(name) for name in ("1.0.0", "1.0.9", "1.1.0")}

    assert f"{version} comes before 1.1.0, which was released already" in list(faults(contract(version), released))


def test_what_breaks_needs_the_next_major_version() -> None:
    released = {"1.0.0": contract("1.0.0"), "1.10.0": contract("1.10.0"), "1.9.0": contract("1.9.0")}

    assert list(faults(contract("1.11.0-beta.1", without="/bronnen"), released)) == [
        "this needs version 2.0.0: paths: path /bronnen is gone"
    ]
    assert list(faults(contract("2.0.0-beta.1", without="/bronnen"), released)) == []


def test_it_is_held_against_the_highest_version_and_not_the_last_name() -> None:
    released = {"1.9.0": contract("1.9.0"), "1.10.0": contract("1.10.0", known="nieuw")}

    told = list(faults(contract("1.11.0-beta.1"), released))

    assert len(told) == 1
    assert "value 'nieuw' is gone" in told[0]


def test_what_is_added_needs_the_next_minor_version() -> None:
    released = {"1.0.0": contract("1.0.0")}

    told = list(faults(contract("1.0.1-beta.1", known="nieuw"), released))

    assert len(told) == 1
    assert told[0].startswith("this needs version 1.1.0: added at ")
    assert list(faults(contract("1.1.0-beta.1", known="nieuw"), released)) == []


def test_a_patch_tells_the_same_in_other_words() -> None:
    better = contract("1.0.1-beta.1")
    better["info"]["description"] = "Duidelijker."

    assert list(faults(better, {"1.0.0": contract("1.0.0")})) == []


def test_a_released_file_that_was_changed_later_is_noticed() -> None:
    good = {name: contract(name) for name in ("1.0.0", "1.1.0")}
    renamed, broken = copy.deepcopy(good), copy.deepcopy(good)
    renamed["1.1.0"]["info"]["version"] = "1.2.0"
    del broken["1.1.0"]["paths"]["/bronnen"]

    assert list(faults_among(good)) == []
    assert list(faults_among(renamed)) == ["1.1.0.json holds 1.2.0"]
    assert "this needs version 2.0.0: paths: path /bronnen is gone" in list(faults_among(broken))
    assert list(faults_among({"1.0.0-beta.1": contract("1.0.0-beta.1")}))


@pytest.mark.parametrize("text", ["1.0", "v1.0.0", "1.0.0-rc.1", "1.0.0-beta", "1.0.0+x", ""])
def test_another_way_to_write_a_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a version"):
        Versie.of(text)


def test_versions_are_in_order() -> None:
    names = ["1.0.0-beta.2", "1.0.0-beta.10", "1.0.0", "1.0.1-beta.1", "1.0.1", "1.9.0", "1.10.0", "2.0.0-beta.1"]

    assert sorted(sorted(names), key=Versie.of) == names != sorted(names)


def test_the_file_in_openapi_can_be_released_by_copying_it() -> None:
    document = json.loads((ROOT / "openapi" / "openapi.json").read_text(encoding="utf-8"))

    assert list(faults_among({document["info"]["version"].partition("-")[0]: contract("1.0.0")})) == []
