"""The X-Ray daemon beside each Lambda: https://docs.aws.amazon.com/xray/latest/devguide/xray-daemon.html"""

from __future__ import annotations

import json
import os
import socket
import sys

_HEADER = b'{"format":"json","version":1}\n'

#: Bytes of one datagram; more does not arrive.
_MOST = 60_000

_socket: socket.socket | None = None


def send(document: dict[str, object]) -> None:
    """Sends one document as a UDP datagram. A trace is never worth a failed invocation: it only says so on stderr."""
    global _socket
    address = os.environ.get("AWS_XRAY_DAEMON_ADDRESS")
    if not address:
        return
    datagram = _datagram(document)
    if len(datagram) > _MOST:
        datagram = _datagram({**document, "cause": None})
    if len(datagram) > _MOST:
        return
    try:
        if _socket is None:
            _socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        host, port = _host_and_port(address)
        _socket.sendto(datagram, (host, port))
    except (OSError, ValueError) as error:
        print(f"trace not sent to {address}: {error}", file=sys.stderr)


def _datagram(document: dict[str, object]) -> bytes:
    known = {name: value for name, value in document.items() if value is not None}
    # Half a character is not UTF-8: a question mark takes its place.
    return _HEADER + json.dumps(known, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")


def _host_and_port(address: str) -> tuple[str, int]:
    """``127.0.0.1:2000``, or ``tcp:127.0.0.1:2000 udp:127.0.0.2:2001``."""
    for part in address.split():
        if part.startswith("udp:"):
            address = part[4:]
    host, _, port = address.rpartition(":")
    return host, int(port)
