"""The configuration while the service runs: read again when somebody asks for it, or when a secret file changed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from mijnzaken_bff.app import MijnZaken
from mijnzaken_bff.domain.clock import Stopwatch
from mijnzaken_bff.domain.crash import place_of
from mijnzaken_bff.domain.meting import Stand, Teller
from mijnzaken_bff.settings.machine import problems_here
from mijnzaken_bff.settings.place import written
from mijnzaken_bff.settings.problem import ConfigurationRefused
from mijnzaken_bff.settings.read import Configuratie, read_configuration
from mijnzaken_bff.settings.vast import with_what_is_fixed
from mijnzaken_bff.upstream.gelezen import digests_now

logger = logging.getLogger(__name__)

LOOK_SECONDS: Final = 5.0
"""How long between two looks at the secret files."""
_MOST_TOLD: Final = 20
"""Places of problems in one log line; ``serve --controleer`` tells all of them, with what is wrong."""


class Herlader:
    """Takes over what is good as a whole, and of anything else nothing.

    The configuration itself is read again only when that is asked for: somebody may be half-way through editing it.
    Secret files change whole, and are looked at by content: a secret is read again with the texts of before.
    """

    def __init__(self, app: MijnZaken, path: Path, configuratie: Configuratie) -> None:
        self._app = app
        self._path = path
        self._configuratie = configuratie
        self._files = configuratie.files
        self._told(configuratie)
        for outcome in ("overgenomen", "ongewijzigd", "geweigerd"):
            app.meter.count(Teller.CONFIGURATIE_HERLADEN, 0, uitkomst=outcome)  # or nobody sees the first one

    async def keep(self, asked: Callable[[], Awaitable[bool]]) -> None:
        """Go on for as long as the service runs. ``asked`` waits, and tells whether to read all of it again."""
        while True:
            if await asked():
                await self.reload()
            else:
                await self.look()

    async def reload(self) -> None:
        """Read the configuration, its folder of bronnen and its secret files again."""
        await self._take(lambda: read_configuration(self._path, self._configuratie.environment))

    async def look(self) -> None:
        """See whether a secret file changed, and then read those again."""
        files = await asyncio.to_thread(digests_now, self._configuratie.files)
        if files == self._files:
            return
        self._files = files  # what cannot be used is told once, and tried again when it changes once more
        await self._take(self._configuratie.with_files_of_now)

    async def _take(self, read: Callable[[], Configuratie]) -> None:
        try:
            outcome = await self._taken_over(await asyncio.to_thread(read))
        except ConfigurationRefused as refused:
            outcome = "geweigerd"
            places = [problem.where for problem in refused.problems]
            logger.error("configuration_refused", extra={"aantal": len(places), "what": places[:_MOST_TOLD]})
        except Exception as error:  # noqa: BLE001 - whatever it is, the service goes on as it was
            outcome = "geweigerd"
            logger.error("configuration_refused", extra={"error": type(error).__name__, "at": place_of(error)})
        self._app.meter.count(Teller.CONFIGURATIE_HERLADEN, uitkomst=outcome)

    async def _taken_over(self, configuratie: Configuratie) -> str:
        running = self._app.settings
        settings, kept = with_what_is_fixed(running, configuratie.settings)
        if problems := list(problems_here(settings)):
            raise ConfigurationRefused(problems)
        for place in kept:
            logger.warning("setting_kept", extra={"what": written(place)})
        changed = settings != running
        if changed:
            await self._app.take_over(settings)
        self._configuratie, self._files = configuratie, configuratie.files
        self._told(configuratie)
        told = {"aantal": len(settings.bronnen_aan), "version": configuratie.version}
        if not changed:
            logger.info("configuration_unchanged", extra=told)
            return "ongewijzigd"
        logger.info("configuration_taken_over", extra=told)
        return "overgenomen"

    def _told(self, configuratie: Configuratie) -> None:
        """Show which configuration is in force, and since when."""
        self._app.meter.set(Stand.CONFIGURATIE_VERSIE, configuratie.version)
        self._app.meter.watch(Stand.CONFIGURATIE_LEEFTIJD, Stopwatch(self._app.clock).seconds)
