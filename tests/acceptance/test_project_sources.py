"""langgraph_project from a repository, through a listener, and with secrets of Kubernetes."""

from dataclasses import dataclass
from typing import Any

import pytest

from acceptance.support.project import BYOC, NEXT_IMAGE, project
from acceptance.support.terraform import Plan, Terraform
from sandbox.client import ControlPlane

ADDRESS = "langgraph_project.agent"
REPOSITORY = "https://github.com/example/agent"
INTEGRATION = "11111111-1111-4111-8111-111111111111"
REFERENCES = [{"name": "OPENAI_API_KEY", "secret_name": "agents", "secret_key": "openai"}]


def from_github(integration_id: str, *, deployment_type: str | None = "serverless", **github: Any) -> dict[str, Any]:
    block = {"integration_id": integration_id, "repo_url": REPOSITORY, "repo_ref": "main", **github}
    return {"image_uri": None, "deployment_type": deployment_type, "github": block}


def revisions(control_plane: ControlPlane) -> int:
    return len(control_plane.workload("agent")["revisions"])


@pytest.fixture
def integration(control_plane: ControlPlane) -> str:
    """A GitHub integration that reads a repository in which every ref is."""
    return control_plane.install_github({REPOSITORY: None})


@dataclass(frozen=True)
class Followed:
    """A project from a repository, applied."""

    terraform: Terraform
    control_plane: ControlPlane
    integration: str

    def plan(self, **github: Any) -> Plan:
        """Plans it with other arguments of the repository."""
        return self.terraform.write(project(**from_github(self.integration, **github))).plan()

    def change(self, **github: Any) -> None:
        """Applies it with these arguments of the repository, or with none but those that it was made of."""
        self.terraform.write(project(**from_github(self.integration, **github))).apply()

    @property
    def config(self) -> dict[str, Any]:
        """What the service has of the repository."""
        return self.control_plane.workload("agent")["config"]


@pytest.fixture(scope="class")
def followed(shared_terraform: Terraform, shared_control_plane: ControlPlane) -> Followed:
    """The branch main, every ref of whose repository is there."""
    made = Followed(shared_terraform, shared_control_plane, shared_control_plane.install_github({REPOSITORY: None}))
    shared_terraform.write(project(**from_github(made.integration))).apply()
    return made


class TestADeployedRepository:
    def test_the_service_follows_its_branch(self, followed: Followed) -> None:
        assert followed.control_plane.workload("agent")["source"] == "github"
        assert (followed.config["build_on_push"], followed.config["repo_branch"]) == (False, "main")

    def test_its_state_has_a_repository_and_no_image(self, followed: Followed) -> None:
        state = followed.terraform.attributes(ADDRESS)
        assert state["github"]["config_path"] == "langgraph.json"
        assert (state["image_uri"], state["latest_revision_status"]) == (None, "DEPLOYED")

    def test_nothing_is_left_to_do(self, followed: Followed) -> None:
        followed.terraform.assert_nothing_to_do()

    def test_an_import_leaves_nothing_to_do(self, followed: Followed) -> None:
        followed.terraform.run("state", "rm", ADDRESS)
        followed.terraform.import_resource(ADDRESS, "name=agent")
        followed.terraform.assert_nothing_to_do()

    def test_a_push_that_was_deployed_is_no_drift(self, followed: Followed) -> None:
        identifier = followed.terraform.attributes(ADDRESS)["id"]
        made = revisions(followed.control_plane)
        with followed.control_plane.api() as api:
            api.post(f"/v2/deployments/{identifier}/revisions", json={}).raise_for_status()
        followed.control_plane.wait_for_revision("agent", count=made + 1)
        followed.terraform.assert_nothing_to_do()

    def test_an_image_is_another_project(self, followed: Followed) -> None:
        plan = followed.terraform.write(project(deployment_type="serverless")).plan()
        followed.terraform.write(project(**from_github(followed.integration)))
        assert "github" in plan.replaced_by[ADDRESS]


class TestAChangeOfARepository:
    def test_of_what_a_push_does_makes_no_revision(self, followed: Followed) -> None:
        followed.change()
        made = revisions(followed.control_plane)
        assert "latest_revision_id" not in followed.plan(build_on_push=True).changed[ADDRESS]
        followed.terraform.apply("test.tfplan")
        assert (revisions(followed.control_plane), followed.config["build_on_push"]) == (made, True)

    def test_of_ref_and_command_makes_one_revision(self, followed: Followed) -> None:
        followed.change()
        made = revisions(followed.control_plane)
        plan = followed.plan(repo_ref="release", build_command="make")
        assert plan.unknown[ADDRESS] >= {"latest_revision_id", "status"}
        followed.terraform.apply("test.tfplan")
        assert revisions(followed.control_plane) == made + 1
        assert (followed.config["repo_branch"], followed.config["build_command"]) == ("release", "make")
        assert followed.config["build_on_push"] is False
        followed.terraform.assert_nothing_to_do()

    def test_of_the_ref_by_others_is_drift(self, followed: Followed) -> None:
        followed.change()
        identifier = followed.terraform.attributes(ADDRESS)["id"]
        made = revisions(followed.control_plane)
        with followed.control_plane.api() as api:
            change = {"source_revision_config": {"repo_ref": "theirs"}}
            api.patch(f"/v2/deployments/{identifier}", json=change).raise_for_status()
        followed.control_plane.wait_for_revision("agent", count=made + 1)
        plan = followed.plan()
        assert plan.drift[ADDRESS] >= {"github"}
        assert plan.actions == {ADDRESS: ["update"]}
        followed.terraform.apply("test.tfplan")
        assert followed.config["repo_branch"] == "main"


def test_a_destroyed_project_of_a_repository_is_gone(
    integration: str, terraform: Terraform, control_plane: ControlPlane
) -> None:
    terraform.write(project(**from_github(integration))).apply()
    terraform.destroy()
    assert control_plane.workloads() == []


@pytest.mark.parametrize(
    ("attributes", "says"),
    [
        ({"resources": {"cpu": 1}}, "`resources` cannot be set beside `github`"),
        ({"custom_url": "https://agent.example"}, "`custom_url` cannot be set beside `github`"),
        ({"secret_references": REFERENCES}, "`secret_references` cannot be set beside `github`"),
        ({"image_uri": NEXT_IMAGE}, "Only one of these attributes may be set"),
        ({"github": {"build_on_push": True, "repo_ref": "refs/tags/v1"}}, "A Tag Is Not Pushed To"),
        ({"github": {"integration_id": "ours"}}, "github.integration_id must be a UUID"),
        ({"github": None}, "image_uri"),
    ],
)
def test_what_a_repository_does_not_go_with(attributes: dict[str, Any], says: str, terraform: Terraform) -> None:
    values = {**from_github(INTEGRATION), **attributes}
    if attributes.get("github"):
        values["github"] = {**from_github(INTEGRATION)["github"], **attributes["github"]}
    text = terraform.write(project(**values)).fail("plan", says=says)
    assert text.count("Error:") == 1


def test_the_cloud_asks_for_a_type_of_what_it_builds(new_terraform) -> None:
    cloud = new_terraform("cloud", endpoint="https://api.host.langchain.com")
    cloud.write(project(**from_github(INTEGRATION, deployment_type=None)))
    cloud.fail("plan", says="LangChain's cloud asks for `deployment_type` beside `github`")


def test_an_integration_without_access_is_named(terraform: Terraform, control_plane: ControlPlane) -> None:
    elsewhere = control_plane.install_github({"https://github.com/example/other": None})
    terraform.write(project(**from_github(elsewhere))).fail("apply", says=["no access", REPOSITORY])
    assert terraform.resources() == {}


def test_a_listener_deploys_into_its_namespace(terraform: Terraform, control_plane: ControlPlane) -> None:
    control_plane.set(hosting="cloud")
    listener = (
        'resource "langgraph_listener" "cluster" {\n  compute_id = "production"\n  k8s_namespaces = ["agents"]\n}\n'
    )
    place = "  listener_id = langgraph_listener.cluster.id\n  k8s_namespace = "
    outside = {"environment": {"LANGSMITH_ENDPOINT": "https://langsmith.example"}}
    terraform.write(listener + project(body=place + '"agents"', **outside)).apply()
    config = control_plane.workload("agent")["config"]
    assert config["listener_config"] == {"k8s_namespace": "agents"}
    terraform.assert_nothing_to_do()
    terraform.write(listener + project(body=place + '"other"', **outside))
    terraform.fail("plan", says=["k8s_namespace", '"production"', 'into the namespace "other", but into: agents'])
    # What the listener is planned to serve counts, not what it serves.
    more = listener.replace('["agents"]', '["agents", "other"]')
    terraform.write(more + project(body=place + '"other"', **outside))
    assert terraform.plan().replaced_by[ADDRESS] == {"k8s_namespace"}
    terraform.apply()
    assert control_plane.workload("agent")["config"]["listener_config"] == {"k8s_namespace": "other"}
    terraform.write(project(k8s_namespace="agents")).fail(
        "plan", says="k8s_namespace may be set only beside listener_id"
    )
    terraform.write(project(byoc=BYOC, listener_id=INTEGRATION)).fail("plan", says="cannot be set beside `byoc`")


def test_what_a_listener_has_to_do_with_an_error(terraform: Terraform, control_plane: ControlPlane) -> None:
    control_plane.set(hosting="cloud")
    with control_plane.api() as api:
        body = {"compute_type": "k8s", "compute_id": "production", "compute_config": {"k8s_namespaces": ["agents"]}}
        listener = api.post("/v2/listeners", json=body).raise_for_status().json()
    terraform.write(project())
    terraform.fail("apply", says=["listener_id", listener["id"], '"production", which deploys into agents'])
    terraform.write(project(listener_id=INTEGRATION, k8s_namespace="agents"))
    terraform.fail("plan", says=["listener_id", f"has no listener {INTEGRATION}", listener["id"]])
    control_plane.expect(hold_at="BUILDING")
    place = {"listener_id": listener["id"], "k8s_namespace": "agents"}
    terraform.write(project(**place, timeouts={"create": "1s"}))
    says = ["Timed Out", '"production"', "cannot reach the control plane", listener["updated_at"]]
    terraform.fail("apply", says=says)


def test_secrets_of_kubernetes(terraform: Terraform, control_plane: ControlPlane) -> None:
    terraform.write(project(secret_references=REFERENCES, environment={"MODE": "fast"})).apply()
    assert control_plane.workload("agent")["secret_references"] == REFERENCES
    terraform.assert_nothing_to_do()
    more = [*REFERENCES, {"name": "TOKEN", "secret_name": "agents", "secret_key": "token"}]
    terraform.write(project(secret_references=more, environment={"MODE": "fast"})).apply()
    assert (control_plane.workload("agent")["secret_references"], revisions(control_plane)) == (more, 2)
    terraform.assert_nothing_to_do()
    # Null leaves them, an empty list takes them off.
    terraform.write(project(environment={"MODE": "fast"})).apply()
    assert (control_plane.workload("agent")["secret_references"], revisions(control_plane)) == (more, 2)
    terraform.assert_nothing_to_do()
    terraform.write(project(secret_references=[], environment={"MODE": "fast"})).apply()
    assert (control_plane.workload("agent")["secret_references"], revisions(control_plane)) == ([], 3)

    terraform.write(project(secret_references=REFERENCES, secrets={"OPENAI_API_KEY": "value"}))
    terraform.fail("plan", says=["OPENAI_API_KEY is in `secrets` already", "secret_references[0].name"])
    terraform.write(project(secret_references=[{**REFERENCES[0], "name": "POSTGRES_URI"}]))
    terraform.fail("plan", says="POSTGRES_URI is set by the service itself")


def test_sizes_are_sent_once_and_again_where_they_change(
    integration: str, terraform: Terraform, control_plane: ControlPlane
) -> None:
    control_plane.set(hosting="cloud")
    dedicated = from_github(integration, deployment_type="dedicated")
    terraform.write(project(**dedicated, compute_size="small", database_size="medium")).apply()
    held = control_plane.workload("agent")
    assert (held["tiers"], len(held["revisions"])) == (
        {"compute_tier": "DEDICATED_S", "database_tier": "DEDICATED_M"},
        2,
    )
    terraform.assert_nothing_to_do()
    terraform.write(project(**dedicated, compute_size="large", database_size="medium"))
    assert terraform.plan().unknown[ADDRESS] >= {"latest_revision_id", "status"}
    terraform.apply()
    held = control_plane.workload("agent")
    assert (held["tiers"]["compute_tier"], len(held["revisions"])) == ("DEDICATED_L", 3)
    terraform.assert_nothing_to_do()
    terraform.write(project(**dedicated)).apply()
    assert revisions(control_plane) == 3


@pytest.mark.parametrize(
    ("attributes", "says"),
    [
        ({"compute_size": "huge"}, "compute_size"),
        ({"compute_size": "small", "resources": {"cpu": 1}}, "`compute_size` cannot be set beside `resources`"),
        (
            {"compute_size": "small", "deployment_type": "dev"},
            "`compute_size` needs a `deployment_type` that has sizes",
        ),
        ({"compute_size": "small", "deployment_type": None}, "`compute_size` needs a `deployment_type` that has sizes"),
        ({"database_size": "small", "deployment_type": "dev_zero"}, "needs `deployment_type` to be `dedicated`"),
    ],
)
def test_what_sizes_do_not_go_with(attributes: dict[str, Any], says: str, terraform: Terraform) -> None:
    text = terraform.write(project(**{"deployment_type": "prod", **attributes})).fail("plan", says=says)
    assert text.count("Error:") == 1


def test_import_and_drift_of_what_a_listener_deploys(terraform: Terraform, control_plane: ControlPlane) -> None:
    body = {"compute_type": "k8s", "compute_id": "production", "compute_config": {"k8s_namespaces": ["agents"]}}
    with control_plane.api() as api:
        listener_id = api.post("/v2/listeners", json=body).json()["id"]
    configured = {"listener_id": listener_id, "k8s_namespace": "agents", "deployment_type": "prod"}
    terraform.write(project(**configured)).apply()
    identifier = terraform.attributes(ADDRESS)["id"]
    terraform.run("state", "rm", ADDRESS)
    terraform.import_resource(ADDRESS, identifier)
    terraform.apply()
    assert revisions(control_plane) == 1
    state = terraform.attributes(ADDRESS)
    assert (state["listener_id"], state["k8s_namespace"]) == (listener_id, "agents")
    terraform.assert_nothing_to_do()
    control_plane.change("agent", image=NEXT_IMAGE)
    assert "image_uri" in terraform.plan().changed[ADDRESS]
    terraform.apply()
    terraform.assert_nothing_to_do()
    terraform.destroy()
    assert control_plane.workloads() == []
