"""Group 11: write-only attributes, which reach the provider and stand in no plan and no state."""

from typing import Any

from acceptance.support.framework import FrameworkTerraform
from support.plugin import Plugin
from support.protocol import dynamic, messages

EVERY_PLACE = """
resource "framework_writeonly" "every" {{
  writeonly_custom_ipv6 = "::"
  writeonly_string      = "fakepassword"
  writeonly_list        = ["fake", "password"]

  nested_map = {{
    "key1" = {{ string_attr = "{word}", writeonly_float64 = 10 }}
    "key2" = {{ string_attr = "{word}", writeonly_float64 = 20 }}
  }}

  writeonly_nested_object = {{
    writeonly_int64 = 1234
    writeonly_bool  = true
    writeonly_nested_list = [
      {{ writeonly_string = "fakepassword1" }},
      {{ writeonly_string = "fakepassword2" }},
    ]
  }}

  nested_block_list {{
    string_attr      = "{word}"
    writeonly_string = "fakepassword1"
    double_nested_object {{
      bool_attr      = true
      writeonly_bool = false
    }}
  }}
  nested_block_list {{
    string_attr      = "{word}"
    writeonly_string = "fakepassword2"
    double_nested_object {{
      bool_attr      = false
      writeonly_bool = true
    }}
  }}
}}
"""
ADDRESS = "framework_writeonly.every"


def without_secrets(word: str) -> dict[str, Any]:
    """What is planned and stored for EVERY_PLACE, the computed attribute apart."""
    map_item = {"string_attr": word, "writeonly_float64": None}
    blocks = [
        {
            "string_attr": word,
            "writeonly_string": None,
            "double_nested_object": {"bool_attr": truth, "writeonly_bool": None},
        }
        for truth in (True, False)
    ]
    return {
        "writeonly_custom_ipv6": None,
        "writeonly_string": None,
        "writeonly_list": None,
        "nested_map": {"key1": map_item, "key2": map_item},
        "writeonly_nested_object": None,
        "nested_block_list": blocks,
    }


def test_write_only_values_are_used_and_forgotten(terraform: FrameworkTerraform) -> None:
    for word in ("one", "two"):
        terraform.write(EVERY_PLACE.format(word=word))
        plan = terraform.plan()
        assert plan.unknown[ADDRESS] == {"computed_attr"}
        planned = {name: value for name, value in plan.after(ADDRESS).items() if name != "computed_attr"}
        assert planned == without_secrets(word)
        terraform.run("apply", "-no-color", "-input=false", "test.tfplan")
        assert terraform.attributes(ADDRESS) == without_secrets(word) | {"computed_attr": "computed_val"}
        assert "fakepassword" not in terraform.state_text()
        terraform.assert_nothing_to_do()
    terraform.destroy()


def test_write_only_attributes_may_stay_unset(terraform: FrameworkTerraform) -> None:
    terraform.write(
        """
        resource "framework_writeonly" "none" {
          nested_map = { "key1" = { string_attr = "one" } }
          nested_block_list {
            string_attr = "one"
            double_nested_object { bool_attr = true }
          }
        }
        """
    ).apply()
    stored = terraform.attributes("framework_writeonly.none")
    assert stored["computed_attr"] == "computed_val"
    assert stored["nested_map"] == {"key1": {"string_attr": "one", "writeonly_float64": None}}
    terraform.assert_nothing_to_do()


def test_what_is_missing_beside_a_write_only_value_is_told(terraform: FrameworkTerraform) -> None:
    terraform.write(
        """
        resource "framework_writeonly" "partial" {
          nested_map              = { "key1" = { writeonly_float64 = 10 } }
          writeonly_nested_object = { writeonly_int64 = 1234 }
        }
        """
    )
    assert "framework_writeonly.partial" in terraform.summaries()


def test_a_write_only_value_is_needed_once(terraform: FrameworkTerraform) -> None:
    address = "framework_writeonce.once"

    def configure(trigger: str, value: str | None) -> FrameworkTerraform:
        secret = f'writeonce_string = "{value}"' if value else ""
        terraform.write(f'resource "framework_writeonce" "once" {{\n  trigger_attr = "{trigger}"\n  {secret}\n}}\n')
        return terraform

    configure("one", None).fail("plan", says="Attribute Required when Creating")
    configure("one", "fakepassword").apply()
    assert terraform.attributes(address) == {"trigger_attr": "one", "writeonce_string": None}
    configure("one", None).assert_nothing_to_do()
    configure("one", "another").assert_nothing_to_do()
    configure("two", None).fail("plan", says="Attribute Required when Creating")
    configure("two", "fakepassword")
    plan = terraform.plan()
    assert plan.actions[address] == ["delete", "create"]
    assert plan.replaced_by[address] == {"trigger_attr"}
    terraform.apply()
    terraform.assert_nothing_to_do()


def test_a_client_that_does_not_know_write_only_attributes_is_told(provider: Plugin) -> None:
    nothing: dict[str, Any] = {
        "computed_attr": None,
        "writeonly_custom_ipv6": None,
        "writeonly_string": None,
        "writeonly_list": None,
        "nested_map": {"key1": {"string_attr": "one", "writeonly_float64": None}},
        "writeonly_nested_object": None,
        "nested_block_list": [],
    }
    nested_object = {"writeonly_int64": 1, "writeonly_bool": True, "writeonly_nested_list": [{"writeonly_string": "x"}]}
    block = {"string_attr": "one", "writeonly_string": None, "double_nested_object": None}
    inner = {"bool_attr": True, "writeonly_bool": True}
    places: list[dict[str, Any]] = [
        {"writeonly_custom_ipv6": "::"},
        {"writeonly_string": "fakepassword"},
        {"writeonly_list": ["fake", "password"]},
        {"nested_map": {"key1": {"string_attr": "one", "writeonly_float64": 10}}},
        {"writeonly_nested_object": nested_object},
        {"nested_block_list": [block | {"writeonly_string": "fakepassword"}]},
        {"nested_block_list": [block | {"double_nested_object": inner}]},
    ]
    with provider.client() as client:
        old = messages().ClientCapabilities()
        kind = "framework_writeonly"
        client.must("ValidateResourceConfig", type_name=kind, config=dynamic(nothing), client_capabilities=old)
        for place in places:
            config = dynamic(nothing | place)
            said = client.refused("ValidateResourceConfig", type_name=kind, config=config, client_capabilities=old)
            assert set(said) == {"WriteOnly Attribute Not Allowed"}
