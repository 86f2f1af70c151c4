"""AWS's shared files, environment and profile: what they mean for where calls go, and by whose keys."""

from collections.abc import Callable
from pathlib import Path

import pytest

from acceptance.support.aws_files import AwsHome
from acceptance.support.terraform import Terraform
from acceptance.support.tls import TlsFront
from sandbox.client import LocalAws, Network
from sandbox.signing_proxy import ACCESS_KEY_ID, SECRET_ACCESS_KEY

# Nothing leaves this machine.
NOWHERE = {"https_proxy": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"}
ENVIRONMENT_KEYS = {"AWS_ACCESS_KEY_ID": ACCESS_KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET_ACCESS_KEY}
NO_KEYS = {"access_key": None, "secret_key": None}
BARE = {**NO_KEYS, "endpoints": None, "max_attempts": 1}
FORMS = {
    "indented alike": "[default]\n  aws_access_key_id = {key}\n  aws_secret_access_key = {secret}\n",
    "one indented": "[default]\naws_access_key_id = {key}\n  aws_secret_access_key = {secret}\n",
    "comments behind values": "[default]\naws_access_key_id = {key} # of ci\naws_secret_access_key = {secret} # too\n",
    "blanks in the brackets": "[ default ]\naws_access_key_id = {key}\naws_secret_access_key = {secret}\n",
}


def tag(network: Network) -> str:
    """A tagged subnet."""
    return f'resource "langgraph_subnet_tag" "it" {{\n  subnet_id = "{network.private_subnet_ids[0]}"\n}}\n'


@pytest.mark.parametrize("form", FORMS)
def test_credentials_are_read_in_the_forms_of_the_aws_cli(
    form: str, new_terraform: Callable[..., Terraform], aws: LocalAws, network: Network, tmp_path: Path
) -> None:
    home = AwsHome.make(tmp_path / "home", credentials=FORMS[form].format(key=ACCESS_KEY_ID, secret=SECRET_ACCESS_KEY))
    new_terraform("it", environment=home.environment, aws=NO_KEYS).write(tag(network)).apply()
    assert {call["access_key_id"] for call in aws.calls()} == {ACCESS_KEY_ID}


def test_the_profile_says_where_calls_go(
    new_terraform: Callable[..., Terraform], aws: LocalAws, network: Network, tmp_path: Path
) -> None:
    home = AwsHome.make(tmp_path / "home", f"[default]\nregion = us-east-1\nendpoint_url = {aws.endpoint}\n")
    environment = {**home.environment, **ENVIRONMENT_KEYS, **NOWHERE}
    new_terraform("it", environment=environment, aws=BARE).write(tag(network)).apply()
    assert {"DescribeSubnets", "CreateTags"} <= {call["action"] for call in aws.calls()}


def test_endpoints_that_are_to_be_ignored_are(
    new_terraform: Callable[..., Terraform], aws: LocalAws, network: Network
) -> None:
    ignored = {"AWS_ENDPOINT_URL": aws.endpoint, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}
    environment = {"HOME": "/nonexistent", **ENVIRONMENT_KEYS, **NOWHERE, **ignored}
    terraform = new_terraform("it", environment=environment, aws=BARE).write(tag(network))
    terraform.fail("apply", says="ec2.us-east-1.amazonaws.com")
    assert aws.calls() == []


def test_what_is_neither_true_nor_false_is_refused(new_terraform: Callable[..., Terraform], network: Network) -> None:
    environment = {"HOME": "/nonexistent", **ENVIRONMENT_KEYS, **NOWHERE, "AWS_USE_FIPS_ENDPOINT": "1"}
    terraform = new_terraform("it", environment=environment, aws=BARE).write(tag(network))
    terraform.fail("apply", says='AWS_USE_FIPS_ENDPOINT is "1". Set it to true or to false.')


@pytest.mark.parametrize("behind", ["\n", "\r"])
def test_a_key_with_a_line_break_is_refused_by_name(
    behind: str, new_terraform: Callable[..., Terraform], aws: LocalAws, network: Network
) -> None:
    keys = {"AWS_ACCESS_KEY_ID": ACCESS_KEY_ID + behind, "AWS_SECRET_ACCESS_KEY": SECRET_ACCESS_KEY}
    terraform = new_terraform("it", environment=keys, aws=NO_KEYS).write(tag(network))
    terraform.fail("apply", says=["AWS_ACCESS_KEY_ID", "line break"])
    assert aws.calls() == []


def test_ssl_cert_file_counts_for_aws_too(
    new_terraform: Callable[..., Terraform], aws: LocalAws, network: Network, tmp_path: Path
) -> None:
    with TlsFront(aws.endpoint, tmp_path) as front:
        terraform = new_terraform("it", aws={"endpoints": {"ec2": front.address}, "max_attempts": 1})
        terraform.environment["SSL_CERT_FILE"] = str(front.ca_bundle)
        terraform.write(tag(network)).apply()


def test_a_mistyped_region_is_told_at_plan(
    new_terraform: Callable[..., Terraform], aws: LocalAws, network: Network
) -> None:
    terraform = new_terraform("it", aws={"region": "us-esat-1"}).write(tag(network))
    terraform.fail("plan", says=["us-esat-1", "us-east-1 is one"])
    assert aws.calls() == []
