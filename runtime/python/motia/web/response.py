"""What a handler returns becomes an answer."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

from ..errors import ResponseTooLargeError
from ..values import to_json

#: Bytes of the answer as JSON: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
_LIMIT = 6_291_556


def is_envelope(value: Any) -> bool:
    """A dict whose ``status`` is an integer from 100 to 599."""
    status = value.get("status") if isinstance(value, dict) else None
    return isinstance(status, int) and not isinstance(status, bool) and 100 <= status <= 599


def envelope_of(value: Any) -> dict[str, Any]:
    """The response rule of ``define_step``: an envelope as it is, nothing is 204, all else the body of a 200."""
    if is_envelope(value):
        return dict(value)
    return {"status": 204} if value is None else {"status": 200, "body": value}


def write_response(method: str, envelope: dict[str, Any]) -> dict[str, Any]:
    """Raises ``ResponseTooLargeError``, and ``InvalidValueError`` for a body that JSON cannot hold."""
    status = int(envelope["status"])
    headers: dict[str, str] = {}
    cookies: list[str] = []
    for name, value in (envelope.get("headers") or {}).items():
        values = [_text(item) for item in value] if isinstance(value, (list, tuple)) else [_text(value)]
        lower = str(name).lower()
        if value is None or lower == "content-length":
            # API Gateway counts the bytes itself; a handler's count would be of the text before encoding.
            continue
        if lower == "set-cookie":
            cookies += values
        else:
            headers[lower] = ", ".join(values)
    result: dict[str, Any] = {"statusCode": status, "headers": headers}
    if cookies:
        result["cookies"] = cookies
    # https://www.rfc-editor.org/rfc/rfc9110#section-6.4.1 and 15.3.6: neither 1xx, 204, 205 nor 304 has a body
    if status >= 200 and status not in (204, 205, 304):
        _add_body(result, envelope.get("body"), "body" in envelope)
    if method == "HEAD" and "body" in result:
        return {**result, "body": "", "isBase64Encoded": False}
    _check_size(result)
    return result


def _add_body(result: dict[str, Any], body: Any, given: bool) -> None:
    headers = result["headers"]
    if isinstance(body, str):
        headers.setdefault("content-type", "text/html; charset=utf-8")
        result["body"] = body
    elif isinstance(body, (bytes, bytearray, memoryview)):
        headers.setdefault("content-type", "application/octet-stream")
        result["body"] = b64encode(body).decode()
        result["isBase64Encoded"] = True
    elif given:
        headers.setdefault("content-type", "application/json")
        result["body"] = to_json(body, "the answer")


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _check_size(result: dict[str, Any]) -> None:
    # JSON makes six bytes of a character at most, so what is short needs no counting.
    if len(result.get("body", "")) >= _LIMIT // 8:
        size = len(json.dumps(result, ensure_ascii=False).encode("utf-8", "replace"))
        if size > _LIMIT:
            raise ResponseTooLargeError(size, _LIMIT)
