"""Makes the conformance provider's calls as a newer Terraform makes them than the one at hand."""

import json
import struct
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self

import grpc

from acceptance.support.framework import ServedProvider
from acceptance.support.plugin_client import messages, pack

LIMIT_SECONDS = 60
UNKNOWN = "(unknown)"
FIXED = {0xCA: ">f", 0xCB: ">d", 0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q"} | {
    0xD0: ">b",
    0xD1: ">h",
    0xD2: ">i",
    0xD3: ">q",
}
# Lead byte → (bytes of the length, kind); extensions stand for what is unknown.
LENGTHS = {0xC4: (1, "bin"), 0xC5: (2, "bin"), 0xC6: (4, "bin"), 0xC7: (1, "ext"), 0xC8: (2, "ext")} | {
    0xD9: (1, "str"),
    0xDA: (2, "str"),
    0xDB: (4, "str"),
    0xDC: (2, "array"),
    0xDD: (4, "array"),
    0xDE: (2, "map"),
    0xDF: (4, "map"),
}


class _Unpacker:
    """Reads msgpack as values have it; dynamic ones stay a pair of type and value."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        self._place = 0

    def _take(self, size: int) -> bytes:
        taken = self._packed[self._place : self._place + size]
        assert len(taken) == size, "the value ends too early"
        self._place += size
        return taken

    def _lead(self, byte: int) -> tuple[int, str]:
        if byte < 0x90:
            return byte & 0x0F, "map"
        if byte < 0xA0:
            return byte & 0x0F, "array"
        if byte < 0xC0:
            return byte & 0x1F, "str"
        if 0xD4 <= byte <= 0xD8:
            return 1 << (byte - 0xD4), "ext"
        size, kind = LENGTHS[byte]
        return int.from_bytes(self._take(size)), kind

    def value(self) -> Any:
        """The next value."""
        byte = self._take(1)[0]
        if byte < 0x80 or byte >= 0xE0:
            return byte if byte < 0x80 else byte - 0x100
        if byte in (0xC0, 0xC2, 0xC3):
            return {0xC0: None, 0xC2: False, 0xC3: True}[byte]
        if byte in FIXED:
            return struct.unpack(FIXED[byte], self._take(struct.calcsize(FIXED[byte])))[0]
        length, kind = self._lead(byte)
        match kind:
            case "str":
                return self._take(length).decode()
            case "bin":
                return json.loads(self._take(length))
            case "ext":
                self._take(1 + length)
                return UNKNOWN
            case "array":
                return [self.value() for _ in range(length)]
            case _:
                return {self.value(): self.value() for _ in range(length)}


def unpack(value: Any) -> Any:
    """What a DynamicValue holds; UNKNOWN where that is not known."""
    return _Unpacker(value.msgpack).value() if value.msgpack else None


def dynamic(value: Any) -> Any:
    """A DynamicValue."""
    return messages().DynamicValue(msgpack=pack(value))


def identity(value: Mapping[str, Any] | None) -> Any:
    """An identity as the protocol carries it; none where `value` is None."""
    return None if value is None else messages().ResourceIdentityData(identity_data=dynamic(dict(value)))


def identity_of(message: Any) -> Any:
    """What an identity holds; None where there is none."""
    return unpack(message.identity_data)


def raw_state(value: Any) -> Any:
    """A state as it is stored."""
    return messages().RawState(json=json.dumps(value).encode())


def summaries(diagnostics: Iterable[Any]) -> list[str]:
    """The summaries of errors."""
    return [diagnostic.summary for diagnostic in diagnostics if diagnostic.severity == 1]


class Client:
    """A connection to the provider; to be used in a `with`. It begins as each of Terraform's commands does."""

    def __init__(self, provider: ServedProvider, *, deferral: bool = False, **config: Any) -> None:
        self._provider = provider
        self.capabilities = messages().ClientCapabilities(deferral_allowed=deferral, write_only_attributes_allowed=True)
        self._config = {"dummy": None, "deferral": None} | config

    def __enter__(self) -> Self:
        self._channel = self._provider.channel()
        self.schema = self.call("GetProviderSchema")
        self.must("ConfigureProvider", config=dynamic(self._config), client_capabilities=self.capabilities)
        return self

    def __exit__(self, *_: object) -> None:
        self._channel.close()

    def start(self, method: str, **fields: Any) -> grpc.Future:
        """Begins one call; the future has the answer."""
        message = getattr(messages(), method)
        call = self._channel.unary_unary(
            f"/tfplugin6.Provider/{method}",
            request_serializer=message.Request.SerializeToString,
            response_deserializer=message.Response.FromString,
        )
        return call.future(message.Request(**fields), timeout=LIMIT_SECONDS)

    def call(self, method: str, **fields: Any) -> Any:
        """One call and its answer."""
        return self.start(method, **fields).result()

    def must(self, method: str, **fields: Any) -> Any:
        """One call that has to succeed, and its answer."""
        answer = self.call(method, **fields)
        assert summaries(answer.diagnostics) == [], answer.diagnostics
        return answer

    def refused(self, method: str, **fields: Any) -> list[str]:
        """The summaries of one call that has to fail."""
        found = summaries(self.call(method, **fields).diagnostics)
        assert found, f"{method} succeeded"
        return found

    def create(self, type_name: str, attributes: Mapping[str, Any]) -> tuple[Any, Any]:
        """Plans and applies a new object; both answers."""
        config, nothing = dynamic(dict(attributes)), dynamic(None)
        planned = self.must(
            "PlanResourceChange", type_name=type_name, prior_state=nothing, proposed_new_state=config, config=config
        )
        applied = self.must(
            "ApplyResourceChange",
            type_name=type_name,
            prior_state=nothing,
            planned_state=planned.planned_state,
            config=config,
            planned_private=planned.planned_private,
            planned_identity=planned.planned_identity,
        )
        return planned, applied

    def stream(self, method: str, answer: str, **fields: Any) -> Iterator[Any]:
        """The answers of a call that gives several; `answer` names their message."""
        message = getattr(messages(), method)
        call = self._channel.unary_stream(
            f"/tfplugin6.Provider/{method}",
            request_serializer=message.Request.SerializeToString,
            response_deserializer=getattr(message, answer).FromString,
        )
        return call(message.Request(**fields), timeout=LIMIT_SECONDS)

    def write_state(self, type_name: str, state_id: str, content: bytes, chunk_size: int) -> Any:
        """WriteStateBytes, in chunks."""
        message = messages().WriteStateBytes

        def chunks() -> Iterator[Any]:
            meta = messages().RequestChunkMeta(type_name=type_name, state_id=state_id)
            for start in range(0, max(len(content), 1), chunk_size):
                part = content[start : start + chunk_size]
                place = messages().StateByteRange(start=start, end=start + len(part) - 1)
                yield message.RequestChunk(meta=meta, bytes=part, total_length=len(content), range=place)
                meta = None

        call = self._channel.stream_unary(
            "/tfplugin6.Provider/WriteStateBytes",
            request_serializer=message.RequestChunk.SerializeToString,
            response_deserializer=message.Response.FromString,
        )
        return call(chunks(), timeout=LIMIT_SECONDS)

    def read_state(self, type_name: str, state_id: str) -> tuple[bytes, list[Any]]:
        """ReadStateBytes: the whole, and its chunks."""
        chunks = list(self.stream("ReadStateBytes", "ResponseChunk", type_name=type_name, state_id=state_id))
        return b"".join(chunk.bytes for chunk in chunks), chunks
