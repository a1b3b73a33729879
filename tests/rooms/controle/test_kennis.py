"""Names looked up in the catalogue of a running register, as far as a configuration needs them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from mijnzaken_bff.controle.catalogus.inventaris import Inventaris
from mijnzaken_bff.controle.catalogus.kennis import kennis_for
from mijnzaken_bff.controle.catalogus.namen import Kennis, unknown_among
from mijnzaken_bff.controle.catalogus.vermelding import Vermelding, vermeldingen_in
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaaktype
from mijnzaken_bff.domain.clock import SystemClock
from mijnzaken_bff.settings.bron import BronSettings
from mijnzaken_bff.upstream.pool import real_transport
from mijnzaken_bff.upstream.tls import trust
from tests.rooms.upstream.klok import Background
from tests.stories.portaal import CLIENT_ID, SECRET, Toneel


@pytest.fixture
async def inventaris(toneel: Toneel, waterdam: Gemeente) -> AsyncIterator[Inventaris]:
    """The reading of a register in which one zaaktype has an eigenschap, and there is one kind of document."""
    toneel.klok.moment = datetime.now(UTC)
    kind = zaaktype(waterdam, "ZT-A", "Soort", statustypen=("Ontvangen",))
    for number, (collectie, told) in enumerate(
        (
            ("eigenschappen", {"naam": "kenteken", "zaaktype": kind["url"]}),
            ("informatieobjecttypen", {"omschrijving": "Besluitbrief", "zaaktypen": [kind["url"]], "concept": False}),
        )
    ):
        link = f"{waterdam.basis}/catalogi/api/v1/{collectie}/10000000-0000-4000-8000-{number:012d}"
        waterdam.opslag.bewaar({"url": link, **told})
    adres = waterdam.adres
    bron = BronSettings.model_validate(
        {
            "id": "waterdam",
            "naam": "Gemeente Waterdam",
            "organisatie": "gm9902",
            "zaken": {"url": f"{adres}/zaken/api/v1/"},
            "catalogi": {"url": f"{adres}/catalogi/api/v1/"},
            "toegang": {"soort": "zgwJwt", "clientId": CLIENT_ID, "secret": SECRET},
        },
        context={"ontwikkeling": True},
    )
    background = Background()
    reading = Inventaris(bron, real_transport(trust()), SystemClock(), background.spawn)
    yield reading
    await reading.aclose()
    await background.aclose()


def names(zaaktype: str = "ZT-A", **told: Any) -> tuple[Vermelding, ...]:
    """Names as a configuration would write them."""
    documenten = {"documenten": {"soorten": told.get("soorten", {})}}
    return vermeldingen_in(
        {
            "fasen": {"zaaktypen": {zaaktype: {"waarvoor": told.get("waarvoor", {})}}},
            "zichtbaarheid": documenten,
        }
    )


async def known(inventaris: Inventaris, vermeldingen: Sequence[Vermelding]) -> Kennis:
    lijst = await inventaris.zaaktypen()
    by_name = {versie.identificatie: [versie] for versie in lijst.items}
    return await kennis_for(vermeldingen, inventaris, by_name, await inventaris.gelezen(lijst.items), volledig=True)


async def unknown(inventaris: Inventaris, vermeldingen: Sequence[Vermelding]) -> list[str]:
    return [naam.gezien for naam in unknown_among(vermeldingen, await known(inventaris, vermeldingen))]


async def test_eigenschappen_and_kinds_of_documents_are_looked_up_where_they_are_named(inventaris: Inventaris):
    vermeldingen = names(waarvoor={"Kenteken": "Auto", "kleur": "Kleur"}, soorten={"weiger": ["besluitbrief", "Foto"]})

    assert await unknown(inventaris, vermeldingen) == [
        'eigenschap "kleur" van ZT-A komt in de catalogus niet voor',
        'informatieobjecttype "Foto" komt in de catalogus niet voor',
    ]


async def test_what_no_name_asks_for_is_not_asked_of_the_register(inventaris: Inventaris, waterdam: Gemeente):
    await known(inventaris, names())

    assert {ontvangen.pad.rpartition("/")[2] for ontvangen in waterdam.ontvangen} == {
        "zaaktypen", "statustypen", "resultaattypen",
    }  # fmt: skip


async def test_a_part_is_asked_once_however_many_want_it(inventaris: Inventaris, waterdam: Gemeente):
    vermeldingen = names(waarvoor={"kenteken": "Auto"}, soorten={"toon": ["Besluitbrief"]})

    await known(inventaris, vermeldingen)
    asked = len(waterdam.ontvangen)
    assert await unknown(inventaris, vermeldingen) == []

    assert (asked, len(waterdam.ontvangen)) == (5, 5)


@pytest.mark.parametrize("collectie", ["eigenschappen", "informatieobjecttypen"])
async def test_a_list_that_cannot_be_read_blames_no_name(inventaris: Inventaris, waterdam: Gemeente, collectie: str):
    waterdam.fault = Fault("404", alleen=f"/catalogi/api/v1/{collectie}")
    told = names(waarvoor={"kleur": "Kleur"}) if collectie == "eigenschappen" else names(soorten={"toon": ["Foto"]})

    assert await unknown(inventaris, told) == []


async def test_under_a_zaaktype_that_is_not_there_only_the_zaaktype_is_told(inventaris: Inventaris):
    told = names("ZT-B", waarvoor={"kleur": "Kleur"})

    assert await unknown(inventaris, told) == ['zaaktype "ZT-B" komt in de catalogus niet voor']
