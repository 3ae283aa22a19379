"""Find the attribute of a model that a header speaks of, as for a whole table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from genrelens.cleaning.profiling import profile_columns
from genrelens.cleaning.recipes.matching import match_recipes
from genrelens.features.feature_input import recipes_for
from genrelens.ingest.raw_table import RawTable, Source
from genrelens.schema.known_columns import WEAK_SPELLINGS, registered
from genrelens.workflow.scoring.plain_cells import NOT_PLAIN, plain_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from genrelens.features.reference import FeatureReference
    from genrelens.schema.features import Feature

__all__ = ["HeaderLookup", "KnownHeader"]

_MOST_REMEMBERED: Final = 4_096
_LONGEST_REMEMBERED: Final = 200


@dataclass(frozen=True, slots=True)
class KnownHeader:
    """What a header means to a model.

    Parameters
    ----------
    place : int
        Of the attribute, in the model's order; -1 where the header is none of its.
    is_plain : bool
        Whether nothing has to be told about taking the header for this.
    read : callable
        Reads plain values that stand under it, see `plain_reader`.
    """

    place: int
    is_plain: bool
    read: Callable[[Any], object]


class HeaderLookup:
    """Headers by the rules of `match_recipes`, each looked at once.

    What a header is taken for depends on no other header, as long as no two of a
    table are taken for the same attribute; then only the whole table tells.

    Parameters
    ----------
    features : sequence of Feature
        Of the model.
    references : sequence of FeatureReference
        What training saw of them.
    """

    def __init__(
        self, features: Sequence[Feature], references: Sequence[FeatureReference]
    ) -> None:
        self._features = tuple(features)
        self._levels = {each.name: each.levels for each in references}
        self._recipes = recipes_for(features)
        self._places = {feature.name: at for at, feature in enumerate(features)}
        self._own = {each for f in features for each in (f.name, f.origin)}
        self._known: dict[str, KnownHeader] = {}
        for header in sorted(self._own):
            self.find(header)

    def find(self, header: str) -> KnownHeader:
        """Tell what a header means; safe from any thread."""
        found = self._known.get(header)
        if found is None:
            found = self._look(header)
            is_short = len(header) <= _LONGEST_REMEMBERED
            if is_short and len(self._known) < _MOST_REMEMBERED:
                self._known[header] = found
        return found

    def _look(self, header: str) -> KnownHeader:
        (profile,) = profile_columns(
            RawTable(
                pd.DataFrame({header: pd.Series([""], dtype="str")}),
                np.array([1]),
                Source("one header", "", 0, "memory"),
            )
        )
        matched = match_recipes([profile], self._recipes)
        if not matched:
            is_foreign = bool(header.strip()) and header not in self._own
            return KnownHeader(-1, is_foreign, _read_nothing)
        name, recipe = matched[0]
        place = self._places[name]
        feature = self._features[place]
        is_weak = profile.canonical in WEAK_SPELLINGS and header != recipe.header
        is_known = recipe.is_scaled or registered(recipe.attribute) is not None
        is_other = not is_known and profile.unit not in {"", feature.unit}
        read = plain_reader(recipe, self._levels.get(name, ()))
        return KnownHeader(place, not (is_weak or is_other), read)


def _read_nothing(value: object) -> object:
    """Take any plain value but null: what is missing may have to be told."""
    return value if isinstance(value, str | int | float) else NOT_PLAIN
