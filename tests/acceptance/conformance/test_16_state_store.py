"""Group 16: a state store, as Terraform 1.15 with experiments uses it."""

import random

from support.plugin import Client, Plugin
from support.protocol import dynamic, messages, summaries

TYPE = "framework_inmem"
CHUNK = 8 << 20


def configured(client: Client, chunk_size: int = CHUNK) -> int:
    """Configures the store; the chunk size that both agree on."""
    config = dynamic({"region": "us-east-1"})
    client.must("ValidateStateStoreConfig", type_name=TYPE, config=config)
    wishes = messages().StateStoreClientCapabilities(chunk_size=chunk_size)
    answer = client.must("ConfigureStateStore", type_name=TYPE, config=config, capabilities=wishes)
    return answer.capabilities.chunk_size


def states(client: Client) -> list[str]:
    """The ids under which the store has something."""
    return sorted(client.must("GetStates", type_name=TYPE).state_ids)


def test_states_are_written_read_and_deleted(provider: Plugin) -> None:
    with provider.client() as client:
        assert TYPE in client.schema.state_store_schemas
        size = configured(client)
        assert size == CHUNK
        assert states(client) == []
        assert client.read_state(TYPE, "default")[0] == b""
        for name in ("default", "foo", "bar"):
            for content in (b"{}", f'{{"workspace":"{name}"}}'.encode()):
                assert summaries(client.write_state(TYPE, name, content, size).diagnostics) == []
                assert client.read_state(TYPE, name)[0] == content
    # Another command finds them, in the same process.
    with provider.client() as client:
        configured(client)
        assert states(client) == ["bar", "default", "foo"]
        client.must("DeleteState", type_name=TYPE, state_id="foo")
        client.refused("DeleteState", type_name=TYPE, state_id="foo")
        assert states(client) == ["bar", "default"]
        for name in states(client):
            client.must("DeleteState", type_name=TYPE, state_id=name)


def test_a_large_state_comes_in_chunks(provider: Plugin) -> None:
    content = random.Random(1).randbytes(20 << 20)
    with provider.client() as client:
        size = configured(client)
        assert summaries(client.write_state(TYPE, "large", content, size).diagnostics) == []
        read, chunks = client.read_state(TYPE, "large")
        assert read == content
        assert len(chunks) == 3
        assert [len(chunk.bytes) for chunk in chunks] == [size, size, len(content) - 2 * size]
        for place, chunk in enumerate(chunks):
            assert chunk.total_length == len(content)
            assert chunk.range.start == place * size
            assert chunk.range.end == place * size + len(chunk.bytes) - 1
        client.must("DeleteState", type_name=TYPE, state_id="large")


def test_a_lock_belongs_to_one(provider: Plugin) -> None:
    with provider.client() as one, provider.client() as other:
        configured(one)
        configured(other)
        lock = one.must("LockState", type_name=TYPE, state_id="default", operation="apply").lock_id
        assert lock
        said = other.refused("LockState", type_name=TYPE, state_id="default", operation="plan")
        assert said == ["Workspace Already Locked"]
        other.refused("UnlockState", type_name=TYPE, state_id="default", lock_id="another")
        free = other.must("LockState", type_name=TYPE, state_id="foo", operation="plan").lock_id
        assert free != lock
        one.must("UnlockState", type_name=TYPE, state_id="default", lock_id=lock)
        one.refused("UnlockState", type_name=TYPE, state_id="default", lock_id=lock)
        other.must("UnlockState", type_name=TYPE, state_id="foo", lock_id=free)


def test_a_region_that_is_not_one_is_refused(provider: Plugin) -> None:
    with provider.client() as client:
        answer = client.call("ValidateStateStoreConfig", type_name=TYPE, config=dynamic({"region": "not-valid"}))
    (diagnostic,) = answer.diagnostics
    expected = 'Attribute region value must be one of: ["us-east-1" "us-west-2"], got: "not-valid"'
    assert diagnostic.detail.startswith(expected)
