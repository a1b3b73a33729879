"""How far one zaak is, drawn out: the four fasen, and in each the steps of its own zaaktype."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from mijnzaken_bff.contract.fase import Fase, FaseHerkomst
from mijnzaken_bff.contract.voortgang import Fasevoortgang, Stapstand, Voortgangsstap
from mijnzaken_bff.normalise.fase import FASE_NAAM, Duiding, Voortgang, duiding_of
from mijnzaken_bff.normalise.historie import Gezet, is_eindstatus, sleutel_of
from mijnzaken_bff.normalise.settings import Fasen, Toon, Weergave
from mijnzaken_bff.normalise.status import dag_of, naam_of, toelichting_of, uitleg_of
from mijnzaken_bff.normalise.tekst import schoon, vergelijkbaar
from mijnzaken_bff.normalise.termijn import Termijn, stapdatum_of
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.zaak import Zaak
from mijnzaken_bff.zgw.zaaktype import StatusType

FASEN: Final = (Fase.GEREGISTREERD, Fase.GEACCEPTEERD, Fase.IN_BEHANDELING, Fase.AFGEROND)
"""In the order in which a zaak goes through them."""

_PLACE: Final = {fase: place for place, fase in enumerate(FASEN)}
_REACHED: Final = (Stapstand.VOLTOOID, Stapstand.HUIDIG)
_PASSED: Final = (Stapstand.VOLTOOID, Stapstand.OVERGESLAGEN)
_NEVER_SET: Final = (Stapstand.OVERGESLAGEN, Stapstand.VERVALLEN)
"""What can be said of a step only by who knows the whole history."""


@dataclass(slots=True)
class _Stap:
    """A step while it is being given its place."""

    sleutel: str
    duiding: Duiding | None
    """None when its statustype could not be read."""
    is_end: bool
    gezet: list[Gezet] = field(default_factory=list)
    """When it was set, the latest last."""
    toestand: Stapstand = Stapstand.TOEKOMSTIG
    fase: Fase = Fase.GEREGISTREERD

    @property
    def huidig(self) -> bool:
        """Whether it is the present status."""
        return any(gezet.huidig for gezet in self.gezet)

    @property
    def verborgen(self) -> bool:
        """Whether it is never shown."""
        return self.duiding is not None and self.duiding.verborgen


def fasen_of(
    zaak: Zaak,
    soort: Soort,
    weergave: Weergave,
    voortgang: Voortgang,
    *,
    historie: Sequence[Gezet],
    complete: bool,
    aanvraagdatum: date,
    termijn: Termijn,
) -> list[Fasevoortgang]:
    """The four fasen of a zaak, in order, each with its steps. ``voortgang`` and ``termijn`` are those of the zaak.

    The steps are the statustypen by volgnummer. Where they have no order, or the present status has no place in it,
    they are only those that were reached, by day: never a step to come that we would be guessing. Not ``complete``:
    the history could not be read, and of a step before the present one nobody can say whether it was reached, so it is
    left out.
    """
    steps = None if _is_lost(zaak, historie) else _ladder(soort, weergave.fasen, historie, lopend=voortgang.lopend)
    if steps is None:
        steps = _reached(soort, weergave.fasen, historie, lopend=voortgang.lopend)
    _place(steps, voortgang)
    shown = [step for step in steps if not step.verborgen]

    def told_of(step: _Stap) -> Voortgangsstap:
        return _voortgangsstap(step, zaak, termijn, weergave.toon)

    return [
        _fase(
            fase,
            [step for step in shown if step.fase is fase],
            voortgang,
            complete=complete,
            aanvraagdatum=aanvraagdatum,
            einddatum=zaak.einddatum,
            told_of=told_of,
        )
        for fase in FASEN
    ]


def _is_lost(zaak: Zaak, historie: Sequence[Gezet]) -> bool:
    """Whether an open zaak has a status, and it is not known which."""
    return zaak.einddatum is None and zaak.status is not None and not any(gezet.huidig for gezet in historie)


def _ladder(soort: Soort, fasen: Fasen, historie: Sequence[Gezet], *, lopend: bool) -> list[_Stap] | None:
    """A step for each statustype of the zaaktype; None where they have no order, or the present one no place in it.

    A status from another version of the zaaktype is the step that has its name; without one it is no step.
    """
    by_key = {sleutel_of(one): _stap(sleutel_of(one), one, soort, fasen) for one in soort.ladder}
    if not by_key or any(gezet.huidig and gezet.sleutel not in by_key for gezet in historie):
        return None
    steps = list(by_key.values())
    by_name: dict[str, list[_Stap]] = {}
    for step in steps:
        by_name.setdefault(_naam(step.duiding.statustype if step.duiding else None), []).append(step)
    for gezet in historie:
        named = by_name.get(_naam(gezet.statustype), [])
        found = by_key.get(gezet.sleutel or "") or (named[0] if len(named) == 1 else None)
        if found is not None:
            found.gezet.append(gezet)
    present = next((place for place, step in enumerate(steps) if step.huidig), None)
    for place, step in enumerate(steps):
        if not lopend:
            step.toestand = Stapstand.VOLTOOID if step.gezet else Stapstand.VERVALLEN
        elif present is not None and place < present:
            step.toestand = Stapstand.VOLTOOID if step.gezet else Stapstand.OVERGESLAGEN
        elif place == present:
            step.toestand = Stapstand.HUIDIG
    return steps


def _reached(soort: Soort, fasen: Fasen, historie: Sequence[Gezet], *, lopend: bool) -> list[_Stap]:
    """A step for each statustype that was reached, by its last day; an end that an open zaak has left is none."""
    by_key: dict[str, _Stap] = {}
    for gezet in historie:
        if gezet.sleutel is not None:
            step = by_key.pop(gezet.sleutel, None) or _stap(gezet.sleutel, gezet.statustype, soort, fasen)
            step.gezet.append(gezet)
            step.toestand = Stapstand.HUIDIG if lopend and step.huidig else Stapstand.VOLTOOID
            by_key[gezet.sleutel] = step
    return [step for step in by_key.values() if not (lopend and step.is_end and not step.huidig)]


def _stap(sleutel: str, statustype: StatusType | None, soort: Soort, fasen: Fasen) -> _Stap:
    if statustype is None:
        return _Stap(sleutel, None, is_end=False)
    return _Stap(sleutel, duiding_of(statustype, soort, fasen), is_eindstatus(statustype, soort))


def _naam(statustype: StatusType | None) -> str:
    return vergelijkbaar(statustype.omschrijving) if statustype else ""


def _place(steps: Sequence[_Stap], voortgang: Voortgang) -> None:
    """Give each step its fase.

    The present one lies in the fase of the zaak, and an end in the last one. What is configured is followed. For the
    rest no step lies before the one that comes before it, and of an open zaak nothing that is past lies after the
    present one: or the picture would jump.
    """
    now = _PLACE.get(voortgang.fase)
    least = 0
    for step in steps:
        told = _PLACE.get(step.duiding.fase) if step.duiding else None
        configured = (
            told is not None and step.duiding is not None and step.duiding.herkomst is FaseHerkomst.CONFIGURATIE
        )
        if step.huidig and now is not None:
            place = now
            least = now if voortgang.lopend else max(least, min(told or 0, _PLACE[Fase.IN_BEHANDELING]))
        elif step.is_end and not (step.huidig and voortgang.lopend):
            place = _PLACE[Fase.AFGEROND]
        elif configured and told is not None:
            place = least = told
        else:
            place = least = max(least, told or 0)
            if voortgang.lopend and now is not None and step.toestand in _PASSED:
                place = min(place, now)
        step.fase = FASEN[place]


def _toestand(fase: Fase, steps: Sequence[_Stap], voortgang: Voortgang, *, complete: bool) -> Stapstand:
    now, place = _PLACE.get(voortgang.fase), _PLACE[fase]
    if now is None:
        return Stapstand.VOLTOOID if fase is Fase.GEREGISTREERD else Stapstand.TOEKOMSTIG
    if place == now:
        return Stapstand.HUIDIG if voortgang.lopend else Stapstand.VOLTOOID
    if place > now:
        return Stapstand.TOEKOMSTIG
    # A zaak that exists is registered. And where the history could not be read, what lies behind it is behind it.
    if fase is Fase.GEREGISTREERD or any(step.toestand in _REACHED or not complete for step in steps):
        return Stapstand.VOLTOOID
    return Stapstand.VERVALLEN if steps and not voortgang.lopend else Stapstand.OVERGESLAGEN


def _fase(
    fase: Fase,
    steps: Sequence[_Stap],
    voortgang: Voortgang,
    *,
    complete: bool,
    aanvraagdatum: date,
    einddatum: date | None,
    told_of: Callable[[_Stap], Voortgangsstap],
) -> Fasevoortgang:
    days = [
        day
        for step in steps
        if step.toestand in _REACHED
        for gezet in step.gezet
        if (day := dag_of(gezet.status.datum_status_gezet))
    ]
    datum = min(days, default=aanvraagdatum if fase is Fase.GEREGISTREERD else None)
    if fase is Fase.AFGEROND:
        datum = einddatum or datum
    toestand = _toestand(fase, steps, voortgang, complete=complete)
    return Fasevoortgang(
        fase=fase,
        naam=FASE_NAAM[fase],
        toestand=toestand,
        datum=datum if toestand in _REACHED else None,
        stappen=[told_of(step) for step in steps if complete or step.toestand not in _NEVER_SET],
    )


def _voortgangsstap(step: _Stap, zaak: Zaak, termijn: Termijn, toon: Toon) -> Voortgangsstap:
    """What is told of a step. When it was set counts only where it is still reached."""
    statustype = step.duiding.statustype if step.duiding else None
    regel = step.duiding.regel if step.duiding else None
    to_come = step.toestand is Stapstand.TOEKOMSTIG
    last = step.gezet[-1].status if step.gezet and step.toestand in _REACHED else None
    return Voortgangsstap(
        id=step.sleutel,
        volgnummer=statustype.volgnummer if statustype else None,
        naam=naam_of(statustype, regel),
        naam_bron=schoon(statustype.omschrijving) if statustype else None,
        uitleg=uitleg_of(statustype, regel),
        toelichting=toelichting_of(last, toon),
        toestand=step.toestand,
        datum=dag_of(last.datum_status_gezet) if last else None,
        verwacht=stapdatum_of(zaak, statustype, termijn) if statustype is not None and to_come else None,
    )
