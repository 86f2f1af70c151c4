"""Writes configurations of `langgraph_project`."""

import json
from typing import Any

from sandbox.client import ACCOUNT_ID, EXTERNAL_ID, REGION, ROLE_NAME

DIGEST = "sha256:" + "5e" * 32
IMAGE = f"registry.example/agent@{DIGEST}"
NEXT_IMAGE = "registry.example/agent@sha256:" + "7a" * 32
BYOC = {"role_arn": f"arn:aws:iam::{ACCOUNT_ID}:role/{ROLE_NAME}", "region": REGION, "external_id": EXTERNAL_ID}


def project(label: str = "agent", *, body: str = "", **attributes: Any) -> str:
    """A project; `body` is HCL that goes into the block as it is."""
    values = {"name": label, "image_uri": IMAGE, **attributes}
    # JSON is valid on the right-hand side of an argument.
    lines = [f"  {name} = {json.dumps(value)}" for name, value in values.items()]
    return "\n".join([f'resource "langgraph_project" "{label}" {{', *lines, body, "}", ""])
