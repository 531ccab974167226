"""Everything that the runtime raises; the same names as in the Node runtime.

Messages say what was wrong, with the value, and how to mend it.
"""

from __future__ import annotations


class MotiaError(Exception):
    """Base of all errors of the runtime."""


class DefinitionError(MotiaError):
    """A Step is written in a way that cannot run: found when its module is loaded, never later."""


class MissingSettingError(MotiaError):
    """Something that ``cdk deploy`` or the emulator sets is not there."""

    def __init__(self, variable: str, remedy: str) -> None:
        super().__init__(f"environment variable {variable} is not set: {remedy}")


class InvalidEventError(MotiaError):
    """The function was invoked with something else than its trigger sends."""


class InvalidInputError(MotiaError):
    """A body, query or event input does not fit its schema; no retry can help.

    ``issues`` lists ``{"path": "items.0.sku", "message": "..."}``; the path of the whole value is empty.
    """

    def __init__(self, what: str, issues: list[dict[str, str]]) -> None:
        listed = (f"{issue['path']}: {issue['message']}" if issue["path"] else issue["message"] for issue in issues)
        super().__init__(f"{what}: {'; '.join(listed)}")
        self.what = what
        self.issues = issues


class InvalidEmitError(MotiaError):
    """An emit that cannot be sent as it is: no such topic, data that is no JSON, an option its transport lacks."""


class TooManyHopsError(MotiaError):
    """A flow went through more emits than any real one does: a loop."""

    def __init__(self, topic: str, hop: int, most: int) -> None:
        super().__init__(
            f"emit of {topic!r} would be hop {hop} of its flow, more than {most}: the steps most likely call each "
            "other in a circle; end it by a condition, or begin a new flow from a cron or api step"
        )


class PayloadTooLargeError(MotiaError):
    """A message is larger than its transport takes. Sizes are bytes."""

    def __init__(self, topic: str, transport: str, size: int, limit: int) -> None:
        super().__init__(
            f"message for topic {topic!r} is {size} bytes, {transport} takes at most {limit}: "
            "put the data in state or S3 and emit its key"
        )
        self.topic = topic
        self.size = size
        self.limit = limit


class InvalidStateKeyError(MotiaError, ValueError):
    """A state key, group or prefix that DynamoDB cannot hold."""


class InvalidValueError(MotiaError, TypeError):
    """A value that JSON, and so the other language, cannot hold without loss."""


class InvalidStateValueError(InvalidValueError):
    """A value that JSON, and so state, cannot hold."""


class StateItemTooLargeError(MotiaError):
    """A state item is larger than DynamoDB's 400 KB. Sizes are bytes."""

    def __init__(self, group: str, key: str, size: int, limit: int) -> None:
        super().__init__(
            f"state item {key!r} of group {group!r} is {size} bytes, DynamoDB takes at most {limit}: "
            "split the value or keep it in S3"
        )
        self.size = size
        self.limit = limit


class InvalidStreamItemError(MotiaError, ValueError):
    """An item, event or place of a stream that cannot be stored or told."""


class StateConflictError(MotiaError):
    """``state.update`` met a concurrent writer at every try."""

    def __init__(self, group: str, key: str, attempts: int) -> None:
        super().__init__(
            f"state item {key!r} of group {group!r} was changed by others during each of {attempts} attempts to "
            "update it: spread the writes over several keys, or put them behind a fifo queue"
        )


class ResponseTooLargeError(MotiaError):
    """An answer is larger than what Lambda returns. Sizes are bytes."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(
            f"the answer is {size} bytes, Lambda returns at most {limit}: "
            "answer in pages, or put it in S3 and redirect to a signed URL"
        )


class OutOfTimeError(MotiaError):
    """A record's handling did not end in the time that the function has."""


class AwsError(MotiaError):
    """AWS refused a call. ``code`` is AWS's own name of the error, ``status`` the HTTP status."""

    def __init__(self, service: str, action: str, code: str, message: str, status: int) -> None:
        super().__init__(f"{service} {action} failed: {code}: {message}")
        self.service = service
        self.action = action
        self.code = code
        self.status = status


class AwsConnectionError(MotiaError):
    """AWS could not be reached, or did not answer in time."""
