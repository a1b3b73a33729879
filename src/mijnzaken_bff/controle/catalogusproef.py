"""Reading the list of zaaktypen: whether we may, and whether they go by an address that we would follow."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from mijnzaken_bff.controle.bevinding import Punt, Stand
from mijnzaken_bff.controle.bevindingen import Bevindingen
from mijnzaken_bff.controle.verbinding import within
from mijnzaken_bff.domain.failure import SourceError
from mijnzaken_bff.upstream.basis import Basis
from mijnzaken_bff.upstream.register import Register


async def look_at_catalogi(register: Register, seconds: float, seen: Bevindingen) -> None:
    """Look at a Catalogi API; ``seen`` hears of it. Nothing is raised but a cancellation."""
    try:
        page = await within(seconds, register.listed("zaaktypen"))
    except SourceError as error:
        seen.not_entered("catalogi", error)
        return
    if not page.items:
        seen.good(Punt.TOKEN, "catalogi", "aangenomen")
        seen.note(
            Punt.RECHTEN, "catalogi", Stand.LET_OP, "geen zaaktype te lezen",
            "De catalogus is leeg, of wij mogen geen enkel zaaktype zien.",
            "Controleer catalogi.url en het recht catalogi.lezen; zonder zaaktype heeft een zaak geen namen.",
        )  # fmt: skip
        return
    count, more = len(page.items), " of meer" if page.more else ""
    seen.entered("catalogi", f"{count}{more} {'zaaktype' if count == 1 else 'zaaktypen'} te lezen")
    _names_of(register.basis, page.items, seen)


def _names_of(basis: Basis, zaaktypen: list[Any], seen: Bevindingen) -> None:
    """Whether the zaaktypen go by an address that we would follow: a zaak names its zaaktype by it."""
    links = [zaaktype.get("url") for zaaktype in zaaktypen if isinstance(zaaktype, dict)]
    foreign = [link for link in links if isinstance(link, str) and basis.rest_of(link) is None]
    if not foreign:
        return
    seen.note(
        Punt.DIALECT, "catalogi", Stand.FOUT, f"zaaktypen staan op {_host(foreign[0])}",
        "Het register schrijft in zijn antwoorden een ander adres dan catalogi.url: zulke links volgen wij niet.",
        "Is dat adres van dit register, zet het (tot en met /v1/) in catalogi.aliassen, en dat van zaken in "
        "zaken.aliassen.",
    )  # fmt: skip


def _host(link: str) -> str:
    try:
        return urlsplit(link).hostname or "een onleesbaar adres"
    except ValueError:
        return "een onleesbaar adres"
