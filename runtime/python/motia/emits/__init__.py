"""``emit``: from a Step to the queues, topics and buses that its topics stand for."""

from .emit import Emit, MotiaEmit

__all__ = ["Emit", "MotiaEmit"]
