"""The service on two gemeenten filled with what real registers held: every zaak of everybody in full.

What is right comes from ``tests/opnamen/verwacht_zaak.py``, which reads the recordings and nothing of ours. It expects
nothing of the documents, besluiten and eigenschappen of a zaak of which they were not recorded: of those the filled
gemeente holds none, where the real register held some.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.opnamen.verwacht import bedrijven, personen, verwacht, verwacht_bedrijf
from tests.opnamen.verwacht_zaak import details, details_bedrijf
from tests.stories.opnamen import Opnamen, told_detail, wanted
from tests.stories.portaal import Portaal, Wie

BSNS = personen("a") | personen("b")
IEDEREEN = [(gemeente, persoon) for gemeente in "ab" for persoon in sorted(personen(gemeente))]
BEDRIJVEN = bedrijven("a")
ZOEKEN: dict[str, Any] = {"bedrijven": ["nnp_kvk", "nnp_rsin", "vestiging", "vestiging_kvk"]}
ONBEKEND_STUK = "A-2024-000073"
"""Its besluit has a document of which only that it exists was recorded."""


def detail_of(portaal: Portaal, wie: Wie, zaak_id: str) -> dict[str, Any]:
    answer = portaal.get(f"/v1/zaken/{zaak_id}", wie)
    assert answer.status_code == 200, answer.text
    detail: dict[str, Any] = answer.json()
    return detail


@pytest.mark.parametrize("maximaal", ["zaakvertrouwelijk", "zeer_geheim"])
@pytest.mark.parametrize(("gemeente", "persoon"), IEDEREEN)
def test_every_zaak_of_every_recorded_person_is_right(
    opnamen: Opnamen, gemeente: str, persoon: str, maximaal: str
) -> None:
    portaal = opnamen.portaal(maximaal)

    for zaak_id, expected in details(gemeente, persoon, maximaal=maximaal).items():
        detail = detail_of(portaal, BSNS[persoon], zaak_id)

        assert told_detail(detail, expected) == wanted(expected)
        assert len({punt["id"] for punt in detail["tijdlijn"]}) == len(detail["tijdlijn"])
        assert detail["volledig"] is (expected["zaak"]["zaaknummer"] != ONBEKEND_STUK)


@pytest.mark.parametrize("maximaal", ["zaakvertrouwelijk", "zeer_geheim"])
@pytest.mark.parametrize("naam", sorted(BEDRIJVEN))
def test_every_zaak_of_every_recorded_company_is_right(opnamen: Opnamen, naam: str, maximaal: str) -> None:
    portaal = opnamen.portaal(maximaal, **ZOEKEN)
    wie = {"kvk": BEDRIJVEN[naam].kvk, "rsin": BEDRIJVEN[naam].rsin or ""}

    for gemeente in "ab":
        for zaak_id, expected in details_bedrijf(gemeente, naam, maximaal=maximaal).items():
            assert told_detail(detail_of(portaal, wie, zaak_id), expected) == wanted(expected)


@pytest.mark.parametrize("persoon", ["gewoon", "heropend", "hoofdzaak_open", "veel-zaken"])
def test_remarks_at_a_status_or_a_besluit_are_shown_where_the_bron_says_so(opnamen: Opnamen, persoon: str) -> None:
    portaal = opnamen.portaal("zeer_geheim", toon={"toelichting": True})

    for zaak_id, expected in details("a", persoon, maximaal="zeer_geheim", toelichting=True).items():
        del expected["zaak"]  # an overzicht of remarks is another matter
        expected["hoofdzaak"], expected["deelzaken"] = None, []
        shown = told_detail(detail_of(portaal, BSNS[persoon], zaak_id), expected)

        assert shown | {"hoofdzaak": None, "deelzaken": []} == wanted(expected)


def test_a_part_that_was_asked_and_is_whole_says_so_and_no_other_is_named(opnamen: Opnamen) -> None:
    portaal = opnamen.portaal("zeer_geheim")
    always = ["catalogus", "statussen", "substatussen", "documenten", "besluiten"]

    for persoon in ("gewoon", "hoofdzaak_open", "zonder_status"):
        for zaak_id, expected in details("a", persoon, maximaal="zeer_geheim").items():
            related = ["gekoppeldeZaken"] if expected["hoofdzaak"] or expected["deelzaken"] else []
            told = [(o["onderdeel"], o["uitkomst"], o["weggelaten"]) for o in parts(portaal, persoon, zaak_id)]

            assert told == [(onderdeel, "ok", 0) for onderdeel in always + related]


def test_a_document_of_a_besluit_that_cannot_be_read_is_counted_and_the_besluit_stands(opnamen: Opnamen) -> None:
    """Of this one it was recorded that it belongs to the besluit, and nothing else of it."""
    zaak_id = next(i for i, d in details("a", "veel-zaken").items() if d["zaak"]["zaaknummer"] == ONBEKEND_STUK)

    detail = detail_of(opnamen.portaal(), BSNS["veel-zaken"], zaak_id)

    assert [(b["kenmerk"], b["naam"], b["documenten"]) for b in detail["besluiten"]] == [
        ("BES-A-000073", "Vergunning verleend", [])
    ]
    assert {o["onderdeel"]: (o["uitkomst"], o["weggelaten"]) for o in detail["onderdelen"] if o["weggelaten"]} == {
        "documenten": ("gedeeltelijk", 1)
    }


# --- what somebody filled in ------------------------------------------------------------------------------------------

WAARVOOR = {
    "ZT-PARKEREN": {"Kenteken": "Uw kenteken", "ingangsdatum": "Vanaf"},
    "ZT-OMGEVING": {"bouwkosten": "Wat het kost", "bestaat niet": "Niets"},
}


@pytest.mark.parametrize(
    ("gemeente", "persoon"),
    [("a", p) for p in ("gewoon", "dubbele_rol", "hoofdzaak_open", "zonder_status", "documentvarianten")]
    + [("b", "gewoon")],
)
def test_of_what_was_filled_in_only_what_is_configured_is_shown(opnamen: Opnamen, gemeente: str, persoon: str) -> None:
    fasen = {"zaaktypen": {zaaktype: {"waarvoor": waarvoor} for zaaktype, waarvoor in WAARVOOR.items()}}
    portaal = opnamen.portaal("zeer_geheim", fasen=fasen)

    for zaak_id, expected in details(gemeente, persoon, maximaal="zeer_geheim").items():
        labels = WAARVOOR.get(expected["zaak"]["zaaktype"]["identificatie"], {})
        given = {naam.casefold(): waarde for naam, waarde in expected["gegevens"].items()}

        detail = detail_of(portaal, BSNS[persoon], zaak_id)

        assert [(gegeven["naam"], gegeven["waarde"]) for gegeven in detail["waarvoor"]] == [
            (label, given[naam.casefold()]) for naam, label in labels.items() if naam.casefold() in given
        ]
        assert ("waarvoor" in {onderdeel["onderdeel"] for onderdeel in detail["onderdelen"]}) is bool(labels)
        assert detail["volledig"]


# --- written by hand --------------------------------------------------------------------------------------------------


def the_zaak(gemeente: str, persoon: str, zaaknummer: str) -> str:
    rijen = verwacht(gemeente, persoon, maximaal="zeer_geheim")
    return next(str(rij["id"]) for rij in rijen if rij["zaaknummer"] == zaaknummer)


def parts(portaal: Portaal, persoon: str, zaak_id: str) -> list[dict[str, Any]]:
    onderdelen: list[dict[str, Any]] = detail_of(portaal, BSNS[persoon], zaak_id)["onderdelen"]
    return onderdelen


def steps(detail: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    return [(s["naam"], s["toestand"], s["datum"]) for fase in detail["voortgang"] for s in fase["stappen"]]


def fasen(detail: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    return [(fase["naam"], fase["toestand"], fase["datum"]) for fase in detail["voortgang"]]


def happened(detail: dict[str, Any]) -> list[str]:
    return [f"{punt['datum']} {punt['titel']} ({punt['afzender']})" for punt in detail["tijdlijn"]]


def test_a_closed_zaak_is_told_from_its_request_to_its_besluit(opnamen: Opnamen) -> None:
    detail = detail_of(opnamen.portaal(), BSNS["gewoon"], the_zaak("a", "gewoon", "A-2025-000204"))

    assert happened(detail) == [
        "2025-09-20 Afgehandeld (organisatie)",
        "2025-09-20 Vergunning verleend (organisatie)",
        "2025-09-20 Besluitbrief 352 (organisatie)",
        "2025-05-16 Besluit genomen (organisatie)",
        "2025-04-12 In behandeling (organisatie)",
        "2025-03-24 Ontvangen (organisatie)",
        "2025-03-14 Aanvraag ontvangen (u)",
    ]
    assert detail["toelichtingTermijn"] is None


def test_a_reopened_zaak_is_told_with_what_it_went_through_and_where_it_is_now(opnamen: Opnamen) -> None:
    detail = detail_of(opnamen.portaal("zeer_geheim"), BSNS["heropend"], the_zaak("a", "heropend", "A-2026-000022"))

    assert detail["heropend"]
    assert "heropend" in [signaal["soort"] for signaal in detail["zaak"]["signalen"]]
    assert [(naam, toestand) for naam, toestand, _ in steps(detail)] == [
        ("Ontvangen", "voltooid"),
        ("Ontvankelijk verklaard", "huidig"),
        ("Hoorzitting", "toekomstig"),
        ("Advies commissie", "toekomstig"),
        ("Beslissing op bezwaar", "toekomstig"),
        ("Afgehandeld", "toekomstig"),
    ]
    titels = [punt["titel"] for punt in detail["tijdlijn"] if punt["soort"] == "status"]
    assert titels == [
        "Ontvankelijk verklaard", "Afgehandeld", "Beslissing op bezwaar", "Advies commissie", "Hoorzitting",
        "Ontvankelijk verklaard", "Ontvangen",
    ]  # fmt: skip


@pytest.mark.parametrize(("gemeente", "zaaknummer"), [("a", "A-2026-000023"), ("b", "B-2026-000023")])
def test_an_end_at_half_past_midnight_is_of_the_local_day_everywhere(
    opnamen: Opnamen, gemeente: str, zaaknummer: str
) -> None:
    zaak_id = the_zaak(gemeente, "tijdzonegrens", zaaknummer)

    detail = detail_of(opnamen.portaal("zeer_geheim"), BSNS["tijdzonegrens"], zaak_id)

    assert detail["tijdlijn"][0]["moment"] == "2026-03-16T23:30:00Z"
    assert detail["tijdlijn"][0]["datum"] == steps(detail)[-1][2] == fasen(detail)[-1][2] == "2026-03-17"
    assert detail["zaak"]["einddatum"] == "2026-03-17"


def test_a_zaak_without_status_is_registered_and_all_of_it_is_still_to_come(opnamen: Opnamen) -> None:
    detail = detail_of(
        opnamen.portaal("zeer_geheim"), BSNS["zonder_status"], the_zaak("a", "zonder_status", "A-2025-000002")
    )

    assert fasen(detail)[0] == ("Geregistreerd", "huidig", detail["zaak"]["aanvraagdatum"])
    assert [naam for naam, _, _ in fasen(detail)] == ["Geregistreerd", "Geaccepteerd", "In behandeling", "Afgerond"]
    assert {toestand for _, toestand, _ in fasen(detail)[1:] + steps(detail)} == {"toekomstig"}
    assert [punt["soort"] for punt in detail["tijdlijn"]] == ["document", "ontvangst"]


VASTGELEGD = "De verwachte datum is de planning van de gemeente. De uiterste datum is door de gemeente vastgelegd."


@pytest.mark.parametrize(
    ("gemeente", "persoon", "zaaknummer", "told"),
    [
        ("a", "opgeschort", "A-2026-000028", "De behandeling staat nu stil. Daarom is er geen verwachte datum."),
        (
            "a",
            "verlengd",
            "A-2026-000029",
            f"{VASTGELEGD} De termijn werd 2 maanden langer, maar misschien zit dat niet in de datum.",
        ),
        (
            "a",
            "gewoon",
            "A-2026-000265",
            f"{VASTGELEGD} De uiterste datum is voorbij.",
        ),
    ],
)
def test_why_the_dates_are_what_they_are(
    opnamen: Opnamen, gemeente: str, persoon: str, zaaknummer: str, told: str
) -> None:
    detail = detail_of(opnamen.portaal("zeer_geheim"), BSNS[persoon], the_zaak(gemeente, persoon, zaaknummer))

    assert detail["toelichtingTermijn"] == told


def test_special_characters_arrive_as_they_were_written(opnamen: Opnamen) -> None:
    zaak_id = the_zaak("a", "bijzondere_tekens", "A-2026-000024")

    detail = detail_of(opnamen.portaal("zeer_geheim"), BSNS["bijzondere_tekens"], zaak_id)

    assert detail["zaak"]["omschrijving"] == (
        "Losse tegel <b>bij</b> 't \u201cCafé\u201d & Zoë's fiets \u2013 ümlaut €5 \U0001f6b2"
    )


# --- hoofdzaak and deelzaken, each proven for itself ------------------------------------------------------------------

HOOFDZAAK = ("A-2026-000013", "ZT-OMGEVING")
DEELZAKEN = ["A-2026-000014", "A-2026-000015", "A-2026-000016"]


def numbers(rijen: list[dict[str, Any]]) -> list[str]:
    return sorted(rij["zaaknummer"] for rij in rijen)


def test_a_hoofdzaak_and_its_deelzaken_name_each_other(opnamen: Opnamen) -> None:
    portaal, bsn = opnamen.portaal(), BSNS["hoofdzaak_open"]

    boven = detail_of(portaal, bsn, the_zaak("a", "hoofdzaak_open", HOOFDZAAK[0]))
    onder = [detail_of(portaal, bsn, the_zaak("a", "hoofdzaak_open", nummer)) for nummer in DEELZAKEN]

    assert numbers(boven["deelzaken"]) == DEELZAKEN
    assert {detail["hoofdzaak"]["zaaknummer"] for detail in onder} == {HOOFDZAAK[0]}
    assert {detail["zaak"]["hoofdzaak"] for detail in onder} == {boven["zaak"]["id"]}
    assert boven["hoofdzaak"] is None
    assert [detail["deelzaken"] for detail in onder] == [[], [], []]


def test_a_deelzaak_that_may_not_be_shown_is_not_named_by_its_hoofdzaak(opnamen: Opnamen) -> None:
    """One of the three is of an internal zaaktype."""
    portaal = opnamen.portaal(zichtbaarheid={"intern": "weiger"})
    verborgen = the_zaak("a", "hoofdzaak_open", "A-2026-000016")

    boven = portaal.get(f"/v1/zaken/{the_zaak('a', 'hoofdzaak_open', HOOFDZAAK[0])}", BSNS["hoofdzaak_open"])

    assert numbers(boven.json()["deelzaken"]) == DEELZAKEN[:2]
    assert verborgen.partition("gemeente-a-")[2] not in boven.text
    assert boven.json()["volledig"]
    assert portaal.get(f"/v1/zaken/{verborgen}", BSNS["hoofdzaak_open"]).status_code == 404


def test_a_hoofdzaak_that_may_not_be_shown_is_not_named_by_its_deelzaken(opnamen: Opnamen) -> None:
    portaal = opnamen.portaal(zichtbaarheid={"zaaktypen": {"weiger": [HOOFDZAAK[1]]}})
    verborgen = the_zaak("a", "hoofdzaak_open", HOOFDZAAK[0])

    for nummer in DEELZAKEN:
        onder = portaal.get(f"/v1/zaken/{the_zaak('a', 'hoofdzaak_open', nummer)}", BSNS["hoofdzaak_open"])

        assert (onder.json()["hoofdzaak"], onder.json()["zaak"]["hoofdzaak"]) == (None, None)
        assert verborgen.partition("gemeente-a-")[2] not in onder.text


# --- nobody else ------------------------------------------------------------------------------------------------------

OF_EACH = {
    **{(p, BSNS[p]): {rij["id"] for g in "ab" if p in personen(g) for rij in verwacht(g, p, maximaal="zeer_geheim")}
       for p in sorted(BSNS)},
    **{(naam, bedrijf.kvk): {rij["id"] for g in "ab" for rij in verwacht_bedrijf(g, naam, maximaal="zeer_geheim")}
       for naam, bedrijf in BEDRIJVEN.items()},
}  # fmt: skip
"""The ids of all zaken that each may see, with the number of whom they are."""
A_FEW = 12
"""Of who has more zaken than this, others ask only for so many: they are all alike."""


def problem(portaal: Portaal, wie: Wie, zaak_id: str, more: str = "") -> dict[str, Any]:
    """What somebody hears who asks for what is not there for them, without what differs with every request."""
    answer = portaal.get(f"/v1/zaken/{zaak_id}{more}", wie)
    assert answer.status_code == 404, (zaak_id, answer.status_code)
    return {key: value for key, value in answer.json().items() if key not in ("verzoekId", "instance")}


@pytest.mark.parametrize(("naam", "nummer"), sorted(OF_EACH))
def test_no_zaak_of_another_recorded_person_or_company_is_there(opnamen: Opnamen, naam: str, nummer: str) -> None:
    portaal = opnamen.portaal("zeer_geheim", **ZOEKEN)
    wie: Wie = {"kvk": nummer} if naam in BEDRIJVEN else nummer
    foreign = sorted(
        zaak_id
        for ander, ids in OF_EACH.items()
        for zaak_id in sorted(ids)[:A_FEW]
        if ander[0] != naam and zaak_id not in OF_EACH[naam, nummer]
    )
    before = {bron: len(gemeente.ontvangen) for bron, gemeente in opnamen.gemeenten.items()}

    heard = [problem(portaal, wie, zaak_id) for zaak_id in foreign]

    nowhere = problem(portaal, wie, "gemeente-a-00000000-0000-4000-8000-000000000000")
    assert len(foreign) > 80
    assert [other for other in heard if other != nowhere] == []
    asked = {
        ontvangen.pad
        for bron, gemeente in opnamen.gemeenten.items()
        for ontvangen in gemeente.ontvangen[before[bron] :]
    }
    assert asked == {"/zaken/api/v1/zaken/_zoek"}


@pytest.mark.parametrize("persoon", ["geheim", "alle_niveaus", "heropend", "veel-zaken"])
def test_an_own_zaak_above_the_ceiling_is_as_absent_as_one_of_another(opnamen: Opnamen, persoon: str) -> None:
    portaal = opnamen.portaal()
    gemeenten = [g for g in "ab" if persoon in personen(g)]
    alle = {rij["id"] for g in gemeenten for rij in verwacht(g, persoon, maximaal="zeer_geheim")}
    hidden = sorted(alle - {rij["id"] for g in gemeenten for rij in verwacht(g, persoon)})

    heard = [problem(portaal, BSNS[persoon], zaak_id) for zaak_id in hidden]

    assert hidden
    nowhere = problem(portaal, BSNS[persoon], "gemeente-a-00000000-0000-4000-8000-000000000000")
    assert heard == [nowhere] * len(hidden)


# --- a client with fewer rights ---------------------------------------------------------------------------------------
# Recorded of it: which zaken it finds, the zaken, rollen, statussen and resultaten that it may see, and that the
# Catalogi API and the Besluiten API refuse it. That the Documenten API does so as well follows from its rights.

BEPERKT = [("a", "gewoon"), ("b", "gewoon")]
"""Of whom the statussen were recorded as this client sees them: of one zaak in each gemeente."""


@pytest.mark.parametrize(
    ("gemeente", "persoon"), [("a", "gewoon"), ("a", "alle_niveaus"), ("b", "gewoon"), ("b", "veel-zaken")]
)
def test_a_client_with_limited_rights_is_told_which_parts_it_may_not_see(
    opnamen: Opnamen, gemeente: str, persoon: str
) -> None:
    portaal = opnamen.portaal("zeer_geheim", client="lab-beperkt")
    rijen = verwacht(gemeente, persoon, maximaal="zeer_geheim", client="lab-beperkt")

    for rij in rijen:
        detail = detail_of(portaal, BSNS[persoon], rij["id"])
        told = {onderdeel["onderdeel"]: onderdeel for onderdeel in detail["onderdelen"]}
        refused = {naam for naam, onderdeel in told.items() if onderdeel["uitkomst"] == "geenToegang"}

        assert {"catalogus", "besluiten"} <= refused <= {"catalogus", "besluiten", "documenten"}
        assert {told[naam]["uitkomst"] for naam in told.keys() - refused} == {"ok"}
        assert not detail["volledig"]
        assert all("Neem contact op" in told[naam]["melding"] for naam in refused), "later is no better"
        assert {told[naam]["opnieuwNaSeconden"] for naam in refused} == {None}
        assert (detail["documenten"], detail["besluiten"]) == ([], [])
        assert {stap["naam"] for fase in detail["voortgang"] for stap in fase["stappen"]} <= {None}
        assert {punt["soort"] for punt in detail["tijdlijn"]} <= {"ontvangst", "status"}
    assert rijen


@pytest.mark.parametrize(("gemeente", "persoon"), BEPERKT)
def test_documents_that_are_there_and_may_not_be_read_are_not_none(
    opnamen: Opnamen, gemeente: str, persoon: str
) -> None:
    portaal = opnamen.portaal("zeer_geheim", client="lab-beperkt")
    zichtbaar = {rij["id"] for rij in verwacht(gemeente, persoon, maximaal="zeer_geheim", client="lab-beperkt")}
    met = [i for i, d in details(gemeente, persoon, maximaal="zeer_geheim").items() if i in zichtbaar and d["redenen"]]

    for zaak_id in met:
        told = {onderdeel["onderdeel"]: onderdeel["uitkomst"] for onderdeel in parts(portaal, persoon, zaak_id)}
        assert told["documenten"] == "geenToegang"
    assert met


def test_what_happened_is_shown_to_a_client_with_limited_rights_though_not_by_name(opnamen: Opnamen) -> None:
    portaal = opnamen.portaal("zeer_geheim", client="lab-beperkt")

    for zaak_id, expected in details("a", "gewoon", maximaal="zeer_geheim", client="lab-beperkt").items():
        detail = detail_of(portaal, BSNS["gewoon"], zaak_id)

        assert told_detail(detail, expected) == wanted(expected)
        assert [punt["titel"] for punt in detail["tijdlijn"]] == ["Status gewijzigd"] * 4 + ["Aanvraag ontvangen"]


@pytest.mark.parametrize(("gemeente", "persoon"), BEPERKT)
def test_an_own_zaak_that_the_client_may_not_see_is_not_there(opnamen: Opnamen, gemeente: str, persoon: str) -> None:
    portaal = opnamen.portaal("zeer_geheim", client="lab-beperkt")
    zichtbaar = {rij["id"] for rij in verwacht(gemeente, persoon, maximaal="zeer_geheim", client="lab-beperkt")}
    rijen = verwacht(gemeente, persoon, maximaal="zeer_geheim")
    hidden = [rij["id"] for rij in rijen if rij["id"] not in zichtbaar]

    nowhere = problem(portaal, BSNS[persoon], "gemeente-a-00000000-0000-4000-8000-000000000000")
    assert hidden
    assert [problem(portaal, BSNS[persoon], zaak_id) for zaak_id in hidden] == [nowhere] * len(hidden)
