"""Group 4: dynamic values and their types in plan and state, and computed attributes of every type."""

from acceptance.support.framework import FrameworkTerraform
from acceptance.support.schema_cases import DYNAMIC, DYNAMIC_CONFIGURED, DYNAMIC_VALUES, NOTHING_SET

REFLECTION = """
locals {{
  word   = "{word}"
  number = {number}
  truth  = {truth}
}}

resource "framework_tfsdk_reflection" "every" {{
  config_bool          = local.truth
  config_dynamic       = {dynamic}
  config_float64       = local.number
  config_int64         = local.number
  config_list          = [local.word]
  config_map           = {{ "key" = local.word }}
  config_map_nested    = {{ "key" = {{ nested_string = local.word }} }}
  config_object        = {{ nested_string = local.word }}
  config_single_nested = {{ nested_string = local.word }}
  config_string        = local.word

  config_set_nested_block {{
    nested_string = local.word
  }}
  computed_list_nested_block {{}}
  computed_list_nested_block {{}}
}}
"""
COMPUTED = {
    "computed_bool": True,
    "computed_dynamic": "dynamic string",
    "computed_float64": 1.2,
    "computed_int64": 100,
    "computed_list": ["computed", "list"],
    "computed_list_nested_block": [
        {"nested_string": "computed string one"},
        {"nested_string": "computed string two"},
    ],
    "computed_map": {"key6": "val6", "key7": "val7"},
    "computed_map_nested": {"key6": {"nested_string": "val6"}, "key7": {"nested_string": "val7"}},
    "computed_object": {"nested_string": "computed string"},
    "computed_single_nested": {"nested_string": "computed string"},
    "computed_string": "computed string",
}


def test_a_dynamic_value_changes_its_type_in_place(terraform: FrameworkTerraform) -> None:
    for step, (configured, value) in enumerate(zip(DYNAMIC_CONFIGURED, DYNAMIC_VALUES, strict=True)):
        terraform.write(
            "".join(
                f'resource "framework_schema" "{name}" {{\n{text.format(configured)}\n}}\n'
                for name, (text, _) in DYNAMIC.items()
            )
        )
        plan = terraform.plan()
        assert {str(actions) for actions in plan.actions.values()} == {str([["update"], ["create"]][step == 0])}
        terraform.run("apply", "-no-color", "-input=false", "test.tfplan")
        for name, (_, wrap) in DYNAMIC.items():
            assert terraform.attributes(f"framework_schema.{name}") == NOTHING_SET | {name: wrap(value)}
        terraform.assert_nothing_to_do()


def test_a_dynamic_value_is_unknown_until_it_is_applied(terraform: FrameworkTerraform) -> None:
    terraform.write(
        """
        resource "terraform_data" "later" { input = "text" }
        resource "framework_schema" "later" { dynamic_attribute = terraform_data.later.output }
        """
    )
    assert terraform.plan().unknown["framework_schema.later"] == {"dynamic_attribute"}
    terraform.apply()
    assert terraform.attributes("framework_schema.later") == NOTHING_SET | {"dynamic_attribute": "text"}
    terraform.assert_nothing_to_do()


def test_a_computed_value_of_dynamic_type_may_become_another_type(terraform: FrameworkTerraform) -> None:
    address = "framework_dynamic_computed_type_change.change"
    resource = 'resource "framework_dynamic_computed_type_change" "change" {{ required_dynamic = {} }}'
    terraform.write(resource.format('"value"')).apply()
    assert terraform.attributes(address)["computed_dynamic_type_changes"] is True
    terraform.assert_nothing_to_do()
    terraform.write(resource.format("[1, true]"))
    assert terraform.plan().unknown[address] == {"computed_dynamic_type_changes"}
    terraform.apply()
    assert terraform.attributes(address) == {"computed_dynamic_type_changes": 200, "required_dynamic": [1, True]}
    terraform.assert_nothing_to_do()


def test_computed_values_of_every_type_stay(terraform: FrameworkTerraform) -> None:
    address = "framework_tfsdk_reflection.every"
    terraform.write(REFLECTION.format(word="one", number=1, truth="true", dynamic='"one"')).apply()
    created = terraform.attributes(address)
    assert {name: created[name] for name in COMPUTED} == COMPUTED
    assert created["config_set_nested_block"] == [{"nested_string": "one"}]
    terraform.assert_nothing_to_do()

    terraform.write(REFLECTION.format(word="two", number=2, truth="false", dynamic="[true]"))
    plan = terraform.plan()
    assert plan.actions[address] == ["update"]
    assert all(name.startswith("config_") for name in plan.changed[address])
    terraform.apply()
    updated = terraform.attributes(address)
    assert {name: updated[name] for name in COMPUTED} == COMPUTED
    assert updated["config_map_nested"] == {"key": {"nested_string": "two"}}
    terraform.assert_nothing_to_do()
