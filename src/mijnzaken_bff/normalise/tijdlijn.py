"""What happened in one zaak, newest first: exactly what is shown elsewhere in the answer, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Final

from mijnzaken_bff.contract.besluit import Besluit
from mijnzaken_bff.contract.document import Document, Richting
from mijnzaken_bff.contract.tijdlijn import Afzender, Gebeurtenis, Tijdlijnpunt
from mijnzaken_bff.normalise.besluit import dag_van
from mijnzaken_bff.normalise.historie import Gezet
from mijnzaken_bff.normalise.settings import Weergave
from mijnzaken_bff.normalise.sleutel import sleutel_van
from mijnzaken_bff.normalise.status import dag_of, naam_of, toelichting_of, uitleg_of
from mijnzaken_bff.normalise.tekst import schoon
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.rol import Rol
from mijnzaken_bff.zgw.status import Substatus
from mijnzaken_bff.zgw.zaak import Zaak

_STATUS_ZONDER_NAAM: Final = "Status gewijzigd"
_BESLUIT_ZONDER_NAAM: Final = "Besluit"
_ONTVANGST: Final = "Aanvraag ontvangen"

_BEFORE_ALL: Final = datetime.min.replace(tzinfo=UTC)

_VAN: Final = {Richting.VAN_U: Afzender.U, Richting.VAN_ORGANISATIE: Afzender.ORGANISATIE}

_RANG: Final = (
    Gebeurtenis.ONTVANGST,
    Gebeurtenis.DOCUMENT,
    Gebeurtenis.BESLUIT,
    Gebeurtenis.SUBSTATUS,
    Gebeurtenis.STATUS,
)
"""What of one day, or of one moment, is taken to have come first."""


def tijdlijn_of(
    zaak: Zaak,
    soort: Soort,
    weergave: Weergave,
    *,
    historie: Iterable[Gezet],
    substatussen: Iterable[Substatus],
    documenten: Iterable[Document],
    besluiten: Iterable[Besluit],
    rollen: Iterable[Rol],
    aanvraagdatum: date,
) -> list[Tijdlijnpunt]:
    """The timeline of a zaak. ``documenten`` and ``besluiten`` are those that are shown, ``rollen`` the own ones.

    Newest first. Of one day, what has only a day is taken to come before what has a moment. What has no day at all is
    left out.
    """
    points = [
        _ontvangst(zaak, rollen, aanvraagdatum),
        *(_document(document, document.datum) for document in documenten if document.datum),
        *(_besluit(besluit, day) for besluit in besluiten if (day := dag_van(besluit))),
        *(point for substatus in substatussen if (point := _substatus(substatus, zaak))),
        *_statussen(historie, soort, weergave),
    ]
    known = {point.id: point for _, point in sorted(enumerate(points), key=_order)}
    return list(known.values())[::-1]


def _order(placed: tuple[int, Tijdlijnpunt]) -> tuple[date, datetime, int, int, str, str]:
    """Oldest first. Statussen of one moment stay as their history has them; of the rest the place says nothing."""
    place, point = placed
    rang = _RANG.index(point.soort)
    within = place if point.soort is Gebeurtenis.STATUS else 0
    return point.datum, point.moment or _BEFORE_ALL, rang, within, point.titel, point.id


def _ontvangst(zaak: Zaak, rollen: Iterable[Rol], aanvraagdatum: date) -> Tijdlijnpunt:
    own = any((rol.omschrijving_generiek or "").casefold() == "initiator" for rol in rollen)
    return Tijdlijnpunt(
        id="ontvangst",
        soort=Gebeurtenis.ONTVANGST,
        moment=None,
        datum=aanvraagdatum,
        titel=_ONTVANGST,
        tekst=None,
        afzender=Afzender.U if own else Afzender.ONBEKEND,
        kanaal=schoon(zaak.communicatiekanaal_naam),
        document_id=None,
    )


def _statussen(historie: Iterable[Gezet], soort: Soort, weergave: Weergave) -> Iterator[Tijdlijnpunt]:
    regels = weergave.fasen.regels_of(soort.zaaktype.identificatie if soort.zaaktype else None)
    for gezet in historie:
        status, statustype = gezet.status, gezet.statustype
        moment, day = status.datum_status_gezet, dag_of(status.datum_status_gezet)
        if day is None or (statustype and regels.hides(statustype.omschrijving)):
            continue
        regel = regels.regel_of(statustype.omschrijving, statustype.volgnummer) if statustype else None
        yield Tijdlijnpunt(
            id=f"status-{sleutel_van(status.url, gezet.sleutel, moment)}",
            soort=Gebeurtenis.STATUS,
            moment=moment,
            datum=day,
            titel=naam_of(statustype, regel) or _STATUS_ZONDER_NAAM,
            tekst=toelichting_of(status, weergave.toon) or uitleg_of(statustype, regel),
            afzender=Afzender.ORGANISATIE,
            kanaal=None,
            document_id=None,
        )


def _substatus(substatus: Substatus, zaak: Zaak) -> Tijdlijnpunt | None:
    """One that is meant for the betrokkenen and says what happened, and when; any other is none."""
    titel, day = schoon(substatus.omschrijving), dag_of(substatus.tijdstip)
    meant_for_them = (substatus.doelgroep or "").casefold() == "betrokkenen" and zaak.has(substatus.zaak)
    if titel is None or day is None or not meant_for_them:
        return None
    return Tijdlijnpunt(
        id=f"substatus-{sleutel_van(substatus.url, titel, substatus.tijdstip)}",
        soort=Gebeurtenis.SUBSTATUS,
        moment=substatus.tijdstip,
        datum=day,
        titel=titel,
        tekst=None,
        afzender=Afzender.ORGANISATIE,
        kanaal=None,
        document_id=None,
    )


def _document(document: Document, day: date) -> Tijdlijnpunt:
    return Tijdlijnpunt(
        id=f"document-{document.id}",
        soort=Gebeurtenis.DOCUMENT,
        moment=None,
        datum=day,
        titel=document.titel,
        tekst=document.soort,
        afzender=_VAN.get(document.richting, Afzender.ONBEKEND),
        kanaal=None,
        document_id=document.id,
    )


def _besluit(besluit: Besluit, day: date) -> Tijdlijnpunt:
    return Tijdlijnpunt(
        id=f"besluit-{besluit.id}",
        soort=Gebeurtenis.BESLUIT,
        moment=None,
        datum=day,
        titel=besluit.naam or _BESLUIT_ZONDER_NAAM,
        tekst=besluit.toelichting,
        afzender=Afzender.ORGANISATIE,
        kanaal=None,
        document_id=None,
    )
