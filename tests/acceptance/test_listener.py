"""langgraph_listener, and what the control plane holds of it."""

from collections.abc import Callable

import pytest

from acceptance.support.elsewhere import deploy, listen
from acceptance.support.terraform import Terraform
from sandbox.client import ORGANISATION_API_KEY, ControlPlane

ADDRESS = "langgraph_listener.cluster"
FIRST, SECOND = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def listener(namespaces: str = '["agents"]', more: str = "", compute_id: str = "production") -> str:
    return f"""
    resource "langgraph_listener" "cluster" {{
      compute_id     = "{compute_id}"
      k8s_namespaces = {namespaces}
      {more}
    }}
    """


def held(control_plane: ControlPlane) -> list[dict]:
    """The listeners of the default workspace."""
    with control_plane.api() as api:
        return api.get("/v2/listeners").json()["resources"]


def test_it_is_made_changed_and_destroyed(terraform: Terraform, control_plane: ControlPlane) -> None:
    terraform.write(listener()).apply()
    (made,) = held(control_plane)
    state = terraform.attributes(ADDRESS)
    assert (state["id"], state["compute_type"], state["version"]) == (made["id"], "k8s", None)
    terraform.assert_nothing_to_do()

    terraform.write(listener('["agents", "more"]'))
    assert terraform.plan().changed == {ADDRESS: {"k8s_namespaces", "updated_at"}}
    terraform.apply()
    (changed,) = held(control_plane)
    assert (changed["id"], sorted(changed["compute_config"]["k8s_namespaces"])) == (made["id"], ["agents", "more"])
    terraform.assert_nothing_to_do()

    terraform.write(listener(compute_id="staging"))
    assert terraform.plan().replaced_by == {ADDRESS: {"compute_id"}}
    terraform.write(listener('["agents", "more"]')).destroy()
    assert held(control_plane) == []


def test_what_changed_elsewhere_is_planned(terraform: Terraform, control_plane: ControlPlane) -> None:
    terraform.write(listener()).apply()
    identifier = terraform.attributes(ADDRESS)["id"]
    with control_plane.api() as api:
        body = {"version": "1.2.3", "compute_config": {"k8s_namespaces": []}}
        api.patch(f"/v2/listeners/{identifier}", json=body).raise_for_status()
        assert terraform.plan().changed == {ADDRESS: {"k8s_namespaces", "updated_at"}}
        terraform.apply()
        assert terraform.attributes(ADDRESS)["version"] == "1.2.3"
        api.delete(f"/v2/listeners/{identifier}").raise_for_status()
    assert terraform.plan().actions == {ADDRESS: ["create"]}


@pytest.mark.parametrize("by", ["id", "compute_id"])
def test_import(by: str, terraform: Terraform, control_plane: ControlPlane) -> None:
    identifier = listen(control_plane, "production")
    terraform.write(listener()).import_resource(ADDRESS, identifier if by == "id" else "compute_id=production")
    assert terraform.attributes(ADDRESS)["id"] == identifier
    terraform.assert_nothing_to_do()


def test_a_name_that_is_taken_is_left_alone(terraform: Terraform, control_plane: ControlPlane) -> None:
    identifier = listen(control_plane, "production", ["other"])
    terraform.write(listener()).fail("apply", says=["compute_id", "import {", identifier])
    assert held(control_plane)[0]["compute_config"] == {"k8s_namespaces": ["other"]}


def test_a_creation_whose_answer_is_lost_is_found_again(terraform: Terraform, control_plane: ControlPlane) -> None:
    control_plane.fail({"method": "POST", "path": "/v2/listeners"}, drop="after")
    terraform.write(listener()).apply()
    assert [each["id"] for each in held(control_plane)] == [terraform.attributes(ADDRESS)["id"]]


def test_one_that_has_projects_stays(terraform: Terraform, control_plane: ControlPlane) -> None:
    terraform.write(listener()).apply()
    config = {
        "deployment_type": "prod",
        "listener_id": terraform.attributes(ADDRESS)["id"],
        "listener_config": {"k8s_namespace": "agents"},
    }
    deploy(control_plane, "agent", source_config=config)
    terraform.fail("destroy", says=["production", "agent", "Nothing was deleted"])
    assert len(held(control_plane)) == 1
    control_plane.delete("agent")
    terraform.destroy()


def test_a_workspace_of_its_own(new_terraform: Callable[..., Terraform], control_plane: ControlPlane) -> None:
    terraform = new_terraform("work", api_key=ORGANISATION_API_KEY, workspace_id=FIRST)
    terraform.write(listener(more=f'workspace_id = "{SECOND}"')).apply()
    with control_plane.api(ORGANISATION_API_KEY, **{"X-Tenant-Id": SECOND}) as api:
        assert len(api.get("/v2/listeners").json()["resources"]) == 1
    terraform.assert_nothing_to_do()
    terraform.write(listener()).fail("plan", says=[FIRST, SECOND, "workspace"])
    terraform.write(listener(more=f'workspace_id = "{SECOND}"')).destroy()


def test_who_may_not_is_told(terraform: Terraform, control_plane: ControlPlane) -> None:
    control_plane.set(listeners_enabled=False)
    terraform.write(listener()).fail("apply", says=["403", "not enabled"])


@pytest.mark.parametrize("namespaces", ['["Agents"]', '["agents/more"]', "[null]"])
def test_namespaces_that_are_none(namespaces: str, terraform: Terraform) -> None:
    terraform.write(listener(namespaces)).fail("plan", says="k8s_namespaces")
