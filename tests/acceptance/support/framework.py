"""Starts the conformance provider in each of the ways in which one is started, and drives Terraform with it."""

import json
import re
import signal
import subprocess
import threading
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import grpc

from acceptance.support.terraform import RunningTerraform, Terraform, built_binary, clean_environment

# Where Terraform looks for it and where OpenTofu does.
ADDRESSES = ("registry.terraform.io/hashicorp/framework", "registry.opentofu.org/hashicorp/framework")
BINARY_NAME = "terraform-provider-framework"
COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"
REQUIRED_PROVIDERS = 'terraform {\n  required_providers {\n    framework = { source = "hashicorp/framework" }\n  }\n}\n'
LIMIT_SECONDS = 60
STOP_LIMIT_SECONDS = 30


def conformance_binary() -> Path:
    """The provider under test: TF_CONFORMANCE_BINARY, or what `make build` makes."""
    return built_binary(BINARY_NAME, "TF_CONFORMANCE_BINARY")


class ServedProvider:
    """One process of the provider, which serves any number of Terraform commands; to be used in a `with`.

    `mode` is "plugin" (started as Terraform starts it, but without a certificate: plaintext, ended by Shutdown) or
    "debug" (started by hand with `-debug`, ended by SIGINT). Its end has to be orderly, with exit status 0.
    """

    def __init__(self, directory: Path, mode: str = "plugin", environment: Mapping[str, str] | None = None) -> None:
        self.mode = mode
        self._log = directory / "provider.log"
        self._environment = clean_environment(environment) | {"TMPDIR": str(directory)}
        self.socket = ""
        self.process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        arguments, extra = [str(conformance_binary()), "-debug"], {}
        if self.mode == "plugin":
            arguments = arguments[:1]
            extra = {
                "TF_PLUGIN_MAGIC_COOKIE": COOKIE,
                "PLUGIN_PROTOCOL_VERSIONS": "6",
                "PLUGIN_MIN_PORT": "10000",
                "PLUGIN_MAX_PORT": "25000",
            }
        with self._log.open("a") as log:
            self.process = subprocess.Popen(
                arguments,
                env=self._environment | extra,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        self.socket = self._read_socket()
        return self

    def _read_socket(self) -> str:
        assert self.process is not None
        assert self.process.stdout is not None
        limit = threading.Timer(LIMIT_SECONDS, self.process.kill)
        limit.start()
        try:
            for line in self.process.stdout:
                if self.mode == "plugin":
                    found = re.fullmatch(r"1\|6\|unix\|([^|]+)\|grpc\|*", line.strip())
                    assert found, f"not a handshake line: {line!r}"
                    return found[1]
                if found := re.search(r"TF_REATTACH_PROVIDERS='(.+)'", line):
                    return json.loads(found[1])[ADDRESSES[0]]["Addr"]["String"]
        finally:
            limit.cancel()
        raise AssertionError(f"the provider did not start:\n{self._log.read_text()}")

    def __exit__(self, exception: object, *_: object) -> None:
        assert self.process is not None
        if self.mode == "plugin":
            self._shut_down()
        else:
            self.process.send_signal(signal.SIGINT)
        try:
            status = self.process.wait(STOP_LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            status = -1
        assert self.process.stdout is not None
        self.process.stdout.close()
        if exception is None:
            assert status == 0, f"the provider ended with {status}:\n{self._log.read_text()}"

    def _shut_down(self) -> None:
        with self.channel() as channel:
            shut_down = channel.unary_unary("/plugin.GRPCController/Shutdown")
            try:
                shut_down(b"", timeout=STOP_LIMIT_SECONDS)
            except grpc.RpcError as error:
                # The process may end before its answer is out; anything but an orderly end shows in the exit status.
                assert error.code() in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED), error

    def channel(self) -> grpc.Channel:
        """A connection to it, as each command of Terraform's opens its own."""
        size = 256 << 20
        options = [("grpc.max_receive_message_length", size), ("grpc.max_send_message_length", size)]
        return grpc.insecure_channel(f"unix:{self.socket}", options=options)

    @property
    def reattach(self) -> dict[str, str]:
        """The environment by which Terraform finds it."""
        assert self.process is not None
        server = {
            "Protocol": "grpc",
            "ProtocolVersion": 6,
            "Pid": self.process.pid,
            "Test": True,
            "Addr": {"Network": "unix", "String": self.socket},
        }
        return {"TF_REATTACH_PROVIDERS": json.dumps(dict.fromkeys(ADDRESSES, server))}

    def resident_bytes(self) -> int:
        """The memory that it holds."""
        return self.status("VmRSS") * 1024

    def status(self, name: str) -> int:
        """A number of /proc/PID/status, sizes in KiB."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(rf"^{name}:\s+(\d+)", status, re.MULTILINE)
        assert found is not None
        return int(found[1])


class FrameworkTerraform(Terraform):
    """A working directory whose configuration uses the conformance provider.

    With `provider`, its process serves all commands; without, Terraform starts one for each.
    """

    def __init__(
        self, directory: Path, provider: ServedProvider | None = None, environment: Mapping[str, str] | None = None
    ) -> None:
        self._provider = provider
        reattach = provider.reattach if provider is not None else {}
        super().__init__(directory, None, reattach | dict(environment or {}))
        # Functions are looked for in the providers that are named here, and nowhere else.
        self.write(REQUIRED_PROVIDERS, "provider.tf")

    def _override(self) -> str:
        if self._provider is not None:
            return "direct {}"
        binaries = self.directory / ".binaries"
        binaries.mkdir(exist_ok=True)
        (binaries / BINARY_NAME).symlink_to(conformance_binary())
        return f'dev_overrides {{\n    "hashicorp/framework" = "{binaries}"\n  }}\n  direct {{}}'

    def diagnostics(self, severity: str) -> dict[str, list[str]]:
        """What `terraform validate` says in that severity: block → summaries, in the order of the configuration."""
        with RunningTerraform(self, ["validate", "-json"]) as command:
            _, output = command.wait()
        found: dict[str, list[str]] = defaultdict(list)
        for entry in json.loads(output[output.index("{") :])["diagnostics"]:
            if entry["severity"] == severity:
                kind, *labels = re.findall(r"[\w-]+", entry.get("snippet", {}).get("context") or "")
                address = ".".join(labels if kind == "resource" else [kind, *labels])
                found[address].append(entry["summary"])
        return dict(found)

    def errors(self) -> dict[str, list[str]]:
        """The errors that `terraform validate` finds: address → summaries."""
        return self.diagnostics("error")

    def document(self, *arguments: str) -> Any:
        """What a command writes as JSON, which stands behind warnings."""
        output = self.run(*arguments)
        return json.loads(output[re.search(r"^[{]", output, re.MULTILINE).start() :])
