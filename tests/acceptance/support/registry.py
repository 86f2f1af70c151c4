"""A provider registry on this machine with what `make release` packed, by the protocol of Terraform's own registry."""

import json
import threading
from collections.abc import Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_NAME = "terraform-provider-langgraph"


class _Handler(SimpleHTTPRequestHandler):
    """Answers with documents, and with the packages' files for every other path."""

    documents: Mapping[str, Any] = {}

    def do_GET(self) -> None:
        document = self.documents.get(self.path)
        if document is None:
            super().do_GET()
            return
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Registry:
    """Offers the packages in a directory, signed by the key whose public half is given; to be used in a `with`."""

    def __init__(self, packages: Path, namespace: str, public_key: str, key_id: str) -> None:
        handler = type("Handler", (_Handler,), {})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(packages)))
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        manifest = json.loads(next(packages.glob("*_manifest.json")).read_text())
        protocols = manifest["metadata"]["protocol_versions"]
        sums = next(packages.glob("*_SHA256SUMS"))
        hashes = {name: sha256 for sha256, name in map(str.split, sums.read_text().splitlines())}
        documents: dict[str, Any] = {}
        platforms = []
        for package in sorted(packages.glob("*.zip")):
            version, system, architecture = package.stem.removeprefix(f"{_NAME}_").split("_")
            platforms.append({"os": system, "arch": architecture})
            documents[f"/v1/{namespace}/{version}/download/{system}/{architecture}"] = {
                "protocols": protocols,
                "os": system,
                "arch": architecture,
                "filename": package.name,
                "download_url": f"{self.address}/{package.name}",
                "shasums_url": f"{self.address}/{sums.name}",
                "shasums_signature_url": f"{self.address}/{sums.name}.sig",
                "shasum": hashes[package.name],
                "signing_keys": {"gpg_public_keys": [{"key_id": key_id, "ascii_armor": public_key}]},
            }
        offered = {"version": version, "protocols": protocols, "platforms": platforms}
        documents[f"/v1/{namespace}/versions"] = {"versions": [offered]}
        handler.documents = documents
        self._thread = threading.Thread(target=self._server.serve_forever, name="registry", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join(60)
        self._server.server_close()
