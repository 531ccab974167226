"""A subsegment: https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html#api-segmentdocuments-subsegments"""

from __future__ import annotations

import os
import re
import time
from traceback import extract_tb

from .daemon import send
from .header import TraceHeader

Annotation = str | int | float | bool

_FORBIDDEN = re.compile(r"[^\w\s.:/%&#=+\-@]")


class Subsegment:
    """Begun when made, sent when ended. Never holds payloads, keys or values."""

    __slots__ = ("annotations", "header", "id", "name", "parent", "start")

    def __init__(
        self, name: str, header: TraceHeader | None, annotations: dict[str, Annotation], parent: str | None = None
    ) -> None:
        self.id = os.urandom(8).hex()
        self.name = name
        self.header = header
        self.parent = parent or (header.parent if header else None)
        self.annotations = annotations
        self.start = time.time()

    def carried(self) -> str | None:
        """The trace header for calls made inside of it."""
        return self.header.within(self.id) if self.header else None

    def end(self, error: BaseException | None = None) -> None:
        """Sends it; nothing when the trace is not sampled. Never raises."""
        if self.header is None or not self.header.sampled or self.parent is None:
            return
        document: dict[str, object] = {
            "id": self.id,
            "trace_id": self.header.root,
            "parent_id": self.parent,
            "name": _FORBIDDEN.sub("_", self.name)[:200],
            "type": "subsegment",
            "start_time": self.start,
            "end_time": time.time(),
            "annotations": self.annotations,
        }
        if error is not None:
            document["fault"] = True
            document["cause"] = {"exceptions": [_exception(error)]}
        send(document)


def _exception(error: BaseException) -> dict[str, object]:
    frames = [
        {"path": frame.filename, "line": frame.lineno, "label": frame.name}
        for frame in reversed(extract_tb(error.__traceback__, limit=-20))
    ]
    return {"id": os.urandom(8).hex(), "type": type(error).__name__, "message": str(error)[:1000], "stack": frames}
