"""What the parts of the validator hand to each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

Path = tuple[str | int, ...]

#: Where, and what is wrong.
Issue = tuple[Path, str]

#: Adds what is wrong with a value to a list.
Check = Callable[[Any, Path, list[Issue]], None]


class Compiles(Protocol):
    def compile(self, schema: Any, place: str) -> Check: ...

    def reference(self, pointer: Any, place: str) -> Check: ...

    def error(self, place: str, message: str) -> Exception: ...


def fits(check: Check, value: Any) -> bool:
    issues: list[Issue] = []
    check(value, (), issues)
    return not issues


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_integer(value: Any) -> bool:
    return is_number(value) and (isinstance(value, int) or value.is_integer())


#: Type name -> whether a value is of it.
TYPES: dict[str, Callable[[Any], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "number": is_number,
    "integer": is_integer,
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def same(one: Any, other: Any) -> bool:
    """Equality of JSON: ``1`` is ``1.0``, and ``true`` is not ``1``."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return bool(one == other)
