"""Write the fixtures to ``openapi/voorbeelden/``, and remove what is none any more. Called by ``make voorbeelden``."""

from __future__ import annotations

from tests.voorbeelden.map import MAP, bestanden

written = bestanden()
for old in [path for path in MAP.rglob("*") if path.is_file() and path.relative_to(MAP).as_posix() not in written]:
    old.unlink()
for name, text in written.items():
    path = MAP / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
