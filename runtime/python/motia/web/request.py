"""A request as handlers of both dialects see it."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from typing import Any, NamedTuple

from ..errors import InvalidEventError, MotiaError
from ..values import from_json

#: Bytes that a compressed body may unfold to: Lambda's own limit of a request.
_MOST_INFLATED = 6 * 1024 * 1024

_TEXTS = {
    "",
    "application/x-www-form-urlencoded",
    "application/xml",
    "application/javascript",
    "application/graphql",
}


class MalformedBodyError(MotiaError):
    """The body is not what its content type or encoding says."""


class Request(NamedTuple):
    #: API Gateway's.
    id: str
    method: str
    #: Without stage and query string.
    path: str
    #: As it came.
    query: str
    #: Decoded path parameters.
    params: dict[str, str]
    #: Names in lower case.
    headers: dict[str, str]
    #: What the route's authorizer found out.
    auth: dict[str, Any] | None
    encoded_body: str
    is_base64: bool

    def body(self, form: Callable[[str], dict[str, Any]]) -> tuple[Any, str]:
        """The body parsed by its content type (``None``: there is none) and its text. Raises ``MalformedBodyError``."""
        if not self.encoded_body:
            return None, ""
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if not self.is_base64:
            return _parse(self.encoded_body, kind, form), self.encoded_body
        try:
            content = b64decode(self.encoded_body)
        except ValueError as error:
            raise MalformedBodyError("invalid base64 in the request body") from error
        content = _inflate(content, self.headers.get("content-encoding", "").lower())
        text = content.decode("utf-8", "replace")
        return (_parse(text, kind, form) if _is_text(kind) else content), text


def read_request(event: Any) -> Request:
    """Raises ``InvalidEventError`` when it is something else than a request."""
    context = event.get("requestContext") if isinstance(event, dict) else None
    http = context.get("http") if isinstance(context, dict) else None
    method = http.get("method") if isinstance(http, dict) else None
    if not isinstance(method, str) or not isinstance(context, dict):
        raise InvalidEventError(
            "the event is no HTTP API request of payload format 2.0 (it has no requestContext.http.method): "
            "set payloadFormatVersion 2.0"
        )
    headers = _texts(event.get("headers"))
    cookies = event.get("cookies")
    if isinstance(cookies, list) and cookies:
        # API Gateway takes them out of the headers.
        headers["cookie"] = "; ".join(map(str, cookies))
    body = event.get("body")
    auth = context.get("authorizer")
    return Request(
        str(context.get("requestId") or ""),
        method.upper(),
        _path(str(event.get("rawPath") or "/"), str(context.get("stage") or "$default")),
        str(event.get("rawQueryString") or ""),
        _texts(event.get("pathParameters")),
        {name.lower(): value for name, value in headers.items()},
        auth if isinstance(auth, dict) else None,
        body if isinstance(body, str) else "",
        event.get("isBase64Encoded") is True,
    )


def _path(path: str, stage: str) -> str:
    """``rawPath`` begins with the stage, unless that is ``$default``."""
    if stage != "$default" and (path == f"/{stage}" or path.startswith(f"/{stage}/")):
        return path[len(stage) + 1 :] or "/"
    return path


def _texts(values: Any) -> dict[str, str]:
    return {name: value for name, value in values.items() if isinstance(value, str)} if isinstance(values, dict) else {}


def _parse(text: str, kind: str, form: Callable[[str], dict[str, Any]]) -> Any:
    if _is_json(kind):
        try:
            return from_json(text)
        except (ValueError, RecursionError) as error:
            raise MalformedBodyError("invalid JSON in the request body") from error
    if kind == "application/x-www-form-urlencoded":
        return form(text)
    if kind:
        return text
    try:  # Without a content type JSON is the likeliest.
        return from_json(text)
    except (ValueError, RecursionError):
        return text


def _is_json(kind: str) -> bool:
    return kind == "application/json" or kind.endswith("+json")


def _is_text(kind: str) -> bool:
    return kind in _TEXTS or _is_json(kind) or kind.startswith("text/") or kind.endswith("+xml")


def _inflate(content: bytes, encoding: str) -> bytes:
    if encoding not in ("gzip", "x-gzip", "deflate"):
        return content
    import zlib

    try:
        # 32: the header says whether it is gzip or zlib.
        stream = zlib.decompressobj(32 + zlib.MAX_WBITS)
        found = stream.decompress(content, _MOST_INFLATED)
    except zlib.error as error:
        raise MalformedBodyError(f"invalid {encoding} in the request body") from error
    if stream.unconsumed_tail or not stream.eof:
        raise MalformedBodyError(f"invalid {encoding} in the request body")
    return found
