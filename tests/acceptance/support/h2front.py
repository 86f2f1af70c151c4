"""TLS and HTTP/2 in front of a server that speaks plain HTTP, with a connection that dies without a word."""

import contextlib
import http.client
import socket
import ssl
import threading
from pathlib import Path

import h2.config
import h2.connection
import h2.events

_CHUNK_BYTES = 16000
_READ_BYTES = 65536
_HOP_BY_HOP = ("connection", "transfer-encoding", "keep-alive")


class H2Front:
    """
    Passes requests on to the server at `port`, and answers back. The request numbered `swallowed`, counted from 1 over
    all connections, is never answered, and nothing else on its connection: it is like one that a NAT has forgotten.
    """

    def __init__(self, certificate: Path, key: Path, port: int, swallowed: int) -> None:
        self.swallowed: list[str] = []
        self.connections = 0
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate, key)
        self._context.set_alpn_protocols(["h2"])
        self._target = port
        self._until_swallowed = swallowed
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"https://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            raw, _ = self._listener.accept()
            threading.Thread(target=self._serve, args=(raw,), daemon=True).start()

    def _serve(self, raw: socket.socket) -> None:
        with contextlib.suppress(OSError), self._context.wrap_socket(raw, server_side=True) as client:
            self.connections += 1
            configuration = h2.config.H2Configuration(client_side=False, header_encoding="utf-8")
            connection = h2.connection.H2Connection(configuration)
            connection.initiate_connection()
            self._converse(client, connection)

    def _converse(self, client: ssl.SSLSocket, connection: h2.connection.H2Connection) -> None:
        requests: dict[int, tuple[dict[str, str], bytes]] = {}
        client.sendall(connection.data_to_send())
        while data := client.recv(_READ_BYTES):
            for event in connection.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    requests[event.stream_id] = (dict(event.headers), b"")
                elif isinstance(event, h2.events.DataReceived):
                    headers, body = requests[event.stream_id]
                    requests[event.stream_id] = (headers, body + event.data)
                    connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                elif isinstance(event, h2.events.StreamEnded) and not self._answer(
                    connection, event.stream_id, *requests.pop(event.stream_id)
                ):
                    while client.recv(_READ_BYTES):
                        pass
                    return
            client.sendall(connection.data_to_send())

    def _answer(
        self, connection: h2.connection.H2Connection, stream: int, headers: dict[str, str], body: bytes
    ) -> bool:
        """Whether the connection lives on."""
        self._until_swallowed -= 1
        if self._until_swallowed == 0:
            self.swallowed.append(f"{headers[':method']} {headers[':path']}")
            return False
        server = http.client.HTTPConnection("127.0.0.1", self._target, timeout=60)
        passed = {name: value for name, value in headers.items() if name[0] != ":" and name != "content-length"}
        server.request(headers[":method"], headers[":path"], body or None, passed)
        answer = server.getresponse()
        content = answer.read()
        server.close()
        fields = [(name.lower(), value) for name, value in answer.getheaders() if name.lower() not in _HOP_BY_HOP]
        connection.send_headers(stream, [(":status", str(answer.status)), *fields])
        for start in range(0, len(content), _CHUNK_BYTES):
            connection.send_data(stream, content[start : start + _CHUNK_BYTES])
        connection.end_stream(stream)
        return True
