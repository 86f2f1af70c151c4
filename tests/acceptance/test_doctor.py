"""`terraform-provider-langgraph doctor`: what it says of credentials, key and account, to people and to scripts."""

import contextlib
import json
import os
import pty
import re
import resource
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from acceptance.support.aws_files import KEYS, AwsHome
from acceptance.support.project import project
from acceptance.support.terraform import Terraform, clean_environment, provider_binary
from sandbox.client import (
    ACCOUNT_ID,
    API_KEY,
    EXTERNAL_ID,
    ORGANISATION_API_KEY,
    REGION,
    ROLE_NAME,
    ControlPlane,
    Identity,
    LocalAws,
    Network,
)
from sandbox.identity import CONTAINER_TOKEN, METADATA_KEY, SECRET, SESSION_TOKEN
from sandbox.signing_proxy import SECRET_ACCESS_KEY

LIMIT_SECONDS = 60
READS = ("Get", "List", "Describe", "BatchGet", "Simulate")
COLOURS = {"✓": "\x1b[32m✓\x1b[0m", "!": "\x1b[33m!\x1b[0m", "✗": "\x1b[31m✗\x1b[0m"}
TEXTS = {"area", "check", "status", "summary", "detail", "remedy"}
NOWHERE = "http://127.0.0.1:1"
NO_AWS_KEYS = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}


class Doctor:
    """The command in an environment of its own, in which everything is well."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment

    @property
    def everything(self) -> dict[str, str]:
        return clean_environment({name: value for name, value in self.environment.items() if value})

    def run(self, *options: str, status: int = 0) -> subprocess.CompletedProcess[str]:
        """Runs it, which ends with `status`."""
        done = subprocess.run(
            [provider_binary(), "doctor", *options],
            env=self.everything,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done

    def json(self, *options: str, status: int = 0) -> dict[str, Any]:
        """What scripts get."""
        return json.loads(self.run("--json", *options, status=status).stdout)

    def problems(self, *options: str) -> dict[str, str]:
        """What is wrong, by its summary: detail and remedy."""
        findings = self.json(*options, status=1)["findings"]
        wrong = [each for each in findings if each["status"] == "problem"]
        return {each["summary"]: f"{each['detail']} {each['remedy']}" for each in wrong}

    def run_on_terminal(self, *options: str, **environment: str) -> str:
        """What a terminal gets to show."""
        terminal, side = pty.openpty()
        with contextlib.ExitStack() as stack:
            stack.callback(os.close, terminal)
            process = subprocess.Popen(
                [provider_binary(), "doctor", *options],
                env={**self.everything, "TERM": "xterm", **environment},
                stdin=side,
                stdout=side,
                stderr=side,
            )
            os.close(side)
            output = b""
            # A terminal whose other side is closed reads as an error.
            with contextlib.suppress(OSError):
                while piece := os.read(terminal, 65536):
                    output += piece
            assert process.wait(LIMIT_SECONDS) == 0
        return output.decode()


@pytest.fixture
def doctor(aws: LocalAws, control_plane: ControlPlane) -> Doctor:
    return Doctor(
        {
            **aws.environment,
            "AWS_ENDPOINT_URL": aws.endpoint,
            "LANGGRAPH_HOST_URL": control_plane.address,
            "LANGSMITH_API_KEY": API_KEY,
            "HOME": "/nonexistent",
        }
    )


@pytest.fixture
def account(aws: LocalAws, network: Network) -> Network:
    """An account in which everything is ready."""
    aws.create_cloud_role()
    aws.tag_network(network)
    aws.route_out(network)
    aws.proxy.forget_requests()
    return network


def marks(output: str) -> list[str]:
    """What each line begins with that is not indented."""
    return [line[0] for line in output.splitlines() if line and line[0] in "✓!✗"]


def test_a_healthy_account_is_told_line_by_line(
    doctor: Doctor, account: Network, aws: LocalAws, control_plane: ControlPlane
) -> None:
    image = aws.push_image(platforms=("linux/amd64",))
    options = ["--vpc", account.vpc_id, f"--image={image}", "--external-id", EXTERNAL_ID, "--role", ROLE_NAME]
    done = doctor.run(*options)
    assert done.stderr == ""
    assert set(marks(done.stdout)) <= {"✓", "!"}
    for line in (
        f"✓ AWS region {REGION}, from AWS_REGION",
        f"in account {ACCOUNT_ID}, from the environment (AWS_ACCESS_KEY_ID)",
        f"✓ LangSmith API key from LANGSMITH_API_KEY, accepted by {control_plane.address} (from LANGGRAPH_HOST_URL)",
        "✓ 0 projects in the key's own workspace",
        "✓ 0 listeners",
        f"✓ Image {image}",
    ):
        assert line in done.stdout
    assert "\x1b" not in done.stdout


def test_it_only_reads(doctor: Doctor, account: Network, aws: LocalAws, control_plane: ControlPlane) -> None:
    control_plane.forget_requests()
    before = (aws.client("iam").list_roles()["Roles"], control_plane.workloads())
    doctor.run("--image", aws.push_image(platforms=("linux/amd64",)))
    calls = aws.calls()
    assert {"GetCallerIdentity", "GetRole", "DescribeSubnets", "DescribeImages"} <= {call["action"] for call in calls}
    assert [call["action"] for call in calls if not call["action"].startswith(READS)] == []
    assert {request["method"] for request in control_plane.requests()} == {"GET"}
    assert (aws.client("iam").list_roles()["Roles"], control_plane.workloads()) == before


def test_scripts_get_one_object(
    doctor: Doctor, account: Network, terraform: Terraform, control_plane: ControlPlane, aws: LocalAws
) -> None:
    terraform.write(project()).apply()
    found = doctor.json("--workspace", control_plane.DEFAULT_WORKSPACE)
    assert found.keys() == {"format_version", "problems", "skipped", "aws", "control_plane", "findings"}
    assert (found["format_version"], found["problems"]) == ("1.0", 0)
    identity = found["aws"].pop("identity_arn")
    assert identity.startswith("arn:aws:")
    assert found["aws"] == {
        "region": REGION,
        "region_source": "AWS_REGION",
        "credentials_source": "the environment (AWS_ACCESS_KEY_ID)",
        "credentials_expire_at": None,
        "account_id": ACCOUNT_ID,
    }
    assert found["control_plane"] == {
        "endpoint": control_plane.address,
        "endpoint_source": "LANGGRAPH_HOST_URL",
        "api_key_source": "LANGSMITH_API_KEY",
        "workspace_id": control_plane.DEFAULT_WORKSPACE,
        "workspace_source": "--workspace",
        "project_count": 1,
        "listener_count": 0,
    }
    assert all(finding.keys() == TEXTS for finding in found["findings"])
    assert [finding["area"] for finding in found["findings"]][:5] == ["aws"] * 2 + ["control_plane"] * 3
    assert {finding["area"] for finding in found["findings"][5:]} == {"account"}


def test_options_go_before_the_environment(
    doctor: Doctor, account: Network, aws: LocalAws, control_plane: ControlPlane, tmp_path: Path
) -> None:
    home = AwsHome.make(tmp_path, credentials=f"[work]\n{KEYS}")
    wrong = {"AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIAUNKNOWN", "LANGGRAPH_HOST_URL": NOWHERE}
    doctor.environment |= {**wrong, **home.environment}
    options = ["--region", REGION, "--profile=work", "--endpoint", control_plane.address]
    found = doctor.json(*options)
    assert found["aws"]["region_source"] == "--region"
    assert found["aws"]["credentials_source"] == 'profile "work" of the shared files'
    assert found["control_plane"]["endpoint_source"] == "--endpoint"
    assert {call["region"] for call in aws.calls(service="ec2")} == {REGION}


def test_credentials_that_end_are_told_with_their_end(
    doctor: Doctor, account: Network, aws: LocalAws, identity: Identity
) -> None:
    metadata = {"AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": identity.address}
    doctor.environment |= {**NO_AWS_KEYS, **metadata}
    found = doctor.json()
    assert found["aws"]["credentials_source"] == "the instance's metadata service, as role builder"
    end = found["aws"]["credentials_expire_at"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", end)
    assert {call["access_key_id"] for call in aws.calls()} == {METADATA_KEY}
    assert re.search(r"as role builder, until \d{4}-\d\d-\d\dT", doctor.run().stdout)


# What the environment has or lacks → the one problem, and a part of what is said about it.
PROBLEMS: list[tuple[dict[str, str], str, str]] = [
    (NO_AWS_KEYS, "No AWS Credentials Found", "AWS_ACCESS_KEY_ID is not set"),
    ({"AWS_REGION": ""}, "No AWS Region Found", "such as AWS_REGION"),
    (
        {"AWS_SECRET_ACCESS_KEY": SECRET_ACCESS_KEY[::-1]},
        "STS GetCallerIdentity Failed",
        "does not belong to the access key",
    ),
    ({"AWS_PROFILE": "absent"}, "AWS Profile Not Found", "absent"),
    ({"LANGSMITH_API_KEY": ""}, "No API key", "Set LANGSMITH_API_KEY"),
    ({"LANGSMITH_API_KEY": "taken-back"}, "The control plane refused the API key", "that it was not revoked"),
    (
        {"LANGSMITH_API_KEY": ORGANISATION_API_KEY},
        "The API key is not allowed to do this",
        "LANGSMITH_WORKSPACE_ID",
    ),
    ({"LANGGRAPH_HOST_URL": NOWHERE}, "No answer from the control plane", NOWHERE),
    ({"LANGGRAPH_DATA_REGION": "moon"}, "Not a Data Region", "moon"),
]


def assert_one_problem(doctor: Doctor, summary: str, says: str) -> None:
    """For scripts, and for people."""
    problems = doctor.problems()
    assert list(problems) == [summary]
    assert says in problems[summary]
    text = doctor.run(status=1).stdout
    assert f"✗ {summary}: " in text
    assert text.splitlines()[-1].startswith("1 problem")


def test_a_problem_of_the_environment_is_told_with_its_remedy(doctor: Doctor, account: Network) -> None:
    well = doctor.environment
    for environment, summary, says in PROBLEMS:
        doctor.environment = well | environment
        assert_one_problem(doctor, summary, says)


def without_policy(aws: LocalAws, network: Network) -> None:
    policy = "arn:aws:iam::aws:policy/AmazonRDSFullAccess"
    aws.client("iam").detach_role_policy(RoleName=ROLE_NAME, PolicyArn=policy)


def without_tag(aws: LocalAws, network: Network) -> None:
    aws.client("ec2").delete_tags(Resources=[network.vpc_id], Tags=[{"Key": "langgraph-cloud-enabled"}])


@pytest.mark.parametrize(
    ("ruin", "summary", "says"),
    [(without_policy, "Policy of the role", "AmazonRDSFullAccess"), (without_tag, "VPC", "langgraph_subnet_tag")],
)
def test_a_problem_of_the_account_is_told_with_its_remedy(
    ruin: Callable[[LocalAws, Network], None],
    summary: str,
    says: str,
    doctor: Doctor,
    account: Network,
    aws: LocalAws,
) -> None:
    ruin(aws, account)
    assert_one_problem(doctor, summary, says)


def test_a_role_is_named_by_its_arn_too(doctor: Doctor, account: Network) -> None:
    arn = f"arn:aws:iam::{ACCOUNT_ID}:role/{ROLE_NAME}"
    assert f"✓ Role {ROLE_NAME}\n" in doctor.run("--role", arn).stdout
    elsewhere = doctor.run("--role", arn.replace(ACCOUNT_ID, "210987654321")).stdout
    assert f"! Not looked at: Role {ROLE_NAME}, in the account 210987654321" in elsewhere
    assert list(doctor.problems("--role", arn.replace("role/", "role/other/"))) == ["Role"]


def test_what_may_not_be_looked_at_is_no_problem(doctor: Doctor, account: Network, aws: LocalAws) -> None:
    aws.proxy.fail_call("GetRole", "iam", status=403, code="AccessDenied", times=2)
    done = doctor.run()
    assert "! Not looked at: role" in done.stdout and "iam:GetRole" in done.stdout
    assert "could not be looked at" in done.stdout.splitlines()[-1]
    assert doctor.json()["skipped"] >= 1


def test_without_aws_the_account_is_not_looked_at(doctor: Doctor, aws: LocalAws) -> None:
    doctor.environment |= NO_AWS_KEYS
    assert "! Not looked at: the account, since AWS cannot be asked" in doctor.run(status=1).stdout
    assert aws.calls() == []


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--rolle", "x"], "there is no option --rolle"),
        (["here"], "there is no option here"),
        (["--region"], "--region needs a value: --region REGION"),
        (["--region="], "--region needs a value"),
        (["--region", "us-esat-1"], "us-east-1 is one"),
        (["--endpoint", "http://example.com"], "--endpoint"),
        (["--workspace", "mine"], "a workspace's UUID"),
        (["--\x1b[2J"], "there is no option --\\x1b[2J"),
    ],
)
def test_options_that_cannot_be_read_are_told_with_the_usage(
    options: list[str], says: str, doctor: Doctor, aws: LocalAws
) -> None:
    done = doctor.run(*options, status=2)
    assert done.stdout == ""
    assert done.stderr.startswith("doctor: ") and says in done.stderr and "Usage: " in done.stderr
    assert aws.calls() == []


def test_help_is_asked_for(doctor: Doctor, aws: LocalAws, control_plane: ControlPlane) -> None:
    for option in ("--help", "-h"):
        done = doctor.run(option)
        assert done.stdout.startswith("Usage: terraform-provider-langgraph doctor") and done.stderr == ""
    assert aws.calls() == []
    listed = subprocess.run(
        [provider_binary(), "--help"], capture_output=True, text=True, check=True, timeout=LIMIT_SECONDS
    )
    assert re.search(r"^  doctor +say what", listed.stdout, re.MULTILINE)


def test_colours_and_progress_are_for_terminals(doctor: Doctor, account: Network) -> None:
    shown = doctor.run_on_terminal()
    assert COLOURS["✓"] in shown and "… AWS credentials" in shown
    plain = doctor.run_on_terminal(NO_COLOR="1")
    assert "✓" in plain and not any(colour in plain for colour in COLOURS.values())
    assert "\x1b" not in doctor.run_on_terminal(TERM="dumb")


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_no_secret_is_shown_and_nothing_acts_on_the_terminal(
    options: list[str], doctor: Doctor, account: Network, aws: LocalAws, control_plane: ControlPlane, tmp_path: Path
) -> None:
    """Whatever the services say."""
    told = f"{API_KEY} {SECRET_ACCESS_KEY} \x1b[2J\u202e\nx✓ forged\n✓ forged"
    aws.proxy.fail_call("GetRole", "iam", status=400, code="Oops", message=told.replace("\x1b", "\x9b"))
    aws.proxy.fail({"action": "DescribeVpcs"}, status=200, body=told, content_type="text/plain", times=9)
    control_plane.fail({}, status=403, body={"detail": told}, times=9)
    done = doctor.run(*options, status=1)
    everything = done.stdout + done.stderr
    assert "(sensitive value)" in everything
    assert not any(secret in everything for secret in (API_KEY, SECRET_ACCESS_KEY))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", everything)
    assert not any(line.startswith("✓ forged") for line in done.stdout.splitlines())


def test_secrets_of_every_source_stay_hidden(
    doctor: Doctor, account: Network, identity: Identity, control_plane: ControlPlane
) -> None:
    container = {
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{identity.address}/container",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": CONTAINER_TOKEN,
    }
    doctor.environment |= {**NO_AWS_KEYS, **container, "TF_LOG": "trace"}
    control_plane.fail({}, status=400, body={"detail": f"{SECRET} {SESSION_TOKEN} {CONTAINER_TOKEN}"}, times=9)
    done = doctor.run(status=1)
    assert "(sensitive value)" in done.stdout
    everything = done.stdout + done.stderr
    assert not any(secret in everything for secret in (SECRET, SESSION_TOKEN, CONTAINER_TOKEN, API_KEY))


@pytest.fixture
def running(doctor: Doctor, identity: Identity) -> Iterator[subprocess.Popen[str]]:
    """A doctor that waits for an answer."""
    doctor.environment |= {
        "AWS_ACCESS_KEY_ID": "",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{identity.address}/container",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": CONTAINER_TOKEN,
    }
    identity.fail({"path": "/container"}, delay_seconds=300, times=9)
    with subprocess.Popen(
        [provider_binary(), "doctor"], env=doctor.everything, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        identity.wait_for_requests(path="/container")
        yield process
        process.kill()


def test_an_interrupt_ends_it_at_once(running: subprocess.Popen[str]) -> None:
    running.send_signal(signal.SIGINT)
    output, errors = running.communicate(timeout=LIMIT_SECONDS)
    assert running.returncode == 130
    assert (output.splitlines(), errors) == ([f"✓ AWS region {REGION}, from AWS_REGION"], "")


def test_it_leaves_no_core(running: subprocess.Popen[str]) -> None:
    assert resource.prlimit(running.pid, resource.RLIMIT_CORE) == (0, 0)


def test_a_reader_that_goes_away_is_no_crash(doctor: Doctor, account: Network) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.Popen([provider_binary(), "doctor"], env=doctor.everything, stdout=writing, stderr=-1)
    os.close(writing)
    _, errors = process.communicate(timeout=LIMIT_SECONDS)
    assert (process.returncode, errors) == (1, b"The output cannot be written to stdout.\n")
