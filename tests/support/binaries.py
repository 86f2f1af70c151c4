"""The programs under test, and the environment in which they are started."""

import os
from collections.abc import Mapping
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("TF_BUILD_DIRECTORY", REPOSITORY / "build")).resolve()
BINARY_NAME = "terraform-provider-langgraph"
CONFORMANCE_NAME = "terraform-provider-framework"
FOREIGN_VARIABLES = ("AWS_", "LANGSMITH_", "LANGGRAPH_", "LANGCHAIN_", "TF_", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


def clean_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment without anything that this provider, hashicorp/aws or Terraform would read, and with `extra`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN_VARIABLES)}
    # No test asks the metadata service of the machine that it runs on.
    ours = {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "AWS_EC2_METADATA_DISABLED": "true"}
    return kept | ours | dict(extra or {})


def built_binary(name: str, variable: str) -> Path:
    """The program of that name in the build directory, or what the variable names instead."""
    binary = Path(os.environ.get(variable, BUILD / name)).resolve()
    if not binary.exists():
        raise FileNotFoundError(f"{binary} does not exist: run `make build`, or set {variable}")
    return binary


def provider_binary() -> Path:
    """The provider under test: TF_PROVIDER_BINARY, or what `make build` makes in TF_BUILD_DIRECTORY."""
    return built_binary(BINARY_NAME, "TF_PROVIDER_BINARY")


def conformance_binary() -> Path:
    """The conformance provider: TF_CONFORMANCE_BINARY, or what `make build` makes."""
    return built_binary(CONFORMANCE_NAME, "TF_CONFORMANCE_BINARY")
