"""The provider's functions: by the real Terraform, and, for tables, by their call of the protocol alone."""

import itertools
import json
import random
import string
from collections.abc import Callable, Iterator
from typing import Any

import psycopg.conninfo
import pytest

from acceptance.support.terraform import Terraform
from support.certificates import make_certificate
from support.plugin import Plugin
from support.protocol import messages, unpack

ECR = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/agent:1.4"
DIGEST = "sha256:" + "0123456789abcdef" * 4
RESERVED = string.punctuation + " \u00e9\u4e16"


@pytest.fixture(scope="module")
def plugin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plugin]:
    """The provider as Terraform starts it, not configured."""
    with Plugin(tmp_path_factory.mktemp("plugin"), make_certificate()) as started:
        yield started


@pytest.fixture
def call(plugin: Plugin) -> Callable[..., Any]:
    """Calls a function and returns its result, or the error's text and argument."""

    def called(name: str, *arguments: Any) -> Any:
        sent = [messages().DynamicValue(json=json.dumps(argument).encode()) for argument in arguments]
        answer = plugin.call("CallFunction", name=name, arguments=sent)
        if answer.error.text:
            return answer.error.text, answer.error.function_argument
        return unpack(answer.result)

    return called


def of_any_type(**parts: Any) -> dict[str, Any]:
    """An object as an argument of dynamic type."""

    def type_of(value: Any) -> Any:
        match value:
            case bool():
                return "bool"
            case int():
                return "number"
            case dict():
                return ["object", {name: type_of(part) for name, part in value.items()}]
        return "string"

    return {"type": type_of(parts), "value": parts}


def test_all_functions_in_a_configuration(terraform: Terraform) -> None:
    calls = {
        "endpoint": 'control_plane_endpoint("https://eu.api.smith.langchain.com")',
        "image": f'image_parse("{ECR}")',
        "postgres": 'postgres_uri({ database = "agent", host = "db.example.com", port = 5432, password = "p@ss" })',
        "policies": 'role_policies("task_execution").managed_policy_arns',
        "runs": 'runs_endpoints({ "https://smith.example.com" = "key" })',
        "trust": 'trust_policy("eu", ["organization-1"])',
    }
    terraform.write(
        "".join(f'output "{name}" {{\n  value = provider::langgraph::{text}\n}}\n' for name, text in calls.items())
    ).apply()
    found = terraform.outputs()
    assert found["endpoint"] == "https://eu.api.host.langchain.com"
    assert found["image"] == {
        "registry": ECR.split("/")[0],
        "repository": "agent",
        "tag": "1.4",
        "digest": None,
        "pinned": False,
        "ecr": {"account_id": "123456789012", "region": "eu-central-1", "partition": "aws"},
    }
    assert found["postgres"] == "postgresql://:p%40ss@db.example.com:5432/agent"
    assert found["policies"] == ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]
    assert json.loads(found["runs"]) == {"https://smith.example.com": "key"}
    assert json.loads(found["trust"])["Statement"][0]["Condition"] == {
        "StringEquals": {"sts:ExternalId": "organization-1"}
    }
    terraform.assert_nothing_to_do()


@pytest.mark.parametrize("purpose", ["control_plane", "task_execution"])
def test_trust_and_policies_are_those_of_the_role(purpose: str, terraform: Terraform, aws: object) -> None:
    external_ids = 'external_ids = ["organization-2", "organization-1"]' if purpose == "control_plane" else ""
    terraform.write(
        f"""
        resource "langgraph_cloud_role" "it" {{
          purpose = "{purpose}"
          {external_ids}
        }}
        output "policies" {{ value = provider::langgraph::role_policies("{purpose}") }}
        output "trust" {{
          value = provider::langgraph::trust_policy("us", ["organization-1", "organization-2"])
        }}
        """
    ).apply()
    role, outputs = terraform.attributes("langgraph_cloud_role.it"), terraform.outputs()
    assert sorted(outputs["policies"]["managed_policy_arns"]) == sorted(role["managed_policy_arns"])
    assert outputs["policies"]["inline_policies"] == role["inline_policies"]
    if purpose == "control_plane":
        assert json.loads(outputs["trust"]) == json.loads(role["assume_role_policy"])


def test_an_error_is_shown_at_its_argument(terraform: Terraform) -> None:
    terraform.write('output "image" {\n  value = provider::langgraph::image_parse("https://example.com/agent")\n}\n')
    terraform.fail("plan", says=['"uri"', "scheme", 'image_parse("https://example.com/agent")'])


def test_images(call: Callable[..., Any]) -> None:
    assert call("image_parse", "agent") == {
        "registry": "docker.io",
        "repository": "library/agent",
        "tag": None,
        "digest": None,
        "pinned": False,
        "ecr": None,
    }
    assert call("image_parse", f"agent@{DIGEST}")["pinned"] is True
    assert call("image_parse", "example.com/Agent")[1] == 0


@pytest.mark.parametrize(
    ("langsmith", "endpoint"),
    [
        ("https://api.smith.langchain.com", "https://api.host.langchain.com"),
        ("https://smith.langchain.com", "https://api.host.langchain.com"),
        ("https://smith.langchain.com/api/v1", "https://api.host.langchain.com"),
        ("https://EU.smith.langchain.com/", "https://eu.api.host.langchain.com"),
        ("https://apac.api.smith.langchain.com", "https://apac.api.host.langchain.com"),
        ("https://aws.api.smith.langchain.com/api", "https://aws.api.host.langchain.com"),
        ("https://smith.example.com/api/v1", "https://smith.example.com/api-host"),
        ("https://langchain.com.example.org", "https://langchain.com.example.org/api-host"),
        ("http://127.0.0.1:1984/smith/", "http://127.0.0.1:1984/smith/api-host"),
    ],
)
def test_endpoints(langsmith: str, endpoint: str, call: Callable[..., Any]) -> None:
    assert call("control_plane_endpoint", langsmith) == endpoint


@pytest.mark.parametrize("wrong", ["smith.example.com", "http://smith.example.com", "https://a?b=c", ""])
def test_what_is_no_address_of_a_langsmith(wrong: str, call: Callable[..., Any]) -> None:
    text, argument = call("control_plane_endpoint", wrong)
    assert "langsmith_url" in text
    assert argument == 0


def test_what_libpq_reads_is_what_was_given(call: Callable[..., Any]) -> None:
    """libpq's own parser, for every reserved character in every part."""
    chosen = random.Random(1)

    def text() -> str:
        return "".join(chosen.choices(RESERVED + string.ascii_letters, k=chosen.randint(1, 12)))

    for _ in range(300):
        parts = {"database": text(), "user": text(), "password": text(), "host": "/" + text().replace(",", "")}
        options = {"application_name": text(), "options": text()}
        left_out = {name for name in ("user", "password") if chosen.random() < 0.3}
        given = {name: part for name, part in parts.items() if name not in left_out}
        uri = call("postgres_uri", of_any_type(**given, options=options))
        read = psycopg.conninfo.conninfo_to_dict(uri)
        assert read == {"dbname" if name == "database" else name: part for name, part in given.items()} | options, uri


@pytest.mark.parametrize(
    ("parts", "uri"),
    [
        ({"database": "a"}, "postgresql:///a"),
        ({"database": "a", "host": "::1", "port": 5432}, "postgresql://[::1]:5432/a"),
        ({"database": "a", "host": "[::1]"}, "postgresql://[::1]/a"),
        ({"database": "a", "host": "h1,h2", "port": 5432}, "postgresql://h1:5432,h2:5432/a"),
        ({"database": "a", "host": "h1,h2", "port": "1,2"}, "postgresql://h1:1,h2:2/a"),
        ({"database": "a", "options": {"connect_timeout": 10}}, "postgresql:///a?connect_timeout=10"),
        ({"database": "a", "options": {"host": "/run/postgresql"}}, "postgresql:///a?host=%2Frun%2Fpostgresql"),
    ],
)
def test_uris_of_postgres(parts: dict[str, Any], uri: str, call: Callable[..., Any]) -> None:
    assert call("postgres_uri", of_any_type(**parts)) == uri


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({}, "`database`"),
        ({"database": ""}, "`database`"),
        ({"database": "a", "port": 0}, "`port`"),
        ({"database": "a", "port": 65536}, "`port`"),
        ({"database": "a", "port": "1x"}, "`port`"),
        ({"database": "a", "host": "h1,h2,h3", "port": "1,2"}, "`port`"),
        ({"database": "a", "hots": "b"}, "`hots`"),
        ({"database": {"a": "b"}}, "`database`"),
        ({"database": "a", "user": "b", "options": {"user": "c"}}, "`user`"),
        ({"database": "a", "options": "sslmode=require"}, "`options`"),
    ],
)
def test_wrong_parts_of_a_uri(parts: dict[str, Any], says: str, call: Callable[..., Any]) -> None:
    text, argument = call("postgres_uri", of_any_type(**parts))
    assert says in text
    assert argument == 0


def test_endpoints_of_runs_do_not_show_a_key(call: Callable[..., Any]) -> None:
    assert call("runs_endpoints", {"https://b.example.com": 'q"k', "http://a.internal": "k"}) == (
        '{"http://a.internal":"k","https://b.example.com":"q\\"k"}'
    )
    for wrong in ({"lsv2_sk_key": "https://example.com"}, {"https://example.com": ""}, {}):
        text, argument = call("runs_endpoints", wrong)
        assert argument == 0
        assert "lsv2" not in text


def test_wrong_arguments_of_policies(call: Callable[..., Any]) -> None:
    assert call("trust_policy", "apac", ["organization-1"])[1] == 0
    assert call("trust_policy", "us", [])[1] == 1
    assert call("trust_policy", "us", [""])[1] == 1
    assert call("role_policies", "tasks")[1] == 0


def test_foreign_bytes_never_end_the_process(plugin: Plugin) -> None:
    """Arguments of other types, too many and too few: an error each, and the process goes on."""
    names = ("control_plane_endpoint", "image_parse", "postgres_uri", "role_policies", "runs_endpoints", "trust_policy")
    bodies = (b"", b"\xc0", b"\xc1", b"\x81\xa1a\xc0", b"\xdd\xff\xff\xff\xff", b'\xc4\x07"\xff"')
    for name, body, count in itertools.product(names, bodies, (0, 1, 2)):
        arguments = [messages().DynamicValue(msgpack=body)] * count
        assert plugin.call("CallFunction", name=name, arguments=arguments).error.text
