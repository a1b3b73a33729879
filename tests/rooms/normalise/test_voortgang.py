"""The picture of how far a zaak is: four fasen, with the steps of its zaaktype in them."""

from datetime import date
from typing import Any

import pytest

from mijnzaken_bff.contract.voortgang import Fasevoortgang, Voortgangsstap
from mijnzaken_bff.normalise.fase import voortgang_of
from mijnzaken_bff.normalise.historie import historie_of
from mijnzaken_bff.normalise.settings import Weergave
from mijnzaken_bff.normalise.termijn import termijn_of
from mijnzaken_bff.normalise.voortgang import fasen_of
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.status import Status
from tests.rooms.normalise.bouwen import item, parkeren, read, soort, status, statustype, statustype_link, weergave

AANVRAAG, VANDAAG = date(2026, 10, 28), date(2026, 11, 23)
BEZWAAR = ("Intake afgerond", "Indieningsvereisten getoetst", "Hoorzitting gehouden", "Besluit vastgesteld", "Klaar")
ALLES = weergave(toon={"toelichting": True})
_SIGN = {"voltooid": "+", "huidig": "*", "toekomstig": "", "overgeslagen": "-", "vervallen": "x"}


def fasen(
    *statussen: Status,
    kind: Soort | None = None,
    view: Weergave | None = None,
    historie: bool = True,
    **changes: Any,
) -> list[Fasevoortgang]:
    zaak, kind, view = read(item(**changes)), kind or soort(), view or Weergave()
    voortgang = voortgang_of(zaak, kind, view.fasen)
    history = historie_of(zaak, kind, statussen if historie else None)
    termijn = termijn_of(zaak, kind.zaaktype, lopend=voortgang.lopend, vandaag=VANDAAG)
    return fasen_of(
        zaak, kind, view, voortgang, historie=history, complete=historie, aanvraagdatum=AANVRAAG, termijn=termijn
    )


def drawn(told: list[Fasevoortgang]) -> str:
    """The picture on one line: + reached, * present, - skipped, x dropped, nothing: to come."""
    return " | ".join(
        " ".join([f"{fase.fase.value}{_SIGN[fase.toestand]}:", *(f"{s.naam}{_SIGN[s.toestand]}" for s in fase.stappen)])
        for fase in told
    )


def picture(*statussen: Status, **more: Any) -> str:
    return drawn(fasen(*statussen, **more))


def stap(told: list[Fasevoortgang], naam: str | None) -> Voortgangsstap:
    return next(step for fase in told for step in fase.stappen if step.naam == naam)


EEN = status(1, "2026-10-28")
TWEE = status(2, "2026-11-02T08:07:00Z")
DRIE = status(3, "2026-11-10")
VIER = status(4, "2026-11-20")


@pytest.mark.parametrize(
    ("statussen", "changes", "expected"),
    [
        pytest.param(
            [EEN], {},
            "geregistreerd+: Ontvangen+ | geaccepteerd-: | inBehandeling*: In behandeling* Besluit genomen | "
            "afgerond: Afgehandeld",
            id="half way",
        ),
        pytest.param(
            [], {"status": 1},
            "geregistreerd*: Ontvangen* | geaccepteerd: | inBehandeling: In behandeling Besluit genomen | "
            "afgerond: Afgehandeld",
            id="just received",
        ),
        pytest.param(
            [], {"status": None},
            "geregistreerd*: Ontvangen | geaccepteerd: | inBehandeling: In behandeling Besluit genomen | "
            "afgerond: Afgehandeld",
            id="no status at all",
        ),
        pytest.param(
            [EEN], {"status": 3},
            "geregistreerd+: Ontvangen+ | geaccepteerd-: | inBehandeling*: In behandeling- Besluit genomen* | "
            "afgerond: Afgehandeld",
            id="a step was skipped",
        ),
        pytest.param(
            [EEN, DRIE], {"gezet": "2026-11-12T08:00:00Z"},
            "geregistreerd+: Ontvangen+ | geaccepteerd-: | inBehandeling*: In behandeling* Besluit genomen | "
            "afgerond: Afgehandeld",
            id="set back",
        ),
        pytest.param(
            [EEN, TWEE, DRIE, VIER], {"status": 1, "gezet": "2026-11-21T08:00:00Z"},
            "geregistreerd*: Ontvangen* | geaccepteerd: | inBehandeling: In behandeling Besluit genomen | "
            "afgerond: Afgehandeld",
            id="reopened",
        ),
        pytest.param(
            [EEN, TWEE, DRIE], {"status": 4, "einddatum": "2026-11-20"},
            "geregistreerd+: Ontvangen+ | geaccepteerd-: | inBehandeling+: In behandeling+ Besluit genomen+ | "
            "afgerond+: Afgehandeld+",
            id="ended by the book",
        ),
        pytest.param(
            [EEN], {"status": 4, "einddatum": "2026-11-20"},
            "geregistreerd+: Ontvangen+ | geaccepteerd-: | inBehandelingx: In behandelingx Besluit genomenx | "
            "afgerond+: Afgehandeld+",
            id="ended half way",
        ),
        pytest.param(
            [EEN], {"status": 2, "einddatum": "2026-11-20"},
            "geregistreerd+: Ontvangen+ | geaccepteerd-: | inBehandelingx: Besluit genomenx | "
            "afgerond+: In behandeling+ Afgehandeldx",
            id="ended under a status that is no end",
        ),
        pytest.param(
            [EEN, TWEE, DRIE], {"status": 4},
            "geregistreerd+: Ontvangen+ | geaccepteerd-: | "
            "inBehandeling*: In behandeling+ Besluit genomen+ Afgehandeld* | afgerond:",
            id="the last status, and still open",
        ),
    ],
)  # fmt: skip
def test_the_steps_of_an_ordinary_zaak(statussen, changes, expected):
    assert picture(*statussen, **changes) == expected.strip()


def test_the_four_fasen_are_always_there_in_order():
    for changes in ({}, {"status": None}, {"einddatum": "2026-11-20"}, {"status": 99}):
        for kind in (soort(), Soort()):
            assert [f.fase.value for f in fasen(kind=kind, **changes)] == [
                "geregistreerd", "geaccepteerd", "inBehandeling", "afgerond",
            ]  # fmt: skip


def test_of_an_ended_zaak_nothing_is_present():
    told = fasen(EEN, TWEE, status=4, einddatum="2026-11-20")

    assert "huidig" not in {fase.toestand.value for fase in told} | {s.toestand.value for f in told for s in f.stappen}


def test_a_chain_of_five_spreads_over_the_fasen_and_never_goes_back():
    assert picture(EEN, TWEE, kind=soort(*BEZWAAR), status=3, gezet="2026-11-10T08:00:00Z") == (
        "geregistreerd+: | geaccepteerd+: Intake afgerond+ Indieningsvereisten getoetst+ | "
        "inBehandeling*: Hoorzitting gehouden* Besluit vastgesteld | afgerond: Klaar"
    )


def test_a_name_that_tells_an_earlier_fase_does_not_make_the_picture_jump_back():
    kind = soort("Ontvangen", "In behandeling", "Ontvangst bevestigd", "Klaar")

    assert picture(EEN, status=2, kind=kind) == (
        "geregistreerd+: Ontvangen+ | geaccepteerd-: | inBehandeling*: In behandeling* Ontvangst bevestigd | "
        "afgerond: Klaar"
    )


def test_what_lies_behind_the_present_status_does_not_lie_in_a_later_fase():
    kind = soort("Ontvangen", "In behandeling", "Ontvangst bevestigd", "Klaar")

    assert picture(EEN, TWEE, status=3, gezet="2026-11-10T08:00:00Z", kind=kind) == (
        "geregistreerd*: Ontvangen+ In behandeling+ Ontvangst bevestigd* | geaccepteerd: | inBehandeling: | "
        "afgerond: Klaar"
    )


def test_what_is_configured_is_followed_also_where_it_goes_back():
    view = parkeren(statussen={"Besluit genomen": {"fase": "geaccepteerd", "naam": "Besloten"}})

    assert picture(EEN, view=view) == (
        "geregistreerd+: Ontvangen+ | geaccepteerd-: Besloten | inBehandeling*: In behandeling* | afgerond: Afgehandeld"
    )


def test_where_a_status_means_busy_with_the_steps_keep_their_names_and_the_fasen_shift():
    view = weergave(fasen={"betekenis": "fase"})
    kind = soort("Registreren", "Toetsen", "Behandelen", "Besluiten", "Afhandelen")

    assert picture(EEN, status=2, kind=kind, view=view) == (
        "geregistreerd*: Registreren+ Toetsen* | geaccepteerd: Behandelen | inBehandeling: Besluiten | "
        "afgerond: Afhandelen"
    )


def test_a_status_that_is_never_shown_is_no_step():
    view = parkeren(verberg=["Besluit genomen"])

    assert "Besluit" not in picture(EEN, TWEE, DRIE, status=4, einddatum="2026-11-20", view=view)


def test_a_present_status_that_is_never_shown_leaves_the_fase_and_no_present_step():
    assert picture(EEN, status=3, gezet="2026-11-10T08:00:00Z", view=parkeren(verberg=["Besluit genomen"])) == (
        "geregistreerd+: Ontvangen+ | geaccepteerd-: | inBehandeling*: In behandeling- | afgerond: Afgehandeld"
    )


UNORDERED = soort(
    *(statustype(n, naam, volgnummer=None) for n, naam in enumerate(("Ontvangen", "Getoetst", "Klaar"), 1))
)


def test_without_an_order_only_what_was_reached_is_a_step():
    assert picture(EEN, kind=UNORDERED) == (
        "geregistreerd+: Ontvangen+ Getoetst* | geaccepteerd: | inBehandeling: | afgerond:"
    )
    assert stap(fasen(EEN, kind=UNORDERED), "Getoetst").volgnummer is None


def test_without_an_order_steps_come_by_the_day_they_were_last_set():
    kind = soort(statustype(1, "In behandeling", volgnummer=1), statustype(2, "Advies", volgnummer=1))
    history = [status(2, "2026-10-30"), EEN, status(1, "2026-11-01", number=8)]

    assert picture(*history, kind=kind) == (
        "geregistreerd+: | geaccepteerd-: | inBehandeling*: In behandeling+ Advies* | afgerond:"
    )


def test_an_end_that_was_left_is_no_step_where_there_is_no_order():
    kind = soort(
        statustype(1, "In behandeling", volgnummer=None), statustype(2, "Klaar", volgnummer=None, isEindstatus=True)
    )

    assert picture(status(2, "2026-10-30"), kind=kind, status=1) == (
        "geregistreerd+: | geaccepteerd-: | inBehandeling*: In behandeling* | afgerond:"
    )


def test_a_present_status_of_another_zaaktype_leaves_only_what_was_reached():
    assert picture(EEN, status=99) == "geregistreerd+: Ontvangen+ None* | geaccepteerd: | inBehandeling: | afgerond:"


def test_a_present_status_that_nobody_can_read_leaves_only_what_was_reached():
    assert picture(EEN, status={"_error": 403}, kind=soort()) == (
        "geregistreerd+: Ontvangen+ | geaccepteerd: | inBehandeling: | afgerond:"
    )


def test_a_status_of_an_older_version_of_the_zaaktype_is_the_step_with_its_name():
    kind = soort()
    old = statustype_link(71)
    kind = Soort(kind.zaaktype, kind.statustypen, (), {old: statustype(71, "ONTVANGEN", volgnummer=1)})

    assert picture(status(1, "2026-10-28", statustype=old), kind=kind).startswith("geregistreerd+: Ontvangen+")


def test_where_the_fase_is_unknown_the_present_step_lies_beside_its_neighbours():
    view = parkeren(statussen={"Besluit genomen": {"fase": "onbekend"}})

    assert picture(EEN, TWEE, status=3, gezet="2026-11-10T08:00:00Z", view=view) == (
        "geregistreerd+: Ontvangen+ | geaccepteerd: | inBehandeling: In behandeling+ Besluit genomen* | "
        "afgerond: Afgehandeld"
    )


def test_without_a_catalogue_the_steps_are_what_was_reached_without_a_name():
    told = fasen(EEN, kind=Soort())

    assert drawn(told) == "geregistreerd+: None+ None* | geaccepteerd: | inBehandeling: | afgerond:"
    assert [step.datum for step in told[0].stappen] == [date(2026, 10, 28), date(2026, 11, 2)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            {"status": 3},
            "geregistreerd+: | geaccepteerd-: | inBehandeling*: Besluit genomen* | afgerond: Afgehandeld",
            id="open",
        ),
        pytest.param(
            {"status": 4, "einddatum": "2026-11-20"},
            "geregistreerd+: | geaccepteerd-: | inBehandeling+: | afgerond+: Afgehandeld+",
            id="ended",
        ),
    ],
)
def test_without_its_history_a_zaak_tells_its_present_status_and_nothing_of_the_steps_before(changes, expected):
    assert picture(historie=False, **changes) == expected


def test_a_whole_step():
    view = ALLES.model_copy(update={"fasen": parkeren(
        statussen={"In behandeling": {"naam": "Wij kijken", "uitleg": "We lezen uw aanvraag."}}).fasen})  # fmt: skip
    told = fasen(EEN, view=view)

    assert stap(told, "Wij kijken").model_dump(mode="json") == {
        "id": statustype_link(2)[-36:],
        "volgnummer": 2,
        "naam": "Wij kijken",
        "naamBron": "In behandeling",
        "uitleg": "We lezen uw aanvraag.",
        "toelichting": "Stap gezet",
        "toestand": "huidig",
        "datum": "2026-11-02",
        "verwacht": None,
    }
    assert stap(told, "Besluit genomen").model_dump(mode="json") == {
        "id": statustype_link(3)[-36:],
        "volgnummer": 3,
        "naam": "Besluit genomen",
        "naamBron": "Besluit genomen",
        "uitleg": None,
        "toelichting": None,
        "toestand": "toekomstig",
        "datum": None,
        "verwacht": None,
    }


def test_a_statustekst_explains_a_step_unless_a_template_shows_through():
    kind = soort(statustype(1, "A", statustekst="Wij kijken ernaar."), statustype(2, "B", statustekst="Beste {{naam}}"))
    told = fasen(EEN, kind=kind)

    assert [stap(told, naam).uitleg for naam in "AB"] == ["Wij kijken ernaar.", None]


def test_what_was_noted_is_told_only_where_that_is_configured():
    assert stap(fasen(EEN), "Ontvangen").toelichting is None
    assert stap(fasen(EEN, view=ALLES), "Ontvangen").toelichting == "Opgemerkt"


def test_a_step_that_was_set_twice_has_the_last_day_and_what_was_noted_then():
    again = status(2, "2026-10-30", number=8, statustoelichting="Eerst")
    told = fasen(EEN, again, view=ALLES)

    assert stap(told, "In behandeling").datum == date(2026, 11, 2)
    assert stap(told, "In behandeling").toelichting == "Stap gezet"
    assert told[2].datum == date(2026, 10, 30)


def test_a_step_that_was_left_again_has_no_day_and_nothing_noted():
    step = stap(fasen(EEN, DRIE, gezet="2026-11-12T08:00:00Z", view=ALLES), "Besluit genomen")

    assert (step.toestand.value, step.datum, step.toelichting) == ("toekomstig", None, None)


@pytest.mark.parametrize(
    ("statussen", "changes", "days"),
    [
        pytest.param([EEN], {}, ["2026-10-28", None, "2026-11-02", None], id="open"),
        pytest.param([], {"status": None}, ["2026-10-28", None, None, None], id="no status: the day it was asked"),
        pytest.param([], {}, ["2026-10-28", None, "2026-11-02", None], id="not in the history: the day it was asked"),
        pytest.param([status(1, "2026-10-30")], {}, ["2026-10-30", None, "2026-11-02", None], id="registered later"),
        pytest.param(
            [EEN, TWEE], {"status": 4, "einddatum": "2026-11-20", "gezet": "2026-11-22T08:00:00Z"},
            ["2026-10-28", None, "2026-11-02", "2026-11-20"],
            id="ended: its einddatum",
        ),
        pytest.param([EEN], {"status": 4, "einddatum": "2026-11-20"}, ["2026-10-28", None, None, "2026-11-20"],
                     id="ended half way"),
        pytest.param([EEN], {"gezet": "2026-11-22T23:30:00Z"}, ["2026-10-28", None, "2026-11-23", None],
                     id="a day in the Netherlands"),
    ],
)  # fmt: skip
def test_a_fase_has_the_day_on_which_it_was_reached(statussen, changes, days):
    told = fasen(*statussen, **changes)

    assert [fase.datum.isoformat() if fase.datum else None for fase in told] == days


def test_steps_without_a_uuid_have_a_key_that_stays():
    kind = soort(*(statustype(n, naam, url=None) for n, naam in enumerate(("A", "B"), 1)))
    keys = [[s.id for f in fasen(kind=kind, status=None) for s in f.stappen] for _ in range(2)]

    assert keys[0] == keys[1]
    assert len(set(keys[0])) == 2


def with_norms(*norms: str | None) -> Soort:
    """A zaaktype whose statustypen each have a norm for when they are reached."""
    return soort(
        *(
            statustype(number, naam, doorlooptijd=norm, isEindstatus=number == len(norms))
            for number, (naam, norm) in enumerate(zip(BEZWAAR, norms, strict=False), 1)
        )
    )


def due(told: list[Fasevoortgang]) -> dict[str | None, tuple[str, bool]]:
    """When each step is due, and whether that is certain."""
    steps = (step for fase in told for step in fase.stappen)
    return {s.naam: (str(s.verwacht.datum), s.verwacht.zeker) for s in steps if s.verwacht}


def test_f5_each_step_to_come_is_due_by_its_norm_counted_from_the_start():
    told = fasen(EEN, TWEE, kind=with_norms("P1D", "P5D", "P4W", "P1M", "P2M"), startdatum="2026-10-31")

    assert due(told) == {
        "Hoorzitting gehouden": ("2026-11-28", True),
        "Besluit vastgesteld": ("2026-11-30", True),
        "Klaar": ("2026-12-31", True),
    }
    step = stap(told, "Klaar").verwacht
    assert step is not None
    assert (step.herkomst, step.grondslag) == ("berekend", "doorlooptijd")


@pytest.mark.parametrize("norm", [None, "", "P0D", "acht weken", "PT5H"])
def test_f5_without_a_norm_that_can_be_read_no_day_is_invented(norm):
    assert due(fasen(EEN, TWEE, kind=with_norms(None, None, norm, None, norm))) == {}


def test_f5_a_norm_whose_day_is_over_says_nothing_of_a_step_to_come():
    told = fasen(EEN, TWEE, kind=with_norms(None, None, "P2W", None, "P8W"), startdatum="2026-11-01")

    assert due(told) == {"Klaar": ("2026-12-27", True)}, "two weeks after the start is a week ago"


def test_f5_while_it_stands_still_no_step_has_a_day():
    assert due(fasen(EEN, TWEE, kind=with_norms(*["P4W"] * 5), opschorting={"indicatie": True})) == {}


@pytest.mark.parametrize(
    "longer",
    [
        {"verlenging": {"duur": "P3W"}},
        {"verlenging": {"duur": "drie weken"}},
        {"opschorting": {"indicatie": False, "eerdereOpschorting": True}},
    ],
    ids=["extended", "extended by who knows", "stood still before"],
)
def test_f5_what_made_a_zaak_take_longer_may_not_be_in_a_norm(longer):
    assert {certain for _, certain in due(fasen(EEN, TWEE, kind=with_norms(*["P4W"] * 5), **longer)).values()} == {
        False
    }


def test_f5_a_step_that_was_reached_or_will_never_be_is_not_due():
    ended = fasen(EEN, TWEE, kind=with_norms(*["P4W"] * 5), einddatum="2026-11-20")
    present = fasen(EEN, TWEE, kind=with_norms(*["P4W"] * 5))

    assert due(ended) == {}
    assert due(present).keys() == {"Hoorzitting gehouden", "Besluit vastgesteld", "Klaar"}
