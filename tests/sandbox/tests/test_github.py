"""Deployments of repositories by the local control plane."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.client import (
    ControlPlane,
)
from support.bodies import (
    ABSENT,
    REPOSITORY_URL,
    WORKSPACE,
    github_body,
)
from support.git import new_repository

get = partial(httpx.get, timeout=60)


@pytest.fixture
def repository(tmp_path: Path) -> Callable[..., str]:
    """A git repository; calling it runs a git command there."""
    return new_repository(tmp_path / "repository")


def install(control_plane: ControlPlane, repository: Callable[..., str]) -> str:
    return control_plane.install_github({f"{REPOSITORY_URL}.git": repository("rev-parse", "--show-toplevel")})


def test_a_repository_is_built_at_the_commit_of_its_ref(
    control_plane: ControlPlane, api: httpx.Client, repository: Callable[..., str]
) -> None:
    integration_id = install(control_plane, repository)
    first = repository("rev-parse", "main")
    deployment = api.post("/v2/deployments", json=github_body(integration_id)).json()
    control_plane.wait_for_revision("agent")
    shown = api.get(f"/v2/deployments/{deployment['id']}").json()
    assert shown["source_config"]["repo_branch"] == "main"
    assert shown["source_revision_config"]["repo_ref"] == first
    assert shown["source_revision_config"]["repo_commit_sha"] == first
    moved = api.patch(
        f"/v2/deployments/{deployment['id']}", json={"source_revision_config": {"repo_ref": "refs/tags/v1"}}
    )
    assert moved.json()["source_config"]["repo_branch"] == "refs/tags/v1"


def test_a_push_is_deployed_where_that_is_wanted(
    control_plane: ControlPlane, api: httpx.Client, repository: Callable[..., str]
) -> None:
    integration_id = install(control_plane, repository)
    api.post("/v2/deployments", json=github_body(integration_id, build_on_push=True)).raise_for_status()
    control_plane.wait_for_revision("agent")
    repository("commit", "--quiet", "--allow-empty", "-m", "two")
    control_plane.wait_for_revision("agent", count=2)
    latest = control_plane.latest_revision("agent")
    assert latest["source_revision_config"]["repo_commit_sha"] == repository("rev-parse", "main")


def test_what_a_repository_lacks_fails_its_build(
    control_plane: ControlPlane, api: httpx.Client, repository: Callable[..., str]
) -> None:
    integration_id = install(control_plane, repository)
    api.post("/v2/deployments", json=github_body(integration_id, "nowhere")).raise_for_status()
    failed = control_plane.wait_for_revision("agent", "BUILD_FAILED")
    assert "couldn't find remote ref nowhere" in failed["revisions"][-1]["logs"]["build"][-1]


def test_sources_from_github_that_are_refused(
    control_plane: ControlPlane, api: httpx.Client, repository: Callable[..., str]
) -> None:
    integration_id = install(control_plane, repository)

    def refused(*arguments: Any, **changes: Any) -> str:
        answer = api.post("/v2/deployments", json=github_body(*arguments, **changes))
        assert answer.status_code == 400, answer.text
        return answer.json()["detail"]

    assert "not found" in refused(ABSENT)
    assert "no access" in refused(integration_id, repo_url="https://github.com/example/other")
    assert "build_on_push" in refused(integration_id, "refs/tags/v1", build_on_push=True)
    assert "resource_spec" in refused(integration_id, resource_spec={"cpu": 1})
    assert "custom_url" in refused(integration_id, custom_url="https://agent.example.com")


def test_installations_are_listed_by_workspace_and_page(control_plane: ControlPlane, api: httpx.Client) -> None:
    ids = [control_plane.install_github({}, name=name) for name in ("one", "two", "three")]
    control_plane.install_github({}, name="other", tenant_id=WORKSPACE)
    first = api.get("/v2/integrations/github/installations", params={"page_size": 2}).json()
    rest = api.get("/v2/integrations/github/installations", params={"cursor": first["next_cursor"]}).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == ids
    assert rest["next_cursor"] is None


def test_sizes_fit_the_type_and_make_a_revision(
    control_plane: ControlPlane, api: httpx.Client, repository: Callable[..., str]
) -> None:
    control_plane.set(hosting="cloud")
    deployment = api.post("/v2/deployments", json=github_body(install(control_plane, repository))).json()
    path = f"/v2/deployments/{deployment['id']}/resource-tiers"
    assert api.patch(path, json={"compute_tier": "DEDICATED_S"}).status_code == 400
    assert api.patch(path, json={"database_tier": "SERVERLESS_S"}).status_code == 400
    assert api.patch(path, json={"compute_tier": "SERVERLESS_M"}).status_code == 200
    workload = control_plane.workload("agent")
    assert workload["tiers"] == {"compute_tier": "SERVERLESS_M"}
    assert len(workload["revisions"]) == 2
