"""The text of a file of the configuration."""

from __future__ import annotations

from pathlib import Path

from mijnzaken_bff.domain.bestandsfout import why
from mijnzaken_bff.settings.problem import ConfigurationRefused, Problem


def text_of(path: Path) -> str:
    """What stands in the file at ``path``. Raises ``ConfigurationRefused``."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = why(error) if isinstance(error, OSError) else "geen UTF-8"
        raise ConfigurationRefused([Problem((), f"{path} is niet te lezen: {reason}")]) from error
