"""JSON Schema, draft 2020-12: what zod, pydantic and people write.

https://json-schema.org/draft/2020-12/json-schema-validation

A schema is compiled once, at init, to closures that list every issue. ``$ref`` may point into the same schema. A
keyword that is not known is refused by name then, for a misspelt one that is passed over would let anything in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import DefinitionError
from .keywords import KEYWORDS
from .types import Check, Issue, Path

#: They say something about a value and ask nothing of it. ``format`` is one of them: an annotation by default.
_ANNOTATIONS = frozenset(
    ["$schema", "$id", "$comment", "$defs", "$anchor", "definitions", "id", "title", "description", "default"]
    + ["example", "examples", "deprecated", "readOnly", "writeOnly", "format", "contentEncoding", "contentMediaType"]
    + ["contentSchema", "discriminator", "nullable", "then", "else", "minContains", "maxContains"]
)


def compile_json_schema(schema: Any, what: str) -> Callable[[Any], tuple[Any, list[dict[str, str]]]]:
    """Raises ``DefinitionError`` naming ``what`` and the place for a schema that cannot be understood."""
    check = Compiler(schema, what).compile(schema, "#")

    def validate(value: Any) -> tuple[Any, list[dict[str, str]]]:
        issues: list[Issue] = []
        check(value, (), issues)
        return value, [{"path": ".".join(map(str, path)), "message": message} for path, message in issues]

    return validate


class Compiler:
    """Compiles the parts of one schema; each ``$ref`` once, so that a schema may refer to itself."""

    def __init__(self, root: Any, what: str) -> None:
        self._root = root
        self._what = what
        self._references: dict[str, list[Check]] = {}

    def compile(self, schema: Any, place: str) -> Check:
        if schema is True:
            return lambda value, path, issues: None
        if schema is False:
            return lambda value, path, issues: issues.append((path, "is not allowed"))
        if not isinstance(schema, dict):
            raise self.error(place, f"a schema is a dict or a bool, this is {schema!r}")
        checks: list[Check] = []
        for keyword, argument in schema.items():
            if keyword in KEYWORDS:
                check = KEYWORDS[keyword](argument, schema, self, f"{place}/{keyword}")
                if check is not None:
                    checks.append(check)
            elif keyword not in _ANNOTATIONS and not keyword.startswith("x-"):
                raise self.error(place, f"unknown keyword {keyword!r}")
        return _all(checks)

    def reference(self, pointer: Any, place: str) -> Check:
        """A check that finds its own when first used, for it may be the one that is being compiled."""
        if not isinstance(pointer, str) or not pointer.startswith("#"):
            raise self.error(place, f"{pointer!r} points out of the schema; put what it refers to under $defs")
        if pointer not in self._references:
            compiled = self._references[pointer] = []
            compiled.append(self.compile(self._find(pointer, place), pointer))
        found = self._references[pointer]
        return lambda value, path, issues: found[0](value, path, issues)

    def error(self, place: str, message: str) -> DefinitionError:
        return DefinitionError(f"{self._what} is no schema that can be checked: {message}, at {place}")

    def _find(self, pointer: str, place: str) -> Any:
        target = self._root
        for part in pointer[1:].split("/")[1:]:
            key: Any = part.replace("~1", "/").replace("~0", "~")
            try:
                target = target[int(key)] if isinstance(target, list) else target[key]
            except (KeyError, ValueError, IndexError, TypeError):
                raise self.error(place, f"{pointer!r} points to nothing") from None
        return target


def _all(checks: list[Check]) -> Check:
    if len(checks) == 1:
        return checks[0]

    def check(value: Any, path: Path, issues: list[Issue]) -> None:
        for one in checks:
            one(value, path, issues)

    return check
