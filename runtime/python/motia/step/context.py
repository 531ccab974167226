"""What handlers get."""

from __future__ import annotations

from typing import Any

from ..emits import Emit, MotiaEmit
from ..errors import UnsupportedError
from ..invocation import Run
from ..logger import Logger, logger
from ..state import MotiaState, State


class Context:
    """All that a ``define_step`` handler may ask for, as attributes."""

    def __init__(self, run: Run, own: dict[str, Any]) -> None:
        self.emit = Emit(run)
        self.state = State(run)
        self.logger: Logger = logger
        self.trace_id = run.trace_id
        self.remaining_time = run.remaining_time
        self.__dict__.update(own)

    def named(self) -> dict[str, Any]:
        return {**self.__dict__, "context": self}


class FlowContext:
    """The ``context`` of Motia 0.x."""

    def __init__(self, run: Run, config: dict[str, Any]) -> None:
        self.emit = MotiaEmit(run, listed_topics(config))
        self.state = MotiaState(run)
        self.logger: Logger = logger
        self.trace_id = run.trace_id
        self.traceId = run.trace_id
        self.flows = list(config.get("flows") or [])
        self.streams = _NoStreams(run.step)


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
