"""The workspace of a langgraph_project: the state knows it, whatever the provider is configured for."""

from collections.abc import Callable

from acceptance.support.project import project
from acceptance.support.terraform import Terraform
from sandbox.client import ORGANISATION_API_KEY, ControlPlane

ADDRESS = "langgraph_project.agent"
FIRST, SECOND = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def test_a_project_of_another_workspace_is_not_made_twice(
    new_terraform: Callable[..., Terraform], control_plane: ControlPlane
) -> None:
    """The provider is pointed at another workspace (LANGSMITH_WORKSPACE_ID of another shell)."""
    terraform = new_terraform("work", api_key=ORGANISATION_API_KEY, workspace_id=FIRST).write(project())
    terraform.apply()
    assert terraform.attributes(ADDRESS)["workspace_id"] == FIRST
    other = new_terraform("work", api_key=ORGANISATION_API_KEY, workspace_id=SECOND)
    other.fail("plan", says=[FIRST, SECOND, "workspace"])
    # Named by the resource, it stays where it is.
    other.write(project(workspace_id=FIRST)).assert_nothing_to_do()
    other.write(project(workspace_id=SECOND))
    assert other.plan().replaced_by == {ADDRESS: {"workspace_id"}}
    other.write(project(workspace_id=FIRST)).destroy()
    assert control_plane.workloads() == []


def test_projects_of_two_workspaces_by_one_provider(
    new_terraform: Callable[..., Terraform], control_plane: ControlPlane
) -> None:
    terraform = new_terraform("work", api_key=ORGANISATION_API_KEY, workspace_id=FIRST)
    terraform.write(project() + project("other", name="agent", workspace_id=SECOND)).apply()
    assert {(held["name"], held["tenant_id"]) for held in control_plane.workloads()} == {
        ("agent", FIRST),
        ("agent", SECOND),
    }
    terraform.assert_nothing_to_do()
