"""``mijnzaken-bff privacy``: true to the configuration, readable for a privacy officer, and without a secret."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from mijnzaken_bff.cli import main
from tests.lekken import leaks
from tests.rooms.settings.voorbeeld import SECRET, at, tree, written

ANNA, KVK, RSIN = "999990019", "90004760", "819534316"
URI = "https://waterdam.example/verwerkingen/zaakoverzicht"
BRON = ("bronnen", 0)
COMPANIES = [
    {"type": "bsn", "pad": ["aanvrager", "bsn"]},
    {"type": "kvk", "pad": ["kvk"], "rsin": {"pad": ["rsin"]}, "vestiging": {"pad": ["urn:vestiging"]}},
]


class Stuk:
    """The document that a configuration gives."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path = folder / "config.yaml"
        self._capsys = capsys
        (folder / "waterdam.secret").write_text(SECRET)
        (folder / "verwerkingen.secret").write_text("v" * 32)
        (folder / "vorige.secret").write_text("w" * 32)

    def of(self, configuration: Any, *options: str) -> str:
        self.path.write_text(written(configuration), encoding="utf-8")
        assert main(["privacy", "--config", str(self.path), *options]) == 0
        said = self._capsys.readouterr()
        assert said.err == "" or "--verzegel" in options
        if "--ontzegel" not in options:
            assert not leaks(said.out)
        return said.out

    def json_of(self, configuration: Any) -> Any:
        return json.loads(self.of(configuration, "--json"))


@pytest.fixture
def stuk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Stuk:
    monkeypatch.delenv("MIJNZAKEN_CONFIG", raising=False)
    return Stuk(tmp_path, capsys)


def with_log(configuration: Any) -> Any:
    return configuration | {
        "verwerkingen": {
            "bestand": "verwerkingen.jsonl",
            "sleutel": {"bestand": "verwerkingen.secret"},
            "sleutelId": "2026-1",
            "activiteiten": {"overzicht": URI},
        }
    }


def rotated(configuration: Any) -> Any:
    """The log under a new key, with the one that it had before."""
    log = with_log(configuration)["verwerkingen"]
    old = {"sleutel": log["sleutel"], "sleutelId": log["sleutelId"]}
    new = {"sleutel": {"bestand": "vorige.secret"}, "sleutelId": "2027-1", "vorigeSleutels": [old]}
    return configuration | {"verwerkingen": log | new}


def section(document: str, number: int) -> str:
    return document.partition(f"## {number}. ")[2].partition("\n## ")[0]


def test_it_tells_on_what_ground_a_bsn_is_used_and_for_which_activity(stuk: Stuk) -> None:
    ground = section(stuk.of(with_log(tree())), 1)

    assert "artikel 10 van de Wet algemene bepalingen burgerservicenummer" in ground
    assert "artikel 46 van de Uitvoeringswet AVG" in ground
    assert f"overzicht: <{URI}>" in ground
    assert "KvK" not in ground, "no login gives one"


def test_without_a_log_it_says_that_there_is_none(stuk: Stuk) -> None:
    document = stuk.of(tree())

    assert "niet ingesteld (`verwerkingen.activiteiten`)" in section(document, 1)
    assert "**geen** logboek van verwerkingen" in section(document, 6)


def test_it_tells_from_whom_data_come_and_what_is_read(stuk: Stuk) -> None:
    changed = at(("uitgevers", 0, "betrokkene"), COMPANIES, at(("uitgevers", 0, "klanten"), ["mijn-omgeving"]))

    told = section(stuk.of(changed), 2)

    assert "https://digid.example/realms/burger" in told
    assert "BSN, KvK-nummer, RSIN en vestigingsnummer" in told
    assert "`aanvrager → bsn`, `kvk`, `rsin`, `urn:vestiging`" in told
    assert "ten minste substantieel" in told
    assert "`mijn-omgeving`" in told
    assert "Kanaal: burger" in told


def test_where_the_token_chooses_whom_to_ask_it_names_the_claim(stuk: Stuk) -> None:
    chooses = at(("vragen", "keuze"), "claim")
    chooses["uitgevers"][0]["organisaties"] = {"pad": ["mijn", "organisaties"]}

    assert "alleen aan de bronnen van de organisaties in `mijn → organisaties`" in section(stuk.of(chooses), 2)
    assert stuk.json_of(chooses)["uitgevers"][0]["organisaties_claim"] == "mijn → organisaties"
    assert "de bronnen van de organisaties" not in stuk.of(tree())


@pytest.mark.parametrize(
    ("sample", "told"),
    [
        ("digid-eherkenning", "wordt gelezen uit eigen claims"),
        ("nlgov", "wordt gelezen uit `represents`"),
        ("nl-portal", "wordt gelezen uit eigen claims"),
        ("keycloak", "wordt niet gelezen"),
    ],
)
def test_representation_is_told_of_every_sample_of_an_issuer(stuk: Stuk, sample: str, told: str) -> None:
    configuration = of_sample(sample)

    document = section(stuk.of(configuration), 2)

    assert told in document
    assert all(f"### Uitgever `{uitgever['id']}`" in document for uitgever in configuration["uitgevers"])


def of_sample(sample: str) -> Any:
    """A configuration with the issuers of a sample in the manual."""
    manual = Path(__file__).parents[3] / "docs" / "uitgevers" / f"{sample}.yaml"
    return tree() | {"uitgevers": yaml.safe_load(manual.read_text(encoding="utf-8"))["uitgevers"]}


LEGAL, ACTING = "urn:etoegang:core:LegalSubjectID", "urn:etoegang:core:ActingSubjectID"
INTERMEDIATE = "urn:etoegang:1.9:IntermediateEntityID:KvKnr"


@pytest.mark.parametrize(
    ("sample", "uitgever", "about", "acting"),
    [
        ("keycloak", 0, (["BSN"], ["bsn"]), ([], [])),
        ("signicat", 0, (["BSN"], ["idp_id", "nin", "nin_issuing_country"]), (["BSN"], ["acting_nin"])),
        ("nl-portal", 0, (["BSN", "KvK-nummer"], ["aanvrager → bsn", "aanvrager → kvk"]),
         (["BSN", "KvK-nummer", "pseudoniem"], ["gemachtigde → bsn", "gemachtigde → kvk", "gemachtigde → sub"])),
        ("digid-eherkenning", 1,
         (["BSN", "KvK-nummer", "RSIN", "vestigingsnummer"],
          ["namequalifier", "sel_uid", "urn:etoegang:1.9:ServiceRestriction:Vestigingsnr", LEGAL]),
         (["KvK-nummer", "pseudoniem"], [INTERMEDIATE, ACTING, LEGAL])),
        ("nlgov", 0, (["BSN", "KvK-nummer", "RSIN"], ["sub", "sub_id_type"]),
         (["BSN", "KvK-nummer", "RSIN", "pseudoniem"], ["sub", "sub_id_type"])),
    ],
)  # fmt: skip
def test_whom_it_is_about_and_who_acts_are_told_apart(
    stuk: Stuk, sample: str, uitgever: int, about: tuple[list[str], list[str]], acting: tuple[list[str], list[str]]
) -> None:
    facts = stuk.json_of(of_sample(sample))["uitgevers"][uitgever]
    told = section(stuk.of(of_sample(sample)), 2)

    assert (facts["nummers"], facts["claims"]) == about
    assert (facts["handelenden"], facts["handelende_claims"]) == acting
    assert all(f"`{claim}`" in told for claim in about[1] + acting[1])
    assert ("gaat naar geen bron, staat in geen logboek" in told) is bool(acting[0])


def test_whoever_acts_has_a_ground_of_their_own(stuk: Stuk) -> None:
    """A BSN of a representative is a BSN, also where only companies are looked up."""
    uitgever = of_sample("nl-portal")["uitgevers"][0]
    uitgever["kanaal"], uitgever["betrokkene"] = "ondernemer", uitgever["betrokkene"][1:]
    uitgever["betrokkene"][0]["handelende"][0] = {"type": "bsn", "pad": ["gemachtigde", "bsn"], "optioneel": True}

    ground = section(stuk.of(tree() | {"uitgevers": [uitgever]}), 1)

    assert "| BSN | wie namens die handelt | artikel 10" in ground
    assert "| KvK-nummer | om wie het gaat |" in ground
    assert "| pseudoniem | wie namens die handelt |" in ground


def test_only_what_an_eenmanszaak_has_is_said_to_be_of_one(stuk: Stuk) -> None:
    changed = at(("uitgevers", 0, "betrokkene"), COMPANIES)

    rows = {line.split(" | ")[0].strip("| "): line for line in section(stuk.of(changed), 1).splitlines()}

    assert "Van een eenmanszaak is dit een persoonsgegeven" in rows["KvK-nummer"]
    assert "Van een eenmanszaak is dit een persoonsgegeven" in rows["vestigingsnummer"]
    assert "Een eenmanszaak heeft er geen" in rows["RSIN"]


def test_a_channel_whose_tokens_are_about_nobody_is_said_to_read_no_number(stuk: Stuk) -> None:
    employee = at(("uitgevers", 0, "kanaal"), "medewerker", at(("uitgevers", 0, "betrokkene"), []))

    told = section(stuk.of(employee), 2)

    assert "er wordt geen nummer gelezen" in told
    assert "Om wie het gaat" not in told


UITGEVER = ("uitgevers", 0)


def test_it_tells_how_far_a_token_is_trusted(stuk: Stuk) -> None:
    changed = at((*UITGEVER, "maximaleLeeftijd"), "15m")
    at((*UITGEVER, "speling"), "1s", changed)
    at((*UITGEVER, "doelgroepModus"), "exact", changed)
    at((*UITGEVER, "scopes"), {"vereist": ["zaken.lezen"]}, changed)

    strict, usual = section(stuk.of(changed), 2), section(stuk.of(tree()), 2)

    assert "hooguit 15 minuten oud, en hooguit 1 dag geldig" in strict
    assert "klokken mogen 1 seconde verschillen" in strict
    assert "`mijnzaken-bff`; en voor niemand anders" in strict
    assert "(scope): `zaken.lezen`" in strict
    assert "volgens `acr`; een token zonder die claim wordt geweigerd" in strict
    assert "hooguit 1 uur oud" in usual
    assert "het mag ook voor anderen zijn" in usual
    assert "**elke** toepassing van deze uitgever" in usual
    assert "(scope): geen eis" in usual


def test_representation_that_must_be_for_a_service_names_it_and_who_checks_it(stuk: Stuk) -> None:
    ours, theirs = stuk.of(of_sample("nlgov")), stuk.of(of_sample("signicat"))

    assert "voor `5628edbd-0000-0000-0000-000000000000`, volgens `urn:nl-eid-gdi:1.0:ServiceUUID`" in section(ours, 2)
    assert "**de uitgever, en deze dienst niet**" in section(theirs, 2)
    assert "LET OP" not in ours
    assert "Voor welke dienst een machtiging van `signicat` geldt, controleert alleen de uitgever" in theirs


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        ("maximaleLeeftijd", None, "Wie een token van `digid` steelt, kan het 1 dag gebruiken"),
        ("betrouwbaarheid", {"minimum": "laag", "ontbreekt": "substantieel"},
         "Een token van `digid` dat geen niveau noemt, geldt als `substantieel`"),
    ],
)  # fmt: skip
def test_what_takes_a_check_of_a_token_away_is_told_loudly_and_first(
    stuk: Stuk, place: str, value: Any, told: str
) -> None:
    loud = stuk.of(at((*UITGEVER, place), value))

    assert told in loud.partition("## LET OP")[2].partition("## 1.")[0]


def test_how_long_a_stolen_token_is_of_use_is_the_shorter_of_both_limits(stuk: Stuk) -> None:
    long = at((*UITGEVER, "maximaleDuur"), "720h")
    quiet = stuk.of(long)
    loud = stuk.of(at((*UITGEVER, "maximaleLeeftijd"), "48h", long))

    assert "LET OP" not in quiet
    assert "kan het 2 dagen gebruiken" in loud


@pytest.mark.parametrize("network", ["0.0.0.0/0", "::/0"])
def test_an_address_that_anybody_may_name_is_told_loudly(stuk: Stuk, network: str) -> None:
    loud = stuk.of(at(("dienst", "proxies"), [network], at(("dienst", "sleutel"), {"bestand": "waterdam.secret"})))

    assert "`dienst.proxies[0]`" in loud.partition("## LET OP")[2].partition("## 1.")[0]


def test_a_claim_that_is_ignored_is_told_where_the_issuer_is_and_as_a_warning(stuk: Stuk) -> None:
    ignoring = at(("uitgevers", 0, "vertegenwoordiging"), {"negeerClaims": ["vestiging", "gemachtigde.bsn"]})

    document = stuk.of(ignoring)

    assert "hier worden genegeerd: `vestiging`, `gemachtigde.bsn`" in section(document, 2)
    assert "`uitgevers[0].vertegenwoordiging.negeerClaims`" in document.partition("## 1. ")[0]
    assert "genegeerd" not in stuk.of(tree())


@pytest.mark.parametrize(
    ("rules", "bedrijven", "asked"),
    [
        ([COMPANIES[0]], ["nnp_kvk", "nnp_rsin", "vestiging"], {("np_bsn", "BSN")}),
        ([COMPANIES[0], {"type": "kvk", "pad": ["kvk"]}], ["nnp_kvk", "nnp_rsin"],
         {("np_bsn", "BSN"), ("nnp_kvk", "KvK-nummer")}),
        (COMPANIES, ["nnp_rsin"], {("np_bsn", "BSN"), ("nnp_rsin", "RSIN"), ("nnp_rsin", "vestigingsnummer")}),
        (COMPANIES, ["ann_identificatie"], {("np_bsn", "BSN"), ("ann_identificatie", "KvK-nummer")}),
        (COMPANIES, [], {("np_bsn", "BSN")}),
    ],
)  # fmt: skip
def test_a_bron_is_said_to_get_the_numbers_that_it_really_gets_and_no_more(
    stuk: Stuk, rules: list[Any], bedrijven: list[str], asked: set[tuple[str, str]]
) -> None:
    changed = at(("uitgevers", 0, "betrokkene"), rules, at((*BRON, "bedrijven"), bedrijven))

    (bron,) = stuk.json_of(changed)["bronnen"]
    told = section(stuk.of(changed), 3)

    assert {(vraag["zoekwijze"], vraag["nummer"]) for vraag in bron["zoekvragen"]} == asked
    for zoekwijze, nummer in asked:
        assert f"- {nummer} (`{zoekwijze}`), in de inhoud van het verzoek, nooit in de URL" in told


def test_a_number_of_nobody_that_goes_to_a_bron_is_told_and_not_shown(stuk: Stuk) -> None:
    quiet, tried = stuk.of(at((*BRON, "proefnummers"), {})), stuk.of(at((*BRON, "proefnummers"), {"bsn": "999999990"}))

    assert "proefnummers" not in quiet
    assert "een nummer naartoe dat niemand heeft (`proefnummers`): `np_bsn`." in section(tried, 3)
    assert "999999990" not in tried


def test_what_goes_to_each_other_api_is_no_number_and_what_is_shown_of_it_is_told(stuk: Stuk) -> None:
    told = section(stuk.of(tree()), 3)

    base = "https://zgw.waterdam.example"
    assert f"| catalogi | {base}/catalogi/api/v1/ | geen persoonsgegevens" in told
    assert (
        f"| documenten | {base}/documenten/api/v1/ | van één gevraagde zaak de adressen van haar documenten |" in told
    )
    assert (
        f"| besluiten | {base}/besluiten/api/v1/ | van één gevraagde zaak het adres, en die van haar besluiten |"
        in told
    )
    assert "- documenten tot en met vertrouwelijkheid `zaakvertrouwelijk`, met status `definitief`" in told
    assert "- besluiten die bekend zijn gemaakt: ja" in told
    assert "- gegevens van de aanvraag: `ZT-PARKEREN: kenteken voertuig`" in told


def test_of_a_bron_without_them_nothing_is_said_to_go_there(stuk: Stuk) -> None:
    without = at((*BRON, "documenten"), ..., at((*BRON, "besluiten"), ...))

    told = section(stuk.of(without), 3)

    assert "| documenten |" not in told
    assert "| besluiten |" not in told
    assert "- documenten: geen (`documenten` is niet ingesteld)" in told
    assert "- besluiten die bekend zijn gemaakt: nee" in told


def test_rules_about_documents_are_told(stuk: Stuk) -> None:
    rules = {"maximaal": "openbaar", "soorten": {"weiger": ["Interne notitie"]}, "tonenAanInitiator": "verplicht"}

    told = section(stuk.of(at((*BRON, "zichtbaarheid"), {"documenten": rules})), 3)

    assert "- documenten tot en met vertrouwelijkheid `openbaar`" in told
    assert "soorten: alle, nooit `interne notitie`; alleen wat het register voor de initiator aanwijst" in told


def test_the_content_of_documents_is_said_to_be_kept_nowhere(stuk: Stuk) -> None:
    document = stuk.of(tree())

    assert "de dienst leest het niet en bewaart het niet" in section(document, 4)
    assert "| één zaak, met haar documenten en besluiten | niet: die wordt elke keer opnieuw gevraagd |" in section(
        document, 5
    )


def test_a_number_in_a_url_is_told_loudly_and_first(stuk: Stuk) -> None:
    quiet, loud = stuk.of(tree()), stuk.of(at((*BRON, "bsnInUrl"), "toegestaan"))

    assert "LET OP" not in quiet
    assert "**Gemeente Waterdam mag BSN in een URL krijgen**" in loud
    assert loud.index("LET OP") < loud.index("## 1.")
    assert "`bronnen[0].bsnInUrl`" in loud
    assert "**in de URL toegestaan**" in loud


def test_what_goes_without_tls_is_told_loudly(stuk: Stuk) -> None:
    changed = at(
        (*BRON, "catalogi"), {"url": "http://zgw.waterdam.example/catalogi/api/v1/"}, at(("ontwikkeling",), True)
    )

    document = stuk.of(changed)

    assert "Zonder TLS, dus leesbaar onderweg:** Gemeente Waterdam (catalogi)" in document
    assert "**http, zonder TLS**" in document
    assert "`ontwikkeling`" in document


def test_it_tells_what_is_shown(stuk: Stuk) -> None:
    zichtbaarheid = {
        "maximaal": "openbaar",
        "intern": "weiger",
        "rollen": ["belanghebbende", "initiator"],
        "zaaktypen": {"toon": ["ZT-A", "ZT-B"], "vanaf": {"ZT-A": "2025-01-01"}},
    }
    changed = at((*BRON, "zichtbaarheid"), zichtbaarheid, at((*BRON, "toon"), {"toelichting": True}))

    told = section(stuk.of(changed), 3)

    assert "tot en met vertrouwelijkheid `openbaar`, waarin iemand de rol `belanghebbende` of `initiator` heeft" in told
    assert "zaken van interne zaaktypen: nee" in told
    assert "zaaktypen: `ZT-A`, `ZT-B`" in told
    assert "ZT-A vanaf 2025-01-01" in told
    assert "omschrijving ja, toelichtingen ja, redenen van opschorting en verlenging nee" in told


def test_it_tells_how_long_things_are_kept(stuk: Stuk) -> None:
    told = section(stuk.of(at(("uitgevers", 0, "sleutels"), {"houdbaarBijStoring": "12h"})), 5)

    assert "zoals een register ze gaf | in het geheugen van dit proces, hooguit 5 minuten" in told
    assert "ondertekend en leesbaar, zonder nummer of naam" in told
    assert "verzegeld" not in told, "anybody can read a cursor"
    assert "12 uur; als een register stoort 7 dagen" in told
    assert "openbare sleutels van `digid` (van niemand) | in het geheugen, hooguit 12 uur" in told


def test_that_a_good_token_is_known_again_is_told(stuk: Stuk) -> None:
    told = section(stuk.of(tree()), 5)

    assert "| tokens | niet |" in told
    assert "| wie er vraagt met een goed token, en over wie | in het geheugen van dit proces, een minuut" in told


def test_that_nothing_is_remembered_is_told_where_it_is_turned_off(stuk: Stuk) -> None:
    told = section(stuk.of(at(("geheugen",), {"vers": "0s"})), 5)

    assert "zaken, nummers en namen van iemand | niet" in told
    assert "wie er namens een ander handelt | niet" in told


def test_what_is_remembered_to_keep_the_limits_is_told_with_its_time(stuk: Stuk) -> None:
    grenzen = {"perBetrokkene": {"aantal": 60, "per": "5m"}, "mislukt": {"aantal": 30, "per": "90s"}}

    told = section(stuk.of(at(("dienst", "grenzen"), grenzen)), 5)

    assert "per persoon of bedrijf | in het geheugen, onder een pseudoniem" in told
    assert "5 minuten na het laatste verzoek" in told
    assert "90 seconden na het laatste geweigerde token" in told
    assert "het IP-adres van wie vraagt | in het geheugen" in told
    assert "wie er namens een ander handelt | net zo, hooguit 5 minuten" in told
    assert "logboek van verwerkingen | in het geheugen" not in told


def test_what_replicas_share_is_told_with_its_pseudonyms(stuk: Stuk) -> None:
    alone = section(stuk.of(tree()), 5)
    shared = section(stuk.of(tree() | {"gedeeld": {"soort": "redis", "url": "rediss://opslag.intern"}}), 5)

    assert "gedeelde opslag" not in alone
    assert "in het geheugen en in de gedeelde opslag, onder een pseudoniem" in shared
    assert "een sleutel die alleen de replica's hebben" in shared
    assert "bevat verder niets: geen zaak, nummer, naam, adres of token" in shared


def test_the_keys_of_old_lines_are_told(stuk: Stuk) -> None:
    document = stuk.of(rotated(tree()))

    assert "sleutel `2027-1`" in section(document, 6)
    assert "Oude regels zijn verzegeld met `2026-1`" in section(document, 6)
    assert "logboek van verwerkingen | in het geheugen" in section(document, 5)


def test_the_log_is_told_with_its_key_and_place(stuk: Stuk) -> None:
    told = section(stuk.of(with_log(tree())), 6)

    assert str(stuk.path.parent / "verwerkingen.jsonl") in told
    assert "sleutel `2026-1`" in told


def test_a_name_does_not_break_the_document(stuk: Stuk) -> None:
    document = stuk.of(at((*BRON, "naam"), "Water|dam\n## 9. Vals"))

    assert "Water\\|dam ## 9. Vals" in document
    assert "\n## 9." not in document


def test_json_tells_the_same_facts(stuk: Stuk) -> None:
    facts = stuk.json_of(with_log(tree()))

    assert facts["uitgevers"][0]["claims"] == ["bsn"]
    assert facts["bronnen"][0]["apis"][0]["toegang"] == "zgwJwt"
    assert facts["verwerkingen"]["activiteiten"] == {"overzicht": URI}


def test_a_secret_that_is_being_replaced_is_told_and_not_shown(stuk: Stuk, tmp_path: Path):
    (tmp_path / "vorig").write_text("een-vorig-geheim-van-meer-dan-32-tekens")
    configuration = at((*BRON, "toegang", "vorigSecret"), {"bestand": "vorig"})

    document, before = stuk.of(configuration), stuk.of(tree())

    told = "een JWT dat deze dienst tekent; een geheim wordt gewisseld: het vorige geldt ook nog |"
    assert document.count(told) == 4
    assert "gewisseld" not in before
    assert "een-vorig-geheim" not in document
    assert [api["vorig_geheim"] for api in stuk.json_of(configuration)["bronnen"][0]["apis"]] == [True] * 4
    assert [api["vorig_geheim"] for api in stuk.json_of(tree())["bronnen"][0]["apis"]] == [False] * 4


def test_a_configuration_that_is_refused_gives_no_document(stuk: Stuk, capsys: pytest.CaptureFixture[str]) -> None:
    stuk.path.write_text("a: 1")

    assert main(["privacy", "--config", str(stuk.path)]) == 2
    assert capsys.readouterr().out == ""


# Sealing a number, to find somebody in the log.


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_a_number_is_sealed_as_everything_that_it_can_be(
    stuk: Stuk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, f"{ANNA}\n {KVK} \n")
    sealed = stuk.of(with_log(tree()), "--verzegel")

    assert [line.split()[0] for line in sealed.splitlines()] == ["bsn", "rsin", "kvk"]
    assert not leaks(sealed)
    typed(monkeypatch, "\n".join(line.split()[1] for line in sealed.splitlines()))
    assert stuk.of(with_log(tree()), "--ontzegel").splitlines() == [f"bsn {ANNA}", f"rsin {ANNA}", f"kvk {KVK}"]


def test_a_number_is_found_in_the_lines_of_every_key_there_was(
    stuk: Stuk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, KVK)
    (before,) = stuk.of(with_log(tree()), "--verzegel").splitlines()

    typed(monkeypatch, KVK)
    sealed = [line.split() for line in stuk.of(rotated(tree()), "--verzegel").splitlines()]

    assert [(soort, key) for soort, _, key in sealed] == [("kvk", "2027-1"), ("kvk", "2026-1")]
    assert sealed[1] == before.split()
    assert sealed[0][1] != sealed[1][1]
    typed(monkeypatch, "\n".join(value for _, value, _ in sealed))
    assert stuk.of(rotated(tree()), "--ontzegel").splitlines() == [f"kvk {KVK}"] * 2


def test_whoever_looks_a_company_up_is_told_under_which_of_its_numbers_it_stands(
    stuk: Stuk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stuk.path.write_text(written(with_log(tree())))
    typed(monkeypatch, RSIN)

    assert main(["privacy", "--config", str(stuk.path), "--verzegel"]) == 0

    said = capsys.readouterr()
    assert [line.split()[0] for line in said.out.splitlines()] == ["bsn", "rsin"]
    assert "Zoek een bedrijf op KvK-nummer en op RSIN." in said.err


@pytest.mark.parametrize("option", ["--verzegel", "--ontzegel"])
def test_what_cannot_be_sealed_or_opened_is_told_by_its_line_and_not_repeated(
    stuk: Stuk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    stuk.path.write_text(written(with_log(tree())))
    typed(monkeypatch, "123456789\n")

    assert main(["privacy", "--config", str(stuk.path), option]) == 1

    said = capsys.readouterr()
    assert said.err.startswith("regel 1: ")
    assert "123456789" not in said.err + said.out


def test_without_a_log_nothing_is_sealed(
    stuk: Stuk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stuk.path.write_text(written(tree()))
    typed(monkeypatch, ANNA)

    assert main(["privacy", "--config", str(stuk.path), "--verzegel"]) == 2
    assert "verwerkingen ontbreekt" in capsys.readouterr().err
