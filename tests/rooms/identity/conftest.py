"""The world around the identity room."""

import pytest

from tests.rooms.identity.issuer import Broker, Door


@pytest.fixture(scope="module")
def anyio_backend():
    return "asyncio"


@pytest.fixture
def broker():
    return Broker("digid")


@pytest.fixture
def door(broker):
    return Door(broker)
