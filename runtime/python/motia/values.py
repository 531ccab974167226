"""The JSON text of values: what goes into state, messages and answers, so that both languages read the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from .errors import InvalidValueError

#: Integers beyond this lose digits in JavaScript (ECMAScript, Number.MAX_SAFE_INTEGER).
LARGEST_INTEGER = 2**53 - 1

_LONG_DIGITS = re.compile(r"[0-9]{16}")
#: A lone surrogate has no UTF-8 (RFC 8259, 8.2), and SQS takes no U+FFFE and U+FFFF; escaped they survive.
_FRAGILE = re.compile("[\ud800-\udfff\ufffe\uffff]")


def to_json(value: Any, what: str = "value") -> str:
    """The compact JSON text of ``value``.

    Beside JSON's own types it takes what can be told without loss: ``datetime`` (UTC, milliseconds, ``Z``: as
    JavaScript's ``Date``; naive ones count as UTC), ``date``, ``Decimal`` that a float holds exactly, ``UUID``,
    ``Enum``, dataclasses, pydantic models and tuples.

    Raises ``InvalidValueError`` naming the place for NaN, infinities, integers beyond 2^53 - 1 and all else.
    """
    try:
        text = _encode(value)
    except InvalidValueError as error:
        raise InvalidValueError(f"{what}: {error}") from None
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidValueError(f"{what}: {_explain(value, error)}") from None
    if _LONG_DIGITS.search(text):
        _refuse_large_integers(value, what)
    return escape_fragile(text)


def escape_fragile(text: str) -> str:
    """JSON text that UTF-8 and every transport can hold."""
    return _FRAGILE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def from_json(text: str | bytes) -> Any:
    """The value of a JSON text. Integers beyond 2^53 - 1 become floats, which is what they are in JavaScript."""
    return _decode(text if isinstance(text, str) else text.decode("utf-8"))


def _integer(digits: str) -> int | float:
    number = int(digits) if len(digits) < 400 else float(digits)
    return number if -LARGEST_INTEGER <= number <= LARGEST_INTEGER else float(digits)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _convert(value: Any) -> Any:
    kind = type(value).__module__
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if kind == "datetime" or hasattr(value, "isoformat"):
        return _iso(value)
    if kind == "decimal":
        return _decimal(value)
    if kind == "uuid":
        return str(value)
    if hasattr(type(value), "__members__"):
        return value.value
    if hasattr(type(value), "__dataclass_fields__"):
        return {name: getattr(value, name) for name in type(value).__dataclass_fields__}
    raise TypeError(f"a {type(value).__name__} has no JSON form; convert it first")


def _iso(value: Any) -> str:
    if not hasattr(value, "astimezone"):
        return str(value.isoformat())
    from datetime import timezone

    moment = value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z".rjust(24, "0")


def _decimal(value: Any) -> int | float:
    if value.is_finite():
        number = int(value) if value == value.to_integral_value() else float(value)
        if isinstance(number, int) or type(value)(repr(number)) == value:
            return number
    raise ValueError(f"the decimal {value} loses digits as a JSON number; store it as str(value)")


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_convert).encode
_decode = json.JSONDecoder(parse_int=_integer, parse_constant=_refuse_constant).decode


def _explain(value: Any, error: Exception) -> str:
    if isinstance(error, RecursionError) or "Circular" in str(error):
        return "it refers to itself or is nested too deeply"
    if "Out of range float" in str(error):
        place = _place(value, lambda item: isinstance(item, float) and item - item != 0)
        return f"NaN and infinities have no JSON form{place or ''}; store None or a text instead"
    if "keys must be" in str(error):
        return "the keys of a dict must be texts"
    return str(error)


def _refuse_large_integers(value: Any, what: str) -> None:
    place = _place(json.loads(_encode(value)), lambda item: isinstance(item, int) and abs(item) > LARGEST_INTEGER)
    if place is not None:
        raise InvalidValueError(
            f"{what}: an integer beyond 2^53 - 1 loses digits in JSON numbers{place}; store it as str(value)"
        )


def _place(value: Any, wrong: Callable[[Any], bool], path: str = "") -> str | None:
    """``" at .a[3]"`` of the first value that is ``wrong``, empty for the root; ``None`` when there is none."""
    if wrong(value):
        return f" at {path}" if path else ""
    if isinstance(value, dict):
        places = (_place(item, wrong, f"{path}.{key}") for key, item in value.items())
    elif isinstance(value, (list, tuple)):
        places = (_place(item, wrong, f"{path}[{index}]") for index, item in enumerate(value))
    else:
        return None
    return next((place for place in places if place is not None), None)
