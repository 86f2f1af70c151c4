#!/usr/bin/env python3
"""Measures the provider beside hashicorp/aws, in one run on one machine, and prints medians and ratios.

What is measured is the release, where `make release` has been run, and the development build otherwise. The release is
also held against a small provider in Go, which is built from the Go module proxy where Go is at hand.

Four kinds of figures: what a process costs before it does anything (exec to the handshake line with mutual TLS, memory
then, GetProviderSchema); what the framework's calls cost without transport and network; what many calls at once take;
and what `terraform plan` of the same infrastructure takes with either provider (wall time, AWS calls, peak memory of
the provider). hashicorp/aws is found in a plugin directory named `tf-plugins` or in $TF_PLUGIN_DIR; without it only our
own figures are printed.
Nothing here passes or fails: a budget that is missed shows in the last column.
"""

import argparse
import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from acceptance.support.framework import conformance_provider
from acceptance.support.terraform import terraform_command
from sandbox.client import REGION, LocalAws
from sandbox.signing_proxy import ACCESS_KEY_ID, SECRET_ACCESS_KEY
from support.binaries import BINARY_NAME, REPOSITORY, clean_environment, provider_binary
from support.certificates import make_certificate
from support.plugin import Plugin
from support.protocol import dynamic

# How the names of calls begin that change nothing.
READS = ("Describe", "Get", "List")
AWS_NAME = "terraform-provider-aws_v5.100.0_x5"
SMALL_GO_MODULE = "github.com/hashicorp/terraform-provider-time@v0.14.2"
ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}.get(os.uname().machine, "")
RELEASE = REPOSITORY / "build" / "release" / ARCHITECTURE / BINARY_NAME
COMMAND_LIMIT_SECONDS = 600


@dataclass
class Row:
    """A line of the table: ours, theirs where it was measured, and the budget for ours, a figure or a ratio."""

    what: str
    unit: str
    ours: float
    theirs: float | None = None
    budget: float | None = None
    budget_ratio: float | None = None

    def cells(self) -> list[str]:
        ratio = self.ours / self.theirs if self.theirs else None
        kept = "" if self.budget is None and (self.budget_ratio is None or ratio is None) else "yes"
        asked = []
        if self.budget is not None:
            asked.append(f"≤ {self.budget:g} {self.unit}")
            kept = kept if self.ours <= self.budget else "NO"
        if self.budget_ratio is not None:
            asked.append(f"≤ 1/{1 / self.budget_ratio:.3g}")
            kept = kept if ratio is None or ratio <= self.budget_ratio else "NO"
        return [
            self.what,
            f"{self.ours:.3g} {self.unit}",
            f"{self.theirs:.4g} {self.unit}" if self.theirs is not None else "",
            f"1/{1 / ratio:.1f}" if ratio else "",
            " and ".join(asked),
            kept,
        ]


@dataclass
class Table:
    """Our figures beside those of another provider."""

    other: str
    rows: list[Row] = field(default_factory=list)

    def add(self, row: Row) -> None:
        self.rows.append(row)
        print("  " + "  ".join(cell for cell in row.cells() if cell), file=sys.stderr)

    def print(self) -> None:
        head = ["", "langgraph", self.other, "ratio", "budget", "kept"]
        lines = [head, *[row.cells() for row in self.rows]]
        widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
        for line in lines:
            print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def find_aws() -> Path | None:
    """hashicorp/aws 5.100.0 on this machine, None where it is not."""
    roots = [os.environ.get("TF_PLUGIN_DIR"), "/opt/tf-plugins", str(Path.home() / ".terraform.d" / "plugins")]
    for root in filter(None, roots):
        for found in sorted(Path(root).rglob(AWS_NAME)):
            return found
    return None


def build_small_go_provider() -> Path | None:
    """The small provider in Go, from the module proxy and into build/bench; None where there is no Go, or no proxy."""
    go = shutil.which("go")
    if go is None:
        return None
    binaries = REPOSITORY / "build" / "bench"
    progress(f"building {SMALL_GO_MODULE}")
    environment = {**os.environ, "GOBIN": str(binaries), "CGO_ENABLED": "0"}
    made = subprocess.run(
        [go, "install", "-trimpath", "-ldflags=-s -w", SMALL_GO_MODULE],
        env=environment,
        capture_output=True,
        text=True,
        timeout=COMMAND_LIMIT_SECONDS,
    )
    if made.returncode != 0:
        print(made.stderr, file=sys.stderr)
        return None
    return binaries / SMALL_GO_MODULE.rsplit("/", 1)[1].split("@")[0]


def progress(text: str) -> None:
    print(f"{text} …", file=sys.stderr, flush=True)


def memory_kib(pid: int, name: str = "VmRSS") -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return float(line.split()[1])
    raise ValueError(f"no {name} of process {pid}")


def measure_start(binary: Path, runs: int) -> tuple[float, float]:
    """Medians of the milliseconds from exec to the handshake line and of the resident MiB then, with mutual TLS."""
    times, sizes = [], []
    identity = make_certificate()
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        for _ in range(runs):
            began = time.perf_counter()
            with Plugin(Path(scratch), identity, binary=binary) as plugin:
                times.append((time.perf_counter() - began) * 1000)
                sizes.append(memory_kib(plugin.process.pid) / 1024)
                plugin.process.kill()
                plugin.process.wait()
    return statistics.median(times), statistics.median(sizes)


def measure_schema(binary: Path, runs: int) -> tuple[float, float]:
    """Milliseconds of the first GetProviderSchema of a process, and the median of the later ones."""
    times = []
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as scratch,
        Plugin(Path(scratch), make_certificate(), binary=binary) as plugin,
    ):
        plugin.raw("/grpc.health.v1.Health/Check")
        for _ in range(runs):
            began = time.perf_counter()
            plugin.raw("/tfplugin6.Provider/GetProviderSchema")
            times.append((time.perf_counter() - began) * 1000)
    return times[0], statistics.median(times[1:])


@contextlib.contextmanager
def peak_memory_of(program: Path) -> Iterator[Callable[[], float]]:
    """Watches the processes that run the file `program`; gives a function for their largest resident MiB so far."""
    peak = 0.0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.05):
            for entry in Path("/proc").iterdir():
                with contextlib.suppress(OSError, ValueError):
                    if entry.name.isdigit() and (entry / "exe").readlink() == program:
                        peak = max(peak, memory_kib(int(entry.name), "VmHWM") / 1024)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield lambda: peak
    finally:
        done.set()
        thread.join()


class Workspace:
    """A directory with one configuration for one provider, whose refresh and plan are measured."""

    def __init__(self, directory: Path, aws: LocalAws, binary: Path, source: str) -> None:
        self.directory = directory
        self.aws = aws
        self.binary = binary
        directory.mkdir()
        overrides = directory / "binaries"
        overrides.mkdir()
        (overrides / f"terraform-provider-{source.split('/')[1]}").symlink_to(binary)
        command_line = directory / ".terraformrc"
        command_line.write_text(
            f'provider_installation {{\n  dev_overrides {{\n    "{source}" = "{overrides}"\n  }}\n  direct {{}}\n}}\n'
        )
        self.environment = clean_environment({"TF_CLI_CONFIG_FILE": str(command_line)})

    def run(self, *arguments: str) -> float:
        """Seconds of wall time of a command that has to succeed."""
        began = time.perf_counter()
        ended = subprocess.run(
            [terraform_command(), *arguments],
            cwd=self.directory,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=COMMAND_LIMIT_SECONDS,
        )
        if ended.returncode != 0:
            raise RuntimeError(f"terraform {' '.join(arguments)} in {self.directory}:\n{ended.stdout}")
        return time.perf_counter() - began

    def measure_plan(
        self, provider_block: "ProviderBlock", configuration: str, runs: int
    ) -> tuple[float, float, float]:
        """Applies once, then plans: medians of the seconds, and the AWS calls of one, and the provider's peak MiB.

        The plans that are timed go straight to moto, the one that is counted goes through the recording proxy.
        """
        main, provider = self.directory / "main.tf", self.directory / "provider.tf"
        main.write_text(configuration)
        provider.write_text(provider_block(self.aws.moto_endpoint))
        self.run("apply", "-auto-approve", "-no-color")
        with peak_memory_of(self.binary.resolve()) as peak:
            seconds = statistics.median(self.run("plan", "-no-color", "-detailed-exitcode") for _ in range(runs))
            peak_mib = peak()
        provider.write_text(provider_block(self.aws.endpoint))
        self.aws.proxy.forget_requests()
        self.run("plan", "-no-color", "-detailed-exitcode")
        calls = len(self.aws.calls())
        provider.write_text(provider_block(self.aws.moto_endpoint))
        self.run("destroy", "-auto-approve", "-no-color")
        return seconds, calls, peak_mib

    def measure_writes(self, provider_block: "ProviderBlock", configuration: str, parallelism: int) -> "Writes":
        """Applies and destroys, once timed and straight to moto, once counted and through the recording proxy."""
        option = f"-parallelism={parallelism}"
        provider = self.directory / "provider.tf"
        (self.directory / "main.tf").write_text(configuration)
        provider.write_text(provider_block(self.aws.moto_endpoint))
        seconds = [self.run(command, "-auto-approve", "-no-color", option) for command in ("apply", "destroy")]
        provider.write_text(provider_block(self.aws.endpoint))
        calls = []
        for command in ("apply", "destroy"):
            self.aws.proxy.forget_requests()
            self.run(command, "-auto-approve", "-no-color", option)
            calls.append(sum(not call["action"].startswith(READS) for call in self.aws.calls()))
        return Writes(*seconds, *calls)


@dataclass(frozen=True)
class Writes:
    """What an apply and a destroy took: seconds of wall time, and calls of AWS that write."""

    apply_seconds: float
    destroy_seconds: float
    apply_calls: int
    destroy_calls: int


ProviderBlock = Callable[[str], str]

KEYS = f'region = "{REGION}"\n access_key = "{ACCESS_KEY_ID}"\n secret_key = "{SECRET_ACCESS_KEY}"'


def endpoints(address: str) -> str:
    return "\n".join(f'{service} = "{address}"' for service in ("iam", "ec2", "sts"))


def our_provider(address: str) -> str:
    """Our provider block for the AWS at `address`."""
    return (
        'terraform {\n required_providers {\n langgraph = { source = "langgraph-community/langgraph" }\n }\n}\n'
        f'provider "langgraph" {{\n aws {{\n {KEYS}\n endpoints {{\n{endpoints(address)}\n }}\n }}\n}}\n'
    )


def their_provider(address: str) -> str:
    """The block of hashicorp/aws for the AWS at `address`."""
    return (
        'terraform {\n required_providers {\n aws = { source = "hashicorp/aws" }\n }\n}\n'
        f'provider "aws" {{\n {KEYS}\n endpoints {{\n{endpoints(address)}\n }}\n'
        " skip_credentials_validation = true\n skip_requesting_account_id = true\n}\n"
    )


OUR_ROLE = """
resource "langgraph_cloud_role" "this" {
  name         = "bench-langgraph"
  external_ids = ["11111111-2222-3333-4444-555555555555"]
}
"""

THEIR_ROLE = """
locals {
  policies = toset(["AmazonVPCReadOnlyAccess", "AmazonECS_FullAccess", "SecretsManagerReadWrite",
                    "CloudWatchReadOnlyAccess", "AmazonRDSFullAccess"])
}
resource "aws_iam_role" "this" {
  name = "bench-aws"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::640174622193:role/HostBackendRoleProd" }
      Condition = { StringEquals = { "sts:ExternalId" = ["11111111-2222-3333-4444-555555555555"] } }
    }]
  })
}
resource "aws_iam_role_policy" "this" {
  name = "LangGraphCloudCustomPermissions"
  role = aws_iam_role.this.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "application-autoscaling:*", Resource = "*" }]
  })
}
resource "aws_iam_role_policy_attachment" "this" {
  for_each   = local.policies
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/${each.value}"
}
"""


def tags_of(resource: str, subnets: list[str]) -> str:
    """One instance a subnet, by `count`: Terraform itself takes minutes over a `for_each` of a thousand."""
    listed = "\n".join(f'"{subnet}",' for subnet in subnets)
    return f"locals {{\n subnets = [\n{listed}\n ]\n}}\n" + resource


OUR_TAG = """
resource "langgraph_subnet_tag" "this" {
  count     = length(local.subnets)
  subnet_id = local.subnets[count.index]
}
"""

THEIR_TAG = """
resource "aws_ec2_tag" "this" {
  count       = length(local.subnets)
  resource_id = local.subnets[count.index]
  key         = "langgraph-cloud-enabled"
  value       = "1"
}
"""


def make_subnets(aws: LocalAws, count: int) -> list[str]:
    ec2 = aws.client("ec2")
    subnets: list[str] = []
    while len(subnets) < count:
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        for block in range(min(256, count - len(subnets))):
            made = ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{block}.0/24")
            subnets.append(made["Subnet"]["SubnetId"])
    return subnets


def bench_process(table: Table, ours: Path, theirs: Path | None, runs: int) -> None:
    progress("starting each provider")
    our_start, our_size = measure_start(ours, runs)
    their_start, their_size = None, None
    if theirs is not None:
        their_start, their_size = measure_start(theirs, max(3, runs // 3))
    table.add(Row("exec to handshake, mutual TLS", "ms", our_start, their_start, budget_ratio=1 / 8))
    table.add(Row("resident then", "MiB", our_size, their_size))
    first, later = measure_schema(ours, runs)
    table.add(Row("GetProviderSchema, first", "ms", first, budget=2))
    table.add(Row("GetProviderSchema, later", "ms", later, budget=2))


def bench_release(release: Path, small: Path, runs: int) -> Table:
    """What the release costs beside the small provider in Go; by turns, for both to have the same load."""
    progress("starting the release and the small provider in Go")
    table = Table("small Go provider")
    turns = [(measure_start(release, 3), measure_start(small, 3)) for _ in range(max(1, runs // 3))]
    start, small_start = (statistics.median(turn[which][0] for turn in turns) for which in (0, 1))
    resident, small_resident = (statistics.median(turn[which][1] for turn in turns) for which in (0, 1))
    size, small_size = (binary.stat().st_size / 1e6 for binary in (release, small))
    table.add(Row("size", "MB", size, small_size, budget=9.65, budget_ratio=0.72))
    table.add(Row("exec to handshake, mutual TLS", "ms", start, small_start, budget_ratio=0.40))
    table.add(Row("resident then", "MiB", resident, small_resident, budget_ratio=0.75))
    return table


def bench_calls(table: Table) -> None:
    """What the framework itself costs, measured by a program of its own."""
    program = REPOSITORY / "build" / "bench_rpc"
    progress("building and running bench_rpc")
    subprocess.run(["cmake", "--build", REPOSITORY / "build", "--target", "bench_rpc"], check=True, capture_output=True)
    told = subprocess.run([program], check=True, capture_output=True, text=True, timeout=COMMAND_LIMIT_SECONDS)
    table.add(Row("validate, plan, apply, read: 50 attributes", "µs CPU", float(told.stdout), budget=200))


def bench_concurrency(table: Table, runs: int, count: int) -> None:
    """Calls of the conformance provider, which answers them from memory. Threads that idle stay for a while."""
    progress(f"reading {count} resources at once")
    times = []
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch, conformance_provider(Path(scratch)) as provider:
        with provider.client() as client:
            state = dynamic({"timeouts": {"create": "120s"}})
            for _ in range(runs):
                began = time.perf_counter()
                calls = [
                    client.start("ReadResource", type_name="framework_timeouts", current_state=state)
                    for _ in range(count)
                ]
                for call in calls:
                    call.result()
                times.append(time.perf_counter() - began)
        threads = provider.status("Threads")
    table.add(Row(f"{count} reads at once, wall, client included", "s", statistics.median(times)))
    table.add(Row(f"{count} reads at once, threads", "", threads, budget=300))


def bench_plans(table: Table, ours: Path, theirs: Path | None, runs: int, tags: int) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch, LocalAws() as aws:
        workspace = Workspace(Path(scratch) / "ours", aws, ours, "langgraph-community/langgraph")
        other = Workspace(Path(scratch) / "theirs", aws, theirs, "hashicorp/aws") if theirs else None

        progress("planning one role")
        seconds, calls, _ = workspace.measure_plan(our_provider, OUR_ROLE, runs)
        their_seconds, their_calls = None, None
        if other:
            their_seconds, their_calls, _ = other.measure_plan(their_provider, THEIR_ROLE, runs)
        table.add(Row("plan of a role, wall", "s", seconds, their_seconds, budget_ratio=1 / 8))
        table.add(Row("plan of a role, AWS calls", "", calls, their_calls, budget=5))

        progress(f"planning {tags} tags")
        subnets = make_subnets(aws, tags)
        seconds, calls, peak = workspace.measure_plan(our_provider, tags_of(OUR_TAG, subnets), runs)
        their_peak = None
        if other:
            their_seconds, their_calls, their_peak = other.measure_plan(
                their_provider, tags_of(THEIR_TAG, subnets), runs
            )
        table.add(Row(f"plan of {tags} tags, wall", "s", seconds, their_seconds, budget_ratio=1 / 8))
        table.add(Row(f"plan of {tags} tags, AWS calls", "", calls, their_calls, budget=2 + tags / 500))
        table.add(Row(f"plan of {tags} tags, peak resident", "MiB", peak, their_peak, budget=24))


def bench_writes(table: Table, ours: Path, theirs: Path | None, tags: int) -> None:
    """Applies and destroys of tags; at Terraform's usual parallelism beside hashicorp/aws, at ten times that alone."""
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch, LocalAws() as aws:
        workspace = Workspace(Path(scratch) / "ours", aws, ours, "langgraph-community/langgraph")
        other = Workspace(Path(scratch) / "theirs", aws, theirs, "hashicorp/aws") if theirs else None
        subnets = make_subnets(aws, tags)
        for parallelism, most_calls in ((10, tags * 0.11), (100, tags * 0.015)):
            progress(f"applying and destroying {tags} tags, {parallelism} at a time")
            written = workspace.measure_writes(our_provider, tags_of(OUR_TAG, subnets), parallelism)
            beside = None
            if other and parallelism == 10:
                beside = other.measure_writes(their_provider, tags_of(THEIR_TAG, subnets), parallelism)
            for command in ("apply", "destroy"):
                name = f"{command} of {tags} tags, {parallelism} at a time"
                seconds, calls = getattr(written, f"{command}_seconds"), getattr(written, f"{command}_calls")
                their_seconds = getattr(beside, f"{command}_seconds") if beside else None
                their_calls = getattr(beside, f"{command}_calls") if beside else None
                table.add(Row(f"{name}, wall", "s", seconds, their_seconds, budget_ratio=1 / 8))
                table.add(Row(f"{name}, AWS calls that write", "", calls, their_calls, budget=most_calls))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--starts", type=int, default=15, help="starts of each provider")
    parser.add_argument("--plans", type=int, default=3, help="plans of each configuration")
    parser.add_argument("--tags", type=int, default=1000, help="subnet tags in the large configuration")
    parser.add_argument("--reads", type=int, default=1000, help="reads at once")
    parser.add_argument("--without-aws", action="store_true", help="measure this provider alone")
    options = parser.parse_args()
    theirs = None if options.without_aws else find_aws()
    if theirs is None and not options.without_aws:
        print("hashicorp/aws 5.100.0 is not on this machine: measuring this provider alone", file=sys.stderr)
    ours = RELEASE if RELEASE.exists() else provider_binary()
    print(f"measuring {ours.relative_to(REPOSITORY)}", file=sys.stderr)
    tables = []
    if ours == RELEASE and (small := build_small_go_provider()) is not None:
        tables.append(bench_release(RELEASE, small, options.starts))
    table = Table("hashicorp/aws")
    tables.append(table)
    bench_process(table, ours, theirs, options.starts)
    bench_calls(table)
    bench_concurrency(table, options.plans, options.reads)
    bench_plans(table, ours, theirs, options.plans, options.tags)
    bench_writes(table, ours, theirs, options.tags)
    for each in tables:
        print()
        each.print()
    print(f"\nload of the machine when it ended: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
