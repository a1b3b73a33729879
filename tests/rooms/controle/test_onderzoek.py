"""One bron being looked at, over registers that answer as no simulated gemeente does."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Callable, Sequence
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
import trustme

from mijnzaken_bff.controle.bevinding import Afwijking, Bevinding, Punt, Rapport, Stand
from mijnzaken_bff.controle.leverancier import WENSEN, letter
from mijnzaken_bff.controle.onderzoek import Onderzoek
from mijnzaken_bff.controle.oorzaken import oorzaak_of
from mijnzaken_bff.controle.tabel import table
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.settings.bron import BronSettings
from mijnzaken_bff.upstream.pool import real_transport
from mijnzaken_bff.upstream.tls import trust
from tests.processen import free_ports
from tests.rooms.upstream.boze_bron import BozeBron, Received, Script, answer, boze_bron, says
from tests.rooms.upstream.klok import NOON, Background, FakeClock
from tests.rooms.upstream.strenge_bron import strenge_bron

EMPTY = json.dumps({"count": 0, "next": None, "previous": None, "results": []}).encode()
OPENZAAK = "https://openzaak.intern/catalogi/api/v1/"
TYPES = json.dumps(
    {"count": 1, "next": None, "previous": None, "results": [{"url": f"{OPENZAAK}zaaktypen/1"}]}
).encode()

Answers = Callable[[Received], bytes]


def settings(
    bron: BozeBron, aliassen: Sequence[str] = (OPENZAAK,), *, stukken: bool = False, **more: Any
) -> BronSettings:
    """A bron at ``bron``; with ``stukken`` it has a Documenten API and a Besluiten API there as well."""
    basis = f"http://127.0.0.1:{bron.port}"
    if stukken:
        more = {
            "documenten": [{"url": f"{basis}/documenten/"}], "besluiten": {"url": f"{basis}/besluiten/"}, **more,
        }  # fmt: skip
    return BronSettings.model_validate(
        {
            "id": "waterdam",
            "naam": "Gemeente Waterdam",
            "organisatie": "gm9902",
            "zaken": {"url": f"{basis}/zaken/"},
            "catalogi": {"url": f"{basis}/catalogi/", "aliassen": [*aliassen]},
            "toegang": {"soort": "geen"},
            "bedrijven": [],
            "proefnummers": {"bsn": "999999990"},
            "tijd": {"totaal": 2, "verbinden": 1},
            **more,
        },
        context={"ontwikkeling": True},
    )


async def looked_at(answers: Answers, clock: FakeClock | None = None, **more: Any) -> Rapport:
    """The report of a bron that gives these answers."""

    async def script(received: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(answers(received))

    return await looked_at_by(script, clock, **more)


async def looked_at_by(script: Script, clock: FakeClock | None = None, **more: Any) -> Rapport:
    """The report of a bron that does this."""
    background = Background()
    async with boze_bron(script) as bron:
        trusted = trust()
        make = real_transport(trusted)
        onderzoek = Onderzoek(settings(bron, **more), make, trusted, clock or FakeClock(), background.spawn)
        try:
            return await onderzoek.rapport()
        finally:
            await background.aclose()


def healthy(received: Received) -> bytes:
    return answer(TYPES if "/catalogi/" in received.target else EMPTY)


def found(rapport: Rapport, punt: Punt, waar: str) -> Bevinding:
    return next(bevinding for bevinding in rapport.bevindingen if (bevinding.punt, bevinding.waar) == (punt, waar))


@pytest.mark.parametrize(
    ("ahead", "stand", "seen"),
    [
        (0, Stand.GOED, "gelijk"),
        (30, Stand.LET_OP, "30 s voor"),
        (-45, Stand.LET_OP, "45 s achter"),
        (-90, Stand.FOUT, "90 s achter"),
        (400, Stand.FOUT, "400 s voor"),
    ],
)
async def test_clocks_that_differ_are_red_where_a_token_would_be_refused(ahead: float, stand: Stand, seen: str):
    clock = FakeClock()
    moment = clock.now().replace(microsecond=0)
    clock.move((moment - clock.now()).total_seconds() - ahead)
    date = format_datetime(moment, usegmt=True)

    rapport = await looked_at(lambda _: answer(EMPTY, f"Date: {date}"), clock)

    bevinding = found(rapport, Punt.KLOK, "zaken")
    assert (bevinding.stand, bevinding.gezien) == (stand, seen)


async def test_what_a_register_refuses_by_name_is_left_out_and_proposed_as_a_setting():
    def picky(received: Received) -> bytes:
        body = json.loads(received.body) if received.body else {}
        for name in ("pageSize", "ordering", "maximaleVertrouwelijkheidaanduiding"):
            if name in body or f"{name}=" in received.target:
                told = {
                    "status": 400,
                    "code": "invalid",
                    "invalidParams": [{"name": name, "code": "unknown-parameters"}],
                }
                return answer(json.dumps(told).encode(), status="400 Bad Request")
        return healthy(received)

    rapport = await looked_at(picky)

    assert dict(rapport.dialect) == {
        "vermogens.paginagrootte": "false",
        "vermogens.ordening": "false",
        "vermogens.bladeren": "nummer",
        "vermogens.filters": "[einddatum__isnull, identificatie, startdatum__lte, uuid__in]",
    }
    assert found(rapport, Punt.KANARIE, "np_bsn").stand is Stand.GOED
    assert found(rapport, Punt.DIALECT, "zaken").stand is Stand.LET_OP
    assert "vermogens.ordening: false" in "\n".join(letter([rapport]))


async def test_a_register_that_takes_any_criterion_is_told_from_a_strict_one():
    def strict(received: Received) -> bytes:
        if b"mijnzakenBestaatNiet" in received.body:
            return answer(b"{}", status="400 Bad Request")
        return healthy(received)

    assert Afwijking.ONBEKENDE_FILTER in dict((await looked_at(healthy)).afwijkingen)
    assert Afwijking.ONBEKENDE_FILTER not in dict((await looked_at(strict)).afwijkingen)


async def test_an_empty_page_that_promises_more_did_not_find_nothing():
    """People are told nothing of such a bron, so a check that calls it healthy would send whoever looks elsewhere."""
    promises = json.dumps({"count": 3, "next": "https://elders/?page=2", "previous": None, "results": []}).encode()

    rapport = await looked_at(lambda received: answer(TYPES if "/catalogi/" in received.target else promises))

    told = found(rapport, Punt.KANARIE, "np_bsn")
    assert (told.stand, told.gezien) == (Stand.FOUT, "zoekt niemand, vindt 0 en belooft meer")
    assert (Afwijking.FILTER_GENEGEERD, "np_bsn") in rapport.afwijkingen


async def test_a_register_is_asked_for_as_many_as_people_ask_for():
    asked: list[str] = []

    def watched(received: Received) -> bytes:
        asked.append(received.target)
        return healthy(received)

    await looked_at(watched, product="openZaak")

    assert any(target.endswith("/_zoek?pageSize=21") for target in asked)


async def test_a_login_page_is_no_empty_list():
    rapport = await looked_at(lambda _: answer(b"<html>log in</html>", "Content-Type: text/html"))

    assert rapport.stand is Stand.FOUT
    assert "pagina om in te loggen" in (found(rapport, Punt.KANARIE, "np_bsn").oorzaak or "")
    assert found(rapport, Punt.RECHTEN, "catalogi").stand is Stand.FOUT


async def test_zaaktypen_under_an_address_that_is_no_alias_are_told_before_they_cost_a_zaak():
    rapport = await looked_at(healthy, aliassen=[])

    names = found(rapport, Punt.DIALECT, "catalogi")
    assert (names.stand, names.gezien) == (Stand.FOUT, "zaaktypen staan op openzaak.intern")
    assert "catalogi.aliassen" in (names.stap or "")
    assert not [b for b in (await looked_at(healthy)).bevindingen if b.stand is Stand.FOUT]


INVALID_CLIENT = answer(b'{"error": "invalid_client"}', status="401 Unauthorized")


@pytest.mark.parametrize(
    ("token_answer", "oorzaak", "stap"),
    [
        (INVALID_CLIENT, "De tokenserver weigert ons: 401 (invalid_client).", "het geheim"),
        (answer(b"{}", status="400 Bad Request"), "De tokenserver weigert ons: 400.", "scope"),
        (answer(b"{}", status="404 Not Found"), "Op dit adres geeft niemand tokens (404).", "het pad in toegang"),
        (answer(b"", status="302 Found"), "Op dit adres geeft niemand tokens (302).", "het pad in toegang.tokenUrl"),
        (answer(b"<html>"), "Wat de tokenserver antwoordt, is geen token.", "toegang.tokenUrl en tokenVeld"),
        (answer(b"", status="500 Oops"), "hij meldt zelf een storing.", "beheerder van de tokenserver"),
    ],
)  # fmt: skip
async def test_what_is_wrong_at_the_token_server_is_not_laid_at_the_door_of_the_register(
    token_answer: bytes, oorzaak: str, stap: str
):
    async with boze_bron(says(token_answer)) as tokens:
        rapport = await looked_at(healthy, toegang=oauth2(tokens.port))

    for api in ("zaken", "catalogi"):
        token = found(rapport, Punt.TOKEN, api)
        assert token.stand is Stand.FOUT
        assert oorzaak in (token.oorzaak or "")
        assert stap in (token.stap or "")
        assert found(rapport, Punt.RECHTEN, api).stand is Stand.ONBEKEND
    assert rapport.afwijkingen == ()


async def test_a_token_server_that_is_away_is_told_once_and_by_its_own_name():
    (dead,) = free_ports(1)

    rapport = await looked_at(healthy, toegang=oauth2(dead))

    red = [bevinding for bevinding in rapport.bevindingen if bevinding.stand is Stand.FOUT]
    assert [(bevinding.punt, bevinding.waar) for bevinding in red] == [(Punt.VERBINDING, "toegang.tokenUrl")]
    assert "host en poort in toegang.tokenUrl" in (red[0].stap or "")
    assert found(rapport, Punt.VERBINDING, "zaken").stand is Stand.GOED
    assert found(rapport, Punt.TOKEN, "zaken").stand is Stand.ONBEKEND


async def test_a_token_server_that_we_do_not_trust_is_trusted_in_its_own_place():
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(own)

    async with boze_bron(says(INVALID_CLIENT), own) as tokens:
        toegang = oauth2(tokens.port) | {"tokenUrl": f"https://127.0.0.1:{tokens.port}/token"}
        rapport = await looked_at(healthy, toegang=toegang)

    assert "toegang.tls.ca" in (found(rapport, Punt.VERBINDING, "toegang.tokenUrl").stap or "")


def oauth2(port: int) -> dict[str, Any]:
    return {
        "soort": "oauth2",
        "tokenUrl": f"http://127.0.0.1:{port}/token",
        "clientId": "mijnzaken",
        "secret": "een-geheim-van-tweeendertig-tekens",
    }


async def test_credentials_of_their_own_at_the_catalogi_api_are_a_matter_of_the_token():
    def refuses(received: Received) -> bytes:
        return answer(b"{}", status="401 Unauthorized") if "/zaaktypen" in received.target else healthy(received)

    rapport = await looked_at(refuses)

    assert found(rapport, Punt.TOKEN, "catalogi").stand is Stand.FOUT
    assert found(rapport, Punt.RECHTEN, "catalogi").stand is Stand.ONBEKEND
    assert found(rapport, Punt.TOKEN, "zaken").stand is Stand.GOED


@pytest.mark.parametrize("status", ["404 Not Found", "302 Found"])
async def test_our_own_wrong_url_is_not_held_against_the_supplier(status: str):
    def elsewhere(received: Received) -> bytes:
        return answer(b"{}", status=status) if received.target.startswith("/zaken/zaken") else healthy(received)

    rapport = await looked_at(elsewhere)

    assert found(rapport, Punt.KANARIE, "np_bsn").stand is Stand.FOUT
    assert rapport.afwijkingen == ()


async def test_what_the_register_did_not_let_us_see_is_not_left_out():
    def broken(received: Received) -> bytes:
        return answer(b"", status="500 Oops") if received.body else healthy(received)

    rapport = await looked_at(broken)

    assert found(rapport, Punt.KANARIE, "np_bsn").gezien == "storing, 500"
    for punt in (Punt.TOKEN, Punt.RECHTEN, Punt.DIALECT):
        assert found(rapport, punt, "zaken").stand is Stand.ONBEKEND


async def test_a_company_filter_of_the_standard_that_is_missing_is_not_told_as_the_kvk_nummer():
    def no_vestiging(received: Received) -> bytes:
        for key in json.loads(received.body or b"{}"):
            if "vestigingsNummer" in key:
                told = {"name": "nonFieldErrors", "code": "unknown-parameters", "reason": f"Onbekend: {key}"}
                body = {"status": 400, "code": "invalid", "invalidParams": [told]}
                return answer(json.dumps(body).encode(), status="400 Bad Request")
        return healthy(received)

    rapport = await looked_at(
        no_vestiging, bedrijven=["nnp_kvk", "vestiging"], proefnummers={"bsn": "999999990", **BEDRIJF_VAN_NIEMAND}
    )

    assert (Afwijking.BEDRIJF, "vestiging") in rapport.afwijkingen
    assert Afwijking.KVK not in dict(rapport.afwijkingen)


BEDRIJF_VAN_NIEMAND = {"kvk": "99999998", "rsin": "999999990", "vestiging": "999999999998"}


async def test_a_connection_that_is_cut_is_not_told_as_a_port_on_which_nobody_listens():
    async def hangs_up(_received: Received, writer: asyncio.StreamWriter) -> None:
        writer.close()

    rapport = await looked_at_by(hangs_up)

    cut = found(rapport, Punt.VERBINDING, "zaken")
    assert "werd verbroken zonder antwoord" in (cut.oorzaak or "")
    assert "zaken.url met https" in (cut.stap or "")


@pytest.mark.parametrize(("days", "stand", "seen"), [
    (90, Stand.GOED, "nog 90 dagen"),
    (12, Stand.LET_OP, "nog 12 dagen"),
    (-3, Stand.FOUT, "verlopen"),
])  # fmt: skip
async def test_the_end_of_our_own_certificate_is_told_before_a_register_shuts_us_out(
    tmp_path: Path, days: int, stand: Stand, seen: str
):
    ca = trustme.CA()
    leaf = ca.issue_cert("afnemer.example", not_after=NOON + timedelta(days=days, minutes=1))
    leaf.private_key_and_cert_chain_pem.write_to_path(tmp_path / "ons.pem")
    tls = {"certificaat": str(tmp_path / "ons.pem"), "sleutel": str(tmp_path / "ons.pem")}

    rapport = await looked_at(healthy, FakeClock(), tls=tls)

    ours = found(rapport, Punt.CERTIFICAAT, "zaken, van ons")
    assert (ours.stand, ours.gezien) == (stand, seen)
    assert (ours.oorzaak is None) is (stand is Stand.GOED)


@pytest.mark.parametrize(("ours", "oorzaak", "stap"), [
    (False, "De TLS-verbinding is geweigerd.", "noem het in tls.certificaat"),
    (True, "geweigerd, ook met ons certificaat.", "of de bron het kent"),
])  # fmt: skip
async def test_who_wants_another_certificate_of_us_is_told_by_whether_we_have_one(
    tmp_path: Path, ours: bool, oorzaak: str, stap: str
):
    ca, stranger = trustme.CA(), trustme.CA()
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    stranger.issue_cert("afnemer.example").private_key_and_cert_chain_pem.write_to_path(tmp_path / "ons.pem")
    own = {"certificaat": str(tmp_path / "ons.pem"), "sleutel": str(tmp_path / "ons.pem")} if ours else {}

    async with strenge_bron(ca.issue_cert("127.0.0.1"), knows=ca) as bron:
        basis = f"https://127.0.0.1:{bron.port}"
        rapport = await looked_at(
            healthy, zaken={"url": f"{basis}/zaken/"}, tls={"ca": str(tmp_path / "ca.pem"), **own}
        )

    refused = found(rapport, Punt.VERBINDING, "zaken")
    assert oorzaak in (refused.oorzaak or "")
    assert stap in (refused.stap or "")


async def test_a_bron_that_is_not_asked_now_says_so():
    window = {"van": "2000-01-01T00:00", "tot": "2100-01-01T00:00"}

    resting = await looked_at(healthy, onderhoud=window)
    off = await looked_at(healthy, uit=True)

    assert (resting.toestand, off.toestand) == ("onderhoud", "uit")
    assert "heeft nu gepland onderhoud" in "\n".join(table([resting]))
    assert "staat uit" in "\n".join(table([off]))


@pytest.mark.parametrize("failure", list(Failure))
def test_every_failure_has_a_cause_and_a_step(failure: Failure):
    oorzaak, stap = oorzaak_of(SourceError(failure, "zaken", status=400, params=("ordering",)), "zaken", 4.0)

    assert oorzaak.endswith(".")
    assert stap.endswith((".", ").", "."))
    assert "{" not in oorzaak + stap


@pytest.mark.parametrize("afwijking", list(Afwijking))
def test_every_deviation_has_a_rule_and_something_to_ask(afwijking: Afwijking):
    rapport = Rapport("waterdam", "Gemeente Waterdam", "openZaak", None, (), ((afwijking, "dit"),))

    told = "\n".join(letter([rapport]))

    assert WENSEN[afwijking].regel in told
    assert "Onze vraag: " in told
    assert "{}" not in told
