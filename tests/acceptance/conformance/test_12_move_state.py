"""Group 12: states that are taken over from other types and providers."""

import json
from typing import Any

from acceptance.support.framework import FrameworkTerraform
from support.plugin import Client, Plugin
from support.protocol import dynamic, identity_of, raw_state, unpack

TARGET = "framework_move_state"
STATE_OF_RANDOM = {
    "version": 4,
    "serial": 1,
    "lineage": "00000000-0000-4000-8000-000000000000",
    "resources": [
        {
            "mode": "managed",
            "type": "random_string",
            "name": "text",
            "provider": 'provider["registry.terraform.io/hashicorp/random"]',
            "instances": [{"schema_version": 2, "attributes": {"id": "abc", "length": 3, "result": "abc"}}],
        }
    ],
}
MOVED = """
resource "framework_move_state" "text" {}

moved {
  from = random_string.text
  to   = framework_move_state.text
}
"""
RANDOM = "registry.terraform.io/hashicorp/random"
FRAMEWORK = "registry.terraform.io/hashicorp/framework"


def test_terraform_moves_a_state_of_another_provider(terraform: FrameworkTerraform) -> None:
    # Terraform asks for the other provider too, if only for its schema: here the conformance provider stands for it.
    servers = json.loads(terraform.environment["TF_REATTACH_PROVIDERS"])
    servers |= {address.replace("framework", "random"): server for address, server in servers.items()}
    terraform.environment |= {"TF_REATTACH_PROVIDERS": json.dumps(servers)}
    (terraform.directory / "terraform.tfstate").write_text(json.dumps(STATE_OF_RANDOM))
    terraform.write(MOVED)
    assert terraform.plan().actions == {}
    terraform.apply()
    assert terraform.resources() == {"framework_move_state.text": {"moved_random_string": "abc"}}
    terraform.assert_nothing_to_do()


def test_a_state_of_another_provider_is_moved(provider: Plugin) -> None:
    with provider.client() as client:
        assert client.schema.server_capabilities.move_resource_state
        for host in ("registry.terraform.io", "registry.opentofu.org"):
            moved = client.must(
                "MoveResourceState",
                source_provider_address=f"{host}/hashicorp/random",
                source_type_name="random_string",
                source_schema_version=2,
                source_state=raw_state({"id": "abc", "result": "abc", "length": 3, "lower": True}),
                target_type_name=TARGET,
            )
            assert unpack(moved.target_state) == {"moved_random_string": "abc"}
            assert identity_of(moved.target_identity) == {"id": "abc"}
        plan_is_empty(client, moved)


def test_an_identity_is_moved(provider: Plugin) -> None:
    with provider.client() as client:
        moved = client.must(
            "MoveResourceState",
            source_provider_address=FRAMEWORK,
            source_type_name="framework_identity",
            source_state=raw_state({"id": "id-123", "name": "tom"}),
            source_identity=raw_state({"id": "id-123", "name": "tom"}),
            target_type_name=TARGET,
        )
        assert unpack(moved.target_state) == {"moved_random_string": "tom"}
        assert identity_of(moved.target_identity) == {"id": "id-123"}
        plan_is_empty(client, moved)


def plan_is_empty(client: Client, moved: Any) -> None:
    """The read and the plan that follow a move change nothing, with the identity and without it."""
    state = moved.target_state
    for known in (moved.target_identity, None):
        read = client.must("ReadResource", type_name=TARGET, current_state=state, current_identity=known)
        assert unpack(read.new_state) == unpack(state)
        assert identity_of(read.new_identity)["id"] is not None
        planned = client.must(
            "PlanResourceChange",
            type_name=TARGET,
            prior_state=state,
            proposed_new_state=state,
            config=dynamic({"moved_random_string": None}),
            prior_identity=read.new_identity,
            prior_private=read.private,
        )
        assert unpack(planned.planned_state) == unpack(state)


def test_any_other_source_is_refused(provider: Plugin) -> None:
    with provider.client() as client:
        for address, type_name in ((RANDOM, "random_pet"), (FRAMEWORK, "framework_user"), ("x/y/z", "random_string")):
            said = client.refused(
                "MoveResourceState",
                source_provider_address=address,
                source_type_name=type_name,
                source_state=raw_state({"result": "abc"}),
                target_type_name=TARGET,
            )
            assert said == ["Invalid Move State Request"]
        assert client.refused(
            "MoveResourceState",
            source_provider_address=RANDOM,
            source_type_name="random_string",
            source_state=raw_state({"result": "abc"}),
            target_type_name="framework_user",
        )
