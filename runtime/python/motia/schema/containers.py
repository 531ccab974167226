"""Objects and arrays."""

from __future__ import annotations

from typing import Any

from .scalars import _bound, compile_pattern
from .types import Check, Compiles, Issue, Path, fits, same

Schema = dict[str, Any]


def _properties(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
    checks = _each(argument, compiler, place)

    def check(value: Any, path: Path, issues: list[Issue]) -> None:
        if isinstance(value, dict):
            for name, one in checks.items():
                if name in value:
                    one(value[name], (*path, name), issues)

    return check


def _pattern_properties(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
    checks = [(compile_pattern(text, compiler, place), one) for text, one in _each(argument, compiler, place).items()]

    def check(value: Any, path: Path, issues: list[Issue]) -> None:
        if isinstance(value, dict):
            for name, item in value.items():
                for expression, one in checks:
                    if expression.search(name):
                        one(item, (*path, name), issues)

    return check


def _additional_properties(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
    known = schema.get("properties", {})
    patterns = [compile_pattern(text, compiler, place) for text in schema.get("patternProperties", {})]
    one = compiler.compile(argument, place)

    def check(value: Any, path: Path, issues: list[Issue]) -> None:
        if isinstance(value, dict):
            for name, item in value.items():
                if name not in known and not any(expression.search(name) for expression in patterns):
                    one(item, (*path, name), issues)

    return check


def _property_names(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
    one = compiler.compile(argument, place)

    def check(value: Any, path: Path, issues: list[Issue]) -> None:
        if isinstance(value, dict):
            issues.extend(((*path, name), "is no name that is allowed") for name in value if not fits(one, name))

    return check


def _required(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
    if not isinstance(argument, (list, tuple)):
        raise compiler.error(place, f"required is a list of names, this is {argument!r}")

    def check(value: Any, path: Path, issues: list[Issue]) -> None:
        if isinstance(value, dict):
            issues.extend(((*path, name), "is required") for name in argument if name not in value)

    return check


def _dependent_required(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
    def check(value: Any, path: Path, issues: list[Issue]) -> None:
        if isinstance(value, dict):
            for name, others in argument.items():
                if name in value:
                    issues.extend(
                        ((*path, other), f"is required beside {name}") for other in others if other not in value
                    )

    return check


def _dependent_schemas(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
    checks = _each(argument, compiler, place)

    def check(value: Any, path: Path, issues: list[Issue]) -> None:
        if isinstance(value, dict):
            for name, one in checks.items():
                if name in value:
                    one(value, path, issues)

    return check


def _prefix_items(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
    if not isinstance(argument, list):
        raise compiler.error(place, f"prefixItems is a list of schemas, this is {argument!r}")
    checks = [compiler.compile(one, f"{place}/{index}") for index, one in enumerate(argument)]

    def check(value: Any, path: Path, issues: list[Issue]) -> None:
        if isinstance(value, list):
            for index, (item, one) in enumerate(zip(value, checks)):
                one(item, (*path, index), issues)

    return check


def _items(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
    if isinstance(argument, list):  # as it was before draft 2020-12
        return _prefix_items(argument, schema, compiler, place)
    one = compiler.compile(argument, place)
    start = len(schema.get("prefixItems", ()))

    def check(value: Any, path: Path, issues: list[Issue]) -> None:
        if isinstance(value, list):
            for index in range(start, len(value)):
                one(value[index], (*path, index), issues)

    return check


def _additional_items(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check | None:
    first = schema.get("items")
    if not isinstance(first, list):
        return None
    return _items(argument, {"prefixItems": first}, compiler, place)


def _contains(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check:
    one = compiler.compile(argument, place)
    least, most = schema.get("minContains", 1), schema.get("maxContains", float("inf"))

    def check(value: Any, path: Path, issues: list[Issue]) -> None:
        if isinstance(value, list):
            count = sum(fits(one, item) for item in value)
            if not least <= count <= most:
                issues.append((path, f"holds {count} items of the kind asked for"))

    return check


def _unique_items(argument: Any, schema: Schema, compiler: Compiles, place: str) -> Check | None:
    if argument is not True:
        return None

    def check(value: Any, path: Path, issues: list[Issue]) -> None:
        if isinstance(value, list) and any(
            same(value[index], other) for index in range(len(value)) for other in value[:index]
        ):
            issues.append((path, "must not hold an item twice"))

    return check


def _each(argument: Any, compiler: Compiles, place: str) -> dict[str, Check]:
    if not isinstance(argument, dict):
        raise compiler.error(place, f"it must be a dict of schemas, it is {argument!r}")
    return {name: compiler.compile(one, f"{place}/{name}") for name, one in argument.items()}


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _is_dict(value: Any) -> bool:
    return isinstance(value, dict)


CONTAINERS = {
    "properties": _properties,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
    "propertyNames": _property_names,
    "required": _required,
    "dependentRequired": _dependent_required,
    "dependentSchemas": _dependent_schemas,
    "minProperties": _bound(_is_dict, lambda value, bound: len(value) >= bound, "must have at least {} properties"),
    "maxProperties": _bound(_is_dict, lambda value, bound: len(value) <= bound, "must have at most {} properties"),
    "prefixItems": _prefix_items,
    "items": _items,
    "additionalItems": _additional_items,
    "contains": _contains,
    "uniqueItems": _unique_items,
    "minItems": _bound(_is_list, lambda value, bound: len(value) >= bound, "must have at least {} items"),
    "maxItems": _bound(_is_list, lambda value, bound: len(value) <= bound, "must have at most {} items"),
}
