"""X-Ray: the trace header, and subsegments sent to Lambda's daemon."""

from .continued import message_trace
from .header import TraceHeader, current_header, new_root
from .subsegment import Subsegment

__all__ = ["Subsegment", "TraceHeader", "current_header", "message_trace", "new_root"]
