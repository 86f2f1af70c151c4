"""Mistakes in what projects are made from, which the control plane or the build finds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from acceptance.support.elsewhere import deploy, listen
from acceptance.support.project import NEXT_IMAGE, project
from acceptance.support.terraform import Terraform
from sandbox.client import ControlPlane
from support.git import new_repository

ADDRESS = "langgraph_project.agent"
REPOSITORY = "https://github.com/example/agent"


@pytest.fixture
def git(tmp_path: Path) -> Callable[..., str]:
    """Runs a git command in a repository of its own."""
    return new_repository(tmp_path / "repository")


def from_github(integration_id: str, **github: object) -> str:
    block = {"integration_id": integration_id, "repo_url": REPOSITORY, "repo_ref": "main", **github}
    return project(image_uri=None, deployment_type="serverless", github=block)


def install(control_plane: ControlPlane, git: Callable[..., str]) -> str:
    return control_plane.install_github({REPOSITORY: git("rev-parse", "--show-toplevel")})


@pytest.mark.parametrize(
    ("github", "says"),
    [
        ({"repo_ref": "nowhere"}, "couldn't find remote ref nowhere"),
        ({"config_path": "apps/langgraph.json"}, "apps/langgraph.json not found"),
    ],
)
def test_what_the_repository_lacks_is_told_by_the_builds_log(
    github: dict[str, str],
    says: str,
    terraform: Terraform,
    control_plane: ControlPlane,
    git: Callable[..., str],
) -> None:
    terraform.write(from_github(install(control_plane, git), **github))
    terraform.fail("apply", says=["BUILD_FAILED", says, "untaint"])


def test_a_push_is_no_drift_and_a_change_waits_for_it(
    terraform: Terraform, control_plane: ControlPlane, git: Callable[..., str]
) -> None:
    integration = install(control_plane, git)
    terraform.write(from_github(integration, build_on_push=True)).apply()
    control_plane.set(during_a_revision="refused")
    control_plane.expect(transition_seconds=0.3)
    git("commit", "--quiet", "--allow-empty", "-m", "two")
    control_plane.wait_for_revision("agent", "(?!DEPLOYED).*")
    terraform.write(from_github(integration, build_on_push=True, build_command="make")).apply()
    pushed, changed = control_plane.workload("agent")["revisions"][1:]
    assert (pushed["status"], changed["status"]) == ("DEPLOYED", "DEPLOYED")
    git("commit", "--quiet", "--allow-empty", "-m", "three")
    control_plane.wait_for_revision("agent", count=4)
    terraform.assert_nothing_to_do()


REFERENCE = {"name": "TOKEN", "secret_name": "agents", "secret_key": "token"}


@pytest.mark.parametrize(
    ("attributes", "says"),
    [
        ({"environment": {"TOKEN": "x"}, "secret_references": [REFERENCE]}, "TOKEN"),
        ({"secret_references": [REFERENCE, REFERENCE]}, "TOKEN"),
    ],
)
def test_names_of_references_are_checked_at_plan(attributes: dict, says: str, terraform: Terraform) -> None:
    terraform.write(project(**attributes)).fail("plan", says=["secret_references", says])


def test_an_address_that_is_in_use(terraform: Terraform, control_plane: ControlPlane) -> None:
    address = "https://agent.example.com"
    deploy(control_plane, "other", source_config={"deployment_type": "prod", "custom_url": address})
    control_plane.wait_for_revision("other")
    terraform.write(project(custom_url=address)).fail("apply", says=["custom_url", "in use"])
    assert terraform.resources() == {}


def test_a_listener_that_was_deleted_under_a_project(terraform: Terraform, control_plane: ControlPlane) -> None:
    first = listen(control_plane, "production")
    terraform.write(project(listener_id=first, k8s_namespace="agents")).apply()
    with control_plane.api() as api:
        api.delete(f"/v2/listeners/{first}").raise_for_status()
    other = listen(control_plane, "staging")
    terraform.assert_nothing_to_do()
    terraform.write(project(listener_id=first, k8s_namespace="agents", image_uri=NEXT_IMAGE))
    terraform.fail("apply", says=["listener_id", "was deleted", "staging", other])


def test_what_scales_to_zero_where_nothing_may(terraform: Terraform, control_plane: ControlPlane) -> None:
    control_plane.set(data_region="aws_us")
    terraform.write(project(deployment_type="serverless")).fail("apply", says="Scale to zero")
    assert terraform.resources() == {}
