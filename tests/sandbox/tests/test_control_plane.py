"""The local control plane: who may ask, what it refuses, deployments and their revisions, LangChain's own client."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.client import (
    ORGANISATION_API_KEY,
    ControlPlane,
)
from sandbox.langgraph_command import LangGraphCommand
from support.bodies import (
    ABSENT,
    IMAGE,
    OTHER_IMAGE,
    REPOSITORY_URL,
    WORKSPACE,
    create_deployment,
    deployment_body,
    project_body,
)

get = partial(httpx.get, timeout=60)


@pytest.fixture
def langgraph(control_plane: ControlPlane, tmp_path: Path) -> LangGraphCommand:
    """LangChain's own client, unmodified."""
    return LangGraphCommand(tmp_path / "client", control_plane.environment)


def test_langchains_own_client_deploys_lists_and_deletes(
    langgraph: LangGraphCommand, control_plane: ControlPlane
) -> None:
    assert "successful" in langgraph.deploy("agent", IMAGE).stdout
    deployed = control_plane.workload("agent")
    assert deployed["status"] == "READY"
    assert deployed["url"] in langgraph.run("deploy", "list").stdout
    assert "DEPLOYED" in langgraph.run("deploy", "revisions", "list", deployed["id"]).stdout
    assert "DEPLOYED" in langgraph.run("deploy", "logs", "--name", "agent").stdout
    langgraph.run("deploy", "delete", deployed["id"], "--force")
    assert "agent" not in langgraph.run("deploy", "list").stdout


def test_langchains_own_client_is_shown_what_fails(langgraph: LangGraphCommand, control_plane: ControlPlane) -> None:
    control_plane.expect("BUILD_FAILED", logs=["no such module: agent"])
    assert langgraph.deploy("agent", OTHER_IMAGE, check=False).returncode != 0
    assert "no such module" in langgraph.run("deploy", "logs", "--name", "agent", "--type", "build").stdout


def status(control_plane: ControlPlane, api_key: str, **headers: str) -> int:
    """What a list of deployments is answered with."""
    with control_plane.api(api_key, **headers) as client:
        return client.get("/v2/deployments").status_code


@pytest.mark.parametrize("path", ["/v2/deployments", "/api-host/v2/deployments"])
def test_nothing_is_told_without_a_key(control_plane: ControlPlane, path: str) -> None:
    assert get(f"{control_plane.address}{path}").status_code == 401
    assert status(control_plane, "nonsense") == 401


def test_a_key_of_an_organisation_needs_a_workspace(control_plane: ControlPlane) -> None:
    assert status(control_plane, ORGANISATION_API_KEY) == 403
    assert status(control_plane, ORGANISATION_API_KEY, **{"X-Tenant-Id": WORKSPACE}) == 200
    assert status(control_plane, ORGANISATION_API_KEY, **{"X-Tenant-Id": "mine"}) == 422


def test_a_workspace_has_its_own_deployments(control_plane: ControlPlane, api: httpx.Client) -> None:
    with control_plane.api(**{"X-Tenant-Id": WORKSPACE}) as client:
        made = create_deployment(client)
    assert made["tenant_id"] == WORKSPACE
    assert api.get(f"/v2/deployments/{made['id']}").status_code == 404


def test_deployments_may_not_be_enabled(control_plane: ControlPlane) -> None:
    control_plane.set(deployments_enabled=False)
    assert status(control_plane, ORGANISATION_API_KEY, **{"X-Tenant-Id": WORKSPACE}) == 403


def test_keys_are_not_recorded(control_plane: ControlPlane) -> None:
    status(control_plane, ORGANISATION_API_KEY)
    assert "(hidden)" in {request["headers"].get("x-api-key") for request in control_plane.requests()}
    assert ORGANISATION_API_KEY not in json.dumps(control_plane.requests())


def refusal(api: httpx.Client, **changes: Any) -> str:
    """Why a deployment is refused that keeps to the contract."""
    answer = api.post("/v2/deployments", json=deployment_body("other", **changes))
    assert answer.status_code == 400, answer.text
    return answer.json()["detail"]


def test_a_name_is_taken_for_both_generations(api: httpx.Client) -> None:
    create_deployment(api)
    assert api.post("/v2/deployments", json=deployment_body()).status_code == 409
    assert api.post("/v1/projects", json=project_body(IMAGE)).status_code == 409


GITHUB = {
    "source": "github",
    "source_config": {
        "integration_id": ABSENT,
        "repo_url": REPOSITORY_URL,
        "deployment_type": "prod",
        "build_on_push": True,
    },
    "source_revision_config": {"repo_ref": "refs/tags/v1", "langgraph_config_path": "langgraph.json"},
}
REFERENCES = [{"name": "A", "secret_name": "a", "secret_key": "a"}]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"secrets": [{"name": "DATABASE_URI", "value": "x"}]}, "DATABASE_URI", id="reserved name"),
        pytest.param({"source_revision_config": {}}, "image_uri", id="no image"),
        pytest.param({"source": "github"}, "integration_id", id="no integration"),
        pytest.param(
            {"source": "internal_docker", "secret_references": REFERENCES}, "secret_references", id="references"
        ),
        pytest.param(GITHUB, "build_on_push", id="push of a tag"),
    ],
)
def test_what_cannot_be_deployed_is_refused(api: httpx.Client, changes: dict[str, Any], says: str) -> None:
    assert says in refusal(api, **changes)


def test_only_the_cloud_has_its_own_database(api: httpx.Client, control_plane: ControlPlane) -> None:
    secrets = [{"name": "POSTGRES_URI_CUSTOM", "value": "postgres://x"}]
    create_deployment(api, "elsewhere", secrets=secrets)
    control_plane.set(hosting="cloud", data_region="aws_us")
    assert "POSTGRES_URI_CUSTOM" in refusal(api, secrets=secrets)


def test_a_region_may_not_scale_to_zero(api: httpx.Client, control_plane: ControlPlane) -> None:
    control_plane.set(hosting="cloud", data_region="aws_us")
    assert "Scale to zero" in refusal(api, source_config={"deployment_type": "dev_zero"})


def test_the_cloud_deploys_images_through_a_listener(api: httpx.Client, control_plane: ControlPlane) -> None:
    control_plane.set(hosting="cloud", data_region="aws_us")
    listener = {"compute_type": "k8s", "compute_id": "c", "compute_config": {"k8s_namespaces": ["default"]}}
    listener_id = api.post("/v2/listeners", json=listener).json()["id"]
    assert "listener_id' is required" in refusal(api)
    wrong = {"listener_id": listener_id, "listener_config": {"k8s_namespace": "kube-system"}}
    assert "kube-system" in refusal(api, source_config=wrong)
    right = {"listener_id": listener_id, "listener_config": {"k8s_namespace": "default"}}
    create_deployment(api, "hybrid", source_config=right)


@pytest.fixture
def deployed(control_plane: ControlPlane, api: httpx.Client) -> dict[str, Any]:
    """A deployment with a secret and four CPUs, as it was answered."""
    control_plane.set(transition_seconds=0)
    made = create_deployment(api, secrets=SECRETS, source_config={"resource_spec": {"cpu": 4}})
    control_plane.wait_for_revision("agent")
    return made


SECRETS = [{"name": "A", "value": "1"}]


@pytest.fixture
def update(api: httpx.Client, control_plane: ControlPlane, deployed: dict[str, Any]) -> Callable[..., dict[str, Any]]:
    """Changes the deployment, which then has so many revisions; the answer."""

    def changed(revisions: int, **body: Any) -> dict[str, Any]:
        answer = api.patch(f"/v2/deployments/{deployed['id']}", json=body)
        assert answer.status_code == 200, answer.text
        assert len(control_plane.workload("agent")["revisions"]) == revisions
        return answer.json()

    return changed


def test_sizes_that_are_not_given_have_defaults(deployed: dict[str, Any]) -> None:
    spec = deployed["source_config"]["resource_spec"]
    assert (spec["cpu"], spec["memory_mb"]) == (4, 2048)
    assert "custom_url" not in deployed["source_config"]


def test_names_and_addresses_make_no_revision(update: Callable[..., dict[str, Any]], deployed: dict[str, Any]) -> None:
    assert update(1, display_name="Agent")["display_name"] == "Agent"
    assert update(1, display_name=None)["display_name"] == "Agent"
    shown = update(1, source_config={"custom_url": "https://agent.example.com"})["source_config"]
    assert shown["resource_spec"] == deployed["source_config"]["resource_spec"]
    changed = update(2, source_revision_config={"image_uri": OTHER_IMAGE})
    assert changed["source_config"]["custom_url"] == "https://agent.example.com"


@pytest.mark.parametrize("nothing", [[], None], ids=["empty", "null"])
def test_no_secrets_change_none(update: Callable[..., dict[str, Any]], nothing: list[Any] | None) -> None:
    assert update(1, secrets=nothing)["secrets"] == SECRETS


def test_an_image_that_is_null_stays(update: Callable[..., dict[str, Any]]) -> None:
    assert update(1, source_revision_config={"image_uri": None})["source_revision_config"]["image_uri"] == IMAGE


def test_secrets_are_replaced_as_a_whole_by_a_revision(update: Callable[..., dict[str, Any]]) -> None:
    assert update(2, secrets=[{"name": "B", "value": "2"}])["secrets"] == [{"name": "B", "value": "2"}]


def test_sizes_are_replaced_as_a_whole_by_a_revision(update: Callable[..., dict[str, Any]]) -> None:
    spec = update(2, source_config={"resource_spec": {"memory_mb": 4096}})["source_config"]["resource_spec"]
    assert (spec["memory_mb"], spec["cpu"]) == (4096, 2)


def test_references_make_a_revision_even_where_there_are_none(update: Callable[..., dict[str, Any]]) -> None:
    assert update(2, secret_references=[])["secret_references"] == []


def test_an_image_makes_a_revision(update: Callable[..., dict[str, Any]], deployed: dict[str, Any]) -> None:
    changed = update(2, source_revision_config={"image_uri": OTHER_IMAGE})
    assert changed["latest_revision_id"] != deployed["latest_revision_id"]


def test_a_type_is_not_changed(api: httpx.Client, deployed: dict[str, Any]) -> None:
    body = {"source_config": {"deployment_type": "dev"}}
    refusal = api.patch(f"/v2/deployments/{deployed['id']}", json=body)
    assert (refusal.status_code, "deployment_type" in refusal.json()["detail"]) == (400, True)


def test_a_revision_is_made_of_the_newest(
    api: httpx.Client, deployed: dict[str, Any], update: Callable[..., dict[str, Any]]
) -> None:
    update(2, source_revision_config={"image_uri": OTHER_IMAGE})
    again = api.post(f"/v2/deployments/{deployed['id']}/revisions", json={})
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


@pytest.fixture
def path(api: httpx.Client, control_plane: ControlPlane) -> str:
    """Where a deployment is whose revision is deployed."""
    made = create_deployment(api)
    control_plane.wait_for_revision("agent")
    return f"/v2/deployments/{made['id']}"


def test_a_revision_fails_with_the_log_that_was_told(api: httpx.Client, control_plane: ControlPlane, path: str) -> None:
    active = api.get(path).json()["active_revision_id"]
    control_plane.expect("DEPLOY_FAILED", logs=["starting", "out of memory"])
    failed = api.post(f"{path}/revisions", json={}).json()["id"]
    control_plane.wait_for_revision("agent", "DEPLOY_FAILED")
    page = {"type": "deploy", "order": "desc", "limit": 2}
    logs = api.get(f"{path}/revisions/{failed}/logs", params=page).json()["logs"]
    assert [entry["message"] for entry in logs] == ["out of memory", "starting"]
    shown = api.get(path).json()
    assert (shown["latest_revision_id"], shown["active_revision_id"]) == (failed, active)


def test_a_revision_is_superseded_by_the_next(api: httpx.Client, control_plane: ControlPlane, path: str) -> None:
    control_plane.expect("SKIPPED")
    skipped = api.post(f"{path}/revisions", json={}).json()["id"]
    control_plane.wait_for_revision("agent", "DEPLOYED", count=2)
    assert api.get(f"{path}/revisions/{skipped}").json()["status"] == "SKIPPED"
    assert api.get(path).json()["active_revision_id"] != skipped


def test_a_revision_is_held_until_it_is_released(api: httpx.Client, control_plane: ControlPlane, path: str) -> None:
    control_plane.expect(hold_at="PONDERING")
    held = api.post(f"{path}/revisions", json={}).json()["id"]
    control_plane.wait_for_revision("agent", "PONDERING")
    control_plane.release("agent")
    control_plane.wait_for_revision("agent", "DEPLOYED", count=2)
    assert api.get(path).json()["active_revision_id"] == held


@pytest.fixture
def queued(api: httpx.Client, control_plane: ControlPlane, path: str) -> list[str]:
    """Two revisions, the second of which is in the queue."""
    control_plane.expect(hold_at="QUEUED", times=2)
    first = api.post(f"{path}/revisions", json={}).json()["id"]
    control_plane.wait_for_revision("agent", "QUEUED")
    return [first, api.post(f"{path}/revisions", json={}).json()["id"]]


def test_a_revision_in_the_queue_makes_way(api: httpx.Client, path: str, queued: list[str]) -> None:
    assert api.get(f"{path}/revisions/{queued[0]}").json()["status"] == "SKIPPED"


def test_a_revision_is_interrupted_and_pruned(
    api: httpx.Client, control_plane: ControlPlane, path: str, queued: list[str]
) -> None:
    api.post(f"{path.replace('/v2/deployments', '/v1/projects')}/revisions/{queued[1]}/interrupt")
    assert api.get(f"{path}/revisions/{queued[1]}").json()["status"] == "INTERRUPTED"
    control_plane.prune_revision("agent", queued[1])
    assert api.get(f"{path}/revisions/{queued[1]}").status_code == 404


def test_a_deployment_that_goes_takes_no_changes(api: httpx.Client, control_plane: ControlPlane, path: str) -> None:
    control_plane.set(transition_seconds=30)
    api.delete(path)
    assert api.get(path).json()["status"] == "AWAITING_DELETE"
    assert api.patch(path, json={"display_name": "x"}).status_code == 409
    assert api.delete(path).status_code == 204


def test_a_deployment_that_is_gone_is_deleted_only_by_force(
    api: httpx.Client, control_plane: ControlPlane, path: str
) -> None:
    control_plane.delete("agent")
    assert api.get(path).status_code == 404
    assert [api.delete(path, params={"force": True}).status_code for _ in range(2)] == [204, 404]


def test_what_changes_behind_a_clients_back_is_shown_without_a_revision(
    control_plane: ControlPlane, api: httpx.Client
) -> None:
    made = create_deployment(api, secrets=[{"name": "A", "value": "1"}])
    control_plane.wait_for_revision("agent")
    control_plane.set_variable("agent", "B", "2")
    control_plane.change("agent", image=OTHER_IMAGE, resources={"cpu": 8})
    shown = api.get(f"/v2/deployments/{made['id']}").json()
    assert shown["secrets"] == [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]
    assert shown["source_revision_config"]["image_uri"] == OTHER_IMAGE
    assert shown["source_config"]["resource_spec"]["cpu"] == 8
    assert len(control_plane.workload("agent")["revisions"]) == 1


@pytest.mark.parametrize(
    ("how", "shown"), [("empty", {"name": "A", "value": ""}), ("absent", {"name": "A"})], ids=["empty", "absent"]
)
def test_values_of_secrets_may_be_hidden(
    control_plane: ControlPlane, api: httpx.Client, how: str, shown: dict[str, str]
) -> None:
    made = create_deployment(api, secrets=[{"name": "A", "value": "1"}])
    control_plane.set(secret_values=how)
    assert api.get(f"/v2/deployments/{made['id']}").json()["secrets"] == [shown]


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
