"""Group 6: numbers that pass through a native float or double, from Terraform 1.9 on."""

import json
from decimal import Decimal
from typing import Any

import pytest

from acceptance.support.framework import FrameworkTerraform

KINDS = ["float32", "float64"]
# 1 - 0.99 at Terraform's 512 bits.
NEARLY_A_HUNDREDTH = "0.01" + "0" * 153 + "3"
LARGEST_EXACT = "340282346638528859811704183484516925440"
LARGEST_SHORT = "340282346638528860000000000000000000000"


def configuration(kind: str, number: str) -> str:
    return f'resource "framework_{kind}_precision" "number" {{\n  {kind}_attribute = {number}\n}}\n'


def stored(terraform: FrameworkTerraform, kind: str) -> Decimal:
    """The number in the state, with all of its digits."""
    document = json.loads(terraform.state_text(), parse_float=Decimal, parse_int=Decimal)
    attributes: dict[str, Any] = document["resources"][0]["instances"][0]["attributes"]
    return attributes[f"{kind}_attribute"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_planned_digits_come_back(terraform: FrameworkTerraform, kind: str) -> None:
    terraform.write(configuration(kind, "1 - 0.99")).apply()
    assert stored(terraform, kind) == Decimal(NEARLY_A_HUNDREDTH)
    terraform.assert_nothing_to_do()

    terraform.write(configuration(kind, "0.01"))
    assert terraform.plan().actions == {f"framework_{kind}_precision.number": ["update"]}
    terraform.apply()
    assert stored(terraform, kind) == Decimal("0.01")
    terraform.assert_nothing_to_do()
    terraform.write(configuration(kind, "1 - 0.99"))
    assert not terraform.plan().is_empty


@pytest.mark.parametrize("kind", KINDS)
def test_the_largest_float_is_the_number_that_its_digits_say(terraform: FrameworkTerraform, kind: str) -> None:
    terraform.write(configuration(kind, LARGEST_EXACT))
    assert terraform.plan().actions == {f"framework_{kind}_precision.number": ["create"]}
    terraform.fail("apply", says="Provider produced inconsistent result after apply")


@pytest.mark.parametrize("kind", KINDS)
def test_the_shortest_digits_of_the_largest_float_are_stable(terraform: FrameworkTerraform, kind: str) -> None:
    address = f"framework_{kind}_precision.number"
    terraform.write(configuration(kind, LARGEST_SHORT)).apply()
    assert stored(terraform, kind) == Decimal(LARGEST_SHORT)
    terraform.assert_nothing_to_do()
    terraform.write(configuration(kind, "3.4028234663852886e+38")).assert_nothing_to_do()
    terraform.write(configuration(kind, LARGEST_EXACT))
    assert terraform.plan().actions == {address: ["update"]}
    terraform.fail("apply", says="Provider produced inconsistent result after apply")
