"""May this document be shown, and how is it told? One predicate, for the list and for its content alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mijnzaken_bff.contract.document import Document, Richting
from mijnzaken_bff.normalise.bestand import bestandsnaam_of, extensie_of, media_type_of
from mijnzaken_bff.normalise.settings import Documentbeleid
from mijnzaken_bff.normalise.tekst import schoon
from mijnzaken_bff.zgw.document import EnkelvoudigInformatieObject
from mijnzaken_bff.zgw.modellen import uuid_of
from mijnzaken_bff.zgw.zaaktype import InformatieObjectType

_RICHTING_OF_TYPE = {"inkomend": Richting.VAN_U, "uitgaand": Richting.VAN_ORGANISATIE}


class Documentoordeel(StrEnum):
    """What a document proves about whether it may be seen. Only ``tonen`` shows it; of the others nobody is told."""

    TONEN = "tonen"
    ZONDER_SLEUTEL = "zonderSleutel"
    """It has no UUID, so nobody could ask for it."""
    STATUS = "status"
    """It is a draft, or does not say that it is none."""
    VERTROUWELIJKHEID = "vertrouwelijkheid"
    """Its level, or that of its type, lies above the ceiling or is unknown."""
    SOORT = "soort"
    """Documents of its type are not shown here."""
    SOORT_ONBEKEND = "soortOnbekend"
    """Its type cannot be read, while a rule about types applies or its level is that of its type."""
    VERVALLEN = "vervallen"
    """Its content was destroyed."""
    NIET_VOOR_INITIATOR = "nietVoorInitiator"
    """It must be meant for a portal, and the register does not say so."""


@dataclass(frozen=True, slots=True, repr=False)
class Stuk:
    """A document of one zaak, with what is known of its type. Does not print: a titel tells of somebody."""

    document: EnkelvoudigInformatieObject
    soort: InformatieObjectType | None = None
    richting: str | None = None
    """Which way documents of this type go in zaken of this zaaktype."""
    titel_relatie: str | None = None
    """What it is called in this zaak; mostly empty."""

    @property
    def uuid(self) -> str | None:
        """Which document it is, whatever its version."""
        return uuid_of(self.document.url)

    def __repr__(self) -> str:
        return "Stuk(…)"


def documentoordeel_of(stuk: Stuk, beleid: Documentbeleid) -> Documentoordeel:
    """Whether a document of a zaak that may be seen may be seen itself: the first reason against it, in a fixed order.

    Source: the rule R-DOC, and ``zgw-semantics`` 2.6.
    """
    document, soort = stuk.document, stuk.soort
    omschrijving = soort.omschrijving if soort else None
    level = document.vertrouwelijkheidaanduiding or (soort.vertrouwelijkheidaanduiding if soort else None)
    if stuk.uuid is None:
        return Documentoordeel.ZONDER_SLEUTEL
    if (document.status or "").casefold() not in beleid.statussen:
        return Documentoordeel.STATUS
    if level is None and soort is None and document.informatieobjecttype is not None:
        return Documentoordeel.SOORT_ONBEKEND
    if not beleid.maximaal.allows(level):
        return Documentoordeel.VERTROUWELIJKHEID
    if beleid.soorten.needs_soort and omschrijving is None:
        return Documentoordeel.SOORT_ONBEKEND
    if omschrijving is not None and beleid.soorten.refuses(omschrijving):
        return Documentoordeel.SOORT
    if document.inhoud_is_vervallen:
        return Documentoordeel.VERVALLEN
    if beleid.tonen_aan_initiator == "verplicht" and document.tonen_aan_initiator is not True:
        return Documentoordeel.NIET_VOOR_INITIATOR
    return Documentoordeel.TONEN


def is_downloadable(document: EnkelvoudigInformatieObject) -> bool:
    """Whether there is content, and all of it."""
    return document.inhoud and not document.bestandsdelen


def richting_of(stuk: Stuk) -> Richting:
    """Which way a document went: as its own days tell, else as documents of its type go in this zaaktype."""
    received, sent = stuk.document.ontvangstdatum, stuk.document.verzenddatum
    if (received is None) is not (sent is None):
        return Richting.VAN_ORGANISATIE if received is None else Richting.VAN_U
    return _RICHTING_OF_TYPE.get((stuk.richting or "").casefold(), Richting.ONBEKEND)


def document_of(stuk: Stuk, zaak_id: str) -> Document:
    """What is told of a document that may be shown, so it has a UUID. ``zaak_id``: that of its zaak in the contract."""
    document, uuid, richting = stuk.document, stuk.uuid or "", richting_of(stuk)
    omvang, downloadable = document.bestandsomvang, is_downloadable(document)
    bestandsnaam = bestandsnaam_of(document)
    return Document(
        id=uuid,
        titel=schoon(document.titel) or schoon(stuk.titel_relatie) or schoon(document.bestandsnaam) or "Document",
        bestandsnaam=bestandsnaam if downloadable else None,
        extensie=extensie_of(bestandsnaam) if downloadable else None,
        formaat=media_type_of(document.formaat) if downloadable else None,
        grootte=omvang if omvang is not None and omvang >= 0 else None,
        datum=_datum(document, richting),
        richting=richting,
        soort=schoon(stuk.soort.omschrijving) if stuk.soort else None,
        downloadbaar=downloadable,
        inhoud=f"/zaken/{zaak_id}/documenten/{uuid}/inhoud" if downloadable else None,
    )


def documenten_of(
    stukken: Iterable[Stuk], beleid: Documentbeleid, zaak_id: str
) -> tuple[list[Document], Counter[Documentoordeel]]:
    """The documents that may be shown, newest first and each once; and how many may not, for which reason.

    One that came twice is shown only if nothing speaks against it either time.
    """
    by_key: dict[str, list[tuple[Documentoordeel, Stuk]]] = {}
    hidden: Counter[Documentoordeel] = Counter()
    for stuk in stukken:
        oordeel = documentoordeel_of(stuk, beleid)
        if stuk.uuid is None:
            hidden[oordeel] += 1
        else:
            by_key.setdefault(stuk.uuid, []).append((oordeel, stuk))
    shown = []
    for judged in by_key.values():
        against = sorted(oordeel for oordeel, _ in judged if oordeel is not Documentoordeel.TONEN)
        if against:
            hidden[against[0]] += 1
        else:
            told = [(stuk.document.versie or 0, document_of(stuk, zaak_id)) for _, stuk in judged]
            shown.append(max(told, key=lambda one: (one[0], one[1].model_dump_json()))[1])
    shown.sort(key=lambda document: (document.titel, document.id))
    shown.sort(key=lambda document: document.datum or date.min, reverse=True)
    return shown, hidden


def _datum(document: EnkelvoudigInformatieObject, richting: Richting) -> date | None:
    received, sent = document.ontvangstdatum, document.verzenddatum
    arrived = sent or received if richting is Richting.VAN_ORGANISATIE else received or sent
    return arrived or document.creatiedatum
