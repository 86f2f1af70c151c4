"""langgraph_project with `byoc` (v1): in one's own AWS account, through the role that the control plane assumes."""

import json

import pytest

from acceptance.support.project import BYOC, IMAGE, project
from acceptance.support.terraform import Terraform
from sandbox.client import ACCOUNT_ID, ControlPlane, LocalAws, Network

ADDRESS = "langgraph_project.agent"
CREATION = {"method": "POST", "path": "/v1/projects"}
REVISION = {"method": "POST", "path": "/v1/projects/[^/]*/revisions"}


@pytest.fixture
def image(aws: LocalAws, network: Network) -> str:
    """An image, in an account in which everything is ready."""
    aws.create_cloud_role()
    aws.tag_network(network)
    aws.route_out(network)
    return aws.push_image()


def variables(control_plane: ControlPlane) -> dict[str, tuple[str, str]]:
    held = control_plane.latest_revision("agent")["variables"]
    return {entry["name"]: (entry["type"], entry.get("value", "")) for entry in held}


def revisions(control_plane: ControlPlane) -> int:
    return len(control_plane.workload("agent")["revisions"])


def test_life_cycle(terraform: Terraform, control_plane: ControlPlane, aws: LocalAws, image: str) -> None:
    base = {
        "byoc": BYOC,
        "image_uri": image,
        "deployment_type": "dev",
        "environment": {"LOG_LEVEL": "info"},
        "secrets": {"TOKEN": "hush-hush"},
        "resources": {"cpu": 2, "memory_mb": 2048},
    }
    terraform.write(project(**base)).apply()
    state, held = terraform.attributes(ADDRESS), control_plane.workload("agent")
    assert (state["id"], state["url"], state["status"]) == (held["id"], held["url"], "READY")
    assert state["latest_revision_id"] == state["active_revision_id"] == held["revisions"][-1]["id"]
    assert (state["display_name"], state["custom_url"]) == (None, None)
    assert variables(control_plane) == {"LOG_LEVEL": ("default", "info"), "TOKEN": ("secret", "hush-hush")}
    assert len(aws.client("rds").describe_db_instances()["DBInstances"]) == 1
    terraform.assert_nothing_to_do()
    assert "hush-hush" not in terraform.state_text()

    # Everything changes by one revision, and keeps what nobody named.
    changed = {**base, "image_uri": aws.push_image(tag="2"), "resources": {"max_scale": 3}, "environment": {}}
    terraform.write(project(**changed)).apply()
    assert (revisions(control_plane), variables(control_plane)) == (2, {"TOKEN": ("secret", "hush-hush")})
    spec = control_plane.latest_revision("agent")["resources"]
    assert (spec["cpu"], spec["memory_mb"], spec["max_scale"]) == (2, 2048, 3)
    terraform.assert_nothing_to_do()

    # Secrets that are not given stay; unlike in v2, the last variable can go.
    last = {name: value for name, value in changed.items() if name != "secrets"}
    terraform.write(project(**last))
    terraform.assert_nothing_to_do()
    last |= {"secrets": {}}
    terraform.write(project(**last)).apply()
    assert (revisions(control_plane), variables(control_plane)) == (3, {})
    terraform.assert_nothing_to_do()

    # Drift of what v1 shows.
    control_plane.set_variable("agent", "STRANGER", "unseen")
    control_plane.change("agent", image=image, resources={"max_scale": 9})
    plan = terraform.plan()
    assert plan.changed[ADDRESS] >= {"environment", "image_uri", "resources"}
    terraform.apply()
    assert (revisions(control_plane), variables(control_plane)) == (4, {})
    terraform.assert_nothing_to_do()

    # Somewhere else is another project.
    elsewhere = {**BYOC, "region": "eu-west-1", "external_id": "another"}
    terraform.write(project(**{**last, "byoc": elsewhere}))
    assert terraform.plan().replaced_by == {ADDRESS: {"byoc"}}
    terraform.write(project(**{name: value for name, value in last.items() if name != "byoc"}))
    assert terraform.plan().replaced_by == {ADDRESS: {"byoc"}}
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
    generated = terraform.directory / "generated.tf"
    plan = terraform.write("".join(imports)).plan(f"-generate-config-out={generated}")
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
    assert "Interrupted while waiting" in output
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
