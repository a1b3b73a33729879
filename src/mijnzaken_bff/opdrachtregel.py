"""argparse in Dutch: its headings, and what it says of a mistake."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, Final, NoReturn

from mijnzaken_bff.logs import MASK

_WORDS: Final = tuple(
    (re.compile(pattern, re.DOTALL), told)
    for pattern, told in (
        (r"the following arguments are required: (.+)", r"\1 ontbreekt"),
        (r"unrecognized arguments: .*?(?<!\S)(-+[a-z][a-z-]*).*", r"\1 bestaat hier niet"),
        (r"unrecognized arguments: .*", r"er staat een waarde te veel"),
        (r"ambiguous option: (\S+?)(?:=.*)? could match (.+)", r"\1 kan meer betekenen: \2"),
        (r"argument (.+?): invalid choice: .* \(choose from (.+)\)", r"\1: kies uit \2"),
        (r"argument (.+?): expected one argument", r"\1: er hoort een waarde achter"),
        (r"argument (.+?): ignored explicit argument .*", r"\1: er hoort geen waarde achter"),
        (r"argument (.+?): not allowed with argument (.+)", r"\1 kan niet samen met \2"),
        (r"argument (.+?): (.+)", r"\1: \2"),
    )
)
"""What argparse says of a mistake, and how we say it. The first that fits counts."""


_COULD_BE_A_NUMBER: Final = re.compile(r"\d(?:[\W_]*\d){5,}")
"""Six digits or more, of any script, but for signs between them: a port is shorter, a BSN that misses a few is not."""


class _Uitleg(argparse.HelpFormatter):
    """Help with Dutch headings."""

    def start_section(self, heading: str | None) -> None:
        """Begin a section."""
        super().start_section({"positional arguments": "opdrachten", "options": "opties"}.get(heading or "", heading))

    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        """Begin with how it is used."""
        super().add_usage(usage, actions, groups, "gebruik: " if prefix is None else prefix)


class Opdrachtregel(argparse.ArgumentParser):
    """A parser that speaks Dutch, and repeats no value: it may be a number of somebody."""

    def __init__(self, prog: str, **kwargs: Any) -> None:
        super().__init__(prog, **kwargs | {"add_help": False, "formatter_class": _Uitleg})
        self.add_argument("-h", "--help", action="help", help="deze uitleg tonen")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end with 2."""
        self.print_usage(sys.stderr)
        found = next(((match, told) for pattern, told in _WORDS if (match := pattern.fullmatch(message))), None)
        told = _COULD_BE_A_NUMBER.sub(MASK, found[0].expand(found[1]) if found else message)
        self.exit(2, f"{self.prog}: fout: {told}\n")
