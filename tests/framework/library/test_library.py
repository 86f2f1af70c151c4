"""The framework as others take it: installed, found by CMake and pkg-config, and described by a guide that is true."""

import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest

from acceptance.support.terraform import terraform_command
from support.binaries import BUILD, REPOSITORY, clean_environment

HEADERS = sorted((REPOSITORY / "include" / "tfprovider").glob("*.h"))
GUIDE = REPOSITORY / "docs" / "framework"
PAGES = sorted(page for page in GUIDE.glob("*.md") if page.name != "CHANGELOG.md")
CPP_PROVIDER = REPOSITORY / "tests" / "framework" / "library" / "provider.cpp"
NOTES = REPOSITORY / "examples" / "framework" / "notes"
WARNINGS = ["-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Wstrict-prototypes", "-Wvla", "-Werror"]
COMMAND_LIMIT_SECONDS = 180


def run(*command: str | Path, **environment: str) -> str:
    """Runs a command that has to succeed, and returns its output."""
    done = subprocess.run(
        [str(part) for part in command],
        env=clean_environment(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=COMMAND_LIMIT_SECONDS,
    )
    assert done.returncode == 0, f"{shlex.join(done.args)}: exit status {done.returncode}\n{done.stdout}"
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the framework was installed to."""
    prefix = tmp_path_factory.mktemp("installed")
    run("cmake", "--install", BUILD, "--component", "framework", "--prefix", prefix)
    return prefix


def build(source: Path, directory: Path, prefix: Path) -> None:
    """Builds a provider's CMake project against the installed framework."""
    options = ["-DCMAKE_BUILD_TYPE=Debug", f"-DCMAKE_PREFIX_PATH={prefix}"]
    run("cmake", "-S", source, "-B", directory, "-G", "Ninja", *options)
    run("cmake", "--build", directory)


def library(prefix: Path) -> Path:
    """The directory that the library is in, which distributions name differently."""
    (found,) = prefix.rglob("libtfprovider.so")
    return found.parent


def declared() -> set[str]:
    """The functions and variables of the public headers."""
    names: set[str] = set()
    for header in HEADERS:
        text = header.read_text()
        names.update(re.findall(r"^(?!typedef|static|#)\w[\w *]*?\b(tf_\w+)\(", text, re.MULTILINE))
        for variables in re.findall(r"^extern const \w+ ([^;]+);", text, re.MULTILINE):
            names.update(variables.replace(",", " ").split())
    return names


@pytest.mark.parametrize(("kind", "option"), [("so", "--dynamic"), ("a", "--extern-only")])
def test_the_libraries_export_what_the_headers_declare(installed: Path, kind: str, option: str) -> None:
    symbols = run("nm", option, "--defined-only", library(installed) / f"libtfprovider.{kind}")
    assert set(re.findall(r"^\w+ \w (\w+)", symbols, re.MULTILINE)) == declared()


def test_the_library_needs_what_its_package_says(installed: Path) -> None:
    directory = library(installed)
    packages = re.findall(
        r"[\w.-]+", (directory / "pkgconfig" / "tfprovider.pc").read_text().split("Requires.private:")[1]
    )
    offered = {package: set(re.findall(r"-l(\S+)", run("pkg-config", "--libs", package))) for package in packages}
    found = run("readelf", "--dynamic", directory / "libtfprovider.so")
    needed = set(re.findall(r"\(NEEDED\).*\[lib(\S+)\.so", found)) - {
        "c",
        "m",
        "pthread",
        "gcc_s",
        "asan",
        "ubsan",
        "tsan",
    }
    assert needed - set().union(*offered.values()) == set(), "needed, but in no package"
    assert [package for package, libraries in offered.items() if not needed & libraries] == [], "not needed"


def test_the_conformance_provider_builds_against_the_installed_framework(installed: Path, tmp_path: Path) -> None:
    build(REPOSITORY / "tests" / "framework" / "conformance", tmp_path, installed)
    assert run(tmp_path / "terraform-provider-framework", "--version").startswith("terraform-provider-framework ")


def test_the_notes_work_with_terraform(installed: Path, tmp_path: Path) -> None:
    build(NOTES, tmp_path, installed)
    run("ctest", "--test-dir", tmp_path, "--output-on-failure", TERRAFORM=terraform_command())


def test_the_notes_build_by_pkg_config(installed: Path, tmp_path: Path) -> None:
    libraries = library(installed)
    flags = run("pkg-config", "--cflags", "--libs", "tfprovider", PKG_CONFIG_PATH=str(libraries / "pkgconfig"))
    binary = tmp_path / "terraform-provider-notes"
    run("cc", "-std=c17", '-DNOTES_VERSION="0.1.0"', *sorted(NOTES.glob("*.c")), "-o", binary, *shlex.split(flags))
    assert run(binary, "--version", LD_LIBRARY_PATH=str(libraries)) == "terraform-provider-notes 0.1.0\n"


LANGUAGES = {
    "C17": ["cc", "-std=c17", *WARNINGS, "-Wpedantic"],
    "C++20": ["c++", "-std=c++20", "-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Werror"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_header_stands_alone(language: str, tmp_path: Path) -> None:
    sources = [tmp_path / f"{header.stem}.{'c' if language == 'C17' else 'cpp'}" for header in HEADERS]
    for source in sources:
        source.write_text(f"#include <tfprovider/{source.stem}.h>\nextern int alone;\n")
    run(*LANGUAGES[language], "-fsyntax-only", f"-I{REPOSITORY}/include", *sources)


def test_a_provider_in_cpp_works(installed: Path, tmp_path: Path) -> None:
    """Every macro of the headers makes of C++ what it makes of C, and functions in C++ are called."""
    libraries = library(installed)
    flags = run("pkg-config", "--cflags", "--libs", "tfprovider", PKG_CONFIG_PATH=str(libraries / "pkgconfig"))
    binary = tmp_path / "terraform-provider-cpp"
    # What a table leaves out is zero, in C++ as well.
    options = [*LANGUAGES["C++20"], "-Wno-missing-field-initializers"]
    run(*options, CPP_PROVIDER, "-o", binary, *shlex.split(flags))
    run(binary, "test", LD_LIBRARY_PATH=str(libraries))
    described = json.loads(run(binary, "--describe", LD_LIBRARY_PATH=str(libraries)))["provider_schemas"]
    schemas = described["registry.terraform.io/test/cpp"]
    server = schemas["resource_schemas"]["cpp_server"]
    assert (server["version"], server["block"]["description"]) == (1, "A server.")
    attributes, blocks = server["block"]["attributes"], server["block"]["block_types"]
    assert len(attributes) + len(blocks) == 16
    assert attributes["name"]["validators"][0] == "One of `small`, `large`."
    assert attributes["routes"]["nested_type"]["attributes"]["port"]["default"] == "443"
    assert list(blocks["timeouts"]["block"]["attributes"]) == ["create", "delete"]
    assert schemas["functions"]["join"]["return_type"] == "string"


OTHER_LAYOUT = """
#include <tfprovider/provider.h>
#undef TFPROVIDER_ABI
#define TFPROVIDER_ABI 999
int main(int argc, char **argv)
{
    static const tf_provider provider = { .address = "registry.terraform.io/test/test", .version = "1.0.0" };
    return tf_serve(&provider, argc, argv);
}
"""


def test_a_provider_of_another_layout_is_refused_with_both_numbers(installed: Path, tmp_path: Path) -> None:
    libraries = library(installed)
    source = tmp_path / "other.c"
    source.write_text(OTHER_LAYOUT)
    flags = run("pkg-config", "--cflags", "--libs", "tfprovider", PKG_CONFIG_PATH=str(libraries / "pkgconfig"))
    run("cc", "-std=c17", source, "-o", tmp_path / "other", *shlex.split(flags))
    done = subprocess.run(
        [tmp_path / "other", "--version"],
        env=clean_environment({"LD_LIBRARY_PATH": str(libraries)}),
        capture_output=True,
        text=True,
        timeout=COMMAND_LIMIT_SECONDS,
    )
    abi = re.search(r"define TFPROVIDER_ABI (\d+)", (REPOSITORY / "include/tfprovider/version.h").read_text())[1]
    assert done.returncode == 1 and done.stdout == ""
    assert "(ABI 999;" in done.stderr and f"(ABI {abi};" in done.stderr


def test_the_name_of_the_shared_library_has_the_minor_version(installed: Path) -> None:
    version = re.search(r'TFPROVIDER_VERSION "(\d+\.\d+)', (installed / "include/tfprovider/version.h").read_text())[1]
    found = run("readelf", "--dynamic", library(installed) / "libtfprovider.so")
    assert f"[libtfprovider.so.{version}]" in found


def test_the_framework_builds_alone(tmp_path: Path) -> None:
    """Without this repository's provider, and with nothing that only the provider needs."""
    options = ["-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_C_COMPILER_LAUNCHER=ccache" if which("ccache") else "-UNOTHING"]
    run("cmake", "-S", REPOSITORY / "provider" / "framework", "-B", tmp_path / "build", "-G", "Ninja", *options)
    run("cmake", "--build", tmp_path / "build", "--target", "tfprovider_shared", "tfprovider_static")
    run("cmake", "--install", tmp_path / "build", "--component", "framework", "--prefix", tmp_path / "installed")
    cache = (tmp_path / "build" / "CMakeCache.txt").read_text()
    assert not re.search(r"^(JANSSON|CURL|EXPAT|INIH)_", cache, re.MULTILINE)


def blocks(page: Path) -> Iterator[tuple[str, str, str]]:
    """The fenced blocks of a page: the file that the line above names or "", language, text."""
    yield from re.findall(r"(?:^`(\S+)`\n\n)?^```(\w+)\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL)


def test_the_tutorial_shows_its_example() -> None:
    shown = {}
    for file, _, text in blocks(GUIDE / "tutorial.md"):
        if file:
            assert text in (NOTES / file).read_text(), f"not in {file}:\n{text}"
            shown[file] = shown.get(file, 0) + len(text)
    files = {str(path.relative_to(NOTES)): path.stat().st_size for path in NOTES.rglob("*") if path.is_file()}
    incomplete = {file for file, size in files.items() if shown.get(file, 0) < size // 2}
    assert not incomplete, "the tutorial leaves out most of these"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_true(page: Path, installed: Path, tmp_path: Path) -> None:
    """Its C compiles, all blocks together as one file, and its links lead somewhere."""
    source = tmp_path / "snippets.c"
    source.write_text("\n".join(text for file, language, text in blocks(page) if language == "c" and not file))
    run("cc", "-std=c17", "-D_GNU_SOURCE", *WARNINGS, "-Wno-unused", "-fsyntax-only", f"-I{installed}/include", source)
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_guide_leads_to_every_page() -> None:
    index = (GUIDE / "index.md").read_text()
    assert [page.name for page in PAGES if page.name != "index.md" and f"({page.name})" not in index] == []


def test_the_reference_is_made_without_warnings(tmp_path: Path) -> None:
    settings = tmp_path / "Doxyfile"
    settings.write_text((GUIDE / "Doxyfile").read_text() + f"OUTPUT_DIRECTORY = {tmp_path}\n")
    done = subprocess.run(
        ["doxygen", settings], cwd=REPOSITORY, capture_output=True, text=True, timeout=COMMAND_LIMIT_SECONDS
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "tf_resource" in (tmp_path / "annotated.html").read_text()
