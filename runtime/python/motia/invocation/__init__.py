"""One handling of one input, and what must be done before it is over."""

from .call import Call
from .run import Run, current

__all__ = ["Call", "Run", "current"]
