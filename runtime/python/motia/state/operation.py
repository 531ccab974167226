"""One state call: traced, and done at once or in a thread as the handler needs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..invocation import Run
from ..invocation.perform import perform
from ..trace import Subsegment


def operate(run: Run, operation: str, group: str, work: Callable[[str | None], Any]) -> Any:
    """Begins ``work``, which gets the trace header that its calls carry."""
    return perform(run, begin(run, operation, group).around(work))


def begin(run: Run, operation: str, group: str) -> Subsegment:
    about = {"stateOperation": operation, "stateGroup": group}
    return run.subsegment(f"state.{operation}", about, run.segment.id)
