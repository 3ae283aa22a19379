"""Read a value that needs no cleaning exactly as a cell of a file would be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from genrelens.cleaning.cells.dates import EARLIEST, LATEST
from genrelens.cleaning.cells.flags import flag_words
from genrelens.cleaning.cells.missing import is_missing_number
from genrelens.cleaning.durations import MILLISECONDS, POSSIBLE_MS, SURELY_SHORT_S
from genrelens.cleaning.profiling import profile_columns
from genrelens.cleaning.recipes.following import read_by_recipe
from genrelens.ingest.raw_table import RawTable, Source
from genrelens.schema.columns import Kind
from genrelens.schema.known_columns import registered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from genrelens.schema.columns import KnownColumn
    from genrelens.schema.reading_recipe import ReadingRecipe

__all__ = ["NOT_PLAIN", "Plain", "plain_reader"]

Plain = float | str | None


class _NotPlain:
    """What stands for a value that has to be cleaned like a cell of a file."""

    def __repr__(self) -> str:
        return "NOT_PLAIN"


NOT_PLAIN: Final = _NotPlain()

_LARGEST: Final = 3.4e38  # what the model's 32-bit numbers hold, about
_WHOLE: Final = {
    "key": (0, 11),
    "time_signature": (1, 16),
    "year": (EARLIEST, LATEST),
}
_LOST_POINT: Final = -1_000.0  # loudness from here down has lost its decimal point


def plain_reader(
    recipe: ReadingRecipe, levels: Sequence[str] = ()
) -> Callable[[Any], Plain | _NotPlain]:
    """Give a function that reads plain values as a recipe says.

    Parameters
    ----------
    recipe : ReadingRecipe
        Of a column.
    levels : sequence of str
        Those of a category that training saw.

    Returns
    -------
    callable
        Takes a value of JSON; gives what `read_by_recipe` would make of it in a
        file, None for null, and `NOT_PLAIN` for all that needs a closer look:
        text to be parsed, numbers that may stand for something else, levels that
        training never saw.

    Examples
    --------
    >>> from genrelens.schema.reading_recipe import ReadingRecipe
    >>> read = plain_reader(ReadingRecipe("Length (s)", "duration", "duration_ms", "s"))
    >>> read(201), read("3:21"), read(None)
    (201000.0, NOT_PLAIN, None)
    """
    if recipe.kind is Kind.CATEGORY:
        return _one_of(_read_alike(recipe, levels))
    if recipe.kind is Kind.FLAG:
        return _above_zero if recipe.is_scaled else _one_word(recipe.attribute)
    known = registered(recipe.attribute)
    if recipe.reader == "plain":
        return _number_or_flag
    if recipe.is_scaled or known is None:
        return _number
    if recipe.reader == "duration":
        return _duration(recipe)
    return _measure(recipe, known)


def _number(value: Any) -> Plain | _NotPlain:  # noqa: ANN401 (any value of JSON)
    kind = type(value)
    if kind is float or kind is int:
        return float(value) if -_LARGEST <= value <= _LARGEST else NOT_PLAIN
    return None if value is None else NOT_PLAIN


def _number_or_flag(value: Any) -> Plain | _NotPlain:  # noqa: ANN401
    return float(value) if isinstance(value, bool) else _number(value)


def _above_zero(value: Any) -> Plain | _NotPlain:  # noqa: ANN401
    number = _number(value)
    return float(number > 0) if isinstance(number, float) else number


def _one_word(attribute: str) -> Callable[[Any], Plain | _NotPlain]:
    words = dict(flag_words(attribute))

    def read(value: Any) -> Plain | _NotPlain:  # noqa: ANN401
        if value is None:
            return None
        if isinstance(value, str) and not value.isascii():
            return NOT_PLAIN
        if not isinstance(value, str | int | float):
            return NOT_PLAIN
        return words.get(str(value).lower(), NOT_PLAIN)

    return read


def _one_of(levels: frozenset[str]) -> Callable[[Any], Plain | _NotPlain]:
    def read(value: Any) -> Plain | _NotPlain:  # noqa: ANN401
        if isinstance(value, str) and value in levels:
            return value
        return None if value is None else NOT_PLAIN

    return read


def _read_alike(recipe: ReadingRecipe, levels: Sequence[str]) -> frozenset[str]:
    """Give the levels that cleaning leaves as they are."""
    if not levels:
        return frozenset()
    cells = pd.Series(list(levels), dtype="str")
    (profile,) = profile_columns(
        RawTable(
            pd.DataFrame({recipe.header: cells}),
            np.arange(len(cells)),
            Source("levels", "", 0, "memory"),
        )
    )
    read = read_by_recipe(profile, recipe, is_given=True).series
    return frozenset(cells[(read == cells).to_numpy(dtype=bool, na_value=False)])


def _duration(recipe: ReadingRecipe) -> Callable[[Any], Plain | _NotPlain]:
    factor = MILLISECONDS[recipe.unit]
    shortest, longest = POSSIBLE_MS
    has_minutes = recipe.has_short_minutes

    def read(value: Any) -> Plain | _NotPlain:  # noqa: ANN401
        number = _number(value)
        if not isinstance(number, float):
            return number
        if not shortest <= number * factor <= longest:
            return NOT_PLAIN
        if has_minutes and number < SURELY_SHORT_S:
            return NOT_PLAIN
        return number * factor

    return read


def _measure(
    recipe: ReadingRecipe, known: KnownColumn
) -> Callable[[Any], Plain | _NotPlain]:
    """Read a number that lies where the attribute can, and is no sign of missing."""
    reader = recipe.reader
    low, high = known.low, known.high
    if reader in _WHOLE:
        low, high = max(low, _WHOLE[reader][0]), min(high, _WHOLE[reader][1])
    if reader == "loudness":
        low = max(low, np.nextafter(_LOST_POINT, 0))
    zero_is_missing = bool(is_missing_number(np.zeros(1), known)[0])
    is_whole, is_of_100 = reader in _WHOLE, (reader, recipe.unit) == ("share", "%")

    def read(value: Any) -> Plain | _NotPlain:  # noqa: ANN401
        number = _number(value)
        if not isinstance(number, float):
            return number
        if is_of_100 and number != 0:
            return number / 100.0 if 1 < number <= 100 * high else NOT_PLAIN
        if not low <= number <= high or (zero_is_missing and number == 0):
            return NOT_PLAIN
        return NOT_PLAIN if is_whole and number % 1 else number

    return read
