"""A proxy that opens tunnels, or refuses to."""

import contextlib
import socket
import threading
from collections.abc import Sequence


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while got := source.recv(65536):
            target.sendall(got)
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


class ConnectProxy:
    """Listens on the loopback. `statuses` are its answers to the first tunnels asked for, later ones are opened."""

    def __init__(self, statuses: Sequence[int] = ()) -> None:
        self.asked: list[str] = []
        self._statuses = list(statuses)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            client, _ = self._listener.accept()
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            got = client.recv(4096)
            if not got:
                return
            head += got
        target = head.split()[1].decode()
        self.asked.append(target)
        status = self._statuses.pop(0) if self._statuses else 200
        if status != 200:
            client.sendall(b"HTTP/1.1 %d no\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" % status)
            client.close()
            return
        # Every name is this machine: what is beyond the loopback is not reached from a test.
        server = socket.create_connection(("127.0.0.1", int(target.rpartition(":")[2])))
        client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        threading.Thread(target=_pump, args=(server, client), daemon=True).start()
        _pump(client, server)
