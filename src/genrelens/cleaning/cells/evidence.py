"""Counts, sample cells and line numbers that prove a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.errors import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["count_of", "distinct", "lines_where", "number_text", "pairs_where"]

_SAMPLE_SIZE: Final = 5
_N_LOOKED_AT: Final = 2_000


def lines_where(
    mask: NDArray[np.bool_], line_numbers: NDArray[np.int64]
) -> tuple[int, ...]:
    """Give the first five lines of the file at which `mask` holds."""
    first = np.flatnonzero(mask)[:_SAMPLE_SIZE]
    return tuple(int(line) for line in line_numbers[first])


def distinct(mask: NDArray[np.bool_], cell: Callable[[int], str]) -> tuple[str, ...]:
    """Give up to five different cells of the rows at which `mask` holds."""
    shown: dict[str, None] = {}
    for row in np.flatnonzero(mask)[:_N_LOOKED_AT]:
        shown.setdefault(printable(cell(int(row)), limit=40))
        if len(shown) == _SAMPLE_SIZE:
            break
    return tuple(shown)


def pairs_where(
    mask: NDArray[np.bool_],
    before: Callable[[int], str],
    after: Callable[[int], str],
) -> tuple[tuple[str, str], ...]:
    """Give up to five different pairs of a cell before and after a change."""
    shown: dict[tuple[str, str], None] = {}
    for row in np.flatnonzero(mask)[:_N_LOOKED_AT]:
        pair = (printable(before(int(row)), limit=40), after(int(row)))
        shown.setdefault(pair)
        if len(shown) == _SAMPLE_SIZE:
            break
    return tuple(shown)


def number_text(value: float) -> str:
    """Write a number for people, and an empty text for a missing one.

    Examples
    --------
    >>> number_text(4.0), number_text(0.1234567890123), number_text(float("nan"))
    ('4', '0.123456789', '')
    """
    return "" if np.isnan(value) else f"{value:.9g}"


def count_of(n: int, one: str, many: str = "") -> str:
    """Write a count with its noun.

    Examples
    --------
    >>> count_of(1, "cell"), count_of(1200, "cell"), count_of(2, "axis", "axes")
    ('1 cell', '1,200 cells', '2 axes')
    """
    return f"{n:,} {one if n == 1 else many or one + 's'}"
