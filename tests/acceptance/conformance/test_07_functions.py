"""Group 7: functions with parameters of static types."""

import struct
from typing import Any

from acceptance.support.framework import FrameworkTerraform

KNOWN: dict[str, tuple[str, Any]] = {
    "bool": ("bool(true)", True),
    "string": ('string("text")', "text"),
    "int32": ("int32(-2147483648)", -2147483648),
    "int64": ("int64(9223372036854775807)", 9223372036854775807),
    "float64": ("float64(1.234567890123)", 1.234567890123),
    "number": ("number(9223372036854775809)", 9223372036854775809),
    "list": ('list(["one", "two", "one"])', ["one", "two", "one"]),
    "set": ('set(["two", "one"])', ["one", "two"]),
    "map": ('map({ "one" = "1", "two" = "2" })', {"one": "1", "two": "2"}),
    "object": ('object({ attr1 = "one", attr2 = 2 })', {"attr1": "one", "attr2": 2}),
    "object_with_null": ('object({ attr1 = "one", attr2 = null })', {"attr1": "one", "attr2": None}),
    "variadic_of_none": ("variadic()", []),
    "variadic_of_one": ('variadic("one")', ["one"]),
    "variadic": ('variadic("one", "two", "one")', ["one", "two", "one"]),
}


def outputs(calls: dict[str, str]) -> str:
    """A configuration with an output for each call of a function."""
    return "".join(f'output "{name}" {{\n  value = provider::framework::{call}\n}}\n' for name, call in calls.items())


def test_functions_return_their_argument(terraform: FrameworkTerraform) -> None:
    calls = {name: call for name, (call, _) in KNOWN.items()}
    terraform.write(outputs(calls | {"float32": "float32(1.23)"})).apply()
    found = terraform.outputs()
    (nearest,) = struct.unpack("f", struct.pack("f", 1.23))
    assert found.pop("float32") in (1.23, nearest)
    assert found == {name: value for name, (_, value) in KNOWN.items()}
    terraform.assert_nothing_to_do()


def test_a_result_is_unknown_while_the_argument_is(terraform: FrameworkTerraform) -> None:
    arguments = {
        "bool": "true",
        "string": '"text"',
        "int32": "1",
        "int64": "2",
        "float32": "0.5",
        "float64": "1.5",
        "number": "3",
        "list": '["one"]',
        "set": '["one"]',
        "map": '{ "one" = "1" }',
        "object": '{ attr1 = "one", attr2 = 2 }',
        "variadic": '"one"',
    }
    resources = "".join(
        f"""
        resource "terraform_data" "{name}" {{ input = {argument} }}
        resource "terraform_data" "result_{name}" {{
          input = provider::framework::{name}(terraform_data.{name}.output)
        }}
        """
        for name, argument in arguments.items()
    )
    terraform.write(resources)
    plan = terraform.plan()
    assert all("input" in plan.unknown[f"terraform_data.result_{name}"] for name in arguments)
    terraform.apply()
    state = terraform.resources()
    for name in arguments:
        result = state[f"terraform_data.result_{name}"]["output"]
        assert result == (["one"] if name == "variadic" else state[f"terraform_data.{name}"]["output"])
    terraform.assert_nothing_to_do()


def test_a_null_argument_is_refused(terraform: FrameworkTerraform) -> None:
    names = [name for name in KNOWN if "_" not in name]
    terraform.write(outputs({name: f"{name}(null)" for name in [*names, "float32"]}))
    said = terraform.fail("plan")
    assert said.count("Error: Invalid function argument") == len(names) + 1


def test_a_number_that_does_not_fit_is_an_error_of_its_argument(terraform: FrameworkTerraform) -> None:
    calls = [
        "float32(3.4e39)",
        "float32(-3.4e39)",
        "float32(1.4e-46)",
        "float32(-1.4e-46)",
        "int32(2147483648)",
        "int32(1.5)",
        "int64(9223372036854775808)",
        "float64(1e400)",
    ]
    terraform.write(outputs({f"call{place}": call for place, call in enumerate(calls)}))
    assert terraform.fail("plan").count("Error: Invalid function argument") == len(calls)


def test_a_member_that_is_missing_is_required(terraform: FrameworkTerraform) -> None:
    terraform.write(outputs({"object": 'object({ attr1 = "one" })'}))
    terraform.fail("plan", says='attribute "attr2" is required')
