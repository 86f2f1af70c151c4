"""Group 19: a resource that is listed, as Terraform 1.14 does for `terraform query`, and read as a data source."""

from collections.abc import Iterator
from typing import Any

import grpc
import pytest

from acceptance.support.framework import FrameworkTerraform
from support.plugin import LIMIT_SECONDS, Client, Plugin
from support.protocol import dynamic, identity_of, summaries, unpack

TYPE = "framework_record"
LARGE_TEXT = "x" * (512 << 10)
LARGE_COUNT = 60


def delete(client: Client, name: str, text: str) -> None:
    """Destroys a record."""
    state, nothing = dynamic({"name": name, "text": text}), dynamic(None)
    client.must("ApplyResourceChange", type_name=TYPE, prior_state=state, planned_state=nothing, config=nothing)


def listing(client: Client, prefix: str | None, least: int | None = None, **fields: Any) -> Any:
    """The stream of a list."""
    config = dynamic({"prefix": prefix, "least": least})
    return client.stream("ListResource", "Event", type_name=TYPE, config=config, **fields)


@pytest.fixture
def client(provider: Plugin) -> Iterator[Client]:
    """A connection on which there are records: a1, a2, a3 and b1."""
    with provider.client() as connected:
        names = ("a1", "a2", "a3", "b1")
        for name in names:
            connected.create(TYPE, {"name": name, "text": f"text of {name}"})
        yield connected
        for name in names:
            delete(connected, name, f"text of {name}")


@pytest.fixture
def large(client: Client) -> Iterator[Client]:
    """Likewise, with more in the records named large than any buffer holds."""
    names = [f"large{number}" for number in range(LARGE_COUNT)]
    for name in names:
        client.create(TYPE, {"name": name, "text": LARGE_TEXT})
    yield client
    for name in names:
        delete(client, name, LARGE_TEXT)


def test_each_record_comes_in_an_event_of_its_own(client: Client) -> None:
    assert TYPE in client.schema.list_resource_schemas
    client.must("ValidateListResourceConfig", type_name=TYPE, config=dynamic({"prefix": "a", "least": None}))
    events = list(listing(client, "a"))
    assert [event.display_name for event in events] == ["a1", "a2", "a3"]
    assert [identity_of(event.identity) for event in events] == [{"name": "a1"}, {"name": "a2"}, {"name": "a3"}]
    assert not any(event.HasField("resource_object") for event in events)
    assert [event.display_name for event in listing(client, None)] == ["a1", "a2", "a3", "b1"]
    assert list(listing(client, "none")) == []


def test_no_more_come_than_are_wanted(client: Client) -> None:
    assert [event.display_name for event in listing(client, "a", limit=2)] == ["a1", "a2"]
    assert len(list(listing(client, "a", limit=3))) == 3
    assert len(list(listing(client, "a", limit=100))) == 3


def test_records_come_whole_where_that_is_asked_for(client: Client) -> None:
    events = list(listing(client, "b", include_resource_object=True))
    assert [unpack(event.resource_object) for event in events] == [{"name": "b1", "text": "text of b1"}]


def test_what_is_listed_can_be_imported(client: Client) -> None:
    (event,) = listing(client, "b")
    (imported,) = client.must("ImportResourceState", type_name=TYPE, identity=event.identity).imported_resources
    read = client.must("ReadResource", type_name=TYPE, current_state=imported.state, current_identity=imported.identity)
    assert unpack(read.new_state) == {"name": "b1", "text": "text of b1"}


def test_an_error_comes_behind_what_was_found(client: Client) -> None:
    *found, last = listing(client, "a", least=4)
    assert [event.display_name for event in found] == ["a1", "a2", "a3"]
    assert summaries(last.diagnostic) == ["Too few records"]
    assert [step.attribute_name for step in last.diagnostic[0].attribute.steps] == ["least"]


def test_a_list_that_cannot_be_is_an_error_in_the_stream(client: Client) -> None:
    (event,) = client.stream("ListResource", "Event", type_name="framework_user", config=dynamic({}))
    assert summaries(event.diagnostic)
    (event,) = client.stream("ListResource", "Event", type_name=TYPE, config=dynamic({"prefix": 1, "least": None}))
    assert summaries(event.diagnostic) == ["Malformed Value"]
    client.refused("ValidateListResourceConfig", type_name=TYPE, config=dynamic({"prefix": "", "least": "x"}))


def test_a_list_ends_early_when_it_is_interrupted(large: Client) -> None:
    """StopProvider ends it in order, with less than all; the client's own cancellation ends it for the client."""
    events = listing(large, "large", include_resource_object=True)
    next(events)
    large.call("StopProvider")
    assert 1 + len(list(events)) < LARGE_COUNT
    events = listing(large, "large", include_resource_object=True)
    next(events)
    events.cancel()
    with pytest.raises(grpc.RpcError) as cancelled:
        list(events)
    assert cancelled.value.code() == grpc.StatusCode.CANCELLED
    assert len(list(listing(large, "large", include_resource_object=True))) == LARGE_COUNT


def test_a_record_is_read_as_a_data_source(client: Client) -> None:
    assert TYPE in client.schema.data_source_schemas
    config = dynamic({"name": "a1", "text": None})
    client.must("ValidateDataResourceConfig", type_name=TYPE, config=config)
    assert unpack(client.must("ReadDataSource", type_name=TYPE, config=config).state)["text"] == "text of a1"
    absent = dynamic({"name": "absent", "text": None})
    assert client.refused("ReadDataSource", type_name=TYPE, config=absent) == ["Error reading record"]


def test_terraform_reads_what_it_has_made(terraform: FrameworkTerraform) -> None:
    terraform.write(
        """
        resource "framework_record" "made" {
          name = "made"
          text = "of Terraform"
        }
        data "framework_record" "read" {
          name = framework_record.made.name
        }
        output "text" {
          value = data.framework_record.read.text
        }
        """
    ).apply()
    assert terraform.outputs() == {"text": "of Terraform"}
    terraform.assert_nothing_to_do()
    terraform.destroy()


def test_a_thousand_reads_at_once_have_no_thread_each(provider: Plugin) -> None:
    """All are answered, each with its own record; what exceeds the provider's threads waits for one."""
    count, most_threads = 1000, 256 + 64
    with provider.client() as client:
        states = [{"name": f"many{number}", "text": str(number)} for number in range(count)]
        for state in states:
            client.create(TYPE, state)
        calls = [client.start("ReadResource", type_name=TYPE, current_state=dynamic(state)) for state in states]
        read = [unpack(call.result(LIMIT_SECONDS).new_state) for call in calls]
        threads = provider.status("Threads")
        for state in states:
            delete(client, state["name"], state["text"])
    assert read == states
    assert threads < most_threads
