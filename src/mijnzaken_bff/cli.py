"""The command line.

Exit codes: 0 done, 1 it did not work, 2 the configuration or the command is wrong, 130 Ctrl-C, 141 nobody reads what it
prints.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shlex
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

import yaml

from mijnzaken_bff import __version__
from mijnzaken_bff.demo.tokenopties import add_token_arguments
from mijnzaken_bff.logs import configure_logging, log_crashes
from mijnzaken_bff.opdrachtregel import Opdrachtregel
from mijnzaken_bff.serving import gezond
from mijnzaken_bff.serving.hangups import Hangups
from mijnzaken_bff.settings.machine import problems_here
from mijnzaken_bff.settings.model import Settings
from mijnzaken_bff.settings.problem import ConfigurationRefused, Problem
from mijnzaken_bff.settings.read import Configuratie, read_beheer, read_configuration
from mijnzaken_bff.settings.schema import configuration_schema

T = TypeVar("T")

DESCRIPTION = "Eén eerlijk antwoord op de vraag: welke zaken heb ik, hoe ver zijn ze, en wanneer zijn ze klaar?"


NOBODY_READS: Final = 128 + signal.SIGPIPE
"""What a shell makes of a filter that was ended by a broken pipe."""
BROKEN_OFF: Final = 128 + signal.SIGINT
"""What a shell makes of a command that was ended by Ctrl-C."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that does not know ✓ or é shows another character
    try:
        try:
            return _run(_parser().parse_args(arguments))
        finally:
            if sys.stdout is not None:  # it was closed before we began
                sys.stdout.flush()
    except KeyboardInterrupt:
        print("Afgebroken.", file=sys.stderr)
        return BROKEN_OFF
    except BrokenPipeError:
        if sys.stdout is not None:
            # The interpreter flushes once more when it ends, and would complain. Source: Python, "Note on SIGPIPE".
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS


def _run(chosen: argparse.Namespace) -> int:
    match chosen.opdracht:
        case "serve":
            return _serve(chosen)
        case "demo":
            from mijnzaken_bff.demo.demo import run_demo  # noqa: PLC0415 - only the demo pays for the demo

            return run_demo(poort=chosen.poort, once=chosen.eenmalig, folder=chosen.map, again=_again(chosen.map))
        case "token":
            from mijnzaken_bff.demo.token import run_token  # noqa: PLC0415 - only the demo pays for the demo

            return run_token(chosen)
        case "privacy":
            return _privacy(chosen)
        case "check":
            return _check(chosen)
        case "gezond":
            return _gezond(chosen)
        case "openapi":
            return _openapi(chosen)
        case _:
            print(json.dumps(configuration_schema(), indent=2, ensure_ascii=False))
            return 0


def _parser() -> argparse.ArgumentParser:
    parser = Opdrachtregel("mijnzaken-bff", description=DESCRIPTION)
    parser.add_argument("--version", action="version", version=__version__, help="de versie tonen")
    commands = parser.add_subparsers(dest="opdracht", required=True, metavar="opdracht")

    serve_ = commands.add_parser("serve", help="de dienst draaien op een configuratie")
    serve_.add_argument("--config", type=Path, help="het configuratiebestand (YAML); anders MIJNZAKEN_CONFIG")
    serve_.add_argument("--controleer", action="store_true", help="alleen de configuratie controleren")
    serve_.add_argument("--loglevel", default="INFO", choices=("DEBUG", "INFO", "WARNING", "ERROR"))
    serve_.add_argument(
        "--logvorm", default="auto", choices=("auto", "json", "tekst"), help="auto: tekst op een terminal, anders JSON"
    )

    gezond_ = commands.add_parser("gezond", help="vragen of de dienst hier draait: exitcode 0 is ja, 1 is nee")
    gezond_.add_argument("--config", type=Path, help="het configuratiebestand (YAML); anders MIJNZAKEN_CONFIG")
    gezond_.add_argument("--gereed", action="store_true", help="vragen of hij vragers aankan, en niet alleen leeft")

    demo = commands.add_parser("demo", help="gesimuleerde gemeenten, een uitgever van tokens en de dienst op loopback")
    demo.add_argument("--poort", type=_port, default=8000, help="poort van de dienst; is die bezet, dan een andere")
    demo.add_argument("--eenmalig", action="store_true", help="één keer vragen als elke persoon, en stoppen")

    demo.add_argument(
        "--map", type=Path, default=_state_folder(), help="waar de sleutel van de uitgever staat (anders: %(default)s)"
    )

    token = commands.add_parser("token", help="een token van de uitgever van de demo; nergens anders geldig")
    add_token_arguments(token, _state_folder())

    check = commands.add_parser(
        "check",
        help="elke bron echt bekijken: verbinding, certificaat, klok, toegang, dialect en kanarie; of haar catalogus",
        description="Kijkt bij elke bron of zij te vragen is, en zegt wat er mis is en wat eraan te doen. Zoekt alleen "
        "naar proefnummers. Met --catalogus: wat bewoners van elk zaaktype en elke status zouden zien, en welke namen "
        "in de configuratie niets vinden. Exitcode 0: geen bron met een fout; 1: wel; 2: de configuratie of de "
        "opdracht klopt niet.",
    )
    check.add_argument("--config", type=Path, help="het configuratiebestand (YAML); anders MIJNZAKEN_CONFIG")
    check.add_argument("--bron", action="append", default=[], metavar="ID", help="alleen deze bron; mag vaker")
    check.add_argument(
        "--catalogus", action="store_true", help="de zaaktypen en statussen bekijken, in plaats van de verbinding"
    )
    check.add_argument(
        "--zaaktype", action="append", default=[], metavar="IDENTIFICATIE",
        help="bij --catalogus: alleen dit zaaktype, ook als het niet getoond wordt; mag vaker",
    )  # fmt: skip
    how = check.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="als JSON in plaats van een tabel")
    how.add_argument(
        "--leverancier", action="store_true", help="een brief in Markdown: wat een register niet doet, en onze vraag"
    )

    privacy = commands.add_parser("privacy", help="welke persoonsgegevens een configuratie verwerkt, voor een DPIA")
    privacy.add_argument("--config", type=Path, help="het configuratiebestand (YAML); anders MIJNZAKEN_CONFIG")
    which = privacy.add_mutually_exclusive_group()
    which.add_argument("--json", action="store_true", help="als JSON in plaats van Markdown")
    which.add_argument(
        "--verzegel", action="store_true", help="lees nummers (één per regel) en toon hoe ze in het logboek staan"
    )
    which.add_argument(
        "--ontzegel", action="store_true", help="lees verzegelde nummers (één per regel) en toon ze open"
    )

    openapi = commands.add_parser("openapi", help="het contract tonen of wegschrijven")
    openapi.add_argument("--uit", type=Path, metavar="MAP", help="schrijf openapi.json en openapi.yaml in deze map")

    commands.add_parser("schema", help="het JSON Schema van het configuratiebestand tonen")
    return parser


def _state_folder() -> Path:
    """Where this user keeps what outlives a run; a user without a home (a container) keeps it where it works.

    Source: XDG Base Directory Specification 0.8.
    """
    named = Path(os.environ.get("XDG_STATE_HOME", ""))
    if named.is_absolute():
        return named / "mijnzaken-bff"
    try:
        return Path.home() / ".local" / "state" / "mijnzaken-bff"
    except RuntimeError:
        return Path(".mijnzaken-bff")


def _again(folder: Path) -> str:
    """What to type in a shell for ``token`` with the keys in ``folder``: the command as this process was started."""
    started = Path(sys.argv[0])
    if started.name == Path(__file__).name:
        command = [sys.executable, "-m", "mijnzaken_bff.cli"]
    elif shutil.which(started.name) == sys.argv[0]:
        command = [started.name]
    else:
        command = [sys.argv[0]]
    elsewhere = [] if folder == _state_folder() else ["--map", str(folder.absolute())]
    return shlex.join([*command, "token", *elsewhere])


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError("een poort is een getal van 0 tot en met 65535")
    return int(text)


class _PlainYaml(yaml.SafeDumper):
    """YAML without anchors, and with texts of more lines as they read."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the base class names it
        """Write what stands there twice twice."""
        return True


_PlainYaml.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None),
)


def _serve(chosen: argparse.Namespace) -> int:
    hangups = Hangups()
    with hangups.taken():
        return _serving(chosen, hangups)


def _serving(chosen: argparse.Namespace, hangups: Hangups) -> int:
    configuratie = _configuratie(chosen)
    path = _config(chosen)
    if configuratie is None or path is None:
        return 2
    settings = configuratie.settings
    if problems := list(problems_here(settings)):
        _tell(path, problems)
        return 2
    if chosen.controleer:
        count = len(settings.bronnen_aan)
        print(f"{path}: in orde, {count} {'bron' if count == 1 else 'bronnen'}.")
        return 0
    # Asking every half minute whether the service is well does not pay for the service.
    from mijnzaken_bff.app import create_app  # noqa: PLC0415
    from mijnzaken_bff.serving.herlader import Herlader  # noqa: PLC0415
    from mijnzaken_bff.serving.server import serve  # noqa: PLC0415

    configure_logging(chosen.loglevel, vorm=chosen.logvorm)
    log_crashes()
    app = create_app(settings)
    return serve(app, Herlader(app, path, configuratie), hangups)


def _check(chosen: argparse.Namespace) -> int:
    from mijnzaken_bff.controle.catalogus.opdracht import check_catalogus  # noqa: PLC0415
    from mijnzaken_bff.controle.opdracht import check  # noqa: PLC0415 - the service itself has no need of these

    if chosen.leverancier and chosen.catalogus:
        print("--leverancier kan niet samen met --catalogus.", file=sys.stderr)
        return 2
    if chosen.zaaktype and not chosen.catalogus:
        print("--zaaktype hoort bij --catalogus.", file=sys.stderr)
        return 2
    configuratie = _configuratie(chosen)
    if configuratie is None:
        return 2
    configure_logging("ERROR")
    if chosen.catalogus:
        return check_catalogus(configuratie, chosen.bron, chosen.zaaktype, as_json=chosen.json)
    return check(
        configuratie.settings, chosen.bron, "json" if chosen.json else "leverancier" if chosen.leverancier else "tabel"
    )


def _gezond(chosen: argparse.Namespace) -> int:
    beheer = _read(chosen, read_beheer)
    if beheer is None:
        return 2
    well, told = gezond.ask(beheer, gereed=chosen.gereed)
    print(told)
    return 0 if well else 1


def _privacy(chosen: argparse.Namespace) -> int:
    from mijnzaken_bff.privacy import opdracht  # noqa: PLC0415 - the service itself has no need of it

    settings = _settings(chosen)
    if settings is None:
        return 2
    if chosen.verzegel:
        return opdracht.seal(settings, sys.stdin)
    if chosen.ontzegel:
        return opdracht.unseal(settings, sys.stdin)
    return opdracht.show(settings, as_json=chosen.json)


def _config(chosen: argparse.Namespace) -> Path | None:
    """The configuration that was named, on the command line or in the environment."""
    named: Path | None = chosen.config or (Path(n) if (n := os.environ.get("MIJNZAKEN_CONFIG")) else None)
    return named


def _settings(chosen: argparse.Namespace) -> Settings | None:
    """The settings, or None after every problem was told."""
    configuratie = _configuratie(chosen)
    return None if configuratie is None else configuratie.settings


def _configuratie(chosen: argparse.Namespace) -> Configuratie | None:
    """The configuration, or None after every problem was told."""
    return _read(chosen, read_configuration)


def _read(chosen: argparse.Namespace, read: Callable[[Path], T]) -> T | None:
    """What ``read`` makes of the configuration, or None after every problem was told."""
    path = _config(chosen)
    if path is None:
        print("Geef een configuratie: --config bestand.yaml, of MIJNZAKEN_CONFIG.", file=sys.stderr)
        return None
    try:
        return read(path)
    except ConfigurationRefused as refused:
        _tell(path, refused.problems)
        return None


def _tell(path: Path | None, problems: Sequence[Problem]) -> None:
    count = len(problems)
    print(f"{path}: {count} {'probleem' if count == 1 else 'problemen'}", file=sys.stderr)
    for problem in problems:
        print(f"  {problem}", file=sys.stderr)


def _openapi(chosen: argparse.Namespace) -> int:
    from mijnzaken_bff.app import published_contract  # noqa: PLC0415 - nobody else pays for the contract

    contract = published_contract()
    text = json.dumps(contract, indent=2, ensure_ascii=False) + "\n"
    if chosen.uit is None:
        print(text, end="")
        return 0
    chosen.uit.mkdir(parents=True, exist_ok=True)
    (chosen.uit / "openapi.json").write_text(text, encoding="utf-8")
    as_yaml = yaml.dump(contract, Dumper=_PlainYaml, allow_unicode=True, sort_keys=False, width=120)
    (chosen.uit / "openapi.yaml").write_text(as_yaml, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
