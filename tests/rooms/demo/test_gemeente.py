"""The simulated gemeente beyond what was recorded: its faults, builders, tokens, and the loopback it runs on."""

import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, get_args

import httpx
import jwt
import pytest
from starlette.types import Receive, Scope, Send

from mijnzaken_bff.demo.gemeente import vulling
from mijnzaken_bff.demo.gemeente.client import CLIENT_ID, SECRET, Client
from mijnzaken_bff.demo.gemeente.duur import genormaliseerd, plus
from mijnzaken_bff.demo.gemeente.fouten import Fault, Soort
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.loopback import Loopback, start_gemeente
from mijnzaken_bff.demo.gemeente.opslag import Resource
from tests.opnamen.lezen import uitwisselingen
from tests.opnamen.schema import controleer, eis_standaarden
from tests.rooms.demo.verhaal import VAN_EEN_DOWNLOAD
from tests.tls import GEEN_TLS

ANNA = "999993653"
BRAM = "999990019"
OP_BSN = "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn"
ZAKEN = "/zaken/api/v1/zaken"
ZOEK = f"{ZAKEN}/_zoek"


@pytest.fixture(scope="module")
def loopback() -> Iterator[Loopback]:
    with Loopback() as loopback:
        yield loopback


@pytest.fixture
def waterdam(loopback: Loopback) -> Gemeente:
    gemeente = Gemeente("Waterdam", "000740457")
    start_gemeente(loopback, gemeente)
    return gemeente


@pytest.fixture
def parkeren(waterdam: Gemeente) -> Resource:
    return vulling.zaaktype(
        waterdam,
        "ZT-PARKEREN",
        "Parkeervergunning aanvragen",
        statustypen=["Ontvangen", {"omschrijving": "In behandeling", "statustekst": "Wij zijn ermee bezig."}, "Klaar"],
        resultaattypen=["Toegekend", "Afgewezen"],
        doorlooptijd="P8W",
        servicenorm="P2W",
    )


def token(**claims: Any) -> str:
    goed = {"iss": CLIENT_ID, "client_id": CLIENT_ID, "iat": int(time.time())}
    return jwt.encode({naam: waarde for naam, waarde in {**goed, **claims}.items() if waarde is not None}, SECRET)


@pytest.fixture
def http(waterdam: Gemeente) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {token()}", "Accept-Crs": "EPSG:4326", "Content-Crs": "EPSG:4326"}
    with httpx.Client(base_url=waterdam.basis, headers=headers, verify=GEEN_TLS, trust_env=False, timeout=5) as http:
        yield http


def gevonden(http: httpx.Client, **body: Any) -> list[str]:
    """The identificaties that a ``_zoek`` finds, in its order."""
    antwoord = http.post(ZOEK, json=body)
    assert antwoord.status_code == 200, antwoord.text
    return [zaak["identificatie"] for zaak in antwoord.json()["results"]]


# --- builders ---------------------------------------------------------------------------------------------------------


def test_a_zaak_comes_with_its_rollen_statussen_and_resultaat(waterdam: Gemeente, parkeren: Resource) -> None:
    zaak = vulling.zaak(
        waterdam, parkeren, bsn=ANNA, startdatum="2026-10-01", einddatum="2026-10-20", resultaat="Toegekend"
    )

    vind = waterdam.opslag.vind
    rollen = [vind(url) or {} for url in zaak["rollen"]]
    statussen = waterdam.opslag.van_zaak("statussen", zaak["url"])
    assert [rol["omschrijvingGeneriek"] for rol in rollen] == ["initiator", "behandelaar"]
    assert rollen[0]["betrokkeneIdentificatie"]["inpBsn"] == ANNA
    assert rollen[1]["betrokkeneType"] == "medewerker"
    assert rollen[1]["betrokkeneIdentificatie"]["achternaam"]
    assert [status["indicatieLaatstGezetteStatus"] for status in statussen] == [False, False, True]
    assert zaak["status"] == statussen[-1]["url"]
    assert statussen[-1]["datumStatusGezet"] == "2026-10-20T09:00:00Z"
    assert (vind(zaak["resultaat"]) or {})["zaak"] == zaak["url"]
    assert (zaak["einddatumGepland"], zaak["uiterlijkeEinddatumAfdoening"]) == ("2026-10-15", "2026-11-26")


def test_a_zaak_that_reaches_its_eindstatus_gets_its_einddatum(waterdam: Gemeente, parkeren: Resource) -> None:
    open_ = vulling.zaak(waterdam, parkeren, status=2)
    dicht = vulling.zaak(waterdam, parkeren, status=3, status_datum="2026-11-05T12:00:00Z")

    assert open_["einddatum"] is None
    assert dicht["einddatum"] == "2026-11-05"


def test_a_zaak_without_a_status_has_none_at_all(waterdam: Gemeente, parkeren: Resource) -> None:
    zaak = vulling.zaak(waterdam, parkeren, status=None)

    assert zaak["status"] is None
    assert waterdam.opslag.van_zaak("statussen", zaak["url"]) == []


def test_fields_of_the_zaak_can_be_overridden(waterdam: Gemeente, parkeren: Resource) -> None:
    zaak = vulling.zaak(waterdam, parkeren, vertrouwelijkheidaanduiding="geheim", toelichting="Met spoed")

    assert (zaak["vertrouwelijkheidaanduiding"], zaak["toelichting"]) == ("geheim", "Met spoed")


def test_the_same_story_gives_the_same_register(waterdam: Gemeente, parkeren: Resource) -> None:
    ander = Gemeente("Waterdam", "000740457", basis=waterdam.basis)
    vulling.zaaktype(ander, "ZT-PARKEREN", "Parkeervergunning aanvragen", statustypen=["Ontvangen", "Klaar"])

    assert ander.opslag.alle("zaaktypen")[0]["url"] == parkeren["url"]


def test_the_last_statustype_is_the_eindstatus_and_the_catalogus_knows_every_part(
    waterdam: Gemeente, parkeren: Resource
) -> None:
    statustypen = waterdam.opslag.alle("statustypen")

    assert [(een["volgnummer"], een["isEindstatus"]) for een in statustypen] == [(1, False), (2, False), (3, True)]
    assert statustypen[1]["statustekst"] == "Wij zijn ermee bezig."
    assert parkeren["statustypen"] == [een["url"] for een in reversed(statustypen)]
    assert parkeren["doorlooptijd"] == "P56D"
    assert vulling.catalogus(waterdam)["zaaktypen"] == [parkeren["url"]]


def test_what_is_built_has_every_field_that_the_real_register_serves(waterdam: Gemeente, parkeren: Resource) -> None:
    bedrijf = {"betrokkeneType": "vestiging", "betrokkeneIdentificatie": {"kvkNummer": "90646636"}}
    vulling.zaak(
        waterdam,
        parkeren,
        bsn=ANNA,
        kvk="90419936",
        einddatum="2026-11-01",
        resultaat="Toegekend",
        extra_rollen=[bedrijf],
    )
    echt: dict[str, set[str]] = {}
    for uitwisseling in uitwisselingen("a"):
        paginas = uitwisseling.inhoud if isinstance(uitwisseling.inhoud, dict) else {}
        for resource in paginas.get("results", [paginas]):
            if "url" in resource:
                soort = f"{resource['url'].split('/')[-2]} {resource.get('betrokkeneType', '')}"
                echt.setdefault(soort, set(resource) - {"_expand"})

    gebouwd = (
        "catalogussen",
        "zaaktypen",
        "statustypen",
        "resultaattypen",
        "roltypen",
        "zaken",
        "statussen",
        "resultaten",
        "rollen",
    )
    for collectie in gebouwd:
        for resource in waterdam.opslag.alle(collectie):
            assert set(resource) == echt[f"{collectie} {resource.get('betrokkeneType', '')}"], resource["url"]


@pytest.mark.parametrize("pad", ["/zaken", "/rollen", "/statussen", "/resultaten"])
def test_what_is_built_is_what_the_openapi_file_promises(
    pad: str, http: httpx.Client, waterdam: Gemeente, parkeren: Resource
) -> None:
    eis_standaarden()
    vulling.zaak(waterdam, parkeren, bsn=ANNA, kvk="90419936", einddatum="2026-11-01", resultaat="Toegekend")

    controleer(http.get(f"/zaken/api/v1{pad}").json(), "zaken", pad)


def test_what_is_removed_is_gone_and_nothing_points_to_it(
    http: httpx.Client, waterdam: Gemeente, parkeren: Resource
) -> None:
    weg = vulling.zaak(waterdam, parkeren, bsn=ANNA)
    blijft = vulling.zaak(waterdam, parkeren, bsn=ANNA)
    rol = blijft["rollen"][1]

    vulling.verwijder(waterdam, weg["url"])
    vulling.verwijder(waterdam, blijft["status"])
    vulling.verwijder(waterdam, rol)

    assert gevonden(http, **{OP_BSN: ANNA}) == [blijft["identificatie"]]
    assert waterdam.opslag.van_zaak("rollen", weg["url"]) == []
    assert blijft["status"] is None
    assert rol not in blijft["rollen"]


def test_nothing_can_be_stored_before_the_register_has_an_address() -> None:
    with pytest.raises(RuntimeError, match="Duinoord has no address yet"):
        vulling.catalogus(Gemeente("Duinoord", "000740457"))


@pytest.mark.parametrize(
    ("duur", "zoals_bewaard", "einde"),
    [
        ("P8W", "P56D", "2026-12-23"),
        ("P2M", "P2M", "2026-12-28"),
        ("P1Y2M3D", "P1Y2M3D", "2027-12-31"),
        ("P14M", "P1Y2M", "2027-12-28"),
        ("P0D", "P0D", "2026-10-28"),
    ],
)
def test_a_duration_is_normalised_and_can_be_counted_on(duur: str, zoals_bewaard: str, einde: str) -> None:
    assert genormaliseerd(duur) == zoals_bewaard
    assert plus("2026-10-28", duur) == einde


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    assert plus("2026-01-31", "P1M") == "2026-02-28"


# --- asking -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def drie(waterdam: Gemeente, parkeren: Resource) -> list[str]:
    """Three zaken: two of Anna, of which she started one, and one of Bram."""
    belanghebbende = {
        "betrokkeneType": "natuurlijk_persoon",
        "omschrijvingGeneriek": "belanghebbende",
        "betrokkeneIdentificatie": {"inpBsn": ANNA},
    }
    vulling.zaak(waterdam, parkeren, identificatie="Z-1", bsn=ANNA, startdatum="2026-03-01")
    vulling.zaak(
        waterdam, parkeren, identificatie="Z-2", bsn=BRAM, startdatum="2026-01-01", extra_rollen=[belanghebbende]
    )
    vulling.zaak(waterdam, parkeren, identificatie="Z-3", bsn=BRAM, startdatum="2026-02-01", einddatum="2026-02-09")
    return ["Z-1", "Z-2", "Z-3"]


@pytest.mark.parametrize(
    ("body", "verwacht"),
    [
        ({OP_BSN: ANNA}, ["Z-2", "Z-1"]),
        ({"rol__betrokkene_identificatie__natuurlijk_persoon__inp_bsn": ANNA}, ["Z-2", "Z-1"]),
        ({OP_BSN: [BRAM, ANNA]}, ["Z-2", "Z-1"]),
        ({OP_BSN: None}, []),
        ({OP_BSN: ""}, ["Z-3", "Z-2", "Z-1"]),
        ({"onbekend": ANNA}, ["Z-3", "Z-2", "Z-1"]),
        ({"rol": {"betrokkeneIdentificatie": {"natuurlijkPersoon": {"inpBsn": ANNA}}}}, ["Z-3", "Z-2", "Z-1"]),
        ({OP_BSN: ANNA, "rol__omschrijvingGeneriek": "initiator"}, ["Z-1"]),
        ({OP_BSN: ANNA, "rol__omschrijvingGeneriek": "behandelaar"}, []),
        ({OP_BSN: ANNA, "ordering": "-startdatum"}, ["Z-1", "Z-2"]),
        ({"ordering": "-einddatum"}, ["Z-1", "Z-2", "Z-3"]),
        ({"ordering": ["einddatum", "startdatum"]}, ["Z-2", "Z-3", "Z-1"]),
        ({"einddatum__isnull": True}, ["Z-2", "Z-1"]),
        ({"einddatum__isnull": "false"}, ["Z-3"]),
        ({"einddatum__isnull": 0}, ["Z-3"]),
        ({"startdatum__lte": "2026-02-01"}, ["Z-3", "Z-2"]),
        ({"startdatum__lt": "2026-02-01"}, ["Z-2"]),
        ({"startdatum__gte": "2026-02-01"}, ["Z-3", "Z-1"]),
        ({"identificatie": "z-1"}, []),
        ({"identificatie__icontains": "z-1"}, ["Z-1"]),
        ({"zaaktype__omschrijving": "parkeer"}, ["Z-3", "Z-2", "Z-1"]),
        ({"bronorganisatie__in": "000740457,001117518"}, ["Z-3", "Z-2", "Z-1"]),
        ({"zaaktype__in": []}, []),
        ({"rol__machtiging": "gemachtigde"}, []),
    ],
)
def test_a_search_finds_what_the_real_register_would(
    body: dict[str, Any], verwacht: list[str], http: httpx.Client, drie: list[str]
) -> None:
    assert gevonden(http, **body) == verwacht


@pytest.mark.parametrize(
    ("body", "naam", "code"),
    [
        ({"startdatum__lte": None}, "startdatum__lte", "invalid"),
        ({"startdatum__lte": "2026-02-01T10:00:00"}, "startdatum__lte", "invalid"),
        ({"ordering": "-startdatum, -identificatie"}, "ordering", "invalid_choice"),
        ({"uuid__in": None}, "uuid__in", "null"),
        ({"maximaleVertrouwelijkheidaanduiding": "privé"}, "maximaleVertrouwelijkheidaanduiding", "invalid_choice"),
        ({"foo": 1, "expand": ["zaaktype.statustypen"]}, "expand", "invalid_choice"),
    ],
)
def test_a_search_that_is_wrong_says_by_which_key(
    body: dict[str, Any], naam: str, code: str, http: httpx.Client, drie: list[str]
) -> None:
    antwoord = http.post(ZOEK, json=body)

    assert antwoord.status_code == 400
    assert [(een["name"], een["code"]) for een in antwoord.json()["invalidParams"]] == [(naam, code)]


@pytest.mark.parametrize(
    ("query", "aantal"),
    [("?pageSize=0", 3), ("?pageSize=abc", 3), ("?pageSize=2", 2), ("?pageSize=2&page=2", 1), ("?pageSize=501", 3)],
)
def test_a_page_size_that_makes_no_sense_is_the_default(
    query: str, aantal: int, http: httpx.Client, drie: list[str]
) -> None:
    assert len(http.get(ZAKEN + query).json()["results"]) == aantal


@pytest.mark.parametrize("pagina", ["0", "2", "abc", "-1"])
def test_a_page_that_does_not_exist_is_a_404(pagina: str, http: httpx.Client, drie: list[str]) -> None:
    assert http.get(f"{ZAKEN}?page={pagina}").status_code == 404


def test_page_and_filters_in_the_wrong_place_are_ignored(http: httpx.Client, drie: list[str]) -> None:
    antwoord = http.post(f"{ZOEK}?{OP_BSN}={BRAM}&onzin=1", json={OP_BSN: ANNA, "pageSize": 1, "page": 9})

    assert antwoord.json()["count"] == 2
    assert len(antwoord.json()["results"]) == 2


def test_a_link_is_compared_without_its_scheme(http: httpx.Client, waterdam: Gemeente, drie: list[str]) -> None:
    url = waterdam.opslag.alle("zaken")[0]["url"]

    def aantal(zaak: str) -> int:
        return int(http.get("/zaken/api/v1/rollen", params={"zaak": zaak}).json()["count"])

    assert aantal(url) == aantal(url.replace("http:", "https:")) == 2
    assert aantal(url.replace("127.0.0.1", "elders.example")) == 0


def test_the_etag_is_the_same_with_and_without_expand(http: httpx.Client, waterdam: Gemeente, drie: list[str]) -> None:
    zaak = waterdam.opslag.alle("zaken")[0]
    kaal = http.get(zaak["url"])
    uitgevouwen = http.get(zaak["url"], params={"expand": "status"})
    zaak["omschrijving"] = "Iets anders"

    assert kaal.headers["etag"] == uitgevouwen.headers["etag"] != http.get(zaak["url"]).headers["etag"]
    assert http.get(zaak["url"], headers={"If-None-Match": kaal.headers["etag"]}).status_code == 200


def test_a_rol_that_is_stored_again_is_found_by_what_it_says_now(
    http: httpx.Client, waterdam: Gemeente, drie: list[str]
) -> None:
    rol = waterdam.opslag.alle("rollen")[0]
    rol["betrokkeneIdentificatie"] = {**rol["betrokkeneIdentificatie"], "inpBsn": BRAM}
    waterdam.opslag.bewaar(rol)

    assert gevonden(http, **{OP_BSN: ANNA}) == ["Z-2"]
    assert gevonden(http, **{OP_BSN: BRAM}) == ["Z-3", "Z-2", "Z-1"]


def test_a_filter_that_is_not_played_is_refused_and_not_ignored(http: httpx.Client, parkeren: Resource) -> None:
    antwoord = http.get("/catalogi/api/v1/zaaktypen?datumGeldigheid=2026-01-01")

    assert antwoord.json()["invalidParams"][0]["code"] == "unknown-parameters"


def test_a_concept_is_listed_only_when_asked_for(http: httpx.Client, waterdam: Gemeente, parkeren: Resource) -> None:
    vulling.zaaktype(waterdam, "ZT-NIEUW", "In de maak", statustypen=["Ontvangen"], concept=True)

    def aantal(pad: str) -> int:
        return int(http.get(f"/catalogi/api/v1/{pad}").json()["count"])

    assert [aantal(f"zaaktypen{status}") for status in ("", "?status=concept", "?status=alles")] == [1, 1, 2]
    assert [aantal(f"statustypen{status}") for status in ("", "?status=concept")] == [3, 1]


# --- tokens -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("authorization", "code"),
    [
        (None, "permission_denied"),
        (f"Token {token()}", "permission_denied"),
        ("Bearer onzin", "jwt-decode-error"),
        (f"Bearer {token(client_id=None)}", "missing-client-identifier"),
        (f"Bearer {token(client_id='onbekend')}", "invalid-client-identifier"),
        (f"Bearer {token(iat=None)}", "jwt-missing-iat-claim"),
        (f"Bearer {token(iat=1, exp=int(time.time()) + 43200)}", "jwt-expired"),
        (f"Bearer {token(exp=1)}", "jwt-expiredsignatureerror"),
        (f"Bearer {token(nbf=int(time.time()) + 600)}", "jwt-immaturesignatureerror"),
        (f"Bearer {jwt.encode({'client_id': CLIENT_ID}, 'g' * 40)}", "invalid-jwt-signature"),
        (f"Bearer {jwt.encode({'client_id': CLIENT_ID}, None, 'none')}", "jwt-invalidalgorithmerror"),
        (f"Bearer {jwt.encode({'client_id': CLIENT_ID}, 'g' * 64, 'HS512')}", "jwt-invalidalgorithmerror"),
    ],
)
def test_a_token_that_is_no_good_is_a_403_with_a_code(authorization: str | None, code: str, waterdam: Gemeente) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}

    antwoord = httpx.get(f"{waterdam.basis}/zaken/api/v1/rollen", headers=headers, trust_env=False)

    assert (antwoord.status_code, antwoord.json()["code"]) == (403, code)
    assert "www-authenticate" not in antwoord.headers


@pytest.mark.parametrize(
    ("claim", "seconds"),
    [pytest.param("iat", -3500.5, id="fraction"), pytest.param("iat", 3000, id="ahead"), pytest.param("exp", 43200)],
)
def test_a_clock_that_runs_ahead_is_forgiven(claim: str, seconds: float, waterdam: Gemeente) -> None:
    now = time.time() if isinstance(seconds, float) else int(time.time())
    headers = {"Authorization": f"Bearer {token(**{claim: now + seconds})}"}

    assert httpx.get(f"{waterdam.basis}/zaken/api/v1/rollen", headers=headers, trust_env=False).status_code == 200


def test_a_token_ages_by_the_clock_of_the_register(loopback: Loopback) -> None:
    gemeente = Gemeente(
        "Heuvelrijk",
        "001117518",
        clients={"kort": Client("kort")},
        nu=lambda: datetime(2030, 1, 1, 12, tzinfo=UTC),
    )
    adres = start_gemeente(loopback, gemeente)
    with pytest.warns(jwt.InsecureKeyLengthWarning):  # real registers do hand these out
        vers, oud = (
            jwt.encode({"client_id": "kort", "iat": datetime(2030, 1, 1, uur, tzinfo=UTC)}, "kort") for uur in (12, 10)
        )

    def status(token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.get(f"{adres}/zaken/api/v1/rollen", headers=headers, trust_env=False).status_code

    assert (status(vers), status(oud)) == (200, 403)


def test_a_client_never_prints_its_secret() -> None:
    assert SECRET not in repr(Client(SECRET))


# --- faults -----------------------------------------------------------------------------------------------------------


def zoek(http: httpx.Client, **body: Any) -> httpx.Response:
    return http.post(ZOEK, json={OP_BSN: ANNA, "expand": ["rollen"], **body})


@pytest.mark.parametrize("status", ["500", "503", "429", "401", "403", "404"])
def test_a_register_can_answer_with_an_error(
    status: Soort, http: httpx.Client, waterdam: Gemeente, drie: list[str]
) -> None:
    waterdam.fault = Fault(status)

    antwoord = zoek(http)

    assert antwoord.status_code == antwoord.json()["status"] == int(status)
    assert waterdam.ontvangen[-1].status == int(status)


@pytest.mark.parametrize(
    ("fault", "begin", "soort"),
    [
        (Fault("rommel"), b'{"count": 3', "application/json"),
        (Fault("html"), b"<!DOCTYPE html>", "text/html; charset=utf-8"),
        (Fault("leeg"), b"", "application/json"),
        (Fault("vorm"), b'["zaak"', "application/json"),
        (Fault("vorm", index=1), b'{"aantal"', "application/json"),
    ],
)
def test_a_register_can_answer_200_and_nonsense(
    fault: Fault, begin: bytes, soort: str, http: httpx.Client, waterdam: Gemeente
) -> None:
    waterdam.fault = fault

    antwoord = zoek(http)

    assert antwoord.status_code == 200
    assert antwoord.headers["content-type"] == soort
    assert antwoord.content.startswith(begin)
    assert bool(antwoord.content) is bool(begin)


def test_a_register_can_be_slow(http: httpx.Client, waterdam: Gemeente, drie: list[str]) -> None:
    waterdam.fault = Fault("traag", seconden=0.2)
    begin = time.monotonic()

    assert zoek(http).json()["count"] == 2
    assert time.monotonic() - begin >= 0.2


def test_a_register_can_hang(http: httpx.Client, waterdam: Gemeente, drie: list[str]) -> None:
    waterdam.fault = Fault("hangt")

    with pytest.raises(httpx.ReadTimeout):
        http.get(ZAKEN, timeout=0.2)

    assert waterdam.ontvangen[-1].status is None


def test_a_register_can_drip(http: httpx.Client, waterdam: Gemeente, drie: list[str]) -> None:
    waterdam.fault = Fault("druppelt", seconden=0.001)

    with http.stream("POST", ZOEK, json={OP_BSN: "000000000"}) as antwoord:
        stukken = list(antwoord.iter_raw())

    assert b"".join(stukken) == b'{"count":0,"next":null,"previous":null,"results":[]}'
    assert len(stukken) > 10


def test_a_register_can_break_the_connection_and_heal(http: httpx.Client, waterdam: Gemeente, drie: list[str]) -> None:
    waterdam.fault = Fault("breekt", keer=2)

    for _ in range(2):
        with pytest.raises(httpx.RemoteProtocolError):
            zoek(http)

    assert zoek(http).status_code == 200
    assert [een.status for een in waterdam.ontvangen] == [None, None, 200]


def test_a_register_can_redirect(http: httpx.Client, waterdam: Gemeente, drie: list[str]) -> None:
    waterdam.fault = Fault("omleiding", doel="http://elders.example/")

    antwoord = zoek(http)

    assert (antwoord.status_code, antwoord.headers["location"]) == (302, "http://elders.example/")


def test_a_register_can_compress_honestly(http: httpx.Client, waterdam: Gemeente, drie: list[str]) -> None:
    gewoon = zoek(http).content
    waterdam.fault = Fault("gzip")

    antwoord = zoek(http)

    assert antwoord.headers["content-encoding"] == "gzip"
    assert int(antwoord.headers["content-length"]) < len(gewoon)
    assert antwoord.content == gewoon


def test_a_small_answer_can_become_an_enormous_one(http: httpx.Client, waterdam: Gemeente, drie: list[str]) -> None:
    waterdam.fault = Fault("gzipbom")

    with http.stream("POST", ZOEK, json={OP_BSN: ANNA}) as antwoord:
        assert int(antwoord.headers["content-length"]) < 250_000
        uitgepakt = sum(len(stuk) for stuk in antwoord.iter_bytes())

    assert uitgepakt > 200_000_000


def test_part_of_a_list_can_be_mangled(http: httpx.Client, waterdam: Gemeente, drie: list[str]) -> None:
    waterdam.fault = Fault("gedeeltelijk", elke=1)
    eerste, tweede = zoek(http).json()["results"]
    waterdam.fault = Fault("gedeeltelijk", index=1)
    heel, stuk = zoek(http).json()["results"]

    assert "startdatum" not in eerste
    assert isinstance(tweede, str)
    assert "startdatum" in heel
    assert "startdatum" not in stuk


def test_the_hostile_register_gives_everybody_whoever_is_asked_for(
    http: httpx.Client, waterdam: Gemeente, drie: list[str]
) -> None:
    waterdam.fault = Fault("negeertFilters")

    antwoord = zoek(http, uuid__in=[], ordering="startdatum")
    per_get = http.get(ZAKEN, params={OP_BSN: ANNA})
    rollen = http.get("/zaken/api/v1/rollen", params={"zaak": f"{waterdam.basis}{ZAKEN}/geen"})

    zaken = antwoord.json()["results"]
    assert [zaak["identificatie"] for zaak in zaken] == ["Z-2", "Z-3", "Z-1"]
    assert {rol["betrokkeneIdentificatie"].get("inpBsn") for rol in zaken[1]["_expand"]["rollen"]} == {BRAM, None}
    assert per_get.json()["count"] == 3
    assert rollen.json()["count"] == 7


def test_the_rollen_of_an_answer_can_be_empty(http: httpx.Client, waterdam: Gemeente, drie: list[str]) -> None:
    waterdam.fault = Fault("rollenLeeg")

    assert [zaak["_expand"]["rollen"] for zaak in zoek(http).json()["results"]] == [[], []]


def test_a_register_can_ignore_the_order(http: httpx.Client, waterdam: Gemeente, drie: list[str]) -> None:
    waterdam.fault = Fault("zonderOrdening")

    assert gevonden(http, ordering="-startdatum", **{OP_BSN: ANNA}) == ["Z-2", "Z-1"]


def test_a_fault_can_be_kept_to_one_api(http: httpx.Client, waterdam: Gemeente, drie: list[str]) -> None:
    waterdam.fault = Fault("503", alleen="/catalogi")

    assert zoek(http).status_code == 200
    assert http.get("/catalogi/api/v1/zaaktypen").status_code == 503


def test_every_fault_does_something_else_than_the_healthy_register(
    http: httpx.Client, waterdam: Gemeente, drie: list[str]
) -> None:
    """So that no name in the list of faults is an empty promise; time and downloads have their own tests."""

    def gehoord(fault: Fault) -> object:
        waterdam.fault = fault
        antwoord = zoek(http, ordering="-startdatum")
        headers = [antwoord.headers.get(naam) for naam in ("content-encoding", "content-type")]
        return antwoord.status_code, headers, antwoord.content

    elders = {"geen", "traag", "hangt", "druppelt", "breekt", "gzipbom", "negeertUuids", "negeertZaak"}
    elders |= VAN_EEN_DOWNLOAD
    gezond = gehoord(Fault())

    assert [soort for soort in get_args(Soort) if soort not in elders and gehoord(Fault(soort)) == gezond] == []


def test_an_unknown_fault_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="'stuk' is no fault"):
        Fault("stuk")  # type: ignore[arg-type]


def test_a_reset_makes_it_healthy_and_forgetful(http: httpx.Client, waterdam: Gemeente, drie: list[str]) -> None:
    waterdam.fault = Fault("500")
    zoek(http)

    waterdam.reset()

    assert (waterdam.ontvangen, waterdam.fault) == ([], Fault())
    assert zoek(http).status_code == 200


# --- what it was asked, and where it runs -----------------------------------------------------------------------------


def test_it_remembers_what_it_was_asked_and_prints_none_of_it(
    http: httpx.Client, waterdam: Gemeente, drie: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    zoek(http)
    http.get(f"{ZAKEN}?{OP_BSN}={ANNA}")

    eerste, tweede = waterdam.ontvangen
    assert (eerste.methode, eerste.pad, eerste.status) == ("POST", ZOEK, 200)
    assert ANNA.encode() in eerste.body
    assert eerste.headers["accept-crs"] == "EPSG:4326"
    assert tweede.query == f"{OP_BSN}={ANNA}"
    assert ANNA not in repr(waterdam.ontvangen)
    assert [regel for regel in caplog.records if ANNA in regel.getMessage() and regel.name != "httpx"] == []


def test_a_request_that_hangs_does_not_keep_the_register_up(loopback: Loopback) -> None:
    duinoord = Gemeente("Duinoord", "000740457")
    duinoord.fault = Fault("hangt")
    adres = start_gemeente(loopback, duinoord)
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(adres, timeout=0.1, trust_env=False)
    begin = time.monotonic()

    loopback.stop(adres)

    assert time.monotonic() - begin < 2
    with pytest.raises(httpx.ConnectError):
        httpx.get(adres, trust_env=False)


def test_an_application_that_does_not_start_says_so() -> None:
    async def kapot(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.failed", "message": "contradictory settings"})

    with Loopback() as loopback, pytest.raises(RuntimeError, match="did not start"):
        loopback.start(kapot)


def test_a_loopback_can_be_closed_twice() -> None:
    loopback = Loopback()
    loopback.close()
    loopback.close()
