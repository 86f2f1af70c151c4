"""The clients that are at hand, old and new, and what each of them knows."""

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from acceptance.support.terraform import terraform_command
from support.binaries import REPOSITORY, clean_environment

DIRECTORY = REPOSITORY / "build" / "clients"
LIMIT_SECONDS = 60

# The first version of each that has it; OpenTofu has neither queries nor actions, Terraform no mirror of the OCI kind.
_SINCE = {
    "test": {"Terraform": (1, 6), "OpenTofu": (1, 6)},
    "functions": {"Terraform": (1, 8), "OpenTofu": (1, 7)},
    "oci_mirror": {"OpenTofu": (1, 10)},
    "write_only": {"Terraform": (1, 11), "OpenTofu": (1, 11)},
    "identity": {"Terraform": (1, 12), "OpenTofu": (1, 12)},
    "query": {"Terraform": (1, 14)},
    "actions": {"Terraform": (1, 14)},
}


@dataclass(frozen=True)
class Client:
    """A program that runs the provider."""

    command: str
    product: str
    version: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.product}-{'.'.join(map(str, self.version))}"

    def knows(self, feature: str) -> bool:
        """Whether it has what was not always there: a key of `_SINCE`."""
        since = _SINCE[feature].get(self.product)
        return since is not None and self.version >= since


@cache
def clients() -> Sequence[Client]:
    """Those of TF_ACC_CLIENTS, paths as in PATH; without it those that scripts/clients brought, and the usual one."""
    named = os.environ.get("TF_ACC_CLIENTS")
    paths = named.split(os.pathsep) if named else [*map(str, sorted(DIRECTORY.glob("*-*"))), terraform_command()]
    found = {str(client): client for client in map(_client, filter(None, paths))}
    return sorted(found.values(), key=lambda client: (client.product, client.version))


def _client(path: str) -> Client:
    said = subprocess.run(
        [path, "version"],
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=True,
        timeout=LIMIT_SECONDS,
    ).stdout
    told = re.match(r"(Terraform|OpenTofu) v(\d+)\.(\d+)\.(\d+)", said)
    if told is None:
        raise ValueError(f"{path} is no client: {said}")
    return Client(str(Path(path).absolute()), told[1], tuple(map(int, told.groups()[1:])))


def clients_that_know(feature: str) -> Sequence[Any]:
    """Parameters for a test that needs the feature; where no client has it, one that is skipped and says so."""
    able = [pytest.param(client, id=str(client)) for client in clients() if client.knows(feature)]
    none = pytest.mark.skip(reason=f"none of the clients at hand knows {feature}: scripts/clients brings one that does")
    return able or [pytest.param(None, id="none", marks=none)]
