"""Whatever dialect a register speaks, somebody sees the same zaken, field by field, and at the least cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import cycle, islice
from typing import Any

import pytest

from mijnzaken_bff.demo.gemeente.dialecten import ESUITE, ONEGROUND
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.loopback import Loopback
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.stories.dialecten import STREEKTALEN, Streektaal
from tests.stories.portaal import ANNA, BILAL, Portaal, Toneel, Wie, uitkomsten, vragen_aan, zaaknummers

KVK, RSIN = "90004760", "819534316"
"""Of one company; the others differ in their last digits."""

PERSONEN: Mapping[str, str] = {
    "met een lopende en een afgeronde zaak": ANNA,
    "met dertig zaken, vijf op één dag": BILAL,
    "met een opgeschorte zaak": "999990032",
    "met een verlengde zaak": "999990044",
    "met een heropende zaak": "999990056",
    "met een zaak zonder status": "999990068",
    "die alleen medeaanvrager is": "999990081",
    "van wie het meeste niet getoond mag worden": "999990093",
    "met een deelzaak en leestekens": "999990111",
    "zonder zaken": "999990123",
}
BEDRIJVEN: Mapping[str, tuple[str, str]] = {
    "met een lopende en een afgeronde zaak": ("90004760", "819534316"),
    "met een zaak van een gemachtigde": ("90419936", "897084597"),
    "dat medeaanvrager is": ("90107877", "880670903"),
    "met zes zaken op één dag": ("90448610", "837202140"),
    "zonder zaken": ("90646636", "001117518"),
}

WIE: Mapping[str, Wie] = {
    **{f"een persoon {naam}": bsn for naam, bsn in PERSONEN.items()},
    **{f"een bedrijf {naam}": {"kvk": kvk, "rsin": rsin} for naam, (kvk, rsin) in BEDRIJVEN.items()},
}


def bevolk(gemeente: Gemeente) -> None:
    """Ten persons and five companies, who have the same zaken in every dialect."""
    parkeren = zaaktype(
        gemeente, "ZT-PARKEREN", "Parkeervergunning behandelen",
        statustypen=("Aanvraag ontvangen", "Toetsing gestart", "Besluit genomen", "Afgehandeld"),
        resultaattypen=("Verleend", "Geweigerd"), servicenorm="P28D",
    )  # fmt: skip
    melding = zaaktype(
        gemeente, "ZT-MELDING", "Melding openbare ruimte", statustypen=("Ontvangen", "In behandeling", "Afgehandeld"),
        resultaattypen=("Verholpen",), doorlooptijd="P21D", vertrouwelijkheidaanduiding="openbaar",
    )  # fmt: skip
    bsns = iter(PERSONEN.values())

    bsn = next(bsns)
    zaak(gemeente, parkeren, bsn=bsn, startdatum="2026-10-28", status=2, statustoelichting="Wij kijken ernaar.")
    zaak(gemeente, melding, bsn=bsn, startdatum="2026-08-01", einddatum="2026-08-20", resultaat="Verholpen")
    bsn = next(bsns)
    for number in range(30):
        day = 1 if number < 5 else number
        zaak(
            gemeente, melding, bsn=bsn, startdatum=f"2026-09-{day:02d}", status=1 + number % 2, omschrijving=str(number)
        )
    stil = {"indicatie": True, "eerdereOpschorting": True, "reden": "Wachten op gegevens"}
    zaak(gemeente, parkeren, bsn=next(bsns), startdatum="2026-10-01", status=2, opschorting=stil)
    langer = {"reden": "Onderzoek", "duur": "P6W"}
    zaak(gemeente, parkeren, bsn=next(bsns), startdatum="2026-09-01", status=2, verlenging=langer)
    zaak(gemeente, parkeren, bsn=next(bsns), startdatum="2026-06-01", status=2, resultaat="Geweigerd")
    zaak(gemeente, parkeren, bsn=next(bsns), startdatum="2026-11-20", status=None)
    bsn = next(bsns)
    zaak(gemeente, parkeren, bsn=bsn, rol="mede_initiator", startdatum="2026-10-02")
    twice = {"betrokkeneType": "natuurlijk_persoon", "betrokkeneIdentificatie": {"inpBsn": bsn}}
    zaak(gemeente, parkeren, bsn=bsn, startdatum="2026-10-03", extra_rollen=[twice])
    bsn = next(bsns)
    zaak(gemeente, parkeren, bsn=bsn, startdatum="2026-10-09", omschrijving="Deze wel")
    zaak(gemeente, parkeren, bsn=bsn, startdatum="2026-10-08", vertrouwelijkheidaanduiding="geheim")
    zaak(gemeente, parkeren, bsn=bsn, startdatum="2026-10-07", rol="belanghebbende")
    zaak(gemeente, parkeren, bsn=bsn, startdatum="2026-10-06", rol="behandelaar")
    bsn = next(bsns)
    hoofd = zaak(gemeente, parkeren, bsn=bsn, startdatum="2026-07-01", omschrijving='<b>"Café" & Zn</b> 🎉')
    zaak(gemeente, melding, bsn=bsn, startdatum="2026-07-02", hoofdzaak=hoofd["url"])

    companies = iter(BEDRIJVEN.values())

    def company(**more: Any) -> dict[str, Any]:
        known = {"kvkNummer": kvk, "innNnpId": rsin}
        return {
            "betrokkeneType": "niet_natuurlijk_persoon",
            "betrokkeneIdentificatie": known,
            "omschrijvingGeneriek": "initiator",
            **more,
        }

    kvk, rsin = next(companies)
    zaak(gemeente, parkeren, startdatum="2026-10-20", status=3, extra_rollen=[company()])
    closed = {"einddatum": "2026-03-01", "resultaat": "Verleend"}
    zaak(gemeente, parkeren, startdatum="2026-02-01", extra_rollen=[company()], **closed)
    kvk, rsin = next(companies)
    zaak(gemeente, parkeren, startdatum="2026-10-21", extra_rollen=[company(indicatieMachtiging="gemachtigde")])
    kvk, rsin = next(companies)
    zaak(gemeente, melding, startdatum="2026-10-22", extra_rollen=[company(omschrijvingGeneriek="mede_initiator")])
    kvk, rsin = next(companies)
    for number in range(6):
        zaak(gemeente, melding, startdatum="2026-05-05", omschrijving=f"{number}", extra_rollen=[company()])
    # Somebody who is nobody's: every zaak above must be told apart from these.
    zaak(gemeente, parkeren, bsn="999990135", startdatum="2026-11-01")
    zaak(gemeente, parkeren, kvk="90000013", startdatum="2026-11-02")


class Land:
    """One gemeente in every dialect, all with the same inhabitants."""

    def __init__(self, toneel: Toneel) -> None:
        self.gemeenten: dict[str, Gemeente] = {}
        self._portalen: dict[str, Portaal] = {}
        for taal, streek in STREEKTALEN.items():
            self.gemeenten[taal] = streek.gemeente(toneel)
            bevolk(self.gemeenten[taal])
            self._portalen[taal] = toneel.portaal({"waterdam": self.gemeenten[taal]}, bron=streek.bron)

    def rows(self, taal: str, wie: Wie, **query: Any) -> list[dict[str, Any]]:
        """What somebody sees, on as many pages as it takes, with what only Open Zaak knows taken out."""
        pages = self._portalen[taal].walk(wie, **query)
        assert all(page["volledig"] for page in pages), pages[0]["bronnen"]
        return [_without_extras(rij) for page in pages for rij in page["zaken"]]

    def first_page(self, taal: str, wie: Wie, **query: Any) -> dict[str, Any]:
        return self._portalen[taal].find_zaken(wie, **query)


def _without_extras(rij: dict[str, Any]) -> dict[str, Any]:
    """A row without when the register last changed it, which is not in the standard, and the fingerprint of that."""
    return {key: value for key, value in rij.items() if key not in ("gewijzigdOp", "versie")}


@pytest.fixture(scope="module")
def land(loopback: Loopback) -> Iterator[Land]:
    toneel = Toneel(loopback)
    try:
        yield Land(toneel)
    finally:
        toneel.close()


OTHERS = sorted(set(STREEKTALEN) - {"open-zaak"})


def in_no_order_within_a_day(rijen: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows as a register orders them: those of one day come as it likes, also twice."""
    return sorted(rijen, key=lambda rij: (rij["startdatum"], rij["id"]), reverse=True)


@pytest.mark.parametrize("wie", WIE)
@pytest.mark.parametrize("taal", OTHERS)
def test_somebody_sees_the_same_in_every_dialect(land: Land, taal: str, wie: str) -> None:
    here, there = land.rows("open-zaak", WIE[wie], aantal=100), land.rows(taal, WIE[wie], aantal=100)

    assert in_no_order_within_a_day(there) == in_no_order_within_a_day(here)
    assert [rij["startdatum"] for rij in there] == [rij["startdatum"] for rij in here]


def test_the_zaken_of_the_matrix_are_there_to_be_seen(land: Land) -> None:
    seen = {wie: len(land.rows("open-zaak", who, aantal=100)) for wie, who in WIE.items()}

    assert list(seen.values()) == [2, 30, 1, 1, 1, 1, 2, 1, 2, 0, 2, 1, 1, 6, 0]


@pytest.mark.parametrize("lopend", ["true", "false"])
@pytest.mark.parametrize("taal", OTHERS)
def test_lopend_and_afgerond_are_the_same_in_every_dialect(land: Land, taal: str, lopend: str) -> None:
    for wie in (ANNA, "999990056", {"kvk": KVK, "rsin": RSIN}):
        assert land.rows(taal, wie, lopend=lopend) == land.rows("open-zaak", wie, lopend=lopend)


@pytest.mark.parametrize("taal", OTHERS)
def test_a_zaak_is_found_by_its_number_in_every_dialect(land: Land, taal: str) -> None:
    number = land.rows("open-zaak", ANNA)[0]["zaaknummer"]

    assert land.rows(taal, ANNA, zaaknummer=number) == land.rows("open-zaak", ANNA)[:1]
    assert land.rows(taal, BILAL, zaaknummer=number) == []


@pytest.mark.parametrize("aantal", [4, 7])
@pytest.mark.parametrize("taal", sorted(STREEKTALEN))
def test_walking_gives_every_zaak_once_in_every_dialect(land: Land, taal: str, aantal: int) -> None:
    walked = land.rows(taal, BILAL, aantal=aantal)

    assert sorted(rij["zaaknummer"] for rij in walked) == sorted(
        rij["zaaknummer"] for rij in land.rows("open-zaak", BILAL, aantal=100)
    )
    days = [rij["startdatum"] for rij in walked]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("taal", sorted(STREEKTALEN))
def test_a_first_page_costs_no_more_than_its_dialect_must(land: Land, taal: str) -> None:
    """Where rollen come along one search is all; else one search, and only the rows that are shown are proven."""
    land.rows(taal, BILAL)
    gemeente = land.gemeenten[taal]
    gemeente.ontvangen.clear()

    page = land.first_page(taal, BILAL, aantal=5)

    assert len(page["zaken"]) == 5
    assert [o.pad for o in gemeente.ontvangen if "/catalogi/" in o.pad] == []
    assert len(gemeente.ontvangen) == 1 + 5 * STREEKTALEN[taal].calls_per_row


# --- twenty bronnen, five of them broken ---


BROKEN: Mapping[str, tuple[Fault, str]] = {
    "breekt": (Fault("breekt"), "onbereikbaar"),
    "hangt": (Fault("hangt"), "teTraag"),
    "429": (Fault("429"), "overbelast"),
    "403": (Fault("403"), "geenToegang"),
    "negeertFilters": (Fault("negeertFilters"), "onbetrouwbaar"),
}


def country(toneel: Toneel, number: int, fill: Callable[[Gemeente, int], None]) -> tuple[dict[str, Gemeente], Any]:
    """So many gemeenten, in every dialect in turn, each with its configuration."""
    gemeenten: dict[str, Gemeente] = {}
    per_bron: dict[str, Mapping[str, Any]] = {}
    talen: Iterator[Streektaal] = cycle(STREEKTALEN.values())
    for place, streek in enumerate(islice(talen, number)):
        naam = f"bron-{place:03d}"
        gemeenten[naam] = streek.gemeente(toneel, f"Gemeente Proef {place}", RSINS[place])
        per_bron[naam] = streek.bron
        fill(gemeenten[naam], place)
    return gemeenten, per_bron


def _rsins() -> Iterator[str]:
    for number in range(998_000_000, 999_000_000):
        digits = f"{number}"
        if sum(w * int(d) for w, d in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True)) % 11 == 0:
            yield digits


RSINS = list(islice(_rsins(), 342))


def two_zaken_each(gemeente: Gemeente, place: int) -> None:
    soort = zaaktype(gemeente, "ZT-X", "Vergunning", statustypen=("Ontvangen", "Bezig", "Klaar"))
    for day in (1, 2):
        month = 1 + place % 10
        zaak(gemeente, soort, bsn=ANNA, startdatum=f"2026-{month:02d}-0{day}", identificatie=f"Z-{place:03d}-{day}")
    zaak(gemeente, soort, bsn=BILAL, startdatum="2026-11-01", identificatie=f"Z-{place:03d}-van-bilal")


def test_twenty_bronnen_in_every_dialect_of_which_five_are_broken(toneel: Toneel) -> None:
    gemeenten, per_bron = country(toneel, 20, two_zaken_each)
    portaal = toneel.portaal(gemeenten, per_bron=per_bron, bron={"tijd": {"totaal": "6s"}}, tijd={"lijst": "8s"})
    portaal.find_zaken(ANNA, aantal=100)
    broken = dict(zip(("bron-002", "bron-004", "bron-006", "bron-011", "bron-013"), BROKEN.values(), strict=True))
    for naam, (fault, _) in broken.items():
        gemeenten[naam].fault = fault

    overzicht = portaal.find_zaken(ANNA, aantal=100)

    whole = sorted(set(gemeenten) - set(broken))
    assert sorted(zaaknummers(overzicht)) == sorted(f"Z-{naam[5:]}-{day}" for naam in whole for day in (1, 2))
    assert {naam: uitkomst for naam, uitkomst in uitkomsten(overzicht).items() if uitkomst != "ok"} == {
        naam: uitkomst for naam, (_, uitkomst) in broken.items()
    }
    assert overzicht["volledig"] is False


# --- the whole country ---


@pytest.mark.timeout(300)
def test_the_whole_country_in_one_question_costs_the_least_that_each_dialect_allows(toneel: Toneel) -> None:
    gemeenten, per_bron = country(toneel, 342, two_zaken_each)
    portaal = toneel.portaal(
        gemeenten, per_bron=per_bron, bron={"tijd": {"totaal": "50s", "verbinden": "40s"}}, tijd={"lijst": "60s"}
    )
    portaal.client.timeout = 120
    names = list(gemeenten)
    for first in range(0, len(names), 57):  # so that every catalogue and every dialect is known
        part = "&".join(f"bron={name}" for name in names[first : first + 57])
        portaal.get(f"/v1/zaken?{part}&aantal=100", ANNA)
    for gemeente in gemeenten.values():
        gemeente.ontvangen.clear()

    overzicht = portaal.find_zaken(ANNA, aantal=40)

    assert overzicht["volledig"]
    assert len(overzicht["zaken"]) == 40
    shown = dict.fromkeys(gemeenten, 0)
    for rij in overzicht["zaken"]:
        shown[rij["bron"]] += 1
    talen = list(islice(cycle(STREEKTALEN.values()), len(gemeenten)))
    least = {
        naam: 1 + shown[naam] * taal.calls_per_row for (naam, _), taal in zip(gemeenten.items(), talen, strict=True)
    }
    assert {naam: vragen_aan(g, "") for naam, g in gemeenten.items()} == least


# --- what an operator makes of a dialect ---


@pytest.mark.parametrize(
    ("dialect", "bron"),
    [
        pytest.param(
            replace(ONEGROUND, expand_zoek="status,resultaat"), {"product": "oneGround"}, id="expand without rollen"
        ),
        pytest.param(
            replace(ONEGROUND, expand_detail="none"), {"product": "oneGround"}, id="expand not even in a detail"
        ),
        pytest.param(
            replace(ONEGROUND, mislukte_relaties=frozenset({"status"})),
            {"product": "oneGround"},
            id="a part that fails",
        ),
        pytest.param(
            replace(ESUITE, rollen_van_zaak="weigeren"),
            {"product": "esuite", "bsnInUrl": "toegestaan"},
            id="rollen by zaak alone",
        ),
        pytest.param(
            replace(ONEGROUND, lege_relatie="null"), {"product": "oneGround"}, id="null for what is not there"
        ),
    ],
)
def test_a_register_that_gives_less_still_shows_the_same(land: Land, toneel: Toneel, dialect: Any, bron: Any) -> None:
    gemeente = toneel.gemeente(dialect=dialect)
    bevolk(gemeente)
    portaal = toneel.portaal({"waterdam": gemeente}, bron=bron)

    for wie in (ANNA, "999990056", "999990093", {"kvk": KVK, "rsin": RSIN}):
        seen = [_without_extras(rij) for rij in portaal.find_zaken(wie)["zaken"]]
        assert seen == land.rows("open-zaak", wie)
