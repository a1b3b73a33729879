"""May this zaak be shown to this betrokkene? Only on proof in the zaak itself."""

from datetime import date
from typing import Any

import pytest

from mijnzaken_bff.domain.betrokkene import Bedrijf, Persoon
from mijnzaken_bff.domain.nummers import Bsn, Kvk, Vestigingsnummer
from mijnzaken_bff.normalise.herkenning import Herkenning
from mijnzaken_bff.normalise.settings import Zichtbaarheid
from mijnzaken_bff.normalise.zichtbaarheid import Bewijs, Oordeel, bewijs_of, oordeel_of
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.zaaktype import ZaakType
from tests.rooms.normalise.bouwen import ANNA, VANDAAG, behandelaar, bewijs, item, medebewoner, rol, soort

TONEN, ROL, NIVEAU, ZAAKTYPE, ONBEWEZEN, VREEMD, ONBEKEND = Oordeel
KVK, SHOP = "90419936", "000012345678"
COMPANY = Bedrijf(Kvk(KVK))
OWN: str = item()["url"]
OTHER = f"{OWN[:-1]}1"
"""The links of the zaak and of another one."""
ONE_SHOP = Bedrijf(Kvk(KVK), vestiging=Vestigingsnummer(SHOP))


def beleid(**told: Any) -> Zichtbaarheid:
    return Zichtbaarheid.model_validate(told)


def whom(**told: Any) -> dict[str, Any]:
    return {"betrokkeneIdentificatie": told}


@pytest.mark.parametrize(
    ("rollen", "oordeel"),
    [
        pytest.param([rol()], TONEN, id="ours"),
        pytest.param([behandelaar(), medebewoner(), rol()], TONEN, id="ours among others"),
        pytest.param([rol(omschrijvingGeneriek="Initiator")], TONEN, id="with a capital"),
        pytest.param([rol(omschrijvingGeneriek="MEDE_INITIATOR")], TONEN, id="in capitals"),
        pytest.param([rol(betrokkeneType="Natuurlijk_Persoon")], TONEN, id="the kind with capitals"),
        pytest.param([rol(**whom(inpbsn=ANNA))], TONEN, id="another spelling of the key"),
        pytest.param([rol(**whom(inpBsn=f" {ANNA} "))], TONEN, id="with blanks around it"),
        pytest.param([behandelaar(), medebewoner()], VREEMD, id="only others"),
        pytest.param([medebewoner()], VREEMD, id="somebody else"),
        pytest.param([behandelaar()], VREEMD, id="only a medewerker"),
        pytest.param([], ONBEWEZEN, id="none"),
        pytest.param(["https://x.example/rollen/1"], ONBEWEZEN, id="links only"),
        pytest.param([rol(), None], ONBEWEZEN, id="one of them unreadable"),
        pytest.param([rol(betrokkeneIdentificatie=None)], ONBEWEZEN, id="nobody told"),
        pytest.param([rol(betrokkeneIdentificatie={})], ONBEWEZEN, id="nobody told, as an empty object"),
        pytest.param([behandelaar(), rol(betrokkeneIdentificatie=None)], ONBEWEZEN, id="one of them not told"),
        pytest.param([{"_error": {"status": 403}}], ONBEWEZEN, id="an error in its place"),
        pytest.param([rol(), rol(betrokkeneIdentificatie=None)], TONEN, id="ours, and one not told"),
        pytest.param([behandelaar(**whom(inpBsn=ANNA))], ROL, id="our own BSN as a medewerker"),
        pytest.param(
            [behandelaar(**whom(inpBsn=ANNA), omschrijvingGeneriek="initiator")], ROL,
            id="our own BSN as a medewerker who is initiator",
        ),
        pytest.param([rol(omschrijvingGeneriek="behandelaar")], ROL, id="we handle it ourselves"),
        pytest.param([rol(omschrijvingGeneriek="belanghebbende")], ROL, id="a rol that is not shown here"),
        pytest.param([rol(omschrijvingGeneriek="")], ROL, id="a rol without a name"),
        pytest.param([rol(omschrijvingGeneriek=None, omschrijving="initiator")], ROL, id="a rol by its own name"),
        pytest.param(
            [rol(omschrijvingGeneriek="belanghebbende"), medebewoner(omschrijvingGeneriek="initiator")], ROL,
            id="the visible rol is of somebody else",
        ),
        pytest.param([rol(betrokkeneType="vestiging")], ROL, id="our BSN under another kind"),
        pytest.param([rol(betrokkeneType=None)], ROL, id="our BSN under no kind"),
    ],
)  # fmt: skip
def test_the_rollen_of_a_zaak_prove_whose_it_is(rollen, oordeel):
    assert bewijs(item(rollen=rollen)).oordeel is oordeel


@pytest.mark.parametrize(
    ("written", "oordeel"),
    [("012345672", TONEN), ("12345672", TONEN), ("2345672", VREEMD), ("0012345672", VREEMD), (12345672, ONBEWEZEN)],
)
def test_a_lost_leading_zero_does_not_hide_a_zaak(written, oordeel):
    told = item(rollen=[rol(**whom(inpBsn=written, geslachtsnaam="Vries"))])

    assert bewijs(told, Persoon(Bsn("012345672"))).oordeel is oordeel


@pytest.mark.parametrize(
    "group", [None, {}, [], "", {"rollen": None}, {"rollen": {}}, {"rollen": {"_error": {}}}], ids=repr
)
def test_rollen_that_were_not_expanded_prove_nothing(group):
    assert bewijs({**item(), "_expand": group}).oordeel is ONBEWEZEN


@pytest.mark.parametrize(
    ("rollen", "oordeel"),
    [
        pytest.param([rol(zaak=OWN)], TONEN, id="of this zaak"),
        pytest.param([rol(zaak=OWN.replace("zgw.waterdam.example", "openzaak.intern"))], TONEN, id="another host"),
        pytest.param([rol(zaak=None), behandelaar(zaak="")], TONEN, id="not told"),
        pytest.param([rol(zaak=OTHER)], ONBEWEZEN, id="of another zaak"),
        pytest.param([rol(zaak=OWN), behandelaar(zaak=OTHER)], ONBEWEZEN, id="one of another zaak among them"),
        pytest.param([rol(), behandelaar(zaak=OTHER)], ONBEWEZEN, id="ours not told, one of another zaak"),
        pytest.param([medebewoner(zaak=OTHER)], ONBEWEZEN, id="of another zaak and of others"),
        pytest.param([rol(zaak="zaken/1")], ONBEWEZEN, id="of a zaak that cannot be told"),
        pytest.param([rol(zaak={"url": OWN}), rol(zaak=OWN + "/")], TONEN, id="of this zaak, written otherwise"),
        pytest.param([rol(zaak={"url": OTHER})], ONBEWEZEN, id="of another zaak, as an object"),
        pytest.param([rol(zaak=[OTHER])], ONBEWEZEN, id="of another zaak, in a list"),
    ],
)
def test_the_rollen_of_another_zaak_prove_nothing_about_this_one(rollen, oordeel):
    assert bewijs(item(rollen=rollen)).oordeel is oordeel


def test_rollen_that_name_this_zaak_prove_it_also_where_it_has_no_url():
    told = item(rollen=[rol(zaak=OWN)])
    del told["url"]

    assert bewijs(told).oordeel is TONEN


def test_rollen_as_links_in_the_zaak_itself_prove_nothing():
    told = item()
    del told["_expand"]

    assert bewijs({**told, "rollen": [rol()]}).oordeel is ONBEWEZEN


@pytest.mark.parametrize(
    ("begin", "einde", "oordeel"),
    [
        pytest.param(None, None, TONEN, id="no days"),
        pytest.param("", "", TONEN, id="empty days"),
        pytest.param("2026-11-23", None, TONEN, id="begins today"),
        pytest.param("2026-11-24", None, ROL, id="begins tomorrow"),
        pytest.param(None, "2026-11-23", TONEN, id="ends today"),
        pytest.param(None, "2026-11-22", ROL, id="ended yesterday"),
        pytest.param("2026-01-01", "2026-12-31", TONEN, id="now"),
        pytest.param(None, "2026-11-22T23:59:59+01:00", ROL, id="ended yesterday, with a time"),
    ],
)
def test_a_rol_counts_from_its_first_day_to_its_last(begin, einde, oordeel):
    told = item(rollen=[rol(beginGeldigheid=begin, eindeGeldigheid=einde)])

    assert bewijs(told).oordeel is oordeel


def test_only_the_rollen_that_proved_it_go_further():
    told = item(
        rollen=[
            rol(omschrijvingGeneriek="mede_initiator", eindeGeldigheid="2020-01-01"),
            medebewoner(),
            rol(omschrijvingGeneriek="Initiator"),
            behandelaar(),
            rol(omschrijvingGeneriek="belanghebbende"),
        ]
    )

    assert [r.omschrijving_generiek for r in bewijs(told).rollen] == ["Initiator"]


def test_a_gemeente_may_show_the_zaken_of_belanghebbenden():
    told = item(rollen=[rol(omschrijvingGeneriek="belanghebbende")])

    assert bewijs(told, beleid=beleid(rollen=["initiator", "belanghebbende"])).oordeel is TONEN


@pytest.mark.parametrize("rollen", [["behandelaar"], ["initiator", "beslisser"], []])
def test_a_gemeente_cannot_choose_the_rollen_of_its_own_people(rollen):
    with pytest.raises(ValueError, match="rollen"):
        beleid(rollen=rollen)


@pytest.mark.parametrize(
    ("level", "oordeel"),
    [
        ("openbaar", TONEN), ("beperkt_openbaar", TONEN), ("intern", TONEN), ("zaakvertrouwelijk", TONEN),
        ("vertrouwelijk", NIVEAU), ("confidentieel", NIVEAU), ("geheim", NIVEAU), ("zeer_geheim", NIVEAU),
        ("Openbaar", NIVEAU), ("nieuw", NIVEAU), ("", NIVEAU), (None, NIVEAU), (1, NIVEAU),
        (["openbaar"], NIVEAU),
    ],
)  # fmt: skip
def test_a_level_that_is_too_high_or_unknown_hides_a_zaak(level, oordeel):
    assert bewijs(item(vertrouwelijkheidaanduiding=level)).oordeel is oordeel


def test_a_zaak_without_a_level_is_hidden():
    told = item()
    del told["vertrouwelijkheidaanduiding"]

    assert bewijs(told).oordeel is NIVEAU


def test_a_foreign_zaak_is_evidence_whatever_its_level():
    assert bewijs(item(rollen=[medebewoner()], vertrouwelijkheidaanduiding="geheim")).oordeel is VREEMD


def company_rol(kind: str = "niet_natuurlijk_persoon", **told: Any) -> dict[str, Any]:
    return rol(betrokkeneType=kind, betrokkeneIdentificatie={"statutaireNaam": "Bakker BV", **told})


@pytest.mark.parametrize(
    ("betrokkene", "rollen", "oordeel"),
    [
        pytest.param(COMPANY, [company_rol(kvkNummer=KVK)], TONEN, id="by KvK"),
        pytest.param(COMPANY, [company_rol("vestiging", kvknummer=KVK)], TONEN, id="as a vestiging, other spelling"),
        pytest.param(COMPANY, [company_rol(kvkNummer="90107877")], VREEMD, id="another company"),
        pytest.param(COMPANY, [rol()], VREEMD, id="a person"),
        pytest.param(COMPANY, [company_rol("natuurlijk_persoon", kvkNummer=KVK)], ROL, id="under a person"),
        pytest.param(ONE_SHOP, [company_rol(kvkNummer=KVK, vestigingsNummer=SHOP)], TONEN, id="our shop"),
        pytest.param(ONE_SHOP, [company_rol(kvkNummer=KVK, vestigingsNummer="12345678")], TONEN, id="without zeros"),
        pytest.param(ONE_SHOP, [company_rol(kvkNummer=KVK, vestigingsNummer="000087654321")], ROL, id="other"),
        pytest.param(ONE_SHOP, [company_rol(kvkNummer=KVK)], ROL, id="the whole company"),
        # We searched by that vestigingsnummer, so the register was honest: it is no evidence of an ignored filter.
        pytest.param(
            ONE_SHOP, [company_rol(kvkNummer="90107877", vestigingsNummer=SHOP)], ROL, id="another's shop"
        ),
        pytest.param(Persoon(Bsn("001117518")), [company_rol(innNnpId="001117518")], VREEMD, id="an RSIN is no BSN"),
    ],
)  # fmt: skip
def test_a_company_is_proven_by_its_kvk_nummer_within_its_restriction(betrokkene, rollen, oordeel):
    assert bewijs(item(rollen=rollen), betrokkene).oordeel is oordeel


PROVEN = Bewijs(TONEN)
EXTERN = soort()
INTERN = soort(indicatieInternOfExtern="intern")
UNTOLD = soort(indicatieInternOfExtern="")
NAMELESS = Soort(ZaakType(omschrijving="Parkeren"), (), ())
UNREADABLE = Soort()


@pytest.mark.parametrize(
    ("policy", "kind", "oordeel"),
    [
        pytest.param({}, EXTERN, TONEN, id="no rule"),
        pytest.param({}, INTERN, TONEN, id="no rule, intern"),
        pytest.param({}, UNREADABLE, TONEN, id="no rule, zaaktype unreadable"),
        pytest.param({"intern": "weiger"}, EXTERN, TONEN, id="intern refused, extern"),
        pytest.param({"intern": "weiger"}, INTERN, ZAAKTYPE, id="intern refused, intern"),
        pytest.param({"intern": "weiger"}, soort(indicatieInternOfExtern="INTERN"), ZAAKTYPE, id="intern in capitals"),
        pytest.param({"intern": "weiger"}, soort(indicatieInternOfExtern="Extern"), TONEN, id="extern with a capital"),
        pytest.param({"intern": "weiger"}, UNTOLD, ZAAKTYPE, id="intern refused, not told"),
        pytest.param({"intern": "weiger"}, UNREADABLE, ONBEKEND, id="intern refused, zaaktype unreadable"),
        pytest.param({"zaaktypen": {"toon": ["ZT-PARKEREN"]}}, EXTERN, TONEN, id="on the list"),
        pytest.param({"zaaktypen": {"toon": ["ZT-ANDERS"]}}, EXTERN, ZAAKTYPE, id="not on the list"),
        pytest.param({"zaaktypen": {"toon": ["zt-parkeren"]}}, EXTERN, ZAAKTYPE, id="another code"),
        pytest.param({"zaaktypen": {"toon": ["ZT-PARKEREN"]}}, UNREADABLE, ONBEKEND, id="a list, unreadable"),
        pytest.param({"zaaktypen": {"toon": ["ZT-PARKEREN"]}}, NAMELESS, ONBEKEND, id="a list, without a code"),
        pytest.param({"zaaktypen": {"weiger": ["ZT-PARKEREN"]}}, EXTERN, ZAAKTYPE, id="refused"),
        pytest.param({"zaaktypen": {"weiger": ["ZT-ANDERS"]}}, EXTERN, TONEN, id="another refused"),
        pytest.param({"zaaktypen": {"weiger": ["ZT-ANDERS"]}}, UNREADABLE, ONBEKEND, id="another refused, unreadable"),
        pytest.param(
            {"intern": "weiger", "zaaktypen": {"toon": ["ZT-PARKEREN"]}}, INTERN, ZAAKTYPE, id="on the list but intern"
        ),
    ],
)
def test_the_zaaktype_has_the_last_word_where_a_rule_applies(policy, kind, oordeel):
    assert oordeel_of(PROVEN, kind, VANDAAG, beleid(**policy)) is oordeel
    assert oordeel_of(None, kind, VANDAAG, beleid(**policy)) is oordeel, "and a candidate is not worth proving either"


@pytest.mark.parametrize(("began", "oordeel"), [("2026-08-31", ZAAKTYPE), ("2026-09-01", TONEN), ("2026-11-23", TONEN)])
def test_a_zaaktype_is_shown_from_its_day_on(began, oordeel):
    policy = beleid(zaaktypen={"vanaf": {"ZT-PARKEREN": "2026-09-01"}})

    assert oordeel_of(PROVEN, EXTERN, date.fromisoformat(began), policy) is oordeel
    assert oordeel_of(PROVEN, soort(identificatie="ZT-ANDERS"), date.fromisoformat(began), policy) is TONEN
    assert oordeel_of(PROVEN, UNREADABLE, date.fromisoformat(began), policy) is ONBEKEND


@pytest.mark.parametrize("oordeel", [ROL, NIVEAU, ZAAKTYPE, ONBEWEZEN, VREEMD])
def test_no_zaaktype_ever_turns_a_no_into_a_yes(oordeel):
    policy = beleid(intern="weiger", zaaktypen={"toon": ["ZT-PARKEREN"]})

    assert oordeel_of(Bewijs(oordeel), EXTERN, VANDAAG, policy) is oordeel


def test_what_was_proven_prints_without_a_number():
    found = bewijs_of(item(), Herkenning(Persoon(Bsn(ANNA))), Zichtbaarheid(), VANDAAG)

    assert found.rollen
    assert ANNA not in repr(found)
