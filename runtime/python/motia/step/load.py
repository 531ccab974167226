"""Finds the Step in its file."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any, NamedTuple

from ..define_step import MARK, Definition
from ..errors import DefinitionError

_PROJECT = "motia_project"


class LoadedStep(NamedTuple):
    name: str
    #: ``define-step`` or ``motia``.
    dialect: str
    config: dict[str, Any]
    handler: Callable[..., Any]
    #: As given, for messages.
    file: str


def load_step(file: str, name: str, dialect: str, trigger: str) -> LoadedStep:
    """Imports ``file``, relative to the project's root (the function's code), and finds what it declares.

    Raises ``DefinitionError`` when that is nothing, or for another trigger.
    """
    root = os.environ.get("LAMBDA_TASK_ROOT") or os.getcwd()
    path = os.path.join(root, file)
    if os.path.isdir(root) and root not in sys.path:
        sys.path.insert(0, root)
    module = _import(root, path, file)
    find = _find_motia if dialect == "motia" else _find_defined
    config, handler = find(module, file)
    if config.get("type") != trigger:
        raise DefinitionError(
            f"{file}: step {name!r} has type {config.get('type')!r}, its function is for {trigger!r}: deploy again"
        )
    return LoadedStep(name, dialect, config, handler, file)


def _import(root: str, path: str, file: str) -> ModuleType:
    """By its path, for the names of step files (``order.step.py``) are no names of modules.

    As in 0.x the project is the topmost package, so a relative import reaches all of it.
    """
    *folders, stem = file.removesuffix(".py").replace("\\", "/").split("/")
    project = sys.modules.setdefault(_PROJECT, ModuleType(_PROJECT))
    project.__path__ = [root]
    name = ".".join([_PROJECT, *folders, re.sub(r"\W", "_", stem)])
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not os.path.isfile(path):
        raise DefinitionError(f"{file} is not in the function's code, looked for {path}: deploy again")
    module = importlib.util.module_from_spec(spec)
    # Dataclasses and pydantic look their module up.
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _find_defined(module: ModuleType, file: str) -> tuple[dict[str, Any], Callable[..., Any]]:
    marked = {name: getattr(value, MARK) for name, value in vars(module).items() if hasattr(value, MARK)}
    found = {id(definition): name for name, definition in marked.items() if isinstance(definition, Definition)}
    if len(found) != 1:
        names = ", ".join(sorted(found.values())) or "none"
        raise DefinitionError(f"{file} must hold one function decorated by define_step, it has {len(found)} ({names})")
    definition = marked[next(iter(found.values()))]
    return definition.config, definition.handler


def _find_motia(module: ModuleType, file: str) -> tuple[dict[str, Any], Callable[..., Any]]:
    config, handler = getattr(module, "config", None), getattr(module, "handler", None)
    if not isinstance(config, dict):
        raise DefinitionError(f"{file} has no config: write config = {{'type': ..., 'name': ...}}")
    if not callable(handler):
        raise DefinitionError(f"{file} has no handler: write async def handler(input, context)")
    return config, handler
