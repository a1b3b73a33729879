"""What one zaak costs its registers, counted by themselves: one proof, and each part once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import pytest

from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from mijnzaken_bff.demo.gemeente.vulling_besluiten import besluit, hang_onder
from mijnzaken_bff.demo.gemeente.vulling_documenten import document
from tests.stories.dossiers import (
    TALEN,
    ZONDER_BESLUITEN,
    Dossier,
    detail,
    gevuld,
    inhoud,
    instelling,
    paden,
    portaal_op,
    titels,
    vraag,
    zaak_id,
)
from tests.stories.portaal import ANNA, CARLA, Portaal, Toneel

ZOEK, EEN = "zaken/_zoek", "zaken/*"
STUKKEN, STUK = "enkelvoudiginformatieobjecten/_zoek", "enkelvoudiginformatieobjecten/*"

_MET_BESLUITEN: Final = {"statussen": 1, "besluiten": 1, "besluitinformatieobjecten": 2}
KOSTEN: Final[Mapping[str, Mapping[str, int]]] = {
    # the proof and all related zaken in one search each, and one for the documents
    "open-zaak": {ZOEK: 2, "substatussen": 1, STUKKEN: 1, **_MET_BESLUITEN},
    "gateway": {ZOEK: 2, "substatussen": 1, STUKKEN: 1, **_MET_BESLUITEN},
    "zaken-1.6": {ZOEK: 2, STUKKEN: 1, **_MET_BESLUITEN},
    "zaken-1.6-velden": {ZOEK: 2, STUKKEN: 1, **_MET_BESLUITEN},
    # its search brings no rollen along: those of this zaak, its hoofdzaak and two of its deelzaken cost a call each
    "oneground": {ZOEK: 2, EEN: 4, STUKKEN: 1, **_MET_BESLUITEN},
    # or none, where an operator lets it; what only a detail needs is still asked at the zaak itself
    "oneground-expand-aan": {ZOEK: 2, EEN: 1, STUKKEN: 1, **_MET_BESLUITEN},
    # every zaak at its address, and its rollen apart; of four of them a status, and of this one everything
    "esuite": {
        EEN: 5, "rollen": 5, "statussen/*": 4, "statussen": 1, "zaakinformatieobjecten": 1, STUK: 4,
        "zaken/*/zaakeigenschappen": 1,
    },
    # every zaak at its address, with its rollen: this one, its hoofdzaak and three deelzaken, that of another as well;
    # and every document: those of the zaak, hidden ones among them, and that of a besluit
    "kale-lijsten": {EEN: 5, "substatussen": 1, STUK: 5, **_MET_BESLUITEN},
}  # fmt: skip
"""By dialect what a zaak with everything costs its own register."""
ELDERS: Final[Mapping[str, Mapping[str, int]]] = {taal: {STUK if taal == "esuite" else STUKKEN: 1} for taal in TALEN}
"""And the one beside it, which holds documents alone."""

each_dialect = pytest.mark.parametrize("taal", TALEN)


def counted(dossier: Dossier) -> tuple[Counter[str], Counter[str]]:
    """How often each path was asked, at both registers."""
    here, elsewhere = (Counter(paden(gemeente.ontvangen)) for gemeente in dossier.registers())
    return here, elsewhere


def cost(portaal: Portaal, dossier: Dossier, zaak_id: str | None = None) -> tuple[Counter[str], Counter[str]]:
    """What one answer costs, once everything that a register can is known."""
    detail(portaal, zaak_id or dossier.id)
    dossier.vergeet()
    told = detail(portaal, zaak_id or dossier.id)
    assert told["volledig"] is True
    return counted(dossier)


@each_dialect
def test_a_zaak_with_everything_costs_each_part_once(toneel: Toneel, taal: str) -> None:
    """Documents in two Documenten APIs, two besluiten with documents, hoofdzaak, deelzaken and eigenschappen."""
    dossier = gevuld(toneel, taal)
    portaal = portaal_op(toneel, dossier)

    here, elsewhere = cost(portaal, dossier)

    assert here == KOSTEN[taal]
    assert elsewhere == ELDERS[taal]


@each_dialect
def test_a_bare_zaak_costs_its_proof_and_its_statussen(toneel: Toneel, taal: str) -> None:
    """Without documents, besluiten or other zaken: no document is looked for, and nothing is asked twice."""
    dossier = gevuld(toneel, taal)
    bare = zaak(dossier.gemeente, dossier.gemeente.opslag.alle("zaaktypen")[0], bsn=ANNA)
    portaal = portaal_op(toneel, dossier)
    detail(portaal, dossier.id)

    here, elsewhere = cost(portaal, dossier, zaak_id(bare))

    proof: dict[str, dict[str, int]] = {
        "oneground": {ZOEK: 1, EEN: 1},
        "oneground-expand-aan": {ZOEK: 1, EEN: 1},
        "esuite": {EEN: 1, "rollen": 1, "statussen/*": 1, "zaakinformatieobjecten": 1},
        "kale-lijsten": {EEN: 1},
    }
    wanted = {**proof.get(taal, {ZOEK: 1}), "statussen": 1}
    if taal not in ZONDER_BESLUITEN:
        wanted["besluiten"] = 1
    if "substatussen" in KOSTEN[taal]:
        wanted["substatussen"] = 1
    assert here == wanted
    assert elsewhere == {}


@each_dialect
def test_a_cold_catalogue_is_read_once_for_everybody(toneel: Toneel, taal: str) -> None:
    dossier = gevuld(toneel, taal)
    soort = dossier.gemeente.opslag.alle("zaaktypen")[0]
    carla = zaak(dossier.gemeente, soort, bsn=CARLA)
    portaal = portaal_op(toneel, dossier)

    def of_catalogue() -> Counter[str]:
        asked = [one for one in dossier.gemeente.ontvangen if "/catalogi/" in one.pad]
        return Counter(paden(asked))

    detail(portaal, dossier.id)
    first = of_catalogue()
    dossier.vergeet()
    detail(portaal, dossier.id)
    detail(portaal, zaak_id(carla), CARLA)

    wanted = {"zaaktypen/*", "statustypen", "informatieobjecttypen/*", "resultaattypen"}
    if taal not in ZONDER_BESLUITEN:
        wanted.add("besluittypen/*")
    assert set(first) - {"zaaktype-informatieobjecttypen"} == wanted
    assert first["informatieobjecttypen/*"] == 2, "each kind of document once"
    assert max(first.values()) <= 2
    assert of_catalogue() == {}


@each_dialect
def test_a_second_zaak_of_a_kind_costs_no_more_than_the_first(toneel: Toneel, taal: str) -> None:
    """What was learned of a register is not learned again."""
    dossier = gevuld(toneel, taal)
    portaal = portaal_op(toneel, dossier)
    asked = []
    for _ in range(3):
        dossier.vergeet()
        detail(portaal, dossier.id)
        here, _elsewhere = counted(dossier)
        asked.append(sum(count for pad, count in here.items() if "typen" not in pad))

    assert asked[1] == asked[2] == sum(KOSTEN[taal].values())
    assert asked[0] >= asked[1]


@pytest.mark.parametrize("taal", ["open-zaak", "zaken-1.6"])
def test_many_deelzaken_cost_one_search_together(toneel: Toneel, taal: str) -> None:
    dossier = gevuld(toneel, taal)
    soort = dossier.gemeente.opslag.alle("zaaktypen")[0]
    for number in range(60):
        hang_onder(dossier.gemeente, zaak(dossier.gemeente, soort, bsn=ANNA if number % 2 else CARLA), dossier.zaak)
    portaal = portaal_op(toneel, dossier)

    here, _ = cost(portaal, dossier)

    assert here[ZOEK] == 2
    assert len(detail(portaal, dossier.id)["deelzaken"]) == 2 + 30


@pytest.mark.parametrize("number", [1, 40, 200])
def test_however_many_documents_cost_one_search(toneel: Toneel, number: int) -> None:
    dossier = gevuld(toneel)
    for place in range(number):
        document(dossier.gemeente, dossier.zaak, titel=f"Bijlage {place}")
    portaal = portaal_op(toneel, dossier)

    here, _ = cost(portaal, dossier)

    assert here[STUKKEN] == -(-(number + 5) // 100), "a page holds a hundred"
    assert here[STUK] == 0
    assert len(titels(detail(portaal, dossier.id))) == number + 5


def test_documents_of_a_register_without_search_are_read_one_by_one_and_no_further_than_fifty(
    toneel: Toneel,
) -> None:
    """What is beyond is counted, and said."""
    dossier = gevuld(toneel, "esuite")
    for place in range(70):
        document(dossier.gemeente, dossier.zaak, titel=f"Bijlage {place}")
    portaal = portaal_op(toneel, dossier)
    detail(portaal, dossier.id)
    dossier.vergeet()

    told = detail(portaal, dossier.id)

    here, _ = counted(dossier)
    assert here[STUK] == 50
    assert here[STUKKEN] == 0
    (documenten,) = [one for one in told["onderdelen"] if one["onderdeel"] == "documenten"]
    assert (documenten["uitkomst"], documenten["weggelaten"]) == ("gedeeltelijk", 74 - 50)
    assert told["volledig"] is False


def test_of_many_besluiten_only_the_documents_of_the_first_twenty_five_are_asked(toneel: Toneel) -> None:
    dossier = gevuld(toneel)
    soort = dossier.gemeente.opslag.alle("besluittypen")[0]
    for day in range(1, 31):
        besluit(dossier.gemeente, dossier.zaak, soort, datum=f"2026-06-{day:02d}")
    portaal = portaal_op(toneel, dossier)
    detail(portaal, dossier.id)
    dossier.vergeet()

    told = detail(portaal, dossier.id)

    here, _ = counted(dossier)
    assert here["besluitinformatieobjecten"] == 25
    assert len(told["besluiten"]) == 32


# --- what a bron does not have ---


def without(dossier: Dossier, *apis: str) -> dict[str, Any]:
    """The configuration of a bron that lacks these APIs."""
    return {key: value for key, value in instelling(dossier).items() if key not in apis}


@pytest.mark.parametrize(
    ("lacks", "absent"),
    [
        (["documenten"], ["zaakinformatieobjecten", "besluitinformatieobjecten", STUKKEN, STUK]),
        (["besluiten"], ["besluiten", "besluitinformatieobjecten"]),
        (["documenten", "besluiten"], ["zaakinformatieobjecten", "besluiten", "besluitinformatieobjecten", STUKKEN]),
        (["fasen"], ["zaken/*/zaakeigenschappen"]),
    ],
)
@each_dialect
def test_nothing_is_asked_that_the_bron_does_not_have(
    toneel: Toneel, taal: str, lacks: list[str], absent: list[str]
) -> None:
    dossier = gevuld(toneel, taal)
    portaal = toneel.portaal({"waterdam": dossier.gemeente}, per_bron={"waterdam": without(dossier, *lacks)})

    here, elsewhere = cost(portaal, dossier)

    assert not here.keys() & set(absent)
    assert elsewhere == ({} if "documenten" in lacks else ELDERS[taal])


def test_without_substatussen_they_are_asked_once_and_not_again_that_day(toneel: Toneel) -> None:
    """A register that turns out not to have them, although its product does."""
    dossier = gevuld(toneel, "zaken-1.6")
    portaal = portaal_op(toneel, dossier, vermogens={"substatussen": True})
    asked = []
    for later in ({}, {}, {"days": 1, "minutes": 1}):
        toneel.klok.later(**later)
        dossier.vergeet()
        assert detail(portaal, dossier.id)["volledig"] is True
        asked.append(counted(dossier)[0]["substatussen"])

    assert asked == [1, 0, 1]


# --- the content of a document ---


@each_dialect
def test_content_costs_the_proof_the_document_and_the_download(toneel: Toneel, taal: str) -> None:
    dossier = gevuld(toneel, taal)
    portaal = portaal_op(toneel, dossier)
    detail(portaal, dossier.id)
    inhoud(portaal, dossier.id, dossier.uuid("Aanvraag"))
    dossier.vergeet()

    assert inhoud(portaal, dossier.id, dossier.uuid("Aanvraag")).status_code == 200

    here, elsewhere = counted(dossier)
    proof: dict[str, dict[str, int]] = {
        "oneground": {ZOEK: 1, EEN: 1},
        "oneground-expand-aan": {ZOEK: 1, EEN: 1},
        "esuite": {EEN: 1, "rollen": 1, "statussen/*": 1, "zaakinformatieobjecten": 1},
        "kale-lijsten": {EEN: 1},
    }
    assert here == {**proof.get(taal, {ZOEK: 1}), STUK: 1, f"{STUK}/download": 1}
    assert elsewhere == {}


def test_content_of_a_besluit_is_looked_for_in_the_besluiten_too(toneel: Toneel) -> None:
    dossier = gevuld(toneel)
    portaal = portaal_op(toneel, dossier)
    detail(portaal, dossier.id)
    dossier.vergeet()

    assert inhoud(portaal, dossier.id, dossier.uuid("Kaart")).status_code == 200

    here, elsewhere = counted(dossier)
    assert here["besluiten"] == 1
    assert 1 <= here["besluitinformatieobjecten"] <= 2
    assert elsewhere == {STUK: 1, f"{STUK}/download": 1}


def test_head_of_a_zaak_costs_what_a_get_costs(toneel: Toneel) -> None:
    dossier = gevuld(toneel)
    portaal = portaal_op(toneel, dossier)
    vraag(portaal, dossier.id)
    dossier.vergeet()

    head = portaal.client.head(f"/v1/zaken/{dossier.id}", headers={"Authorization": f"Bearer {portaal.token(ANNA)}"})

    assert head.status_code == 200
    assert counted(dossier)[0] == KOSTEN["open-zaak"]


def test_what_a_warm_catalogue_holds_is_of_one_version_of_a_zaaktype(toneel: Toneel) -> None:
    """Another zaaktype is read when its first zaak is asked, and no other with it."""
    dossier = gevuld(toneel)
    anders = zaaktype(dossier.gemeente, "ZT-KAP", "Kapvergunning", statustypen=("Ontvangen", "Klaar"))
    made = zaak(dossier.gemeente, anders, bsn=ANNA)
    portaal = portaal_op(toneel, dossier)
    detail(portaal, dossier.id)
    dossier.vergeet()

    detail(portaal, zaak_id(made))

    here, _ = counted(dossier)
    assert here["zaaktypen/*"] == 1
    assert here["statustypen"] == 1
