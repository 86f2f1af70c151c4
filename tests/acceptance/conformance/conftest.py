"""What the conformance tests start from: one process of the provider for each file, and Terraform attached to it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from acceptance.support.framework import FrameworkTerraform, conformance_provider
from support.plugin import Plugin


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plugin]:
    """The provider, started as a test runner starts it; it has to end in order."""
    with conformance_provider(tmp_path_factory.mktemp("provider")) as served:
        yield served


@pytest.fixture
def terraform(tmp_path: Path, provider: Plugin) -> FrameworkTerraform:
    """Terraform in an empty directory, served by `provider`."""
    return FrameworkTerraform(tmp_path / "terraform", provider)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The results by group; a group is a file, `test_<number>_<name>.py`."""
    groups: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.stats.get(outcome, []):
            found = re.search(r"conformance/test_(\d\d_\w+)\.py", report.nodeid)
            if found:
                groups[found[1]]["failed" if outcome == "error" else outcome] += 1
    if not groups:
        return
    terminalreporter.section("conformance by group")
    terminalreporter.write_line(f"{'group':<36}{'passed':>8}{'failed':>8}{'skipped':>8}")
    for name, counts in sorted(groups.items()):
        number, _, words = name.partition("_")
        title = f"{int(number):2} {words.replace('_', ' ')}"
        terminalreporter.write_line(f"{title:<36}{counts['passed']:>8}{counts['failed']:>8}{counts['skipped']:>8}")
