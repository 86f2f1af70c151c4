"""Actions on projects: by a client of the protocol as Terraform 1.14 and later does it, and by a real one at hand."""

from collections.abc import Callable, Iterator
from typing import Any

import grpc
import pytest

from acceptance.support import elsewhere
from acceptance.support.clients import clients_that_know
from acceptance.support.project import IMAGE, NEXT_IMAGE, project
from acceptance.support.terraform import Terraform, plain_text
from sandbox.client import API_KEY, ControlPlane
from support.certificates import make_certificate
from support.plugin import Plugin
from support.protocol import dynamic, errors, filled_block

ABSENT = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def plugin(tmp_path, control_plane: ControlPlane) -> Iterator[Plugin]:
    """The provider, configured for the local control plane."""
    with Plugin(tmp_path, make_certificate()) as started:
        started.configure(endpoint=control_plane.address, api_key=API_KEY, poll_interval="100ms")
        yield started


@pytest.fixture
def start(plugin: Plugin) -> Callable[..., grpc.Call]:
    """Plans an action and begins to invoke it; the events can be iterated over."""
    schemas = plugin.call("GetProviderSchema").action_schemas

    def started(kind: str, **given: Any) -> grpc.Call:
        name = f"langgraph_project_{kind}"
        config = dynamic(filled_block(schemas[name].schema.block, given))
        for method in ("ValidateActionConfig", "PlanAction"):
            assert not plugin.call(method, action_type=name, config=config).diagnostics
        return plugin.stream("InvokeAction", "Event", action_type=name, config=config)

    return started


@pytest.fixture
def invoke(start: Callable[..., grpc.Call]) -> Callable[..., tuple[list[str], str]]:
    """Invokes an action to its end: the lines of its progress, and its error, "" where it succeeded."""

    def invoked(kind: str, **given: Any) -> tuple[list[str], str]:
        *lines, last = start(kind, **given)
        return [event.progress.message for event in lines], errors(last.completed)

    return invoked


def deploy(control_plane: ControlPlane, *images: str) -> str:
    """A deployment of one image after the other; its id."""
    identifier = elsewhere.deploy(control_plane, "agent", image=images[0])
    control_plane.wait_for_revision("agent")
    with control_plane.api() as api:
        for count, image in enumerate(images[1:], 2):
            change = {"source_revision_config": {"image_uri": image}}
            api.patch(f"/v2/deployments/{identifier}", json=change).raise_for_status()
            control_plane.wait_for_revision("agent", count=count)
    return identifier


def revisions(control_plane: ControlPlane) -> list[tuple[str, str]]:
    """Image and status of each revision, oldest first."""
    return [(each["image"], each["status"]) for each in control_plane.workload("agent")["revisions"]]


def test_redeploy_makes_the_newest_revision_once_more(
    invoke: Callable[..., tuple[list[str], str]], control_plane: ControlPlane
) -> None:
    identifier = deploy(control_plane, IMAGE)
    control_plane.expect(logs=["pulling the image"], transition_seconds=0.3)
    lines, error = invoke("redeploy", project_id=identifier)
    assert error == ""
    assert revisions(control_plane) == [(IMAGE, "DEPLOYED")] * 2
    newest = control_plane.latest_revision("agent")["id"]
    assert f"Revision {newest}: DEPLOYING" in lines
    assert lines[-1] == f"Revision {newest} of agent is deployed."
    # The log's lines come once each, in their order, and all of them.
    log = control_plane.latest_revision("agent")["logs"]["deploy"]
    assert [line for line in lines if line in log] == log
    assert log[-2:] == ["pulling the image", "DEPLOYED"]


def test_redeploy_need_not_wait(invoke: Callable[..., tuple[list[str], str]], control_plane: ControlPlane) -> None:
    identifier = deploy(control_plane, IMAGE)
    control_plane.expect(hold_at="DEPLOYING")
    assert invoke("redeploy", project_id=identifier, wait=False)[1] == ""
    assert len(revisions(control_plane)) == 2
    control_plane.release("agent")


def test_a_failure_ends_with_the_log(invoke: Callable[..., tuple[list[str], str]], control_plane: ControlPlane) -> None:
    identifier = deploy(control_plane, IMAGE)
    control_plane.expect("DEPLOY_FAILED", logs=["one", "no space left"])
    _, error = invoke("redeploy", project_id=identifier)
    assert "DEPLOY_FAILED" in error
    assert "no space left" in error


def test_rollback_goes_back_to_what_was_deployed_before(
    invoke: Callable[..., tuple[list[str], str]], control_plane: ControlPlane
) -> None:
    identifier = deploy(control_plane, IMAGE, NEXT_IMAGE)
    lines, error = invoke("rollback", project_id=identifier)
    assert error == ""
    assert revisions(control_plane)[-1] == (IMAGE, "DEPLOYED")
    assert "the next apply rolls forward" in lines[-1]


def test_rollback_to_a_revision(invoke: Callable[..., tuple[list[str], str]], control_plane: ControlPlane) -> None:
    identifier = deploy(control_plane, IMAGE, NEXT_IMAGE, NEXT_IMAGE)
    first = control_plane.workload("agent")["revisions"][0]["id"]
    assert invoke("rollback", project_id=identifier, to_revision_id=first)[1] == ""
    assert revisions(control_plane)[-1] == (IMAGE, "DEPLOYED")


def test_there_may_be_nothing_to_go_back_to(
    invoke: Callable[..., tuple[list[str], str]], control_plane: ControlPlane
) -> None:
    identifier = deploy(control_plane, IMAGE)
    assert "Nothing to Go Back To" in invoke("rollback", project_id=identifier)[1]
    assert len(revisions(control_plane)) == 1


def test_interrupt_stops_what_is_in_progress(
    invoke: Callable[..., tuple[list[str], str]], control_plane: ControlPlane
) -> None:
    identifier = deploy(control_plane, IMAGE)
    assert "Nothing to Interrupt" in invoke("interrupt", project_id=identifier)[1]
    control_plane.expect(hold_at="AWAITING_DEPLOY")
    assert invoke("redeploy", project_id=identifier, wait=False)[1] == ""
    control_plane.wait_for_revision("agent", "AWAITING_DEPLOY")
    assert invoke("interrupt", project_id=identifier)[1] == ""
    assert revisions(control_plane)[-1][1] == "INTERRUPTED"


@pytest.mark.parametrize("kind", ["redeploy", "rollback", "interrupt"])
def test_a_project_that_is_not_there(
    kind: str, invoke: Callable[..., tuple[list[str], str]], control_plane: ControlPlane
) -> None:
    assert "No Such Project" in invoke(kind, project_id=ABSENT)[1]


@pytest.mark.parametrize(
    ("kind", "attribute"),
    [
        ("redeploy", "project_id"),
        ("redeploy", "revision_id"),
        ("rollback", "project_id"),
        ("rollback", "to_revision_id"),
        ("interrupt", "project_id"),
    ],
)
def test_what_is_no_id_is_refused_before_anything_is_asked(kind: str, attribute: str, plugin: Plugin) -> None:
    name = f"langgraph_project_{kind}"
    block = plugin.call("GetProviderSchema").action_schemas[name].schema.block
    config = dynamic(filled_block(block, {"project_id": ABSENT, attribute: "support-agent"}))
    (diagnostic,) = plugin.call("ValidateActionConfig", action_type=name, config=config).diagnostics
    assert diagnostic.attribute.steps[0].attribute_name == attribute
    assert "UUID" in diagnostic.detail


def test_stopping_is_prompt(start: Callable[..., grpc.Call], plugin: Plugin, control_plane: ControlPlane) -> None:
    identifier = deploy(control_plane, IMAGE)
    control_plane.expect(hold_at="DEPLOYING")
    events = start("redeploy", project_id=identifier)
    for event in events:
        if "DEPLOYING" in event.progress.message:
            plugin.call("StopProvider")
            break
    *_, last = events
    assert [each.summary for each in last.completed.diagnostics] == ["Interrupted"]
    control_plane.release("agent")


def test_another_revision_is_waited_out(
    invoke: Callable[..., tuple[list[str], str]], control_plane: ControlPlane
) -> None:
    identifier = deploy(control_plane, IMAGE)
    body = {"detail": "another revision is in progress"}
    control_plane.fail({"method": "POST", "path": ".*/redeploy"}, status=409, body=body, times=2)
    assert invoke("redeploy", project_id=identifier)[1] == ""
    assert len(revisions(control_plane)) == 2


def test_a_lost_answer_makes_no_second_revision(
    invoke: Callable[..., tuple[list[str], str]], control_plane: ControlPlane
) -> None:
    identifier = deploy(control_plane, IMAGE)
    control_plane.fail({"method": "POST", "path": ".*/redeploy"}, drop="after")
    assert invoke("redeploy", project_id=identifier)[1] == ""
    assert len(revisions(control_plane)) == 2


def test_the_plan_after_a_redeployment_is_empty(
    terraform: Terraform, invoke: Callable[..., tuple[list[str], str]], control_plane: ControlPlane
) -> None:
    terraform.write(project()).apply()
    identifier = terraform.attributes("langgraph_project.agent")["id"]
    assert invoke("redeploy", project_id=identifier)[1] == ""
    terraform.assert_nothing_to_do()


TRIGGER = """
resource "terraform_data" "password" {
  input = "2026-01"

  lifecycle {
    action_trigger {
      events  = [after_update]
      actions = [action.langgraph_project_redeploy.again]
    }
  }
}
"""


def actions() -> str:
    """One of each kind, on the project."""
    labels = {"redeploy": "again", "rollback": "back", "interrupt": "stop"}
    config = "config {\n    project_id = langgraph_project.agent.id\n  }"
    return "".join(f'action "langgraph_project_{kind}" "{name}" {{\n  {config}\n}}\n' for kind, name in labels.items())


@pytest.fixture(params=clients_that_know("actions"))
def acting(request: pytest.FixtureRequest, new_terraform: Callable[..., Terraform], control_plane: Any) -> Terraform:
    """A client that knows actions, with a project that is deployed and an action of each kind."""
    terraform = new_terraform("acting", command=request.param.command)
    terraform.write(project() + actions() + TRIGGER).apply()
    return terraform


def test_terraform_redeploys(acting: Terraform, control_plane: ControlPlane) -> None:
    control_plane.expect(logs=["pulling the image"], transition_seconds=0.3)
    said = acting.apply("-invoke=action.langgraph_project_redeploy.again")
    assert revisions(control_plane) == [(IMAGE, "DEPLOYED")] * 2
    newest = control_plane.latest_revision("agent")["id"]
    assert f"Revision {newest}: DEPLOYING" in said
    assert "pulling the image" in said
    assert f"Revision {newest} of agent is deployed." in said
    acting.assert_nothing_to_do()


def test_terraform_rolls_back_and_the_next_apply_rolls_forward(acting: Terraform, control_plane: ControlPlane) -> None:
    acting.write(project(image_uri=NEXT_IMAGE) + actions() + TRIGGER).apply()
    assert "the next apply rolls forward" in acting.apply("-invoke=action.langgraph_project_rollback.back")
    assert revisions(control_plane)[-1] == (IMAGE, "DEPLOYED")
    assert acting.plan().actions == {"langgraph_project.agent": ["update"]}
    acting.apply()
    assert revisions(control_plane)[-1] == (NEXT_IMAGE, "DEPLOYED")


def test_a_change_triggers_an_action(acting: Terraform, control_plane: ControlPlane) -> None:
    acting.write(project() + actions() + TRIGGER.replace("2026-01", "2026-02"))
    said = acting.apply()
    assert "is deployed." in said
    assert len(revisions(control_plane)) == 2
    acting.assert_nothing_to_do()
    assert len(revisions(control_plane)) == 2


def test_terraform_shows_why_an_action_failed(acting: Terraform, control_plane: ControlPlane) -> None:
    control_plane.expect("DEPLOY_FAILED", logs=["one", "no space left"])
    acting.fail("apply", "-invoke=action.langgraph_project_redeploy.again", says=["DEPLOY_FAILED", "no space left"])
    acting.fail("apply", "-invoke=action.langgraph_project_interrupt.stop", says="Nothing to Interrupt")


def test_an_interrupted_terraform_ends_the_action(acting: Terraform, control_plane: ControlPlane) -> None:
    control_plane.expect(hold_at="DEPLOYING")
    said: list[str] = []
    with acting.start("apply", "-invoke=action.langgraph_project_redeploy.again") as running:
        for line in running.lines():
            said.append(line)
            # The last line of the log, behind which nothing comes while it is held.
            if line.endswith(": DEPLOYING\n") and "Revision" not in line:
                running.interrupt()
        status, _ = running.wait()
    assert status != 0
    assert "was interrupted. It goes on." in plain_text("".join(said))
    control_plane.release("agent")
