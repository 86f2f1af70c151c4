"""Drives the real `terraform` (or `tofu`) with the provider that was just built, and says what it saw."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from support.binaries import BINARY_NAME, REPOSITORY, clean_environment, provider_binary

SOURCE = "langgraph-community/langgraph"
COMMAND_LIMIT_SECONDS = 180

REQUIRED_PROVIDERS = f"""
terraform {{
  required_providers {{
    langgraph = {{ source = "{SOURCE}" }}
  }}
}}
"""


def install_provider(plugins: Path) -> None:
    """Puts the provider under test into a plugin directory, as `make install` does."""
    subprocess.run(
        [REPOSITORY / "scripts" / "install", provider_binary()],
        env={**os.environ, "PLUGIN_DIRECTORY": str(plugins)},
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=COMMAND_LIMIT_SECONDS,
    )


def terraform_command() -> str:
    """Terraform, or OpenTofu where there is no Terraform; TF_ACC_TERRAFORM_PATH chooses."""
    chosen = os.environ.get("TF_ACC_TERRAFORM_PATH") or shutil.which("terraform") or shutil.which("tofu")
    if chosen is None:
        raise FileNotFoundError("neither terraform nor tofu is on the PATH")
    return chosen


def plain_text(output: str) -> str:
    """Terraform's output on one line, without the frame that it draws around a diagnostic and wraps the text in."""
    return re.sub(r"\s+", " ", re.sub(r"[│╷╵]", " ", output)).strip()


class TerraformError(AssertionError):
    """A command ended otherwise than the test expected; the message holds its whole output."""

    def __init__(self, arguments: Sequence[str], status: int | str, output: str) -> None:
        super().__init__(f"terraform {' '.join(arguments)}: {status}\n{output}")
        self.output = output


@dataclass(frozen=True)
class Plan:
    """A plan as `terraform show -json` tells it; what does not change is left out of the mappings."""

    document: dict[str, Any]

    def _changes(self) -> dict[str, dict[str, Any]]:
        found = {entry["address"]: entry["change"] for entry in self.document.get("resource_changes", [])}
        return {address: change for address, change in found.items() if change["actions"] not in (["no-op"], ["read"])}

    @property
    def actions(self) -> dict[str, list[str]]:
        """Address → `["create"]`, `["update"]`, `["delete"]`, `["delete", "create"]` and the like."""
        return {address: change["actions"] for address, change in self._changes().items()}

    @property
    def changed(self) -> dict[str, set[str]]:
        """Address → attributes whose value will differ, those that become unknown included."""
        return {address: _changed_attributes(change) for address, change in self._changes().items()}

    @property
    def unknown(self) -> dict[str, set[str]]:
        """Address → attributes that are known only after the apply, in whole or in part."""
        return {
            address: {name for name, marks in (change.get("after_unknown") or {}).items() if _has_mark(marks)}
            for address, change in self._changes().items()
        }

    @property
    def replaced_by(self) -> dict[str, set[str]]:
        """Address → attributes that force a replacement."""
        changes = self._changes().items()
        return {a: {str(path[0]) for path in c["replace_paths"]} for a, c in changes if c.get("replace_paths")}

    @property
    def drift(self) -> dict[str, set[str]]:
        """Address → attributes that were changed outside of Terraform since the last apply."""
        return {
            change["address"]: _changed_attributes(change["change"])
            for change in self.document.get("resource_drift", [])
        }

    def after(self, address: str) -> dict[str, Any]:
        """The planned values of one resource."""
        return self._changes()[address]["after"]

    @property
    def is_empty(self) -> bool:
        """Whether an apply would change nothing, outputs included."""
        outputs = self.document.get("output_changes", {}).values()
        return not self.actions and all(change["actions"] == ["no-op"] for change in outputs)


def _has_mark(marks: Any) -> bool:
    if isinstance(marks, dict):
        return any(_has_mark(mark) for mark in marks.values())
    if isinstance(marks, list):
        return any(_has_mark(mark) for mark in marks)
    return bool(marks)


def _changed_attributes(change: dict[str, Any]) -> set[str]:
    before, after = change.get("before") or {}, change.get("after") or {}
    unknown = change.get("after_unknown") or {}
    names = before.keys() | after.keys() | unknown.keys()
    return {name for name in names if before.get(name) != after.get(name) or _has_mark(unknown.get(name))}


class RunningTerraform:
    """A command under way, in a process group of its own as in a terminal, so that it can be interrupted."""

    def __init__(self, terraform: "Terraform", arguments: Sequence[str]) -> None:
        self._arguments = arguments
        self._process = terraform.popen(arguments)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self.kill()
        self._process.communicate()

    def kill(self) -> None:
        """Ends Terraform and the providers that it has started, at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def lines(self, seconds: float = COMMAND_LIMIT_SECONDS) -> Iterator[str]:
        """The output, line by line as it comes; ended, and the command with it, after `seconds`."""
        output = self._process.stdout
        assert output is not None
        limit = threading.Timer(seconds, self.kill)
        limit.start()
        try:
            yield from output
        finally:
            limit.cancel()

    def interrupt(self) -> None:
        """What Ctrl-C does: SIGINT for Terraform and the providers that it has started."""
        os.killpg(self._process.pid, signal.SIGINT)

    def wait(self, seconds: float = COMMAND_LIMIT_SECONDS) -> tuple[int, str]:
        """The exit status and the output; fails where the command has not ended within `seconds`."""
        try:
            output, _ = self._process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            output, _ = self._process.communicate()
            raise TerraformError(self._arguments, f"still running after {seconds} s", output) from None
        return self._process.returncode, output


class Terraform:
    """One working directory with one configuration and its state.

    `provider_block` is written beside the configuration, in provider.tf, with `required_providers`; without one it is
    None and neither is written. The provider comes by `dev_overrides`, so that nothing needs `terraform init`; with
    `plugins`, a directory as `make install` fills it, it comes from there and by `init`. `command` is the client where
    it is another one than `terraform_command` chooses.
    """

    def __init__(
        self,
        directory: Path,
        provider_block: str | None = "",
        environment: Mapping[str, str] | None = None,
        plugins: Path | None = None,
        command: str | None = None,
    ) -> None:
        self.directory = directory
        self.command = command or terraform_command()
        directory.mkdir(parents=True, exist_ok=True)
        installation = f'filesystem_mirror {{ path = "{plugins}" }}' if plugins else self._override()
        command_line = directory / ".terraformrc"
        command_line.write_text(f"disable_checkpoint = true\nprovider_installation {{\n  {installation}\n}}\n")
        self.environment = clean_environment(environment) | {"TF_CLI_CONFIG_FILE": str(command_line)}
        if provider_block is not None:
            (directory / "provider.tf").write_text(REQUIRED_PROVIDERS + provider_block)

    def _override(self) -> str:
        binaries = self.directory / ".binaries"
        binaries.mkdir(exist_ok=True)
        link = binaries / BINARY_NAME
        link.unlink(missing_ok=True)
        link.symlink_to(provider_binary())
        return f'dev_overrides {{\n    "{SOURCE}" = "{binaries}"\n  }}\n  direct {{}}'

    def write(self, configuration: str, file: str = "main.tf") -> Self:
        """Replaces the configuration (or another file of it)."""
        (self.directory / file).write_text(configuration)
        return self

    def log_provider(self, level: str = "TRACE") -> Path:
        """Has the commands from now on write the provider's log lines to the file that is returned."""
        log = self.directory / "provider.log"
        self.environment |= {"TF_LOG_PROVIDER": level, "TF_LOG_PATH": str(log)}
        return log

    def popen(self, arguments: Sequence[str]) -> subprocess.Popen[str]:
        """Starts a command with its output, both streams together, in a pipe."""
        return subprocess.Popen(
            [self.command, *arguments],
            cwd=self.directory,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def start(self, *arguments: str) -> RunningTerraform:
        """Starts a command and returns while it runs; to be used in a `with`."""
        command, *rest = arguments
        return RunningTerraform(self, [command, *_options(command), *rest])

    def run(self, *arguments: str) -> str:
        """Runs a command, with its arguments as they are, that has to succeed, and returns its output."""
        with RunningTerraform(self, arguments) as command:
            status, output = command.wait()
        if status != 0:
            raise TerraformError(arguments, f"exit status {status}", output)
        return output

    def fail(self, *arguments: str, says: str | Sequence[str] = ()) -> str:
        """Runs a command (`"apply"`, `"plan"`, …) that has to fail, its output holding every text of `says`.

        Returns the output as `plain_text`, in which the texts are looked for too: how Terraform wraps does not matter.
        """
        with self.start(*arguments) as command:
            status, output = command.wait()
        text = plain_text(output)
        missing = [part for part in ([says] if isinstance(says, str) else says) if part not in text]
        if status == 0 or missing:
            complaint = "succeeded" if status == 0 else f"does not say {missing}"
            raise TerraformError(arguments, complaint, output)
        return text

    def validate(self) -> str:
        """`terraform validate`."""
        return self.run("validate", "-no-color")

    def diagnostics(self, severity: str = "error") -> list[dict[str, Any]]:
        """What `terraform validate -json` says in that severity."""
        with RunningTerraform(self, ["validate", "-json"]) as command:
            _, output = command.wait()
        # Warnings (dev_overrides) may precede the document.
        found = json.loads(output[output.index("{") :])["diagnostics"]
        return [entry for entry in found if entry["severity"] == severity]

    def apply(self, *options: str) -> str:
        """Plans and applies."""
        return self.run("apply", *_options("apply"), *options)

    def refresh(self, *options: str) -> str:
        """Brings the state up to date, without changing anything."""
        return self.apply("-refresh-only", *options)

    def destroy(self, *options: str) -> str:
        """Destroys everything in the state."""
        return self.run("destroy", *_options("destroy"), *options)

    def plan(self, *options: str) -> Plan:
        """Plans and returns what was planned."""
        self.run("plan", *_options("plan"), "-out=test.tfplan", *options)
        return self.saved_plan("test.tfplan")

    def generate(self, configuration: str) -> Plan:
        """Writes the configuration, has generated.tf written for what its import blocks name, and returns that plan.

        From 1.16 on Terraform wants these blocks to say which provider they are for, and refuses to be told as soon as
        the configuration is there.
        """
        self.write(configuration.replace("import {\n", "import {\n  provider = langgraph\n"))
        plan = self.plan("-generate-config-out=generated.tf")
        self.write(configuration)
        return plan

    def saved_plan(self, file: str) -> Plan:
        """A plan that was written with `-out`."""
        return Plan(self._show(file))

    def assert_nothing_to_do(self) -> None:
        """Fails, showing the plan, where a plan is not empty."""
        with self.start("plan", "-detailed-exitcode") as command:
            status, output = command.wait()
        if status != 0:
            raise TerraformError(["plan"], "the plan is not empty" if status == 2 else f"exit status {status}", output)

    def import_resource(self, address: str, identifier: str) -> str:
        """`terraform import`."""
        return self.run("import", "-no-color", "-input=false", address, identifier)

    def resources(self) -> dict[str, dict[str, Any]]:
        """Address → attributes of everything in the state."""
        root = self._show().get("values", {}).get("root_module", {})
        return {resource["address"]: resource["values"] for resource in root.get("resources", [])}

    def tainted(self) -> set[str]:
        """Addresses of the resources that the state marks as tainted."""
        root = self._show().get("values", {}).get("root_module", {})
        return {resource["address"] for resource in root.get("resources", []) if resource.get("tainted")}

    def attributes(self, address: str) -> dict[str, Any]:
        """The attributes of one resource in the state."""
        return self.resources()[address]

    def outputs(self) -> dict[str, Any]:
        """Name → value of the outputs."""
        return {name: output["value"] for name, output in json.loads(self.run("output", "-json")).items()}

    def state_text(self) -> str:
        """The state file as it is on disk, for what must not be in it."""
        return (self.directory / "terraform.tfstate").read_text()

    def _show(self, *arguments: str) -> dict[str, Any]:
        # Warnings (dev_overrides) may precede the document, which is one line.
        output = self.run("show", "-json", *arguments)
        return json.loads(next(line for line in output.splitlines() if line.startswith("{")))


def _options(command: str) -> list[str]:
    common = ["-no-color", "-input=false"]
    return [*common, "-auto-approve"] if command in ("apply", "destroy") else common
