"""Data sources, by the real Terraform."""

from collections.abc import Callable
from typing import Any

import pytest

from acceptance.support import elsewhere
from acceptance.support.project import IMAGE, project
from acceptance.support.terraform import Terraform, plain_text
from sandbox.client import ACCOUNT_ID, ORGANISATION_API_KEY, REGION, ControlPlane, LocalAws, Network

WORKSPACE = "11111111-1111-4111-8111-111111111111"
SECRET = "a-value-that-nobody-reads"


def deploy(control_plane: ControlPlane, name: str, **config: Any) -> str:
    """A deployment that Terraform did not make; its id, once it is deployed."""
    variables = [{"name": "TOKEN", "value": SECRET}, {"name": "LEVEL", "value": "info"}]
    source_config = {"deployment_type": "prod", **config}
    identifier = elsewhere.deploy(control_plane, name, source_config=source_config, secrets=variables)
    control_plane.wait_for_revision(name)
    return identifier


def read(terraform: Terraform, kind: str, body: str) -> dict[str, Any]:
    """What a data source gives, after a second plan that changes nothing."""
    terraform.write(f'data "{kind}" "it" {{\n{body}\n}}\noutput "it" {{\n  value = data.{kind}.it\n}}\n').apply()
    terraform.assert_nothing_to_do()
    return terraform.outputs()["it"]


@pytest.mark.parametrize("by", ["id", "name"])
def test_a_project(by: str, terraform: Terraform, control_plane: ControlPlane) -> None:
    identifier = deploy(control_plane, "agent")
    deploy(control_plane, "agent-two")
    found = read(terraform, "langgraph_project", f'{by} = "{identifier if by == "id" else "agent"}"')
    workload = control_plane.workload("agent")
    assert (found["id"], found["name"], found["image_uri"]) == (identifier, "agent", IMAGE)
    assert (found["source"], found["deployment_type"], found["status"]) == ("external_docker", "prod", "READY")
    assert found["url"] == workload["url"]
    assert found["active_revision_id"] == found["latest_revision_id"] == workload["revisions"][0]["id"]
    assert found["latest_revision_status"] == "DEPLOYED"
    assert found["variable_names"] == ["LEVEL", "TOKEN"]
    assert SECRET not in terraform.state_text()


@pytest.mark.parametrize("by", ['name = "nobody"', 'id = "00000000-0000-4000-8000-000000000000"'])
def test_a_project_that_is_not_there(by: str, terraform: Terraform, control_plane: ControlPlane) -> None:
    terraform.write(f'data "langgraph_project" "it" {{\n{by}\n}}\n')
    terraform.fail("plan", says=["No Such Project", by.split()[0]])


@pytest.mark.parametrize("given", ["", 'id = "x"\nname = "y"'])
def test_a_project_is_named_once(given: str, terraform: Terraform) -> None:
    terraform.write(f'data "langgraph_project" "it" {{\n{given}\n}}\n').fail("plan", says=["id", "name"])


def test_what_is_no_id_is_refused_before_anything_is_asked(terraform: Terraform) -> None:
    given = {
        "project": 'id = "support-agent"',
        "projects": 'workspace_id = "mine"',
        "project_revisions": 'project_id = "support-agent"',
        "listeners": 'workspace_id = "mine"',
        "github_installations": 'workspace_id = "mine"',
    }
    terraform.write("".join(f'data "langgraph_{kind}" "it" {{\n  {text}\n}}\n' for kind, text in given.items()))
    said = terraform.fail("plan")
    assert said.count("must be a UUID") == len(given)


def test_projects_by_name_type_and_status(terraform: Terraform, control_plane: ControlPlane) -> None:
    for name in ("b-agent", "other", "a-agent"):
        deploy(control_plane, name)
    control_plane.set(deployment_type_words="newer")
    found = read(terraform, "langgraph_projects", 'name_contains = "agent"\ndeployment_type = "prod"\nstatus = "READY"')
    assert [each["name"] for each in found["projects"]] == ["a-agent", "b-agent"]
    assert found["projects"][0]["image_uri"] == IMAGE
    assert read(terraform, "langgraph_projects", 'status = "UNUSED"')["projects"] == []


def test_more_projects_than_a_page_has(terraform: Terraform, control_plane: ControlPlane) -> None:
    control_plane.set(transition_seconds=0)
    names = [f"agent-{number:03}" for number in range(130)]
    for name in names:
        deploy(control_plane, name)
    control_plane.forget_requests()
    found = read(terraform, "langgraph_projects", "")
    assert [each["name"] for each in found["projects"]] == names
    # Two pages of the second generation, one of the first, in the apply and in the plan after it.
    assert len(control_plane.requests()) <= 2 * 3


def test_revisions_newest_first(terraform: Terraform, control_plane: ControlPlane) -> None:
    identifier = deploy(control_plane, "agent")
    control_plane.expect("DEPLOY_FAILED")
    with control_plane.api() as api:
        api.post(f"/v2/deployments/{identifier}/revisions", json={}).raise_for_status()
    control_plane.wait_for_revision("agent", "DEPLOY_FAILED")
    ids = [revision["id"] for revision in control_plane.workload("agent")["revisions"]]
    everything = read(terraform, "langgraph_project_revisions", f'project_id = "{identifier}"')
    assert [each["id"] for each in everything["revisions"]] == ids[::-1]
    assert everything["revisions"][0]["status"] == "DEPLOY_FAILED"
    assert everything["revisions"][0]["image_uri"] == IMAGE
    newest = read(terraform, "langgraph_project_revisions", f'project_id = "{identifier}"\nlimit = 1')
    assert [each["id"] for each in newest["revisions"]] == ids[:0:-1]
    deployed = read(terraform, "langgraph_project_revisions", f'project_id = "{identifier}"\nstatus = "DEPLOYED"')
    assert [each["id"] for each in deployed["revisions"]] == ids[:1]


def test_listeners_and_installations_of_a_workspace(
    new_terraform: Callable[..., Terraform], control_plane: ControlPlane
) -> None:
    terraform = new_terraform("work", api_key=ORGANISATION_API_KEY, workspace_id=WORKSPACE)
    with control_plane.api(ORGANISATION_API_KEY, **{"X-Tenant-Id": WORKSPACE}) as api:
        for compute_id in ("b", "a"):
            body = {"compute_type": "k8s", "compute_id": compute_id, "compute_config": {"k8s_namespaces": ["n"]}}
            api.post("/v2/listeners", json=body).raise_for_status()
    elsewhere = control_plane.install_github({}, name="elsewhere")
    ids = {name: control_plane.install_github({}, name=name, tenant_id=WORKSPACE) for name in ("b", "a")}

    listeners = read(terraform, "langgraph_listeners", "")["listeners"]
    assert [(each["compute_id"], each["k8s_namespaces"]) for each in listeners] == [("a", ["n"]), ("b", ["n"])]
    found = read(terraform, "langgraph_github_installations", "")["installations"]
    assert [(each["name"], each["id"]) for each in found] == [("a", ids["a"]), ("b", ids["b"])]
    other = f'workspace_id = "{control_plane.DEFAULT_WORKSPACE}"'
    assert [each["id"] for each in read(terraform, "langgraph_github_installations", other)["installations"]] == [
        elsewhere
    ]


def test_what_is_made_in_the_same_apply_is_read_after_it(terraform: Terraform, control_plane: ControlPlane) -> None:
    data = 'data "langgraph_project" "it" {\n  id = langgraph_project.agent.id\n}\n'
    terraform.write(project() + data + 'output "url" {\n  value = data.langgraph_project.it.url\n}\n')
    assert terraform.plan().actions == {"langgraph_project.agent": ["create"]}
    terraform.apply()
    assert terraform.outputs()["url"] == control_plane.workload("agent")["url"]
    terraform.assert_nothing_to_do()


def images(*uris: str) -> str:
    return "".join(
        f'data "langgraph_image" "it{number}" {{\n  uri = "{uri}"\n}}\n'
        f'output "it{number}" {{\n  value = data.langgraph_image.it{number}\n}}\n'
        for number, uri in enumerate(uris)
    )


def size_of(aws: LocalAws, uri: str) -> int | None:
    """What ECR itself says."""
    (detail,) = aws.client("ecr", uri.split(".")[3]).describe_images(
        repositoryName="agent", imageIds=[{"imageDigest": uri.rpartition("@")[2]}]
    )["imageDetails"]
    return detail.get("imageSizeInBytes")


def test_images_in_ecr(terraform: Terraform, aws: LocalAws) -> None:
    single, built = aws.push_image(), aws.push_image(tag="2", platforms=("linux/amd64", "linux/arm64/v8"))
    far = aws.push_image(tag="latest", region="eu-west-1")
    registry, elsewhere = single.split("/")[0], far.split("/")[0]
    aws.proxy.forget_requests()
    terraform.write(images(f"{registry}/agent:1", built, f"{elsewhere}/agent")).apply()
    found = [terraform.outputs()[f"it{number}"] for number in range(3)]
    assert [each["pinned_uri"] for each in found] == [single, built, far]
    assert [each["digest"] for each in found] == [each.rpartition("@")[2] for each in (single, built, far)]
    assert [each["tag"] for each in found] == ["1", None, "latest"]
    assert [each["platforms"] for each in found] == [
        ["linux/amd64"],
        ["linux/amd64", "linux/arm64/v8"],
        ["linux/amd64"],
    ]
    assert {(each["registry"], each["repository"]) for each in found} == {(registry, "agent"), (elsewhere, "agent")}
    assert all(each["pushed_at"].endswith("Z") for each in found)
    # moto counts what a manifest names, and an index names none.
    assert [each["size_bytes"] for each in found] == [size_of(aws, uri) for uri in (single, built, far)]
    assert found[0]["size_bytes"] > 0 and found[1]["size_bytes"] is None
    asked = {call["action"] for call in aws.calls(service="ecr")}
    assert asked == {"DescribeImages", "BatchGetImage", "GetDownloadUrlForLayer"}
    terraform.assert_nothing_to_do()


@pytest.mark.parametrize(
    ("uri", "says"),
    [
        ("docker.io/library/agent:1", ["Not an Image in ECR", "docker.io"]),
        ("agent: 1", ["Not an Image"]),
        (f"{ACCOUNT_ID}.dkr.ecr.{REGION}.amazonaws.com/agent:3", ["No Such Image", "tag 3", "describe-images"]),
        (f"{ACCOUNT_ID}.dkr.ecr.{REGION}.amazonaws.com/other:1", ["No Such Repository", '"other"', REGION]),
        (f"210987654321.dkr.ecr.{REGION}.amazonaws.com/agent:1", ["No Such Repository", "account 210987654321"]),
    ],
)
def test_an_image_that_is_not_there(uri: str, says: list[str], terraform: Terraform, aws: LocalAws) -> None:
    aws.push_image()
    terraform.write(images(uri)).fail("plan", says=says)


def test_an_image_that_may_not_be_looked_at(terraform: Terraform, aws: LocalAws) -> None:
    uri = aws.push_image()
    aws.proxy.fail_call("DescribeImages", "ecr", status=400, code="AccessDeniedException")
    terraform.write(images(uri)).fail("plan", says=["ecr:DescribeImages", "AccessDeniedException", uri])


def test_an_image_that_is_not_pinned_gets_one_warning(terraform: Terraform, control_plane: ControlPlane) -> None:
    terraform.write(project("one", image_uri="registry.example/agent:1") + project("two", image_uri="docker.io/agent"))
    warned = plain_text(terraform.run("plan"))
    assert warned.count("Image Not Pinned by Digest") == 1
    assert "data.langgraph_image.agent.pinned_uri" in warned
    terraform.apply()
    assert "Not Pinned" not in terraform.run("plan")
    terraform.write(project("one") + project("two"))
    assert "Not Pinned" not in terraform.run("plan")


def test_the_network_that_the_control_plane_finds(terraform: Terraform, aws: LocalAws, network: Network) -> None:
    aws.tag_network(network)
    unused = aws.create_network(private=1, public=0)
    for given in ("", f'vpc_id = "{network.vpc_id}"'):
        found = read(terraform, "langgraph_network", given)
        assert found == {
            "vpc_id": network.vpc_id,
            "private_subnet_ids": sorted(network.private_subnet_ids),
            "public_subnet_ids": sorted(network.public_subnet_ids),
            "availability_zones": [f"{REGION}a", f"{REGION}b"],
        }
    terraform.write(f'data "langgraph_network" "it" {{\n  vpc_id = "{unused.vpc_id}"\n}}\n')
    terraform.fail("plan", says=["No Network", unused.vpc_id, "langgraph-cloud-enabled"])
    aws.tag_network(unused)
    terraform.write('data "langgraph_network" "it" {}\n')
    terraform.fail("plan", says=["More Than One Network", network.vpc_id, unused.vpc_id])
