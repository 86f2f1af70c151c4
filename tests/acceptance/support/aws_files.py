"""A home directory with AWS's shared files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sandbox.signing_proxy import ACCESS_KEY_ID, SECRET_ACCESS_KEY

KEYS = f"aws_access_key_id = {ACCESS_KEY_ID}\naws_secret_access_key = {SECRET_ACCESS_KEY}\n"


@dataclass(frozen=True)
class AwsHome:
    """The directory that HOME names."""

    directory: Path

    @classmethod
    def make(cls, directory: Path, config: str = "", credentials: str = "") -> Self:
        """Writes the two files, each unless it is empty."""
        files = directory / ".aws"
        files.mkdir(parents=True, exist_ok=True)
        for name, text in (("config", config), ("credentials", credentials)):
            if text:
                (files / name).write_text(text)
        return cls(directory)

    @property
    def environment(self) -> dict[str, str]:
        """What makes the provider read them."""
        return {"HOME": str(self.directory)}
