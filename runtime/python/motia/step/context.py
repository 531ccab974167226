"""What handlers get."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..invocation import Run
from ..logger import Logger, logger

if TYPE_CHECKING:
    from ..emits import Emit, MotiaEmit
    from ..state import MotiaState, State
    from ..streams import Streams


def load_what_will_be_used() -> None:
    """At init a function has more of a processor than later; one that neither emits nor keeps state pays for neither.

    https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
    """
    emits, state, streams = (name in os.environ for name in ("MOTIA_TOPICS", "MOTIA_TABLE", "MOTIA_STREAMS"))
    if emits:
        from .. import emits as _emits  # noqa: F401
    if state:
        from .. import state as _state  # noqa: F401
    if streams:
        from .. import streams as _streams  # noqa: F401
    if emits or state or streams:
        from ..aws.connections import load_certificates

        load_certificates()


class Context:
    """All that a ``define_step`` handler may ask for, as attributes."""

    def __init__(self, run: Run, own: dict[str, Any]) -> None:
        self._run = run
        self.logger: Logger = logger
        self.trace_id = run.trace_id
        self.remaining_time = run.remaining_time
        self.__dict__.update(own)

    @property
    def context(self) -> Context:
        return self

    @cached_property
    def emit(self) -> Emit:
        from ..emits import Emit

        return Emit(self._run)

    @cached_property
    def state(self) -> State:
        from ..state import State

        return State(self._run)

    @cached_property
    def streams(self) -> Streams:
        from ..streams import Streams

        return Streams(self._run)


class FlowContext:
    """The ``context`` of Motia 0.x."""

    def __init__(self, run: Run, config: dict[str, Any]) -> None:
        self._run = run
        self._config = config
        self.logger: Logger = logger
        self.trace_id = run.trace_id
        self.traceId = run.trace_id
        self.flows = list(config.get("flows") or [])

    @cached_property
    def emit(self) -> MotiaEmit:
        from ..emits import MotiaEmit

        return MotiaEmit(self._run, listed_topics(self._config))

    @cached_property
    def state(self) -> MotiaState:
        from ..state import MotiaState

        return MotiaState(self._run)

    @cached_property
    def streams(self) -> Streams:
        from ..streams import Streams

        return Streams(self._run)


def listed_topics(config: dict[str, Any]) -> frozenset[str]:
    """The topics that a 0.x config lists; empty allows all."""
    entries = config.get("emits") or []
    return frozenset(entry["topic"] if isinstance(entry, dict) else str(entry) for entry in entries)
