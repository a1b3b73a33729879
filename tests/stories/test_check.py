"""``mijnzaken-bff check``: what an operator learns of every bron before somebody depends on it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.dialecten import ESUITE, ONEGROUND
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.stories.nakijken import PROEFNUMMERS, Check, line_of
from tests.stories.portaal import ANNA, CLIENT_ID, SECRET, Toneel


def parkeren(gemeente: Gemeente) -> dict[str, Any]:
    return zaaktype(gemeente, "ZT-PARKEREN", "Parkeervergunning", statustypen=("Ontvangen", "Klaar"))


def test_a_bron_that_is_in_order_is_green_on_every_point(check: Check, waterdam: Gemeente):
    parkeren(waterdam)

    code, out = check({"waterdam": waterdam})

    assert code == 0
    assert "✗" not in out
    assert out.splitlines()[0].startswith("✓ waterdam  Gemeente Waterdam (openZaak")
    for punt, waar in (
        ("verbinding", "zaken"), ("verbinding", "catalogi"), ("token", "zaken"),
        ("rechten", "zaken"), ("rechten", "catalogi"), ("dialect", "zaken"),
        ("kanarie", "np_bsn"), ("kanarie", "nnp_kvk"),
        ("kanarie", "nnp_rsin"), ("kanarie", "vestiging"),
    ):  # fmt: skip
        assert line_of(out, punt, waar).startswith("  ✓"), (punt, waar)
    assert out.splitlines()[-1] == "1 bron: 1 in orde."


def test_a_bron_that_is_down_costs_the_others_nothing(
    check: Check, toneel: Toneel, waterdam: Gemeente, duinoord: Gemeente
):
    parkeren(waterdam)
    toneel.stop(duinoord.adres)  # type: ignore[attr-defined]

    code, out = check({"duinoord": duinoord, "waterdam": waterdam})

    assert code == 1
    gone = line_of(out, "verbinding", "zaken")
    assert "geen verbinding" in gone
    assert "oorzaak: Op dat adres luistert niemand" in gone
    assert "doe:     Controleer host en poort in zaken.url" in gone
    assert "· kanarie" in out
    assert "✓ waterdam" in out
    assert out.splitlines()[-1] == "2 bronnen: 1 in orde, 1 met een fout."


def test_another_secret_is_told_from_too_few_rights(check: Check, toneel: Toneel):
    other = toneel.gemeente("Gemeente Heuvelrijk", "000740457", clients={CLIENT_ID: Client(SECRET[::-1])})
    small = toneel.gemeente("Gemeente Duinoord", "111222333", clients={CLIENT_ID: Client(SECRET, applicatie=False)})

    _, wrong = check({"heuvelrijk": other})
    _, few = check({"duinoord": small})

    assert line_of(wrong, "token", "zaken").startswith("  ✗")
    assert "geheim in toegang" in line_of(wrong, "token", "zaken")
    assert line_of(few, "token", "zaken").startswith("  ✓")
    assert "Vraag het recht zaken.lezen" in line_of(few, "rechten", "zaken")


def test_a_wrong_base_url_is_no_empty_list(check: Check, waterdam: Gemeente):
    adres = waterdam.adres  # type: ignore[attr-defined]

    code, out = check({"waterdam": waterdam}, bron={"zaken": {"url": f"{adres}/zaken/api/v2/"}})

    assert code == 1
    assert "Op deze URL staat deze API niet." in line_of(out, "kanarie", "np_bsn")


def test_a_register_that_ignores_who_is_asked_for_is_red_and_its_supplier_hears_which_rule(
    check: Check, waterdam: Gemeente
):
    zaak(waterdam, parkeren(waterdam), bsn=ANNA)
    waterdam.fault = Fault("negeertFilters")

    code, out = check({"waterdam": waterdam})
    _, letter = check({"waterdam": waterdam}, "--leverancier")

    assert code == 1
    assert "zoekt niemand, vindt 1" in line_of(out, "kanarie", "np_bsn")
    assert "het filter wordt niet toegepast" in letter
    assert "Standaard: Zaken API 1.5, operaties `zaak__zoek` en `zaak_list`" in letter


def test_without_a_number_that_nobody_has_an_empty_list_is_not_certain(check: Check, waterdam: Gemeente):
    code, out = check({"waterdam": waterdam}, bron={"proefnummers": {}})

    assert code == 0
    assert line_of(out, "kanarie", "np_bsn").startswith("  !")
    assert "Zet bsn in proefnummers" in out


def test_the_letter_says_what_a_dialect_does_not_do(check: Check, toneel: Toneel):
    oneground = toneel.gemeente("Gemeente Heuvelrijk", "000740457", dialect=ONEGROUND)
    esuite = toneel.gemeente("Gemeente Duinoord", "111222333", dialect=ESUITE)

    _, one = check({"heuvelrijk": oneground}, "--leverancier", bron={"product": "oneGround"})
    _, other = check({"duinoord": esuite}, "--leverancier", bron={"product": "esuite", "bsnInUrl": "toegestaan"})

    assert "`expand` bij zoeken wordt geweigerd" in one
    assert "Elk rolfilter geldt voor een willekeurige rol" in one
    assert "`POST zaken/_zoek` is er niet" in other
    assert "`ordering` wordt niet gevolgd" in other


def test_the_report_as_json_names_cause_and_step(check: Check, waterdam: Gemeente, duinoord: Gemeente):
    parkeren(waterdam)
    duinoord.fault = Fault("html")

    code, out = check({"waterdam": waterdam, "duinoord": duinoord}, "--json")

    told = {bron["bron"]: bron for bron in json.loads(out)["bronnen"]}
    assert code == 1
    assert told["waterdam"]["stand"] == "goed"
    assert told["duinoord"]["stand"] == "fout"
    red = [b for b in told["duinoord"]["bevindingen"] if b["stand"] == "fout"]
    assert red
    assert all(b["oorzaak"] and b["stap"] for b in red)


def test_one_bron_is_looked_at_by_name_and_an_unknown_name_is_said(
    check: Check, waterdam: Gemeente, duinoord: Gemeente, capsys: pytest.CaptureFixture[str]
):
    code, out = check({"waterdam": waterdam, "duinoord": duinoord}, "--bron", "duinoord")
    assert code == 0
    assert "waterdam" not in out
    assert not waterdam.ontvangen

    code, _ = check({"waterdam": waterdam}, "--bron", "elders")
    assert code == 2


def test_nobody_is_looked_up(check: Check, waterdam: Gemeente):
    check({"waterdam": waterdam})

    numbers = set(PROEFNUMMERS.values())
    for ontvangen in waterdam.ontvangen:
        if ontvangen.pad.endswith("_zoek"):
            sought = [value for key, value in json.loads(ontvangen.body).items() if key.startswith("rol__betrokkene")]
            assert sought
            assert set(sought) <= numbers
