"""A server between the provider and the local services that knows the secrets and means ill."""

import base64
import http.client
import json
import random
import re
import string
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, quote_plus, urlsplit
from xml.sax.saxutils import escape

# What clears screens, writes to the clipboard, turns lines around, or is no text at all.
ACTS = (
    "\x1b[2J\x1b[HApply complete!",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x9b2J",
    "\u202egnp.exe\u202c",
    "\u2066\u2069\u200e\u200f",
    "\rApply complete!",
    "\x00\x08\x7f",
    "\ufeff\u200b",
)
STATUSES = (200, 201, 204, 301, 302, 400, 401, 402, 403, 404, 409, 418, 422, 500, 502, 503)
NOT_PASSED_ON = frozenset({"connection", "content-length", "transfer-encoding", "host", "accept-encoding"})
LONGEST_PADDING = 260


def make_secret(chance: random.Random, *, key: bool = False) -> str:
    """A secret whose first characters turn up nowhere by chance. One that goes into a header is of plain characters."""
    start = "".join(chance.choice("~^#`") + chance.choice(string.ascii_letters) for _ in range(2))
    more = string.ascii_letters + string.digits + ("-_~" if key else " \"'\\/<>&%+=äß日\n")
    middle = "".join(chance.choice(more) for _ in range(chance.randint(8, 60)))
    return start + middle + chance.choice(string.ascii_letters)


def spellings(secret: str) -> list[str]:
    """How a secret can turn up inside something else."""
    encoded = [base64.b64encode((before + secret).encode()).decode() for before in ("", "x", "u:")]
    return [
        secret,
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        json.dumps(json.dumps(secret))[3:-3],
        escape(secret, {'"': "&quot;", "'": "&#39;"}),
        quote(secret, safe=""),
        quote_plus(secret).lower() if secret.isascii() and secret.islower() else quote_plus(secret),
        *encoded,
        *(each.replace("+", "-").replace("/", "_") for each in encoded),
    ]


class Hostility:
    """Where answers come from; the seed decides about all of them."""

    def __init__(self, chance: random.Random, secrets: list[str]) -> None:
        self._chance = chance
        self._secrets = secrets
        self._lock = threading.Lock()

    def text(self) -> str:
        """Secrets and what acts on a terminal, somewhere around the places where a message is cut."""
        choose = self._chance
        parts = ["." * choose.randint(0, LONGEST_PADDING)]
        for _ in range(choose.randint(1, 4)):
            parts.append(choose.choice(spellings(choose.choice(self._secrets))) if choose.random() < 0.7 else "")
            parts.append(choose.choice(ACTS) if choose.random() < 0.6 else " - ")
        return "".join(parts)

    def is_met(self, probability: float) -> bool:
        """Whether something with that probability happens."""
        with self._lock:
            return self._chance.random() < probability

    def poison(self, value: Any) -> Any:
        """The JSON value with some of its texts replaced."""
        if isinstance(value, dict):
            return {name: self.poison(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.poison(each) for each in value]
        return self.text() if isinstance(value, str) and self._chance.random() < 0.15 else value

    def change(self, body: bytes) -> bytes:
        """A service's own answer, with some of its texts replaced."""
        with self._lock:
            try:
                return json.dumps(self.poison(json.loads(body)), ensure_ascii=self._chance.random() < 0.5).encode()
            except ValueError:
                text = body.decode(errors="replace")
            return re.sub(
                r">([^<>]+)<",
                lambda found: f">{escape(self.text())}<" if self._chance.random() < 0.1 else found[0],
                text,
            ).encode()

    def _made_up_body(self) -> str:
        text, chance = self.text(), self._chance
        error = f"<Error><Code>{chance.choice(('AccessDenied', 'Weird', ''))}</Code><Message>{escape(text)}</Message>"
        return chance.choice(
            (
                json.dumps({"detail": text}),
                json.dumps({"detail": [{"loc": ["body", text, 0], "msg": self.text()}]}, ensure_ascii=False),
                json.dumps({"message": text, "secrets": [{"name": "A", "value": text}]}),
                json.dumps({text: 1}),
                json.dumps([text]),
                json.dumps(text),
                text,
                f"<html><head><title>{escape(text)}</title></head><body><p>{escape(self.text())}</p></body></html>",
                f"<ErrorResponse>{error}<Type>Sender</Type></Error><RequestId>{escape(text)}</RequestId></ErrorResponse>",
                f"<Response><Errors>{error}</Error></Errors><RequestID>{escape(text)}</RequestID></Response>",
                f"<Other><Value>{escape(text)}</Value></Other>",
                "",
            )
        )

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        """An answer that nobody asked for."""
        with self._lock:
            body = self._made_up_body().encode(errors="replace")
            if self._chance.random() < 0.3:
                body = body[: self._chance.randint(0, len(body))]
            # Header fields have no line ends; all other bytes get through.
            texts = (self.text() for _ in range(100))
            text = next((each for each in texts if not re.search(r"[\r\n\x00]", each)), "").encode().decode("latin-1")
            headers = {
                "Content-Type": self._chance.choice(("application/json", "text/html", "text/xml", text)),
                "Location": f"https://elsewhere.example/{text}",
                "x-amzn-RequestId": text,
            }
            return self._chance.choice(STATUSES), headers, body


class Handler(BaseHTTPRequestHandler):
    """Passes on, changes, or makes up."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "HostileProxy"

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        hostility = self.server.hostility
        if hostility.is_met(self.server.made_up):
            status, headers, answer = hostility.answer()
        else:
            status, headers, answer = self.pass_on(body)
            answer = hostility.change(answer) if hostility.is_met(0.5) else answer
        if status == 204:
            answer = b""
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = handle_any  # noqa: N815

    def pass_on(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Asks the service itself, with the key that it knows."""
        headers = {name: value for name, value in self.headers.items() if name.lower() not in NOT_PASSED_ON}
        if "X-Api-Key" in self.headers:
            headers["X-Api-Key"] = self.server.api_key
        service = http.client.HTTPConnection(urlsplit(self.server.service).netloc, timeout=10)
        try:
            service.request(self.command, self.path, body or None, headers)
            answer = service.getresponse()
            content_type = answer.getheader("Content-Type") or "text/plain"
            return answer.status, {"Content-Type": content_type}, answer.read()
        finally:
            service.close()

    def log_message(self, *_: object) -> None:
        """Keeps quiet."""


class HostileProxy(ThreadingHTTPServer):
    """Runs in a `with`. `made_up` is the share of answers that have nothing to do with the request."""

    daemon_threads = True

    def __init__(self, service: str, hostility: Hostility, api_key: str = "", made_up: float = 0.3) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.service, self.hostility, self.api_key, self.made_up = service, hostility, api_key, made_up

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exception: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()


def acting(text: str) -> Iterator[str]:
    """What of a text does something on a terminal instead of showing."""
    for character in text.replace("\r\n", "\n"):
        category = unicodedata.category(character)
        joins = character in "\u200c\u200d"
        if (
            category in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in "\n\t" and not joins
        ) or character == "\ufffe":
            yield repr(character)


@cache
def beginnings(secret: str) -> set[str]:
    """What betrays the secret: four characters of its beginning, or more of one of its spellings."""
    spelled = {each[8:20] for each in spellings(secret) if len(each) > 40}
    return {secret[:4], secret.encode()[:4].decode(errors="ignore"), *spelled}
