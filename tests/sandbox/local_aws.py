"""The local AWS: `python -m sandbox.local_aws`, moto's server with AWS's managed policies."""

import os
import signal
import threading
from collections.abc import Callable, Iterable
from typing import Any

from .serving import announce, argument_parser, configure_log, when_stdin_closes


class OneAtATime:
    """Handles one request at a time: moto's backends are not made for several threads."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self._application = application
        self._lock = threading.Lock()

    def __call__(self, environment: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        with self._lock:
            return self._application(environment, start_response)


def main() -> None:
    """Runs the program until a signal or the end of standard input."""
    options = argument_parser("local_aws", "AWS as far as moto plays it.").parse_args()
    configure_log(options.log)
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"

    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    application = OneAtATime(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", options.port, application, threaded=True)
    end = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: end.set())
    if options.until_stdin_closes:
        when_stdin_closes(end.set)
    threading.Thread(target=server.serve_forever, name="server", daemon=True).start()
    announce(f"http://127.0.0.1:{server.server_port}")
    end.wait()
    server.shutdown()


if __name__ == "__main__":
    main()
