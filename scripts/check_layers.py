#!/usr/bin/env python3
"""Checks that layers include only their own headers and those of the layers that CMake links them to, and that neither
the provider nor its unit tests include the inside of the framework: <tfprovider/…> is what everybody's provider has.

Usage: scripts/check_layers.py
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
PROVIDER = REPOSITORY / "provider"
LAYER = re.compile(r'^add_layer\((\w+) "?([\w/.;]+)"?([^)]*)\)', re.MULTILINE)
INCLUDE = re.compile(r'^#include "([^"]+)"', re.MULTILINE)


def layers() -> dict[str, tuple[list[Path], set[str]]]:
    """Name → folders or sources, and the layers that it may include, itself among them."""
    found: dict[str, tuple[list[Path], set[str]]] = {}
    definitions = "".join((REPOSITORY / name).read_text() for name in ("cmake/Framework.cmake", "CMakeLists.txt"))
    for name, paths, linked in LAYER.findall(definitions):
        below = {name}
        for other in linked.split():
            if other in found:
                below |= found[other][1]
        found[name] = [REPOSITORY / path for path in paths.split(";")], below
    return found


def layer_of(file: Path, known: dict[str, tuple[list[Path], set[str]]]) -> str | None:
    """The layer that a source or header belongs to."""
    for name, (paths, _) in known.items():
        if any(file.is_relative_to(path) or file.with_suffix("") == path.with_suffix("") for path in paths):
            return name
    return None


def upward_includes() -> Iterator[str]:
    """Each include that leads out of the layers below."""
    known = layers()
    for file in sorted([*PROVIDER.rglob("*.c"), *PROVIDER.rglob("*.h")]):
        layer = layer_of(file, known)
        if layer is None:
            continue
        for included in INCLUDE.findall(file.read_text()):
            target = layer_of(PROVIDER / included, known)
            if target is not None and target not in known[layer][1]:
                yield f"{file.relative_to(REPOSITORY)} includes {included}: {layer} does not stand on {target}"


def private_includes() -> Iterator[str]:
    """Each include of the framework's inside by what is written on the framework."""
    framework = PROVIDER / "framework"
    users = [file for file in PROVIDER.rglob("*.[ch]") if not file.is_relative_to(framework)]
    for file in sorted([*users, *(REPOSITORY / "tests" / "provider" / "unit").rglob("*.[ch]")]):
        for included in INCLUDE.findall(file.read_text()):
            if included.startswith("framework/"):
                yield f"{file.relative_to(REPOSITORY)} includes {included}: write on <tfprovider/…>"


def main() -> int:
    """Prints what it found."""
    found = [*upward_includes(), *private_includes()]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
