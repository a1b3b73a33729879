"""The words that tell a fase."""

import json
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.contract.fase import Fase
from mijnzaken_bff.normalise.fasewoorden import fase_of_words

TABLE = json.loads(resources.files("mijnzaken_bff.normalise").joinpath("fasewoorden.json").read_text("utf-8"))
PHRASES = [(phrase, fase) for fase, phrases in TABLE.items() for phrase in phrases]


@pytest.mark.parametrize(("phrase", "fase"), PHRASES, ids=[phrase for phrase, _ in PHRASES])
@pytest.mark.parametrize(
    "wrap", ["{}", "{}.", "  {} ", "({})"], ids=["bare", "with a stop", "with blanks", "bracketed"]
)
def test_every_phrase_of_the_table_tells_its_own_fase(phrase, fase, wrap):
    assert fase_of_words(wrap.format(phrase)) == Fase(fase)
    assert fase_of_words(wrap.format(phrase.upper())) == Fase(fase)


def test_no_phrase_stands_under_two_fasen():
    phrases = [phrase for phrase, _ in PHRASES]

    assert len(set(phrases)) == len(phrases)


@pytest.mark.parametrize(
    ("naam", "fase"),
    [
        ("Aanvraag ontvangen", Fase.GEREGISTREERD),
        ("Uw melding is geregistreerd", Fase.GEREGISTREERD),
        ("Betaling ontvangen", Fase.IN_BEHANDELING),
        ("Leges: betaling ontvangen", Fase.IN_BEHANDELING),
        ("Aanvulling ontvangen", Fase.IN_BEHANDELING),
        ("Volledig", Fase.GEACCEPTEERD),
        ("Aanvraag niet volledig", Fase.IN_BEHANDELING),
        ("Ontvankelijk verklaard", Fase.GEACCEPTEERD),
        ("Niet ontvankelijk", Fase.AFGEROND),
        ("Intake afgerond", Fase.GEACCEPTEERD),
        ("Zaak afgerond", Fase.AFGEROND),
        ("In behandeling genomen", Fase.IN_BEHANDELING),
        ("Niet in behandeling genomen", Fase.AFGEROND),
        ("Buiten behandeling gesteld", Fase.AFGEROND),
        ("Beëindigd", Fase.AFGEROND),
        ("BEE\u0308INDIGD", Fase.AFGEROND),
        ("Toetsing wet- en regelgeving", Fase.IN_BEHANDELING),
        ("Toets/advies", Fase.IN_BEHANDELING),
        ("Ontvangen en in behandeling", Fase.IN_BEHANDELING),
        ("Advies gevraagd, aanvraag ontvangen", Fase.GEREGISTREERD),
    ],
)
def test_the_longest_phrase_wins_and_of_equals_the_last(naam, fase):
    assert fase_of_words(naam) == fase


@pytest.mark.parametrize(
    "naam",
    [None, "", " ", "...", "Ontvangenen", "onontvangen", "adviesraad", "besluitenlijst", "herbeoordelingen",
     "horeca_start_x", "Rood", "12", "ⓧ", "toets1"],
)  # fmt: skip
def test_whole_words_only(naam):
    assert fase_of_words(naam) is None


@given(st.text(max_size=60))
def test_no_name_whatsoever_makes_this_fail(naam):
    assert fase_of_words(naam) in {None, *Fase}
