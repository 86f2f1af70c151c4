"""What moto lacks of ECR: the contents of layers, and where they are downloaded."""

import re
from http import HTTPStatus
from typing import Any

from .traffic import ADMIN_PREFIX

_LAYER = re.compile(
    rf"{ADMIN_PREFIX}/layers/(?P<account>\d{{12}})/(?P<region>[\w-]+)/(?P<digest>sha256:[0-9a-f]{{64}})/"
    r"(?P<repository>[\w./-]+)"
)


def add_to_moto() -> None:
    """Lets moto keep what is uploaded, and say where it is. There it is fetched without a signature, as from S3."""
    from flask import request
    from moto.core.responses import ActionResult
    from moto.ecr.models import ECRBackend
    from moto.ecr.responses import ECRResponse

    complete = ECRBackend.complete_layer_upload

    def complete_layer_upload(self: Any, repository_name: str, upload_id: str, *arguments: Any, **more: Any) -> Any:
        repository = self.repositories[repository_name]
        content = bytes(repository.uploads[upload_id].layer_parts) if upload_id in repository.uploads else b""
        answer = complete(self, repository_name, upload_id, *arguments, **more)
        _contents(repository)[answer["layerDigest"]] = content
        return answer

    def get_download_url_for_layer(self: Any) -> ActionResult:
        name, digest = self._get_param("repositoryName"), self._get_param("layerDigest")
        account = self._get_param("registryId") or self.current_account
        place = f"{account}/{self.region}/{digest}/{name}"
        port = request.environ["SERVER_PORT"]
        url = f"http://127.0.0.1:{port}{ADMIN_PREFIX}/layers/{place}?X-Amz-Signature=0123456789abcdef"
        return ActionResult({"downloadUrl": url, "layerDigest": digest})

    ECRBackend.complete_layer_upload = complete_layer_upload
    ECRResponse.get_download_url_for_layer = get_download_url_for_layer


def download(path: str) -> tuple[HTTPStatus, bytes] | None:
    """What answers at that path; None where it is no layer's."""
    from moto.ecr.models import ecr_backends

    wanted = _LAYER.fullmatch(path)
    if wanted is None:
        return None
    repository = ecr_backends[wanted["account"]][wanted["region"]].repositories.get(wanted["repository"])
    content = repository and _contents(repository).get(wanted["digest"])
    return (HTTPStatus.OK, content) if content is not None else (HTTPStatus.NOT_FOUND, b"")


def _contents(repository: Any) -> dict[str, bytes]:
    return repository.__dict__.setdefault("layer_contents", {})
