"""Reads what Python Steps need, without running them: project modules, packages, and files read by a literal path.

stdin:  {"root": "/project", "files": ["steps/a_step.py"]}
stdout: {"steps/a_step.py": {"modules": [...], "packages": [{"name", "file", "line"}], "dynamic": false,
         "reads": [...], "errors": [{"file", "line", "column", "message", "frame"}]}}
Paths are project-relative with forward slashes.
"""

import ast
import json
import posixpath
import sys
from pathlib import Path

PROVIDED = {"motia", "motiadev", "boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six"}


class Module:
    """One project file: what it imports and which files it reads."""

    def __init__(self, root: Path, file: str, searched: "list[str]") -> None:
        self.root = root
        self.file = file
        #: Folders that modules are looked for in; what the code adds to sys.path is added.
        self.searched = searched
        self.modules: list[str] = []
        self.packages: list[dict] = []
        self.reads: list[str] = []
        self.dynamic = False
        self.error: dict | None = None
        self.constants: dict[str, ast.expr] = {}
        text = (root / file).read_bytes()
        try:
            tree = ast.parse(text, file)
        except SyntaxError as error:
            self.error = {
                "file": file,
                "line": error.lineno or 1,
                "column": error.offset or 1,
                "message": error.msg,
                "frame": (error.text or "").rstrip("\n"),
            }
            return
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
                self.constants[node.targets[0].id] = node.value
        for node in ast.walk(tree):
            self.search(node)
        guarded = {
            id(inner)
            for node in ast.walk(tree)
            if isinstance(node, ast.Try) and any(catches_import_error(handler) for handler in node.handlers)
            for statement in node.body
            for inner in ast.walk(statement)
        } | {
            id(inner)
            for node in ast.walk(tree)
            if isinstance(node, ast.If) and names_type_checking(node.test)
            for statement in node.body
            for inner in ast.walk(statement)
        }
        for node in ast.walk(tree):
            self.visit(node, id(node) in guarded)

    def search(self, node: ast.AST) -> None:
        """`sys.path.append(os.path.join(os.path.dirname(__file__), ".."))`"""
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("sys.path.append", "sys.path.insert") and node.args:
            path = self.path(node.args[-1])
            folder = posixpath.normpath(path[0]) if path and path[1] else ""
            if folder and not folder.startswith(("..", "/")) and folder not in self.searched:
                self.searched.append(folder)

    def visit(self, node: ast.AST, guarded: bool) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                self.add(alias.name, node.lineno, guarded)
        elif isinstance(node, ast.ImportFrom):
            base = self.base(node)
            if base is None:
                return
            found = self.add(base, node.lineno, guarded) if base else True
            for alias in node.names if found else ():
                self.add_project(f"{base}.{alias.name}".strip("."))
        elif isinstance(node, ast.Call):
            name = last_name(node.func)
            if name in ("import_module", "__import__"):
                self.dynamic = True
            elif name in ("open", "read_text", "read_bytes", "Path") and node.args:
                self.read(self.path(node.args[0]))
            self.read(self.path(node), anchored=True)
        elif isinstance(node, (ast.BinOp, ast.JoinedStr)):
            self.read(self.path(node), anchored=True)

    def base(self, node: ast.ImportFrom) -> str | None:
        """The dotted name that `from ... import` starts from; relative ones count from this file's folder."""
        if node.level == 0:
            return node.module
        folder = self.file.split("/")[:-1]
        if node.level - 1 > len(folder):
            return None
        parts = folder[: len(folder) - (node.level - 1)]
        return ".".join([*parts, *([node.module] if node.module else [])])

    def add(self, name: str, line: int, guarded: bool) -> bool:
        """Notes a module of the project (true) or a package of others."""
        if self.add_project(name):
            return True
        top = name.split(".")[0]
        if top not in sys.stdlib_module_names and top not in PROVIDED:
            self.packages.append({"name": top, "file": self.file, "line": line, "optional": guarded})
        return False

    def add_project(self, name: str) -> bool:
        parts = name.split(".")
        if not all(part.isidentifier() for part in parts):
            return False
        return any(self.add_from(posixpath.normpath(folder), parts) for folder in self.searched)

    def add_from(self, folder: str, parts: "list[str]") -> bool:
        found = False
        for length in range(1, len(parts) + 1):
            path = posixpath.normpath("/".join([folder, *parts[:length]]))
            for file in (f"{path}/__init__.py", f"{path}.py"):
                if (self.root / file).is_file():
                    self.modules.append(file)
                    found = True
                    break
            else:
                if not (self.root / path).is_dir():
                    return found
        return found or (self.root / posixpath.join(folder, *parts)).is_dir()

    def read(self, path: "tuple[str, bool] | None", anchored: bool = False) -> None:
        if path is None or (anchored and not path[1]):
            return
        text = posixpath.normpath(path[0])
        folder = posixpath.dirname(self.file)
        if text == "." or text.startswith(("..", "/")) or folder == text or folder.startswith(f"{text}/"):
            return
        if text != self.file and (self.root / text).exists():
            self.reads.append(text)

    def path(self, node: ast.AST, depth: int = 0) -> "tuple[str, bool] | None":
        """A path that stands in the text, and whether it certainly is one."""
        if depth > 20:
            return None
        inner = depth + 1
        if isinstance(node, ast.Constant):
            return (node.value, False) if isinstance(node.value, str) else None
        if isinstance(node, ast.Name):
            if node.id == "__file__":
                return (self.file, True)
            value = self.constants.get(node.id)
            return self.path(value, inner) if value is not None else None
        if isinstance(node, ast.Attribute):
            path = self.path(node.value, inner) if node.attr == "parent" else None
            return (posixpath.dirname(path[0]), True) if path and path[1] else None
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            return joined([self.path(node.left, inner), self.path(node.right, inner)])
        if isinstance(node, ast.Call):
            name = last_name(node.func)
            if name in ("getcwd", "cwd"):
                return (".", True)
            if name in ("Path", "PurePath", "abspath", "realpath", "str", "fspath"):
                return self.path(node.args[0], inner) if node.args else (".", False)
            if name in ("resolve", "absolute") and isinstance(node.func, ast.Attribute):
                return self.path(node.func.value, inner)
            if name == "dirname" and node.args:
                path = self.path(node.args[0], inner)
                return (posixpath.dirname(path[0]), True) if path and path[1] else None
            if name == "join" and len(node.args) > 1:
                return joined([self.path(argument, inner) for argument in node.args])
            if name == "joinpath" and isinstance(node.func, ast.Attribute):
                return joined([self.path(part, inner) for part in (node.func.value, *node.args)])
        return None


def joined(parts: "list[tuple[str, bool] | None]") -> "tuple[str, bool] | None":
    if any(part is None for part in parts):
        return None
    return (posixpath.join(*(part[0] for part in parts)), parts[0][1])


def last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def catches_import_error(handler: ast.ExceptHandler) -> bool:
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(
        kind is None or last_name(kind) in ("ImportError", "ModuleNotFoundError", "Exception") for kind in types
    )


def names_type_checking(test: ast.expr) -> bool:
    return last_name(test) == "TYPE_CHECKING"


def parents(file: str) -> list[str]:
    parts = file.split("/")[:-1]
    return ["/".join([*parts[:length], "__init__.py"]) for length in range(1, len(parts) + 1)]


def scan(root: Path, files: list[str]) -> dict:
    known: dict[str, Module] = {}
    searched = ["."]
    result = {}
    for file in files:
        reached: dict[str, None] = {file: None}
        for init in parents(file):
            if (root / init).is_file():
                reached[init] = None
        pending = list(reached)
        while pending:
            path = pending.pop()
            module = known.get(path)
            if module is None:
                module = known[path] = Module(root, path, searched)
            for other in module.modules:
                if other not in reached:
                    reached[other] = None
                    pending.append(other)
        modules = [known[path] for path in sorted(reached)]
        result[file] = {
            "modules": sorted(reached),
            "packages": [package for module in modules for package in module.packages],
            "dynamic": any(module.dynamic for module in modules),
            "reads": sorted({path for module in modules for path in module.reads}),
            "errors": [module.error for module in modules if module.error],
        }
    return result


if __name__ == "__main__":
    request = json.load(sys.stdin)
    json.dump(scan(Path(request["root"]), request["files"]), sys.stdout)
