"""Portals on the two recorded gemeenten, and their rows in the words of the oracle (``tests/opnamen/verwacht.py``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from tests.opnamen.vullen import SECRET, gemeente_uit_opnamen
from tests.stories.portaal import Portaal, Toneel

GRONDEN = {
    "planning": "De verwachte datum is de planning van de gemeente.",
    "vastgelegd": "De uiterste datum is door de gemeente vastgelegd.",
    "verstreken": "De uiterste datum is voorbij.",
    "staat stil": "De behandeling staat nu stil. Daarom is er geen verwachte datum.",
    "verlengd": "De termijn is verlengd met {duur}.",
    "verlengd, onzeker": "De termijn werd {duur} langer, maar misschien zit dat niet in de datum.",
}
"""What is said of the dates of a zaak, as far as the recordings give reason for it."""
DUREN = {"P21D": "3 weken", "P2M": "2 maanden"}
"""How long the recorded zaken were extended."""


class Opnamen:
    """Portals on the two recorded gemeenten: one for every configuration, made when it is first needed."""

    def __init__(self, toneel: Toneel) -> None:
        self._toneel = toneel
        self.gemeenten = {
            f"gemeente-{letter}": toneel.opening(gemeente_uit_opnamen(letter, toneel.klok.now)) for letter in ("a", "b")
        }
        for gemeente in self.gemeenten.values():
            # Links to what was not recorded lead nowhere; the real register had it, and did not break over it.
            gemeente.dialect = replace(gemeente.dialect, dode_link="weg")
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
            tijd={"lijst": "30s", "detail": "30s", "document": "30s"},  # however busy this machine is
            bron={
                "tijd": {"totaal": "20s", "verbinden": "10s"},
                "zichtbaarheid": {"maximaal": maximaal},
                "toegang": {"soort": "zgwJwt", "clientId": client, "secret": SECRET},
                **bron,
            },
        )
        for organisatie, gm in zip(configuratie["organisaties"], ("gm9902", "gm9903"), strict=True):
            organisatie["id"] = gm
        for van_gemeente, gm in zip(configuratie["bronnen"], ("gm9902", "gm9903"), strict=True):
            van_gemeente["organisatie"] = gm
            van_gemeente["documenten"] = [_beside(van_gemeente["zaken"], "documenten")]
            van_gemeente["besluiten"] = _beside(van_gemeente["zaken"], "besluiten")
        return self._toneel.portaal_op(configuratie)


def _beside(zaken: dict[str, Any], api: str) -> dict[str, Any]:
    """Another API of the same register."""
    path = f"/{api}/"
    return {
        "url": zaken["url"].replace("/zaken/", path),
        "aliassen": [alias.replace("/zaken/", path) for alias in zaken["aliassen"]],
    }


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


def told_detail(detail: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """A detail in the words of the oracle, of the parts that it expects something of.

    Keys that are ours to choose, and the names of files, are left out; things of one day that nothing else puts in
    order stand in a fixed one. ``expected`` is turned into the same shape by ``wanted``.
    """
    recorded = {"ontvangst", "status"}
    recorded |= {soort for soort, part in (("document", "documenten"), ("besluit", "besluiten")) if part in expected}
    shapes: dict[str, Any] = {
        "zaak": lambda: told(detail["zaak"]),
        "hoofdzaak": lambda: detail["hoofdzaak"] and told(detail["hoofdzaak"]),
        "deelzaken": lambda: [told(rij) for rij in detail["deelzaken"]],
        "heropend": lambda: detail["heropend"],
        "voortgang": lambda: [_without(fase, "naam") for fase in detail["voortgang"]],
        "tijdlijn": lambda: [_without(punt, "id") for punt in detail["tijdlijn"] if punt["soort"] in recorded],
        "documenten": lambda: [_without(document, "bestandsnaam") for document in detail["documenten"]],
        "besluiten": lambda: [_without(besluit, "documenten") for besluit in detail["besluiten"]],
        "toelichtingTermijn": lambda: detail["toelichtingTermijn"],
    }
    return _settled({part: shape() for part, shape in shapes.items() if part in wanted(expected)})


def wanted(expected: dict[str, Any]) -> dict[str, Any]:
    """A detail of the oracle as ``told_detail`` gives it: with sentences for what its dates rest on."""
    duur = DUREN.get((expected["verlenging"] or {}).get("duur"), "")
    sentences = " ".join(GRONDEN[grond].format(duur=duur) for grond in expected["grond"]) or None
    return _settled(
        _without(expected, "grond", "verlenging", "redenen", "gegevens") | {"toelichtingTermijn": sentences}
    )


def _without(thing: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in thing.items() if key not in keys}


def _settled(detail: dict[str, Any]) -> dict[str, Any]:
    """With moments as moments, and with documents and besluiten of one day by name."""
    settled = dict(detail)
    for part in ("documenten", "besluiten"):
        if part in detail:
            settled[part] = _by_name(detail[part], lambda item: item["datum"])
    punten = [
        punt | {"moment": punt["moment"] and datetime.fromisoformat(punt["moment"])} for punt in detail["tijdlijn"]
    ]
    settled["tijdlijn"] = _by_name(punten, lambda punt: (punt["datum"], punt["soort"], punt["moment"]))
    return settled


def _by_name(items: list[dict[str, Any]], key: Callable[[dict[str, Any]], Any]) -> list[dict[str, Any]]:
    """As they stand, but each stretch with the same ``key`` by its own words."""
    return [item for _, same in groupby(items, key) for item in sorted(same, key=str)]


def rows(pages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [told(rij) for page in pages for rij in page["zaken"]]
