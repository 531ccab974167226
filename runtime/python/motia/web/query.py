"""Query strings and form bodies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

#: Levels of ``a[b][c]`` that are read as such; what is deeper stays one name.
_DEEPEST = 5


def flat_query(text: str) -> dict[str, Any]:
    """``a=1&b&a=2`` is ``{"a": ["1", "2"], "b": ""}``."""
    query: dict[str, Any] = {}
    for name, value in _pairs(text):
        _add(query, name, value)
    return query


def nested_query(text: str) -> dict[str, Any]:
    """What Motia 0.x reads: besides, ``y[z]=3`` is ``{"y": {"z": "3"}}`` and ``a[]=1`` a list."""
    query: dict[str, Any] = {}
    for name, value in _pairs(text):
        _put(query, _path(name), value)
    return query


def _put(target: dict[str, Any], path: list[str], value: str) -> None:
    name, rest = path[0], path[1:]
    before = target.get(name)
    if not rest:
        _add(target, name, value)
    elif rest == [""]:
        target[name] = [value] if before is None else [*_listed(before), value]
    elif isinstance(before, dict):
        _put(before, rest, value)
    else:
        inner: dict[str, Any] = {}
        target[name] = inner if before is None else [*_listed(before), inner]
        _put(inner, rest, value)


def _add(target: dict[str, Any], name: str, value: str) -> None:
    target[name] = value if name not in target else [*_listed(target[name]), value]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _path(name: str) -> list[str]:
    """``a[b][c]`` is ``a``, ``b``, ``c``."""
    start = name.find("[")
    if start <= 0 or not name.endswith("]"):
        return [name]
    parts = name[start + 1 : -1].split("][")
    return [name[:start], *parts] if len(parts) <= _DEEPEST else [name]


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    if not text:
        return
    from urllib.parse import unquote_plus

    for part in text.split("&"):
        if part:
            name, _, value = part.partition("=")
            yield unquote_plus(name), unquote_plus(value)
