"""What `make release` packs, as a registry offers it and Terraform checks it."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from acceptance.support.clients import Client, clients_that_know
from acceptance.support.registry import Registry
from acceptance.support.terraform import SOURCE, Terraform, TerraformError
from acceptance.support.tls import TlsFront
from support.binaries import BINARY_NAME, REPOSITORY, clean_environment

RELEASES = sorted(path.parent.name for path in (REPOSITORY / "build" / "release").glob(f"*/{BINARY_NAME}"))
REGISTRY = "registry.example.test"
LIMIT_SECONDS = 60
BUILD_LIMIT_SECONDS = 600
NO_GO = 75
LINKED = {"curl", "libgrpc-dev", "libssl-dev", "libc-ares-dev", "libnghttp2-dev", "libprotobuf-c-dev", "libc6-dev"}

pytestmark = [
    pytest.mark.skipif(not RELEASES, reason="no release has been built: make release"),
    pytest.mark.skipif(shutil.which("gpg") is None, reason="no gpg to sign with"),
]


@dataclass(frozen=True)
class Key:
    """A key that signs for as long as the tests run."""

    home: Path
    fingerprint: str
    public: str

    def package(self, directory: Path) -> Path:
        """Packs what was built, and signs it."""
        environment = {"GNUPGHOME": str(self.home), "GPG_KEY": self.fingerprint, "PACKAGE_DIRECTORY": str(directory)}
        subprocess.run(
            [REPOSITORY / "scripts" / "package", *RELEASES],
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            check=True,
            timeout=LIMIT_SECONDS,
        )
        return directory


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Key:
    home = tmp_path_factory.mktemp("gpg")
    home.chmod(0o700)

    def gpg(*arguments: str) -> str:
        return subprocess.run(
            ["gpg", "--batch", "--quiet", "--homedir", home, *arguments],
            capture_output=True,
            text=True,
            check=True,
            timeout=LIMIT_SECONDS,
        ).stdout

    gpg("--passphrase", "", "--quick-generate-key", "release@example.test", "rsa3072", "sign", "1d")
    listed = gpg("--list-keys", "--with-colons")
    fingerprint = next(line.split(":")[9] for line in listed.splitlines() if line.startswith("fpr"))
    return Key(home, fingerprint, gpg("--armor", "--export", fingerprint))


@pytest.fixture(scope="module")
def packages(key: Key, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return key.package(tmp_path_factory.mktemp("packages") / "dist")


@pytest.fixture
def of_registry(tmp_path: Path) -> Callable[[Registry], Terraform]:
    """Terraform that gets the provider from that registry, or nowhere."""

    def make(registry: Registry) -> Terraform:
        terraform = Terraform(tmp_path / "terraform", None)
        Path(terraform.environment["TF_CLI_CONFIG_FILE"]).write_text(
            "disable_checkpoint = true\n"
            f'host "{REGISTRY}" {{\n  services = {{\n    "providers.v1" = "{registry.address}/v1/"\n  }}\n}}\n'
        )
        source = f"{REGISTRY}/{SOURCE}"
        return terraform.write(
            f'terraform {{\n  required_providers {{\n    langgraph = {{ source = "{source}" }}\n  }}\n}}\n'
            'resource "langgraph_subnet_tag" "vpc" {\n  vpc_id = "vpc-0a1b2c3d4e5f60718"\n}\n'
        )

    return make


def test_terraform_installs_what_a_registry_offers_and_checks_the_signature(
    packages: Path, key: Key, of_registry: Callable[[Registry], Terraform], tmp_path: Path
) -> None:
    with Registry(packages, SOURCE, key.public, key.fingerprint[-16:]) as registry:
        terraform = of_registry(registry)
        assert f"self-signed, key ID {key.fingerprint[-16:]}" in terraform.run("init", "-no-color")
        terraform.validate()
        platforms = [f"-platform=linux_{architecture}" for architecture in RELEASES]
        terraform.run("providers", "lock", "-no-color", *platforms)
        terraform.run("providers", "mirror", *platforms, str(tmp_path / "mirror"))
    assert len(list((tmp_path / "mirror").rglob("*.zip"))) == len(RELEASES)


def test_terraform_refuses_sums_that_were_changed_after_they_were_signed(
    packages: Path, key: Key, of_registry: Callable[[Registry], Terraform], tmp_path: Path
) -> None:
    changed = shutil.copytree(packages, tmp_path / "changed")
    for package in changed.glob("*.zip"):
        with zipfile.ZipFile(package, "a") as archive:
            archive.writestr("more", "than was signed")
    for sums in changed.glob("*_SHA256SUMS"):
        names = [line.split()[1] for line in sums.read_text().splitlines()]
        hashes = [hashlib.sha256((changed / name).read_bytes()).hexdigest() for name in names]
        sums.write_text("".join(f"{sha256}  {name}\n" for sha256, name in zip(hashes, names, strict=True)))
    with (
        Registry(changed, SOURCE, key.public, key.fingerprint[-16:]) as registry,
        pytest.raises(TerraformError, match=r"(?s)invalid.*signature"),
    ):
        of_registry(registry).run("init", "-no-color")


def recipe(heading: str, language: str) -> str:
    """The block of that language below a heading of the guide."""
    _, found, below = (REPOSITORY / "docs" / "guides" / "installing.md").read_text().partition(f"\n## {heading}")
    assert found
    block = re.search(rf"```{language}\n(.*?)```", below, re.DOTALL)
    assert block is not None
    return block[1]


def test_the_guides_folder_of_zips_is_installed_from(packages: Path, tmp_path: Path) -> None:
    mirror = tmp_path / "mirror" / "registry.terraform.io" / SOURCE
    mirror.mkdir(parents=True)
    for package in packages.glob("*.zip"):
        shutil.copy(package, mirror)
    terraform = Terraform(tmp_path / "terraform", "")
    configuration = recipe("A folder", "hcl").replace("/srv/terraform", str(tmp_path / "mirror"))
    Path(terraform.environment["TF_CLI_CONFIG_FILE"]).write_text(configuration)
    assert "Installed langgraph-community/langgraph v" in terraform.run("init", "-no-color")
    terraform.validate()


def go_tool(name: str) -> str:
    """A program in Go, which is built where it has not been."""
    made = subprocess.run(
        [REPOSITORY / "scripts" / "go_tool", name], capture_output=True, text=True, timeout=BUILD_LIMIT_SECONDS
    )
    if made.returncode == NO_GO:
        pytest.skip(made.stderr.strip())
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


@pytest.fixture
def oci_registry(tmp_path: Path) -> Iterator[TlsFront]:
    """An empty registry of images and other artifacts, behind TLS."""
    with subprocess.Popen([go_tool("registry"), "-port", "0"], stderr=subprocess.PIPE, text=True) as registry:
        try:
            assert registry.stderr is not None
            told = re.search(r"serving on port (\d+)", registry.stderr.readline())
            assert told is not None
            (tmp_path / "tls").mkdir()
            with TlsFront(f"http://127.0.0.1:{told[1]}", tmp_path / "tls") as front:
                yield front
        finally:
            registry.kill()


@pytest.mark.timeout(BUILD_LIMIT_SECONDS)
@pytest.mark.skipif(set(RELEASES) != {"amd64", "arm64"}, reason="the guide's recipe is for both architectures")
@pytest.mark.parametrize("client", clients_that_know("oci_mirror"))
def test_the_guides_oci_registry_is_installed_from(
    client: Client, packages: Path, oci_registry: TlsFront, tmp_path: Path
) -> None:
    def of_guide(language: str) -> str:
        block = recipe("An OCI registry", language)
        return block.replace("registry.example.com", oci_registry.address.removeprefix("https://"))

    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "oras").symlink_to(go_tool("oras"))
    trusted = {"SSL_CERT_FILE": str(oci_registry.ca_bundle)}
    subprocess.run(
        ["bash", "-euc", of_guide("sh")],
        cwd=shutil.copytree(packages, tmp_path / "dist"),
        env=clean_environment({"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", **trusted}),
        capture_output=True,
        check=True,
        timeout=LIMIT_SECONDS,
    )
    terraform = Terraform(tmp_path / "terraform", "", trusted, command=client.command)
    Path(terraform.environment["TF_CLI_CONFIG_FILE"]).write_text(of_guide("hcl"))
    assert "Installed langgraph-community/langgraph v" in terraform.run("init", "-no-color")
    terraform.validate()


def test_same_programs_are_packed_into_the_same_bytes(packages: Path, key: Key, tmp_path: Path) -> None:
    again = key.package(tmp_path / "again")
    files = sorted(path.name for path in packages.iterdir())
    assert sorted(path.name for path in again.iterdir()) == files
    for name in files:
        assert name.endswith(".sig") or (again / name).read_bytes() == (packages / name).read_bytes(), name


def test_packages_hold_the_program_its_parts_and_their_licences(packages: Path) -> None:
    (manifest,) = packages.glob("*_manifest.json")
    assert json.loads(manifest.read_text())["metadata"]["protocol_versions"] == ["6.0"]
    for package in packages.glob("*.zip"):
        with zipfile.ZipFile(package) as archive:
            (program,) = [entry for entry in archive.infolist() if entry.filename.startswith(BINARY_NAME)]
            assert program.external_attr >> 16 & 0o777 == 0o755
            notices = archive.read("THIRD_PARTY_NOTICES.txt").decode()
            sha256 = hashlib.sha256(archive.read(program)).hexdigest()
        document = json.loads(package.with_suffix(".spdx.json").read_text())
        parts = {part["name"]: part for part in document["packages"]}
        assert parts[BINARY_NAME]["checksums"] == [{"algorithm": "SHA256", "checksumValue": sha256}]
        assert parts.keys() >= LINKED | {BINARY_NAME}
        assert all(f"{name} {part['versionInfo']}" in notices for name, part in parts.items() if name != BINARY_NAME)
        identifiers = {part["SPDXID"] for part in document["packages"]} | {document["SPDXID"]}
        for relation in document["relationships"]:
            assert {relation["spdxElementId"], relation["relatedSpdxElement"]} <= identifiers


@pytest.mark.skipif("TF_RELEASE_TWICE" not in os.environ, reason="takes a minute or two: make test-release")
@pytest.mark.timeout(BUILD_LIMIT_SECONDS)
def test_another_folder_gives_the_same_program(tmp_path: Path) -> None:
    architecture = RELEASES[0]
    built = Path("build") / "release" / architecture
    other = tmp_path / "a-folder-of-another-name"
    tracked = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    for name in filter(lambda name: (REPOSITORY / name).exists(), tracked.splitlines()):
        (other / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, other / name)
    # What was downloaded need not be again.
    shutil.copytree(REPOSITORY / built / "apt" / "archives", other / built / "apt" / "archives")
    programs = []
    for folder, packages in ((REPOSITORY, tmp_path / "packages"), (other, tmp_path / "other-packages")):
        subprocess.run(
            [folder / "scripts" / "release", architecture],
            env={**os.environ, "SOURCE_DATE_EPOCH": "1767225600", "PACKAGE_DIRECTORY": str(packages)},
            stdout=subprocess.DEVNULL,
            check=True,
            timeout=BUILD_LIMIT_SECONDS,
        )
        programs.append((folder / built / BINARY_NAME).read_bytes())
        (package,) = packages.glob("*.zip")
        programs.append(package.read_bytes())
    assert programs[:2] == programs[2:], "other bytes"
    for path in (REPOSITORY, other):
        assert str(path).encode() not in programs[2]
