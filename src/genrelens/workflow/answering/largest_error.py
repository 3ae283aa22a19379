"""Say which largest errors can be asked for, without loading what decides."""

from __future__ import annotations

from genrelens.errors import InputError

__all__ = ["LARGEST_ERROR", "SMALLEST_ERROR", "check_max_error"]

SMALLEST_ERROR, LARGEST_ERROR = 0.005, 0.5


def check_max_error(max_error: float) -> None:
    """Refuse a largest error that no rule was made for.

    Raises
    ------
    InputError
        If it is not from 0.005 to 0.5.
    """
    if not SMALLEST_ERROR <= max_error <= LARGEST_ERROR:
        raise InputError(
            f"The largest share of wrong genres was given as {max_error!r}. Give a "
            f"number from {SMALLEST_ERROR} to {LARGEST_ERROR} with --max-error, e.g. "
            "0.05 for at most one wrong in twenty."
        )
