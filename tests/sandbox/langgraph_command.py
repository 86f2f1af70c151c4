"""Runs LangChain's own client, the `langgraph` command of the package langgraph-cli, against a control plane."""

import json
import os
import subprocess
import sys
from pathlib import Path

_TIMEOUT_SECONDS = 120


class LangGraphCommand:
    """The command in a directory of its own, with nothing of the user's environment that could lead it elsewhere."""

    def __init__(self, directory: Path, environment: dict[str, str]) -> None:
        """`environment` names control plane and key, as `ControlPlane.environment` does."""
        directory.mkdir(parents=True, exist_ok=True)
        configuration = {"dependencies": ["."], "graphs": {"agent": "./agent.py:graph"}}
        (directory / "langgraph.json").write_text(json.dumps(configuration), encoding="utf-8")
        self._directory = directory
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(directory),
            "LANGGRAPH_CLI_NO_ANALYTICS": "1",
            "NO_COLOR": "1",
            "NO_PROXY": "127.0.0.1",
            **environment,
        }

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs `langgraph` with these arguments; raises when it fails, unless `check` is false."""
        result = subprocess.run(
            [str(Path(sys.executable).with_name("langgraph")), *arguments],
            cwd=self._directory,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
        if check and result.returncode != 0:
            raise RuntimeError(f"langgraph {' '.join(arguments)} ended with {result.returncode}:\n{result.stdout}")
        return result

    def deploy(self, name: str, image: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Deploys a published image, pinned by digest, under a name, and waits until it runs."""
        return self.run("deploy", "--image-uri", image, "--name", name, *arguments, check=check)
