"""Records the requests that a program receives, lets tests wait for them, and makes chosen ones go wrong."""

import asyncio
import itertools
import json
import logging
import re
import time
from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .serving import cut_connection

ADMIN_PREFIX = "/_sandbox"
SECRET_HEADERS = frozenset({"x-api-key", "authorization", "x-amz-security-token"})
log = logging.getLogger(__name__)

Record = dict[str, Any]
Describe = Callable[[Record, dict[str, str], bytes], dict[str, Any]]


class Fault(BaseModel):
    """What to do to the next requests that match, instead of or around handling them."""

    model_config = ConfigDict(extra="forbid")

    match: dict[str, str] = Field(
        default_factory=dict,
        description="regular expressions by field of the request's record; each has to match the whole field",
    )
    times: int = Field(1, ge=1, description="how many matching requests it applies to")
    skip: int = Field(0, ge=0, description="how many matching requests pass untouched before")
    delay_seconds: float = Field(0, ge=0, description="wait that long first")
    drop: Literal["before", "after", "midway"] | None = Field(
        None, description="cut the connection before handling, after handling, or in the middle of the answer"
    )
    status: int | None = Field(None, ge=100, le=599, description="answer with this status without handling")
    body: str | dict[str, Any] | list[Any] = ""
    content_type: str | None = None
    headers: dict[str, str] = Field(default_factory=dict)

    def matches(self, record: Record) -> bool:
        """Whether the request is one of those that this fault is for."""
        return matches(record, self.match)


def matches(record: Record, patterns: dict[str, str]) -> bool:
    """Whether each pattern matches the whole text of the record's field of that name."""
    for field, pattern in patterns.items():
        value = record.get(field)
        text = value if isinstance(value, str) else "" if value is None else json.dumps(value, sort_keys=True)
        if not re.fullmatch(pattern, text, re.DOTALL):
            return False
    return True


class Traffic:
    """The requests seen so far and the faults still to be applied."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.faults: list[Fault] = []
        self._numbers = itertools.count(1)
        self._changed = asyncio.Condition()

    def clear(self) -> None:
        """Forgets requests and faults; numbers go on rising."""
        self.records.clear()
        self.faults.clear()

    async def add(self, record: Record) -> None:
        """Records a request on arrival and wakes whoever waits for it."""
        record["number"] = next(self._numbers)
        self.records.append(record)
        await self.notify()

    async def notify(self) -> None:
        """Wakes those who wait, to look again."""
        async with self._changed:
            self._changed.notify_all()

    def take_fault(self, record: Record) -> Fault | None:
        """The first fault for this request, counted as used."""
        for fault in self.faults:
            if not fault.matches(record):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.times -= 1
            if fault.times == 0:
                self.faults.remove(fault)
            return fault
        return None

    def select(self, patterns: dict[str, str], since: int = 0) -> list[Record]:
        """The records after number `since` whose fields match."""
        return [record for record in self.records if record["number"] > since and matches(record, patterns)]

    async def wait_until(self, condition: Callable[[], bool], timeout_seconds: float) -> bool:
        """Waits until the condition holds, looking again after each change; False when time ran out."""
        try:
            async with asyncio.timeout(timeout_seconds), self._changed:
                await self._changed.wait_for(condition)
        except TimeoutError:
            return False
        return True


class TrafficMiddleware:
    """Puts `Traffic` in front of an application. Requests to the admin API pass unrecorded."""

    def __init__(self, application: ASGIApp, traffic: Traffic, describe: Describe) -> None:
        self._application = application
        self._traffic = traffic
        self._describe = describe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(ADMIN_PREFIX):
            await self._application(scope, receive, send)
            return
        body = await _read_body(receive)
        record = self._record(scope, body)
        await self._traffic.add(record)
        fault = self._traffic.take_fault(record)
        exchange = _Exchange(self._application, scope, body, send, record)
        try:
            await (exchange.pass_on() if fault is None else exchange.apply(fault))
        finally:
            log.info("%s %s -> %s", record["method"], record["path"], record["status"])
            await self._traffic.notify()

    def _record(self, scope: Scope, body: bytes) -> Record:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        record: Record = {
            "time": time.time(),
            "method": scope["method"],
            "path": scope["path"],
            "query": scope["query_string"].decode("latin-1"),
            "headers": {name: "(hidden)" if name in SECRET_HEADERS else value for name, value in headers.items()},
            "peer": "{}:{}".format(*scope["client"]),
            "status": None,
        }
        record.update(self._describe(record, headers, body))
        return record


class _Exchange:
    """One request on its way through the application."""

    def __init__(self, application: ASGIApp, scope: Scope, body: bytes, send: Send, record: Record) -> None:
        self._application = application
        self._scope = scope
        self._body = body
        self._send = send
        self._record = record

    async def pass_on(self) -> None:
        await self._run(self._send)

    async def apply(self, fault: Fault) -> None:
        if fault.delay_seconds > 0:
            await asyncio.sleep(fault.delay_seconds)
        if fault.drop == "before":
            self._cut()
        elif fault.drop is not None:
            answer = await self._collect(fault)
            if fault.drop == "midway":
                await self._send_half(answer)
            self._cut(flush=fault.drop == "midway")
        elif fault.status is not None:
            await self._answer(fault, self._send)
        else:
            await self.pass_on()

    async def _run(self, send: Send) -> None:
        delivered = False

        async def receive() -> Message:
            nonlocal delivered
            if delivered:
                return {"type": "http.disconnect"}
            delivered = True
            return {"type": "http.request", "body": self._body, "more_body": False}

        async def note_status(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._record["status"] = message["status"]
            await send(message)

        await self._application(self._scope, receive, note_status)

    async def _collect(self, fault: Fault) -> list[Message]:
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        if fault.status is None:
            await self._run(keep)
        else:
            await self._answer(fault, keep)
        return messages

    async def _send_half(self, answer: list[Message]) -> None:
        await self._send(answer[0])
        body = b"".join(message.get("body", b"") for message in answer[1:])
        await self._send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})

    async def _answer(self, fault: Fault, send: Send) -> None:
        text = fault.body if isinstance(fault.body, str) else json.dumps(fault.body)
        content_type = fault.content_type or ("text/plain" if isinstance(fault.body, str) else "application/json")
        body = text.encode()
        headers = {"content-type": content_type, "content-length": str(len(body)), **fault.headers}
        self._record["status"] = fault.status
        await send(
            {
                "type": "http.response.start",
                "status": fault.status,
                "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            }
        )
        await send({"type": "http.response.body", "body": body})

    def _cut(self, *, flush: bool = False) -> None:
        self._record["cut"] = True
        cut_connection(self._scope["client"], flush=flush)


async def _read_body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            break
    return b"".join(parts)


def _patterns(request: Request, *reserved: str) -> dict[str, str]:
    return {name: value for name, value in request.query_params.items() if name not in reserved}


def admin_router(traffic: Traffic) -> APIRouter:
    """The part of the admin API that every program has: the requests seen, and faults."""
    router = APIRouter(prefix=ADMIN_PREFIX, tags=["admin"])

    @router.get("/requests")
    async def list_requests(request: Request, since: int = 0) -> list[Record]:
        return traffic.select(_patterns(request, "since"), since)

    @router.delete("/requests", status_code=204)
    async def forget_requests() -> None:
        traffic.records.clear()

    @router.get("/requests/wait")
    async def wait_for_requests(
        request: Request,
        count: Annotated[int, Query(ge=1)] = 1,
        since: int = 0,
        timeout_seconds: Annotated[float, Query(gt=0, le=600)] = 60,
    ) -> list[Record]:
        patterns = _patterns(request, "count", "since", "timeout_seconds")
        if not await traffic.wait_until(lambda: len(traffic.select(patterns, since)) >= count, timeout_seconds):
            raise HTTPException(504, f"fewer than {count} requests matching {patterns} within {timeout_seconds} s")
        return traffic.select(patterns, since)

    @router.get("/faults")
    async def list_faults() -> list[Fault]:
        return traffic.faults

    @router.post("/faults", status_code=201)
    async def add_fault(fault: Fault) -> Fault:
        traffic.faults.append(fault)
        return fault

    @router.delete("/faults", status_code=204)
    async def forget_faults() -> None:
        traffic.faults.clear()

    return router
