"""What every acceptance test starts from.

The local AWS and the local control plane run once a session (once a worker under pytest-xdist); each test finds them
emptied. A test drives Terraform in a directory of its own.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from acceptance.support import hcl
from acceptance.support.terraform import Terraform
from sandbox.client import API_KEY, REGION, ControlPlane, LocalAws, Network
from sandbox.signing_proxy import ACCESS_KEY_ID, SECRET_ACCESS_KEY
from support.binaries import provider_binary
from support.certificates import make_certificate
from support.plugin import Plugin

POLL_INTERVAL = "100ms"
OF_CLIENTS = re.compile(r"test_clients\.py::.*\[(?:Terraform|OpenTofu)-[0-9.]+\]$")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says which clients the tests of clients were run with, since that is as many as are at hand."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    run = {each.nodeid.rsplit("[", 1)[1].rstrip("]") for each in reports if OF_CLIENTS.search(each.nodeid)}
    if run:
        terminalreporter.write_line(f"clients: {', '.join(sorted(run))}")


@pytest.fixture(scope="session", autouse=True)
def _findings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where a provider that runs under a sanitizer or valgrind says what that has found: Terraform would hide it."""
    directory = tmp_path_factory.mktemp("findings")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"):
            options = [os.environ.get(name), f"log_path={directory}/finding"]
            patch.setenv(name, ":".join(filter(None, options)))
        # For the programs that scripts/valgrind makes.
        patch.setenv("FINDINGS", str(directory))
        yield directory
        assert_no_findings(directory)


@pytest.fixture(autouse=True)
def _no_findings(_findings: Path) -> Iterator[None]:
    """What is found in the provider fails the test, or a later one where the process outlives the test."""
    yield
    assert_no_findings(_findings)


def assert_no_findings(directory: Path) -> None:
    """Fails with what was found since this was asked last, less valgrind's remarks on itself."""
    found = ""
    for file in directory.iterdir():
        told = re.sub(r"^--\d+--.*\n?", "", file.read_text(errors="replace"), flags=re.MULTILINE)
        if told:
            found += told
            file.unlink()
    assert not found, f"found in the provider:\n{found}"


@pytest.fixture(scope="session")
def binary() -> Path:
    """The provider under test."""
    return provider_binary()


@pytest.fixture
def plugin(tmp_path: Path, aws: LocalAws, control_plane: ControlPlane) -> Iterator[Plugin]:
    """The provider, configured for the local AWS and the local control plane."""
    with Plugin(tmp_path, make_certificate()) as started:
        started.configure(
            endpoint=control_plane.address,
            api_key=API_KEY,
            aws={
                "region": REGION,
                "access_key": ACCESS_KEY_ID,
                "secret_key": SECRET_ACCESS_KEY,
                "endpoints": dict.fromkeys(("iam", "ec2", "sts", "ecr"), aws.endpoint),
            },
        )
        yield started


@pytest.fixture(scope="session")
def provider_block(_running_aws: LocalAws, _running_control_plane: ControlPlane) -> Callable[..., str]:
    """Writes a provider block for the local AWS and control plane; keywords replace or, with None, leave out arguments.

    `provider_block(max_retries=0, aws={"region": "eu-west-1"})` keeps the credentials and endpoints of `aws`.
    """

    def write(alias: str | None = None, aws: dict[str, Any] | None = None, **arguments: Any) -> str:
        endpoint = _running_aws.endpoint
        of_aws = {
            "region": REGION,
            "access_key": ACCESS_KEY_ID,
            "secret_key": SECRET_ACCESS_KEY,
            "endpoints": {"iam": endpoint, "ec2": endpoint, "sts": endpoint, "ecr": endpoint},
            **(aws or {}),
        }
        of_provider = {
            "alias": alias,
            "endpoint": _running_control_plane.address,
            "api_key": API_KEY,
            "poll_interval": POLL_INTERVAL,
            "aws": of_aws,
            **arguments,
        }
        return hcl.provider(**of_provider)

    return write


@pytest.fixture
def new_terraform(tmp_path: Path, provider_block: Callable[..., str]) -> Callable[..., Terraform]:
    """Makes further working directories: `new_terraform("other", environment={…}, max_retries=0)`.

    `configured=False` leaves the provider block to the test (`required_providers` is written all the same); `command`
    is another client.
    """

    def make(
        name: str,
        *,
        environment: dict[str, str] | None = None,
        configured: bool = True,
        command: str | None = None,
        **arguments: Any,
    ) -> Terraform:
        block = provider_block(**arguments) if configured else ""
        return Terraform(tmp_path / name, block, environment, command=command)

    return make


@pytest.fixture
def terraform(new_terraform: Callable[..., Terraform], aws: LocalAws, control_plane: ControlPlane) -> Terraform:
    """Terraform in an empty directory, the provider configured for the local AWS and the local control plane."""
    return new_terraform("terraform")


@pytest.fixture(scope="class")
def new_shared_terraform(
    tmp_path_factory: pytest.TempPathFactory,
    provider_block: Callable[..., str],
    shared_aws: LocalAws,
    shared_control_plane: ControlPlane,
) -> Callable[..., Terraform]:
    """Makes working directories for a class, with the keywords of `new_terraform` that are about the provider."""

    def make(*, configured: bool = True, **arguments: Any) -> Terraform:
        return Terraform(tmp_path_factory.mktemp("shared"), provider_block(**arguments) if configured else "")

    return make


@pytest.fixture(scope="class")
def shared_terraform(new_shared_terraform: Callable[..., Terraform]) -> Terraform:
    """Terraform in an empty directory, the provider configured for the local AWS and the local control plane."""
    return new_shared_terraform()


@pytest.fixture
def image(aws: LocalAws, network: Network) -> str:
    """An image for two platforms, in an account in which everything is ready."""
    aws.create_cloud_role()
    aws.tag_network(network)
    aws.route_out(network)
    return aws.push_image(platforms=("linux/amd64", "linux/arm64"))
