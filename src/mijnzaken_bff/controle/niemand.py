"""What nobody has: a zaak or a document that is asked for to see what a register does with what does not exist."""

from __future__ import annotations

from uuid import uuid4

from mijnzaken_bff.upstream.pages import Page


def uuid_of_nobody() -> str:
    """A UUID that was not there a moment ago, so that nothing in any register has it."""
    return str(uuid4())


def what_was_found(page: Page) -> str:
    """How much a search for nobody found, in words."""
    return f"vindt {len(page.items)}{' en belooft meer' if page.more else ''}"
