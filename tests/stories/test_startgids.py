"""``docs/startgids.md``, and the example in ``docs/check.md``: done as it stands there, and it comes out so."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from mijnzaken_bff.cli import main
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from mijnzaken_bff.demo.gemeente.vulling_besluiten import voeg_eigenschap_toe
from mijnzaken_bff.demo.gemeente.vulling_documenten import document, informatieobjecttype
from tests.lekken import leaks
from tests.stories.portaal import ANNA, LEVEL, SECRET, Toneel
from tests.stories.proces import serving

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^ *```(yaml|console|text)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
REGISTER, ISSUER = "https://zgw.waterdam.example", "https://inloggen.waterdam.example/realms/burger"


def blocks(document: str) -> Iterator[tuple[str, str]]:
    """The blocks of a document that can be run or compared: their kind, and their text."""
    yield from BLOCK.findall((DOCS / document).read_text(encoding="utf-8"))


def laid_over(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **under,
        **{
            key: laid_over(under[key], value) if isinstance(value, dict) and isinstance(under.get(key), dict) else value
            for key, value in over.items()
        },
    }


class Gids:
    """Somebody who follows the guide from top to bottom, on a register of their own."""

    def __init__(self, folder: Path, toneel: Toneel, gemeente: Gemeente) -> None:
        self.folder = folder
        self.toneel = toneel
        self.gemeente = gemeente
        self.zaak = ""
        """The id of the zaak that was in the overzicht: ``$ZAAK`` in a command."""
        self.written: dict[str, Any] = {}
        """The configuration as the guide has it so far."""
        (folder / "waterdam.geheim").write_text(SECRET, encoding="utf-8")

    def writes(self, text: str) -> None:
        """Put a block of YAML in the configuration: all of it, or what is said there of the bron."""
        told = yaml.safe_load(text)
        if "bronnen" in told:
            self.written = told
        else:
            (bron,) = self.written["bronnen"]
            self.written = {**self.written, "bronnen": [laid_over(bron, told)]}

    def here(self) -> dict[str, Any]:
        """The configuration with the addresses of this register and this issuer."""
        text = yaml.safe_dump(self.written, allow_unicode=True, sort_keys=False)
        for name, here in (
            (f"{ISSUER}/certs", self.toneel.uitgever.jwks_url),
            (ISSUER, self.toneel.uitgever.issuer),
            (REGISTER, self.gemeente.adres or ""),
        ):
            text = text.replace(name, here)
        return {**yaml.safe_load(text), "ontwikkeling": True}

    def runs(self, command: str) -> int:
        """Run one command that looks at the configuration; its exit code."""
        program, *options = shlex.split(command)
        assert program == "mijnzaken-bff"
        path = self.folder / "mijnzaken.yaml"
        if "--controleer" in options:  # as it stands in the guide: in production, with its own addresses
            path.write_text(yaml.safe_dump(self.written, allow_unicode=True, sort_keys=False), encoding="utf-8")
        else:
            path.write_text(yaml.safe_dump(self.here(), allow_unicode=True, sort_keys=False), encoding="utf-8")
        return main([str(path) if option == "mijnzaken.yaml" else option for option in options])

    def asks(self, command: str) -> dict[str, Any]:
        """What somebody gets who starts the service and asks it with ``curl``, as Anna."""
        url = next(part for part in shlex.split(command) if part.startswith("http"))
        token = self.toneel.uitgever.token(bsn=ANNA, acr=LEVEL)
        with serving(self.folder, deepcopy(self.here())) as proces:
            answer = httpx.get(
                url.replace("http://127.0.0.1:8000", proces.adres).replace("$ZAAK", self.zaak),
                headers={"Authorization": f"Bearer {token}"},
                trust_env=False,
                timeout=30,
            )
        assert answer.status_code == 200
        told: dict[str, Any] = answer.json()
        if "zaken" in told:
            self.zaak = told["zaken"][0]["id"]
        return told


@pytest.fixture
def waterdam(waterdam: Gemeente) -> Gemeente:
    """The register of the guide, with two zaken of Anna."""
    zaaktype(waterdam, "ZT-PARKEREN", "Parkeren", statustypen=("Ontvangen", "Klaar"), eindeGeldigheid="2020-12-31")
    parkeren = zaaktype(
        waterdam, "ZT-PARKEREN", "Parkeervergunning behandelen", versie=2,
        statustypen=(
            {
                "omschrijving": "Aanvraag ontvangen",
                "statustekst": "Wij hebben uw aanvraag ontvangen. U hoeft nu niets te doen.",
            },
            {"omschrijving": "Aanvulling gevraagd", "statustekst": "Reageer vóór {{datum}}."},
            "Bij team 2",
            "Getekend",
            "Afgehandeld",
        ),
    )  # fmt: skip
    melding = zaaktype(waterdam, "ZT-MELDING", "Melding openbare ruimte", statustypen=("Ontvangen", "Afgehandeld"))
    zaaktype(waterdam, "ZT-NOTA", "Interne nota", statustypen=("Begonnen", "Klaar"), indicatie="intern")
    parkeerzaak = zaak(waterdam, parkeren, bsn=ANNA, status=2, identificatie="PARKEREN-1")
    voeg_eigenschap_toe(waterdam, parkeerzaak, "kenteken", "XX-999-X")
    for soort in ("Brief", "Beschikking", "Interne notitie"):
        kind = informatieobjecttype(waterdam, soort, zaaktype=parkeren, richting="uitgaand")
        document(waterdam, parkeerzaak, titel=f"{soort} van vandaag", informatieobjecttype=kind)
    zaak(waterdam, melding, bsn=ANNA, status=1, identificatie="MELDING-1")
    return waterdam


def test_whoever_follows_the_guide_goes_live_with_one_zaaktype(
    toneel: Toneel, waterdam: Gemeente, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    toneel.klok.moment = datetime.now(UTC)  # the commands go by the clock of the machine
    gids = Gids(tmp_path, toneel, waterdam)
    shown, done, answers = "", [], []

    for kind, text in blocks("startgids.md"):
        if kind == "yaml":
            gids.writes(text)
        elif kind == "text":
            assert shown == text
        else:
            for command in text.splitlines():
                done.append(command)
                if command.startswith("curl "):
                    answers.append(gids.asks(command))
                elif command != "mijnzaken-bff serve --config mijnzaken.yaml":  # that one is for who asks next
                    assert gids.runs(command) == 0, command
                    shown = capsys.readouterr().out
                    assert not leaks(shown)

    assert len(done) == 15
    overzicht, before, detail = answers
    (only,) = overzicht["zaken"]
    assert (only["zaaknummer"], only["titel"], only["hoofdstatus"]["fase"]) == (
        "PARKEREN-1", "Parkeervergunning", "inBehandeling",
    )  # fmt: skip
    assert (only["status"]["naam"], only["status"]["uitleg"]) == (
        "Wij wachten op u", "Stuur ons wat er nog ontbreekt. In de brief staat hoe.",
    )  # fmt: skip
    assert [bron["uitkomst"] for bron in overzicht["bronnen"]] == ["ok"]
    assert "bewoners zien er 2, en 1 niet" in shown
    assert (before["documenten"], before["waarvoor"]) == ([], [])
    assert [stap["naam"] for fase in before["voortgang"] for stap in fase["stappen"]] == [
        "Aanvraag ontvangen", "Wij wachten op u", "Besluit genomen", "Afgehandeld",
    ]  # fmt: skip
    assert {one["titel"] for one in detail["documenten"]} == {"Brief van vandaag", "Beschikking van vandaag"}
    assert detail["waarvoor"] == [{"naam": "Kenteken", "waarde": "XX-999-X"}]
    assert {part["uitkomst"] for part in detail["onderdelen"]} == {"ok"}


def test_the_example_of_the_dry_run_is_what_comes_out(
    toneel: Toneel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    toneel.klok.moment = datetime.now(UTC)
    gemeente = toneel.gemeente()
    received = "Wij hebben uw aanvraag ontvangen. U hoeft nu niets te doen."
    zaaktype(
        gemeente, "ZT-PARKEREN", "Parkeervergunning behandelen", resultaattypen=("Verleend",),
        statustypen=(
            {"omschrijving": "Aanvraag ontvangen", "statustekst": received}, "Toetsing gestart", "Afgehandeld",
        ),
    )  # fmt: skip
    gemeente.opslag.alle("resultaattypen")[0]["toelichting"] = "Vanaf [datum]."
    parts = (
        {"omschrijving": "Binnen"},
        {"omschrijving": "Bezig", "volgnummer": 1},
        {"omschrijving": "Klaar", "volgnummer": 2},
    )
    zaaktype(gemeente, "ZT-SUBSIDIE", "Subsidie aanvragen", statustypen=parts, doorlooptijd="P0D")
    zaaktype(gemeente, "ZT-NOTA", "Interne nota", statustypen=("Klaar",), indicatie="intern")
    zaaktype(gemeente, "ZT-ONDERZOEK", "Onderzoek", statustypen=("Klaar",), vertrouwelijkheidaanduiding="geheim")
    zaaktype(gemeente, "ZT-STANDPLAATS", "Standplaats", statustypen=("Klaar",), eindeGeldigheid="2020-12-31")
    regels = {
        "titel": "Parkeervergunning",
        "statussen": {"Toetsing gestart": {"fase": "geaccepteerd", "naam": "Wij kijken ernaar"}},
    }
    bron = {
        "zichtbaarheid": {"intern": "weiger", "zaaktypen": {"weiger": ["ZT-SUBSIDI"]}},
        "fasen": {"zaaktypen": {"ZT-PARKEREN": regels}},
    }
    path = tmp_path / "mijnzaken.yaml"
    configuratie = toneel.configuratie({"waterdam": gemeente}, bron=bron)
    path.write_text(yaml.safe_dump(configuratie, allow_unicode=True, sort_keys=False), encoding="utf-8")

    assert main(["check", "--catalogus", "--config", str(path)]) == 1

    (example,) = [text for kind, text in blocks("check.md") if kind == "text" and "zaaktypen gelden nu" in text]
    shown = re.sub(r"\(regel \d+\)", "(regel 12)", capsys.readouterr().out)
    assert shown == example
