"""Holds requests and answers against the OpenAPI file, and words what is wrong as FastAPI does."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import Request
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

CONTRACT_PATH = Path(__file__).with_name("control-plane.openapi.json")

# Where a self-hosted LangSmith has the same API.
SELF_HOSTED_PREFIX = "/api-host"

_formats = FormatChecker(formats=())
_TYPE_NAMES = {"object": "dictionary", "array": "list", "boolean": "boolean", "integer": "integer", "number": "number"}
_ERROR_TYPES = {"object": "dict_type", "array": "list_type", "boolean": "bool_type", "integer": "int_type"}


def is_uuid(text: str) -> bool:
    """Whether the text is a UUID."""
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


@_formats.checks("uuid")
def _is_uuid(value: object) -> bool:
    return not isinstance(value, str) or is_uuid(value)


@_formats.checks("date-time", raises=ValueError)
def _is_date_time(value: object) -> bool:
    return not isinstance(value, str) or bool(datetime.fromisoformat(value))


class InvalidRequestError(Exception):
    """A request that breaks the contract; `detail` is what the answer's 422 carries."""

    def __init__(self, detail: list[dict[str, Any]]) -> None:
        super().__init__(detail)
        self.detail = detail


@dataclass(frozen=True)
class Call:
    """What a request says once it was found to keep to the contract."""

    path: dict[str, str]
    query: dict[str, Any]
    body: dict[str, Any] = field(default_factory=dict)


class Contract:
    """The OpenAPI file. Objects are closed: a field that it does not name is refused, unlike at the real service,
    because to a client under test it can only be a mistake."""

    def __init__(self, path: Path = CONTRACT_PATH) -> None:
        self._document = json.loads(path.read_text(encoding="utf-8"))
        _close_objects(self._document["components"])
        resource = Resource.from_contents(self._document, default_specification=DRAFT202012)
        self._registry: Registry = Registry().with_resource("contract:", resource)

    async def call(self, request: Request) -> Call:
        """Checks a request against the operation that its route is named after."""
        operation = self._operation(request.scope["route"].path.removeprefix(SELF_HOSTED_PREFIX), request.method)
        problems: list[dict[str, Any]] = []
        query: dict[str, Any] = {}
        for parameter in operation.get("parameters", []):
            problems.extend(self._check_parameter(request, parameter, query))
        body: dict[str, Any] = {}
        if "requestBody" in operation:
            body = await _read_json(request)
            schema = _absolute(operation["requestBody"]["content"]["application/json"]["schema"])
            problems.extend(self._problems(schema, body, ("body",)))
        if problems:
            raise InvalidRequestError(problems)
        return Call(dict(request.path_params), query, body)

    def answer_problems(self, path: str, method: str, status: int, answer: Any) -> list[dict[str, Any]]:
        """What is wrong with an answer to the operation of this path template."""
        response = self._operation(path, method)["responses"][str(status)]
        schema = response.get("content", {}).get("application/json", {}).get("schema")
        return [] if schema is None else list(self._problems(_absolute(schema), answer, ("answer",)))

    def _operation(self, path: str, method: str) -> dict[str, Any]:
        return self._document["paths"][path][method.lower()]

    def _check_parameter(
        self, request: Request, parameter: dict[str, Any], query: dict[str, Any]
    ) -> Iterator[dict[str, Any]]:
        name, place, schema = parameter["name"], parameter["in"], parameter["schema"]
        text = request.path_params.get(name) if place == "path" else request.query_params.get(name)
        if text is None:
            if parameter.get("required"):
                yield {"loc": [place, name], "msg": "Field required", "type": "missing"}
            elif "default" in schema:
                query[name] = schema["default"]
            return
        value = _parse(text, schema.get("type"))
        problems = list(self._problems(schema, value, (place, name)))
        yield from problems
        if not problems and place == "query":
            query[name] = value

    def _problems(self, schema: dict[str, Any], value: Any, place: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        validator = Draft202012Validator(schema, registry=self._registry, format_checker=_formats)
        seen: set[tuple[str | int, ...]] = set()
        for error in sorted(validator.iter_errors(value), key=lambda error: list(map(str, error.absolute_path))):
            for loc, message, kind in _describe(error):
                where = (*place, *loc)
                if where not in seen:
                    seen.add(where)
                    yield {"loc": list(where), "msg": message, "type": kind}


def _close_objects(schema: Any) -> None:
    if isinstance(schema, list):
        for item in schema:
            _close_objects(item)
    elif isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            schema.setdefault("additionalProperties", False)
        for item in schema.values():
            _close_objects(item)


def _absolute(schema: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(schema)
    return json.loads(text.replace('"$ref": "#/', '"$ref": "contract:#/'))


def _parse(text: str, kind: str | None) -> Any:
    if kind == "integer":
        try:
            return int(text)
        except ValueError:
            return text
    if kind == "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(text.lower(), text)
    return text


async def _read_json(request: Request) -> dict[str, Any]:
    text = await request.body()
    if not text:
        raise InvalidRequestError([{"loc": ["body"], "msg": "Field required", "type": "missing"}])
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        message = "Input should be a valid dictionary or object to extract fields from"
        raise InvalidRequestError([{"loc": ["body"], "msg": message, "type": "model_attributes_type"}])
    try:
        return json.loads(text)
    except ValueError as error:
        position = getattr(error, "pos", 0)
        raise InvalidRequestError(
            [{"loc": ["body", position], "msg": "JSON decode error", "type": "json_invalid"}]
        ) from None


def _describe(error: ValidationError) -> Iterator[tuple[list[str | int], str, str]]:
    loc = list(error.absolute_path)
    rule, expected = error.validator, error.validator_value
    match rule:
        case "anyOf":
            meant = [child for child in error.context or [] if child.validator_value != "null"]
            for child in meant:
                yield from _describe(child)
        case "required":
            for name in expected:
                if name not in error.instance:
                    yield [*loc, name], "Field required", "missing"
        case "additionalProperties" if expected is False:
            for name in error.instance:
                if name not in error.schema["properties"]:
                    yield [*loc, name], "Extra inputs are not permitted", "extra_forbidden"
        case "type":
            name = _TYPE_NAMES.get(expected, expected)
            yield loc, f"Input should be a valid {name}", _ERROR_TYPES.get(expected, f"{expected}_type")
        case "enum":
            yield loc, "Input should be " + " or ".join(f"'{word}'" for word in expected), "literal_error"
        case "pattern":
            yield loc, f"String should match pattern '{expected}'", "string_pattern_mismatch"
        case "minimum":
            yield loc, f"Input should be greater than or equal to {expected}", "greater_than_equal"
        case "maximum":
            yield loc, f"Input should be less than or equal to {expected}", "less_than_equal"
        case "minLength":
            yield loc, f"String should have at least {expected} character", "string_too_short"
        case "format":
            yield loc, f"Input should be a valid {expected}", f"{str(expected).replace('-', '_')}_parsing"
        case _:
            yield loc, error.message, "value_error"
