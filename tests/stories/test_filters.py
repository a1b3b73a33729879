"""Whose zaken a register finds, and what it does with filters that it does not know: nobody sees those of another."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from mijnzaken_bff.demo.gemeente import filternamen
from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.dialecten import ESUITE, ONEGROUND, OPEN_ZAAK
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.gemeente.vulling import voeg_rol_toe, zaak, zaaktype
from tests.stories.dialecten import GET, STREEKTALEN, Streektaal
from tests.stories.portaal import (
    ANNA,
    BILAL,
    CLIENT_ID,
    SECRET,
    Portaal,
    Toneel,
    uitkomsten,
    vragen_aan,
    zaaknummers,
)

KVK, RSIN, SHOP = "90004760", "897084597", "000012345678"
OTHER_KVK, OTHER_RSIN, OTHER_SHOP = "90107877", "880670903", "000087654321"
COMPANY = {"kvk": KVK}
WITH_RSIN = {"kvk": KVK, "rsin": RSIN}
ONE_SHOP = {"kvk": KVK, "vestiging": SHOP}
NNP, VESTIGING = "niet_natuurlijk_persoon", "vestiging"

each_dialect = pytest.mark.parametrize("taal", STREEKTALEN.values(), ids=STREEKTALEN.keys())


def soort(gemeente: Gemeente) -> Resource:
    known = [one for one in gemeente.opslag.alle("zaaktypen") if one["identificatie"] == "ZT-1"]
    return known[0] if known else zaaktype(gemeente, "ZT-1", "Vergunning", statustypen=("Ontvangen", "Afgehandeld"))


def persoonlijk(gemeente: Gemeente, bsn: str, nummer: str, **more: Any) -> Resource:
    """A zaak of a person."""
    return zaak(gemeente, soort(gemeente), bsn=bsn, identificatie=nummer, **more)


def zakelijk(gemeente: Gemeente, nummer: str, kind: str = NNP, **told: str) -> Resource:
    """A zaak in which a company is initiator, registered with these numbers."""
    made = zaak(gemeente, soort(gemeente), identificatie=nummer)
    voeg_rol_toe(gemeente, made, kind, told)
    return made


def alone(toneel: Toneel, gemeente: Gemeente, **bron: Any) -> Portaal:
    return toneel.portaal({"waterdam": gemeente}, bron=bron)


def asked_for(gemeente: Gemeente) -> list[str]:
    """Everything that a gemeente was asked, URL and body."""
    return [f"{o.pad}?{o.query} {o.body.decode()}" for o in gemeente.ontvangen]


# --- a filter that falls away ---


@pytest.mark.parametrize(
    ("zoekwijze", "wie"),
    [("nnp_kvk", COMPANY), ("ann_identificatie", COMPANY), ("vestiging", ONE_SHOP), ("vestiging_kvk", COMPANY)],
)
def test_a_company_filter_that_the_esuite_does_not_know_gives_nobodys_zaken(
    toneel: Toneel, zoekwijze: str, wie: dict[str, str]
) -> None:
    """It ignores what it does not know, and answers with the zaken of everybody."""
    gemeente = toneel.gemeente(dialect=ESUITE)
    persoonlijk(gemeente, BILAL, "VAN-BILAL")
    zakelijk(gemeente, "VAN-EEN-ANDER", kvkNummer=OTHER_KVK)
    zakelijk(gemeente, "VAN-ONS", kvkNummer=KVK)
    portaal = alone(toneel, gemeente, product="esuite", bedrijven=[zoekwijze], **GET)

    answer = portaal.get("/v1/zaken", wie)

    assert answer.status_code == 502
    assert [(bron["uitkomst"], bron["reden"]) for bron in answer.json()["bronnen"]] == [
        ("onbetrouwbaar", "filterGenegeerd")
    ]
    assert not any(nummer in answer.text for nummer in ("VAN-BILAL", "VAN-EEN-ANDER", "VAN-ONS"))


def test_one_way_of_searching_that_is_ignored_does_not_cost_what_another_finds(toneel: Toneel) -> None:
    gemeente = toneel.gemeente(dialect=ESUITE)
    persoonlijk(gemeente, BILAL, "VAN-BILAL")
    zakelijk(gemeente, "VAN-ONS", kvkNummer=KVK)
    portaal = alone(toneel, gemeente, product="esuite", bedrijven=["nnp_kvk_in_innnnpid", "nnp_kvk"], **GET)

    overzicht = portaal.find_zaken(COMPANY)

    assert zaaknummers(overzicht) == ["VAN-ONS"]
    assert [(bron["uitkomst"], bron["reden"], bron["meer"]) for bron in overzicht["bronnen"]] == [
        ("gedeeltelijk", "filterGenegeerd", None)
    ]
    assert overzicht["volledig"] is False


def test_a_key_that_zoek_does_not_know_and_drops_gives_nobodys_zaken(toneel: Toneel) -> None:
    """An Open Zaak of before the key for KvK-nummers: unknown keys in the body fall away without a word."""
    before = tuple(naam for naam in filternamen.ALLE if "kvkNummer" not in naam)
    gemeente = toneel.gemeente(dialect=replace(OPEN_ZAAK, zaakfilters=before))
    persoonlijk(gemeente, BILAL, "VAN-BILAL")
    zakelijk(gemeente, "VAN-ONS", kvkNummer=KVK)
    portaal = alone(toneel, gemeente, bedrijven=["nnp_kvk"])

    answer = portaal.get("/v1/zaken", COMPANY)

    assert answer.status_code == 502
    assert answer.json()["bronnen"][0]["reden"] == "filterGenegeerd"


@each_dialect
def test_a_register_that_ignores_every_filter_shows_nothing_in_any_dialect(toneel: Toneel, taal: Streektaal) -> None:
    gemeente = taal.gemeente(toneel)
    persoonlijk(gemeente, ANNA, "VAN-ANNA")
    persoonlijk(gemeente, BILAL, "VAN-BILAL")
    portaal = alone(toneel, gemeente, **taal.bron)
    gemeente.fault = Fault("negeertFilters")

    answer = portaal.get("/v1/zaken", ANNA)

    assert answer.status_code == 502
    assert answer.json()["bronnen"][0]["reden"] == "filterGenegeerd"
    assert "VAN-" not in answer.text


def test_rollen_of_another_zaak_in_the_place_of_its_own_withdraw_everything(toneel: Toneel) -> None:
    """Where the proof itself is asked with a filter that falls away, the rollen of everybody prove nothing."""
    gemeente = toneel.gemeente(dialect=ESUITE)
    persoonlijk(gemeente, ANNA, "VAN-ANNA")
    persoonlijk(gemeente, ANNA, "OOK-VAN-ANNA")
    portaal = alone(toneel, gemeente, product="esuite", **GET)
    gemeente.fault = Fault("negeertFilters", alleen="/zaken/api/v1/rollen")

    answer = portaal.get("/v1/zaken", ANNA)

    assert answer.status_code == 502
    assert answer.json()["bronnen"][0]["reden"] == "filterGenegeerd"


def test_rollen_of_another_zaak_that_expand_brings_along_show_nobodys_zaak(toneel: Toneel, waterdam: Gemeente) -> None:
    """A register that mixes its rollen up: under the zaak of Bilal hangs the rol of Anna in a zaak of her own."""
    eigen = persoonlijk(waterdam, ANNA, "EIGEN")
    persoonlijk(waterdam, BILAL, "VAN-BILAL")["rollen"] = eigen["rollen"]
    waterdam.fault = Fault("negeertFilters", alleen="/zaken/api/v1/zaken")

    overzicht = alone(toneel, waterdam).find_zaken(ANNA)

    assert zaaknummers(overzicht) == ["EIGEN"]
    assert uitkomsten(overzicht) == {"waterdam": "gedeeltelijk"}
    assert overzicht["bronnen"][0]["reden"] == "rollenOnleesbaar"


def test_a_status_of_another_zaak_that_expand_brings_along_is_not_told(toneel: Toneel, waterdam: Gemeente) -> None:
    """Its own is fetched in its place; here the link too leads to that of the other, so that it cannot be had."""
    ander = persoonlijk(waterdam, BILAL, "VAN-BILAL", statustoelichting="Alleen voor Bilal")
    persoonlijk(waterdam, ANNA, "EIGEN")["status"] = ander["status"]

    overzicht = alone(toneel, waterdam, toon={"toelichting": True}).find_zaken(ANNA)

    assert [z["status"] for z in overzicht["zaken"]] == [
        {"naam": None, "uitleg": None, "toelichting": None, "datum": None}
    ]
    assert overzicht["bronnen"][0]["reden"] == "onderdeelOnbereikbaar"


def test_a_zaak_of_ours_that_is_not_shown_is_no_sign_of_an_ignored_filter(toneel: Toneel, waterdam: Gemeente) -> None:
    """The two misses: our number on no rol at all accuses the register, on a rol that is not shown it does not."""
    persoonlijk(waterdam, ANNA, "ALS-GETUIGE", rol="belanghebbende")
    persoonlijk(waterdam, ANNA, "EIGEN")

    overzicht = alone(toneel, waterdam).find_zaken(ANNA)

    assert zaaknummers(overzicht) == ["EIGEN"]
    assert overzicht["volledig"] is True


# --- which rol ---


@each_dialect
def test_what_expand_brings_along_is_judged_like_what_is_fetched(toneel: Toneel, taal: Streektaal) -> None:
    gemeente = taal.gemeente(toneel)
    persoonlijk(gemeente, ANNA, "EIGEN")
    persoonlijk(gemeente, ANNA, "TE-GEHEIM", vertrouwelijkheidaanduiding="geheim")
    persoonlijk(gemeente, ANNA, "ALS-BEHANDELAAR", rol="behandelaar")
    persoonlijk(gemeente, ANNA, "ALS-GETUIGE", rol="belanghebbende")
    geweigerd = zaaktype(gemeente, "ZT-INTERN", "Onderzoek", statustypen=("Ontvangen",))
    zaak(gemeente, geweigerd, bsn=ANNA, identificatie="GEWEIGERD", status=None)
    portaal = alone(toneel, gemeente, zichtbaarheid={"zaaktypen": {"weiger": ["ZT-INTERN"]}}, **taal.bron)

    overzicht = portaal.find_zaken(ANNA)

    assert zaaknummers(overzicht) == ["EIGEN"]
    assert overzicht["volledig"] is True


@each_dialect
def test_a_medewerker_in_whose_rol_every_compared_field_is_absent_lets_nobody_through(
    toneel: Toneel, taal: Streektaal
) -> None:
    gemeente = taal.gemeente(toneel)
    made = zaak(gemeente, soort(gemeente), identificatie="VAN-NIEMAND", behandelaar=False)
    voeg_rol_toe(gemeente, made, "medewerker", {"identificatie": "", "achternaam": "Ambtenaar"}, "initiator")
    portaal = alone(toneel, gemeente, **taal.bron)
    gemeente.fault = Fault("negeertFilters", alleen="/zaken/api/v1/zaken")

    answer = portaal.get("/v1/zaken", ANNA)

    assert "VAN-NIEMAND" not in answer.text
    assert answer.status_code == 502


@pytest.mark.parametrize("rol", ["belanghebbende", "behandelaar"])
def test_where_each_filter_looks_at_any_rol_the_rol_itself_decides(toneel: Toneel, rol: str) -> None:
    """OneGround finds a zaak in which we are one thing and somebody else is the other."""
    gemeente = toneel.gemeente(dialect=ONEGROUND)
    made = persoonlijk(gemeente, BILAL, "VAN-BILAL")
    voeg_rol_toe(gemeente, made, "natuurlijk_persoon", {"inpBsn": ANNA}, rol)
    persoonlijk(gemeente, ANNA, "VAN-ANNA")
    portaal = alone(toneel, gemeente, product="oneGround", zichtbaarheid={"rollen": ["initiator"]})

    overzicht = portaal.find_zaken(ANNA)

    assert zaaknummers(overzicht) == ["VAN-ANNA"]
    assert overzicht["volledig"] is True
    assert not any("omschrijvingGeneriek" in question for question in asked_for(gemeente)), "it would say nothing"


def test_the_rollen_of_a_zaak_are_asked_by_zaak_alone_and_compared_here(toneel: Toneel) -> None:
    """The e-Suite ignores a BSN beside the zaak, or refuses it; a filter on the kind of rol it does not know."""
    gemeente = toneel.gemeente(dialect=replace(ESUITE, rollen_van_zaak="weigeren"))
    made = persoonlijk(gemeente, ANNA, "VAN-ANNA")
    voeg_rol_toe(gemeente, made, "natuurlijk_persoon", {"inpBsn": BILAL}, "belanghebbende")
    portaal = alone(toneel, gemeente, product="esuite", **GET)

    assert zaaknummers(portaal.find_zaken(ANNA)) == ["VAN-ANNA"]

    queries = [o.query for o in gemeente.ontvangen if o.pad.endswith("/rollen")]
    assert len(queries) == 1
    assert queries[0].startswith("zaak=")
    assert "&" not in queries[0]


@each_dialect
def test_no_question_names_a_kind_of_betrokkene(toneel: Toneel, taal: Streektaal) -> None:
    """Some registers refuse a medewerker or an organisatorische eenheid as kind: so it is never a filter."""
    gemeente = taal.gemeente(toneel)
    persoonlijk(gemeente, ANNA, "VAN-ANNA")
    zakelijk(gemeente, "VAN-ONS", VESTIGING, kvkNummer=KVK, vestigingsNummer=SHOP)
    portaal = alone(toneel, gemeente, **taal.bron)

    assert zaaknummers(portaal.find_zaken(ANNA)) == ["VAN-ANNA"]
    portaal.get("/v1/zaken", {**WITH_RSIN, "vestiging": SHOP})

    assert not any(f"betrokkeneType{mark}" in question for question in asked_for(gemeente) for mark in ("=", '":'))


def test_a_rol_that_ended_gives_no_access_and_one_that_has_not_begun_neither(
    toneel: Toneel, waterdam: Gemeente
) -> None:
    for nummer, dagen in (
        ("GEWEEST", {"eindeGeldigheid": "2026-11-22"}),
        ("NU", {"beginGeldigheid": "2026-11-23", "eindeGeldigheid": "2026-11-23"}),
        ("STRAKS", {"beginGeldigheid": "2026-11-24"}),
    ):
        made = zaak(waterdam, soort(waterdam), identificatie=nummer)
        voeg_rol_toe(waterdam, made, "natuurlijk_persoon", {"inpBsn": ANNA}, "initiator", **dagen)

    overzicht = alone(toneel, waterdam).find_zaken(ANNA)

    assert zaaknummers(overzicht) == ["NU"]
    assert overzicht["volledig"] is True


def test_an_initiator_who_is_added_later_sees_the_zaak_with_the_next_question(
    portaal: Portaal, waterdam: Gemeente
) -> None:
    made = zaak(waterdam, soort(waterdam), identificatie="W-1")
    assert portaal.find_zaken(ANNA)["zaken"] == []

    voeg_rol_toe(waterdam, made, "natuurlijk_persoon", {"inpBsn": ANNA})

    assert zaaknummers(portaal.find_zaken(ANNA)) == ["W-1"]


@pytest.mark.parametrize("rol", ["initiator", "Initiator", "INITIATOR"])
def test_a_rol_with_a_capital_is_the_same_rol(toneel: Toneel, waterdam: Gemeente, rol: str) -> None:
    persoonlijk(waterdam, ANNA, "W-1", rol=rol)

    assert zaaknummers(alone(toneel, waterdam).find_zaken(ANNA)) == ["W-1"]


# --- companies ---


def test_a_zaak_that_is_found_in_two_ways_comes_once(toneel: Toneel, waterdam: Gemeente) -> None:
    zakelijk(waterdam, "BEIDE", kvkNummer=KVK, innNnpId=RSIN)
    zakelijk(waterdam, "OP-KVK", kvkNummer=KVK)
    zakelijk(waterdam, "OP-RSIN", innNnpId=RSIN)

    overzicht = alone(toneel, waterdam).find_zaken(WITH_RSIN)

    assert sorted(zaaknummers(overzicht)) == ["BEIDE", "OP-KVK", "OP-RSIN"]
    assert overzicht["telling"] == {"lopend": 3, "afgerond": 0, "exact": True}


def test_a_way_of_searching_that_a_register_refuses_is_skipped_and_not_tried_again(toneel: Toneel) -> None:
    """OneGround has no key for KvK-nummers, and says so with 400."""
    gemeente = toneel.gemeente(dialect=ONEGROUND)
    zakelijk(gemeente, "OP-RSIN", innNnpId=RSIN)
    portaal = alone(toneel, gemeente, product="oneGround", bedrijven=["nnp_kvk", "nnp_rsin"])

    first = portaal.find_zaken(WITH_RSIN)
    gemeente.reset()
    second = portaal.find_zaken(WITH_RSIN)

    assert zaaknummers(first) == zaaknummers(second) == ["OP-RSIN"]
    assert (first["volledig"], second["volledig"]) == (True, True)
    assert not any("kvkNummer" in question for question in asked_for(gemeente))


def test_when_every_way_of_searching_is_refused_the_bron_is_skipped_and_not_empty(toneel: Toneel) -> None:
    gemeente = toneel.gemeente(dialect=ONEGROUND)
    portaal = alone(toneel, gemeente, product="oneGround", bedrijven=["nnp_kvk", "vestiging_kvk"])

    answer = portaal.get("/v1/zaken", COMPANY)

    assert answer.status_code == 503
    assert [(bron["uitkomst"], bron["reden"]) for bron in answer.json()["bronnen"]] == [
        ("overgeslagen", "betrokkeneNietOndersteund")
    ]


def test_a_company_whose_kvk_nummer_stands_in_the_place_of_its_rsin_is_found_at_the_esuite(toneel: Toneel) -> None:
    gemeente = toneel.gemeente(dialect=ESUITE)
    zakelijk(gemeente, "VAN-ONS", kvkNummer=KVK)
    zakelijk(gemeente, "VAN-EEN-ANDER", kvkNummer=OTHER_KVK)

    overzicht = alone(toneel, gemeente, product="esuite", **GET).find_zaken(WITH_RSIN)

    assert zaaknummers(overzicht) == ["VAN-ONS"]
    assert overzicht["volledig"] is True


def test_a_company_whose_kvk_nummer_stands_among_free_identifications_is_found(
    toneel: Toneel, waterdam: Gemeente
) -> None:
    zakelijk(waterdam, "VAN-ONS", annIdentificatie=KVK)
    zakelijk(waterdam, "VAN-EEN-ANDER", annIdentificatie=OTHER_KVK)

    configured = alone(toneel, waterdam, bedrijven=["ann_identificatie"]).find_zaken(COMPANY)
    usual = alone(toneel, waterdam).find_zaken(COMPANY)

    assert zaaknummers(configured) == ["VAN-ONS"]
    assert zaaknummers(usual) == []


def test_a_shop_is_found_as_vestiging_and_as_part_of_a_company(toneel: Toneel, waterdam: Gemeente) -> None:
    zakelijk(waterdam, "ALS-VESTIGING", VESTIGING, vestigingsNummer=SHOP)
    zakelijk(waterdam, "MET-KVK", VESTIGING, vestigingsNummer=SHOP, kvkNummer=KVK)
    zakelijk(waterdam, "ALS-NNP", kvkNummer=KVK, vestigingsNummer=SHOP)
    zakelijk(waterdam, "ANDERE-WINKEL", kvkNummer=KVK, vestigingsNummer=OTHER_SHOP)
    zakelijk(waterdam, "HELE-BEDRIJF", kvkNummer=KVK)

    overzicht = alone(toneel, waterdam).find_zaken(ONE_SHOP)

    assert sorted(zaaknummers(overzicht)) == ["ALS-NNP", "ALS-VESTIGING", "MET-KVK"]
    assert overzicht["voor"]["vestigingBeperkt"] is True


def test_the_kvk_nummer_of_a_vestiging_in_small_letters_is_its_kvk_nummer(toneel: Toneel) -> None:
    """As OneGround writes it; with the number of another company the zaak is not ours, whatever the vestiging."""
    gemeente = toneel.gemeente(dialect=ONEGROUND)
    zakelijk(gemeente, "VAN-ONS", VESTIGING, vestigingsNummer=SHOP, kvkNummer=KVK)
    zakelijk(gemeente, "VAN-EEN-ANDER", VESTIGING, vestigingsNummer=SHOP, kvkNummer=OTHER_KVK)

    overzicht = alone(toneel, gemeente, product="oneGround").find_zaken(ONE_SHOP)

    assert zaaknummers(overzicht) == ["VAN-ONS"]
    assert overzicht["volledig"] is True


def test_a_branch_with_the_kvk_nummer_of_another_company_is_not_ours(toneel: Toneel, waterdam: Gemeente) -> None:
    zakelijk(waterdam, "VAN-EEN-ANDER", VESTIGING, vestigingsNummer=SHOP, kvkNummer=OTHER_KVK)

    overzicht = alone(toneel, waterdam).find_zaken(ONE_SHOP)

    assert overzicht["zaken"] == []
    assert overzicht["volledig"] is True, "the register was honest: it is that vestigingsnummer"


def test_the_zaken_of_an_owner_as_a_person_are_not_shown_to_his_company(toneel: Toneel, waterdam: Gemeente) -> None:
    """An eenmanszaak: no RSIN, and the owner has zaken of his own on BSN."""
    persoonlijk(waterdam, ANNA, "PRIVE")
    zakelijk(waterdam, "ZAKELIJK", kvkNummer=KVK)
    portaal = alone(toneel, waterdam)

    assert zaaknummers(portaal.find_zaken(COMPANY)) == ["ZAKELIJK"]
    assert zaaknummers(portaal.find_zaken(ANNA)) == ["PRIVE"]


def test_a_company_without_rsin_is_not_asked_for_by_rsin(toneel: Toneel, waterdam: Gemeente) -> None:
    portaal = alone(toneel, waterdam, bedrijven=["nnp_kvk", "nnp_rsin"])

    assert portaal.find_zaken(COMPANY)["volledig"] is True

    assert vragen_aan(waterdam) == 1
    assert not any("innNnpId" in question for question in asked_for(waterdam))


def test_no_question_is_ever_put_without_a_number_of_the_betrokkene(toneel: Toneel, waterdam: Gemeente) -> None:
    zakelijk(waterdam, "VAN-EEN-ANDER", kvkNummer=OTHER_KVK)
    portaal = alone(toneel, waterdam)

    for wie in (ANNA, COMPANY, WITH_RSIN, ONE_SHOP, {**WITH_RSIN, "vestiging": SHOP}):
        portaal.find_zaken(wie)

    bodies = [json.loads(o.body) for o in waterdam.ontvangen if o.pad.endswith("_zoek")]
    assert len(bodies) == 1 + 2 + 3 + 3 + 4
    for body in bodies:
        own = [value for key, value in body.items() if key.startswith("rol__betrokkeneIdentificatie__")]
        assert own
        assert all(own)


# --- one zaaknummer, one address, one person ---


def test_one_zaaknummer_in_two_gemeenten_is_two_zaken_each_with_its_gemeente(
    portaal: Portaal, waterdam: Gemeente, duinoord: Gemeente
) -> None:
    for gemeente in (waterdam, duinoord):
        persoonlijk(gemeente, ANNA, "2026-0001")

    zaken = portaal.find_zaken(ANNA, zaaknummer="2026-0001")["zaken"]

    assert sorted((row["zaaknummer"], row["organisatie"]["naam"]) for row in zaken) == [
        ("2026-0001", "Gemeente Duinoord"),
        ("2026-0001", "Gemeente Waterdam"),
    ]
    assert len({row["id"] for row in zaken}) == 2
    assert all(row["id"].startswith(f"{row['bron']}-") for row in zaken)


def test_two_tenants_on_one_host_are_each_asked_with_their_own_credentials(toneel: Toneel, waterdam: Gemeente) -> None:
    waterdam.clients["sociaal"] = Client("het-geheim-van-het-sociaal-domein-alleen")
    persoonlijk(waterdam, ANNA, "W-1")
    own = {"toegang": {"soort": "zgwJwt", "clientId": "sociaal", "secret": SECRET}}
    portaal = toneel.portaal({"waterdam": waterdam, "waterdam-sociaal": waterdam}, per_bron={"waterdam-sociaal": own})

    overzicht = portaal.find_zaken(ANNA)

    assert uitkomsten(overzicht) == {"waterdam": "ok", "waterdam-sociaal": "geenToegang"}
    assert [row["bron"] for row in overzicht["zaken"]] == ["waterdam"]


def test_the_id_of_a_zaak_is_the_same_in_every_session_and_opens_nothing_by_itself(
    toneel: Toneel, waterdam: Gemeente
) -> None:
    persoonlijk(waterdam, ANNA, "W-1")
    first, second = (alone(toneel, waterdam) for _ in range(2))

    ids = {portaal.find_zaken(ANNA)["zaken"][0]["id"] for portaal in (first, second, first)}

    assert len(ids) == 1
    assert ids.pop().removeprefix("waterdam-") in waterdam.opslag.alle("zaken")[0]["url"]


@each_dialect
def test_two_persons_who_ask_the_same_url_each_get_their_own_zaken(toneel: Toneel, taal: Streektaal) -> None:
    gemeente = taal.gemeente(toneel)
    persoonlijk(gemeente, ANNA, "VAN-ANNA")
    persoonlijk(gemeente, BILAL, "VAN-BILAL")
    portaal = alone(toneel, gemeente, **taal.bron)

    seen = [zaaknummers(portaal.find_zaken(wie)) for wie in (ANNA, BILAL, ANNA, BILAL)]

    assert seen == [["VAN-ANNA"], ["VAN-BILAL"]] * 2


def test_a_client_of_another_gemeente_gets_nothing_with_its_own_secret(toneel: Toneel, duinoord: Gemeente) -> None:
    """Credentials follow the bron, also where two gemeenten know us by the same name."""
    waterdam = toneel.gemeente(clients={CLIENT_ID: Client("een-heel-ander-geheim-van-waterdam-zelf")})
    own = {"toegang": {"soort": "zgwJwt", "clientId": CLIENT_ID, "secret": "een-heel-ander-geheim-van-waterdam-zelf"}}
    persoonlijk(waterdam, ANNA, "W-1")
    persoonlijk(duinoord, ANNA, "D-1")

    overzicht = toneel.portaal({"waterdam": waterdam, "duinoord": duinoord}, per_bron={"waterdam": own}).find_zaken(
        ANNA
    )

    assert sorted(zaaknummers(overzicht)) == ["D-1", "W-1"]


# --- which zaaktypen ---


def test_a_zaaktype_may_be_shown_from_a_day_on(toneel: Toneel, waterdam: Gemeente) -> None:
    for nummer, dag in (("OUD", "2026-08-31"), ("GRENS", "2026-09-01"), ("NIEUW", "2026-10-01")):
        persoonlijk(waterdam, ANNA, nummer, startdatum=dag)
    portaal = alone(toneel, waterdam, zichtbaarheid={"zaaktypen": {"vanaf": {"ZT-1": "2026-09-01"}}})

    overzicht = portaal.find_zaken(ANNA)

    assert zaaknummers(overzicht) == ["NIEUW", "GRENS"]
    assert overzicht["volledig"] is True


@pytest.mark.parametrize(("beleid", "shown"), [("negeer", ["EXTERN", "INTERN"]), ("weiger", ["EXTERN"])])
def test_an_internal_zaaktype_is_shown_unless_the_bron_says_otherwise(
    toneel: Toneel, waterdam: Gemeente, beleid: str, shown: list[str]
) -> None:
    persoonlijk(waterdam, ANNA, "EXTERN")
    intern = zaaktype(waterdam, "ZT-2", "Klacht", statustypen=("Ontvangen",), indicatie="intern")
    zaak(waterdam, intern, bsn=ANNA, identificatie="INTERN", status=None)

    overzicht = alone(toneel, waterdam, zichtbaarheid={"intern": beleid}).find_zaken(ANNA)

    assert sorted(zaaknummers(overzicht)) == shown
