#!/usr/bin/env python3
"""Says what a program of scripts/release is made of: an SPDX document, and the notices of all that was linked in.

What was linked is read off the linker's map. A library is a Debian package's, of the tree that was linked with or of
the machine's compiler, or was built from a source package that scripts/release_sources pins.
Usage: scripts/release_documents.py ARCHITECTURE VERSION SPDX-FILE NOTICES-FILE
"""

import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
NAME = "terraform-provider-langgraph"
HOME_PAGE = "https://github.com/langgraph-community/terraform-provider-langgraph"
COMMON_LICENCES = Path("/usr/share/common-licenses")


@dataclass(frozen=True, order=True)
class Part:
    """A package that something was linked from."""

    name: str
    version: str
    architecture: str
    sha256: str
    copyright_file: Path

    @cached_property
    def copyright(self) -> str:
        return self.copyright_file.read_text(errors="replace").strip()

    @property
    def licences(self) -> list[str]:
        """The names of licences in a copyright file of Debian's machine-readable form."""
        return sorted(set(re.findall(r"^License: *(\S.*)$", self.copyright, re.MULTILINE)))


class Linked:
    """What one program was linked from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sysroot = folder / "sysroot"
        self._owners: dict[str, Path] = {}
        for listing in (self._sysroot / "packages").glob("*.files"):
            for path in listing.read_text().splitlines():
                self._owners[path.removeprefix(".").replace("/lib/", "/usr/lib/", path.startswith("./lib/"))] = listing

    def parts(self) -> list[Part]:
        """The packages, each once."""
        return sorted({self._part_of(path) for path in self._libraries()})

    def _libraries(self) -> set[Path]:
        """Archives and objects that gave the program at least one byte."""
        told = (self._folder / "provider" / "map").read_text(errors="replace")
        used = re.findall(
            r"^ \S*\s+0x[0-9a-f]+\s+0x0*[1-9a-f][0-9a-f]*\s+(/\S+?\.[ao])(?:\(\S+\))?$", told, re.MULTILINE
        )
        # What link-time optimisation made of our own code is in files of a while.
        return {Path(os.path.normpath(path)) for path in used if not path.endswith(".ltrans.o")}

    def _part_of(self, library: Path) -> Part:
        if not library.is_relative_to(self._sysroot):
            return self._of_compiler(library)
        place = "/" + str(library.relative_to(self._sysroot))
        listing = self._owners.get(re.sub("^/lib/", "/usr/lib/", place))
        return self._of_source(library) if listing is None else self._of_package(listing)

    def _of_package(self, listing: Path) -> Part:
        control = listing.with_suffix(".control").read_text()
        fields = dict(re.findall(r"^(\S+): (.*)$", control, re.MULTILINE))
        name = fields["Package"]
        return Part(
            name,
            fields["Version"],
            fields["Architecture"],
            listing.with_suffix(".sha256").read_text().strip(),
            copyright_of(self._sysroot, name),
        )

    def _of_compiler(self, library: Path) -> Part:
        owner = subprocess.run(["dpkg", "-S", library], capture_output=True, text=True, check=True).stdout
        name = owner.split(": ")[0]
        shown = subprocess.run(
            ["dpkg-query", "-W", "-f", "${Package} ${Version} ${Architecture}", name],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        return Part(*shown, "", copyright_of(Path("/"), shown[0]))

    def _of_source(self, library: Path) -> Part:
        for line in (REPOSITORY / "scripts" / "release_sources").read_text().splitlines():
            name, version, sha256 = (line.split() * 3)[:3]
            if library.stem == f"lib{name}":
                return Part(name, version, "source", sha256, self._folder / name / "debian" / "copyright")
        raise SystemExit(f"{library} is of no package, and of no source in scripts/release_sources")


def copyright_of(root: Path, package: str) -> Path:
    """A package's copyright file, whose folder may be a link to that of another package."""
    folder = root / "usr/share/doc" / package
    if folder.is_symlink():
        folder = root / "usr/share/doc" / folder.readlink().name
    return folder / "copyright"


def spdx_package(part: Part) -> dict[str, Any]:
    """A package of the SPDX document."""
    kind = "pkg:deb/debian/{}@{}?arch={}".format(
        part.name, part.version.replace("+", "%2B").replace("~", "%7E"), part.architecture
    )
    package = {
        "SPDXID": identifier(part),
        "name": part.name,
        "versionInfo": part.version,
        "supplier": "Organization: Debian",
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": "NOASSERTION",
        "licenseComments": "Licences that Debian's copyright file names: "
        + (", ".join(part.licences) or "see the notices"),
        "copyrightText": "NOASSERTION",
        "externalRefs": [
            {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": kind},
        ],
    }
    if part.sha256:
        package["checksums"] = [{"algorithm": "SHA256", "checksumValue": part.sha256}]
    return package


def identifier(part: Part) -> str:
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", f"{part.name}-{part.architecture}")


def spdx_document(parts: list[Part], binary: Path, architecture: str, version: str) -> dict[str, Any]:
    """The whole SPDX document, the same for the same program."""
    sha256 = hashlib.sha256(binary.read_bytes()).hexdigest()
    made = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.UTC)
    program = {
        "SPDXID": "SPDXRef-program",
        "name": NAME,
        "versionInfo": version,
        "supplier": "NOASSERTION",
        "downloadLocation": f"{HOME_PAGE}/releases/tag/v{version}",
        "filesAnalyzed": False,
        "licenseConcluded": "Apache-2.0",
        "licenseDeclared": "Apache-2.0",
        "copyrightText": "NOASSERTION",
        "primaryPackagePurpose": "APPLICATION",
        "checksums": [{"algorithm": "SHA256", "checksumValue": sha256}],
    }
    relations = [("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-program")]
    relations += [("SPDXRef-program", "STATIC_LINK", identifier(part)) for part in parts]
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"{NAME}_{version}_linux_{architecture}",
        "documentNamespace": f"{HOME_PAGE}/spdx/{version}/linux_{architecture}/{sha256}",
        "creationInfo": {
            "created": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "creators": ["Tool: scripts/release_documents.py"],
        },
        "packages": [program, *map(spdx_package, parts)],
        "relationships": [
            {"spdxElementId": element, "relationshipType": kind, "relatedSpdxElement": other}
            for element, kind, other in relations
        ],
    }


def notices(parts: list[Part]) -> str:
    """The copyright files, those of several packages once, and the licences that they only refer to."""
    packages: dict[str, list[str]] = {}
    for part in parts:
        packages.setdefault(part.copyright, []).append(f"{part.name} {part.version}")
    rule = "=" * 100
    text = (
        f"What is linked into {NAME}, and under which licences. The sources are Debian's: https://sources.debian.org\n"
    )
    for copyright_text, names in packages.items():
        text += f"\n{rule}\n{', '.join(names)}\n{rule}\n\n{copyright_text}\n"
    referred = {name.rstrip(".") for name in re.findall(r"/usr/share/common-licenses/([\w.+-]+)", text)}
    for name in sorted(referred):
        licence = COMMON_LICENCES / name
        if licence.exists():
            text += f"\n{rule}\n{licence}\n{rule}\n\n{licence.read_text(errors='replace').strip()}\n"
    return text


def main() -> None:
    if len(sys.argv) != 5:
        raise SystemExit(__doc__)
    architecture, version, spdx_file, notices_file = sys.argv[1:]
    folder = REPOSITORY / "build" / "release" / architecture
    parts = Linked(folder).parts()
    document = spdx_document(parts, folder / NAME, architecture, version)
    Path(spdx_file).write_text(json.dumps(document, indent=2) + "\n")
    Path(notices_file).write_text(notices(parts))


if __name__ == "__main__":
    main()
