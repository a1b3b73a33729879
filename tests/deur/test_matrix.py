"""Every row of the token matrix in every dialect, over HTTP, against the running service."""

from __future__ import annotations

import pytest

from tests.deur.deur import Deur, Toezicht, bearer
from tests.deur.dialecten import DE_KRUL, DIALECTEN, Dialect
from tests.deur.rijen import BEDRIJFSRIJEN, RIJEN, Rij
from tests.stories.portaal import zaaknummers

COMPANIES = [dialect for dialect in DIALECTEN if dialect.bedrijf is not None]

EVERY = [(dialect, rij) for dialect in DIALECTEN for rij in RIJEN]
"""The whole matrix."""


def named(value: Dialect | Rij) -> str:
    return value.id if isinstance(value, Dialect) else value.naam


@pytest.mark.parametrize(("dialect", "rij"), [(d, rij) for d, rij in EVERY if rij.weigering(d) is None], ids=named)
def test_a_good_token_shows_the_zaken_of_its_person_and_nobody_elses(deur: Deur, dialect: Dialect, rij: Rij) -> None:
    jwks = deur.jwks

    answer = deur.ask(rij.vraag(deur, deur.sprekers[dialect.id]))

    assert answer.status_code == 200, answer.text
    assert sorted(zaaknummers(answer.json())) == ["heuvelrijk-anna", "waterdam-anna"]
    assert answer.json()["volledig"] is True
    assert "www-authenticate" not in answer.headers
    assert deur.jwks == jwks


@pytest.mark.parametrize(("dialect", "rij"), [(d, rij) for d, rij in EVERY if rij.weigering(d) is not None], ids=named)
def test_a_token_with_something_wrong_is_refused_and_asks_nobody_anything(
    deur: Deur, toezicht: Toezicht, dialect: Dialect, rij: Rij
) -> None:
    _refused(deur, toezicht, dialect, rij)


@pytest.mark.parametrize("rij", BEDRIJFSRIJEN, ids=named)
@pytest.mark.parametrize("dialect", COMPANIES, ids=named)
def test_a_company_with_something_wrong_is_refused_and_asks_nobody_anything(
    deur: Deur, toezicht: Toezicht, dialect: Dialect, rij: Rij
) -> None:
    _refused(deur, toezicht, dialect, rij)


@pytest.mark.parametrize("dialect", COMPANIES, ids=named)
def test_a_company_sees_its_own_zaken(deur: Deur, dialect: Dialect) -> None:
    assert dialect.bedrijf is not None
    token = deur.sprekers[dialect.id].token(wie=dialect.bedrijf(DE_KRUL))

    answer = deur.ask(bearer(token))

    assert sorted(zaaknummers(answer.json())) == ["heuvelrijk-krul", "waterdam-krul"]


def _refused(deur: Deur, toezicht: Toezicht, dialect: Dialect, rij: Rij) -> None:
    spreker = deur.sprekers[dialect.id]
    weigering = rij.weigering(dialect)
    assert weigering is not None
    toezicht.refuses(
        rij.vraag(deur, spreker),
        weigering,
        uitgever=dialect.id if rij.known else "-",
        fetches=rij.fetches,
    )
