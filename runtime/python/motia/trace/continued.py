"""The trace that the handling of a message belongs to."""

from __future__ import annotations

import os

from .header import TraceHeader, parse_header


def message_trace(producer: str | None, invocation: TraceHeader | None) -> TraceHeader | None:
    """The invocation's trace, which Lambda links to the producer's, or the latter with ``MOTIA_TRACING=continuous``.

    ``producer`` is the ``X-Amzn-Trace-Id`` in force when the message was emitted. Continuous tracing relies on what AWS
    does not document: that the daemon of Lambda takes whole segments, and those of another trace than the invocation's.
    The lineage stays the invocation's, for Lambda counts in it.
    """
    if os.environ.get("MOTIA_TRACING") != "continuous":
        return invocation
    header = parse_header(producer)
    if header is None or header.parent is None:
        return invocation
    return header._replace(lineage=invocation.lineage if invocation else None, continued=True)
