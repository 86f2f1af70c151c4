"""List resources and generated configuration, as `terraform query` (1.14) asks for them, by the protocol's client."""

from collections.abc import Callable
from typing import Any

import pytest

from acceptance.support.elsewhere import deploy, deploy_byoc, deploy_repository, listen
from sandbox.client import ACCOUNT_ID, REGION, ROLE_NAME, ControlPlane, LocalAws, Network
from support.bodies import REPOSITORY_URL
from support.plugin import Plugin
from support.protocol import dynamic, filled_block, identity_of, messages, unpack

KINDS = ("cloud_role", "listener", "project", "subnet_tag")


@pytest.fixture
def schema(plugin: Plugin) -> Any:
    return plugin.call("GetProviderSchema")


@pytest.fixture
def stream(plugin: Plugin, schema: Any) -> Callable[..., Any]:
    """Begins a list; keywords are its configuration, but for `limit` and `whole`."""

    def started(kind: str, limit: int = 1000, whole: bool = False, **given: Any) -> Any:
        name = f"langgraph_{kind}"
        config = dynamic(filled_block(schema.list_resource_schemas[name].block, given))
        assert not plugin.call("ValidateListResourceConfig", type_name=name, config=config).diagnostics
        return plugin.stream(
            "ListResource", "Event", type_name=name, config=config, limit=limit, include_resource_object=whole
        )

    return started


@pytest.fixture
def found(stream: Callable[..., Any]) -> Callable[..., list[Any]]:
    """The events of a list that succeeds."""

    def listed(kind: str, **fields: Any) -> list[Any]:
        events = list(stream(kind, **fields))
        assert not any(event.diagnostic for event in events), events[-1]
        return events

    return listed


def names(events: list[Any]) -> list[str]:
    return [event.display_name for event in events]


@pytest.fixture
def world(aws: LocalAws, network: Network, control_plane: ControlPlane) -> dict[str, list[dict[str, Any]]]:
    """Objects of every kind that Terraform did not make: their identities by kind."""
    aws.create_cloud_role()
    aws.client("iam").create_role(RoleName="other", AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[]}')
    aws.tag_network(network)
    aws.create_network()
    ids = [deploy(control_plane, name) for name in ("agent-1", "agent-2")]
    integration_id = control_plane.install_github({REPOSITORY_URL: None})
    ids.append(deploy_repository(control_plane, "built", integration_id))
    ids.append(deploy_byoc(control_plane, "in-account", aws.push_image()))
    for name in ("agent-1", "agent-2", "built", "in-account"):
        control_plane.wait_for_revision(name)
    workspace = {"workspace_id": control_plane.DEFAULT_WORKSPACE}
    place = {"account_id": ACCOUNT_ID, "region": REGION}
    tagged = [network.vpc_id, *network.private_subnet_ids, *network.public_subnet_ids]
    return {
        "cloud_role": [{"account_id": ACCOUNT_ID, "name": ROLE_NAME}],
        "listener": [{"id": listen(control_plane, name), "workspace_id": None} for name in ("one", "two")],
        "project": [{"id": each, **workspace} for each in ids],
        "subnet_tag": [{**place, "resource_id": each} for each in tagged],
    }


def test_everything_is_found_and_generates_configuration_that_changes_nothing(
    plugin: Plugin, schema: Any, found: Callable[..., list[Any]], world: dict[str, list[dict[str, Any]]]
) -> None:
    for kind in KINDS:
        type_name = f"langgraph_{kind}"
        events = found(kind, whole=True)
        assert sorted(str(identity_of(event.identity)) for event in events) == sorted(map(str, world[kind]))
        assert [event.identity for event in found(kind)] == [event.identity for event in events]
        for event in events:
            answer = plugin.call("ImportResourceState", type_name=type_name, identity=event.identity)
            assert not answer.diagnostics, answer
            (imported,) = answer.imported_resources
            read = plugin.call(
                "ReadResource",
                type_name=type_name,
                current_state=imported.state,
                private=imported.private,
                current_identity=imported.identity,
            )
            assert not read.diagnostics, read
            assert event.resource_object == read.new_state
            assert event.identity == read.new_identity
            assert b"hush-hush" not in event.SerializeToString()
            assert_plans_nothing(plugin, schema, type_name, read)


def assert_plans_nothing(plugin: Plugin, schema: Any, type_name: str, read: Any) -> None:
    """Generates configuration from what was read, checks it, and plans with it."""
    generated = plugin.call("GenerateResourceConfig", type_name=type_name, state=read.new_state)
    assert not generated.diagnostics, generated
    checked = plugin.call("ValidateResourceConfig", type_name=type_name, config=generated.config)
    assert not checked.diagnostics, checked
    state, config = map(unpack, (read.new_state, generated.config))
    proposed = propose(schema.resource_schemas[type_name].block, state, config)
    planned = plugin.call(
        "PlanResourceChange",
        type_name=type_name,
        prior_state=read.new_state,
        prior_private=read.private,
        prior_identity=read.new_identity,
        proposed_new_state=dynamic(proposed),
        config=generated.config,
    )
    assert not [each for each in planned.diagnostics if each.severity == messages().Diagnostic.ERROR], planned
    assert unpack(planned.planned_state) == state
    assert not planned.requires_replace


def propose(block: Any, state: dict[str, Any], config: dict[str, Any]) -> dict[str, Any]:
    """What Terraform proposes: the configuration, and what is computed as it was."""
    computed = {each.name for each in block.attributes if each.computed}
    return {name: state[name] if each is None and name in computed else each for name, each in config.items()}


def test_lists_are_narrowed(
    found: Callable[..., list[Any]],
    world: dict[str, list[dict[str, Any]]],
    control_plane: ControlPlane,
    aws: LocalAws,
    network: Network,
) -> None:
    assert names(found("project", name_contains="agent")) == ["agent-2", "agent-1"]
    assert names(found("project", name_contains="agent", limit=1)) == ["agent-2"]
    control_plane.change("agent-1", status="AWAITING_DATABASE")
    assert names(found("project", name_contains="agent", status="READY")) == ["agent-2"]
    assert found("cloud_role", path_prefix="/platform/") == []
    assert len(found("cloud_role", path_prefix="/")) == 1
    other = aws.create_network(private=1, public=0)
    aws.tag_network(other)
    assert names(found("subnet_tag", vpc_id=other.vpc_id)) == [other.vpc_id, *other.private_subnet_ids]
    assert len(found("subnet_tag")) == len(world["subnet_tag"]) + 2
    assert names(found("subnet_tag", limit=1)) in ([network.vpc_id], [other.vpc_id])


def test_what_cannot_be_imported_is_not_found(found: Callable[..., list[Any]], control_plane: ControlPlane) -> None:
    config = {"source_config": {"deployment_type": "prod"}, "source_revision_config": {}}
    deploy(control_plane, "from-the-page", "internal_docker", **config)
    deploy(control_plane, "leaving")
    deploy(control_plane, "agent")
    control_plane.wait_for_revision("agent")
    control_plane.change("leaving", status="AWAITING_DELETE")
    assert names(found("project")) == ["agent"]


def test_a_thousand_projects_are_ten_requests(
    plugin: Plugin, found: Callable[..., list[Any]], control_plane: ControlPlane
) -> None:
    """Whole, too: what is deployed tells everything in the list. Memory does not follow the length of the list."""
    control_plane.set(transition_seconds=0)
    for number in range(1000):
        deploy(control_plane, f"agent-{number:04}")
    control_plane.wait_for_revision("agent-0000")
    control_plane.forget_requests()
    assert len(set(names(found("project", whole=True, limit=100)))) == 100
    assert len(control_plane.requests()) == 1
    before = plugin.status("VmHWM")
    assert len(set(names(found("project", whole=True, limit=1000)))) == 1000
    assert len(control_plane.requests()) == 1 + 10
    assert plugin.status("VmHWM") - before < 2048


def test_an_error_ends_a_list(stream: Callable[..., Any], control_plane: ControlPlane) -> None:
    control_plane.fail({"method": "GET", "path": "/v2/deployments"}, status=403, body={"detail": "no"})
    (event,) = stream("project")
    (diagnostic,) = event.diagnostic
    assert "list the projects" in diagnostic.detail
