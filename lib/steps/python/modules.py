"""The project's Python files: parsed once, their top-level names, and which file an import means."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(eq=False)
class Source:
    """A parsed file of the project."""

    path: Path
    file: str
    tree: ast.Module
    #: Name -> the top-level statements that bind or change it, in order.
    statements: dict[str, list[ast.stmt]] = field(default_factory=dict)

    def place(self, node: ast.AST) -> dict:
        return {"file": self.file, "line": getattr(node, "lineno", 1), "column": getattr(node, "col_offset", 0) + 1}


class Sources:
    """Files by path, parsed when first asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._sources: dict[Path, Source] = {}

    def __contains__(self, path: Path) -> bool:
        return path in self._sources

    def paths(self) -> list[str]:
        """Every file that was read."""
        return [str(path) for path in self._sources]

    def load(self, path: Path) -> Source:
        if path not in self._sources:
            tree = ast.parse(path.read_bytes(), str(path))
            source = Source(path, path.relative_to(self.root).as_posix(), tree)
            for statement in tree.body:
                for name in changed_names(statement):
                    source.statements.setdefault(name, []).append(statement)
            self._sources[path] = source
        return self._sources[path]

    def resolve(self, source: Source, module: str | None, level: int) -> Path | None:
        """The project file that ``from <level dots><module> import`` means; ``None`` for a package."""
        if level:
            folder = source.path.parent
            for _ in range(level - 1):
                folder = folder.parent
            folders = [folder]
        else:
            # Files that lie deeper make their own folders known by sys.path.
            folders = [self.root, *(folder for folder in source.path.parents if folder.is_relative_to(self.root))]
        parts = module.split(".") if module else []
        for folder in folders:
            path = folder.joinpath(*parts)
            for candidate in (path.with_suffix(".py") if parts else None, path / "__init__.py"):
                if candidate and candidate.is_file() and candidate.is_relative_to(self.root):
                    return candidate
        return None

    def imported(self, source: Source, statement: ast.stmt) -> list[Path]:
        """The project files that an import statement loads."""
        paths: list[Path | None] = []
        if isinstance(statement, ast.Import):
            paths = [self.resolve(source, alias.name, 0) for alias in statement.names]
        if isinstance(statement, ast.ImportFrom):
            paths = [self.resolve(source, statement.module, statement.level)]
            paths += [self.resolve(source, submodule(statement.module, a.name), statement.level) for a in statement.names]
        return [path for path in paths if path]

    def reachable(self, start: Source) -> list[Source]:
        """The file and every project file that it imports, directly or not."""
        found = {start.path: start}
        waiting = [start]
        while waiting:
            source = waiting.pop()
            for node in ast.walk(source.tree):
                for path in self.imported(source, node) if isinstance(node, (ast.Import, ast.ImportFrom)) else []:
                    if path not in found:
                        found[path] = self.load(path)
                        waiting.append(found[path])
        return list(found.values())


def submodule(module: str | None, name: str) -> str:
    return f"{module}.{name}" if module else name


def changed_names(statement: ast.stmt) -> set[str]:
    """Names that a top-level statement binds, or whose value it changes: ``topics.append('a')``."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {statement.name}
    names: set[str] = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            names.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update(alias.asname or alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            names.update(root_names(node.func.value))
        elif isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
            names.update(root_names(node.value))
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        names = {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
    return names


def root_names(node: ast.expr) -> set[str]:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def used_names(node: ast.AST) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
