"""The configuration file: read whole, or refused with every problem at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from mijnzaken_bff.contract.fase import Fase
from mijnzaken_bff.identity.demo import DEMO_ISSUER
from mijnzaken_bff.settings.place import written as place_written
from mijnzaken_bff.settings.problem import ConfigurationRefused, Problem
from mijnzaken_bff.settings.read import read_settings
from mijnzaken_bff.zgw.profielen import ExpandVorm
from tests.rooms.settings.voorbeeld import SECRET, TOEGANGEN, VOORBEELD, Map, Tree, at, tree, written

BRON = ("bronnen", 0)
UITGEVER = ("uitgevers", 0)


# What is accepted.


def test_the_sample_of_the_design_is_accepted(map_: Map):
    settings = map_.settings(VOORBEELD)

    (bron,) = settings.bronnen
    assert (bron.id, bron.organisatie, bron.onderwerp) == ("waterdam", "gm9902", None)
    assert bron.zaken.url == "https://zgw.waterdam.example/zaken/api/v1/"
    assert bron.zaken.aliassen == ("https://openzaak.intern/zaken/api/v1/",)
    assert bron.documenten[0].url == "https://zgw.waterdam.example/documenten/api/v1/"
    assert bron.toegang.secret.get_secret_value() == SECRET
    assert (bron.tijd.totaal, bron.tijd.verbinden, bron.gelijktijdig) == (4.0, 2.0, 4)
    assert bron.bedrijven == ("nnp_kvk", "nnp_rsin", "vestiging")
    parkeren = bron.fasen.regels_of("ZT-PARKEREN")
    assert parkeren.titel == "Parkeervergunning"
    aanvulling = parkeren.regel_of("aanvulling gevraagd", None)
    assert aanvulling is not None
    assert aanvulling.actie_nodig
    by_number = parkeren.regel_of(None, 3)
    assert by_number is not None
    assert by_number.fase is Fase.IN_BEHANDELING
    assert (settings.tijd.lijst, settings.tijd.achtergrond, settings.geheugen.bij_storing) == (5.0, 15.0, 300.0)
    assert settings.vragen is not None
    assert settings.vragen.keuze == "gevraagd"
    assert settings.organisaties[0].domain().rsin is not None
    assert settings.organisaties[0].domain().telefoon == "14 0999"
    assert settings.uitgevers[0].id == "digid"


def test_the_smallest_configuration_has_a_default_for_the_rest(map_: Map):
    smallest = tree()
    for key in ("ontwikkeling", "dienst", "tijd", "geheugen", "vragen", "standaard"):
        del smallest[key]
    kept = ("id", "naam", "organisatie", "zaken", "catalogi", "toegang")
    smallest["bronnen"] = [{key: smallest["bronnen"][0][key] for key in kept}]

    settings = map_.settings(smallest)

    assert (settings.dienst.adres, settings.dienst.poort, settings.dienst.beheer.poort) == ("127.0.0.1", 8000, 8001)
    assert (settings.tijd.lijst, settings.bronnen[0].tijd.totaal, settings.bronnen[0].tijd.verbinden) == (5, 4, 2)
    assert not settings.ontwikkeling
    assert (settings.bronnen[0].profiel.zoeken, settings.bronnen[0].profiel.get_mag) == ("zoek", False)


def test_a_file_is_read_relative_to_where_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "x").mkdir()
    Map(tmp_path / "x")
    (tmp_path / "x" / "config.yaml").write_text("\ufeff" + VOORBEELD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    settings = read_settings(Path("x/config.yaml"), {})

    assert settings.bronnen[0].toegang.secret.get_secret_value() == SECRET


def test_the_environment_of_the_process_is_read_when_no_other_is_given(
    map_: Map, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "config.yaml").write_text(VOORBEELD.replace("naam: Gemeente Waterdam\n", "naam: ${MIJNZAKEN_NAAM}\n"))
    monkeypatch.setenv("MIJNZAKEN_NAAM", "Gemeente Duinoord")

    assert read_settings(tmp_path / "config.yaml").bronnen[0].naam == "Gemeente Duinoord"


def test_what_the_sample_beside_the_readme_shows_as_a_comment_is_accepted(tmp_path: Path):
    sample = (Path(__file__).parents[3] / "voorbeeld.yaml").read_text(encoding="utf-8")
    shown = "sleutel|stoppen|grenzen|expand|vermogens|uit|onderhoud|gelijktijdig|wachtrij|breker"
    text, count = re.subn(rf"^( +)# ((?:{shown}):)", r"\1\2", sample, flags=re.MULTILINE)
    text, choices = re.subn(r"^( +)# (organisaties: .*?) +#.*$", r"\1\2", text, flags=re.MULTILINE)
    names = dict.fromkeys(re.findall(r"\$\{(\w+)\}", text), SECRET)

    settings = Map(tmp_path, names).settings(text.replace("keuze: alle", "keuze: claim"))

    assert (count, choices) == (10, 1)
    assert settings.dienst.sleutel is not None
    assert [bron.id for bron in settings.bronnen_aan] == ["waterdam"]
    profiel = settings.bronnen[1].profiel
    assert (profiel.expand, profiel.api_versie, profiel.paginagrootte) == ((ExpandVorm.KOMMA,), None, True)


def test_the_sample_beside_the_readme_tells_the_defaults(tmp_path: Path):
    sample = (Path(__file__).parents[3] / "voorbeeld.yaml").read_text(encoding="utf-8")
    shown = "stoppen|grenzen|gelijktijdig|wachtrij|breker"
    told = re.sub(rf"^( +)# ((?:{shown}):)", r"\1\2", sample, flags=re.MULTILINE)
    names = dict.fromkeys(re.findall(r"\$\{(\w+)\}", sample), SECRET)
    without = re.sub(r"^(tijd|geheugen|kanarie): .*\n", "", sample, flags=re.MULTILINE)

    assert told != sample
    assert Map(tmp_path, names).settings(told) == Map(tmp_path, names).settings(without)


# Problems: their place, their line, their words.


def lines_of(problems: list[str], configuration: str) -> list[str]:
    """The line of the file that each problem points at."""
    numbers = [int(match[1]) for problem in problems if (match := re.search(r"\(regel (\d+)\)$", problem))]
    assert len(numbers) == len(problems)
    return [configuration.splitlines()[number - 1] for number in numbers]


@pytest.mark.parametrize(
    ("place", "value", "problem"),
    [
        (("dienst", "poort"), "tachtig", "dienst.poort: verwacht een geheel getal"),
        (("dienst", "poort"), 1.5, "dienst.poort: verwacht een geheel getal"),
        (("dienst", "poort"), 70_000, "dienst.poort: mag ten hoogste 65535 zijn"),
        (("dienst", "poort"), -1, "dienst.poort: moet ten minste 0 zijn"),
        (("dienst", "hosts"), "waterdam.example", "dienst.hosts: verwacht een lijst"),
        (("dienst", "host"), [], "dienst.host: onbekende sleutel"),
        (("dienst",), None, "dienst: verwacht sleutels met waarden"),
        (("dienst",), {3: 4}, "dienst[3]: een sleutel is hier tekst (zet een getal tussen aanhalingstekens)"),
        (("ontwikkeling",), "misschien", "ontwikkeling: verwacht true of false"),
        (("onbekend",), "x", "onbekend: onbekende sleutel"),
        (("tijd", "lijst"), "5 seconden", "tijd.lijst: geen tijdsduur: verwacht bijvoorbeeld 500ms, 5s of 2m"),
        (("tijd", "lijst"), -1, "tijd.lijst: geen tijdsduur: verwacht bijvoorbeeld 500ms, 5s of 2m"),
        (("tijd", "lijst"), None, "tijd.lijst: geen tijdsduur: verwacht bijvoorbeeld 500ms, 5s of 2m"),
        (("tijd", "lijst"), True, "tijd.lijst: geen tijdsduur: verwacht bijvoorbeeld 500ms, 5s of 2m"),
        (("vragen", "keuze"), "soms", "vragen.keuze: verwacht 'alle', 'gevraagd' of 'claim'"),
        (("vragen", "keuze"), None, "vragen.keuze: verwacht 'alle', 'gevraagd' of 'claim'"),
        (
            ("organisaties", 0, "rsin"),
            1117518,
            "organisaties[0].rsin: schrijf een RSIN tussen aanhalingstekens: zonder verliest het zijn nullen",
        ),
        (
            ("organisaties", 0, "rsin"),
            "123456789",
            "organisaties[0].rsin: geen geldig RSIN: negen cijfers die de elfproef doorstaan",
        ),
        (("organisaties", 0, "naam"), "", "organisaties[0].naam: mag niet leeg zijn"),
        (
            ("organisaties", 0, "id"),
            "Waterdam",
            "organisaties[0].id: verwacht kleine letters, cijfers en streepjes, zoals waterdam-2",
        ),
        (("organisaties", 0, "id"), "a" * 61, "organisaties[0].id: mag ten hoogste 60 tekens lang zijn"),
        (("organisaties", 0, "id"), 9902, "organisaties[0].id: verwacht tekst (zet een getal tussen aanhalingstekens)"),
        (("organisaties",), [], "organisaties: mag niet leeg zijn"),
        (("organisaties",), {}, "organisaties: verwacht een lijst"),
        (("organisaties", 0), "gm9902", "organisaties[0]: verwacht sleutels met waarden"),
        ((*UITGEVER, "kanaal"), "balie", None),
        ((*UITGEVER, "speling"), "2m", "uitgevers[0].speling: mag niet groter zijn dan 60s"),
        (
            (*UITGEVER, "betrouwbaarheid"),
            ...,
            "uitgevers[0].betrouwbaarheid: ontbreekt: kanaal burger vraagt een minimum",
        ),
        (
            (*UITGEVER, "algoritmen"),
            ["HS256"],
            "uitgevers[0].algoritmen: HS256 is niet toegelaten, kies uit PS256, RS256, ES256, PS384, RS384, ES384, PS512, RS512, ES512, EdDSA",  # noqa: E501
        ),
        (
            (*UITGEVER, "jwksUrl"),
            "x",
            "uitgevers[0].jwksUrl: verwacht een adres als https://host/pad, zonder naam, wachtwoord of #",
        ),
        ((*UITGEVER, "doelgroepen"), [], "uitgevers[0].doelgroepen: mag niet leeg zijn en geen lege tekst bevatten"),
        (("dienst", "proxies"), ["x"], "dienst.proxies[0]: verwacht een adres of een netwerk: 10.0.0.7 of 10.0.0.0/8"),
        (
            ("dienst", "proxies"),
            ["10.0.0.1/8"],
            "dienst.proxies[0]: een netwerk begint bij zijn eerste adres: 10.0.0.0/8, en niet 10.0.0.7/8",
        ),
        ((*UITGEVER, "betrokkene", 0, "pad"), "bsn", "uitgevers[0].betrokkene[0].pad: verwacht een lijst"),
        (
            (*UITGEVER, "betrokkene", 0, "type"),
            "pgn",
            "uitgevers[0].betrokkene[0].type: verwacht 'bsn', 'kvk' of 'rsin'",
        ),
        ((*UITGEVER, "betrokkene", 0, "type"), ..., "uitgevers[0].betrokkene[0].type: ontbreekt"),
        (
            (*UITGEVER, "betrokkene", 0, "wanneer"),
            {"pad": ["x"]},
            "uitgevers[0].betrokkene[0].wanneer: vraagt precies één van is, begint en ontbreekt",
        ),
        (
            (*UITGEVER, "betrokkene", 0, "wanneer"),
            [{"pad": ["x"], "is": "y"}, {"pad": ["x"]}],
            "uitgevers[0].betrokkene[0].wanneer[1]: vraagt precies één van is, begint en ontbreekt",
        ),
        (
            (*UITGEVER, "betrokkene", 0, "handelende"),
            {"type": "bsn"},
            "uitgevers[0].betrokkene[0].handelende.pad: ontbreekt",
        ),
        (
            (*UITGEVER, "betrokkene", 0, "handelende"),
            {"type": "bsn", "pad": ["x"]},
            "uitgevers[0].betrokkene[0].handelende: handelende en vertegenwoordiging.stijl: geen spreken elkaar tegen",
        ),
        ((*BRON, "naam"), ..., "bronnen[0].naam: ontbreekt"),
        ((*BRON, "id"), "water_dam", "bronnen[0].id: verwacht kleine letters, cijfers en streepjes, zoals waterdam-2"),
        (
            (*BRON, "product"),
            "anders",
            "bronnen[0].product: verwacht 'openZaak', 'oneGround', 'esuite', 'generiek16', 'generiek15' of 'generiek10'",  # noqa: E501
        ),
        ((*BRON, "onderwerp"), "", "bronnen[0].onderwerp: mag niet leeg zijn"),
        ((*BRON, "gelijktijdig"), 0, "bronnen[0].gelijktijdig: moet ten minste 1 zijn"),
        ((*BRON, "gelijktijdig"), 51, "bronnen[0].gelijktijdig: mag ten hoogste 50 zijn"),
        ((*BRON, "bsnInUrl"), "ja", "bronnen[0].bsnInUrl: verwacht 'verboden' of 'toegestaan'"),
        ((*BRON, "zoeken"), "put", "bronnen[0].zoeken: verwacht 'zoek' of 'get'"),
        (
            (*BRON, "bedrijven"),
            ["nnp_kvk", "kvk"],
            "bronnen[0].bedrijven[1]: verwacht 'nnp_kvk', 'nnp_rsin', 'nnp_kvk_in_innnnpid', 'ann_identificatie', 'vestiging' of 'vestiging_kvk'",  # noqa: E501
        ),
        (
            (*BRON, "bedrijven"),
            ["nnp_kvk", "nnp_rsin", "nnp_kvk"],
            "bronnen[0].bedrijven: nnp_kvk staat er twee keer",
        ),
        (
            (*BRON, "expand"),
            "soms",
            "bronnen[0].expand: verwacht 'auto', 'lijst', 'komma', 'query', 'velden' of 'uit'",
        ),
        (
            (*BRON, "expand"),
            ["lijst"],
            "bronnen[0].expand: verwacht 'auto', 'lijst', 'komma', 'query', 'velden' of 'uit'",
        ),
        ((*BRON, "proefnummers", "bsn"), "123456789", "bronnen[0].proefnummers.bsn: geen geldig nummer"),
        (
            (*BRON, "proefnummers", "bsn"),
            999999990,
            "bronnen[0].proefnummers.bsn: verwacht tekst (zet een getal tussen aanhalingstekens)",
        ),
        ((*BRON, "proefnummers", "rsin"), "123456789", "bronnen[0].proefnummers.rsin: geen geldig nummer"),
        ((*BRON, "proefnummers", "kvk"), "123456789", "bronnen[0].proefnummers.kvk: geen geldig nummer"),
        (
            (*BRON, "proefnummers", "vestiging"),
            "999999999998",
            "bronnen[0].proefnummers: vestiging vraagt ook kvk of rsin: een vestiging is van iemand",
        ),
        (("kanarie",), {"bijFout": "0s"}, "kanarie: bijFout moet groter zijn dan 0"),
        (
            ("kanarie",),
            {"elke": "10s"},
            "kanarie: bijFout is langer dan elke: na een fout zou de proef later komen dan anders",
        ),
        (
            (*BRON, "zaken", "url"),
            "zgw.waterdam.example",
            "bronnen[0].zaken.url: geen basis-URL: verwacht https://host/pad/, zonder vraagteken of naam",
        ),
        (
            (*BRON, "documenten", 0, "url"),
            "https://x?y",
            "bronnen[0].documenten[0].url: geen basis-URL: verwacht https://host/pad/, zonder vraagteken of naam",
        ),
        (
            (*BRON, "zaken", "headers"),
            {"Authorization": "x"},
            "bronnen[0].zaken.headers: Authorization bepaalt de dienst zelf",
        ),
        ((*BRON, "toegang", "secret"), ..., "bronnen[0].toegang.secret: ontbreekt"),
        (
            (*BRON, "toegang", "secret"),
            "uitgeschreven-en-lang-genoeg-voor-hs256",
            "bronnen[0].toegang.secret: een geheim hoort niet in dit bestand: schrijf {bestand: pad} of ${NAAM}",
        ),
        (
            (*BRON, "toegang", "soort"),
            "apiKey",
            "bronnen[0].toegang.soort: verwacht 'zgwJwt', 'oauth2', 'apiSleutel', 'token' of 'geen'",
        ),
        ((*BRON, "toegang", "soort"), ..., "bronnen[0].toegang.soort: ontbreekt"),
        ((*BRON, "portaal"), "geen adres", None),
        ((*BRON, "zichtbaarheid", "maximaal"), "topgeheim", None),
        ((*BRON, "fasen", "namen", "klaar"), "afgerond", None),
        ((*BRON, "fasen", "zaaktypen", "ZT-PARKEREN", "statussen", 3, "fase"), "klaar", None),
        (
            (*BRON, "tijd", "verbinden"),
            "4500ms",
            "bronnen[0]: tijd.verbinden is langer dan tijd.totaal: verbinden zou nooit kunnen mislukken",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place_and_its_line(
    map_: Map, place: tuple[str | int, ...], value: Any, problem: str | None
):
    configuration = at(place, value)
    text = written(configuration)

    (told,) = map_.problems(text)

    what, _, _ = told.rpartition(" (regel ")
    if problem is not None:
        assert what == problem
    assert what.startswith(place_written(place[:2]).partition(".")[0])
    (line,) = lines_of([told], text)
    assert any(str(part) in line for part in place) or line.lstrip().startswith(("- ", "3:"))


TOKEN = {"soort": "token", "schema": "Token", "token": {"bestand": "waterdam.secret"}}


@pytest.mark.parametrize(
    ("place", "value", "problem", "line"),
    [
        (("toegang",), {**TOKEN, "token": {"bestand": "weg"}}, "toegang.token: het bestand", "      token:"),
        (("toegang",), {**TOKEN, "token": "x"}, "toegang.token: een geheim hoort niet in", "      token: x"),
        (("toegang",), {"soort": "token", "schema": "Token"}, "toegang.token: ontbreekt", "    toegang:"),
        (("toegang",), {**TOKEN, "schema": "a b"}, "toegang.schema: verwacht één woord", "      schema: a b"),
        (("catalogi", "toegang"), {"soort": "geen", "token": 1}, "catalogi.toegang.token: onbekende", "token: 1"),
        (
            ("toegang",),
            {"soort": "oauth2", "tokenUrl": "x", "clientId": "x", "secret": {"bestand": "waterdam.secret"}},
            "toegang.tokenUrl: geen adres",
            "      tokenUrl: x",
        ),
        (("tls",), {"ca": "waterdam.secret"}, "tls.ca: in het bestand", "      ca: waterdam.secret"),
        (("tls",), {"ca": "weg.pem"}, "tls.ca: het bestand", "      ca: weg.pem"),
        (("documenten", 0, "tls"), {"sleutel": "waterdam.secret"}, "documenten[0].tls: sleutel zonder", "tls:"),
        (("zaken", "headers"), {"X-A": 3}, "zaken.headers.X-A: verwacht tekst of {bestand: pad}", "X-A: 3"),
        (("zaken", "headers"), {"X-A": {"bestand": "weg"}}, "zaken.headers.X-A: het bestand", "X-A:"),
    ],
)
def test_a_mistake_in_how_we_log_in_is_told_with_its_place_and_its_line(
    map_: Map, place: tuple[str | int, ...], value: Any, problem: str, line: str
):
    text = written(at((*BRON, *place), value))

    (told,) = map_.problems(text)

    assert told.startswith(f"bronnen[0].{problem}")
    (found,) = lines_of([told], text)
    assert found.endswith(line.strip())


ENGLISH = re.compile(
    r"\b(should|must|input|valid|field|string|required|expected|error|least|most|type)\b", re.IGNORECASE
)
MARK = "MARKERMARKER"
VALUES: tuple[Any, ...] = (
    None, True, 3, -1, 1.5, 10**30, float("nan"), "", "x", "x" * 70, [], ["x"], [[]], {}, {"x": "x"}, {3: 4},
)  # fmt: skip
MARKED: tuple[Any, ...] = (MARK, "${MARK}", f"{MARK} {MARK}", f"https://{MARK}@x/", [MARK], {"x": MARK}, {"x": [MARK]})


def everywhere(value: Any, depth: int, node: Any = None) -> Any:
    """The sample with ``value`` at every place so deep, and at every leaf above."""
    node = tree() if node is None else node
    if depth == 0 or not isinstance(node, dict | list) or not node:
        return value
    if isinstance(node, list):
        return [everywhere(value, depth - 1, child if child is not None else "") for child in node]
    return {key: everywhere(value, depth - 1, child if child is not None else "") for key, child in node.items()}


def leaves(node: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in a tree that holds a value and no others."""
    if not isinstance(node, dict | list):
        yield place
        return
    for part, child in node.items() if isinstance(node, dict) else enumerate(node):
        yield from leaves(child, (*place, part))


@pytest.mark.parametrize("depth", range(1, 10))
def test_whatever_stands_wherever_is_refused_in_dutch_with_a_line(map_: Map, depth: int):
    for value in VALUES:
        problems = map_.problems(everywhere(value, depth))
        assert problems
        for problem in problems:
            assert not ENGLISH.search(problem.partition(": ")[2]), problem
            assert problem.endswith(")"), problem
            assert not re.search(r"<\w+\.|literal|enum", problem), problem


@pytest.mark.parametrize("depth", range(1, 10))
def test_no_value_of_the_file_or_the_environment_is_ever_repeated(tmp_path: Path, depth: int):
    map_ = Map(tmp_path, {"MARK": MARK})
    for value in MARKED:
        problems = map_.refused(everywhere(value, depth))
        assert problems
        assert MARK not in " ".join(str(problem) for problem in problems if not _may_repeat(problem))


def test_no_single_value_is_repeated_either(tmp_path: Path):
    map_ = Map(tmp_path, {"MARK": MARK})
    problems = [problem for place in leaves(tree()) for problem in map_.refused(at(place, "${MARK}"))]

    assert len(problems) > 20
    assert MARK not in " ".join(str(problem) for problem in problems if not _may_repeat(problem))


LOGGING_IN: tuple[tuple[tuple[str | int, ...], Tree], ...] = (
    *((("toegang",), toegang) for toegang in TOEGANGEN),
    (("catalogi", "toegang"), TOEGANGEN[1]),
    (("tls",), {"certificaat": "x", "sleutel": "x", "ca": "x", "wachtwoord": {"bestand": "waterdam.secret"}}),
    (("zaken", "headers"), {"X-Een": "x", "Fsc-Grant-Hash": {"bestand": "waterdam.secret"}}),
)


@pytest.mark.parametrize(("place", "value"), LOGGING_IN, ids=lambda it: str(it)[:30])
def test_whatever_stands_in_how_we_log_in_is_refused_in_dutch_with_a_line_and_never_repeated(
    tmp_path: Path, place: tuple[str | int, ...], value: Tree
):
    map_ = Map(tmp_path, {"MARK": MARK})
    for key in value:
        for wrong in (*VALUES, *MARKED):
            for problem in map_.refused(at((*BRON, *place), {**value, key: wrong})):
                assert not ENGLISH.search(problem.message), problem
                assert problem.line, problem
                assert MARK not in str(problem) or _may_repeat(problem)


def _may_repeat(problem: Problem) -> bool:
    """The name of a secret file helps who looks for it; a rol and the name of a zaaktype are no secrets."""
    told = ("is niet te lezen", "andere rollen zijn van medewerkers", "staat in toon en in weiger")
    return any(words in problem.message for words in told)


def test_every_problem_is_told_at_once(map_: Map):
    configuration = tree()
    configuration["onbekend"] = 1
    configuration["dienst"]["poort"] = "x"
    configuration["tijd"]["lijst"] = "${LIJST}"
    configuration["uitgevers"][0]["jwksUrl"] = "nergens"
    del configuration["uitgevers"][0]["doelgroepen"]
    configuration["organisaties"][0]["rsin"] = 1117518
    configuration["bronnen"][0]["zaken"]["url"] = ""
    configuration["bronnen"][0]["toegang"]["secret"] = {"bestand": "weg"}
    configuration["bronnen"].append("duinoord")
    text = written(configuration) + "geheugen: {vers: 1s}\n"

    problems = map_.problems(text)

    assert {problem.partition(": ")[0] for problem in problems} == {
        "geheugen", "tijd.lijst", "onbekend", "dienst.poort", "uitgevers[0].jwksUrl", "uitgevers[0].doelgroepen",
        "organisaties[0].rsin", "bronnen[0].zaken.url", "bronnen[0].toegang.secret", "bronnen[1]",
    }  # fmt: skip
    assert len(lines_of(problems, text)) == 10


def test_a_list_with_one_wrong_item_is_not_called_empty_as_well(map_: Map):
    assert [problem.partition(" (")[0] for problem in map_.problems(at(("bronnen",), ["x"]))] == [
        "bronnen[0]: verwacht sleutels met waarden"
    ]


def test_a_secret_is_in_no_message_whatever_else_is_wrong(tmp_path: Path):
    map_ = Map(tmp_path, {"KORT": MARK})
    (tmp_path / "kort").write_text(MARK)
    for secret in (MARK, "${KORT}", {"bestand": "kort"}, {"bestand": "kort", "x": MARK}, [MARK], {MARK: 1}):
        problems = map_.problems(at((*BRON, "toegang", "secret"), secret))
        assert problems
        assert MARK not in " ".join(problems)


def test_what_was_read_prints_no_secret(map_: Map):
    settings = map_.settings(VOORBEELD)

    assert SECRET not in repr(settings) + str(settings) + repr(settings.model_dump())


# YAML.


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "bestand: het bestand is leeg"),
        ("# niets\n", "bestand: het bestand is leeg"),
        ("---\n", "bestand: verwacht sleutels met waarden"),
        ("- a\n", "bestand: verwacht sleutels met waarden"),
        ("waterdam", "bestand: verwacht sleutels met waarden"),
        ("a: 1\nb: [\n", "bestand: geen geldige YAML (regel 3)"),
        ("a: 1\n b: 2\n", "bestand: geen geldige YAML (regel 2)"),
        ("a: *weg\n", "bestand: geen geldige YAML (regel 1)"),
        ("a: !!python/name:os.getcwd x\n", "bestand: geen geldige YAML (regel 1)"),
        ("--- {a: 1}\n--- {b: 1}\n", "bestand: geen geldige YAML (regel 2)"),
        ("a: \x00\n", "bestand: geen geldige YAML"),
        ("a: \ud800\n", "bestand: geen geldige YAML"),
        ("a: !!int MARKER\n", "bestand: geen geldige YAML"),
        ("a: !!bool MARKER\n", "bestand: geen geldige YAML"),
        ("a: !!timestamp MARKER\n", "bestand: geen geldige YAML"),
        ("a: " + "9" * 5000, "bestand: geen geldige YAML"),
        ("a: &a [*a]\n", "bestand: geen geldige YAML"),
        ("a: &a {b: *a}\n", "bestand: geen geldige YAML"),
        ("[" * 1500, "bestand: geen geldige YAML"),
    ],
)
def test_what_is_no_yaml_is_one_problem(map_: Map, text: str, problem: str):
    assert map_.problems(text) == [problem]


def test_a_key_that_stands_there_twice_is_refused_at_its_second_place(map_: Map):
    text = VOORBEELD.replace("    expand: auto\n", "    expand: auto\n    zoeken: zoek\n")

    (problem,) = map_.problems(text)

    assert problem.startswith("bronnen[0].zoeken: staat er twee keer (regel ")
    assert lines_of([problem], text) == ["    zoeken: zoek"]
    assert text.splitlines().index("    zoeken: zoek") + 1 != int(problem.rpartition(" ")[2][:-1])


def test_a_key_that_stands_there_twice_is_refused_in_every_depth(map_: Map):
    text = VOORBEELD + "bronnen: []\n"
    text = text.replace("{keuze: gevraagd}", "{keuze: gevraagd, keuze: alle}")

    places_told = {problem.partition(": ")[0] for problem in map_.problems(text) if "twee keer" in problem}

    assert places_told == {"bronnen", "vragen.keuze"}


def test_what_an_anchor_brings_may_be_said_again(map_: Map):
    text = VOORBEELD.replace("tijd: {lijst: 5s, detail: 5s,", "tijd: &t {lijst: 5s, detail: 5s,").replace(
        "geheugen: {vers: 30s, bijStoring: 5m}", "geheugen: {<<: {vers: 30s, bijStoring: 5m}, vers: 10s}"
    )

    assert map_.settings(text).geheugen.vers == 10.0
    assert map_.settings(text).geheugen.bij_storing == 300.0
    twice = text.replace("vers: 10s}", "vers: 10s, vers: 11s}")
    assert [problem.partition(" (")[0] for problem in map_.problems(twice)] == ["geheugen.vers: staat er twee keer"]


def test_a_key_that_is_a_list_is_refused(map_: Map):
    problems = map_.problems(VOORBEELD + "? [a, b]\n: c\n")

    assert "bestand: een sleutel is tekst of een getal" in problems[0]


def test_what_looks_like_a_date_stays_text(map_: Map):
    assert map_.settings(at((*BRON, "naam"), "DATUM", tree())).bronnen[0].naam == "DATUM"
    text = written(at((*BRON, "naam"), "DATUM")).replace("DATUM", "2026-11-23")
    assert map_.settings(text).bronnen[0].naam == "2026-11-23"


@pytest.mark.parametrize("content", [b"\xff\xfe", b"naam: \xe9\n"])
def test_a_file_in_another_encoding_is_refused(tmp_path: Path, content: bytes):
    (tmp_path / "config.yaml").write_bytes(content)

    with pytest.raises(ConfigurationRefused, match=r"is niet te lezen: geen UTF-8"):
        read_settings(tmp_path / "config.yaml", {})


@pytest.mark.parametrize(
    ("name", "reason"),
    [("weg.yaml", "bestaat niet"), (".", "is een map"), ("a" * 300, "de naam is te lang"), ("bestand/x", "de map")],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, reason: str):
    (tmp_path / "bestand").touch()
    with pytest.raises(ConfigurationRefused) as raised:
        read_settings(tmp_path / name, {})

    assert f"{tmp_path / name} is niet te lezen: {reason}" in str(raised.value)


# The environment.


def test_the_environment_fills_texts_numbers_and_secrets(tmp_path: Path):
    environment = {"POORT": "8443", "HOST": "zgw.waterdam.example", "GEHEIM": SECRET, "LIJST": "6s", "WAAR": "true"}
    environment["EXPAND"] = "komma"
    configuration = tree()
    configuration["dienst"]["poort"] = "${POORT}"
    configuration["tijd"]["lijst"] = "${LIJST}"
    configuration["bronnen"][0]["zaken"]["url"] = "https://${HOST}/zaken/api/v1/"
    configuration["bronnen"][0]["toegang"]["secret"] = "${GEHEIM}"
    configuration["bronnen"][0]["toon"]["redenen"] = "${WAAR}"
    configuration["bronnen"][0]["expand"] = "${EXPAND}"

    settings = Map(tmp_path, environment).settings(configuration)

    assert (settings.dienst.poort, settings.tijd.lijst) == (8443, 6.0)
    assert settings.bronnen[0].zaken.url == "https://zgw.waterdam.example/zaken/api/v1/"
    assert settings.bronnen[0].toegang.secret.get_secret_value() == SECRET
    assert settings.bronnen[0].toon.redenen
    assert settings.bronnen[0].profiel.expand == (ExpandVorm.KOMMA,)


def test_what_comes_out_of_the_environment_is_not_filled_again(tmp_path: Path):
    map_ = Map(tmp_path, {"NAAM": "${ANDERS}", "ANDERS": "x"})

    assert map_.settings(at((*BRON, "naam"), "${NAAM}")).bronnen[0].naam == "${ANDERS}"


def test_a_name_that_is_not_in_the_environment_is_told_at_its_place_and_only_once(map_: Map):
    configuration = at((*BRON, "toegang", "secret"), "${WATERDAM_SECRET}")
    configuration = at(("dienst", "poort"), "${POORT}", configuration)

    problems = map_.problems(configuration)

    assert [problem.partition(" (")[0] for problem in problems] == [
        "dienst.poort: POORT staat niet in de omgeving",
        "bronnen[0].toegang.secret: WATERDAM_SECRET staat niet in de omgeving",
    ]
    assert "WATERDAM_SECRET" in lines_of(problems, written(configuration))[1]


def test_a_name_that_is_not_in_the_environment_hides_nothing_else(map_: Map):
    configuration = tree()
    configuration["uitgevers"][0] |= {"issuer": DEMO_ISSUER, "jwksUrl": "${JWKS}"}
    configuration["bronnen"][0]["toegang"]["secret"] = "${WATERDAM_SECRET}"
    configuration["bronnen"][0]["zaken"]["url"] = "https://${HOST}/zaken/api/v1/"
    configuration["bronnen"][0]["catalogi"]["url"] = "http://zgw.waterdam.example/catalogi/api/v1/"
    configuration["bronnen"].append(configuration["bronnen"][0])

    told = {problem.partition(": ")[0] for problem in map_.problems(configuration)}

    unset = {f"bronnen[{n}].{place}" for n in (0, 1) for place in ("toegang.secret", "zaken.url")}
    plain = {f"bronnen[{n}].catalogi.url" for n in (0, 1)}
    assert told == unset | plain | {"uitgevers[0].jwksUrl", "uitgevers[0].issuer", "bronnen[1].id"}


@pytest.mark.parametrize("text", ["${naam met spaties}", "${}", "${1X}", "$NAAM", "${NAAM", "{NAAM}"])
def test_what_only_looks_like_a_name_stays_as_it_is(map_: Map, text: str):
    assert map_.settings(at((*BRON, "naam"), text)).bronnen[0].naam == text


# `standaard`.


def two(**common: Any) -> Tree:
    """The sample with a second bron, and this as ``standaard``."""
    configuration = tree()
    waterdam = configuration["bronnen"][0]
    for key in ("tijd", "gelijktijdig", "toon", "zichtbaarheid", "documenten"):
        del waterdam[key]
    configuration["bronnen"].append({**waterdam, "id": "duinoord", "naam": "Gemeente Duinoord"})
    configuration["standaard"] = common
    return configuration


def test_standaard_holds_for_every_bron_that_says_nothing_else(map_: Map):
    configuration = two(gelijktijdig=2, tijd={"totaal": "3s", "verbinden": "1s"}, toon={"redenen": True})
    configuration["bronnen"][1] |= {"gelijktijdig": 9, "tijd": {"totaal": "2s"}}

    waterdam, duinoord = map_.settings(configuration).bronnen

    assert (waterdam.gelijktijdig, waterdam.tijd.totaal, waterdam.tijd.verbinden) == (2, 3.0, 1.0)
    assert (duinoord.gelijktijdig, duinoord.tijd.totaal, duinoord.tijd.verbinden) == (9, 2.0, 1.0)
    assert waterdam.toon.redenen
    assert duinoord.toon.redenen


def test_a_list_of_a_bron_takes_the_place_of_that_of_standaard(map_: Map):
    configuration = two(documenten=[{"url": "https://a.example/"}, {"url": "https://b.example/"}])
    configuration["bronnen"][1]["documenten"] = [{"url": "https://c.example/"}]

    waterdam, duinoord = map_.settings(configuration).bronnen

    assert [service.url for service in waterdam.documenten] == ["https://a.example/", "https://b.example/"]
    assert [service.url for service in duinoord.documenten] == ["https://c.example/"]


@pytest.mark.parametrize(
    ("common", "problem", "line"),
    [
        ({"gelijktijdig": 0}, "standaard.gelijktijdig: moet ten minste 1 zijn", "  gelijktijdig: 0"),
        ({"tijd": {"totaal": "x"}}, "standaard.tijd.totaal: geen tijdsduur", "    totaal: x"),
        ({"onbekend": 1}, "standaard.onbekend: onbekende sleutel", "  onbekend: 1"),
        ({"documenten": [{"url": "x"}]}, "standaard.documenten[0].url: geen basis-URL", "  - url: x"),
        ({"tijd": {"totaal": "9s"}}, "standaard.tijd.totaal: niet korter dan tijd.lijst", "    totaal: 9s"),
        ({"toon": {"redenen": "${WEG}"}}, "standaard.toon.redenen: WEG staat niet", "    redenen: ${WEG}"),
        (
            {"zichtbaarheid": {"zaaktypen": {"toon": ["A"], "weiger": ["A"]}}},
            "standaard.zichtbaarheid.zaaktypen: A staat in toon en in weiger",
            "    zaaktypen:",
        ),
    ],
)
def test_a_problem_of_standaard_is_told_once_and_at_its_source(map_: Map, common: Tree, problem: str, line: str):
    text = written(two(**common))

    (told,) = map_.problems(text)

    assert told.startswith(problem)
    assert lines_of([told], text) == [line]


def test_what_standaard_leaves_out_for_all_is_told_once(map_: Map):
    configuration = two(toegang={"soort": "zgwJwt", "secret": {"bestand": "waterdam.secret"}})
    for bron in configuration["bronnen"]:
        del bron["toegang"]

    assert [problem.partition(" (")[0] for problem in map_.problems(configuration)] == [
        "standaard.toegang.clientId: ontbreekt"
    ]


def test_a_problem_of_a_bron_is_told_at_the_bron_although_standaard_has_the_key_too(map_: Map):
    configuration = two(gelijktijdig=3, tijd={"totaal": "3s"}, toegang={"clientId": "mijnzaken"})
    configuration["bronnen"][1] |= {"gelijktijdig": 0, "tijd": {"totaal": "x"}}
    text = written(configuration)

    problems = map_.problems(text)

    assert [problem.partition(": ")[0] for problem in problems] == [
        "bronnen[1].tijd.totaal",
        "bronnen[1].gelijktijdig",
    ]
    assert lines_of(problems, text) == ["    totaal: x", "  gelijktijdig: 0"]


def test_a_toegang_of_another_kind_takes_the_place_of_that_of_standaard(map_: Map):
    configuration = two(toegang={"soort": "zgwJwt", "clientId": "mijnzaken", "secret": {"bestand": "waterdam.secret"}})
    del configuration["bronnen"][0]["toegang"]
    configuration["bronnen"][1]["toegang"] = {
        "soort": "token",
        "schema": "Token",
        "token": {"bestand": "waterdam.secret"},
    }

    waterdam, duinoord = map_.settings(configuration).bronnen

    assert (waterdam.toegang.soort, duinoord.toegang.soort) == ("zgwJwt", "token")


def test_what_a_toegang_of_another_kind_leaves_out_is_told_at_the_bron(map_: Map):
    configuration = two(toegang={"soort": "zgwJwt", "clientId": "mijnzaken", "secret": {"bestand": "waterdam.secret"}})
    del configuration["bronnen"][0]["toegang"]
    configuration["bronnen"][1]["toegang"] = {"soort": "oauth2", "tokenUrl": "https://kc.example/token"}
    text = written(configuration)

    problems = map_.problems(text)

    assert [problem.partition(" (")[0] for problem in problems] == [
        "bronnen[1].toegang.clientId: ontbreekt",
        "bronnen[1].toegang.secret: ontbreekt",
    ]
    assert lines_of(problems, text) == ["  toegang:", "  toegang:"]


def test_tls_of_standaard_that_cannot_be_used_is_told_once_and_at_its_source(map_: Map):
    text = written(two(tls={"certificaat": "weg.pem", "sleutel": "weg.key"}))

    problems = map_.problems(text)

    assert [problem.partition(": ")[0] for problem in problems] == [
        "standaard.tls.certificaat",
        "standaard.tls.sleutel",
    ]
    assert lines_of(problems, text) == ["    certificaat: weg.pem", "    sleutel: weg.key"]


@pytest.mark.parametrize("common", [None, [], "x", 3])
def test_standaard_that_is_no_mapping_is_refused(map_: Map, common: Any):
    (problem,) = map_.problems(at(("standaard",), common))

    assert problem.startswith("standaard: verwacht sleutels met waarden (regel ")


# How a problem is written.


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ((), "bestand"),
        (("tijd",), "tijd"),
        (("bronnen", 0, "toegang", "secret"), "bronnen[0].toegang.secret"),
        (("bronnen", 12), "bronnen[12]"),
    ],
)
def test_a_place_is_written_as_one_reads_it(place: tuple[str | int, ...], text: str):
    assert place_written(place) == text
    assert str(Problem(place, "ontbreekt")) == f"{text}: ontbreekt"
    assert str(Problem(place, "ontbreekt", 7)) == f"{text}: ontbreekt (regel 7)"


def test_every_problem_is_in_the_message_of_the_refusal(map_: Map):
    with pytest.raises(ConfigurationRefused) as raised:
        map_.settings(yaml.safe_load("a: 1\nb: 2\n"))

    assert [problem.place for problem in raised.value.problems if problem.line] == [("a",), ("b",)]
    assert "a: onbekende sleutel (regel 1); b: onbekende sleutel (regel 2)" in str(raised.value)
