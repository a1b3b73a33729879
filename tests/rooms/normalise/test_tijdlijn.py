"""What happened in one zaak, newest first."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from mijnzaken_bff.contract.tijdlijn import Tijdlijnpunt
from mijnzaken_bff.normalise.besluit import Besluitstuk, besluiten_of
from mijnzaken_bff.normalise.document import Stuk, documenten_of
from mijnzaken_bff.normalise.historie import historie_of
from mijnzaken_bff.normalise.settings import Documentbeleid, Weergave
from mijnzaken_bff.normalise.tijdlijn import tijdlijn_of
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.rol import Rol
from mijnzaken_bff.zgw.status import Status, Substatus
from tests.rooms.normalise.bouwen import (
    PRESENT,
    UUID,
    VANDAAG,
    besluit_uuid,
    besluitstuk,
    document_uuid,
    item,
    parkeren,
    read,
    rol,
    soort,
    status,
    statustype,
    statustype_link,
    stuk,
    substatus,
    weergave,
)

ALLES = weergave(toon={"toelichting": True})


def tijdlijn(
    *statussen: Status,
    kind: Soort | None = None,
    view: Weergave | None = None,
    historie: bool = True,
    substatussen: tuple[Substatus, ...] = (),
    stukken: tuple[Stuk, ...] = (),
    besluiten: tuple[Besluitstuk, ...] = (),
    rollen: tuple[dict[str, Any], ...] | None = None,
    **changes: Any,
) -> list[Tijdlijnpunt]:
    zaak, kind, view = read(item(**changes)), kind or soort(), view or Weergave()
    return tijdlijn_of(
        zaak,
        kind,
        view,
        historie=historie_of(zaak, kind, statussen if historie else None),
        substatussen=substatussen,
        documenten=documenten_of(stukken, Documentbeleid(), f"waterdam-{UUID}")[0],
        besluiten=besluiten_of(besluiten, (), view.toon, VANDAAG),
        rollen=[Rol(one) for one in ((rol(),) if rollen is None else rollen)],
        aanvraagdatum=date(2026, 10, 28),
    )


def told(points: list[Tijdlijnpunt]) -> list[str]:
    return [f"{point.datum} {point.titel}" for point in points]


def of_kind(points: list[Tijdlijnpunt], kind: str) -> Tijdlijnpunt:
    return next(point for point in points if point.soort.value == kind)


EEN = status(1, "2026-10-28")


def test_everything_that_happened_is_in_one_list_newest_first():
    points = tijdlijn(
        EEN,
        substatussen=(substatus(1, "Wij hebben iemand gebeld", "2026-11-05T10:00:00Z"),),
        stukken=(stuk(1, ontvangstdatum="2026-10-30"), stuk(2, verzenddatum="2026-11-13")),
        besluiten=(besluitstuk(),),
    )

    assert told(points) == [
        "2026-11-13 Brief 2",
        "2026-11-10 Vergunning",
        "2026-11-05 Wij hebben iemand gebeld",
        "2026-11-02 In behandeling",
        "2026-10-30 Brief 1",
        "2026-10-28 Ontvangen",
        "2026-10-28 Aanvraag ontvangen",
    ]


def test_a_zaak_of_which_nothing_else_is_known_was_received():
    points = tijdlijn(status=None, historie=False)

    assert [point.model_dump(mode="json") for point in points] == [
        {
            "id": "ontvangst",
            "soort": "ontvangst",
            "moment": None,
            "datum": "2026-10-28",
            "titel": "Aanvraag ontvangen",
            "tekst": None,
            "afzender": "u",
            "kanaal": None,
            "documentId": None,
        }
    ]


@pytest.mark.parametrize(
    ("rollen", "afzender"),
    [
        ((rol(),), "u"),
        ((rol(omschrijvingGeneriek="INITIATOR"),), "u"),
        ((rol(omschrijvingGeneriek="mede_initiator"),), "onbekend"),
        ((rol(omschrijvingGeneriek="belanghebbende"), rol()), "u"),
        ((), "onbekend"),
    ],
)
def test_who_is_the_initiator_sent_the_request(rollen, afzender):
    assert of_kind(tijdlijn(rollen=rollen), "ontvangst").afzender == afzender


@pytest.mark.parametrize(("naam", "kanaal"), [("Webformulier", "Webformulier"), ("", None), (None, None), (3, None)])
def test_the_way_in_which_a_request_came_is_told_as_the_register_calls_it(naam, kanaal):
    assert of_kind(tijdlijn(communicatiekanaalNaam=naam), "ontvangst").kanaal == kanaal


def test_a_whole_status():
    assert of_kind(tijdlijn(view=ALLES), "status").model_dump(mode="json") == {
        "id": f"status-{PRESENT[-36:]}",
        "soort": "status",
        "moment": "2026-11-02T08:07:00Z",
        "datum": "2026-11-02",
        "titel": "In behandeling",
        "tekst": "Stap gezet",
        "afzender": "organisatie",
        "kanaal": None,
        "documentId": None,
    }


def test_a_present_status_that_came_without_a_link_is_known_by_that_of_the_zaak():
    expanded = {"statustype": statustype_link(2), "datumStatusGezet": "2026-11-02T08:07:00Z"}

    point = of_kind(tijdlijn(status=expanded), "status")

    assert point.id == f"status-{PRESENT[-36:]}"


def test_a_status_is_told_with_what_it_means_where_nothing_was_noted_that_may_be_shown():
    kind = soort("Ontvangen", statustype(2, "Getoetst", statustekst="Wij keken ernaar."))

    assert of_kind(tijdlijn(kind=kind), "status").tekst == "Wij keken ernaar."
    assert of_kind(tijdlijn(kind=kind, view=ALLES), "status").tekst == "Stap gezet"
    assert of_kind(tijdlijn(), "status").tekst is None


def test_a_status_has_the_name_that_is_configured():
    view = parkeren(statussen={"In behandeling": {"naam": "Wij kijken"}})

    assert of_kind(tijdlijn(view=view), "status").titel == "Wij kijken"


@pytest.mark.parametrize(("view", "tekst"), [(Weergave(), None), (ALLES, "Stap gezet")])
def test_a_status_whose_name_cannot_be_read_is_a_change_all_the_same(view, tekst):
    point = of_kind(tijdlijn(kind=Soort(), view=view), "status")

    assert (point.titel, point.tekst) == ("Status gewijzigd", tekst)


def test_a_status_that_is_never_shown_did_not_happen():
    assert told(tijdlijn(EEN, view=parkeren(verberg=["Ontvangen", "In behandeling"]))) == [
        "2026-10-28 Aanvraag ontvangen"
    ]


def test_a_status_without_a_day_has_no_place():
    assert told(tijdlijn(gezet="1753-01-01T00:00:00Z")) == ["2026-10-28 Aanvraag ontvangen"]


def test_a_zaak_that_was_set_back_shows_each_time_that_a_status_was_set():
    points = tijdlijn(EEN, status(2, "2026-10-29"), status(3, "2026-10-30"))

    assert told(points) == [
        "2026-11-02 In behandeling",
        "2026-10-30 Besluit genomen",
        "2026-10-29 In behandeling",
        "2026-10-28 Ontvangen",
        "2026-10-28 Aanvraag ontvangen",
    ]
    assert len({point.id for point in points}) == 5


def test_a_reopened_zaak_keeps_its_earlier_end():
    assert told(tijdlijn(EEN, status(4, "2026-10-30")))[1] == "2026-10-30 Afgehandeld"


def test_statussen_of_one_moment_keep_the_order_of_the_history():
    moment = "2026-11-02T08:07:00Z"

    assert [line[11:] for line in told(tijdlijn(status(3, moment), status(1, moment), status(4, moment)))] == [
        "In behandeling",
        "Afgehandeld",
        "Besluit genomen",
        "Ontvangen",
        "Aanvraag ontvangen",
    ]


def test_a_day_is_a_day_in_the_netherlands_and_a_moment_is_in_utc():
    point = of_kind(tijdlijn(gezet="2026-11-22T23:30:00Z"), "status")

    assert point.datum == date(2026, 11, 23)
    assert point.moment == datetime(2026, 11, 22, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize("doelgroep", ["betrokkenen", "Betrokkenen"])
def test_a_substatus_for_the_betrokkenen_is_told(doelgroep):
    point = of_kind(tijdlijn(substatussen=(substatus(1, "Gebeld", "2026-11-05T10:00:00Z", doelgroep=doelgroep),)),
                    "substatus")  # fmt: skip

    assert (point.titel, point.afzender, point.moment) == (
        "Gebeld",
        "organisatie",
        datetime(2026, 11, 5, 10, tzinfo=UTC),
    )
    assert point.id == "substatus-60000000-0000-4000-8000-000000000001"


@pytest.mark.parametrize(
    "changes",
    [
        {"doelgroep": "intern"}, {"doelgroep": ""}, {"doelgroep": None}, {"doelgroep": "iedereen"},
        {"omschrijving": ""}, {"tijdstip": None}, {"tijdstip": "1753-01-01T00:00:00Z"},
        {"zaak": "https://zgw.waterdam.example/zaken/api/v1/zaken/b5a121e8-d90c-457a-a0f0-2e9b3d532e91"},
    ],
    ids=str,
)  # fmt: skip
def test_any_other_substatus_is_not(changes):
    one = substatus(**{"number": 1, "omschrijving": "Gebeld", "tijdstip": "2026-11-05T10:00:00Z"} | changes)

    assert [point.soort.value for point in tijdlijn(substatussen=(one,))] == ["status", "ontvangst"]


@pytest.mark.parametrize(
    ("changes", "afzender"),
    [({"ontvangstdatum": "2026-11-01"}, "u"), ({"verzenddatum": "2026-11-01"}, "organisatie"), ({}, "onbekend")],
)
def test_a_document_came_from_whom_it_came(changes, afzender):
    point = of_kind(tijdlijn(stukken=(stuk(**changes),)), "document")

    assert point.afzender == afzender
    assert (point.id, point.document_id, point.tekst) == (f"document-{document_uuid(1)}", document_uuid(1), "Brief")
    assert point.moment is None


def test_a_document_without_a_day_has_no_place():
    assert "document" not in {p.soort.value for p in tijdlijn(stukken=(stuk(creatiedatum=None),))}


def test_a_besluit_came_from_the_organisatie_on_the_day_it_was_taken():
    points = tijdlijn(besluiten=(besluitstuk(1), besluitstuk(2, naam=None, datum=None)), view=ALLES)

    assert [(p.id, str(p.datum), p.titel, p.tekst, p.afzender.value) for p in points if p.soort.value == "besluit"] == [
        (f"besluit-{besluit_uuid(2)}", "2026-11-12", "Besluit", "Akkoord", "organisatie"),
        (f"besluit-{besluit_uuid(1)}", "2026-11-10", "Vergunning", "Akkoord", "organisatie"),
    ]


def test_of_one_day_what_has_a_moment_is_newer_than_what_has_only_the_day():
    points = tijdlijn(
        stukken=(stuk(1, ontvangstdatum="2026-11-02"), stuk(2, ontvangstdatum="2026-11-02")),
        besluiten=(besluitstuk(datum="2026-11-02"),),
        startdatum="2026-11-02",
    )

    assert [line[11:] for line in told(points)] == [
        "In behandeling", "Vergunning", "Brief 2", "Brief 1", "Aanvraag ontvangen",
    ]  # fmt: skip
