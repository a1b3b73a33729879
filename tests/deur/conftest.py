"""One door for all tests here: nobody changes it, and the clock before it stands still."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from mijnzaken_bff.demo.gemeente.loopback import Loopback
from tests.deur.deur import Deur, Toezicht
from tests.stories.portaal import Toneel


@pytest.fixture(scope="session")
def deur(loopback: Loopback, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deur]:
    """The door; after everything that was put to it, its issuers were asked for keys twice at most."""
    with closing(Toneel(loopback)) as toneel:
        deur = Deur(toneel, tmp_path_factory.mktemp("deur"))
        yield deur
        asked = {naam: len(spreker.loket.asked) for naam, spreker in deur.sprekers.items()}
        assert max(asked.values()) <= 2, asked
        assert deur.lokaas.asked == []


@pytest.fixture
def toezicht(deur: Deur, caplog: pytest.LogCaptureFixture) -> Toezicht:
    return Toezicht(deur, caplog)
