"""One zaak of which something fails: the rest stands, and the answer says what is missing and why."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from typing import Any, Final, NamedTuple

import httpx
import pytest

from mijnzaken_bff.demo.gemeente.fouten import Fault, Soort
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.loopback import Loopback
from mijnzaken_bff.demo.gemeente.vulling import zaak
from mijnzaken_bff.domain.verwerking import Activiteit
from tests.stories.dossiers import (
    TALEN,
    afhankelijk,
    detail,
    gevuld,
    inhoud,
    instelling,
    onderdelen,
    portaal_op,
    titels,
    vraag,
)
from tests.stories.portaal import ANNA, CARLA, Portaal, Toneel
from tests.stories.wachten import until

NIEMAND = "00000000-0000-4000-8000-000000000000"
"""The UUID of nothing."""
ZAKEN, DOCUMENTEN, BESLUITEN = "/zaken/api/v1", "/documenten/api/v1", "/besluiten/api/v1"

UITKOMST: Final[Mapping[Soort, str]] = {
    "500": "onbereikbaar",
    "breekt": "onbereikbaar",
    "503": "overbelast",
    "429": "overbelast",
    "401": "geenToegang",
    "403": "geenToegang",
    "404": "onbetrouwbaar",
    "html": "onbetrouwbaar",
    "rommel": "onbetrouwbaar",
    "leeg": "onbetrouwbaar",
    "vorm": "onbetrouwbaar",
    "omleiding": "onbetrouwbaar",
}
"""What is said of who does so. Source: ``DESIGN.md``, 5."""
STATUS: Final = {"onbereikbaar": 503, "overbelast": 503, "teTraag": 504, "geenToegang": 502, "onbetrouwbaar": 502}
"""The status for who asks, when that is all that there is."""

NU_NIET = "kunnen we nu niet laten zien. Probeer het later opnieuw."
NIET = "kunnen we niet laten zien. Neem contact op met Gemeente Waterdam."


def past_the_proof(gemeente: Gemeente, soort: Soort, **more: Any) -> Fault:
    """A fault that hits everything that is asked after the zaak itself was proven by a search."""

    class PastTheProof(Fault):
        def geldt_voor(self, pad: str) -> bool:
            asked = gemeente.ontvangen[-1]
            proof = asked.pad.endswith("/zaken/_zoek") and b"zaakinformatieobjecten" in asked.body
            return Fault.geldt_voor(self, pad) and not proof

    return PastTheProof(soort, **more)


class Deel(NamedTuple):
    """A part of a zaak: where its register tells it, and what in the answer comes of it."""

    taal: str
    alleen: str
    onderdeel: str
    velden: frozenset[str]
    woord: str
    eindigt: str = ""
    elders: bool = False
    """Whether the other register fails at the same time."""


DELEN: Final[Mapping[str, Deel]] = {
    "statussen": Deel(
        "open-zaak", f"{ZAKEN}/statussen", "statussen", frozenset({"voortgang", "tijdlijn"}), "eerdere statussen"
    ),
    "substatussen": Deel(
        "open-zaak", f"{ZAKEN}/substatussen", "substatussen", frozenset({"tijdlijn"}), "tussenstappen"
    ),
    "besluiten": Deel(
        "open-zaak", f"{BESLUITEN}/besluiten", "besluiten", frozenset({"besluiten", "documenten", "tijdlijn"}),
        "besluiten",
    ),
    "documenten": Deel(
        "open-zaak", f"{DOCUMENTEN}/enkelvoudiginformatieobjecten", "documenten",
        frozenset({"documenten", "tijdlijn", "besluiten"}), "documenten", elders=True,
    ),
    "gekoppelde zaken": Deel(
        "open-zaak", f"{ZAKEN}/zaken", "gekoppeldeZaken", frozenset({"zaak", "hoofdzaak", "deelzaken"}),
        "zaken die bij deze zaak horen", "/_zoek",
    ),
    "koppelingen": Deel(
        "esuite", f"{ZAKEN}/zaakinformatieobjecten", "documenten", frozenset({"documenten", "tijdlijn"}), "documenten"
    ),
    "eigenschappen": Deel(
        "esuite", f"{ZAKEN}/zaken", "waarvoor", frozenset({"waarvoor"}), "gegevens van uw aanvraag",
        "/zaakeigenschappen",
    ),
}  # fmt: skip


class Geval:
    """A dossier in one dialect, how it is when nothing fails, and a portal that knows of nothing yet."""

    def __init__(self, toneel: Toneel, taal: str) -> None:
        self._toneel = toneel
        self.dossier = gevuld(toneel, taal)
        self.heel = detail(portaal_op(toneel, self.dossier), self.dossier.id)

    def portaal(self, **bron: Any) -> Portaal:
        """A portal that has asked once, so that what remains is the failure."""
        portaal = portaal_op(self._toneel, self.dossier, **bron)
        detail(portaal, self.dossier.id)
        self.dossier.vergeet()
        return portaal

    def breekt(self, deel: Deel, soort: Soort, **more: Any) -> None:
        """Let one part of it fail."""
        wat = {"alleen": deel.alleen, "eindigt": deel.eindigt, **more}
        gemeente = self.dossier.gemeente
        gemeente.fault = past_the_proof(gemeente, soort, **wat)
        if deel.elders:
            self.dossier.elders.fault = Fault(soort, **wat)

    def veranderd(self, told: Mapping[str, Any]) -> set[str]:
        """What in an answer is otherwise than when nothing fails."""
        return {key for key, value in self.heel.items() if told[key] != value} - {"volledig", "onderdelen"}


@pytest.fixture(scope="module")
def gevallen(loopback: Loopback) -> Iterator[Mapping[str, Geval]]:
    with closing(Toneel(loopback)) as toneel:
        yield {taal: Geval(toneel, taal) for taal in ("open-zaak", "esuite")}


@pytest.fixture
def geval(gevallen: Mapping[str, Geval]) -> Iterator[Callable[[str], Geval]]:
    """The dossier in a dialect; healthy before and after."""
    yield gevallen.__getitem__
    for one in gevallen.values():
        for gemeente in one.dossier.registers():
            gemeente.reset()


def of(told: Mapping[str, Any], onderdeel: str) -> dict[str, Any]:
    """The row of one part."""
    return next(row for row in told["onderdelen"] if row["onderdeel"] == onderdeel)


# --- every part by itself ---


@pytest.mark.parametrize(
    ("naam", "soort"),
    [
        (naam, soort)
        for naam in DELEN
        for soort in (UITKOMST if naam == "statussen" else ("500", "503", "403", "html", "vorm"))
        if soort != "404"
    ],
)
def test_a_part_that_fails_costs_itself_and_says_so(geval: Callable[[str], Geval], naam: str, soort: Soort) -> None:
    deel = DELEN[naam]
    it = geval(deel.taal)
    portaal = it.portaal()
    it.breekt(deel, soort)

    told = detail(portaal, it.dossier.id)

    row = of(told, deel.onderdeel)
    assert row["uitkomst"] == UITKOMST[soort]
    sentence = NIET if UITKOMST[soort] == "geenToegang" else NU_NIET
    assert row["melding"].endswith(sentence)
    assert deel.woord in row["melding"]
    temporary = UITKOMST[soort] in ("onbereikbaar", "overbelast")
    assert (row["opnieuwNaSeconden"] is not None) is temporary
    assert told["volledig"] is False
    assert {key: uitkomst for key, uitkomst in onderdelen(told).items() if uitkomst != "ok"} == {
        deel.onderdeel: UITKOMST[soort]
    }
    assert it.veranderd(told) <= deel.velden
    assert it.veranderd(told)


@pytest.mark.parametrize("naam", ["statussen", "besluiten", "koppelingen", "eigenschappen"])
def test_a_collection_that_is_not_there_is_no_empty_one(geval: Callable[[str], Geval], naam: str) -> None:
    deel = DELEN[naam]
    it = geval(deel.taal)
    portaal = it.portaal()
    it.breekt(deel, "404")

    told = detail(portaal, it.dossier.id)

    assert of(told, deel.onderdeel)["uitkomst"] == "onbetrouwbaar"
    assert told["volledig"] is False
    assert it.veranderd(told) <= deel.velden


@pytest.mark.parametrize("naam", DELEN)
def test_a_part_that_hangs_costs_itself_and_says_so(geval: Callable[[str], Geval], naam: str) -> None:
    deel = DELEN[naam]
    it = geval(deel.taal)
    portaal = it.portaal(tijd={"totaal": "3s", "verbinden": "3s"})
    it.breekt(deel, "hangt")

    told = detail(portaal, it.dossier.id)

    row = of(told, deel.onderdeel)
    assert row["uitkomst"] == "teTraag"
    assert row["melding"].endswith(NU_NIET)
    assert told["volledig"] is False
    assert {key for key, uitkomst in onderdelen(told).items() if uitkomst != "ok"} == {deel.onderdeel}
    assert it.veranderd(told) <= deel.velden


@pytest.mark.parametrize("naam", ["statussen", "besluiten", "koppelingen"])
def test_a_part_of_which_the_filter_is_ignored_shows_nothing_of_others(toneel: Toneel, naam: str) -> None:
    deel = DELEN[naam]
    it = Geval(toneel, deel.taal)
    soort = it.dossier.gemeente.opslag.alle("zaaktypen")[0]
    carla = zaak(it.dossier.gemeente, soort, bsn=CARLA, status=3)
    portaal = it.portaal()
    it.breekt(deel, "negeertZaak")

    told = detail(portaal, f"waterdam-{carla['uuid']}", CARLA)

    assert of(told, deel.onderdeel)["uitkomst"] == "onbetrouwbaar"
    assert (told["documenten"], told["besluiten"]) == ([], [])
    of_status = [punt["datum"] for punt in told["tijdlijn"] if punt["soort"] == "status"]
    assert len(of_status) == (1 if naam == "statussen" else 3), "at least the present one is known"


def test_when_every_part_fails_the_zaak_itself_still_stands(geval: Callable[[str], Geval]) -> None:
    it = geval("open-zaak")
    portaal = it.portaal()
    it.dossier.gemeente.fault = past_the_proof(it.dossier.gemeente, "500")
    it.dossier.elders.fault = Fault("500")

    told = detail(portaal, it.dossier.id)

    assert {**told["zaak"], "hoofdzaak": it.heel["zaak"]["hoofdzaak"]} == it.heel["zaak"]
    assert [fase["toestand"] for fase in told["voortgang"]] == [fase["toestand"] for fase in it.heel["voortgang"]]
    assert told["waarvoor"] == it.heel["waarvoor"]
    failed = {key for key, uitkomst in onderdelen(told).items() if uitkomst == "onbereikbaar"}
    assert failed == {"statussen", "substatussen", "besluiten", "gekoppeldeZaken", "documenten"}
    assert all(of(told, onderdeel)["melding"] for onderdeel in failed)


# --- documents ---


def test_besluiten_that_hang_do_not_cost_the_documents(geval: Callable[[str], Geval]) -> None:
    it = geval("open-zaak")
    portaal = it.portaal(tijd={"totaal": "4s", "verbinden": "4s"})
    it.breekt(DELEN["besluiten"], "hangt")

    told = detail(portaal, it.dossier.id)

    assert titels(told) == ["Situatietekening", "Ontvangstbevestiging", "Aanvraag"]
    assert (onderdelen(told)["besluiten"], onderdelen(told)["documenten"]) == ("teTraag", "ok")
    assert told["volledig"] is False


@pytest.mark.parametrize("soort", ["500", "403", "html"])
@pytest.mark.parametrize("elders", [True, False], ids=["elsewhere", "here"])
def test_of_two_documenten_apis_one_that_fails_leaves_what_the_other_has(
    geval: Callable[[str], Geval],
    elders: bool,
    soort: Soort,
) -> None:
    it = geval("open-zaak")
    portaal = it.portaal()
    failing = it.dossier.elders if elders else it.dossier.gemeente
    failing.fault = Fault(soort, alleen=DOCUMENTEN)

    told = detail(portaal, it.dossier.id)

    left = ["Vergunning", "Ontvangstbevestiging", "Aanvraag"] if elders else ["Kaart", "Situatietekening"]
    assert titels(told) == left
    row = of(told, "documenten")
    lost = 2 if elders else 5
    assert (row["uitkomst"], row["weggelaten"]) == ("gedeeltelijk", lost)
    assert row["melding"] == f"{lost} documenten bij deze zaak kunnen we niet laten zien."
    assert told["volledig"] is False
    assert len(told["besluiten"]) == 2


@pytest.mark.parametrize("taal", ["open-zaak", "esuite"])
def test_one_document_that_cannot_be_read_is_counted_and_the_rest_stays(
    geval: Callable[[str], Geval], taal: str
) -> None:
    it = geval(taal)
    portaal = it.portaal()
    if taal == "open-zaak":
        it.dossier.elders.fault = Fault("gedeeltelijk", index=0)
    else:
        uuid = it.dossier.uuid("Aanvraag")
        it.dossier.gemeente.fault = Fault("500", alleen=DOCUMENTEN, eindigt=uuid)

    told = detail(portaal, it.dossier.id)

    row = of(told, "documenten")
    assert (row["uitkomst"], row["weggelaten"]) == ("gedeeltelijk", 1)
    assert row["melding"] == "Eén document bij deze zaak kunnen we niet laten zien."
    assert len(titels(told)) == len(titels(it.heel)) - 1
    assert told["volledig"] is False


def test_a_document_at_a_place_that_is_not_configured_is_counted_and_not_asked_for(toneel: Toneel) -> None:
    dossier = gevuld(toneel)
    only_here = {"documenten": instelling(dossier)["documenten"][:1]}
    portaal = portaal_op(toneel, dossier, **only_here)

    told = detail(portaal, dossier.id)

    assert titels(told) == ["Vergunning", "Ontvangstbevestiging", "Aanvraag"]
    assert (of(told, "documenten")["uitkomst"], of(told, "documenten")["weggelaten"]) == ("gedeeltelijk", 2)
    assert dossier.elders.ontvangen == []


@pytest.mark.parametrize("soort", ["500", "403", "html", "404"])
def test_a_besluit_of_which_the_documents_cannot_be_told_is_still_a_besluit(
    geval: Callable[[str], Geval], soort: Soort
) -> None:
    it = geval("open-zaak")
    portaal = it.portaal()
    it.dossier.gemeente.fault = Fault(soort, alleen=f"{BESLUITEN}/besluitinformatieobjecten")

    told = detail(portaal, it.dossier.id)

    assert [besluit["kenmerk"] for besluit in told["besluiten"]] == [
        besluit["kenmerk"] for besluit in it.heel["besluiten"]
    ]
    assert [besluit["documenten"] for besluit in told["besluiten"]] == [[], []]
    assert titels(told) == ["Situatietekening", "Ontvangstbevestiging", "Aanvraag"]
    assert (of(told, "documenten")["uitkomst"], of(told, "documenten")["weggelaten"]) == ("gedeeltelijk", 2)


def test_a_catalogue_that_fails_costs_the_words_and_nothing_else(toneel: Toneel) -> None:
    """Before anything of it is known: afterwards it is remembered for half a day."""
    dossier = gevuld(toneel)
    heel = detail(portaal_op(toneel, dossier), dossier.id)
    dossier.gemeente.fault = Fault("500", alleen="/catalogi")

    told = detail(portaal_op(toneel, dossier), dossier.id)

    assert onderdelen(told)["catalogus"] == "onbereikbaar"
    assert of(told, "catalogus")["melding"].endswith(NU_NIET)
    assert onderdelen(told)["waarvoor"] != "ok", "which eigenschappen may be shown follows from the zaaktype"
    assert told["volledig"] is False
    assert [document["titel"] for document in told["documenten"]] == titels(heel)
    assert {document["soort"] for document in told["documenten"]} == {None}
    assert [besluit["naam"] for besluit in told["besluiten"]] == [None, None]
    assert len(told["voortgang"]) == 4
    assert [rij["id"] for rij in told["deelzaken"]] == [rij["id"] for rij in heel["deelzaken"]]


# --- the proof ---


@pytest.mark.parametrize(
    ("taal", "soort"),
    [
        (taal, soort)
        for taal in TALEN
        for soort in (UITKOMST if taal in ("open-zaak", "esuite") else ("500", "403", "404", "html"))
        if (taal, soort) != ("kale-lijsten", "404")
    ],
)
def test_a_zaken_api_that_fails_is_a_problem_that_names_the_bron_and_never_a_404(
    toneel: Toneel, taal: str, soort: Soort
) -> None:
    """One question at the address of a zaak is all there is to ``kale-lijsten``: there 404 is what it says of none."""
    dossier = gevuld(toneel, taal)
    portaal = portaal_op(toneel, dossier)
    detail(portaal, dossier.id)
    dossier.gemeente.fault = Fault(soort, alleen="/zaken")
    dossier.vergeet()

    answers = [
        vraag(portaal, dossier.id),
        inhoud(portaal, dossier.id, dossier.uuid("Aanvraag")),
        vraag(portaal, f"waterdam-{NIEMAND}", CARLA),
    ]

    assert [answer.status_code for answer in answers] == [STATUS[UITKOMST[soort]]] * 3
    for answer in answers:
        (bron,) = answer.json()["bronnen"]
        assert (bron["id"], bron["beantwoord"], bron["uitkomst"]) == ("waterdam", False, UITKOMST[soort])
        assert bron["melding"].startswith("Uw zaken bij Gemeente Waterdam kunnen we")
        assert ("retry-after" in answer.headers) is (answer.status_code == 503)
    assert afhankelijk(*dossier.registers()) == []


@pytest.mark.parametrize("taal", TALEN)
def test_a_zaken_api_that_hangs_is_a_504(toneel: Toneel, taal: str) -> None:
    dossier = gevuld(toneel, taal)
    portaal = portaal_op(toneel, dossier, tijd={"totaal": "1s", "verbinden": "1s"})
    dossier.gemeente.fault = Fault("hangt", alleen="/zaken")

    answers = [vraag(portaal, dossier.id), inhoud(portaal, dossier.id, dossier.uuid("Aanvraag"))]

    assert [answer.status_code for answer in answers] == [504, 504]
    assert {answer.json()["bronnen"][0]["uitkomst"] for answer in answers} == {"teTraag"}
    assert answers[0].json()["type"] == "urn:mijnzaken:probleem:bron-te-traag"


@pytest.mark.parametrize("soort", ["500", "html"])
def test_rollen_that_fail_prove_nothing_and_are_no_404(toneel: Toneel, soort: Soort) -> None:
    """Where the proof takes two steps, and the second fails."""
    dossier = gevuld(toneel, "esuite")
    portaal = portaal_op(toneel, dossier)
    detail(portaal, dossier.id)
    dossier.gemeente.fault = Fault(soort, alleen=f"{ZAKEN}/rollen")
    dossier.vergeet()

    answer = vraag(portaal, dossier.id)

    assert answer.status_code == STATUS[UITKOMST[soort]]
    assert afhankelijk(*dossier.registers()) == []


def test_rollen_that_do_not_come_along_for_once_are_no_404(toneel: Toneel) -> None:
    """A zaak of which nobody can say whose it is: not shown, and not said to be absent."""
    dossier = gevuld(toneel)
    portaal = portaal_op(toneel, dossier)
    detail(portaal, dossier.id)
    dossier.gemeente.fault = Fault("rollenLeeg")

    answer = vraag(portaal, dossier.id)

    assert answer.status_code == 502
    assert answer.json()["bronnen"][0]["uitkomst"] == "onbetrouwbaar"


def test_a_rule_about_zaaktypen_without_a_catalogue_is_no_404(toneel: Toneel) -> None:
    """Nobody knows whether it may be shown."""
    dossier = gevuld(toneel)
    portaal = portaal_op(toneel, dossier, zichtbaarheid={"intern": "weiger"})
    dossier.gemeente.fault = Fault("500", alleen="/catalogi")

    answer = vraag(portaal, dossier.id)

    assert answer.status_code == 503
    assert afhankelijk(*dossier.registers()) == []


@pytest.mark.parametrize(("soort", "uitkomst"), [("500", "onbereikbaar"), ("hangt", "teTraag")])
def test_a_bron_that_is_left_alone_is_told_as_what_it_was_left_alone_for(
    toneel: Toneel, soort: Soort, uitkomst: str
) -> None:
    dossier = gevuld(toneel)
    portaal = portaal_op(toneel, dossier, breker={"opRij": 1}, tijd={"totaal": "1s", "verbinden": "1s"})
    dossier.gemeente.fault = Fault(soort, alleen="/zaken")
    first = vraag(portaal, dossier.id)
    dossier.gemeente.fault = Fault()
    dossier.vergeet()

    answers = [vraag(portaal, dossier.id), inhoud(portaal, dossier.id, dossier.uuid("Aanvraag"))]

    assert [answer.status_code for answer in (first, *answers)] == [STATUS[uitkomst]] * 3
    assert {answer.json()["bronnen"][0]["uitkomst"] for answer in answers} == {uitkomst}
    assert dossier.gemeente.ontvangen == []
    toneel.klok.later(seconds=30)
    assert vraag(portaal, dossier.id).status_code == 200


def test_a_part_whose_api_is_left_alone_is_told_as_what_it_was_left_alone_for(
    geval: Callable[[str], Geval],
) -> None:
    it = geval("open-zaak")
    portaal = it.portaal(breker={"opRij": 1})
    it.breekt(DELEN["besluiten"], "500")
    detail(portaal, it.dossier.id)
    it.dossier.gemeente.fault = Fault()
    it.dossier.vergeet()

    told = detail(portaal, it.dossier.id)

    row = of(told, "besluiten")
    assert row["uitkomst"] == "onbereikbaar"
    assert 1 <= row["opnieuwNaSeconden"] <= 18
    assert titels(told) == ["Situatietekening", "Ontvangstbevestiging", "Aanvraag"]
    assert [one for one in it.dossier.gemeente.ontvangen if one.pad.startswith("/besluiten")] == []


# --- time ---


def test_whatever_hangs_the_whole_answer_comes_at_one_deadline(geval: Callable[[str], Geval]) -> None:
    it = geval("open-zaak")
    portaal = it.portaal(tijd={"totaal": "3s", "verbinden": "3s"})
    it.dossier.gemeente.fault = past_the_proof(it.dossier.gemeente, "hangt")
    it.dossier.elders.fault = Fault("hangt")

    begin = time.monotonic()
    told = detail(portaal, it.dossier.id)
    took = time.monotonic() - begin

    assert took < 3 + 1
    assert {key for key, uitkomst in onderdelen(told).items() if uitkomst == "teTraag"} == {
        "statussen", "substatussen", "besluiten", "gekoppeldeZaken", "documenten",
    }  # fmt: skip
    assert told["zaak"]["id"] == it.dossier.id


def test_a_slow_register_is_asked_for_the_proof_first_and_then_for_everything_at_once(
    geval: Callable[[str], Geval],
) -> None:
    """Nothing before the proof; what waits for nothing comes before what a besluit names."""
    it = geval("open-zaak")
    portaal = it.portaal()
    it.dossier.gemeente.fault = Fault("traag", seconden=0.2)

    begin = time.monotonic()
    told = detail(portaal, it.dossier.id)
    took = time.monotonic() - begin

    asked = [one.pad.partition("/api/v1/")[2] for one in it.dossier.gemeente.ontvangen]
    assert asked[0] == "zaken/_zoek"
    assert set(asked[1:5]) == {"zaken/_zoek", "statussen", "substatussen", "besluiten"}
    assert asked[5:7] == ["besluitinformatieobjecten"] * 2
    assert asked[7:] == ["enkelvoudiginformatieobjecten/_zoek"]
    assert told["volledig"] is True
    assert took >= 4 * 0.2, "four steps, one after the other"


# --- who leaves ---


def test_when_who_asks_leaves_no_further_call_reaches_a_register(geval: Callable[[str], Geval]) -> None:
    it = geval("open-zaak")
    portaal = it.portaal()
    it.dossier.gemeente.fault = Fault("traag", seconden=1.0, alleen=BESLUITEN)
    before = len(portaal.events.told)
    headers = {"Authorization": f"Bearer {portaal.token(ANNA)}"}
    with pytest.raises(httpx.ReadTimeout):
        portaal.client.get(f"/v1/zaken/{it.dossier.id}", headers=headers, timeout=0.6)
    until(lambda: any(event.soort == "verzoek" for event in portaal.events.told[before:]))

    asked = [len(gemeente.ontvangen) for gemeente in it.dossier.registers()]
    time.sleep(1.5)

    assert [len(gemeente.ontvangen) for gemeente in it.dossier.registers()] == asked
    assert not any("_zoek" in one.pad and "enkelvoudig" in one.pad for one in it.dossier.gemeente.ontvangen)
    told = [(event.soort, event.uitkomst) for event in portaal.events.told[before:]]
    assert told[-1] == ("verzoek", "afgebroken")
    assert ("bron", "afgebroken") in told


def test_who_leaves_during_the_proof_has_asked_nothing_more(geval: Callable[[str], Geval]) -> None:
    it = geval("open-zaak")
    portaal = it.portaal()
    it.dossier.gemeente.fault = Fault("traag", seconden=1.0)
    before = len(portaal.events.told)
    headers = {"Authorization": f"Bearer {portaal.token(ANNA)}"}
    with pytest.raises(httpx.ReadTimeout):
        portaal.client.get(f"/v1/zaken/{it.dossier.id}", headers=headers, timeout=0.3)
    until(lambda: any(event.soort == "verzoek" for event in portaal.events.told[before:]))
    time.sleep(1.2)

    assert len(it.dossier.gemeente.ontvangen) <= 1
    assert afhankelijk(*it.dossier.registers()) == []


# --- what is written down ---


def _told(portaal: Portaal, before: int) -> list[tuple[str, str | None, str]]:
    return [(event.soort, event.bron, event.uitkomst) for event in portaal.events.told[before:]]


@pytest.mark.parametrize("taal", TALEN)
def test_a_zaak_is_one_verwerking_with_one_for_every_call_about_somebody(toneel: Toneel, taal: str) -> None:
    dossier = gevuld(toneel, taal)
    portaal = portaal_op(toneel, dossier)
    detail(portaal, dossier.id)
    for ask, activiteit, uitkomst in (
        (lambda: vraag(portaal, dossier.id), Activiteit.ZAAK, "volledig"),
        (lambda: vraag(portaal, dossier.id, CARLA), Activiteit.ZAAK, "nietGevonden"),
        (lambda: inhoud(portaal, dossier.id, dossier.uuid("Aanvraag")), Activiteit.DOCUMENT, "volledig"),
        (lambda: inhoud(portaal, dossier.id, NIEMAND), Activiteit.DOCUMENT, "nietGevonden"),
    ):
        dossier.vergeet()
        before = len(portaal.events.told)
        ask()
        until(lambda before=before: any(event.soort == "verzoek" for event in portaal.events.told[before:]))

        calls = sum("/catalogi/" not in one.pad for gemeente in dossier.registers() for one in gemeente.ontvangen)
        told = _told(portaal, before)
        assert told[-1] == ("verzoek", None, uitkomst)
        assert told[:-1] == [("bron", "waterdam", "ok")] * calls
        verwerkingen = {event.verwerking for event in portaal.events.told[before:]}
        assert [one.activiteit for one in verwerkingen] == [activiteit]


def test_a_zaak_that_is_not_whole_and_one_that_cannot_be_told_are_written_down_as_such(
    geval: Callable[[str], Geval],
) -> None:
    it = geval("open-zaak")
    portaal = it.portaal()
    it.breekt(DELEN["besluiten"], "403")
    before = len(portaal.events.told)
    vraag(portaal, it.dossier.id)
    it.dossier.gemeente.fault = Fault("403", alleen="/zaken")
    middle = len(portaal.events.told)
    vraag(portaal, it.dossier.id)

    partly, failed = _told(portaal, before)[: middle - before], _told(portaal, middle)
    assert partly[-1] == ("verzoek", None, "onvolledig")
    assert [uitkomst for soort, _, uitkomst in partly if soort == "bron" and uitkomst != "ok"] == ["no_access"]
    assert failed[-1] == ("verzoek", None, "mislukt")
    assert set(failed[:-1]) == {("bron", "waterdam", "no_access")}


def test_what_failed_is_in_the_log_by_its_name_and_without_a_number(
    geval: Callable[[str], Geval], caplog: pytest.LogCaptureFixture
) -> None:
    it = geval("open-zaak")
    portaal = it.portaal()
    it.breekt(DELEN["besluiten"], "500")
    caplog.clear()

    answer = vraag(portaal, it.dossier.id)

    lines = [vars(record) for record in caplog.records if record.getMessage() == "zaak_part_failed"]
    assert [(line["bron"], line["what"], line["status"]) for line in lines] == [("waterdam", "besluiten", 500)]
    assert lines[0]["request_id"] == answer.headers["x-request-id"]
    assert not [record for record in caplog.records if it.dossier.id in repr(vars(record))]
