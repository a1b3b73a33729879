"""Whose zaak it is: whoever asks for one that is not his gets one and the same 404, and nobody was asked about it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from typing import Any

import httpx
import pytest

from mijnzaken_bff.demo.gemeente.dialecten import OPEN_ZAAK
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.loopback import Loopback
from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.gemeente.vulling import zaak
from mijnzaken_bff.demo.gemeente.vulling_documenten import document
from tests.stories.dossiers import (
    TALEN,
    ZONDER_BESLUITEN,
    afhankelijk,
    detail,
    gevuld,
    inhoud,
    paden,
    portaal_op,
    vraag,
    zaak_id,
)
from tests.stories.portaal import ANNA, BILAL, CARLA, DIRK, Portaal, Toneel, Wie
from tests.stories.wachten import until

NIEMAND = "00000000-0000-4000-8000-000000000000"
"""The UUID of nothing."""
BEDRIJF = {"kvk": "90004760", "rsin": "999990172"}

each_dialect = pytest.mark.parametrize("taal", TALEN)

VARIES = frozenset({"date", "x-request-id"})


def told(answer: httpx.Response) -> tuple[int, dict[str, Any], dict[str, str]]:
    """All that an answer says, apart from the id of its request and the time."""
    body = {key: value for key, value in answer.json().items() if key != "verzoekId"}
    return answer.status_code, body, {key: value for key, value in answer.headers.items() if key not in VARIES}


class Huis:
    """Anna's dossier in one dialect, and a zaak of Carla in the same register."""

    def __init__(self, toneel: Toneel, taal: str) -> None:
        self.dossier = gevuld(toneel, taal)
        soort = self.dossier.gemeente.opslag.alle("zaaktypen")[0]
        self.van_carla = zaak(self.dossier.gemeente, soort, bsn=CARLA, startdatum="2026-10-01")
        self.stuk = document(self.dossier.gemeente, self.van_carla, titel="Van Carla")
        self.portaal = portaal_op(toneel, self.dossier)
        for wie, resource in ((ANNA, self.dossier.zaak), (CARLA, self.van_carla)):  # what it can is known after this
            detail(self.portaal, zaak_id(resource), wie)
        self.dossier.vergeet()

    def nothing(self) -> httpx.Response:
        """The answer about a zaak that does not exist."""
        answer = vraag(self.portaal, f"waterdam-{NIEMAND}", CARLA)
        self.dossier.vergeet()
        return answer

    def zaken(self) -> list[Resource]:
        """Every zaak of Anna."""
        return [self.dossier.zaak, self.dossier.hoofdzaak, *self.dossier.deelzaken]

    def asked(self) -> list[str]:
        """What the registers were asked of what hangs on a zaak, the content of documents included."""
        return afhankelijk(*self.dossier.registers())


@pytest.fixture(scope="module")
def land(loopback: Loopback) -> Iterator[Mapping[str, Huis]]:
    with closing(Toneel(loopback)) as toneel:
        yield {taal: Huis(toneel, taal) for taal in TALEN}


# --- a zaak of somebody else ---


@each_dialect
@pytest.mark.parametrize("wie", [CARLA, DIRK, BEDRIJF], ids=["who has a zaak there", "who has none", "a company"])
def test_t21_no_zaak_of_anna_opens_to_anybody_else(land: Mapping[str, Huis], taal: str, wie: Wie) -> None:
    huis = land[taal]
    nothing = told(huis.nothing())
    assert nothing[0] == 404

    for resource in huis.zaken():
        answer = vraag(huis.portaal, zaak_id(resource), wie)
        assert told(answer) == nothing
        assert str(resource["uuid"]) not in f"{answer.text} {answer.headers}"
    assert huis.asked() == []


@each_dialect
def test_t21_no_zaak_of_somebody_else_opens_to_anna(land: Mapping[str, Huis], taal: str) -> None:
    """Also where she has many herself, and the other is a part of one of hers."""
    huis = land[taal]
    nothing = told(huis.nothing())
    of_others = [
        resource
        for resource in huis.dossier.gemeente.opslag.alle("zaken")
        if resource["omschrijving"] == "Van een ander" or resource is huis.van_carla
    ]

    answers = [vraag(huis.portaal, zaak_id(resource)) for resource in of_others]

    assert len(answers) == 2
    assert [told(answer) for answer in answers] == [nothing] * 2
    assert huis.asked() == []


@each_dialect
def test_t22_no_document_of_anna_opens_to_anybody_else(land: Mapping[str, Huis], taal: str) -> None:
    """Every zaak of hers with every document of hers, also those that do not belong together."""
    huis, nothing = land[taal], told(land[taal].nothing())

    for resource in huis.zaken():
        for titel in huis.dossier.documenten:
            answer = inhoud(huis.portaal, zaak_id(resource), huis.dossier.uuid(titel), CARLA)
            assert told(answer) == nothing, titel
    assert huis.asked() == []


@each_dialect
def test_t22_no_document_of_anna_opens_through_a_zaak_of_ones_own(land: Mapping[str, Huis], taal: str) -> None:
    """The zaak is proven, and what belongs to it is asked; of the document itself nobody is asked anything."""
    huis, nothing = land[taal], told(land[taal].nothing())

    for titel in huis.dossier.documenten:
        answer = inhoud(huis.portaal, zaak_id(huis.van_carla), huis.dossier.uuid(titel), CARLA)
        assert told(answer) == nothing, titel
    assert [pad for pad in huis.asked() if "/enkelvoudiginformatieobjecten" in pad] == []


@each_dialect
def test_t22_a_document_of_another_zaak_of_ones_own_does_not_open_under_this_one(
    land: Mapping[str, Huis], taal: str
) -> None:
    huis, dossier = land[taal], land[taal].dossier
    nothing = told(huis.nothing())

    for resource in (dossier.hoofdzaak, *dossier.deelzaken):
        answer = inhoud(huis.portaal, zaak_id(resource), dossier.uuid("Aanvraag"))
        assert told(answer) == nothing
    assert [pad for pad in huis.asked() if "/enkelvoudiginformatieobjecten" in pad] == []
    assert inhoud(huis.portaal, dossier.id, dossier.uuid("Aanvraag")).status_code == 200


@each_dialect
def test_t22_what_is_not_in_the_list_is_not_given_either(land: Mapping[str, Huis], taal: str) -> None:
    """A draft, a level above the ceiling, a besluit that was not made known, a document that belongs to nothing."""
    huis, dossier = land[taal], land[taal].dossier
    nothing = told(huis.nothing())
    los = document(dossier.gemeente, None, titel="Los")
    hidden = ["Concept", "Intern advies", "Nog niet verstuurd"]
    if taal in ZONDER_BESLUITEN:
        hidden += ["Vergunning", "Kaart"]

    for uuid in [*map(dossier.uuid, hidden), los["url"].rpartition("/")[2], NIEMAND]:
        assert told(inhoud(huis.portaal, dossier.id, uuid)) == nothing
    assert [pad for pad in huis.asked() if pad.endswith("/download")] == []


@each_dialect
def test_t22_what_is_shown_opens_to_its_owner_and_only_under_its_zaak(land: Mapping[str, Huis], taal: str) -> None:
    """The proof that the matrix above is about something."""
    huis, dossier = land[taal], land[taal].dossier

    shown = [document["id"] for document in detail(huis.portaal, dossier.id)["documenten"]]

    assert len(shown) == (3 if taal in ZONDER_BESLUITEN else 5)
    assert {inhoud(huis.portaal, dossier.id, uuid).status_code for uuid in shown} == {200}
    assert inhoud(huis.portaal, zaak_id(huis.van_carla), huis.stuk["url"].rpartition("/")[2], CARLA).status_code == 200


def test_t22_a_link_to_a_document_at_another_zaak_proves_nothing(toneel: Toneel) -> None:
    """A register that gives the links of every zaak, whichever is asked for: none of them is believed."""
    dossier = gevuld(toneel, "esuite")
    soort = dossier.gemeente.opslag.alle("zaaktypen")[0]
    van_carla = zaak(dossier.gemeente, soort, bsn=CARLA)
    portaal = portaal_op(toneel, dossier)
    detail(portaal, zaak_id(van_carla), CARLA)
    dossier.gemeente.fault = Fault("negeertZaak", alleen="/zaken/api/v1/zaakinformatieobjecten")
    dossier.vergeet()

    answer = inhoud(portaal, zaak_id(van_carla), dossier.uuid("Aanvraag"), CARLA)

    assert answer.status_code == 502
    assert [pad for pad in afhankelijk(*dossier.registers()) if "/enkelvoudiginformatieobjecten" in pad] == []


# --- a zaak that is hidden ---


def _geheim(made: Resource, **_: Any) -> None:
    made["vertrouwelijkheidaanduiding"] = "geheim"


def _onbekend(made: Resource, **_: Any) -> None:
    made["vertrouwelijkheidaanduiding"] = "heel geheim"


def _zonder(made: Resource, **_: Any) -> None:
    made["vertrouwelijkheidaanduiding"] = ""


def _intern(made: Resource, soort: Resource) -> None:
    soort["indicatieInternOfExtern"] = "intern"


def _rol(made: Resource, **_: Any) -> None:
    """Nothing: it is BILAL who asks, and he is no more than belanghebbende."""


HIDDEN: Mapping[str, tuple[Callable[..., None], str, Mapping[str, Any]]] = {
    "a level above the ceiling": (_geheim, ANNA, {}),
    "an unknown level": (_onbekend, ANNA, {}),
    "no level": (_zonder, ANNA, {}),
    "an internal zaaktype": (_intern, ANNA, {"zichtbaarheid": {"intern": "weiger"}}),
    "a zaaktype that is refused": (_rol, ANNA, {"zichtbaarheid": {"zaaktypen": {"weiger": ["ZT-TERRAS"]}}}),
    "a zaaktype that was not shown yet": (
        _rol,
        ANNA,
        {"zichtbaarheid": {"zaaktypen": {"vanaf": {"ZT-TERRAS": "2026-12-01"}}}},
    ),
    "a rol that is not shown": (_rol, BILAL, {}),
}
"""By what hides a zaak: what is done to it, who asks, and what the configuration says."""


@each_dialect
@pytest.mark.parametrize("reason", HIDDEN)
def test_t23_a_hidden_zaak_is_one_that_does_not_exist(toneel: Toneel, taal: str, reason: str) -> None:
    hide, wie, bron = HIDDEN[reason]
    dossier = gevuld(toneel, taal)
    soort = dossier.gemeente.opslag.vind(dossier.zaak["zaaktype"])
    assert soort is not None
    hide(dossier.zaak, soort=soort)
    portaal = portaal_op(toneel, dossier, **bron)
    vraag(portaal, dossier.id, wie)  # what it can is known after this, and so is the zaaktype
    dossier.vergeet()
    nothing = vraag(portaal, f"waterdam-{NIEMAND}", wie)
    cost = paden(dossier.gemeente.ontvangen)
    dossier.vergeet()

    hidden = vraag(portaal, dossier.id, wie)
    if not taal.startswith("oneground"):  # there the rollen of what a search finds cost a call
        assert paden(dossier.gemeente.ontvangen) == cost
    answers = [hidden, inhoud(portaal, dossier.id, dossier.uuid("Aanvraag"), wie)]

    assert nothing.status_code == 404
    assert [told(answer) for answer in answers] == [told(nothing)] * 2
    assert afhankelijk(*dossier.registers()) == []
    assert dossier.zaak["identificatie"] not in portaal.get("/v1/zaken", wie).text


# --- what it costs, and how long it takes ---


@each_dialect
def test_t29_a_zaak_of_somebody_else_costs_the_same_calls_as_none_at_all(land: Mapping[str, Huis], taal: str) -> None:
    """Which is what makes the time the same: whoever measures it learns nothing."""
    huis, gemeente = land[taal], land[taal].dossier.gemeente
    calls = {}
    for name, uuid in (("of Anna", huis.dossier.zaak["uuid"]), ("of nobody", NIEMAND)):
        for kind, ask in (("zaak", vraag), ("document", _as_document(huis))):
            huis.dossier.vergeet()
            assert ask(huis.portaal, f"waterdam-{uuid}", CARLA).status_code == 404
            calls[name, kind] = paden(gemeente.ontvangen)

    assert calls["of Anna", "zaak"] == calls["of nobody", "zaak"]
    assert calls["of Anna", "document"] == calls["of nobody", "document"] == calls["of nobody", "zaak"]
    assert calls["of nobody", "zaak"]


def _as_document(huis: Huis) -> Callable[[Portaal, str, Wie], httpx.Response]:
    uuid = huis.dossier.uuid("Aanvraag")
    return lambda portaal, zaak, wie: inhoud(portaal, zaak, uuid, wie)


@pytest.mark.parametrize("taal", ["open-zaak", "kale-lijsten", "esuite"])
def test_t29_the_time_does_not_tell_whether_a_zaak_exists(land: Mapping[str, Huis], taal: str) -> None:
    """By a search, by one call at its address, and by two: asked in pairs, so that a busy machine slows both."""
    huis = land[taal]
    there, nowhere = huis.dossier.id, f"waterdam-{NIEMAND}"

    def ratio() -> float:
        took: dict[str, list[float]] = {there: [], nowhere: []}
        for turn in range(120):
            for one in (there, nowhere) if turn % 2 else (nowhere, there):
                begin = time.perf_counter()
                assert vraag(huis.portaal, one, CARLA).status_code == 404
                took[one].append(time.perf_counter() - begin)
        return statistics.median(took[there]) / statistics.median(took[nowhere])

    ratios = [ratio()]
    if not 0.8 < ratios[0] < 1.25:  # once more: it may have been the machine
        ratios.append(ratio())

    assert 0.8 < ratios[-1] < 1.25, ratios


# --- registers that do not look at what they are asked ---


@each_dialect
@pytest.mark.parametrize("soort", ["negeertFilters", "negeertUuids"])
def test_t21_a_register_that_looks_at_no_filter_opens_nobodys_zaak(toneel: Toneel, taal: str, soort: Any) -> None:
    """It finds the zaken of everybody, or all of somebody's: each is judged by its own rollen, and by its UUID."""
    dossier = gevuld(toneel, taal)
    carla = zaak(dossier.gemeente, dossier.gemeente.opslag.alle("zaaktypen")[0], bsn=CARLA)
    portaal = portaal_op(toneel, dossier)
    dossier.gemeente.fault = Fault(soort)
    dossier.vergeet()

    statuses = {vraag(portaal, dossier.id, wie).status_code for wie in (CARLA, DIRK, BEDRIJF) for _ in range(2)}
    statuses |= {inhoud(portaal, dossier.id, dossier.uuid("Aanvraag"), CARLA).status_code}

    assert statuses <= {404, 502}
    assert afhankelijk(*dossier.registers()) == []
    own = vraag(portaal, zaak_id(carla), CARLA)
    assert own.status_code in (200, 502)
    for word in (dossier.id, "Markt 1", "aanvraag.pdf"):
        assert word not in own.text


def test_t21_a_register_that_looks_at_no_uuid_still_opens_ones_own_zaak(toneel: Toneel) -> None:
    """After it has shown that, every zaak is asked at its address: the right one, and not the first one found."""
    dossier = gevuld(toneel)
    portaal = portaal_op(toneel, dossier)
    dossier.gemeente.fault = Fault("negeertUuids")

    for resource in (dossier.zaak, dossier.hoofdzaak, *dossier.deelzaken):
        assert detail(portaal, zaak_id(resource))["zaak"]["id"] == zaak_id(resource)


@each_dialect
def test_t21_rollen_of_everybody_open_nobodys_zaak(toneel: Toneel, taal: str) -> None:
    """A register that gives all its rollen, whichever zaak is asked for: among them are one's own."""
    dossier = gevuld(toneel, taal)
    zaak(dossier.gemeente, dossier.gemeente.opslag.alle("zaaktypen")[0], bsn=CARLA)
    portaal = portaal_op(toneel, dossier)
    dossier.gemeente.fault = Fault("negeertZaak", alleen="/zaken/api/v1/rollen")
    dossier.vergeet()

    answers = [vraag(portaal, dossier.id, CARLA), inhoud(portaal, dossier.id, dossier.uuid("Aanvraag"), CARLA)]

    assert {answer.status_code for answer in answers} <= {404, 502}
    assert afhankelijk(*dossier.registers()) == []


@each_dialect
@pytest.mark.parametrize(
    "collectie", ["statussen", "substatussen", "zaakinformatieobjecten", "besluiten", "zaakeigenschappen"]
)
def test_t21_what_hangs_on_the_zaak_of_somebody_else_is_not_shown_with_ones_own(
    toneel: Toneel, taal: str, collectie: str
) -> None:
    """A register that gives what hangs on every zaak, whichever is asked for."""
    dossier = gevuld(toneel, taal)
    soort = dossier.gemeente.opslag.alle("zaaktypen")[0]
    carla = zaak(dossier.gemeente, soort, bsn=CARLA, status=1)
    portaal = portaal_op(toneel, dossier)
    api = "besluiten" if collectie == "besluiten" else "zaken"
    dossier.gemeente.fault = Fault("negeertZaak", alleen=f"/{api}/api/v1/{collectie}")

    own = detail(portaal, zaak_id(carla), CARLA)

    assert [(punt["soort"], punt["titel"]) for punt in own["tijdlijn"]] == [
        ("status", "Aanvraag ontvangen"),
        ("ontvangst", "Aanvraag ontvangen"),
    ]
    assert (own["documenten"], own["besluiten"], own["waarvoor"]) == ([], [], [])


def test_t24_a_bron_that_is_not_trusted_is_asked_for_no_zaak(toneel: Toneel) -> None:
    dossier = gevuld(toneel)
    dossier.gemeente.fault = Fault("negeertFilters")
    portaal = portaal_op(toneel, dossier, proefnummers={"bsn": "999999990"})
    until(lambda: portaal.get("/v1/bronnen").json()["bronnen"][0]["toestand"] == "onbetrouwbaar")
    dossier.vergeet()

    answers = [vraag(portaal, dossier.id), inhoud(portaal, dossier.id, dossier.uuid("Aanvraag"))]

    assert [answer.status_code for answer in answers] == [502, 502]
    assert answers[0].json()["bronnen"][0]["uitkomst"] == "onbetrouwbaar"
    assert [one for one in dossier.gemeente.ontvangen if ANNA.encode() in one.body] == []


def test_t21_who_asks_for_a_foreign_zaak_at_a_register_that_ignores_his_number_is_told_nothing_of_that(
    toneel: Toneel,
) -> None:
    """The zaak of another, found by our number and with its UUID looked at: the filter fell away."""
    geen_filter = tuple(name for name in OPEN_ZAAK.zaakfilters if "inpBsn" not in name)
    dialect = replace(OPEN_ZAAK, zaakfilters=geen_filter)
    gemeente = toneel.gemeente(dialect=dialect)
    dossier = gevuld(toneel, gemeente=gemeente)
    portaal = portaal_op(toneel, dossier)
    dossier.vergeet()

    answer = vraag(portaal, dossier.id, CARLA)

    assert answer.status_code == 404
    assert told(answer) == told(vraag(portaal, f"waterdam-{NIEMAND}", CARLA))
    assert afhankelijk(*dossier.registers()) == []
    assert detail(portaal, dossier.id)["zaak"]["id"] == dossier.id
