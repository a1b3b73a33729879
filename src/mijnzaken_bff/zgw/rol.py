"""A rol: who has to do with a zaak, and as what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

from typing_extensions import TypedDict

from mijnzaken_bff.zgw.modellen import lenient_day, text_in

_IDENTIFIERS: Final = {
    "inpbsn": "inp_bsn",
    "innnnpid": "inn_nnp_id",
    "annidentificatie": "ann_identificatie",
    "kvknummer": "kvk_nummer",
    "vestigingsnummer": "vestigings_nummer",
}
"""The keys that identify, in lower case: registers spell ``kvkNummer`` and ``kvknummer``."""


class Identificatie(TypedDict, total=False):
    """The identifying part of a betrokkene; names, addresses and birth dates are not read."""

    inp_bsn: str
    inn_nnp_id: str
    ann_identificatie: str
    kvk_nummer: str
    vestigings_nummer: str


class Rol:
    """One involvement of one betrokkene in a zaak. Source: Zaken API 1.5, ``Rol``.

    A plain class and no pydantic model: of every zaak that is read each rol is looked at, and most of them only to see
    whom they name. What is seldom needed is read when it is. It keeps no name or address, and does not print.
    """

    __slots__ = (
        "_begin",
        "_einde",
        "_machtiging",
        "betrokkene_identificatie",
        "betrokkene_type",
        "omschrijving_generiek",
        "zaak",
    )

    def __init__(self, written: Mapping[str, Any]) -> None:
        self.zaak: object = written.get("zaak")
        """The link of the zaak it belongs to, as written; registers may leave it out where they expand."""
        self._machtiging = written.get("indicatieMachtiging")
        self._begin = written.get("beginGeldigheid")
        self._einde = written.get("eindeGeldigheid")
        self.betrokkene_type: str | None = text_in(written.get("betrokkeneType"))
        self.omschrijving_generiek: str | None = text_in(written.get("omschrijvingGeneriek"))
        self.betrokkene_identificatie: Identificatie | None = _identificatie(
            written.get("betrokkeneIdentificatie") or _with_a_capital(written)
        )
        """None when the register does not tell whom this rol is of: a link only, or nothing."""

    @property
    def indicatie_machtiging(self) -> str | None:
        """``gemachtigde`` or ``machtiginggever``, when one acts for the other."""
        return text_in(self._machtiging)

    @property
    def begin_geldigheid(self) -> date | None:
        """From which day on it holds."""
        return lenient_day(self._begin)

    @property
    def einde_geldigheid(self) -> date | None:
        """Up to and with which day it holds."""
        return lenient_day(self._einde)

    def __repr__(self) -> str:
        return "Rol(…)"

    __str__ = __repr__


def _with_a_capital(written: Mapping[str, Any]) -> Any:
    """The same under the key that OneGround writes where it expands a rol."""
    return written.get("BetrokkeneIdentificatie")


def _identificatie(value: Any) -> Identificatie | None:
    if not isinstance(value, dict) or not value:
        return None
    named: Identificatie = {}
    for key, name in _spelled(tuple(value)):
        text = value[key]
        if text is None or text == "":
            continue
        if not isinstance(text, str) or named.get(name, text) != text:
            return None  # a number as a number lost its zeros, and two that differ tell nothing
        named[name] = text  # type: ignore[literal-required]  # the names of ``_IDENTIFIERS`` are its keys
    return named


@lru_cache(maxsize=256)
def _spelled(keys: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The keys that identify, as this register spells them, each with our name for it."""
    return tuple((key, _IDENTIFIERS[key.lower()]) for key in keys if key.lower() in _IDENTIFIERS)


def rollen_of(expanded: Any) -> list[Rol] | None:
    """The rollen in an expanded list, or None when one of them, or the list itself, cannot be read."""
    if not isinstance(expanded, list) or not all(isinstance(item, dict) for item in expanded):
        return None
    return [Rol(item) for item in expanded]
