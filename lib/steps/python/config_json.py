"""A config as JSON, its schemas as JSON Schema."""

from __future__ import annotations

import enum
from typing import Any

from missing_packages import MissingPackage, is_missing

#: Keys whose value is a schema.
SCHEMAS = {"bodySchema", "querySchema", "input", "schema"}


def plain(config: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The config as JSON, its schemas as JSON Schema, and the packages without which a schema cannot be known."""
    missing: list[str] = []

    def schema(value: Any) -> Any:
        if is_missing(value):
            missing.append(value.package)
            return True
        for name in ("model_json_schema", "json_schema", "schema"):
            method = getattr(value, name, None)
            if callable(method) and not isinstance(value, dict):
                return json_value(method())
        return json_value(value)

    def responses(value: Any) -> Any:
        if isinstance(value, dict) and not is_json_schema(value):
            return {str(status): schema(item) for status, item in value.items()}
        return {"200": schema(value)}

    found: dict[str, Any] = {}
    for key, value in config.items():
        name = camel_case(str(key))
        if value is None or name in ("handler", "middleware"):
            continue
        if name in SCHEMAS:
            found[name] = schema(value)
        elif name == "responseSchema":
            found[name] = responses(value)
        elif name == "canAccess":
            found[name] = True
        else:
            found[name] = json_value(value)
    return found, missing


def is_json_schema(value: dict) -> bool:
    return not all(str(key).isdigit() or str(key) == "default" for key in value)


def json_value(value: Any) -> Any:
    if is_missing(value):
        raise MissingPackage(f"it needs the package '{value.package}', which is not installed")
    if isinstance(value, enum.Enum):
        return json_value(value.value)
    if isinstance(value, dict):
        return {str(json_value(key)): json_value(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [json_value(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(json_value(item) for item in value)
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    raise TypeError(f"{type(value).__name__} cannot be part of a config")


def camel_case(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
