"""Group 20: a provider describes itself, without Terraform, as Terraform would describe it."""

import json
import subprocess
from pathlib import Path
from typing import Any

from acceptance.support.framework import FrameworkTerraform
from support.binaries import conformance_binary, provider_binary

OWN = {"validators", "default", "requires_replace", "deprecation_message", "import_id"}


def described(provider: Path) -> dict[str, Any]:
    """What `--describe` prints of a provider."""
    done = subprocess.run([provider, "--describe"], check=True, capture_output=True, text=True, timeout=60)
    document = json.loads(done.stdout)
    assert document["format_version"] == "1.0"
    (schemas,) = document["provider_schemas"].values()
    return schemas


def without_own(value: Any) -> Any:
    """Without the members that Terraform's description does not have; schemas of that name stay."""
    if isinstance(value, dict):
        return {key: without_own(each) for key, each in value.items() if key not in OWN or isinstance(each, dict)}
    return [without_own(each) for each in value] if isinstance(value, list) else value


def test_the_description_is_terraforms(terraform: FrameworkTerraform) -> None:
    document = terraform.document("providers", "schema", "-json")
    (expected,) = document["provider_schemas"].values()
    own = without_own(described(conformance_binary()))
    for family in expected:
        assert own[family] == without_own(expected[family]), family
    assert {"provider", "resource_schemas", "data_source_schemas", "functions"} <= expected.keys()


def test_the_description_says_what_the_tables_say() -> None:
    schemas = described(conformance_binary())
    families = {"action_schemas", "list_resource_schemas", "state_store_schemas", "resource_identity_schemas"}
    assert families <= schemas.keys()
    user = schemas["resource_schemas"]["framework_user"]
    assert user["block"]["attributes"]["email"]["requires_replace"] is True
    assert user["import_id"] == "The user's name."


def test_the_description_says_what_validators_ask_for() -> None:
    schemas = described(provider_binary())
    role = schemas["resource_schemas"]["langgraph_cloud_role"]["block"]["attributes"]
    assert role["data_region"]["validators"] == ["One of `us`, `eu`."]
    assert role["tags"]["validators"] == ["Each element: at most 256 characters."]
    assert role["path"]["default"] == "/"
