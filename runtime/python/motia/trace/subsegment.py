"""A subsegment: https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html#api-segmentdocuments-subsegments"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from typing import TypeVar

from .daemon import send
from .exception import exception_of
from .header import TraceHeader

T = TypeVar("T")

Annotation = str | int | float | bool

_FORBIDDEN = re.compile(r"[^\w .:/%&#=+\-@]")

#: Characters of an annotation's value: https://docs.aws.amazon.com/xray/latest/devguide/xray-sdk-python-segment.html
_MOST = 1000


class Subsegment:
    """Begun when made, sent when ended; without ``parent`` the handler's. Never holds payloads, keys or values."""

    __slots__ = ("annotations", "continues", "header", "id", "name", "parent", "start")

    def __init__(
        self, name: str, header: TraceHeader | None, annotations: dict[str, Annotation], parent: str | None = None
    ) -> None:
        self.id = os.urandom(8).hex()
        self.name = name
        self.header = header
        self.parent = parent or (header.parent if header else None)
        #: Whether it is a whole segment: in the producer's trace there is none of Lambda's for a handler to be part of.
        self.continues = parent is None and header is not None and header.continued
        self.annotations = annotations
        self.start = time.time()

    def carried(self) -> str | None:
        """The trace header for calls made inside of it."""
        return self.header.within(self.id) if self.header else None

    def around(self, work: Callable[[str | None], T]) -> Callable[[], T]:
        """``work``, which gets the trace header that its calls carry; this ends with it."""

        def traced() -> T:
            try:
                result = work(self.carried())
            except BaseException as error:
                self.end(error)
                raise
            self.end()
            return result

        return traced

    def end(self, error: BaseException | None = None) -> None:
        """Sends it; nothing when the trace is not sampled. Never raises."""
        if self.header is None or not self.header.sampled or self.parent is None:
            return
        annotations = self.annotations
        exception = None if error is None else exception_of(error)
        if exception is not None:
            # X-Ray's `fault` finds traces by their root segment alone, which is Lambda's: the invocation went well.
            annotations = {**annotations, "error": str(exception["type"])}
        document: dict[str, object] = {
            "id": self.id,
            "trace_id": self.header.root,
            "parent_id": self.parent,
            "name": _FORBIDDEN.sub("_", self.name)[:200],
            "start_time": self.start,
            "end_time": max(self.start, time.time()),
            "annotations": {
                key: value[:_MOST] if isinstance(value, str) else value for key, value in annotations.items()
            },
        }
        if not self.continues:
            document["type"] = "subsegment"
        if exception is not None:
            document["fault"] = True
            document["cause"] = {"exceptions": [exception]}
        send(document)
