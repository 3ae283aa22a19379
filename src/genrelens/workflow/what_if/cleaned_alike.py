"""Refuse values that the cell of a table would be read as something else for."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from genrelens.cleaning.profiling import profile_columns
from genrelens.cleaning.recipes.following import read_by_recipe
from genrelens.errors import ColumnError, printable
from genrelens.features.feature_input import recipes_for
from genrelens.features.value_words import describe_value
from genrelens.ingest.raw_table import RawTable, Source
from genrelens.schema.columns import Kind
from genrelens.schema.known_columns import registered
from genrelens.workflow.scoring.plain_cells import NOT_PLAIN, plain_reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.schema.features import Feature
    from genrelens.schema.reading_recipe import ReadingRecipe

__all__ = ["refuse_changed"]

_WHOLE: Final = {"key", "time_signature", "year"}
_PERCENT: Final = "%"
_ROUNDING: Final = 1e-12
_MANY: Final = 10_000  # from here on, digits stand in groups of three


def refuse_changed(feature: Feature, value: float | str) -> None:
    """Refuse a value that ``predict`` would not take as it stands.

    Parameters
    ----------
    feature : Feature
        The attribute, of a number or a category.
    value : float or str
        In the attribute's own unit.

    Raises
    ------
    ColumnError
        If a cell with this value is read as missing or as another value: a tempo of
        0, a loudness of -3,000 dB, a year with a fraction.
    """
    if _reader(feature)(value) is not NOT_PLAIN:
        return
    read = _read_as_cell(feature, value)
    if read != value and not _is_rounded(read, value):
        raise ColumnError(
            feature.name,
            found=f"{_shown(feature, value)} was given, and in a table "
            f"{_told(feature, read)}",
            remedy=f"Give {_allowed(feature)}, or null where it is not known.",
        )


@lru_cache(maxsize=4_096)
def _own_recipe(feature: Feature) -> ReadingRecipe:
    """Give the recipe for a column in the attribute's own unit, or in per cent."""
    recipe = recipes_for([feature])[feature.name]
    if recipe.kind is not Kind.NUMBER or recipe.is_scaled or not recipe.attribute:
        return recipe
    unit = "ms" if recipe.reader == "duration" else recipe.unit
    return replace(
        recipe, header=recipe.attribute, unit=unit, comma="", has_short_minutes=False
    )


@lru_cache(maxsize=4_096)
def _reader(feature: Feature) -> Callable[[Any], object]:
    recipe = _own_recipe(feature)
    if recipe.unit == _PERCENT:  # from 0 to 1 they are read alike in either
        recipe = replace(recipe, unit="")
    return plain_reader(recipe)


@lru_cache(maxsize=4_096)
def _read_as_cell(feature: Feature, value: float | str) -> float | str | None:
    """Read a value as the only cell of its column, None where it is missing."""
    recipe = _own_recipe(feature)
    if isinstance(value, str):
        cell = value
    else:
        cell = repr(value * 100.0 if recipe.unit == _PERCENT else value)
    (profile,) = profile_columns(
        RawTable(
            pd.DataFrame({recipe.header: pd.Series([cell], dtype="str")}),
            np.array([1]),
            Source("one value", "", 0, "memory"),
        )
    )
    read = read_by_recipe(profile, recipe, is_given=True).series.iloc[0]
    if pd.isna(read):
        return None
    return str(read) if isinstance(value, str) else float(read)


def _is_rounded(read: float | str | None, value: float | str) -> bool:
    """Tell whether only writing a share in per cent made the two differ."""
    if not (isinstance(read, float) and isinstance(value, float)):
        return False
    return math.isclose(read, value, rel_tol=_ROUNDING)


def _shown(feature: Feature, value: float | str) -> str:
    if isinstance(value, str):
        return f"'{printable(value, limit=40)}'"
    return f"'{_digits(value)}{_unit(feature)}'"


def _told(feature: Feature, read: float | str | None) -> str:
    if read is None:
        return "that is read as missing"
    if isinstance(read, str):
        return f"that is read as '{printable(read, limit=40)}'"
    return f"that is read as {describe_value(feature, read)}"


def _allowed(feature: Feature) -> str:
    """Say which values an attribute can have."""
    recipe = _own_recipe(feature)
    if recipe.kind is Kind.CATEGORY:
        return "a level as the model tells it"
    known = registered(recipe.attribute)
    word = "a whole number" if recipe.reader in _WHOLE else "a number"
    if known is None or not math.isfinite(known.high - known.low):
        return word
    return f"{word} from {_digits(known.low)} to {_digits(known.high)}{_unit(feature)}"


def _digits(number: float) -> str:
    text = f"{number:,.9g}" if abs(number) >= _MANY else f"{number:.9g}"
    return text.replace("-", "−", 1) if text.startswith("-") else text


def _unit(feature: Feature) -> str:
    has_unit = feature.unit in {"BPM", "dB", "LUFS", "ms"} and not feature.is_scaled
    return f" {feature.unit}" if has_unit else ""
