"""IAM's SimulatePrincipalPolicy for roles, which moto lacks.

moto's own evaluation of policies heeds neither resources nor conditions, so the documents are judged as the local
control plane judges them.
"""

import json
from typing import Any

from .policy import Document, as_list, decide


def add_to_moto() -> None:
    """Lets moto answer the call."""
    from moto.core.responses import ActionResult
    from moto.iam.responses import IamResponse

    def simulate_principal_policy(self: Any) -> ActionResult:
        role = self.backend.get_role_by_arn(self._get_param("PolicySourceArn"))
        documents = [json.loads(text) for text in role.policies.values()]
        documents += [_document(self.backend, arn) for arn in role.managed_policies]
        boundary = role.permissions_boundary_arn
        context = {
            entry["ContextKeyName"]: value
            for entry in self._get_param("ContextEntries", [])
            for value in as_list(entry["ContextKeyValues"])
        }
        results = [
            _evaluate(documents, boundary and _document(self.backend, boundary), action, resource, context)
            for action in self._get_param("ActionNames")
            for resource in self._get_param("ResourceArns", None) or ["*"]
        ]
        return ActionResult({"EvaluationResults": results, "IsTruncated": False})

    IamResponse.simulate_principal_policy = simulate_principal_policy


def _document(backend: Any, arn: str) -> Document:
    policy = backend.get_policy(arn)
    version = next(each for each in policy.versions if each.version_id == policy.default_version_id)
    return json.loads(version.document)


def _evaluate(
    documents: list[Document], boundary: Document | None, action: str, resource: str, context: dict[str, str]
) -> dict[str, Any]:
    decision = decide(documents, action, resource, context)
    result = {"EvalActionName": action, "EvalResourceName": resource, "EvalDecision": decision}
    if boundary is None:
        return result
    within = decide([boundary], action, resource, context)
    if within != "allowed":
        result["EvalDecision"] = within if decision == "allowed" else decision
    return result | {"PermissionsBoundaryDecisionDetail": {"AllowedByPermissionsBoundary": within == "allowed"}}
