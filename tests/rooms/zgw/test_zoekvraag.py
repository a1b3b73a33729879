"""What a register is asked, key by key: a key that it does not know falls away in silence."""

from datetime import date

import pytest

from mijnzaken_bff.domain.betrokkene import Bedrijf, Persoon
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.nummers import Bsn, Kvk, Rsin, Vestigingsnummer
from mijnzaken_bff.zgw.profielen import PRODUCTEN, Product
from mijnzaken_bff.zgw.vertrouwelijkheid import Vertrouwelijkheid
from mijnzaken_bff.zgw.zoekvraag import Zoekvraag, zoekwijzen_for
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze

GEWOON = Persoon(Bsn("935903288"))
OPEN_ZAAK = PRODUCTEN[Product.OPEN_ZAAK]
BASIS = {
    "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn": "935903288",
    "maximaleVertrouwelijkheidaanduiding": "zaakvertrouwelijk",
    "ordering": "-startdatum",
}
"""As it was put to a real Open Zaak, with the level beside it and ``expand`` left out."""


def vraag(**more: object) -> Zoekvraag:
    return Zoekvraag(GEWOON, Zoekwijze.NP_BSN, Vertrouwelijkheid.ZAAKVERTROUWELIJK, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "extra"),
    [
        pytest.param({}, {}, id="all zaken"),
        pytest.param({"lopend": True}, {"einddatum__isnull": True}, id="open ones"),
        pytest.param({"lopend": False}, {"einddatum__isnull": False}, id="closed ones"),
        pytest.param({"zaaknummer": "A-2026-000265"}, {"identificatie": "A-2026-000265"}, id="one number"),
        pytest.param({"zaaknummer": ""}, {"identificatie": ""}, id="an empty number is still a criterion"),
        pytest.param({"tot_en_met": date(2026, 2, 1)}, {"startdatum__lte": "2026-02-01"}, id="up to a day"),
        pytest.param(
            {"lopend": True, "zaaknummer": "A/1", "tot_en_met": date(2026, 2, 1)},
            {"einddatum__isnull": True, "identificatie": "A/1", "startdatum__lte": "2026-02-01"},
            id="all of it",
        ),
    ],
)
def test_the_question_is_the_one_that_was_recorded_and_what_was_asked_besides(more, extra):
    assert vraag(**more).criteria(OPEN_ZAAK) == {**BASIS, **extra}


@pytest.mark.parametrize("level", list(Vertrouwelijkheid))
def test_the_register_hears_the_level_of_the_bron(level):
    asked = Zoekvraag(GEWOON, Zoekwijze.NP_BSN, level).criteria(OPEN_ZAAK)

    assert asked["maximaleVertrouwelijkheidaanduiding"] == level.value


def test_a_leading_zero_of_a_bsn_travels():
    asked = Zoekvraag(Persoon(Bsn("012345672")), Zoekwijze.NP_BSN, Vertrouwelijkheid.OPENBAAR).criteria(OPEN_ZAAK)

    assert asked["rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn"] == "012345672"


ALL = {"lopend": True, "zaaknummer": "A/1", "tot_en_met": date(2026, 2, 1)}


@pytest.mark.parametrize(
    ("product", "keys"),
    [
        (Product.OPEN_ZAAK, {"maximale", "ordering", "einddatum", "identificatie", "startdatum"}),
        (Product.ONE_GROUND, {"maximale", "ordering", "einddatum", "identificatie", "startdatum"}),
        (Product.GENERIEK_16, {"maximale", "ordering", "einddatum", "identificatie", "startdatum"}),
        (Product.GENERIEK_10, {"maximale", "ordering", "identificatie", "startdatum"}),
        (Product.ESUITE, set()),
    ],
)
def test_a_register_is_asked_only_what_it_knows(product, keys):
    asked = vraag(**ALL).criteria(PRODUCTEN[product])

    betrokkene = next(iter(BASIS))
    names = {key for key in asked if key != betrokkene}
    assert asked[betrokkene] == "935903288"
    assert {next(short for short in keys if name.startswith(short)) for name in names} == keys
    assert len(names) == len(keys)


def test_a_single_rol_is_asked_where_the_filters_look_at_one_rol():
    asked = vraag(rol="initiator")

    assert asked.criteria(OPEN_ZAAK)["rol__omschrijvingGeneriek"] == "initiator"
    assert "rol__omschrijvingGeneriek" not in asked.criteria(PRODUCTEN[Product.ONE_GROUND])


NNP = "rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__"
SHOP = "rol__betrokkeneIdentificatie__vestiging__"
KVK, RSIN, NUMMER = "90419936", "001117518", "000012345678"


@pytest.mark.parametrize(
    ("zoekwijze", "key", "value"),
    [
        (Zoekwijze.NNP_KVK, f"{NNP}kvkNummer", KVK),
        (Zoekwijze.NNP_RSIN, f"{NNP}innNnpId", RSIN),
        (Zoekwijze.NNP_KVK_IN_INNNNPID, f"{NNP}innNnpId", KVK),
        (Zoekwijze.ANN_IDENTIFICATIE, f"{NNP}annIdentificatie", KVK),
        (Zoekwijze.VESTIGING, f"{SHOP}vestigingsNummer", NUMMER),
        (Zoekwijze.VESTIGING_KVK, f"{SHOP}kvkNummer", KVK),
    ],
)
def test_a_company_is_searched_for_in_each_way_by_its_own_key(zoekwijze, key, value):
    company = Bedrijf(Kvk(KVK), Rsin(RSIN), Vestigingsnummer(NUMMER))

    asked = Zoekvraag(company, zoekwijze, Vertrouwelijkheid.OPENBAAR).criteria(PRODUCTEN[Product.GENERIEK_15])

    assert {name: told for name, told in asked.items() if name.startswith("rol__")} == {key: value}


@pytest.mark.parametrize(
    ("zoekwijze", "keys"),
    [
        (Zoekwijze.NNP_KVK, {f"{NNP}kvkNummer", f"{NNP}vestigingsNummer"}),
        (Zoekwijze.NNP_RSIN, {f"{NNP}innNnpId", f"{NNP}vestigingsNummer"}),
        (Zoekwijze.VESTIGING, {f"{SHOP}vestigingsNummer"}),
        (Zoekwijze.VESTIGING_KVK, {f"{SHOP}kvkNummer", f"{SHOP}vestigingsNummer"}),
    ],
)
def test_a_restriction_to_a_vestiging_narrows_the_search_where_the_register_can(zoekwijze, keys):
    company = Bedrijf(Kvk(KVK), Rsin(RSIN), Vestigingsnummer(NUMMER))

    asked = Zoekvraag(company, zoekwijze, Vertrouwelijkheid.OPENBAAR).criteria(OPEN_ZAAK)

    assert {name for name in asked if name.startswith("rol__")} == keys


@pytest.mark.parametrize(
    ("company", "ways"),
    [
        pytest.param(Bedrijf(Kvk(KVK)), ["nnp_kvk", "vestiging_kvk"], id="by KvK"),
        pytest.param(Bedrijf(Kvk(KVK), Rsin(RSIN)), ["nnp_kvk", "nnp_rsin", "vestiging_kvk"], id="with RSIN"),
        pytest.param(
            Bedrijf(Kvk(KVK), vestiging=Vestigingsnummer(NUMMER)),
            ["nnp_kvk", "vestiging", "vestiging_kvk"],
            id="one shop",
        ),
        pytest.param(Bedrijf(rsin=Rsin(RSIN)), ["nnp_rsin"], id="by RSIN alone"),
        pytest.param(
            Bedrijf(rsin=Rsin(RSIN), vestiging=Vestigingsnummer(NUMMER)),
            ["nnp_rsin", "vestiging"],
            id="one shop, by RSIN alone",
        ),
    ],
)
def test_a_company_is_searched_for_in_every_way_that_the_login_allows(company, ways):
    assert [way.value for way in zoekwijzen_for(company, OPEN_ZAAK)] == ways


@pytest.mark.parametrize(
    ("product", "company"),
    [
        pytest.param(Product.ONE_GROUND, Bedrijf(Kvk(KVK)), id="no RSIN in the login"),
        pytest.param(Product.GENERIEK_15, Bedrijf(Kvk(KVK)), id="no KvK key in the standard"),
        pytest.param(Product.ESUITE, Bedrijf(rsin=Rsin(RSIN)), id="a KvK-nummer in the place of the RSIN"),
        pytest.param(Product.GENERIEK_10, Bedrijf(Kvk(KVK), Rsin(RSIN)), id="no company keys at all"),
        pytest.param(
            Product.ESUITE, Bedrijf(Kvk(KVK), vestiging=Vestigingsnummer(NUMMER)), id="nothing tells the vestiging"
        ),
    ],
)
def test_a_register_that_cannot_search_for_a_company_has_no_way_to(product, company):
    assert zoekwijzen_for(company, PRODUCTEN[product]) == ()


def test_one_shop_is_searched_for_only_where_the_answer_tells_of_which_shop_it_is():
    """A rol of a niet-natuurlijk persoon has no vestigingsnummer in the standard: nothing of it could be shown."""
    one_shop = Bedrijf(Kvk(KVK), Rsin(RSIN), Vestigingsnummer(NUMMER))

    assert zoekwijzen_for(one_shop, PRODUCTEN[Product.ONE_GROUND]) == (Zoekwijze.VESTIGING,)
    assert zoekwijzen_for(Bedrijf(Kvk(KVK), Rsin(RSIN)), PRODUCTEN[Product.ONE_GROUND]) == (Zoekwijze.NNP_RSIN,)


@pytest.mark.parametrize(
    ("betrokkene", "zoekwijze"),
    [
        pytest.param(Bedrijf(Kvk(KVK)), Zoekwijze.NNP_RSIN, id="no RSIN"),
        pytest.param(Bedrijf(Kvk(KVK)), Zoekwijze.VESTIGING, id="no vestiging"),
        pytest.param(Bedrijf(rsin=Rsin(RSIN)), Zoekwijze.NNP_KVK, id="no KvK"),
        pytest.param(Bedrijf(rsin=Rsin(RSIN)), Zoekwijze.NNP_KVK_IN_INNNNPID, id="no KvK in the place of the RSIN"),
        pytest.param(Bedrijf(rsin=Rsin(RSIN)), Zoekwijze.ANN_IDENTIFICATIE, id="no KvK among the others"),
        pytest.param(Bedrijf(rsin=Rsin(RSIN)), Zoekwijze.VESTIGING_KVK, id="no KvK of a vestiging"),
        pytest.param(Bedrijf(Kvk(KVK)), Zoekwijze.NP_BSN, id="a company has no BSN"),
        pytest.param(GEWOON, Zoekwijze.NNP_KVK, id="a person has no KvK"),
    ],
)
def test_there_is_no_question_without_a_filter_on_the_betrokkene(betrokkene, zoekwijze):
    with pytest.raises(SourceError) as refused:
        Zoekvraag(betrokkene, zoekwijze, Vertrouwelijkheid.OPENBAAR).criteria(OPEN_ZAAK)

    assert refused.value.failure is Failure.NOT_SEARCHABLE


def test_a_question_prints_without_a_number():
    assert "935903288" not in repr(vraag(lopend=True))
