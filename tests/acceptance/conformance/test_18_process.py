"""One process serves many of Terraform's commands, one after another and several at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from acceptance.support.framework import FrameworkTerraform, conformance_provider
from support.binaries import conformance_binary
from support.plugin import Plugin
from support.protocol import dynamic, raw_state, summaries, unpack

TYPE = "framework_timeouts"
STATE = {"timeouts": {"create": "120s"}}
WARM_UP_CYCLES = 100
CYCLES = 1000
MOST_GROWTH_BYTES = 1 << 20


def plan_cycle(provider: Plugin) -> None:
    """The calls of one `terraform plan` with one resource, which has nothing to change."""
    with provider.client() as client:
        value = dynamic(STATE)
        client.must("ValidateResourceConfig", type_name=TYPE, config=value)
        stored = client.must("UpgradeResourceState", type_name=TYPE, raw_state=raw_state(STATE))
        read = client.must("ReadResource", type_name=TYPE, current_state=stored.upgraded_state)
        planned = client.must(
            "PlanResourceChange",
            type_name=TYPE,
            prior_state=read.new_state,
            proposed_new_state=value,
            config=value,
            prior_private=read.private,
        )
        assert unpack(planned.planned_state) == STATE


def test_the_capabilities_of_the_server_are_told(provider: Plugin) -> None:
    with provider.client() as client:
        told = client.schema.server_capabilities
    assert told.plan_destroy
    assert told.get_provider_schema_optional
    assert told.move_resource_state
    assert told.generate_resource_config


def test_a_plan_that_lacks_something_required_is_not_applied(provider: Plugin) -> None:
    planned = dynamic({"email": "a@example.com", "name": None, "age": 1, "date_joined": None, "language": None})
    with provider.client() as client:
        fields = {"prior_state": dynamic(None), "planned_state": planned, "config": planned}
        answer = client.call("ApplyResourceChange", type_name="framework_user", **fields)
    assert summaries(answer.diagnostics) == ["Incomplete Plan"]
    assert unpack(answer.new_state) is None


def keeps_what_was_freed() -> bool:
    """Whether the provider runs under a sanitizer or valgrind, which hold on to memory that was freed."""
    binary = conformance_binary().read_bytes()
    return any(name in binary for name in (b"__asan_init", b"__tsan_init", b"valgrind --quiet"))


def test_memory_does_not_grow_from_command_to_command(tmp_path: Path) -> None:
    if keeps_what_was_freed():
        pytest.skip("what looks for errors keeps what was freed")
    with conformance_provider(tmp_path) as provider:
        for _ in range(WARM_UP_CYCLES):
            plan_cycle(provider)
        warm = provider.resident_bytes()
        for _ in range(CYCLES):
            plan_cycle(provider)
        assert provider.resident_bytes() - warm < MOST_GROWTH_BYTES


def test_commands_at_once_do_not_disturb_each_other(tmp_path: Path, provider: Plugin) -> None:
    def walk_through(name: str) -> None:
        terraform = FrameworkTerraform(tmp_path / name, provider)
        terraform.write(
            f"""
            resource "framework_user" "user" {{
              email = "{name}@example.com"
              name  = "{name}"
              age   = 30
            }}
            """
        ).apply()
        assert terraform.attributes("framework_user.user")["name"] == name
        terraform.assert_nothing_to_do()
        terraform.destroy()

    with ThreadPoolExecutor(max_workers=3) as executor:
        list(executor.map(walk_through, ("one", "two", "three")))
