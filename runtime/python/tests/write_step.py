"""Steps made of a few lines, for one test."""

from __future__ import annotations

import importlib
from pathlib import Path
from textwrap import dedent
from typing import Any


def write_step(
    folder: Path, trigger: str, source: str, *, dialect: str = "define-step", file: str = "some.step.py"
) -> Any:
    """The Lambda handler of a Step with this source."""
    (folder / file).write_text(dedent(source))
    adapter = importlib.import_module(f"motia.adapters.{trigger}")
    return adapter.adapt(file, name="some", dialect=dialect)


def batch(*data: Any, **more: Any) -> dict[str, Any]:
    """An SQS event with a record for each."""
    from conformance_events import event_of

    records = [{"id": f"m{index}", "envelope": {"data": one}, **more} for index, one in enumerate(data)]
    return dict(event_of({"step": "some", "records": records}))


def request(**more: Any) -> dict[str, Any]:
    from conformance_events import event_of

    return dict(event_of({"request": {"method": "GET", "path": "/", **more}}))
