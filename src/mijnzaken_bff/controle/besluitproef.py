"""Asking for the besluiten of a zaak that nobody has: whether we may, and whether the register looks at the zaak."""

from __future__ import annotations

from mijnzaken_bff.controle.bevinding import Afwijking, Punt, Stand
from mijnzaken_bff.controle.bevindingen import Bevindingen
from mijnzaken_bff.controle.niemand import uuid_of_nobody, what_was_found
from mijnzaken_bff.controle.verbinding import within
from mijnzaken_bff.domain.failure import SourceError
from mijnzaken_bff.settings.bron import BronSettings
from mijnzaken_bff.upstream.register import Register


async def look_at_besluiten(bron: BronSettings, register: Register, seen: Bevindingen) -> list[tuple[Afwijking, str]]:
    """Look at the Besluiten API of a bron; ``seen`` hears of it. What it turned out not to do.

    Nothing is raised but a cancellation.
    """
    zaak = f"{bron.zaken.basis.url}zaken/{uuid_of_nobody()}"
    try:
        page = await within(bron.tijd.totaal, register.listed("besluiten", {"zaak": zaak}))
    except SourceError as error:
        seen.not_entered("besluiten", error)
        seen.unknown("besluiten", Punt.KANARIE)
        return []
    seen.entered("besluiten", "mag besluiten lezen")
    if page.nothing:
        seen.good(Punt.KANARIE, "besluiten", "zaak van niemand, vindt niets")
        return []
    seen.note(
        Punt.KANARIE, "besluiten", Stand.FOUT, f"zaak van niemand, {what_was_found(page)}",
        "Het register let niet op de zaak waarvan besluiten gevraagd worden: het geeft die van anderen.",
        "Vraag de leverancier om herstel. Tot dan toont de dienst van deze bron geen besluiten; haal besluiten weg uit "
        "de configuratie, dan vraagt hij er ook niet om.",
    )  # fmt: skip
    return [(Afwijking.BESLUIT_FILTER, "GET besluiten?zaak=")]
