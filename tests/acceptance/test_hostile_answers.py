"""Whatever a service answers, no message and no log line shows a secret, or acts on a terminal.

A property, tried on random secrets and answers to every call. HOSTILE_SEED=7 repeats one run, which a failure names.
"""

import json
import os
import random
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from acceptance.support.hostile import HostileProxy, Hostility, acting, beginnings, make_secret
from sandbox.client import API_KEY, REGION, ControlPlane, LocalAws, Network
from support.certificates import make_certificate
from support.plugin import Plugin
from support.protocol import dynamic, filled_block, unpack

SEEDS = [int(os.environ["HOSTILE_SEED"])] if "HOSTILE_SEED" in os.environ else [1, 2]
MOST_SECONDS = 3
IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/agent:1"
ROLE = "arn:aws:iam::123456789012:role/LangGraphCloudBYOCRole"


class Attack:
    """A provider between hostile services, and what it has said so far."""

    def __init__(self, plugin: Plugin, secrets: list[str]) -> None:
        self.plugin = plugin
        self.secrets = secrets
        self.said: list[str] = []
        schema = plugin.call("GetProviderSchema")
        self._provider = schema.provider.block
        self._resources = schema.resource_schemas
        self._data_sources = schema.data_source_schemas

    def call(self, method: str, **fields: Any) -> Any:
        """One call, whose diagnostics are noted."""
        answer = self.plugin.call(method, **fields)
        for each in answer.diagnostics:
            self.said += [each.summary, each.detail]
        return answer

    def assert_secrets_came_near(self) -> None:
        """Fails where nothing was tried: where hardly a message had to hide something."""
        assert len(self.said) > 20, "hardly anything was said"
        assert sum("(sensitive value)" in text for text in self.said) > 5, "hardly any secret came near a message"

    def configure(self, **given: Any) -> None:
        config = dynamic(filled_block(self._provider, given))
        self.call("ValidateProviderConfig", config=config)
        self.call("ConfigureProvider", config=config, terraform_version="1.14.0")

    def resource(self, name: str, given: dict[str, Any], state: dict[str, Any], import_id: str) -> None:
        """The life of a resource: planned, made, read, changed, imported, deleted."""
        block = self._resources[name].block
        config = dynamic(filled_block(block, given))
        nothing = dynamic(None)
        self.call("ValidateResourceConfig", type_name=name, config=config, client_capabilities=self.plugin.capabilities)
        made = self._apply(name, nothing, config, b"")
        has_state = unpack(made.new_state) is not None
        stored = made.new_state if has_state else dynamic(filled_block(block, given | state | {"secrets": None}))
        read = self.call("ReadResource", type_name=name, current_state=stored, private=made.private)
        if unpack(read.new_state) is not None:
            stored = read.new_state
        self._apply(name, stored, config, read.private)
        imported = self.call("ImportResourceState", type_name=name, id=import_id)
        for each in imported.imported_resources:
            self.call("ReadResource", type_name=name, current_state=each.state, private=each.private)
        self._apply(name, stored, nothing, read.private)

    def _apply(self, name: str, prior: Any, config: Any, private: bytes) -> Any:
        planned = self.call(
            "PlanResourceChange",
            type_name=name,
            prior_state=prior,
            proposed_new_state=config,
            config=config,
            prior_private=private,
        )
        return self.call(
            "ApplyResourceChange",
            type_name=name,
            prior_state=prior,
            planned_state=planned.planned_state,
            config=config,
            planned_private=planned.planned_private,
        )

    def data_sources(self) -> None:
        """All that there are, asked for what may be asked."""
        for name, schema in self._data_sources.items():
            names = {each.name for each in schema.block.attributes}
            for given in ({}, {"id": str(uuid.uuid4())}, {"name": "agent"}, {"project_id": str(uuid.uuid4())}):
                config = dynamic(filled_block(schema.block, given))
                if (
                    names >= set(given)
                    and not self.call("ValidateDataResourceConfig", type_name=name, config=config).diagnostics
                ):
                    self.call("ReadDataSource", type_name=name, config=config)


def texts_of(line: str) -> Iterator[str]:
    """All that a log line says, as Terraform prints it."""
    yield line
    for field, text in json.loads(line).items():
        yield field
        yield str(text)


def assert_nothing_shows(text: str, secrets: list[str], what: str) -> None:
    found = list(acting(text))
    assert not found, f"{what}: {found[:3]} in {text!r}"
    for secret in secrets:
        shown = [each for each in beginnings(secret) if each and each in text]
        assert not shown, f"{what}: {shown} of {secret!r} in {text!r}"


def project(chance: random.Random, secrets: list[str], **more: Any) -> dict[str, Any]:
    return {
        "name": f"agent-{chance.randint(0, 9)}",
        "image_uri": IMAGE,
        "deployment_type": "prod",
        "environment": {"LOG_LEVEL": "info"},
        "secrets": {f"SECRET_{number}": secret for number, secret in enumerate(secrets)},
        "timeouts": {"create": "300ms", "update": "300ms", "delete": "300ms"},
        **more,
    }


def configure(attack: Attack, keys: list[str], plane: str, cloud: str) -> None:
    """Configures the provider for hostile services; each of its own secrets is one of the keys."""
    attack.configure(
        endpoint=plane,
        api_key=keys[0],
        max_retries=0,
        poll_interval="100ms",
        request_timeout="2s",
        aws={
            "region": REGION,
            "access_key": "AKIAIOSFODNN7EXAMPLE",
            "secret_key": keys[1],
            "token": keys[2],
            "max_attempts": 1,
            "endpoints": dict.fromkeys(("iam", "ec2", "sts"), cloud),
        },
    )


def use_everything(attack: Attack, chance: random.Random, values: list[str], subnet: str) -> None:
    """The life of each resource, once, and every data source."""
    unique = str(uuid.UUID(int=chance.getrandbits(128)))
    byoc = {"role_arn": ROLE, "region": REGION, "external_id": unique}
    number = chance.randint(0, 9)
    attack.resource("langgraph_project", project(chance, values), {"id": unique}, unique)
    attack.resource("langgraph_project", project(chance, values, byoc=byoc), {"id": unique}, f"name=agent-{number}")
    role = {"id": "role", "name": "role"}
    attack.resource("langgraph_cloud_role", {"external_ids": [unique]}, role, "LangGraphCloudBYOCRole")
    attack.resource("langgraph_subnet_tag", {"subnet_id": subnet}, {"id": subnet}, subnet)
    listener = {"compute_id": f"cluster-{number}", "k8s_namespaces": ["default"]}
    attack.resource("langgraph_listener", listener, {"id": unique}, unique)
    attack.data_sources()


@pytest.mark.parametrize("seed", SEEDS)
def test_no_answer_brings_out_a_secret_or_acts_on_the_terminal(
    seed: int,
    tmp_path: Path,
    control_plane: ControlPlane,
    aws: LocalAws,
    network: Network,
    record_property: Callable[[str, object], None],
) -> None:
    chance = random.Random(seed)
    keys = [make_secret(chance, key=True) for _ in range(3)]
    values = [make_secret(chance) for _ in range(4)]
    secrets = keys + values
    hostility = Hostility(random.Random(seed), secrets)
    environment = {"TF_LOG_PROVIDER": "trace", "LANGSMITH_ENDPOINT": "", "AWS_EC2_METADATA_DISABLED": "true"}
    with (
        HostileProxy(control_plane.address, hostility, API_KEY) as plane,
        HostileProxy(aws.moto_endpoint, hostility) as cloud,
        Plugin(tmp_path, make_certificate(), environment) as plugin,
    ):
        attack = Attack(plugin, secrets)
        configure(attack, keys, plane.address, cloud.address)
        rounds, until = 0, time.monotonic() + MOST_SECONDS
        while time.monotonic() < until:
            rounds += 1
            use_everything(attack, chance, values, network.private_subnet_ids[0])
        log = plugin.log()
    record_property("rounds", rounds)
    attack.assert_secrets_came_near()
    for text in attack.said:
        assert_nothing_shows(text, secrets, f"HOSTILE_SEED={seed}, a message")
    for text in (text for line in log.splitlines() for text in texts_of(line)):
        assert_nothing_shows(text, secrets, f"HOSTILE_SEED={seed}, a log line")
