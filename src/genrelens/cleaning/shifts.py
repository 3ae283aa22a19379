"""Refuse a table whose values stand one column off from their headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.errors import InputError, printable
from genrelens.schema.known_attributes import SHARES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.cleaning.profiling import Profile

__all__ = ["refuse_shifted"]

_RANGES: Final = {
    "loudness": (-70_000.0, 10.0),
    "tempo": (20.0, 300.0),
    "popularity": (0.0, 100.0),
    "year": (1900.0, 21_001_231.0),
    "key": (0.0, 11.0),
    "mode": (0.0, 1.0),
    "time_signature": (0.0, 16.0),
}
_WHOLE: Final = frozenset({"key", "mode", "time_signature", "popularity", "year"})
_LEAST_BY_UNIT: Final = {"ms": 1_000.0, "s": 1.0}
_MOST: Final = 0.5
_NEARLY_ALL: Final = 0.9
_FEWEST_COLUMNS: Final = 2


def refuse_shifted(
    named: Sequence[tuple[str, Profile]], scaled: frozenset[str]
) -> None:
    """Raise an error if several columns hold what their neighbours should.

    Parameters
    ----------
    named : sequence of (str, Profile)
        Every column in file order, with the name of the attribute it was
        taken for, or an empty text.
    scaled : frozenset of str
        Headers of columns that were scaled before, whose range says nothing.

    Raises
    ------
    InputError
        If at least two attributes are mostly out of their possible range, and
        the values of each would fit the neighbour on one and the same side.
    """
    off = [
        place
        for place, (name, profile) in enumerate(named)
        if name
        and profile.column.header not in scaled
        and _share_possible(name, profile, profile) < _MOST
    ]
    for step, side in ((1, "left"), (-1, "right")):
        fitting = [
            place
            for place in off
            if 0 <= place + step < len(named)
            and named[place + step][0]
            and _fits_neighbour(named[place + step], named[place][1])
        ]
        if len(fitting) >= _FEWEST_COLUMNS:
            raise InputError(_message(named, fitting, step, side))


def _fits_neighbour(neighbour: tuple[str, Profile], profile: Profile) -> bool:
    name, owner = neighbour
    return _share_possible(name, owner, profile, strictly=True) >= _NEARLY_ALL


def _share_possible(
    name: str, owner: Profile, profile: Profile, *, strictly: bool = False
) -> float:
    """Give the share of a column's numbers that an attribute could take."""
    if profile.share_numeric < _MOST or not len(profile.numbers):
        return 0.0 if strictly else 1.0
    return float(_is_possible(name, owner, profile.numbers, strictly=strictly).mean())


def _is_possible(
    name: str, owner: Profile, numbers: NDArray[np.float64], *, strictly: bool
) -> NDArray[np.bool_]:
    if name in SHARES:
        return (numbers >= 0) & (numbers <= (1 if strictly else 100))
    if name == "duration_ms":
        unit = owner.unit or ("ms" if strictly else "")
        return numbers >= _LEAST_BY_UNIT.get(unit, 0.0)
    low, high = _RANGES.get(name, (-np.inf, np.inf))
    possible = (numbers >= low) & (numbers <= high)
    if not strictly:  # the usual sentinels are no sign of a shift
        possible |= np.isin(numbers, (0.0, -1.0))
    if name in _WHOLE and (strictly or name != "popularity"):
        possible &= numbers % 1 == 0
    return possible


def _message(
    named: Sequence[tuple[str, Profile]], fitting: Sequence[int], step: int, side: str
) -> str:
    signs = []
    for place in fitting[:4]:
        profile = named[place][1]
        low, high = float(profile.numbers.min()), float(profile.numbers.max())
        other = named[place + step][1].column.header
        signs.append(
            f"'{printable(profile.column.header)}' holds {low:g} to {high:g}, which "
            f"fits '{printable(other)}'"
        )
    start = min(fitting)
    line = int(named[start][1].column.line_numbers[0])
    return (
        f"The values stand one column off, to the {side} of their headers "
        f"(first seen on line {line}): {'; '.join(signs)}. Put the value that is "
        "missing or too many back into each row, or correct the header, and try "
        "again."
    )
