"""Group 9: ephemeral resources with attributes and blocks of every type. Postconditions look at what was opened."""

from typing import Any

from acceptance.support.framework import FrameworkTerraform
from acceptance.support.schema_cases import DYNAMIC, DYNAMIC_CONFIGURED, NOTHING_SET, STATIC, STATIC_BLOCKS


def opened(name: str, configured: str, conditions: list[str]) -> str:
    """An ephemeral resource that has to be as the conditions say once it was opened."""
    conditions = [
        f'    postcondition {{\n      condition     = {condition}\n      error_message = "{name}"\n    }}\n'
        for condition in conditions
    ]
    lifecycle = f"  lifecycle {{\n{''.join(conditions)}  }}\n"
    return f'ephemeral "framework_schema" "{name}" {{\n{configured}\n{lifecycle}}}\n'


def nothing_but(attribute: str) -> list[str]:
    """Conditions that everything else is null, or empty for a block."""
    return [
        f"length(self.{name}) == 0" if name in STATIC_BLOCKS else f"self.{name} == null"
        for name in NOTHING_SET
        if name != attribute
    ]


def literal(configured: str, attribute: str) -> str:
    """The value that is configured for the attribute, as an expression."""
    return configured.removeprefix(attribute).strip().removeprefix("= ")


def equals(attribute: str, configured: str, value: Any) -> str:
    """The condition that the attribute has its value."""
    if configured.removeprefix(attribute).strip().startswith("{"):
        value = literal(configured, attribute).replace("\n", " ")
        value = f"[{value}]" if attribute in STATIC_BLOCKS else value
    else:
        value = literal(configured, attribute)
    return f"jsonencode(self.{attribute}) == jsonencode({value})"


def test_every_attribute_and_block_is_opened_as_it_is_configured(terraform: FrameworkTerraform) -> None:
    blocks = [opened("basic", "", nothing_but(""))]
    for case in STATIC:
        for step in (0, 1):
            configured = case.configured[step]
            value = equals(case.attribute, configured, case.values[step])
            if case.attribute == "set_attribute":
                value = f"self.set_attribute == toset({literal(configured, case.attribute)})"
            blocks.append(opened(f"{case.name}_{step}", configured, [value, *nothing_but(case.attribute)]))
    for name, (text, _) in DYNAMIC.items():
        for step, value in enumerate(DYNAMIC_CONFIGURED):
            member = f"self.{name}" if name == "dynamic_attribute" else f"self.{name}.dynamic_attribute"
            condition = f"jsonencode({member}) == jsonencode({value})"
            blocks.append(opened(f"{name}_{step}", text.format(value), [condition, *nothing_but(name)]))
    terraform.write("".join(blocks)).apply()


def test_a_condition_that_does_not_hold_is_told(terraform: FrameworkTerraform) -> None:
    terraform.write(opened("wrong", 'string_attribute = "one"', ['self.string_attribute == "two"']))
    terraform.fail("plan", says="Resource postcondition failed")
