#!/usr/bin/env python3
"""Holds every configuration that is shown, in examples/ and modules/, to what Terraform itself says of it.

Usage: scripts/check_examples.py [--build DIRECTORY]

Layout by `terraform fmt`, then `terraform validate`: the small ones, which the registry shows one by one, beside
examples/provider/provider.tf, the others as they are. What is for a newer Terraform than the one at hand, or needs a
provider that is not here, is laid out, and parsed where it can be, but not validated, which is said.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
EXAMPLES = REPOSITORY / "examples"
PROVIDER = EXAMPLES / "provider" / "provider.tf"
SOURCE = "langgraph-community/langgraph"
# What the registry shows, by the file that is shown; the first Terraform that reads it.
SHOWN = {
    "resource.tf": (1, 5),
    "import-by-string-id.tf": (1, 5),
    "import-by-identity.tf": (1, 12),
    "data-source.tf": (1, 5),
    "function.tf": (1, 8),
    "action.tf": (1, 14),
}

Configuration = tuple[Path, list[Path], tuple[int, int]]


def configurations() -> Iterator[Configuration]:
    """What is validated: where it is, its files, and the first Terraform that can."""
    yield PROVIDER, [PROVIDER], (1, 5)
    for name, since in SHOWN.items():
        for file in sorted(EXAMPLES.glob(f"*/*/{name}")):
            beside = [file.parent / "resource.tf"] if name.startswith("import") else []
            yield file, [PROVIDER, file, *beside], since
    for directory in [*sorted(EXAMPLES.glob("terraform/*/")), *sorted(REPOSITORY.glob("modules/*/"))]:
        yield directory, sorted(directory.glob("*.tf")), (1, 5)


def foreign_providers(files: list[Path]) -> set[str]:
    """The sources of providers that the files need beside this one."""
    text = "".join(file.read_text() for file in files)
    return set(re.findall(r'source\s*=\s*"([\w-]+/[\w-]+)"', text)) - {SOURCE}


def problem_of(terraform: str, command: str, files: list[Path], build: Path) -> str:
    """What the command says against the files together; empty where it is content."""
    with tempfile.TemporaryDirectory() as scratch:
        for file in files:
            shutil.copy(file, scratch)
        command_line = Path(scratch) / "terraformrc"
        command_line.write_text(f'provider_installation {{\n  dev_overrides {{\n    "{SOURCE}" = "{build}"\n  }}\n}}\n')
        environment = os.environ | {"TF_CLI_CONFIG_FILE": str(command_line)}
        done = subprocess.run(
            [terraform, command], cwd=scratch, env=environment, check=False, text=True, capture_output=True
        )
        return "" if done.returncode == 0 else done.stdout + done.stderr


def check(terraform: str, build: Path) -> bool:
    """Whether everything is as it should be; says what is not."""
    version = json.loads(subprocess.run([terraform, "version", "-json"], check=True, capture_output=True).stdout)
    own = tuple(map(int, version["terraform_version"].split(".")[:2]))
    roots = [directory for directory in (EXAMPLES, REPOSITORY / "modules") if directory.exists()]
    laid_out = [subprocess.run([terraform, "fmt", "-check", "-recursive", root], check=False) for root in roots]
    good = all(done.returncode == 0 for done in laid_out)
    for where, files, since in configurations():
        name = where.relative_to(REPOSITORY)
        if where.is_dir() and not any("required_version" in file.read_text() for file in files):
            print(f"{name} has no required_version")
            good = False
        if own < since:
            print(f"{name}: not validated, for Terraform {since[0]}.{since[1]}")
            continue
        foreign = foreign_providers(files)
        if foreign:
            print(f"{name}: parsed, but not validated, needs {', '.join(sorted(foreign))}")
        # `terraform providers` parses a configuration without any provider.
        problem = problem_of(terraform, "providers" if foreign else "validate", files, build)
        if problem:
            print(f"{name}:\n{problem}")
            good = False
    return good


def main() -> int:
    """Checks all of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, default=REPOSITORY / "build", help="where the provider was built")
    arguments = parser.parse_args()
    terraform = shutil.which("terraform") or shutil.which("tofu")
    if terraform is None:
        print("no terraform: the examples are left out")
        return 0
    return 0 if check(terraform, arguments.build.resolve()) else 1


if __name__ == "__main__":
    sys.exit(main())
