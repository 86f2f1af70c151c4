"""What the tests of the doubles start from."""

from collections.abc import Iterator

import httpx
import pytest

from sandbox.client import ControlPlane


@pytest.fixture
def api(control_plane: ControlPlane) -> Iterator[httpx.Client]:
    """A client of the API with a personal key."""
    with control_plane.api() as client:
        yield client
