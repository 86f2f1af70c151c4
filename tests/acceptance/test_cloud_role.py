"""langgraph_cloud_role: what IAM holds after each apply, and what a plan says of what changed there meanwhile."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from acceptance.support.terraform import Terraform, plain_text
from sandbox.client import MANAGED_POLICIES, ROLE_NAME, LocalAws

ROLE = "langgraph_cloud_role.it"
US_PRINCIPAL = "arn:aws:iam::640174622193:role/HostBackendRoleProd"
CUSTOM = "LangGraphCloudCustomPermissions"
BOUNDARY = "arn:aws:iam::aws:policy/PowerUserAccess"
DEFAULT = 'resource "langgraph_cloud_role" "it" {\n  external_ids = ["organization-1"]\n}\n'


def role(**arguments: Any) -> str:
    """The resource with these arguments, external ids included unless they are None."""
    given = {"external_ids": ["organization-1"], **arguments}
    lines = [f"  {name} = {json.dumps(value)}" for name, value in given.items() if value is not None]
    return "\n".join(['resource "langgraph_cloud_role" "it" {', *lines, "}", ""])


def policy(*actions: str, **statement: Any) -> dict[str, Any]:
    """A policy document that allows these actions."""
    allowed = {"Effect": "Allow", "Action": list(actions), "Resource": "*", **statement}
    return {"Version": "2012-10-17", "Statement": [allowed]}


def attached(aws: LocalAws, name: str = ROLE_NAME) -> set[str]:
    """Names of the policies attached to a role."""
    answer = aws.client("iam").list_attached_role_policies(RoleName=name)
    return {entry["PolicyName"] for entry in answer["AttachedPolicies"]}


def embedded(aws: LocalAws, name: str = ROLE_NAME) -> dict[str, Any]:
    """A role's inline policies."""
    iam = aws.client("iam")
    names = iam.list_role_policies(RoleName=name)["PolicyNames"]
    return {each: iam.get_role_policy(RoleName=name, PolicyName=each)["PolicyDocument"] for each in names}


def held(aws: LocalAws, name: str = ROLE_NAME) -> dict[str, Any]:
    """The role as IAM has it, tags as a dictionary."""
    found = aws.client("iam").get_role(RoleName=name)["Role"]
    return {**found, "Tags": {tag["Key"]: tag["Value"] for tag in found.get("Tags", [])}}


def role_names(aws: LocalAws) -> set[str]:
    """Names of the account's roles."""
    return {found["RoleName"] for found in aws.client("iam").list_roles()["Roles"]}


def test_life_cycle(new_terraform: Callable[..., Terraform], aws: LocalAws) -> None:
    defaults = {"tags": {"owner": "platform", "stage": "test"}}
    terraform = new_terraform("role", aws={"default_tags": defaults}).write(role())
    plan = terraform.plan()
    assert plan.actions == {ROLE: ["create"]}
    assert plan.unknown[ROLE] == {"arn", "unique_id", "account_id", "create_date"}
    planned = plan.after(ROLE)
    assert planned["name"] == planned["id"] == ROLE_NAME
    assert planned["trusted_principal_arns"] == [US_PRINCIPAL]
    assert planned["tags_all"] == {"owner": "platform", "stage": "test"}

    terraform.apply()
    since = aws.calls()[-1]["number"]
    terraform.assert_nothing_to_do()
    assert len(aws.calls(since)) <= 5
    assert attached(aws) == set(MANAGED_POLICIES)
    assert embedded(aws)[CUSTOM]["Statement"][0]["Action"] == "application-autoscaling:*"
    made = held(aws)
    assert made["AssumeRolePolicyDocument"]["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"AWS": US_PRINCIPAL},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": "organization-1"}},
        }
    ]
    assert made["Tags"] == {"owner": "platform", "stage": "test"}
    state = terraform.attributes(ROLE)
    assert state["arn"] == made["Arn"]
    assert state["unique_id"] == made["RoleId"]
    assert state["account_id"] == "123456789012"
    assert state["create_date"].startswith(made["CreateDate"].strftime("%Y-%m-%dT%H:%M:%S"))
    assert json.loads(state["assume_role_policy"]) == made["AssumeRolePolicyDocument"]

    terraform.run("state", "rm", ROLE)
    terraform.import_resource(ROLE, ROLE_NAME)
    terraform.assert_nothing_to_do()
    assert terraform.attributes(ROLE) == state

    # The same with the configuration that Terraform writes by itself.
    generated = terraform.directory / "generated.tf"
    terraform.run("state", "rm", ROLE)
    terraform.write(f'import {{\n  to = {ROLE}\n  id = "{ROLE_NAME}"\n}}\n')
    plan = terraform.plan(f"-generate-config-out={generated}")
    assert plan.is_empty, plan.changed
    terraform.apply()
    assert terraform.attributes(ROLE) == state
    generated.unlink()

    terraform.write(
        role(
            external_ids=["organization-1", "organization-2"],
            data_region="eu",
            description="Runs agents",
            max_session_duration=7200,
            permissions_boundary=BOUNDARY,
            managed_policy_arns=["arn:aws:iam::aws:policy/AmazonECS_FullAccess", BOUNDARY],
            inline_policies={"Own": json.dumps(policy("s3:GetObject"))},
            tags={"stage": "production", "team": "agents"},
            force_detach_policies=True,
        )
    )
    plan = terraform.plan()
    assert plan.actions == {ROLE: ["update"]}
    assert plan.unknown[ROLE] == set()
    assert plan.after(ROLE)["tags_all"] == {"owner": "platform", "stage": "production", "team": "agents"}
    terraform.apply()
    terraform.assert_nothing_to_do()
    changed = held(aws)
    statement = changed["AssumeRolePolicyDocument"]["Statement"][0]
    assert statement["Principal"] == {"AWS": f"{US_PRINCIPAL}Eu"}
    assert statement["Condition"]["StringEquals"]["sts:ExternalId"] == ["organization-1", "organization-2"]
    assert (changed["Description"], changed["MaxSessionDuration"]) == ("Runs agents", 7200)
    assert changed["PermissionsBoundary"]["PermissionsBoundaryArn"] == BOUNDARY
    assert changed["Tags"] == {"owner": "platform", "stage": "production", "team": "agents"}
    assert attached(aws) == {"AmazonECS_FullAccess", "PowerUserAccess"}
    assert embedded(aws) == {"Own": policy("s3:GetObject")}

    # An import tells the tags apart by their values.
    before = terraform.attributes(ROLE)
    terraform.run("state", "rm", ROLE)
    terraform.import_resource(ROLE, ROLE_NAME)
    assert terraform.attributes(ROLE) == {**before, "force_detach_policies": False}

    # What the configuration does not say any more goes back to what it was.
    terraform.write(role()).apply()
    terraform.assert_nothing_to_do()
    assert terraform.attributes(ROLE) == state
    assert attached(aws) == set(MANAGED_POLICIES)
    assert "PermissionsBoundary" not in held(aws)

    plan = terraform.write(role(path="/platform/")).plan()
    assert plan.actions == {ROLE: ["delete", "create"]}
    assert plan.replaced_by == {ROLE: {"path"}}
    terraform.destroy()
    assert ROLE_NAME not in role_names(aws)


def test_drift(terraform: Terraform, aws: LocalAws) -> None:
    configured = role(tags={"team": "agents", "stage": "test"}, description="Ours", permissions_boundary=BOUNDARY)
    terraform.write(configured).apply()
    state = terraform.attributes(ROLE)
    iam = aws.client("iam")

    # The same in other words is no change.
    reworded = {
        "Version": "2012-10-17",
        "Statement": policy("Application-Autoscaling:*", Resource=["*"])["Statement"][0],
    }
    iam.put_role_policy(RoleName=ROLE_NAME, PolicyName=CUSTOM, PolicyDocument=json.dumps(reworded, indent=2))
    terraform.assert_nothing_to_do()

    trust = held(aws)["AssumeRolePolicyDocument"]
    trust["Statement"][0]["Condition"]["StringEquals"]["sts:ExternalId"] = "somebody-else"
    changes: dict[str, tuple[Callable[[], Any], set[str]]] = {
        "detached": (
            lambda: iam.detach_role_policy(
                RoleName=ROLE_NAME, PolicyArn="arn:aws:iam::aws:policy/AmazonECS_FullAccess"
            ),
            {"managed_policy_arns"},
        ),
        "attached": (
            lambda: iam.attach_role_policy(RoleName=ROLE_NAME, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess"),
            {"managed_policy_arns"},
        ),
        "embedded": (
            lambda: iam.put_role_policy(
                RoleName=ROLE_NAME, PolicyName="Theirs", PolicyDocument=json.dumps(policy("s3:*"))
            ),
            {"inline_policies"},
        ),
        "widened": (
            lambda: iam.put_role_policy(RoleName=ROLE_NAME, PolicyName=CUSTOM, PolicyDocument=json.dumps(policy("*"))),
            {"inline_policies"},
        ),
        "trusting others": (
            lambda: iam.update_assume_role_policy(RoleName=ROLE_NAME, PolicyDocument=json.dumps(trust)),
            {"external_ids", "assume_role_policy"},
        ),
        "trusting a service too": (
            lambda: iam.update_assume_role_policy(
                RoleName=ROLE_NAME,
                PolicyDocument=json.dumps(
                    {
                        "Version": "2012-10-17",
                        "Statement": [
                            *trust["Statement"],
                            {
                                "Effect": "Allow",
                                "Principal": {"Service": "ec2.amazonaws.com"},
                                "Action": "sts:AssumeRole",
                            },
                        ],
                    }
                ),
            ),
            {"assume_role_policy"},
        ),
        "described": (
            lambda: iam.update_role(RoleName=ROLE_NAME, Description="Theirs", MaxSessionDuration=3600),
            {"description"},
        ),
        "prolonged": (
            lambda: iam.update_role(RoleName=ROLE_NAME, Description="Ours", MaxSessionDuration=43200),
            {"max_session_duration"},
        ),
        "unbound": (
            lambda: iam.delete_role_permissions_boundary(RoleName=ROLE_NAME),
            {"permissions_boundary"},
        ),
        "tagged": (
            lambda: iam.tag_role(
                RoleName=ROLE_NAME, Tags=[{"Key": "team", "Value": "theirs"}, {"Key": "new", "Value": "1"}]
            ),
            {"tags", "tags_all"},
        ),
        "untagged": (lambda: iam.untag_role(RoleName=ROLE_NAME, TagKeys=["stage"]), {"tags", "tags_all"}),
    }
    # Each kind is looked at by itself, then all are put right at once.
    for name, (change, attributes) in changes.items():
        change()
        plan = terraform.plan()
        assert plan.actions == {ROLE: ["update"]}, name
        assert attributes <= plan.changed[ROLE], name
        assert plan.unknown[ROLE] == set(), name
    # An update that fails half-way is taken up by the next.
    aws.proxy.fail_call("AttachRolePolicy", "iam", status=403, code="AccessDenied", times=1)
    terraform.fail("apply", says=["AttachRolePolicy", "AccessDenied"])
    assert terraform.tainted() == set()
    terraform.apply()
    terraform.assert_nothing_to_do()
    assert attached(aws) == set(MANAGED_POLICIES)
    assert embedded(aws)[CUSTOM]["Statement"][0]["Action"] == "application-autoscaling:*"
    assert held(aws)["Tags"] == {"team": "agents", "stage": "test"}
    assert {**terraform.attributes(ROLE), "inline_policies": None} == {**state, "inline_policies": None}

    for each in attached(aws):
        iam.detach_role_policy(RoleName=ROLE_NAME, PolicyArn=f"arn:aws:iam::aws:policy/{each}")
    for each in embedded(aws):
        iam.delete_role_policy(RoleName=ROLE_NAME, PolicyName=each)
    iam.delete_role(RoleName=ROLE_NAME)
    assert terraform.plan().actions == {ROLE: ["create"]}


def test_a_taken_name_a_lost_answer_and_a_half_made_role(terraform: Terraform, aws: LocalAws) -> None:
    iam = aws.client("iam")
    theirs = policy("sts:AssumeRole", Principal={"Service": "ec2.amazonaws.com"})
    del theirs["Statement"][0]["Resource"]
    iam.create_role(RoleName=ROLE_NAME, AssumeRolePolicyDocument=json.dumps(theirs))
    terraform.write(DEFAULT)
    taken = [
        "Role name already taken",
        f'import {{ to = langgraph_cloud_role.<name> id = "{ROLE_NAME}" }}',
    ]
    terraform.fail("apply", says=taken)
    # The same where the answer was lost: the role is there, but it is not what was sent.
    aws.proxy.fail({"service": "iam", "action": "CreateRole"}, drop="before")
    terraform.fail("apply", says=taken)
    assert terraform.resources() == {}
    assert held(aws)["AssumeRolePolicyDocument"] == theirs
    assert attached(aws) == set()
    iam.delete_role(RoleName=ROLE_NAME)

    aws.proxy.fail({"service": "iam", "action": "CreateRole"}, drop="after")
    terraform.apply()
    terraform.assert_nothing_to_do()
    terraform.destroy()

    # IAM may not show for a while what it was told.
    aws.proxy.fail_call("GetRole", "iam", status=404, code="NoSuchEntity", times=2)
    aws.proxy.fail_call("AttachRolePolicy", "iam", status=404, code="NoSuchEntity", times=2)
    terraform.apply()
    terraform.assert_nothing_to_do()
    aws.proxy.fail_call("DeleteRole", "iam", status=409, code="DeleteConflict", times=2)
    terraform.destroy()
    assert aws.proxy.faults() == []

    # Interrupted while the role is made: nobody knows whether it was, and the error says so.
    aws.proxy.forget_requests()
    aws.proxy.fail({"service": "iam", "action": "CreateRole"}, drop="before", delay_seconds=60)
    with terraform.start("apply") as apply:
        aws.proxy.wait_for_requests(1, action="CreateRole")
        apply.interrupt()
        status, output = apply.wait(30)
    assert status != 0
    assert "before IAM answered: it may exist" in plain_text(output)

    # A wait for it that is interrupted ends at once; the role is in state all the same.
    aws.proxy.forget_requests()
    aws.proxy.fail_call("GetRole", "iam", status=404, code="NoSuchEntity", times=99)
    with terraform.start("apply") as apply:
        aws.proxy.wait_for_requests(3, action="GetRole")
        apply.interrupt()
        status, output = apply.wait(30)
    assert status != 0
    # It depends on the moment whether the pause between two looks ends, or a look itself.
    assert "Stopped while waiting for IAM" in plain_text(output) or "was cancelled" in plain_text(output)
    assert "To keep it, run terraform untaint with this resource" in plain_text(output)
    assert terraform.tainted() == {ROLE}
    aws.proxy.forget_faults()
    terraform.apply()
    terraform.assert_nothing_to_do()
    terraform.destroy()

    aws.proxy.fail_call(
        "AttachRolePolicy", "iam", status=403, code="AccessDenied", message="not yours", skip=2, times=99
    )
    terraform.fail("apply", says=["AttachRolePolicy", "AccessDenied", "not yours"])
    assert terraform.tainted() == {ROLE}
    assert len(attached(aws)) == 2
    aws.proxy.forget_faults()
    assert terraform.plan().actions == {ROLE: ["delete", "create"]}
    terraform.apply()
    terraform.assert_nothing_to_do()
    assert attached(aws) == set(MANAGED_POLICIES)
    terraform.destroy()
    assert ROLE_NAME not in role_names(aws)


def test_a_role_for_tasks_and_what_others_hang_on_a_role(terraform: Terraform, aws: LocalAws) -> None:
    iam = aws.client("iam")
    name = "LangGraphCloudECSTaskExecutionRole"
    terraform.write(role(purpose="task_execution", external_ids=None)).apply()
    terraform.assert_nothing_to_do()
    assert held(aws, name)["AssumeRolePolicyDocument"]["Statement"] == [
        {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ]
    assert attached(aws, name) == {"AmazonECSTaskExecutionRolePolicy"}
    assert embedded(aws, name)["SecretsRead"]["Statement"][0]["Condition"] == {
        "StringLike": {"aws:ResourceTag/langgraph-cloud": "*"}
    }
    state = terraform.attributes(ROLE)
    assert (state["trusted_principal_arns"], state["external_ids"], state["data_region"]) == (None, None, None)
    terraform.run("state", "rm", ROLE)
    terraform.import_resource(ROLE, name)
    terraform.assert_nothing_to_do()
    assert terraform.attributes(ROLE) == state
    terraform.destroy()

    # What somebody else has put on the role keeps it, and is named, unless that is to be taken off as well.
    terraform.write(role(external_ids=None, purpose="task_execution")).apply()
    iam.attach_role_policy(RoleName=name, PolicyArn=BOUNDARY)
    iam.put_role_policy(RoleName=name, PolicyName="Theirs", PolicyDocument=json.dumps(policy("s3:*")))
    iam.create_instance_profile(InstanceProfileName="theirs")
    iam.add_role_to_instance_profile(InstanceProfileName="theirs", RoleName=name)
    terraform.fail(
        "destroy",
        says=[
            f"attached policy {BOUNDARY}",
            "inline policy Theirs",
            "instance profile theirs",
            "force_detach_policies",
        ],
    )
    assert attached(aws, name) == {"AmazonECSTaskExecutionRolePolicy", "PowerUserAccess"}
    terraform.write(role(external_ids=None, purpose="task_execution", force_detach_policies=True)).apply()
    assert attached(aws, name) == {"AmazonECSTaskExecutionRolePolicy"}
    iam.attach_role_policy(RoleName=name, PolicyArn=BOUNDARY)
    terraform.destroy()
    assert name not in role_names(aws)
    assert iam.get_instance_profile(InstanceProfileName="theirs")["InstanceProfile"]["Roles"] == []


def test_a_saved_plan_changes_no_other_role_of_the_name(terraform: Terraform, aws: LocalAws) -> None:
    iam = aws.client("iam")
    terraform.write(role(managed_policy_arns=[], inline_policies={})).apply()
    trust = json.dumps(held(aws)["AssumeRolePolicyDocument"])
    terraform.write(role(managed_policy_arns=[], inline_policies={}, description="Ours"))
    terraform.plan()
    iam.delete_role(RoleName=ROLE_NAME)
    terraform.fail("apply", "test.tfplan", says=["Role is gone", "was deleted outside of Terraform"])
    iam.create_role(RoleName=ROLE_NAME, AssumeRolePolicyDocument=trust)
    terraform.fail("apply", "test.tfplan", says=["Role is gone", "was deleted and made anew"])
    assert "Description" not in held(aws)


def test_a_list_that_goes_on_where_it_is_has_an_end(terraform: Terraform, aws: LocalAws) -> None:
    terraform.write(DEFAULT).apply()
    result = "<PolicyNames/><IsTruncated>true</IsTruncated><Marker>again</Marker>"
    action = "ListRolePolicies"
    page = f"<{action}Response><{action}Result>{result}</{action}Result></{action}Response>"
    aws.proxy.fail({"action": action}, status=200, body=page, content_type="text/xml", times=100_000)
    terraform.fail("plan", says=["IAM ListRolePolicies failed", "would never end"])
    aws.proxy.forget_faults()
    terraform.assert_nothing_to_do()


def test_no_policies_at_all_are_a_wish_too(terraform: Terraform, aws: LocalAws) -> None:
    terraform.write(role(managed_policy_arns=[], inline_policies={}, tags={}, description="")).apply()
    assert (attached(aws), embedded(aws)) == (set(), {})
    terraform.assert_nothing_to_do()
    terraform.write(role()).apply()
    assert (attached(aws), embedded(aws).keys()) == (set(MANAGED_POLICIES), {CUSTOM})
    terraform.assert_nothing_to_do()


def test_what_a_failed_update_leaves_is_taken_away(terraform: Terraform, aws: LocalAws) -> None:
    def configuration(policy_name: str, name: str) -> str:
        arn = f"arn:aws:iam::aws:policy/{policy_name}"
        return role(managed_policy_arns=[arn], inline_policies={name: json.dumps(policy("s3:GetObject"))})

    iam = aws.client("iam")
    terraform.write(configuration("AmazonECS_FullAccess", "First")).apply()
    terraform.write(configuration("AmazonRDSFullAccess", "Second"))
    # What is new has come, what is old has not gone yet. A second try gets no further.
    for _ in range(2):
        aws.proxy.fail_call("DetachRolePolicy", "iam", status=403, code="AccessDenied", times=1)
        terraform.fail("apply", says=["DetachRolePolicy", "AccessDenied"])
    assert attached(aws) == {"AmazonECS_FullAccess", "AmazonRDSFullAccess"}
    assert embedded(aws).keys() == {"First", "Second"}
    iam.attach_role_policy(RoleName=ROLE_NAME, PolicyArn=BOUNDARY)
    text = terraform.fail("destroy", says=["what Terraform did not put there", f"attached policy {BOUNDARY}"])
    assert "AmazonRDSFullAccess" not in text.partition("did not put there")[2]
    assert "inline policy" not in text.partition("did not put there")[2]
    iam.detach_role_policy(RoleName=ROLE_NAME, PolicyArn=BOUNDARY)
    terraform.destroy()
    assert ROLE_NAME not in role_names(aws)


def test_keys_of_tags_know_no_case(new_terraform: Callable[..., Terraform], aws: LocalAws) -> None:
    terraform = new_terraform("role", aws={"default_tags": {"tags": {"Owner": "platform"}}})
    terraform.write(role(tags={"Team": "agents", "owner": "agents"}))
    assert terraform.plan().after(ROLE)["tags_all"] == {"Team": "agents", "owner": "agents"}
    terraform.apply()
    terraform.assert_nothing_to_do()
    terraform.write(role(tags={"team": "agents"})).apply()
    assert held(aws)["Tags"] == {"team": "agents", "Owner": "platform"}
    terraform.assert_nothing_to_do()


def test_tags_that_are_ignored_stay_as_others_set_them(new_terraform: Callable[..., Terraform], aws: LocalAws) -> None:
    ignored = {"keys": ["CostCenter"], "key_prefixes": ["kubernetes.io/"]}
    terraform = new_terraform("role", aws={"ignore_tags": ignored}).write(role(tags={"team": "agents"}))
    terraform.apply()
    theirs = {"CostCenter": "42", "kubernetes.io/cluster": "one"}
    tags = [{"Key": key, "Value": value} for key, value in theirs.items()]
    aws.client("iam").tag_role(RoleName=ROLE_NAME, Tags=tags)
    terraform.assert_nothing_to_do()
    terraform.write(role(tags={"team": "platform"})).apply()
    assert held(aws)["Tags"] == {"team": "platform", **theirs}


@pytest.mark.parametrize("region, partition", [("us-gov-west-1", "aws-us-gov"), ("cn-north-1", "aws-cn")])
def test_other_partitions(new_terraform: Callable[..., Terraform], aws: LocalAws, region: str, partition: str) -> None:
    terraform = new_terraform("partition", aws={"region": region})
    terraform.write(role()).fail("plan", says=["trusted_principal_arns", f"in the partition {partition}"])
    own = f"arn:{partition}:iam::123456789012:root"
    planned = terraform.write(role(trusted_principal_arns=[own])).plan().after(ROLE)
    assert f"arn:{partition}:iam::aws:policy/AmazonECS_FullAccess" in planned["managed_policy_arns"]
    assert json.loads(planned["assume_role_policy"])["Statement"][0]["Principal"] == {"AWS": own}
    terraform.apply()
    assert terraform.attributes(ROLE)["arn"] == f"arn:{partition}:iam::123456789012:role/{ROLE_NAME}"
    terraform.assert_nothing_to_do()
    terraform.run("state", "rm", ROLE)
    terraform.import_resource(ROLE, ROLE_NAME)
    terraform.assert_nothing_to_do()
    terraform.destroy()
    assert {call["action"] for call in aws.calls()} >= {"CreateRole", "AttachRolePolicy", "DeleteRole"}


def test_what_cannot_be_right_is_said_before_anything_is_made(terraform: Terraform, aws: LocalAws) -> None:
    cases = [
        (role(external_ids=None), ["external_ids", "the id of the LangSmith organisation"]),
        (role(external_ids=[None]), "external_ids holds a null"),
        (role(trusted_principal_arns=[None]), "trusted_principal_arns holds a null"),
        (role(external_ids=[]), ["external_ids", "the id of the LangSmith organisation"]),
        (role(external_ids=["no blanks"]), ["external_ids", "2 to 1224 letters"]),
        (role(purpose="task_execution"), ["external_ids", "Remove external_ids"]),
        (role(purpose="fun"), ["purpose", "control_plane", "task_execution"]),
        (role(data_region="apac"), ["data_region", "us", "eu"]),
        (role(name="a/b"), ["name", "1 to 64 letters"]),
        (role(path="platform"), ["path", "/platform/"]),
        (role(max_session_duration=60), ["max_session_duration", "3600", "43200"]),
        (role(max_session_duration=3600.5), ["max_session_duration", "whole"]),
        (role(trusted_principal_arns=["*"]), ["trusted_principal_arns", "arn:aws:iam::123456789012:root"]),
        (role(managed_policy_arns=["AmazonECS_FullAccess"]), ["managed_policy_arns", "the ARN of a policy"]),
        (role(permissions_boundary="PowerUserAccess"), ["permissions_boundary", "the ARN of a policy"]),
        (role(inline_policies={"Own": "{"}), ["inline_policies", "not valid JSON"]),
        (role(inline_policies={"no blanks": "{}"}), ["inline_policies", "no blanks"]),
        (role(tags={"aws:team": "agents"}), 'The key "aws:team" in tags begins with aws:'),
        (role(tags={"team": None}), 'tags["team"] is null'),
        (role(inline_policies={"Own": None}), 'inline_policies["Own"] is null'),
    ]
    for configuration, says in cases:
        terraform.write(configuration).fail("plan", says=says)
    assert aws.calls() == []
    terraform.write(DEFAULT)
    terraform.fail("import", ROLE, "arn:aws:iam::123456789012:role/x", says="Import by name")
    terraform.fail("import", ROLE, "nobody", says="non-existent")
