"""A zaak as the Zaken API writes it, with what was expanded beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field, ValidationError

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.zgw.modellen import (
    Day,
    Flag,
    LenientDay,
    Moment,
    RequiredDay,
    Text,
    UpstreamModel,
    day_in,
    text_in,
    uuid_of,
)
from mijnzaken_bff.zgw.status import Status


class Resultaat(UpstreamModel):
    """What came of a zaak. Source: Zaken API 1.5, ``Resultaat``."""

    resultaattype: Text = None
    toelichting: Text = None


class Verlenging(UpstreamModel):
    """An extension of the term; registers do not say whether their dates hold it already."""

    reden: Text = None
    duur: Text = None


class Opschorting(UpstreamModel):
    """The term stands still, or stood still before. It has no dates and no length."""

    indicatie: Flag = False
    eerdere_opschorting: Flag = False
    reden: Text = None


def _group(value: Any) -> Any:
    return value if isinstance(value, dict) else None


class Zaak(UpstreamModel):
    """What we read of a zaak. Source: Zaken API 1.5, ``Zaak``.

    Without a UUID and a ``startdatum`` it has no place in an overzicht, and a wrong ``einddatum`` would call an open
    zaak closed: those must be readable. All else may be missing, null, empty or strange.
    """

    uuid: str
    identificatie: Text = None
    bronorganisatie: Text = None
    verantwoordelijke_organisatie: Text = None
    omschrijving: Text = None
    zaaktype: Text = None
    registratiedatum: LenientDay = None
    startdatum: RequiredDay
    einddatum: Day = None
    einddatum_gepland: LenientDay = None
    uiterlijke_einddatum_afdoening: LenientDay = None
    laatst_gemuteerd: Moment = None
    verlenging: Annotated[Verlenging | None, BeforeValidator(_group)] = None
    opschorting: Annotated[Opschorting | None, BeforeValidator(_group)] = None
    hoofdzaak: Text = None
    communicatiekanaal_naam: Text = None
    """How the request came in (Open Zaak)."""
    status: Text = None
    resultaat: Text = None

    expanded_status: Annotated[Status | None, BeforeValidator(_group)] = Field(default=None, alias="_status")
    expanded_resultaat: Annotated[Resultaat | None, BeforeValidator(_group)] = Field(default=None, alias="_resultaat")

    def has(self, zaak: str | None) -> bool:
        """Whether what names ``zaak`` as the link of its zaak belongs to this one: it does, or it names none."""
        return zaak is None or uuid_of(zaak) == self.uuid


class Kop(NamedTuple):
    """What order and policy need of a zaak. Of a thousand that are read twenty are shown: only those are read whole.

    There is a ``Kop`` exactly where ``zaak_of`` gives a zaak.
    """

    uuid: str
    startdatum: date
    einddatum: date | None
    zaaktype: str | None
    has_status: bool
    statustype: str | None
    """None also when the status did not come with the zaak."""
    has_resultaat: bool
    """A resultaat counts only once the zaak has ended: a reopened one keeps its old one."""
    resultaattype: str | None
    lacks: bool
    """Whether a status or a resultaat that is there did not come with the zaak."""


def kop_of(item: Any, uuid: str | None = None) -> Kop | None:
    """The head of the zaak in an item of a list, or None when the zaak cannot be read. ``uuid``: its own, if known."""
    uuid = uuid or uuid_of_item(item)
    if uuid is None:
        return None
    try:
        startdatum, einddatum = day_in(item.get("startdatum")), day_in(item.get("einddatum"))
    except ValueError:
        return None
    if startdatum is None:
        return None
    status, resultaat = expanded(item, "status"), expanded(item, "resultaat")
    has_status = text_in(item.get("status")) is not None
    has_resultaat = einddatum is not None and text_in(item.get("resultaat")) is not None
    return Kop(
        uuid,
        startdatum,
        einddatum,
        text_in(item.get("zaaktype")),
        has_status,
        text_in(status.get("statustype")) if isinstance(status, dict) else None,
        has_resultaat,
        text_in(resultaat.get("resultaattype")) if isinstance(resultaat, dict) else None,
        (has_status and not isinstance(status, dict)) or (has_resultaat and not isinstance(resultaat, dict)),
    )


def expanded(item: Mapping[str, Any], relation: str) -> Any:
    """The expanded ``relation`` of an item; a missing key, null, ``{}`` and ``{"_error": …}`` all give None.

    So does an object that says that it belongs to another zaak.
    """
    group = item.get("_expand")
    value = group.get(relation) if isinstance(group, dict) else None
    if not value or (isinstance(value, dict) and ("_error" in value or is_of_another(value.get("zaak"), item))):
        return None
    return value


def is_of_another(zaak: object, item: Mapping[str, Any]) -> bool:
    """Whether ``zaak``, a link on something that came with an item, names another zaak than the item.

    One that is not there or empty names none; one that cannot be read may be of any.
    """
    if zaak is None or zaak == item.get("url"):
        return False  # as almost always: it is written once per register
    if isinstance(zaak, dict):
        zaak = zaak.get("url")
    if not isinstance(zaak, str):
        return True
    if not zaak.strip():
        return False
    own = uuid_of_item(item)
    return own is None or uuid_of(zaak.strip()) != own


def uuid_of_item(item: Any) -> str | None:
    """Which zaak this is, readable or not. None also when its ``uuid`` and its ``url`` name two zaken."""
    if not isinstance(item, dict):
        return None
    told, link = item.get("uuid"), item.get("url")
    by_uuid = uuid_of(told) if isinstance(told, str) else None
    if by_uuid is not None and isinstance(link, str) and link[-36:] == by_uuid:
        return by_uuid  # as almost always
    by_url = uuid_of(link) if isinstance(link, str) else None
    return None if by_uuid and by_url and by_uuid != by_url else by_uuid or by_url


def link_of(item: Mapping[str, Any]) -> str:
    """The link of a zaak, as written. Raises ``SourceError(UNUSABLE)`` when it has none."""
    link = item.get("url")
    if not isinstance(link, str):
        raise SourceError(Failure.UNUSABLE, "zaken")
    return link


def kenmerk_of(item: Mapping[str, Any]) -> str | None:
    """What a zaak is called wherever it is kept, or None where it is not called so: text to compare, and not to show.

    Its ``identificatie`` is unique within its ``bronorganisatie``, an RSIN of which a register may have lost the zeros.
    Source: Zaken API 1.5, ``Zaak``.
    """
    bronorganisatie, identificatie = text_in(item.get("bronorganisatie")), text_in(item.get("identificatie"))
    if bronorganisatie is None or identificatie is None:
        return None
    return f"{bronorganisatie.zfill(9)} {identificatie}"


def zaak_of(item: Mapping[str, Any]) -> Zaak | None:
    """The zaak in an item of a list, or None when it cannot be read."""
    try:
        return Zaak.model_validate(
            {
                **item,
                "uuid": uuid_of_item(item),
                "_status": expanded(item, "status"),
                "_resultaat": expanded(item, "resultaat"),
            }
        )
    except ValidationError:
        return None
