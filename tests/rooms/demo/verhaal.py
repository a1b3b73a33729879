"""One story for every dialect: the same zaken go in, and a test looks at what comes out."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import jwt

from mijnzaken_bff.demo.gemeente import vulling
from mijnzaken_bff.demo.gemeente.client import CLIENT_ID, SECRET
from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.loopback import Loopback, start_gemeente
from mijnzaken_bff.demo.gemeente.opslag import Resource
from tests.tls import GEEN_TLS

ANNA = "999993653"
BRAM = "999990019"
NIEMAND = "999990007"
KVK = "90419936"
RSIN = "002564440"
VESTIGING = "000090419936"
NP = "betrokkeneIdentificatie__natuurlijkPersoon__inpBsn"
OP_BSN = f"rol__{NP}"
OP_RSIN = "rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__innNnpId"
OP_KVK = "rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__kvkNummer"
OP_VESTIGING = "rol__betrokkeneIdentificatie__vestiging__vestigingsNummer"
ZAKEN = "/zaken/api/v1/zaken"
ZOEK = f"{ZAKEN}/_zoek"
ROLLEN = "/zaken/api/v1/rollen"
DOCUMENTEN = "/documenten/api/v1/enkelvoudiginformatieobjecten"
BESLUITEN = "/besluiten/api/v1/besluiten"
VAN_EEN_DOWNLOAD = frozenset(
    {"breektAf", "teKort", "teLang", "afgekapt", "stokt", "eindeloos", "anderType", "andereOmvang"}
)
"""The faults that a test of downloads looks at."""


def token(**claims: Any) -> str:
    """The token that the client of the gemeente signs itself."""
    goed = {"iss": CLIENT_ID, "client_id": CLIENT_ID, "iat": int(time.time())}
    return jwt.encode({naam: waarde for naam, waarde in {**goed, **claims}.items() if waarde is not None}, SECRET)


@contextmanager
def gestart(loopback: Loopback, dialect: Dialect, naam: str = "Waterdam") -> Iterator[tuple[Gemeente, httpx.Client]]:
    """A gemeente that speaks so, and somebody who may ask it everything at the address where it is called."""
    gemeente = Gemeente(naam, "000740457", dialect=dialect)
    adres = start_gemeente(loopback, gemeente)
    headers = {"Authorization": f"Bearer {token()}", "Accept-Crs": "EPSG:4326", "Content-Crs": "EPSG:4326"}
    with httpx.Client(base_url=adres, headers=headers, verify=GEEN_TLS, trust_env=False, timeout=5) as http:
        yield gemeente, http


def vul(gemeente: Gemeente) -> dict[str, Resource]:
    """Six zaken, by their identificatie.

    Z-1 is Anna's, open; Z-2 Bram's, in which Anna is belanghebbende; Z-3 Bram's, finished; Z-4 a company's by KvK and
    RSIN; Z-5 a branch's; Z-6 Anna's, without a status. Z-1 and Z-6 began on one day.
    """
    parkeren = vulling.zaaktype(
        gemeente,
        "ZT-PARKEREN",
        "Parkeervergunning aanvragen",
        statustypen=["Ontvangen", "In behandeling", "Klaar"],
        resultaattypen=["Toegekend"],
    )
    belanghebbende = {
        "betrokkeneType": "natuurlijk_persoon",
        "omschrijvingGeneriek": "belanghebbende",
        "betrokkeneIdentificatie": {"inpBsn": ANNA},
    }
    bedrijf = {
        "betrokkeneType": "niet_natuurlijk_persoon",
        "omschrijvingGeneriek": "initiator",
        "betrokkeneIdentificatie": {"innNnpId": RSIN, "kvkNummer": KVK, "statutaireNaam": "Bakkerij B.V."},
    }
    vestiging = {
        "betrokkeneType": "vestiging",
        "omschrijvingGeneriek": "initiator",
        "betrokkeneIdentificatie": {"vestigingsNummer": VESTIGING, "kvkNummer": KVK, "handelsnaam": ["Bakkerij"]},
    }
    verteld: list[dict[str, Any]] = [
        {"bsn": ANNA, "startdatum": "2026-03-01", "status": 2},
        {"bsn": BRAM, "startdatum": "2026-01-01", "extra_rollen": [belanghebbende]},
        {"bsn": BRAM, "startdatum": "2026-02-01", "einddatum": "2026-02-09", "resultaat": "Toegekend"},
        {"startdatum": "2026-04-01", "extra_rollen": [bedrijf], "vertrouwelijkheidaanduiding": "geheim"},
        {"startdatum": "2026-05-01", "extra_rollen": [vestiging]},
        {"bsn": ANNA, "startdatum": "2026-03-01", "status": None},
    ]
    for nummer, wat in enumerate(verteld, start=1):
        vulling.zaak(gemeente, parkeren, identificatie=f"Z-{nummer}", **wat)
    return {zaak["identificatie"]: zaak for zaak in gemeente.opslag.alle("zaken")}


def nummers(antwoord: httpx.Response) -> list[str]:
    """The identificaties in an answer, in its order; of a page or of a bare array."""
    assert antwoord.status_code == 200, antwoord.text
    inhoud = antwoord.json()
    zaken = inhoud if isinstance(inhoud, list) else inhoud["results"]
    return [zaak["identificatie"] for zaak in zaken]


def codes(antwoord: httpx.Response) -> list[tuple[str, str]]:
    """What was wrong with which parameter, of an answer that is a 400."""
    assert antwoord.status_code == 400, antwoord.text
    return [(een["name"], een["code"]) for een in antwoord.json()["invalidParams"]]
