"""The table of the API Design Rules is true: all 36 rules are in it, and every test in it exists."""

from __future__ import annotations

import re

from tests.genoemd import ROOT, missing, named

TABLE = (ROOT / "docs" / "adr-regels.md").read_text(encoding="utf-8")
ROWS = [line.strip("| ").split(" | ") for line in TABLE.splitlines() if line.startswith("| /core/")]

TECHNICAL = {
    "no-trailing-slash", "path-segments-kebab-case", "query-keys-camel-case", "date-time/format",
    "date-time/date-omit-time-portion", "error-handling/problem-details", "error-handling/invalid-input", "doc-openapi",
    "doc-openapi-contact", "publish-openapi", "uri-version", "semver", "version-header", "transport/tls",
    "transport/security-headers", "transport/cors",
}  # fmt: skip
FUNCTIONAL = {
    "naming-resources", "naming-collections", "interface-language", "hide-implementation", "date-time/timezone",
    "http-methods", "http-safety", "http-response-code", "stateless", "nested-child", "resource-operations",
    "error-handling/all-errors", "doc-language", "deprecation-schedule", "transition-period", "changelog",
    "transport/no-sensitive-uris", "modules/geospatial", "modules/signing", "modules/encryption",
}  # fmt: skip
"""Source: NLgov REST API Design Rules, repository head of 18 May 2026."""


def test_all_36_rules_are_in_the_table_each_of_its_own_kind() -> None:
    kinds = {row[0].removeprefix("/core/"): row[1] for row in ROWS}

    assert len(ROWS) == 36
    assert kinds == dict.fromkeys(TECHNICAL, "T") | dict.fromkeys(FUNCTIONAL, "F")


def test_every_technical_rule_is_shown_by_the_test_that_bears_its_name() -> None:
    for rule, kind, _, shown in ROWS:
        if kind == "T":
            assert f"test_adr.py::test_{rule.strip('/').translate(str.maketrans('/-', '__'))}`" in shown, rule


def test_everything_that_the_table_points_at_exists() -> None:
    assert len(named(TABLE)) >= 30
    assert missing(TABLE) == []
    for path in re.findall(r"`((?:docs|openapi)/[\w.-]+|CHANGELOG\.md)`", TABLE):
        assert (ROOT / path).exists(), path
