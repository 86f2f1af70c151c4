"""TLS in front of a server that speaks plain HTTP, with a certificate that only its own file vouches for."""

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from support.certificates import make_certificate

_HOST = "127.0.0.1"
NAME = "control-plane.example"
_HOST_6 = "::1"
_CHUNK_BYTES = 65536


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while chunk := await reader.read(_CHUNK_BYTES):
            writer.write(chunk)
            await writer.drain()
    except (ConnectionError, ssl.SSLError):
        pass
    finally:
        writer.close()


class TlsFront:
    """Passes on what comes over TLS, as bytes, to the server at `target`; to be used in a `with`.

    It listens on both loopback addresses, and its certificate is for 127.0.0.1, `NAME` and `names`.
    """

    def __init__(self, target: str, directory: Path, names: Sequence[str] = ()) -> None:
        self.ca_bundle, key_file = make_certificate([NAME, *names], [_HOST]).write(directory)
        self.address = ""
        self.port = 0
        self.has_ipv6 = False
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(self.ca_bundle, key_file)
        self._target = urlsplit(target)
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tls", daemon=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to_target = await asyncio.open_connection(self._target.hostname, self._target.port)
        await asyncio.gather(_pump(reader, to_target[1]), _pump(to_target[0], writer))

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        start = asyncio.start_server(self._serve, _HOST, 0, ssl=self._context)
        servers = [self._loop.run_until_complete(start)]
        self.port = servers[0].sockets[0].getsockname()[1]
        self.address = f"https://{_HOST}:{self.port}"
        with contextlib.suppress(OSError):  # a machine without IPv6
            start = asyncio.start_server(self._serve, _HOST_6, self.port, ssl=self._context)
            servers.append(self._loop.run_until_complete(start))
            self.has_ipv6 = True
        self._started.set()
        self._loop.run_forever()
        for server in servers:
            server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    def __enter__(self) -> Self:
        self._thread.start()
        self._started.wait(60)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(60)
