"""The demo that the README begins with."""

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from support.binaries import REPOSITORY, clean_environment, provider_binary

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


def steps(output: str) -> dict[str, str]:
    """Name of each step → what it showed, in their order."""
    _, *parts = re.split(r"^\[\d+\] (.+)$", output, flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.fixture(scope="class")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    """The demo, played once, and where its logs are."""
    logs = tmp_path_factory.mktemp("demo") / "logs"
    return play(logs, TF_PROVIDER_BINARY=str(provider_binary())), logs


class TestTheDemo:
    def test_works_and_says_so(self, played: tuple[subprocess.CompletedProcess[str], Path]) -> None:
        demo, _ = played
        assert demo.returncode == 0, demo.stdout
        assert re.search(r"^demo: all of it worked, in \d+ s; nothing is left running$", demo.stdout, re.MULTILINE)

    def test_takes_its_steps_in_order(self, played: tuple[subprocess.CompletedProcess[str], Path]) -> None:
        assert list(steps(played[0].stdout)) == [
            "Start the local AWS and the local control plane",
            "A network and an image, as a team has them",
            "Apply examples/terraform/byoc",
            "The project answers",
            "Change three things behind Terraform's back",
            "The plan finds exactly these three",
            "Apply puts them right",
            "Destroy",
        ]

    def test_has_a_project_that_answers(self, played: tuple[subprocess.CompletedProcess[str], Path]) -> None:
        shown = steps(played[0].stdout)["The project answers"]
        assert re.search(r"GET http://127\.0\.0\.1:\d+/\S+/ok -> 200 ", shown)

    def test_finds_what_was_changed(self, played: tuple[subprocess.CompletedProcess[str], Path]) -> None:
        shown = steps(played[0].stdout)["The plan finds exactly these three"]
        assert "Plan: 0 to add, 3 to change, 0 to destroy." in shown

    def test_puts_it_right(self, played: tuple[subprocess.CompletedProcess[str], Path]) -> None:
        shown = steps(played[0].stdout)["Apply puts them right"]
        assert "Apply complete! Resources: 0 added, 3 changed, 0 destroyed." in shown
        assert "a second plan is empty" in shown

    def test_leaves_nothing(self, played: tuple[subprocess.CompletedProcess[str], Path]) -> None:
        assert "no role, no tag and no project is left" in steps(played[0].stdout)["Destroy"]
        assert_nothing_listens(played[0].stdout)

    def test_keeps_its_logs_without_the_secret(self, played: tuple[subprocess.CompletedProcess[str], Path]) -> None:
        demo, logs = played
        assert {"control-plane.log", "provider.log", "terraform.log"} <= {file.name for file in logs.iterdir()}
        shown = demo.stdout + (logs / "provider.log").read_text() + (logs / "terraform.log").read_text()
        assert "sk-demo" not in shown


def test_a_demo_that_fails_says_where(tmp_path: Path) -> None:
    demo = play(tmp_path / "logs", TF_PROVIDER_BINARY="/bin/true")
    assert demo.returncode == 1, demo.stdout
    assert f"FAILED in the step “Apply examples/terraform/byoc”; the logs are in {tmp_path / 'logs'}" in demo.stdout
    assert_nothing_listens(demo.stdout)
