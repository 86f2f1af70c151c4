"""Group 1: attributes and blocks of every static type, null, empty and set."""

from typing import Any

from acceptance.support.framework import FrameworkTerraform
from acceptance.support.schema_cases import NOTHING_SET, STATIC, Case

BASIC = 'resource "framework_schema" "basic" {}\n'


def configuration(step: int) -> str:
    """One resource for each attribute, which sets nothing else."""
    resources = (f'resource "framework_schema" "{case.name}" {{\n{case.configured[step]}\n}}\n' for case in STATIC)
    return BASIC + "".join(resources)


def expected(case: Case, step: int) -> dict[str, Any]:
    """The whole state of that resource."""
    return NOTHING_SET | {case.attribute: case.values[step]}


def sets_in_order(values: dict[str, Any]) -> dict[str, Any]:
    """A set has no order; as JSON it has some."""
    return values | {"set_attribute": values["set_attribute"] and sorted(values["set_attribute"])}


def test_every_attribute_and_block_is_created_updated_and_destroyed(terraform: FrameworkTerraform) -> None:
    for step in (0, 1):
        terraform.write(configuration(step))
        plan = terraform.plan()
        assert len(plan.actions) == len(STATIC) + (1 if step == 0 else 0)
        assert {str(actions) for actions in plan.actions.values()} == {str([["create"], ["update"]][step])}
        if step == 1:
            assert plan.changed == {f"framework_schema.{case.name}": {case.attribute} for case in STATIC}
        terraform.run("apply", "-no-color", "-input=false", "test.tfplan")
        state = terraform.resources()
        assert state.pop("framework_schema.basic") == NOTHING_SET
        for case in STATIC:
            assert sets_in_order(state[f"framework_schema.{case.name}"]) == expected(case, step)
        terraform.assert_nothing_to_do()

    # What was set goes back to null; blocks to none.
    terraform.write(BASIC + "".join(f'resource "framework_schema" "{case.name}" {{}}\n' for case in STATIC)).apply()
    assert all(values == NOTHING_SET for values in terraform.resources().values())
    terraform.assert_nothing_to_do()
    terraform.destroy()
    assert terraform.resources() == {}


def test_a_number_that_does_not_fit_is_refused(terraform: FrameworkTerraform) -> None:
    terraform.write(
        """
        resource "framework_schema" "fraction" { int64_attribute = 1.5 }
        resource "framework_schema" "wide" { int32_attribute = 2147483648 }
        resource "framework_schema" "wider" { int64_attribute = 9223372036854775808 }
        resource "framework_schema" "large" { float64_attribute = 1e400 }
        resource "framework_schema" "larger" { float32_attribute = 3.5e38 }
        """
    )
    names = ("fraction", "large", "larger", "wide", "wider")
    assert sorted(terraform.summaries()) == [f"framework_schema.{name}" for name in names]
