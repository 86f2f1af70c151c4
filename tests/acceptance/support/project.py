"""Writes configurations of `langgraph_project`."""

from typing import Any

from acceptance.support.hcl import arguments
from sandbox.client import ACCOUNT_ID, EXTERNAL_ID, REGION, ROLE_NAME

DIGEST = "sha256:" + "5e" * 32
IMAGE = f"registry.example/agent@{DIGEST}"
NEXT_IMAGE = "registry.example/agent@sha256:" + "7a" * 32
BYOC = {"role_arn": f"arn:aws:iam::{ACCOUNT_ID}:role/{ROLE_NAME}", "region": REGION, "external_id": EXTERNAL_ID}
BLOCKS = ("byoc", "github", "resources", "timeouts")


def project(label: str = "agent", *, body: str = "", **attributes: Any) -> str:
    """A project; `body` is HCL that goes into the block as it is."""
    values = {"name": label, "image_uri": IMAGE, **attributes}
    return "\n".join([f'resource "langgraph_project" "{label}" {{', *arguments(values, BLOCKS), body, "}", ""])
