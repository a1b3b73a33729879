"""A zaak with everything that can hang on one, kept by a register of each dialect, and a portal that asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import httpx

from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.dialecten import OPEN_ZAAK
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente, Ontvangen
from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from mijnzaken_bff.demo.gemeente.vulling_besluiten import (
    besluit,
    besluittype,
    hang_onder,
    voeg_eigenschap_toe,
    voeg_substatus_toe,
)
from mijnzaken_bff.demo.gemeente.vulling_documenten import document, informatieobjecttype
from tests.stories.dialecten import STREEKTALEN
from tests.stories.portaal import ANNA, BILAL, Portaal, Toneel, Wie, service

TALEN: Final = tuple(STREEKTALEN)
ZONDER_BESLUITEN: Final = frozenset({"esuite"})
"""The dialects of registers that have no Besluiten API."""

ALLEEN_DOCUMENTEN: Final = replace(OPEN_ZAAK, versies={"documenten": OPEN_ZAAK.versies["documenten"]})
"""A register that has the Documenten API and nothing else."""

WAARVOOR: Final = {"Straat": "Waar", "Oppervlakte": "Hoe groot"}

MEDEWERKER: Final = "Mérkbehandelaar"
ANDERS: Final = {
    "betrokkeneType": "natuurlijk_persoon",
    "omschrijvingGeneriek": "belanghebbende",
    "betrokkeneIdentificatie": {"inpBsn": BILAL, "geslachtsnaam": "Mérkmansveld", "voornamen": "Carla Verzonnen"},
}
"""Somebody else in a zaak, and how he is called."""
AMBTENAAR: Final = {
    "betrokkeneType": "medewerker",
    "omschrijvingGeneriek": "beslisser",
    "betrokkeneIdentificatie": {"identificatie": "MED-7", "achternaam": MEDEWERKER, "voorletters": "M."},
}


@dataclass
class Dossier:
    """A zaak of somebody, with what hangs on it, and the registers that hold that."""

    taal: str
    gemeente: Gemeente
    elders: Gemeente
    """A register that has the Documenten API alone."""
    zaak: Resource
    hoofdzaak: Resource
    deelzaken: tuple[Resource, ...]
    besluiten: tuple[Resource, ...]
    documenten: Mapping[str, Resource] = field(default_factory=dict)
    """By title; also those that nobody may see."""

    @property
    def id(self) -> str:
        """What we call the zaak."""
        return zaak_id(self.zaak)

    def uuid(self, titel: str) -> str:
        """What we call a document."""
        return str(self.documenten[titel]["url"]).rpartition("/")[2]

    def registers(self) -> tuple[Gemeente, Gemeente]:
        """Both of them."""
        return self.gemeente, self.elders

    def vergeet(self) -> None:
        """Forget what they were asked."""
        for gemeente in self.registers():
            gemeente.ontvangen.clear()


def zaak_id(resource: Resource, bron: str = "waterdam") -> str:
    """What we call a zaak of ``bron``."""
    return f"{bron}-{resource['uuid']}"


def van(wie: str | Mapping[str, Any] = ANNA) -> dict[str, Any]:
    """What makes a zaak that of somebody: a BSN, or the rol of a company."""
    return {"bsn": wie} if isinstance(wie, str) else {"extra_rollen": [wie]}


def gevuld(
    toneel: Toneel,
    taal: str = "open-zaak",
    wie: str | Mapping[str, Any] = ANNA,
    *,
    gemeente: Gemeente | None = None,
    elders: Gemeente | None = None,
) -> Dossier:
    """A zaak in a register of this dialect: everything there is, something of it elsewhere, something hidden.

    ``gemeente`` is the empty register that is to hold it, by itself a new one, and ``elders`` the one beside it.
    """
    gemeente = gemeente or STREEKTALEN[taal].gemeente(toneel)
    elders = elders or toneel.gemeente("Archief Waterdam", "001117518", dialect=_alleen_documenten(gemeente.dialect))
    terras = zaaktype(
        gemeente, "ZT-TERRAS", "Terrasvergunning behandelen",
        statustypen=(
            {"omschrijving": "Aanvraag ontvangen", "statustekst": "Wij hebben uw aanvraag."},
            "Toetsing gestart", "Besluit genomen", "Afgehandeld",
        ),
        resultaattypen=("Verleend",), servicenorm="P28D",
    )  # fmt: skip
    brief = informatieobjecttype(gemeente, "Brief", zaaktype=terras, richting="uitgaand")
    hoofd = zaak(gemeente, terras, startdatum="2026-09-01", omschrijving="Het plein", status=2, **van(wie))
    rollen = [*van(wie).get("extra_rollen", ()), ANDERS, AMBTENAAR]
    eigen = {key: value for key, value in van(wie).items() if key != "extra_rollen"}
    deze = zaak(
        gemeente, terras, startdatum="2026-10-28", omschrijving="Terras", status=2, extra_rollen=rollen, **eigen
    )
    delen = tuple(
        zaak(gemeente, terras, startdatum=f"2026-11-0{dag}", omschrijving=f"Deel {dag}", **van(wie)) for dag in (1, 2)
    )
    vreemd = zaak(gemeente, terras, startdatum="2026-11-03", omschrijving="Van een ander", bsn=BILAL)
    for deelzaak in (*delen, vreemd):
        hang_onder(gemeente, deelzaak, deze)
    hang_onder(gemeente, deze, hoofd)
    voeg_substatus_toe(gemeente, deze, "De brandweer is geweest", "2026-11-02T10:00:00Z")
    voeg_substatus_toe(gemeente, deze, "Bellen met de wethouder", "2026-11-03T10:00:00Z", "intern")
    for naam, waarde in (("Straat", "Markt 1"), ("Oppervlakte", "40 m2"), ("Interne code", "X-99")):
        voeg_eigenschap_toe(gemeente, deze, naam, waarde)
    stukken = {
        "Aanvraag": {"ontvangstdatum": "2026-10-28"},
        "Ontvangstbevestiging": {"verzenddatum": "2026-10-29", "informatieobjecttype": brief},
        "Situatietekening": {"creatiedatum": "2026-10-30", "bij": elders},
        "Concept": {"status": "in_bewerking"},
        "Intern advies": {"vertrouwelijkheidaanduiding": "geheim"},
    }
    documenten = {titel: document(gemeente, deze, titel=titel, **velden) for titel, velden in stukken.items()}
    documenten["Vergunning"] = document(gemeente, None, titel="Vergunning", verzenddatum="2026-11-10")
    documenten["Kaart"] = document(gemeente, None, titel="Kaart", creatiedatum="2026-11-11", bij=elders)
    documenten["Nog niet verstuurd"] = document(gemeente, None, titel="Nog niet verstuurd")
    besluiten: tuple[Resource, ...] = ()
    if taal not in ZONDER_BESLUITEN:
        soort = besluittype(gemeente, "Vergunning verleend", terras)
        besluiten = (
            besluit(
                gemeente, deze, soort, datum="2026-11-09", verzenddatum="2026-11-10", toelichting="Namens het college",
                uiterlijkeReactiedatum="2026-12-22", documenten=[documenten["Vergunning"]],
            ),
            besluit(
                gemeente, deze, soort, datum="2026-11-11", verzenddatum="2026-11-12", documenten=[documenten["Kaart"]]
            ),
            besluit(
                gemeente, deze, soort, datum="2026-11-20", verzenddatum="2026-12-20",
                documenten=[documenten["Nog niet verstuurd"]],
            ),
        )  # fmt: skip
    return Dossier(taal, gemeente, elders, deze, hoofd, delen, besluiten, documenten)


def _alleen_documenten(dialect: Dialect) -> Dialect:
    """The register beside one of this dialect: of the same product where it has words of its own for a search."""
    if dialect.documentsleutel == OPEN_ZAAK.documentsleutel:
        return ALLEEN_DOCUMENTEN
    return replace(dialect, versies={"documenten": dialect.versies["documenten"]})


def instelling(dossier: Dossier, **bron: Any) -> dict[str, Any]:
    """The configuration of the bron that keeps a dossier: every API that it has, and what of eigenschappen is shown."""
    apis: dict[str, Any] = {"documenten": [service(gemeente, "documenten") for gemeente in dossier.registers()]}
    if dossier.taal not in ZONDER_BESLUITEN:
        apis["besluiten"] = service(dossier.gemeente, "besluiten")
    fasen = {"zaaktypen": {"ZT-TERRAS": {"waarvoor": WAARVOOR}}}
    return {**STREEKTALEN[dossier.taal].bron, **apis, "fasen": fasen, **bron}


def portaal_op(toneel: Toneel, dossier: Dossier, **bron: Any) -> Portaal:
    """A portal on the registers of a dossier, with all the time that a slow machine may need."""
    ruim = {"tijd": {"totaal": "25s", "verbinden": "10s"}}
    return toneel.portaal(
        {"waterdam": dossier.gemeente}, tijd={"lijst": "28s", "detail": "28s", "document": "28s"},
        per_bron={"waterdam": {**instelling(dossier), **ruim, **bron}},
    )  # fmt: skip


def vraag(portaal: Portaal, zaak_id: str, wie: Wie | None = ANNA, **more: Any) -> httpx.Response:
    """The answer to who asks for one zaak."""
    return portaal.get(f"/v1/zaken/{zaak_id}", wie, **more)


def detail(portaal: Portaal, zaak_id: str, wie: Wie = ANNA) -> dict[str, Any]:
    """One zaak of somebody; anything but 200 fails the story."""
    answer = vraag(portaal, zaak_id, wie)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def inhoud(portaal: Portaal, zaak_id: str, document_id: str, wie: Wie | None = ANNA) -> httpx.Response:
    """The answer to who asks for the content of one document."""
    return portaal.get(f"/v1/zaken/{zaak_id}/documenten/{document_id}/inhoud", wie)


def onderdelen(told: Mapping[str, Any]) -> dict[str, str]:
    """How asking for each part ended."""
    return {onderdeel["onderdeel"]: onderdeel["uitkomst"] for onderdeel in told["onderdelen"]}


def titels(told: Mapping[str, Any]) -> list[str]:
    """The documents in an answer, in its order."""
    return [document["titel"] for document in told["documenten"]]


def paden(ontvangen: Iterable[Ontvangen]) -> list[str]:
    """What was asked, sorted: each path below its API, with ``*`` for a uuid."""
    return sorted(_pad(one) for one in ontvangen)


def _pad(one: Ontvangen) -> str:
    plain = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "*", one.pad)
    return plain.partition("/api/v1/")[2]


AFHANKELIJK: Final[Sequence[str]] = (
    "/statussen", "/substatussen", "/zaakinformatieobjecten", "/zaakeigenschappen", "/besluiten",
    "/besluitinformatieobjecten", "/enkelvoudiginformatieobjecten", "/objectinformatieobjecten", "/resultaten",
)  # fmt: skip
"""Where a register tells what hangs on a zaak."""


def afhankelijk(*gemeenten: Gemeente) -> list[str]:
    """What registers were asked of what hangs on a zaak."""
    return [
        one.pad for gemeente in gemeenten for one in gemeente.ontvangen if any(part in one.pad for part in AFHANKELIJK)
    ]
