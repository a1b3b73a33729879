"""Every fixture, and the index that says what each is for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.voorbeelden import bronnen, overzichten, problemen, stromen, zaakdetails
from tests.voorbeelden.voorbeeld import Voorbeeld

MAP: Final = Path(__file__).parents[2] / "openapi" / "voorbeelden"

VOORBEELDEN: Final[tuple[Voorbeeld, ...]] = (
    *overzichten.VOORBEELDEN,
    *zaakdetails.VOORBEELDEN,
    *stromen.VOORBEELDEN,
    *bronnen.VOORBEELDEN,
    *problemen.VOORBEELDEN,
)

_KOPPEN: Final = {
    "overzicht": ("Het overzicht", "`GET /v1/zaken`, 200"),
    "zaak": ("Eén zaak", "`GET /v1/zaken/{zaakId}`, 200"),
    "stroom": ("De stroom", "`GET /v1/zaken/stroom`, 200"),
    "bronnen": ("De bronnen", "`GET /v1/bronnen`, 200"),
    "probleem": ("Problemen", "`application/problem+json`; het getal in de naam is de status"),
}

_INLEIDING: Final = """\
# Voorbeelden voor front-ends

Antwoorden van mijnzaken-bff als gewone bestanden: voor Storybook, Mock Service Worker en uw eigen tests. De dienst
maakt ze zelf, met dezelfde code en dezelfde zinnen als in het echt (`make voorbeelden`); een test kijkt na of ze nog
kloppen met het contract. Alle gemeenten, zaken en nummers zijn verzonnen. Het is er altijd 23 november 2026.

Samen bevatten ze elke waarde van `uitkomst`, `reden`, `fase`, `toestand` en elk soort signaal dat het contract kent.
Wat u ermee doet staat in [voor-frontends.md](../../docs/voor-frontends.md).

In Mock Service Worker (2):

```js
import { http, HttpResponse } from 'msw';
import overzicht from './voorbeelden/overzicht/een-bron-te-traag.json';
import druk from './voorbeelden/probleem/503-geen-bron.json';

export const handlers = [http.get('*/v1/zaken', () => HttpResponse.json(overzicht))];
export const storing = http.get('*/v1/zaken', () =>
  HttpResponse.json(druk, { status: druk.status, headers: { 'Content-Type': 'application/problem+json' } }),
);
```
"""


def bestanden() -> dict[str, str]:
    """What is in the folder: every path with its text, the index included."""
    return {"README.md": inhoudsopgave(), **{voorbeeld.pad: voorbeeld.tekst for voorbeeld in VOORBEELDEN}}


def inhoudsopgave() -> str:
    """The index: per kind of answer a table of its files."""
    return "\n".join((_INLEIDING, *_tabellen()))


def _tabellen() -> Iterator[str]:
    for folder, (kop, waar) in _KOPPEN.items():
        yield f"## {kop}\n\n{waar}.\n\n| bestand | wat het laat zien | schema |\n| --- | --- | --- |"
        for voorbeeld in VOORBEELDEN:
            if voorbeeld.pad.startswith(f"{folder}/"):
                schema = f"`{voorbeeld.schema}`" if voorbeeld.schema else "tekst"
                yield f"| [`{voorbeeld.pad}`]({voorbeeld.pad}) | {voorbeeld.uitleg} | {schema} |"
        yield ""
