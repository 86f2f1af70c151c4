"""The local control plane and the local AWS themselves: what the other tests rely on, and users may."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from botocore.exceptions import ClientError

from acceptance.support.git import new_repository
from sandbox.client import (
    ACCOUNT_ID,
    EXTERNAL_ID,
    MANAGED_POLICIES,
    ORGANISATION_API_KEY,
    REGION,
    ROLE_NAME,
    ControlPlane,
    LocalAws,
)
from sandbox.contract import Contract
from sandbox.langgraph_command import LangGraphCommand
from sandbox.policy import lets_assume, permits
from sandbox.signing_proxy import ACCESS_KEY_ID, SECRET_ACCESS_KEY
from support.binaries import REPOSITORY, clean_environment

IMAGE = f"registry.example.com/agent@sha256:{'a' * 64}"
OTHER_IMAGE = f"registry.example.com/agent@sha256:{'b' * 64}"
ABSENT = "00000000-0000-4000-8000-000000000000"
VERSION = "2012-10-17"
WORKSPACE = "11111111-1111-4111-8111-111111111111"

get = partial(httpx.get, timeout=60)


@pytest.fixture
def api(control_plane: ControlPlane) -> Iterator[httpx.Client]:
    """A client of the API with a personal key."""
    with control_plane.api() as client:
        yield client


def deployment_body(name: str = "agent", **changes: Any) -> dict[str, Any]:
    body = {
        "name": name,
        "source": "external_docker",
        "source_config": {"deployment_type": "prod"},
        "source_revision_config": {"image_uri": IMAGE},
    }
    return {**body, **changes}


def create_deployment(api: httpx.Client, name: str = "agent", **changes: Any) -> dict[str, Any]:
    answer = api.post("/v2/deployments", json=deployment_body(name, **changes))
    assert answer.status_code == 201, answer.text
    return answer.json()


def project_body(image: str, **changes: Any) -> dict[str, Any]:
    body = {
        "name": "agent",
        "lc_hosted": False,
        "image_path": image,
        "deployment_type": "prod",
        "env_vars": [
            {"name": "MODE", "value": "fast", "type": "default"},
            {"name": "TOKEN", "value": "hush", "type": "secret"},
        ],
        "platform": {
            "region": REGION,
            "aws_account_id": ACCOUNT_ID,
            "aws_role_arn": f"arn:aws:iam::{ACCOUNT_ID}:role/{ROLE_NAME}",
            "aws_external_id": EXTERNAL_ID,
        },
    }
    return {**body, **changes}


def test_langchains_own_client_works_unmodified(control_plane: ControlPlane, tmp_path: Path) -> None:
    langgraph = LangGraphCommand(tmp_path / "client", control_plane.environment)
    assert "successful" in langgraph.deploy("agent", IMAGE).stdout
    deployed = control_plane.workload("agent")
    assert deployed["status"] == "READY"
    assert deployed["url"] in langgraph.run("deploy", "list").stdout
    assert "DEPLOYED" in langgraph.run("deploy", "revisions", "list", deployed["id"]).stdout
    assert "DEPLOYED" in langgraph.run("deploy", "logs", "--name", "agent").stdout

    control_plane.expect("BUILD_FAILED", logs=["no such module: agent"])
    assert langgraph.deploy("agent", OTHER_IMAGE, check=False).returncode != 0
    assert "no such module" in langgraph.run("deploy", "logs", "--name", "agent", "--type", "build").stdout
    langgraph.run("deploy", "delete", deployed["id"], "--force")
    langgraph.run("deploy", "list")


def test_requests_that_break_the_contract_are_refused(api: httpx.Client) -> None:
    def refused(method: str, path: str, **arguments: Any) -> list[tuple[list[Any], str]]:
        answer = api.request(method, path, **arguments)
        assert answer.status_code == 422, answer.text
        return [(problem["loc"], problem["type"]) for problem in answer.json()["detail"]]

    def creating(**changes: Any) -> list[tuple[list[Any], str]]:
        return refused("POST", "/v2/deployments", json=deployment_body(**changes))

    assert refused("POST", "/v2/deployments", json={"source": "external_docker"}) == [
        (["body", "name"], "missing"),
        (["body", "source_config"], "missing"),
        (["body", "source_revision_config"], "missing"),
    ]
    assert creating(name="Agent") == [(["body", "name"], "string_pattern_mismatch")]
    assert creating(source="ftp") == [(["body", "source"], "literal_error")]
    assert creating(colour="red") == [(["body", "colour"], "extra_forbidden")]
    assert creating(secrets=[{"name": "A"}]) == [(["body", "secrets", 0, "value"], "missing")]
    assert creating(source_config={"resource_spec": {"cpu": 99}}) == [
        (["body", "source_config", "resource_spec", "cpu"], "less_than_equal")
    ]
    assert creating(source_config={"listener_id": "x"}) == [(["body", "source_config", "listener_id"], "uuid_parsing")]
    assert creating(source_config={"build_on_push": "no"}) == [
        (["body", "source_config", "build_on_push"], "bool_type")
    ]
    assert refused("POST", "/v2/deployments") == [(["body"], "missing")]
    assert refused("POST", "/v2/deployments", content=b"{", headers={"Content-Type": "application/json"}) == [
        (["body", 1], "json_invalid")
    ]
    assert refused("GET", "/v2/deployments/agent") == [(["path", "deployment_id"], "uuid_parsing")]
    assert refused("GET", "/v2/deployments", params={"limit": 101}) == [(["query", "limit"], "less_than_equal")]
    assert refused("GET", "/v1/projects", params={"offset": "x"}) == [(["query", "offset"], "int_type")]
    platform = {"region": REGION}
    assert [loc for loc, _ in refused("POST", "/v1/projects", json=project_body(IMAGE, platform=platform))] == [
        ["body", "platform", "aws_account_id"],
        ["body", "platform", "aws_role_arn"],
        ["body", "platform", "aws_external_id"],
    ]


def test_access_needs_a_key_and_sometimes_a_workspace(control_plane: ControlPlane) -> None:
    def status(api_key: str, **headers: str) -> int:
        with control_plane.api(api_key, **headers) as client:
            return client.get("/v2/deployments").status_code

    assert get(f"{control_plane.address}/v2/deployments").status_code == 401
    assert get(f"{control_plane.address}/api-host/v2/deployments").status_code == 401
    assert status("nonsense") == 401
    assert status(ORGANISATION_API_KEY) == 403
    assert status(ORGANISATION_API_KEY, **{"X-Tenant-Id": WORKSPACE}) == 200
    assert status(ORGANISATION_API_KEY, **{"X-Tenant-Id": "mine"}) == 422
    with control_plane.api(**{"X-Tenant-Id": WORKSPACE}) as client:
        made = create_deployment(client)
        assert made["tenant_id"] == WORKSPACE
    with control_plane.api() as client:
        assert client.get(f"/v2/deployments/{made['id']}").status_code == 404
    control_plane.set(deployments_enabled=False)
    assert status(ORGANISATION_API_KEY, **{"X-Tenant-Id": WORKSPACE}) == 403
    assert "(hidden)" in {request["headers"].get("x-api-key") for request in control_plane.requests()}
    assert ORGANISATION_API_KEY not in json.dumps(control_plane.requests())


def test_what_the_service_refuses(control_plane: ControlPlane, api: httpx.Client) -> None:
    def refused(**changes: Any) -> str:
        answer = api.post("/v2/deployments", json=deployment_body("other", **changes))
        assert answer.status_code == 400, answer.text
        return answer.json()["detail"]

    create_deployment(api)
    assert api.post("/v2/deployments", json=deployment_body()).status_code == 409
    assert api.post("/v1/projects", json=project_body(IMAGE)).status_code == 409
    assert "DATABASE_URI" in refused(secrets=[{"name": "DATABASE_URI", "value": "x"}])
    assert "image_uri" in refused(source_revision_config={})
    assert "integration_id" in refused(source="github")
    assert "secret_references" in refused(
        source="internal_docker", secret_references=[{"name": "A", "secret_name": "a", "secret_key": "a"}]
    )
    github = {
        "integration_id": ABSENT,
        "repo_url": "https://github.com/example/agent",
        "deployment_type": "prod",
        "build_on_push": True,
    }
    tag = {"repo_ref": "refs/tags/v1", "langgraph_config_path": "langgraph.json"}
    assert "build_on_push" in refused(source="github", source_config=github, source_revision_config=tag)

    create_deployment(api, "elsewhere", secrets=[{"name": "POSTGRES_URI_CUSTOM", "value": "postgres://x"}])
    control_plane.set(hosting="cloud", data_region="aws_us")
    assert "POSTGRES_URI_CUSTOM" in refused(secrets=[{"name": "POSTGRES_URI_CUSTOM", "value": "postgres://x"}])
    assert "Scale to zero" in refused(source_config={"deployment_type": "dev_zero"})
    listener = {"compute_type": "k8s", "compute_id": "c", "compute_config": {"k8s_namespaces": ["default"]}}
    listener_id = api.post("/v2/listeners", json=listener).json()["id"]
    assert "listener_id' is required" in refused()
    wrong = {"listener_id": listener_id, "listener_config": {"k8s_namespace": "kube-system"}}
    assert "kube-system" in refused(source_config=wrong)
    right = {"listener_id": listener_id, "listener_config": {"k8s_namespace": "default"}}
    create_deployment(api, "hybrid", source_config=right)


def test_an_update_changes_what_it_names_and_makes_a_revision_only_where_it_must(
    control_plane: ControlPlane, api: httpx.Client
) -> None:
    control_plane.set(transition_seconds=0)
    secrets = [{"name": "A", "value": "1"}]
    made = create_deployment(api, secrets=secrets, source_config={"resource_spec": {"cpu": 4}})
    control_plane.wait_for_revision("agent")

    def update(expected_revisions: int, **body: Any) -> dict[str, Any]:
        answer = api.patch(f"/v2/deployments/{made['id']}", json=body)
        assert answer.status_code == 200, answer.text
        assert len(control_plane.workload("agent")["revisions"]) == expected_revisions
        return answer.json()

    assert "custom_url" not in made["source_config"]
    spec = made["source_config"]["resource_spec"]
    assert spec["cpu"] == 4 and spec["memory_mb"] == 2048
    assert update(1, display_name="Agent")["display_name"] == "Agent"
    assert update(1, display_name=None)["display_name"] == "Agent"
    assert (
        update(1, source_config={"custom_url": "https://agent.example.com"})["source_config"]["resource_spec"] == spec
    )
    assert update(1, secrets=[])["secrets"] == secrets
    assert update(1, secrets=None)["secrets"] == secrets
    assert update(1, source_revision_config={"image_uri": None})["source_revision_config"]["image_uri"] == IMAGE
    assert update(2, secrets=[{"name": "B", "value": "2"}])["secrets"] == [{"name": "B", "value": "2"}]
    replaced = update(3, source_config={"resource_spec": {"memory_mb": 4096}})["source_config"]["resource_spec"]
    assert replaced["memory_mb"] == 4096 and replaced["cpu"] == 2
    assert update(4, secret_references=[])["secret_references"] == []
    changed = update(5, source_revision_config={"image_uri": OTHER_IMAGE})
    assert changed["source_config"]["custom_url"] == "https://agent.example.com"
    assert changed["latest_revision_id"] != made["latest_revision_id"]

    refusal = api.patch(f"/v2/deployments/{made['id']}", json={"source_config": {"deployment_type": "dev"}})
    assert (refusal.status_code, "deployment_type" in refusal.json()["detail"]) == (400, True)
    again = api.post(f"/v2/deployments/{made['id']}/revisions", json={})
    assert (again.status_code, again.json()["source_revision_config"]) == (201, {"image_uri": OTHER_IMAGE})


def test_lists_come_in_pages(api: httpx.Client) -> None:
    made = [create_deployment(api, f"agent-{number}")["id"] for number in range(5)]
    seen: list[str] = []
    while True:
        page = api.get("/v2/deployments", params={"limit": 2, "offset": len(seen), "name_contains": "agent"}).json()
        seen += [deployment["id"] for deployment in page["resources"]]
        assert page["offset"] == len(seen)
        if len(page["resources"]) < 2:
            break
    assert seen == made[::-1]
    assert api.get("/v2/deployments", params={"name": "agent"}).json()["resources"] == []
    named = api.get("/v2/deployments", params={"name": "agent-3", "name_contains": "agent-3"}).json()["resources"]
    assert [deployment["id"] for deployment in named] == [made[3]]


def test_answers_keep_to_the_contract(control_plane: ControlPlane, api: httpx.Client) -> None:
    contract = Contract()
    known = {"deployment_id": ABSENT, "project_id": ABSENT, "revision_id": ABSENT, "listener_id": ABSENT}

    def ask(method: str, path: str, status: int, **arguments: Any) -> Any:
        answer = api.request(method, path.format(**known), **arguments)
        assert answer.status_code == status, answer.text
        body = answer.json() if answer.content and answer.text != "null" else None
        assert contract.answer_problems(path, method, status, body) == []
        return body

    one = "/v2/deployments/{deployment_id}"
    revision = f"{one}/revisions/{{revision_id}}"
    ask("GET", one, 404)
    ask("POST", "/v2/deployments", 422, json={})
    known["deployment_id"] = ask("POST", "/v2/deployments", 201, json=deployment_body())["id"]
    control_plane.wait_for_revision("agent")
    known["revision_id"] = ask("GET", one, 200)["active_revision_id"]
    ask("GET", "/v2/deployments", 200)
    ask("PATCH", one, 200, json={"display_name": "Agent"})
    ask("PATCH", one, 400, json={"source_config": {"repo_url": "https://example.com"}})
    ask("GET", f"{one}/revisions", 200, params={"status": "DEPLOYED"})
    ask("GET", revision, 200)
    assert ask("GET", f"{revision}/logs", 200, params={"type": "deploy", "order": "asc", "limit": 1})["next_offset"]
    ask("POST", f"{revision}/redeploy", 200)
    ask("POST", f"{revision}/interrupt", 400)
    ask("PATCH", f"{one}/resource-tiers", 400, json={"compute_tier": "DEDICATED_S"})
    ask("GET", "/v2/integrations/github/installations", 200, params={"page_size": 5})
    ask("POST", f"{one}/revisions", 201, json={"secrets": [{"name": "A", "value": "1"}]})
    listener = {"compute_type": "k8s", "compute_id": "c", "compute_config": {}}
    known["listener_id"] = ask("POST", "/v2/listeners", 201, json=listener)["id"]
    ask("GET", "/v2/listeners", 200)
    ask("GET", "/v2/listeners/{listener_id}", 200)
    ask("PATCH", "/v2/listeners/{listener_id}", 200, json={"compute_config": {"k8s_namespaces": ["default"]}})
    ask("DELETE", "/v2/listeners/{listener_id}", 204)

    project = "/v1/projects/{project_id}"
    revision = f"{project}/revisions/{{revision_id}}"
    hosted = project_body(IMAGE, name="project", lc_hosted=True, platform=None)
    known["project_id"] = ask("POST", "/v1/projects", 200, json=hosted)["id"]
    control_plane.wait_for_revision("project")
    shown = ask("GET", project, 200)
    assert shown["resource"]["url"] == f"{control_plane.address}/services/project"
    known["revision_id"] = shown["resource"]["latest_active_revision"]["hosted_langserve_revision_id"]
    ask("GET", "/v1/projects", 200)
    ask("GET", f"{project}/revisions", 200)
    ask("GET", revision, 200)
    logs = ask("POST", f"{revision}/deploy_logs", 200, json={"order": "asc", "query": "DEPLOY"})["logs"]
    assert isinstance(logs[0]["timestamp"], int)
    ask("POST", f"{revision}/build_logs", 200, json={})
    ask("POST", f"{project}/deploy_logs", 200, json={"start_time": "2020-01-01T00:00:00Z"})
    ask("POST", f"{project}/revisions", 200, json={"env_vars": []})
    assert control_plane.latest_revision("project")["variables"] == []
    ask("POST", f"{revision}/interrupt", 200)
    ask("POST", f"{revision}/deploy", 200)
    ask("DELETE", project, 200)
    ask("DELETE", one, 204, params={"delete_tracing_project": True})
    assert control_plane.tracing_projects() == ["project"]


def test_revisions_end_as_told(control_plane: ControlPlane, api: httpx.Client) -> None:
    control_plane.expect("DEPLOY_FAILED", logs=["starting", "out of memory"])
    made = create_deployment(api)
    control_plane.wait_for_revision("agent", "DEPLOY_FAILED")
    path = f"/v2/deployments/{made['id']}"
    failed = api.get(path).json()["latest_revision_id"]
    logs = api.get(f"{path}/revisions/{failed}/logs", params={"type": "deploy", "order": "desc", "limit": 2}).json()
    assert [entry["message"] for entry in logs["logs"]] == ["out of memory", "starting"]

    control_plane.expect("SKIPPED")
    skipped = api.post(f"{path}/revisions", json={}).json()["id"]
    control_plane.wait_for_revision("agent", "DEPLOYED")
    assert api.get(f"{path}/revisions/{skipped}").json()["status"] == "SKIPPED"
    assert api.get(path).json()["active_revision_id"] not in (failed, skipped)

    control_plane.expect(hold_at="PONDERING")
    held = api.post(f"{path}/revisions", json={}).json()["id"]
    control_plane.wait_for_revision("agent", "PONDERING")
    control_plane.release("agent")
    control_plane.wait_for_revision("agent", "DEPLOYED", count=2)
    assert api.get(path).json()["active_revision_id"] == held

    control_plane.expect(hold_at="QUEUED", times=2)
    first = api.post(f"{path}/revisions", json={}).json()["id"]
    control_plane.wait_for_revision("agent", "QUEUED")
    second = api.post(f"{path}/revisions", json={}).json()["id"]
    assert api.get(f"{path}/revisions/{first}").json()["status"] == "SKIPPED"
    api.post(f"/v1/projects/{made['id']}/revisions/{second}/interrupt")
    assert api.get(f"{path}/revisions/{second}").json()["status"] == "INTERRUPTED"
    control_plane.prune_revision("agent", second)
    assert api.get(f"{path}/revisions/{second}").status_code == 404

    control_plane.set(transition_seconds=30)
    api.delete(path)
    assert api.get(path).json()["status"] == "AWAITING_DELETE"
    assert api.patch(path, json={"display_name": "x"}).status_code == 409
    assert api.delete(path).status_code == 204
    control_plane.delete("agent")
    assert api.get(path).status_code == 404
    assert [api.delete(path, params={"force": True}).status_code for _ in range(2)] == [204, 404]


def test_changes_behind_a_clients_back(control_plane: ControlPlane, api: httpx.Client) -> None:
    made = create_deployment(api, secrets=[{"name": "A", "value": "1"}])
    control_plane.wait_for_revision("agent")
    control_plane.set_variable("agent", "B", "2")
    control_plane.change("agent", image=OTHER_IMAGE, resources={"cpu": 8})
    shown = api.get(f"/v2/deployments/{made['id']}").json()
    assert shown["secrets"] == [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]
    assert shown["source_revision_config"]["image_uri"] == OTHER_IMAGE
    assert shown["source_config"]["resource_spec"]["cpu"] == 8
    assert len(control_plane.workload("agent")["revisions"]) == 1
    control_plane.set(secret_values="empty")
    assert api.get(f"/v2/deployments/{made['id']}").json()["secrets"][0] == {"name": "A", "value": ""}
    control_plane.set(secret_values="absent")
    assert api.get(f"/v2/deployments/{made['id']}").json()["secrets"][0] == {"name": "A"}


def test_requests_go_wrong_as_told_and_can_be_waited_for(control_plane: ControlPlane, api: httpx.Client) -> None:
    control_plane.fail({"path": "/v2/.*"}, status=429, headers={"Retry-After": "0"}, body={"detail": "slow"}, skip=1)
    answers = [api.get("/v2/deployments") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 429, 200]
    assert answers[1].headers["retry-after"] == "0"
    control_plane.fail({"method": "GET"}, status=502, body="<html>", content_type="text/html", delay_seconds=0.01)
    assert api.get("/v2/deployments").text == "<html>"

    control_plane.fail({"method": "POST", "body": ".*lost.*"}, drop="after")
    control_plane.fail({"method": "POST"}, drop="before")
    for name in ("lost", "never"):
        with pytest.raises(httpx.RemoteProtocolError):
            api.post("/v2/deployments", json=deployment_body(name))
    assert [workload["name"] for workload in control_plane.workloads()] == ["lost"]
    control_plane.fail({}, drop="midway")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
        api.get("/v2/deployments")
    assert control_plane.faults() == []

    assert len(control_plane.wait_for_requests(2, method="POST")) == 2
    last = control_plane.requests()[-1]
    assert (last["path"], last["cut"]) == ("/v2/deployments", True)
    assert control_plane.requests(since=last["number"]) == []
    with pytest.raises(RuntimeError, match="504"):
        control_plane.wait_for_requests(method="DELETE", timeout_seconds=0.01)


def test_a_project_runs_only_in_an_account_that_is_set_up(
    control_plane: ControlPlane, aws: LocalAws, api: httpx.Client
) -> None:
    control_plane.set(transition_seconds=0)
    image = aws.push_image()
    network = aws.create_network()
    iam, ec2, ecr = aws.client("iam"), aws.client("ec2"), aws.client("ecr")
    project = api.post("/v1/projects", json=project_body(image)).json()
    path, attempts = f"/v1/projects/{project['id']}", 1

    def outcome(**changes: Any) -> str:
        nonlocal attempts
        if changes:
            assert api.post(f"{path}/revisions", json=changes).status_code == 200
            attempts += 1
        control_plane.wait_for_revision("agent", "DEPLOYED|.*_FAILED", count=attempts)
        revision = api.get(f"{path}/revisions").json()[0]
        if revision["status"] == "DEPLOYED":
            return "DEPLOYED"
        log = api.post(f"{path}/revisions/{revision['id']}/deploy_logs", json={"limit": 1, "order": "desc"}).json()
        assert log["logs"][0]["message"] == revision["status_message"]
        return f"{revision['status']}: {revision['status_message']}"

    def again() -> str:
        return outcome(image_path=image)

    assert "does not exist" in outcome()
    aws.create_cloud_role("another-organisation")
    assert f"external id {EXTERNAL_ID}" in again()
    trust = {
        "Version": VERSION,
        "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": ACCOUNT_ID}},
    }
    iam.update_assume_role_policy(RoleName=ROLE_NAME, PolicyDocument=json.dumps(trust))
    assert "HostBackendRoleProd assume it" in again()
    trust["Statement"]["Principal"]["AWS"] = "arn:aws:iam::640174622193:role/HostBackendRoleProd"
    trust["Statement"]["Condition"] = {"StringEquals": {"sts:ExternalId": ["another", EXTERNAL_ID]}}
    iam.update_assume_role_policy(RoleName=ROLE_NAME, PolicyDocument=json.dumps(trust))
    control_plane.set(data_region="eu")
    assert "HostBackendRoleProdEu assume it" in again()
    control_plane.set(data_region="us")
    assert "no VPC has the tag" in again()
    for policy in MANAGED_POLICIES:
        attachment = {"RoleName": ROLE_NAME, "PolicyArn": f"arn:aws:iam::aws:policy/{policy}"}
        iam.detach_role_policy(**attachment)
        assert "do not permit" in again()
        iam.attach_role_policy(**attachment)
    iam.put_role_permissions_boundary(
        RoleName=ROLE_NAME, PermissionsBoundary="arn:aws:iam::aws:policy/AmazonVPCReadOnlyAccess"
    )
    assert "do not permit ecs:" in again()
    iam.delete_role_permissions_boundary(RoleName=ROLE_NAME)
    iam.delete_role_policy(RoleName=ROLE_NAME, PolicyName="LangGraphCloudCustomPermissions")
    assert "do not permit application-autoscaling:" in again()
    autoscaling = {
        "Version": VERSION,
        "Statement": {"Effect": "Allow", "Action": "application-autoscaling:*", "Resource": "*"},
    }
    iam.put_role_policy(RoleName=ROLE_NAME, PolicyName="Custom", PolicyDocument=json.dumps(autoscaling))

    aws.tag_network(network)
    private = {"Key": "langgraph-cloud-private"}
    ec2.delete_tags(Resources=network.public_subnet_ids, Tags=[private])
    assert "no public subnet" in again()
    ec2.create_tags(Resources=network.private_subnet_ids, Tags=[{**private, "Value": "0"}])
    assert "no private subnet" in again()
    aws.tag_network(network)
    assert "is not an image in ECR" in outcome(image_path=IMAGE)
    absent = f"{image.partition('@')[0]}@sha256:{'0' * 64}"
    assert outcome(image_path=absent).startswith(f"DEPLOY_FAILED: the image of {absent} does not exist in ECR")
    assert api.get(path).json()["resource"]["url"] is None

    assert again() == "DEPLOYED"
    url = api.get(path).json()["resource"]["url"]
    assert get(f"{url}/ok").json() == {"ok": True, "image": image}
    held = control_plane.workload("agent")["cloud_resources"]
    ecs, manager, rds = aws.client("ecs"), aws.client("secretsmanager"), aws.client("rds")
    secret = manager.get_secret_value(SecretId=held["secret"])["SecretString"]
    assert json.loads(secret) == {"MODE": "fast", "TOKEN": "hush"}
    service = ecs.describe_services(cluster=held["cluster"], services=[held["service"]])["services"][0]
    assert service["networkConfiguration"]["awsvpcConfiguration"]["subnets"] == sorted(network.private_subnet_ids)
    assert len(rds.describe_db_instances()["DBInstances"]) == 1
    newer = aws.push_image(tag="2")
    assert outcome(image_path=newer, container_spec={"min_scale": 3}) == "DEPLOYED"
    service = ecs.describe_services(cluster=held["cluster"], services=[held["service"]])["services"][0]
    task = ecs.describe_task_definition(taskDefinition=service["taskDefinition"])["taskDefinition"]
    assert (task["containerDefinitions"][0]["image"], service["desiredCount"]) == (newer, 3)
    own_database = [{"name": "POSTGRES_URI_CUSTOM", "value": "postgres://db/x", "type": "secret"}]
    assert outcome(env_vars=own_database) == "DEPLOYED"
    assert "POSTGRES_URI_CUSTOM was set" in outcome(env_vars=[])
    ecr.batch_delete_image(repositoryName="agent", imageIds=[{"imageTag": "1"}])
    assert "does not exist in ECR" in outcome(env_vars=own_database, image_path=image)

    assert api.delete(path).json()["status"] == "AWAITING_DELETE"
    control_plane.wait_until_gone("agent")
    assert api.get(path).status_code == 404
    assert [cluster["status"] for cluster in ecs.describe_clusters(clusters=[held["cluster"]])["clusters"]] == [
        "INACTIVE"
    ]
    assert manager.list_secrets()["SecretList"] == []
    assert rds.describe_db_instances()["DBInstances"] == []
    assert aws.calls() == []


def test_the_proxy_refuses_wrong_signatures(aws: LocalAws) -> None:
    session = boto3.session.Session(region_name=REGION)
    other = aws.credentials_for("111122223333")
    temporary = other["AWS_ACCESS_KEY_ID"], other["AWS_SECRET_ACCESS_KEY"]
    calls = {"iam": "list_roles", "ec2": "describe_vpcs", "sts": "get_caller_identity", "ecr": "describe_repositories"}
    for service, call in calls.items():

        def signed_with(
            key: str, secret: str, token: str | None = None, service: str = service, call: str = call
        ) -> Callable[..., Any]:
            credentials = {"aws_access_key_id": key, "aws_secret_access_key": secret, "aws_session_token": token}
            return getattr(session.client(service, endpoint_url=aws.endpoint, **credentials), call)

        aws.proxy.forget_requests()
        signed_with(ACCESS_KEY_ID, SECRET_ACCESS_KEY)()
        signed_with(*temporary, other["AWS_SESSION_TOKEN"])()
        with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
            signed_with(ACCESS_KEY_ID, "wrong")()
        for wrong in (temporary, (*temporary, "wrong"), ("AKIAUNKNOWN", "x")):
            with pytest.raises(ClientError, match="AuthFailure" if service == "ec2" else "InvalidClientTokenId"):
                signed_with(*wrong)()
        assert [record["status"] < 400 for record in aws.calls()] == [True, True, False, False, False, False]


def test_the_proxy_records_calls_and_makes_chosen_ones_fail(aws: LocalAws) -> None:
    session = boto3.session.Session(ACCESS_KEY_ID, SECRET_ACCESS_KEY, region_name=REGION)
    ec2 = session.client("ec2", endpoint_url=aws.endpoint)
    iam = session.client("iam", endpoint_url=aws.endpoint)
    aws.proxy.fail_call("DescribeVpcs", "ec2", status=400, code="UnauthorizedOperation")
    with pytest.raises(ClientError, match="UnauthorizedOperation"):
        ec2.describe_vpcs()
    aws.proxy.fail_call("CreateRole", "iam", status=500, code="ServiceFailure")
    aws.proxy.fail({"action": "CreateRole"}, drop="after")
    with pytest.raises(ClientError, match="EntityAlreadyExists"):
        iam.create_role(RoleName="x", AssumeRolePolicyDocument='{"Statement": []}')
    assert [call["status"] for call in aws.calls(service="iam", action="CreateRole")] == [500, 200, 409]
    assert aws.calls(action="CreateRole")[0]["parameters"]["RoleName"] == "x"
    ec2.describe_vpcs()
    ec2.describe_vpcs()
    assert len({call["peer"] for call in aws.calls(service="ec2")}) == 1
    assert SECRET_ACCESS_KEY not in json.dumps(aws.calls())
    with pytest.raises(ClientError, match="valid region"):
        session.client("iam", region_name="eu-west-1", endpoint_url=aws.endpoint).list_roles()


def test_programs_end_with_their_standard_input(tmp_path: Path) -> None:
    with ControlPlane(transition_seconds=0, log=tmp_path / "log") as running:
        address = running.address
        assert get(f"{address}/v1/projects").status_code == 401
    with pytest.raises(httpx.ConnectError):
        get(address)
    assert "401" in (tmp_path / "log").read_text()


@pytest.mark.parametrize(
    ("statement", "action", "expected"),
    [
        ({"Effect": "Allow", "Action": "ecs:*", "Resource": "*"}, "ecs:CreateCluster", True),
        ({"Effect": "Allow", "Action": ["ECS:Create*"], "Resource": "*"}, "ecs:CreateCluster", True),
        ({"Effect": "Allow", "Action": "ecs:Delete*", "Resource": "*"}, "ecs:CreateCluster", False),
        ({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}, "ecs:CreateCluster", True),
        ({"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::x"}, "ecs:CreateCluster", False),
        ([{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "ecs:*", "Resource": "*"}],
         "ecs:CreateCluster", False),
        ({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:X": "true"}}}, "a:B", False),
        ({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringLike": {"K": "v*"}}}, "a:B", True),
        ({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringLike": {"K": "w*"}}}, "a:B", False),
    ],
)  # fmt: skip
def test_policies_permit_what_they_say(statement: Any, action: str, expected: bool) -> None:
    assert permits([{"Statement": statement}], action, "*", {"k": "value"}) is expected


def test_a_denial_in_a_trust_policy_wins() -> None:
    allow = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    deny = {**allow, "Effect": "Deny", "Condition": {"StringNotEquals": {"sts:ExternalId": "mine"}}}
    document = {"Statement": [allow, deny]}
    assert lets_assume(document, frozenset({"x"}), {"sts:ExternalId": "mine"})
    assert not lets_assume(document, frozenset({"x"}), {"sts:ExternalId": "theirs"})


KEYS = {"aws_access_key_id": ACCESS_KEY_ID, "aws_secret_access_key": SECRET_ACCESS_KEY}
REPOSITORY_URL = "https://github.com/example/agent"


@pytest.fixture
def repository(tmp_path: Path) -> Callable[..., str]:
    """A git repository; calling it runs a git command there."""
    return new_repository(tmp_path / "repository")


def github_body(integration_id: str, ref: str = "main", **changes: Any) -> dict[str, Any]:
    config = {
        "integration_id": integration_id,
        "repo_url": REPOSITORY_URL,
        "deployment_type": "serverless",
        "build_on_push": False,
    }
    return {
        "name": "agent",
        "source": "github",
        "source_config": {**config, **changes},
        "source_revision_config": {"repo_ref": ref, "langgraph_config_path": "langgraph.json"},
    }


def install(control_plane: ControlPlane, repository: Callable[..., str]) -> str:
    return control_plane.install_github({f"{REPOSITORY_URL}.git": repository("rev-parse", "--show-toplevel")})


def test_a_repository_is_built_at_the_commit_of_its_ref(
    control_plane: ControlPlane, api: httpx.Client, repository: Callable[..., str]
) -> None:
    integration_id = install(control_plane, repository)
    first = repository("rev-parse", "main")
    deployment = api.post("/v2/deployments", json=github_body(integration_id)).json()
    control_plane.wait_for_revision("agent")
    shown = api.get(f"/v2/deployments/{deployment['id']}").json()
    assert shown["source_config"]["repo_branch"] == "main"
    assert shown["source_revision_config"]["repo_ref"] == first
    assert shown["source_revision_config"]["repo_commit_sha"] == first
    moved = api.patch(
        f"/v2/deployments/{deployment['id']}", json={"source_revision_config": {"repo_ref": "refs/tags/v1"}}
    )
    assert moved.json()["source_config"]["repo_branch"] == "refs/tags/v1"


def test_a_push_is_deployed_where_that_is_wanted(
    control_plane: ControlPlane, api: httpx.Client, repository: Callable[..., str]
) -> None:
    integration_id = install(control_plane, repository)
    api.post("/v2/deployments", json=github_body(integration_id, build_on_push=True)).raise_for_status()
    control_plane.wait_for_revision("agent")
    repository("commit", "--quiet", "--allow-empty", "-m", "two")
    control_plane.wait_for_revision("agent", count=2)
    latest = control_plane.latest_revision("agent")
    assert latest["source_revision_config"]["repo_commit_sha"] == repository("rev-parse", "main")


def test_what_a_repository_lacks_fails_its_build(
    control_plane: ControlPlane, api: httpx.Client, repository: Callable[..., str]
) -> None:
    integration_id = install(control_plane, repository)
    api.post("/v2/deployments", json=github_body(integration_id, "nowhere")).raise_for_status()
    failed = control_plane.wait_for_revision("agent", "BUILD_FAILED")
    assert "couldn't find remote ref nowhere" in failed["revisions"][-1]["logs"]["build"][-1]


def test_sources_from_github_that_are_refused(
    control_plane: ControlPlane, api: httpx.Client, repository: Callable[..., str]
) -> None:
    integration_id = install(control_plane, repository)

    def refused(*arguments: Any, **changes: Any) -> str:
        answer = api.post("/v2/deployments", json=github_body(*arguments, **changes))
        assert answer.status_code == 400, answer.text
        return answer.json()["detail"]

    assert "not found" in refused(ABSENT)
    assert "no access" in refused(integration_id, repo_url="https://github.com/example/other")
    assert "build_on_push" in refused(integration_id, "refs/tags/v1", build_on_push=True)
    assert "resource_spec" in refused(integration_id, resource_spec={"cpu": 1})
    assert "custom_url" in refused(integration_id, custom_url="https://agent.example.com")


def test_installations_are_listed_by_workspace_and_page(control_plane: ControlPlane, api: httpx.Client) -> None:
    ids = [control_plane.install_github({}, name=name) for name in ("one", "two", "three")]
    control_plane.install_github({}, name="other", tenant_id=WORKSPACE)
    first = api.get("/v2/integrations/github/installations", params={"page_size": 2}).json()
    rest = api.get("/v2/integrations/github/installations", params={"cursor": first["next_cursor"]}).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == ids
    assert rest["next_cursor"] is None


def test_listeners_belong_to_a_workspace_and_change_their_namespaces(
    control_plane: ControlPlane, api: httpx.Client
) -> None:
    body = {"compute_type": "k8s", "compute_id": "cluster", "compute_config": {"k8s_namespaces": ["a"]}}
    listener = api.post("/v2/listeners", json=body).json()
    assert api.post("/v2/listeners", json=body).status_code == 409
    patched = api.patch(f"/v2/listeners/{listener['id']}", json={"compute_config": {"k8s_namespaces": ["a", "b"]}})
    assert patched.json()["compute_config"] == {"k8s_namespaces": ["a", "b"]}
    with control_plane.api(**{"X-Tenant-Id": WORKSPACE}) as elsewhere:
        assert elsewhere.get("/v2/listeners").json()["resources"] == []
        assert elsewhere.get(f"/v2/listeners/{listener['id']}").status_code == 404
    control_plane.set(listeners_enabled=False)
    assert api.post("/v2/listeners", json={**body, "compute_id": "other"}).status_code == 403


def test_both_words_for_a_type_mean_the_same(control_plane: ControlPlane, api: httpx.Client) -> None:
    deployment = create_deployment(api, source_config={"deployment_type": "dedicated"})
    path = f"/v2/deployments/{deployment['id']}"
    control_plane.set(deployment_type_words="older")
    assert api.get(path).json()["source_config"]["deployment_type"] == "prod"
    assert api.patch(path, json={"source_config": {"deployment_type": "prod"}}).status_code == 200
    assert api.patch(path, json={"source_config": {"deployment_type": "dev"}}).status_code == 400


def test_cpus_are_kept_to_one_decimal(api: httpx.Client) -> None:
    config = {"deployment_type": "prod", "resource_spec": {"cpu": 0.25, "queue_cpu": 1.5}}
    shown = create_deployment(api, source_config=config)["source_config"]["resource_spec"]
    assert (shown["cpu"], shown["queue_cpu"]) == (0.2, 1.5)


def test_sizes_fit_the_type_and_make_a_revision(
    control_plane: ControlPlane, api: httpx.Client, repository: Callable[..., str]
) -> None:
    control_plane.set(hosting="cloud")
    deployment = api.post("/v2/deployments", json=github_body(install(control_plane, repository))).json()
    path = f"/v2/deployments/{deployment['id']}/resource-tiers"
    assert api.patch(path, json={"compute_tier": "DEDICATED_S"}).status_code == 400
    assert api.patch(path, json={"database_tier": "SERVERLESS_S"}).status_code == 400
    assert api.patch(path, json={"compute_tier": "SERVERLESS_M"}).status_code == 200
    workload = control_plane.workload("agent")
    assert workload["tiers"] == {"compute_tier": "SERVERLESS_M"}
    assert len(workload["revisions"]) == 2


def test_only_a_revision_in_progress_is_interrupted(control_plane: ControlPlane, api: httpx.Client) -> None:
    control_plane.expect(hold_at="DEPLOYING")
    deployment = create_deployment(api)
    control_plane.wait_for_revision("agent", "DEPLOYING")
    path = f"/v2/deployments/{deployment['id']}/revisions/{control_plane.latest_revision('agent')['id']}/interrupt"
    assert api.post(path).status_code == 200
    assert control_plane.latest_revision("agent")["status"] == "INTERRUPTED"
    assert api.post(path).status_code == 400


def test_a_name_is_given_once_among_variables_and_references(api: httpx.Client) -> None:
    references = [{"name": "TOKEN", "secret_name": "agent", "secret_key": "token"}]
    body = deployment_body(secrets=[{"name": "TOKEN", "value": "x"}], secret_references=references)
    assert api.post("/v2/deployments", json=body).status_code == 400
    reserved = deployment_body(secret_references=[{**references[0], "name": "DATABASE_URI"}])
    assert api.post("/v2/deployments", json=reserved).status_code == 400


def test_an_address_is_in_use_once(api: httpx.Client, control_plane: ControlPlane) -> None:
    config = {"deployment_type": "prod", "custom_url": "https://agent.example.com"}
    create_deployment(api, source_config=config)
    control_plane.wait_for_revision("agent")
    assert api.post("/v2/deployments", json=deployment_body("other", source_config=config)).status_code == 400


def test_a_service_takes_its_time_to_be_well(control_plane: ControlPlane, api: httpx.Client) -> None:
    control_plane.set(not_ok_answers=2)
    create_deployment(api)
    control_plane.wait_for_revision("agent")
    url = control_plane.workload("agent")["url"]
    assert [get(f"{url}/ok").status_code for _ in range(3)] == [503, 503, 200]


def test_one_command_starts_all_of_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sandbox", "--until-stdin-closes", "--format", "json", "--vpc", "--role"]
    recipes = ["--image", "agent", "--repository", REPOSITORY_URL]
    environment = {**clean_environment(), "PYTHONPATH": str(REPOSITORY / "tests")}
    with subprocess.Popen(
        command + recipes, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=tmp_path
    ) as program:
        limit = threading.Timer(60, program.kill)
        limit.start()
        started = json.loads(program.stdout.readline())
        found, made = started["environment"], started["variables"]
        headers = {"X-Api-Key": found["LANGSMITH_API_KEY"]}
        answer = get(f"{found['LANGGRAPH_HOST_URL']}/v2/integrations/github/installations", headers=headers)
        assert answer.json()["items"][0]["id"] == made["integration_id"]
        ec2 = boto3.client("ec2", region_name=REGION, endpoint_url=found["AWS_ENDPOINT_URL"], **KEYS)
        assert [vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"] if vpc["VpcId"] == made["vpc_id"]]
        program.stdin.close()
        assert program.wait(60) == 0
        limit.cancel()
