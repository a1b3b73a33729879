"""Every row of the token matrix in every dialect, over HTTP, against the running service."""

from __future__ import annotations

from typing import Any

import pytest

from mijnzaken_bff.identity.refusals import Ground, Reason
from mijnzaken_bff.identity.uitgevers import Uitgever
from tests.deur.deur import Deur, Spreker, Toezicht, bearer, geweigerd, verboden
from tests.deur.dialecten import ANNA, DE_KRUL, DIALECTEN, Dialect
from tests.deur.rijen import BEDRIJFSRIJEN, PERSOONSRIJEN, RIJEN, Rij
from tests.stories.portaal import zaaknummers
from tests.uitgevers import GDI, NAMENS, SIGNICAT_NIN, Namens, link

EVERY = [
    (dialect, rij)
    for dialect in DIALECTEN
    for rij in (
        *RIJEN,
        *(PERSOONSRIJEN if dialect.persoon is not None else ()),
        *(BEDRIJFSRIJEN if dialect.bedrijf is not None else ()),
    )
]
"""The whole matrix."""


def named(value: Dialect | Rij) -> str:
    return value.id if isinstance(value, Dialect) else value.naam


@pytest.mark.parametrize(("dialect", "rij"), [(d, rij) for d, rij in EVERY if rij.weigering(d) is None], ids=named)
def test_a_good_token_shows_the_zaken_of_its_betrokkene_and_nobody_elses(
    deur: Deur, dialect: Dialect, rij: Rij
) -> None:
    jwks = deur.jwks

    answer = deur.ask(rij.vraag(deur, deur.sprekers[dialect.id]))

    assert answer.status_code == 200, answer.text
    whose = "krul" if dialect.persoon is None else "anna"
    assert sorted(zaaknummers(answer.json())) == [f"heuvelrijk-{whose}", f"waterdam-{whose}"]
    assert answer.json()["volledig"] is True
    assert "www-authenticate" not in answer.headers
    assert deur.jwks == jwks


@pytest.mark.parametrize(("dialect", "rij"), [(d, rij) for d, rij in EVERY if rij.weigering(d) is not None], ids=named)
def test_a_token_with_something_wrong_is_refused_and_asks_nobody_anything(
    deur: Deur, toezicht: Toezicht, dialect: Dialect, rij: Rij
) -> None:
    weigering = rij.weigering(dialect)
    assert weigering is not None

    toezicht.refuses(
        rij.vraag(deur, deur.sprekers[dialect.id]),
        weigering,
        uitgever=dialect.id if rij.known else "-",
        fetches=rij.fetches,
    )


EEN_TEGELIJK = {"keycloak", "eherkenning", "nlgov", "signicat"}
"""The issuers of which no two rules can ever apply to one token: there is one, or each says when the others do not."""


@pytest.mark.parametrize("dialect", DIALECTEN, ids=named)
def test_two_betrokkenen_are_told_by_two_rules_wherever_two_can_apply(dialect: Dialect) -> None:
    """So that the row of the matrix shows the choice between them, and not only a list where a number belongs."""
    settings = {"issuer": "https://x.example", "jwksUrl": "https://x.example/certs", **dialect.instelling}
    regels = Uitgever.model_validate({**settings, "id": dialect.id}).betrokkene

    applying = [regel for regel in regels if regel.applies(dialect.twee)]

    assert len(applying) == (1 if dialect.id in EEN_TEGELIJK else 2)


@pytest.mark.parametrize("dialect", [dialect for dialect in DIALECTEN if dialect.dubbel is not None], ids=named)
def test_a_betrokkene_who_is_told_twice_is_refused_as_two(deur: Deur, toezicht: Toezicht, dialect: Dialect) -> None:
    token = deur.sprekers[dialect.id].token(wie=dialect.dubbel)

    toezicht.refuses(bearer(token), geweigerd(Reason.SUBJECT), uitgever=dialect.id)


@pytest.mark.parametrize("dialect", [dialect for dialect in DIALECTEN if dialect.bedrijf is not None], ids=named)
def test_a_company_sees_its_own_zaken(deur: Deur, dialect: Dialect) -> None:
    assert dialect.bedrijf is not None
    token = deur.sprekers[dialect.id].token(wie=dialect.bedrijf(DE_KRUL))

    answer = deur.ask(bearer(token))

    assert sorted(zaaknummers(answer.json())) == ["heuvelrijk-krul", "waterdam-krul"]


def spreker_of(deur: Deur, namens: Namens) -> Spreker:
    """Who makes the tokens in which somebody acts for somebody else."""
    return deur.sprekers[namens.naam or namens.sample]


@pytest.mark.parametrize("namens", NAMENS.values(), ids=NAMENS)
def test_whoever_acts_for_somebody_sees_the_zaken_of_that_other(deur: Deur, namens: Namens) -> None:
    answer = deur.ask(bearer(spreker_of(deur, namens).token(wie=namens.claims)))

    assert answer.status_code == 200, answer.text
    whose = "krul" if "kvk" in namens.zaken_van else "bilal"
    assert sorted(zaaknummers(answer.json())) == [f"heuvelrijk-{whose}", f"waterdam-{whose}"]
    assert answer.json()["voor"]["vertegenwoordiging"] == namens.vertegenwoordiging


@pytest.mark.parametrize("dienst", [..., "5628edbd-0000-0000-0000-00000000000", "", ["x", "y"], 1, {}], ids=repr)
@pytest.mark.parametrize("naam", [naam for naam, who in NAMENS.items() if who.dienst is not None])
def test_a_mandate_for_another_service_is_forbidden(deur: Deur, toezicht: Toezicht, naam: str, dienst: Any) -> None:
    namens = NAMENS[naam]
    spreker = spreker_of(deur, namens)
    token = spreker.token(wie=namens.claims, **{str(namens.dienst): dienst})

    toezicht.refuses(bearer(token), verboden(Ground.SERVICE), uitgever=spreker.dialect.id)


@pytest.mark.parametrize("claim", ["act", "may_act", "representeeBSN"])
@pytest.mark.parametrize("namens", NAMENS.values(), ids=NAMENS)
def test_a_representation_beside_the_one_that_is_read_is_forbidden(
    deur: Deur, toezicht: Toezicht, namens: Namens, claim: str
) -> None:
    spreker = spreker_of(deur, namens)
    for value in ({"sub": "x"}, ANNA, [], {}, False):
        token = spreker.token(wie=namens.claims, **{claim: value})
        toezicht.refuses(bearer(token), verboden(Ground.REPRESENTATION), uitgever=spreker.dialect.id)


ZELF = link("BSN", ANNA)

KRINGEN: dict[str, tuple[str, dict[str, Any]]] = {
    "nlgov, of oneself": ("nlgov", {**ZELF, "represents": ZELF}),
    "nlgov, and back": ("nlgov", {**ZELF, "represents": link("KvKnr", DE_KRUL, represents=ZELF)}),
    "nlgov, four deep": (
        "nlgov",
        link("Pseudonym", "a", represents=link("Pseudonym", "b", represents=link(
            "Pseudonym", "c", represents=link("Pseudonym", "d", represents=ZELF)))),
    ),
    "nlgov, in a list": ("nlgov", {**ZELF, "represents": [link("KvKnr", DE_KRUL)]}),
    "nlgov, of nobody": ("nlgov", {**ZELF, "represents": {}}),
    "nl portal, of oneself": ("nl-portal", {"aanvrager": {"bsn": ANNA}, "gemachtigde": {"bsn": ANNA}}),
    "nl portal, two deep": ("nl-portal", {"aanvrager": {"bsn": ANNA}, "gemachtigde": {"gemachtigde": {"bsn": ANNA}}}),
    "nl portal, of nobody": ("nl-portal", {"aanvrager": {"bsn": ANNA}, "gemachtigde": {}}),
    "open zaak realm, of oneself": ("openzaak-realm", {"aanvrager.bsn": ANNA, "gemachtigde.bsn": ANNA}),
    "signicat, of oneself": ("signicat", {**SIGNICAT_NIN, "nin": ANNA, "acting_nin": ANNA}),
    "digid machtigen, of oneself": (
        "digid", {f"{GDI}:LegalSubjectID": ANNA, f"{GDI}:ActingSubjectID": ANNA},
    ),
}  # fmt: skip
"""Representations that have no clear end, by name: the dialect and the claims."""


@pytest.mark.parametrize("kring", KRINGEN)
def test_a_representation_without_a_clear_end_is_forbidden(deur: Deur, toezicht: Toezicht, kring: str) -> None:
    naam, claims = KRINGEN[kring]

    token = deur.sprekers[naam].token(wie=claims)

    toezicht.refuses(bearer(token), verboden(Ground.REPRESENTATION), uitgever=naam)
