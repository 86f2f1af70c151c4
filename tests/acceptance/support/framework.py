"""The conformance provider, and Terraform driven with it."""

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from acceptance.support.terraform import Terraform
from support.binaries import CONFORMANCE_NAME, conformance_binary
from support.plugin import Plugin

# Where Terraform looks for it and where OpenTofu does.
ADDRESSES = ("registry.terraform.io/hashicorp/framework", "registry.opentofu.org/hashicorp/framework")
REQUIRED_PROVIDERS = 'terraform {\n  required_providers {\n    framework = { source = "hashicorp/framework" }\n  }\n}\n'


def conformance_provider(
    directory: Path, environment: Mapping[str, str] | None = None, *, is_debugged: bool = False
) -> Plugin:
    """A process of it that serves any number of Terraform commands; to be used in a `with`."""
    return Plugin(directory, None, environment, conformance_binary(), is_debugged=is_debugged)


class FrameworkTerraform(Terraform):
    """A working directory whose configuration uses the conformance provider.

    With `provider`, its process serves all commands; without, Terraform starts one for each.
    """

    def __init__(
        self, directory: Path, provider: Plugin | None = None, environment: Mapping[str, str] | None = None
    ) -> None:
        self._provider = provider
        reattach = provider.reattach(*ADDRESSES) if provider is not None else {}
        super().__init__(directory, None, reattach | dict(environment or {}))
        # Functions are looked for in the providers that are named here, and nowhere else.
        self.write(REQUIRED_PROVIDERS, "provider.tf")

    def _override(self) -> str:
        if self._provider is not None:
            return "direct {}"
        binaries = self.directory / ".binaries"
        binaries.mkdir(exist_ok=True)
        (binaries / CONFORMANCE_NAME).symlink_to(conformance_binary())
        return f'dev_overrides {{\n    "hashicorp/framework" = "{binaries}"\n  }}\n  direct {{}}'

    def summaries(self, severity: str = "error") -> dict[str, list[str]]:
        """The summaries of what `terraform validate` says in that severity: address → in their order."""
        found: dict[str, list[str]] = defaultdict(list)
        for entry in self.diagnostics(severity):
            kind, *labels = re.findall(r"[\w-]+", entry.get("snippet", {}).get("context") or "")
            found[".".join(labels if kind == "resource" else [kind, *labels])].append(entry["summary"])
        return dict(found)

    def document(self, *arguments: str) -> Any:
        """What a command writes as JSON, which stands behind warnings."""
        output = self.run(*arguments)
        return json.loads(output[re.search(r"^[{]", output, re.MULTILINE).start() :])
