"""A client of the register: its secret, and what it may see."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

NIVEAUS = (
    "openbaar",
    "beperkt_openbaar",
    "intern",
    "zaakvertrouwelijk",
    "vertrouwelijk",
    "confidentieel",
    "geheim",
    "zeer_geheim",
)
"""The vertrouwelijkheidaanduidingen, from open to closed."""

CLIENT_ID = "mijnzaken-bff"
SECRET = "alleen-voor-de-demo-en-de-tests-0123456789"


@dataclass(frozen=True, slots=True)
class Client:
    """What one ``client_id`` may do, as an Applicatie with its autorisaties would say it.

    With ``alle`` it sees every zaak. Without, only zaken of the ``zaaktypen`` (urls) up to and including
    ``maximale_vertrouwelijkheid``. A client without ``applicatie`` is known by its secret and may do nothing.

    Each of the other APIs it may read or not. Of the documents it sees those of the ``informatieobjecttypen`` (urls;
    all of them when there is no such list) up to and including ``maximale_vertrouwelijkheid_documenten``, of the
    besluiten those of the ``besluittypen``.

    With a ``header`` it signs nothing and asks for no token: it sends its secret in that header, after the ``schema``
    if there is one (``X-Api-Key`` alone, or ``Authorization`` with ``Token``).
    """

    secret: str = field(repr=False)
    header: str | None = None
    schema: str = ""
    alle: bool = True
    zaaktypen: frozenset[str] = frozenset()
    maximale_vertrouwelijkheid: str = "zeer_geheim"
    catalogi_lezen: bool = True
    documenten_lezen: bool = True
    informatieobjecttypen: frozenset[str] | None = None
    maximale_vertrouwelijkheid_documenten: str = "zeer_geheim"
    besluiten_lezen: bool = True
    besluittypen: frozenset[str] | None = None
    applicatie: bool = True

    def herkent(self, headers: Mapping[str, str]) -> bool:
        """Whether its fixed header is there with its secret."""
        if self.header is None:
            return False
        verwacht = f"{self.schema} {self.secret}" if self.schema else self.secret
        return hmac.compare_digest(headers.get(self.header.lower(), "").encode(), verwacht.encode())

    def mag_zien(self, zaak: Mapping[str, Any]) -> bool:
        if self.alle:
            return True
        if zaak["zaaktype"] not in self.zaaktypen:
            return False
        return NIVEAUS.index(zaak["vertrouwelijkheidaanduiding"]) <= NIVEAUS.index(self.maximale_vertrouwelijkheid)

    def mag_api_lezen(self, api: str) -> bool:
        """Whether it may put any question to this API."""
        rechten = {
            "catalogi": self.catalogi_lezen,
            "documenten": self.documenten_lezen,
            "besluiten": self.besluiten_lezen,
        }
        return rechten.get(api, True)

    def mag_document_zien(self, document: Mapping[str, Any]) -> bool:
        """A document that does not say how confidential it is passes only for who may see all of them."""
        types, niveau = self.informatieobjecttypen, document["vertrouwelijkheidaanduiding"]
        if types is not None and document["informatieobjecttype"] not in types:
            return False
        toegestaan = NIVEAUS[: NIVEAUS.index(self.maximale_vertrouwelijkheid_documenten) + 1]
        return niveau in toegestaan or (not niveau and toegestaan == NIVEAUS)

    def mag_besluit_zien(self, besluit: Mapping[str, Any]) -> bool:
        return self.besluittypen is None or besluit["besluittype"] in self.besluittypen


def standaard_clients() -> dict[str, Client]:
    """The one client of a gemeente for which no clients were named: it may see everything."""
    return {CLIENT_ID: Client(secret=SECRET)}
