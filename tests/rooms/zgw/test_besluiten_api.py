"""The besluiten in a zaak, and the documents that belong to each."""

from __future__ import annotations

from typing import Any

import pytest

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.zgw.besluiten_api import BesluitenApi
from tests.rooms.zgw.test_zaken_api import OTHER, ZAAK, Register

BESLUIT = "https://zgw.waterdam.example/besluiten/api/v1/besluiten/95a4b3c2-d1e0-4f9a-8b7c-6d5e4f3a2bf1"
ANOTHER = f"{BESLUIT[:-1]}2"
DOCUMENT = (
    "https://zgw.waterdam.example/documenten/api/v1/enkelvoudiginformatieobjecten/4f3e2d1c-0b9a-4877-a665-5c4d3e2f1ac1"
)


def asked_of(*items: Any) -> tuple[Register, BesluitenApi]:
    register = Register(lambda *_asked: list(items))
    return register, BesluitenApi(register)  # type: ignore[arg-type]


async def test_besluiten_are_found_by_the_link_of_their_zaak():
    register, api = asked_of({"url": BESLUIT, "zaak": ZAAK, "datum": "2026-07-20", "verzenddatum": ""})

    (besluit,) = await api.besluiten(ZAAK)

    assert (besluit.url, str(besluit.datum), besluit.verzenddatum) == (BESLUIT, "2026-07-20", None)
    assert [(path, query) for _, path, _, query, _ in register.asked] == [("besluiten", {"zaak": ZAAK})]


async def test_the_documents_of_a_besluit_are_found_by_its_link():
    register, api = asked_of({"besluit": BESLUIT, "informatieobject": DOCUMENT})

    (koppeling,) = await api.koppelingen(BESLUIT)

    assert koppeling.informatieobject == DOCUMENT
    assert register.asked[0][3] == {"besluit": BESLUIT}


async def test_a_register_that_does_not_look_at_the_filter_tells_nothing():
    for ask, item in (
        ("besluiten", {"url": BESLUIT, "zaak": OTHER}),
        ("koppelingen", {"besluit": ANOTHER, "informatieobject": DOCUMENT}),
    ):
        _, api = asked_of(item)
        with pytest.raises(SourceError) as caught:
            await getattr(api, ask)(ZAAK if ask == "besluiten" else BESLUIT)
        assert caught.value.failure is Failure.FILTER_IGNORED
