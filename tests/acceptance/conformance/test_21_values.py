"""Group 21: values in the forms in which Terraform's own library writes them, and an older one would not have."""

from typing import Any

import pytest

from support.plugin import Plugin
from support.protocol import UNKNOWN, dynamic, filled_block, refined, unpack


def planned(provider: Plugin, **attributes: Any) -> dict[str, Any]:
    """The plan of a new object of the schema with an attribute of each kind."""
    with provider.client() as client:
        block = client.schema.resource_schemas["framework_schema"].block
        config = dynamic(filled_block(block, attributes))
        answer = client.must(
            "PlanResourceChange",
            type_name="framework_schema",
            prior_state=dynamic(None),
            proposed_new_state=config,
            config=config,
        )
    return unpack(answer.planned_state)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(UNKNOWN, id="unknown"),
        pytest.param(refined(is_known_not_null=True), id="not null"),
        pytest.param(refined(is_known_not_null=True, prefix="arn:"), id="prefix"),
    ],
)
def test_what_is_known_of_a_value_makes_it_no_value(provider: Plugin, value: object) -> None:
    assert planned(provider, string_attribute=value)["string_attribute"] == UNKNOWN


@pytest.mark.parametrize(
    ("number", "told"),
    [
        pytest.param(-(1 << 63), -(1 << 63), id="least of 64 bits"),
        pytest.param((1 << 63) - 1, (1 << 63) - 1, id="most of 64 bits"),
        pytest.param(1 << 63, str(1 << 63), id="more than 64 bits"),
        pytest.param(0.5, 0.5, id="a fraction"),
    ],
)
def test_a_number_comes_back_as_terraform_writes_it(provider: Plugin, number: float, told: object) -> None:
    assert planned(provider, number_attribute=number)["number_attribute"] == told
