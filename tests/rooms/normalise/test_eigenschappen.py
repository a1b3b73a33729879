"""What holds for every zaak whatsoever that a register may write."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mijnzaken_bff.contract.zaakoverzicht import ZaakRij
from mijnzaken_bff.domain.betrokkene import Bedrijf, Persoon
from mijnzaken_bff.domain.nummers import Bsn, Kvk
from mijnzaken_bff.normalise.herkenning import Herkenning
from mijnzaken_bff.normalise.settings import Weergave, Zichtbaarheid
from mijnzaken_bff.normalise.zaak import rij_of, versie_of
from mijnzaken_bff.normalise.zichtbaarheid import Bewijs, Oordeel, bewijs_of, oordeel_of
from mijnzaken_bff.normalise.zinnen import Zin, datum_in_woorden, wie_of, zin
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.rol import Rol, rollen_of
from mijnzaken_bff.zgw.zaak import expanded, kop_of, uuid_of_item, zaak_of
from mijnzaken_bff.zgw.zaaktype import ResultaatType, StatusType, ZaakType
from tests.rooms.normalise.bouwen import (
    ANNA,
    BEHANDELAAR_BSN,
    BEHANDELAAR_NAAM,
    BRON,
    VANDAAG,
    ZAAKTYPE,
    behandelaar,
    item,
    medebewoner,
    resultaattype_link,
    rol,
    statustype_link,
)

PERSOON = Persoon(Bsn(ANNA))

anything = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

STRANGE: list[Any] = [
    None, "", " ", {}, [], [None], [[]], [{}], 0, -1, 1, 10**30, 1.5, 1e308, True, False,
    {"_error": {"status": 403}},
    "2026-11-22", "2026-11-23", "2026-11-24", "2026-02-30", "1753-01-01", "0001-01-01", "9999-12-31", "31-12-2026",
    "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2026-11-22T23:30:00Z", "2026-11-23T00:30:00",
    "0", "86400", "P8W", "P1M", "P0D", "-P1D", "P9999Y", "P999999D", "P1.5M", "zes weken",
    "onbekend", "initiator", "INITIATOR", "gemachtigde", "natuurlijk_persoon", "zeer_geheim", "openbaar", "intern",
    "In behandeling", "Ontvangen", "Afgehandeld", "Wij wachten op u", "{datum}", "%s", "{{naam}}", "<b>x</b>",
    "\x00\x07", "a\u202eb", "\ud800", "\udfff\ud800", "\u200b", "e\u0301", "👩‍👩‍👧", "０１２", "\n\r\n", "x" * 5000,
    "00000000-0000-0000-0000-000000000000", "https://evil.example/x", "//", "file:///etc/passwd",
    ZAAKTYPE, statustype_link(1), statustype_link(4), statustype_link(99), resultaattype_link(1),
]  # fmt: skip
"""What registers write where something else should stand."""

VALUES = st.sampled_from(STRANGE) | st.text(max_size=12) | st.dates().map(date.isoformat) | st.integers()
JSON = st.recursive(
    VALUES | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
DROP = object()


def _paths(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in pairs:
        yield (*path, key)
        yield from _paths(value, (*path, key))


def _changed(tree: Any, path: tuple[Any, ...], value: Any) -> None:
    """Put ``value`` in a place, if that place is still there."""
    for key in path[:-1]:
        try:
            tree = tree[key]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(tree, dict) and path[-1] in tree:
        if value is DROP:
            del tree[path[-1]]
        else:
            tree[path[-1]] = deepcopy(value)
    elif isinstance(tree, list) and isinstance(path[-1], int) and path[-1] < len(tree):
        tree[path[-1]] = None if value is DROP else deepcopy(value)


@st.composite
def _mutated(draw: st.DrawFn, template: Any, *, most: int = 6) -> Any:
    tree = deepcopy(template)
    paths = list(_paths(template))
    for path in draw(st.lists(st.sampled_from(paths), max_size=most)):
        _changed(tree, path, draw(st.just(DROP) | VALUES | JSON))
    return tree


SOMEBODY_ELSE = {"inpBsn": BEHANDELAAR_BSN, "achternaam": BEHANDELAAR_NAAM, "vestigingsNummer": BEHANDELAAR_BSN}

TEMPLATE = item(
    resultaat=1,
    rollen=[
        medebewoner(betrokkeneIdentificatie=SOMEBODY_ELSE, omschrijvingGeneriek="mede_initiator"),
        behandelaar(betrokkeneIdentificatie=SOMEBODY_ELSE, indicatieMachtiging=BEHANDELAAR_NAAM),
        rol(betrokkeneIdentificatie={"inpBsn": ANNA, "vestigingsNummer": ""}),
    ],
    einddatumGepland="2026-12-01",
    uiterlijkeEinddatumAfdoening="2026-12-23",
    verlenging={"reden": "Drukte", "duur": "P6W"},
    opschorting={"indicatie": False, "eerdereOpschorting": False, "reden": "Wacht"},
)  # fmt: skip

STORIES = st.fixed_dictionaries(
    {},
    optional={
        "einddatum": st.sampled_from([None, "2026-11-20", "2026-11-24"]),
        "einddatumGepland": st.sampled_from([None, "2026-11-22", "2026-11-23", "2027-01-01"]),
        "uiterlijkeEinddatumAfdoening": st.sampled_from([None, "2026-11-01", "2026-11-23", "2027-02-01"]),
        "verlenging": st.sampled_from([None, {"reden": "", "duur": None}, {"reden": "x", "duur": "P6W"}]),
        "opschorting": st.fixed_dictionaries({"indicatie": st.booleans(), "eerdereOpschorting": st.booleans()}),
        "status": st.none(),
    },
)
"""Changes that make another, ordinary zaak."""


@st.composite
def _items(draw: st.DrawFn) -> dict[str, Any]:
    told: dict[str, Any] = draw(_mutated({**TEMPLATE, **draw(STORIES)}))
    if "status" not in told or told["status"] is None:
        expand = told.get("_expand")
        if isinstance(expand, dict) and draw(st.booleans()):
            expand.pop("status", None)
    elif draw(st.booleans()):
        _changed(told, ("_expand", "status", "statustype"), statustype_link(draw(st.integers(1, 5))))
    return told


CATALOGUE = {
    "zaaktype": {
        "url": ZAAKTYPE,
        "identificatie": "ZT-PARKEREN",
        "omschrijving": "Parkeervergunning behandelen",
        "indicatieInternOfExtern": "extern",
        "doorlooptijd": "P8W",
        "servicenorm": "P28D",
    },
    "statustypen": [
        {
            "url": statustype_link(number),
            "omschrijving": naam,
            "omschrijvingGeneriek": "",
            "statustekst": f"Uw zaak is: {naam}.",
            "volgnummer": number,
            "isEindstatus": number == 4,
        }
        for number, naam in enumerate(("Ontvangen", "In behandeling", "Besluit genomen", "Afgehandeld"), 1)
    ],
    "resultaattypen": [
        {"url": resultaattype_link(), "omschrijving": "Verleend", "omschrijvingGeneriek": "", "toelichting": "Ja."}
    ],
}


def _objects(tree: Any) -> list[dict[str, Any]]:
    return [one for one in tree if isinstance(one, dict)] if isinstance(tree, list) else []


@st.composite
def _soorten(draw: st.DrawFn) -> Soort:
    tree = draw(_mutated(CATALOGUE, most=4))
    zaaktype = tree.get("zaaktype")
    return Soort(
        ZaakType.model_validate(zaaktype) if isinstance(zaaktype, dict) else None,
        tuple(StatusType.model_validate(one) for one in _objects(tree["statustypen"]))
        if "statustypen" in tree
        else None,
        tuple(ResultaatType.model_validate(one) for one in _objects(tree.get("resultaattypen"))),
        {statustype_link(5): StatusType(url=statustype_link(5), omschrijving="Besluit")} if draw(st.booleans()) else {},
    )


ACTIE = {"statussen": {"In behandeling": {"actieNodig": True, "naam": "Wij wachten op u"}, 3: {"fase": "geaccepteerd"}}}
WEERGAVEN = st.sampled_from(
    [
        Weergave(),
        Weergave.model_validate({"toon": {"omschrijving": True, "toelichting": True, "redenen": True}}),
        Weergave.model_validate({"fasen": {"zaaktypen": {"ZT-PARKEREN": ACTIE}}}),
        Weergave.model_validate({"fasen": {"eindstatusSluit": True, "zaaktypen": {"ZT-PARKEREN": ACTIE}}}),
        Weergave.model_validate({"fasen": {"betekenis": "fase", "zonderStatus": "onbekend"}}),
        Weergave.model_validate(
            {"fasen": {"zaaktypen": {"ZT-PARKEREN": {"titel": "Parkeren", "verberg": ["Ontvangen"]}}}}
        ),
        Weergave.model_validate({"portaal": "https://mijn.waterdam.example/{uuid}", "toon": {"redenen": True}}),
    ]
)
DAYS = st.sampled_from([date(2026, 11, 23), date(2026, 12, 2), date(2027, 3, 1), date.min, date.max])


@st.composite
def _rijen(draw: st.DrawFn) -> tuple[ZaakRij, date] | None:
    """A row, made of anything that was proven or at least readable."""
    told, kind, view, vandaag = draw(_items()), draw(_soorten()), draw(WEERGAVEN), draw(DAYS)
    proven = bewijs_of(told, Herkenning(PERSOON), Zichtbaarheid(), vandaag)
    zaak = zaak_of(told)
    if zaak is None:
        return None
    return rij_of(zaak, kind, proven.rollen, bron=BRON, weergave=view, vandaag=vandaag), vandaag


def _days_in(rij: ZaakRij) -> set[date]:
    dated = {rij.aanvraagdatum, rij.startdatum, rij.einddatum, rij.status.datum if rij.status else None}
    dated |= {told.datum for told in (rij.verwachte_einddatum, rij.uiterlijke_einddatum) if told}
    return {day for day in dated if day}


def _sentences(rij: ZaakRij) -> list[str]:
    """What we say in a row, without the name of the resultaat, which is the register's."""
    naam = rij.resultaat.naam if rij.resultaat else None
    samenvatting = rij.samenvatting.removesuffix(zin(Zin.RESULTAAT, naam=naam)) if naam else rij.samenvatting
    return [samenvatting, rij.hoofdstatus.uitleg, *(signaal.tekst for signaal in rij.signalen)]


WHOLE = Soort(
    ZaakType.model_validate(CATALOGUE["zaaktype"]),
    tuple(StatusType.model_validate(one) for one in CATALOGUE["statustypen"]),
    tuple(ResultaatType.model_validate(one) for one in CATALOGUE["resultaattypen"]),
)
EVERYTHING = Weergave.model_validate({"toon": {"omschrijving": True, "toelichting": True, "redenen": True}})


@pytest.mark.parametrize(
    "value", [DROP, *STRANGE], ids=lambda value: "left out" if value is DROP else ascii(value)[:40]
)
def test_one_strange_value_anywhere_in_a_zaak_costs_at_most_that_zaak(value):
    for path in _paths(TEMPLATE):
        for einddatum in (None, "2026-11-20"):
            told = {**deepcopy(TEMPLATE), "einddatum": einddatum}
            _changed(told, path, value)

            proven = bewijs_of(told, Herkenning(PERSOON), Zichtbaarheid(), VANDAAG)
            zaak = zaak_of(told)

            if proven.oordeel is Oordeel.TONEN and zaak is not None:
                rij = rij_of(zaak, WHOLE, proven.rollen, bron=BRON, weergave=EVERYTHING, vandaag=VANDAAG)
                assert ZaakRij.model_validate_json(rij.model_dump_json()) == rij
                assert _INVISIBLE.search(_all_text(rij)) is None


MAANDEN = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_DAY = re.compile(rf"\d{{1,2}} (?:{MAANDEN}) \d{{1,4}}")


@anything
@given(_rijen())
def test_no_zaak_whatsoever_breaks_the_overzicht(made):
    if made is None:
        return
    rij, _ = made

    written = rij.model_dump_json()

    assert ZaakRij.model_validate_json(written) == rij
    assert json.loads(written).keys() == {field.alias for field in ZaakRij.model_fields.values()}


@anything
@given(_rijen())
def test_no_sentence_states_a_day_that_is_not_in_the_fields(made):
    if made is None:
        return
    rij, _ = made

    spoken = {day for text in _sentences(rij) for day in _DAY.findall(text)}

    assert spoken <= {datum_in_woorden(day) for day in _days_in(rij)}
    assert all(re.search(r"\d", _DAY.sub("", text)) is None for text in _sentences(rij) if "verlengd" not in text)


@anything
@given(_rijen())
def test_the_samenvatting_is_made_of_our_own_sentences_and_the_facts_of_the_row(made):
    if made is None:
        return
    rij, _ = made
    wie = wie_of(rij.organisatie.naam)
    naam = rij.resultaat.naam if rij.resultaat else None
    ours = [soort for soort in Zin if "{duur}" not in soort.value and ("{naam}" not in soort.value or naam)]
    allowed = {zin(soort, wie=wie, naam=naam or "", datum=day) for soort in ours for day in _days_in(rij)}
    one = "|".join(re.escape(sentence) for sentence in allowed)

    assert re.fullmatch(f"(?:{one})(?: (?:{one}))*", rij.samenvatting)


@anything
@given(_rijen())
def test_no_sentence_asks_for_something_or_stands_still_unless_the_row_says_so(made):
    if made is None:
        return
    rij, _ = made
    kinds = {signaal.soort.value for signaal in rij.signalen}
    samenvatting, *others = _sentences(rij)
    spoken = " ".join([samenvatting, *others])

    for text in (samenvatting, spoken):
        assert ("wacht op u" in text) is ("actieNodig" in kinds)
        assert ("staat nu stil" in text) is ("opgeschort" in kinds)
    assert ("is verlengd" in spoken) is ("verlengd" in kinds)
    assert ("De uiterste datum is voorbij" in spoken) is ("termijnVerstreken" in kinds)


@anything
@given(_rijen())
def test_the_fields_of_a_row_never_contradict_each_other(made):
    if made is None:
        return
    rij, vandaag = made
    kinds = [signaal.soort.value for signaal in rij.signalen]

    assert rij.lopend is (rij.hoofdstatus.fase != "afgerond")
    assert rij.einddatum is None or not rij.lopend
    assert rij.resultaat is None or rij.einddatum is not None
    assert rij.aanvraagdatum <= rij.startdatum
    assert rij.stap is None or (rij.status is not None and 1 <= rij.stap.nummer <= rij.stap.totaal)
    assert len(set(kinds)) == len(kinds)
    if "opgeschort" in kinds:
        assert rij.lopend
        assert (rij.verwachte_einddatum, rij.uiterlijke_einddatum) == (None, None)
    if "termijnVerstreken" in kinds:
        assert rij.lopend
        assert rij.uiterlijke_einddatum is not None
        assert rij.uiterlijke_einddatum.zeker
        assert rij.uiterlijke_einddatum.datum < vandaag
    if not rij.lopend:
        told = [datum.herkomst for datum in (rij.verwachte_einddatum, rij.uiterlijke_einddatum) if datum]
        assert set(told) <= {"register"}
        assert set(kinds) <= {"verlengd"}


@anything
@given(_rijen())
def test_nobody_else_is_ever_in_a_row(made):
    if made is None:
        return
    rij, _ = made

    written = rij.model_dump_json()

    assert BEHANDELAAR_BSN not in written
    assert BEHANDELAAR_NAAM not in written
    assert ANNA not in written


@anything
@given(_rijen())
def test_no_text_in_a_row_holds_what_cannot_be_seen(made):
    if made is None:
        return
    rij, _ = made

    assert (
        re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff]", _all_text(rij)) is None
    )


def _all_text(rij: ZaakRij) -> str:
    def texts(tree: Any) -> Iterator[str]:
        if isinstance(tree, str):
            yield tree
        for value in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
            yield from texts(value)

    return " ".join(texts(rij.model_dump()))


@anything
@given(_rijen())
def test_a_versie_follows_the_facts_of_a_row_and_not_its_words(made):
    if made is None:
        return
    rij, _ = made
    other_words = rij.model_copy(update={"samenvatting": "Anders gezegd.", "versie": "0" * 16})
    other_facts = rij.model_copy(update={"bron": "duinoord"})

    assert re.fullmatch("[0-9a-f]{16}", rij.versie)
    assert versie_of(other_words) == rij.versie
    assert versie_of(other_facts) != rij.versie


@anything
@given(
    _items() | st.dictionaries(st.sampled_from([*TEMPLATE, "x"]), JSON, max_size=8),
    st.sampled_from([PERSOON, Bedrijf(Kvk("90419936"))]),
    DAYS,
)
def test_nothing_is_shown_without_a_rol_that_names_the_betrokkene(told, betrokkene, vandaag):
    policy = Zichtbaarheid()

    proven = bewijs_of(told, Herkenning(betrokkene), policy, vandaag)

    if proven.oordeel is Oordeel.TONEN:
        assert isinstance(betrokkene, Persoon)
        assert all((rol.betrokkene_identificatie or {}).get("inp_bsn") == ANNA for rol in proven.rollen)
        assert proven.rollen
        assert told["vertrouwelijkheidaanduiding"] in ("openbaar", "beperkt_openbaar", "intern", "zaakvertrouwelijk")
    else:
        assert proven.rollen == ()


@anything
@given(_soorten(), st.sampled_from(Oordeel), st.booleans())
def test_the_zaaktype_can_only_take_away(kind, oordeel, strict):
    policy = Zichtbaarheid.model_validate({"intern": "weiger", "zaaktypen": {"weiger": ["ZT-X"]}} if strict else {})

    last = oordeel_of(Bewijs(oordeel), kind, VANDAAG, policy)

    assert last is oordeel or oordeel is Oordeel.TONEN


@anything
@given(_items())
def test_the_head_of_a_zaak_tells_what_the_whole_zaak_tells(told):
    """What is read of a thousand zaken to show twenty is what is read of the twenty."""
    zaak, kop = zaak_of(told), kop_of(told)

    assert (kop is None) is (zaak is None)
    if kop is not None and zaak is not None:
        assert kop[:4] == (zaak.uuid, zaak.startdatum, zaak.einddatum, zaak.zaaktype)
        assert kop.has_status is (zaak.status is not None)
        assert kop.statustype == (zaak.expanded_status.statustype if zaak.expanded_status else None)
        assert kop.resultaattype == (zaak.expanded_resultaat.resultaattype if zaak.expanded_resultaat else None)


@anything
@given(JSON)
def test_no_json_whatsoever_makes_reading_fail(anything_at_all):
    uuid = uuid_of_item(anything_at_all)
    told = anything_at_all if isinstance(anything_at_all, dict) else {"_expand": anything_at_all}

    zaak, kop, rollen = zaak_of(told), kop_of(told), rollen_of(expanded(told, "rollen"))

    assert uuid is None or len(uuid) == 36
    assert zaak is None or zaak.uuid == uuid
    assert (kop is None) is (zaak is None)
    assert kop is None or zaak is None or kop[:4] == (zaak.uuid, zaak.startdatum, zaak.einddatum, zaak.zaaktype)
    assert rollen is None or all(isinstance(rol, Rol) for rol in rollen)
