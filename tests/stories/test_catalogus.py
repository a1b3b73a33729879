"""``mijnzaken-bff check --catalogus``: what a functional administrator sees before residents do."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from mijnzaken_bff.cli import main
from mijnzaken_bff.demo.gemeente import vormen
from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.dialecten import ESUITE, GATEWAY, ONEGROUND, OPEN_ZAAK, ZAKEN_16
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaaktype
from tests.lekken import leaks
from tests.opnamen.lezen import Letter
from tests.opnamen.vullen import SECRET as SECRET_VAN_HET_LAB
from tests.opnamen.vullen import gemeente_uit_opnamen
from tests.stories.portaal import CLIENT_ID, SECRET, Toneel, vragen_aan

Check = Callable[..., tuple[int, str]]
LETTERS: tuple[Letter, ...] = ("a", "b")
Found = tuple[int, dict[str, Any]]

PARKEREN = (
    {"omschrijving": "Aanvraag ontvangen", "statustekst": "Wij hebben uw aanvraag."},
    "Toetsing gestart",
    "Groen",
    "Afgehandeld",
)


@pytest.fixture
def check(toneel: Toneel, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """Runs the command on gemeenten; its exit code and what it printed, in which no number and no secret stands."""
    toneel.klok.moment = datetime.now(UTC)  # the command goes by the clock of the machine

    def run(bronnen: Mapping[str, Gemeente], *options: str, **instellingen: Any) -> tuple[int, str]:
        bron = {"tijd": {"totaal": "2s", "verbinden": "1s"}} | instellingen.pop("bron", {})
        path = tmp_path / "mijnzaken.yaml"
        configuratie = toneel.configuratie(bronnen, bron=bron, **instellingen)
        path.write_text(yaml.safe_dump(configuratie, allow_unicode=True, sort_keys=False), encoding="utf-8")
        code = main(["check", "--catalogus", "--config", str(path), *options])
        said = capsys.readouterr()
        assert not leaks(said.out + said.err)
        assert SECRET not in said.out + said.err
        return code, said.out + ("" if said.out else said.err)

    return run


@pytest.fixture
def told(check: Check) -> Callable[..., Found]:
    """The same as JSON, by bron."""

    def run(bronnen: Mapping[str, Gemeente], *options: str, **instellingen: Any) -> Found:
        code, out = check(bronnen, "--json", *options, **instellingen)
        return code, {bron["bron"]: bron for bron in json.loads(out)["bronnen"]}

    return run


def statussen(bron: Mapping[str, Any], identificatie: str) -> list[tuple[str, str, str]]:
    """The statustypen of one zaaktype: name, fase, and why."""
    (kaart,) = [kaart for kaart in bron["zaaktypen"] if kaart["identificatie"] == identificatie]
    return [(s["omschrijving"], s["fase"], s["waarom"]) for s in kaart["statustypen"]]


def test_of_every_statustype_it_says_which_fase_and_why(check: Check, waterdam: Gemeente):
    zaaktype(waterdam, "ZT-PARKEREN", "Parkeervergunning behandelen", statustypen=PARKEREN)
    regel = {"fase": "geaccepteerd", "naam": "Wij toetsen uw aanvraag"}
    regels = {"titel": "Parkeervergunning", "statussen": {"toetsing gestart": regel}, "verberg": ["groen"]}

    code, out = check({"waterdam": waterdam}, bron={"fasen": {"zaaktypen": {"ZT-PARKEREN": regels}}})

    guessed = "1 geraden (1 uit een woord, 0 uit de plaats in het rijtje)"
    assert code == 0
    assert out.splitlines() == [
        "✓ waterdam  Gemeente Waterdam (openZaak)",
        "  1 zaaktype geldt nu: bewoners zien er 1. Volgens de catalogus zijn er 0 intern.",
        "",
        "  ✓ ZT-PARKEREN  Parkeervergunning behandelen",
        "      titel voor bewoners: Parkeervergunning",
        "      geldt sinds 1 januari 2020",
        '        1  Aanvraag ontvangen  geregistreerd   door het woord "ontvangen"',
        "           uitleg: Wij hebben uw aanvraag.",
        "        2  Toetsing gestart    geaccepteerd    door uw configuratie",
        "           naam:   Wij toetsen uw aanvraag",
        "        3  Groen               in behandeling  door de plaats in het rijtje: 3 van 4",
        "           bewoners zien deze status niet: hij staat in verberg",
        "        4  Afgehandeld         afgerond        zodra de zaak een einddatum heeft; tot dan: in behandeling",
        "",
        "  Van de 3 statussen hierboven; 1 verborgen:",
        f"    fase   1 door uw configuratie, {guessed}, 1 eindstatus, 0 niet te bepalen",
        "    tekst  1 met een statustekst, 0 met een generieke omschrijving",
        "",
        "1 bron: 1 in orde.",
    ]


@pytest.mark.parametrize(
    ("dialect", "product"),
    [
        (OPEN_ZAAK, "openZaak"), (ONEGROUND, "oneGround"), (ESUITE, "esuite"), (ZAKEN_16, "generiek16"),
        (GATEWAY, "openZaak"),
    ],
    ids=lambda value: getattr(value, "naam", ""),
)  # fmt: skip
def test_a_whole_catalogue_is_read_in_every_dialect(
    told: Callable[..., Found], toneel: Toneel, dialect: Dialect, product: str
):
    gemeente = toneel.gemeente("Gemeente Heuvelrijk", "000740457", dialect=dialect)
    for number in range(120):
        zaaktype(gemeente, f"ZT-{number:03}", f"Soort {number}", statustypen=PARKEREN)
    own = {"tijd": {"totaal": "10s"}, "bsnInUrl": "toegestaan"} if product == "esuite" else {"tijd": {"totaal": "10s"}}

    code, bronnen = told({"heuvelrijk": gemeente}, bron={"product": product, **own}, tijd={"lijst": "12s"})

    bron = bronnen["heuvelrijk"]
    assert (code, bron["stand"], bron["meldingen"]) == (0, "goed", [])
    assert [kaart["identificatie"] for kaart in bron["zaaktypen"]] == [f"ZT-{number:03}" for number in range(120)]
    assert {tuple(statussen(bron, f"ZT-{number:03}")) for number in range(120)} == {
        (
            ("Aanvraag ontvangen", "geregistreerd", 'door het woord "ontvangen"'),
            ("Toetsing gestart", "inBehandeling", 'door de woorden "toetsing gestart"'),
            ("Groen", "inBehandeling", "door de plaats in het rijtje: 3 van 4"),
            ("Afgehandeld", "inBehandeling", "door de plaats in het rijtje: 4 van 4"),
        )
    }
    assert not vragen_aan(gemeente, f"{dialect.voorvoegsel}/zaken/")


def test_nothing_is_asked_but_the_catalogue_and_with_no_parameter_but_its_zaaktype(check: Check, waterdam: Gemeente):
    zaaktype(waterdam, "ZT-PARKEREN", "Parkeren", statustypen=PARKEREN)

    check({"waterdam": waterdam}, bron={"fasen": {"namen": {"Bestaat niet": "geaccepteerd"}}})

    asked = [
        (o.methode, o.pad.removeprefix("/catalogi/api/v1/"), o.query.partition("=")[0]) for o in waterdam.ontvangen
    ]
    assert sorted(asked) == [
        ("GET", "resultaattypen", "zaaktype"), ("GET", "statustypen", "zaaktype"), ("GET", "zaaktypen", ""),
    ]  # fmt: skip


def test_a_register_without_volgnummers_tells_that_it_cannot_tell(told: Callable[..., Found], toneel: Toneel):
    dialect = replace(ESUITE, vormen=(*ESUITE.vormen, vormen.zonder_volgnummer))
    gemeente = toneel.gemeente("Gemeente Duinoord", "111222333", dialect=dialect)
    zaaktype(gemeente, "ZT-A", "Soort", statustypen=("Rood", "Geel"))

    _, bronnen = told({"duinoord": gemeente}, bron={"product": "esuite", "bsnInUrl": "toegestaan"})

    (kaart,) = bronnen["duinoord"]["zaaktypen"]
    assert [melding["soort"] for melding in kaart["meldingen"]] == ["geenVolgorde", "faseOnbekend"]
    assert {status["herkomst"] for status in kaart["statustypen"]} == {"geen"}


def test_the_recorded_catalogues_get_the_fasen_that_one_expects(told: Callable[..., Found], toneel: Toneel):
    recorded = {letter: toneel.opening(gemeente_uit_opnamen(letter, toneel.klok.now)) for letter in LETTERS}
    toegang = {"soort": "zgwJwt", "clientId": "lab-alles", "secret": SECRET_VAN_HET_LAB}

    code, bronnen = told(recorded, bron={"toegang": toegang})

    assert code == 0
    for bron in bronnen.values():
        assert {
            kaart["identificatie"]: (kaart["getoond"], kaart["regel"], kaart["andereVersies"])
            for kaart in bron["zaaktypen"]
        } == {
            "ZT-BEZWAAR": (False, "maximaal", 0), "ZT-MOR": (True, None, 0), "ZT-OMGEVING": (True, None, 0),
            "ZT-PARKEREN": (True, None, 0), "ZT-REISDOC": (True, None, 1), "ZT-WELSTAND": (True, None, 0),
        }  # fmt: skip
        received = ("geregistreerd", 'door het woord "ontvangen"')
        busy = ("inBehandeling", 'door de woorden "in behandeling"')
        decided = ("inBehandeling", 'door de woorden "besluit genomen"')
        expected = {
            "ZT-MOR": [("Ontvangen", *received), ("In behandeling", *busy), ("Afgehandeld", *last(3))],
            "ZT-PARKEREN": [
                ("Ontvangen", *received), ("In behandeling", *busy), ("Besluit genomen", *decided),
                ("Afgehandeld", *last(4)),
            ],
            "ZT-REISDOC": [("Ontvangen", *received), ("Afgehandeld", *last(2))],
            "ZT-WELSTAND": [
                ("Ingepland", *received), ("In onderzoek", *busy), ("Concept gereed", *busy), ("Vastgesteld", *decided),
                ("Afgerond", *last(5)),
            ],
            "ZT-OMGEVING": [
                ("Ontvangen", *received), ("Volledigheidstoets", *busy), ("Inhoudelijke toets", *busy),
                ("Ter inzage gelegd", *busy), ("Besluitvorming", *busy), ("Besluit bekendgemaakt", *decided),
                ("Afgehandeld", *last(7)),
            ],
            "ZT-BEZWAAR": [
                ("Ontvangen", *received), ("Ontvankelijk verklaard", *busy), ("Hoorzitting", *busy),
                ("Advies commissie", *busy), ("Beslissing op bezwaar", *decided), ("Afgehandeld", *last(6)),
            ],
        }  # fmt: skip
        for name, rows in expected.items():
            generic = " in de generieke omschrijving"
            assert statussen(bron, name) == [
                (naam, fase, why if why.startswith("door de plaats") else why + generic) for naam, fase, why in rows
            ]
        assert (bron["dekking"]["intern"], bron["dekking"]["getoond"]) == (1, 5)
        assert bron["dekking"]["faseDoor"] == {
            "configuratie": 0, "generiek": 16, "naam": 0, "eindstatus": 5, "positie": 0, "geen": 0,
        }  # fmt: skip


def last(place: int) -> tuple[str, str]:
    """What is told of the eindstatus, while a zaak has no einddatum."""
    return "inBehandeling", f"door de plaats in het rijtje: {place} van {place}"


def test_what_is_hidden_is_listed_with_the_rule_that_hides_it(check: Check, waterdam: Gemeente):
    zaaktype(waterdam, "ZT-PARKEREN", "Parkeren", statustypen=PARKEREN)
    zaaktype(waterdam, "ZT-INTERN", "Nota", statustypen=PARKEREN, indicatie="intern")
    zaaktype(waterdam, "ZT-GEHEIM", "Onderzoek", statustypen=PARKEREN, vertrouwelijkheidaanduiding="geheim")
    zaaktype(waterdam, "ZT-WEG", "Vervallen", statustypen=PARKEREN)
    zichtbaarheid = {"intern": "weiger", "zaaktypen": {"weiger": ["ZT-WEG"], "vanaf": {"ZT-PARKEREN": "2026-01-01"}}}

    code, out = check({"waterdam": waterdam}, bron={"zichtbaarheid": zichtbaarheid})

    secret = "zaken ervan zijn geheim als niemand iets anders kiest, en maximaal is zaakvertrouwelijk"
    assert code == 0
    assert "4 zaaktypen gelden nu: bewoners zien er 1, en 3 niet. Volgens de catalogus is er 1 intern." in out
    assert "      alleen zaken die op of na 1 januari 2026 zijn begonnen" in out
    assert out[out.index("  Niet getoond:") :].splitlines()[1:4] == [
        f"    ZT-GEHEIM  Onderzoek: {secret}",
        "    ZT-INTERN  Nota: is intern, en zichtbaarheid.intern is weiger",
        "    ZT-WEG  Vervallen: staat in zichtbaarheid.zaaktypen.weiger",
    ]


def test_rules_that_hide_everything_are_a_fault(check: Check, waterdam: Gemeente):
    zaaktype(waterdam, "ZT-PARKEREN", "Parkeren", statustypen=PARKEREN)

    code, out = check({"waterdam": waterdam}, bron={"zichtbaarheid": {"zaaktypen": {"toon": ["ZT-PARKERN"]}}})

    assert code == 1
    assert "✗ uw regels verbergen elk zaaktype: bewoners zien hier niets" in out
    assert "ZT-PARKEREN  Parkeren: staat niet in zichtbaarheid.zaaktypen.toon" in out
    assert 'Bedoelt u "ZT-PARKEREN"?' in out


def test_a_bron_that_does_not_have_the_zaaktype_that_was_named_says_so(
    check: Check, waterdam: Gemeente, duinoord: Gemeente
):
    zaaktype(waterdam, "ZT-A", "Hier", statustypen=PARKEREN)
    zaaktype(duinoord, "ZT-B", "Daar", statustypen=PARKEREN)

    code, out = check({"waterdam": waterdam, "duinoord": duinoord}, "--zaaktype", "ZT-B")

    assert code == 0
    assert "  Wat u noemde, staat niet in deze catalogus." in out[: out.index("duinoord")]
    assert out.count("Wat u noemde") == 1


def test_a_zaaktype_can_be_looked_at_before_it_is_shown(check: Check, waterdam: Gemeente):
    zaaktype(waterdam, "ZT-PARKEREN", "Parkeren", statustypen=PARKEREN)
    zaaktype(waterdam, "ZT-MELDING", "Melding", statustypen=("Gemeld", "Klaar"))
    keuze = {"zichtbaarheid": {"zaaktypen": {"toon": ["ZT-PARKEREN"]}}}

    code, out = check({"waterdam": waterdam}, "--zaaktype", "ZT-MELDING", bron=keuze)

    assert code == 0
    assert "ZT-PARKEREN" not in out
    assert "      niet getoond: staat niet in zichtbaarheid.zaaktypen.toon" in out
    assert 'Gemeld  geregistreerd   door het woord "gemeld"' in out
    assert vragen_aan(waterdam, "/catalogi/") == 3

    code, out = check({"waterdam": waterdam}, "--zaaktype", "ZT-MELDIN")
    assert (code, out) == (2, "Geen zaaktype met deze identificatie. Bedoelt u ZT-MELDING?\n")


NAMES: dict[str, tuple[dict[str, Any], str, str, int]] = {
    "a zaaktype in fasen": (
        {"fasen": {"zaaktypen": {"ZT-PARKERN": {}}}},
        '! zaaktype "ZT-PARKERN" komt', "fasen.zaaktypen.ZT-PARKERN", 0,
    ),
    "a status by name": (
        {"fasen": {"zaaktypen": {"ZT-PARKEREN": {"statussen": {"Toetsing gestrat": {}}}}}},
        '! statustype "Toetsing gestrat" van ZT-PARKEREN komt',
        "fasen.zaaktypen.ZT-PARKEREN.statussen.Toetsing gestrat", 0,
    ),
    "a status by volgnummer": (
        {"fasen": {"zaaktypen": {"ZT-PARKEREN": {"statussen": {9: {}}}}}},
        "! volgnummer 9 van ZT-PARKEREN komt", "fasen.zaaktypen.ZT-PARKEREN.statussen[9]", 0,
    ),
    "a status to hide": (
        {"fasen": {"zaaktypen": {"ZT-PARKEREN": {"verberg": ["Groen", "Gron"]}}}},
        '✗ statustype "Gron" van ZT-PARKEREN komt', "fasen.zaaktypen.ZT-PARKEREN.verberg[1]", 1,
    ),
    "a status anywhere": (
        {"fasen": {"namen": {"Toetsing Gestrat": "geaccepteerd"}}},
        '! statustype "Toetsing Gestrat" komt', "fasen.namen.Toetsing Gestrat", 0,
    ),
    "a zaaktype to show": (
        {"zichtbaarheid": {"zaaktypen": {"toon": ["ZT-PARKEREN", "ZT-PARKERN"]}}},
        '! zaaktype "ZT-PARKERN" komt', "zichtbaarheid.zaaktypen.toon[1]", 0,
    ),
    "a zaaktype to refuse": (
        {"zichtbaarheid": {"zaaktypen": {"weiger": ["ZT-PARKERN"]}}},
        '✗ zaaktype "ZT-PARKERN" komt', "zichtbaarheid.zaaktypen.weiger[0]", 1,
    ),
    "a first day": (
        {"zichtbaarheid": {"zaaktypen": {"vanaf": {"ZT-PARKERN": "2026-01-01"}}}},
        '✗ zaaktype "ZT-PARKERN" komt', "zichtbaarheid.zaaktypen.vanaf.ZT-PARKERN", 1,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("bron", "seen", "place", "expected"), NAMES.values(), ids=NAMES.keys())
def test_a_name_that_matches_nothing_is_told_with_its_place_and_what_was_meant(
    *, check: Check, waterdam: Gemeente, tmp_path: Path, bron: dict[str, Any], seen: str, place: str, expected: int
):
    zaaktype(waterdam, "ZT-PARKEREN", "Parkeren", statustypen=PARKEREN)

    code, out = check({"waterdam": waterdam}, bron=bron)

    assert code == expected
    lines = out[out.index("Namen in uw configuratie") :].splitlines()[1:4]
    assert lines[0].strip().startswith(seen)
    where, _, line = lines[1].strip().removesuffix(")").partition(" (regel ")
    assert where == f"staat in: bronnen[0].{place}"
    written = (tmp_path / "mijnzaken.yaml").read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert place.rpartition(".")[2].partition("[")[0] in written or written.strip().startswith(("-", "9"))
    assert "Bedoelt u" in lines[2] or "Kies uit: 1, 2, 3, 4." in lines[2]


def test_a_name_of_an_older_version_is_a_name(told: Callable[..., Found], waterdam: Gemeente):
    zaaktype(waterdam, "ZT-PARKEREN", "Parkeren", statustypen=("Intake gedaan", "Klaar"), eindeGeldigheid="2020-12-31")
    zaaktype(waterdam, "ZT-PARKEREN", "Parkeren", versie=2, statustypen=PARKEREN)
    zaaktype(waterdam, "ZT-OUD", "Weg", statustypen=("Oud",), eindeGeldigheid="2020-12-31")
    regels = {"statussen": {"Intake gedaan": {"fase": "geaccepteerd"}}}
    fasen = {"namen": {"Oud": "geaccepteerd"}, "zaaktypen": {"ZT-PARKEREN": regels, "ZT-OUD": {"titel": "Weg"}}}

    code, bronnen = told({"waterdam": waterdam}, bron={"fasen": fasen})

    bron = bronnen["waterdam"]
    assert (code, bron["namen"], bron["nietGeldig"]) == (0, [], ["ZT-OUD"])
    assert [(k["identificatie"], k["geldigVan"], k["andereVersies"]) for k in bron["zaaktypen"]] == [
        ("ZT-PARKEREN", "2021-01-01", 1)
    ]


def test_a_name_in_standaard_may_be_of_any_bron_and_is_told_once(
    told: Callable[..., Found], waterdam: Gemeente, duinoord: Gemeente
):
    zaaktype(waterdam, "ZT-A", "Hier", statustypen=PARKEREN)
    zaaktype(duinoord, "ZT-B", "Daar", statustypen=PARKEREN)
    standaard = {"zichtbaarheid": {"zaaktypen": {"weiger": ["ZT-B", "ZT-NERGENS"]}}}

    code, bronnen = told({"waterdam": waterdam, "duinoord": duinoord}, standaard=standaard)

    assert code == 1
    assert [(n["naam"], n["plaats"]) for n in bronnen["waterdam"]["namen"]] == [
        ("ZT-NERGENS", "standaard.zichtbaarheid.zaaktypen.weiger[1]")
    ]
    assert bronnen["duinoord"]["namen"] == []


def test_a_catalogue_that_bronnen_share_is_asked_once(told: Callable[..., Found], waterdam: Gemeente):
    zaaktype(waterdam, "ZT-A", "Hier", statustypen=PARKEREN)
    own = {"fasen": {"zaaktypen": {"ZT-A": {"titel": "Elders"}}}}

    _, bronnen = told({"waterdam": waterdam, "waterdam-werk": waterdam}, per_bron={"waterdam-werk": own})

    assert [bron["zaaktypen"][0]["titel"] for bron in bronnen.values()] == ["Hier", "Elders"]
    assert vragen_aan(waterdam) == 0
    assert vragen_aan(waterdam, "/catalogi/") == 3


def test_a_catalogue_that_cannot_be_read_is_told_with_its_cause_and_costs_the_others_nothing(
    check: Check, toneel: Toneel, waterdam: Gemeente, duinoord: Gemeente
):
    zaaktype(waterdam, "ZT-A", "Hier", statustypen=PARKEREN)
    duinoord.fault = Fault("html")
    dicht = toneel.gemeente(
        "Gemeente Heuvelrijk", "000740457", clients={CLIENT_ID: Client(SECRET, catalogi_lezen=False)}
    )

    code, out = check({"duinoord": duinoord, "waterdam": waterdam, "heuvelrijk": dicht})

    assert code == 1
    assert "✗ de zaaktypen zijn niet te lezen. Het antwoord is geen JSON in de vorm van de standaard" in out
    assert "doe: Vraag het recht zaken.lezen en catalogi.lezen" in out
    assert "✓ waterdam" in out
    assert out.splitlines()[-1] == "3 bronnen: 1 in orde, 2 met een fout."


def test_a_zaaktype_is_not_called_unknown_while_a_catalogue_cannot_be_read(check: Check, waterdam: Gemeente):
    waterdam.fault = Fault("500")

    code, out = check({"waterdam": waterdam}, "--zaaktype", "ZT-A")

    assert code == 1
    assert "De bron meldt zelf een storing." in out


def test_statustypen_that_cannot_be_read_are_told_once_and_no_name_is_blamed(check: Check, waterdam: Gemeente):
    for number in range(3):
        zaaktype(waterdam, f"ZT-{number}", "Soort", statustypen=PARKEREN)
    waterdam.fault = Fault("404", alleen="/catalogi/api/v1/statustypen")

    code, out = check({"waterdam": waterdam}, bron={"fasen": {"namen": {"Gron": "geaccepteerd"}}})

    assert code == 1
    assert "✗ bij 3 zaaktypen: de statustypen zijn niet te lezen. Op deze URL staat deze API niet." in out
    assert out.count("niet te lezen") == 1
    assert "Gron" not in out


def test_zaaktypen_under_an_address_that_we_do_not_follow_say_which_setting_is_missing(check: Check, toneel: Toneel):
    gemeente = toneel.gemeente("Gemeente Heuvelrijk", "000740457", dialect=GATEWAY)
    zaaktype(gemeente, "ZT-A", "Soort", statustypen=PARKEREN)
    adres = gemeente.adres  # type: ignore[attr-defined]

    code, out = check({"heuvelrijk": gemeente}, bron={"catalogi": {"url": f"{adres}/catalogi/api/v1/"}})

    assert code == 1
    assert "bij 1 zaaktype: de statustypen en resultaattypen zijn niet te lezen. Het register schrijft" in out
    assert "in catalogi.aliassen." in out


def test_an_empty_catalogue_is_told(check: Check, waterdam: Gemeente):
    code, out = check({"waterdam": waterdam})

    assert code == 0
    assert "! de catalogus is leeg, of wij mogen geen enkel zaaktype zien" in out


def test_a_text_of_a_catalogue_does_nothing_on_a_terminal(check: Check, waterdam: Gemeente):
    ugly = "Wis\x1b[2Jalles\u202e\r\nTweede regel"
    zaaktype(waterdam, "ZT-A", ugly, statustypen=({"omschrijving": ugly, "statustekst": ugly},))

    _, out = check({"waterdam": waterdam})

    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "ZT-A  Wis[2Jalles Tweede regel" in out


def test_the_keys_of_the_json_are_those_that_are_promised(told: Callable[..., Found], waterdam: Gemeente):
    zaaktype(waterdam, "ZT-A", "Soort", statustypen=PARKEREN, doorlooptijd="P0D")

    _, bronnen = told({"waterdam": waterdam}, bron={"fasen": {"namen": {"Gron": "geaccepteerd"}}})

    bron = bronnen["waterdam"]
    (kaart,) = bron["zaaktypen"]
    promised = (Path(__file__).parents[2] / "docs" / "check.md").read_text(encoding="utf-8")
    for part in (bron, kaart, kaart["statustypen"][0], kaart["meldingen"][0], bron["namen"][0], bron["dekking"]):
        assert {key for key in part if f"`{key}`" not in promised} == set()
    assert list(bron["dekking"]["faseDoor"]) == ["configuratie", "generiek", "naam", "eindstatus", "positie", "geen"]


def test_options_that_do_not_go_together_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    for options, said in (
        (["--catalogus", "--leverancier"], "--leverancier kan niet samen met --catalogus."),
        (["--zaaktype", "ZT-A"], "--zaaktype hoort bij --catalogus."),
    ):
        assert main(["check", *options]) == 2
        assert capsys.readouterr().err == f"{said}\n"


def test_how_far_it_is_shows_on_a_terminal(check: Check, waterdam: Gemeente, monkeypatch: pytest.MonkeyPatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    zaaktype(waterdam, "ZT-A", "Soort", statustypen=PARKEREN)
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())

    check({"waterdam": waterdam})

    assert terminal.getvalue().endswith("\r1 zaaktypen gelezen, 1 van 1 bronnen klaar\n")
