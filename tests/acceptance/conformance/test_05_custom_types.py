"""Group 5 and the strings of group 2: texts of a type, which are checked and compared by what they mean."""

import pytest

from acceptance.support.framework import FrameworkTerraform

JSON = '{\n  "number": 1.50,\n  "text": "one"\n}\n'
VALID = {
    "json_normalized_attribute": JSON,
    "json_exact_attribute": JSON,
    "ip_v4_attribute": "192.0.2.146",
    "ip_v6_attribute": "1050:0000:0000:0000:0005:0600:300c:326b",
    "ip_v4_cidr_attribute": "192.0.2.146/24",
    "ip_v6_cidr_attribute": "1050:0000:0000:0000:0005:0600:300c:326b/64",
    "time_rfc3339_attribute": "1985-04-12T23:20:50.52Z",
}
SUMMARIES = {
    "json_normalized_attribute": "Invalid JSON String Value",
    "json_exact_attribute": "Invalid JSON String Value",
    "ip_v4_attribute": "Invalid IPv4 Address String Value",
    "ip_v6_attribute": "Invalid IPv6 Address String Value",
    "ip_v4_cidr_attribute": "Invalid IPv4 CIDR String Value",
    "ip_v6_cidr_attribute": "Invalid IPv6 CIDR String Value",
    "time_rfc3339_attribute": "Invalid RFC3339 String Value",
}
TIMES = {"go_duration": "1h2m3s", "rfc3339": "1985-04-12T23:20:50.52Z"}
TIME_SUMMARIES = {"go_duration": "Invalid Time Duration String Value", "rfc3339": "Invalid RFC3339 String Value"}


def text(value: str) -> str:
    """The text as a heredoc or a quoted string."""
    return f"<<EOT\n{value}EOT" if "\n" in value else f'"{value}"'


def resources(kind: str, values: dict[str, str]) -> str:
    """One resource for each attribute."""
    return "".join(f'resource "{kind}" "{name}" {{\n  {name} = {text(value)}\n}}\n' for name, value in values.items())


@pytest.mark.parametrize(
    ("kind", "valid", "summaries"),
    [("framework_customtype", VALID, SUMMARIES), ("framework_timetypes", TIMES, TIME_SUMMARIES)],
)
def test_a_text_is_checked_and_kept(
    terraform: FrameworkTerraform, kind: str, valid: dict[str, str], summaries: dict[str, str]
) -> None:
    terraform.write(resources(kind, dict.fromkeys(valid, "test value")))
    assert terraform.summaries() == {f"{kind}.{name}": [summary] for name, summary in summaries.items()}

    terraform.write(resources(kind, valid) + f'resource "{kind}" "none" {{}}\n').apply()
    state = terraform.resources()
    nothing = dict.fromkeys(valid)
    assert state[f"{kind}.none"] == nothing
    for name, value in valid.items():
        assert state[f"{kind}.{name}"] == nothing | {name: value}
    terraform.assert_nothing_to_do()


def test_what_means_the_same_is_no_change_when_it_is_read(terraform: FrameworkTerraform) -> None:
    # The provider reads back ff06:0000:0000:0000:0000:0000:0000:00c3.
    address = "framework_customtype.ip_v6_attribute"
    terraform.write(resources("framework_customtype", {"ip_v6_attribute": "ff06::c3"})).apply()
    terraform.assert_nothing_to_do()
    terraform.refresh()
    assert terraform.attributes(address)["ip_v6_attribute"] == "ff06::c3"


SETS = """
resource "framework_set_semantic_equality" "sets" {{
  set_of_ipv6          = [{}]
  set_nested_attribute = [{}]

  {}
}}
"""
SET_OF_IPV6 = ["0:0:0:0:0:0:0:0", "0:0:0:0:0:0:0:101", "2001:db8::8:800:200c:417a", "::ffff:192.168.255.255"]
NESTED = ["2041:0:140f::875b:131b", "2001:0001:0002:0003:0004:0005:0006:0007"]
BLOCKS = ["2001:0db8:0:0:8:800:200c:417a", "FF01:0:0:0:0:0:0:0", "::FFFF:192.168.255.255"]


def sets(plain: list[str], nested: list[str], blocks: list[str]) -> str:
    """A configuration with these three sets."""
    return SETS.format(
        ", ".join(f'"{value}"' for value in plain),
        ", ".join(f'{{ ipv6 = "{value}" }}' for value in nested),
        "\n".join(f'set_nested_block {{ ipv6 = "{value}" }}' for value in blocks),
    )


def stored_sets(terraform: FrameworkTerraform) -> tuple[list[str], list[str], list[str]]:
    """The three sets in the state, sorted."""
    stored = terraform.attributes("framework_set_semantic_equality.sets")
    nested, blocks = (
        sorted(element["ipv6"] for element in stored[name]) for name in ("set_nested_attribute", "set_nested_block")
    )
    return sorted(stored["set_of_ipv6"]), nested, blocks


def test_elements_of_sets_are_paired_by_meaning(terraform: FrameworkTerraform) -> None:
    terraform.write(sets(SET_OF_IPV6, NESTED, BLOCKS)).apply()
    assert stored_sets(terraform) == (sorted(SET_OF_IPV6), sorted(NESTED), sorted(BLOCKS))
    terraform.assert_nothing_to_do()
    terraform.write(sets(SET_OF_IPV6[::-1], NESTED[::-1], BLOCKS[::-1])).assert_nothing_to_do()

    changed = sets(["::", *SET_OF_IPV6[1:]], [NESTED[0].upper(), NESTED[1]], ["2001:DB8::8:800:200C:417A", *BLOCKS[1:]])
    terraform.write(changed)
    plan = terraform.plan()
    assert plan.actions == {"framework_set_semantic_equality.sets": ["update"]}
    terraform.apply()
    plain, nested, blocks = stored_sets(terraform)
    assert "::" in plain
    assert NESTED[0].upper() in nested
    assert "2001:DB8::8:800:200C:417A" in blocks
    terraform.assert_nothing_to_do()


def test_a_block_that_is_required_has_to_be_there(terraform: FrameworkTerraform) -> None:
    terraform.write(sets(SET_OF_IPV6, NESTED, []))
    assert list(terraform.summaries()) == ["framework_set_semantic_equality.sets"]
