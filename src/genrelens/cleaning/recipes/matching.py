"""Find the columns of a new table by the headers of the one a model learnt from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from genrelens.cleaning.recognition import name_of_header
from genrelens.schema.known_columns import WEAK_SPELLINGS
from genrelens.schema.spelling import normalise_header

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from genrelens.cleaning.profiling import Profile
    from genrelens.schema.reading_recipe import ReadingRecipe

__all__ = ["match_recipes", "with_comma"]


def match_recipes(
    profiles: Sequence[Profile], recipes: Mapping[str, ReadingRecipe]
) -> dict[int, tuple[str, ReadingRecipe]]:
    """Give each column that a recipe speaks of its name and its recipe.

    Headers alone decide, never values: first equal ones, then those that
    differ only in spelling or unit, then any spelling of the same attribute.

    Parameters
    ----------
    profiles : sequence of Profile
        The columns of the new table.
    recipes : mapping of str to ReadingRecipe
        By the name of the cleaned column.

    Returns
    -------
    dict of int to (str, ReadingRecipe)
        By the column's place. A recipe without a column is left out.
    """
    found: dict[int, tuple[str, ReadingRecipe]] = {}
    for rank in (_is_same, _is_respelt, _is_attribute):
        for name, recipe in recipes.items():
            if any(name == taken for taken, _ in found.values()):
                continue
            place = _best(profiles, name, recipe, rank, found)
            under = None if place is None else _under(recipe, profiles[place])
            if place is not None and under is not None:
                found[place] = (name, under)
    return dict(sorted(found.items()))


def with_comma(profile: Profile, recipe: ReadingRecipe, *, delimiter: str) -> Profile:
    """Let commas mean what they meant in training, else what is usual in the file.

    Parameters
    ----------
    profile : Profile
        The column.
    recipe : ReadingRecipe
    delimiter : str
        What parts the cells of the file.
    """
    usual = "decimal" if delimiter == ";" else "thousands"
    return replace(profile, comma=recipe.comma or usual)


def _best(
    profiles: Sequence[Profile],
    name: str,
    recipe: ReadingRecipe,
    rank: Callable[[Profile, str, ReadingRecipe], tuple[bool, int] | None],
    found: Mapping[int, object],
) -> int | None:
    """Give the place of the free column that ranks first, if any does."""
    ranked = [
        (*order, place)
        for place, profile in enumerate(profiles)
        if place not in found
        and (order := rank(profile, name, recipe)) is not None
        and _under(recipe, profile) is not None
    ]
    return min(ranked)[-1] if ranked else None


def _under(recipe: ReadingRecipe, profile: Profile) -> ReadingRecipe | None:
    return recipe.under(profile.column.header)


def _is_same(
    profile: Profile, _: str, recipe: ReadingRecipe
) -> tuple[bool, int] | None:
    return (False, 0) if profile.column.header == recipe.header else None


def _is_respelt(
    profile: Profile, _: str, recipe: ReadingRecipe
) -> tuple[bool, int] | None:
    wanted = normalise_header(recipe.header)[0]
    return (False, 0) if wanted and profile.canonical == wanted else None


def _is_attribute(
    profile: Profile, name: str, recipe: ReadingRecipe
) -> tuple[bool, int] | None:
    """Rank any spelling of the attribute: plain ones first, as they are registered."""
    known = name_of_header(profile)
    if known is None or known.name != recipe.attribute or name != recipe.attribute:
        return None
    spelt = profile.canonical
    order = known.spellings.index(spelt) if spelt in known.spellings else 0
    return spelt in WEAK_SPELLINGS, order
