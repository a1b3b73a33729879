"""Text of other people: harmless to show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.normalise.tekst import LONGEST, schoon, vergelijkbaar, zonder_invulplek


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        pytest.param(None, None, id="nothing"),
        pytest.param("", None, id="empty"),
        pytest.param(" \n\t ", None, id="blank"),
        pytest.param("\u200b\u202e\x00", None, id="nothing that can be seen"),
        pytest.param("  Havenkade 10 ", "Havenkade 10", id="blanks around it"),
        pytest.param("a\x00b\x07c\x1bd\x7fe\x85f\x9b", "abcdef", id="control characters"),
        pytest.param("a\u202eb\u2066c\u200ed\u200fe\u061cf", "abcdef", id="marks that turn the reading direction"),
        pytest.param("a\u200bb\ufeffc\u2028d\u2029e\u2060f", "abcdef", id="invisible characters"),
        pytest.param("een\r\ntwee\rdrie\nvier\tvijf", "een\ntwee\ndrie\nvier\tvijf", id="lines and tabs are kept"),
        pytest.param("<b>Let op</b> & <script>x()</script>", "<b>Let op</b> & <script>x()</script>", id="HTML is kept"),
        pytest.param("“Café” – Ωμέγα 中文 العربية", "“Café” – Ωμέγα 中文 العربية", id="other scripts are kept"),
        pytest.param("👩‍👩‍👧 👍🏽 🇳🇱 ✔️", "👩‍👩‍👧 👍🏽 🇳🇱 ✔️", id="emoji are kept whole"),
        pytest.param("a\ud800b\udfffc", "abc", id="halves of a pair"),
        pytest.param("e\u0301", "e\u0301", id="accents are kept as written"),
    ],
)
def test_a_text_is_made_harmless_and_otherwise_left_alone(text, clean):
    assert schoon(text) == clean


def test_a_long_text_is_cut():
    assert schoon("x" * (LONGEST + 1)) == "x" * LONGEST
    assert schoon("x" * LONGEST) == "x" * LONGEST
    assert schoon("x" * 50, 10) == "x" * 10


def test_what_cannot_be_seen_does_not_count_in_the_length():
    assert schoon("\u200b" * 5000 + "einde") == "einde"


@given(st.text(alphabet=st.characters(), max_size=300))
def test_whatever_comes_out_can_be_written_as_utf_8_and_is_clean_already(text):
    clean = schoon(text)

    assert clean is None or clean.encode()
    assert schoon(clean) == clean


@pytest.mark.parametrize(
    "text",
    ["Beste {{naam}}", "Beste ${naam}", "Beste {naam},", "{}", "Beste [naam]", "Beste [Voor Naam]", "Beste <naam>",
     "Beste «naam»", "Beste %naam%", "Beste %(naam)s", "Beste #naam#", "Beste @@naam", "Beste <b>u</b>"],
)  # fmt: skip
def test_a_text_in_which_a_template_shows_through_is_not_shown(text):
    assert zonder_invulplek(text) is None


@pytest.mark.parametrize(
    "text",
    ["Wij beoordelen uw aanvraag.", "U betaalt 50% van de leges.", "Zie punt [1].", "Vraag #12 is beantwoord.",
     "Mail naar balie@waterdam.example", "5 < 6", "Kies A, B of C.", "Zie § 3 & 4"],
)  # fmt: skip
def test_an_ordinary_text_is_shown(text):
    assert zonder_invulplek(text) == text


@pytest.mark.parametrize("text", [None, "", "\u200b"])
def test_no_text_stays_no_text(text):
    assert zonder_invulplek(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  Toets   Uitgevoerd! ", "toets uitgevoerd"),
        ("toets-uitgevoerd", "toets uitgevoerd"),
        ("toets_uitgevoerd", "toets uitgevoerd"),
        ("Beëindigd", "beeindigd"),
        ("Bee\u0308indigd", "beeindigd"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ﬁets", "fiets"),
        ("...", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_two_names_are_compared_on_their_words(text, words):
    assert vergelijkbaar(text) == words


@given(st.text(max_size=100))
def test_comparing_is_stable(text):
    assert vergelijkbaar(vergelijkbaar(text)) == vergelijkbaar(text)


def test_a_text_with_more_accents_than_can_be_put_in_order_is_compared_on_its_beginning():
    assert vergelijkbaar("Brief" + "\u0345\u0301\u0316" * 100_000) == "brief"
