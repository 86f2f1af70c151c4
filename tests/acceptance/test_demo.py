"""The demo that the README begins with."""

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from support.binaries import REPOSITORY, clean_environment

LIMIT_SECONDS = 200


def play(logs: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, REPOSITORY / "scripts" / "demo.py", "--logs", logs],
        env=clean_environment(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LIMIT_SECONDS,
    )


def assert_nothing_listens(output: str) -> None:
    ports = re.findall(r"http://127\.0\.0\.1:(\d+)", output)
    assert ports, output
    for port in set(ports):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", int(port)), timeout=10)


def test_demo_repairs_what_was_changed_and_leaves_nothing(binary: Path, tmp_path: Path) -> None:
    demo = play(tmp_path / "logs", TF_PROVIDER_BINARY=str(binary))
    assert demo.returncode == 0, demo.stdout
    assert "Plan: 0 to add, 3 to change, 0 to destroy." in demo.stdout
    assert "all of it worked" in demo.stdout
    assert_nothing_listens(demo.stdout)


def test_demo_that_fails_says_where(tmp_path: Path) -> None:
    demo = play(tmp_path / "logs", TF_PROVIDER_BINARY="/bin/true")
    assert demo.returncode == 1, demo.stdout
    assert f"FAILED in the step “Apply examples/terraform/byoc”; the logs are in {tmp_path / 'logs'}" in demo.stdout
    assert_nothing_listens(demo.stdout)
