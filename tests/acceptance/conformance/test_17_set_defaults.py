"""Group 17: defaults inside the elements of a set. An intended deviation: the plan after the apply is empty."""

import pytest

from acceptance.support.framework import FrameworkTerraform

ATTRIBUTE = """
resource "framework_set_nested_attribute_with_defaults" "set" {
  set = [{ value = "one" }, { value = "two" }, { value = "three" }]
}
"""
BLOCK = """
resource "framework_set_nested_block_with_defaults" "set" {
  set { value = "one" }
  set { value = "two" }
  set { value = "three" }
}
"""


@pytest.mark.parametrize("configuration", [ATTRIBUTE, BLOCK], ids=["attribute", "block"])
def test_defaults_of_set_elements_settle(terraform: FrameworkTerraform, configuration: str) -> None:
    address = configuration.split('"')[1] + ".set"
    terraform.write(configuration)
    filled_in = [{"default_value": "this is a default", "value": value} for value in ("one", "three", "two")]
    assert sorted(terraform.plan().after(address)["set"], key=str) == filled_in
    terraform.apply()
    assert sorted(terraform.attributes(address)["set"], key=str) == filled_in
    terraform.assert_nothing_to_do()

    terraform.write(configuration.replace('"two"', '"zero"')).apply()
    values = {element["value"] for element in terraform.attributes(address)["set"]}
    assert values == {"one", "zero", "three"}
    terraform.assert_nothing_to_do()


def test_elements_that_their_defaults_make_equal_are_refused(terraform: FrameworkTerraform) -> None:
    terraform.write(
        """
        resource "framework_set_nested_attribute_with_defaults" "set" {
          set = [{ value = "zero" }, {}]
        }
        """
    )
    terraform.fail("plan", says="Duplicate Set Element")
