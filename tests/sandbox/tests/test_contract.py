"""The local control plane and its contract: what it refuses, and what its answers look like."""

from functools import partial
from typing import Any

import httpx
import pytest

from sandbox.client import (
    REGION,
    ControlPlane,
)
from sandbox.contract import Contract
from support.bodies import (
    ABSENT,
    IMAGE,
    deployment_body,
    project_body,
)

get = partial(httpx.get, timeout=60)


def refused(api: httpx.Client, method: str, path: str, **arguments: Any) -> list[tuple[list[Any], str]]:
    """Where a request is refused, and as what."""
    answer = api.request(method, path, **arguments)
    assert answer.status_code == 422, answer.text
    return [(problem["loc"], problem["type"]) for problem in answer.json()["detail"]]


@pytest.mark.parametrize(
    ("changes", "place", "problem"),
    [
        pytest.param({"name": "Agent"}, ["name"], "string_pattern_mismatch", id="name"),
        pytest.param({"source": "ftp"}, ["source"], "literal_error", id="source"),
        pytest.param({"colour": "red"}, ["colour"], "extra_forbidden", id="unknown member"),
        pytest.param({"secrets": [{"name": "A"}]}, ["secrets", 0, "value"], "missing", id="secret without value"),
        pytest.param(
            {"source_config": {"resource_spec": {"cpu": 99}}},
            ["source_config", "resource_spec", "cpu"],
            "less_than_equal",
            id="much cpu",
        ),
        pytest.param(
            {"source_config": {"listener_id": "x"}}, ["source_config", "listener_id"], "uuid_parsing", id="no uuid"
        ),
        pytest.param(
            {"source_config": {"build_on_push": "no"}}, ["source_config", "build_on_push"], "bool_type", id="no bool"
        ),
    ],
)
def test_a_deployment_that_breaks_the_contract_is_refused(
    api: httpx.Client, changes: dict[str, Any], place: list[Any], problem: str
) -> None:
    found = refused(api, "POST", "/v2/deployments", json=deployment_body(**changes))
    assert found == [(["body", *place], problem)]


def test_a_body_that_lacks_members_is_refused(api: httpx.Client) -> None:
    assert refused(api, "POST", "/v2/deployments", json={"source": "external_docker"}) == [
        (["body", "name"], "missing"),
        (["body", "source_config"], "missing"),
        (["body", "source_revision_config"], "missing"),
    ]


def test_a_body_that_is_none_is_refused(api: httpx.Client) -> None:
    assert refused(api, "POST", "/v2/deployments") == [(["body"], "missing")]
    no_json = {"content": b"{", "headers": {"Content-Type": "application/json"}}
    assert refused(api, "POST", "/v2/deployments", **no_json) == [(["body", 1], "json_invalid")]


def test_paths_and_queries_are_held_to_the_contract(api: httpx.Client) -> None:
    assert refused(api, "GET", "/v2/deployments/agent") == [(["path", "deployment_id"], "uuid_parsing")]
    assert refused(api, "GET", "/v2/deployments", params={"limit": 101}) == [(["query", "limit"], "less_than_equal")]
    assert refused(api, "GET", "/v1/projects", params={"offset": "x"}) == [(["query", "offset"], "int_type")]


def test_a_project_in_an_account_names_it(api: httpx.Client) -> None:
    body = project_body(IMAGE, platform={"region": REGION})
    assert [place for place, _ in refused(api, "POST", "/v1/projects", json=body)] == [
        ["body", "platform", "aws_account_id"],
        ["body", "platform", "aws_role_arn"],
        ["body", "platform", "aws_external_id"],
    ]


class Asker:
    """Makes requests whose answers have to keep to the contract; `known` are the ids that paths name."""

    def __init__(self, api: httpx.Client) -> None:
        self._api = api
        self._contract = Contract()
        self.known = {"deployment_id": ABSENT, "project_id": ABSENT, "revision_id": ABSENT, "listener_id": ABSENT}

    def __call__(self, method: str, path: str, status: int, **arguments: Any) -> Any:
        answer = self._api.request(method, path.format(**self.known), **arguments)
        assert answer.status_code == status, answer.text
        body = answer.json() if answer.content and answer.text != "null" else None
        assert self._contract.answer_problems(path, method, status, body) == []
        return body


@pytest.fixture
def ask(api: httpx.Client) -> Asker:
    """A client of the API that reads its contract."""
    return Asker(api)


DEPLOYMENT = "/v2/deployments/{deployment_id}"
PROJECT = "/v1/projects/{project_id}"


@pytest.fixture
def of_deployment(ask: Asker, control_plane: ControlPlane) -> Asker:
    """The same, with a deployment and its revision."""
    ask.known["deployment_id"] = ask("POST", "/v2/deployments", 201, json=deployment_body())["id"]
    control_plane.wait_for_revision("agent")
    ask.known["revision_id"] = ask("GET", DEPLOYMENT, 200)["active_revision_id"]
    return ask


def test_refusals_keep_to_the_contract(of_deployment: Asker) -> None:
    of_deployment("POST", "/v2/deployments", 422, json={})
    of_deployment("PATCH", DEPLOYMENT, 400, json={"source_config": {"repo_url": "https://example.com"}})
    of_deployment("PATCH", f"{DEPLOYMENT}/resource-tiers", 400, json={"compute_tier": "DEDICATED_S"})
    of_deployment("POST", f"{DEPLOYMENT}/revisions/{{revision_id}}/interrupt", 400)


def test_what_is_not_there_is_told_by_the_contract(ask: Asker) -> None:
    ask("GET", DEPLOYMENT, 404)


def test_answers_about_deployments_keep_to_the_contract(of_deployment: Asker) -> None:
    of_deployment("GET", "/v2/deployments", 200)
    of_deployment("PATCH", DEPLOYMENT, 200, json={"display_name": "Agent"})
    of_deployment("DELETE", DEPLOYMENT, 204, params={"delete_tracing_project": True})


def test_answers_about_revisions_keep_to_the_contract(of_deployment: Asker) -> None:
    revision = f"{DEPLOYMENT}/revisions/{{revision_id}}"
    of_deployment("GET", f"{DEPLOYMENT}/revisions", 200, params={"status": "DEPLOYED"})
    of_deployment("GET", revision, 200)
    page = {"type": "deploy", "order": "asc", "limit": 1}
    assert of_deployment("GET", f"{revision}/logs", 200, params=page)["next_offset"]
    of_deployment("POST", f"{revision}/redeploy", 200)
    of_deployment("POST", f"{DEPLOYMENT}/revisions", 201, json={"secrets": [{"name": "A", "value": "1"}]})


def test_answers_about_installations_keep_to_the_contract(ask: Asker) -> None:
    ask("GET", "/v2/integrations/github/installations", 200, params={"page_size": 5})


def test_answers_about_listeners_keep_to_the_contract(ask: Asker) -> None:
    listener = {"compute_type": "k8s", "compute_id": "c", "compute_config": {}}
    ask.known["listener_id"] = ask("POST", "/v2/listeners", 201, json=listener)["id"]
    ask("GET", "/v2/listeners", 200)
    ask("GET", "/v2/listeners/{listener_id}", 200)
    ask("PATCH", "/v2/listeners/{listener_id}", 200, json={"compute_config": {"k8s_namespaces": ["default"]}})
    ask("DELETE", "/v2/listeners/{listener_id}", 204)


@pytest.fixture
def of_project(ask: Asker, control_plane: ControlPlane) -> Asker:
    """The same, with a hosted project of the first generation and its revision."""
    hosted = project_body(IMAGE, name="project", lc_hosted=True, platform=None)
    ask.known["project_id"] = ask("POST", "/v1/projects", 200, json=hosted)["id"]
    control_plane.wait_for_revision("project")
    shown = ask("GET", PROJECT, 200)["resource"]
    assert shown["url"] == f"{control_plane.address}/services/project"
    ask.known["revision_id"] = shown["latest_active_revision"]["hosted_langserve_revision_id"]
    return ask


def test_answers_about_projects_keep_to_the_contract(of_project: Asker, control_plane: ControlPlane) -> None:
    of_project("GET", "/v1/projects", 200)
    of_project("DELETE", PROJECT, 200)
    assert control_plane.tracing_projects() == ["project"]


def test_answers_about_revisions_of_projects_keep_to_the_contract(
    of_project: Asker, control_plane: ControlPlane
) -> None:
    revision = f"{PROJECT}/revisions/{{revision_id}}"
    of_project("GET", f"{PROJECT}/revisions", 200)
    of_project("GET", revision, 200)
    of_project("POST", f"{PROJECT}/revisions", 200, json={"env_vars": []})
    assert control_plane.latest_revision("project")["variables"] == []
    of_project("POST", f"{revision}/interrupt", 200)
    of_project("POST", f"{revision}/deploy", 200)


def test_answers_about_logs_of_projects_keep_to_the_contract(of_project: Asker) -> None:
    revision = f"{PROJECT}/revisions/{{revision_id}}"
    asked = {"order": "asc", "query": "DEPLOY"}
    logs = of_project("POST", f"{revision}/deploy_logs", 200, json=asked)["logs"]
    assert isinstance(logs[0]["timestamp"], int)
    of_project("POST", f"{revision}/build_logs", 200, json={})
    of_project("POST", f"{PROJECT}/deploy_logs", 200, json={"start_time": "2020-01-01T00:00:00Z"})
