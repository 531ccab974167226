"""What handlers get."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..errors import UnsupportedError
from ..invocation import Run
from ..logger import Logger, logger

if TYPE_CHECKING:
    from ..emits import Emit, MotiaEmit
    from ..state import MotiaState, State


def load_what_will_be_used() -> None:
    """At init a function has more of a processor than later; one that neither emits nor keeps state pays for neither.

    https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
    """
    emits, state = "MOTIA_TOPICS" in os.environ, "MOTIA_TABLE" in os.environ
    if emits:
        from .. import emits as _emits  # noqa: F401
    if state:
        from .. import state as _state  # noqa: F401
    if emits or state:
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


class FlowContext:
    """The ``context`` of Motia 0.x."""

    def __init__(self, run: Run, config: dict[str, Any]) -> None:
        self._run = run
        self._config = config
        self.logger: Logger = logger
        self.trace_id = run.trace_id
        self.traceId = run.trace_id
        self.flows = list(config.get("flows") or [])
        self.streams = _NoStreams(run.step)

    @cached_property
    def emit(self) -> MotiaEmit:
        from ..emits import MotiaEmit

        return MotiaEmit(self._run, listed_topics(self._config))

    @cached_property
    def state(self) -> MotiaState:
        from ..state import MotiaState

        return MotiaState(self._run)


class _NoStreams:
    """Says so when a stream is used."""

    def __init__(self, step: str) -> None:
        self._step = step

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise UnsupportedError(
            f"step {self._step!r} uses the stream {name!r}, streams are not available yet: keep the data in state"
        )

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


def listed_topics(config: dict[str, Any]) -> frozenset[str]:
    """The topics that a 0.x config lists; empty allows all."""
    entries = config.get("emits") or []
    return frozenset(entry["topic"] if isinstance(entry, dict) else str(entry) for entry in entries)
