"""One state call: traced, and done at once or in a thread as the handler needs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..invocation import Run
from ..invocation.perform import perform
from ..trace import Subsegment


def operate(run: Run, operation: str, group: str, work: Callable[[str | None], Any]) -> Any:
    """Begins ``work``, which gets the trace header that its calls carry."""
    segment = begin(run, operation, group)

    def traced() -> Any:
        try:
            result = work(segment.carried())
        except BaseException as error:
            segment.end(error)
            raise
        segment.end()
        return result

    return perform(run, traced)


def begin(run: Run, operation: str, group: str) -> Subsegment:
    about = {"stateOperation": operation, "stateGroup": group}
    return run.subsegment(f"state.{operation}", about, run.segment.id)
