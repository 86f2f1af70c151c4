"""Waits of langgraph_project: what state holds after one, what they wait out, and what they say of it."""

import pytest

from acceptance.support.project import NEXT_IMAGE, project
from acceptance.support.terraform import Terraform
from sandbox.client import ControlPlane

ADDRESS = "langgraph_project.agent"
OUTPUT = f'output "url" {{ value = {ADDRESS}.url }}'


@pytest.mark.parametrize("lagging_looks", [0, 1, 4])
def test_state_holds_one_look_that_shows_what_serves(
    lagging_looks: int, terraform: Terraform, control_plane: ControlPlane
) -> None:
    """Several looks show DEPLOYING, and the look at the revision is the newer one when that is over."""
    control_plane.set(lagging_looks=lagging_looks)
    for image in ({}, {"image_uri": NEXT_IMAGE}):
        control_plane.expect(transition_seconds=0.15)
        terraform.write(project(**image) + OUTPUT).apply()
        state, held = terraform.attributes(ADDRESS), control_plane.workload("agent")
        assert state["url"] == held["url"] == terraform.outputs()["url"]
        assert state["active_revision_id"] == state["latest_revision_id"] == held["active_revision_id"]
        assert (state["status"], state["latest_revision_status"]) == ("READY", "DEPLOYED")
        terraform.assert_nothing_to_do()


def test_a_revision_in_progress_is_waited_out(terraform: Terraform, control_plane: ControlPlane) -> None:
    control_plane.set(during_a_revision="refused")
    log = terraform.log_provider("INFO")
    terraform.write(project(display_name="Agent")).apply()
    assert control_plane.workload("agent")["display_name"] == "Agent"
    assert "another revision of it is in progress" in log.read_text()
    with control_plane.api() as api:
        path = f"/v2/deployments/{control_plane.workload('agent')['id']}/revisions"
        api.post(path, json={"source_revision_config": {}}).raise_for_status()
        terraform.write(project(display_name="Agent", image_uri=NEXT_IMAGE)).apply()
        assert [r["status"] for r in control_plane.workload("agent")["revisions"]] == ["DEPLOYED"] * 3
        api.post(path, json={"source_revision_config": {}}).raise_for_status()
    terraform.destroy()
    assert control_plane.workloads() == []


def test_a_revision_in_progress_for_too_long(terraform: Terraform, control_plane: ControlPlane) -> None:
    terraform.write(project()).apply()
    control_plane.set(during_a_revision="refused")
    control_plane.expect(hold_at="BUILDING")
    with control_plane.api() as api:
        path = f"/v2/deployments/{control_plane.workload('agent')['id']}/revisions"
        api.post(path, json={"source_revision_config": {}}).raise_for_status()
    terraform.write(project(image_uri=NEXT_IMAGE, timeouts={"update": "1s"}))
    terraform.fail("apply", says=["Out of time", "is in progress", "timeouts"])
    control_plane.release("agent")
    terraform.apply()


def test_what_is_being_deleted_elsewhere_is_made_anew(terraform: Terraform, control_plane: ControlPlane) -> None:
    terraform.write(project()).apply()
    leaving = control_plane.workload("agent")["id"]
    control_plane.change("agent", status="AWAITING_DELETE")
    assert terraform.plan().actions == {ADDRESS: ["create"]}
    since = control_plane.requests()[-1]["number"]
    with terraform.start("apply", "-auto-approve") as applying:
        control_plane.wait_for_requests(2, since=since, path=f"/v2/deployments/{leaving}", timeout_seconds=30)
        assert control_plane.requests(since, method="POST") == []
        control_plane.delete("agent")
        status, output = applying.wait()
    assert status == 0, output
    assert terraform.attributes(ADDRESS)["id"] == control_plane.workload("agent")["id"] != leaving
    terraform.assert_nothing_to_do()


def test_a_name_that_is_not_free_in_time(terraform: Terraform, control_plane: ControlPlane) -> None:
    terraform.write(project(timeouts={"create": "1s"})).apply()
    control_plane.change("agent", status="AWAITING_DELETE")
    terraform.fail("apply", says=["The Name Is Not Free Yet", "timeouts.create"])
    assert terraform.resources() == {}


def test_a_revision_that_stands_still_is_told_of(terraform: Terraform, control_plane: ControlPlane) -> None:
    control_plane.expect(hold_at="INTERRUPTED")
    log = terraform.log_provider("INFO")
    terraform.write(project(timeouts={"create": "3s"}))
    text = terraform.fail("apply", says=["Timed Out", "Warning: A Revision Stood Still", "stood as INTERRUPTED"])
    assert text.count("stood as INTERRUPTED") == 1
    assert "stands as INTERRUPTED" in log.read_text()


def test_a_project_is_waited_for_until_it_answers(terraform: Terraform, control_plane: ControlPlane) -> None:
    control_plane.set(not_ok_answers=2)
    terraform.write(project(wait_for_healthy=True)).apply()
    asked = [request for request in control_plane.requests() if request["path"].endswith("/services/agent/ok")]
    assert [request["status"] for request in asked] == [503, 503, 200, 200, 200]
    assert all("x-api-key" not in request["headers"] for request in asked)
    terraform.assert_nothing_to_do()

    control_plane.set(not_ok_answers=100000)
    terraform.write(project(image_uri=NEXT_IMAGE, wait_for_healthy=True, timeouts={"update": "2s"}))
    terraform.fail("apply", says=["Deployed, but Not Serving", "/services/agent/ok", "HTTP 503", "goes on waiting"])
    assert terraform.plan().actions[ADDRESS] == ["update"]
    terraform.fail("apply", says="Deployed, but Not Serving")
    assert len(control_plane.workload("agent")["revisions"]) == 2
    terraform.write(project(image_uri=NEXT_IMAGE)).apply()
    terraform.assert_nothing_to_do()
    terraform.write(project(wait_for_ready=False, wait_for_healthy=True))
    terraform.fail("plan", says=["wait_for_healthy", "`wait_for_ready`, which is false"])
