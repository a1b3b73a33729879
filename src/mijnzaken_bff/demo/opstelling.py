"""Everything that the demo needs, running on loopback: the gemeenten, a token issuer, and the service itself."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, Self

import yaml

from mijnzaken_bff.app import create_app
from mijnzaken_bff.demo.bestanden import Pagina
from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.loopback import Loopback, start_gemeente
from mijnzaken_bff.demo.loket import Loket
from mijnzaken_bff.demo.sleutels import DemoSleutels
from mijnzaken_bff.demo.uitgever import DemoUitgever, vertrouwd
from mijnzaken_bff.demo.verzoeken import Verzoeken
from mijnzaken_bff.demo.wereld import ANNA, NIEMAND, PLAATSEN, Inlogger, Plaats, richt_in
from mijnzaken_bff.domain.clock import Clock, SystemClock, vandaag
from mijnzaken_bff.identity.demo import DEMO_ISSUER
from mijnzaken_bff.settings.read import settings_of

CLIENT_ID = "mijnzaken-demo"
LEVEL = "http://eidas.europa.eu/LoA/substantial"
"""How strong the login of the demo claims to be."""
LIFETIME = 12 * 3600
"""Seconds that a token of the demo is good for: long enough to look around."""


ZAAKTYPEN: Final = {
    "ZT-PARKEREN": {"titel": "Parkeervergunning", "waarvoor": {"kenteken": "Kenteken"}},
    "ZT-BEZWAAR": {"titel": "Bezwaar", "waarvoor": {"bestreden besluit": "U maakt bezwaar tegen"}},
    "ZT-EVENEMENT": {
        "titel": "Evenementenvergunning",
        "statussen": {
            "Aanvulling gevraagd": {
                "fase": "inBehandeling",
                "naam": "Wij wachten op u",
                "uitleg": "Stuur ons het veiligheidsplan. Daarna gaan wij verder met uw aanvraag.",
                "actieNodig": True,
            }
        },
    },
    "ZT-KAP": {"titel": "Kapvergunning"},
    "ZT-HULP": {"titel": "Hulp bij het huishouden"},
}
"""What zaken are called in the demo, as a gemeente would set it."""


@dataclass(slots=True)
class Opstelling:
    """The running demo. Close it when done."""

    loopback: Loopback
    gemeenten: dict[str, Gemeente]
    uitgever: DemoUitgever
    adres: str
    configuratie: str
    """The configuration that the service runs on, as YAML; the secrets in it live as long as the demo."""

    @classmethod
    def start(cls, *, poort: int = 0, clock: Clock | None = None, sleutels: DemoSleutels | None = None) -> Self:
        """Start it all. A port that is taken is replaced by a free one; without ``sleutels`` no token outlives it."""
        clock = clock or SystemClock()
        loopback = Loopback()
        try:
            secret = secrets.token_urlsafe(32)
            gemeenten = {
                plaats.id: Gemeente(
                    plaats.naam, plaats.rsin, clients={CLIENT_ID: Client(secret)}, dialect=plaats.dialect
                )
                for plaats in PLAATSEN
            }
            for plaats in PLAATSEN:
                start_gemeente(loopback, gemeenten[plaats.id])
                richt_in(gemeenten[plaats.id], vandaag(clock))
                gemeenten[plaats.id].fault = plaats.stand.fault
            uitgever = DemoUitgever(DEMO_ISSUER, clock=clock, sleutels=sleutels)
            uitgever.adres = loopback.start(uitgever.app)
            configuratie = yaml.safe_dump(
                configuratie_of(gemeenten, uitgever, secret), allow_unicode=True, sort_keys=False
            )
            settings = settings_of(configuratie, environment={}, folder=Path())
            verzoeken = Verzoeken()
            dienst = create_app(settings, clock=clock, sink=verzoeken)
            loket = Loket(dienst, gemeenten, partial(_token, uitgever), verzoeken, Pagina())
            adres = _started(loopback, loket, poort)
        except BaseException:
            loopback.close()
            raise
        return cls(loopback, gemeenten, uitgever, adres, configuratie)

    def token(self, wie: Inlogger) -> str:
        """A token with which one is ``wie``."""
        return _token(self.uitgever, wie, LIFETIME)

    def een_document(self) -> tuple[str, str]:
        """A zaak of Anna, and a document in it that she may have: their ids, as the service knows them."""
        plaats = PLAATSEN[0].id
        opslag = self.gemeenten[plaats].opslag
        of_anna = opslag.rollen_van("natuurlijk_persoon", "inpBsn", ANNA.bsn)
        for koppeling in (een for rol in of_anna for een in opslag.van_zaak("zaakinformatieobjecten", rol["zaak"])):
            document = opslag.vind(koppeling["informatieobject"])
            if document is not None and document["status"] == "definitief":
                return f"{plaats}-{_kenmerk(koppeling['zaak'])}", _kenmerk(document["url"])
        raise LookupError("the demo has no document to show")

    def close(self) -> None:
        """Stop all of it."""
        self.loopback.close()


def _token(uitgever: DemoUitgever, wie: Inlogger, seconden: int) -> str:
    return uitgever.token_with({**wie.claims(), "acr": LEVEL}, lifetime=seconden)


def _kenmerk(url: str) -> str:
    return url.rpartition("/")[2]


def _started(loopback: Loopback, app: Loket, poort: int) -> str:
    try:
        return loopback.start(app, port=poort)
    except OSError:
        return loopback.start(app, port=0)


def configuratie_of(gemeenten: dict[str, Gemeente], uitgever: DemoUitgever, secret: str) -> dict[str, Any]:
    """The configuration of the demo: what a gemeente would write, but for http and a secret that is written out."""
    return {
        "ontwikkeling": True,
        "uitgevers": [vertrouwd(jwksUrl=uitgever.jwks_url)],
        "vragen": {"keuze": "alle"},
        "organisaties": [
            {
                "id": plaats.organisatie,
                "naam": plaats.naam,
                "rsin": plaats.rsin,
                "contact": {"telefoon": plaats.telefoon, "website": f"https://{plaats.id}.example"},
            }
            for plaats in PLAATSEN
        ],
        "standaard": {
            "toegang": {"soort": "zgwJwt", "clientId": CLIENT_ID, "secret": secret},
            "proefnummers": NIEMAND,
            # Hardly any time: whoever looks wants to see a broken gemeente being asked, and a mended one answering.
            "breker": {"wacht": "10ms", "hoogstens": "10ms"},
            "fasen": {"zaaktypen": ZAAKTYPEN},
        },
        "bronnen": [
            {
                "id": plaats.id,
                "naam": plaats.naam,
                "organisatie": plaats.organisatie,
                "product": plaats.product,
                "zaken": {"url": f"{gemeenten[plaats.id].basis}/zaken/api/v1/"},
                "catalogi": {"url": f"{gemeenten[plaats.id].basis}/catalogi/api/v1/"},
                "documenten": [{"url": f"{gemeenten[plaats.id].basis}/documenten/api/v1/"}],
                "besluiten": {"url": f"{gemeenten[plaats.id].basis}/besluiten/api/v1/"},
                **_toegang(plaats, gemeenten[plaats.id].basis, secret),
            }
            for plaats in PLAATSEN
        ],
    }


def _toegang(plaats: Plaats, basis: str, secret: str) -> dict[str, Any]:
    """How one logs in at a gemeente that issues tokens itself; the others take the token that we sign."""
    if plaats.dialect.tokenpad is None:
        return {}
    token_url = f"{basis}{plaats.dialect.tokenpad}"
    return {"toegang": {"soort": "oauth2", "tokenUrl": token_url, "clientId": CLIENT_ID, "secret": secret}}
