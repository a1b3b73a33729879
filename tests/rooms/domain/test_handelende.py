"""Who acts for somebody else."""

import pytest

from mijnzaken_bff.domain.betrokkene import Bedrijf, Persoon
from mijnzaken_bff.domain.handelende import Pseudoniem, same
from mijnzaken_bff.domain.nummers import Bsn, Kvk, OngeldigNummer, Rsin, Vestigingsnummer

KVK, RSIN, SHOP = Kvk("90419936"), Rsin("897084597"), Vestigingsnummer("000012345678")


def test_a_pseudonym_prints_without_its_name():
    assert "medewerker" not in f"{Pseudoniem('medewerker-1')} {Pseudoniem('medewerker-1')!r}"


@pytest.mark.parametrize("naam", ["", " "])
def test_a_pseudonym_names_somebody(naam):
    with pytest.raises(OngeldigNummer):
        Pseudoniem(naam)


@pytest.mark.parametrize(
    ("one", "other", "one_and_the_same"),
    [
        (Persoon(Bsn("999990019")), Persoon(Bsn("999990019")), True),
        (Persoon(Bsn("999990019")), Persoon(Bsn("999990020")), False),
        (Persoon(Bsn("999990019")), Bedrijf(rsin=Rsin("999990019")), False),
        (Persoon(Bsn("999990019")), Pseudoniem("999990019"), False),
        (Pseudoniem("a"), Pseudoniem("a"), True),
        (Bedrijf(KVK), Bedrijf(KVK, RSIN, SHOP), True),
        (Bedrijf(rsin=RSIN), Bedrijf(KVK, RSIN), True),
        (Bedrijf(KVK), Bedrijf(rsin=RSIN), False),
        (Bedrijf(KVK), Bedrijf(Kvk("90107877")), False),
        (Bedrijf(rsin=RSIN), Bedrijf(rsin=Rsin("880670903")), False),
    ],
)
def test_two_are_one_when_a_number_of_the_same_kind_is_the_same(one, other, one_and_the_same):
    assert same(one, other) is same(other, one) is one_and_the_same
