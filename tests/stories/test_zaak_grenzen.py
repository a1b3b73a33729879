"""One zaak of which something is too much, too strange or not to be had: that is told, and costs only itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from mijnzaken_bff.demo.gemeente.vulling_besluiten import besluit, besluittype, hang_onder
from mijnzaken_bff.demo.gemeente.vulling_documenten import document, informatieobjecttype
from mijnzaken_bff.zgw.besluiten_api import MOST
from tests.stories.dialecten import STREEKTALEN
from tests.stories.portaal import ANNA, Portaal, Toneel
from tests.stories.portier import Gevraagd, portier

STAPPEN = ("Ontvangen", "In behandeling", "Afgehandeld")


def soort(gemeente: Gemeente) -> Resource:
    return zaaktype(gemeente, "ZT-1", "Parkeervergunning", statustypen=STAPPEN, resultaattypen=("Verleend",))


def portaal_op(toneel: Toneel, gemeente: Gemeente, **bron: Any) -> Portaal:
    """A portal on one gemeente, with its documents and besluiten."""
    adres = gemeente.adres  # type: ignore[attr-defined]
    apis = {
        "documenten": [{"url": f"{adres}/documenten/api/v1/"}],
        "besluiten": {"url": f"{adres}/besluiten/api/v1/"},
    }
    tijd = {"tijd": {"totaal": "3s", "verbinden": "2s"}}
    return toneel.portaal({"waterdam": gemeente}, bron={**apis, **tijd, **bron})


def pad_van(zaak: Resource) -> str:
    return f"/v1/zaken/waterdam-{zaak['uuid']}"


def detail(portaal: Portaal, zaak: Resource) -> dict[str, Any]:
    answer = portaal.get(pad_van(zaak), ANNA)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def onderdeel(told: Mapping[str, Any], naam: str) -> tuple[str, int]:
    row = next(row for row in told["onderdelen"] if row["onderdeel"] == naam)
    return row["uitkomst"], row["weggelaten"]


def titels(told: Mapping[str, Any]) -> list[str]:
    return sorted(document["titel"] for document in told["documenten"])


def uuid_of(resource: Resource) -> str:
    return str(resource["url"])[-36:]


@pytest.mark.parametrize("taal", ["open-zaak", "esuite"])
def test_a_deelzaak_that_cannot_be_read_costs_only_itself(toneel: Toneel, taal: str) -> None:
    streektaal = STREEKTALEN[taal]
    gemeente = portier(toneel, streektaal.dialect)
    type_ = soort(gemeente)
    hoofdzaak = zaak(gemeente, type_, bsn=ANNA)
    broken, whole = (hang_onder(gemeente, zaak(gemeente, type_, bsn=ANNA), hoofdzaak) for _ in range(2))
    portaal = portaal_op(toneel, gemeente, **streektaal.bron)

    def without_a_start(vraag: Gevraagd, answer: Any) -> Any:
        items = answer["results"] if isinstance(answer, dict) and "results" in answer else [answer]
        for item in items:
            if isinstance(item, dict) and item.get("url") == broken["url"]:
                item["startdatum"] = "morgen"
        return answer

    gemeente.herschrijving = without_a_start
    told = detail(portaal, hoofdzaak)

    assert [deelzaak["id"][-36:] for deelzaak in told["deelzaken"]] == [whole["uuid"]]
    assert onderdeel(told, "gekoppeldeZaken") == ("gedeeltelijk", 1)
    assert not told["volledig"]


def test_a_deelzaak_that_fails_does_not_outlive_the_answer(toneel: Toneel) -> None:
    streektaal = STREEKTALEN["esuite"]
    gemeente = portier(toneel, streektaal.dialect)
    type_ = soort(gemeente)
    hoofdzaak = zaak(gemeente, type_, bsn=ANNA)
    failing, whole, hanging = (hang_onder(gemeente, zaak(gemeente, type_, bsn=ANNA), hoofdzaak) for _ in range(3))
    portaal = portaal_op(toneel, gemeente, **streektaal.bron)
    gemeente.regel = lambda vraag: 500 if vraag.pad.endswith(failing["uuid"]) else None
    gemeente.fault = Fault("traag", 6.0, alleen="/zaken/api/v1/zaken/", eindigt=hanging["uuid"])

    told = detail(portaal, hoofdzaak)

    assert [deelzaak["id"][-36:] for deelzaak in told["deelzaken"]] == [whole["uuid"]]
    assert onderdeel(told, "gekoppeldeZaken") == ("gedeeltelijk", 2)
    assert portaal.counted('mijnzaken_bron_onderweg{bron="waterdam"}') == 0


def test_documents_of_more_besluiten_than_are_asked_are_counted(toneel: Toneel) -> None:
    gemeente = toneel.gemeente()
    mine = zaak(gemeente, soort(gemeente), bsn=ANNA)
    naam = besluittype(gemeente, "Vergunning")
    for number in range(MOST + 2):
        brief = document(gemeente, None, titel=f"Brief {number}")
        besluit(gemeente, mine, naam, datum="2026-11-02", documenten=[brief])

    told = detail(portaal_op(toneel, gemeente), mine)

    assert len(told["besluiten"]) == MOST + 2
    assert len(told["documenten"]) == MOST
    assert onderdeel(told, "documenten") == ("gedeeltelijk", 2)
    assert not told["volledig"]


def test_a_document_that_is_listed_without_a_link_is_counted(toneel: Toneel) -> None:
    gemeente = portier(toneel)
    mine = zaak(gemeente, soort(gemeente), bsn=ANNA)
    document(gemeente, mine, titel="Aanvraag")
    nameless = document(gemeente, mine, titel="Zonder link")
    portaal = portaal_op(toneel, gemeente)

    def without_a_link(_: Gevraagd, answer: Any) -> Any:
        for item in answer.get("results", []) if isinstance(answer, dict) else []:
            for link in item.get("_expand", {}).get("zaakinformatieobjecten", []):
                if link["informatieobject"] == nameless["url"]:
                    link["informatieobject"] = ""
        return answer

    gemeente.herschrijving = without_a_link
    told = detail(portaal, mine)

    assert titels(told) == ["Aanvraag"]
    assert onderdeel(told, "documenten") == ("gedeeltelijk", 1)


def test_a_document_that_cannot_be_judged_without_its_type_is_counted_and_not_unknown(toneel: Toneel) -> None:
    gemeente = toneel.gemeente()
    mine = zaak(gemeente, soort(gemeente), bsn=ANNA)
    naam = informatieobjecttype(gemeente, "Brief")
    brief = document(gemeente, mine, titel="Brief", informatieobjecttype=naam, vertrouwelijkheidaanduiding="")
    portaal = portaal_op(toneel, gemeente)
    gemeente.fault = Fault("500", alleen="/catalogi/api/v1/informatieobjecttypen")

    told = detail(portaal, mine)
    answer = portaal.get(f"{pad_van(mine)}/documenten/{uuid_of(brief)}/inhoud", ANNA)

    assert told["documenten"] == []
    assert onderdeel(told, "documenten") == ("gedeeltelijk", 1)
    assert answer.status_code == 503


def test_a_catalogue_that_hangs_does_not_cost_the_documents_of_a_besluit(toneel: Toneel) -> None:
    gemeente = toneel.gemeente()
    mine = zaak(gemeente, soort(gemeente), bsn=ANNA)
    brief = document(gemeente, None, titel="Besluitbrief")
    besluit(gemeente, mine, besluittype(gemeente, "Vergunning"), datum="2026-11-02", documenten=[brief])
    portaal = portaal_op(toneel, gemeente)
    gemeente.fault = Fault("hangt", alleen="/catalogi/api/v1/besluittypen")

    told = detail(portaal, mine)

    assert titels(told) == ["Besluitbrief"]
    assert [(one["naam"], one["documenten"]) for one in told["besluiten"]] == [(None, [uuid_of(brief)])]
    assert onderdeel(told, "documenten") == ("ok", 0)
    assert onderdeel(told, "catalogus") == ("gedeeltelijk", 1)


def test_a_besluit_that_does_not_tell_of_its_documents_costs_no_document_of_another(toneel: Toneel) -> None:
    gemeente = portier(toneel)
    mine = zaak(gemeente, soort(gemeente), bsn=ANNA)
    naam = besluittype(gemeente, "Vergunning")
    broken = besluit(gemeente, mine, naam, datum="2026-11-02")
    brief = document(gemeente, None, titel="Brief")
    besluit(gemeente, mine, naam, datum="2026-11-03", documenten=[brief])
    portaal = portaal_op(toneel, gemeente)
    gemeente.regel = lambda vraag: (
        500 if "besluitinformatieobjecten" in vraag.pad and uuid_of(broken) in vraag.query else None
    )
    unknown = f"{pad_van(mine)}/documenten/{mine['uuid']}/inhoud"

    told = detail(portaal, mine)

    assert titels(told) == ["Brief"]
    assert onderdeel(told, "documenten") == ("gedeeltelijk", 1)
    assert portaal.get(unknown, ANNA).status_code == 503  # the one that failed may have it


@pytest.mark.parametrize("taal", ["open-zaak", "oneground"])
def test_a_zaak_on_which_more_hangs_than_fits_in_an_answer_is_shown_all_the_same(toneel: Toneel, taal: str) -> None:
    streektaal = STREEKTALEN[taal]
    gemeente = portier(toneel, streektaal.dialect)
    mine = zaak(gemeente, soort(gemeente), bsn=ANNA)
    document(gemeente, mine, titel="Aanvraag")
    portaal = portaal_op(toneel, gemeente, **streektaal.bron)

    def swollen(vraag: Gevraagd, answer: Any) -> Any:
        return (
            {**answer, "opgezwollen": "x" * 6_000_000}
            if b"zaakinformatieobjecten" in vraag.body
            or ("zaakinformatieobjecten" in vraag.query and vraag.over("zaken"))
            else answer
        )

    gemeente.herschrijving = swollen
    told = detail(portaal, mine)

    assert titels(told) == ["Aanvraag"]
    assert told["volledig"]
