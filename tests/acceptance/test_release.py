"""The program that `make release` makes, on systems that have nothing: what it has not with it, it does not get."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from acceptance.support.container import ContainedTerraform
from acceptance.support.names import NameServer
from acceptance.support.tls import TlsFront
from sandbox.client import API_KEY, EXTERNAL_ID, REGION, ControlPlane, LocalAws, Network
from sandbox.signing_proxy import ACCESS_KEY_ID, SECRET_ACCESS_KEY
from support.binaries import BINARY_NAME, REPOSITORY

ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}.get(os.uname().machine, "")
RELEASE = Path(os.environ.get("TF_RELEASE_BINARY", REPOSITORY / "build" / "release" / ARCHITECTURE / BINARY_NAME))
DEBIANS = "/etc/ssl/certs/ca-certificates.crt"
NOBODY = 65534
LIMIT_SECONDS = 60
MOST_BYTES = 9_650_000
CREDENTIALS = f"[default]\naws_access_key_id = {ACCESS_KEY_ID}\naws_secret_access_key = {SECRET_ACCESS_KEY}\n"

pytestmark = [
    pytest.mark.skipif(not RELEASE.exists(), reason="no release has been built: make release"),
    pytest.mark.skipif(os.geteuid() != 0, reason="another root directory and port 53 are root's"),
]


@dataclass(frozen=True)
class Services:
    """AWS and the control plane behind TLS, under names that only a name server of the test knows."""

    aws: TlsFront
    control_plane: TlsFront
    names: NameServer

    @property
    def certificates(self) -> str:
        return self.aws.ca_bundle.read_text() + self.control_plane.ca_bundle.read_text()

    @property
    def resolver(self) -> str:
        return f"search cluster.test\nnameserver {self.names.address}\n"


@pytest.fixture
def services(aws: LocalAws, control_plane: ControlPlane, tmp_path: Path) -> Iterator[Services]:
    directories = [tmp_path / "aws", tmp_path / "control-plane"]
    for directory in directories:
        directory.mkdir()
    known = {"aws.example.test": ["127.0.0.1"], "six.example.test": ["::1"], "langgraph.cluster.test": ["127.0.0.1"]}
    with (
        TlsFront(aws.endpoint, directories[0], ["aws.example.test", "six.example.test", "hosts"]) as of_aws,
        TlsFront(control_plane.address, directories[1], ["langgraph"]) as of_control_plane,
        NameServer(known) as names,
    ):
        yield Services(of_aws, of_control_plane, names)


@pytest.fixture
def contained(services: Services, tmp_path: Path) -> Iterator[Callable[..., ContainedTerraform]]:
    """Makes a root with a provider block, resolv.conf and trusted certificates: `contained(certificates="/etc/…")`."""
    root = tmp_path / "root"

    def make(
        certificates: str | None = DEBIANS, aws_name: str = "aws.example.test", user: int = 0
    ) -> ContainedTerraform:
        environment = {
            "LANGGRAPH_HOST_URL": f"https://langgraph:{services.control_plane.port}",
            "LANGSMITH_API_KEY": API_KEY,
            "AWS_ENDPOINT_URL": f"https://{aws_name}:{services.aws.port}",
            "AWS_REGION": REGION,
            "HOME": "/work",
        }
        made = ContainedTerraform(root, RELEASE, environment, user=user)
        made.put("/work/.aws/credentials", CREDENTIALS)
        made.put("/etc/resolv.conf", services.resolver)
        if certificates is not None:
            made.put(certificates, services.certificates)
        return made

    yield make
    # Terraform's 90 MB are more than pytest should keep.
    shutil.rmtree(root, ignore_errors=True)


def tag(network: Network) -> str:
    return f'resource "langgraph_subnet_tag" "vpc" {{\n  vpc_id = "{network.vpc_id}"\n}}\n'


@pytest.mark.parametrize("read_only", [False, True], ids=["writable", "read-only"])
def test_main_job_in_an_empty_container(
    read_only: bool,
    contained: Callable[..., ContainedTerraform],
    services: Services,
    aws: LocalAws,
    control_plane: ControlPlane,
    network: Network,
) -> None:
    aws.route_out(network)
    terraform = contained(user=NOBODY)
    if read_only:
        terraform.make_read_only()
    for file in (REPOSITORY / "examples" / "terraform" / "byoc").glob("*.tf"):
        shutil.copy(file, terraform.directory)
    (terraform.directory / "provider.tf").unlink()
    terraform.write('provider "langgraph" {\n  poll_interval = "100ms"\n}\n', "local_override.tf")
    values = {
        "organization_id": EXTERNAL_ID,
        "vpc_id": network.vpc_id,
        "private_subnet_ids": network.private_subnet_ids,
        "public_subnet_ids": network.public_subnet_ids,
        "image_uri": aws.push_image(),
        "openai_api_key": "sk-example",
    }
    terraform.write(json.dumps(values), "terraform.tfvars.json")
    terraform.apply()
    terraform.assert_nothing_to_do()
    assert [each["name"] for each in control_plane.workloads()] == ["agent"]
    terraform.destroy()
    assert control_plane.workloads() == []
    # The control plane's short name was found by the search domain.
    assert {"aws.example.test", "langgraph.cluster.test"} <= set(services.names.asked)


@pytest.mark.parametrize(
    "place",
    [
        DEBIANS,
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ],
    ids=["debian", "fedora", "suse", "rhel", "alpine"],
)
def test_certificates_are_found_where_a_distribution_keeps_them(
    place: str, contained: Callable[..., ContainedTerraform], network: Network
) -> None:
    contained(certificates=place).write(tag(network)).apply()


def test_certificates_are_found_by_variables(
    contained: Callable[..., ContainedTerraform], services: Services, network: Network
) -> None:
    terraform = contained(certificates="/opt/authorities.pem").write(tag(network))
    terraform.fail("apply", says=["no trusted certificates were found", "SSL_CERT_FILE", DEBIANS, "/etc/ssl/cert.pem"])
    terraform.environment["SSL_CERT_FILE"] = "/opt/nothing.pem"
    terraform.fail("apply", says="/opt/nothing.pem, which SSL_CERT_FILE names")
    terraform.environment["SSL_CERT_FILE"] = "/opt/authorities.pem"
    terraform.apply()

    del terraform.environment["SSL_CERT_FILE"]
    terraform.environment["SSL_CERT_DIR"] = "/opt/none:/opt/hashed"
    terraform.fail("apply", says="/opt/none:/opt/hashed, which SSL_CERT_DIR names")
    hashed = subprocess.run(
        ["openssl", "x509", "-hash", "-noout", "-in", services.aws.ca_bundle],
        capture_output=True,
        text=True,
        check=True,
        timeout=LIMIT_SECONDS,
    ).stdout.strip()
    terraform.put(f"/opt/hashed/{hashed}.0", services.aws.ca_bundle.read_text())
    terraform.assert_nothing_to_do()


@pytest.mark.parametrize("aws_name", ["six.example.test", "hosts"], ids=["IPv6", "hosts-file"])
def test_names_of_either_family_and_of_the_hosts_file(
    aws_name: str, contained: Callable[..., ContainedTerraform], services: Services, network: Network
) -> None:
    if aws_name == "six.example.test" and not services.aws.has_ipv6:
        pytest.skip("this machine has no IPv6")
    terraform = contained(aws_name=aws_name)
    terraform.put("/etc/hosts", "127.0.0.1 localhost\n127.0.0.1 hosts\n")
    terraform.write(tag(network)).apply()
    assert (aws_name in services.names.asked) == (aws_name != "hosts")


def test_a_name_that_nobody_knows_is_said(contained: Callable[..., ContainedTerraform], network: Network) -> None:
    terraform = contained(aws_name="unknown.example.test").write(tag(network))
    terraform.environment["AWS_MAX_ATTEMPTS"] = "1"
    terraform.fail("apply", says="unknown.example.test")


def test_nothing_is_wanted_of_the_machine() -> None:
    told = subprocess.run(
        ["readelf", "--wide", "--program-headers", "--dynamic", RELEASE],
        capture_output=True,
        text=True,
        check=True,
        timeout=LIMIT_SECONDS,
    ).stdout
    assert "INTERP" not in told
    assert "NEEDED" not in told
    assert RELEASE.stat().st_size <= MOST_BYTES
