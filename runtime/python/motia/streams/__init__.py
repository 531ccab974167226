"""Streams: items that clients see change over a WebSocket, as runtime/CONTRACT.md has it."""

from .streams import Stream, Streams

__all__ = ["Stream", "Streams"]
