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
PROVIDER = REPOSITORY / "build" / "terraform-provider-langgraph"
EXAMPLES = REPOSITORY / "examples" / "terraform"
MODES = (("required", "Required"), ("optional", "Optional"), ("computed", "Read-Only"))
FLAGS = (("sensitive", "Sensitive"), ("write_only", "Write-only"))

Attribute = dict[str, Any]


def type_in_words(type_: Any) -> str:
    """A type of Terraform's in words, such as `["list", "string"]`."""
    if isinstance(type_, str):
        return {"bool": "Boolean"}.get(type_, type_.capitalize())
    kind, element = type_
    return f"{kind.capitalize()} of {type_in_words(element)}" if kind in ("list", "set", "map") else kind.capitalize()


def nested_in_words(kind: str, nesting_mode: str) -> str:
    """What nested attributes or blocks are called: "Attributes", "Block List"."""
    return kind if nesting_mode == "single" else f"{kind} {nesting_mode.capitalize()}"


def fields_of(block: dict[str, Any]) -> list[Attribute]:
    """The attributes and blocks of a schema alike: each with its type in words, its mode and what is nested in it."""
    fields = []
    for name, attribute in block.get("attributes", {}).items():
        nested = attribute.get("nested_type")
        mode = "required" if attribute.get("required") else "optional" if attribute.get("optional") else "computed"
        words = nested_in_words("Attributes", nested["nesting_mode"]) if nested else type_in_words(attribute["type"])
        own = {"name": name, "mode": mode, "words": words, "nested": nested, "anchor": "nestedatt"}
        fields.append(attribute | own)
    for name, nested in block.get("block_types", {}).items():
        inner = nested["block"]
        words = nested_in_words("Block", nested["nesting_mode"])
        mode = "required" if nested.get("min_items") else "optional"
        own = {"name": name, "mode": mode, "words": words, "nested": inner, "anchor": "nestedblock"}
        fields.append({"description": inner.get("description", "")} | nested | own)
    return sorted(fields, key=lambda field: field["name"])


def attribute_line(attribute: Attribute, path: str) -> str:
    """The list item of one attribute."""
    deprecated = attribute.get("deprecation_message")
    marks = [attribute["words"]]
    marks += [words for flag, words in FLAGS if attribute.get(flag)]
    if deprecated:
        marks.append("Deprecated")
    parts = [f"- `{attribute['name']}` ({', '.join(marks)}) {attribute['description']}"]
    parts += attribute.get("validators", [])
    if "default" in attribute:
        parts.append(f"Default: `{attribute['default']}`.")
    if attribute.get("requires_replace"):
        parts.append("A change replaces the resource.")
    if deprecated:
        parts.append(deprecated)
    if attribute["nested"]:
        parts.append(f"(see [below for nested schema](#{anchor_of(attribute, path)}))")
    return " ".join(parts)


def anchor_of(attribute: Attribute, path: str) -> str:
    """Where the nested schema of the attribute, or block, in the schema at `path` is on the page."""
    return f"{attribute['anchor']}--{path.replace('.', '--')}{attribute['name']}"


def schema_lines(block: dict[str, Any], path: str = "") -> Iterator[str]:
    """A schema: its attributes by mode, in order of their names, then what is nested in them."""
    fields = fields_of(block)
    for mode, title in MODES:
        chosen = [field for field in fields if field["mode"] == mode]
        if chosen:
            yield f"\n{title}:\n" if path else f"\n### {title}\n"
            for field in chosen:
                yield attribute_line(field, path)
    for field in fields:
        if field["nested"]:
            where = path + field["name"]
            yield f'\n<a id="{anchor_of(field, path)}"></a>\n### Nested Schema for `{where}`'
            yield from schema_lines(field["nested"], where + ".")


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


def provider_page(block: dict[str, Any]) -> str:
    """docs/index.md"""
    description = block["description"]
    lines = front_matter("langgraph Provider", description)
    lines += ["# langgraph Provider", "", description]
    lines += example("byoc")
    lines += ["", "## Schema", *schema_lines(block)]
    return "\n".join(lines) + "\n"


def resource_page(name: str, schema: dict[str, Any]) -> str:
    """The page of a resource."""
    block = schema["block"]
    lines = front_matter(f"{name} Resource - langgraph", block["description"])
    lines += [f"# {name} (Resource)", "", block["description"]]
    lines += example(name.removeprefix("langgraph_"))
    lines += ["", "## Schema", *schema_lines(block)]
    if "import_id" in schema:
        lines += import_section(name, schema["import_id"])
    return "\n".join(lines) + "\n"


def pages(schemas: dict[str, Any]) -> dict[Path, str]:
    """Every generated page by its path."""
    documents = REPOSITORY / "docs"
    resources = {
        documents / "resources" / f"{name.removeprefix('langgraph_')}.md": resource_page(name, schema)
        for name, schema in schemas["resource_schemas"].items()
    }
    return {documents / "index.md": provider_page(schemas["provider"]["block"]), **resources}


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
    parser.add_argument("--provider", type=Path, default=PROVIDER, help="the provider, which describes itself")
    arguments = parser.parse_args()

    command = [arguments.provider, "--describe"]
    described = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    (schemas,) = json.loads(described)["provider_schemas"].values()
    wanted = pages(schemas)
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
