"""Connections that stay open between calls; safe to use from several threads."""

from __future__ import annotations

import http.client
import os
import ssl
import threading
from urllib.parse import urlsplit

_idle: dict[str, list[http.client.HTTPConnection]] = {}
_lock = threading.Lock()
_tls: ssl.SSLContext | None = None

#: Seconds to wait for a connection or an answer. DynamoDB and SQS answer in some 10 ms; what takes this long has hung.
TIMEOUT = 5


def post(url: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
    """Sends a POST, gives status and body. A connection that died while it lay idle (a frozen Lambda) is replaced."""
    parts = urlsplit(url)
    key = f"{parts.scheme}://{parts.netloc}"
    while True:
        connection, fresh = _take(key, parts.scheme, parts.netloc)
        try:
            connection.request("POST", parts.path or "/", body, headers)
            response = connection.getresponse()
            answer = response.read()
        except Exception as error:
            connection.close()
            if not fresh and isinstance(error, (http.client.RemoteDisconnected, ConnectionError)):
                continue
            raise
        if response.will_close:
            connection.close()
        else:
            with _lock:
                _idle.setdefault(key, []).append(connection)
        return response.status, answer


def close_all() -> None:
    """Closes what lies idle; for tests, whose servers go away."""
    with _lock:
        for connections in _idle.values():
            for connection in connections:
                connection.close()
        _idle.clear()


def _take(key: str, scheme: str, netloc: str) -> tuple[http.client.HTTPConnection, bool]:
    with _lock:
        waiting = _idle.get(key)
        if waiting:
            return waiting.pop(), False
    if scheme == "http":
        return http.client.HTTPConnection(netloc, timeout=TIMEOUT), True
    return http.client.HTTPSConnection(netloc, timeout=TIMEOUT, context=_context()), True


def load_certificates() -> None:
    """Reading the machine's certificates is most of what a first call costs; nothing is connected to."""
    if not (os.environ.get("AWS_ENDPOINT_URL") or "").startswith("http:"):
        _context()


def _context() -> ssl.SSLContext:
    global _tls
    with _lock:
        if _tls is None:
            _tls = ssl.create_default_context(cafile=os.environ.get("AWS_CA_BUNDLE"))
        return _tls
