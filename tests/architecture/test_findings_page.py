"""Every code that a finding can carry is described, and no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "findings.md"
SOURCES = sorted((ROOT / "src" / "genrelens").rglob("*.py"))
CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
CALLS = {"Finding": 0, "RowDrop": 0, "notice": 1, "_tell_numbering": 2}
"""Where each call takes the code, by position (or by the keyword `code`)."""


def _texts(node: ast.expr) -> set[str]:
    if isinstance(node, ast.IfExp):
        return _texts(node.body) | _texts(node.orelse)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    return set()


def _codes_of(tree: ast.Module) -> set[str]:
    codes: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            place = CALLS.get(name)
            if place is not None:
                given = [k.value for k in node.keywords if k.arg == "code"]
                given += node.args[place : place + 1]
                codes |= {text for value in given for text in _texts(value)}
        elif isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(
            node.value, ast.Dict
        ):
            name = ast.unparse(getattr(node, "target", None) or node.targets[0])
            if name == "_TELL":
                codes |= {key.value for key in node.value.keys}
    return codes


def _codes_in_sources() -> set[str]:
    return set().union(*(_codes_of(ast.parse(path.read_text())) for path in SOURCES))


def _codes_on_page() -> set[str]:
    return set(re.findall(r"^\| `([^`]+)` \|", PAGE.read_text(), flags=re.MULTILINE))


def test_every_code_is_on_the_page_and_every_code_of_the_page_exists() -> None:
    assert _codes_on_page() == _codes_in_sources()


def test_codes_are_kebab_case() -> None:
    assert [c for c in _codes_in_sources() if not CODE.fullmatch(c)] == []


def test_every_row_of_the_page_is_complete() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split(" | ")]
        assert len(cells) == 5, row
        assert all(cells), row
        assert cells[1] in {"note", "warning", "note or warning"}, row
