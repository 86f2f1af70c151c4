"""Writes configurations of `langgraph_cloud_role`, and says what IAM holds of a role."""

from typing import Any

from acceptance.support.hcl import arguments
from sandbox.client import ROLE_NAME, LocalAws

ROLE = "langgraph_cloud_role.it"
PRINCIPAL = "arn:aws:iam::640174622193:role/HostBackendRoleProd"
CUSTOM = "LangGraphCloudCustomPermissions"
BOUNDARY = "arn:aws:iam::aws:policy/PowerUserAccess"


def role(label: str = "it", **given: Any) -> str:
    """The resource with these arguments, external ids included unless they are None."""
    lines = arguments({"external_ids": ["organization-1"], **given}, blocks=())
    return "\n".join([f'resource "langgraph_cloud_role" "{label}" {{', *lines, "}", ""])


def policy(*actions: str, **statement: Any) -> dict[str, Any]:
    """A policy document that allows these actions; a member of the statement that is None is left out."""
    allowed = {"Effect": "Allow", "Action": list(actions), "Resource": "*", **statement}
    return {"Version": "2012-10-17", "Statement": [{name: each for name, each in allowed.items() if each is not None}]}


def attached(aws: LocalAws, name: str = ROLE_NAME) -> set[str]:
    """Names of the policies attached to a role."""
    answer = aws.client("iam").list_attached_role_policies(RoleName=name)
    return {entry["PolicyName"] for entry in answer["AttachedPolicies"]}


def embedded(aws: LocalAws, name: str = ROLE_NAME) -> dict[str, Any]:
    """A role's inline policies."""
    iam = aws.client("iam")
    names = iam.list_role_policies(RoleName=name)["PolicyNames"]
    return {each: iam.get_role_policy(RoleName=name, PolicyName=each)["PolicyDocument"] for each in names}


def held(aws: LocalAws, name: str = ROLE_NAME) -> dict[str, Any]:
    """The role as IAM has it, tags as a dictionary."""
    found = aws.client("iam").get_role(RoleName=name)["Role"]
    return {**found, "Tags": {tag["Key"]: tag["Value"] for tag in found.get("Tags", [])}}


def role_names(aws: LocalAws) -> set[str]:
    """Names of the account's roles."""
    return {found["RoleName"] for found in aws.client("iam").list_roles()["Roles"]}
