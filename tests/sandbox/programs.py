"""Starts and stops the programs of this package, and has the calls of the admin API that all of them share."""

import json
import os
import select
import ssl
import subprocess
import sys
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import httpx

# Read once: a client that reads them anew takes longer over it than over its requests.
CERTIFICATES = ssl.create_default_context()

_START_SECONDS = 120
_STOP_SECONDS = 20


class Program:
    """A program of this package, running. It ends with `stop`, and at the latest with the process that started it."""

    def __init__(self, module: str, *arguments: str, log: Path | None = None) -> None:
        command = [sys.executable, "-m", f"sandbox.{module}", "--until-stdin-closes", *arguments]
        if log is not None:
            command += ["--log", str(log)]
        self.log = log
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=_own_environment(),
        )

    @cached_property
    def address(self) -> str:
        """Where it answers; waits until it does."""
        output = self._process.stdout
        assert output is not None
        ready, _, _ = select.select([output], [], [], _START_SECONDS)
        line = output.readline() if ready else ""
        if not line:
            self._process.kill()
            raise RuntimeError(f"{self._process.args} did not start; its log is {self.log}")
        return json.loads(line)["address"]

    @property
    def process_id(self) -> int:
        """The process's id."""
        return self._process.pid

    def stop(self) -> None:
        """Ends it and waits until it ended."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class Recorder(Program):
    """A program that records requests and makes chosen ones fail."""

    @cached_property
    def _admin(self) -> httpx.Client:
        return httpx.Client(base_url=f"{self.address}/_sandbox", timeout=610, trust_env=False, verify=CERTIFICATES)

    def stop(self) -> None:
        """Ends it and waits until it ended."""
        if "_admin" in self.__dict__:
            self._admin.close()
        super().stop()

    def call(self, method: str, path: str, **arguments: Any) -> Any:
        """A call of the admin API; its answer."""
        answer = self._admin.request(method, path, **arguments)
        if answer.is_error:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json() if answer.content else None

    def reset(self) -> None:
        """Back to what it was at the start; requests and faults are forgotten too."""
        self.call("POST", "/reset")

    def requests(self, since: int = 0, **match: str) -> list[dict[str, Any]]:
        """The requests received after the one numbered `since`. Each keyword is a field of the record (`method`,
        `path`, `query`, `action`, …) and a regular expression for the whole of it."""
        return self.call("GET", "/requests", params={"since": since, **match})

    def forget_requests(self) -> None:
        """Clears the list of requests."""
        self.call("DELETE", "/requests")

    def wait_for_requests(
        self, count: int = 1, timeout_seconds: float = 60, since: int = 0, **match: str
    ) -> list[dict[str, Any]]:
        """Waits until so many such requests have arrived."""
        parameters = {"count": count, "timeout_seconds": timeout_seconds, "since": since, **match}
        return self.call("GET", "/requests/wait", params=parameters)

    def fail(
        self,
        match: dict[str, str],
        *,
        status: int | None = None,
        body: str | dict[str, Any] | list[Any] = "",
        content_type: str | None = None,
        headers: dict[str, str] | None = None,
        drop: Literal["before", "after", "midway"] | None = None,
        delay_seconds: float = 0,
        times: int = 1,
        skip: int = 0,
    ) -> None:
        """Makes the next `times` matching requests go wrong, after `skip` that pass: answered with `status` without
        being handled, or their connection cut before handling, after handling (the answer is lost) or in the middle
        of the answer."""
        fault = {
            "match": match,
            "status": status,
            "body": body,
            "content_type": content_type,
            "headers": headers or {},
            "drop": drop,
            "delay_seconds": delay_seconds,
            "times": times,
            "skip": skip,
        }
        self.call("POST", "/faults", json=fault)

    def faults(self) -> list[dict[str, Any]]:
        """The faults that are still to be applied."""
        return self.call("GET", "/faults")

    def forget_faults(self) -> None:
        """Lets all requests pass again."""
        self.call("DELETE", "/faults")


def _own_environment() -> dict[str, str]:
    """The environment without the user's AWS settings, a profile that does not exist here among them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {**kept, "PYTHONPATH": str(Path(__file__).parent.parent)}
