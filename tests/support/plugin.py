"""Starts a provider as Terraform does, and calls it as Terraform does and as Terraform never would."""

import base64
import contextlib
import json
import re
import signal
import ssl
import subprocess
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

import grpc

from support.binaries import clean_environment, provider_binary
from support.certificates import Certificate
from support.protocol import dynamic, filled_block, messages, summaries

COOKIE = {"TF_PLUGIN_MAGIC_COOKIE": "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"}
# What Terraform says beside the cookie, but for its certificate.
OFFER = {"PLUGIN_PROTOCOL_VERSIONS": "5,6", "PLUGIN_MIN_PORT": "10000", "PLUGIN_MAX_PORT": "25000"}
LIMIT_SECONDS = 60
MOST_BYTES = 256 << 20


class Client:
    """The calls of a provider, over one connection."""

    schema: Any = None

    def __init__(self, channel: grpc.Channel, *, deferral: bool = False) -> None:
        self.channel = channel
        self.capabilities = messages().ClientCapabilities(deferral_allowed=deferral, write_only_attributes_allowed=True)

    def raw(self, path: str, request: bytes = b"") -> bytes:
        """One call, bytes in and bytes out."""
        return self.channel.unary_unary(path)(request, timeout=LIMIT_SECONDS)

    def start(self, method: str, **fields: Any) -> grpc.Future:
        """Begins one of the provider's calls; the future has the answer."""
        message = getattr(messages(), method)
        call = self.channel.unary_unary(
            f"/tfplugin6.Provider/{method}",
            request_serializer=message.Request.SerializeToString,
            response_deserializer=message.Response.FromString,
        )
        return call.future(message.Request(**fields), timeout=LIMIT_SECONDS)

    def call(self, method: str, **fields: Any) -> Any:
        """One call and its answer."""
        return self.start(method, **fields).result()

    def must(self, method: str, **fields: Any) -> Any:
        """One call that has to succeed, and its answer."""
        answer = self.call(method, **fields)
        assert summaries(answer.diagnostics) == [], answer.diagnostics
        return answer

    def refused(self, method: str, **fields: Any) -> list[str]:
        """The summaries of one call that has to fail."""
        found = summaries(self.call(method, **fields).diagnostics)
        assert found, f"{method} succeeded"
        return found

    def stream(self, method: str, answer: str, **fields: Any) -> grpc.Call:
        """One of the calls that answer more than once; `answer` names the message. To be iterated over."""
        message = getattr(messages(), method)
        call = self.channel.unary_stream(
            f"/tfplugin6.Provider/{method}",
            request_serializer=message.Request.SerializeToString,
            response_deserializer=getattr(message, answer).FromString,
        )
        return call(message.Request(**fields), timeout=LIMIT_SECONDS)

    def configure(self, **given: Any) -> Any:
        """Asks for the schema, which it returns, and configures the provider with these arguments and blocks."""
        self.schema = self.call("GetProviderSchema")
        config = dynamic(filled_block(self.schema.provider.block, given))
        self.must("ConfigureProvider", config=config, client_capabilities=self.capabilities)
        return self.schema

    def create(self, type_name: str, attributes: Mapping[str, Any]) -> tuple[Any, Any]:
        """Plans and applies a new object; both answers."""
        config, nothing = dynamic(attributes), dynamic(None)
        planned = self.must(
            "PlanResourceChange", type_name=type_name, prior_state=nothing, proposed_new_state=config, config=config
        )
        applied = self.must(
            "ApplyResourceChange",
            type_name=type_name,
            prior_state=nothing,
            planned_state=planned.planned_state,
            config=config,
            planned_private=planned.planned_private,
            planned_identity=planned.planned_identity,
        )
        return planned, applied

    def write_state(self, type_name: str, state_id: str, content: bytes, chunk_size: int) -> Any:
        """WriteStateBytes, in chunks."""
        message = messages().WriteStateBytes

        def chunks() -> Iterator[Any]:
            meta = messages().RequestChunkMeta(type_name=type_name, state_id=state_id)
            for start in range(0, max(len(content), 1), chunk_size):
                part = content[start : start + chunk_size]
                place = messages().StateByteRange(start=start, end=start + len(part) - 1)
                yield message.RequestChunk(meta=meta, bytes=part, total_length=len(content), range=place)
                meta = None

        call = self.channel.stream_unary(
            "/tfplugin6.Provider/WriteStateBytes",
            request_serializer=message.RequestChunk.SerializeToString,
            response_deserializer=message.Response.FromString,
        )
        return call(chunks(), timeout=LIMIT_SECONDS)

    def read_state(self, type_name: str, state_id: str) -> tuple[bytes, list[Any]]:
        """ReadStateBytes: the whole, and its chunks."""
        chunks = list(self.stream("ReadStateBytes", "ResponseChunk", type_name=type_name, state_id=state_id))
        return b"".join(chunk.bytes for chunk in chunks), chunks


class Plugin(Client):
    """A provider's process and a first connection to it; to be used in a `with`, which expects an orderly end.

    It is started as Terraform starts it, in plaintext without a certificate, and ended by Shutdown. With `is_debugged`
    it is started as one does by hand, by `-debug`, and ended by an interrupt.
    """

    def __init__(
        self,
        directory: Path,
        identity: Certificate | None = None,
        environment: Mapping[str, str] | None = None,
        binary: Path | None = None,
        *,
        is_debugged: bool = False,
    ) -> None:
        self.identity = identity
        self._command = [str(binary or provider_binary())]
        said = {"TMPDIR": str(directory)}
        if is_debugged:
            self._command.append("-debug")
        else:
            said |= COOKIE | OFFER | ({"PLUGIN_CLIENT_CERT": identity.certificate} if identity else {})
        self._is_debugged = is_debugged
        self._environment = clean_environment(said | dict(environment or {}))
        self._log = directory / "provider.log"

    def __enter__(self) -> Self:
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                self._command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        self.line = self._read_line("TF_REATTACH_PROVIDERS" if self._is_debugged else "")
        if self._is_debugged:
            (server, *_) = json.loads(self.line.split("'")[1]).values()
            self.socket, self.certificate = server["Addr"]["String"], ""
        else:
            self.socket, self.certificate = self.line.split("|")[3], self.line.split("|")[5]
        super().__init__(self.connect(self.identity))
        return self

    def _read_line(self, holding: str) -> str:
        """The first line that has that in it."""
        assert self.process.stdout is not None
        limit = threading.Timer(LIMIT_SECONDS, self.process.kill)
        limit.start()
        try:
            return next(line.rstrip("\n") for line in self.process.stdout if holding in line)
        except StopIteration:
            raise AssertionError(f"the provider did not start:\n{self.log()}") from None
        finally:
            limit.cancel()

    def __exit__(self, exception: object, *_: object) -> None:
        try:
            if exception is None:
                self._end()
        finally:
            self.channel.close()
            if self.process.poll() is None:
                self.process.kill()
            self.process.wait()
            assert self.process.stdout is not None
            self.process.stdout.close()

    def _end(self) -> None:
        if self.process.poll() is not None:
            crashed = self.process.returncode < 0 and self.process.returncode != -signal.SIGKILL
            assert not crashed, f"the provider ended with {self.process.returncode}:\n{self.log()}"
        elif self._is_debugged:
            self.expect_end(signal.SIGINT)
        else:
            self.shut_down()

    def log(self) -> str:
        """What it has written to stderr so far."""
        return self._log.read_text()

    def connect(self, identity: Certificate | None) -> grpc.Channel:
        """A new connection, with that certificate."""
        options = [
            ("grpc.max_receive_message_length", MOST_BYTES),
            ("grpc.max_send_message_length", MOST_BYTES),
            ("grpc.ssl_target_name_override", "localhost"),
            ("grpc.use_local_subchannel_pool", 1),
            ("grpc.default_authority", "localhost"),
        ]
        if identity is None:
            return grpc.insecure_channel(f"unix:{self.socket}", options=options)
        der = base64.b64decode(self.certificate + "=" * (-len(self.certificate) % 4))
        trusted = ssl.DER_cert_to_PEM_cert(der).encode()
        credentials = grpc.ssl_channel_credentials(trusted, identity.key.encode(), identity.certificate.encode())
        return grpc.secure_channel(f"unix:{self.socket}", credentials, options=options)

    @contextlib.contextmanager
    def client(self, *, deferral: bool = False, **given: Any) -> Iterator[Client]:
        """A connection that begins as each of Terraform's commands does: the provider is configured with `given`."""
        with self.connect(self.identity) as channel:
            client = Client(channel, deferral=deferral)
            client.configure(**given)
            yield client

    def reattach(self, *addresses: str) -> dict[str, str]:
        """The environment by which Terraform finds it, as the provider of these addresses."""
        server = {
            "Protocol": "grpc",
            "ProtocolVersion": 6,
            "Pid": self.process.pid,
            "Test": True,
            "Addr": {"Network": "unix", "String": self.socket},
        }
        return {"TF_REATTACH_PROVIDERS": json.dumps(dict.fromkeys(addresses, server))}

    def shut_down(self) -> None:
        """Asks it to end, as Terraform does, and expects an orderly end."""
        try:
            self.raw("/plugin.GRPCController/Shutdown")
        except grpc.RpcError as error:
            # The process may end before its answer is out; anything but an orderly end shows in the exit status.
            assert error.code() in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED), error
        self.expect_end()

    def expect_end(self, number: int = 0) -> None:
        """Sends a signal, if any, and expects an orderly end."""
        if number != 0:
            self.process.send_signal(number)
        assert self.process.wait(LIMIT_SECONDS) == 0, self.log()
        assert self.process.stdout is not None
        assert self.process.stdout.read() == ""
        assert not Path(self.socket).exists()

    def interrupt(self) -> None:
        """What Ctrl-C sends to Terraform and its providers alike."""
        self.process.send_signal(signal.SIGINT)

    def status(self, name: str) -> int:
        """A number of /proc/PID/status, sizes in KiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(rf"^{name}:\s+(\d+)", status, re.MULTILINE)
        assert found is not None
        return int(found[1])

    def resident_bytes(self) -> int:
        """The memory that it holds."""
        return self.status("VmRSS") * 1024


def run_provider(*arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Runs the provider where it should end by itself."""
    return subprocess.run(
        [str(provider_binary()), *arguments],
        env=clean_environment(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )
