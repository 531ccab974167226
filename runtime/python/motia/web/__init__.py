"""Requests and answers of an HTTP API, payload format 2.0.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from .query import flat_query, nested_query
from .request import MalformedBodyError, Request, read_request
from .response import envelope_of, is_envelope, write_response

__all__ = [
    "MalformedBodyError",
    "Request",
    "envelope_of",
    "flat_query",
    "is_envelope",
    "nested_query",
    "read_request",
    "write_response",
]
