"""Group 15: deferral, of the provider as a whole and of single resources."""

from collections.abc import Iterator
from typing import Any

import pytest

from support.plugin import Client, Plugin
from support.protocol import UNKNOWN, dynamic, summaries, unpack

PLAIN = "framework_deferred_action"
PLANNING = "framework_deferred_action_plan_modification"
RESOURCE_CONFIG_UNKNOWN = 1
PROVIDER_CONFIG_UNKNOWN = 2
NOTHING = {"modify_plan_deferral": None, "read_deferral": None, "id": None}


def plan(client: Client, type_name: str, **config: Any) -> Any:
    """Plans the creation of a resource."""
    value = dynamic(NOTHING | config)
    return client.call(
        "PlanResourceChange",
        type_name=type_name,
        prior_state=dynamic(None),
        proposed_new_state=value,
        config=value,
        client_capabilities=client.capabilities,
    )


def deferring(deferral: bool) -> Any:
    """The provider block."""
    return dynamic({"dummy": None, "deferral": deferral})


@pytest.fixture
def deferred(provider: Plugin) -> Iterator[Client]:
    """A connection to a provider that defers as a whole; the next one finds it as it was."""
    with provider.client(deferral=True) as client:
        client.must("ConfigureProvider", config=deferring(True), client_capabilities=client.capabilities)
        yield client
        client.must("ConfigureProvider", config=deferring(False), client_capabilities=client.capabilities)


def test_a_deferred_provider_hides_the_errors_of_a_resource(deferred: Client) -> None:
    hidden = plan(deferred, PLAIN, id="not-valid")
    assert summaries(hidden.diagnostics) == []
    assert hidden.deferred.reason == PROVIDER_CONFIG_UNKNOWN
    assert unpack(hidden.planned_state) == NOTHING | {"id": "not-valid"}


def test_a_deferred_provider_lets_a_resource_plan_that_asks_to(deferred: Client) -> None:
    assert summaries(plan(deferred, PLANNING, id="not-valid").diagnostics) == ["invalid id value"]
    assert plan(deferred, PLANNING, id="test_id").deferred.reason == PROVIDER_CONFIG_UNKNOWN
    own = plan(deferred, PLANNING, id="test_id", modify_plan_deferral=True)
    assert own.deferred.reason == RESOURCE_CONFIG_UNKNOWN


def test_a_deferred_provider_reads_what_is_known(deferred: Client) -> None:
    state = dynamic(NOTHING | {"id": "test_id"})
    capabilities = deferred.capabilities
    read = deferred.must("ReadResource", type_name=PLAIN, current_state=state, client_capabilities=capabilities)
    assert (unpack(read.new_state), read.deferred.reason) == (unpack(state), PROVIDER_CONFIG_UNKNOWN)


def test_a_deferred_provider_imports_what_is_not_known(deferred: Client) -> None:
    capabilities = deferred.capabilities
    imported = deferred.must("ImportResourceState", type_name=PLAIN, id="any", client_capabilities=capabilities)
    assert imported.deferred.reason == PROVIDER_CONFIG_UNKNOWN
    assert [unpack(each.state) for each in imported.imported_resources] == [UNKNOWN]


def test_a_deferred_provider_opens_what_is_not_known(deferred: Client) -> None:
    opened = deferred.must(
        "OpenEphemeralResource",
        type_name="framework_lifecycle",
        config=dynamic({"name": "jane", "token": None}),
        client_capabilities=deferred.capabilities,
    )
    assert (unpack(opened.result), opened.deferred.reason) == (UNKNOWN, PROVIDER_CONFIG_UNKNOWN)


def test_the_next_configuration_takes_the_place_of_a_deferral(deferred: Client) -> None:
    deferred.must("ConfigureProvider", config=deferring(False), client_capabilities=deferred.capabilities)
    assert summaries(plan(deferred, PLAIN, id="not-valid").diagnostics) == ["invalid id value"]


@pytest.mark.parametrize("type_name", [PLAIN, PLANNING])
def test_a_resource_defers_its_plan_and_its_read(provider: Plugin, type_name: str) -> None:
    with provider.client(deferral=True) as client:
        assert not plan(client, type_name, id="test_id").HasField("deferred")
        deferred = plan(client, type_name, modify_plan_deferral=True)
        assert deferred.deferred.reason == RESOURCE_CONFIG_UNKNOWN
        state = dynamic(NOTHING | {"read_deferral": True})
        read = client.must(
            "ReadResource", type_name=type_name, current_state=state, client_capabilities=client.capabilities
        )
        assert (unpack(read.new_state), read.deferred.reason) == (unpack(state), RESOURCE_CONFIG_UNKNOWN)


def test_a_resource_defers_its_import(provider: Plugin) -> None:
    with provider.client(deferral=True) as client:
        for identifier, reason in (("deferral-id", RESOURCE_CONFIG_UNKNOWN), ("test_id", None)):
            answer = client.must(
                "ImportResourceState", type_name=PLAIN, id=identifier, client_capabilities=client.capabilities
            )
            assert [unpack(each.state)["id"] for each in answer.imported_resources] == [identifier]
            assert (answer.deferred.reason if answer.HasField("deferred") else None) == reason


def test_nothing_is_deferred_where_the_client_does_not_know_it(provider: Plugin) -> None:
    with provider.client(deferral=False) as client:
        client.must("ConfigureProvider", config=deferring(True), client_capabilities=client.capabilities)
        answer = plan(client, PLANNING, modify_plan_deferral=True)
        assert summaries(answer.diagnostics) == []
        assert not answer.HasField("deferred")
