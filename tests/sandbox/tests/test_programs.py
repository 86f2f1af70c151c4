"""The programs of the doubles, started and ended."""

import json
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import boto3
import httpx
import pytest

from sandbox.client import (
    REGION,
    ControlPlane,
)
from sandbox.signing_proxy import ACCESS_KEY_ID, SECRET_ACCESS_KEY
from support.binaries import REPOSITORY, clean_environment
from support.bodies import (
    REPOSITORY_URL,
)

get = partial(httpx.get, timeout=60)


def test_programs_end_with_their_standard_input(tmp_path: Path) -> None:
    with ControlPlane(transition_seconds=0, log=tmp_path / "log") as running:
        address = running.address
        assert get(f"{address}/v1/projects").status_code == 401
    with pytest.raises(httpx.ConnectError):
        get(address)
    assert "401" in (tmp_path / "log").read_text()


KEYS = {"aws_access_key_id": ACCESS_KEY_ID, "aws_secret_access_key": SECRET_ACCESS_KEY}


def test_one_command_starts_all_of_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sandbox", "--until-stdin-closes", "--format", "json", "--vpc", "--role"]
    recipes = ["--image", "agent", "--repository", REPOSITORY_URL]
    environment = {**clean_environment(), "PYTHONPATH": str(REPOSITORY / "tests")}
    with subprocess.Popen(
        command + recipes, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=tmp_path
    ) as program:
        limit = threading.Timer(60, program.kill)
        limit.start()
        started = json.loads(program.stdout.readline())
        found, made = started["environment"], started["variables"]
        headers = {"X-Api-Key": found["LANGSMITH_API_KEY"]}
        answer = get(f"{found['LANGGRAPH_HOST_URL']}/v2/integrations/github/installations", headers=headers)
        assert answer.json()["items"][0]["id"] == made["integration_id"]
        ec2 = boto3.client("ec2", region_name=REGION, endpoint_url=found["AWS_ENDPOINT_URL"], **KEYS)
        assert [vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"] if vpc["VpcId"] == made["vpc_id"]]
        program.stdin.close()
        assert program.wait(60) == 0
        limit.cancel()
