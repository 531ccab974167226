"""An exception as X-Ray shows it.

https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html#api-segmentdocuments-errors
"""

from __future__ import annotations

import os
from traceback import extract_tb

#: Characters of a text that the documentation does not say otherwise about.
_LONGEST = 250
_LONGEST_MESSAGE = 1000
_MOST_FRAMES = 20


def exception_of(error: BaseException) -> dict[str, object]:
    """Its kind, message and stack, innermost frame first. Never raises."""
    try:
        message = str(error)[:_LONGEST_MESSAGE]
    except Exception:  # a __str__ of the author's
        message = "the exception cannot be written as text"
    frames = [
        {"path": _relative(frame.filename)[-_LONGEST:], "line": frame.lineno or 0, "label": frame.name[:_LONGEST]}
        for frame in reversed(extract_tb(error.__traceback__, limit=-_MOST_FRAMES))
    ]
    return {"id": os.urandom(8).hex(), "type": type(error).__name__[:_LONGEST], "message": message, "stack": frames}


def _relative(path: str) -> str:
    root = os.environ.get("LAMBDA_TASK_ROOT")
    return path.removeprefix(f"{root}/") if root else path
