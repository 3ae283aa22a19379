"""Choose the class that carries a colour; the stylesheet holds the colours."""

from __future__ import annotations

import math

__all__ = ["N_GENRE_COLOURS", "N_SHADES", "N_TONES", "genre_class", "shade", "tone"]

N_GENRE_COLOURS = 16
"""Genres with a colour of their own; the others share one grey."""

N_SHADES = 9
"""Steps of the sequential scale of heat maps, 0 the lightest on paper."""

N_TONES = 7
"""Steps from a feature's low values to its high ones."""


def genre_class(rank: int) -> str:
    """Give the class of the genre at that rank by size, counted from 0.

    Examples
    --------
    >>> genre_class(0), genre_class(40)
    ('g0', 'gx')
    """
    return f"g{rank}" if 0 <= rank < N_GENRE_COLOURS else "gx"


def shade(share: float, *, is_linear: bool = False) -> int:
    """Give the step of the sequential scale for a share between 0 and 1.

    The scale follows the square root, so that small mistakes can be seen,
    unless it is asked to be linear.

    Examples
    --------
    >>> shade(0.0), shade(0.25), shade(1.0), shade(0.25, is_linear=True)
    (0, 4, 8, 2)
    """
    inside = min(max(share, 0.0), 1.0)
    return round((N_SHADES - 1) * (inside if is_linear else math.sqrt(inside)))


def tone(position: float) -> int:
    """Give the step from low to high for a quantile between 0 and 1.

    A missing value (NaN) gets the step after the last.

    Examples
    --------
    >>> tone(0.0), tone(0.5), tone(1.0), tone(float("nan"))
    (0, 3, 6, 7)
    """
    if math.isnan(position):
        return N_TONES
    return min(int(min(max(position, 0.0), 1.0) * N_TONES), N_TONES - 1)
