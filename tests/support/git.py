"""Repositories on this machine, from which the local control plane builds."""

import subprocess
from collections.abc import Callable
from pathlib import Path


def new_repository(directory: Path) -> Callable[..., str]:
    """A git repository with one commit on `main`, tagged `v1`. Calling it runs a git command there; its output."""
    directory.mkdir()

    def git(*arguments: str) -> str:
        identity = ("-c", "user.name=Developer", "-c", "user.email=developer@example.com")
        command = ["git", "-C", str(directory), *identity, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.strip()

    (directory / "langgraph.json").write_text("{}")
    git("init", "--quiet", "--initial-branch=main")
    git("add", ".")
    git("commit", "--quiet", "-m", "one")
    git("tag", "v1")
    return git
