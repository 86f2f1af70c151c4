"""GitHub as the control plane sees it: installations of its app, repositories that they reach, and what lies there.

A repository may stand for a real one on this machine, whose branches, tags and files are then what a build finds. One
that does not has every ref and every file.
"""

import hashlib
import subprocess
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .rules import RefusalError

_GIT_SECONDS = 20
_FIRST_INSTALLATION = 1001


class BuildError(Exception):
    """Why nothing can be built from a ref; the text is the last line of the build log."""


@dataclass
class Installation:
    """The app's installation at an account or organisation, as one workspace knows it."""

    name: str
    installation_id: int
    tenant_id: str
    repositories: dict[str, str | None]
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def show(self) -> dict[str, Any]:
        """As the API returns it."""
        return {"id": self.id, "installation_id": self.installation_id, "name": self.name}


class GitHub:
    """All installations."""

    def __init__(self) -> None:
        self._installations: dict[str, Installation] = {}

    def clear(self) -> None:
        """Forgets all of them."""
        self._installations.clear()

    def install(self, name: str, tenant_id: str, repositories: dict[str, str | None]) -> Installation:
        """A new installation that reaches these repositories: URL → directory, or None."""
        number = _FIRST_INSTALLATION + len(self._installations)
        new = Installation(name, number, tenant_id, {_normal(url): path for url, path in repositories.items()})
        self._installations[new.id] = new
        return new

    def in_tenant(self, tenant_id: str) -> list[Installation]:
        """The workspace's installations."""
        return [each for each in self._installations.values() if each.tenant_id == tenant_id]

    def check_access(self, integration_id: str, tenant_id: str, repo_url: str) -> None:
        """Refuses a repository that the installation does not reach, and another workspace's installation."""
        installation = self._installations.get(integration_id)
        if installation is None or installation.tenant_id != tenant_id:
            raise RefusalError(400, f"GitHub integration {integration_id} not found in this workspace")
        if _normal(repo_url) not in installation.repositories:
            raise RefusalError(400, f"GitHub integration '{installation.name}' has no access to repository {repo_url}")

    def commit(self, integration_id: str, repo_url: str, ref: str) -> str:
        """The commit that a branch, tag (`refs/tags/…`) or commit names now."""
        directory = self._directory(integration_id, repo_url)
        if directory is None:
            return hashlib.sha1(f"{repo_url} {ref}".encode(), usedforsecurity=False).hexdigest()
        found = _git(directory, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        if found is None:
            raise BuildError(f"fatal: couldn't find remote ref {ref}")
        return found.strip()

    def check_file(self, integration_id: str, repo_url: str, commit: str, path: str) -> None:
        """Fails the build where the commit does not have the file."""
        directory = self._directory(integration_id, repo_url)
        if directory is not None and _git(directory, "cat-file", "-e", f"{commit}:{path}") is None:
            raise BuildError(f"configuration file {path} not found at {commit[:12]}")

    def _directory(self, integration_id: str, repo_url: str) -> str | None:
        installation = self._installations.get(integration_id)
        if installation is None:
            raise BuildError("fatal: could not read from remote repository: the GitHub integration is gone")
        return installation.repositories.get(_normal(repo_url))


def _normal(url: str) -> str:
    return url.rstrip("/").removesuffix(".git").lower()


def _git(directory: str, *arguments: str) -> str | None:
    """What git prints; None where it fails."""
    done = subprocess.run(
        ["git", "-C", str(Path(directory)), *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_GIT_SECONDS,
        check=False,
    )
    return done.stdout if done.returncode == 0 else None
