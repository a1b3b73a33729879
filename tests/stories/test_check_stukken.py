"""``mijnzaken-bff check`` on what hangs on a zaak: its documents, its besluiten, and the way to one zaak itself."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.dialecten import ESUITE, ONEGROUND, OPEN_ZAAK
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from mijnzaken_bff.demo.gemeente.vulling_besluiten import besluit, besluittype
from mijnzaken_bff.demo.gemeente.vulling_documenten import document, documentregister
from tests.stories.dialecten import STREEKTALEN
from tests.stories.nakijken import Check, line_of, stukken
from tests.stories.portaal import ANNA, CLIENT_ID, SECRET, Toneel

DOCS = Path(__file__).parents[2] / "docs"
BSN_ALONE = {"bsn": "999999990"}
DOCUMENTEN, BESLUITEN = "/documenten", "/besluiten"


def filled(gemeente: Gemeente) -> None:
    """One zaak of Anna, with a document and (where there is such an API) a besluit."""
    soort = zaaktype(gemeente, "ZT-PARKEREN", "Parkeervergunning", statustypen=("Ontvangen", "Klaar"))
    van_anna = zaak(gemeente, soort, bsn=ANNA)
    brief = document(gemeente, van_anna, titel="Brief")
    if "besluiten" in gemeente.dialect.versies:
        besluit(gemeente, van_anna, besluittype(gemeente, "Vergunning"), datum="2026-11-01", documenten=[brief])


@pytest.fixture
def waterdam(waterdam: Gemeente) -> Gemeente:
    filled(waterdam)
    return waterdam


def test_documents_and_besluiten_that_are_in_order_are_green(check: Check, waterdam: Gemeente):
    code, out = check({"waterdam": waterdam}, bron=stukken(waterdam))

    assert code == 0
    for punt, waar, said in (
        ("verbinding", "documenten", "antwoord na"),
        ("verbinding", "besluiten", "antwoord na"),
        ("token", "documenten", "aangenomen"),
        ("token", "besluiten", "aangenomen"),
        ("rechten", "documenten", "mag documenten zoeken"),
        ("rechten", "besluiten", "mag besluiten lezen"),
        ("dialect", "documenten", "zoekt op uuid__in, vindt van niemand niets"),
        ("dialect", "één zaak", "met uuid__in, bij het nummer van wie vraagt"),
        ("dialect", "substatussen", "worden gevraagd"),
        ("kanarie", "besluiten", "zaak van niemand, vindt niets"),
    ):
        line = line_of(out, punt, waar)
        assert line.startswith("  ✓"), (punt, waar)
        assert said in line
    assert out.splitlines()[-1] == "1 bron: 1 in orde."


def test_what_is_not_configured_is_one_remark_and_no_fault(check: Check, waterdam: Gemeente):
    code, out = check({"waterdam": waterdam})

    assert code == 0
    for api in ("documenten", "besluiten"):
        (line,) = [line for line in out.splitlines() if f" {api} " in line]
        assert line.startswith("  · verbinding")
        assert line.endswith(f"niet ingesteld: bij deze bron toont de dienst geen {api}")
    assert out.splitlines()[-1] == "1 bron: 1 in orde."


@pytest.mark.parametrize(
    ("taal", "documenten", "een_zaak"),
    [
        ("open-zaak", "zoekt op uuid__in", "met uuid__in"),
        ("gateway", "zoekt op uuid__in", "met uuid__in"),
        ("zaken-1.6", "zoekt op uuid__in", "met uuid__in"),
        ("oneground", "zoekt op uuid_In", "met uuid__in"),
        ("esuite", "zonder zoeken: documenten worden één voor één gevraagd", "op haar adres, met haar rollen"),
        ("kale-lijsten", "geen enkelvoudiginformatieobjecten/_zoek (405)", "op haar adres, met haar rollen"),
    ],
)
def test_each_dialect_is_asked_in_its_own_way(check: Check, toneel: Toneel, taal: str, documenten: str, een_zaak: str):
    streektaal = STREEKTALEN[taal]
    gemeente = streektaal.gemeente(toneel)
    filled(gemeente)

    code, out = check({"waterdam": gemeente}, bron={**streektaal.bron, **stukken(gemeente)})

    assert code == 0
    assert documenten in line_of(out, "dialect", "documenten")
    assert een_zaak in line_of(out, "dialect", "één zaak")


def test_nobody_is_asked_for(check: Check, waterdam: Gemeente):
    document_of_anna, besluit_of_anna = (
        waterdam.opslag.alle(soort)[0]["url"].rpartition("/")[2]
        for soort in ("enkelvoudiginformatieobjecten", "besluiten")
    )
    check({"waterdam": waterdam}, bron=stukken(waterdam))

    asked = [o for o in waterdam.ontvangen if o.pad.startswith((DOCUMENTEN, BESLUITEN))]
    assert [f"{o.methode} {o.pad.removeprefix('/documenten').removeprefix('/besluiten')}" for o in asked] == [
        "GET /api/v1/", "POST /api/v1/enkelvoudiginformatieobjecten/_zoek", "GET /api/v1/", "GET /api/v1/besluiten",
    ]  # fmt: skip
    zaken = {one["url"].rpartition("/")[2] for one in waterdam.opslag.alle("zaken")}
    for ontvangen in asked:
        told = f"{ontvangen.query} {ontvangen.body!r}"
        assert not any(known in told for known in (document_of_anna, besluit_of_anna, *zaken))


@pytest.mark.parametrize(
    ("api", "recht", "zonder"),
    [
        ("documenten", "documenten.lezen", {"documenten_lezen": False}),
        ("besluiten", "besluiten.lezen", {"besluiten_lezen": False}),
    ],
)
def test_a_missing_right_is_asked_for_by_its_name(
    check: Check, toneel: Toneel, api: str, recht: str, zonder: Mapping[str, Any]
):
    gemeente = toneel.gemeente(clients={CLIENT_ID: Client(SECRET, **zonder)})
    filled(gemeente)

    code, out = check({"waterdam": gemeente}, bron=stukken(gemeente))
    _, letter = check({"waterdam": gemeente}, "--leverancier", bron=stukken(gemeente))

    assert code == 1
    assert line_of(out, "token", api).startswith("  ✓")
    assert line_of(out, "rechten", api).startswith("  ✗")
    assert f"het recht {recht} voor onze applicatie" in line_of(out, "rechten", api)
    assert line_of(out, "rechten", "zaken").startswith("  ✓")
    (row,) = [line for line in letter.splitlines() if f"`{recht}`" in line]
    assert row.startswith(f"| {api} | ")
    assert row.endswith("| nee: graag toekennen |")
    assert "| `zaken.lezen` | ja |" in letter


def test_a_register_that_gives_documents_of_others_is_asked_one_by_one(check: Check, waterdam: Gemeente):
    waterdam.fault = Fault("negeertUuids", alleen=DOCUMENTEN)

    code, out = check({"waterdam": waterdam}, bron=stukken(waterdam))
    _, letter = check({"waterdam": waterdam}, "--leverancier", bron=stukken(waterdam))

    assert code == 0
    line = line_of(out, "dialect", "documenten")
    assert line.startswith("  !")
    assert "zoekt op uuid__in, vindt 1" in line
    assert "documenten worden één voor één gevraagd" in line
    assert "vermogens.documentsleutel op geen" in line
    assert "let niet op de sleutel `uuid__in`" in letter
    assert "vermogens.documentsleutel: geen" in letter


@pytest.mark.parametrize("versie", ["1.7", "1.5"])
def test_the_key_that_fits_is_found_and_proposed(check: Check, toneel: Toneel, versie: str):
    """OneGround 1.7 refuses the key of the standard, and 1.5 gives everybody's documents for it."""
    gemeente = toneel.gemeente(dialect=ONEGROUND)
    filled(gemeente)
    bron = stukken(gemeente) | {"product": "oneGround", "vermogens": {"documentsleutel": "uuid__in"}}
    bron["documenten"][0]["headers"] = {"Api-Version": versie}

    code, out = check({"heuvelrijk": gemeente}, bron=bron)
    _, told = check({"heuvelrijk": gemeente}, "--json", bron=bron)

    assert code == 0
    assert "Zet vermogens.documentsleutel op uuid_In: daarmee" in line_of(out, "dialect", "documenten")
    (bron_told,) = json.loads(told)["bronnen"]
    assert ["vermogens.documentsleutel", "uuid_In"] in bron_told["dialect"]
    assert bron_told["documentsleutel"] == "uuid_In"


def test_each_documenten_api_is_looked_at_by_itself(check: Check, toneel: Toneel, waterdam: Gemeente):
    other = toneel.opening(
        documentregister("Archief", "111222333", clients={"archief": Client(SECRET)}, nu=toneel.klok.now)
    )
    bron = stukken(waterdam, other)
    bron["documenten"][1]["toegang"] = {"soort": "zgwJwt", "clientId": "archief", "secret": SECRET}
    wrong = stukken(waterdam, other)  # the archive does not know the client of the bron

    good, out = check({"waterdam": waterdam}, bron=bron)
    bad, said = check({"waterdam": waterdam}, bron=wrong)

    assert good == 0
    for api in ("documenten[0]", "documenten[1]"):
        assert line_of(out, "dialect", api).startswith("  ✓")
    assert bad == 1
    assert line_of(said, "token", "documenten[0]").startswith("  ✓")
    assert line_of(said, "token", "documenten[1]").startswith("  ✗")


def test_one_key_of_two_documenten_apis_is_not_exchanged_for_the_other(
    check: Check, toneel: Toneel, waterdam: Gemeente
):
    other = toneel.opening(
        documentregister(
            "Archief", "111222333", clients={CLIENT_ID: Client(SECRET)}, nu=toneel.klok.now, dialect=ONEGROUND
        )
    )

    code, out = check({"waterdam": waterdam}, bron=stukken(waterdam, other))
    _, told = check({"waterdam": waterdam}, "--json", bron=stukken(waterdam, other))

    assert code == 0
    assert "als dat bij elke Documenten API van deze bron past" in line_of(out, "dialect", "documenten[1]")
    assert "vermogens.documentsleutel" not in dict(json.loads(told)["bronnen"][0]["dialect"])


def test_a_url_at_which_there_are_no_documents_is_red(check: Check, toneel: Toneel, waterdam: Gemeente):
    adres = waterdam.adres  # type: ignore[attr-defined]
    esuite = toneel.gemeente("Gemeente Duinoord", "111222333", dialect=ESUITE)
    filled(esuite)
    elsewhere = f"{adres}/documenten/api/v2/"

    searched, out = check({"waterdam": waterdam}, bron={"documenten": [{"url": elsewhere}]})
    fetched, other = check(
        {"duinoord": esuite},
        bron={**STREEKTALEN["esuite"].bron, "documenten": [{"url": elsewhere}]},
    )

    assert (searched, fetched) == (1, 1)
    for said in (out, other):
        assert "Op deze URL staat deze API niet." in line_of(said, "rechten", "documenten")
        assert "documenten.url" in line_of(said, "rechten", "documenten")


@pytest.mark.parametrize("product", ["openZaak", "generiek10"])
@pytest.mark.parametrize("soort", ["html", "hangt"])
def test_a_login_page_or_silence_is_red_whichever_way_documents_are_asked(
    check: Check, waterdam: Gemeente, soort: Any, product: str
):
    waterdam.fault = Fault(soort, alleen=f"{DOCUMENTEN}/api/v1/enkel")
    sleutel = {"vermogens": {"documentsleutel": "geen"}} if product == "generiek10" else {}

    code, out = check({"waterdam": waterdam}, bron=stukken(waterdam) | sleutel)

    assert code == 1
    assert line_of(out, "rechten", "documenten").startswith("  ✗")
    assert line_of(out, "dialect", "documenten").startswith("  ·")
    for punt, waar in (("rechten", "zaken"), ("rechten", "besluiten"), ("kanarie", "besluiten")):
        assert line_of(out, punt, waar).startswith("  ✓")


def test_a_register_that_gives_besluiten_of_others_is_red_and_its_supplier_hears_why(check: Check, waterdam: Gemeente):
    waterdam.fault = Fault("negeertZaak", alleen=BESLUITEN)

    code, out = check({"waterdam": waterdam}, bron=stukken(waterdam))
    _, letter = check({"waterdam": waterdam}, "--leverancier", bron=stukken(waterdam))

    assert code == 1
    line = line_of(out, "kanarie", "besluiten")
    assert line.startswith("  ✗")
    assert "zaak van niemand, vindt 1" in line
    assert "toont de dienst van deze bron geen besluiten" in line
    assert "`GET besluiten?zaak=` met een zaak die niemand heeft, geeft besluiten terug" in letter


def test_a_besluiten_api_that_is_away_leaves_the_rest_standing(check: Check, toneel: Toneel, waterdam: Gemeente):
    gone = toneel.gemeente("Gemeente Duinoord", "111222333")
    bron = stukken(waterdam) | {"besluiten": stukken(gone)["besluiten"]}
    toneel.stop(gone.adres)  # type: ignore[attr-defined]

    code, out = check({"waterdam": waterdam}, bron=bron)

    assert code == 1
    assert "Controleer host en poort in besluiten.url" in line_of(out, "verbinding", "besluiten")
    assert line_of(out, "kanarie", "besluiten").startswith("  ·")
    assert line_of(out, "dialect", "documenten").startswith("  ✓")


def test_substatussen_that_are_not_there_are_a_remark_with_the_setting_that_fits(check: Check, toneel: Toneel):
    older = toneel.gemeente(dialect=replace(OPEN_ZAAK, afwezig=frozenset({"substatussen"})))
    filled(older)

    code, out = check({"waterdam": older})
    settled, quiet = check({"waterdam": older}, bron={"vermogens": {"substatussen": False}})

    assert (code, settled) == (0, 0)
    line = line_of(out, "dialect", "substatussen")
    assert line.startswith("  !")
    assert "zijn er niet (404)" in line
    assert "Zet vermogens.substatussen op false" in line
    assert "substatussen" not in quiet


def test_a_register_that_does_not_know_uuids_is_asked_for_one_zaak_at_its_address(check: Check, toneel: Toneel):
    oneground = replace(ONEGROUND, zoekfilters=())
    gemeente = toneel.gemeente(dialect=oneground)
    filled(gemeente)

    code, out = check({"heuvelrijk": gemeente}, bron={"product": "oneGround"})
    _, told = check({"heuvelrijk": gemeente}, "--json", bron={"product": "oneGround"})

    assert code == 0
    line = line_of(out, "dialect", "één zaak")
    assert line.startswith("  !")
    assert "op haar adres, met haar rollen (weigert uuid__in, 400)" in line
    (bron,) = json.loads(told)["bronnen"]
    assert bron["zaakbewijs"] == "adres"
    assert "uuid__in" not in dict(bron["dialect"])["vermogens.filters"]


def test_the_letter_names_what_we_read_with_which_right_and_in_which_version(check: Check, waterdam: Gemeente):
    _, letter = check({"waterdam": waterdam}, "--leverancier", bron=stukken(waterdam))

    for row in (
        "| zaken | 1.5.1 | `zaken.lezen` | ja |",
        "| catalogi | 1.3.1 | `catalogi.lezen` | ja |",
        "| documenten | 1.4.2 | `documenten.lezen` | ja |",
        "| besluiten | 1.1.0 | `besluiten.lezen` | ja |",
    ):
        assert row in letter.splitlines()
    assert "`POST enkelvoudiginformatieobjecten/_zoek` en `uuid__in`" in letter


def test_the_example_is_what_comes_out(check: Check, toneel: Toneel):
    gemeente = toneel.gemeente(clients={CLIENT_ID: Client(SECRET, besluiten_lezen=False)})
    filled(gemeente)

    code, out = check({"waterdam": gemeente}, bron={"proefnummers": BSN_ALONE, "bedrijven": [], **stukken(gemeente)})

    assert code == 1
    promised = (DOCS / "check.md").read_text(encoding="utf-8")
    example = promised.partition("```text\n")[2].partition("```")[0]
    assert re.sub(r"na \d+ ms", "na 4 ms", out) == example


def test_every_key_of_the_json_is_documented(check: Check, waterdam: Gemeente):
    _, told = check({"waterdam": waterdam}, "--json", bron=stukken(waterdam))

    (bron,) = json.loads(told)["bronnen"]
    promised = (DOCS / "check.md").read_text(encoding="utf-8")
    for part in (bron, bron["apis"][0], bron["bevindingen"][0]):
        assert {key for key in part if f"`{key}`" not in promised} == set()
    assert [one["api"] for one in bron["apis"]] == ["zaken", "catalogi", "documenten", "besluiten"]
    assert bron["zaakbewijs"] == "uuid__in"
    assert bron["documentsleutel"] == "uuid__in"
