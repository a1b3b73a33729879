"""The loop under the tests of this room."""

import pytest


@pytest.fixture(scope="module")
def anyio_backend():
    return "asyncio"
