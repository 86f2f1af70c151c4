#!/usr/bin/env python3
"""Writes the reference pages in docs/ from the provider's own tables, in the form of the Terraform Registry.

Usage: scripts/generate_docs.py [--check]    --check writes nothing and fails where a page is not current
"""

import argparse
import difflib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
DESCRIBER = REPOSITORY / "build" / "describe_provider"
EXAMPLES = REPOSITORY / "examples" / "terraform"
MODES = (("required", "Required"), ("optional", "Optional"), ("computed", "Read-Only"))

Attribute = dict[str, Any]


def sentence(check: dict[str, Any]) -> str:
    """A check in words."""
    if "one_of" in check:
        return "One of " + ", ".join(f"`{text}`" for text in check["one_of"]) + "."
    if "between" in check:
        return "From {} to {}.".format(*check["between"])
    return check["text"]


def attribute_line(attribute: Attribute, path: str) -> str:
    """The list item of one attribute."""
    marks = [attribute["type"]]
    marks += [words for name, words in (("sensitive", "Sensitive"), ("write_only", "Write-only")) if attribute[name]]
    if attribute["deprecated"]:
        marks.append("Deprecated")
    parts = [f"- `{attribute['name']}` ({', '.join(marks)}) {attribute['description']}"]
    parts += [sentence(check) for check in attribute["checks"]]
    if attribute["default"] is not None:
        parts.append(f"Default: `{attribute['default']}`.")
    if attribute["requires_replace"]:
        parts.append("A change replaces the resource.")
    if attribute["deprecated"]:
        parts.append(attribute["deprecated"])
    if attribute["attributes"] is not None:
        parts.append(f"(see [below for nested schema](#{anchor_of(attribute, path)}))")
    return " ".join(parts)


def anchor_of(attribute: Attribute, path: str) -> str:
    """Where the nested schema of the attribute, or block, in the schema at `path` is on the page."""
    kind = "nestedblock" if attribute["block"] else "nestedatt"
    return f"{kind}--{path.replace('.', '--')}{attribute['name']}"


def schema_lines(attributes: list[Attribute], path: str = "") -> Iterator[str]:
    """A schema: its attributes by mode, in order of their names, then what is nested in them."""
    for mode, title in MODES:
        chosen = sorted((a for a in attributes if a["mode"] == mode), key=lambda a: a["name"])
        if chosen:
            yield f"\n{title}:\n" if path else f"\n### {title}\n"
            for attribute in chosen:
                yield attribute_line(attribute, path)
    for attribute in sorted(attributes, key=lambda a: a["name"]):
        if attribute["attributes"] is not None:
            where = path + attribute["name"]
            yield f'\n<a id="{anchor_of(attribute, path)}"></a>\n### Nested Schema for `{where}`'
            yield from schema_lines(attribute["attributes"], where + ".")


def front_matter(title: str, description: str) -> list[str]:
    """What the registry reads of a page."""
    return ["---", f'page_title: "{title}"', 'subcategory: ""', "description: |-", f"  {description}", "---", ""]


def example(directory: str) -> list[str]:
    """An example of examples/terraform, which the acceptance tests apply; nothing where there is none."""
    path = EXAMPLES / directory / "main.tf"
    if not path.exists():
        return []
    return ["", "## Example Usage", "", "```terraform", path.read_text().rstrip(), "```"]


def import_section(name: str, import_id: str) -> list[str]:
    """How to import; `import_id` says what the id is, with examples in backticks."""
    by = import_id[0].lower() + import_id[1:].rstrip(".")
    example_id = import_id.split("`")[1]
    block = ["import {", f"  to = {name}.example", f'  id = "{example_id}"', "}"]
    command = f"terraform import {name}.example {example_id}"
    lines = ["", "## Import", "", f"Import by {by}.", "", "```terraform", *block, "```"]
    return [*lines, "", "Or:", "", "```shell", command, "```"]


def provider_page(provider: dict[str, Any]) -> str:
    """docs/index.md"""
    description = provider["description"]
    lines = front_matter("langgraph Provider", description)
    lines += ["# langgraph Provider", "", description]
    lines += example("byoc")
    lines += ["", "## Schema", *schema_lines(provider["attributes"])]
    return "\n".join(lines) + "\n"


def resource_page(resource: dict[str, Any]) -> str:
    """The page of a resource."""
    name, description = resource["name"], resource["description"]
    lines = front_matter(f"{name} Resource - langgraph", description)
    lines += [f"# {name} (Resource)", "", description]
    lines += example(name.removeprefix("langgraph_"))
    lines += ["", "## Schema", *schema_lines(resource["attributes"])]
    if resource["import_id"]:
        lines += import_section(name, resource["import_id"])
    return "\n".join(lines) + "\n"


def pages(provider: dict[str, Any]) -> dict[Path, str]:
    """Every generated page by its path."""
    documents = REPOSITORY / "docs"
    resources = {
        documents / "resources" / f"{resource['name'].removeprefix('langgraph_')}.md": resource_page(resource)
        for resource in provider["resources"]
    }
    return {documents / "index.md": provider_page(provider), **resources}


def difference(path: Path, wanted: str) -> str:
    """How the page on disk differs from what it should be; empty where it does not."""
    found = path.read_text() if path.exists() else ""
    name = str(path.relative_to(REPOSITORY))
    return "".join(
        difflib.unified_diff(found.splitlines(True), wanted.splitlines(True), name, f"{name} (from the tables)")
    )


def main() -> int:
    """Writes or checks all pages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, fail where a page is not current")
    parser.add_argument("--describer", type=Path, default=DESCRIBER, help="the program that prints the tables")
    arguments = parser.parse_args()

    described = subprocess.run([arguments.describer], check=True, capture_output=True, text=True).stdout
    wanted = pages(json.loads(described))
    known = {REPOSITORY / "docs" / "index.md", *(REPOSITORY / "docs" / "resources").glob("*.md")}
    differences = [difference(path, text) for path, text in wanted.items()]
    superfluous = sorted(known - wanted.keys())
    if arguments.check:
        sys.stdout.writelines(differences)
        sys.stdout.writelines(f"{path.relative_to(REPOSITORY)} belongs to no resource\n" for path in superfluous)
        if any(differences) or superfluous:
            print("The reference pages are not current: run `make docs`.")
            return 1
        return 0
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for path in superfluous:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
