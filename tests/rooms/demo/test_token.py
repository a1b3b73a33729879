"""``mijnzaken-bff token``: one token and nothing else, for whom one wants to be in the demo."""

from __future__ import annotations

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import jwt
import pytest
import yaml
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from mijnzaken_bff.cli import main
from mijnzaken_bff.demo.sleutels import PRIVATE_FILE, PUBLIC_FILE, DemoSleutels
from mijnzaken_bff.identity.demo import DEMO_ISSUER, DEMO_KID
from mijnzaken_bff.identity.jwks import read_key_set
from mijnzaken_bff.settings.problem import ConfigurationRefused
from mijnzaken_bff.settings.read import settings_of
from tests.rooms.settings.voorbeeld import tree, written

ANNA, KVK, RSIN, VESTIGING = "999990019", "90004760", "819534316", "000047600001"
ESRA, MOEDER = "999990056", "999990068"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "staat" / "mijnzaken-bff"


@pytest.fixture
def claims(folder: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """The claims of the token that a command line gives, its signature checked against the published keys."""

    def claims(*arguments: str) -> dict[str, Any]:
        assert main(["token", "--map", str(folder), *arguments]) == 0
        said = capsys.readouterr()
        assert said.err == ""
        token = said.out.removesuffix("\n")
        assert token.split() == [token]
        published = {k["kid"]: k for k in json.loads((folder / PUBLIC_FILE).read_text())["keys"]}
        key = RSAAlgorithm.from_jwk(published[jwt.get_unverified_header(token)["kid"]])
        checked: dict[str, Any] = jwt.decode(token, key, algorithms=["RS256"], audience="mijnzaken-bff")  # type: ignore[arg-type]
        return checked

    return claims


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    try:
        code = main(["token", *arguments])
    except SystemExit as ended:
        code = ended.code  # type: ignore[assignment]
    said = capsys.readouterr()
    assert code == 2
    assert said.out == ""
    return said.err


def test_a_person_by_number(claims: Any) -> None:
    told = claims("--bsn", ANNA)

    assert (told["iss"], told["bsn"], told["acr"]) == (DEMO_ISSUER, ANNA, "http://eidas.europa.eu/LoA/substantial")
    assert told["exp"] - told["iat"] == 3600
    assert "kvk" not in told


@pytest.mark.parametrize(
    ("arguments", "there"),
    [
        (("--kvk", KVK), {"kvk": KVK}),
        (("--rsin", RSIN), {"rsin": RSIN}),
        (("--kvk", KVK, "--rsin", RSIN, "--vestiging", VESTIGING), {"kvk": KVK, "rsin": RSIN, "vestiging": VESTIGING}),
        (("--persoon", "anna"), {"bsn": ANNA}),
        (("--persoon", "Krul"), {"kvk": KVK, "rsin": RSIN}),
        (("--persoon", "winkel"), {"kvk": KVK, "rsin": RSIN, "vestiging": VESTIGING}),
        (("--persoon", "esra"), {"aanvrager": {"bsn": MOEDER}, "gemachtigde": {"bsn": ESRA}}),
    ],
)
def test_a_company_or_somebody_of_the_demo(claims: Any, arguments: tuple[str, ...], there: dict[str, str]) -> None:
    told = claims(*arguments)

    who = ("bsn", "kvk", "rsin", "vestiging", "aanvrager", "gemachtigde")
    assert {name: told[name] for name in who if name in told} == there


@pytest.mark.parametrize(
    ("niveau", "acr"),
    [
        ("basis", "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"),
        ("laag", "http://eidas.europa.eu/LoA/low"),
        ("hoog", "http://eidas.europa.eu/LoA/high"),
    ],
)
def test_a_login_of_another_strength(claims: Any, niveau: str, acr: str) -> None:
    assert claims("--bsn", ANNA, "--niveau", niveau)["acr"] == acr


def test_a_life_of_another_length(claims: Any) -> None:
    told = claims("--bsn", ANNA, "--duur", "15m")

    assert told["exp"] - told["iat"] == 900


def test_odd_claims_come_on_top_as_text_or_as_json(claims: Any) -> None:
    told = claims(
        "--claim", "bsn=999990019", "--claim", "scope=a=b c", "--claim", 'aanvrager:={"kvk": 1}', "--claim", "azp:=null"
    )  # fmt: skip

    assert (told["bsn"], told["scope"], told["aanvrager"]) == ("999990019", "a=b c", {"kvk": 1})
    assert "azp" not in told


@pytest.mark.parametrize("name", ["lifetime", "self", "alg", "audience", "claims", "bsn "])
def test_a_claim_is_a_claim_whatever_it_is_called(claims: Any, name: str) -> None:
    told = claims("--bsn", ANNA, "--claim", f"{name}=none")

    assert told[name] == "none"
    assert (told["bsn"], told["aud"], told["exp"] - told["iat"]) == (ANNA, "mijnzaken-bff", 3600)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--bsn", "123456789"), "een BSN heeft negen cijfers en doorstaat de elfproef"),
        (("--kvk", "1234567"), "een KvK-nummer heeft acht cijfers"),
        (("--rsin", "123456789"), "een RSIN heeft negen cijfers"),
        (("--kvk", KVK, "--vestiging", "1"), "een vestigingsnummer heeft twaalf cijfers"),
        (("--bsn", ANNA, "--duur", "lang"), "geen tijdsduur"),
        (("--bsn", ANNA, "--claim", "naam"), "verwacht naam=waarde"),
        (("--bsn", ANNA, "--claim", "naam:={"), "naam is geen JSON"),
        (("--bsn", ANNA, "--claim", "naam:=[NaN]"), "naam is geen JSON"),
        (("--bsn", ANNA, "--claim", "naam:=" + "[" * 100_000), "naam is geen JSON"),
        (("--bsn", ANNA, "--claim", "iss=https://echt.example"), "iss ligt vast"),
        (("--bsn", ANNA, "--claim", "iss:=null"), "iss ligt vast"),
        (("--bsn", ANNA, "--duur", "0s"), "korter dan een seconde"),
        (("--bsn", ANNA, "--duur", "999ms"), "korter dan een seconde"),
        (("--persoon", "jan"), "kies uit anna, bilal, carla, dirk, esra, krul, winkel"),
        (("--persoon", "anna", "--kvk", KVK), "Kies één"),
        (("--bsn", ANNA, "--rsin", RSIN), "Kies één"),
        (("--vestiging", VESTIGING), "--vestiging hoort bij een bedrijf"),
        ((), "Voor wie?"),
    ],
)
def test_what_cannot_be_is_refused_in_plain_dutch(
    capsys: pytest.CaptureFixture[str], folder: Path, arguments: tuple[str, ...], says: str
) -> None:
    told = refused(capsys, "--map", str(folder), *arguments)

    assert says in told
    assert "123456789" not in told
    assert not folder.exists(), "nothing is made for a question that makes no sense"


def test_the_keys_are_kept_for_the_owner_alone_and_stay_the_same(folder: Path) -> None:
    first = DemoSleutels.kept_in(folder)
    again = DemoSleutels.kept_in(folder)

    assert again.public() == first.public()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / PRIVATE_FILE).stat().st_mode) == 0o600
    assert sorted(path.name for path in folder.iterdir()) == sorted([PRIVATE_FILE, PUBLIC_FILE])


def test_what_is_published_holds_nothing_secret_and_says_that_it_is_of_the_demo(folder: Path) -> None:
    DemoSleutels.kept_in(folder)
    published = json.loads((folder / PUBLIC_FILE).read_text())

    assert read_key_set(published).skipped == 0
    assert len(published["keys"]) == 2
    for key in published["keys"]:
        assert key["kid"].startswith(DEMO_KID)
        assert not {"d", "p", "q", "dp", "dq", "qi", "oth", "k"} & set(key)


def test_who_start_at_once_share_one_key(folder: Path) -> None:
    with ThreadPoolExecutor(4) as together:
        made = list(together.map(lambda _: DemoSleutels.kept_in(folder).public(), range(4)))

    assert all(public == made[0] for public in made)


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"keys": []}', '{"keys": [{"kty": "RSA"}, {"kty": "EC"}]}', "public"],
)
def test_a_key_file_that_is_none_is_told_and_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    sleutels = DemoSleutels.made()
    folder.mkdir(parents=True)
    path = folder / PRIVATE_FILE
    public = json.dumps(
        {"keys": [RSAAlgorithm.to_jwk(sleutels.rsa.public_key(), True), ECAlgorithm.to_jwk(sleutels.ec, True)]}
    )
    path.write_text(public if content == "public" else content)
    path.chmod(0o600)

    assert main(["token", "--map", str(folder), "--bsn", ANNA]) == 1

    said = capsys.readouterr()
    assert f"{path} is geen sleutelbestand van de demo" in said.err
    assert said.out == ""
    assert path.exists()


def test_a_key_file_that_others_may_read_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    DemoSleutels.kept_in(folder)
    (folder / PRIVATE_FILE).chmod(0o640)

    assert main(["token", "--map", str(folder), "--bsn", ANNA]) == 1
    assert "chmod 600" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bestand").touch()

    assert main(["token", "--map", str(tmp_path / "bestand" / "map"), "--bsn", ANNA]) == 1
    assert "De sleutel van de demo is niet te gebruiken" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("state", "home", "expected"),
    [
        ("/x/staat", "/home/x", "/x/staat/mijnzaken-bff"),
        (None, "/home/x", "/home/x/.local/state/mijnzaken-bff"),
        ("los", "/home/x", "/home/x/.local/state/mijnzaken-bff"),
    ],
)
def test_the_keys_stand_where_the_platform_keeps_such_things(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], state: str | None, home: str, expected: str
) -> None:
    monkeypatch.setenv("HOME", home)
    monkeypatch.setenv("COLUMNS", "300")
    if state is None:
        monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    else:
        monkeypatch.setenv("XDG_STATE_HOME", state)

    with pytest.raises(SystemExit):
        main(["token", "--help"])

    assert f"(anders: {expected})" in capsys.readouterr().out


def test_what_trusts_these_tokens_can_be_pasted_into_a_configuration_for_development(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["token", "--map", str(folder), "--uitgever"]) == 0
    said = capsys.readouterr().out
    (uitgever,) = yaml.safe_load(said)["uitgevers"]
    assert uitgever["sleutels"] == {"bestand": str(folder / PUBLIC_FILE)}
    assert "ontwikkeling: true" in said
    configuration = tree() | {"uitgevers": [uitgever]}
    configuration["bronnen"][0]["toegang"]["secret"] = "${GEHEIM}"
    environment = {"GEHEIM": "x" * 32}

    settings = settings_of(written({**configuration, "ontwikkeling": True}), environment=environment, folder=folder)
    assert settings.uitgevers[0].issuer == DEMO_ISSUER
    with pytest.raises(ConfigurationRefused) as stopped:
        settings_of(written(configuration), environment=environment, folder=folder)
    places = [str(problem).partition(":")[0] for problem in stopped.value.problems]
    assert places == ["uitgevers[0].issuer", "uitgevers[0].sleutels.bestand"]
