"""Name the arithmetic that turns sound into numbers, so that old numbers are known."""

from __future__ import annotations

import ast
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

__all__ = ["method_digest"]

_LEFT_OUT: Final = frozenset({"isolation", "__pycache__"})  # how, but not what


def method_digest() -> str:
    """Give a digest of the code of this folder, its comments and docstrings left out.

    Kept numbers are used again only where the code that made them is the same: a
    change of the arithmetic renews them, a change of words does not.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    digest = hashlib.sha256()
    for module in _modules(files("genrelens.audio")):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        digest.update(ast.dump(_without_words(tree)).encode())
    return digest.hexdigest()


def _modules(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name not in _LEFT_OUT:
            yield from _modules(entry)
        elif entry.name.endswith(".py"):
            yield entry


def _without_words(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        body: Any = getattr(node, "body", None)
        if isinstance(body, list):
            kept = [step for step in body if not _is_text(step)]
            body[:] = kept or [ast.Pass()]
    return tree


def _is_text(step: ast.stmt) -> bool:
    return (
        isinstance(step, ast.Expr)
        and isinstance(step.value, ast.Constant)
        and isinstance(step.value.value, str)
    )
