"""Connections that stay open between calls; safe to use from several threads."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from .http import Connection

if TYPE_CHECKING:
    from ssl import SSLContext

_idle: dict[str, list[Connection]] = {}
_lock = threading.Lock()
_tls: SSLContext | None = None


def post(origin: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
    """Sends a POST, gives status and body. A connection that died while it lay idle (a frozen Lambda) is replaced.

    Raises ``OSError``.
    """
    while True:
        with _lock:
            waiting = _idle.get(origin)
            idle = waiting.pop() if waiting else None
        connection = idle or _connect(origin)
        try:
            status, answer, stays = connection.post(path, headers, body)
        except BaseException as error:
            connection.close()
            if idle is not None and isinstance(error, OSError) and not isinstance(error, TimeoutError):
                continue
            raise
        if stays:
            with _lock:
                _idle.setdefault(origin, []).append(connection)
        else:
            connection.close()
        return status, answer


def close_all() -> None:
    """Closes what lies idle; for tests, whose servers go away."""
    with _lock:
        for connections in _idle.values():
            for connection in connections:
                connection.close()
        _idle.clear()


def load_certificates() -> None:
    """Reading the machine's certificates is most of what a first call costs; nothing is connected to."""
    if not (os.environ.get("AWS_ENDPOINT_URL") or "").startswith("http:"):
        _context()


def _connect(origin: str) -> Connection:
    scheme, _, authority = origin.partition("://")
    host, _, port = authority.rpartition(":") if authority.rpartition(":")[2].isdecimal() else (authority, "", "")
    tls = None if scheme == "http" else _context()
    return Connection(host.strip("[]"), int(port or (80 if tls is None else 443)), tls)


def _context() -> SSLContext:
    global _tls
    with _lock:
        if _tls is None:
            import ssl

            _tls = ssl.create_default_context(cafile=os.environ.get("AWS_CA_BUNDLE"))
        return _tls
