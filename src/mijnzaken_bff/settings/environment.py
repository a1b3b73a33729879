"""What a configuration takes from the environment."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from mijnzaken_bff.settings.place import Place
from mijnzaken_bff.settings.problem import Problem
from mijnzaken_bff.upstream.geheim import FromEnvironment

_NAME = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def filled_in(tree: Any, environment: Mapping[str, str], place: Place, problems: list[Problem]) -> Any:
    """``tree`` with every ``${NAME}`` replaced. A name that is not there is added to ``problems``."""
    match tree:
        case dict():
            return {k: filled_in(v, environment, (*place, k), problems) for k, v in tree.items()}
        case list():
            return [filled_in(v, environment, (*place, n), problems) for n, v in enumerate(tree)]
        case str() if "${" in tree:
            names = _NAME.findall(tree)
            if missing := sorted({name for name in names if name not in environment}):
                problems.append(Problem(place, f"{', '.join(missing)} staat niet in de omgeving"))
                environment = {**environment, **{name: _stand_in(name, alone=tree, place=place) for name in missing}}
            text = _NAME.sub(lambda match: environment[match[1]], tree)
            return FromEnvironment(text) if names else tree
        case _:
            return tree


def _stand_in(name: str, *, alone: str, place: Place) -> str:
    """What could have been in the environment under ``name``, so that the rest of the file is looked at all the same.

    Never used: the configuration is refused already. It passes for a secret, a name and a part of an address.
    """
    text = hashlib.sha256(name.encode()).hexdigest()[:40]
    whole = alone == f"${{{name}}}" and any(str(key).lower().endswith(("url", "issuer")) for key in place[-1:])
    return f"https://{text}.example/" if whole else text
