"""``$ref``, ``allOf``, ``anyOf``, ``oneOf``, ``not`` and ``if``."""

from __future__ import annotations

from typing import Any

from .types import Check, Compiles, Issue, Path, fits

Schema = dict[str, Any]


def _reference(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
    return compiler.reference(argument, place)


def _all_of(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
    checks = _list(argument, compiler, place)

    def check(value: Any, path: Path, issues: list[Issue]) -> None:
        for one in checks:
            one(value, path, issues)

    return check


def _any_of(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
    checks = _list(argument, compiler, place)

    def check(value: Any, path: Path, issues: list[Issue]) -> None:
        best: list[Issue] | None = None
        for one in checks:
            found: list[Issue] = []
            one(value, path, found)
            if not found:
                return
            # What got furthest into the value is what was most likely meant.
            if best is None or max(len(place) for place, _ in found) > max(len(place) for place, _ in best):
                best = found
        issues.extend(best if best and len(best[0][0]) > len(path) else [(path, "fits none of the kinds allowed")])

    return check


def _one_of(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
    checks = _list(argument, compiler, place)
    any_of = _any_of(argument, schema, compiler, place)

    def check(value: Any, path: Path, issues: list[Issue]) -> None:
        count = sum(fits(one, value) for one in checks)
        if count == 0:
            any_of(value, path, issues)
        elif count > 1:
            issues.append((path, f"fits {count} kinds, of which it may be only one"))

    return check


def _not(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
    one = compiler.compile(argument, place)

    def check(value: Any, path: Path, issues: list[Issue]) -> None:
        if fits(one, value):
            issues.append((path, "is of a kind that is not allowed"))

    return check


def _if(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
    condition = compiler.compile(argument, place)
    then = compiler.compile(schema.get("then", True), place)
    otherwise = compiler.compile(schema.get("else", True), place)

    def check(value: Any, path: Path, issues: list[Issue]) -> None:
        (then if fits(condition, value) else otherwise)(value, path, issues)

    return check


def _list(argument: Any, compiler: Compiles, place: str) -> list[Check]:
    if not isinstance(argument, list) or not argument:
        raise compiler.error(place, f"it must be a list of schemas, it is {argument!r}")
    return [compiler.compile(one, f"{place}/{index}") for index, one in enumerate(argument)]


COMBINING = {
    "$ref": _reference,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _not,
    "if": _if,
}
