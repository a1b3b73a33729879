"""Whom to ask: the token chooses the organisaties, and everything but a good choice asks nobody."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.stories.portaal import ANNA, Portaal, Toneel, uitkomsten, vragen_aan, zaaknummers
from tests.stories.test_logs import Meelezer

STAPPEN = ("Ontvangen", "Afgehandeld")
WATERDAM, DUINOORD, HEUVELRIJK = "gm9901", "gm9902", "gm9903"
GEWEIGERD = 'mijnzaken_token_geweigerd_total{reden="organisaties",uitgever="verhaal"}'
ONBEKEND = 'mijnzaken_organisatie_onbekend_total{uitgever="verhaal"}'


def chooses(toneel: Toneel, bronnen: dict[str, Gemeente], **claim: Any) -> Portaal:
    """A portal whose issuer says whom to ask."""
    configuratie = toneel.configuratie(bronnen, vragen={"keuze": "claim"})
    configuratie["uitgevers"][0]["organisaties"] = {"pad": ["mijn", "organisaties"], **claim}
    return toneel.portaal_op(configuratie)


@pytest.fixture
def drie(waterdam: Gemeente, duinoord: Gemeente, heuvelrijk: Gemeente) -> dict[str, Gemeente]:
    """Three gemeenten, each with three zaken of Anna."""
    bronnen = {"waterdam": waterdam, "duinoord": duinoord, "heuvelrijk": heuvelrijk}
    for naam, gemeente in bronnen.items():
        soort = zaaktype(gemeente, "ZT-MELDING", "Melding", statustypen=STAPPEN)
        for n in range(3):
            zaak(gemeente, soort, bsn=ANNA, identificatie=f"{naam}-{n}", startdatum=f"2026-10-0{n + 1}")
    return bronnen


@pytest.fixture
def log() -> Iterator[Meelezer]:
    """What operators see."""
    reader = Meelezer()
    logging.getLogger().addHandler(reader)
    yield reader
    logging.getLogger().removeHandler(reader)


def names(*organisaties: str) -> dict[str, Any]:
    return {"bsn": ANNA, "mijn": {"organisaties": list(organisaties)}}


def test_the_bronnen_of_the_organisaties_in_the_token_are_asked_and_no_other(
    toneel: Toneel, drie: dict[str, Gemeente]
) -> None:
    portaal = chooses(toneel, drie)

    overzicht = portaal.find_zaken(names(WATERDAM, HEUVELRIJK))

    assert uitkomsten(overzicht) == {"waterdam": "ok", "heuvelrijk": "ok"}
    assert overzicht["volledig"] is True, "what was deliberately not asked is not missing"
    assert vragen_aan(drie["duinoord"]) == 0
    assert uitkomsten(portaal.find_zaken({"bsn": ANNA, "mijn": {"organisaties": DUINOORD}})) == {"duinoord": "ok"}
    every = portaal.get("/v1/bronnen", names(WATERDAM)).json()["bronnen"]
    assert [bron["id"] for bron in every] == ["duinoord", "heuvelrijk", "waterdam"]


def test_an_organisatie_can_be_named_by_its_rsin(toneel: Toneel, drie: dict[str, Gemeente]) -> None:
    portaal = chooses(toneel, drie, vorm="rsin")

    overzicht = portaal.find_zaken(names(drie["duinoord"].rsin))

    assert uitkomsten(overzicht) == {"duinoord": "ok"}
    assert portaal.get("/v1/zaken", names(DUINOORD)).status_code == 403, "an id is no RSIN"


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({}, id="absent"),
        pytest.param({"mijn": None}, id="null"),
        pytest.param({"mijn": {"organisaties": None}}, id="null below"),
        pytest.param({"mijn": {"organisaties": []}}, id="none"),
        pytest.param({"mijn": {"organisaties": ""}}, id="empty"),
        pytest.param({"mijn": {"organisaties": 9901}}, id="a number"),
        pytest.param({"mijn": {"organisaties": {"id": WATERDAM}}}, id="an object"),
        pytest.param({"mijn": {"organisaties": [WATERDAM, 7]}}, id="a list with something else in it"),
        pytest.param({"mijn": {"organisaties": [[WATERDAM]]}}, id="a list of lists"),
        pytest.param({"mijn": {"organisaties": f"{WATERDAM} {DUINOORD}"}}, id="a text with spaces"),
        pytest.param({"mijn": {"organisaties": ["gm0000", WATERDAM.upper()]}}, id="only unknown ones"),
    ],
)
def test_a_token_that_names_nothing_we_know_is_a_403_and_nobody_is_asked(
    toneel: Toneel, drie: dict[str, Gemeente], claims: dict[str, Any]
) -> None:
    portaal = chooses(toneel, drie)

    answer = portaal.get("/v1/zaken", {"bsn": ANNA, **claims})

    assert answer.status_code == 403
    problem = answer.json()
    assert problem["type"] == "urn:mijnzaken:probleem:geen-toegang"
    assert problem["detail"] == "Dit token noemt geen organisatie waarvan deze dienst zaken kan vragen."
    assert sum(map(vragen_aan, drie.values())) == 0
    assert portaal.counted(GEWEIGERD) == 1


def test_an_organisatie_without_a_bron_cannot_be_chosen(toneel: Toneel, drie: dict[str, Gemeente]) -> None:
    configuratie = toneel.configuratie(drie, vragen={"keuze": "claim"})
    configuratie["uitgevers"][0]["organisaties"] = {"pad": ["mijn", "organisaties"]}
    configuratie["organisaties"].append({"id": "gm9999", "naam": "Gemeente Zonder"})
    portaal = toneel.portaal_op(configuratie)

    assert portaal.get("/v1/zaken", names("gm9999")).status_code == 403
    assert portaal.counted(GEWEIGERD) == 1


def test_unknown_organisaties_among_known_ones_are_passed_over_and_counted(
    toneel: Toneel, drie: dict[str, Gemeente]
) -> None:
    portaal = chooses(toneel, drie)
    portaal.find_zaken(names(WATERDAM))
    assert portaal.counted(ONBEKEND) == 0

    overzicht = portaal.find_zaken(names("gm0000", WATERDAM, "", WATERDAM))

    assert uitkomsten(overzicht) == {"waterdam": "ok"}
    assert portaal.counted(ONBEKEND) == 1
    assert portaal.counted(GEWEIGERD) == 0


def test_what_stands_beside_the_choice_and_nobody_reads_lets_nobody_in(
    toneel: Toneel, drie: dict[str, Gemeente]
) -> None:
    """The claim is one of those that may not go unread: also written flat, and also in an object that is known."""
    configuratie = toneel.configuratie(drie, vragen={"keuze": "claim"})
    configuratie["uitgevers"][0]["organisaties"] = {"pad": ["aanvrager", "organisaties"]}
    portaal = toneel.portaal_op(configuratie)
    good = {"bsn": ANNA, "aanvrager": {"organisaties": [WATERDAM]}}

    assert uitkomsten(portaal.find_zaken(good)) == {"waterdam": "ok"}
    beside = {"bsn": ANNA, "aanvrager": {"organisaties": [WATERDAM], "kvk": "90004760"}}
    flat = {**good, "aanvrager.organisaties": [DUINOORD]}
    assert [portaal.get("/v1/zaken", wie).status_code for wie in (beside, flat)] == [403, 403]


def test_a_caller_may_narrow_the_choice_and_not_widen_it(toneel: Toneel, drie: dict[str, Gemeente]) -> None:
    portaal = chooses(toneel, drie)
    wie = names(WATERDAM, DUINOORD)

    assert uitkomsten(portaal.find_zaken(wie, bron="duinoord")) == {"duinoord": "ok"}
    outside, unknown = (portaal.get("/v1/zaken", wie, bron=bron) for bron in ("heuvelrijk", "nergens"))

    assert outside.status_code == unknown.status_code == 400
    assert outside.json()["fouten"] == unknown.json()["fouten"], "one cannot tell whether it exists"
    both = portaal.get("/v1/zaken", wie, bron=["duinoord", "heuvelrijk"], aantal=0)
    assert [fout["naam"] for fout in both.json()["fouten"]] == ["aantal", "bron"], "all faults at once"
    assert vragen_aan(drie["heuvelrijk"]) == 0


def test_a_cursor_does_not_reach_beyond_the_choice(toneel: Toneel, drie: dict[str, Gemeente]) -> None:
    portaal = chooses(toneel, drie)
    cursor = portaal.find_zaken(names(WATERDAM, DUINOORD), aantal=2)["volgende"]

    narrower = portaal.get("/v1/zaken", names(WATERDAM), aantal=2, cursor=cursor)
    wider = portaal.get("/v1/zaken", names(WATERDAM, DUINOORD, HEUVELRIJK), aantal=2, cursor=cursor)
    same = portaal.find_zaken(names(DUINOORD, WATERDAM, "gm0000"), aantal=10, cursor=cursor)

    assert narrower.json()["fouten"][0]["code"] == wider.json()["fouten"][0]["code"] == "andereFilters"
    assert len(zaaknummers(same)) == 4


def test_only_what_is_chosen_counts_against_the_limit(toneel: Toneel, drie: dict[str, Gemeente]) -> None:
    """A third of the bronnen can be asked three times as often."""
    configuratie = toneel.configuratie(drie, vragen={"keuze": "claim"})
    configuratie["uitgevers"][0]["organisaties"] = {"pad": ["mijn", "organisaties"]}
    ruim = configuratie["dienst"]["grenzen"]
    configuratie["dienst"] = {"grenzen": {**ruim, "perBetrokkene": {"aantal": 1}}}
    portaal = toneel.portaal_op(configuratie)

    statuses = [portaal.get("/v1/zaken", names(WATERDAM)).status_code for _ in range(4)]

    assert statuses == [200, 200, 200, 429]


@pytest.mark.parametrize(
    ("keuze", "query", "told"),
    [
        ("alle", {}, ("alle", 3)),
        ("alle", {"bron": "duinoord"}, ("gevraagd", 1)),
        ("gevraagd", {"bron": ["duinoord", "waterdam"]}, ("gevraagd", 2)),
        ("claim", {}, ("claim", 2)),
        ("claim", {"bron": "duinoord"}, ("claim", 1)),
    ],
)
def test_the_log_says_why_these_bronnen_were_asked(
    toneel: Toneel,
    drie: dict[str, Gemeente],
    log: Meelezer,
    *,
    keuze: str,
    query: dict[str, Any],
    told: tuple[str, int],
) -> None:
    by_claim = keuze == "claim"
    portaal = chooses(toneel, drie) if by_claim else toneel.portaal(drie, vragen={"keuze": keuze})

    portaal.find_zaken(names(WATERDAM, DUINOORD) if by_claim else ANNA, **query)

    (line,) = log.until("request_answered")
    assert (line["keuze"], line["bronnen"]) == told
