"""A call to AWS that has begun: to be awaited, or left alone and awaited before the invocation ends."""

from __future__ import annotations

from collections.abc import Awaitable, Coroutine, Generator
from typing import Any, TypeVar

T = TypeVar("T")


class Call(Coroutine[Any, Any, T]):
    """Awaitable like a coroutine, so that ``asyncio.create_task`` takes it too, but begun without it.

    It knows whether anybody looked at its outcome: the failure of a call that nobody awaited fails the invocation, and
    one that the author caught does not. Cancelling who awaits it does not cancel the call.
    """

    __slots__ = ("_steps", "future", "observed")

    def __init__(self, future: Awaitable[T]) -> None:
        self.future = future
        self.observed = False
        self._steps: Generator[Any, Any, T] | None = None

    def __await__(self) -> Generator[Any, Any, T]:
        import asyncio

        self.observed = True
        return (yield from asyncio.shield(self.future).__await__())

    def send(self, value: Any) -> Any:
        if self._steps is None:
            self._steps = self.__await__()
        return self._steps.send(value)

    def throw(self, *error: Any) -> Any:
        if self._steps is None:
            self._steps = self.__await__()
        return self._steps.throw(*error)

    def close(self) -> None:
        if self._steps is not None:
            self._steps.close()


class Done(Coroutine[Any, Any, T]):
    """What a coroutine function's helper thread gets: a call that is over, for a thread cannot await."""

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value = value

    def __await__(self) -> Generator[Any, Any, T]:
        return self._value
        yield

    def send(self, value: Any) -> Any:
        raise StopIteration(self._value)

    def throw(self, *error: Any) -> Any:
        raise error[0]

    def close(self) -> None:
        pass
