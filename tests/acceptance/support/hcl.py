"""Writes Terraform's configuration language."""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any


def arguments(values: Mapping[str, Any], blocks: Collection[str] = (), indent: str = "  ") -> Iterator[str]:
    """The lines inside a block, `None` left out. What `blocks` names is a block, once for each element of a list."""
    for name, value in values.items():
        if value is None:
            continue
        if name not in blocks:
            # JSON is valid on the right-hand side of an argument.
            yield f"{indent}{name} = {json.dumps(value)}"
            continue
        for nested in value if isinstance(value, list) else [value]:
            yield from (f"{indent}{name} {{", *arguments(nested, blocks, indent + "  "), f"{indent}}}")


PROVIDER_BLOCKS = ("aws", "endpoints", "default_tags", "ignore_tags", "assume_role", "assume_role_with_web_identity")


def provider(**values: Any) -> str:
    """A provider block."""
    return "\n".join(['provider "langgraph" {', *arguments(values, PROVIDER_BLOCKS), "}", ""])
