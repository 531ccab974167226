"""``type``, ``enum``, ``const``, and the bounds of numbers and texts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from .types import TYPES, Check, Compiles, Issue, Path, is_number, same

Schema = dict[str, Any]


def _type(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
    names = argument if isinstance(argument, list) else [argument]
    unknown = [name for name in names if name not in TYPES]
    if unknown or not names:
        raise compiler.error(place, f"unknown type {unknown[0] if unknown else argument!r}")
    if schema.get("nullable") is True:
        names = [*names, "null"]
    tests = [TYPES[name] for name in names]
    message = f"must be {' or '.join(names)}"

    def check(value: Any, path: Path, issues: list[Issue]) -> None:
        if not any(test(value) for test in tests):
            issues.append((path, message))

    return check


def _enum(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
    if not isinstance(argument, (list, tuple)):
        raise compiler.error(place, "enum must be a list")
    message = f"must be one of {', '.join(json.dumps(item, ensure_ascii=False, default=str) for item in argument)}"

    def check(value: Any, path: Path, issues: list[Issue]) -> None:
        if not any(same(value, item) for item in argument):
            issues.append((path, message))

    return check


def _const(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
    return _enum([argument], schema, compiler, place)


def _bound(of: Callable[[Any], bool], holds: Callable[[Any, Any], bool], message: str) -> Any:
    """A keyword that compares values of one kind with its number."""

    def keyword(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
        if not is_number(argument):
            raise compiler.error(place, f"it must be a number, it is {argument!r}")
        text = message.format(argument)

        def check(value: Any, path: Path, issues: list[Issue]) -> None:
            if of(value) and not holds(value, argument):
                issues.append((path, text))

        return check

    return keyword


def _multiple(value: Any, of: Any) -> bool:
    if isinstance(value, float) and value - value != 0:
        return False
    # Through their decimal texts, for 0.3 / 0.1 is no integer in binary.
    return (Fraction(repr(value)) / Fraction(repr(of))).denominator == 1


def _multiple_of(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
    if is_number(argument) and argument <= 0:
        raise compiler.error(place, f"it must be above 0, it is {argument!r}")
    check: Check = _bound(is_number, _multiple, "must be a multiple of {}")(argument, schema, compiler, place)
    return check


def _pattern(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
    expression = compile_pattern(argument, compiler, place)
    message = f"must match {argument}"

    def check(value: Any, path: Path, issues: list[Issue]) -> None:
        if isinstance(value, str) and not expression.search(value):
            issues.append((path, message))

    return check


def compile_pattern(text: Any, compiler: Compiles, place: str) -> re.Pattern[str]:
    """An ECMAScript expression as far as Python's are the same; there ``$`` is the very end and ``\\d`` ASCII."""
    try:
        return re.compile(
            re.sub(r"(?<!\\)\$(?=$|[)|])", r"\\Z", text).replace(r"\p{L}", r"[^\W\d_]"),
            re.ASCII if r"\p" not in text else 0,
        )
    except (re.error, TypeError) as error:
        raise compiler.error(place, f"pattern {text!r} is no regular expression: {error}") from error


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


SCALARS = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "minimum": _bound(is_number, lambda value, bound: value >= bound, "must be at least {}"),
    "maximum": _bound(is_number, lambda value, bound: value <= bound, "must be at most {}"),
    "exclusiveMinimum": _bound(is_number, lambda value, bound: value > bound, "must be more than {}"),
    "exclusiveMaximum": _bound(is_number, lambda value, bound: value < bound, "must be less than {}"),
    "multipleOf": _multiple_of,
    "minLength": _bound(_is_text, lambda value, bound: len(value) >= bound, "must have at least {} characters"),
    "maxLength": _bound(_is_text, lambda value, bound: len(value) <= bound, "must have at most {} characters"),
    "pattern": _pattern,
}
