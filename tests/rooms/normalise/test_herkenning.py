"""Is this rol ours? By its own numbers, in every place where a register keeps them, and never by what is absent."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.domain.betrokkene import Bedrijf, Betrokkene, Persoon
from mijnzaken_bff.domain.nummers import Bsn, Kvk, Rsin, Vestigingsnummer
from mijnzaken_bff.normalise.herkenning import Herkenning
from mijnzaken_bff.zgw.rol import Rol
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze

KVK, RSIN, SHOP = "90419936", "897084597", "000012345678"
OTHER_KVK, OTHER_RSIN, OTHER_SHOP = "90107877", "880670903", "000087654321"
ZERO_RSIN = "012345672"
"""An RSIN that passes the elfproef and looks like a KvK-nummer once its zero is lost."""
NNP, VESTIGING = "niet_natuurlijk_persoon", "vestiging"

COMPANY = Bedrijf(Kvk(KVK))
WITH_RSIN = Bedrijf(Kvk(KVK), Rsin(RSIN))
ONE_SHOP = Bedrijf(Kvk(KVK), Rsin(RSIN), Vestigingsnummer(SHOP))
SHOP_ONLY = Bedrijf(Kvk(KVK), vestiging=Vestigingsnummer(SHOP))
WITH_ZERO_RSIN = Bedrijf(Kvk(KVK), Rsin(ZERO_RSIN))
KVK_THERE = (Zoekwijze.NNP_KVK_IN_INNNNPID,)
ANN = (Zoekwijze.ANN_IDENTIFICATIE,)


def rol(kind: str | None = NNP, **told: Any) -> Rol:
    return Rol({"betrokkeneType": kind, "omschrijvingGeneriek": "initiator", "betrokkeneIdentificatie": told})


def is_own(betrokkene: Betrokkene, rol: Rol, *zoekwijzen: Zoekwijze) -> bool:
    return Herkenning(betrokkene, zoekwijzen).is_own(rol)


def names(betrokkene: Betrokkene, rol: Rol, *zoekwijzen: Zoekwijze) -> bool:
    return Herkenning(betrokkene, zoekwijzen).names(rol)


@pytest.mark.parametrize("kind", [NNP, VESTIGING, "Niet_Natuurlijk_Persoon", "VESTIGING"])
@pytest.mark.parametrize("key", ["kvkNummer", "kvknummer", "KvkNummer"])
def test_a_kvk_nummer_is_ours_in_either_kind_and_however_it_is_spelled(kind: str, key: str) -> None:
    assert is_own(COMPANY, rol(kind, **{key: KVK}))
    assert not is_own(COMPANY, rol(kind, **{key: OTHER_KVK}))


@pytest.mark.parametrize("kind", [NNP, VESTIGING])
def test_an_rsin_is_ours_where_the_login_gave_it(kind: str) -> None:
    assert is_own(WITH_RSIN, rol(kind, innNnpId=RSIN))
    assert not is_own(COMPANY, rol(kind, innNnpId=RSIN))
    assert not is_own(WITH_RSIN, rol(kind, innNnpId=OTHER_RSIN))


def test_a_kvk_nummer_in_the_place_of_an_rsin_is_believed_only_where_the_bron_is_configured_so() -> None:
    told = rol(innNnpId=KVK)

    assert is_own(COMPANY, told, *KVK_THERE)
    assert not is_own(COMPANY, told)
    assert not names(COMPANY, told)
    assert not is_own(COMPANY, told, Zoekwijze.NNP_RSIN, Zoekwijze.NNP_KVK)


def test_a_kvk_nummer_among_free_identifications_is_believed_only_where_the_bron_is_configured_so() -> None:
    told = rol(annIdentificatie=KVK)

    assert is_own(COMPANY, told, *ANN)
    assert not is_own(COMPANY, told)
    assert not is_own(COMPANY, rol(annIdentificatie=OTHER_KVK), *ANN)


def test_where_a_kvk_nummer_may_stand_an_rsin_that_lost_its_zero_is_not_ours() -> None:
    """Its digits are then those of a KvK-nummer, which may be of anybody."""
    lost = ZERO_RSIN.removeprefix("0")

    assert is_own(Bedrijf(Kvk(lost)), rol(innNnpId=lost), *KVK_THERE), "as a KvK-nummer it is"
    assert not is_own(Bedrijf(Kvk(KVK), Rsin(ZERO_RSIN)), rol(innNnpId=lost), *KVK_THERE)
    assert not is_own(Bedrijf(Kvk(KVK), Rsin(ZERO_RSIN)), rol(innNnpId=lost)), "nor where nobody says what it may hold"
    assert names(Bedrijf(Kvk(KVK), Rsin(ZERO_RSIN)), rol(innNnpId=lost)), "and the register did not ignore our filter"


def test_a_kvk_nummer_never_gains_or_loses_a_zero_in_the_place_of_an_rsin() -> None:
    assert not is_own(Bedrijf(Kvk("01234567")), rol(innNnpId="1234567"), *KVK_THERE)
    assert not is_own(Bedrijf(Kvk("01234567")), rol(innNnpId="001234567"), *KVK_THERE)
    assert is_own(Bedrijf(Kvk("01234567")), rol(kvkNummer="1234567")), "under its own name it can be nothing else"


@pytest.mark.parametrize(
    "told",
    [
        {"innNnpId": RSIN},
        {"innNnpId": KVK},
        {"annIdentificatie": KVK},
        {"vestigingsNummer": SHOP},
        {"innNnpId": RSIN, "vestigingsNummer": SHOP},
    ],
)
@pytest.mark.parametrize("kind", [NNP, VESTIGING])
def test_a_rol_with_the_kvk_nummer_of_another_company_is_not_ours_whatever_else_it_shares(
    kind: str, told: dict[str, str]
) -> None:
    every = tuple(Zoekwijze)

    assert not is_own(WITH_RSIN, rol(kind, kvkNummer=OTHER_KVK, **told), *every)
    assert not is_own(ONE_SHOP, rol(kind, kvkNummer=OTHER_KVK, **told), *every)


@pytest.mark.parametrize("kind", [NNP, VESTIGING])
@pytest.mark.parametrize(
    "own", [{"kvkNummer": KVK}, {"vestigingsNummer": SHOP}, {"kvkNummer": KVK, "vestigingsNummer": SHOP}]
)
@pytest.mark.parametrize(
    ("who", "told", "zoekwijzen"),
    [
        pytest.param(WITH_RSIN, {"innNnpId": OTHER_RSIN}, (), id="another RSIN"),
        pytest.param(ONE_SHOP, {"innNnpId": OTHER_RSIN}, (), id="another RSIN, of a shop"),
        pytest.param(WITH_RSIN, {"innNnpId": f" {OTHER_RSIN} "}, KVK_THERE, id="another RSIN, with blanks"),
        pytest.param(WITH_RSIN, {"innNnpId": OTHER_KVK}, (), id="another KvK in its place"),
        pytest.param(WITH_RSIN, {"innNnpId": OTHER_KVK}, KVK_THERE, id="another KvK in its place, configured"),
        pytest.param(COMPANY, {"innNnpId": OTHER_KVK}, KVK_THERE, id="another KvK in its place, no RSIN"),
        pytest.param(SHOP_ONLY, {"innNnpId": OTHER_KVK}, KVK_THERE, id="another KvK in its place, of a shop"),
        pytest.param(WITH_ZERO_RSIN, {"innNnpId": ZERO_RSIN[1:]}, KVK_THERE, id="eight digits where a KvK may stand"),
        pytest.param(COMPANY, {"annIdentificatie": OTHER_KVK}, ANN, id="another KvK among free identifications"),
        pytest.param(ONE_SHOP, {"annIdentificatie": OTHER_KVK}, ANN, id="another KvK there, of a shop"),
    ],
)
def test_a_rol_that_also_bears_a_number_of_another_company_is_not_ours(
    kind: str, own: dict[str, str], who: Bedrijf, told: dict[str, str], zoekwijzen: tuple[Zoekwijze, ...]
) -> None:
    assert not is_own(who, rol(kind, **own, **told), *zoekwijzen)
    assert names(who, rol(kind, **own, **told), *zoekwijzen) is names(who, rol(kind, **own), *zoekwijzen)


@pytest.mark.parametrize(
    ("who", "told", "zoekwijzen"),
    [
        pytest.param(COMPANY, {"innNnpId": OTHER_RSIN}, (), id="an RSIN, and ours is not known"),
        pytest.param(COMPANY, {"innNnpId": OTHER_RSIN}, KVK_THERE, id="an RSIN, and ours is not known, KvK there"),
        pytest.param(COMPANY, {"innNnpId": OTHER_KVK}, (), id="eight digits that may be an RSIN without its zero"),
        pytest.param(WITH_RSIN, {"innNnpId": RSIN}, (), id="our RSIN"),
        pytest.param(WITH_RSIN, {"innNnpId": KVK}, KVK_THERE, id="our KvK in its place"),
        pytest.param(WITH_RSIN, {"innNnpId": KVK}, (), id="our KvK in its place, not configured"),
        pytest.param(WITH_ZERO_RSIN, {"innNnpId": ZERO_RSIN[1:]}, (), id="our RSIN without its zero"),
        pytest.param(WITH_RSIN, {"innNnpId": "NL897084597B01"}, (), id="no number"),
        pytest.param(WITH_RSIN, {"innNnpId": "000000000"}, KVK_THERE, id="only zeros"),
        pytest.param(WITH_RSIN, {"innNnpId": " "}, KVK_THERE, id="blank"),
        pytest.param(WITH_RSIN, {"annIdentificatie": KVK}, ANN, id="our KvK among free identifications"),
        pytest.param(WITH_RSIN, {"annIdentificatie": OTHER_KVK}, (), id="a free identification, not configured"),
        pytest.param(WITH_RSIN, {"annIdentificatie": "1234567"}, ANN, id="a free identification of seven digits"),
        pytest.param(WITH_RSIN, {"annIdentificatie": "REL-12345678"}, ANN, id="a free identification with letters"),
    ],
)
def test_a_number_that_is_not_surely_of_another_company_does_not_hide_a_zaak(
    who: Bedrijf, told: dict[str, str], zoekwijzen: tuple[Zoekwijze, ...]
) -> None:
    assert is_own(who, rol(kvkNummer=KVK, **told), *zoekwijzen)


@pytest.mark.parametrize("kind", [NNP, VESTIGING])
@pytest.mark.parametrize("own", [{"kvkNummer": KVK}, {"innNnpId": RSIN}, {"kvkNummer": KVK, "innNnpId": RSIN}])
def test_a_restriction_to_a_vestiging_hides_the_company_and_its_other_vestigingen(
    kind: str, own: dict[str, str]
) -> None:
    assert is_own(ONE_SHOP, rol(kind, vestigingsNummer=SHOP, **own))
    assert not is_own(ONE_SHOP, rol(kind, vestigingsNummer=OTHER_SHOP, **own))
    assert not is_own(ONE_SHOP, rol(kind, **own))
    assert is_own(WITH_RSIN, rol(kind, vestigingsNummer=OTHER_SHOP, **own)), "who may see the company sees them all"


def test_a_vestiging_needs_no_other_number_and_a_company_does() -> None:
    assert is_own(ONE_SHOP, rol(VESTIGING, vestigingsNummer=SHOP))
    assert not is_own(ONE_SHOP, rol(NNP, vestigingsNummer=SHOP))
    assert not is_own(COMPANY, rol(VESTIGING, vestigingsNummer=SHOP)), "nobody told that it is of this company"


def test_a_vestigingsnummer_that_lost_its_zeros_is_the_same() -> None:
    assert is_own(ONE_SHOP, rol(VESTIGING, vestigingsNummer=SHOP.lstrip("0")))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"kvkNummer": KVK}, {"kvknummer": OTHER_KVK}),
        ({"innNnpId": RSIN}, {"innNNPid": OTHER_RSIN}),
        ({"kvkNummer": KVK, "vestigingsNummer": SHOP}, {"vestigingsnummer": OTHER_SHOP}),
    ],
)
def test_one_number_in_two_spellings_that_differ_proves_nothing(one: dict[str, str], other: dict[str, str]) -> None:
    for betrokkene in (WITH_RSIN, ONE_SHOP):
        assert not is_own(betrokkene, rol(VESTIGING, **one, **other))
        assert not is_own(betrokkene, rol(VESTIGING, **other, **one))


def test_one_number_in_two_spellings_that_agree_or_are_empty_is_that_number() -> None:
    assert is_own(COMPANY, rol(kvkNummer=KVK, kvknummer=KVK))
    assert is_own(COMPANY, rol(kvkNummer="", kvknummer=KVK))
    assert is_own(COMPANY, rol(kvkNummer=KVK, kvknummer=None))


EMPTY: tuple[Any, ...] = ("", " ", None, 0, [], {}, False)


@given(
    told=st.dictionaries(
        st.sampled_from(["inpBsn", "innNnpId", "annIdentificatie", "kvkNummer", "vestigingsNummer", "identificatie"]),
        st.sampled_from(EMPTY),
    ),
    kind=st.sampled_from([NNP, VESTIGING, "natuurlijk_persoon", "medewerker", "organisatorische_eenheid", None]),
    who=st.sampled_from([Persoon(Bsn("999990019")), COMPANY, WITH_RSIN, ONE_SHOP]),
)
def test_what_is_absent_never_matches(told: dict[str, Any], kind: str | None, who: Betrokkene) -> None:
    assert not is_own(who, rol(kind, **told), *Zoekwijze)
    assert not names(who, rol(kind, **told), *Zoekwijze)


@pytest.mark.parametrize("kind", ["medewerker", "organisatorische_eenheid", "natuurlijk_persoon", "", None])
def test_our_number_in_a_rol_of_another_kind_is_seen_and_not_ours(kind: str | None) -> None:
    """So that zaak is hidden without a word, and the register is not accused of ignoring our filter."""
    told = rol(kind, kvkNummer=KVK, vestigingsNummer=SHOP)

    assert names(ONE_SHOP, told)
    assert not is_own(ONE_SHOP, told)


@pytest.mark.parametrize(
    ("told", "zoekwijzen", "ours"),
    [
        ({"innNnpId": RSIN}, (), True),
        ({"innNnpId": RSIN, "kvkNummer": OTHER_KVK}, (), True),
        ({"innNnpId": OTHER_RSIN}, (), False),
        ({"kvkNummer": KVK}, (), False),
        ({"innNnpId": KVK}, KVK_THERE, False),
        ({"annIdentificatie": KVK}, ANN, False),
        ({"innNnpId": RSIN, "annIdentificatie": KVK}, ANN, True),
        ({"innNnpId": RSIN[:8]}, (), False),
        ({}, (), False),
    ],
)
def test_a_company_known_by_rsin_alone_is_proven_by_its_rsin_alone(
    told: dict[str, Any], zoekwijzen: tuple[Zoekwijze, ...], ours: bool
) -> None:
    assert is_own(Bedrijf(rsin=Rsin(RSIN)), rol(**told), *zoekwijzen) is ours


@pytest.mark.parametrize(
    ("told", "zoekwijzen", "ours"),
    [
        ({"innNnpId": RSIN, "vestigingsNummer": SHOP}, (), True),
        ({"vestigingsNummer": SHOP}, (), True),
        ({"vestigingsNummer": SHOP, "kvkNummer": KVK}, (), True),
        ({"vestigingsNummer": SHOP, "innNnpId": KVK}, KVK_THERE, True),
        ({"vestigingsNummer": SHOP, "innNnpId": OTHER_RSIN}, (), False),
        ({"innNnpId": RSIN, "vestigingsNummer": OTHER_SHOP}, (), False),
        ({"innNnpId": RSIN}, (), False),
    ],
)
def test_a_restriction_holds_for_a_company_known_by_rsin_alone(
    told: dict[str, Any], zoekwijzen: tuple[Zoekwijze, ...], ours: bool
) -> None:
    shop = Bedrijf(rsin=Rsin(RSIN), vestiging=Vestigingsnummer(SHOP))

    assert is_own(shop, rol(VESTIGING, **told), *zoekwijzen) is ours


def test_a_bsn_and_an_rsin_of_the_same_digits_are_two_things() -> None:
    assert not is_own(Persoon(Bsn(ZERO_RSIN)), rol("natuurlijk_persoon", innNnpId=ZERO_RSIN), *Zoekwijze)
    assert not is_own(Bedrijf(Kvk(KVK), Rsin(ZERO_RSIN)), rol(inpBsn=ZERO_RSIN), *Zoekwijze)


def test_the_zaken_of_an_owner_as_a_person_are_never_those_of_the_company() -> None:
    """An eenmanszaak: the same human being, and a rol on BSN."""
    assert not is_own(WITH_RSIN, rol("natuurlijk_persoon", inpBsn="999990019"), *Zoekwijze)
    assert not names(WITH_RSIN, rol("natuurlijk_persoon", inpBsn="999990019"), *Zoekwijze)


def test_who_is_recognised_prints_without_a_number() -> None:
    printed = repr(Herkenning(ONE_SHOP, KVK_THERE))

    assert not any(number in printed for number in (KVK, RSIN, SHOP))
