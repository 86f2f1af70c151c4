"""The demo: examples/terraform/byoc from nothing to a running project and back, on this machine alone.

AWS is moto, the control plane is the local one of tests/sandbox; `terraform` and the provider are the real ones. What
Terraform prints is shown as it comes and kept, with the logs of everything else, in build/demo.
"""

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import httpx

from acceptance.support.terraform import Terraform, install_provider, terraform_command
from sandbox.client import EXTERNAL_ID, REGION, ROLE_NAME, ControlPlane, LocalAws, Network
from support.binaries import REPOSITORY

EXAMPLE = REPOSITORY / "examples" / "terraform" / "byoc"
DETACHED_POLICY = "arn:aws:iam::aws:policy/AmazonRDSFullAccess"
SECRET = "sk-demo"
COMMAND_LIMIT_SECONDS = 300


class DemoError(Exception):
    """The demo saw something that it did not expect."""


class Demo:
    """The surroundings of the demo and its steps."""

    def __init__(self, aws: LocalAws, control_plane: ControlPlane, logs: Path) -> None:
        self.aws = aws
        self.logs = logs
        self.control_plane = control_plane
        self.step_name = "starting"
        self.steps = 0
        directory, plugins = logs / "terraform", logs / "plugins"
        environment = {
            **aws.environment,
            "AWS_ENDPOINT_URL": aws.endpoint,
            "LANGGRAPH_HOST_URL": control_plane.address,
            "LANGSMITH_API_KEY": control_plane.environment["LANGGRAPH_HOST_API_KEY"],
            "TF_LOG_PROVIDER": "DEBUG",
            "TF_LOG_PATH": str(logs / "provider.log"),
        }
        install_provider(plugins)
        self.terraform = Terraform(directory, None, environment, plugins)
        for file in EXAMPLE.glob("*.tf"):
            shutil.copy(file, directory)
        # The service takes minutes where the local one takes a second: look more often than every 5 s.
        self.terraform.write('provider "langgraph" {\n  poll_interval = "200ms"\n}\n', "local_override.tf")

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """A step with its name and, at its end, how long it took."""
        self.steps += 1
        self.step_name = name
        started = time.monotonic()
        say(f"\n[{self.steps}] {name}")
        yield
        say(f"    done in {time.monotonic() - started:.1f} s")

    def run(self, *arguments: str, quiet: bool = False) -> None:
        """Runs a Terraform command and shows its output while it runs; if `quiet`, only where it fails."""
        output: list[str] = []
        say(f"    $ {Path(terraform_command()).name} {' '.join(arguments)}")
        with (self.logs / "terraform.log").open("a") as log, self.terraform.start(*arguments) as command:
            for line in command.lines(COMMAND_LIMIT_SECONDS):
                log.write(line)
                output.append(line)
                if not quiet:
                    say(f"    | {line.rstrip()}")
            status, _ = command.wait()
        if status != 0:
            say("".join(output) if quiet else "")
            raise DemoError(f"terraform {arguments[0]} ended with status {status}")

    def prepare(self) -> Network:
        """The network and the image that a team has before LangGraph comes."""
        network = self.aws.create_network()
        self.aws.route_out(network)
        variables = {
            "organization_id": EXTERNAL_ID,
            "region": REGION,
            "vpc_id": network.vpc_id,
            "private_subnet_ids": network.private_subnet_ids,
            "public_subnet_ids": network.public_subnet_ids,
            "image_uri": self.aws.push_image(),
            "openai_api_key": SECRET,
        }
        self.terraform.write(json.dumps(variables, indent=2), "terraform.tfvars.json")
        say(f"    VPC {network.vpc_id}, subnets {', '.join(network.private_subnet_ids + network.public_subnet_ids)}")
        say(f"    image {variables['image_uri']}")
        return network

    def show_that_it_answers(self) -> None:
        """Asks the project's URL, as its users would."""
        url = self.terraform.outputs()["url"]
        answer = httpx.get(f"{url}/ok", trust_env=False, timeout=30)
        say(f"    GET {url}/ok -> {answer.status_code} {answer.text}")
        if answer.status_code != 200:
            raise DemoError(f"{url} does not answer")

    def change_behind_terraforms_back(self, network: Network) -> None:
        """What colleagues do: one click in each of three consoles."""
        project_id = self.terraform.outputs()["project_id"]
        variables = [
            {"name": "LOG_LEVEL", "value": "debug", "type": "default"},
            {"name": "OPENAI_API_KEY", "value": SECRET, "type": "secret"},
        ]
        with self.control_plane.api() as api:
            api.post(f"/v1/projects/{project_id}/revisions", json={"env_vars": variables}).raise_for_status()
        self.control_plane.wait_for_revision("agent", count=2)
        say("    the project's variable LOG_LEVEL is now debug")
        self.aws.client("iam").detach_role_policy(RoleName=ROLE_NAME, PolicyArn=DETACHED_POLICY)
        say(f"    the role {ROLE_NAME} no longer has {DETACHED_POLICY}")
        subnet_id = network.private_subnet_ids[0]
        self.aws.client("ec2").delete_tags(Resources=[subnet_id], Tags=[{"Key": "langgraph-cloud-private"}])
        say(f"    the subnet {subnet_id} has lost its tag langgraph-cloud-private")

    def expect_plan(self, expected: dict[str, set[str]]) -> None:
        """Fails unless a plan updates exactly these attributes of exactly these resources, computed ones aside."""
        self.run("plan", "-out=demo.tfplan")
        plan = self.terraform.saved_plan("demo.tfplan")
        found = {address: plan.changed[address] - plan.unknown[address] for address in plan.actions}
        if found != expected or any(actions != ["update"] for actions in plan.actions.values()):
            raise DemoError(f"the plan should change {expected}; it has {plan.actions} and changes {found}")

    def check_that_nothing_is_left(self, network: Network) -> None:
        """Looks in AWS and in the control plane, not in Terraform's state."""
        roles = [role["RoleName"] for role in self.aws.client("iam").list_roles()["Roles"]]
        ids = [network.vpc_id, *network.private_subnet_ids, *network.public_subnet_ids]
        tags = self.aws.client("ec2").describe_tags(Filters=[{"Name": "resource-id", "Values": ids}])["Tags"]
        projects = [workload["name"] for workload in self.control_plane.workloads()]
        if roles or tags or projects:
            raise DemoError(f"left behind: roles {roles}, tags {tags}, projects {projects}")
        say("    no role, no tag and no project is left")

    def play(self) -> None:
        """The steps in their order."""
        with self.step("A network and an image, as a team has them"):
            network = self.prepare()
        with self.step("Apply examples/terraform/byoc"):
            self.run("init", quiet=True)
            self.run("apply")
        with self.step("The project answers"):
            self.show_that_it_answers()
        with self.step("Change three things behind Terraform's back"):
            self.change_behind_terraforms_back(network)
        with self.step("The plan finds exactly these three"):
            self.expect_plan(
                {
                    "langgraph_cloud_role.control_plane": {"managed_policy_arns"},
                    f'langgraph_subnet_tag.private["{network.private_subnet_ids[0]}"]': {"tags", "tier"},
                    "langgraph_project.agent": {"environment"},
                }
            )
        with self.step("Apply puts them right"):
            self.run("apply", "demo.tfplan")
            self.terraform.assert_nothing_to_do()
            say("    a second plan is empty")
        with self.step("Destroy"):
            self.run("destroy")
            self.check_that_nothing_is_left(network)


def say(text: str) -> None:
    """Prints at once, also into a pipe."""
    print(text, flush=True)


def main() -> int:
    """Plays the demo; 0 if all of it was as it should be."""
    parser = argparse.ArgumentParser(description="Plays examples/terraform/byoc on this machine alone.")
    parser.add_argument("--logs", type=Path, default=REPOSITORY / "build" / "demo", help="directory, emptied first")
    logs: Path = parser.parse_args().logs.resolve()
    shutil.rmtree(logs, ignore_errors=True)
    logs.mkdir(parents=True)
    started = time.monotonic()
    step = "Start the local AWS and the local control plane"
    try:
        with ExitStack() as stack:
            say(f"[0] {step}")
            aws = stack.enter_context(LocalAws(log_directory=logs))
            service = ControlPlane(aws_endpoint=aws.moto_endpoint, log=logs / "control-plane.log")
            control_plane = stack.enter_context(service)
            say(f"    AWS at {aws.endpoint}, control plane at {control_plane.address}")
            say(f"    logs in {logs}")
            demo = Demo(aws, control_plane, logs)
            try:
                demo.play()
            except BaseException:
                step = demo.step_name
                raise
    except KeyboardInterrupt:
        say(f"\ndemo: interrupted in the step “{step}”")
        return 130
    except (DemoError, AssertionError, OSError, RuntimeError, httpx.HTTPError, subprocess.SubprocessError) as error:
        say(f"\n{error}\n\ndemo: FAILED in the step “{step}”; the logs are in {logs}")
        return 1
    say(f"\ndemo: all of it worked, in {time.monotonic() - started:.0f} s; nothing is left running")
    return 0


if __name__ == "__main__":
    sys.exit(main())
