"""JSON lines that Lambda keeps as they are and filters by ``level``.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
"""

from __future__ import annotations

import json
import os
import sys
from traceback import format_exception
from typing import Any

from .envelope import iso_now
from .invocation import current
from .values import escape_fragile

_LEVELS = {"TRACE": 0, "DEBUG": 0, "INFO": 1, "WARN": 2, "ERROR": 3, "FATAL": 3}


class Logger:
    """``logger.info("order stored", {"orderId": id})`` or ``logger.info("order stored", orderId=id)``.

    Knows the Step, request and trace of the run that it is used in. Never raises: a log call is no reason to fail.
    """

    __slots__ = ()

    def debug(self, message: object, fields: object = None, **more: object) -> None:
        _write("DEBUG", message, fields, more)

    def info(self, message: object, fields: object = None, **more: object) -> None:
        _write("INFO", message, fields, more)

    def warn(self, message: object, fields: object = None, **more: object) -> None:
        _write("WARN", message, fields, more)

    def error(self, message: object, fields: object = None, **more: object) -> None:
        _write("ERROR", message, fields, more)

    warning = warn


#: Usable anywhere in a project's code.
logger = Logger()


def error_fields(error: BaseException) -> dict[str, Any]:
    """What errors look like in Lambda's JSON log format."""
    lines = "".join(format_exception(type(error), error, error.__traceback__)).splitlines()
    return {
        "errorType": type(error).__name__,
        "errorMessage": str(error),
        "stackTrace": [line.strip() for line in lines if line.strip()],
    }


def _write(level: str, message: object, fields: object, more: dict[str, object]) -> None:
    if _LEVELS[level] < _LEVELS.get(os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper(), 0):
        return
    own: dict[str, Any] = {"timestamp": iso_now(), "level": level, "message": str(message)}
    run = current.get(None)
    if run is not None:
        own |= {"requestId": run.request_id, "step": run.step, "traceId": run.trace_id}
    given = {**_named(fields), **more}
    # What lines are found by is never hidden, nor is what the author says by the same name.
    namesakes = {name: given[name] for name in own if given.get(name) is not None and not _same(given[name], own[name])}
    kept = {"fields": namesakes} if namesakes else {}
    sys.stdout.write(escape_fragile(_line({**own, **given, **kept, **own})) + "\n")
    sys.stdout.flush()


def _same(given: object, own: str) -> bool:
    return isinstance(given, str) and given == own


def _named(fields: object) -> dict[Any, Any]:
    if fields is None:
        return {}
    if isinstance(fields, BaseException):
        return error_fields(fields)
    return fields if isinstance(fields, dict) else {"data": fields}


def _line(entry: dict[Any, Any]) -> str:
    try:
        return json.dumps(entry, default=_plain, ensure_ascii=False, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError):
        return json.dumps({str(name): repr(value) if name != "message" else value for name, value in entry.items()})


def _plain(value: object) -> object:
    if isinstance(value, BaseException):
        return error_fields(value)
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=repr)
    return str(value)
