"""The documents of the real registers: which are shown and why others are not, and every recorded download.

Documents were recorded of the zaken of the persons with a "complete flow", and the bytes of four of them. Of the others
the filled gemeente has as many bytes as they are long, so of those only the length and the headers can be right.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.opnamen.lezen import uitwisselingen
from tests.opnamen.verwacht import personen
from tests.opnamen.verwacht_zaak import details, documenten, downloads
from tests.stories.opnamen import Opnamen
from tests.stories.portaal import Portaal

BSN = personen("a")["documentvarianten"]
ZAAK = "gemeente-a-68ed9a67-b808-4291-8722-d43f8fdf68ec"
"""A-2026-000027: sixteen documents, one for each of four statussen at four levels, and seven that are odd."""
MET_DOCUMENTEN = [
    ("a", "documentvarianten"), ("a", "dubbele_rol"), ("a", "gewoon"), ("a", "hoofdzaak_open"), ("a", "zonder_status"),
    ("b", "gewoon"),
]  # fmt: skip
STATUSSEN = ("in_bewerking", "ter_vaststelling", "definitief", "gearchiveerd")
NIVEAUS = ("openbaar", "zaakvertrouwelijk", "vertrouwelijk", "geheim")

GETOOND = {
    # titel: formaat, extensie, grootte, downloadbaar, bestandsnaam
    "Bijlage 45": ("application/pdf", "pdf", 642, True, "doc-a-000045.pdf"),
    "Bijlage 46": ("application/pdf", "pdf", 642, True, "doc-a-000046.pdf"),
    "Bijlage 49": ("application/pdf", "pdf", 642, True, "doc-a-000049.pdf"),
    "Bijlage 50": ("application/pdf", "pdf", 642, True, "doc-a-000050.pdf"),
    "Groter bestand": ("application/pdf", "pdf", 200649, True, "doc-a-000056.pdf"),
    'Naam met "quotes" & é/\\': ("application/pdf", "pdf", 657, True, "offerte é 2026.pdf"),
    "Platte tekst": ("text/plain", "txt", 26, True, "brief.txt"),
    "Twee versies (versie 2)": ("application/pdf", "pdf", 630, True, "doc-a-000054.pdf"),
    "Vergrendeld": ("application/pdf", "pdf", 643, True, "doc-a-000059.pdf"),
    "Zonder inhoud": (None, None, None, False, None),
}
"""Of the zaak with every variant; the quotes cannot be part of the name of a file."""
TWEE_VERSIES = "21096c3d-0424-4b64-8ece-c2a5eaeb6f15"
ZONDER_INHOUD = "e53c5a73-5135-494d-a1e2-a26943ac6e02"
VERGRENDELD = "96e2e77c-b64e-4fcd-9ef9-94816cbc1183"


def shown(portaal: Portaal, bsn: str = BSN, zaak_id: str = ZAAK) -> dict[str, dict[str, Any]]:
    """The documents of a zaak, by id."""
    answer = portaal.get(f"/v1/zaken/{zaak_id}", bsn)
    assert answer.status_code == 200, answer.text
    return {document["id"]: document for document in answer.json()["documenten"]}


def inhoud(portaal: Portaal, document_id: str, bsn: str = BSN, zaak_id: str = ZAAK) -> Any:
    return portaal.get(f"/v1/zaken/{zaak_id}/documenten/{document_id}/inhoud", bsn)


# --- which are shown --------------------------------------------------------------------------------------------------


def test_of_every_variant_of_a_document_those_that_are_ready_and_not_too_secret_are_shown(opnamen: Opnamen) -> None:
    told = {
        d["titel"]: (d["formaat"], d["extensie"], d["grootte"], d["downloadbaar"], d["bestandsnaam"])
        for d in shown(opnamen.portaal()).values()
    }

    assert told == GETOOND


@pytest.mark.parametrize("niveau", NIVEAUS)
@pytest.mark.parametrize("status", STATUSSEN)
def test_each_status_at_each_level_is_shown_only_where_the_policy_names_both(
    opnamen: Opnamen, status: str, niveau: str
) -> None:
    """Every one of the sixteen under a policy that allows just its status, up to its level."""
    portaal = opnamen.portaal(zichtbaarheid={"documenten": {"statussen": [status], "maximaal": niveau}})
    allowed = NIVEAUS[: NIVEAUS.index(niveau) + 1]

    assert {uuid for uuid, d in shown(portaal).items() if d["titel"].startswith("Bijlage ")} == {
        uuid
        for uuid, d in documenten("a").items()
        if d["titel"] in {f"Bijlage {n}" for n in range(37, 53)}
        and d["status"] == status
        and d["vertrouwelijkheidaanduiding"] in allowed
    }


@pytest.mark.parametrize(("gemeente", "persoon"), MET_DOCUMENTEN)
def test_every_document_that_is_not_shown_is_counted_under_its_reason_and_told_nowhere(
    opnamen: Opnamen, gemeente: str, persoon: str
) -> None:
    portaal, bsn = opnamen.new_portaal("zeer_geheim"), personen(gemeente)[persoon]
    redenen: list[str] = []

    for zaak_id, expected in details(gemeente, persoon, maximaal="zeer_geheim").items():
        answer = portaal.get(f"/v1/zaken/{zaak_id}", bsn)
        hidden = {uuid: reden for uuid, reden in expected["redenen"].items() if reden}
        redenen += hidden.values()

        assert not [uuid for uuid in hidden if uuid in answer.text]
        assert not [uuid for uuid in hidden if documenten(gemeente)[uuid]["titel"] in answer.text]

    assert redenen
    for reden in ("status", "vertrouwelijkheid"):
        counted = portaal.counted(f'mijnzaken_documenten_verborgen_total{{bron="gemeente-{gemeente}",reden="{reden}"}}')
        assert counted == redenen.count(reden)


def test_a_kind_of_document_can_be_refused(opnamen: Opnamen) -> None:
    portaal = opnamen.portaal(zichtbaarheid={"documenten": {"soorten": {"weiger": ["Aanvraagformulier"]}}})
    zaak_id, expected = next(
        (zaak_id, detail)
        for zaak_id, detail in details("a", "gewoon").items()
        if detail["zaak"]["zaaknummer"] == "A-2026-000265"
    )
    (formulier,) = expected["documenten"]

    assert shown(opnamen.portaal(), personen("a")["gewoon"], zaak_id).keys() == {formulier["id"]}
    assert shown(portaal, personen("a")["gewoon"], zaak_id) == {}
    assert inhoud(portaal, formulier["id"], personen("a")["gewoon"], zaak_id).status_code == 404


# --- what is fetched --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("uuid", sorted(downloads("a")))
def test_every_recorded_download_comes_through_byte_for_byte(opnamen: Opnamen, uuid: str) -> None:
    """Each is openbaar and definitief. The register names none of them and calls all of them octet-stream."""
    recorded = downloads("a")[uuid]
    document = documenten("a")[uuid]

    answer = inhoud(opnamen.portaal(), uuid)

    assert answer.status_code == 200
    assert answer.content == recorded
    assert answer.headers["content-length"] == str(len(recorded)) == str(document["bestandsomvang"])
    assert answer.headers["content-type"] == document["formaat"]
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("titel", "disposition"),
    [
        ("Platte tekst", "attachment; filename=\"brief.txt\"; filename*=UTF-8''brief.txt"),
        (
            'Naam met "quotes" & é/\\',
            "attachment; filename=\"offerte e 2026.pdf\"; filename*=UTF-8''offerte%20%C3%A9%202026.pdf",
        ),
    ],
)
def test_a_file_has_its_own_name_and_not_that_of_the_store(opnamen: Opnamen, titel: str, disposition: str) -> None:
    uuid = next(uuid for uuid, document in documenten("a").items() if document["titel"] == titel)

    assert inhoud(opnamen.portaal(), uuid).headers["content-disposition"] == disposition


@pytest.mark.parametrize(("gemeente", "persoon"), MET_DOCUMENTEN)
def test_what_is_shown_can_be_fetched_as_it_was_told_and_nothing_else(
    opnamen: Opnamen, gemeente: str, persoon: str
) -> None:
    portaal, bsn = opnamen.portaal("zeer_geheim"), personen(gemeente)[persoon]
    register = opnamen.gemeenten[f"gemeente-{gemeente}"]

    for zaak_id, expected in details(gemeente, persoon, maximaal="zeer_geheim").items():
        told = shown(portaal, bsn, zaak_id)
        for uuid in expected["redenen"]:
            before = len(register.ontvangen)
            answer = inhoud(portaal, uuid, bsn, zaak_id)
            downloaded = [o for o in register.ontvangen[before:] if o.pad.endswith("/download")]
            if uuid in told and told[uuid]["downloadbaar"]:
                assert answer.status_code == 200
                assert len(answer.content) == told[uuid]["grootte"]
                assert answer.headers["content-type"] == told[uuid]["formaat"]
                versie = documenten(gemeente)[uuid]["versie"]
                assert [ontvangen.query for ontvangen in downloaded] == [f"versie={versie}"]
                assert portaal.get(f"/v1{told[uuid]['inhoud']}", bsn).content == answer.content
            else:
                assert answer.status_code == 404
                assert downloaded == []


def test_of_two_versions_the_one_that_was_judged_is_sent(opnamen: Opnamen) -> None:
    oude = next(u.inhoud for u in uitwisselingen("a") if u.sleutel == "a/document/eio-versie-1")
    register = opnamen.gemeenten["gemeente-a"]
    before = len(register.ontvangen)

    answer = inhoud(opnamen.portaal(), TWEE_VERSIES)

    nieuwe = documenten("a")[TWEE_VERSIES]
    assert (oude["versie"], oude["bestandsomvang"]) == (1, 645)
    assert (nieuwe["versie"], len(answer.content)) == (2, nieuwe["bestandsomvang"])
    assert [o.query for o in register.ontvangen[before:] if o.pad.endswith("/download")] == ["versie=2"]


def test_a_document_without_content_is_shown_and_cannot_be_fetched(opnamen: Opnamen) -> None:
    """The real register says 204 with bytes behind it, which would spoil the connection: it is not even asked."""
    register = opnamen.gemeenten["gemeente-a"]
    told = shown(opnamen.portaal())[ZONDER_INHOUD]
    before = len(register.ontvangen)

    answer = inhoud(opnamen.portaal(), ZONDER_INHOUD)

    assert (told["titel"], told["downloadbaar"], told["inhoud"]) == ("Zonder inhoud", False, None)
    assert answer.status_code == 404
    assert not [o for o in register.ontvangen[before:] if o.pad.endswith("/download")]


def test_a_document_that_somebody_is_editing_can_be_fetched(opnamen: Opnamen) -> None:
    assert documenten("a")[VERGRENDELD]["locked"]
    assert inhoud(opnamen.portaal(), VERGRENDELD).content == downloads("a")[VERGRENDELD]


# --- nobody else ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("persoon", ["gewoon", "hoofdzaak_open", "zonder_status", "leeg"])
def test_no_document_of_another_recorded_person_can_be_fetched(opnamen: Opnamen, persoon: str) -> None:
    """Not through the zaak that it belongs to, and not through an own one."""
    portaal, bsn = opnamen.portaal("zeer_geheim"), personen("a")[persoon]
    eigen = details("a", persoon, maximaal="zeer_geheim")
    own = {uuid for detail in eigen.values() for uuid in detail["redenen"]}
    register = opnamen.gemeenten["gemeente-a"]
    before = len(register.ontvangen)

    heard = [
        inhoud(portaal, uuid, bsn, zaak_id)
        for uuid in sorted(documenten("a").keys() - own)
        for zaak_id in [ZAAK, *sorted(eigen)[:2]]
    ]

    problems = [{k: v for k, v in answer.json().items() if k not in ("verzoekId", "instance")} for answer in heard]
    assert {answer.status_code for answer in heard} == {404}
    assert all(problem == problems[0] for problem in problems)
    assert not [o for o in register.ontvangen[before:] if o.pad.startswith("/documenten/")]
