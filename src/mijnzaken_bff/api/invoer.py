"""The query of ``GET /zaken``: what may be asked, and everything that is wrong with what was asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Annotated, Any, Final, Literal

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from mijnzaken_bff.api.diensten import diensten_of
from mijnzaken_bff.contract.probleem import Invoerfout
from mijnzaken_bff.domain.caller import Caller
from mijnzaken_bff.fanout.lezer import Filters
from mijnzaken_bff.fanout.vraag import AANTAL, Overzichtsvraag

_NOT_OPEN: Final = "Deze bron bestaat niet, of het token noemt de organisatie ervan niet."


class InputRefused(Exception):
    """Input of which at least one part is wrong; it holds every fault."""

    def __init__(self, fouten: Sequence[Invoerfout]) -> None:
        super().__init__(f"{len(fouten)} fouten in de invoer")
        self.fouten = fouten


def _whole_number(value: Any) -> Any:
    if isinstance(value, str) and not (value.isascii() and value.isdigit() and len(value) < 10):
        raise PydanticCustomError("int_parsing", "geheel getal")
    return value


def _yes_or_no(value: Any) -> Any:
    match value:
        case "true" | True:
            return True
        case "false" | False:
            return False
        case None:
            return None
        case _:
            raise PydanticCustomError("bool", "true of false")


class ZakenQuery(BaseModel):
    """The query parameters of ``GET /zaken``; any other is refused."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, hide_input_in_errors=True)

    lopend: Annotated[bool | None, BeforeValidator(_yes_or_no)] = Field(
        default=None, description="true: alleen lopende zaken. false: alleen afgeronde. Zonder: alle."
    )
    bron: list[Annotated[str, Field(max_length=60)]] = Field(
        default=[],
        max_length=1000,
        description=(
            "Alleen deze bron; mag vaker. Zie GET /bronnen voor de namen. "
            "Kiest het token de organisaties, dan alleen een bron daarvan."
        ),
    )
    zaaknummer: str | None = Field(
        default=None,
        min_length=1,
        max_length=40,
        pattern=r"^[^\x00-\x1f\x7f]*$",
        description="Alleen de zaak met precies dit zaaknummer.",
    )
    aantal: Annotated[int, BeforeValidator(_whole_number)] = Field(
        default=AANTAL, ge=1, le=100, description="Hoeveel zaken ten hoogste op een bladzijde."
    )
    cursor: str | None = Field(
        default=None,
        min_length=1,
        max_length=60_000,
        description="De waarde van volgende uit de vorige bladzijde, met dezelfde filters.",
    )
    vernieuw: Annotated[bool, BeforeValidator(_yes_or_no)] = Field(
        default=False,
        description=(
            "true: vraag alles opnieuw aan de bronnen, ook wat net gevraagd is. Hooguit eens per 10 seconden; "
            "vaker telt niet."
        ),
    )
    bronnen: Literal["alle", "bijzonder"] = Field(
        default="alle",
        description="bijzonder: noem in bronnen alleen wie niet ok is. alle: noem elke gevraagde bron.",
    )


def _faults_of_query(request: Request, caller: Caller) -> list[Invoerfout]:
    """What is wrong with the query as a whole: a key that stands there twice, a bron that is unknown or missing.

    It is kept beside the request, so that all faults are told at once, also those of each parameter. A bron that is not
    open to ``caller`` and one that does not exist give the same fault.
    """
    diensten = diensten_of(request)
    given = request.query_params.multi_items()
    fouten = [
        Invoerfout(naam=key, reden="Deze parameter mag maar één keer.", code="dubbel")
        for key, times in Counter(key for key, _ in given).items()
        if times > 1 and key in ZakenQuery.model_fields and key != "bron"
    ]
    named = [value for key, value in given if key == "bron"]
    known = diensten.keuze.open_to(caller)
    if any(bron not in known for bron in named):
        reden = _NOT_OPEN if diensten.keuze.by_claim else "Deze bron bestaat niet. GET /v1/bronnen noemt ze alle."
        fouten.append(Invoerfout(naam="bron", reden=reden, code="onbekend"))
    if diensten.keuze.must_name and not named:
        reden = "Noem ten minste één bron. GET /v1/bronnen noemt ze alle."
        fouten.append(Invoerfout(naam="bron", reden=reden, code="ontbreekt"))
    request.state.fouten = fouten
    return fouten


def query_of(request: Request, caller: Caller) -> ZakenQuery:
    """What ``caller`` asks.

    Raises ``RequestValidationError`` with every fault in a parameter, else ``InputRefused`` with those of the query as
    a whole; ``faults_found`` knows these in both cases.
    """
    fouten = _faults_of_query(request, caller)
    given = request.query_params
    values: dict[str, Any] = dict(given)  # of a key that stands there twice the last: that is a fault by itself
    if "bron" in values:
        values["bron"] = given.getlist("bron")
    try:
        query = ZakenQuery.model_validate(values)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        raise RequestValidationError([{**fault, "loc": ("query", *fault["loc"])} for fault in faults]) from None
    if fouten:
        raise InputRefused(fouten)
    return query


def share_named(request: Request, caller: Caller) -> float:
    """Which part of the bronnen this query names: what it will cost, whatever else is wrong with it."""
    diensten = diensten_of(request)
    known = diensten.keuze.open_to(caller)
    named = known.keys() & set(request.query_params.getlist("bron"))
    return share_of(named or known, diensten.bronnen)


def share_of(asked: Collection[str], known: Collection[str]) -> float:
    """Which part of the bronnen is asked: what an overzicht costs."""
    return len(asked) / len(known)


def faults_found(request: Request) -> list[Invoerfout]:
    """What the route of this request found wrong by itself; nothing when it did not look."""
    return list(getattr(request.state, "fouten", ()))


def vraag_of(query: ZakenQuery, known: Collection[str]) -> Overzichtsvraag:
    """What is asked of the ``known`` bronnen."""
    bronnen = tuple(sorted(set(query.bron) if query.bron else known))
    return Overzichtsvraag(
        bronnen,
        Filters(query.lopend, query.zaaknummer),
        query.aantal,
        query.cursor,
        vernieuw=query.vernieuw,
        alleen_bijzonder=query.bronnen == "bijzonder",
    )
