"""What stands between users and Terraform: programs with HashiCorp's terraform-exec, and CDKTF."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from acceptance.support.project import project
from acceptance.support.terraform import Terraform, install_provider, terraform_command
from sandbox.client import API_KEY, ControlPlane, LocalAws
from support.binaries import REPOSITORY, clean_environment

PROGRAMS = REPOSITORY / "tests" / "acceptance" / "clients"
NODE_MODULES = REPOSITORY / "build" / "cdktf" / "node_modules"
LIMIT_SECONDS = 180


def run(*command: str | Path, directory: Path, environment: Mapping[str, str] | None = None) -> str:
    """What a command says that has to succeed."""
    done = subprocess.run(
        command,
        cwd=directory,
        env=clean_environment(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_SECONDS,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture
def installed(tmp_path: Path, aws: LocalAws, control_plane: ControlPlane) -> Terraform:
    """A directory in which the provider comes by `init`, and all of its configuration by the environment."""
    plugins = tmp_path / "plugins"
    install_provider(plugins)
    environment = {
        **aws.environment,
        "AWS_ENDPOINT_URL": aws.endpoint,
        "LANGGRAPH_HOST_URL": control_plane.address,
        "LANGSMITH_API_KEY": API_KEY,
    }
    return Terraform(tmp_path / "work", "", environment, plugins)


@pytest.mark.skipif(shutil.which("go") is None, reason="no go to build a program with terraform-exec")
def test_terraform_exec_does_the_main_job(installed: Terraform, control_plane: ControlPlane, tmp_path: Path) -> None:
    program = tmp_path / "terraform_exec"
    source = PROGRAMS / "terraform_exec"
    go = {"GOTOOLCHAIN": "local", "GOFLAGS": "-mod=readonly -buildvcs=false", "CGO_ENABLED": "0"}
    run("go", "build", "-o", program, ".", directory=source, environment=go)

    role = 'resource "langgraph_cloud_role" "it" {\n  external_ids = ["1f0c3a5e-6f0b-4d5b-9a55-4b1f7f4c2a10"]\n}\n'
    installed.write(project(body='secrets = { TOKEN = "hush-hush" }') + role)
    installed.write('provider "langgraph" {\n  poll_interval = "100ms"\n}\n', "local.tf")
    said = run(program, terraform_command(), installed.directory, directory=tmp_path, environment=installed.environment)
    addresses = ["langgraph_cloud_role.it", "langgraph_project.agent"]
    assert json.loads(said) == {
        "valid": True,
        "changes": True,
        "planned": addresses,
        "addresses": addresses,
        "write_only": True,
        "changes_after": False,
        "left": 0,
    }
    assert control_plane.workloads() == []


@pytest.mark.skipif(not NODE_MODULES.exists(), reason="CDKTF is not installed: scripts/setup cdktf")
def test_cdktf_makes_classes_that_a_stack_is_written_with(installed: Terraform, aws: LocalAws) -> None:
    directory = installed.directory
    aws.push_image()
    for file in (PROGRAMS / "cdktf").iterdir():
        shutil.copy(file, directory)
    (directory / "node_modules").symlink_to(NODE_MODULES)
    environment = {
        **installed.environment,
        "TERRAFORM_BINARY_NAME": terraform_command(),
        "CI": "1",
        "HOME": str(directory),
    }
    run("node_modules/.bin/cdktf", "get", "--output", "generated", directory=directory, environment=environment)
    # The checks of a whole library's declarations take longer than all the rest.
    compiler = ("node_modules/.bin/tsc", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "commonjs")
    run(*compiler, "main.ts", directory=directory, environment=environment)
    run("node", "main.js", directory=directory, environment=environment)
    (directory / "provider.tf").unlink()
    shutil.copy(directory / "cdktf.out" / "stacks" / "agents" / "cdk.tf.json", directory)
    installed.run("init", "-no-color")
    assert installed.plan().actions == {
        "langgraph_cloud_role.role": ["create"],
        "langgraph_project.agent": ["create"],
    }
