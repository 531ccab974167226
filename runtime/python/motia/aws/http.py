"""As much of HTTP/1.1 as AWS's services speak: a POST and its answer on a connection that stays open.

``http.client`` does more and takes 20 ms of processor time to import, nearly half of a cold start.
https://www.rfc-editor.org/rfc/rfc9112
"""

from __future__ import annotations

import socket
from io import BufferedReader
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ssl import SSLContext

#: Seconds to wait for a connection or an answer. DynamoDB and SQS answer in some 10 ms; what takes this long has hung.
TIMEOUT = 5


class NoAnswerError(ConnectionError):
    """The other side closed the connection, or what it sent is no HTTP."""


class Connection:
    """Not to be used by two threads at once."""

    def __init__(self, host: str, port: int, tls: SSLContext | None) -> None:
        self.socket = socket.create_connection((host, port), TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if tls is not None:
            try:
                self.socket = tls.wrap_socket(self.socket, server_hostname=host)
            except BaseException:
                self.socket.close()
                raise
        self._reader: BufferedReader = self.socket.makefile("rb")

    def post(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes, bool]:
        """Status, body, and whether the connection stays open. Raises ``OSError``."""
        lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        head = "\r\n".join([*lines, f"content-length: {len(body)}", "", ""])
        self.socket.sendall(head.encode("latin-1") + body)
        status, found = self._head()
        while 100 <= status < 200:  # an answer is still to come
            status, found = self._head()
        return status, self._body(found), found.get("connection", "").lower() != "close"

    def close(self) -> None:
        self._reader.close()
        self.socket.close()

    def _head(self) -> tuple[int, dict[str, str]]:
        version, _, rest = self._line().partition(" ")
        if not version.startswith("HTTP/1.") or not rest[:3].isdecimal():
            raise NoAnswerError(f"{version[:40]!r} is no HTTP")
        headers: dict[str, str] = {} if version != "HTTP/1.0" else {"connection": "close"}
        while line := self._line():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        return int(rest[:3]), headers

    def _body(self, headers: dict[str, str]) -> bytes:
        if "chunked" in headers.get("transfer-encoding", "").lower():
            return self._chunks()
        if "content-length" in headers:
            return self._exactly(int(headers["content-length"]))
        headers["connection"] = "close"
        return self._reader.read()

    def _chunks(self) -> bytes:
        parts: list[bytes] = []
        while size := int(self._line().partition(";")[0], 16):
            parts.append(self._exactly(size))
            self._line()
        while self._line():  # trailers
            pass
        return b"".join(parts)

    def _exactly(self, size: int) -> bytes:
        content = self._reader.read(size)
        if len(content) < size:
            raise NoAnswerError("the connection was closed within an answer")
        return content

    def _line(self) -> str:
        """Without its end; empty at the end of the headers."""
        line = self._reader.readline(65_536)
        if not line.endswith(b"\n"):
            raise NoAnswerError(f"the connection was closed after {line[:40]!r}")
        return line.decode("latin-1").rstrip("\r\n")
