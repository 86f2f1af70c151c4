"""A name server of a few names, so that a program can be seen to ask one."""

import contextlib
import ipaddress
import socket
import struct
import threading
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

PORT = 53
_HEADER_BYTES = 12
_TYPES = {1: 4, 28: 6}  # A and AAAA: the version of the addresses
_IS_ANSWER, _RECURSES, _NO_SUCH_NAME = 0x8000, 0x0180, 3
_LIFETIME_SECONDS = 1


class NameServer:
    """Answers for `names`, each with its addresses, on a loopback address of its own; to be used in a `with`.

    `asked` has the names of all questions.
    """

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self.asked: list[str] = []
        self._names = {name: [ipaddress.ip_address(each) for each in addresses] for name, addresses in names.items()}
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.address = self._bind()
        self._thread = threading.Thread(target=self._serve, name="names", daemon=True)

    def _bind(self) -> str:
        for last in range(1, 255):
            with contextlib.suppress(OSError):  # taken by another worker's
                self._socket.bind((f"127.0.53.{last}", PORT))
                return f"127.0.53.{last}"
        raise OSError(f"no loopback address with a free port {PORT}")

    def _serve(self) -> None:
        while True:
            query, sender = self._socket.recvfrom(4096)
            if len(query) <= _HEADER_BYTES:
                return
            self._socket.sendto(self._answer(query), sender)

    def _answer(self, query: bytes) -> bytes:
        labels, at = [], _HEADER_BYTES
        while length := query[at]:
            labels.append(query[at + 1 : at + 1 + length].decode())
            at += 1 + length
        question = query[_HEADER_BYTES : at + 5]
        name, (kind,) = ".".join(labels).lower(), struct.unpack_from(">H", query, at + 1)
        self.asked.append(name)
        addresses = [each for each in self._names.get(name, []) if each.version == _TYPES.get(kind)]
        flags = _IS_ANSWER | _RECURSES | (0 if name in self._names else _NO_SUCH_NAME)
        # 0xC00C points back at the question's name.
        records = [
            struct.pack(">HHHIH", 0xC00C, kind, 1, _LIFETIME_SECONDS, len(each.packed)) + each.packed
            for each in addresses
        ]
        return query[:2] + struct.pack(">HHHHH", flags, 1, len(records), 0, 0) + question + b"".join(records)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", (self.address, PORT))
        self._thread.join(60)
        self._socket.close()
