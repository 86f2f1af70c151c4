"""What the local control plane makes go wrong, and what it records."""

from functools import partial
from typing import Any

import httpx
import pytest

from sandbox.client import (
    ControlPlane,
)
from support.bodies import (
    create_deployment,
    deployment_body,
)

get = partial(httpx.get, timeout=60)


def test_a_fault_meets_the_requests_that_it_is_told_for(control_plane: ControlPlane, api: httpx.Client) -> None:
    control_plane.fail({"path": "/v2/.*"}, status=429, headers={"Retry-After": "0"}, body={"detail": "slow"}, skip=1)
    answers = [api.get("/v2/deployments") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 429, 200]
    assert answers[1].headers["retry-after"] == "0"
    assert control_plane.faults() == []


def test_a_fault_answers_anything(control_plane: ControlPlane, api: httpx.Client) -> None:
    control_plane.fail({"method": "GET"}, status=502, body="<html>", content_type="text/html", delay_seconds=0.01)
    assert api.get("/v2/deployments").text == "<html>"


@pytest.mark.parametrize(("drop", "made"), [("after", ["agent"]), ("before", [])], ids=["after", "before"])
def test_a_connection_is_cut_after_or_before_the_request_is_handled(
    control_plane: ControlPlane, api: httpx.Client, drop: Any, made: list[str]
) -> None:
    control_plane.fail({"method": "POST", "body": ".*agent.*"}, drop=drop)
    with pytest.raises(httpx.RemoteProtocolError):
        api.post("/v2/deployments", json=deployment_body())
    assert [workload["name"] for workload in control_plane.workloads()] == made


def test_a_connection_is_cut_in_the_middle_of_the_answer(control_plane: ControlPlane, api: httpx.Client) -> None:
    control_plane.fail({}, drop="midway")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
        api.get("/v2/deployments")
    last = control_plane.requests()[-1]
    assert (last["path"], last["cut"]) == ("/v2/deployments", True)


def test_requests_are_recorded_and_waited_for(control_plane: ControlPlane, api: httpx.Client) -> None:
    for name in ("one", "two"):
        create_deployment(api, name)
    assert len(control_plane.wait_for_requests(2, method="POST")) == 2
    last = control_plane.requests()[-1]
    assert control_plane.requests(since=last["number"]) == []
    with pytest.raises(RuntimeError, match="504"):
        control_plane.wait_for_requests(method="DELETE", timeout_seconds=0.01)
