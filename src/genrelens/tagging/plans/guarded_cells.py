"""Guard cells that a spreadsheet would run as formulas; take the guard off again."""

from __future__ import annotations

import re

__all__ = ["guard", "unguard"]

_STARTS = r"[=+\-@\t\r\n＝＋－＠]"
_RISKY = re.compile(f"'*{_STARTS}")
_GUARDED = re.compile(f"'+{_STARTS}")


def guard(cell: str) -> str:
    """Put an apostrophe before a cell that looks like a formula.

    Examples
    --------
    >>> guard("=1+1"), guard("'=1+1"), guard("'80s pop")
    ("'=1+1", "''=1+1", "'80s pop")
    """
    return f"'{cell}" if _RISKY.match(cell) else cell


def unguard(cell: str) -> str:
    """Take the apostrophe off that `guard` put there.

    Examples
    --------
    >>> unguard("'=1+1"), unguard("''=1+1"), unguard("'80s pop")
    ('=1+1', "'=1+1", "'80s pop")
    """
    return cell[1:] if _GUARDED.match(cell) else cell
