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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
PROVIDER = REPOSITORY / "build" / "terraform-provider-langgraph"
EXAMPLES = REPOSITORY / "examples"
DOCUMENTS = REPOSITORY / "docs"
MODES = (("required", "Required"), ("optional", "Optional"), ("computed", "Read-Only"))
FLAGS = (("sensitive", "Sensitive"), ("write_only", "Write-only"))

Attribute = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of thing with a schema: where --describe has it, its folder in docs/ and examples/, the file there."""

    key: str
    directory: str
    example: str
    title: str
    since: str = ""


KINDS = (
    Kind("resource_schemas", "resources", "resource.tf", "Resource"),
    Kind("data_source_schemas", "data-sources", "data-source.tf", "Data Source"),
    Kind("action_schemas", "actions", "action.tf", "Action", "Terraform 1.14"),
    Kind("list_resource_schemas", "list-resources", "list-resource.tfquery.hcl", "List Resource", "Terraform 1.14"),
)
FUNCTIONS = "functions"
# What is in an AWS account; the rest is at the control plane. The registry lists each under a heading.
OF_AWS = {f"langgraph_{name}" for name in ("byoc_readiness", "cloud_role", "image", "network", "subnet_tag")}


def type_in_words(type_: Any) -> str:
    """A type of Terraform's in words, such as `["list", "string"]`."""
    if isinstance(type_, str):
        return {"bool": "Boolean"}.get(type_, type_.capitalize())
    kind, element, *_ = type_
    return f"{kind.capitalize()} of {type_in_words(element)}" if kind in ("list", "set", "map") else kind.capitalize()


def type_in_code(type_: Any) -> str:
    """A type of Terraform's as configurations write it, such as `list of string`."""
    if isinstance(type_, str):
        return type_
    kind, element, *_ = type_
    return f"{kind} of {type_in_code(element)}" if kind in ("list", "set", "map") else kind


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


def front_matter(title: str, description: str, subcategory: str | None = None) -> list[str]:
    """What the registry reads of a page; the provider's own has no subcategory."""
    group = [] if subcategory is None else [f'subcategory: "{subcategory}"']
    return ["---", f'page_title: "{title}"', *group, "description: |-", f"  {description}", "---", ""]


def fenced(file: Path, language: str = "terraform") -> list[str]:
    """A file of examples/, in a block."""
    return ["", f"```{language}", file.read_text().rstrip(), "```"]


def example(directory: str, file: str) -> list[str]:
    """The section that shows an example, where there is one."""
    path = EXAMPLES / directory / file
    return ["", "## Example Usage", *fenced(path)] if path.exists() else []


def import_section(name: str, import_id: str, identity: dict[str, Any] | None) -> list[str]:
    """How to import, by what `import_id` says the id is, and by `identity`, each where the examples show it."""
    shown = EXAMPLES / "resources" / name
    by = import_id[0].lower() + import_id[1:].rstrip(".")
    lines = ["", "## Import", "", f"Import by {by}."]
    if (shown / "import-by-string-id.tf").exists():
        lines += ["", "In a block `import` (Terraform 1.5):", *fenced(shown / "import-by-string-id.tf")]
    if (shown / "import.sh").exists():
        lines += ["", "Or by the command:", *fenced(shown / "import.sh", "shell")]
    if identity and (shown / "import-by-identity.tf").exists():
        lines += ["", "Or by the identity (Terraform 1.12):", *fenced(shown / "import-by-identity.tf")]
        lines += ["", "### Identity Schema", *identity_lines(identity["attributes"])]
    return lines


def identity_lines(attributes: dict[str, Any]) -> Iterator[str]:
    """The attributes of an identity: those that an import needs, then the others."""
    for flag, title in (("required_for_import", "Required"), ("optional_for_import", "Optional")):
        chosen = {name: attribute for name, attribute in sorted(attributes.items()) if attribute.get(flag)}
        if chosen:
            yield f"\n{title}:\n"
            for name, attribute in chosen.items():
                yield f"- `{name}` ({type_in_words(attribute['type'])}) {attribute['description']}"


def provider_page(block: dict[str, Any]) -> str:
    """docs/index.md"""
    description = block["description"]
    lines = front_matter("langgraph Provider", description)
    lines += ["# langgraph Provider", "", description]
    lines += example("terraform/byoc", "main.tf")
    lines += ["", "## Schema", *schema_lines(block)]
    return "\n".join(lines) + "\n"


def schema_page(kind: Kind, name: str, schema: dict[str, Any], identity: dict[str, Any] | None) -> str:
    """The page of what has a schema: a resource, a data source, an action, a list resource."""
    block = schema["block"]
    subcategory = "AWS" if name in OF_AWS else "Control Plane"
    lines = front_matter(f"{name} {kind.title} - langgraph", block["description"], subcategory)
    lines += [f"# {name} ({kind.title})", "", block["description"]]
    if kind.since:
        lines += ["", f"-> Needs {kind.since}."]
    lines += example(f"{kind.directory}/{name}", kind.example)
    lines += ["", "## Schema", *schema_lines(block)]
    if "import_id" in schema:
        lines += import_section(name, schema["import_id"], identity)
    return "\n".join(lines) + "\n"


def function_page(name: str, function: dict[str, Any]) -> str:
    """The page of a function."""
    parameters = function.get("parameters", [])
    variadic = function.get("variadic_parameter")
    arguments = [f"{each['name']} {type_in_code(each['type'])}" for each in parameters]
    arguments += [f"{variadic['name']} {type_in_code(variadic['type'])}..."] if variadic else []
    signature = f"{name}({', '.join(arguments)}) {type_in_code(function['return_type'])}"
    lines = front_matter(f"{name} Function - langgraph", function["summary"], "")
    lines += [f"# function: {name}", "", function["description"], "", "-> Needs Terraform 1.8 or OpenTofu 1.7."]
    lines += example(f"{FUNCTIONS}/{name}", "function.tf")
    lines += ["", "## Signature", "", "```text", signature, "```", "", "## Arguments", ""]
    for position, each in enumerate([*parameters, *([variadic] if variadic else [])], 1):
        words = type_in_words(each["type"])
        lines.append(f"{position}. `{each['name']}` ({words}) {each['description']}")
    return "\n".join(lines) + "\n"


def pages(schemas: dict[str, Any]) -> dict[Path, str]:
    """Every generated page by its path."""
    written = {DOCUMENTS / "index.md": provider_page(schemas["provider"]["block"])}
    identities = schemas.get("resource_identity_schemas", {})
    for kind in KINDS:
        for name, schema in schemas.get(kind.key, {}).items():
            path = DOCUMENTS / kind.directory / f"{name.removeprefix('langgraph_')}.md"
            written[path] = schema_page(kind, name, schema, identities.get(name))
    for name, function in schemas.get("functions", {}).items():
        written[DOCUMENTS / FUNCTIONS / f"{name}.md"] = function_page(name, function)
    return written


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
    directories = [*(kind.directory for kind in KINDS), FUNCTIONS]
    known = {page for directory in directories for page in (DOCUMENTS / directory).glob("*.md")}
    differences = [difference(path, text) for path, text in wanted.items()]
    superfluous = sorted(known - wanted.keys())
    if arguments.check:
        sys.stdout.writelines(differences)
        for path in superfluous:
            print(f"{path.relative_to(REPOSITORY)} is of nothing that the provider has")
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
