"""The messages of the plugin protocol, and values in them as Terraform writes them."""

import json
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from tempfile import mkdtemp
from types import ModuleType
from typing import Any

import msgpack
from grpc_tools import protoc

from support.binaries import REPOSITORY

UNKNOWN = msgpack.ExtType(0, b"\0")
_REFINED = 12
_INTEGERS = range(-(1 << 63), 1 << 63)


@cache
def messages() -> ModuleType:
    """The messages of tfplugin6.proto."""
    directory = mkdtemp(prefix="plugin-messages-")
    source = REPOSITORY / "proto"
    if protoc.main(["protoc", f"--proto_path={source}", f"--python_out={directory}", "tfplugin6.proto"]) != 0:
        raise AssertionError("tfplugin6.proto does not compile")
    sys.path.insert(0, directory)
    return import_module("tfplugin6_pb2")


def refined(**known: Any) -> msgpack.ExtType:
    """A value of which something is known before it is: `is_known_not_null`, or `prefix` of a text."""
    numbers = {"is_known_not_null": (1, False), "prefix": (2, known.get("prefix"))}
    return msgpack.ExtType(_REFINED, msgpack.packb(dict(numbers[name] for name in known)))


def _packable(value: Any) -> Any:
    """`value` as Terraform writes it: integers of more than 64 bits as texts."""
    match value:
        case msgpack.ExtType():
            return value
        case int() if value not in _INTEGERS:
            return str(value)
        case list() | tuple():
            return [_packable(each) for each in value]
        case Mapping():
            return {name: _packable(each) for name, each in value.items()}
    return value


def _read_extension(kind: int, data: bytes) -> Any:
    return UNKNOWN if kind in (UNKNOWN.code, _REFINED) else msgpack.ExtType(kind, data)


def dynamic(value: Any) -> Any:
    """A DynamicValue, as Terraform sends it; what is not known is UNKNOWN or `refined`."""
    return messages().DynamicValue(msgpack=msgpack.packb(_packable(value)))


def unpack(value: Any) -> Any:
    """What a DynamicValue holds: UNKNOWN where that is not known, None where there is nothing."""
    return msgpack.unpackb(value.msgpack, ext_hook=_read_extension) if value.msgpack else None


def identity(value: Mapping[str, Any] | None) -> Any:
    """An identity as the protocol carries it; none where `value` is None."""
    return None if value is None else messages().ResourceIdentityData(identity_data=dynamic(value))


def identity_of(message: Any) -> Any:
    """What an identity holds; None where there is none."""
    return unpack(message.identity_data)


def raw_state(value: Any) -> Any:
    """A state as it is stored."""
    return messages().RawState(json=json.dumps(value).encode())


def filled(attributes: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """An object of the schema's attributes, at every depth, with null for what is not given."""
    return {
        each.name: filled(each.nested_type.attributes, given[each.name])
        if each.nested_type.attributes and isinstance(given.get(each.name), Mapping)
        else given.get(each.name)
        for each in attributes
    }


def filled_block(block: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """An object of a block's attributes and blocks, with null or nothing for what is not given."""
    blocks: dict[str, Any] = {}
    for each in block.block_types:
        one = each.nesting == messages().Schema.NestedBlock.SINGLE
        inner = given.get(each.type_name, None if one else [])
        if isinstance(inner, Mapping):
            inner = filled_block(each.block, inner)
        elif inner:
            inner = [filled_block(each.block, item) for item in inner]
        blocks[each.type_name] = inner
    return filled(block.attributes, given) | blocks


def summaries(diagnostics: Iterable[Any]) -> list[str]:
    """The summaries of errors."""
    return [diagnostic.summary for diagnostic in diagnostics if diagnostic.severity == 1]


def errors(answer: Any) -> str:
    """Summaries and details of what an answer complains about, one a line."""
    return "\n".join(f"{each.summary}: {each.detail}" for each in answer.diagnostics)
