"""Say what of a new table a model does not know, cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.errors import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "absent_note",
    "new_level_note",
    "new_level_words",
    "pooled_note",
    "pooled_words",
    "range_note",
    "range_words",
    "ranges_note",
    "without_words",
]

_MOST_NAMED = 3


def without_words(labels: Sequence[str]) -> str:
    """Name what a row lacks: all of a few, else two and the number of the others.

    Examples
    --------
    >>> without_words([]), without_words(["tempo", "key"])
    ('', 'without tempo, key')
    >>> without_words(["tempo", "key", "mode", "energy"])
    'without tempo, key and 2 more'
    """
    if not labels:
        return ""
    if len(labels) <= _MOST_NAMED:
        return f"without {', '.join(labels)}"
    shown = labels[: _MOST_NAMED - 1]
    return f"without {', '.join(shown)} and {len(labels) - len(shown)} more"


def absent_note(labels: Sequence[str], why: str) -> str:
    """Say which attributes a table does not provide, and why."""
    return f"{', '.join(labels)}: {why}; taken as unknown in every row"


def new_level_words(label: str, text: str) -> str:
    """Say that training never saw a level of a category."""
    return f"{label} '{text}' is new"


def new_level_note(label: str, n_new: int, n_rows: int, text: str) -> str:
    """Count the cells with a level that training never saw."""
    return (
        f"{label}: {n_new:,} of {n_rows:,} rows have a value that "
        f"training never saw, e.g. '{text}'"
    )


def range_words(label: str, text: str, side: str, limit: str) -> str:
    """Say that a number lies below or above all of training's."""
    return f"{label} {text} is {side} training's {limit}"


def range_note(
    label: str, n_out: int, n_rows: int, side: str, limit: str, text: str
) -> str:
    """Count the cells that lie below or above all of training's."""
    return (
        f"{label}: {n_out:,} of {n_rows:,} rows lie {side} the range seen in "
        f"training ({limit}), e.g. {text}"
    )


def ranges_note(n_attributes: int, first: str) -> str:
    """Say in one sentence that many attributes leave training's ranges here or there.

    Examples
    --------
    >>> ranges_note(40, "tempo: 1 of 9 rows …").split(";")[0]
    '40 attributes have rows outside the range seen in training'
    """
    return (
        f"{n_attributes:,} attributes have rows outside the range seen in training; "
        f"the column 'warnings' names them row by row. The first: {first}"
    )


def pooled_words(label: str, cell: Any) -> str:  # noqa: ANN401 (any level)
    """Say that a level was too rare in training to be told apart."""
    return f"{label} '{printable(cell)}' was too rare to be told apart"


def pooled_note(label: str, n_pooled: int, n_rows: int, cell: Any) -> str:  # noqa: ANN401
    """Count the cells with a level that was too rare in training."""
    return (
        f"{label}: {n_pooled:,} of {n_rows:,} rows have a value that was "
        f"too rare in training to be told apart, e.g. "
        f"'{printable(cell)}'"
    )
