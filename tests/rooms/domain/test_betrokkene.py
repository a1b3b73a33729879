"""Whom the zaken concern."""

import dataclasses
from itertools import product

import pytest

from mijnzaken_bff.domain.betrokkene import Bedrijf, Persoon
from mijnzaken_bff.domain.nummers import Bsn, Kvk, OngeldigNummer, Rsin, Vestigingsnummer

ANNA = Persoon(Bsn("999990019"))
BAKKER = Bedrijf(Kvk("90419936"))
ONE_SHOP = Bedrijf(Kvk("90419936"), vestiging=Vestigingsnummer("000012345678"))


def test_a_betrokkene_prints_without_a_number():
    company = Bedrijf(Kvk("90419936"), Rsin("001117518"), Vestigingsnummer("000012345678"))

    printed = f"{ANNA} {company} {dataclasses.asdict(company)}"

    assert not [n for n in ("999990019", "90419936", "001117518", "000012345678", "12345678") if n in printed]


def test_a_company_and_one_of_its_shops_are_two_betrokkenen():
    assert BAKKER != ONE_SHOP
    assert BAKKER.pseudonym(b"key") != ONE_SHOP.pseudonym(b"key")


def test_what_is_known_of_a_company_is_part_of_who_it_is():
    """With its RSIN it is found in more places: a walk that began without does not go on with it."""
    known = Bedrijf(Kvk("90419936"), rsin=Rsin("897084597"))

    assert known.pseudonym(b"key") != Bedrijf(Kvk("90419936")).pseudonym(b"key")


@pytest.mark.parametrize("vestiging", [None, Vestigingsnummer("000012345678")])
def test_a_company_has_a_number_of_its_own(vestiging):
    with pytest.raises(OngeldigNummer):
        Bedrijf(vestiging=vestiging)


def test_the_same_digits_as_bsn_and_as_rsin_are_two_betrokkenen():
    digits = "999990019"
    company = Bedrijf(rsin=Rsin(digits))

    assert company != ANNA
    assert company.pseudonym(b"key") != ANNA.pseudonym(b"key")


def test_every_set_of_numbers_is_a_betrokkene_of_its_own():
    kvk, rsin, shop = Kvk("90419936"), Rsin("897084597"), Vestigingsnummer("000012345678")
    companies = [
        Bedrijf(*numbers) for numbers in product((kvk, None), (rsin, None), (shop, None)) if numbers[:2] != (None, None)
    ]

    assert len({company.pseudonym(b"key") for company in companies}) == len(companies) == 6


def test_two_shops_of_one_company_are_two_betrokkenen():
    other = Bedrijf(Kvk("90419936"), vestiging=Vestigingsnummer("000087654321"))

    assert ONE_SHOP.pseudonym(b"key") != other.pseudonym(b"key")


def test_the_same_person_has_the_same_pseudonym_under_one_key_only():
    again = Persoon(Bsn("999990019"))

    assert again == ANNA
    assert again.pseudonym(b"key") == ANNA.pseudonym(b"key") != ANNA.pseudonym(b"another key")


def test_a_restriction_cannot_be_dropped_afterwards():
    with pytest.raises(dataclasses.FrozenInstanceError):
        ONE_SHOP.vestiging = None  # type: ignore[misc]
