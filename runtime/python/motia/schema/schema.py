"""What may stand where a schema is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import DefinitionError

#: ``{"path": "items.0.sku", "message": "..."}``
Issue = dict[str, str]

#: Gives the value for the handler, and what does not fit.
Validate = Callable[[Any], tuple[Any, list[Issue]]]


def compile_schema(schema: Any, what: str) -> Validate:
    """Takes a JSON Schema (a dict or a bool), a pydantic model class or a pydantic ``TypeAdapter``.

    A model class's handler gets a model; a JSON Schema leaves the value as it is. Raises ``DefinitionError`` naming
    ``what`` for anything else.
    """
    if isinstance(schema, (dict, bool)):
        from .json_schema import compile_json_schema

        return compile_json_schema(schema, what)
    validate = getattr(schema, "model_validate", None) or getattr(schema, "validate_python", None)
    if callable(validate):
        return _with_pydantic(validate)
    raise DefinitionError(
        f"{what} is a {type(schema).__name__}, it must be a JSON Schema as a dict, or a pydantic model or TypeAdapter"
    )


def _with_pydantic(validate: Callable[[Any], Any]) -> Validate:
    def run(value: Any) -> tuple[Any, list[Issue]]:
        try:
            return validate(value), []
        except ValueError as error:
            errors = getattr(error, "errors", None)
            if not callable(errors):
                raise
            return value, [
                {"path": ".".join(str(part) for part in issue["loc"]), "message": str(issue["msg"])}
                for issue in errors()
            ]

    return run
