"""What somebody should look at in a zaaktype before residents see it."""

from __future__ import annotations

from typing import Any

import pytest

from mijnzaken_bff.controle.bevinding import Stand
from mijnzaken_bff.controle.catalogus.dekking import dekking_of
from mijnzaken_bff.controle.catalogus.melding import Meldingsoort
from mijnzaken_bff.controle.catalogus.zaaktypekaart import ZaaktypeKaart, kaart_of
from mijnzaken_bff.normalise.settings import Fasen, Zichtbaarheid
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.zaaktype import ResultaatType, StatusType, ZaakTypeVersie
from tests.rooms.normalise.bouwen import statustype

GOOD = (statustype(1, "Ontvangen"), statustype(2, "In behandeling"), statustype(3, "Afgehandeld", isEindstatus=True))


def kaart(
    *statustypen: StatusType,
    resultaat: str = "",
    fasen: dict[str, Any] | None = None,
    gevraagd: bool = False,
    zichtbaarheid: dict[str, Any] | None = None,
    **zaaktype: Any,
) -> ZaaktypeKaart:
    versie = ZaakTypeVersie.model_validate(
        {"identificatie": "ZT-PARKEREN", "omschrijving": "Parkeren", "doorlooptijd": "P8W"} | zaaktype
    )
    resultaattype = ResultaatType(omschrijving="Verleend", toelichting=resultaat)
    return kaart_of(
        versie,
        Soort(versie, statustypen or GOOD, (resultaattype,)),
        fasen=Fasen.model_validate(fasen or {}),
        beleid=Zichtbaarheid.model_validate(zichtbaarheid or {}),
        andere_versies=0,
        gevraagd=gevraagd,
    )


def soorten(it: ZaaktypeKaart) -> list[str]:
    return [melding.soort.value for melding in it.meldingen]


def test_of_a_zaaktype_that_is_in_order_nothing_is_said():
    assert (soorten(kaart()), kaart().stand) == ([], Stand.GOED)


COLOURS = (statustype(1, "Rood"), statustype(1, "Geel"))


@pytest.mark.parametrize(
    ("it", "soort", "named"),
    [
        pytest.param(
            kaart(statustype(1, "Ontvangen", statustekst="Beste {{naam}}")), "invulplekStatustekst", "Ontvangen"
        ),
        pytest.param(kaart(resultaat="U krijgt [bedrag]."), "invulplekToelichting", "Verleend"),
        pytest.param(kaart(*COLOURS), "geenVolgorde", "volgnummers"),
        pytest.param(kaart(*COLOURS), "faseOnbekend", '"Geel", "Rood"'),
        pytest.param(
            kaart(statustype(1, "Klaar", isEindstatus=True), statustype(2, "Weg", isEindstatus=True)),
            "meerEindstatussen",
            "Klaar, Weg",
        ),
        pytest.param(kaart(doorlooptijd="P0D"), "doorlooptijd", "is nul"),
        pytest.param(kaart(doorlooptijd="acht weken"), "doorlooptijd", "is geen termijn"),
        pytest.param(kaart(servicenorm="8 weken"), "servicenorm", "is geen termijn"),
        pytest.param(kaart(servicenorm="P0D"), "servicenorm", "is nul"),
    ],
)
def test_what_deserves_attention_is_told_with_what_to_do(it: ZaaktypeKaart, soort: str, named: str):
    (melding,) = [melding for melding in it.meldingen if melding.soort == Meldingsoort(soort)]

    assert melding.stand is Stand.LET_OP
    assert named in melding.gezien
    assert melding.stap


def test_a_zaaktype_without_statustypen_is_told():
    versie = ZaakTypeVersie(identificatie="ZT-LEEG")

    it = kaart_of(versie, Soort(versie, (), ()), fasen=Fasen(), beleid=Zichtbaarheid(), andere_versies=0)

    assert soorten(it) == ["geenStatustypen"]


@pytest.mark.parametrize("silent", [{"servicenorm": None}, {"doorlooptijd": None}, {"doorlooptijd": "P1Y2M"}])
def test_a_term_that_is_absent_or_good_is_not_told(silent: dict[str, Any]):
    assert soorten(kaart(**silent)) == []


def test_what_is_hidden_needs_no_attention():
    verberg = {"zaaktypen": {"ZT-PARKEREN": {"verberg": ["Rood", "Geel"]}}}
    unshown = {"zaaktypen": {"toon": ["ZT-ANDERS"]}}

    assert soorten(kaart(*COLOURS, fasen=verberg)) == ["geenVolgorde"]
    assert soorten(kaart(*COLOURS, zichtbaarheid=unshown)) == []
    assert "faseOnbekend" in soorten(kaart(*COLOURS, zichtbaarheid=unshown, gevraagd=True))


def test_the_title_is_ours_where_we_have_one():
    ours = kaart(fasen={"zaaktypen": {"ZT-PARKEREN": {"titel": "Parkeervergunning"}}})

    assert (kaart().titel, ours.titel, kaart(omschrijving="").titel) == ("Parkeren", "Parkeervergunning", None)


def test_the_coverage_counts_what_is_shown_and_an_eindstatus_apart():
    listed = (
        statustype(1, "Ontvangen", statustekst="Wij hebben hem."),
        statustype(2, "Rood", statustekst="Beste {{naam}}", omschrijvingGeneriek="x"),
        statustype(3, "Geel"),
        statustype(4, "Groen", isEindstatus=True),
    )
    told = {"zaaktypen": {"ZT-PARKEREN": {"statussen": {"Rood": {"fase": "geaccepteerd"}}, "verberg": ["Geel"]}}}
    shown = kaart(*listed, fasen=told, indicatieInternOfExtern="intern")
    unshown = kaart(identificatie="ZT-B", zichtbaarheid={"zaaktypen": {"toon": ["ZT-PARKEREN"]}})

    dekking = dekking_of([shown, unshown])

    assert (dekking.zaaktypen, dekking.getoond, dekking.intern) == (2, 1, 1)
    assert (dekking.statustypen, dekking.verborgen) == (3, 1)
    assert (dekking.met_statustekst, dekking.met_invulplek, dekking.met_generieke_omschrijving) == (2, 1, 1)
    assert {herkomst.value: count for herkomst, count in dekking.fase_door.items() if count} == {
        "configuratie": 1, "naam": 1, "eindstatus": 1,
    }  # fmt: skip
