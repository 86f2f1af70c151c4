"""What is built says by itself how it was hardened: these tests read it off the files."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.binaries import BINARY_NAME, BUILD, REPOSITORY, provider_binary

LIMIT_SECONDS = 60
COMPILED_WITH = {"-fstack-protector-strong", "-fstack-clash-protection"}
BRANCHES = {"-fcf-protection=full", "-mbranch-protection=standard"}
TRIPLETS = {"amd64": "x86_64-linux-gnu", "arm64": "aarch64-linux-gnu"}
# Where a branch may land, or the return address is signed: the first instruction of each of our functions.
GUARDED_ENTRY = {"amd64": "endbr64", "arm64": "paciasp"}
# What Debian compiled.
LIBRARIES = ("libcrypto", "libssl", "libgrpc", "libnghttp2", "libcares", "libjansson", "libexpat", "libmsgpackc")
RELEASES = REPOSITORY / "build" / "release"


def readelf(file: Path, *options: str) -> str:
    return subprocess.run(
        ["readelf", "--wide", *options, file], capture_output=True, text=True, check=True, timeout=LIMIT_SECONDS
    ).stdout


def compilations(file: Path) -> list[set[str]]:
    """The options that GCC was called with, one set for each way in which something in the file was compiled."""
    told = readelf(file, "--string-dump=.GCC.command.line")
    return [set(line.split()) for line in re.findall(r"\] +(GNU C.*)", told)]


@pytest.fixture(params=["terraform-provider-langgraph", "terraform-provider-framework", "lib/libtfprovider.so"])
def built(request: pytest.FixtureRequest) -> Path:
    file = provider_binary() if request.param == "terraform-provider-langgraph" else BUILD / request.param
    if re.search(r"__[at]san_init", readelf(file, "--symbols")):
        pytest.skip("a build with sanitizers, which are guards of their own")
    return file


def test_stack_and_branches_are_guarded(built: Path) -> None:
    assert compilations(built)
    for options in compilations(built):
        assert options >= COMPILED_WITH
        assert options & BRANCHES
    symbols = readelf(built, "--symbols")
    assert "__stack_chk_fail" in symbols
    assert re.search(r"__(mem|str|f?printf|snprintf|vsnprintf|read|poll)\w*_chk", symbols), "no _FORTIFY_SOURCE"


def assert_sealed(built: Path) -> None:
    """Nothing is written after it was linked, nothing executed on the stack, and it is nowhere at a fixed address."""
    assert "Type: DYN" in re.sub(r" +", " ", readelf(built, "--file-header"))
    segments = readelf(built, "--program-headers")
    assert re.search(r"GNU_RELRO", segments)
    assert re.search(r"GNU_STACK.* RW +0x", segments)
    assert not re.search(r"LOAD.* RWE ", segments)
    flags = readelf(built, "--dynamic")
    assert re.search(r"\(FLAGS\) +.*BIND_NOW", flags)
    assert re.search(r"\(FLAGS_1\) +Flags: NOW", flags)
    assert "TEXTREL" not in flags
    assert built.suffix == ".so" or re.search(r"\(FLAGS_1\) .*PIE", flags)


def test_nothing_is_written_after_it_was_linked_and_nothing_executed_on_the_stack(built: Path) -> None:
    assert_sealed(built)


@dataclass(frozen=True)
class Release:
    """What `make release` made for one architecture."""

    architecture: str

    @property
    def folder(self) -> Path:
        return RELEASES / self.architecture

    @property
    def program(self) -> Path:
        return self.folder / BINARY_NAME

    def library(self, name: str) -> Path:
        """A static library that was linked."""
        return self.folder / "sysroot" / "usr" / "lib" / TRIPLETS[self.architecture] / f"{name}.a"

    def instructions(self, function: str) -> str:
        """A function of ours, as link-time optimisation left it."""
        command = [f"{TRIPLETS[self.architecture]}-objdump", f"--disassemble={function}"]
        unstripped = self.folder / "provider" / BINARY_NAME
        return subprocess.run(
            [*command, unstripped], capture_output=True, text=True, check=True, timeout=LIMIT_SECONDS
        ).stdout


@pytest.fixture(params=TRIPLETS)
def release(request: pytest.FixtureRequest) -> Release:
    made = Release(request.param)
    if not made.program.exists():
        pytest.skip(f"no release for {request.param} has been built: make release")
    return made


def test_a_release_is_sealed(release: Release) -> None:
    assert_sealed(release.program)


@pytest.mark.parametrize("function", ["main", "tf_format"])
def test_functions_of_a_release_are_guarded(function: str, release: Release) -> None:
    instructions = release.instructions(function)
    assert GUARDED_ENTRY[release.architecture] in instructions
    assert "<__stack_chk_fail>" in instructions


def test_libcurl_of_a_release_is_compiled_as_we_are(release: Release) -> None:
    libcurl = release.library("libcurl")
    assert compilations(libcurl)
    for options in compilations(libcurl):
        assert options >= COMPILED_WITH
        assert options & BRANCHES
    assert re.search(r"__\w+_chk\b", readelf(libcurl, "--symbols")), "no _FORTIFY_SOURCE"


@pytest.mark.parametrize("name", LIBRARIES)
def test_libraries_of_a_release_are_guarded(name: str, release: Release) -> None:
    symbols = readelf(release.library(name), "--symbols")
    assert "__stack_chk_fail" in symbols
    assert re.search(r"UND __\w+_chk\b", symbols), "no _FORTIFY_SOURCE"
