"""One zaak as a resident sees it: all of it that its register tells, and nothing of anybody else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import pytest

from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.loopback import Loopback
from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.gemeente.vulling import voeg_rol_toe, voeg_status_toe, zaak, zaaktype
from mijnzaken_bff.demo.gemeente.vulling_besluiten import hang_onder
from tests.stories import bedrijven
from tests.stories.bedrijven import KVK, LOGINS, RSIN, rol_van
from tests.stories.dossiers import (
    ALLEEN_DOCUMENTEN,
    TALEN,
    ZONDER_BESLUITEN,
    Dossier,
    detail,
    gevuld,
    inhoud,
    onderdelen,
    portaal_op,
    titels,
    vraag,
    zaak_id,
)
from tests.stories.portaal import ANNA, BILAL, CARLA, Portaal, Toneel
from tests.stories.portier import portier
from tests.stories.test_doorgeven import with_more

STAPPEN = ("Aanvraag ontvangen", "Toetsing gestart", "Besluit genomen", "Afgehandeld")
NIEMAND = "00000000-0000-4000-8000-000000000000"
"""The UUID of nothing."""

each_dialect = pytest.mark.parametrize("taal", TALEN)


class Land:
    """The same zaak in every dialect, which nobody changes."""

    def __init__(self, toneel: Toneel) -> None:
        self.dossiers = {taal: gevuld(toneel, taal) for taal in TALEN}
        self.portalen = {taal: portaal_op(toneel, dossier) for taal, dossier in self.dossiers.items()}

    def detail(self, taal: str) -> dict[str, Any]:
        """What Anna sees of it."""
        return detail(self.portalen[taal], self.dossiers[taal].id)


@pytest.fixture(scope="module")
def land(loopback: Loopback) -> Iterator[Land]:
    with closing(Toneel(loopback)) as toneel:
        yield Land(toneel)


@pytest.fixture
def soort(waterdam: Gemeente) -> Resource:
    return zaaktype(waterdam, "ZT-1", "Vergunning", statustypen=STAPPEN, resultaattypen=("Verleend",))


@pytest.fixture
def portaal(toneel: Toneel, waterdam: Gemeente) -> Portaal:
    """A portal on one gemeente."""
    return toneel.portaal({"waterdam": waterdam})


# --- everything there is ---


def test_f8_f10_f11_everything_of_a_zaak_is_told_in_one_answer(land: Land) -> None:
    told, dossier = land.detail("open-zaak"), land.dossiers["open-zaak"]

    assert told["volledig"] is True
    assert told["peilmoment"] == "2026-11-23T15:04:05Z"
    assert told["voor"] == {"soort": "persoon", "vertegenwoordiging": "geen", "vestigingBeperkt": False}
    assert told["zaak"]["titel"] == "Terrasvergunning behandelen"
    assert told["toelichtingTermijn"] == (
        "De verwachte datum is de planning van de gemeente. De uiterste datum is door de gemeente vastgelegd."
    )
    assert told["heropend"] is False
    assert told["waarvoor"] == [{"naam": "Waar", "waarde": "Markt 1"}, {"naam": "Hoe groot", "waarde": "40 m2"}]
    assert titels(told) == ["Kaart", "Vergunning", "Situatietekening", "Ontvangstbevestiging", "Aanvraag"]
    assert [document["richting"] for document in told["documenten"]] == [
        "vanU", "vanOrganisatie", "vanU", "vanOrganisatie", "vanU",
    ]  # fmt: skip
    assert [(besluit["naam"], besluit["datum"], besluit["verzenddatum"]) for besluit in told["besluiten"]] == [
        ("Vergunning verleend", "2026-11-11", "2026-11-12"),
        ("Vergunning verleend", "2026-11-09", "2026-11-10"),
    ]
    assert told["besluiten"][1]["uiterlijkeReactiedatum"] == "2026-12-22"
    assert [besluit["documenten"] for besluit in told["besluiten"]] == [
        [dossier.uuid("Kaart")],
        [dossier.uuid("Vergunning")],
    ]
    assert told["hoofdzaak"]["id"] == told["zaak"]["hoofdzaak"] == zaak_id(dossier.hoofdzaak)
    assert [rij["id"] for rij in told["deelzaken"]] == [zaak_id(deel) for deel in dossier.deelzaken]
    assert [rij["hoofdzaak"] for rij in told["deelzaken"]] == [dossier.id] * 2
    assert onderdelen(told) == dict.fromkeys(
        ("catalogus", "statussen", "substatussen", "documenten", "besluiten", "gekoppeldeZaken", "waarvoor"), "ok"
    )
    assert {onderdeel["melding"] for onderdeel in told["onderdelen"]} == {None}


def test_e2_every_step_of_the_zaaktype_is_done_present_or_to_come(land: Land) -> None:
    voortgang = land.detail("open-zaak")["voortgang"]

    assert [(fase["fase"], fase["toestand"], fase["datum"]) for fase in voortgang] == [
        ("geregistreerd", "voltooid", "2026-10-28"),
        ("geaccepteerd", "overgeslagen", None),
        ("inBehandeling", "huidig", "2026-10-29"),
        ("afgerond", "toekomstig", None),
    ]
    assert [
        (stap["naam"], stap["volgnummer"], stap["toestand"], stap["datum"])
        for fase in voortgang
        for stap in fase["stappen"]
    ] == [
        ("Aanvraag ontvangen", 1, "voltooid", "2026-10-28"),
        ("Toetsing gestart", 2, "huidig", "2026-10-29"),
        ("Besluit genomen", 3, "toekomstig", None),
        ("Afgehandeld", 4, "toekomstig", None),
    ]


def test_e3_e7_e8_what_happened_is_one_list_of_every_kind_newest_first(land: Land) -> None:
    told = land.detail("open-zaak")

    assert [(punt["datum"], punt["soort"], punt["titel"], punt["afzender"]) for punt in told["tijdlijn"]] == [
        ("2026-11-11", "besluit", "Vergunning verleend", "organisatie"),
        ("2026-11-11", "document", "Kaart", "u"),
        ("2026-11-10", "document", "Vergunning", "organisatie"),
        ("2026-11-09", "besluit", "Vergunning verleend", "organisatie"),
        ("2026-11-02", "substatus", "De brandweer is geweest", "organisatie"),
        ("2026-10-30", "document", "Situatietekening", "u"),
        ("2026-10-29", "status", "Toetsing gestart", "organisatie"),
        ("2026-10-29", "document", "Ontvangstbevestiging", "organisatie"),
        ("2026-10-28", "status", "Aanvraag ontvangen", "organisatie"),
        ("2026-10-28", "document", "Aanvraag", "u"),
        ("2026-10-28", "ontvangst", "Aanvraag ontvangen", "u"),
    ]
    documents = {document["id"] for document in told["documenten"]}
    assert {punt["documentId"] for punt in told["tijdlijn"] if punt["soort"] == "document"} == documents


# --- in every dialect ---


def _as_far_as(taal: str, told: dict[str, Any]) -> dict[str, Any]:
    """An answer without what only Open Zaak has, and without what the register of ``taal`` has not."""
    plain = taal in ZONDER_BESLUITEN
    of_besluiten = {uuid for besluit in told["besluiten"] for uuid in besluit["documenten"]} if plain else set()
    absent = {"substatus", "besluit"} if plain else {"substatus"}

    def rij(row: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in row.items() if key not in ("gewijzigdOp", "versie")}

    return {
        **told,
        "zaak": rij(told["zaak"]),
        "hoofdzaak": rij(told["hoofdzaak"]),
        "deelzaken": [rij(row) for row in told["deelzaken"]],
        "onderdelen": [
            one for one in told["onderdelen"] if one["onderdeel"] not in {"substatussen", "besluiten" if plain else ""}
        ],
        "besluiten": [] if plain else told["besluiten"],
        "documenten": [document for document in told["documenten"] if document["id"] not in of_besluiten],
        "tijdlijn": [
            {**punt, "moment": None if plain else punt["moment"]}  # it tells a day, and no moment
            for punt in told["tijdlijn"]
            if punt["soort"] not in absent and punt["documentId"] not in of_besluiten
        ],
    }


@pytest.mark.parametrize("taal", [taal for taal in TALEN if taal != "open-zaak"])
def test_a_resident_sees_the_same_zaak_in_every_dialect(land: Land, taal: str) -> None:
    here, there = land.detail("open-zaak"), land.detail(taal)

    assert _as_far_as(taal, there) == _as_far_as(taal, here)
    assert there["volledig"] is True
    has_substatussen = taal in ("gateway", "kale-lijsten")
    assert ("substatussen" in onderdelen(there)) is has_substatussen
    assert ("besluiten" in onderdelen(there)) is (taal not in ZONDER_BESLUITEN)
    assert any(punt["soort"] == "substatus" for punt in there["tijdlijn"]) is has_substatussen


@each_dialect
def test_the_zaak_is_the_row_of_the_overzicht_with_the_same_versie(land: Land, taal: str) -> None:
    rows = {rij["id"]: rij for rij in land.portalen[taal].find_zaken(ANNA)["zaken"]}
    told = land.detail(taal)

    assert told["zaak"] == rows[land.dossiers[taal].id]
    assert told["hoofdzaak"] == rows[zaak_id(land.dossiers[taal].hoofdzaak)]
    assert told["deelzaken"] == [rows[rij["id"]] for rij in told["deelzaken"]]


@each_dialect
def test_every_zaak_of_an_overzicht_can_be_opened(land: Land, taal: str) -> None:
    portaal = land.portalen[taal]
    rows = portaal.find_zaken(ANNA)["zaken"]

    assert len(rows) == 4
    for rij in rows:
        assert detail(portaal, rij["id"])["zaak"] == rij


@each_dialect
def test_every_document_that_is_listed_can_be_fetched(land: Land, taal: str) -> None:
    portaal, dossier = land.portalen[taal], land.dossiers[taal]

    for document in land.detail(taal)["documenten"]:
        assert document["inhoud"] == f"/zaken/{dossier.id}/documenten/{document['id']}/inhoud"
        answer = portaal.client.get(
            f"/v1{document['inhoud']}", headers={"Authorization": f"Bearer {portaal.token(ANNA)}"}
        )
        assert answer.status_code == 200, document["titel"]
        assert answer.content.startswith(b"%PDF")
        assert len(answer.content) == document["grootte"]


# --- nobody else ---


@each_dialect
def test_nobody_else_and_nothing_internal_is_in_the_answer(land: Land, taal: str) -> None:
    answer = vraag(land.portalen[taal], land.dossiers[taal].id)

    internal = (
        "Mérk", "Verzonnen", "Ambtenaar", "Bellen met de wethouder", "X-99", "Interne code", "Concept", "Intern advies",
        "Nog niet verstuurd", "Van een ander", "MED-7", "Namens het college",
    )  # fmt: skip
    for word in internal:
        assert word not in answer.text, word
        assert json.dumps(word)[1:-1] not in answer.text, word
    assert BILAL not in answer.text
    assert ANNA not in answer.text


def test_t25_fifty_fields_that_nobody_asked_for_change_nothing_in_a_zaak(toneel: Toneel) -> None:
    gemeente = portier(toneel)
    elders = portier(toneel, dialect=ALLEEN_DOCUMENTEN, naam="Archief Waterdam")
    dossier = gevuld(toneel, gemeente=gemeente, elders=elders)
    as_it_was = detail(portaal_op(toneel, dossier), dossier.id)

    for register in (gemeente, elders):
        register.herschrijving = lambda _, answer: with_more(answer)
    answer = vraag(portaal_op(toneel, dossier), dossier.id)

    assert len(as_it_was["documenten"]) == 5
    assert answer.json() == as_it_was
    assert "extra" not in answer.text
    assert CARLA not in answer.text


def test_a_zaak_of_somebody_else_beside_this_one_is_not_named(
    waterdam: Gemeente, portaal: Portaal, soort: Resource
) -> None:
    hoofd = zaak(waterdam, soort, bsn=BILAL, omschrijving="Het plan van de buurman")
    deze = zaak(waterdam, soort, bsn=ANNA)
    deel = zaak(waterdam, soort, bsn=BILAL, omschrijving="Het deel van de buurman")
    geheim = zaak(waterdam, soort, bsn=ANNA, vertrouwelijkheidaanduiding="geheim", omschrijving="Handhaving")
    hang_onder(waterdam, deze, hoofd)
    for other in (deel, geheim):
        hang_onder(waterdam, other, deze)

    answer = vraag(portaal, zaak_id(deze))

    told = answer.json()
    assert (told["hoofdzaak"], told["deelzaken"], told["zaak"]["hoofdzaak"]) == (None, [], None)
    assert told["volledig"] is True
    for other in (hoofd, deel, geheim):
        assert other["uuid"] not in answer.text
        assert other["identificatie"] not in answer.text
    assert "buurman" not in answer.text


# --- companies ---


@pytest.mark.parametrize(
    ("taal", "registratie", "vestiging"),
    [
        ("open-zaak", "nnp-kvk", None),
        ("open-zaak", "nnp-rsin", None),
        ("open-zaak", "vestiging-kvk", bedrijven.EIGEN),
        ("gateway", "nnp-kvk-en-rsin", None),
        ("zaken-1.6", "nnp-rsin", None),
        ("zaken-1.6", "vestiging", bedrijven.EIGEN),
        ("oneground", "nnp-rsin", None),
        ("oneground", "vestiging", bedrijven.EIGEN),
        ("esuite", "nnp-kvk-in-innnnpid", None),
    ],
)
def test_a_company_sees_all_of_its_zaak_however_it_is_registered(
    toneel: Toneel, taal: str, registratie: str, vestiging: str | None
) -> None:
    dossier = gevuld(toneel, taal, rol_van(registratie, KVK, RSIN, vestiging))
    portaal = portaal_op(toneel, dossier)
    login = LOGINS["kvk, rsin en vestiging" if vestiging else "kvk en rsin"]

    told = detail(portaal, dossier.id, login)

    assert told["voor"]["soort"] == "bedrijf"
    assert told["voor"]["vestigingBeperkt"] is bool(vestiging)
    assert len(told["documenten"]) == (3 if taal in ZONDER_BESLUITEN else 5)
    assert len(told["deelzaken"]) == 2
    assert told["hoofdzaak"] is not None
    assert told["volledig"] is True
    other = {"kvk": bedrijven.ANDER_KVK, "rsin": bedrijven.ANDER_RSIN}
    assert vraag(portaal, dossier.id, other).status_code == 404
    assert vraag(portaal, dossier.id, ANNA).status_code == 404


@pytest.fixture(scope="module")
def bedrijvenland(loopback: Loopback) -> Iterator[bedrijven.Land]:
    with closing(Toneel(loopback)) as toneel:
        yield bedrijven.Land(toneel)


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize("dialect", bedrijven.DIALECTEN)
def test_a_company_can_open_what_its_overzicht_shows_and_nothing_else(
    bedrijvenland: bedrijven.Land, dialect: str, login: str
) -> None:
    """Every registration, of this company and of what looks like it; a login for one vestiging opens no other."""
    portaal, gemeente = bedrijvenland.portaal("passend", dialect), bedrijvenland.gemeente(dialect)
    wie, bron = LOGINS[login], bedrijven.bron_van(dialect)
    zoekwijzen = bedrijven.lijst_van(dialect, "passend")
    may = bedrijven.zichtbaar(dialect, zoekwijzen, wie)
    cannot_tell = not bedrijven.bruikbaar(dialect, zoekwijzen, wie)

    opened = {
        resource["identificatie"]: vraag(portaal, zaak_id(resource, bron), wie).status_code
        for resource in gemeente.opslag.alle("zaken")
    }

    assert {nummer for nummer, status in opened.items() if status == 200} == set(may)
    assert {status for nummer, status in opened.items() if nummer not in may} == {503 if cannot_tell else 404}


# --- how far it is ---


def test_a_reopened_zaak_says_so_and_its_end_lies_ahead_again(
    waterdam: Gemeente, portaal: Portaal, soort: Resource
) -> None:
    made = zaak(waterdam, soort, bsn=ANNA, startdatum="2026-09-01", einddatum="2026-09-20", resultaat="Verleend")
    made["einddatum"] = None
    voeg_status_toe(waterdam, made, 2, datum="2026-10-01")

    told = detail(portaal, zaak_id(made))

    assert told["heropend"] is True
    assert [signaal["soort"] for signaal in told["zaak"]["signalen"]] == ["termijnVerstreken", "heropend"]
    assert [fase["toestand"] for fase in told["voortgang"]][-1] == "toekomstig"
    assert told["zaak"]["resultaat"] is None
    row = portaal.find_zaken(ANNA)["zaken"][0]
    assert told["zaak"]["versie"] == row["versie"]


def test_e13_a_present_status_that_the_history_lacks_is_in_it_all_the_same(toneel: Toneel) -> None:
    gemeente = portier(toneel)
    soort = zaaktype(gemeente, "ZT-1", "Vergunning", statustypen=STAPPEN)
    made = zaak(gemeente, soort, bsn=ANNA, startdatum="2026-10-01", status=2)

    def without_present(vraag: Any, answer: Any) -> Any:
        if not vraag.over("statussen"):
            return answer
        return {**answer, "results": [one for one in answer["results"] if one["url"] != made["status"]]}

    gemeente.herschrijving = without_present
    told = detail(toneel.portaal({"waterdam": gemeente}), zaak_id(made))

    assert [punt["titel"] for punt in told["tijdlijn"] if punt["soort"] == "status"] == [STAPPEN[1], STAPPEN[0]]
    assert [s["toestand"] for fase in told["voortgang"] for s in fase["stappen"]] == [
        "voltooid", "huidig", "toekomstig", "toekomstig",
    ]  # fmt: skip


def test_a_status_that_the_history_holds_twice_is_told_once(toneel: Toneel) -> None:
    gemeente = portier(toneel)
    soort = zaaktype(gemeente, "ZT-1", "Vergunning", statustypen=STAPPEN)
    made = zaak(gemeente, soort, bsn=ANNA, startdatum="2026-10-01", status=2)

    def twice(vraag: Any, answer: Any) -> Any:
        return {**answer, "results": answer["results"] * 2} if vraag.over("statussen") else answer

    gemeente.herschrijving = twice
    told = detail(toneel.portaal({"waterdam": gemeente}), zaak_id(made))

    assert [punt["titel"] for punt in told["tijdlijn"] if punt["soort"] == "status"] == [STAPPEN[1], STAPPEN[0]]


@each_dialect
def test_statussen_of_one_day_without_a_time_come_in_the_order_of_the_zaaktype(toneel: Toneel, taal: str) -> None:
    dossier = gevuld(toneel, taal)
    for status in dossier.gemeente.opslag.van_zaak("statussen", dossier.zaak["url"]):
        status["datumStatusGezet"] = "2026-10-29T00:00:00Z"
    voeg_status_toe(dossier.gemeente, dossier.zaak, 3, datum="2026-10-29T00:00:00Z")

    told = detail(portaal_op(toneel, dossier), dossier.id)

    of_status = [punt["titel"] for punt in told["tijdlijn"] if punt["soort"] == "status"]
    assert of_status == ["Besluit genomen", "Toetsing gestart", "Aanvraag ontvangen"]
    assert told["zaak"]["status"]["naam"] == "Besluit genomen"


def test_a_zaak_that_ended_has_no_step_to_come_and_no_word_about_dates(
    waterdam: Gemeente, portaal: Portaal, soort: Resource
) -> None:
    made = zaak(waterdam, soort, bsn=ANNA, startdatum="2026-09-01", einddatum="2026-09-20", resultaat="Verleend")

    told = detail(portaal, zaak_id(made))

    toestanden = {stap["toestand"] for fase in told["voortgang"] for stap in fase["stappen"]}
    assert toestanden == {"voltooid"}
    assert told["toelichtingTermijn"] is None
    assert told["zaak"]["resultaat"]["naam"] == "Verleend"


def test_a_bron_with_the_zaken_alone_tells_of_nothing_that_it_has_not(
    waterdam: Gemeente, portaal: Portaal, soort: Resource
) -> None:
    made = zaak(waterdam, soort, bsn=ANNA)

    told = detail(portaal, zaak_id(made))

    assert onderdelen(told) == {"catalogus": "ok", "statussen": "ok", "substatussen": "ok"}
    assert (told["documenten"], told["besluiten"], told["waarvoor"], told["deelzaken"]) == ([], [], [], [])
    assert told["volledig"] is True


# --- in which rol ---


@each_dialect
def test_d4_whoever_is_belanghebbende_sees_the_zaak_where_the_bron_says_so(toneel: Toneel, taal: str) -> None:
    dossier = gevuld(toneel, taal)
    wider = portaal_op(toneel, dossier, zichtbaarheid={"rollen": ["initiator", "belanghebbende"]})

    told = detail(wider, dossier.id, BILAL)

    assert told["zaak"]["rollen"] == ["belanghebbende"]
    assert told["tijdlijn"][-1]["afzender"] == "onbekend", "somebody else asked for it"
    assert told["hoofdzaak"] is None
    assert [rij["omschrijving"] for rij in told["deelzaken"]] == ["Van een ander"]
    assert vraag(portaal_op(toneel, dossier), dossier.id, BILAL).status_code == 404


@pytest.mark.parametrize(
    ("geldig", "status"),
    [
        pytest.param({"eindeGeldigheid": "2026-11-22"}, 404, id="ended yesterday"),
        pytest.param({"eindeGeldigheid": "2026-11-23"}, 200, id="ends today"),
        pytest.param({"beginGeldigheid": "2026-11-24"}, 404, id="begins tomorrow"),
        pytest.param({"beginGeldigheid": "2026-11-23"}, 200, id="begins today"),
    ],
)
@pytest.mark.parametrize("taal", ["open-zaak", "gateway", "kale-lijsten"])
def test_d12_a_rol_that_does_not_hold_today_gives_no_access(
    toneel: Toneel, taal: str, geldig: Mapping[str, str], status: int
) -> None:
    """In the registers that know how long a rol holds."""
    dossier = gevuld(toneel, taal)
    for rol in dossier.gemeente.opslag.van_zaak("rollen", dossier.zaak["url"]):
        if rol["omschrijvingGeneriek"] == "initiator":
            rol.update(geldig)
    portaal = portaal_op(toneel, dossier)

    assert vraag(portaal, dossier.id).status_code == status
    assert inhoud(portaal, dossier.id, dossier.uuid("Aanvraag")).status_code == status


def test_a_second_initiator_sees_the_zaak_too(waterdam: Gemeente, portaal: Portaal, soort: Resource) -> None:
    made = zaak(waterdam, soort, bsn=ANNA)
    voeg_rol_toe(waterdam, made, "natuurlijk_persoon", {"inpBsn": BILAL}, "mede_initiator")

    assert detail(portaal, zaak_id(made), BILAL)["zaak"]["rollen"] == ["medeInitiator"]


# --- which bron ---


def same_problem(answer: Any, as_this: Any) -> bool:
    """Whether two problems differ in nothing but the id of the request."""
    ids = ("verzoekId",)
    here, there = ({k: v for k, v in one.json().items() if k not in ids} for one in (answer, as_this))
    return bool(answer.status_code == as_this.status_code and here == there)


def test_a_bron_that_is_off_and_one_that_does_not_exist_are_the_same_404(
    toneel: Toneel, waterdam: Gemeente, soort: Resource
) -> None:
    made = zaak(waterdam, soort, bsn=ANNA)
    uit = toneel.portaal({"waterdam": waterdam, "duinoord": waterdam}, per_bron={"waterdam": {"uit": True}})
    waterdam.ontvangen.clear()

    off = vraag(uit, zaak_id(made))
    unknown = vraag(uit, zaak_id(made, "nergens"))

    assert off.status_code == 404
    assert same_problem(off, unknown)
    assert waterdam.ontvangen == []


def test_a_bron_in_maintenance_says_so_and_until_when(toneel: Toneel, waterdam: Gemeente, soort: Resource) -> None:
    made = zaak(waterdam, soort, bsn=ANNA)
    nu = {"van": "2026-11-23T15:00", "tot": "2026-11-23T16:30"}
    portaal = toneel.portaal({"waterdam": waterdam}, bron={"onderhoud": nu})
    waterdam.ontvangen.clear()

    answer = vraag(portaal, zaak_id(made))

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == str(25 * 60 + 55)
    (bron,) = answer.json()["bronnen"]
    assert (bron["uitkomst"], bron["reden"]) == ("overgeslagen", "onderhoud")
    assert bron["melding"].endswith("Er is onderhoud tot 23 november 2026 om 16:30 uur.")
    assert waterdam.ontvangen == []
    toneel.klok.later(minutes=26)
    assert vraag(portaal, zaak_id(made)).status_code == 200


def test_under_claim_only_a_bron_of_an_organisatie_in_the_token_is_asked(
    toneel: Toneel, waterdam: Gemeente, duinoord: Gemeente, soort: Resource
) -> None:
    made = zaak(waterdam, soort, bsn=ANNA)
    configuratie = toneel.configuratie({"waterdam": waterdam, "duinoord": duinoord}, vragen={"keuze": "claim"})
    configuratie["uitgevers"][0]["organisaties"] = {"pad": ["organisaties"]}
    portaal = toneel.portaal_op(configuratie)

    def asks(*organisaties: str) -> Any:
        return vraag(portaal, zaak_id(made), {"bsn": ANNA, "organisaties": list(organisaties)})

    assert asks("gm9901").status_code == 200
    waterdam.ontvangen.clear()
    elsewhere = asks("gm9902")
    assert elsewhere.status_code == 404
    assert same_problem(elsewhere, vraag(portaal, zaak_id(made, "nergens"), {"bsn": ANNA, "organisaties": ["gm9902"]}))
    assert asks().status_code == 403
    assert waterdam.ontvangen == []


def test_under_gevraagd_the_id_of_a_zaak_names_the_bron(toneel: Toneel, waterdam: Gemeente, soort: Resource) -> None:
    made = zaak(waterdam, soort, bsn=ANNA)
    portaal = toneel.portaal({"waterdam": waterdam}, vragen={"keuze": "gevraagd"})

    assert portaal.get("/v1/zaken").status_code == 400
    assert detail(portaal, zaak_id(made))["zaak"]["id"] == zaak_id(made)


# --- the edge ---


@pytest.fixture
def een(waterdam: Gemeente, soort: Resource) -> str:
    """The id of a zaak of Anna."""
    return zaak_id(zaak(waterdam, soort, bsn=ANNA))


@pytest.mark.parametrize("name", ["x", "expand", "cursor", "bsn"])
def test_a_parameter_is_refused_and_nobody_is_asked(portaal: Portaal, een: str, waterdam: Gemeente, name: str) -> None:
    waterdam.ontvangen.clear()

    answer = vraag(portaal, een, **{name: "1"})

    assert answer.status_code == 400
    assert [(fout["naam"], fout["code"]) for fout in answer.json()["fouten"]] == [(name, "onbekend")]
    assert waterdam.ontvangen == []


@pytest.mark.parametrize("there", [True, False])
def test_head_gives_the_headers_of_get_and_no_body(portaal: Portaal, een: str, there: bool) -> None:
    pad = f"/v1/zaken/{een if there else f'waterdam-{NIEMAND}'}"
    headers = {"Authorization": f"Bearer {portaal.token(ANNA)}"}

    got, head = portaal.client.get(pad, headers=headers), portaal.client.head(pad, headers=headers)

    assert head.status_code == got.status_code == (200 if there else 404)
    assert head.content == b""
    varies = {"date", "x-request-id"}
    told = [{k: v for k, v in answer.headers.items() if k not in varies} for answer in (got, head)]
    assert told[0] == told[1]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_done_to_a_zaak(portaal: Portaal, een: str, waterdam: Gemeente, method: str) -> None:
    waterdam.ontvangen.clear()
    headers = {"Authorization": f"Bearer {portaal.token(ANNA)}"}

    answer = portaal.client.request(method, f"/v1/zaken/{een}", headers=headers)

    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) >= {"GET"}
    assert waterdam.ontvangen == []


@pytest.mark.parametrize(
    "wrong",
    [
        "waterdam", "x", f"waterdam-{NIEMAND[:-1]}", f"waterdam-{NIEMAND}0", NIEMAND, f"-{NIEMAND}", "waterdam-1",
        f"WATERDAM-{NIEMAND}", f"waterdam-{NIEMAND.replace('4', 'A')}", f"waterdam--{NIEMAND}", f"w%C3%A0-{NIEMAND}",
        f"waterdam-{NIEMAND}%0a", f"waterdam-{NIEMAND}%00", f"waterdam_{NIEMAND}", "a" * 4000, f"waterdam-{NIEMAND}'--",
        "https:zaken.example", "%252e%252e",
    ],
)  # fmt: skip
def test_what_is_no_id_is_the_same_404_as_a_zaak_of_somebody_else(
    portaal: Portaal, waterdam: Gemeente, soort: Resource, wrong: str
) -> None:
    foreign = vraag(portaal, zaak_id(zaak(waterdam, soort, bsn=BILAL)))
    waterdam.ontvangen.clear()

    answer = vraag(portaal, wrong)

    assert foreign.status_code == 404
    assert same_problem(answer, foreign)
    assert waterdam.ontvangen == []


def test_without_a_token_nobody_is_asked(portaal: Portaal, een: str, waterdam: Gemeente) -> None:
    waterdam.ontvangen.clear()

    assert vraag(portaal, een, None).status_code == 401
    assert waterdam.ontvangen == []


def test_the_answer_stays_in_no_cache(portaal: Portaal, een: str) -> None:
    assert vraag(portaal, een).headers["cache-control"] == "no-store"


def test_a_zaak_is_asked_anew_every_time(toneel: Toneel, waterdam: Gemeente, een: str, soort: Resource) -> None:
    """What an overzicht remembers for a while is of no use here: whoever lost his rol has lost the zaak at once."""
    portaal = toneel.portaal({"waterdam": waterdam}, geheugen={"vers": "30s"})
    portaal.find_zaken(ANNA)
    assert vraag(portaal, een).status_code == 200
    for rol in waterdam.opslag.alle("rollen"):
        if rol["omschrijvingGeneriek"] == "initiator":
            rol["betrokkeneIdentificatie"]["inpBsn"] = BILAL
            waterdam.opslag.bewaar(rol)

    assert vraag(portaal, een).status_code == 404
    assert vraag(portaal, een, BILAL).status_code == 200


def test_d11_the_id_of_a_zaak_tells_its_bron_and_nothing_of_where_that_is(land: Land) -> None:
    dossier: Dossier = land.dossiers["gateway"]
    answer = vraag(land.portalen["gateway"], dossier.id)

    assert answer.json()["zaak"]["id"] == f"waterdam-{dossier.zaak['uuid']}"
    for place in ("http://", "https://", "open-zaak.intern.example", "127.0.0.1", "/zgw/"):
        assert place not in answer.text
