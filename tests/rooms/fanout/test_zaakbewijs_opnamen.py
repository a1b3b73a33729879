"""What is concluded from what real registers answered to the question that proves whose a zaak is."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

import pytest

from mijnzaken_bff.domain.betrokkene import Persoon
from mijnzaken_bff.domain.bron import Bron, Organisatie
from mijnzaken_bff.domain.clock import SystemClock
from mijnzaken_bff.domain.failure import SourceError
from mijnzaken_bff.domain.nummers import Bsn
from mijnzaken_bff.domain.verwerking import Activiteit, Bevraging, NoSink, Verwerking
from mijnzaken_bff.fanout.verbinding import Verbinding
from mijnzaken_bff.fanout.zaakbewijs import Zaakbewijs
from mijnzaken_bff.normalise.settings import Weergave, Zichtbaarheid
from mijnzaken_bff.upstream.basis import Basis
from mijnzaken_bff.upstream.pages import Page
from mijnzaken_bff.upstream.register import Register
from mijnzaken_bff.zgw.catalogus import Catalogus
from mijnzaken_bff.zgw.gewoonten import Gewoonten
from mijnzaken_bff.zgw.profielen import PRODUCTEN, Product
from mijnzaken_bff.zgw.vertrouwelijkheid import Vertrouwelijkheid
from mijnzaken_bff.zgw.zaakdelen import Zaakdelen
from mijnzaken_bff.zgw.zaakstukken import Zaakstukken
from mijnzaken_bff.zgw.zaken_api import ZakenApi
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze
from tests.opnamen.lezen import Letter, Uitwisseling, uitwisselingen
from tests.opnamen.verwacht import own_rollen
from tests.opnamen.vullen import BASIS

GEMEENTEN: tuple[Letter, ...] = ("a", "b")
OPEN_ZAAK = PRODUCTEN[Product.OPEN_ZAAK]
BSN = "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn"


def questions(*groepen: str) -> list[Uitwisseling]:
    return [
        vraag
        for letter in GEMEENTEN
        for vraag in uitwisselingen(letter)
        if vraag.groep in groepen and "-zoek-uuid-" in vraag.naam
    ]


VRAGEN = questions("eigen-vragen-personen", "eigen-vragen-beperkt")


class Recorded:
    """A register that knows one question, and answers it as a real one did."""

    def __init__(self, vraag: Uitwisseling) -> None:
        self.vraag = vraag
        self.asked: list[Mapping[str, Any]] = []
        self.basis = Basis(f"{BASIS[vraag.gemeente]}/zaken/api/v1/")

    async def search(self, path: str, body: Mapping[str, Any], *_: Any, **__: Any) -> Page:
        assert path == "zaken/_zoek"
        assert (body[BSN], body["uuid__in"]) == (self.vraag.body[BSN], self.vraag.body["uuid__in"])
        self.asked.append(body)
        return Page(self.vraag.inhoud["results"], more=self.vraag.inhoud["next"] is not None)


def bewijs(vraag: Uitwisseling, told: list[SourceError], bsn: str | None = None) -> tuple[Recorded, Zaakbewijs]:
    """The proof for whom the recorded question was about, or for somebody else who got the same answer."""
    register = Recorded(vraag)
    gewoonten = Gewoonten("gemeente", OPEN_ZAAK, SystemClock())
    verbinding = Verbinding(
        bron=Bron("gemeente", "Gemeente Waterdam", Organisatie("gm9902", "Gemeente Waterdam")),
        profiel=OPEN_ZAAK,
        gewoonten=gewoonten,
        zaken=ZakenApi(cast("Register", register), OPEN_ZAAK, gewoonten),
        delen=cast("Zaakdelen", None),
        stukken=cast("Zaakstukken", None),
        catalogus=cast("Catalogus", None),
        zichtbaarheid=Zichtbaarheid(maximaal=Vertrouwelijkheid.ZEER_GEHEIM),
        weergave=Weergave(),
        seconds=5,
    )
    betrokkene = Persoon(Bsn(bsn or vraag.body[BSN]))
    bevraging = Bevraging(
        Verwerking("verzoek", Activiteit.ZAAK), betrokkene, "gemeente", SystemClock(), NoSink(), begint=True
    )

    def note(_zoekwijze: Zoekwijze, error: SourceError) -> None:
        told.append(error)

    return register, Zaakbewijs(
        verbinding, betrokkene, bevraging, vandaag=date(2026, 11, 23), end=deadline(), told=note
    )


def deadline() -> float:
    return asyncio.get_running_loop().time() + 5


@pytest.mark.parametrize("vraag", VRAGEN, ids=lambda vraag: vraag.sleutel)
async def test_a_zaak_is_proven_if_the_register_found_it_and_this_person_began_it(vraag: Uitwisseling) -> None:
    """Two of those that were found concern a belanghebbende: it is theirs, and not shown."""
    told: list[SourceError] = []
    register, proof = bewijs(vraag, told)
    found = [item["uuid"] for item in vraag.inhoud["results"] if own_rollen(item, vraag.body[BSN])]

    proven, unread = await proof.zaken(vraag.body["uuid__in"], deadline())

    assert (list(proven), unread) == (found, {})
    for uuid, bewezen in proven.items():
        assert (bewezen.zaak.uuid, bewezen.zaak.identificatie) == (uuid, vraag.inhoud["results"][0]["identificatie"])
        assert {rol.betrokkene_type for rol in bewezen.rollen} == {"natuurlijk_persoon"}
    assert len(register.asked) == 1
    assert told == []


def test_every_kind_of_question_was_recorded_and_only_an_own_zaak_was_ever_found() -> None:
    by_kind: dict[str, set[int]] = {}
    for vraag in VRAGEN:
        by_kind.setdefault(vraag.naam.partition("-uuid-")[2], set()).add(len(vraag.inhoud["results"]))

    assert by_kind == {"eigen": {1}, "vreemd": {0}, "onbekend": {0}, "drie": {1}, "eigen-onzichtbaar": {0}}


@pytest.mark.parametrize(
    "vraag", [vraag for vraag in VRAGEN if vraag.naam.endswith("uuid-eigen")], ids=lambda vraag: vraag.sleutel
)
async def test_a_zaak_that_a_register_found_for_somebody_else_is_not_ours_and_is_held_against_it(
    vraag: Uitwisseling, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if it had looked at the UUIDs, and not at the number."""
    told: list[SourceError] = []
    ander = "999990019"
    register, proof = bewijs(vraag, told, ander)
    monkeypatch.setitem(vraag.body, BSN, ander)

    assert await proof.zaken(vraag.body["uuid__in"], deadline()) == ({}, {})
    assert [error.failure.name for error in told] == ["FILTER_IGNORED"]
    assert len(register.asked) == 1
