"""langgraph_project in LangChain's cloud (v2): its life, drift, import, and what others do to it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from acceptance.support.project import IMAGE, NEXT_IMAGE, project
from acceptance.support.terraform import Plan, Terraform
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


@dataclass(frozen=True)
class Deployed:
    """A project that was applied, and the plan of that."""

    terraform: Terraform
    control_plane: ControlPlane
    plan: Plan

    @property
    def held(self) -> dict[str, Any]:
        """What the service has of it."""
        return self.control_plane.workload("agent")

    @property
    def spec(self) -> dict[str, Any]:
        """The sizes, labels and so on that the service has."""
        return self.held["config"]["resource_spec"]

    def change(self, **configured: Any) -> "Deployed":
        """Plans and applies another configuration."""
        plan = self.terraform.write(project(**configured)).plan()
        self.terraform.apply("test.tfplan")
        return replace(self, plan=plan)


@pytest.fixture(scope="class")
def deployed(shared_terraform: Terraform, shared_control_plane: ControlPlane) -> Deployed:
    """A project with everything set that there is."""
    plan = shared_terraform.write(project(**FULL)).plan()
    shared_terraform.apply("test.tfplan")
    return Deployed(shared_terraform, shared_control_plane, plan)


class TestADeployedProject:
    def test_its_plan_creates_it(self, deployed: Deployed) -> None:
        assert deployed.plan.actions == {ADDRESS: ["create"]}

    def test_its_state_is_of_the_revision_that_was_deployed(self, deployed: Deployed) -> None:
        state = deployed.terraform.attributes(ADDRESS)
        assert state["id"] == deployed.held["id"]
        assert (state["status"], state["latest_revision_status"]) == ("READY", "DEPLOYED")
        (revision,) = deployed.held["revisions"]
        assert state["latest_revision_id"] == state["active_revision_id"] == revision["id"]

    def test_it_has_an_address(self, deployed: Deployed) -> None:
        state = deployed.terraform.attributes(ADDRESS)
        assert state["url"] and state["url"] == state["custom_url"]

    def test_the_service_has_its_name_and_variables(self, deployed: Deployed) -> None:
        assert deployed.held["display_name"] == "The agent"
        assert variables(deployed.control_plane) == {"LOG_LEVEL": "info", "EMPTY": ""}

    def test_the_service_has_its_resources(self, deployed: Deployed) -> None:
        spec = deployed.spec
        assert (spec["min_scale"], spec["cpu"], spec["memory_mb"]) == (2, 0.5, 3072)
        assert spec["labels"] == {"team": "support"}
        assert spec["volumes"] == [{"name": "scratch", "emptyDir": {}}]
        assert sorted(entry["name"] for entry in spec["image_pull_secrets"]) == ["mirror", "registry"]

    def test_what_is_not_configured_is_left_to_the_service(self, deployed: Deployed) -> None:
        assert deployed.spec["max_scale"] == 10

    def test_one_read_tells_that_nothing_is_left_to_do(self, deployed: Deployed) -> None:
        deployed.control_plane.forget_requests()
        deployed.terraform.assert_nothing_to_do()
        assert len(deployed.control_plane.requests()) == 1

    @pytest.mark.parametrize("change", [{"name": "other"}, {"deployment_type": "dev"}], ids=["name", "type"])
    def test_another_name_or_type_is_another_project(self, deployed: Deployed, change: dict[str, str]) -> None:
        deployed.terraform.write(project(**{**FULL, **change}))
        plan = deployed.terraform.plan()
        deployed.terraform.write(project(**FULL))
        assert plan.replaced_by == {ADDRESS: set(change)}


# The same in fewer words: no field that is set by default, and JSON laid out otherwise.
SAME = {**FULL, "resources": {"volumes": '[{"emptyDir":{},"name":"scratch"}]', "min_scale": 2}}


class TestAChangeThatMakesNoRevision:
    def test_of_words_that_mean_the_same(self, deployed: Deployed) -> None:
        deployed.change(**SAME)
        deployed.terraform.assert_nothing_to_do()
        assert revisions(deployed.control_plane) == 1

    def test_of_the_name_that_is_shown(self, deployed: Deployed) -> None:
        deployed.change(**SAME)
        changed = deployed.change(**{**SAME, "display_name": "Agent 2"})
        assert changed.plan.changed[ADDRESS] == {"display_name", "updated_at"}
        assert (revisions(deployed.control_plane), deployed.held["display_name"]) == (1, "Agent 2")

    def test_of_the_address(self, deployed: Deployed) -> None:
        deployed.change(**{**SAME, "custom_url": "https://agent.example"})
        assert deployed.terraform.attributes(ADDRESS)["url"] == "https://agent.example"
        assert revisions(deployed.control_plane) == 1


@pytest.fixture(scope="class")
def redeployed(deployed: Deployed) -> Deployed:
    """The project with another image and another size."""
    return deployed.change(**{**FULL, "image_uri": NEXT_IMAGE, "resources": {"cpu": 1.5}})


class TestARedeployedProject:
    def test_its_plan_says_what_the_revision_settles(self, redeployed: Deployed) -> None:
        assert redeployed.plan.actions == {ADDRESS: ["update"]}
        assert redeployed.plan.changed[ADDRESS] == {"image_uri", "resources", *SETTLED_BY_A_REVISION}

    def test_one_revision_brought_both(self, redeployed: Deployed) -> None:
        assert len(redeployed.held["revisions"]) == 2
        assert redeployed.held["revisions"][-1]["image"] == NEXT_IMAGE
        assert redeployed.spec["cpu"] == 1.5

    def test_what_is_not_named_any_more_stays(self, redeployed: Deployed) -> None:
        assert (redeployed.spec["min_scale"], redeployed.spec["labels"]) == (2, {"team": "support"})

    def test_its_state_is_of_the_new_revision(self, redeployed: Deployed) -> None:
        state = redeployed.terraform.attributes(ADDRESS)
        assert state["latest_revision_id"] == redeployed.held["revisions"][-1]["id"]

    def test_nothing_is_left_to_do(self, redeployed: Deployed) -> None:
        redeployed.terraform.assert_nothing_to_do()


@pytest.mark.parametrize(
    ("configured", "left"),
    [
        pytest.param({}, ["agent"], id="kept"),
        pytest.param({"delete_tracing_project": True}, [], id="deleted"),
    ],
)
def test_a_destroyed_project_leaves_its_traces_unless_told(
    terraform: Terraform, control_plane: ControlPlane, configured: dict[str, bool], left: list[str]
) -> None:
    terraform.write(project(**configured)).apply()
    terraform.destroy()
    assert control_plane.workloads() == []
    assert control_plane.tracing_projects() == left


class TestDrift:
    def test_a_variable_that_others_changed_is_set_again(self, deployed: Deployed) -> None:
        deployed.control_plane.set_variable("agent", "LOG_LEVEL", "debug")
        plan = deployed.terraform.plan()
        assert plan.drift[ADDRESS] >= {"environment"}
        assert plan.after(ADDRESS)["environment"] == FULL["environment"]
        deployed.terraform.apply("test.tfplan")
        assert variables(deployed.control_plane) == FULL["environment"]
        deployed.terraform.assert_nothing_to_do()

    def test_a_variable_that_others_added_is_taken_away_unseen(self, deployed: Deployed) -> None:
        deployed.control_plane.set_variable("agent", "STRANGER", "what it says is nobody's business")
        shown = str(deployed.terraform.plan().document)
        assert "nobody's business" not in shown
        assert "(set outside Terraform)" in shown
        deployed.terraform.apply("test.tfplan")
        assert variables(deployed.control_plane) == FULL["environment"]

    def test_a_variable_that_others_added_goes_after_a_refresh_too(self, deployed: Deployed) -> None:
        deployed.control_plane.set_variable("agent", "STRANGER", "what it says is nobody's business")
        deployed.terraform.refresh()
        assert deployed.terraform.attributes(ADDRESS)["environment"]["STRANGER"] == "(set outside Terraform)"
        deployed.terraform.apply()
        assert variables(deployed.control_plane) == FULL["environment"]
        deployed.terraform.assert_nothing_to_do()

    def test_an_image_that_others_deployed_is_replaced(self, deployed: Deployed) -> None:
        deployed.control_plane.change("agent", image="registry.example/other:latest")
        plan = deployed.terraform.plan()
        assert plan.changed[ADDRESS] == {"image_uri", *SETTLED_BY_A_REVISION}
        deployed.terraform.apply("test.tfplan")
        assert deployed.held["revisions"][-1]["image"] == IMAGE

    def test_all_that_others_changed_is_put_right_by_one_revision(self, deployed: Deployed) -> None:
        theirs = {"resources": {"cpu": 4, "max_scale": 7}, "display_name": "Somebody's"}
        deployed.control_plane.change("agent", image="registry.example/other:latest", **theirs)
        before = revisions(deployed.control_plane)
        plan = deployed.terraform.plan()
        assert plan.changed[ADDRESS] == {"image_uri", "resources", "display_name", *SETTLED_BY_A_REVISION}
        assert plan.after(ADDRESS)["resources"]["cpu"] == 0.5
        deployed.terraform.apply("test.tfplan")
        assert revisions(deployed.control_plane) == before + 1
        assert deployed.held["display_name"] == "The agent"
        assert deployed.spec["cpu"] == 0.5
        assert deployed.spec["max_scale"] == 7, "what nobody configured keeps what the service has"
        deployed.terraform.assert_nothing_to_do()

    def test_a_project_that_is_gone_is_made_again(self, deployed: Deployed) -> None:
        deployed.control_plane.delete("agent")
        assert deployed.terraform.plan().actions == {ADDRESS: ["create"]}
        deployed.terraform.apply("test.tfplan")
        assert deployed.held["status"] == "READY"


@dataclass(frozen=True)
class Adopted:
    """Two projects of another client's, imported: "second" lets whoever deploys choose the image."""

    terraform: Terraform
    control_plane: ControlPlane
    command: LangGraphCommand


@pytest.fixture
def adopted(terraform: Terraform, control_plane: ControlPlane, tmp_path: Path) -> Adopted:
    """They have been imported, by id and by name, and nothing was applied since."""
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
    return Adopted(terraform, control_plane, command)


def test_what_another_client_made_is_taken_over_without_a_revision(adopted: Adopted) -> None:
    state = adopted.terraform.attributes(ADDRESS)
    assert (state["name"], state["image_uri"], state["environment"]) == ("agent", IMAGE, None)
    made = revisions(adopted.control_plane), revisions(adopted.control_plane, "second")
    adopted.terraform.apply()
    assert (revisions(adopted.control_plane), revisions(adopted.control_plane, "second")) == made
    adopted.terraform.assert_nothing_to_do()


def test_what_a_pipeline_deploys_is_drift_unless_it_is_ignored(adopted: Adopted) -> None:
    adopted.terraform.apply()
    adopted.command.deploy("agent", NEXT_IMAGE)
    adopted.command.deploy("second", NEXT_IMAGE)
    assert adopted.terraform.plan().actions == {ADDRESS: ["update"]}
    adopted.terraform.apply("test.tfplan")
    assert adopted.control_plane.latest_revision("agent")["image"] == IMAGE
    assert adopted.control_plane.latest_revision("second")["image"] == NEXT_IMAGE
    assert variables(adopted.control_plane) == {"LOG_LEVEL": "info", "TOKEN": "t0k3n-of-the-service"}


@pytest.mark.parametrize("identifier", ["nonsense", "name=", "name=A_B", "../../v2/listeners"])
def test_what_is_no_projects_id_is_not_asked_for(
    terraform: Terraform, control_plane: ControlPlane, identifier: str
) -> None:
    says = ["Not a Project's ID", "name=<name>"]
    terraform.write(project("third")).fail("import", "langgraph_project.third", identifier, says=says)
    assert control_plane.requests() == []


@pytest.mark.parametrize("identifier", ["name=third", "7e0e5f9c-2f43-4a86-9d0b-1f0c7f2c9a11"], ids=["name", "id"])
def test_a_project_that_is_not_there_is_not_imported(terraform: Terraform, identifier: str) -> None:
    says = ["No Such Project", "name=<name>"]
    terraform.write(project("third")).fail("import", "langgraph_project.third", identifier, says=says)


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


def test_the_newest_revision_is_waited_for_whatever_comes_between(
    terraform: Terraform, control_plane: ControlPlane
) -> None:
    """A revision that is superseded, a status that no documentation has, and reads that fail."""
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


def test_a_project_that_is_not_waited_for_is_left_on_its_way(terraform: Terraform, control_plane: ControlPlane) -> None:
    terraform.write(project()).apply()
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
