"""Answers as they may stand on the wire."""

from __future__ import annotations

import socket
import threading

import pytest

from motia.aws import http
from motia.aws.http import Connection


def answered(raw: bytes, *, hangs: bool = False) -> tuple[int, bytes, bool]:
    """What a connection makes of ``raw``, after which the server closes, or hangs."""
    server = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def serve() -> None:
        accepted, _ = server.accept()
        request = b""
        while not request.endswith(b"body"):
            request += accepted.recv(1000)
        assert request == b"POST /path HTTP/1.1\r\nhost: h\r\ncontent-length: 4\r\n\r\nbody"
        accepted.sendall(raw)
        if hangs:
            done.wait(10)
        accepted.close()

    thread = threading.Thread(target=serve)
    thread.start()
    connection = Connection("127.0.0.1", server.getsockname()[1], None)
    try:
        return connection.post("/path", {"host": "h"}, b"body")
    finally:
        done.set()
        connection.close()
        thread.join()
        server.close()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", (200, b"{}", True)),
        (b"HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n", (204, b"", True)),
        (b"HTTP/1.1 400\r\nCONTENT-LENGTH:  2 \r\nConnection: Close\r\n\r\nno", (400, b"no", False)),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx", (200, b"x", True)),
        (b"HTTP/1.1 200 OK\r\n\r\nto the end", (200, b"to the end", False)),
        (b"HTTP/1.0 200 OK\r\ncontent-length: 1\r\n\r\nx", (200, b"x", False)),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"3;a=b\r\nabc\r\nA\r\n0123456789\r\n0\r\nt: 1\r\n\r\n",
            (200, b"abc0123456789", True),
        ),
    ],
)
def test_answer(raw: bytes, expected: tuple[int, bytes, bool]) -> None:
    assert answered(raw) == expected


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"SSH-2.0\r\n\r\n",
        b"HTTP/1.1 2xx\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-len",
        b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nshort",
    ],
)
def test_answer_that_is_none(raw: bytes) -> None:
    with pytest.raises(http.NoAnswerError):
        answered(raw)


def test_no_answer_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "TIMEOUT", 0.05)
    with pytest.raises(TimeoutError):
        answered(b"HTTP/1.1 200 OK\r\n", hangs=True)
