"""What a register is asked, key by key: a key that it does not know falls away in silence."""

from datetime import date

import pytest

from mijnzaken_bff.domain.betrokkene import Bedrijf, Persoon
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.nummers import Bsn, Kvk, Rsin, Vestigingsnummer
from mijnzaken_bff.zgw.vertrouwelijkheid import Vertrouwelijkheid
from mijnzaken_bff.zgw.zoekvraag import Zoekvraag

GEWOON = Persoon(Bsn("935903288"))
EXPAND = ("status", "resultaat", "rollen")
BASIS = {
    "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn": "935903288",
    "maximaleVertrouwelijkheidaanduiding": "zaakvertrouwelijk",
    "ordering": "-startdatum",
    "expand": ["status", "resultaat", "rollen"],
}
"""As it was put to a real Open Zaak, with the level beside it."""


def vraag(**more: object) -> Zoekvraag:
    return Zoekvraag(GEWOON, Vertrouwelijkheid.ZAAKVERTROUWELIJK, **more)  # type: ignore[arg-type]


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
    assert vraag(**more).body(EXPAND) == {**BASIS, **extra}


def test_without_expand_the_key_stays_away():
    assert vraag().body(()) == {key: value for key, value in BASIS.items() if key != "expand"}


@pytest.mark.parametrize("level", list(Vertrouwelijkheid))
def test_the_register_hears_the_level_of_the_bron(level):
    assert Zoekvraag(GEWOON, level).body(EXPAND)["maximaleVertrouwelijkheidaanduiding"] == level.value


def test_a_leading_zero_of_a_bsn_travels():
    body = Zoekvraag(Persoon(Bsn("012345672")), Vertrouwelijkheid.OPENBAAR).body(())

    assert body["rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn"] == "012345672"


@pytest.mark.parametrize(
    "bedrijf",
    [
        pytest.param(Bedrijf(Kvk("90419936")), id="by KvK"),
        pytest.param(Bedrijf(Kvk("90419936"), Rsin("001117518")), id="with RSIN"),
        pytest.param(Bedrijf(Kvk("90419936"), vestiging=Vestigingsnummer("000012345678")), id="one shop"),
    ],
)
def test_there_is_no_question_without_a_filter_on_the_betrokkene(bedrijf):
    with pytest.raises(SourceError) as refused:
        Zoekvraag(bedrijf, Vertrouwelijkheid.OPENBAAR).body(EXPAND)

    assert refused.value.failure is Failure.NOT_SEARCHABLE


def test_a_question_prints_without_a_number():
    assert "935903288" not in repr(vraag(lopend=True))
