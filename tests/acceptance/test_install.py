"""What `make install` leaves behind, and that Terraform finds it there by itself."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from acceptance.support.terraform import Terraform
from sandbox.client import LocalAws, Network
from support.binaries import REPOSITORY, clean_environment

LIMIT_SECONDS = 60


def test_terraform_finds_what_was_installed(
    binary: Path, aws: LocalAws, network: Network, provider_block: Callable[..., str], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for _ in range(2):
        installed = subprocess.run(
            [REPOSITORY / "scripts" / "install", binary],
            env=clean_environment({"HOME": str(home)}),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=LIMIT_SECONDS,
        ).stdout
    files = sorted(path for path in home.rglob("*") if path.is_file())
    assert sorted(installed.splitlines()) == [f"installed {path}" for path in files]
    place = re.compile(
        r"\.terraform\.d/plugins/registry\.(opentofu\.org|terraform\.io)/langgraph-community/langgraph"
        r"/([0-9.]+)/linux_(amd64|arm64)/terraform-provider-langgraph_v\2"
    )
    assert [bool(place.fullmatch(str(path.relative_to(home)))) for path in files] == [True, True]
    commits = subprocess.run(
        ["git", "rev-list", "--count", "HEAD"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    ).stdout.strip()
    assert files[0].name.endswith(f".{commits}" if commits else "_v0.1.0")

    # No configuration of the command line: the block of the README, and `init`.
    terraform = Terraform(tmp_path / "terraform", None, {"HOME": str(home)})
    del terraform.environment["TF_CLI_CONFIG_FILE"]
    readme = (REPOSITORY / "README.md").read_text()
    block = re.search(r"```hcl\n(terraform \{\n.*?\n\})\n```", readme, re.DOTALL)
    assert block is not None
    resource = f'resource "langgraph_subnet_tag" "vpc" {{\n  vpc_id = "{network.vpc_id}"\n}}\n'
    terraform.write(f"{block[1]}\n{provider_block()}{resource}")
    assert "langgraph-community/langgraph v" in terraform.run("init", "-no-color", "-input=false")
    terraform.apply()
    terraform.assert_nothing_to_do()
    terraform.destroy()
    assert aws.client("ec2").describe_tags()["Tags"] == []


def test_install_says_what_a_lock_file_and_provider_installation_need(binary: Path, tmp_path: Path) -> None:
    def install() -> str:
        return subprocess.run(
            [REPOSITORY / "scripts" / "install", binary],
            env=clean_environment({"HOME": str(tmp_path)}),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=True,
            timeout=LIMIT_SECONDS,
        ).stderr

    assert install() == ""
    (tmp_path / ".terraformrc").write_text("provider_installation {\n  direct {}\n}\n")
    assert f'filesystem_mirror {{ path = "{tmp_path}/.terraform.d/plugins" }}' in install()
    for file in tmp_path.rglob("terraform-provider-langgraph_v*"):
        file.write_bytes(b"another build")
    assert "delete .terraform.lock.hcl" in install()
