"""How an outcome is compared with the table: see test/conformance/README.md."""

from __future__ import annotations

import re
from typing import Any

from motia.envelope import message_id


def difference(expected: Any, actual: Any, path: str = "$") -> str | None:
    """What is different, with its place; ``None`` when nothing is."""
    if isinstance(expected, dict) and len(expected) == 1:
        ((name, argument),) = expected.items()
        if name == "$any":
            return None
        if name == "$match":
            fits = isinstance(actual, str) and re.fullmatch(argument, actual, re.DOTALL)
            return None if fits else f"{path}: {actual!r} does not match {argument}"
        if name == "$between":
            return None if argument[0] <= actual <= argument[1] else f"{path}: {actual!r} is not in {argument}"
    if isinstance(expected, dict) and isinstance(actual, dict):
        if expected.keys() != actual.keys():
            return f"{path}: has {sorted(actual)}, not {sorted(expected)}"
        return _first(difference(expected[name], actual[name], f"{path}.{name}") for name in expected)
    if isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            return f"{path}: has {len(actual)} entries, not {len(expected)}: {actual!r}"
        return _first(difference(one, actual[index], f"{path}[{index}]") for index, one in enumerate(expected))
    same = type(expected) is type(actual) or (not isinstance(expected, bool) and not isinstance(actual, bool))
    return None if same and expected == actual else f"{path}: is {actual!r}, not {expected!r}"


def with_ids(value: Any) -> Any:
    """Puts ids in the place of ``@<parent>,<step>,<ordinal>``."""
    if isinstance(value, dict):
        return {name: with_ids(item) for name, item in value.items()}
    if isinstance(value, list):
        return [with_ids(item) for item in value]
    if isinstance(value, str) and value.startswith("@"):
        parent, step, ordinal = value[1:].rsplit(",", 2)
        return message_id(parent, step, int(ordinal))
    return value


def any_order(expected: list[Any], actual: list[Any], path: str) -> str | None:
    """Each expected entry fits another actual one, and none is left."""
    left = list(actual)
    for one in expected:
        fitting = next((item for item in left if difference(one, item) is None), None)
        if fitting is None:
            return f"{path}: nothing fits {one!r} in {left!r}"
        left.remove(fitting)
    return f"{path}: not expected: {left!r}" if left else None


def _first(differences: Any) -> str | None:
    return next((found for found in differences if found is not None), None)
