"""A configuration with everything in it, and how to change one place of it."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mijnzaken_bff.settings.model import Settings
from mijnzaken_bff.settings.problem import ConfigurationRefused, Problem
from mijnzaken_bff.settings.read import settings_of
from tests.geschreven import geschreven

SECRET = "een-geheim-van-waterdam-van-32-tekens"

VOORBEELD = """\
ontwikkeling: false
dienst: {adres: 127.0.0.1, poort: 8000, beheer: {adres: 127.0.0.1, poort: 8001}, hosts: [], proxies: [], cors: []}
tijd: {lijst: 5s, detail: 5s, document: 5s, achtergrond: 15s}
geheugen: {vers: 30s, bijStoring: 5m}
uitgevers:
  - id: digid
    issuer: https://digid.example/realms/burger
    jwksUrl: https://digid.example/realms/burger/certs
    kanaal: burger
    doelgroepen: [mijnzaken-bff]
    betrokkene: [{type: bsn, pad: [bsn]}]
    betrouwbaarheid: {minimum: substantieel}
vragen: {keuze: gevraagd}
organisaties:
  - {id: gm9902, rsin: "001117518", naam: Gemeente Waterdam, contact: {telefoon: "14 0999", website: "https://waterdam.example"}}
standaard: {gelijktijdig: 3, tijd: {verbinden: 1s}}
bronnen:
  - id: waterdam
    naam: Gemeente Waterdam
    organisatie: gm9902
    onderwerp: null
    product: openZaak
    zaken:      {url: "https://zgw.waterdam.example/zaken/api/v1/", aliassen: ["https://openzaak.intern/zaken/api/v1/"], headers: {}}
    catalogi:   {url: "https://zgw.waterdam.example/catalogi/api/v1/"}
    documenten: [{url: "https://zgw.waterdam.example/documenten/api/v1/"}]
    besluiten:  {url: "https://zgw.waterdam.example/besluiten/api/v1/"}
    toegang: {soort: zgwJwt, clientId: mijnzaken, secret: {bestand: waterdam.secret}}
    zoeken: zoek
    expand: auto
    bedrijven: [nnp_kvk, nnp_rsin, vestiging]
    zichtbaarheid:
      {maximaal: zaakvertrouwelijk, intern: negeer, rollen: [initiator, mede_initiator], zaaktypen: {toon: [], weiger: []},
       documenten: {maximaal: zaakvertrouwelijk, statussen: [definitief, gearchiveerd], soorten: {toon: [], weiger: ["Interne notitie"]}, tonenAanInitiator: negeer}}
    fasen:
      betekenis: mijlpaal
      zonderStatus: geregistreerd
      eindstatusSluit: false
      namen: {"toets uitgevoerd": inBehandeling}
      zaaktypen:
        ZT-PARKEREN:
          titel: Parkeervergunning
          statussen: {"Aanvulling gevraagd": {fase: inBehandeling, naam: "Wij wachten op u", uitleg: "...", actieNodig: true}, 3: {fase: inBehandeling}}
          verberg: ["Intern geparkeerd"]
          waarvoor: {"Kenteken voertuig": "Kenteken"}
    proefnummers: {bsn: "999999990"}
    toon: {omschrijving: true, toelichting: false, redenen: false}
    portaal: null
    tijd: {totaal: 4s, verbinden: 2s}
    gelijktijdig: 4
    bsnInUrl: verboden
"""  # noqa: E501
"""The sample of the design, with the issuer and the secret file that it leaves out."""

Tree = dict[str, Any]

TOEGANGEN: tuple[Tree, ...] = (
    {"soort": "zgwJwt", "clientId": "mijnzaken", "secret": {"bestand": "waterdam.secret"}},
    {
        "soort": "oauth2",
        "tokenUrl": "https://kc.waterdam.example/realms/zgw/protocol/openid-connect/token",
        "clientId": "mijnzaken",
        "secret": {"bestand": "waterdam.secret"},
        "scope": "zaken.lezen catalogi.lezen",
        "audience": "zgw",
        "clientAuthenticatie": "post",
        "tokenVeld": "/access_token",
        "tls": {},
    },
    {"soort": "apiSleutel", "header": "X-API-Key", "sleutel": {"bestand": "waterdam.secret"}},
    {"soort": "token", "schema": "Token", "token": {"bestand": "waterdam.secret"}},
    {"soort": "geen"},
)
"""How one may log in: each kind once, whole."""


def tree() -> Tree:
    """The sample, to be changed."""
    return copy.deepcopy(_sample())


@cache
def _sample() -> Tree:
    sample: Tree = yaml.safe_load(VOORBEELD)
    return sample


def at(place: tuple[str | int, ...], value: Any, within: Tree | None = None) -> Tree:
    """The sample with something else at one place; ``...`` takes the place away."""
    whole = tree() if within is None else within
    node: Any = whole
    for part in place[:-1]:
        node = node[part]
    if value is ...:
        del node[place[-1]]
    else:
        node[place[-1]] = value
    return whole


def with_bronnen(*names: str, **changes: Any) -> Tree:
    """The sample with a bron for each of ``names``, but for ``changes``."""
    return at(("bronnen",), [{**tree()["bronnen"][0], "id": name, **changes} for name in names])


class Map:
    """The folder in which the configuration stands, with the secret file of the sample."""

    def __init__(self, folder: Path, environment: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.environment = environment or {}
        (folder / "waterdam.secret").write_text(SECRET + "\n")

    def settings(self, configuration: str | Tree) -> Settings:
        """What the configuration comes to."""
        text = configuration if isinstance(configuration, str) else written(configuration)
        return settings_of(text, environment=self.environment, folder=self.folder)

    def refused(self, configuration: str | Tree) -> list[Problem]:
        """What is wrong with it; nothing when it is accepted."""
        try:
            self.settings(configuration)
        except ConfigurationRefused as refused:
            return refused.problems
        return []

    def problems(self, configuration: str | Tree) -> list[str]:
        """The same, as it is told."""
        return [str(problem) for problem in self.refused(configuration)]


def written(configuration: Tree) -> str:
    """The configuration as YAML, so that every place has a line."""
    return geschreven(configuration)
