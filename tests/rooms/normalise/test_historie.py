"""The statussen that a zaak had, each once and in order; and whether it was reopened."""

import pytest

from mijnzaken_bff.normalise.historie import Gezet, historie_of, is_eindstatus, is_heropend
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.status import Status
from tests.rooms.normalise.bouwen import PRESENT, item, read, soort, status, status_link, statustype, statustype_link

ONBEKEND = Soort()


def kinds(*statussen: Status, kind: Soort | None = None, **changes: object) -> list[str]:
    """The number of the statustype of each, the present one with a star."""
    told = historie_of(read(item(**changes)), kind or soort(), statussen)
    return [f"{(g.status.statustype or '-')[-1]}{'*' if g.huidig else ''}" for g in told]


def test_statussen_come_by_the_moment_on_which_they_were_set():
    assert kinds(status(2, "2026-11-02", url=PRESENT), status(1, "2026-10-28")) == ["1", "2*"]


def test_the_present_status_is_added_where_it_is_missing():
    assert kinds(status(1, "2026-10-28")) == ["1", "2*"]


@pytest.mark.parametrize("url", [PRESENT, PRESENT.replace("zgw.waterdam.example", "openzaak.intern")])
def test_the_present_status_is_not_added_where_it_is_there(url):
    assert kinds(status(2, "2026-11-02", url=url), status(1, "2026-10-28")) == ["1", "2*"]


def test_a_present_status_without_a_link_is_known_by_its_kind_and_moment():
    expanded = {"statustype": statustype_link(2), "datumStatusGezet": "2026-11-02T08:07:00Z"}
    told = {**item(status=expanded), "status": "https://zgw.waterdam.example/zaken/api/v1/statussen/8"}
    history = [status(2, "2026-11-02T08:07:00Z"), status(1, "2026-10-28")]

    found = historie_of(read(told), soort(), history)

    assert [gezet.huidig for gezet in found] == [False, True]


def test_a_present_status_that_did_not_come_with_the_zaak_is_found_by_its_link():
    told = {**item(status={}), "status": status_link(2)}

    found = historie_of(read(told), soort(), [status(2, "2026-11-02"), status(1, "2026-10-28")])

    assert [(gezet.statustype.omschrijving if gezet.statustype else None, gezet.huidig) for gezet in found] == [
        ("Ontvangen", False),
        ("In behandeling", True),
    ]


def test_a_status_that_is_listed_twice_is_one():
    assert kinds(status(1, "2026-10-28"), status(1, "2026-10-28"), status(1, "2026-10-28", number=9)) == ["1", "2*"]


def test_a_status_that_was_set_again_is_another_one():
    assert kinds(status(2, "2026-10-30"), status(1, "2026-10-28")) == ["1", "2", "2*"]


def test_statussen_of_one_day_come_by_their_volgnummer():
    assert kinds(status(3, "2026-10-28"), status(1, "2026-10-28"), status(2, "2026-10-28")) == ["1", "2", "3", "2*"]


def test_without_a_volgnummer_statussen_of_one_day_stay_as_they_came():
    kind = soort(*(statustype(number, f"Stap {number}", volgnummer=None) for number in (1, 2, 3)))

    assert kinds(status(3, "2026-10-28"), status(1, "2026-10-28"), kind=kind) == ["3", "1", "2*"]


def test_of_one_day_the_present_status_is_the_last():
    set_back = {"status": 1, "gezet": "2026-10-28T09:00:00Z"}

    assert kinds(status(2, "2026-10-28"), status(1, "2026-10-27", number=8), **set_back) == ["1", "2", "1*"]


@pytest.mark.parametrize("gezet", [None, "", "1753-01-01T00:00:00Z", "binnenkort"])
def test_a_status_that_was_not_set_yet_is_none(gezet):
    assert kinds(status(3, gezet, url="https://x.example/00000000-0000-0000-0000-000000000000")) == ["2*"]


def test_the_present_status_counts_also_without_its_moment_and_comes_last():
    assert kinds(status(1, "2026-10-28"), gezet="1753-01-01T00:00:00Z") == ["1", "2*"]


def test_a_status_of_another_zaak_is_left_out():
    other = "https://zgw.waterdam.example/zaken/api/v1/zaken/b5a121e8-d90c-457a-a0f0-2e9b3d532e91"

    assert kinds(status(1, "2026-10-28", zaak=other), status(1, "2026-10-29", zaak=None)) == ["1", "2*"]


def test_a_history_that_could_not_be_read_holds_the_present_status():
    assert len(historie_of(read(item()), soort(), None)) == 1
    assert historie_of(read(item(status=None)), soort(), None) == ()


def test_a_status_does_not_print_what_was_noted():
    told = historie_of(read(item()), soort(), None)

    assert repr(told) == "(Gezet(…),)"
    assert isinstance(told[0], Gezet)


def ends(kind: Soort) -> list[int | None]:
    return [one.volgnummer for one in kind.statustypen or () if is_eindstatus(one, kind)]


def test_a_zaak_ends_with_the_statustype_that_says_so_else_with_the_last():
    flagged = [statustype(1, "A"), statustype(2, "B", isEindstatus=True), statustype(3, "C")]
    several = [statustype(1, "A"), statustype(2, "B", isEindstatus=True), statustype(3, "C", isEindstatus=True)]
    unordered = [statustype(1, "A", volgnummer=None), statustype(2, "B", volgnummer=None)]

    assert ends(soort(*flagged)) == [2]
    assert ends(soort(*several)) == [2, 3]
    assert ends(soort(statustype(1, "A"), statustype(9, "B"))) == [9]
    assert ends(soort(*unordered)) == []


KLAAR = status(4, "2026-11-01")
BEGONNEN = status(1, "2026-10-28")


@pytest.mark.parametrize(
    ("changes", "statussen", "kind", "heropend"),
    [
        pytest.param({}, [BEGONNEN, KLAAR], soort(), True, id="it was done, and is open again"),
        pytest.param({}, [BEGONNEN], soort(), False, id="it never was done"),
        pytest.param({"einddatum": "2026-11-20", "status": 4}, [BEGONNEN, KLAAR], soort(), False, id="done again"),
        pytest.param({"status": 4}, [BEGONNEN], soort(), False, id="its present status is the end"),
        pytest.param({"status": 4}, [BEGONNEN, KLAAR], soort(), False, id="at the end for the second time"),
        pytest.param({}, [BEGONNEN, status(4, "2026-11-09")], soort(), False, id="an end after the present status"),
        pytest.param({}, None, soort(), False, id="history unreadable"),
        pytest.param({}, [BEGONNEN, KLAAR], ONBEKEND, False, id="catalogue unreadable"),
        pytest.param({"status": 99}, [BEGONNEN, KLAAR], soort(), False, id="present status unknown"),
        pytest.param({"status": None}, [BEGONNEN, KLAAR], soort(), False, id="no present status"),
        pytest.param({}, [BEGONNEN, status(3, "2026-11-01")], soort("A", "B", statustype(3, "C")), True,
                     id="no flag: the highest volgnummer"),
    ],
)  # fmt: skip
def test_whether_a_zaak_was_reopened(changes, statussen, kind, heropend):
    zaak = read(item(**changes))

    assert is_heropend(zaak, kind, historie_of(zaak, kind, statussen)) is heropend
