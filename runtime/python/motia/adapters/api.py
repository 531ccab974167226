"""The Lambda handler of an API Step, for an HTTP API with payload format 2.0."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..invocation import Run, current
from ..logger import logger
from ..step.prepare import ReadyStep, prepare
from ..trace import current_header, new_root
from ..web import (
    MalformedBodyError,
    Request,
    envelope_of,
    flat_query,
    is_envelope,
    nested_query,
    read_request,
    write_response,
)
from .run import run_to_end

LambdaHandler = Callable[[Any, Any], dict[str, Any]]

#: Makes the handler's input of a request, or raises ``_Refusal``.
_Read = Callable[[Request], dict[str, Any]]


class _Refusal(Exception):
    def __init__(self, error: str, issues: list[dict[str, str]] | None = None) -> None:
        self.envelope = {"status": 400, "body": {"error": error, **({} if issues is None else {"issues": issues})}}


def adapt(file: str, *, name: str, dialect: str = "define-step") -> LambdaHandler:
    """``file`` is relative to the function's code. Raises ``DefinitionError`` when the Step cannot run."""
    step = prepare(file, name, dialect, "api")
    read = (_motia_request if step.motia else _defined_request)(step)
    envelope = _motia_envelope(step) if step.motia else envelope_of

    def handler(event: Any, context: Any) -> dict[str, Any]:
        request = read_request(event)
        header = current_header()
        run = Run(
            step=step.name,
            trigger="api",
            request_id=context.aws_request_id,
            parent_id=request.id or context.aws_request_id,
            trace_id=header.root if header else new_root(),
            hop=0,
            header=header,
            remaining_time=context.get_remaining_time_in_millis,
            asynchronous=step.asynchronous,
        )

        def answer(result: Any) -> dict[str, Any]:
            return write_response(request.method, envelope(result))

        def work() -> Any:
            try:
                own = read(request)
            except _Refusal as refusal:
                return write_response(request.method, refusal.envelope)
            result = step.call(run, own)
            return _later(result, answer) if step.asynchronous else answer(result)

        try:
            result: dict[str, Any] = run_to_end(run, work)
        except Exception as error:
            # The reason is for the log, not for who called.
            token = current.set(run)
            logger.error(f"step {step.name!r} failed", error)
            current.reset(token)
            result = write_response(request.method, {"status": 500, "body": {"error": "Internal server error"}})
        return result

    return handler


async def _later(result: Any, answer: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    return answer(await result)


def _defined_request(step: ReadyStep) -> _Read:
    check_body, check_query = step.schema("bodySchema"), step.schema("querySchema")

    def read(request: Request) -> dict[str, Any]:
        body, raw_body = _body(request, flat_query)
        query: Any = flat_query(request.query)
        if check_body is not None:
            body, issues = check_body(body)
            if issues:
                raise _Refusal("invalid request body", issues)
        if check_query is not None:
            query, issues = check_query(query)
            if issues:
                raise _Refusal("invalid query", issues)
        return {
            "method": request.method,
            "path": request.path,
            "params": request.params,
            "query": query,
            "headers": request.headers,
            "body": body,
            "raw_body": raw_body,
            "auth": request.auth,
        }

    return read


def _motia_request(step: ReadyStep) -> _Read:
    """0.x hands a body that does not fit to the handler; here with a warning, unless ``validate`` is ``strict``."""
    check_body = step.schema("bodySchema")

    def read(request: Request) -> dict[str, Any]:
        body, raw_body = _body(request, nested_query)
        body = {} if body is None else body
        issues = check_body(body)[1] if check_body else []
        if issues and step.strict:
            raise _Refusal("invalid request body", issues)
        if issues:
            logger.warn("the request body does not fit bodySchema", {"issues": issues})
        return {
            "pathParams": request.params,
            "queryParams": nested_query(request.query),
            "body": body,
            "headers": request.headers,
            "rawBody": raw_body,
        }

    return read


def _motia_envelope(step: ReadyStep) -> Callable[[Any], dict[str, Any]]:
    def envelope(result: Any) -> dict[str, Any]:
        if is_envelope(result):
            return dict(result)
        raise TypeError(f"the handler of step {step.name!r} returned no {{'status': ..., 'body': ...}}")

    return envelope


def _body(request: Request, form: Callable[[str], dict[str, Any]]) -> tuple[Any, str]:
    try:
        return request.body(form)
    except MalformedBodyError as error:
        raise _Refusal(str(error)) from error
