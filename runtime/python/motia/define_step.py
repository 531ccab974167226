"""``@define_step``: declares a Step; one file, one decorated function, one Lambda."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from .errors import DefinitionError

Handler = TypeVar("Handler", bound=Callable[..., Any])

#: The attribute of a decorated function that holds its Step.
MARK = "__motia_step__"

TRIGGERS = ("api", "event", "cron", "noop")


class Definition:
    """What ``define_step`` was given; read by the adapter of the Step's trigger."""

    def __init__(self, handler: Callable[..., Any], config: dict[str, Any]) -> None:
        self.handler = handler
        self.config = config


def define_step(
    *,
    type: str,
    name: str | None = None,
    description: str | None = None,
    flows: Sequence[str] = (),
    emits: Sequence[Any] | None = None,
    virtual_emits: Sequence[Any] = (),
    virtual_subscribes: Sequence[str] = (),
    infrastructure: dict[str, Any] | None = None,
    include_files: Sequence[str] = (),
    allow_loop: bool = False,
    middleware: Sequence[Callable[..., Any]] = (),
    method: str | None = None,
    path: str | None = None,
    body_schema: Any = None,
    query_schema: Any = None,
    response_schema: Any = None,
    query_params: Sequence[dict[str, str]] = (),
    auth: str | None = None,
    subscribes: Sequence[Any] = (),
    input: Any = None,
    expression: str | None = None,
    timezone: str | None = None,
) -> Callable[[Handler], Handler]:
    """Declares the Step that the decorated function handles.

    The function may be a coroutine function or a plain one, and takes what it needs by name: ``emit``, ``state``,
    ``streams``, ``logger``, ``trace_id``, ``remaining_time`` and ``context`` (all of it) always; ``body``, ``params``,
    ``query``, ``headers``, ``raw_body``, ``method``, ``path``, ``auth`` for an ``api``; ``data``, ``topic``,
    ``attempt``, ``id`` for an ``event``; ``scheduled_time`` for a ``cron``.
    It stays an ordinary function, so a test may call it.

    Schemas are JSON Schemas as dicts, or pydantic models; ``infrastructure`` is as in TypeScript.

    Raises ``DefinitionError`` when the config cannot be one.

    Example::

        @define_step(type="event", subscribes=["order.created"])
        async def handler(data, emit, state):
            order = await state.get(f"order:{data['orderId']}")
            await emit("order.checked", {"orderId": order["id"]})
    """
    if type not in TRIGGERS:
        raise DefinitionError(f"type of a step is {type!r}, it must be one of {', '.join(map(repr, TRIGGERS))}")
    _require(type, "api", method=method, path=path)
    _require(type, "event", subscribes=subscribes)
    _require(type, "cron", expression=expression)
    config = {
        "type": type,
        "name": name,
        "flows": list(flows),
        "emits": None if emits is None else list(emits),
        "middleware": list(middleware),
        "bodySchema": body_schema,
        "querySchema": query_schema,
        "subscribes": list(subscribes),
        "input": input,
    }

    def decorate(handler: Handler) -> Handler:
        if not callable(handler):
            raise DefinitionError(f"define_step decorates a function, this is {handler!r}")
        setattr(handler, MARK, Definition(handler, config))
        return handler

    return decorate


def _require(type: str, of: str, **given: Any) -> None:
    for name, value in given.items():
        if type == of and not value:
            raise DefinitionError(f"a step of type {type!r} needs {name}")
