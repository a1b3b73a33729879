"""The service on a configuration in a folder, that somebody edits while it runs."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any

import httpx
import yaml

from mijnzaken_bff.app import create_app
from mijnzaken_bff.serving.herlader import Herlader
from mijnzaken_bff.settings.read import read_configuration
from tests.stories.portaal import Events, Portaal, Toneel, no_number_in_the_answer
from tests.tls import GEEN_TLS


class Bewerkt(Portaal):
    """A portal whose operator edits files and asks to read them again, without a process or a signal."""

    def __init__(self, toneel: Toneel, folder: Path, configuratie: Mapping[str, Any]) -> None:
        self.folder = folder
        self.path = folder / "mijnzaken.yaml"
        self.write(configuratie)
        configuration = read_configuration(self.path, {})
        events = Events()
        klok = toneel.klok
        app = create_app(configuration.settings, clock=klok, ticks=klok.ticks, wait=klok.wait, sink=events)
        self.herlader = Herlader(app, self.path, configuration)
        adres = toneel._start(app)
        client = httpx.Client(
            base_url=adres,
            timeout=30,
            verify=GEEN_TLS,
            trust_env=False,
            event_hooks={"response": [no_number_in_the_answer]},
        )
        toneel._clients.append(client)
        toneel._apps.append(app)
        super().__init__(toneel, app, adres, client, events)

    def write(self, configuratie: Mapping[str, Any] | str, naam: str = "mijnzaken.yaml") -> None:
        """Put this in a file."""
        path = self.folder / naam
        path.parent.mkdir(exist_ok=True)
        text = configuratie if isinstance(configuratie, str) else yaml.safe_dump(dict(configuratie), sort_keys=False)
        path.write_text(text, encoding="utf-8")

    def reload(self) -> None:
        """What SIGHUP asks for."""
        self._run(self.herlader.reload())

    def look(self) -> None:
        """What happens every few seconds."""
        self._run(self.herlader.look())

    def keep(self, *asked: bool) -> None:
        """What goes on by itself: at each of ``asked`` there was a signal, or it was time to look."""
        answers = iter(asked)

        async def next_one() -> bool:
            try:
                return next(answers)
            except StopIteration:
                raise TimeoutError from None

        with contextlib.suppress(TimeoutError):
            self._run(self.herlader.keep(next_one))

    def reloaded(self, uitkomst: str) -> float:
        """How often reading it again ended like this."""
        return self.counted(f'mijnzaken_configuratie_herladen_total{{uitkomst="{uitkomst}"}}')

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self.toneel.loopback._loop).result(timeout=30)
