"""What policies permit, as the local control plane reads them."""

from functools import partial
from typing import Any

import httpx
import pytest

from sandbox.policy import lets_assume, permits

get = partial(httpx.get, timeout=60)


ANYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}
STATEMENTS: dict[str, tuple[Any, str, bool]] = {
    "pattern": ({**ANYTHING, "Action": "ecs:*"}, "ecs:CreateCluster", True),
    "other case": ({**ANYTHING, "Action": ["ECS:Create*"]}, "ecs:CreateCluster", True),
    "another action": ({**ANYTHING, "Action": "ecs:Delete*"}, "ecs:CreateCluster", False),
    "all but": ({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}, "ecs:CreateCluster", True),
    "another resource": ({**ANYTHING, "Resource": "arn:aws:s3:::x"}, "ecs:CreateCluster", False),
    "denied": ([ANYTHING, {"Effect": "Deny", "Action": "ecs:*", "Resource": "*"}], "ecs:CreateCluster", False),
    "condition on nothing": ({**ANYTHING, "Condition": {"Bool": {"aws:X": "true"}}}, "a:B", False),
    "condition that is met": ({**ANYTHING, "Condition": {"StringLike": {"K": "v*"}}}, "a:B", True),
    "condition that is not met": ({**ANYTHING, "Condition": {"StringLike": {"K": "w*"}}}, "a:B", False),
}


@pytest.mark.parametrize(("statement", "action", "expected"), STATEMENTS.values(), ids=STATEMENTS)
def test_policies_permit_what_they_say(statement: Any, action: str, expected: bool) -> None:
    assert permits([{"Statement": statement}], action, "*", {"k": "value"}) is expected


def test_a_denial_in_a_trust_policy_wins() -> None:
    allow = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    deny = {**allow, "Effect": "Deny", "Condition": {"StringNotEquals": {"sts:ExternalId": "mine"}}}
    document = {"Statement": [allow, deny]}
    assert lets_assume(document, frozenset({"x"}), {"sts:ExternalId": "mine"})
    assert not lets_assume(document, frozenset({"x"}), {"sts:ExternalId": "theirs"})
