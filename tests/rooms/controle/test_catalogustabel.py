"""The report of a dry run: whatever a register wrote, it is told, and does nothing where it is shown."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.controle.catalogus.alsjson import as_json
from mijnzaken_bff.controle.catalogus.dekking import dekking_of
from mijnzaken_bff.controle.catalogus.rapport import Catalogusrapport
from mijnzaken_bff.controle.catalogus.tabel import table
from mijnzaken_bff.controle.catalogus.zaaktypekaart import kaart_of
from mijnzaken_bff.normalise.settings import Fasen, Zichtbaarheid
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.zaaktype import ResultaatType, StatusType, ZaakTypeVersie

UGLY = st.text("aé{[]}<>\x07\x1b\u202e\ud800\n ", max_size=30)
ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), UGLY, st.just("2020-01-01"), st.just("P8W"),
    st.just("\x1b[2J\u202e\n{{naam}}"), st.lists(st.integers(), max_size=2),
)  # fmt: skip
FORBIDDEN = set("\x07\x1b\n\u202e\ud800")
"""What does something on a terminal, or cannot be shown at all."""


def objects(*keys: str) -> st.SearchStrategy[dict[str, Any]]:
    """An object that has some of these keys, each with any value."""
    return st.fixed_dictionaries({}, optional=dict.fromkeys(keys, ANYTHING))


VERSIES = objects(
    "url", "identificatie", "omschrijving", "indicatieInternOfExtern", "doorlooptijd", "servicenorm", "concept",
    "beginGeldigheid", "eindeGeldigheid", "vertrouwelijkheidaanduiding",
)  # fmt: skip
STATUSTYPEN = objects(
    "url", "omschrijving", "omschrijvingGeneriek", "statustekst", "volgnummer", "isEindstatus"
)  # fmt: skip


@given(
    versie=VERSIES,
    statustypen=st.lists(STATUSTYPEN, max_size=4),
    resultaattypen=st.lists(objects("omschrijving", "toelichting"), max_size=2),
    fasen=st.sampled_from([{}, {"betekenis": "fase"}, {"eindstatusSluit": True}]),
    beleid=st.sampled_from([{}, {"intern": "weiger"}, {"zaaktypen": {"toon": ["x"]}}]),
)
def test_no_catalogue_whatsoever_breaks_the_report(
    *,
    versie: dict[str, Any],
    statustypen: list[dict[str, Any]],
    resultaattypen: list[dict[str, Any]],
    fasen: dict[str, Any],
    beleid: dict[str, Any],
):
    read = ZaakTypeVersie.model_validate(versie)
    soort = Soort(
        read,
        tuple(StatusType.model_validate(one) for one in statustypen),
        tuple(ResultaatType.model_validate(one) for one in resultaattypen),
    )
    kaart = kaart_of(
        read,
        soort,
        fasen=Fasen.model_validate(fasen),
        beleid=Zichtbaarheid.model_validate(beleid),
        andere_versies=2,
        gevraagd=True,
    )
    rapport = Catalogusrapport("w", "W", "openZaak", "uit", (), (kaart,), ("ZT-OUD",), dekking_of([kaart]))

    lines = list(table([rapport]))

    assert kaart.statustypen is not None
    assert len(kaart.statustypen) == len(statustypen)
    assert not FORBIDDEN & set("".join(lines))
    assert json.loads(json.dumps(as_json([rapport])))["bronnen"][0]["stand"] == rapport.stand
