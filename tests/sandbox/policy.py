"""Evaluates IAM policy documents as far as the control plane's checks need: who may assume a role, what it may do."""

import fnmatch
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Document = dict[str, Any]
# By keys of conditions; some keys ("aws:TagKeys") have several values.
Context = Mapping[str, str | list[str]]


def as_list(value: Any) -> list[Any]:
    """IAM writes a list of one as its element."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _statements(document: Document) -> Iterator[dict[str, Any]]:
    yield from as_list(document.get("Statement"))


def _matches_any(patterns: Iterable[str], text: str, *, ignore_case: bool = False) -> bool:
    if ignore_case:
        return any(fnmatch.fnmatchcase(text.lower(), pattern.lower()) for pattern in patterns)
    return any(fnmatch.fnmatchcase(text, pattern) for pattern in patterns)


def _conditions_hold(statement: dict[str, Any], context: Context) -> bool:
    """Knows the string operators; a condition that it cannot judge does not hold."""
    values = {name.lower(): as_list(value) for name, value in context.items()}
    for operator, wanted in statement.get("Condition", {}).items():
        of_all = operator.startswith("ForAllValues:")
        for key, expected in wanted.items():
            actual = values.get(key.lower(), [])
            allowed = [str(item) for item in as_list(expected)]
            held = [_compare(operator.removeprefix("ForAllValues:"), allowed, value) for value in actual]
            if not all(held) or not (held or of_all):
                return False
    return True


def _compare(operator: str, expected: list[str], actual: str) -> bool:
    match operator:
        case "StringEquals" | "ArnEquals":
            return actual in expected
        case "StringEqualsIgnoreCase":
            return actual.lower() in [item.lower() for item in expected]
        case "StringLike" | "ArnLike":
            return _matches_any(expected, actual)
        case "StringNotEquals":
            return actual not in expected
        case "StringNotLike":
            return not _matches_any(expected, actual)
    return False


def _covers_action(statement: dict[str, Any], action: str) -> bool:
    if "NotAction" in statement:
        return not _matches_any(as_list(statement["NotAction"]), action, ignore_case=True)
    return _matches_any(as_list(statement.get("Action")), action, ignore_case=True)


def _covers_resource(statement: dict[str, Any], resource: str) -> bool:
    if "NotResource" in statement:
        return not _matches_any(as_list(statement["NotResource"]), resource)
    return _matches_any(as_list(statement.get("Resource")), resource)


def decide(documents: Iterable[Document], action: str, resource: str, context: Context) -> str:
    """What identity policies together say of the action: `allowed`, `explicitDeny` or `implicitDeny`."""
    decision = "implicitDeny"
    for document in documents:
        for statement in _statements(document):
            if (
                _covers_action(statement, action)
                and _covers_resource(statement, resource)
                and _conditions_hold(statement, context)
            ):
                if statement["Effect"] == "Deny":
                    return "explicitDeny"
                decision = "allowed"
    return decision


def permits(documents: Iterable[Document], action: str, resource: str, context: Context) -> bool:
    """Whether identity policies together allow the action: one Allow that holds and no Deny."""
    return decide(documents, action, resource, context) == "allowed"


def _names_principal(statement: dict[str, Any], principals: frozenset[str]) -> bool:
    principal = statement.get("Principal")
    if principal == "*":
        return True
    if not isinstance(principal, dict):
        return False
    return any(name == "*" or name in principals for name in as_list(principal.get("AWS")))


def trusts(document: Document, principals: frozenset[str]) -> bool:
    """Whether a trust policy lets one of these principals assume the role under some condition."""
    return any(
        statement["Effect"] == "Allow"
        and _names_principal(statement, principals)
        and _covers_action(statement, "sts:AssumeRole")
        for statement in _statements(document)
    )


def lets_assume(document: Document, principals: frozenset[str], context: Context) -> bool:
    """Whether a trust policy lets one of these principals assume the role in this context."""
    allowed = False
    for statement in _statements(document):
        if (
            _names_principal(statement, principals)
            and _covers_action(statement, "sts:AssumeRole")
            and _conditions_hold(statement, context)
        ):
            if statement["Effect"] == "Deny":
                return False
            allowed = True
    return allowed
