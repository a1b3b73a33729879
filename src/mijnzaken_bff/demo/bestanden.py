"""The page of the demo: its files, and the stylesheet that is there."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

FOLDER: Final = Path(__file__).parent / "pagina"
ASSEMBLED: Final = "derden/stijl.css"
"""The stylesheet of NL Design System, once ``stijl`` assembled it."""
OWN: Final = "zonder-npm.css"
"""Ours, for where there is no npm."""

_MEDIATYPES: Final = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
"""What is served, and as what: what a machine says of file names differs. Source: RFC 9239, for JavaScript."""

_ABSENT: Final = """<!doctype html>
<html lang="nl">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Deze pagina bestaat niet</title>
<main>
<h1>Deze pagina bestaat niet</h1>
<p><a href="/">Naar het begin van de demo</a></p>
</main>
</html>
"""


class Pagina:
    """Serves the files in ``folder``, and nothing beside it."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder.resolve()
        self.routes = [
            Route("/", self._begin),
            Route("/favicon.ico", self._no_icon),
            Route("/pagina/stijl.css", self._stijl),
            Route("/pagina/{file:path}", self._file),
        ]

    @property
    def nl_design_system(self) -> bool:
        """Whether the stylesheet of NL Design System was assembled."""
        return (self._folder / ASSEMBLED).is_file()

    async def _begin(self, _: Request) -> Response:
        return self._served("index.html")

    async def _no_icon(self, _: Request) -> Response:
        """Browsers ask for it unasked; a 404 would stand in their console as an error."""
        return Response(status_code=204)

    async def _stijl(self, _: Request) -> Response:
        return self._served(ASSEMBLED if self.nl_design_system else OWN)

    async def _file(self, request: Request) -> Response:
        return self._served(request.path_params["file"])

    def _served(self, name: str) -> Response:
        mediatype = _MEDIATYPES.get(Path(name).suffix)
        if mediatype is None or "\0" in name:
            raise HTTPException(404)
        try:
            path = (self._folder / name).resolve()
            there = path.is_relative_to(self._folder) and path.is_file()
        except OSError:  # a name that no file system takes
            there = False
        if not there:
            raise HTTPException(404)
        return FileResponse(path, media_type=mediatype)


def absent_page(status: int) -> Response:
    """What is told of an address where nothing is."""
    return HTMLResponse(_ABSENT, status_code=status)
