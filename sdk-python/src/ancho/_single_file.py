"""A model that is one file, such as ``walk.py``: found by its decorator, without running it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from ancho._errors import ModelError

_DECORATORS = frozenset({"model", "Model"})


def models_in(path: Path) -> list[tuple[str, int]]:
    """The names of the models at a module's top level, with the lines where they are declared.

    A model is a function that is decorated with ``ancho.model``, or a name to which ``ancho.model(…)`` is assigned.

    Raises
    ------
    ModelError
        if the file is not Python, with the line
    """
    tree = _parsed(path)
    ours = _Names(tree)
    return [found for statement in _statements(tree.body) for found in ours.models(statement)]


def entrypoint_of(path: Path) -> str:
    """The entrypoint ``module:function`` of the only model in a file.

    Raises
    ------
    ModelError
        if it has none or several, if it imports a file beside it, or if Python cannot import a file of this name
    """
    if not path.stem.isidentifier():
        raise ModelError(f"{path}: no module can have this name; rename the file, for instance to {_renamed(path)}")
    found = models_in(path)
    if not found:
        raise ModelError(f"{path}: has no model; decorate a function in it with @ancho.model")
    if len(found) > 1:
        several = ", ".join(f"{name} (line {line})" for name, line in found)
        chosen = f'entrypoint = "{path.stem}:{found[0][0]}"'
        raise ModelError(f"{path}: has {len(found)} models, {several}; name one in an ancho.toml beside it: {chosen}")
    _refuse_imports_of_neighbours(path)
    return f"{path.stem}:{found[0][0]}"


def _renamed(path: Path) -> str:
    name = "".join(character if f"_{character}".isidentifier() else "_" for character in path.stem)
    return f"{name if name.isidentifier() else '_' + name}.py"


def _parsed(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_bytes(), str(path))
    except SyntaxError as error:
        raise ModelError(f"{path}, line {error.lineno}: SyntaxError: {error.msg}") from None
    except (ValueError, RecursionError) as error:  # a null byte, or nesting without end
        raise ModelError(f"{path}: {error}") from None


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a module's top level, those inside ``if``, ``try`` and ``with`` among them."""
    for statement in body:
        yield statement
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for part in ("body", "orelse", "finalbody"):
                yield from _statements(getattr(statement, part, []))


class _Names:
    """By which names a module calls ``ancho`` and ``ancho.model``."""

    def __init__(self, tree: ast.Module) -> None:
        self._package: set[str] = set()
        self._decorators: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                self._package |= {alias.asname or alias.name for alias in node.names if alias.name == "ancho"}
            elif isinstance(node, ast.ImportFrom) and node.module == "ancho":
                names = [alias for alias in node.names if alias.name in _DECORATORS]
                self._decorators |= {alias.asname or alias.name for alias in names}

    def models(self, statement: ast.stmt) -> Iterator[tuple[str, int]]:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            if any(self._declares(decorator) for decorator in statement.decorator_list):
                yield statement.name, statement.lineno
        elif isinstance(statement, ast.Assign) and self._declares(statement.value):
            yield from ((name.id, name.lineno) for name in statement.targets if isinstance(name, ast.Name))

    def _declares(self, node: ast.expr) -> bool:
        """Whether this is ``ancho.model``, or calls it; a decorator need not."""
        while isinstance(node, ast.Call):
            node = node.func
        if isinstance(node, ast.Attribute):
            return node.attr in _DECORATORS and isinstance(node.value, ast.Name) and node.value.id in self._package
        return isinstance(node, ast.Name) and node.id in self._decorators


def _refuse_imports_of_neighbours(path: Path) -> None:
    """A file is taken alone, so that a module beside it would be missing."""
    for name, line in _imports(_parsed(path)):
        top = name.split(".")[0]
        is_beside = (path.parent / f"{top}.py").is_file() or (path.parent / top / "__init__.py").is_file()
        if not top or (is_beside and top != path.stem):
            how = f'write an ancho.toml beside them, with [model], name = "{path.stem}" and its entrypoint'
            raise ModelError(f"{path}, line {line}: imports {name}, but a file is taken alone; {how}")


def _imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The modules that a module imports, relative ones with their dots."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or ""), node.lineno
