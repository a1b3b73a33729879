"""One bron being looked at, over registers that answer as no simulated gemeente does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from email.utils import format_datetime
from typing import Any

import pytest

from mijnzaken_bff.controle.bevinding import Afwijking, Bevinding, Punt, Rapport, Stand
from mijnzaken_bff.controle.leverancier import WENSEN, letter
from mijnzaken_bff.controle.onderzoek import Onderzoek
from mijnzaken_bff.controle.oorzaken import oorzaak_of
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.settings.model import BronSettings
from mijnzaken_bff.upstream.pool import real_transport
from mijnzaken_bff.upstream.tls import trust
from tests.rooms.upstream.boze_bron import BozeBron, Received, answer, boze_bron
from tests.rooms.upstream.klok import Background, FakeClock

EMPTY = json.dumps({"count": 0, "next": None, "previous": None, "results": []}).encode()
TYPES = json.dumps({"count": 1, "next": None, "previous": None, "results": [{"url": "https://x.example/1"}]}).encode()

Answers = Callable[[Received], bytes]


def settings(bron: BozeBron, **more: Any) -> BronSettings:
    basis = f"http://127.0.0.1:{bron.port}"
    return BronSettings.model_validate(
        {
            "id": "waterdam",
            "naam": "Gemeente Waterdam",
            "organisatie": "gm9902",
            "zaken": {"url": f"{basis}/zaken/"},
            "catalogi": {"url": f"{basis}/catalogi/"},
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

    background = Background()
    async with boze_bron(script) as bron:
        make = real_transport(trust())
        try:
            return await Onderzoek(settings(bron, **more), make, clock or FakeClock(), background.spawn).rapport()
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
        "vermogens.filters": "[einddatum__isnull, identificatie, startdatum__lte]",
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


async def test_a_login_page_is_no_empty_list():
    rapport = await looked_at(lambda _: answer(b"<html>log in</html>", "Content-Type: text/html"))

    assert rapport.stand is Stand.FOUT
    assert "pagina om in te loggen" in (found(rapport, Punt.KANARIE, "np_bsn").oorzaak or "")
    assert found(rapport, Punt.RECHTEN, "catalogi").stand is Stand.FOUT


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
