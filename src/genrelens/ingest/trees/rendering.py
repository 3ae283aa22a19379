r"""Write a genre tree as the YAML that `reading` reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from genrelens.schema.genre_tree import GenreTree

__all__ = ["render_tree"]

_PLAIN = re.compile(r"[^\W\d_](?:[\w &+./'’()!-]*[\w.+)!])?")
_NOT_TEXT = frozenset(
    {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf"}
)
"""Plain words that other readers of YAML take for something else than text."""


def render_tree(tree: GenreTree, *, heading: str = "") -> str:
    """Write a genre tree as text.

    Parameters
    ----------
    tree : GenreTree
        What to write.
    heading : str
        Lines of explanation, written as comments.

    Returns
    -------
    str
        YAML; `genrelens.ingest.trees.reading.parse_tree` gives the tree back.

    Examples
    --------
    >>> from genrelens.schema.genre_tree import GenreTree
    >>> print(render_tree(GenreTree.of({"dub": ["reggae", "r&b"]})), end="")
    parents:
      dub: [reggae, r&b]
      reggae: []
      r&b: []
    """
    lines = [f"# {line}".rstrip() for line in heading.splitlines()]
    lines.append("parents:" if tree.parents else "parents: {}")
    for name, parents in tree.parents.items():
        shown = ", ".join(_quote(parent) for parent in parents)
        one = len(parents) == 1
        lines.append(f"  {_quote(name)}: {shown if one else f'[{shown}]'}")
    if tree.aliases:
        lines.append("aliases:")
        lines += [
            f"  {_quote(alias)}: {_quote(meant)}"
            for alias, meant in tree.aliases.items()
        ]
    return "\n".join(lines) + "\n"


def _quote(name: str) -> str:
    if not name.isprintable():
        return '"' + "".join(_escape(sign) for sign in name) + '"'
    if _PLAIN.fullmatch(name) and name.casefold() not in _NOT_TEXT:
        return name
    return "'" + name.replace("'", "''") + "'"


def _escape(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    if sign.isprintable():
        return sign
    code = ord(sign)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"  # noqa: PLR2004
