"""Terraform and the provider alone in a directory that is the root of their file system."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from acceptance.support.terraform import REQUIRED_PROVIDERS, SOURCE, Terraform, terraform_command
from support.binaries import BINARY_NAME

_COMMAND_LINE = f"""
disable_checkpoint = true
provider_installation {{
  dev_overrides {{
    "{SOURCE}" = "/bin"
  }}
}}
"""

# Everything is mounted anew within the namespace, so that nothing is left behind.
_READ_ONLY = """
set -e
mount --make-rprivate /
for each in "$1" "$1/work" "$1/tmp"; do mount --bind "$each" "$each"; done
mount -o remount,bind,ro "$1"
shift
exec "$@"
"""


class ContainedTerraform(Terraform):
    """Terraform in an otherwise empty root at `directory`: no shell, no /proc, no /dev, no libraries.

    The working directory is /work in it. Beside that, /tmp belongs to `user`, as whom everything runs.
    """

    def __init__(self, directory: Path, binary: Path, environment: Mapping[str, str], *, user: int = 0) -> None:
        self.root = directory
        self._read_only = False
        self._user = user
        self.directory = directory / "work"
        self.environment = {**environment, "TF_CLI_CONFIG_FILE": "/work/.terraformrc", "CHECKPOINT_DISABLE": "1"}
        for folder in ("bin", "etc", "tmp", "work"):
            (directory / folder).mkdir(parents=True)
        shutil.copy(terraform_command(), directory / "bin" / "terraform")
        shutil.copy(binary, directory / "bin" / BINARY_NAME)
        (self.directory / ".terraformrc").write_text(_COMMAND_LINE)
        (self.directory / "provider.tf").write_text(REQUIRED_PROVIDERS)
        for writable in ("tmp", "work"):
            os.chown(directory / writable, user, user)

    def make_read_only(self) -> None:
        """From now on nothing can be written but in /work and /tmp."""
        self._read_only = True

    def put(self, path: str, content: str) -> None:
        """A file in it, by its absolute path there."""
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)

    def popen(self, arguments: Sequence[str]) -> subprocess.Popen[str]:
        inside = ["chroot", f"--userspec={self._user}:{self._user}", str(self.root)]
        command = [*inside, "/bin/terraform", "-chdir=/work", *arguments]
        if self._read_only:
            command = ["unshare", "--mount", "sh", "-c", _READ_ONLY, "read-only", str(self.root), *command]
        return subprocess.Popen(
            command,
            env={"PATH": os.environ["PATH"], **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
