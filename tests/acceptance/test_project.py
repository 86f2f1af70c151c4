"""langgraph_project in LangChain's cloud (v2): its life, drift, import, and what others do to it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from acceptance.support.project import IMAGE, NEXT_IMAGE, project
from acceptance.support.terraform import Terraform
from sandbox.client import API_KEY, ControlPlane
from sandbox.langgraph_command import LangGraphCommand

ADDRESS = "langgraph_project.agent"
SETTLED_BY_A_REVISION = {"status", "latest_revision_id", "latest_revision_status", "active_revision_id", "updated_at"}
WRITES = "POST|PATCH|DELETE"
FULL = {
    "deployment_type": "prod",
    "display_name": "The agent",
    "environment": {"LOG_LEVEL": "info", "EMPTY": ""},
    "resources": {
        "min_scale": 2,
        "cpu": 0.5,
        "memory_mb": 3072,
        "labels": {"team": "support"},
        "image_pull_secrets": ["registry", "mirror"],
        "volumes": '[{"name": "scratch", "emptyDir": {}}]',
    },
}


def variables(control_plane: ControlPlane, name: str = "agent") -> dict[str, str]:
    return {entry["name"]: entry.get("value", "") for entry in control_plane.latest_revision(name)["variables"]}


def revisions(control_plane: ControlPlane, name: str = "agent") -> int:
    return len(control_plane.workload(name)["revisions"])


def test_life_cycle(terraform: Terraform, control_plane: ControlPlane) -> None:
    terraform.write(project(**FULL)).apply()
    state = terraform.attributes(ADDRESS)
    held = control_plane.workload("agent")
    assert state["id"] == held["id"]
    assert state["url"] and state["url"] == state["custom_url"]
    assert (state["status"], state["latest_revision_status"]) == ("READY", "DEPLOYED")
    assert state["latest_revision_id"] == state["active_revision_id"] == held["revisions"][-1]["id"]
    assert held["display_name"] == "The agent"
    assert variables(control_plane) == {"LOG_LEVEL": "info", "EMPTY": ""}
    spec = held["config"]["resource_spec"]
    assert (spec["min_scale"], spec["cpu"], spec["memory_mb"]) == (2, 0.5, 3072)
    assert spec["labels"] == {"team": "support"}
    assert spec["volumes"] == [{"name": "scratch", "emptyDir": {}}]
    assert sorted(entry["name"] for entry in spec["image_pull_secrets"]) == ["mirror", "registry"]
    assert (revisions(control_plane), spec["max_scale"]) == (1, 10)
    control_plane.forget_requests()
    terraform.assert_nothing_to_do()
    assert len(control_plane.requests()) == 1, "one read is enough for a project that is deployed"

    # JSON that means the same is no change, and neither is a field that is no longer named.
    same = {"volumes": '[{"emptyDir":{},"name":"scratch"}]', "min_scale": 2}
    terraform.write(project(**{**FULL, "resources": same})).apply()
    terraform.assert_nothing_to_do()
    assert revisions(control_plane) == 1

    # What makes no revision: the names that are shown.
    terraform.write(project(**{**FULL, "resources": same, "display_name": "Agent 2"}))
    plan = terraform.plan()
    assert plan.changed[ADDRESS] == {"display_name", "updated_at"}
    terraform.apply()
    moved = {**FULL, "resources": same, "display_name": "Agent 2", "custom_url": "https://agent.example"}
    terraform.write(project(**moved)).apply()
    assert terraform.attributes(ADDRESS)["url"] == "https://agent.example"
    assert (revisions(control_plane), control_plane.workload("agent")["display_name"]) == (1, "Agent 2")

    # What makes one, and one only.
    terraform.write(project(**{**moved, "image_uri": NEXT_IMAGE, "resources": {"cpu": 1.5}}))
    plan = terraform.plan()
    assert plan.actions == {ADDRESS: ["update"]}
    assert plan.changed[ADDRESS] == {"image_uri", "resources", *SETTLED_BY_A_REVISION}
    terraform.apply()
    held = control_plane.workload("agent")
    assert (revisions(control_plane), held["revisions"][-1]["image"]) == (2, NEXT_IMAGE)
    spec = held["config"]["resource_spec"]
    assert (spec["cpu"], spec["min_scale"], spec["labels"]) == (1.5, 2, {"team": "support"})
    assert terraform.attributes(ADDRESS)["latest_revision_id"] == held["revisions"][-1]["id"]
    terraform.assert_nothing_to_do()

    # The other generation, another type and another name are other projects.
    for change in ({"name": "other"}, {"deployment_type": "dev"}):
        terraform.write(project(**{**moved, "image_uri": NEXT_IMAGE, **change}))
        assert terraform.plan().replaced_by == {ADDRESS: set(change)}
    terraform.destroy()
    assert control_plane.workloads() == []
    assert control_plane.tracing_projects() == ["agent"]


def test_drift(terraform: Terraform, control_plane: ControlPlane) -> None:
    terraform.write(project(**FULL)).apply()
    control_plane.set_variable("agent", "LOG_LEVEL", "debug")
    control_plane.set_variable("agent", "STRANGER", "what it says is nobody's business")
    plan = terraform.plan()
    assert plan.drift[ADDRESS] >= {"environment"}
    assert plan.after(ADDRESS)["environment"] == FULL["environment"]
    assert "nobody's business" not in str(plan.document)
    assert "(set outside Terraform)" in str(plan.document)
    # A refresh that was accepted changes nothing about that.
    terraform.refresh()
    assert terraform.attributes(ADDRESS)["environment"]["STRANGER"] == "(set outside Terraform)"
    terraform.apply()
    assert variables(control_plane) == FULL["environment"]
    terraform.assert_nothing_to_do()

    control_plane.change("agent", image="registry.example/other:latest")
    assert terraform.plan().changed[ADDRESS] == {"image_uri", *SETTLED_BY_A_REVISION}
    control_plane.change("agent", resources={"cpu": 4, "max_scale": 7}, display_name="Somebody's")
    plan = terraform.plan()
    assert plan.changed[ADDRESS] == {"image_uri", "resources", "display_name", *SETTLED_BY_A_REVISION}
    assert plan.after(ADDRESS)["resources"]["cpu"] == 0.5
    before = revisions(control_plane)
    terraform.apply()
    assert revisions(control_plane) == before + 1
    spec = control_plane.workload("agent")["config"]["resource_spec"]
    assert (spec["cpu"], spec["max_scale"]) == (0.5, 7), "what nobody configured keeps what the service has"
    terraform.assert_nothing_to_do()

    # A revision that was pruned is no reason to make the project anew; a project that is gone is.
    control_plane.delete("agent")
    assert terraform.plan().actions == {ADDRESS: ["create"]}
    terraform.apply()
    terraform.write(project(**{**FULL, "delete_tracing_project": True})).apply()
    terraform.destroy()
    assert control_plane.tracing_projects() == []


def test_import_of_what_another_client_made(terraform: Terraform, control_plane: ControlPlane, tmp_path: Path) -> None:
    command = LangGraphCommand(tmp_path / "langgraph", control_plane.environment)
    command.deploy("agent", IMAGE)
    command.deploy("second", IMAGE)
    control_plane.set_variable("agent", "LOG_LEVEL", "info")
    control_plane.set_variable("agent", "TOKEN", "t0k3n-of-the-service")
    held = control_plane.workload("agent")
    configured = {
        "environment": {"LOG_LEVEL": "info"},
        "secrets": {"TOKEN": "t0k3n-of-the-service"},
        "secrets_version": "1",
        "resources": {"cpu": held["config"]["resource_spec"]["cpu"]},
    }
    ignoring = project("second", body="lifecycle { ignore_changes = [image_uri] }")
    terraform.write(project(**configured) + ignoring)
    terraform.import_resource(ADDRESS, held["id"])
    terraform.import_resource("langgraph_project.second", "name=second")
    state = terraform.attributes(ADDRESS)
    assert (state["name"], state["image_uri"], state["environment"]) == ("agent", IMAGE, None)

    made = revisions(control_plane), revisions(control_plane, "second")
    terraform.apply()
    assert (revisions(control_plane), revisions(control_plane, "second")) == made
    terraform.assert_nothing_to_do()

    # A pipeline deploys another image: drift, unless that is what one wants.
    command.deploy("agent", NEXT_IMAGE)
    command.deploy("second", NEXT_IMAGE)
    assert terraform.plan().actions == {ADDRESS: ["update"]}
    terraform.apply()
    assert control_plane.latest_revision("agent")["image"] == IMAGE
    assert control_plane.latest_revision("second")["image"] == NEXT_IMAGE
    assert variables(control_plane) == {"LOG_LEVEL": "info", "TOKEN": "t0k3n-of-the-service"}

    terraform.write(project("third"))
    for identifier in ("nonsense", "name=", "name=A_B", "../../v2/listeners"):
        control_plane.forget_requests()
        terraform.fail("import", "langgraph_project.third", identifier, says=["Not a project's id", "name=<name>"])
        assert control_plane.requests() == []
    for identifier in ("name=third", "7e0e5f9c-2f43-4a86-9d0b-1f0c7f2c9a11"):
        terraform_import = ["import", "langgraph_project.third", identifier]
        terraform.fail(*terraform_import, says=["No such project", "name=<name>"])


def test_plans_what_is_not_known_yet(
    new_terraform: Callable[..., Terraform], provider_block: Callable[..., str], control_plane: ControlPlane
) -> None:
    """Key, image and values come of another resource: the plan goes on without a call."""
    terraform = new_terraform("terraform", configured=False)
    terraform.write(provider_block().replace(f'"{API_KEY}"', "terraform_data.key.output"), "block.tf")
    source = f"""
resource "terraform_data" "key" {{
  input = "{API_KEY}"
}}
"""
    unknown = """
  environment = { KEY_ID = terraform_data.key.id, LEVEL = "info" }
  secrets     = { KEY = terraform_data.key.output }
  resources {
    cpu    = 1
    labels = { key = terraform_data.key.id }
  }
"""
    terraform.write(source + project(body=unknown))
    plan = terraform.plan()
    assert plan.actions[ADDRESS] == ["create"]
    assert plan.unknown[ADDRESS] >= {"environment", "resources", "id"}
    assert control_plane.requests() == []
    terraform.apply()
    assert set(variables(control_plane)) == {"KEY_ID", "LEVEL", "KEY"}
    terraform.assert_nothing_to_do()
    terraform.destroy()


def test_waiting(terraform: Terraform, control_plane: ControlPlane) -> None:
    # Superseded on the way, told in words that no documentation has, and after reads that failed.
    control_plane.expect("SKIPPED")
    control_plane.expect("DEPLOYED", hold_at="PONDERING", transition_seconds=0)
    with terraform.write(project()).start("apply") as command:
        revision = control_plane.wait_for_revision("agent", "PONDERING")["revisions"][-1]["id"]
        control_plane.fail({"path": ".*/revisions/.*"}, status=500, times=2)
        control_plane.wait_for_requests(3, path=f".*/{revision}", method="GET")
        control_plane.release("agent")
        status, output = command.wait()
    assert status == 0, output
    assert terraform.attributes(ADDRESS)["latest_revision_id"] == revision
    terraform.assert_nothing_to_do()

    # Not waiting leaves it on its way.
    control_plane.expect(hold_at="DEPLOYING")
    terraform.write(project(image_uri=NEXT_IMAGE, wait_for_ready=False)).apply()
    state = terraform.attributes(ADDRESS)
    assert state["latest_revision_id"] != state["active_revision_id"]
    control_plane.release("agent")
    control_plane.wait_for_revision("agent", "DEPLOYED", count=2)
    terraform.assert_nothing_to_do()
    terraform.destroy()


def test_many_wait_with_few_calls(terraform: Terraform, control_plane: ControlPlane) -> None:
    names = [f"agent-{number}" for number in range(12)]
    control_plane.expect(hold_at="DEPLOYING", times=len(names))
    configuration = "".join(project(name) for name in names)
    with terraform.write(configuration).start("apply", "-parallelism=20") as command:
        for name in names:
            control_plane.wait_for_revision(name, "DEPLOYING")
        lists = {"path": "/v2/deployments", "method": "GET", "query": "limit=100&offset=0"}
        since = control_plane.wait_for_requests(2, **lists)[-1]["number"]
        last = control_plane.wait_for_requests(8, since=since, **lists)[-1]["number"]
        polls = [entry for entry in control_plane.requests(since) if entry["number"] <= last]
        for name in names:
            control_plane.release(name)
        status, output = command.wait()
    assert status == 0, output
    reads = [entry for entry in polls if re.fullmatch(r".*/revisions/[^/]*", entry["path"])]
    assert len(polls) - len(reads) == 8, "nothing but lists and reads of revisions"
    assert len(reads) <= 8 * len(names) / 4 + len(names) / 4
    control_plane.forget_requests()
    terraform.assert_nothing_to_do()
    assert len(control_plane.requests()) <= 2, "a read and a list"
    terraform.run("destroy", "-auto-approve", "-no-color", "-parallelism=20")
    assert control_plane.workloads() == []


def test_key_is_nowhere(terraform: Terraform, control_plane: ControlPlane) -> None:
    log = terraform.log_provider("TRACE")
    secret = "hunter2-" + "x" * 12
    terraform.write(project(secrets={"TOKEN": secret}, environment={"LOG_LEVEL": "info"})).apply()
    control_plane.set_variable("agent", "STRANGER", "strange-secret")
    terraform.plan()
    written = log.read_text() + terraform.state_text()
    for text in (secret, API_KEY, "strange-secret"):
        assert text not in written
    assert "waiting for project" in written or "HTTP" in written
    terraform.destroy()


def test_a_saved_plan_changes_what_it_planned_alone(terraform: Terraform, control_plane: ControlPlane) -> None:
    def configuration(**attributes: object) -> str:
        variables = {"environment": {"LEVEL": "info"}, "secrets": {"TOKEN": "ours"}, "secrets_version": "1"}
        return project(resources={"cpu": 1}, **variables, **attributes)

    terraform.write(configuration()).apply()
    terraform.write(configuration(display_name="The agent"))
    assert terraform.plan().changed[ADDRESS] == {"display_name", "updated_at"}
    theirs = [{"name": "LEVEL", "value": "debug"}, {"name": "TOKEN", "value": "theirs"}]
    control_plane.change("agent", resources={"cpu": 4}, image=NEXT_IMAGE, variables=theirs)
    made = revisions(control_plane)
    terraform.run("apply", "-no-color", "test.tfplan")
    assert (control_plane.workload("agent")["display_name"], revisions(control_plane)) == ("The agent", made)
    # The next plan shows it.
    assert terraform.plan().changed[ADDRESS] == {
        "image_uri",
        "environment",
        "resources",
        "secret_versions",
        *SETTLED_BY_A_REVISION,
    }
    control_plane.delete("agent")
    terraform.fail("apply", "test.tfplan", says=["Not found at the control plane", "plan and apply again"])


def test_what_others_change_and_terraform_ignores_stays(terraform: Terraform, control_plane: ControlPlane) -> None:
    def configuration(display_name: str, **attributes: object) -> str:
        ignored = "lifecycle { ignore_changes = [image_uri, environment] }"
        return project(display_name=display_name, environment={"LEVEL": "info"}, body=ignored, **attributes)

    terraform.write(configuration("First")).apply()
    control_plane.set_variable("agent", "STRANGER", "kept")
    terraform.refresh()
    assert terraform.attributes("langgraph_project.agent")["environment"]["STRANGER"] == "(set outside Terraform)"
    terraform.write(configuration("Second", resources={"cpu": 3}))
    terraform.plan()
    # A pipeline deploys between plan and apply.
    control_plane.change("agent", image=NEXT_IMAGE, variables=[{"name": "STRANGER", "value": "new"}])
    terraform.run("apply", "-no-color", "test.tfplan")
    revision = control_plane.latest_revision("agent")
    assert (revision["image"], revision["resources"]["cpu"]) == (NEXT_IMAGE, 3)
    assert [entry["value"] for entry in revision["variables"]] == ["new"]

    # A secret beside them makes the list be written: the stranger keeps its value, the one that was removed comes back.
    terraform.write(configuration("Second", resources={"cpu": 3}, secrets={"TOKEN": "secret-value"})).apply()
    revision = control_plane.latest_revision("agent")
    assert {entry["name"]: entry["value"] for entry in revision["variables"]} == {
        "STRANGER": "new",
        "TOKEN": "secret-value",
    }
    terraform.assert_nothing_to_do()


@pytest.mark.parametrize("words", ["older", "newer"])
def test_two_words_for_a_deployment_type_mean_the_same(
    words: str, terraform: Terraform, control_plane: ControlPlane
) -> None:
    control_plane.set(deployment_type_words=words)
    terraform.write(project(deployment_type="dedicated")).apply()
    terraform.assert_nothing_to_do()
    terraform.write(project(deployment_type="prod"))
    terraform.assert_nothing_to_do()
    terraform.write(project(deployment_type="serverless"))
    assert terraform.plan().replaced_by == {ADDRESS: {"deployment_type"}}
