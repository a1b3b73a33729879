"""A zaak as registers write it: a few things must be right, all else may be strange."""

from datetime import UTC, date, datetime

import pytest

from mijnzaken_bff.zgw.zaak import Zaak, expanded, is_of_another, kenmerk_of, kop_of, uuid_of_item, zaak_of

UUID = "0c4c3b1e-7c0e-4b5e-9d43-0a5b0c1f7a11"
NIL = "00000000-0000-0000-0000-000000000000"
LINK = f"https://zgw.waterdam.example/zaken/api/v1/zaken/{UUID}"
OTHER = f"{LINK[:-1]}2"
"""The link of another zaak."""
INTERN = f"https://openzaak.intern/zaken/{UUID.upper()}"
"""The same zaak under the name that the register itself goes by."""
BARE = {"url": LINK, "uuid": UUID, "startdatum": "2026-02-20"}
OPTIONAL = [
    "identificatie", "bronorganisatie", "verantwoordelijkeOrganisatie", "omschrijving", "zaaktype", "registratiedatum",
    "einddatumGepland", "uiterlijkeEinddatumAfdoening", "laatstGemuteerd", "verlenging", "opschorting", "hoofdzaak",
    "status", "resultaat",
]  # fmt: skip
STRANGE = [None, "", " ", {}, [], [None], 0, -1, 3.5, True, {"a": {"b": []}}]


def read(**changes: object) -> Zaak:
    zaak = zaak_of({**BARE, **changes})
    assert zaak is not None
    return zaak


def test_a_uuid_and_a_startdatum_are_enough():
    zaak = zaak_of(BARE)

    assert zaak is not None
    assert (zaak.uuid, zaak.startdatum) == (UUID, date(2026, 2, 20))
    assert zaak.model_dump(exclude={"uuid", "startdatum"}) == dict.fromkeys(
        Zaak.model_fields.keys() - {"uuid", "startdatum"}
    )


@pytest.mark.parametrize("field", OPTIONAL)
@pytest.mark.parametrize("value", STRANGE, ids=repr)
def test_a_strange_value_in_a_field_that_may_be_missing_costs_only_that_field(field, value):
    zaak = zaak_of({**BARE, field: value})

    assert zaak is not None
    assert zaak.startdatum == date(2026, 2, 20)
    told = zaak.model_dump(by_alias=True)[field]
    assert told is None or not any(told.values())


@pytest.mark.parametrize("value", [None, "", "1753-01-01", "1899-12-31", "1753-01-01T00:00:00Z"], ids=repr)
def test_no_date_and_a_date_before_1900_both_mean_no_einddatum(value):
    assert read(einddatum=value).einddatum is None


@pytest.mark.parametrize("value", ["2026-02-21", "2026-02-21T00:30:00+01:00", "2026-02-21 00:00:00"])
def test_an_einddatum_may_carry_a_time(value):
    assert read(einddatum=value).einddatum == date(2026, 2, 21)


@pytest.mark.parametrize(
    "value",
    ["morgen", "21-02-2026", "2026-02-30", "2026-02", "20260221", "2026-02-21x", 20260221, 0, True, False, [], {}],
    ids=repr,
)
def test_an_einddatum_that_cannot_be_read_makes_the_zaak_unreadable(value):
    assert zaak_of({**BARE, "einddatum": value}) is None


@pytest.mark.parametrize(
    "value",
    ["0", "86400", "1234567890", "", " ", "morgen", "2026-02-30", "20-02-2026", "1753-01-01", "0001-01-01", None, 0,
     86400, 1.5, True, [], {}, "２０２６-02-20"],
    ids=repr,
)  # fmt: skip
def test_a_zaak_without_a_startdatum_we_can_trust_is_unreadable(value):
    assert zaak_of({**BARE, "startdatum": value}) is None


def test_a_zaak_whose_startdatum_is_missing_is_unreadable():
    assert zaak_of({"uuid": UUID}) is None


@pytest.mark.parametrize("value", ["2026-02-20", "2026-02-20T00:00:00Z", "2026-02-20T10:00:00+01:00"])
def test_a_startdatum_may_carry_a_time(value):
    assert read(startdatum=value).startdatum == date(2026, 2, 20)


@pytest.mark.parametrize(
    ("keys", "uuid"),
    [
        pytest.param({"uuid": UUID}, UUID, id="in its own field"),
        pytest.param({"uuid": UUID.upper()}, UUID, id="in capitals"),
        pytest.param({"url": LINK}, UUID, id="only in the url"),
        pytest.param({"uuid": None, "url": LINK}, UUID, id="null, and in the url"),
        pytest.param({"uuid": "", "url": LINK}, UUID, id="empty, and in the url"),
        pytest.param({"uuid": NIL, "url": LINK}, UUID, id="all zeros, and in the url"),
        pytest.param({"uuid": 7, "url": LINK}, UUID, id="a number, and in the url"),
        pytest.param({"uuid": NIL}, None, id="all zeros"),
        pytest.param({"url": f"https://zgw.waterdam.example/zaken/{NIL}"}, None, id="all zeros in the url"),
        pytest.param({"uuid": UUID[:-1]}, None, id="too short"),
        pytest.param({"uuid": UUID.replace("0", "g")}, None, id="not hexadecimal"),
        pytest.param({"url": LINK + "/x"}, None, id="not at the end of the url"),
        pytest.param({"url": LINK + "/?x=1"}, UUID, id="at the end of the path"),
        pytest.param({"url": [LINK]}, None, id="a list"),
        pytest.param({}, None, id="nowhere"),
        pytest.param({"uuid": UUID, "url": LINK.upper()}, UUID, id="in both, and the same"),
        pytest.param({"uuid": UUID, "url": OTHER}, None, id="two zaken at once"),
        pytest.param({"uuid": UUID, "url": "https://x.example/1"}, UUID, id="a url that names none"),
    ],
)
def test_which_zaak_it_is_stands_in_its_uuid_or_its_url(keys, uuid):
    item = {"startdatum": "2026-02-20", **keys}

    assert uuid_of_item(item) == uuid
    assert (zaak_of(item) is None) is (uuid is None)


@pytest.mark.parametrize("item", [None, "zaak", 3, [], [BARE]], ids=repr)
def test_something_that_is_no_object_is_no_zaak(item):
    assert uuid_of_item(item) is None


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-11-23T16:42:12.772115Z", datetime(2026, 11, 23, 16, 42, 12, 772115, UTC)),
        ("2026-11-23T16:42:12Z", datetime(2026, 11, 23, 16, 42, 12, tzinfo=UTC)),
        ("2026-11-23T17:42:12+01:00", datetime(2026, 11, 23, 16, 42, 12, tzinfo=UTC)),
        ("2026-11-23T17:42:12", datetime(2026, 11, 23, 16, 42, 12, tzinfo=UTC)),
        ("2026-07-01T12:00:00", datetime(2026, 7, 1, 10, 0, tzinfo=UTC)),
        ("2026-11-23", datetime(2026, 11, 22, 23, 0, tzinfo=UTC)),
        ("1753-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59Z", None),
        ("9999-12-31T23:59:59-05:00", None),
        ("gisteren", None),
        ("", None),
        (1795459332, None),
    ],
)
def test_a_moment_without_a_zone_is_dutch_time(value, moment):
    assert read(laatstGemuteerd=value).laatst_gemuteerd == moment


def test_empty_groups_are_no_extension_and_no_suspension():
    zaak = read(verlenging={"reden": "", "duur": None}, opschorting={"indicatie": False, "reden": ""})

    assert zaak.verlenging is not None
    assert zaak.verlenging.duur is None
    assert zaak.opschorting is not None
    assert not zaak.opschorting.indicatie
    assert not zaak.opschorting.eerdere_opschorting


@pytest.mark.parametrize("value", ["true", "ja", 1, None, "", {}, []], ids=repr)
def test_only_true_is_a_suspension(value):
    zaak = read(opschorting={"indicatie": value, "eerdereOpschorting": value})

    assert zaak.opschorting is not None
    assert not zaak.opschorting.indicatie
    assert not zaak.opschorting.eerdere_opschorting


@pytest.mark.parametrize(
    ("group", "value"),
    [
        pytest.param({"status": {"statustype": "x"}}, {"statustype": "x"}, id="there"),
        pytest.param({}, None, id="missing"),
        pytest.param({"status": None}, None, id="null"),
        pytest.param({"status": {}}, None, id="empty"),
        pytest.param({"status": ""}, None, id="an empty text"),
        pytest.param({"status": []}, None, id="an empty list"),
        pytest.param({"status": {"_error": {"status": 403}}}, None, id="an error in its place"),
        pytest.param(None, None, id="no group"),
        pytest.param([], None, id="a list for a group"),
        pytest.param("status", None, id="a text for a group"),
    ],
)
def test_an_expanded_relation_is_there_or_not(group, value):
    assert expanded({**BARE, "_expand": group}, "status") == value


@pytest.mark.parametrize("relation", ["status", "resultaat"])
@pytest.mark.parametrize(
    ("zaak", "there"),
    [
        (LINK, True), (INTERN, True), (LINK + "/", True), ({"url": LINK}, True), (None, True), ("", True), (" ", True),
        (OTHER, False), ("https://x.example/1", False), ({"url": OTHER}, False), ([OTHER], False), (7, False),
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_of_another_zaak_did_not_come_with_this_one(relation, zaak, there):
    value = {"zaak": zaak, "statustype": "x", "resultaattype": "x"}
    item = {**BARE, relation: "x", "einddatum": "2026-02-21", "_expand": {relation: value}}

    read, kop = zaak_of(item), kop_of(item)

    assert expanded(item, relation) == (value if there else None)
    assert read is not None
    assert (getattr(read, f"expanded_{relation}") is not None) is there
    assert kop is not None
    assert kop.lacks is not there


@pytest.mark.parametrize(
    ("zaak", "item", "another"),
    [
        pytest.param(LINK, {"uuid": UUID}, False, id="an item without url"),
        pytest.param(OTHER, {"uuid": UUID}, True, id="an item without url, another zaak"),
        pytest.param(LINK, {"url": LINK}, False, id="an item without uuid"),
        pytest.param(INTERN, {"url": LINK}, False, id="another host"),
        pytest.param(f" {LINK} ", {"url": LINK}, False, id="blanks around it"),
        pytest.param(LINK, {"uuid": UUID, "url": OTHER}, True, id="an item that is two zaken"),
        pytest.param(LINK, {}, True, id="an item that is no zaak"),
        pytest.param(None, {}, False, id="nothing told"),
    ],
)
def test_a_link_names_another_zaak_or_this_one(zaak, item, another):
    assert is_of_another(zaak, item) is another


def test_a_zaak_without_anything_expanded_has_none():
    assert expanded(BARE, "status") is None


@pytest.mark.parametrize("value", ["https://x.example/1", [], ["x"], 3, True, {"_error": 1}], ids=repr)
def test_a_relation_that_is_not_an_object_is_not_expanded(value):
    zaak = zaak_of({**BARE, "_expand": {"status": value, "resultaat": value}})

    assert zaak is not None
    assert zaak.expanded_status is None
    assert zaak.expanded_resultaat is None


def test_an_expanded_status_is_read_with_its_moment():
    status = {
        "statustype": "https://x.example/s/1",
        "datumStatusGezet": "2026-08-13T08:07:00Z",
        "statustoelichting": "",
    }

    zaak = zaak_of({**BARE, "_expand": {"status": status}})

    assert zaak is not None
    assert zaak.expanded_status is not None
    assert zaak.expanded_status.datum_status_gezet == datetime(2026, 8, 13, 8, 7, tzinfo=UTC)
    assert zaak.expanded_status.statustoelichting is None


def test_what_we_do_not_know_passes():
    assert zaak_of({**BARE, "zaakgeometrie": {"type": "Point"}, "nieuwVeld": [1, 2], "_expand": {"x": 1}}) is not None


def test_an_item_cannot_write_over_what_we_put_beside_it():
    zaak = zaak_of({**BARE, "_status": {"statustype": "x"}, "_resultaat": {"resultaattype": "x"}})

    assert zaak is not None
    assert zaak.expanded_status is None
    assert zaak.expanded_resultaat is None


@pytest.mark.parametrize(
    ("bronorganisatie", "identificatie", "kenmerk"),
    [
        pytest.param("001117518", "ZAAK-1", "001117518 ZAAK-1", id="both"),
        pytest.param("1117518", " ZAAK-1 ", "001117518 ZAAK-1", id="zeros that a register lost"),
        pytest.param("001117518", "zaak-1", "001117518 zaak-1", id="a small letter is another letter"),
        pytest.param("001117518", "", None, id="no number"),
        pytest.param("001117518", None, None, id="null"),
        pytest.param("", "ZAAK-1", None, id="of nobody knows whom"),
        pytest.param("001117518", 7, None, id="no text"),
    ],
)
def test_what_a_zaak_is_called_is_its_number_at_its_organisatie(bronorganisatie, identificatie, kenmerk):
    assert kenmerk_of({"bronorganisatie": bronorganisatie, "identificatie": identificatie}) == kenmerk
    assert kenmerk_of({}) is None
