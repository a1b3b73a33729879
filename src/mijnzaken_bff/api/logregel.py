"""What the log line of a request tells beside its route and status: who asked, or why nobody was let in."""

from __future__ import annotations

from collections.abc import Collection

from starlette.types import Scope

from mijnzaken_bff.api.afwijzing import Afgewezen
from mijnzaken_bff.api.keuze import Keuze
from mijnzaken_bff.domain.caller import Caller
from mijnzaken_bff.domain.meting import Einde, Stroomeinde
from mijnzaken_bff.identity.refusals import CallerForbidden, KeysUnavailable, Reason, StepUpRequired, TokenRejected

_KEY = "logregel"


def note_caller(scope: Scope, caller: Caller, klanten: Collection[tuple[str, str]]) -> None:
    """Note through which door ``caller`` came: nothing that tells who it is.

    ``klanten`` are the clients that the configuration names, each after its uitgever. Any other is left out, because
    then it is the issuer alone that decides what stands there.
    """
    told: dict[str, str | int] = {"uitgever": caller.uitgever, "kanaal": caller.kanaal.value}
    if caller.niveau is not None:
        told["niveau"] = caller.niveau.value
    if caller.klant is not None and (caller.uitgever, caller.klant) in klanten:
        told["klant"] = caller.klant
    _told(scope).update(told)


def note_refusal(scope: Scope, refused: Exception) -> None:
    """Note in one word why a request was refused; what is wrong with its input is between us and the caller."""
    match refused:
        case TokenRejected(reden=reden) if reden is not None:
            told = reden.value
        case CallerForbidden(reden=reden):
            told = reden.value
        case Afgewezen(reden=reden):
            told = reden.value
        case StepUpRequired():
            told = Reason.LEVEL.value
        case KeysUnavailable():
            told = "sleutels"
        case _:
            return
    _told(scope)["reason"] = told


def note_end(scope: Scope, einde: Einde | Stroomeinde) -> None:
    """Note in one word how an answer that had begun ended, when it did not end well."""
    _told(scope)["reason"] = einde.value


def note_choice(scope: Scope, keuze: Keuze, aantal: int) -> None:
    """Note how many bronnen a request asks, and why these."""
    _told(scope).update({"keuze": keuze.value, "bronnen": aantal})


def facts_of(scope: Scope) -> dict[str, str | int]:
    """What was noted of a request, as fields of its log line."""
    return _told(scope)


def _told(scope: Scope) -> dict[str, str | int]:
    told: dict[str, str | int] = scope.setdefault("state", {}).setdefault(_KEY, {})
    return told
