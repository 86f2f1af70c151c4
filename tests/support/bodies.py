"""Bodies of requests to the local control plane, and the answers to them."""

from typing import Any

import httpx

from sandbox.client import ACCOUNT_ID, EXTERNAL_ID, REGION, ROLE_NAME

IMAGE = f"registry.example.com/agent@sha256:{'a' * 64}"
OTHER_IMAGE = f"registry.example.com/agent@sha256:{'b' * 64}"
ABSENT = "00000000-0000-4000-8000-000000000000"
WORKSPACE = "11111111-1111-4111-8111-111111111111"
REPOSITORY_URL = "https://github.com/example/agent"


def deployment_body(name: str = "agent", **changes: Any) -> dict[str, Any]:
    """A deployment of an image; keywords replace members."""
    body = {
        "name": name,
        "source": "external_docker",
        "source_config": {"deployment_type": "prod"},
        "source_revision_config": {"image_uri": IMAGE},
    }
    return {**body, **changes}


def create_deployment(api: httpx.Client, name: str = "agent", **changes: Any) -> dict[str, Any]:
    """Makes a deployment; the answer."""
    answer = api.post("/v2/deployments", json=deployment_body(name, **changes))
    assert answer.status_code == 201, answer.text
    return answer.json()


def project_body(image: str, **changes: Any) -> dict[str, Any]:
    """A project in one's own account."""
    body = {
        "name": "agent",
        "lc_hosted": False,
        "image_path": image,
        "deployment_type": "prod",
        "env_vars": [
            {"name": "MODE", "value": "fast", "type": "default"},
            {"name": "TOKEN", "value": "hush", "type": "secret"},
        ],
        "platform": {
            "region": REGION,
            "aws_account_id": ACCOUNT_ID,
            "aws_role_arn": f"arn:aws:iam::{ACCOUNT_ID}:role/{ROLE_NAME}",
            "aws_external_id": EXTERNAL_ID,
        },
    }
    return {**body, **changes}


def github_body(integration_id: str, ref: str = "main", **changes: Any) -> dict[str, Any]:
    """A deployment of a repository; keywords are about the repository."""
    config = {
        "integration_id": integration_id,
        "repo_url": REPOSITORY_URL,
        "deployment_type": "serverless",
        "build_on_push": False,
    }
    return {
        "name": "agent",
        "source": "github",
        "source_config": {**config, **changes},
        "source_revision_config": {"repo_ref": ref, "langgraph_config_path": "langgraph.json"},
    }
