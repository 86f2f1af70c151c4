"""What the control plane does in a customer's AWS account, done against a local AWS with the role's credentials.

The local AWS enforces neither trust policies nor permissions, so both are checked here from the documents that it
returns. Everything in this module blocks: it is called from a thread of its own.
"""

import json
import re
import threading
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from .policy import Document, lets_assume, permits, trusts
from .state import Revision, Settings, Workload

CONTROL_PLANE_ACCOUNT = "640174622193"
CONTROL_PLANE_ROLES = {"eu": "HostBackendRoleProdEu"}
DEFAULT_CONTROL_PLANE_ROLE = "HostBackendRoleProd"
TASK_EXECUTION_ROLE = "LangGraphCloudECSTaskExecutionRole"

_ROLE_ARN = re.compile(r"arn:(?P<partition>aws[a-z-]*):iam::(?P<account>\d{12}):role/(?:.*/)?(?P<name>[\w+=,.@-]+)")
_ECR_IMAGE = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/"
    r"(?P<repository>[a-z0-9][a-z0-9._/-]*?)(?::(?P<tag>[\w.-]+))?(?:@(?P<digest>sha256:[0-9a-f]{64}))?"
)
# Beside what is called here there is one action for each of the role's policies that no other of them permits.
_ACTIONS = (
    ("ec2:DescribeVpcs", "*"),
    ("ec2:DescribeSubnets", "*"),
    ("ec2:DescribeSecurityGroups", "*"),
    ("ec2:GetSecurityGroupsForVpc", "*"),
    ("ecs:CreateCluster", "*"),
    ("ecs:RegisterTaskDefinition", "*"),
    ("ecs:CreateService", "*"),
    ("ecs:UpdateService", "*"),
    ("ecs:DeleteService", "*"),
    ("ecs:DeleteCluster", "*"),
    ("secretsmanager:CreateSecret", "*"),
    ("secretsmanager:PutSecretValue", "*"),
    ("secretsmanager:DeleteSecret", "*"),
    ("cloudwatch:GetMetricData", "*"),
    ("logs:GetLogEvents", "*"),
    ("logs:StartQuery", "*"),
    ("application-autoscaling:RegisterScalableTarget", "*"),
    ("application-autoscaling:PutScalingPolicy", "*"),
    ("application-autoscaling:PutScheduledAction", "*"),
)
_DATABASE_ACTIONS = (
    ("rds:CreateDBSubnetGroup", "*"),
    ("rds:CreateDBInstance", "*"),
    ("rds:DescribeDBInstances", "*"),
    ("rds:DeleteDBInstance", "*"),
)
_TAG = "langgraph-cloud"
_CLIENT_CONFIG = Config(retries={"max_attempts": 3, "mode": "standard"}, connect_timeout=5, read_timeout=60, proxies={})


class ProvisioningError(Exception):
    """Why a revision fails; `status` is what it becomes, `lines` what was done before."""

    def __init__(self, status: str, message: str, lines: list[str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.lines = lines or []


@dataclass
class _Visit:
    """One visit to the customer's account: who goes there for what, and what was done."""

    workload: Workload
    settings: Settings
    role: re.Match[str]
    client: Callable[[str], Any] = field(default=lambda _: None)
    lines: list[str] = field(default_factory=list)

    @property
    def principals(self) -> frozenset[str]:
        partition = self.role["partition"]
        name = CONTROL_PLANE_ROLES.get(self.settings.data_region, DEFAULT_CONTROL_PLANE_ROLE)
        account = f"arn:{partition}:iam::{CONTROL_PLANE_ACCOUNT}"
        return frozenset({f"{account}:role/{name}", f"{account}:root", CONTROL_PLANE_ACCOUNT})

    @property
    def prefix(self) -> str:
        return f"langgraph-{self.workload.name}-{self.workload.id[:8]}"

    def fail(self, message: str, status: str = "CREATE_FAILED") -> ProvisioningError:
        return ProvisioningError(status, message, self.lines)


@dataclass(frozen=True)
class _Network:
    """Where tasks and database go."""

    private_subnets: list[str]
    security_groups: list[str]


class CloudAccount:
    """Customers' AWS accounts, all behind one endpoint."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._session = boto3.session.Session(aws_access_key_id="control-plane", aws_secret_access_key="control-plane")
        self._lock = threading.Lock()

    def provision(self, workload: Workload, revision: Revision, settings: Settings) -> list[str]:
        """Makes or updates what the revision needs; returns lines for its log."""
        visit = self._enter(workload, settings)
        try:
            self._check_trust(visit)
            self._check_permissions(visit, own_database=_has_variable(revision, "POSTGRES_URI_CUSTOM"))
            network = self._find_network(visit)
            self._check_image(visit, revision.image)
            self._apply(visit, revision, network)
        except ClientError as error:
            raise visit.fail(f"AWS refused {error.operation_name}: {error}", "DEPLOY_FAILED") from error
        except BotoCoreError as error:
            raise visit.fail(f"AWS cannot be reached: {error}", "DEPLOY_FAILED") from error
        return visit.lines

    def remove(self, workload: Workload) -> None:
        """Takes away what `provision` made."""
        visit = self._enter(workload, Settings(role_name=None))
        held = workload.cloud_resources
        try:
            self._remove_service(visit, held)
            self._remove_database(visit, held)
            if "secret" in held:
                visit.client("secretsmanager").delete_secret(SecretId=held["secret"], ForceDeleteWithoutRecovery=True)
                del held["secret"]
        except (ClientError, BotoCoreError) as error:
            raise visit.fail(str(error)) from error

    def _new_client(self, service: str, region: str, **credentials: str) -> Any:
        with self._lock:
            return self._session.client(
                service,
                region_name=region,
                endpoint_url=self._endpoint,
                config=_CLIENT_CONFIG,
                **credentials,
            )

    def _enter(self, workload: Workload, settings: Settings) -> _Visit:
        platform = workload.platform or {}
        role = _ROLE_ARN.fullmatch(platform["aws_role_arn"])
        if role is None:
            raise ProvisioningError("CREATE_FAILED", f"{platform['aws_role_arn']} is not the ARN of an IAM role")
        visit = _Visit(workload, settings, role)
        if settings.role_name is not None and role["name"] != settings.role_name:
            raise visit.fail(f"the role has to be named {settings.role_name}, not {role['name']}")
        region = platform["region"]
        try:
            answer = self._new_client("sts", region).assume_role(
                RoleArn=platform["aws_role_arn"],
                RoleSessionName=f"langgraph-{uuid.uuid4().hex[:12]}",
                ExternalId=platform["aws_external_id"],
            )
        except (ClientError, BotoCoreError) as error:
            raise visit.fail(f"{platform['aws_role_arn']} cannot be assumed: {error}") from error
        credentials = answer["Credentials"]
        visit.client = lambda service: self._new_client(
            service,
            region,
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials["SessionToken"],
        )
        return visit

    def _check_trust(self, visit: _Visit) -> None:
        arn = visit.role.string
        role = _get_role(visit)
        document = role["AssumeRolePolicyDocument"]
        external_id = (visit.workload.platform or {})["aws_external_id"]
        if not trusts(document, visit.principals):
            principal = min(name for name in visit.principals if ":role/" in name)
            raise visit.fail(f"the trust policy of {arn} does not let {principal} assume it")
        if not lets_assume(document, visit.principals, {"sts:ExternalId": external_id}):
            raise visit.fail(f"the trust policy of {arn} does not allow the external id {external_id}")
        visit.lines.append(f"Assumed {arn}")

    def _check_permissions(self, visit: _Visit, *, own_database: bool) -> None:
        documents, boundary = _policies(visit)
        context = {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
        account = f"arn:{visit.role['partition']}:iam::{visit.role['account']}"
        wanted = [
            *_ACTIONS,
            ("iam:PassRole", f"{account}:role/{TASK_EXECUTION_ROLE}"),
            *(() if own_database else _DATABASE_ACTIONS),
        ]
        for action, resource in wanted:
            if not permits(documents, action, resource, context) or (
                boundary is not None and not permits([boundary], action, resource, context)
            ):
                raise visit.fail(f"the policies of {visit.role.string} do not permit {action}")
        visit.lines.append(f"Checked {len(wanted)} permissions")

    def _find_network(self, visit: _Visit) -> _Network:
        ec2 = visit.client("ec2")
        enabled = {"Name": "tag:langgraph-cloud-enabled", "Values": ["1"]}
        problem = "no VPC has the tag langgraph-cloud-enabled=1"
        for vpc in ec2.describe_vpcs(Filters=[enabled])["Vpcs"]:
            of_vpc = {"Name": "vpc-id", "Values": [vpc["VpcId"]]}
            tiers: dict[str | None, list[str]] = {}
            for subnet in ec2.describe_subnets(Filters=[enabled, of_vpc])["Subnets"]:
                tags = {tag["Key"]: tag["Value"] for tag in subnet["Tags"]}
                tiers.setdefault(tags.get("langgraph-cloud-private"), []).append(subnet["SubnetId"])
            private, public = sorted(tiers.get("1", [])), sorted(tiers.get("0", []))
            if private and public:
                default_group = {"Name": "group-name", "Values": ["default"]}
                groups = ec2.describe_security_groups(Filters=[of_vpc, default_group])["SecurityGroups"]
                visit.lines.append(f"Found subnets: private {', '.join(private)}, public {', '.join(public)}")
                return _Network(private, [group["GroupId"] for group in groups])
            problem = _missing_subnets(vpc["VpcId"], any_enabled=bool(tiers), any_private=bool(private))
        raise visit.fail(problem)

    def _check_image(self, visit: _Visit, image: str | None) -> None:
        parts = _ECR_IMAGE.fullmatch(image or "")
        if parts is None:
            raise visit.fail(f"{image} is not an image in ECR", "DEPLOY_FAILED")
        identity = {"imageDigest": parts["digest"]} if parts["digest"] else {"imageTag": parts["tag"] or "latest"}
        region = (visit.workload.platform or {})["region"]
        if parts["region"] != region:
            raise visit.fail(f"the image {image} is not in the region {region}", "DEPLOY_FAILED")
        try:
            visit.client("ecr").describe_images(
                registryId=parts["account"], repositoryName=parts["repository"], imageIds=[identity]
            )
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code not in ("ImageNotFoundException", "RepositoryNotFoundException"):
                raise
            what = "image" if code.startswith("Image") else "repository"
            raise visit.fail(f"the {what} of {image} does not exist in ECR ({code})", "DEPLOY_FAILED") from error
        visit.lines.append(f"Found the image {image}")

    def _apply(self, visit: _Visit, revision: Revision, network: _Network) -> None:
        held = visit.workload.cloud_resources
        self._write_secret(visit, revision, held)
        if not _has_variable(revision, "POSTGRES_URI_CUSTOM"):
            self._ensure_database(visit, network.private_subnets, held)
        ecs = visit.client("ecs")
        tags = [{"key": _TAG, "value": visit.workload.name}]
        if "cluster" not in held:
            held["cluster"] = ecs.create_cluster(clusterName=visit.prefix, tags=tags)["cluster"]["clusterArn"]
            visit.lines.append(f"Created the ECS cluster {visit.prefix}")
        definition = ecs.register_task_definition(
            family=visit.prefix,
            networkMode="awsvpc",
            requiresCompatibilities=["FARGATE"],
            cpu=str(1024 * int(revision.resources["cpu"])),
            memory=str(revision.resources["memory_mb"]),
            containerDefinitions=[{"name": "langgraph-api", "image": revision.image, "essential": True}],
            tags=tags,
        )["taskDefinition"]["taskDefinitionArn"]
        count = revision.resources["min_scale"]
        if "service" in held:
            ecs.update_service(
                cluster=held["cluster"], service=held["service"], taskDefinition=definition, desiredCount=count
            )
            visit.lines.append(f"Updated the ECS service to {definition}")
            return
        held["service"] = ecs.create_service(
            cluster=held["cluster"],
            serviceName=visit.prefix,
            taskDefinition=definition,
            desiredCount=count,
            launchType="FARGATE",
            networkConfiguration={
                "awsvpcConfiguration": {"subnets": network.private_subnets, "securityGroups": network.security_groups}
            },
            tags=tags,
        )["service"]["serviceArn"]
        visit.lines.append(f"Created the ECS service {visit.prefix}")

    def _write_secret(self, visit: _Visit, revision: Revision, held: dict[str, str]) -> None:
        manager = visit.client("secretsmanager")
        values = json.dumps({variable["name"]: variable["value"] for variable in revision.variables})
        if "secret" in held:
            manager.put_secret_value(SecretId=held["secret"], SecretString=values)
            return
        tags = [{"Key": _TAG, "Value": visit.workload.name}]
        held["secret"] = manager.create_secret(Name=visit.prefix, SecretString=values, Tags=tags)["ARN"]
        visit.lines.append(f"Created the secret {visit.prefix}")

    def _ensure_database(self, visit: _Visit, private_subnets: list[str], held: dict[str, str]) -> None:
        if "database" in held:
            return
        rds = visit.client("rds")
        tags = [{"Key": _TAG, "Value": visit.workload.name}]
        rds.create_db_subnet_group(
            DBSubnetGroupName=visit.prefix,
            DBSubnetGroupDescription="LangGraph",
            SubnetIds=private_subnets,
            Tags=tags,
        )
        held["database_subnet_group"] = visit.prefix
        rds.create_db_instance(
            DBInstanceIdentifier=visit.prefix,
            DBInstanceClass="db.t3.medium",
            Engine="postgres",
            AllocatedStorage=20,
            MasterUsername="langgraph",
            MasterUserPassword=uuid.uuid4().hex,
            DBSubnetGroupName=visit.prefix,
            Tags=tags,
        )
        held["database"] = visit.prefix
        visit.lines.append(f"Created the database {visit.prefix}")

    def _remove_service(self, visit: _Visit, held: dict[str, str]) -> None:
        ecs = visit.client("ecs")
        if "service" in held:
            definition = ecs.describe_services(cluster=held["cluster"], services=[held["service"]])["services"]
            ecs.delete_service(cluster=held["cluster"], service=held["service"], force=True)
            for service in definition:
                ecs.deregister_task_definition(taskDefinition=service["taskDefinition"])
            del held["service"]
        if "cluster" in held:
            ecs.delete_cluster(cluster=held["cluster"])
            del held["cluster"]

    def _remove_database(self, visit: _Visit, held: dict[str, str]) -> None:
        rds = visit.client("rds")
        if "database" in held:
            rds.delete_db_instance(DBInstanceIdentifier=held["database"], SkipFinalSnapshot=True)
            del held["database"]
        if "database_subnet_group" in held:
            rds.delete_db_subnet_group(DBSubnetGroupName=held["database_subnet_group"])
            del held["database_subnet_group"]


def _missing_subnets(vpc_id: str, *, any_enabled: bool, any_private: bool) -> str:
    if not any_enabled:
        return f"no subnet of {vpc_id} has the tag langgraph-cloud-enabled=1"
    if not any_private:
        return f"no private subnet in {vpc_id}: none has the tag langgraph-cloud-private=1"
    return f"no public subnet in {vpc_id}: none has the tag langgraph-cloud-private=0"


def _has_variable(revision: Revision, name: str) -> bool:
    return any(variable["name"] == name for variable in revision.variables)


def _get_role(visit: _Visit) -> dict[str, Any]:
    try:
        role = visit.client("iam").get_role(RoleName=visit.role["name"])["Role"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchEntity":
            raise
        raise visit.fail(f"the role {visit.role.string} does not exist") from error
    if role["Arn"] != visit.role.string:
        raise visit.fail(f"the role {visit.role.string} does not exist: {role['Arn']} does")
    return role


def _policies(visit: _Visit) -> tuple[list[Document], Document | None]:
    """The documents of the role's attached and inline policies, and of its boundary."""
    iam = visit.client("iam")
    name = visit.role["name"]
    documents: list[Document] = []
    for page in iam.get_paginator("list_attached_role_policies").paginate(RoleName=name):
        documents += [_managed_document(iam, policy["PolicyArn"]) for policy in page["AttachedPolicies"]]
    for page in iam.get_paginator("list_role_policies").paginate(RoleName=name):
        for policy in page["PolicyNames"]:
            documents.append(iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"])
    boundary = _get_role(visit).get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
    return documents, _managed_document(iam, boundary) if boundary else None


def _managed_document(iam: Any, arn: str) -> Document:
    with suppress(iam.exceptions.NoSuchEntityException):
        version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
        return iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]
    return {}
