"""Who has to do with a zaak: only what identifies is read, and nothing of it is printed."""

from datetime import date

import pytest

from mijnzaken_bff.zgw.rol import rollen_of

ROL = {
    "betrokkeneType": "natuurlijk_persoon",
    "omschrijvingGeneriek": "initiator",
    "indicatieMachtiging": "",
    "betrokkeneIdentificatie": {"inpBsn": "999990019", "geslachtsnaam": "Vries", "verblijfsadres": None},
}


def one(**changes: object):
    rollen = rollen_of([{**ROL, **changes}])
    assert rollen is not None
    return rollen[0]


def test_names_are_not_read():
    rol = one()

    assert rol.betrokkene_identificatie == {"inp_bsn": "999990019"}
    assert not any("Vries" in repr(getattr(rol, slot)) for slot in rol.__slots__)


def test_a_rol_prints_as_nothing():
    rol = one()

    assert f"{rol!r} {rol} {[rol]}" == "Rol(…) Rol(…) [Rol(…)]"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ({"inpBsn": "1"}, {"inp_bsn": "1"}),
        ({"inpbsn": "1"}, {"inp_bsn": "1"}),
        ({"kvkNummer": "1"}, {"kvk_nummer": "1"}),
        ({"kvknummer": "1"}, {"kvk_nummer": "1"}),
        ({"KvKNummer": "1"}, {"kvk_nummer": "1"}),
        ({"vestigingsNummer": "1"}, {"vestigings_nummer": "1"}),
        ({"vestigingsnummer": "1"}, {"vestigings_nummer": "1"}),
        ({"innNnpId": "1"}, {"inn_nnp_id": "1"}),
        ({"annIdentificatie": "1"}, {"ann_identificatie": "1"}),
        ({"kvkNummer": "1", "kvknummer": ""}, {"kvk_nummer": "1"}),
        ({"kvknummer": "", "kvkNummer": "1"}, {"kvk_nummer": "1"}),
        ({"inpBsn": "", "inpA_nummer": "7"}, {}),
        ({"inpBsn": None, "identificatie": "MED015"}, {}),
    ],
    ids=repr,
)
def test_registers_spell_the_identifying_keys_in_their_own_way(written, read):
    assert one(betrokkeneIdentificatie=written).betrokkene_identificatie == read


@pytest.mark.parametrize(
    "nothing",
    [None, "", {}, [], "https://x.example/personen/1", 3, True, {"inpBsn": 999990019}, {"inpBsn": ["999990019"]}],
    ids=repr,
)
def test_a_register_that_does_not_tell_whom_a_rol_is_of_tells_nothing(nothing):
    assert one(betrokkeneIdentificatie=nothing).betrokkene_identificatie is None


@pytest.mark.parametrize("field", [*ROL, "beginGeldigheid", "eindeGeldigheid", "roltype"])
@pytest.mark.parametrize("value", [None, "", {}, [], 0, True, "vandaag"], ids=repr)
def test_a_strange_field_does_not_make_a_rol_unreadable(field, value):
    assert rollen_of([{**ROL, field: value}]) is not None


def test_a_rol_keeps_the_zaak_it_belongs_to_as_it_was_written():
    assert one(zaak="https://x.example/zaken/1").zaak == "https://x.example/zaken/1"
    assert one().zaak is None


def test_the_days_on_which_a_rol_began_and_ended_are_read():
    rol = one(beginGeldigheid="2026-01-01", eindeGeldigheid="2026-06-30T00:00:00Z")

    assert (rol.begin_geldigheid, rol.einde_geldigheid) == (date(2026, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    "unreadable",
    [
        pytest.param(None, id="missing"),
        pytest.param("https://x.example/rollen/1", id="a link"),
        pytest.param({"results": [ROL]}, id="a page"),
        pytest.param(["https://x.example/rollen/1"], id="a list of links"),
        pytest.param([ROL, None], id="one of them null"),
        pytest.param([ROL, []], id="one of them a list"),
        pytest.param([ROL, "https://x.example/rollen/1"], id="one of them a link"),
    ],
)
def test_rollen_are_readable_all_together_or_not_at_all(unreadable):
    assert rollen_of(unreadable) is None


def test_no_rollen_is_not_the_same_as_unreadable_rollen():
    assert rollen_of([]) == []
