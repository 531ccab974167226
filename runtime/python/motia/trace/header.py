"""``X-Amzn-Trace-Id``: https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader"""

from __future__ import annotations

import os
import re
import time
from typing import NamedTuple

_ROOT = re.compile(r"1-[0-9a-f]{8}-[0-9a-f]{24}")
_PARENT = re.compile(r"[0-9a-f]{16}")


class TraceHeader(NamedTuple):
    root: str
    parent: str | None
    sampled: bool
    #: How often which functions ran in this chain: https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
    lineage: str | None = None
    #: It is the trace of who emitted the message, and not the one that Lambda began for its batch.
    continued: bool = False

    def within(self, parent: str) -> str:
        """The header that a call inside of segment ``parent`` carries on.

        Without the lineage Lambda would not notice a loop; a segment that is not sent is nobody's parent.
        """
        known = parent if self.sampled else self.parent
        fields = {"Root": self.root, "Parent": known, "Sampled": str(int(self.sampled)), "Lineage": self.lineage}
        return ";".join(f"{name}={value}" for name, value in fields.items() if value)


def parse_header(text: str | None) -> TraceHeader | None:
    """``None`` for what is no trace header."""
    if not text:
        return None
    fields = dict(part.strip().partition("=")[::2] for part in text.split(";"))
    root, parent = fields.get("Root", ""), fields.get("Parent", "")
    if not _ROOT.fullmatch(root):
        return None
    known = parent if _PARENT.fullmatch(parent) else None
    return TraceHeader(root, known, fields.get("Sampled") == "1", fields.get("Lineage"))


def current_header() -> TraceHeader | None:
    """The invocation's header. Lambda sets the variable before each invocation; at init there is none."""
    return parse_header(os.environ.get("_X_AMZN_TRACE_ID"))


def new_root() -> str:
    return f"1-{int(time.time()):08x}-{os.urandom(12).hex()}"
