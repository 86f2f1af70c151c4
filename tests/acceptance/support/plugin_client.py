"""Speaks the plugin protocol with a provider directly, as Terraform does and as Terraform never would."""

import base64
import datetime
import os
import signal
import ssl
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp
from types import ModuleType
from typing import Any, Self

import grpc
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from grpc_tools import protoc

from acceptance.support.terraform import REPOSITORY, clean_environment, provider_binary

COOKIE = {"TF_PLUGIN_MAGIC_COOKIE": "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"}
LIMIT_SECONDS = 60
MOST_BYTES = 256 << 20


@cache
def messages() -> ModuleType:
    """The messages of tfplugin6.proto."""
    directory = mkdtemp(prefix="plugin-messages-")
    source = REPOSITORY / "proto"
    if protoc.main(["protoc", f"--proto_path={source}", f"--python_out={directory}", "tfplugin6.proto"]) != 0:
        raise AssertionError("tfplugin6.proto does not compile")
    sys.path.insert(0, directory)
    return import_module("tfplugin6_pb2")


@dataclass(frozen=True)
class Identity:
    """A self-signed certificate with its key, both as PEM."""

    certificate: str
    key: str


def make_identity() -> Identity:
    """What Terraform makes for each start of a provider."""
    key = ec.generate_private_key(ec.SECP521R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    usage = x509.KeyUsage(True, False, True, False, True, True, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(minutes=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
        )
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA512())
    )
    plain = serialization.NoEncryption()
    key_pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return Identity(certificate.public_bytes(serialization.Encoding.PEM).decode(), key_pem.decode())


def pack(value: Any) -> bytes:
    """`value` as msgpack, of the few kinds that a resource's attributes have."""
    match value:
        case None:
            return b"\xc0"
        case bool():
            return b"\xc3" if value else b"\xc2"
        case int():
            return b"\xd3" + struct.pack(">q", value)
        case str():
            encoded = value.encode()
            return b"\xdb" + struct.pack(">I", len(encoded)) + encoded
        case list():
            return b"\xdd" + struct.pack(">I", len(value)) + b"".join(map(pack, value))
        case dict():
            return b"\xdf" + struct.pack(">I", len(value)) + b"".join(pack(k) + pack(v) for k, v in value.items())
    raise TypeError(type(value).__name__)


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


class Plugin:
    """A provider that was started as Terraform starts it; to be used in a `with`, which ends it by Shutdown."""

    def __init__(
        self,
        directory: Path,
        identity: Identity | None,
        environment: Mapping[str, str] | None = None,
        binary: Path | None = None,
    ) -> None:
        self.identity = identity
        self._binary = binary or provider_binary()
        certificate = {} if identity is None else {"PLUGIN_CLIENT_CERT": identity.certificate}
        self._environment = COOKIE | {"PLUGIN_PROTOCOL_VERSIONS": "5,6"} | certificate | dict(environment or {})
        self._log = directory / "provider.log"
        self._channel: grpc.Channel | None = None
        self.line = ""

    def __enter__(self) -> Self:
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                [str(self._binary)],
                env=clean_environment(self._environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self.process.stdout is not None
        limit = threading.Timer(LIMIT_SECONDS, self.process.kill)
        limit.start()
        self.line = self.process.stdout.readline().rstrip("\n")
        limit.cancel()
        assert self.line, self.log()
        self.socket, self.certificate = self.line.split("|")[3], self.line.split("|")[5]
        return self

    def __exit__(self, exception: object, *_: object) -> None:
        try:
            if self.process.poll() is None and exception is None:
                self.shut_down()
        finally:
            if self._channel is not None:
                self._channel.close()
            if self.process.poll() is None:
                self.process.kill()
            self.process.wait()
            if self.process.stdout is not None:
                self.process.stdout.close()

    def log(self) -> str:
        """What it has written to stderr so far."""
        return self._log.read_text()

    def connect(self, identity: Identity | None) -> grpc.Channel:
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

    @property
    def channel(self) -> grpc.Channel:
        """The connection that is used unless a test makes another."""
        if self._channel is None:
            self._channel = self.connect(self.identity)
        return self._channel

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
        """One of the provider's calls."""
        return self.start(method, **fields).result()

    def stream(self, method: str, answer: str, **fields: Any) -> grpc.Call:
        """One of the provider's calls that answer more than once; `answer` names the message. To be iterated over."""
        message = getattr(messages(), method)
        call = self.channel.unary_stream(
            f"/tfplugin6.Provider/{method}",
            request_serializer=message.Request.SerializeToString,
            response_deserializer=getattr(message, answer).FromString,
        )
        return call(message.Request(**fields), timeout=LIMIT_SECONDS)

    def configure(self, **given: Any) -> Any:
        """Configures the provider with these arguments and blocks; its schema."""
        schema = self.call("GetProviderSchema")
        answer = self.call("ConfigureProvider", config=value(filled_block(schema.provider.block, given)))
        assert not answer.diagnostics, answer.diagnostics
        return schema

    def shut_down(self) -> None:
        """Asks it to end, as Terraform does, and expects an orderly end."""
        try:
            self.raw("/plugin.GRPCController/Shutdown")
        except grpc.RpcError as error:
            assert error.code() in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED), error
        self.expect_end()

    def expect_end(self, number: int = 0) -> None:
        """Sends a signal, if any, and expects an orderly end."""
        if number != 0:
            os.kill(self.process.pid, number)
        assert self.process.wait(LIMIT_SECONDS) == 0, self.log()
        assert self.process.stdout is not None
        assert self.process.stdout.read() == ""
        assert not Path(self.socket).exists()

    def interrupt(self) -> None:
        """What Ctrl-C sends to Terraform and its providers alike."""
        os.kill(self.process.pid, signal.SIGINT)


def value(attributes: Mapping[str, Any] | None) -> Any:
    """A DynamicValue as Terraform sends it."""
    return messages().DynamicValue(msgpack=pack(attributes))


def filled(attributes: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """An object of the schema's attributes, at every depth, with null for what is not given."""
    return {
        each.name: filled(each.nested_type.attributes, given[each.name])
        if each.nested_type.attributes and isinstance(given.get(each.name), Mapping)
        else given.get(each.name)
        for each in attributes
    }


def filled_block(block: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """An object of a block's attributes and blocks, with null or nothing for what is not given."""
    blocks: dict[str, Any] = {}
    for each in block.block_types:
        one = each.nesting == messages().Schema.NestedBlock.SINGLE
        inner = given.get(each.type_name, None if one else [])
        if isinstance(inner, Mapping):
            inner = filled_block(each.block, inner)
        elif inner:
            inner = [filled_block(each.block, item) for item in inner]
        blocks[each.type_name] = inner
    return filled(block.attributes, given) | blocks
