"""Configurations with a mistake each, of which Terraform is asked at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from acceptance.support.terraform import Terraform


@dataclass
class Complaint:
    """What Terraform says of one mistake: the errors' summaries, details and the lines that they show."""

    errors: list[str] = field(default_factory=list)

    def add(self, diagnostic: Mapping[str, Any]) -> None:
        """Takes a diagnostic as `terraform validate -json` writes it."""
        line = (diagnostic.get("snippet") or {}).get("code", "")
        self.errors.append(f"{diagnostic['summary']}: {diagnostic['detail']}\n{line}")

    def assert_says(self, says: str | Sequence[str]) -> None:
        """Fails, with all that was said, where one of the texts is not among it."""
        text = "\n".join(self.errors)
        missing = [part for part in ([says] if isinstance(says, str) else says) if part not in text]
        assert self.errors and not missing, f"{missing} not in:\n{text}"


def complaints(terraform: Terraform, mistakes: Mapping[str, str]) -> dict[str, Complaint]:
    """Has a configuration validated that consists of all of these, each in a file of its own."""
    for name, configuration in mistakes.items():
        terraform.write(configuration, f"{name}.tf")
    found: dict[str, Complaint] = defaultdict(Complaint)
    for diagnostic in terraform.diagnostics():
        found[(diagnostic.get("range") or {}).get("filename", "").removesuffix(".tf")].add(diagnostic)
    return found
