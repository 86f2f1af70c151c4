"""The plugin protocol at its edges, where Terraform itself cannot be brought: the handshake and hostile requests."""

import contextlib
import json
import re
import resource
import signal
import socket
import stat
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
import pytest

from acceptance.support.terraform import SOURCE, Terraform
from support.binaries import BUILD, clean_environment, provider_binary
from support.certificates import Certificate, make_certificate
from support.plugin import COOKIE, LIMIT_SECONDS, OFFER, Plugin, run_provider
from support.protocol import dynamic, errors, messages

TYPE = "langgraph_subnet_tag"
ATTRIBUTES = ("availability_zone", "cidr_block", "id", "subnet_id", "tags", "tier", "vpc_id")
CONFIGURATION = dict.fromkeys(ATTRIBUTES) | {"subnet_id": "subnet-0a1b2c3d"}


@pytest.fixture(scope="module")
def identity() -> Certificate:
    """The certificate of the client."""
    return make_certificate()


@pytest.fixture
def plugin(tmp_path: Path, identity: Certificate) -> Iterator[Plugin]:
    """The provider, started with mutual TLS."""
    with Plugin(tmp_path, identity) as started:
        yield started


def test_started_by_hand_it_explains_itself() -> None:
    """Without cookie or with another one nothing is served."""
    for cookie in ({}, {"TF_PLUGIN_MAGIC_COOKIE": "wrong"}):
        ended = run_provider(environment=cookie)
        assert (ended.returncode, ended.stdout) == (1, "")
        assert "not meant to be run by hand" in ended.stderr
        assert SOURCE in ended.stderr
    assert re.fullmatch(r"terraform-provider-langgraph \d+\.\d+\.\d+\n", run_provider("--version").stdout)
    assert "--debug" in run_provider("--help").stdout
    ended = run_provider("--nonsense")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "--nonsense" in ended.stderr


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"PLUGIN_PROTOCOL_VERSIONS": "4,5"}, "speaks version 6"),
        ({"PLUGIN_CLIENT_CERT": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"}, "PLUGIN_CLIENT_CERT"),
        ({"PLUGIN_CLIENT_CERT": "nonsense"}, "PLUGIN_CLIENT_CERT"),
        ({"PLUGIN_UNIX_SOCKET_DIR": "/nowhere/at/all"}, "/nowhere/at/all"),
        ({"PLUGIN_UNIX_SOCKET_GROUP": "no-such-group"}, "no-such-group"),
    ],
)
def test_a_handshake_that_cannot_be_is_refused(environment: dict[str, str], says: str) -> None:
    """With an explanation, and nothing on stdout."""
    ended = run_provider(environment=COOKIE | OFFER | environment)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert says in ended.stderr


def test_the_handshake_line(tmp_path: Path, identity: Certificate) -> None:
    """Says what was asked for; the socket is where it should be, for the user alone, and goes with the process."""
    sockets = {"PLUGIN_UNIX_SOCKET_DIR": str(tmp_path)}
    with Plugin(tmp_path, identity, sockets | {"PLUGIN_MULTIPLEX_GRPC": "true"}) as plugin:
        assert re.fullmatch(rf"1\|6\|unix\|{tmp_path}/[\w-]+\|grpc\|[\w+/]{{200,}}\|false", plugin.line)
        assert stat.S_IMODE(Path(plugin.socket).stat().st_mode) & 0o077 == 0
        assert plugin.raw("/grpc.health.v1.Health/Check", b"\x0a\x06plugin") == b"\x08\x01"
    with Plugin(tmp_path, None, {"TMPDIR": str(tmp_path)}) as plugin:
        assert re.fullmatch(rf"1\|6\|unix\|{tmp_path}/[\w-]+\|grpc\|", plugin.line)
        assert plugin.call("GetMetadata").server_capabilities.get_provider_schema_optional
        plugin.expect_end(signal.SIGTERM)


def core_limit(plugin: Plugin) -> str:
    """The most bytes of a core that the process may leave, as the kernel says it."""
    limits = Path(f"/proc/{plugin.process.pid}/limits").read_text()
    return next(line for line in limits.splitlines() if line.startswith("Max core file size")).split()[4]


def test_the_environment_makes_no_library_write_down_what_it_decrypts(tmp_path: Path, identity: Certificate) -> None:
    keys = tmp_path / "keys"
    traces = {"GRPC_TRACE": "all", "GRPC_VERBOSITY": "DEBUG", "SSLKEYLOGFILE": str(keys)}
    with Plugin(tmp_path, identity, traces) as plugin:
        plugin.call("GetMetadata")
        assert (plugin.log(), keys.exists(), core_limit(plugin)) == ("", False, "0")
    # Whoever asks for a log looks for an error: then a core may be left. What gRPC decrypts is in no log.
    unlimited = str(resource.getrlimit(resource.RLIMIT_CORE)[0]).replace("-1", "unlimited")
    with Plugin(tmp_path, identity, traces | {"TF_LOG": "trace"}) as plugin:
        plugin.call("GetMetadata")
        assert "HTTP:" not in plugin.log() and "READ" not in plugin.log()
        assert core_limit(plugin) == unlimited


def test_nobody_else_can_connect(plugin: Plugin) -> None:
    """Neither another certificate, made alike, nor none at all; the provider goes on serving whoever started it."""
    for stranger in (make_certificate(), None):
        with plugin.connect(stranger) as channel, pytest.raises(grpc.RpcError) as refused:
            channel.unary_unary("/tfplugin6.Provider/GetMetadata")(b"", timeout=LIMIT_SECONDS)
        assert refused.value.code() == grpc.StatusCode.UNAVAILABLE
    assert TYPE in [each.type_name for each in plugin.call("GetMetadata").resources]


def test_what_the_provider_tells_of_itself(plugin: Plugin) -> None:
    """Schema, functions and identities; streams that stay open; what is not served says so."""
    schema = plugin.call("GetProviderSchema")
    assert {"langgraph_cloud_role", "langgraph_project", TYPE} <= set(schema.resource_schemas)
    assert not schema.diagnostics
    assert "trust_policy" in plugin.call("GetFunctions").functions
    assert set(plugin.call("GetResourceIdentitySchemas").identity_schemas) == set(schema.resource_schemas)
    for path in ("/tfplugin6.Provider/Nonsense", "/grpc.health.v1.Health/Watch", "/nonsense"):
        with pytest.raises(grpc.RpcError) as refused:
            plugin.raw(path)
        assert refused.value.code() == grpc.StatusCode.UNIMPLEMENTED, path
    streams = [
        plugin.channel.unary_stream("/plugin.GRPCStdio/StreamStdio")(b""),
        plugin.channel.stream_stream("/plugin.GRPCBroker/StartStream")(iter(())),
    ]
    for stream in streams:
        stream.initial_metadata()
        assert stream.is_active()
    plugin.shut_down()
    for stream in streams:
        with pytest.raises(grpc.RpcError):
            next(stream)


def test_a_type_that_does_not_exist(plugin: Plugin) -> None:
    """Is an error of every call, and never a crash."""
    calls = ("ValidateResourceConfig", "UpgradeResourceState", "ReadResource", "PlanResourceChange")
    for method in (*calls, "ApplyResourceChange", "ImportResourceState"):
        assert 'no resource type "langgraph_nonsense"' in errors(plugin.call(method, type_name="langgraph_nonsense"))
    for method in ("ValidateDataResourceConfig", "ReadDataSource", "OpenEphemeralResource"):
        assert "langgraph_nonsense" in errors(plugin.call(method, type_name="langgraph_nonsense"))


HOSTILE_MSGPACK = {
    "truncated": b"\xdf\x00\x00\x00\x07\xdb\x00\x00\x00\x02id",
    "huge map": b"\xdf\xff\xff\xff\xff",
    "huge text": b"\xdb\xff\xff\xff\xffx",
    "huge array": b"\xdd\xff\xff\xff\xff\xc0",
    "deep": b"\x91" * 100_000,
    "wrong type": b"\xa5hello",
    "no msgpack": b"\xc1\xc1\xc1",
    "not UTF-8": b"\x81\xa2id\xa2\xff\xfe",
    "goes on": b"\xc0\xc0",
}
HOSTILE_JSON = {
    "truncated": b'{"id":"subnet-',
    "deep": b"[" * 100_000,
    "wrong type": b'{"id":{"a":[]}}',
    "not UTF-8": b'{"id":"\xff\xfe"}',
    "huge number": b'{"id":1e999999999999999999999}',
    "nothing": b" ",
}


def test_hostile_values_are_refused(plugin: Plugin) -> None:
    """Whatever is in a value, the answer is an error on it, and the provider lives on."""
    for name, hostile in HOSTILE_MSGPACK.items():
        state = messages().DynamicValue(msgpack=hostile)
        assert "Malformed Value" in errors(plugin.call("ValidateResourceConfig", type_name=TYPE, config=state)), name
        assert "Malformed Value" in errors(plugin.call("ReadResource", type_name=TYPE, current_state=state)), name
        planned = plugin.call("PlanResourceChange", type_name=TYPE, config=state, proposed_new_state=state)
        assert "Malformed Value" in errors(planned), name
        applied = plugin.call("ApplyResourceChange", type_name=TYPE, config=state, planned_state=state)
        assert "Malformed Value" in errors(applied), name
        assert "Malformed Value" in errors(plugin.call("ConfigureProvider", config=state)), name
    for name, hostile in HOSTILE_JSON.items():
        raw = messages().RawState(json=hostile)
        assert "cannot be read" in errors(plugin.call("UpgradeResourceState", type_name=TYPE, raw_state=raw)), name
        state = messages().DynamicValue(json=hostile)
        assert "Malformed Value" in errors(plugin.call("ReadResource", type_name=TYPE, current_state=state)), name
    for garbage in (b"\xff" * 100, b"\x0a\xff\xff\xff\xff\x0f", b"\x0b" * 1000):
        with pytest.raises(grpc.RpcError) as refused:
            plugin.raw("/tfplugin6.Provider/PlanResourceChange", garbage)
        assert refused.value.code() == grpc.StatusCode.INVALID_ARGUMENT
    assert plugin.call("GetMetadata").resources


IDENTIFYING = {
    "langgraph_cloud_role": ("name", (None, "", "a/b")),
    "langgraph_listener": ("id", (None, "", "..", "a?b")),
    "langgraph_project": ("id", (None, "", "..", ".", "../../v2/listeners")),
    TYPE: ("id", (None, "", "subnet")),
}


@pytest.mark.parametrize("type_name", sorted(IDENTIFYING))
def test_a_state_that_names_no_object_is_refused(plugin: Plugin, type_name: str) -> None:
    """One that was edited by hand, or moved from an object without an id: in every call, and nothing is asked for."""
    schema = plugin.call("GetProviderSchema").resource_schemas[type_name].block
    attribute, hostile = IDENTIFYING[type_name]
    empty = dict.fromkeys([each.name for each in schema.attributes] + [each.type_name for each in schema.block_types])
    for name in hostile:
        state = dynamic(empty | {attribute: name})
        asked = {"type_name": type_name, "prior_state": state, "prior_private": b"garbage"}
        private = {"type_name": type_name, "prior_state": state, "planned_private": b'{"secrets": "[]"}'}
        refused = {
            "read": plugin.call("ReadResource", type_name=type_name, current_state=state, private=b"\xff"),
            "plan": plugin.call("PlanResourceChange", config=state, proposed_new_state=state, **asked),
            "plan of a destroy": plugin.call("PlanResourceChange", proposed_new_state=dynamic(None), **asked),
            "update": plugin.call("ApplyResourceChange", config=state, planned_state=state, **private),
            "destroy": plugin.call("ApplyResourceChange", planned_state=dynamic(None), **private),
        }
        for call, answer in refused.items():
            assert answer.diagnostics[0].attribute.steps[0].attribute_name == attribute, (call, name)
    assert plugin.call("GetMetadata").resources


@pytest.mark.parametrize("name", ["..", "a?b", "../../v2/listeners", "name=", "name=A b"])
def test_an_import_id_that_can_be_none_is_refused_without_a_call(plugin: Plugin, name: str) -> None:
    """An id becomes a part of a request's path, and the key goes with it. Here no provider is there to ask with."""
    answer = plugin.call("ImportResourceState", type_name="langgraph_project", id=name)
    assert "Not a Project's ID" in errors(answer)


def test_a_large_state_is_taken(plugin: Plugin) -> None:
    """Terraform sends states of any size: 64 MiB are read, and refused only for what is in them."""
    large = messages().RawState(json=json.dumps({"id": "x" * (64 << 20)}).encode())
    answer = plugin.call("UpgradeResourceState", type_name=TYPE, raw_state=large)
    assert not answer.diagnostics
    assert len(answer.upgraded_state.msgpack) > 64 << 20


def test_a_hundred_calls_at_once(plugin: Plugin) -> None:
    """Of different kinds, each with its own answer; requests that are cancelled disturb nobody."""

    def plan(number: int) -> str:
        subnet = f"subnet-{number:08x}"
        configuration = dynamic(CONFIGURATION | {"subnet_id": subnet})
        return plugin.call(
            "PlanResourceChange",
            type_name=TYPE,
            prior_state=dynamic(None),
            config=configuration,
            proposed_new_state=configuration,
        ).planned_state.msgpack.decode("latin-1")

    with ThreadPoolExecutor(100) as pool:
        plans = list(pool.map(plan, range(400)))
    assert all(f"subnet-{number:08x}" in planned for number, planned in enumerate(plans))
    started = [plugin.start("GetProviderSchema") for _ in range(100)]
    for call in started[::2]:
        call.cancel()
    assert all(TYPE in call.result().resource_schemas for call in started[1::2])


def test_stop_reaches_into_a_call_that_waits(plugin: Plugin) -> None:
    """StopProvider, or the call's own cancellation, ends a request to an API that never answers."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(LIMIT_SECONDS)
        endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}"
        credentials = {"region": "us-east-1", "access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": "x" * 40}
        plugin.configure(aws=credentials | {"endpoints": {"ec2": endpoint}})
        state = dynamic(CONFIGURATION | {"id": CONFIGURATION["subnet_id"]})

        reading = plugin.start("ReadResource", type_name=TYPE, current_state=state)
        connection, _ = silent.accept()
        with connection:
            assert connection.recv(1)
            plugin.call("StopProvider")
            answer = reading.result(LIMIT_SECONDS)
        assert errors(answer)
        assert answer.new_state == state

        reading = plugin.start("ReadResource", type_name=TYPE, current_state=state)
        connection, _ = silent.accept()
        with connection:
            connection.settimeout(LIMIT_SECONDS)
            assert connection.recv(1)
            reading.cancel()
            while connection.recv(65536):
                pass


def test_an_interrupt_is_terraforms_to_handle(plugin: Plugin) -> None:
    """SIGINT changes nothing; StopProvider is answered, and calls go on being served after it."""
    plugin.interrupt()
    assert plugin.call("StopProvider").Error == ""
    plugin.interrupt()
    assert plugin.call("ValidateResourceConfig", type_name=TYPE, config=dynamic(CONFIGURATION)) is not None


def test_it_ends_with_its_parent(tmp_path: Path) -> None:
    """A Terraform that was killed leaves no provider behind: its stdout closes only once it has ended."""
    script = f'"{provider_binary()}" & read -r _; kill -9 $$'
    environment = clean_environment(COOKIE | OFFER | {"TMPDIR": str(tmp_path)})
    with subprocess.Popen(
        ["/bin/bash", "-c", script], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        path = Path(parent.stdout.readline().split("|")[3])
        assert path.exists()
        output, _ = parent.communicate("\n", timeout=LIMIT_SECONDS)
    assert output == ""
    assert not path.exists()


def test_a_client_that_does_not_read_keeps_nobody_alive(tmp_path: Path) -> None:
    """What the provider wants to tell it fills the socket; the end comes in seconds all the same."""
    with Plugin(tmp_path, None) as plugin, socket.socket(socket.AF_UNIX) as client:
        client.connect(plugin.socket)
        settings = b"\0\0\0\4\0\0\0\0\0"  # each of which is acknowledged
        client.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + settings)
        client.settimeout(1)
        with contextlib.suppress(TimeoutError):
            while True:
                client.sendall(settings * 1000)
        plugin.process.send_signal(signal.SIGTERM)
        plugin.process.wait(15)
        assert not Path(plugin.socket).exists()


@pytest.mark.parametrize("name", ["d" * 60 + "/" + "e" * 60, "100%", "a|b", "a\nb"])
def test_it_starts_whatever_the_directory_for_temporary_files_is(new_terraform, tmp_path: Path, name: str) -> None:
    """A path that is too long for a socket, or that would break the handshake: a shorter place is taken."""
    directory = tmp_path / name
    directory.mkdir(parents=True)
    terraform: Terraform = new_terraform("it", environment={"TMPDIR": str(directory)})
    terraform.write(f'resource "{TYPE}" "it" {{\n  subnet_id = "subnet-0a1b2c3d"\n}}\n').validate()


@pytest.mark.skipif(BUILD.name in ("address", "thread", "valgrind"), reason="instruments need memory of their own")
@pytest.mark.parametrize("megabytes", [40, 56, 72])
def test_too_little_memory_is_told(megabytes: int) -> None:
    """Libraries end the process where memory or a thread cannot be had: not without a word."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    with subprocess.Popen(
        [str(provider_binary())],
        env=clean_environment(COOKIE | OFFER),
        preexec_fn=limit,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        started = process.stdout.readline()
        if started:
            process.terminate()
        _, said = process.communicate(timeout=LIMIT_SECONDS)
        assert started or "memory" in said


def test_terraform_attaches_to_a_provider_being_debugged(
    new_terraform: Callable[..., Terraform], tmp_path: Path
) -> None:
    """`-debug` prints what Terraform needs, serves any number of commands, and ends with an interrupt."""
    with Plugin(tmp_path, is_debugged=True) as provider:
        (attachment,) = re.findall("TF_REATTACH_PROVIDERS='(.+)'", provider.line)
        assert set(json.loads(attachment)) >= {f"registry.terraform.io/{SOURCE}"}
        terraform = new_terraform("debug", environment={"TF_REATTACH_PROVIDERS": attachment})
        terraform.write(f'resource "{TYPE}" "a" {{ subnet_id = "subnet-0a1b2c3d" }}\n')
        terraform.validate()
        assert terraform.plan().actions == {f"{TYPE}.a": ["create"]}
