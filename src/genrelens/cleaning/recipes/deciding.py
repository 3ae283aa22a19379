"""Decide from the values of a whole table how each of its columns is to be read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.cleaning.cells.flags import are_two_scaled_levels
from genrelens.cleaning.cells.missing import is_missing_number
from genrelens.cleaning.durations import usual_unit
from genrelens.cleaning.scales import (
    AS_THE_OTHERS,
    STANDARDISED,
    runs_to_1,
    runs_to_100,
    scaling_of,
)
from genrelens.schema.columns import Kind, Role
from genrelens.schema.known_attributes import SHARES
from genrelens.schema.reading_recipe import ReadingRecipe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.cleaning.assignment import Assignment
    from genrelens.schema.columns import KnownColumn

__all__ = ["Decision", "attribute_of", "decide_recipes"]

_READERS: Final = {
    "duration_ms": "duration",
    "loudness": "loudness",
    "key": "key",
    "time_signature": "time_signature",
    "year": "year",
} | dict.fromkeys(SHARES, "share")
_FEWEST: Final = 3


@dataclass(frozen=True, slots=True)
class Decision:
    """How a column is to be read, and what showed it.

    Parameters
    ----------
    recipe : ReadingRecipe
    scaling : str
        In which way the column was scaled before; empty where it was not.
    why_of_100 : str
        What showed that shares run from 0 to 100, as a clause.
    """

    recipe: ReadingRecipe
    scaling: str = ""
    why_of_100: str = ""


def attribute_of(guess: Assignment) -> str:
    """Give the attribute's name, or nothing for a column that is none."""
    is_attribute = guess.known is not None and guess.known.role == Role.FEATURE
    return guess.known.name if is_attribute and guess.known else ""


def decide_recipes(taken: Sequence[Assignment]) -> tuple[Decision, ...]:
    """Decide how every column is read, each in the light of the others.

    Shares are judged together: where more of them run to 100 than to 1, all
    but those that stand in their own unit by their header do. So are measures:
    where most were centred and divided by their spread, those with impossible
    values below their range were as well.

    Parameters
    ----------
    taken : sequence of Assignment
        What every column was taken for.

    Returns
    -------
    tuple of Decision
        In the same order.
    """
    decisions = [Decision(_recipe(guess)) for guess in taken]
    for place, way in _scalings(taken).items():
        recipe = replace(decisions[place].recipe, is_scaled=True, unit="")
        decisions[place] = replace(decisions[place], recipe=recipe, scaling=way)
    shares = [
        place
        for place, decision in enumerate(decisions)
        if decision.recipe.reader == "share" and not decision.scaling
    ]
    for place, why in _shares_of_100([taken[place] for place in shares], shares):
        recipe = replace(decisions[place].recipe, unit="%")
        decisions[place] = replace(decisions[place], recipe=recipe, why_of_100=why)
    return tuple(decisions)


def _recipe(guess: Assignment) -> ReadingRecipe:
    """Give the recipe of a column by itself."""
    profile, attribute = guess.profile, attribute_of(guess)
    header = profile.column.header
    if guess.role == Role.TARGET:
        return ReadingRecipe(header, "genre", attribute)
    if guess.kind == Kind.TEXT:
        return ReadingRecipe(header, "name", attribute)
    if guess.kind == Kind.CATEGORY:
        return ReadingRecipe(header, "category", attribute)
    if guess.kind == Kind.FLAG:
        is_scaled = (
            bool(attribute)
            and profile.share_numeric == 1.0
            and are_two_scaled_levels(profile.numerals.numbers)
        )
        return ReadingRecipe(header, "flag", attribute, is_scaled=is_scaled)
    has_commas = profile.comma == "decimal" or bool(profile.numerals.respelt.any())
    recipe = ReadingRecipe(
        header,
        _READERS.get(attribute, "number"),
        attribute,
        comma=profile.comma if has_commas else "",
    )
    if recipe.reader != "duration" or guess.known is None:
        return recipe
    values = _without_sentinels(profile.numerals.numbers, guess.known)
    unit, has_short_minutes = usual_unit(values, named=profile.unit)
    return replace(recipe, unit=unit, has_short_minutes=has_short_minutes)


def _without_sentinels(
    values: NDArray[np.float64], known: KnownColumn
) -> NDArray[np.float64]:
    return np.where(is_missing_number(values, known), np.nan, values)


def _scalings(taken: Sequence[Assignment]) -> dict[int, str]:
    """Find the measures that were scaled before, and how."""
    ways: dict[int, str] = {}
    judged = []
    for place, guess in enumerate(taken):
        name, profile = attribute_of(guess), guess.profile
        if not name or guess.known is None or guess.kind != Kind.NUMBER:
            continue
        is_in_minutes = name == "duration_ms" and profile.unit == "min"
        numbers = profile.numbers if profile.is_numeric else np.array([])
        is_telling = len(numbers) >= _FEWEST and not bool((numbers % 1 == 0).all())
        if is_in_minutes or not is_telling:
            continue
        judged.append(place)
        if way := scaling_of(profile.numerals.numbers, guess.known):
            ways[place] = way
    n_standardised = sum(way == STANDARDISED for way in ways.values())
    if n_standardised * 2 > len(judged):
        for place in judged:
            if place not in ways and _goes_below(taken[place]):
                ways[place] = STANDARDISED
    return ways


def _goes_below(guess: Assignment) -> bool:
    """Tell whether a measure has values below all that are possible."""
    assert guess.known is not None  # noqa: S101 (measures are known columns)
    numbers = guess.profile.numbers
    is_sentinel = is_missing_number(numbers, guess.known)
    return bool((numbers[~is_sentinel] < guess.known.low).any())


def _shares_of_100(
    shares: Sequence[Assignment], places: Sequence[int]
) -> list[tuple[int, str]]:
    """Find the shares that run from 0 to 100, by themselves or like the others."""
    values = [guess.profile.numerals.numbers for guess in shares]
    n_to_100 = sum(map(runs_to_100, values))
    n_to_1 = sum(map(runs_to_1, values))
    found = []
    for place, guess, cells in zip(places, shares, values, strict=True):
        why = _own_sign_of_100(guess)
        if not why and n_to_100 > n_to_1 and np.isfinite(cells).any():
            why = AS_THE_OTHERS
        if why:
            found.append((place, why))
    return found


def _own_sign_of_100(guess: Assignment) -> str:
    """Say what shows by itself that shares run from 0 to 100, if anything does."""
    profile = guess.profile
    if profile.unit == "%":
        return "its header says so"
    values = profile.numerals.numbers
    percent = profile.numerals.units.get("%")
    if percent is not None and percent.sum() > np.isfinite(values).sum() / 2:
        return "its cells carry a percent sign"
    return "by its values" if runs_to_100(values) else ""
