"""What pages show of Terraform's language: each block is laid out by its rules, and means something to Terraform.

The framework's pages have tests/framework/library/test_library.py; the generated ones show files of examples/, which
are applied by test_examples.py.
"""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from acceptance.support.terraform import Terraform, terraform_command
from sandbox.client import LocalAws, Network
from support.binaries import REPOSITORY, clean_environment

LIMIT_SECONDS = 60
PAGES = [
    REPOSITORY / "docs" / "local-control-plane.md",
    *sorted((REPOSITORY / "docs" / "guides").glob("*.md")),
    *sorted((REPOSITORY / "modules").glob("*/README.md")),
]
BLOCK = re.compile(r"^```(?:hcl|terraform)\n(.*?)^```", re.DOTALL | re.MULTILINE)

VPC = 'resource "langgraph_subnet_tag" "vpc" {{\n  vpc_id = "{vpc_id}"\n}}\n'
# The blocks that are configurations of this provider alone, by their pages and first lines. The others are parsed, and
# other tests apply the like of them: hashicorp/aws and moved blocks test_moved.py, modules test_modules.py, the mocked
# provider test_examples.py.
CONFIGURATIONS = {
    "local-control-plane.md": 'provider "langgraph" {',
    "authentication.md": 'provider "langgraph" {',
    "watching-and-mending.md": 'data "langgraph_project" "support" {',
}


def blocks(page: Path) -> list[str]:
    return BLOCK.findall(page.read_text())


def shown() -> list[tuple[str, str]]:
    """All blocks, by their page's name."""
    return [(page.name, block) for page in PAGES for block in blocks(page)]


def of(page: str, first_line: str) -> str:
    """The one block of a page that begins so."""
    (found,) = [block for name, block in shown() if name == page and block.startswith(first_line)]
    return found


def test_blocks_are_laid_out_as_terraform_does(tmp_path: Path) -> None:
    assert len(shown()) > 15
    for number, (name, block) in enumerate(shown()):
        (tmp_path / f"{name}.{number}.tf").write_text(block)
    said = subprocess.run(
        [terraform_command(), "fmt", "-check", "-diff", tmp_path],
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_SECONDS,
    )
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.parametrize("page", CONFIGURATIONS)
def test_configurations_are_valid(page: str, tmp_path: Path) -> None:
    Terraform(tmp_path / "terraform").write(of(page, CONFIGURATIONS[page])).validate()


def test_an_import_of_the_page_generates_configuration(new_terraform: Callable[..., Terraform], aws: LocalAws) -> None:
    aws.create_cloud_role()
    shown = of("troubleshooting.md", "import {")
    terraform = new_terraform("terraform").write(shown)
    terraform.run("plan", "-no-color", "-generate-config-out=generated.tf")
    # As the page says: then without the line.
    terraform.write(shown.replace("  provider = langgraph\n", "")).apply()
    terraform.assert_nothing_to_do()


@pytest.mark.parametrize("page", ["installing.md", "troubleshooting.md"])
def test_configurations_of_the_command_line_are_understood(page: str, tmp_path: Path) -> None:
    terraform = Terraform(tmp_path / "terraform", None)
    installations = [block for name, block in shown() if name == page and block.startswith("provider_installation")]
    assert installations
    for block in installations:
        if "oci_mirror" in block:
            continue
        Path(terraform.environment["TF_CLI_CONFIG_FILE"]).write_text(block)
        assert "CLI configuration" not in terraform.run("version")


def test_a_test_of_the_page_passes(new_terraform: Callable[..., Terraform], aws: LocalAws, network: Network) -> None:
    run = of("local-control-plane.md", "# tests/network.tftest.hcl")
    terraform = new_terraform("terraform").write(VPC.format(vpc_id=network.vpc_id))
    assert "1 passed" in terraform.write(run, "network.tftest.hcl").run("test", "-no-color")
    assert aws.client("ec2").describe_tags()["Tags"] == []
