"""The state of one handling: a request, a record of a batch, a scheduled run."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from ..trace import Subsegment, TraceHeader
from .call import Call

#: The run that code belongs to, through every ``await``: records that are handled together do not mix.
current: ContextVar[Run] = ContextVar("motia_run")


class Run:
    __slots__ = (
        "asynchronous",
        "attempt",
        "emits",
        "header",
        "hop",
        "message_id",
        "parent_id",
        "pending",
        "remaining_time",
        "request_id",
        "segment",
        "step",
        "topic",
        "trace_id",
        "trigger",
    )

    def __init__(
        self,
        *,
        step: str,
        trigger: str,
        request_id: str,
        parent_id: str,
        trace_id: str,
        hop: int,
        header: TraceHeader | None,
        remaining_time: Callable[[], int],
        asynchronous: bool,
        topic: str | None = None,
        attempt: int | None = None,
        message_id: str | None = None,
    ) -> None:
        self.step = step
        self.trigger = trigger
        #: Lambda's.
        self.request_id = request_id
        #: What the ids of its emits are made from: the same when this input is handled again.
        self.parent_id = parent_id
        #: The flow's, carried by every envelope.
        self.trace_id = trace_id
        #: How many emits lie between the flow's beginning and this run.
        self.hop = hop
        self.header = header
        #: Milliseconds that are left.
        self.remaining_time = remaining_time
        #: Whether the handler is a coroutine function; a plain one gets calls that block.
        self.asynchronous = asynchronous
        self.topic = topic
        self.attempt = attempt
        self.message_id = message_id
        #: How many emits it has made.
        self.emits = 0
        #: Calls that must end before the run does.
        self.pending: list[Call[Any]] = []
        self.segment = self.subsegment(step, self._about_input())

    def subsegment(self, name: str, more: dict[str, Any], parent: str | None = None) -> Subsegment:
        annotations = {**_app(), "step": self.step, "trigger": self.trigger, "traceId": self.trace_id, **more}
        return Subsegment(name, self.header, annotations, parent)

    def _about_input(self) -> dict[str, Any]:
        about = {"topic": self.topic, "attempt": self.attempt, "messageId": self.message_id}
        return {name: value for name, value in about.items() if value is not None}


def _app() -> dict[str, str]:
    app = os.environ.get("MOTIA_APP")
    return {"app": app} if app else {}
