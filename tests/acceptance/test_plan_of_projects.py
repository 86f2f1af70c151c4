"""What a plan of projects tells of what its apply would run into, and what that costs."""

from collections.abc import Callable

from acceptance.support.elsewhere import deploy
from acceptance.support.project import NEXT_IMAGE, project
from acceptance.support.terraform import Terraform, plain_text
from sandbox.client import ControlPlane

ADDRESS = "langgraph_project.agent"
LIST = {"method": "GET", "path": "/v2/deployments"}


def test_one_list_tells_of_all_names(terraform: Terraform, control_plane: ControlPlane) -> None:
    deploy(control_plane, "taken")
    control_plane.forget_requests()
    terraform.write(project("taken") + "".join(project(f"agent-{number}") for number in range(5)))
    text = plain_text(terraform.run("plan", "-no-color"))
    assert [entry["path"] for entry in control_plane.requests()] == ["/v2/deployments"]
    assert text.count("Warning: Project Name Already Taken") == 1
    assert 'id = "name=taken"' in text
    assert "to = langgraph_project.<name>" in text
    terraform.fail("apply", says=["The Name Is Taken", 'id = "name=taken"'])


def test_a_project_of_ones_own_takes_no_name(terraform: Terraform, control_plane: ControlPlane) -> None:
    """Replaced, its name is planned again; deleted elsewhere, it will be free."""
    terraform.write(project(deployment_type="dev")).apply()
    terraform.write(project(deployment_type="prod"))
    assert "Already Taken" not in plain_text(terraform.run("plan", "-no-color"))
    assert "Already Taken" not in plain_text(terraform.run("plan", "-no-color", "-refresh=false"))
    assert "Already Taken" not in terraform.apply()
    terraform.run("taint", "langgraph_project.agent")
    assert "Already Taken" not in plain_text(terraform.run("plan", "-no-color", "-refresh=false"))
    terraform.run("untaint", "langgraph_project.agent")
    control_plane.change("agent", status="AWAITING_DELETE")
    assert "Already Taken" not in plain_text(terraform.run("plan", "-no-color"))


def test_what_is_settled_needs_no_list(terraform: Terraform, control_plane: ControlPlane) -> None:
    terraform.write(project()).apply()
    control_plane.forget_requests()
    terraform.assert_nothing_to_do()
    terraform.write(project(image_uri=NEXT_IMAGE)).plan()
    assert control_plane.requests(**LIST) == [], "a refresh has shown that the key is good"
    terraform.plan("-refresh=false")
    assert len(control_plane.requests(**LIST)) == 1


def test_a_key_that_is_refused_is_an_error_at_plan(
    new_terraform: Callable[..., Terraform], control_plane: ControlPlane
) -> None:
    terraform = new_terraform("refused", api_key="not-a-key-of-langsmith")
    text = terraform.write(project() + project("other")).fail("plan", says=["refused the API key", "LANGSMITH_API_KEY"])
    assert text.count("Error: ") == 1


def test_a_control_plane_that_cannot_be_reached_is_a_warning_at_plan(
    new_terraform: Callable[..., Terraform], control_plane: ControlPlane
) -> None:
    terraform = new_terraform("nowhere", endpoint="http://127.0.0.1:9", max_retries=0)
    text = plain_text(terraform.write(project() + project("other")).run("plan", "-no-color"))
    assert text.count("Warning: No answer from the control plane") == 1
    assert "was not looked up" in text
    busy = new_terraform("busy", max_retries=0)
    control_plane.fail(LIST, status=503, body={"detail": "later"}, times=1)
    assert "Warning: The control plane failed" in plain_text(busy.write(project()).run("plan", "-no-color"))
