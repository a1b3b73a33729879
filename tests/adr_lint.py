"""Lint the contract with the official ruleset of the NLgov API Design Rules. Called by ``make lint``."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from mijnzaken_bff.app import published_contract

HERE = Path(__file__).parent / "adr"
RULESET = Path(__file__).parents[1].parent / "shared" / "standards" / "adr"
MUST_FAIL = ("error-type", "version-header-missing", "query-keys-camel-case")
"""Samples of the maintainer that must be refused: a linter that is silently broken is noticed."""


def main() -> int:
    """The exit code: 0 when the contract is clean, or when the linter cannot run and nobody said it must."""
    missing = [
        name
        for name, there in (("../shared/standards/adr", RULESET.is_dir()), ("node en npm", bool(shutil.which("npm"))))
        if not there
    ]
    if missing:
        print(f"ADR-regels overgeslagen: {' en '.join(missing)} ontbreekt.", file=sys.stderr)
        return 1 if os.environ.get("CI") == "true" else 0
    if not (HERE / "node_modules/.bin/spectral").exists():
        subprocess.run(["npm", "ci", "--silent"], cwd=HERE, check=True)
    for name in MUST_FAIL:
        if lint(RULESET / "testcases" / name / "openapi.json").returncode == 0:
            print(f"De linter keurt {name} goed: hij werkt niet.", file=sys.stderr)
            return 1
    with tempfile.TemporaryDirectory() as folder:
        contract = Path(folder) / "openapi.json"
        contract.write_text(json.dumps(published_contract()), encoding="utf-8")
        result = lint(contract)
    print(result.stdout.strip())
    return result.returncode


def lint(document: Path) -> subprocess.CompletedProcess[str]:
    """What the linter says of one document; exit code 0 is clean."""
    spectral = HERE / "node_modules/.bin/spectral"
    command = [str(spectral), "lint", "-r", str(RULESET / "linter.yaml"), str(document), "--fail-severity=warn"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main())
