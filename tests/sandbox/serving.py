"""What the programs of this package share: their options, the line that says they are ready, and the HTTP server."""

import argparse
import asyncio
import json
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

_open_connections: dict[tuple[str, int], asyncio.Transport] = {}


class _TrackedConnection(H11Protocol):
    """An HTTP connection that can be found by its peer's address, so that a fault can cut it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self.client is not None:
            _open_connections[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self.client is not None:
            _open_connections.pop(self.client, None)
        super().connection_lost(exc)


def cut_connection(peer: tuple[str, int], *, flush: bool = False) -> None:
    """Closes the connection to `peer` without an answer; with `flush` what was sent so far arrives first."""
    transport = _open_connections.get(peer)
    if transport is None:
        return
    if flush:
        transport.close()
    else:
        transport.abort()


class _AnnouncedServer(uvicorn.Server):
    """A server that says when it accepts connections."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        announce(self._address)


def announce(address: str) -> None:
    """Prints the one line by which whoever started the program learns its address, and nothing after it: nobody may
    be reading on."""
    print(json.dumps({"address": address}), flush=True)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def argument_parser(program: str, description: str) -> argparse.ArgumentParser:
    """The options that every program of this package has."""
    parser = argparse.ArgumentParser(prog=f"python -m sandbox.{program}", description=description)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 (the default) picks a free one")
    parser.add_argument("--log", metavar="FILE", help="write a log there; without it nothing is logged")
    parser.add_argument(
        "--until-stdin-closes",
        action="store_true",
        help="end when standard input does, so that the program never outlives whoever started it",
    )
    return parser


def configure_log(path: str | None) -> None:
    """Sends log records of this package and of the server to `path`, or nowhere."""
    handler: logging.Handler = logging.FileHandler(path, encoding="utf-8") if path else logging.NullHandler()
    logging.basicConfig(level=logging.INFO, handlers=[handler], format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)


def when_stdin_closes(action: Callable[[], None]) -> None:
    """Calls `action` from a thread of its own once standard input reaches its end."""

    def watch() -> None:
        with suppress(OSError):
            while os.read(sys.stdin.fileno(), 4096):
                continue
        action()

    threading.Thread(target=watch, name="stdin", daemon=True).start()


def serve(options: argparse.Namespace, create_application: Callable[[str], ASGIApp]) -> None:
    """Runs the application that `create_application` makes for its own address, until a signal ends it."""
    configure_log(options.log)
    # With the protocol named, asyncio turns Nagle's algorithm off, which would hold each answer's body back for 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", options.port))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    config = uvicorn.Config(
        create_application(address),
        http=_TrackedConnection,
        ws="none",
        log_config=None,
        access_log=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
    )
    server = _AnnouncedServer(config, address)
    if options.until_stdin_closes:
        when_stdin_closes(lambda: setattr(server, "should_exit", True))
    server.run(sockets=[listener])
