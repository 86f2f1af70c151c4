#!/usr/bin/env python3
"""Writes provider/aws/partition_data.c, the partitions of AWS and their regions, from botocore's data.

Usage: scripts/generate_partitions.py [--check]    --check writes nothing and fails where the file is not current
"""

import argparse
import difflib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointProviderError
from botocore.loaders import Loader

REPOSITORY = Path(__file__).resolve().parents[1]
TARGET = REPOSITORY / "provider" / "aws" / "partition_data.c"
HOSTS = {
    "iam_host": {},
    "iam_fips_host": {"UseFIPS": True},
    "iam_dual_stack_host": {"UseDualStack": True},
    "iam_dual_stack_fips_host": {"UseFIPS": True, "UseDualStack": True},
}
HEAD = """\
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The partitions of AWS and their regions: written by scripts/generate_partitions.py from botocore's data. What they
 * are asked is in partition.c.
 */
#include "aws/partition_data.h"

"""


def iam_endpoint(rules: EndpointProvider, region: str, **options: bool) -> tuple[str, str] | None:
    """Host and signing region of IAM; None where the partition has no such host."""
    try:
        found = rules.resolve_endpoint(Region=region, **options)
    except EndpointProviderError:
        return None
    schemes = found.properties.get("authSchemes", [])
    signing = next((scheme["signingRegion"] for scheme in schemes if "signingRegion" in scheme), region)
    return found.url.removeprefix("https://"), signing


def text(value: str | None) -> str:
    """A C string."""
    return "NULL" if value is None else json.dumps(value)


def partition_lines(rules: EndpointProvider, partition: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The table of regions, and the entry of the table of partitions."""
    name, outputs = partition["id"], partition["outputs"]
    regions = sorted(region for region in partition["regions"] if not region.endswith("global"))
    table = f"regions_of_{name.replace('-', '_')}"
    endpoints = {
        field: iam_endpoint(rules, regions[0], **{"UseFIPS": False, "UseDualStack": False, **options})
        for field, options in HOSTS.items()
    }
    plain = endpoints["iam_host"]
    assert plain is not None
    pattern = partition["regionRegex"].replace("\\w", "[A-Za-z0-9_]").replace("\\d", "[0-9]").replace("\\-", "-")
    fields = {
        "name": text(name),
        "dns_suffix": text(outputs["dnsSuffix"]),
        "dual_stack_suffix": text(outputs["dualStackDnsSuffix"]),
        "region_pattern": text(pattern),
        "regions": table,
        "iam_region": text(plain[1]),
        **{field: text(endpoint[0]) for field, endpoint in endpoints.items() if endpoint is not None},
    }
    listed = ", ".join(text(region) for region in regions)
    return (
        [f"static const char *const {table}[] = {{ {listed}, NULL }};"],
        ["{", *(f".{field} = {value}," for field, value in fields.items()), "},"],
    )


def wanted() -> str:
    """The whole file, laid out as the project's other sources."""
    data = Loader().load_data("partitions")
    partitions = data["partitions"]
    rules = EndpointProvider(Loader().load_service_model("iam", "endpoint-rule-set-1"), data)
    tables, entries = zip(*(partition_lines(rules, partition) for partition in partitions), strict=True)
    lines = [line for table in tables for line in table]
    lines += ["", "const aws_partition aws_partitions[] = {", *(line for entry in entries for line in entry), "};", ""]
    lines.append(f"const size_t aws_partition_count = {len(partitions)};")
    command = ["clang-format", f"--assume-filename={TARGET}"]
    return subprocess.run(
        command, input=HEAD + "\n".join(lines) + "\n", check=True, capture_output=True, text=True
    ).stdout


def main() -> int:
    """Writes or checks the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, fail where the file is not current")
    arguments = parser.parse_args()
    content = wanted()
    if not arguments.check:
        TARGET.write_text(content)
        return 0
    found = TARGET.read_text() if TARGET.exists() else ""
    sys.stdout.writelines(difflib.unified_diff(found.splitlines(True), content.splitlines(True), str(TARGET.name)))
    if found != content:
        print("The partitions are not current: run `make docs`.")
    return int(found != content)


if __name__ == "__main__":
    sys.exit(main())
