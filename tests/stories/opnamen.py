"""Portals on the two recorded gemeenten, and their rows in the words of the oracle (``tests/opnamen/verwacht.py``)."""

from __future__ import annotations

from typing import Any

from tests.opnamen.vullen import SECRET, gemeente_uit_opnamen
from tests.stories.portaal import Portaal, Toneel


class Opnamen:
    """Portals on the two recorded gemeenten: one for every configuration, made when it is first needed."""

    def __init__(self, toneel: Toneel) -> None:
        self._toneel = toneel
        self.gemeenten = {
            f"gemeente-{letter}": toneel.opening(gemeente_uit_opnamen(letter, toneel.klok.now)) for letter in ("a", "b")
        }
        self.gemeenten["gemeente-a"].naam = "Gemeente Waterdam"
        self.gemeenten["gemeente-b"].naam = "Gemeente Heuvelrijk"
        self._portalen: dict[str, Portaal] = {}

    def portaal(self, maximaal: str = "zaakvertrouwelijk", client: str = "lab-alles", **bron: Any) -> Portaal:
        """A portal with this ceiling, for this client; ``bron`` is laid over both of its bronnen."""
        configuratie = repr((maximaal, client, bron))
        if configuratie not in self._portalen:
            self._portalen[configuratie] = self.new_portaal(maximaal, client, **bron)
        return self._portalen[configuratie]

    def new_portaal(self, maximaal: str = "zaakvertrouwelijk", client: str = "lab-alles", **bron: Any) -> Portaal:
        """The same, but one that nobody has asked anything yet."""
        configuratie = self._toneel.configuratie(
            self.gemeenten,
            bron={
                "zichtbaarheid": {"maximaal": maximaal},
                "toegang": {"soort": "zgwJwt", "clientId": client, "secret": SECRET},
                **bron,
            },
        )
        for organisatie, gm in zip(configuratie["organisaties"], ("gm9902", "gm9903"), strict=True):
            organisatie["id"] = gm
        for van_gemeente, gm in zip(configuratie["bronnen"], ("gm9902", "gm9903"), strict=True):
            van_gemeente["organisatie"] = gm
        return self._toneel.portaal_op(configuratie)


def told(rij: dict[str, Any]) -> dict[str, Any]:
    """A row of the answer in the words of the oracle: without our sentences."""
    status, resultaat, hoofdstatus = rij["status"], rij["resultaat"], rij["hoofdstatus"]
    return {
        **{
            key: rij[key]
            for key in (
                "id", "zaaknummer", "titel", "titelHerkomst", "omschrijving", "bron", "zaaktype", "lopend", "stap",
                "aanvraagdatum", "startdatum", "einddatum", "verwachteEinddatum", "uiterlijkeEinddatum", "rollen",
                "machtiging", "vestiging", "hoofdzaak", "gewijzigdOp",
            )
        },
        "organisatie": rij["organisatie"]["id"],
        "fase": hoofdstatus["fase"],
        "faseHerkomst": hoofdstatus["herkomst"],
        "status": status and {key: status[key] for key in ("naam", "uitleg", "toelichting", "datum")},
        "signalen": sorted(signaal["soort"] for signaal in rij["signalen"]),
        "resultaat": resultaat and {"naam": resultaat["naam"]},
    }  # fmt: skip


def rows(pages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [told(rij) for page in pages for rij in page["zaken"]]
