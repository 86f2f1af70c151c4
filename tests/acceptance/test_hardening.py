"""What is built says by itself how it was hardened: these tests read it off the files."""

import re
import subprocess
from pathlib import Path

import pytest

from support.binaries import BUILD, provider_binary

LIMIT_SECONDS = 60
COMPILED_WITH = {"-fstack-protector-strong", "-fstack-clash-protection"}
BRANCHES = {"-fcf-protection=full", "-mbranch-protection=standard"}


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


def test_nothing_is_written_after_it_was_linked_and_nothing_executed_on_the_stack(built: Path) -> None:
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
