"""Drives the local control plane and the local AWS from tests and scripts."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import boto3
import httpx
from botocore.config import Config

from .programs import CERTIFICATES, Program, Recorder
from .signatures import error_answer
from .signing_proxy import ACCESS_KEY_ID, SECRET_ACCESS_KEY
from .state import DEFAULT_TENANT

API_KEY = "lsv2_pt_0123456789abcdef0123456789abcdef_0123456789"
ORGANISATION_API_KEY = "lsv2_sk_organisation_0123456789abcdef0123456789"
EXTERNAL_ID = "3f9d3b52-0c8e-4f43-9d63-5a1f9b7c2d10"
ACCOUNT_ID = "123456789012"
REGION = "us-east-1"
ROLE_NAME = "LangGraphCloudBYOCRole"
MANAGED_POLICIES = (
    "AmazonVPCReadOnlyAccess",
    "AmazonECS_FullAccess",
    "SecretsManagerReadWrite",
    "CloudWatchReadOnlyAccess",
    "AmazonRDSFullAccess",
)


class ControlPlane(Recorder):
    """The local control plane."""

    DEFAULT_WORKSPACE = DEFAULT_TENANT

    def __init__(
        self,
        *,
        aws_endpoint: str | None = None,
        transition_seconds: float | None = None,
        port: int = 0,
        log: Path | None = None,
    ) -> None:
        arguments = ["--port", str(port)]
        if aws_endpoint is not None:
            arguments += ["--aws-endpoint", aws_endpoint]
        if transition_seconds is not None:
            arguments += ["--transition-seconds", str(transition_seconds)]
        super().__init__("control_plane", *arguments, log=log)

    @property
    def environment(self) -> dict[str, str]:
        """Environment variables by which the provider and LangChain's own client find it."""
        return {"LANGGRAPH_HOST_URL": self.address, "LANGGRAPH_HOST_API_KEY": API_KEY}

    def api(self, api_key: str = API_KEY, **headers: str) -> httpx.Client:
        """A client of the API itself."""
        return httpx.Client(
            base_url=self.address,
            headers={"X-Api-Key": api_key, **headers},
            timeout=60,
            trust_env=False,
            verify=CERTIFICATES,
        )

    def set(self, **settings: Any) -> None:
        """Changes settings, by their names in docs/local-control-plane.md."""
        self.call("PATCH", "/settings", json=settings)

    def expect(
        self,
        status: str = "DEPLOYED",
        *,
        name: str = ".*",
        logs: list[str] | None = None,
        hold_at: str | None = None,
        transition_seconds: float | None = None,
        times: int = 1,
    ) -> None:
        """Says what becomes of the next `times` revisions made of deployments or projects named so: DEPLOYED,
        CREATE_FAILED, BUILD_FAILED, DEPLOY_FAILED, SKIPPED (superseded), INTERRUPTED or UNKNOWN. With `hold_at` they
        stay in that status, which may be any word, until `release`."""
        outcome = {
            "status": status,
            "name": name,
            "logs": logs or [],
            "hold_at": hold_at,
            "transition_seconds": transition_seconds,
            "times": times,
        }
        self.call("POST", "/outcomes", json=outcome)

    def install_github(self, repositories: dict[str, str | None], name: str = "example", **workspace: str) -> str:
        """Installs the GitHub app, and returns the integration's id. Each repository's URL has the directory in which
        it lies on this machine, or None for one that has every ref. `tenant_id` names another workspace."""
        body = {"name": name, "repositories": repositories, **workspace}
        return self.call("POST", "/github/installations", json=body)["id"]

    def release(self, name: str) -> None:
        """Lets revisions that are held go on."""
        self.call("POST", f"/workloads/{name}/release")

    def workloads(self) -> list[dict[str, Any]]:
        """Everything held: deployments and projects with their revisions, variables and logs."""
        return self.call("GET", "/state")["workloads"]

    def tracing_projects(self) -> list[str]:
        """Names of the tracing projects that exist."""
        return self.call("GET", "/state")["tracing_projects"]

    def workload(self, name: str) -> dict[str, Any]:
        """One deployment or project by name or id."""
        return self.call("GET", f"/workloads/{name}")

    def latest_revision(self, name: str) -> dict[str, Any]:
        """The newest revision of one."""
        return self.workload(name)["revisions"][-1]

    def change(self, name: str, **changes: Any) -> None:
        """Changes one behind its owner's back, without a revision: image, variables, resources, display_name,
        custom_url, status."""
        self.call("PATCH", f"/workloads/{name}", json=changes)

    def set_variable(self, name: str, variable: str, value: str) -> None:
        """Sets one environment variable behind its owner's back."""
        workload = self.workload(name)
        variables = [entry for entry in workload["revisions"][-1]["variables"] if entry["name"] != variable]
        entry = {"name": variable, "value": value}
        if workload["generation"] == 1:
            entry["type"] = "default"
        self.change(name, variables=[*variables, entry])

    def delete(self, name: str) -> None:
        """Makes one vanish."""
        self.call("DELETE", f"/workloads/{name}")

    def prune_revision(self, name: str, revision_id: str) -> None:
        """Makes one revision vanish."""
        self.call("DELETE", f"/workloads/{name}/revisions/{revision_id}")

    def wait_until_gone(self, name: str, timeout_seconds: float = 60) -> None:
        """Waits until nothing is named so."""
        self.call("GET", f"/workloads/{name}/gone", params={"timeout_seconds": timeout_seconds})

    def wait_for_revision(
        self, name: str, status: str = "DEPLOYED", count: int = 1, timeout_seconds: float = 60
    ) -> dict[str, Any]:
        """Waits until `count` revisions of the one of that name have that status (a regular expression)."""
        parameters = {"status": status, "count": count, "timeout_seconds": timeout_seconds}
        return self.call("GET", f"/workloads/{name}/revisions/wait", params=parameters)


class SigningProxy(Recorder):
    """The proxy that checks signatures, in front of a local AWS."""

    def __init__(self, aws_endpoint: str, *, port: int = 0, log: Path | None = None) -> None:
        super().__init__("signing_proxy", "--aws-endpoint", aws_endpoint, "--port", str(port), log=log)

    def fail_call(self, action: str, service: str, *, status: int, code: str, message: str = "", **how: Any) -> None:
        """Makes calls of this action fail with an error in the service's own form."""
        _, content_type, body = error_answer(service, code, message or code)
        match = {"service": service, "action": action}
        self.fail(match, status=status, body=body, content_type=content_type, **how)

    def set(self, **settings: Any) -> None:
        """Changes `clock_offset_seconds`: how far its clock is ahead of this machine's."""
        self.call("POST", "/settings", json=settings)

    def add_credentials(self, access_key_id: str, secret_access_key: str, session_token: str | None = None) -> None:
        """Lets the proxy know an access key that it did not see being issued."""
        new = {"access_key_id": access_key_id, "secret_access_key": secret_access_key, "session_token": session_token}
        self.call("POST", "/credentials", json=new)


class Identity(Recorder):
    """The endpoints that give temporary AWS credentials: metadata, container, single sign-on."""

    def __init__(self, *, port: int = 0, log: Path | None = None) -> None:
        super().__init__("identity", "--port", str(port), log=log)

    def set(self, **settings: Any) -> None:
        """Changes `lifetime_seconds`, of the credentials given from now on."""
        self.call("POST", "/settings", json=settings)


@dataclass(frozen=True)
class Network:
    """A VPC with private and public subnets, untagged."""

    vpc_id: str
    private_subnet_ids: list[str]
    public_subnet_ids: list[str]


class LocalAws:
    """moto's server, and the proxy in front of it through which the provider goes."""

    def __init__(self, *, port: int = 0, log_directory: Path | None = None) -> None:
        logs = {name: log_directory / f"{name}.log" if log_directory else None for name in ("moto", "proxy")}
        self._moto = Program("local_aws", log=logs["moto"])
        try:
            self.proxy = SigningProxy(self._moto.address, port=port, log=logs["proxy"])
        except BaseException:
            self._moto.stop()
            raise
        self._session = boto3.session.Session(
            aws_access_key_id=ACCESS_KEY_ID, aws_secret_access_key=SECRET_ACCESS_KEY, region_name=REGION
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends both programs."""
        self.proxy.stop()
        self._moto.stop()

    @property
    def endpoint(self) -> str:
        """Where the provider is to send its calls: the proxy."""
        return self.proxy.address

    @property
    def moto_endpoint(self) -> str:
        """Where anything else goes, neither checked nor recorded."""
        return self._moto.address

    @property
    def environment(self) -> dict[str, str]:
        """Credentials and region for the provider."""
        return {
            "AWS_ACCESS_KEY_ID": ACCESS_KEY_ID,
            "AWS_SECRET_ACCESS_KEY": SECRET_ACCESS_KEY,
            "AWS_REGION": REGION,
        }

    def reset(self) -> None:
        """Empties all accounts, the list of calls and the faults."""
        httpx.post(
            f"{self.moto_endpoint}/_sandbox/reset", trust_env=False, timeout=60, verify=CERTIFICATES
        ).raise_for_status()
        self.proxy.reset()

    def calls(self, since: int = 0, **match: str) -> list[dict[str, Any]]:
        """The API calls that went through the proxy: `service`, `action`, `parameters`, `status`, …"""
        return self.proxy.requests(since, **match)

    def client(self, service: str, region: str = REGION, credentials: dict[str, str] | None = None) -> Any:
        """A boto3 client that bypasses the proxy, in the first account or that of `credentials_for`."""
        chosen = {name.lower(): value for name, value in (credentials or {}).items() if name != "AWS_REGION"}
        return self._session.client(
            service,
            region_name=region,
            endpoint_url=self.moto_endpoint,
            config=Config(retries={"max_attempts": 3, "mode": "standard"}, proxies={}),
            **chosen,
        )

    def credentials_for(self, account_id: str) -> dict[str, str]:
        """Environment variables with credentials of another account, which shares nothing with the first."""
        answer = self.client("sts").assume_role(
            RoleArn=f"arn:aws:iam::{account_id}:role/administrator", RoleSessionName="administrator"
        )["Credentials"]
        self.proxy.add_credentials(answer["AccessKeyId"], answer["SecretAccessKey"], answer["SessionToken"])
        return {
            "AWS_ACCESS_KEY_ID": answer["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": answer["SecretAccessKey"],
            "AWS_SESSION_TOKEN": answer["SessionToken"],
            "AWS_REGION": REGION,
        }

    def create_network(self, private: int = 2, public: int = 2, region: str = REGION) -> Network:
        """Makes a VPC and subnets without LangGraph's tags."""
        ec2 = self.client("ec2", region)
        vpc_id = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnets = [
            ec2.create_subnet(
                VpcId=vpc_id,
                CidrBlock=f"10.0.{number // 16}.{number % 16 * 16}/28",
                AvailabilityZone=f"{region}{'ab'[number % 2]}",
            )["Subnet"]["SubnetId"]
            for number in range(private + public)
        ]
        return Network(vpc_id, subnets[:private], subnets[private:])

    def route_out(self, network: Network, region: str = REGION) -> str:
        """Gives the private subnets a default route through a NAT gateway; the id of their route table."""
        ec2 = self.client("ec2", region)
        address = ec2.allocate_address(Domain="vpc")["AllocationId"]
        gateway = ec2.create_nat_gateway(SubnetId=network.public_subnet_ids[0], AllocationId=address)["NatGateway"]
        table = ec2.create_route_table(VpcId=network.vpc_id)["RouteTable"]["RouteTableId"]
        ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=gateway["NatGatewayId"])
        for subnet_id in network.private_subnet_ids:
            ec2.associate_route_table(RouteTableId=table, SubnetId=subnet_id)
        return table

    def tag_network(self, network: Network, region: str = REGION) -> None:
        """Gives a network the tags by which the control plane finds it."""
        ec2 = self.client("ec2", region)
        everything = [network.vpc_id, *network.private_subnet_ids, *network.public_subnet_ids]
        ec2.create_tags(Resources=everything, Tags=[{"Key": "langgraph-cloud-enabled", "Value": "1"}])
        for subnets, value in ((network.private_subnet_ids, "1"), (network.public_subnet_ids, "0")):
            if subnets:
                ec2.create_tags(Resources=subnets, Tags=[{"Key": "langgraph-cloud-private", "Value": value}])

    def push_image(
        self,
        repository: str = "agent",
        tag: str = "1",
        region: str = REGION,
        *,
        platforms: Sequence[str] = (),
        platform: str = "linux/amd64",
    ) -> str:
        """Puts an image into ECR, making the repository if needed; its URI, pinned by digest.

        With `platforms` ("linux/amd64", "linux/arm64/v8") it is an index of images, otherwise a single manifest, whose
        configuration names `platform`.
        """
        ecr = self.client("ecr", region)
        with _ignored(ecr.exceptions.RepositoryAlreadyExistsException):
            ecr.create_repository(repositoryName=repository)
        content = f"{repository}:{tag}"
        if platforms:
            manifest = _index(content, platforms)
        else:
            config = json.dumps({**_platform(platform), "config": {"Labels": {"content": content}}})
            _upload_layer(ecr, repository, config)
            manifest = _manifest(content, config)
        image = ecr.put_image(
            repositoryName=repository,
            imageTag=tag,
            imageManifest=json.dumps(manifest),
            imageManifestMediaType=manifest["mediaType"],
        )["image"]
        registry = f"{ACCOUNT_ID}.dkr.ecr.{region}.amazonaws.com"
        return f"{registry}/{repository}@{image['imageId']['imageDigest']}"

    def create_cloud_role(self, external_id: str = EXTERNAL_ID, data_region: str = "us") -> str:
        """Makes the role that `langgraph_cloud_role` would make; its ARN."""
        iam = self.client("iam")
        principal = "HostBackendRoleProdEu" if data_region == "eu" else "HostBackendRoleProd"
        trust = {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": f"arn:aws:iam::640174622193:role/{principal}"},
                    "Action": "sts:AssumeRole",
                    "Condition": {"StringEquals": {"sts:ExternalId": [external_id]}},
                }
            ],
        }
        arn = iam.create_role(RoleName=ROLE_NAME, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        for policy in MANAGED_POLICIES:
            iam.attach_role_policy(RoleName=ROLE_NAME, PolicyArn=f"arn:aws:iam::aws:policy/{policy}")
        custom = {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "application-autoscaling:*", "Resource": "*"}],
        }
        iam.put_role_policy(
            RoleName=ROLE_NAME, PolicyName="LangGraphCloudCustomPermissions", PolicyDocument=json.dumps(custom)
        )
        return arn


def _descriptor(media_type: str, content: str) -> dict[str, Any]:
    digest = hashlib.sha256(content.encode()).hexdigest()
    return {"mediaType": media_type, "size": len(content), "digest": f"sha256:{digest}"}


def _platform(text: str) -> dict[str, str]:
    return dict(zip(("os", "architecture", "variant"), text.split("/"), strict=False))


def _upload_layer(ecr: Any, repository: str, content: str) -> None:
    upload_id = ecr.initiate_layer_upload(repositoryName=repository)["uploadId"]
    of_upload = {"repositoryName": repository, "uploadId": upload_id}
    last = len(content.encode()) - 1
    ecr.upload_layer_part(**of_upload, partFirstByte=0, partLastByte=last, layerPartBlob=content.encode())
    ecr.complete_layer_upload(**of_upload, layerDigests=[_descriptor("", content)["digest"]])


def _manifest(content: str, config: str) -> dict[str, Any]:
    """The manifest of an image for one platform, which only its configuration names."""
    return {
        "schemaVersion": 2,
        "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
        "config": _descriptor("application/vnd.docker.container.image.v1+json", config),
        "layers": [_descriptor("application/vnd.docker.image.rootfs.diff.tar.gzip", content)],
    }


def _index(content: str, platforms: Sequence[str]) -> dict[str, Any]:
    """An index as `docker buildx` writes it, with the attestation that it puts behind the images."""
    media_type = "application/vnd.oci.image.manifest.v1+json"
    return {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.index.v1+json",
        "manifests": [
            _descriptor(media_type, f"{content} {each}") | {"platform": _platform(each)}
            for each in (*platforms, "unknown/unknown")
        ],
    }


@contextmanager
def _ignored(*errors: type[Exception]) -> Iterator[None]:
    try:
        yield
    except errors:
        return
