"""What hangs on one proven zaak, and is asked only for its detail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.verwerking import Bevraging
from mijnzaken_bff.upstream.register import Register
from mijnzaken_bff.zgw.document import Koppeling
from mijnzaken_bff.zgw.eigenschap import ZaakEigenschap
from mijnzaken_bff.zgw.gewoonten import Gewoonten
from mijnzaken_bff.zgw.lijst import lijst_van
from mijnzaken_bff.zgw.modellen import read_each, text_in
from mijnzaken_bff.zgw.profielen import Profiel
from mijnzaken_bff.zgw.status import Status, Substatus
from mijnzaken_bff.zgw.zaak import expanded, is_of_another, link_of


class Zaakstukken:
    """Reads what belongs to a zaak, ``item`` being the zaak as its register wrote it.

    Everything raises ``SourceError``. What came along with the zaak is not asked again.
    """

    def __init__(self, register: Register, profiel: Profiel, gewoonten: Gewoonten) -> None:
        self._register = register
        self._gewoonten = gewoonten
        self._headers = profiel.headers

    async def statussen(self, item: Mapping[str, Any], bevraging: Bevraging | None = None) -> tuple[Status, ...]:
        """Every status that was set, in the order of the register. Source: Zaken API 1.5, ``status_list``."""
        return read_each(Status, await self._of(item, "statussen", bevraging))

    async def substatussen(self, item: Mapping[str, Any], bevraging: Bevraging | None = None) -> tuple[Substatus, ...]:
        """Every substatus; none where the register turns out not to have them. Source: Open Zaak 1.30."""
        try:
            return read_each(Substatus, await self._of(item, "substatussen", bevraging))
        except SourceError as error:
            if error.status not in (404, 405):
                raise
            self._gewoonten.note_substatussen_absent()
            return ()

    async def koppelingen(self, item: Mapping[str, Any], bevraging: Bevraging | None = None) -> tuple[Koppeling, ...]:
        """Which documents belong to it. Source: Zaken API 1.5, ``zaakinformatieobject_list``."""
        told = _told(item, "zaakinformatieobjecten")
        if told is None:
            return read_each(Koppeling, await self._of(item, "zaakinformatieobjecten", bevraging))
        # Zaken API 1.6 leaves open whether it is the link that is expanded, or the document itself.
        return read_each(Koppeling, ({"informatieobject": one.get("url"), **one} for one in told))

    async def eigenschappen(
        self, item: Mapping[str, Any], bevraging: Bevraging | None = None
    ) -> tuple[ZaakEigenschap, ...]:
        """What it is about, all of it. Source: Zaken API 1.5, ``zaakeigenschap_list``, which knows no pages."""
        told = _told(item, "eigenschappen")
        if told is None:
            path = self._register.basis.reachable(link_of(item)).removeprefix(self._register.basis.url)
            page = await self._register.listed(f"{path}/zaakeigenschappen", {}, self._headers, bevraging)
            told = [one for one in page.items if isinstance(one, dict)]
            if any(is_of_another(one.get("zaak"), item) for one in told):
                raise SourceError(Failure.UNUSABLE, "zaakeigenschappen")
            if page.more:  # the standard gives them all at once: there is no second page to ask for
                raise SourceError(Failure.TOO_LARGE, "zaakeigenschappen")
        return read_each(ZaakEigenschap, told)

    async def _of(self, item: Mapping[str, Any], path: str, bevraging: Bevraging | None) -> list[Any]:
        return await lijst_van(self._register, path, "zaak", link_of(item), headers=self._headers, bevraging=bevraging)


def _told(item: Mapping[str, Any], relation: str) -> list[Mapping[str, Any]] | None:
    """What came along with a zaak of a ``relation``; None when it has to be asked.

    Of an empty relation a register may give no key; then the list of links in the zaak itself is empty. Where it links
    to more than came, or something came as an ``_error``, what did come is not all there is.
    """
    came, links = expanded(item, relation), item.get(relation)
    if isinstance(came, list) and all(isinstance(one, dict) and "_error" not in one for one in came):
        fewer = isinstance(links, list) and len(came) < len(links)
        return None if fewer or any(is_of_another(one.get("zaak"), item) for one in came) else came
    return [] if links == [] else None


def gekoppelde_zaken(item: Mapping[str, Any]) -> tuple[str | None, tuple[str, ...]]:
    """The links of its hoofdzaak and of its deelzaken, as written."""
    deelzaken = item.get("deelzaken")
    links = (text_in(link) for link in (deelzaken if isinstance(deelzaken, list) else ()))
    return text_in(item.get("hoofdzaak")), tuple(link for link in links if link is not None)
