"""Projects in one's own account: what the local control plane wants there, and what it puts there."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from sandbox.client import ACCOUNT_ID, EXTERNAL_ID, MANAGED_POLICIES, ROLE_NAME, ControlPlane, LocalAws, Network
from support.bodies import IMAGE, project_body

PRINCIPAL = "arn:aws:iam::640174622193:role/HostBackendRoleProd"


def document(**statement: Any) -> str:
    """A policy document of one statement that allows."""
    return json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", **statement}})


@dataclass
class Account:
    """An account in which everything is ready for a project, and the control plane that looks at it."""

    aws: LocalAws
    control_plane: ControlPlane
    api: httpx.Client
    network: Network = field(init=False)
    image: str = field(init=False)
    revisions: int = 0
    path: str = ""

    def __post_init__(self) -> None:
        self.control_plane.set(transition_seconds=0)
        self.aws.create_cloud_role()
        self.network = self.aws.create_network()
        self.aws.tag_network(self.network)
        self.image = self.aws.push_image()

    def trust(self, **statement: Any) -> None:
        """Has the role trusted otherwise."""
        trust = document(Action="sts:AssumeRole", **statement)
        self.aws.client("iam").update_assume_role_policy(RoleName=ROLE_NAME, PolicyDocument=trust)

    def detach(self, policy: str) -> None:
        """Takes one of AWS's policies off the role."""
        arn = f"arn:aws:iam::aws:policy/{policy}"
        self.aws.client("iam").detach_role_policy(RoleName=ROLE_NAME, PolicyArn=arn)

    def untag(self, subnet_ids: list[str]) -> None:
        """Takes the tier off subnets."""
        self.aws.client("ec2").delete_tags(Resources=subnet_ids, Tags=[{"Key": "langgraph-cloud-private"}])

    def deploy(self, **changes: Any) -> str:
        """Makes the project, or another revision of it: DEPLOYED, or what it says of its failure."""
        if not self.path:
            body = project_body(changes.pop("image_path", self.image), **changes)
            self.path = f"/v1/projects/{self.api.post('/v1/projects', json=body).json()['id']}"
        else:
            self.api.post(f"{self.path}/revisions", json=changes).raise_for_status()
        self.revisions += 1
        self.control_plane.wait_for_revision("agent", "DEPLOYED|.*_FAILED", count=self.revisions)
        revision = self.api.get(f"{self.path}/revisions").json()[0]
        if revision["status"] == "DEPLOYED":
            return "DEPLOYED"
        page = {"limit": 1, "order": "desc"}
        (line,) = self.api.post(f"{self.path}/revisions/{revision['id']}/deploy_logs", json=page).json()["logs"]
        assert line["message"] == revision["status_message"]
        return f"{revision['status']}: {revision['status_message']}"


@pytest.fixture
def account(aws: LocalAws, control_plane: ControlPlane, api: httpx.Client) -> Account:
    """It is ready, and nothing is deployed."""
    return Account(aws, control_plane, api)


def without_role(account: Account) -> None:
    iam = account.aws.client("iam")
    for policy in MANAGED_POLICIES:
        account.detach(policy)
    iam.delete_role_policy(RoleName=ROLE_NAME, PolicyName="LangGraphCloudCustomPermissions")
    iam.delete_role(RoleName=ROLE_NAME)


def with_another_id(account: Account) -> None:
    account.trust(
        Principal={"AWS": PRINCIPAL}, Condition={"StringEquals": {"sts:ExternalId": ["another-organisation"]}}
    )


def with_another_principal(account: Account) -> None:
    account.trust(Principal={"AWS": ACCOUNT_ID})


def with_another_region(account: Account) -> None:
    account.control_plane.set(data_region="eu")


def with_a_boundary(account: Account) -> None:
    boundary = "arn:aws:iam::aws:policy/AmazonVPCReadOnlyAccess"
    account.aws.client("iam").put_role_permissions_boundary(RoleName=ROLE_NAME, PermissionsBoundary=boundary)


def without_own_policy(account: Account) -> None:
    name = "LangGraphCloudCustomPermissions"
    account.aws.client("iam").delete_role_policy(RoleName=ROLE_NAME, PolicyName=name)


def without_tags(account: Account) -> None:
    tags = [{"Key": "langgraph-cloud-enabled"}]
    account.aws.client("ec2").delete_tags(Resources=[account.network.vpc_id], Tags=tags)


def without_public_subnet(account: Account) -> None:
    account.untag(account.network.public_subnet_ids)


def without_private_subnet(account: Account) -> None:
    tags = [{"Key": "langgraph-cloud-private", "Value": "0"}]
    account.aws.client("ec2").create_tags(Resources=account.network.private_subnet_ids, Tags=tags)


@pytest.mark.parametrize(
    ("lacking", "says"),
    [
        (without_role, "does not exist"),
        (with_another_id, f"external id {EXTERNAL_ID}"),
        (with_another_principal, "HostBackendRoleProd assume it"),
        (with_another_region, "HostBackendRoleProdEu assume it"),
        (with_a_boundary, "do not permit ecs:"),
        (without_own_policy, "do not permit application-autoscaling:"),
        (without_tags, "no VPC has the tag"),
        (without_public_subnet, "no public subnet"),
        (without_private_subnet, "no private subnet"),
    ],
)
def test_a_project_fails_where_something_is_missing(
    account: Account, lacking: Callable[[Account], None], says: str
) -> None:
    lacking(account)
    assert says in account.deploy()
    assert account.api.get(account.path).json()["resource"]["url"] is None


@pytest.mark.parametrize("policy", MANAGED_POLICIES)
def test_a_project_fails_without_each_policy(account: Account, policy: str) -> None:
    account.detach(policy)
    assert "do not permit" in account.deploy()


def test_one_of_several_ids_is_enough(account: Account) -> None:
    several = {"StringEquals": {"sts:ExternalId": ["another", EXTERNAL_ID]}}
    account.trust(Principal={"AWS": PRINCIPAL}, Condition=several)
    assert account.deploy() == "DEPLOYED"


def test_an_image_has_to_be_in_ecr(account: Account) -> None:
    assert "is not an image in ECR" in account.deploy(image_path=IMAGE)


def test_an_image_has_to_exist(account: Account) -> None:
    absent = f"{account.image.partition('@')[0]}@sha256:{'0' * 64}"
    told = account.deploy(image_path=absent)
    assert told.startswith(f"DEPLOY_FAILED: the image of {absent} does not exist in ECR")


@pytest.fixture(scope="class")
def deployed(shared_aws: LocalAws, shared_control_plane: ControlPlane) -> Iterator[Account]:
    """An account with a project."""
    with shared_control_plane.api() as api:
        account = Account(shared_aws, shared_control_plane, api)
        assert account.deploy() == "DEPLOYED"
        yield account


def held(account: Account) -> dict[str, str]:
    """What the project has in the account."""
    return account.control_plane.workload("agent")["cloud_resources"]


def service(account: Account) -> dict[str, Any]:
    """The project's service in ECS."""
    of_project = held(account)
    answer = account.aws.client("ecs").describe_services(
        cluster=of_project["cluster"], services=[of_project["service"]]
    )
    return answer["services"][0]


class TestADeployedProject:
    def test_its_service_answers(self, deployed: Account) -> None:
        url = deployed.api.get(deployed.path).json()["resource"]["url"]
        assert httpx.get(f"{url}/ok", timeout=60).json() == {"ok": True, "image": deployed.image}

    def test_its_variables_are_a_secret(self, deployed: Account) -> None:
        secret = deployed.aws.client("secretsmanager").get_secret_value(SecretId=held(deployed)["secret"])
        assert json.loads(secret["SecretString"]) == {"MODE": "fast", "TOKEN": "hush"}

    def test_its_tasks_are_in_private_subnets(self, deployed: Account) -> None:
        network = service(deployed)["networkConfiguration"]["awsvpcConfiguration"]
        assert network["subnets"] == sorted(deployed.network.private_subnet_ids)

    def test_it_has_a_database(self, deployed: Account) -> None:
        assert len(deployed.aws.client("rds").describe_db_instances()["DBInstances"]) == 1

    def test_the_providers_endpoint_is_not_asked(self, deployed: Account) -> None:
        assert deployed.aws.calls() == []


def test_a_revision_has_its_image_and_its_scale(account: Account) -> None:
    account.deploy()
    newer = account.aws.push_image(tag="2")
    assert account.deploy(image_path=newer, container_spec={"min_scale": 3}) == "DEPLOYED"
    now = service(account)
    task = account.aws.client("ecs").describe_task_definition(taskDefinition=now["taskDefinition"])["taskDefinition"]
    assert (task["containerDefinitions"][0]["image"], now["desiredCount"]) == (newer, 3)


def test_a_database_of_ones_own_is_kept(account: Account) -> None:
    account.deploy()
    own = [{"name": "POSTGRES_URI_CUSTOM", "value": "postgres://db/x", "type": "secret"}]
    assert account.deploy(env_vars=own) == "DEPLOYED"
    assert "POSTGRES_URI_CUSTOM was set" in account.deploy(env_vars=[])


def test_an_image_that_is_gone_is_not_deployed_again(account: Account) -> None:
    account.deploy()
    account.aws.client("ecr").batch_delete_image(repositoryName="agent", imageIds=[{"imageTag": "1"}])
    assert "does not exist in ECR" in account.deploy(image_path=account.image)


def test_a_deleted_project_leaves_nothing(account: Account) -> None:
    account.deploy()
    cluster = held(account)["cluster"]
    assert account.api.delete(account.path).json()["status"] == "AWAITING_DELETE"
    account.control_plane.wait_until_gone("agent")
    assert account.api.get(account.path).status_code == 404
    (left,) = account.aws.client("ecs").describe_clusters(clusters=[cluster])["clusters"]
    assert left["status"] == "INACTIVE"
    assert account.aws.client("secretsmanager").list_secrets()["SecretList"] == []
    assert account.aws.client("rds").describe_db_instances()["DBInstances"] == []
