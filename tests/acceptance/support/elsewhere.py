"""Makes by the control plane's API what Terraform did not make."""

from collections.abc import Sequence
from typing import Any

from acceptance.support.project import IMAGE
from sandbox.client import ControlPlane
from support.bodies import deployment_body, github_body, project_body

SECRET = "hush-hush"


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
    given = {
        "source": source,
        "source_revision_config": {"image_uri": image} if source == "external_docker" else {},
        "secrets": [{"name": "TOKEN", "value": SECRET}],
        **changes,
    }
    return _post(control_plane, "/v2/deployments", deployment_body(name, **given))


def deploy_repository(control_plane: ControlPlane, name: str, integration_id: str, **config: Any) -> str:
    """Likewise from a repository that the integration sees."""
    return deploy(control_plane, **github_body(integration_id, **{"deployment_type": "dev", **config}) | {"name": name})


def deploy_byoc(control_plane: ControlPlane, name: str, image: str, **changes: Any) -> str:
    """Likewise a project of the first generation, in one's own account."""
    variables = [{"name": "TOKEN", "value": SECRET, "type": "secret"}]
    return _post(control_plane, "/v1/projects", project_body(image, **{"name": name, "env_vars": variables, **changes}))


def listen(
    control_plane: ControlPlane, compute_id: str, namespaces: Sequence[str] = ("agents",), workspace: str | None = None
) -> str:
    """A listener, in another workspace than the key's where one is given; its id."""
    config = {"k8s_namespaces": list(namespaces)}
    body = {"compute_type": "k8s", "compute_id": compute_id, "compute_config": config}
    return _post(control_plane, "/v2/listeners", body, {"X-Tenant-Id": workspace} if workspace else None)
