"""A network of its own for a command, in which the addresses that AWS fixes lead to servers of a test.

Credentials come from 169.254.170.2 in ECS, and from 169.254.169.254 or [fd00:ec2::254] on an instance. In the network,
which has nothing but a loopback device, these are addresses of that device; whoever connects is passed on to a server
on this machine's own loopback. Nothing leaves either.
"""

import contextlib
import shlex
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

_LIMIT_SECONDS = 60
_ISOLATED = ("unshare", "--map-root-user", "--net")
# What becomes the command: it opens the sockets in the network, hands them out, and waits for them to be served.
_INSIDE = """
import os, socket, subprocess, sys
path, count, *rest = sys.argv[1:]
addresses, command = rest[: int(count)], rest[int(count) :]
def run(*words):
    subprocess.run(["ip", *words], check=True)
run("link", "set", "lo", "up")
listeners = []
for each in addresses:
    host, port = each.rsplit(":", 1)
    if host != "127.0.0.1":
        run("address", "add", host, "dev", "lo", *(["nodad"] if ":" in host else []))
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listeners.append(socket.create_server((host, int(port)), family=family))
channel = socket.socket(socket.AF_UNIX)
channel.connect(path)
socket.send_fds(channel, [b"."], [each.fileno() for each in listeners])
channel.recv(1)
os.execvp(command[0], command)
"""


def is_possible() -> bool:
    """Whether this machine has what it takes, and lets its users make a network."""
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        return False
    command = [*_ISOLATED, "ip", "link", "show"]
    return subprocess.run(command, capture_output=True, timeout=_LIMIT_SECONDS).returncode == 0


class LinkLocal:
    """The network: `routes` has, by address and port in it ("169.254.170.2:80"), the port here that it leads to."""

    def __init__(self, directory: Path, routes: Mapping[str, int]) -> None:
        self._directory = directory
        self._routes = dict(routes)
        self._channel = socket.socket(socket.AF_UNIX)
        self._open: list[socket.socket] = [self._channel]

    def __enter__(self) -> Self:
        self._channel.bind(str(self._directory / "channel"))
        self._channel.listen()
        self._start(self._welcome)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each in self._open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def wrap(self, command: Sequence[str | Path]) -> str:
        """A program that runs the command, and its own arguments behind that, in the network."""
        inside = [sys.executable, "-c", _INSIDE, str(self._directory / "channel"), str(len(self._routes))]
        words = [*_ISOLATED, *inside, *self._routes, *(str(word) for word in command)]
        script = self._directory / "isolated"
        script.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n')
        script.chmod(0o755)
        return str(script)

    def _start(self, function: Callable[..., None], *arguments: socket.socket | int) -> None:
        threading.Thread(target=function, args=arguments, daemon=True).start()

    def _welcome(self) -> None:
        """Takes the sockets of each command that starts, and lets it go on."""
        with contextlib.suppress(OSError):
            while True:
                channel, _ = self._channel.accept()
                _, descriptors, _, _ = socket.recv_fds(channel, 1, len(self._routes))
                for descriptor, port in zip(descriptors, self._routes.values(), strict=True):
                    listener = socket.socket(fileno=descriptor)
                    self._open.append(listener)
                    self._start(self._serve, listener, port)
                channel.send(b".")
                channel.close()

    def _serve(self, listener: socket.socket, port: int) -> None:
        with contextlib.suppress(OSError):
            while True:
                visitor, _ = listener.accept()
                server = socket.create_connection(("127.0.0.1", port))
                self._start(_pass_on, visitor, server)
                self._start(_pass_on, server, visitor)


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
