"""The numbers that name a person or a company: they cannot exist invalid and cannot be printed by accident."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any, ClassVar, NoReturn, Self


class OngeldigNummer(ValueError):
    """A text that is not the number it should be. The message never repeats the text."""


def passes_elfproef(digits: str) -> bool:
    """Whether nine digits pass the elfproef: weights 9 to 2 and then -1, divisible by eleven."""
    total = sum(weight * int(digit) for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True))
    return total % 11 == 0


class Nummer:
    """A number of fixed length, held so that only ``reveal`` gives the digits.

    Two numbers of different kinds are never equal, whatever their digits: a BSN and an RSIN look the same. A plain
    class and no dataclass, because ``dataclasses.asdict`` would lay the digits open.
    """

    __slots__ = ("__digits",)

    length: ClassVar[int]
    elfproef: ClassVar[bool] = False

    __digits: str

    def __init__(self, digits: str) -> None:
        wrong = not isinstance(digits, str) or len(digits) != self.length or not (digits.isascii() and digits.isdigit())
        if wrong or int(digits) == 0 or (self.elfproef and not passes_elfproef(digits)):
            raise OngeldigNummer(f"geen geldig {type(self).__name__}") from None
        object.__setattr__(self, "_Nummer__digits", digits)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} verandert niet")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, Nummer) and other.__digits == self.__digits

    def __hash__(self) -> int:
        return hash((type(self), self.__digits))

    def reveal(self) -> str:
        """The digits. Called where a register is asked and where they are sealed for the log of verwerkingen."""
        return self.__digits

    def matches(self, text: object) -> bool:
        """Whether ``text``, as some register wrote it, is this number.

        Surrounding blanks and lost leading zeros are forgiven; anything that is not digits never matches.
        """
        if not isinstance(text, str):
            return False
        if text == self.__digits:
            return True
        digits = text.strip()
        if not digits or len(digits) > self.length or not (digits.isascii() and digits.isdigit()):
            return False
        return digits.rjust(self.length, "0") == self.__digits

    def is_written(self, text: object) -> bool:
        """Whether ``text`` is this number digit for digit: for a field that may hold numbers of another kind too."""
        return isinstance(text, str) and text.strip() == self.__digits

    def pseudonym(self, key: bytes) -> bytes:
        """A keyed SHA-256 over kind and digits: the same person gives the same bytes, and nobody can go back."""
        return hmac.digest(key, f"{type(self).__name__}:{self.__digits}".encode(), hashlib.sha256)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({'*' * self.length})"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _memo: dict[int, Any]) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"{type(self).__name__} wordt niet weggeschreven")


class Bsn(Nummer):
    """Burgerservicenummer: nine digits that pass the elfproef. Prints as ``Bsn(*********)``."""

    __slots__ = ()
    length = 9
    elfproef = True

    @classmethod
    def padded(cls, text: str) -> Self:
        """A BSN of which eight digits were written: the leading zero is put back. Shorter is refused."""
        return cls(text.rjust(9, "0") if len(text) == 8 else text)


class Rsin(Nummer):
    """Rechtspersonen en samenwerkingsverbanden informatienummer: nine digits that pass the elfproef."""

    __slots__ = ()
    length = 9
    elfproef = True


class Kvk(Nummer):
    """KvK-nummer: eight digits."""

    __slots__ = ()
    length = 8


class Vestigingsnummer(Nummer):
    """Vestigingsnummer of the Handelsregister: twelve digits."""

    __slots__ = ()
    length = 12
