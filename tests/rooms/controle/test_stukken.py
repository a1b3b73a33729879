"""What hangs on a zaak being looked at, over registers that answer as no simulated gemeente does."""

from __future__ import annotations

import json
import re
import ssl
from pathlib import Path
from typing import Any, get_args

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.controle.bevinding import Afwijking, Punt, Stand
from mijnzaken_bff.controle.documentproef import setting_that_fits
from mijnzaken_bff.controle.oorzaken import about_token
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.zgw.profielen import Documentsleutel
from tests.processen import free_ports
from tests.rooms.controle.test_onderzoek import EMPTY, found, healthy, looked_at, oauth2
from tests.rooms.upstream.boze_bron import Received, answer, boze_bron, says

PROMISES = json.dumps({"count": 3, "next": "https://elders/?page=2", "previous": None, "results": []}).encode()
PROBLEM = json.dumps({"status": 404, "code": "not_found", "title": "Niet gevonden."}).encode()
GONE, HTML_GONE = answer(PROBLEM, status="404 Not Found"), answer(b"<h1>Not Found</h1>", status="404 Not Found")


def of_documenten(received: Received) -> bool:
    return received.target.startswith("/documenten/")


def searches(received: Received) -> bool:
    return of_documenten(received) and received.target.endswith("_zoek")


async def test_an_empty_page_that_promises_more_is_no_filter_that_works():
    def promising(received: Received) -> bytes:
        return answer(PROMISES) if received.target.startswith(("/documenten/", "/besluiten/")) else healthy(received)

    rapport = await looked_at(promising, stukken=True)

    documenten = found(rapport, Punt.DIALECT, "documenten")
    assert (documenten.stand, documenten.gezien) == (Stand.LET_OP, "zoekt op uuid__in, vindt 0 en belooft meer")
    besluiten = found(rapport, Punt.KANARIE, "besluiten")
    assert (besluiten.stand, besluiten.gezien) == (Stand.FOUT, "zaak van niemand, vindt 0 en belooft meer")
    assert (Afwijking.DOCUMENT_SLEUTEL, "uuid__in") in rapport.afwijkingen
    assert Afwijking.BESLUIT_FILTER in dict(rapport.afwijkingen)


@pytest.mark.parametrize("status", ["404 Not Found", "405 Method Not Allowed", "501 Not Implemented"])
async def test_no_search_for_documents_is_one_by_one_where_there_is_an_api_of_documents(status: str):
    def without(received: Received) -> bytes:
        if searches(received):
            return answer(PROBLEM, status=status)
        return GONE if "/enkelvoudig" in received.target else healthy(received)

    rapport = await looked_at(without, stukken=True)

    line = found(rapport, Punt.DIALECT, "documenten")
    assert line.stand is Stand.LET_OP
    assert status[:3] in line.gezien
    assert found(rapport, Punt.RECHTEN, "documenten").stand is Stand.GOED
    assert Afwijking.DOCUMENT_ZOEK in dict(rapport.afwijkingen)
    assert rapport.documentsleutel == "geen"
    assert dict(rapport.dialect) == {"vermogens.documentsleutel": "geen"}


@pytest.mark.parametrize("sleutel", ["uuid__in", "uuid_In"])
async def test_a_register_that_finds_documents_under_either_key_is_searched_under_none(sleutel: str):
    page = json.dumps({"count": 1, "next": None, "previous": None, "results": [{"url": "http://elders/1"}]}).encode()

    rapport = await looked_at(
        lambda received: answer(page) if searches(received) else healthy(received),
        stukken=True,
        vermogens={"documentsleutel": sleutel},
    )

    line = found(rapport, Punt.DIALECT, "documenten")
    assert (line.stand, line.gezien) == (Stand.LET_OP, f"zoekt op {sleutel}, vindt 1")
    assert rapport.documentsleutel == "geen"


@pytest.mark.parametrize("sleutel", ["uuid__in", "geen"])
@pytest.mark.parametrize(
    ("detail", "oorzaak"),
    [
        (HTML_GONE, "Op deze URL staat deze API niet."),
        (answer(b"<h1>log in</h1>", "Content-Type: text/html"), "pagina om in te loggen"),
        (answer(b"{}"), "geen JSON in de vorm van de standaard"),
    ],
    ids=["404 of a web server", "login page", "a document"],
)
async def test_what_does_not_say_that_a_document_of_nobody_is_not_there_is_no_documenten_api(
    sleutel: str, detail: bytes, oorzaak: str
):
    def elsewhere(received: Received) -> bytes:
        if searches(received):
            return HTML_GONE
        return detail if "/enkelvoudig" in received.target else healthy(received)

    rapport = await looked_at(elsewhere, stukken=True, vermogens={"documentsleutel": sleutel})

    line = found(rapport, Punt.RECHTEN, "documenten")
    assert line.stand is Stand.FOUT
    assert oorzaak in (line.oorzaak or "")
    assert not {Afwijking.DOCUMENT_SLEUTEL} & set(dict(rapport.afwijkingen))
    assert found(rapport, Punt.RECHTEN, "besluiten").stand is Stand.GOED


async def test_a_register_that_finds_a_zaak_of_nobody_by_its_uuid_is_red():
    zaak = {"url": "http://127.0.0.1/zaken/zaken/0f0e0d0c-0b0a-4909-8807-060504030201", "_expand": {"rollen": [{}]}}
    page = json.dumps({"count": 1, "next": None, "previous": None, "results": [zaak]}).encode()

    rapport = await looked_at(lambda received: answer(page) if b"uuid__in" in received.body else healthy(received))

    assert found(rapport, Punt.KANARIE, "np_bsn").stand is Stand.GOED
    line = found(rapport, Punt.DIALECT, "één zaak")
    assert (line.stand, line.gezien) == (Stand.FOUT, "zaak van niemand, vindt 1")
    assert rapport.zaakbewijs is None


async def test_a_register_that_takes_no_uuid_and_does_not_say_so_is_red_for_every_detail_would_fail():
    rapport = await looked_at(
        lambda received: answer(b"{}", status="400 Bad Request") if b"uuid__in" in received.body else healthy(received)
    )

    line = found(rapport, Punt.DIALECT, "één zaak")
    assert (line.stand, line.gezien) == (Stand.FOUT, "vraag geweigerd, 400")


async def test_each_look_asks_for_another_uuid_and_no_call_but_these_names_a_zaak_or_a_document():
    asked: list[str] = []

    def watched(received: Received) -> bytes:
        asked.extend(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", f"{received.target} {received.body!r}"))
        return healthy(received)

    await looked_at(watched, stukken=True)
    first = set(asked)
    asked.clear()
    await looked_at(watched, stukken=True)

    assert len(first) == 3  # one zaak and its substatussen, a document, a zaak with besluiten
    assert not first & set(asked)


async def test_a_documenten_api_is_trusted_by_its_own_tls(tmp_path: Path):
    ca = trustme.CA()
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("127.0.0.1").configure_cert(own)

    async with boze_bron(says(answer(EMPTY)), own) as apart:
        documenten = {"url": f"https://127.0.0.1:{apart.port}/documenten/"}
        blind = await looked_at(healthy, documenten=[documenten])
        trusting = await looked_at(healthy, documenten=[{**documenten, "tls": {"ca": str(tmp_path / "ca.pem")}}])

    assert found(blind, Punt.VERBINDING, "documenten").stand is Stand.FOUT
    assert found(blind, Punt.DIALECT, "documenten").stand is Stand.ONBEKEND
    assert found(blind, Punt.RECHTEN, "zaken").stand is Stand.GOED
    assert "TLS" in found(trusting, Punt.VERBINDING, "documenten").gezien
    assert found(trusting, Punt.CERTIFICAAT, "documenten").stand in (Stand.GOED, Stand.LET_OP)
    assert found(trusting, Punt.DIALECT, "documenten").stand is Stand.GOED


async def test_a_token_server_of_one_api_is_named_by_the_place_where_it_is_configured():
    (dead,) = free_ports(1)

    async with boze_bron(says(answer(EMPTY))) as apart:
        besluiten = {"url": f"http://127.0.0.1:{apart.port}/besluiten/", "toegang": oauth2(dead)}
        rapport = await looked_at(healthy, besluiten=besluiten)

    gone = found(rapport, Punt.VERBINDING, "besluiten.toegang.tokenUrl")
    assert gone.stand is Stand.FOUT
    assert "host en poort in besluiten.toegang.tokenUrl" in (gone.stap or "")
    assert found(rapport, Punt.TOKEN, "zaken").stand is Stand.GOED
    assert [one.mag for one in rapport.apis if one.api == "besluiten"] == [None]


@pytest.mark.parametrize("code", ["invalid-client-identifier", "missing-client-identifier", "invalid-jwt-signature"])
def test_a_client_that_is_not_known_is_a_matter_of_the_token(code: str):
    assert about_token(SourceError(Failure.NO_ACCESS, "besluiten", status=403, code=code))
    assert not about_token(SourceError(Failure.NO_ACCESS, "besluiten", status=403, code="permission_denied"))


SLEUTELS = st.sampled_from(get_args(Documentsleutel))


@given(sleutel=SLEUTELS, fits=st.lists(st.none() | SLEUTELS, max_size=5))
def test_a_key_is_only_exchanged_for_one_that_fits_where_it_fits_nowhere(sleutel: Any, fits: list[Any]):
    other = setting_that_fits(sleutel, fits)

    if other is None:
        assert sleutel in fits or not any(fits)
    else:
        assert other in fits
        assert sleutel not in fits
