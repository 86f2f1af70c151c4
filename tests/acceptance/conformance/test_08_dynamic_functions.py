"""Group 8: functions with parameters of dynamic type, whose results carry a type of their own."""

from typing import Any

from acceptance.support.framework import FrameworkTerraform

VALUES: dict[str, tuple[str, str, Any]] = {
    "string": ('"text"', "string", "text"),
    "bool": ("true", "bool", True),
    "number": ("9223372036854775809", "number", 9223372036854775809),
    "list": ("tolist([true, false])", ["list", "bool"], [True, False]),
    "set": ('toset(["two", "one"])', ["set", "string"], ["one", "two"]),
    "map": ('tomap({ "one" = 1 })', ["map", "number"], {"one": 1}),
    "tuple": ('[true, "one", 1.5]', ["tuple", ["bool", "string", "number"]], [True, "one", 1.5]),
    "object": (
        '{ text = "one", list = tolist([1]) }',
        ["object", {"list": ["list", "number"], "text": "string"}],
        {"text": "one", "list": [1]},
    ),
}


def outputs(calls: dict[str, str]) -> str:
    """A configuration with an output for each call of a function."""
    return "".join(f'output "{name}" {{\n  value = provider::framework::{call}\n}}\n' for name, call in calls.items())


def typed_outputs(terraform: FrameworkTerraform) -> dict[str, tuple[Any, Any]]:
    """Name → type and value of the outputs."""
    document = terraform.document("output", "-json")
    return {name: (output["type"], output["value"]) for name, output in document.items()}


def test_a_dynamic_argument_comes_back_with_its_type(terraform: FrameworkTerraform) -> None:
    terraform.write(outputs({name: f"dynamic({text})" for name, (text, _, _) in VALUES.items()})).apply()
    assert typed_outputs(terraform) == {name: (kind, value) for name, (_, kind, value) in VALUES.items()}
    terraform.assert_nothing_to_do()


def test_members_of_dynamic_type_each_have_their_own(terraform: FrameworkTerraform) -> None:
    calls = {
        name: f"object_with_dynamic({{ dynamic_attr1 = {text}, dynamic_attr2 = true }})"
        for name, (text, _, _) in VALUES.items()
    }
    calls["null"] = 'object_with_dynamic({ dynamic_attr1 = "one", dynamic_attr2 = null })'
    terraform.write(outputs(calls)).apply()
    found = typed_outputs(terraform)
    kind, value = found.pop("null")
    assert value == {"dynamic_attr1": "one", "dynamic_attr2": None}
    assert kind[1]["dynamic_attr2"] == "dynamic"
    for name, (_, kind, value) in VALUES.items():
        members = {"dynamic_attr1": kind, "dynamic_attr2": "bool"}
        assert found[name] == (["object", members], {"dynamic_attr1": value, "dynamic_attr2": True})


def test_variadic_arguments_of_dynamic_type_make_a_tuple(terraform: FrameworkTerraform) -> None:
    every = ", ".join(text for text, _, _ in VALUES.values())
    calls = {"none": "", "one": '"one"', "alike": '"one", "two"', "structures": "[true], [false]", "every": every}
    terraform.write(outputs({name: f"dynamic_variadic({text})" for name, text in calls.items()})).apply()
    found = typed_outputs(terraform)
    assert found["none"] == (["tuple", []], [])
    assert found["one"] == (["tuple", ["string"]], ["one"])
    assert found["alike"] == (["tuple", ["string", "string"]], ["one", "two"])
    assert found["structures"] == (["tuple", [["tuple", ["bool"]]] * 2], [[True], [False]])
    kinds, values = ([value[place] for value in VALUES.values()] for place in (1, 2))
    assert found["every"] == (["tuple", kinds], values)
    terraform.assert_nothing_to_do()


def test_a_result_is_unknown_while_an_argument_is(terraform: FrameworkTerraform) -> None:
    terraform.write(
        """
        resource "terraform_data" "later" { input = [true, "one"] }
        resource "terraform_data" "dynamic" {
          input = provider::framework::dynamic(terraform_data.later.output)
        }
        resource "terraform_data" "object" {
          input = provider::framework::object_with_dynamic({
            dynamic_attr1 = terraform_data.later.output
            dynamic_attr2 = 1
          })
        }
        resource "terraform_data" "variadic" {
          input = provider::framework::dynamic_variadic(1, terraform_data.later.output)
        }
        """
    )
    plan = terraform.plan()
    for name in ("dynamic", "object", "variadic"):
        assert "input" in plan.unknown[f"terraform_data.{name}"]
    terraform.apply()
    found = {address.split(".")[1]: values["output"] for address, values in terraform.resources().items()}
    assert found["dynamic"] == [True, "one"]
    assert found["object"] == {"dynamic_attr1": [True, "one"], "dynamic_attr2": 1}
    assert found["variadic"] == [1, [True, "one"]]
    terraform.assert_nothing_to_do()


def test_a_null_argument_is_refused(terraform: FrameworkTerraform) -> None:
    calls = {
        "dynamic": "dynamic(null)",
        "typed": "dynamic(tostring(null))",
        "object": "object_with_dynamic(null)",
        "variadic": "dynamic_variadic(true, null)",
        "typed_variadic": "dynamic_variadic(tonumber(null))",
    }
    terraform.write(outputs(calls))
    assert terraform.fail("plan").count("Error: Invalid function argument") == len(calls)


def test_a_member_that_is_missing_is_required(terraform: FrameworkTerraform) -> None:
    terraform.write(outputs({"object": 'object_with_dynamic({ dynamic_attr1 = "one" })'}))
    terraform.fail("plan", says='attribute "dynamic_attr2" is required')
