"""What the tests of several folders start from: the local AWS and the local control plane.

They run once a session (once a worker under pytest-xdist); each test finds them emptied, and so does each class that
shares something. The tests of a class look at one thing that was applied once, and leave it as they found it.
"""

from collections.abc import Iterator, Mapping

import pytest

from sandbox.client import ControlPlane, Identity, LocalAws, Network
from sandbox.identity import KEYS, SECRET, SESSION_TOKEN

TRANSITION_SECONDS = 0.05


@pytest.fixture(scope="session")
def _running_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    with LocalAws(log_directory=tmp_path_factory.mktemp("aws")) as running:
        yield running


@pytest.fixture(scope="session")
def _running_control_plane(_running_aws: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ControlPlane]:
    log = tmp_path_factory.mktemp("control-plane") / "control-plane.log"
    with ControlPlane(
        aws_endpoint=_running_aws.moto_endpoint, transition_seconds=TRANSITION_SECONDS, log=log
    ) as running:
        yield running


@pytest.fixture
def aws(_running_aws: LocalAws) -> LocalAws:
    """The local AWS, empty. The provider reaches it through a proxy that checks signatures and records calls."""
    _running_aws.reset()
    return _running_aws


@pytest.fixture(scope="session")
def _running_identity(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Identity]:
    with Identity(log=tmp_path_factory.mktemp("identity") / "identity.log") as running:
        yield running


@pytest.fixture
def identity(_running_identity: Identity, aws: LocalAws) -> Identity:
    """The endpoints of metadata, container and single sign-on, whose credentials the local AWS knows."""
    _running_identity.reset()
    for key in KEYS:
        aws.proxy.add_credentials(key, SECRET, SESSION_TOKEN)
    return _running_identity


@pytest.fixture
def control_plane(_running_control_plane: ControlPlane) -> ControlPlane:
    """The local control plane, empty."""
    _running_control_plane.reset()
    return _running_control_plane


@pytest.fixture
def network(aws: LocalAws) -> Network:
    """A VPC with two private and two public subnets, untagged."""
    return aws.create_network()


LONGEST_ID = 60


def pytest_make_parametrize_id(val: object) -> str | None:
    """A case is named by what it consists of, where pytest would count."""

    def words(value: object) -> str:
        match value:
            case Mapping():
                return ",".join(f"{name}={words(each)}" for name, each in value.items())
            case set():
                return words(sorted(value))
            case list() | tuple():
                return "+".join(map(words, value))
        return str(value)

    return words(val)[:LONGEST_ID] if isinstance(val, Mapping | list | tuple | set) else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs the tests of a class."""
    for item in items:
        if (of_class := item.getparent(pytest.Class)) is not None:
            item.add_marker(pytest.mark.xdist_group(of_class.nodeid))


@pytest.fixture(scope="class")
def shared_aws(_running_aws: LocalAws) -> LocalAws:
    """The local AWS, empty before the first test of the class. Such a test does not ask for `aws`, which empties it."""
    _running_aws.reset()
    return _running_aws


@pytest.fixture(scope="class")
def shared_control_plane(_running_control_plane: ControlPlane) -> ControlPlane:
    """The local control plane, likewise."""
    _running_control_plane.reset()
    return _running_control_plane
