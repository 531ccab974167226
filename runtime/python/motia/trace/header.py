"""``X-Amzn-Trace-Id``: https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader"""

from __future__ import annotations

import os
import re
import time
from typing import NamedTuple

_ROOT = re.compile(r"1-[0-9a-f]{8}-[0-9a-f]{24}")


class TraceHeader(NamedTuple):
    root: str
    parent: str | None
    sampled: bool

    def within(self, parent: str) -> str:
        """The header that a call inside of segment ``parent`` carries on."""
        return f"Root={self.root};Parent={parent};Sampled={int(self.sampled)}"


def parse_header(text: str | None) -> TraceHeader | None:
    """``None`` for what is no trace header."""
    fields = dict(part.strip().partition("=")[::2] for part in (text or "").split(";"))
    root = fields.get("Root", "")
    if not _ROOT.fullmatch(root):
        return None
    return TraceHeader(root, fields.get("Parent"), fields.get("Sampled") == "1")


def current_header() -> TraceHeader | None:
    """The invocation's header. Lambda sets the variable before each invocation; at init there is none."""
    return parse_header(os.environ.get("_X_AMZN_TRACE_ID"))


def new_root() -> str:
    return f"1-{int(time.time()):08x}-{os.urandom(12).hex()}"
