"""The local AWS: `python -m sandbox.local_aws`, moto's server with AWS's managed policies and what moto lacks.

`POST /_sandbox/reset` empties all accounts. It does what moto's own `/moto-api/reset` does without building every
backend anew twice, which takes seconds where that takes milliseconds.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterable
from copy import copy
from http import HTTPStatus
from typing import Any

from . import layers, simulation
from .serving import announce, argument_parser, configure_log, when_stdin_closes
from .traffic import ADMIN_PREFIX

_POLL_SECONDS = 0.05
WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class OneAtATime:
    """Handles one request at a time, because moto's backends are not made for several threads, and the reset."""

    def __init__(self, application: WsgiApplication, reset: Callable[[], None]) -> None:
        self._application = application
        self._reset = reset
        self._lock = threading.Lock()

    def __call__(self, environment: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        with self._lock:
            path = environment["PATH_INFO"]
            if not path.startswith(f"{ADMIN_PREFIX}/"):
                return self._application(environment, start_response)
            status, body = layers.download(path) or (HTTPStatus.NO_CONTENT, b"")
            if status == HTTPStatus.NO_CONTENT:
                self._reset()
        start_response(f"{status.value} {status.phrase}", [("Content-Length", str(len(body)))])
        return [body]


def _parse_managed_policies_once() -> None:
    """moto parses AWS's policies for each account and partition, and opens all of these to look for an access key."""
    from moto.iam.models import IAMBackend
    from moto.utilities.utils import get_partition

    parse = IAMBackend._init_aws_policies
    parsed: list[Any] = []

    def policies_of(backend: IAMBackend) -> list[Any]:
        if not parsed:
            parsed.extend(parse(backend))
        own = [copy(policy) for policy in parsed]
        for policy in own:
            policy.account_id, policy.partition = backend.account_id, get_partition(backend.region_name)
        return own

    IAMBackend._init_aws_policies = policies_of


def create_application() -> OneAtATime:
    """moto as a WSGI application. Importing moto takes long, hence only here."""
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
    os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"
    _parse_managed_policies_once()
    from moto.core.base_backend import BackendDict
    from moto.core.model_instances import reset_model_data
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    simulation.add_to_moto()
    layers.add_to_moto()

    def reset() -> None:
        for accounts in BackendDict._instances:
            accounts.clear()
        BackendDict._instances.clear()
        reset_model_data()

    return OneAtATime(DomainDispatcherApplication(create_backend_app), reset)


def main() -> None:
    """Runs the program until a signal or the end of standard input."""
    options = argument_parser("local_aws", "AWS as far as moto plays it.").parse_args()
    configure_log(options.log)
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", options.port, create_application(), threaded=True)
    end = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: end.set())
    if options.until_stdin_closes:
        when_stdin_closes(end.set)
    threading.Thread(target=server.serve_forever, args=(_POLL_SECONDS,), name="server", daemon=True).start()
    announce(f"http://127.0.0.1:{server.server_port}")
    end.wait()
    server.shutdown()


if __name__ == "__main__":
    main()
