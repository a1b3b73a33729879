"""What was read of one zaak becomes what is told of it; and what holds for every dossier whatsoever."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mijnzaken_bff.contract.base import ContractModel
from mijnzaken_bff.contract.voortgang import Stapstand
from mijnzaken_bff.normalise.besluit import Besluitstuk, is_bekendgemaakt
from mijnzaken_bff.normalise.document import Documentoordeel, Stuk, documentoordeel_of
from mijnzaken_bff.normalise.settings import Weergave, Zichtbaarheid
from mijnzaken_bff.normalise.zaakdetail import Dossier, Zaakinhoud, inhoud_of
from mijnzaken_bff.zgw.besluit import Besluit
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.document import EnkelvoudigInformatieObject
from mijnzaken_bff.zgw.eigenschap import ZaakEigenschap
from mijnzaken_bff.zgw.modellen import uuid_of
from mijnzaken_bff.zgw.rol import Rol
from mijnzaken_bff.zgw.status import Status, Substatus
from mijnzaken_bff.zgw.zaak import zaak_of
from mijnzaken_bff.zgw.zaaktype import BesluitType, InformatieObjectType, StatusType, ZaakType
from tests.rooms.normalise.bouwen import (
    BEHANDELAAR_BSN,
    BEHANDELAAR_NAAM,
    BRON,
    PRESENT,
    UUID,
    VANDAAG,
    ZAAKTYPE,
    besluit_uuid,
    besluitstuk,
    document_uuid,
    item,
    parkeren,
    read,
    resultaattype_link,
    rij,
    rol,
    soort,
    status,
    status_link,
    statustype_link,
    stuk,
    substatus,
)

ZAAK_LINK = f"https://zgw.waterdam.example/zaken/api/v1/zaken/{UUID}"
ANOTHER_ZAAK = "https://zgw.waterdam.example/zaken/api/v1/zaken/b5a121e8-d90c-457a-a0f0-2e9b3d532e91"
WAARVOOR = parkeren(waarvoor={"kenteken": "Kenteken"})


def dossier(kind: Soort | None = None, changes: dict[str, Any] | None = None, **parts: Any) -> Dossier:
    return Dossier(read(item(**(changes or {}))), kind or soort(), (Rol(rol()),), **parts)


def inhoud(
    found: Dossier,
    view: Weergave | None = None,
    beleid: Zichtbaarheid | None = None,
    vandaag: date = VANDAAG,
) -> Zaakinhoud:
    return inhoud_of(
        found, bron=BRON, weergave=view or Weergave(), zichtbaarheid=beleid or Zichtbaarheid(), vandaag=vandaag
    )


def test_a_zaak_of_which_nothing_else_was_read_is_its_row_and_the_day_it_came():
    told = inhoud(dossier(changes={"status": None}))

    assert told.zaak == rij(item(status=None))
    assert [point.id for point in told.tijdlijn] == ["ontvangst"]
    assert (told.documenten, told.besluiten, told.waarvoor, told.verborgen) == ([], [], [], {})
    assert (told.toelichting_termijn, told.heropend) == (None, False)
    assert len(told.voortgang) == 4


def test_a_whole_zaak_is_told_from_every_part_of_it():
    found = dossier(
        statussen=(status(1, "2026-10-28"),),
        substatussen=(substatus(1, "Gebeld", "2026-11-05T10:00:00Z"),),
        documenten=(stuk(1), stuk(2), stuk(3, status="in_bewerking")),
        besluiten=(
            besluitstuk(1, documenten=[document_uuid(2), document_uuid(3)]),
            besluitstuk(2, verzenddatum="2027-01-01"),
        ),
        eigenschappen=(ZaakEigenschap(naam="Kenteken", waarde="XX-99-XX"), ZaakEigenschap(naam="IBAN", waarde="NL00")),
    )  # fmt: skip

    told = inhoud(found, WAARVOOR)

    assert [one.id for one in told.documenten] == [document_uuid(1), document_uuid(2)]
    assert [(one.id, one.documenten) for one in told.besluiten] == [(besluit_uuid(1), [document_uuid(2)])]
    assert [(one.naam, one.waarde) for one in told.waarvoor] == [("Kenteken", "XX-99-XX")]
    assert told.verborgen == {Documentoordeel.STATUS: 1}
    assert [point.soort.value for point in told.tijdlijn] == [
        "besluit", "substatus", "document", "document", "status", "status", "ontvangst",
    ]  # fmt: skip


def test_a_reopened_zaak_says_so_and_keeps_its_versie():
    found = dossier(statussen=(status(1, "2026-10-28"), status(4, "2026-10-30")))

    told, row = inhoud(found), rij()

    assert told.heropend
    assert [(signaal.soort.value, signaal.tekst, signaal.reden) for signaal in told.zaak.signalen] == [
        ("heropend", "Uw zaak was klaar, maar loopt weer.", None)
    ]
    assert told.zaak.versie == row.versie
    assert told.zaak.model_copy(update={"signalen": []}) == row


def test_a_zaak_that_a_status_closed_is_not_reopened():
    view = Weergave.model_validate({"fasen": {"eindstatusSluit": True, "namen": {"In behandeling": "afgerond"}}})
    told = inhoud(dossier(statussen=(status(4, "2026-10-30"),)), view)

    assert (told.zaak.lopend, told.heropend, told.zaak.signalen) == (False, False, [])


def test_what_belongs_to_another_zaak_is_not_told():
    """A register may let a filter fall away, and then answers with what hangs on every zaak."""
    found = dossier(
        statussen=(status(4, "2026-10-30", zaak=ANOTHER_ZAAK),),
        substatussen=(substatus(1, "Gebeld", "2026-11-05T10:00:00Z", zaak=ANOTHER_ZAAK),),
        besluiten=(besluitstuk(zaak=ANOTHER_ZAAK),),
        eigenschappen=(ZaakEigenschap(zaak=ANOTHER_ZAAK, naam="kenteken", waarde="XX-99-XX"),),
    )
    told, bare = inhoud(found, WAARVOOR), inhoud(dossier(statussen=()), WAARVOOR)

    assert told == bare


def test_the_rules_about_documents_are_those_of_the_bron():
    beleid = Zichtbaarheid.model_validate({"documenten": {"maximaal": "openbaar", "soorten": {"weiger": ["Foto"]}}})
    found = dossier(documenten=(stuk(1), stuk(2, vertrouwelijkheidaanduiding="openbaar"),
                                stuk(3, soort="Foto", vertrouwelijkheidaanduiding="openbaar")))  # fmt: skip

    told = inhoud(found, beleid=beleid)

    assert [one.id for one in told.documenten] == [document_uuid(2)]
    assert told.verborgen == {Documentoordeel.VERTROUWELIJKHEID: 1, Documentoordeel.SOORT: 1}


def test_the_address_of_a_document_is_under_its_zaak():
    (one,) = inhoud(dossier(documenten=(stuk(),))).documenten

    assert one.inhoud == f"/zaken/waterdam-{UUID}/documenten/{document_uuid(1)}/inhoud"


def test_what_was_read_of_somebody_does_not_print():
    found = dossier(documenten=(stuk(),), eigenschappen=(ZaakEigenschap(naam="a", waarde="b"),))

    assert repr(found) == "Dossier(…)"
    assert repr(inhoud(found)) == "Zaakinhoud(…)"


# What holds for every dossier whatsoever

STRANGE: list[Any] = [
    None, "", " ", {}, [], [{}], 0, -1, 10**30, 1.5, True, False,
    "2026-11-22", "2026-11-23", "2026-11-24", "2026-02-30", "1753-01-01", "0001-01-01", "9999-12-31",
    "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2026-11-22T23:30:00Z", "2026-11-02T08:07:00Z",
    "definitief", "in_bewerking", "openbaar", "geheim", "betrokkenen", "intern", "inkomend", "uitgaand",
    "application/pdf", "text/html", "../../etc/passwd", "CON", ".pdf", "x" * 5000, "P8W", "P0D", "P9999Y",
    "\x00\x07", "a\u202eb", "\ud800", "\udfff\ud800", "e\u0301", "👩‍👩‍👧", "\n\r\n", "{datum}", "{{naam}}", "<b>x</b>",
    "00000000-0000-0000-0000-000000000000", "https://evil.example/x", ZAAK_LINK, ANOTHER_ZAAK, PRESENT,
    status_link(1), status_link(4), statustype_link(1), statustype_link(4), statustype_link(99), resultaattype_link(1),
    "Ontvangen", "Afgehandeld", "In behandeling", "Brief", "kenteken",
]  # fmt: skip
VALUES = st.sampled_from(STRANGE) | st.text(max_size=12)
MOMENTS = st.sampled_from(
    ["2026-10-28T09:00:00Z", "2026-11-02T08:07:00Z", "2026-11-10T10:00:00Z", "2026-11-20", "1753-01-01T00:00:00Z", None]
)
DAYS = st.sampled_from(["2026-10-20", "2026-10-28", "2026-11-02", "2026-11-22", "2026-11-23", "2026-12-01", "", None])


@st.composite
def spoiled(draw: st.DrawFn, told: dict[str, Any], most: int = 2) -> dict[str, Any]:
    """``told``, with something else in a few of its places, or nothing."""
    told = deepcopy(told)
    for key in draw(st.lists(st.sampled_from(sorted(told)), max_size=most)):
        if draw(st.booleans()):
            told.pop(key, None)
        else:
            told[key] = draw(VALUES)
    return told


@st.composite
def statussen(draw: st.DrawFn) -> tuple[Status, ...]:
    return tuple(
        Status.model_validate(
            draw(
                spoiled(
                    {
                        "url": draw(st.sampled_from([PRESENT, *map(status_link, range(1, 7))])),
                        "zaak": ZAAK_LINK,
                        "statustype": statustype_link(draw(st.integers(1, 6))),
                        "datumStatusGezet": draw(MOMENTS),
                        "statustoelichting": "Opgemerkt",
                    }
                )
            )
        )
        for _ in range(draw(st.integers(0, 5)))
    )


@st.composite
def stukken(draw: st.DrawFn) -> tuple[Stuk, ...]:
    whole = stuk().document.model_dump(by_alias=True, mode="json") | {"ontvangstdatum": None, "verzenddatum": None}
    found = []
    for _ in range(draw(st.integers(0, 5))):
        number = draw(st.integers(1, 4))
        told = whole | {
            "url": f"https://zgw.waterdam.example/documenten/{document_uuid(number)}",
            "titel": f"Brief {number}",
            "status": draw(st.sampled_from(["definitief", "gearchiveerd", "in_bewerking", ""])),
            "vertrouwelijkheidaanduiding": draw(st.sampled_from(["openbaar", "zaakvertrouwelijk", "geheim", ""])),
            "tonenAanInitiator": draw(st.sampled_from([True, False, None])),
            "ontvangstdatum": draw(DAYS),
            "verzenddatum": draw(DAYS),
        }
        kind = {
            "omschrijving": draw(st.sampled_from(["Brief", "Interne notitie", ""])),
            "vertrouwelijkheidaanduiding": "intern",
        }
        found.append(
            Stuk(
                EnkelvoudigInformatieObject.model_validate(draw(spoiled(told, 3))),
                InformatieObjectType.model_validate(draw(spoiled(kind, 1))) if draw(st.booleans()) else None,
                draw(st.sampled_from([None, "inkomend", "uitgaand", "intern", "\ud800"])),
                draw(st.none() | VALUES.filter(lambda value: isinstance(value, str))),
            )
        )
    return tuple(found)


@st.composite
def besluitstukken(draw: st.DrawFn) -> tuple[Besluitstuk, ...]:
    found = []
    for _ in range(draw(st.integers(0, 4))):
        number = draw(st.integers(1, 3))
        told = {
            "url": f"https://zgw.waterdam.example/besluiten/{besluit_uuid(number)}",
            "zaak": ZAAK_LINK,
            "identificatie": f"BESLUIT-{number}",
            "besluittype": "x",
            "toelichting": "Akkoord",
            **{key: draw(DAYS) for key in ("datum", "ingangsdatum", "verzenddatum", "publicatiedatum", "vervaldatum")},
        }
        found.append(
            Besluitstuk(
                Besluit.model_validate(draw(spoiled(told))),
                BesluitType.model_validate({"omschrijving": draw(VALUES)}) if draw(st.booleans()) else None,
                tuple(document_uuid(number) for number in draw(st.lists(st.integers(1, 5), max_size=3))),
            )
        )
    return tuple(found)


@st.composite
def soorten(draw: st.DrawFn) -> Soort:
    zaaktype = {"url": ZAAKTYPE, "identificatie": "ZT-PARKEREN", "omschrijving": "Parkeren", "doorlooptijd": "P8W",
                "servicenorm": "P28D"}  # fmt: skip
    names = ("Ontvangen", "In behandeling", "Besluit genomen", "Afgehandeld")
    types = [
        {
            "url": statustype_link(n),
            "omschrijving": name,
            "statustekst": "Zo staat het.",
            "volgnummer": n,
            "isEindstatus": n == 4,
        }
        for n, name in enumerate(names, 1)
    ]
    loose = {statustype_link(5): StatusType(url=statustype_link(5), omschrijving="Ontvangen", volgnummer=1)}
    return Soort(
        ZaakType.model_validate(draw(spoiled(zaaktype))) if draw(st.integers(0, 4)) else None,
        tuple(StatusType.model_validate(draw(spoiled(one, 1))) for one in types) if draw(st.integers(0, 4)) else None,
        (),
        loose if draw(st.booleans()) else {},
    )


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    told = item(
        status=draw(st.sampled_from([None, 1, 2, 3, 4, 5, 6])),
        gezet=draw(MOMENTS) or "",
        einddatum=draw(st.sampled_from([None, None, "2026-11-20"])),
        einddatumGepland=draw(DAYS),
        uiterlijkeEinddatumAfdoening=draw(DAYS),
        verlenging=draw(st.sampled_from([None, {"duur": "P6W"}, {"duur": "zes"}])),
        opschorting={"indicatie": draw(st.booleans()), "eerdereOpschorting": draw(st.booleans())},
        communicatiekanaalNaam=draw(VALUES),
    )
    if draw(st.booleans()):
        told["_expand"].pop("status", None)
    zaak = zaak_of(told)
    assert zaak is not None
    between = {
        "url": f"https://x.example/{document_uuid(7)}",
        "zaak": ZAAK_LINK,
        "omschrijving": "Gebeld",
        "tijdstip": draw(MOMENTS),
        "doelgroep": draw(st.sampled_from(["betrokkenen", "intern", ""])),
    }
    eigenschap = {"zaak": ZAAK_LINK, "naam": "kenteken", "waarde": "XX-99-XX"}
    return Dossier(
        zaak,
        draw(soorten()),
        (Rol(rol(omschrijvingGeneriek=draw(st.sampled_from(["initiator", "mede_initiator"])))),),
        draw(st.none() | statussen()),
        tuple(Substatus.model_validate(draw(spoiled(between))) for _ in range(draw(st.integers(0, 2)))),
        draw(stukken()),
        draw(besluitstukken()),
        tuple(ZaakEigenschap.model_validate(draw(spoiled(eigenschap))) for _ in range(draw(st.integers(0, 2)))),
    )


WEERGAVEN = st.sampled_from(
    [
        Weergave(),
        Weergave.model_validate({"toon": {"toelichting": True, "redenen": True}, "fasen": WAARVOOR.fasen.model_dump()}),
        parkeren(statussen={3: {"fase": "geaccepteerd"}, "Ontvangen": {"fase": "onbekend", "naam": "Binnen"}}),
        parkeren(verberg=["In behandeling", "Afgehandeld"]),
        Weergave.model_validate({"fasen": {"betekenis": "fase", "zonderStatus": "onbekend"}}),
        Weergave.model_validate({"fasen": {"eindstatusSluit": True}}),
    ]
)
BELEID = st.sampled_from(
    [
        Zichtbaarheid(),
        Zichtbaarheid.model_validate({"documenten": {"soorten": {"weiger": ["interne notitie"]}}}),
        Zichtbaarheid.model_validate(
            {"documenten": {"soorten": {"toon": ["brief"]}, "tonenAanInitiator": "verplicht"}}
        ),
        Zichtbaarheid.model_validate({"documenten": {"maximaal": "openbaar", "statussen": ["definitief"]}}),
    ]
)
TODAY = st.sampled_from([VANDAAG, date(2027, 3, 1), date.min, date.max])

anything = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def all_of(told: Zaakinhoud) -> list[ContractModel]:
    return [told.zaak, *told.voortgang, *told.tijdlijn, *told.waarvoor, *told.documenten, *told.besluiten]


def as_json(told: Zaakinhoud) -> str:
    return json.dumps([json.loads(model.model_dump_json()) for model in all_of(told)] + [told.toelichting_termijn])


def texts(tree: Any) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    for value in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from texts(value)


@anything
@given(dossiers(), WEERGAVEN, BELEID, TODAY)
def test_no_dossier_whatsoever_breaks_the_detail(found, view, beleid, vandaag):
    told = inhoud(found, view, beleid, vandaag)

    for model in all_of(told):
        assert type(model).model_validate_json(model.model_dump_json()) == model
    hidden = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
    assert not any(hidden.search(text) for text in texts(json.loads(as_json(told))))


@anything
@given(dossiers(), WEERGAVEN, BELEID, st.randoms(use_true_random=False))
def test_the_order_in_which_parts_came_does_not_matter(found, view, beleid, chance):
    def shuffled(parts: Iterable[Any]) -> tuple[Any, ...]:
        parts = list(parts)
        chance.shuffle(parts)
        return tuple(parts)

    moments = [one.datum_status_gezet for one in found.statussen or ()]
    links = [uuid_of(one.url) or one.url for one in found.statussen or ()]
    told_apart = len(set(moments)) == len(moments) and len(set(links)) == len(links)
    other = replace(
        found,
        statussen=shuffled(found.statussen) if found.statussen and told_apart else found.statussen,
        substatussen=shuffled(found.substatussen),
        documenten=shuffled(found.documenten),
        besluiten=shuffled(found.besluiten),
        eigenschappen=shuffled(found.eigenschappen),
    )

    assert as_json(inhoud(other, view, beleid)) == as_json(inhoud(found, view, beleid))


@anything
@given(dossiers(), WEERGAVEN, BELEID)
def test_within_a_zaak_every_id_is_of_one_thing(found, view, beleid):
    told = inhoud(found, view, beleid)

    for ids in (
        [point.id for point in told.tijdlijn],
        [one.id for one in told.documenten],
        [one.id for one in told.besluiten],
        [step.id for fase in told.voortgang for step in fase.stappen],
    ):
        assert len(set(ids)) == len(ids)


@anything
@given(dossiers(), WEERGAVEN, BELEID)
def test_the_timeline_holds_exactly_what_is_shown_newest_first(found, view, beleid):
    told = inhoud(found, view, beleid)
    by_kind: dict[str, set[str]] = {}
    for point in told.tijdlijn:
        by_kind.setdefault(point.soort.value, set()).add(point.id)

    assert by_kind.get("document", set()) == {f"document-{one.id}" for one in told.documenten if one.datum}
    assert by_kind.get("besluit", set()) == {
        f"besluit-{one.id}" for one in told.besluiten if one.datum or one.verzenddatum or one.ingangsdatum
    }
    assert by_kind["ontvangst"] == {"ontvangst"}
    assert {point.document_id for point in told.tijdlijn} <= {None, *(one.id for one in told.documenten)}
    days = [point.datum for point in told.tijdlijn]
    assert days == sorted(days, reverse=True)
    for newer, older in zip(told.tijdlijn, told.tijdlijn[1:], strict=False):
        if newer.moment and older.moment:
            assert newer.moment >= older.moment


@anything
@given(dossiers(), WEERGAVEN, BELEID, TODAY)
def test_nothing_that_the_rules_hide_is_told_anywhere(found, view, beleid, vandaag):
    told = inhoud(found, view, beleid, vandaag)
    happened = {point.id for point in told.tijdlijn}
    hidden = {s.uuid for s in found.documenten if documentoordeel_of(s, beleid.documenten) is not Documentoordeel.TONEN}
    shown = {s.uuid for s in found.documenten} - hidden
    own = [s.besluit for s in found.besluiten if s.besluit.zaak is None or uuid_of(s.besluit.zaak) == UUID]
    unknown = {uuid_of(besluit.url) for besluit in own if not is_bekendgemaakt(besluit, vandaag)}

    assert {one.id for one in told.documenten} == shown
    assert not hidden & {point.document_id for point in told.tijdlijn if point.document_id}
    assert not happened & {f"document-{uuid}" for uuid in hidden}
    assert not unknown & {one.id for one in told.besluiten}
    assert not happened & {f"besluit-{uuid}" for uuid in unknown}
    assert all(set(one.documenten) <= shown for one in told.besluiten)
    assert sum(told.verborgen.values()) >= len(hidden - {None})
    assert Documentoordeel.TONEN not in told.verborgen


@anything
@given(dossiers(), WEERGAVEN, BELEID)
def test_the_picture_of_a_zaak_does_not_contradict_its_row(found, view, beleid):
    told = inhoud(found, view, beleid)
    row, fasen = told.zaak, told.voortgang
    steps = [(fase, step) for fase in fasen for step in fase.stappen]
    present = [fase.fase for fase in fasen if fase.toestand is Stapstand.HUIDIG]
    now = [(fase.fase, step) for fase, step in steps if step.toestand is Stapstand.HUIDIG]

    assert [fase.fase.value for fase in fasen] == ["geregistreerd", "geaccepteerd", "inBehandeling", "afgerond"]
    assert present == ([row.hoofdstatus.fase] if row.lopend and row.hoofdstatus.fase != "onbekend" else [])
    assert len(now) <= (1 if row.lopend else 0)
    if now and row.hoofdstatus.fase != "onbekend":
        assert now[0][0] == row.hoofdstatus.fase
    if not row.lopend:
        assert Stapstand.TOEKOMSTIG not in {step.toestand for _, step in steps} | {fase.toestand for fase in fasen}
        assert fasen[3].toestand is Stapstand.VOLTOOID
    else:
        assert Stapstand.VERVALLEN not in {step.toestand for _, step in steps} | {fase.toestand for fase in fasen}
    for _, step in steps:
        if step.toestand not in (Stapstand.VOLTOOID, Stapstand.HUIDIG):
            assert (step.datum, step.toelichting) == (None, None)
    for fase in fasen:
        assert fase.datum is None or fase.toestand in (Stapstand.VOLTOOID, Stapstand.HUIDIG)
    assert fasen[0].toestand in (Stapstand.VOLTOOID, Stapstand.HUIDIG)


@anything
@given(dossiers(), WEERGAVEN, BELEID)
def test_only_a_zaak_that_goes_on_was_reopened_and_its_versie_is_that_of_the_overzicht(found, view, beleid):
    told = inhoud(found, view, beleid)
    bare = inhoud(replace(found, statussen=None), view, beleid)

    assert told.zaak.versie == bare.zaak.versie
    assert told.heropend is ("heropend" in {signaal.soort.value for signaal in told.zaak.signalen})
    assert told.zaak.lopend or not told.heropend
    assert told.toelichting_termijn is None or told.zaak.lopend


def test_nobody_else_is_ever_named():
    told = item()
    told["_expand"]["rollen"][1]["betrokkeneIdentificatie"]["achternaam"] = BEHANDELAAR_NAAM
    person = {"gezetdoor": BEHANDELAAR_NAAM, "auteur": BEHANDELAAR_NAAM, "bestuursorgaan": BEHANDELAAR_NAAM}
    found = Dossier(
        read({**told, "behandelaar": BEHANDELAAR_NAAM}),
        soort(),
        (Rol(rol(roltoelichting=BEHANDELAAR_NAAM, afwijkendeNaamBetrokkene=BEHANDELAAR_BSN)),),
        (status(1, "2026-10-28", **person),),
        (substatus(1, "Gebeld", "2026-11-05T10:00:00Z", **person),),
        (stuk(1, **person),),
        (besluitstuk(1, **person),),
    )

    written = as_json(inhoud(found, Weergave.model_validate({"toon": {"toelichting": True, "redenen": True}})))

    assert BEHANDELAAR_NAAM not in written
    assert BEHANDELAAR_BSN not in written


@pytest.mark.parametrize("seed", range(3))
def test_many_documents_are_told_in_one_order(seed):
    parts = [stuk(number, creatiedatum=None, titel="Brief") for number in range(1, 30)]
    random.Random(seed).shuffle(parts)

    told = inhoud(dossier(documenten=tuple(parts))).documenten

    assert [one.id for one in told] == [document_uuid(number) for number in range(1, 30)]
