"""Makes by the control plane's API what Terraform did not make."""

from collections.abc import Sequence
from typing import Any

from acceptance.support.project import IMAGE
from sandbox.client import ACCOUNT_ID, EXTERNAL_ID, REGION, ROLE_NAME, ControlPlane

SECRET = "hush-hush"
REPOSITORY_URL = "https://github.com/example/agent"


def _post(control_plane: ControlPlane, path: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> str:
    """The id of what was made."""
    with control_plane.api(**(headers or {})) as api:
        answer = api.post(path, json=body)
    assert answer.is_success, answer.text
    return answer.json()["id"]


def deploy(
    control_plane: ControlPlane, name: str, source: str = "external_docker", image: str = IMAGE, **changes: Any
) -> str:
    """A deployment of the second generation; its id."""
    body = {
        "name": name,
        "source": source,
        "source_config": {"deployment_type": "prod"},
        "source_revision_config": {"image_uri": image} if source == "external_docker" else {},
        "secrets": [{"name": "TOKEN", "value": SECRET}],
        **changes,
    }
    return _post(control_plane, "/v2/deployments", body)


def deploy_repository(control_plane: ControlPlane, name: str, integration_id: str, **config: Any) -> str:
    """Likewise from a repository that the integration sees."""
    config = {"repo_url": REPOSITORY_URL, "deployment_type": "dev", "integration_id": integration_id, **config}
    revision = {"repo_ref": "main", "langgraph_config_path": "langgraph.json"}
    return deploy(control_plane, name, "github", source_config=config, source_revision_config=revision)


def deploy_byoc(control_plane: ControlPlane, name: str, image: str, **changes: Any) -> str:
    """Likewise a project of the first generation, in one's own account."""
    platform = {
        "region": REGION,
        "aws_account_id": ACCOUNT_ID,
        "aws_role_arn": f"arn:aws:iam::{ACCOUNT_ID}:role/{ROLE_NAME}",
        "aws_external_id": EXTERNAL_ID,
    }
    body = {
        "name": name,
        "lc_hosted": False,
        "image_path": image,
        "deployment_type": "prod",
        "env_vars": [{"name": "TOKEN", "value": SECRET, "type": "secret"}],
        "platform": platform,
        **changes,
    }
    return _post(control_plane, "/v1/projects", body)


def listen(
    control_plane: ControlPlane, compute_id: str, namespaces: Sequence[str] = ("agents",), workspace: str | None = None
) -> str:
    """A listener, in another workspace than the key's where one is given; its id."""
    config = {"k8s_namespaces": list(namespaces)}
    body = {"compute_type": "k8s", "compute_id": compute_id, "compute_config": config}
    return _post(control_plane, "/v2/listeners", body, {"X-Tenant-Id": workspace} if workspace else None)
