"""What stands for the packages that are not installed here, so that a config can be evaluated without them."""

from __future__ import annotations

from typing import Any


class MissingPackage(Exception):
    """Something of a package that is not installed here would have to be known."""


class _MissingClass(type):
    def __getattr__(cls, name: str) -> Any:
        return Missing(cls.package)


class _MissingBase(metaclass=_MissingClass):
    package = ""

    def __init_subclass__(cls, **_: Any) -> None:
        pass


class Missing:
    """Stands for anything of a package that is not installed: a class may derive from it, a call gives another one."""

    def __init__(self, package: str) -> None:
        self.package = package

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self

    def __getitem__(self, key: Any) -> Any:
        return self

    def __mro_entries__(self, bases: Any) -> tuple[type, ...]:
        return (type("_MissingBase", (_MissingBase,), {"package": self.package}),)

    def __or__(self, other: Any) -> Any:
        return self

    __ror__ = __or__


def is_missing(value: Any) -> bool:
    return isinstance(value, Missing) or (isinstance(value, type) and issubclass(value, _MissingBase))
