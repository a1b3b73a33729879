"""The setting of what replicas share: where it is, and what would be unsafe."""

from __future__ import annotations

import pytest

from tests.rooms.settings.voorbeeld import SECRET, Map, Tree, at

VEILIG = {"soort": "redis", "url": "rediss://opslag.intern:6379/0"}


def gedeeld(**anders: object) -> Tree:
    return at(("gedeeld",), {**VEILIG, **anders})


def test_nothing_is_shared_unless_it_is_configured(map_: Map) -> None:
    assert map_.settings(at(("gedeeld",), None)).gedeeld is None


def test_where_it_is_and_who_we_are_there(map_: Map) -> None:
    settings = map_.settings(gedeeld(gebruiker="mijnzaken", wachtwoord={"bestand": "waterdam.secret"}, tijd="50ms"))

    assert settings.gedeeld is not None
    assert settings.gedeeld.wachtwoord is not None
    assert settings.gedeeld.wachtwoord.get_secret_value() == SECRET
    assert settings.gedeeld.tijd == 0.05
    assert SECRET not in repr(settings)


@pytest.mark.parametrize(
    "url",
    [
        "redis://127.0.0.1:6379",
        "redis://localhost/1",
        "redis://[::1]:6380/0",
        "unix:///run/redis/redis.sock",
        "rediss://a",
    ],
)
def test_a_store_on_this_machine_or_with_tls_is_safe(map_: Map, url: str) -> None:
    assert map_.problems(gedeeld(url=url)) == []
    assert list(map_.settings(gedeeld(url=url)).unsafe()) == []


@pytest.mark.parametrize("url", ["redis://opslag.intern:6379/0", "redis://10.0.0.7", "redis://localhost.evil.example"])
def test_without_tls_over_a_network_is_for_development_only(map_: Map, url: str) -> None:
    (problem,) = map_.problems(gedeeld(url=url))

    assert "redis:// zonder TLS mag alleen naar de eigen machine, of met ontwikkeling: true; kies rediss://" in problem
    assert problem.startswith("gedeeld.url: ")
    development = at(("ontwikkeling",), True, gedeeld(url=url))
    assert ("gedeeld", "url") in list(map_.settings(development).unsafe())


@pytest.mark.parametrize(
    ("anders", "problem"),
    [
        ({"soort": "memcached"}, "gedeeld.soort: verwacht 'redis'"),
        ({"url": "http://opslag.intern"}, "gedeeld.url: verwacht rediss://host:6379/0"),
        ({"url": "rediss://opslag.intern/nul"}, "gedeeld.url: verwacht rediss://host:6379/0"),
        ({"url": "rediss://opslag.intern/0?ssl_cert_reqs=none"}, "gedeeld.url: verwacht rediss://host:6379/0"),
        ({"url": "rediss://opslag.intern:0"}, "gedeeld.url: verwacht rediss://host:6379/0"),
        ({"url": "rediss://opslag.intern:x"}, "gedeeld.url: verwacht rediss://host:6379/0"),
        ({"url": "unix://opslag/redis.sock"}, "gedeeld.url: verwacht rediss://host:6379/0"),
        ({"url": f"rediss://wij:{SECRET}@opslag.intern"}, "gedeeld.url: geen naam of wachtwoord in het adres"),
        ({"wachtwoord": SECRET}, "gedeeld.wachtwoord: een geheim hoort niet in dit bestand"),
        ({"gebruiker": "mijnzaken"}, "gedeeld: gebruiker zonder wachtwoord"),
        ({"url": "redis://localhost", "tls": {}}, "gedeeld: tls kan alleen bij rediss://"),
        ({"voorvoegsel": "Mijn:Zaken"}, "gedeeld.voorvoegsel: verwacht kleine letters"),
        ({"tijd": "2s"}, "gedeeld: tijd moet tussen 10ms en 1s liggen"),
        ({"tijd": "0s"}, "gedeeld: tijd moet tussen 10ms en 1s liggen"),
        ({"poort": 6379}, "gedeeld.poort: onbekende sleutel"),
    ],
)
def test_what_is_wrong_is_told_at_its_place_without_a_value(map_: Map, anders: Tree, problem: str) -> None:
    (told,) = map_.problems(gedeeld(**anders))

    assert told.startswith(problem)
    assert SECRET not in told
