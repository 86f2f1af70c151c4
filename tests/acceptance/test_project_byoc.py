"""langgraph_project with `byoc` (v1): in one's own AWS account, through the role that the control plane assumes."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from acceptance.support.project import BYOC, IMAGE, project
from acceptance.support.terraform import Terraform
from sandbox.client import ACCOUNT_ID, ControlPlane, LocalAws

ADDRESS = "langgraph_project.agent"
CREATION = {"method": "POST", "path": "/v1/projects"}
REVISION = {"method": "POST", "path": "/v1/projects/[^/]*/revisions"}


@pytest.fixture
def image(aws: LocalAws) -> str:
    """An image, in an account in which everything is ready."""
    return prepare(aws)


def variables(control_plane: ControlPlane) -> dict[str, tuple[str, str]]:
    held = control_plane.latest_revision("agent")["variables"]
    return {entry["name"]: (entry["type"], entry.get("value", "")) for entry in held}


def revisions(control_plane: ControlPlane) -> int:
    return len(control_plane.workload("agent")["revisions"])


@dataclass(frozen=True)
class Deployed:
    """A project in one's own account, applied."""

    terraform: Terraform
    control_plane: ControlPlane
    aws: LocalAws
    image: str

    @property
    def configured(self) -> dict[str, Any]:
        """What it was made of."""
        return {
            "byoc": BYOC,
            "image_uri": self.image,
            "deployment_type": "dev",
            "environment": {"LOG_LEVEL": "info"},
            "secrets": {"TOKEN": "hush-hush"},
            "resources": {"cpu": 2, "memory_mb": 2048},
        }

    def apply(self, **changes: Any) -> None:
        """Applies it with other arguments; what is None is left out."""
        self.terraform.write(project(**{**self.configured, **changes})).apply()


def prepare(aws: LocalAws) -> str:
    """Makes an account in which everything is ready; an image there."""
    aws.create_cloud_role()
    network = aws.create_network()
    aws.tag_network(network)
    aws.route_out(network)
    return aws.push_image()


@pytest.fixture(scope="class")
def deployed(shared_terraform: Terraform, shared_control_plane: ControlPlane, shared_aws: LocalAws) -> Deployed:
    """A project with a variable, a secret and sizes."""
    made = Deployed(shared_terraform, shared_control_plane, shared_aws, prepare(shared_aws))
    made.apply()
    return made


class TestADeployedProject:
    def test_its_state_is_what_the_service_has(self, deployed: Deployed) -> None:
        state, held = deployed.terraform.attributes(ADDRESS), deployed.control_plane.workload("agent")
        assert (state["id"], state["url"], state["status"]) == (held["id"], held["url"], "READY")
        assert state["latest_revision_id"] == state["active_revision_id"] == held["revisions"][-1]["id"]
        assert (state["display_name"], state["custom_url"]) == (None, None)

    def test_the_service_has_its_variables_and_secrets(self, deployed: Deployed) -> None:
        expected = {"LOG_LEVEL": ("default", "info"), "TOKEN": ("secret", "hush-hush")}
        assert variables(deployed.control_plane) == expected

    def test_the_state_has_no_secret(self, deployed: Deployed) -> None:
        assert "hush-hush" not in deployed.terraform.state_text()

    def test_the_account_has_its_database(self, deployed: Deployed) -> None:
        assert len(deployed.aws.client("rds").describe_db_instances()["DBInstances"]) == 1

    def test_nothing_is_left_to_do(self, deployed: Deployed) -> None:
        deployed.terraform.assert_nothing_to_do()

    def test_secrets_that_are_not_given_stay(self, deployed: Deployed) -> None:
        deployed.terraform.write(project(**{**deployed.configured, "secrets": None}))
        deployed.terraform.assert_nothing_to_do()

    @pytest.mark.parametrize(
        "place",
        [pytest.param({**BYOC, "region": "eu-west-1", "external_id": "another"}, id="elsewhere"),
         pytest.param(None, id="in the cloud")],
    )  # fmt: skip
    def test_another_place_is_another_project(self, deployed: Deployed, place: dict[str, str] | None) -> None:
        plan = deployed.terraform.write(project(**{**deployed.configured, "byoc": place})).plan()
        assert plan.replaced_by == {ADDRESS: {"byoc"}}


class TestAChange:
    def test_of_everything_is_one_revision_that_keeps_what_nobody_names(self, deployed: Deployed) -> None:
        made = revisions(deployed.control_plane)
        image = deployed.aws.push_image(tag="2")
        deployed.apply(image_uri=image, resources={"max_scale": 3}, environment={})
        assert revisions(deployed.control_plane) == made + 1
        assert variables(deployed.control_plane) == {"TOKEN": ("secret", "hush-hush")}
        spec = deployed.control_plane.latest_revision("agent")["resources"]
        assert (spec["cpu"], spec["memory_mb"], spec["max_scale"]) == (2, 2048, 3)
        deployed.terraform.assert_nothing_to_do()

    def test_can_take_the_last_variable_away(self, deployed: Deployed) -> None:
        """Unlike in v2."""
        deployed.apply(environment={}, secrets={})
        assert variables(deployed.control_plane) == {}
        deployed.terraform.assert_nothing_to_do()

    def test_by_others_is_put_right_by_one_revision(self, deployed: Deployed) -> None:
        deployed.apply(environment={}, secrets={}, resources={"max_scale": 3})
        made = revisions(deployed.control_plane)
        deployed.control_plane.set_variable("agent", "STRANGER", "unseen")
        theirs = deployed.aws.push_image(tag="theirs")
        deployed.control_plane.change("agent", image=theirs, resources={"max_scale": 9})
        plan = deployed.terraform.plan()
        assert plan.changed[ADDRESS] >= {"environment", "image_uri", "resources"}
        deployed.terraform.apply("test.tfplan")
        assert (revisions(deployed.control_plane), variables(deployed.control_plane)) == (made + 1, {})
        assert deployed.control_plane.latest_revision("agent")["resources"]["max_scale"] == 3
        deployed.terraform.assert_nothing_to_do()


def test_a_destroyed_project_leaves_nothing_in_the_account(
    terraform: Terraform, control_plane: ControlPlane, aws: LocalAws, image: str
) -> None:
    terraform.write(project(byoc=BYOC, image_uri=image)).apply()
    assert len(aws.client("rds").describe_db_instances()["DBInstances"]) == 1
    terraform.destroy()
    assert control_plane.workloads() == []
    assert aws.client("rds").describe_db_instances()["DBInstances"] == []


def test_where_it_is_to_run_may_not_be_known_yet(terraform: Terraform, control_plane: ControlPlane, image: str) -> None:
    def configuration(generation: int, **attributes: object) -> str:
        place = f"input = {json.dumps(BYOC)}\n  triggers_replace = {generation}"
        source = f'resource "terraform_data" "place" {{\n  {place}\n}}\n'
        block = "\n".join(f"    {name} = terraform_data.place.output.{name}" for name in BYOC)
        return source + project(image_uri=image, body=f"  byoc {{\n{block}\n  }}", **attributes)

    terraform.write(project(image_uri=image, environment={"LOG_LEVEL": "info"}, display_name="The agent")).apply()
    # What v2 cannot do, such as to remove the last variable, a new project can.
    plan = terraform.write(configuration(1, environment={})).plan()
    assert plan.actions[ADDRESS] == ["delete", "create"]
    assert plan.replaced_by[ADDRESS] == {"byoc"}
    assert plan.unknown[ADDRESS] >= {"byoc", "url", "id"}
    terraform.apply()
    assert (terraform.attributes(ADDRESS)["byoc"], variables(control_plane)) == (BYOC, {})
    terraform.assert_nothing_to_do()
    assert terraform.write(configuration(2, environment={})).plan().replaced_by[ADDRESS] == {"byoc"}


@pytest.mark.parametrize("shown", ["empty", "absent"])
def test_hidden_secrets_are_compared_by_name(
    shown: str, terraform: Terraform, control_plane: ControlPlane, image: str
) -> None:
    control_plane.set(secret_values=shown)
    base = {"byoc": BYOC, "image_uri": image, "secrets": {"TOKEN": "hush-hush"}, "environment": {"EMPTY": ""}}
    terraform.write(project(**base)).apply()
    terraform.assert_nothing_to_do()
    terraform.write(project(**{**base, "secrets": {"TOKEN": "another-value"}})).apply()
    terraform.write(project(**{**base, "secrets": {"TOKEN": "another-value"}, "environment": {"EMPTY": "no"}})).apply()
    assert variables(control_plane) == {"EMPTY": ("default", "no"), "TOKEN": ("secret", "another-value")}
    assert revisions(control_plane) == 3
    control_plane.change("agent", variables=[{"name": "EMPTY", "value": "no", "type": "default"}])
    assert terraform.plan().actions == {ADDRESS: ["update"]}
    terraform.apply()
    assert variables(control_plane)["TOKEN"] == ("secret", "another-value")
    terraform.assert_nothing_to_do()


def test_import_infers_the_role(terraform: Terraform, control_plane: ControlPlane, image: str) -> None:
    terraform.write(project(byoc=BYOC, image_uri=image, environment={"LOG_LEVEL": "info"})).apply()
    identifier = terraform.attributes(ADDRESS)["id"]
    control_plane.set(role_name=None)
    other_role = {**BYOC, "role_arn": f"arn:aws:iam::{ACCOUNT_ID}:role/of-another-name"}
    for name, byoc in ((identifier, BYOC), ("name=agent", other_role)):
        terraform.run("state", "rm", ADDRESS)
        terraform.write(project(byoc=byoc, image_uri=image, environment={"LOG_LEVEL": "info"}))
        terraform.import_resource(ADDRESS, name)
        assert terraform.attributes(ADDRESS)["byoc"] == BYOC
        assert terraform.plan().actions == {ADDRESS: ["update"]}
        terraform.apply()
        assert revisions(control_plane) == 1
        terraform.assert_nothing_to_do()
    # The role was taken over: from now on another one is another project.
    terraform.write(project(byoc=BYOC, image_uri=image, environment={"LOG_LEVEL": "info"}))
    assert terraform.plan().replaced_by == {ADDRESS: {"byoc"}}
    control_plane.delete("agent")
    assert terraform.plan().actions == {ADDRESS: ["create"]}


def test_no_secrets_at_all_are_a_wish_too(terraform: Terraform, control_plane: ControlPlane, image: str) -> None:
    terraform.write(project(byoc=BYOC, image_uri=image, secrets={})).apply()
    terraform.assert_nothing_to_do()
    # Beside secrets alone, plain variables are somebody else's business, and a secret is not.
    plain = {"name": "PLAIN", "value": "theirs", "type": "default"}
    control_plane.change("agent", variables=[plain])
    terraform.assert_nothing_to_do()
    control_plane.change("agent", variables=[plain, {"name": "THEIRS", "value": "secret", "type": "secret"}])
    plan = terraform.plan()
    assert "secret_versions" in plan.drift[ADDRESS]
    assert plan.after(ADDRESS)["secret_versions"] == {}
    terraform.apply()
    assert variables(control_plane) == {"PLAIN": ("default", "theirs")}
    terraform.assert_nothing_to_do()
    # Nobody's business any more.
    terraform.write(project(byoc=BYOC, image_uri=image))
    control_plane.change("agent", variables=[{"name": "THEIRS", "value": "secret", "type": "secret"}])
    terraform.assert_nothing_to_do()


def test_lists_that_lag_behind_or_never_end(terraform: Terraform, control_plane: ControlPlane, image: str) -> None:
    terraform.write(project(byoc=BYOC, image_uri=image)).apply()
    with control_plane.api() as api:
        shown = api.get("/v1/projects").json()
    # Made anew, while the list still shows what was deleted.
    lists = {"method": "GET", "path": "/v1/projects"}
    control_plane.fail(lists, status=200, body=[shown[0] | {"status": "AWAITING_DELETE"}], times=100_000)
    terraform.apply(f"-replace={ADDRESS}")
    control_plane.forget_faults()
    assert terraform.attributes(ADDRESS)["id"] == control_plane.workload("agent")["id"] != shown[0]["id"]
    terraform.assert_nothing_to_do()
    # Who heeds no offset answers with the same page for ever.
    page = [shown[0] | {"id": str(number), "name": f"agent-{number}"} for number in range(100)]
    control_plane.fail(lists, status=200, body=page, times=100_000)
    terraform.run("state", "rm", ADDRESS)
    terraform.fail("import", ADDRESS, "name=other", says='has no project "name=other"')
    control_plane.forget_faults()
    terraform.import_resource(ADDRESS, "name=agent")


def test_generated_configuration_is_what_was_imported(
    terraform: Terraform, control_plane: ControlPlane, image: str
) -> None:
    configured = {"environment": {"LOG_LEVEL": "info"}, "secrets": {"TOKEN": "hush-hush"}}
    of_v2 = project("other", display_name="The agent", deployment_type="prod", **configured)
    terraform.write(project(byoc=BYOC, image_uri=image, **configured) + of_v2).apply()
    addresses = (ADDRESS, "langgraph_project.other")
    held = [terraform.attributes(address) for address in addresses]
    terraform.run("state", "rm", *addresses)
    imports = [
        f'import {{\n  to = {address}\n  id = "{state["id"]}"\n}}\n'
        for address, state in zip(addresses, held, strict=True)
    ]
    plan = terraform.generate("".join(imports))
    assert plan.is_empty, plan.changed
    terraform.apply()
    assert [terraform.attributes(address) for address in addresses] == [
        {**state, "environment": None, "secret_versions": versions}
        for state, versions in zip(held, ({"TOKEN": 0}, {}), strict=True)
    ]
    terraform.assert_nothing_to_do()
    assert [len(workload["revisions"]) for workload in control_plane.workloads()] == [1, 1]


def test_interrupted_creation_goes_on(terraform: Terraform, control_plane: ControlPlane, image: str) -> None:
    control_plane.expect(hold_at="DEPLOYING")
    with terraform.write(project(byoc=BYOC, image_uri=image)).start("apply") as command:
        control_plane.wait_for_revision("agent", "DEPLOYING")
        control_plane.wait_for_requests(1, path="/v1/projects/.*/revisions/.*")
        command.interrupt()
        _, output = command.wait(30)
    assert "Interrupted While Waiting" in output
    assert terraform.tainted() == set()
    plan = terraform.plan()
    assert plan.actions == {ADDRESS: ["update"]}
    settled = {"status", "latest_revision_status", "active_revision_id", "url", "updated_at"}
    assert plan.unknown[ADDRESS] == settled
    control_plane.release("agent")
    terraform.apply()
    assert terraform.attributes(ADDRESS)["latest_revision_status"] == "DEPLOYED"
    assert revisions(control_plane) == 1
    terraform.assert_nothing_to_do()


def test_account_that_is_not_ready(terraform: Terraform, control_plane: ControlPlane) -> None:
    terraform.write(project(byoc=BYOC, preflight=False))
    terraform.fail("apply", says=["ended as CREATE_FAILED", "LangGraphCloudBYOCRole", "terraform untaint"])
    assert terraform.tainted() == {ADDRESS}
    detail = [{"loc": ["body", "platform", "aws_role_arn"], "msg": "no"}]
    control_plane.fail(CREATION, status=422, body={"detail": detail})
    terraform.write(project("other", byoc=BYOC, image_uri=IMAGE, preflight=False))
    terraform.fail("apply", says="about `byoc.role_arn`: no")
    assert control_plane.workloads() == []


def test_lost_answers_and_superseding(
    terraform: Terraform, control_plane: ControlPlane, image: str, aws: LocalAws
) -> None:
    control_plane.fail(CREATION, drop="after")
    control_plane.expect("SKIPPED")
    terraform.write(project(byoc=BYOC, image_uri=image)).apply()
    assert len(control_plane.workloads()) == 1
    assert terraform.attributes(ADDRESS)["latest_revision_id"] == control_plane.latest_revision("agent")["id"]
    made = revisions(control_plane)
    control_plane.fail(REVISION, drop="after")
    terraform.write(project(byoc=BYOC, image_uri=aws.push_image(tag="2"))).apply()
    assert revisions(control_plane) == made + 1
    terraform.assert_nothing_to_do()
    control_plane.expect("INTERRUPTED")
    terraform.write(project(byoc=BYOC, image_uri=image))
    terraform.fail("apply", says="ended as INTERRUPTED")


def test_what_byoc_does_not_have(terraform: Terraform) -> None:
    refused = {
        "display_name": "The agent",
        "custom_url": "https://agent.example",
        "deployment_type": "dev_free",
        "resources": {"cpu": 0.5, "queue_cpu": 1, "labels": {"a": "b"}},
    }
    terraform.write(project(byoc=BYOC, **refused))
    nested = ("resources.cpu", "resources.queue_cpu", "resources.labels")
    names = ("display_name", "custom_url", "deployment_type", *nested)
    terraform.fail("plan", says=[f"`{name}`" for name in names])
    terraform.write(project(byoc={**BYOC, "role_arn": "LangGraphCloudBYOCRole"}))
    terraform.fail("plan", says="byoc.role_arn")
    # Outside LangChain's cloud, more names are allowed.
    terraform.write(project(byoc=BYOC, environment={"POSTGRES_URI_CUSTOM": "postgres://db.example/agent"}))
    assert terraform.plan().actions == {ADDRESS: ["create"]}
