"""What is asked along with a zaak, and what an item shows of how the register took that."""

from __future__ import annotations

from typing import Any, Final

EXPAND: Final = ("status", "resultaat", "rollen")
"""What belongs to the zaak. What belongs to the catalogue comes from our own cache: expanding it is paid per object."""


def expanded_rollen(item: Any) -> bool:
    """Whether an item came with its rollen, be it with none of them."""
    group = item.get("_expand") if isinstance(item, dict) else None
    return isinstance(group, dict) and isinstance(group.get("rollen"), list)


def lacks_rollen(item: Any) -> bool:
    """Whether an item came without its rollen although it may have some: their list is not there, or names some."""
    return isinstance(item, dict) and not expanded_rollen(item) and item.get("rollen") != []


def broke_over_rollen(item: Any) -> bool:
    """Whether the register did expand, and met an error of its own over the rollen of this zaak at that moment."""
    group = item.get("_expand") if isinstance(item, dict) else None
    rollen = group.get("rollen") if isinstance(group, dict) else None
    return isinstance(rollen, dict) and "_error" in rollen
