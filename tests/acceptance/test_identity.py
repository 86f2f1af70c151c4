"""Identities of resources, as Terraform 1.12 and later keeps them and imports by them, by a client of the protocol."""

from collections.abc import Callable
from typing import Any

import pytest

from acceptance.support.elsewhere import deploy, listen
from sandbox.client import ACCOUNT_ID, REGION, ROLE_NAME, ControlPlane, LocalAws, Network
from support.plugin import Plugin
from support.protocol import errors, identity, identity_of, unpack

OTHER_ACCOUNT = "210987654321"


@pytest.fixture
def import_by(plugin: Plugin) -> Callable[..., tuple[dict[str, Any], dict[str, Any]]]:
    """Imports by an identity and reads; state and identity after that, or the error's text."""

    def imported(type_name: str, **names: Any) -> Any:
        schemas = plugin.call("GetResourceIdentitySchemas").identity_schemas[type_name].identity_attributes
        given = {attribute.name: names.get(attribute.name) for attribute in schemas}
        answer = plugin.call("ImportResourceState", type_name=type_name, identity=identity(given))
        if not answer.diagnostics:
            (found,) = answer.imported_resources
            answer = plugin.call(
                "ReadResource",
                type_name=type_name,
                current_state=found.state,
                private=found.private,
                current_identity=found.identity,
            )
        if answer.diagnostics:
            return errors(answer)
        return unpack(answer.new_state), identity_of(answer.new_identity)

    return imported


def test_a_role(import_by: Callable[..., Any], aws: LocalAws) -> None:
    aws.create_cloud_role()
    state, identity = import_by("langgraph_cloud_role", name=ROLE_NAME)
    assert state["name"] == ROLE_NAME
    assert identity == {"account_id": ACCOUNT_ID, "name": ROLE_NAME}
    assert import_by("langgraph_cloud_role", **identity)[1] == identity
    assert OTHER_ACCOUNT in import_by("langgraph_cloud_role", account_id=OTHER_ACCOUNT, name=ROLE_NAME)


def test_tags(import_by: Callable[..., Any], aws: LocalAws, network: Network) -> None:
    aws.tag_network(network)
    for resource_id in (network.vpc_id, network.private_subnet_ids[0]):
        state, identity = import_by("langgraph_subnet_tag", resource_id=resource_id)
        assert state["id"] == resource_id
        assert identity == {"account_id": ACCOUNT_ID, "region": REGION, "resource_id": resource_id}
    assert "eu-west-1" in import_by("langgraph_subnet_tag", resource_id=network.vpc_id, region="eu-west-1")


def test_a_project(import_by: Callable[..., Any], control_plane: ControlPlane) -> None:
    identifier = deploy(control_plane, "agent")
    state, identity = import_by("langgraph_project", id=identifier)
    assert state["name"] == "agent"
    assert identity == {"id": identifier, "workspace_id": control_plane.DEFAULT_WORKSPACE}
    assert import_by("langgraph_project", **identity)[1] == identity
    elsewhere = "11111111-1111-4111-8111-111111111111"
    assert "No Such Project" in import_by("langgraph_project", id=identifier, workspace_id=elsewhere)


def test_a_listener(import_by: Callable[..., Any], control_plane: ControlPlane) -> None:
    workspace = "11111111-1111-4111-8111-111111111111"
    identifier = listen(control_plane, "production", workspace=workspace)
    state, identity = import_by("langgraph_listener", id=identifier, workspace_id=workspace)
    assert state["compute_id"] == "production"
    assert identity == {"id": identifier, "workspace_id": workspace}
