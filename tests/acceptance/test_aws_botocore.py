"""Credentials, region and endpoints in hundreds of environments: what botocore resolves, the provider resolves too, and
what botocore refuses, it refuses. Where the two differ on purpose, DIFFERENCES says why."""

import hashlib
import itertools
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest import mock

import botocore.credentials
import botocore.exceptions
import botocore.loaders
import botocore.session
import botocore.tokens
import pytest

from sandbox.client import Identity
from sandbox.identity import CONTAINER_TOKEN, SSO_TOKEN
from support.binaries import BUILD

LOADER = botocore.loaders.create_loader()
RESOLVER = BUILD / "resolve_aws"
LIMIT_SECONDS = 30
# The last three are what it comes to where a cached token is not what the CLI writes.
REFUSALS = (
    botocore.exceptions.BotoCoreError,
    botocore.exceptions.ClientError,
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
)
ACTIONS = {"ec2": "DescribeSubnets", "ecr": "DescribeImages", "iam": "GetRole", "sts": "GetCallerIdentity"}
REGION = "eu-west-1"
KEYS = "aws_access_key_id = AKIA{0}\naws_secret_access_key = secret-{0}\n"
START_URL = "https://example.awsapps.com/start"
ROLE = "role_arn = arn:aws:iam::123456789012:role/deploy\n"
SSO = "sso_account_id = 123456789012\nsso_role_name = builder\n"
LEGACY_SSO = f"sso_region = us-east-1\nsso_start_url = {START_URL}\n{SSO}"
SESSION = f"[sso-session company]\nsso_region = us-east-1\nsso_start_url = {START_URL}\n"
TOKEN = {"startUrl": START_URL, "region": "us-east-1", "accessToken": SSO_TOKEN, "expiresAt": "2099-01-01T00:00:00Z"}
PROCESS = "credential_process = cat {home}/process.json\n"
WEB_IDENTITY = ROLE + "web_identity_token_file = {home}/token\n"
BASE = "[profile base]\n" + KEYS.format("BASE")
VARIABLES = {"AWS_ACCESS_KEY_ID": "AKIAENVIRONMENT", "AWS_SECRET_ACCESS_KEY": "secret-environment"}
METADATA = {"AWS_EC2_METADATA_SERVICE_ENDPOINT": "{identity}/"}
CONTAINER = {
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "{identity}/container",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN": CONTAINER_TOKEN,
}

# What the profile in use may say, by name; the profiles that it names besides come with it.
PROFILES = {
    "nothing": "",
    "keys": KEYS.format("CONFIG"),
    "half the keys": "aws_access_key_id = AKIAHALF\n",
    "a token too": KEYS.format("CONFIG") + "aws_session_token = token\n",
    "a role": ROLE + "source_profile = base\n",
    "a role with all": ROLE
    + "source_profile = base\nexternal_id = me\nduration_seconds = 1800\nrole_session_name = ci\n",
    "a role beside keys": ROLE + "source_profile = base\n" + KEYS.format("LEFT"),
    "a role by the environment": ROLE + "credential_source = Environment\n",
    "a role by the container": ROLE + "credential_source = EcsContainer\n",
    "a role by the instance": ROLE + "credential_source = Ec2InstanceMetadata\n",
    "a role by nobody": ROLE,
    "a role by two": ROLE + "source_profile = base\ncredential_source = Environment\n",
    "a role by an unknown source": ROLE + "credential_source = Moon\n",
    "a role by an absent profile": ROLE + "source_profile = absent\n",
    "a role by an empty profile": ROLE + "source_profile = empty\n",
    "a role on a role": ROLE + "source_profile = middle\n",
    "a role in a circle": ROLE + "source_profile = circle\n",
    "a role by single sign-on": ROLE + "source_profile = signed\n",
    "a role by a program": ROLE + "source_profile = program\n",
    "a role by keys beside a role": ROLE + "source_profile = both\n",
    "a web identity": WEB_IDENTITY,
    "a web identity without a role": "web_identity_token_file = {home}/token\n",
    "a web identity without a token": ROLE + "web_identity_token_file = {home}/absent\n",
    "a web identity beside keys": WEB_IDENTITY + KEYS.format("LEFT"),
    "single sign-on": "sso_session = company\n" + SSO,
    "single sign-on as it was": LEGACY_SSO,
    "single sign-on beside keys": LEGACY_SSO + KEYS.format("LEFT"),
    "half of single sign-on": "sso_account_id = 123456789012\n",
    "single sign-on in an absent session": "sso_session = absent\n" + SSO,
    "a program": PROCESS,
    "a program beside keys": PROCESS + KEYS.format("CONFIG"),
    "a program that fails": "credential_process = false\n",
    "a program that writes a page": "credential_process = echo '<html>'\n",
}
MORE_PROFILES = (
    BASE
    + "[profile empty]\nregion = us-east-1\n"
    + f"[profile middle]\n{ROLE}source_profile = base\nexternal_id = middle\n"
    + f"[profile circle]\n{ROLE}source_profile = circle2\n[profile circle2]\n{ROLE}source_profile = circle\n"
    + f"[profile signed]\n{LEGACY_SSO}[profile program]\n{PROCESS}"
    + f"[profile both]\n{ROLE}source_profile = base\n{KEYS.format('BOTH')}"
    + SESSION
)
# What the environment may hold besides.
ENVIRONMENTS: dict[str, dict[str, str]] = {
    "nothing": {"AWS_EC2_METADATA_DISABLED": "true"},
    "keys": {**VARIABLES, "AWS_EC2_METADATA_DISABLED": "true"},
    "a token too": {**VARIABLES, "AWS_SESSION_TOKEN": "token-environment", "AWS_EC2_METADATA_DISABLED": "true"},
    "a container": {**CONTAINER, "AWS_EC2_METADATA_DISABLED": "true"},
    "an instance": METADATA,
    "a container on an instance": {**CONTAINER, **METADATA},
}


@dataclass(frozen=True)
class Case:
    """An environment."""

    name: str
    config: str = ""
    credentials: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    profile: str | None = None  # named by the block, or to botocore's session
    has_settings: bool = False  # whether endpoints are compared, too
    token: str = json.dumps(TOKEN)  # of single sign-on, in the cache

    def filled(self, **places: str) -> "Case":
        """With the places in all texts filled in."""

        def fill(text: str) -> str:
            for name, value in places.items():
                text = text.replace(f"{{{name}}}", value)
            return text

        environment = {name: fill(value) for name, value in self.environment.items()}
        return replace(self, config=fill(self.config), credentials=fill(self.credentials), environment=environment)


def cases_of_profiles() -> Iterator[Case]:
    """Every profile in every environment, as the default, named by a variable and named by the block."""
    for (what, text), (where, variables) in itertools.product(PROFILES.items(), ENVIRONMENTS.items()):
        name = f"{what}; in the environment {where}"
        yield Case(f"default: {name}", f"[default]\n{text}{MORE_PROFILES}", environment=variables)
        named = f"[profile work]\n{text}{MORE_PROFILES}"
        if where in ("nothing", "keys"):
            yield Case(f"variable: {name}", named, environment={**variables, "AWS_PROFILE": "work"})
        if where in ("keys", "a container"):
            yield Case(f"block: {name}", named, environment=variables, profile="work")


def cases_of_tokens() -> Iterator[Case]:
    """What may be in the cache of who has signed in, by a session and as it was."""
    quiet = ENVIRONMENTS["nothing"]
    tokens = {
        "expired": json.dumps({**TOKEN, "expiresAt": "2001-01-01T00:00:00Z"}),
        "in the form of older versions": json.dumps({**TOKEN, "expiresAt": "2099-01-01T00:00:00UTC"}),
        "expired, in the form of older versions": json.dumps({**TOKEN, "expiresAt": "2001-01-01T00:00:00UTC"}),
        "without an end": json.dumps({name: value for name, value in TOKEN.items() if name != "expiresAt"}),
        "with an end that is no time": json.dumps({**TOKEN, "expiresAt": "soon"}),
        "that the portal does not know": json.dumps({**TOKEN, "accessToken": "unknown"}),
        "without a token": json.dumps({name: value for name, value in TOKEN.items() if name != "accessToken"}),
        "truncated": json.dumps(TOKEN)[:60],
        "empty": "",
        "a list": "[]",
    }
    for (what, token), profile in itertools.product(tokens.items(), ("single sign-on", "single sign-on as it was")):
        config = f"[default]\n{PROFILES[profile]}{SESSION}"
        yield Case(f"{profile}: a token {what}", config, environment=quiet, token=token)


def cases_of_files() -> Iterator[Case]:
    """Ways to write, and to spread over both files."""
    quiet = ENVIRONMENTS["nothing"]
    files = KEYS.format("FILE")
    yield Case("keys of the credentials file", "", f"[default]\n{files}", quiet)
    yield Case("the credentials file goes first", f"[default]\n{KEYS.format('CONFIG')}", f"[default]\n{files}", quiet)
    yield Case("a program beside keys of the credentials file", f"[default]\n{PROCESS}", f"[default]\n{files}", quiet)
    yield Case("a role in the credentials file", BASE, f"[default]\n{ROLE}source_profile = base\n", quiet)
    yield Case("an unknown profile", "", f"[default]\n{files}", {**quiet, "AWS_PROFILE": "absent"})
    yield Case("an unknown profile of the block", "", f"[default]\n{files}", {**quiet, **VARIABLES}, "absent")
    yield Case("no section", "region = us-east-1\n", "", quiet)
    yield Case("an open bracket", "[default\n", "", quiet)
    yield Case("no setting", "[default]\nregion\n", f"[default]\n{files}", quiet)
    for name, text in {
        "indented": "[default]\n  aws_access_key_id = AKIAFILE\n  aws_secret_access_key = secret\n",
        "colons": "[default]\naws_access_key_id: AKIAFILE\naws_secret_access_key: secret\n",
        "upper case": "[default]\nAWS_ACCESS_KEY_ID = AKIAFILE\nAWS_SECRET_ACCESS_KEY = secret\n",
        "comments": f"# one\n[default]\n; two\n{files}",
        "line ends of DOS": f"[default]\n{files}".replace("\n", "\r\n"),
        "no line end": f"[default]\n{files}".rstrip(),
        "blanks": "[default]\naws_access_key_id   =   AKIAFILE   \naws_secret_access_key=secret\n",
        "empty lines": "[default]\n\naws_access_key_id = AKIAFILE\n\naws_secret_access_key = secret\n",
        "nested settings": f"[default]\ns3 =\n  max_concurrent_requests = 20\n{files}",
        "several sections": f"[other]\n{KEYS.format('OTHER')}[default]\n{files}[third]\n{KEYS.format('THIRD')}",
    }.items():
        yield Case(f"credentials file: {name}", "", text, quiet)
    for name in ("profile default", "default"):
        yield Case(f"[{name}]", f"[{name}]\n{KEYS.format('CONFIG')}", "", quiet)
    mode = "[default]\nec2_metadata_service_endpoint_mode = moon\n"
    yield Case("no mode of the metadata service's", mode, "", {"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "moon"})
    yield Case("no mode of the metadata service's in the profile", mode)
    yield Case("quotes", f'[profile "my work"]\n{KEYS.format("CONFIG")}', "", {**quiet, "AWS_PROFILE": "my work"})


def cases_of_settings() -> Iterator[Case]:
    """Regions, endpoints, FIPS and dual stack."""
    plain = {**VARIABLES, "AWS_EC2_METADATA_DISABLED": "true"}
    regions = ("us-east-1", "eu-central-1", "us-gov-west-1", "cn-north-1", "us-iso-east-1", "eusc-de-east-1")
    for region, fips, dual in itertools.product(regions, ("", "true", "False"), ("", "true")):
        variables = {"AWS_DEFAULT_REGION": region, "AWS_USE_FIPS_ENDPOINT": fips, "AWS_USE_DUALSTACK_ENDPOINT": dual}
        yield Case(
            f"region {region}, FIPS {fips}, dual stack {dual}", environment={**plain, **variables}, has_settings=True
        )
        settings = f"[default]\nregion = {region}\n"
        settings += f"use_fips_endpoint = {fips}\n" if fips else ""
        settings += f"use_dualstack_endpoint = {dual}\n" if dual else ""
        yield Case(
            f"profile's region {region}, FIPS {fips}, dual stack {dual}", settings, environment=plain, has_settings=True
        )
    sources: dict[str, tuple[str, dict[str, str]]] = {
        "variable of the service": ("", {"AWS_ENDPOINT_URL_EC2": "http://127.0.0.1:1"}),
        "variable": ("", {"AWS_ENDPOINT_URL": "http://127.0.0.1:2"}),
        "services": ("services = local\n", {}),
        "profile": ("endpoint_url = http://127.0.0.1:4\n", {}),
    }
    services = (
        "[services local]\nec2 =\n  endpoint_url = http://127.0.0.1:3\niam =\n  endpoint_url = http://127.0.0.1:5\n"
    )
    for size in range(1, len(sources) + 1):
        for chosen in itertools.combinations(sources, size):
            text = "".join(sources[name][0] for name in chosen)
            variables = {name: value for one in chosen for name, value in sources[one][1].items()}
            config = f"[default]\nregion = {REGION}\n{text}{services}"
            yield Case(f"endpoints: {chosen}", config, environment={**plain, **variables}, has_settings=True)
            ignored = {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}
            yield Case(
                f"ignored endpoints: {chosen}", config, environment={**plain, **variables, **ignored}, has_settings=True
            )


def cases_of_differences() -> Iterator[Case]:
    """What is meant to be another way than botocore's: each of DIFFERENCES."""
    quiet = ENVIRONMENTS["nothing"]
    keys = {**VARIABLES, **quiet}
    files = KEYS.format("FILE")
    both = f"[one]\n{KEYS.format('ONE')}[two]\n{KEYS.format('TWO')}"
    web_identity = {"AWS_ROLE_ARN": "arn:aws:iam::1:role/ci", "AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token"}
    indented = "[default]\naws_access_key_id = AKIAFILE\n  aws_secret_access_key = secret\n"
    behind = "[default]\naws_access_key_id = AKIAFILE # ci\naws_secret_access_key = secret\n"
    yield Case("AWS_REGION", environment={**keys, "AWS_REGION": "us-west-2"})
    yield Case("both profiles", "", both, {**quiet, "AWS_PROFILE": "one", "AWS_DEFAULT_PROFILE": "two"})
    yield Case("neither true nor false", environment={**keys, "AWS_USE_FIPS_ENDPOINT": "1"})
    yield Case("a web identity", f"[default]\n{ROLE}source_profile = base\n{BASE}", "", {**quiet, **web_identity})
    yield Case("an indented setting", "", indented, quiet)
    yield Case("a comment behind a value", "", behind, quiet)
    yield Case("blanks in the brackets", "", f"[ default ]\n{files}", quiet)
    yield Case("a setting twice", "", f"[default]\n{files}aws_access_key_id = AKIATWICE\n", quiet)
    yield Case("a section twice", "", f"[default]\n{files}[default]\nregion = us-east-1\n", quiet)
    other = json.dumps({**TOKEN, "startUrl": "https://other.awsapps.com/start"})
    yield Case("a token of another start URL", f"[default]\n{LEGACY_SSO}", "", quiet, token=other)
    yield Case("no mode beside keys", environment={**keys, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "moon"})
    yield Case("a key with a blank", environment={**keys, "AWS_ACCESS_KEY_ID": "AKIA ENVIRONMENT"})


# Case → why it differs. docs/guides/authentication.md tells users.
DIFFERENCES = {
    "AWS_REGION": "as hashicorp/aws, and version 2 of the AWS CLI: it goes before AWS_DEFAULT_REGION",
    "both profiles": "as hashicorp/aws: AWS_PROFILE goes before AWS_DEFAULT_PROFILE",
    "neither true nor false": "who sets AWS_USE_FIPS_ENDPOINT to 1 does not mean false",
    "a web identity": "as hashicorp/aws: one of the environment goes before the profile",
    "an indented setting": "as hashicorp/aws: no secret goes on in the next line",
    "a comment behind a value": "as hashicorp/aws: it is no part of the value",
    "blanks in the brackets": "as hashicorp/aws: they are no part of the name",
    "a setting twice": "as hashicorp/aws: the later one counts",
    "a section twice": "as hashicorp/aws: they are one",
    "a token of another start URL": "the profile was changed since; who it belongs to is to sign in again",
    "no mode beside keys": "it matters where the metadata service is asked, and is told then",
    "a key with a blank": "it cannot be one",
}


def endpoint_of(client: Any, action: str) -> str:
    """Where a client sends the call of that name."""
    operation = client.meta.service_model.operation_model(action)
    context = {"client_config": client.meta.config}
    return client._ruleset_resolver.construct_endpoint(operation, {}, context).url


def by_botocore(case: Case) -> dict[str, Any] | str:
    """What botocore resolves, or the name of its error."""
    try:
        session = botocore.session.Session(profile=case.profile)
        session.register_component("data_loader", LOADER)
        credentials = session.get_credentials()
        if credentials is None:
            return "NoCredentialsError"
        frozen = credentials.get_frozen_credentials()
        services = ACTIONS if case.has_settings else {}
        endpoints = {name: endpoint_of(session.create_client(name), action) for name, action in services.items()}
        region = session.get_config_variable("region")
        found = {"access_key": frozen.access_key, "secret_key": frozen.secret_key, "token": frozen.token}
        return {**found, "region": region, **endpoints}
    except REFUSALS as error:
        return type(error).__name__


def by_provider(case: Case, environment: dict[str, str]) -> dict[str, Any]:
    """What the provider resolves, or its error."""
    command = [str(RESOLVER), *([case.profile] if case.profile else [])]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=LIMIT_SECONDS)
    resolved = json.loads(answer.stdout)
    return {name: value.rstrip("/") if value and name in ACTIONS else value for name, value in resolved.items()}


def disagreement(case: Case, home: Path) -> str | None:
    """How the two differ; None where they agree."""
    files = home / ".aws"
    for name, text in (("config", case.config), ("credentials", case.credentials)):
        (files / name).write_text(text)
    for key in ("company", START_URL):
        (files / "sso" / "cache" / f"{hashlib.sha1(key.encode()).hexdigest()}.json").write_text(case.token)
    needed = {"HOME": str(home), "PATH": os.environ["PATH"]}
    if not case.has_settings:
        needed["AWS_DEFAULT_REGION"] = REGION
    environment = needed | {name: value for name, value in case.environment.items() if value}
    # botocore looks up the home directory when it is imported.
    cache = str(home / ".aws" / "sso" / "cache")
    with (
        mock.patch.dict(os.environ, environment, clear=True),
        mock.patch.object(botocore.credentials.SSOProvider, "_SSO_TOKEN_CACHE_DIR", cache),
        mock.patch.object(botocore.tokens.SSOTokenProvider, "_SSO_TOKEN_CACHE_DIR", cache),
    ):
        theirs = by_botocore(case)
    ours = by_provider(case, environment)
    if isinstance(theirs, str):
        return (
            None if "error" in ours else f"botocore refuses it ({theirs}), the provider resolves {ours['access_key']}"
        )
    if "error" in ours:
        return f"botocore resolves {theirs['access_key']}, the provider says: {ours['error']}: {ours['detail']}"
    unlike = {name: (value, ours[name]) for name, value in theirs.items() if ours[name] != value}
    return f"botocore and the provider: {unlike}" if unlike else None


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home directory with the tokens and programs that profiles name."""
    (tmp_path / ".aws" / "sso" / "cache").mkdir(parents=True)
    (tmp_path / "token").write_text("web-identity-token")
    process = {"Version": 1, "AccessKeyId": "AKIAPROCESS", "SecretAccessKey": "secret-process", "SessionToken": "token"}
    (tmp_path / "process.json").write_text(json.dumps(process))
    return tmp_path


@pytest.fixture
def differing(identity: Identity, home: Path) -> Callable[[Iterator[Case]], dict[str, str]]:
    """Says of which cases the provider makes something else than botocore, and what."""
    services = {f"AWS_ENDPOINT_URL_{name}": identity.address for name in ("STS", "SSO", "SSO_OIDC")}

    def compare(cases: Iterator[Case]) -> dict[str, str]:
        found = {}
        for case in cases:
            ours = {} if case.has_settings else services
            filled = replace(case, environment={**ours, **case.environment}).filled(
                home=str(home), identity=identity.address
            )
            found[case.name] = disagreement(filled, home)
        return {name: differs for name, differs in found.items() if differs}

    return compare


@pytest.mark.parametrize("cases", [cases_of_profiles, cases_of_tokens, cases_of_files, cases_of_settings])
def test_the_provider_resolves_what_botocore_does(
    cases: Callable[[], Iterator[Case]], differing: Callable[[Iterator[Case]], dict[str, str]]
) -> None:
    found = differing(cases())
    assert not found, "\n".join(f"{name}: {differs}" for name, differs in found.items())


def test_what_differs_on_purpose_does(differing: Callable[[Iterator[Case]], dict[str, str]]) -> None:
    assert differing(cases_of_differences()).keys() == DIFFERENCES.keys()
