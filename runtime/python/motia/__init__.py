"""Steps in Python for motia-aws: one file with a config and a handler becomes a Lambda.

Example::

    from motia import Emit, State, define_step

    @define_step(type="event", subscribes=["order.created"])
    async def handler(data: dict, emit: Emit, state: State) -> None:
        order = await state.get(f"order:{data['orderId']}")
        await emit("order.checked", {"orderId": order["id"]})

``motia.errors`` has what may be raised.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .define_step import define_step
from .logger import Logger, logger

if TYPE_CHECKING:
    from .emits import Emit
    from .state import State
    from .step.context import Context, FlowContext
    from .streams import Streams

__all__ = ["Context", "Emit", "FlowContext", "Logger", "State", "Streams", "define_step", "logger"]

#: Types for annotations, in modules that a Step which does not name them need not load.
_TYPES = {
    "Context": ".step.context",
    "Emit": ".emits",
    "FlowContext": ".step.context",
    "State": ".state",
    "Streams": ".streams",
}


def __getattr__(name: str) -> Any:
    """https://peps.python.org/pep-0562/"""
    if name not in _TYPES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_TYPES[name], __name__), name)
