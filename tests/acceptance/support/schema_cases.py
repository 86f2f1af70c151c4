"""The attributes and blocks of framework_schema, each with two configurations and what a state holds for them."""

from dataclasses import dataclass
from typing import Any

STATIC_BLOCKS = ("list_nested_block", "set_nested_block")
EXACT = 123456789012345678901234567890


@dataclass(frozen=True)
class Case:
    """One attribute: what is configured for it, first and then, and the values that follow."""

    attribute: str
    configured: tuple[str, str]
    values: tuple[Any, Any]

    @property
    def name(self) -> str:
        """The name of the resource that sets this attribute alone."""
        return self.attribute.removesuffix("_attribute")


def _nested(kind: str, attribute: str, opening: str, closing: str, wrap: Any) -> Case:
    member = f"{attribute}_attribute"
    configured = tuple(f"{attribute} = {opening}{{ {member} = {value} }}{closing}" for value in ('"one"', '"two"'))
    return Case(attribute, configured, tuple(wrap({member: value}) for value in ("one", "two")))


def _block(attribute: str, wrap: Any) -> Case:
    member = f"{attribute}_attribute"
    configured = tuple(f"{attribute} {{\n {member} = {value}\n}}" for value in ('"one"', '"two"'))
    return Case(attribute, configured, tuple(wrap({member: value}) for value in ("one", "two")))


def _plain(attribute: str, one: str, other: str, *values: Any) -> Case:
    return Case(attribute, (f"{attribute} = {one}", f"{attribute} = {other}"), values)


STATIC = (
    _plain("bool_attribute", "true", "false", True, False),
    _plain("float32_attribute", "1234.5", "2345.1", 1234.5, 2345.1),
    _plain("float64_attribute", "1234.5", "2345.1", 1234.5, 2345.1),
    _plain("int32_attribute", "1234", "-2147483648", 1234, -2147483648),
    _plain("int64_attribute", "1234", "-9223372036854775808", 1234, -9223372036854775808),
    _plain("number_attribute", str(EXACT), "-0.5", EXACT, -0.5),
    _plain("string_attribute", '"one"', '""', "one", ""),
    _plain("list_attribute", '["one", "two", "one"]', "[]", ["one", "two", "one"], []),
    _plain("set_attribute", '["one", "two"]', '["two", "three"]', ["one", "two"], ["three", "two"]),
    _plain("map_attribute", '{ "one" = "1", "two" = "2" }', "{}", {"one": "1", "two": "2"}, {}),
    _plain(
        "object_attribute",
        '{ object_attribute_attribute = "one" }',
        "{ object_attribute_attribute = null }",
        {"object_attribute_attribute": "one"},
        {"object_attribute_attribute": None},
    ),
    _nested("list", "list_nested_attribute", "[", "]", lambda item: [item]),
    _nested("set", "set_nested_attribute", "[", "]", lambda item: [item]),
    _nested("map", "map_nested_attribute", '{ "key" = ', "}", lambda item: {"key": item}),
    _nested("single", "single_nested_attribute", "", "", lambda item: item),
    _block("list_nested_block", lambda item: [item]),
    _block("set_nested_block", lambda item: [item]),
    _block("single_nested_block", lambda item: item),
)

# Three types in place: a string, a list of strings, an object that holds a string, a bool, a number and a tuple.
DYNAMIC_CONFIGURED = (
    '"one"',
    'tolist(["one", "two"])',
    '{ text = "one", truth = true, number = 1234.5, tuple = [true, 1] }',
)
DYNAMIC_VALUES = ("one", ["one", "two"], {"text": "one", "truth": True, "number": 1234.5, "tuple": [True, 1]})
DYNAMIC = {
    "dynamic_attribute": ("dynamic_attribute = {}", lambda value: value),
    "object_attribute_with_dynamic": (
        "object_attribute_with_dynamic = {{ dynamic_attribute = {} }}",
        lambda value: {"dynamic_attribute": value},
    ),
    "single_nested_attribute_with_dynamic": (
        "single_nested_attribute_with_dynamic = {{ dynamic_attribute = {} }}",
        lambda value: {"dynamic_attribute": value},
    ),
    "single_nested_block_with_dynamic": (
        "single_nested_block_with_dynamic {{\n dynamic_attribute = {}\n}}",
        lambda value: {"dynamic_attribute": value},
    ),
}

NOTHING_SET = {case.attribute: None for case in STATIC} | dict.fromkeys(DYNAMIC) | {name: [] for name in STATIC_BLOCKS}
