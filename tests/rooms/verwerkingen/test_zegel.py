"""A sealed number: the same for the same person, told apart by kind and key, and opened only with the key."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from mijnzaken_bff.domain.betrokkene import Bedrijf, Persoon
from mijnzaken_bff.domain.nummers import Bsn, Kvk, Nummer, Rsin, Vestigingsnummer, passes_elfproef
from mijnzaken_bff.verwerkingen.zegel import Zegel, ZegelGebroken
from tests.lekken import leaks
from tests.rooms.verwerkingen.bouwen import ANNA, BILAL, verwerkingen

KVK, RSIN = "90004760", "819534316"
ZEGEL = Zegel(verwerkingen())


def test_the_same_person_is_sealed_the_same_and_another_one_otherwise() -> None:
    again = Zegel(verwerkingen())

    assert ZEGEL.seal(Bsn(ANNA)) == again.seal(Bsn(ANNA))
    assert ZEGEL.seal(Bsn(ANNA))[0] != ZEGEL.seal(Bsn(BILAL))[0]


def test_the_uri_says_how_it_was_sealed_with_which_key_and_what_it_is() -> None:
    assert ZEGEL.seal(Bsn(ANNA))[1] == "urn:mijnzaken:verzegeld:aes-siv:2026-1:bsn"
    assert ZEGEL.seal(Kvk(KVK))[1] == "urn:mijnzaken:verzegeld:aes-siv:2026-1:kvk"
    assert ZEGEL.seal(Rsin(RSIN))[1] == "urn:mijnzaken:verzegeld:aes-siv:2026-1:rsin"


def test_lines_are_sealed_with_the_present_key_and_no_earlier_one() -> None:
    earlier = {"sleutel": SecretStr("een-ander-geheim-van-32-tekens-lang"), "sleutel_id": "2025-1"}
    rotated = verwerkingen(vorige_sleutels=[earlier])

    sealed, uri = Zegel(rotated).seal(Bsn(ANNA))

    assert (sealed, uri) == ZEGEL.seal(Bsn(ANNA))
    assert sealed != Zegel(rotated.vorige_sleutels[0]).seal(Bsn(ANNA))[0]


def test_a_bsn_and_a_rsin_of_the_same_digits_differ() -> None:
    assert ZEGEL.seal(Bsn(ANNA))[0] != ZEGEL.seal(Rsin(ANNA))[0]


@pytest.mark.parametrize(
    "other", [{"sleutel": SecretStr("een-ander-geheim-van-32-tekens-lang")}, {"sleutel_id": "2026-2"}]
)
def test_another_key_seals_otherwise_and_opens_nothing(other: dict[str, object]) -> None:
    stranger = Zegel(verwerkingen(**other))

    assert stranger.seal(Bsn(ANNA))[0] != ZEGEL.seal(Bsn(ANNA))[0]
    with pytest.raises(ZegelGebroken):
        stranger.open(ZEGEL.seal(Bsn(ANNA))[0])


@pytest.mark.parametrize(("nummer", "soort"), [(Bsn(ANNA), "bsn"), (Rsin(ANNA), "rsin"), (Kvk(KVK), "kvk")])
def test_who_has_the_key_can_open_it(nummer: Nummer, soort: str) -> None:
    assert ZEGEL.open(ZEGEL.seal(nummer)[0]) == (soort, ANNA if soort != "kvk" else KVK)


def test_of_a_company_the_kvk_nummer_is_sealed_and_the_rsin_where_there_is_no_other() -> None:
    kvk = ZEGEL.seal(Kvk(KVK))

    assert ZEGEL.of(Bedrijf(Kvk(KVK))) == kvk
    assert ZEGEL.of(Bedrijf(Kvk(KVK), Rsin(RSIN), Vestigingsnummer("000047600001"))) == kvk
    assert ZEGEL.of(Bedrijf(rsin=Rsin(RSIN))) == ZEGEL.seal(Rsin(RSIN))
    assert ZEGEL.of(Persoon(Bsn(ANNA))) == ZEGEL.seal(Bsn(ANNA))


def bsn_from(begin: int) -> str:
    """The first BSN from ``begin`` on."""
    return next(digits for n in range(begin, begin + 100) if passes_elfproef(digits := f"{n:09d}"))


@given(st.integers(1, 999_999_800).map(bsn_from))
def test_no_sealed_number_shows_its_digits_or_anything_as_long(digits: str) -> None:
    sealed, uri = ZEGEL.seal(Bsn(digits))

    assert re.fullmatch(r"[A-Za-z0-9_-]{34}", sealed)
    assert digits not in sealed + uri
    assert not leaks(uri)
    assert ZEGEL.open(sealed) == ("bsn", digits)


@given(st.text(max_size=60))
def test_what_was_not_sealed_here_is_not_opened(text: str) -> None:
    with pytest.raises(ZegelGebroken) as refused:
        ZEGEL.open(text)
    assert len(text) < 4 or text not in str(refused.value)


def test_a_sealed_number_that_was_touched_is_not_opened() -> None:
    sealed, _ = ZEGEL.seal(Bsn(ANNA))
    for place in range(len(sealed) - 1):
        other = "A" if sealed[place] != "A" else "B"
        with pytest.raises(ZegelGebroken):
            ZEGEL.open(sealed[:place] + other + sealed[place + 1 :])
