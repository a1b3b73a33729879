"""Whose zaak it is, when one register serves several gemeenten."""

import pytest

from mijnzaken_bff.domain.bron import Bron, Organisatie
from mijnzaken_bff.domain.nummers import Rsin

WATERDAM = Organisatie("gm9902", "Gemeente Waterdam", Rsin("001117518"))
DUINOORD = Organisatie("gm9903", "Gemeente Duinoord", Rsin("000740457"))
ZONDER = Organisatie("od", "Omgevingsdienst")
SAMEN = Bron("samen", "Samenwerking", WATERDAM, organisaties=(ZONDER, WATERDAM, DUINOORD))


@pytest.mark.parametrize(
    ("rsins", "organisatie"),
    [
        pytest.param(["000740457", "001117518"], DUINOORD, id="the responsible one goes first"),
        pytest.param([None, "000740457"], DUINOORD, id="else the one that made the zaak"),
        pytest.param(["999999990", "000740457"], DUINOORD, id="one we do not know is passed over"),
        pytest.param(["740457"], DUINOORD, id="leading zeros may be lost"),
        pytest.param([" 000740457 "], DUINOORD, id="blanks do not matter"),
        pytest.param([None, None], WATERDAM, id="none told: the one of the bron"),
        pytest.param([], WATERDAM, id="nothing asked: the one of the bron"),
        pytest.param(["", "abc", "0", "９９９", "1" * 400], WATERDAM, id="nonsense: the one of the bron"),
    ],
)
def test_a_zaak_names_its_organisatie_by_rsin(rsins, organisatie):
    assert SAMEN.organisatie_of(*rsins) is organisatie


def test_a_bron_does_not_print_every_organisatie():
    assert "Duinoord" not in repr(SAMEN)
