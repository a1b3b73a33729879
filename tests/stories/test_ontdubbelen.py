"""A gemeente that moves from one register to another: what both have is shown once."""

from __future__ import annotations

from typing import Any

import pytest

from mijnzaken_bff.demo.gemeente.dialecten import ESUITE
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.stories.portaal import ANNA, BILAL, Portaal, Toneel, uitkomsten, zaaknummers

RSIN = "001117518"
DUBBEL = 'mijnzaken_zaak_dubbel_total{bron="archief"}'


class Verhuizing:
    """Gemeente Waterdam with an old and a new register, and Heuvelrijk, which has nothing to do with it."""

    def __init__(self, toneel: Toneel, **archief: Any) -> None:
        self.oud = toneel.gemeente("Waterdam, oud", RSIN, **archief)
        self.nieuw = toneel.gemeente("Waterdam, nieuw", RSIN)
        self.ander = toneel.gemeente("Gemeente Heuvelrijk", "000740457")
        self._soorten = {
            gemeente: zaaktype(gemeente, "ZT-MELDING", "Melding", statustypen=("Ontvangen", "Afgehandeld"))
            for gemeente in (self.oud, self.nieuw, self.ander)
        }
        self._toneel = toneel

    def heeft(self, nummer: str, dag: int, *gemeenten: Gemeente, bsn: str = ANNA, **velden: Any) -> None:
        """A zaak of ``nummer`` that began on this day of October, in each of these registers."""
        for gemeente in gemeenten:
            soort = self._soorten[gemeente]
            more = {"identificatie": nummer, "startdatum": f"2026-10-{dag:02d}", "behandelaar": False, **velden}
            zaak(gemeente, soort, bsn=bsn, **more)

    def portaal(self, *ontdubbel: str, **per_bron: Any) -> Portaal:
        bronnen = {"archief": self.oud, "heuvelrijk": self.ander, "waterdam": self.nieuw}
        configuratie = self._toneel.configuratie(bronnen, per_bron=per_bron)
        waterdam = {"id": "gm9901", "naam": "Gemeente Waterdam", "rsin": RSIN, "ontdubbel": list(ontdubbel)}
        configuratie["organisaties"] = [waterdam, configuratie["organisaties"][1]]
        for bron in configuratie["bronnen"]:
            bron["organisatie"] = "gm9902" if bron["id"] == "heuvelrijk" else "gm9901"
        return self._toneel.portaal_op(configuratie)


@pytest.fixture
def verhuizing(toneel: Toneel) -> Verhuizing:
    return Verhuizing(toneel)


def rows(*overzichten: dict[str, Any]) -> list[tuple[str, str]]:
    return [(rij["zaaknummer"], rij["bron"]) for overzicht in overzichten for rij in overzicht["zaken"]]


def test_a_zaak_known_in_two_registers_is_shown_and_counted_once(verhuizing: Verhuizing) -> None:
    verhuizing.heeft("W-1", 3, verhuizing.oud, verhuizing.nieuw)
    verhuizing.heeft("W-2", 2, verhuizing.oud)
    verhuizing.heeft("W-3", 1, verhuizing.nieuw)
    portaal = verhuizing.portaal("waterdam", "archief")

    overzicht = portaal.find_zaken(ANNA)

    assert rows(overzicht) == [("W-1", "waterdam"), ("W-2", "archief"), ("W-3", "waterdam")]
    assert overzicht["telling"] == {"lopend": 3, "afgerond": 0, "exact": True}
    assert {bron["id"]: bron["aantal"] for bron in overzicht["bronnen"]} == {
        "archief": 1, "heuvelrijk": 0, "waterdam": 2,
    }  # fmt: skip
    assert overzicht["volledig"] is True
    assert {bron["weggelaten"] for bron in overzicht["bronnen"]} == {0}
    assert portaal.counted(DUBBEL) == 1
    assert rows(verhuizing.portaal("archief", "waterdam").find_zaken(ANNA))[0] == ("W-1", "archief")
    assert len(rows(verhuizing.portaal().find_zaken(ANNA))) == 4, "without a word of the configuration it is two"


@pytest.mark.parametrize("aantal", [1, 2, 3, 5, 20])
def test_a_walk_gives_each_zaak_once_whatever_its_dates_and_the_length_of_a_page(
    verhuizing: Verhuizing, aantal: int
) -> None:
    for n in range(8):
        verhuizing.heeft(f"W-{n}", 28 - n, verhuizing.nieuw)
        verhuizing.heeft(f"W-{n}", 28 - n if n % 2 else 14 + n, verhuizing.oud)
    verhuizing.heeft("W-0", 10, verhuizing.ander)
    portaal = verhuizing.portaal("waterdam", "archief")

    pages = portaal.walk(ANNA, aantal=aantal)

    assert sorted(zaaknummers(*pages)) == sorted([*(f"W-{n}" for n in range(8)), "W-0"]), "Heuvelrijk has its own W-0"
    assert all(page["volledig"] for page in pages)
    days = [rij["startdatum"] for page in pages for rij in page["zaken"]]
    assert days == sorted(days, reverse=True)


def test_when_one_register_fails_the_copy_of_the_other_is_shown(verhuizing: Verhuizing) -> None:
    verhuizing.heeft("W-1", 3, verhuizing.oud, verhuizing.nieuw)
    portaal = verhuizing.portaal("waterdam", "archief")
    verhuizing.nieuw.fault = Fault("500")

    overzicht = portaal.find_zaken(ANNA)

    assert rows(overzicht) == [("W-1", "archief")]
    assert uitkomsten(overzicht)["waterdam"] == "onbereikbaar"


def test_a_register_that_fails_during_the_walk_brings_nothing_back_that_was_shown(verhuizing: Verhuizing) -> None:
    """What was shown of it stays shown, on a later page too; what was not is shown by the other."""
    verhuizing.heeft("W-1", 9, verhuizing.nieuw)
    verhuizing.heeft("W-1", 2, verhuizing.oud)
    verhuizing.heeft("W-2", 5, verhuizing.oud, verhuizing.nieuw)
    portaal = verhuizing.portaal("waterdam", "archief")
    first = portaal.find_zaken(ANNA, aantal=1)
    verhuizing.nieuw.fault = Fault("500")

    second = portaal.find_zaken(ANNA, aantal=10, cursor=first["volgende"])

    assert rows(first, second) == [("W-1", "waterdam"), ("W-2", "archief")]
    assert second["volgende"] is None


def test_a_register_of_which_everything_hides_is_not_counted_as_empty(verhuizing: Verhuizing) -> None:
    """That count tells operators of a register that finds nobody any more."""
    verhuizing.heeft("W-1", 3, verhuizing.oud, verhuizing.nieuw)
    portaal = verhuizing.portaal("waterdam", "archief")

    portaal.find_zaken(ANNA)

    counted = {
        bron: portaal.counted(f'mijnzaken_bron_gevraagd_total{{bron="{bron}",leeg="ja"}}')
        for bron in ("archief", "heuvelrijk", "waterdam")
    }
    assert counted == {"archief": 0, "heuvelrijk": 1, "waterdam": 0}


def test_a_copy_that_is_not_proven_hides_nothing(verhuizing: Verhuizing) -> None:
    """In the new register the zaak is somebody else's, or may not be shown: then the old one counts."""
    verhuizing.heeft("W-1", 3, verhuizing.oud)
    verhuizing.heeft("W-1", 3, verhuizing.nieuw, bsn=BILAL)
    verhuizing.heeft("W-2", 2, verhuizing.oud)
    verhuizing.heeft("W-2", 2, verhuizing.nieuw, vertrouwelijkheidaanduiding="geheim")

    overzicht = verhuizing.portaal("waterdam", "archief").find_zaken(ANNA)

    assert rows(overzicht) == [("W-1", "archief"), ("W-2", "archief")]


def test_without_a_number_or_of_another_organisatie_it_is_another_zaak(verhuizing: Verhuizing) -> None:
    verhuizing.heeft(" ", 4, verhuizing.oud, verhuizing.nieuw)
    verhuizing.heeft("W-1", 3, verhuizing.oud, verhuizing.nieuw, verhuizing.ander)
    verhuizing.heeft("W-2", 2, verhuizing.nieuw)
    verhuizing.heeft("W-2", 2, verhuizing.oud, bronorganisatie="000740457")

    overzicht = verhuizing.portaal("waterdam", "archief").find_zaken(ANNA)

    assert sorted(rows(overzicht), key=str) == sorted(
        [
            (None, "archief"), (None, "waterdam"), ("W-1", "heuvelrijk"), ("W-1", "waterdam"),
            ("W-2", "archief"), ("W-2", "waterdam"),
        ],
        key=str,
    )  # fmt: skip


def test_who_asks_one_register_sees_what_it_has(verhuizing: Verhuizing) -> None:
    verhuizing.heeft("W-1", 3, verhuizing.oud, verhuizing.nieuw)

    assert rows(verhuizing.portaal("waterdam", "archief").find_zaken(ANNA, bron="archief")) == [("W-1", "archief")]


def test_registers_of_two_products_are_one_gemeente(toneel: Toneel) -> None:
    """The old one orders nothing and sends no rollen along: its candidates hide without being proven."""
    verhuizing = Verhuizing(toneel, dialect=ESUITE)
    for n in range(5):
        verhuizing.heeft(f"W-{n}", 20 - n, verhuizing.oud, verhuizing.nieuw)
    verhuizing.heeft("W-OUD", 1, verhuizing.oud)
    portaal = verhuizing.portaal("waterdam", "archief", archief={"product": "esuite", "bsnInUrl": "toegestaan"})

    pages = portaal.walk(ANNA, aantal=4)

    assert rows(*pages) == [*((f"W-{n}", "waterdam") for n in range(5)), ("W-OUD", "archief")]
