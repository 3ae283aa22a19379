"""Give features and genres the names and colours they carry on every chart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from genrelens.reports.figures.palette import genre_class

if TYPE_CHECKING:
    from genrelens.reports.facts import ReportFacts
    from genrelens.schema.features import Feature

__all__ = ["Naming", "name_everything"]


@dataclass(frozen=True, slots=True)
class Naming:
    """Names and colours, the same in every section.

    Parameters
    ----------
    genres : tuple of str
        In the order of every matrix of the evaluation.
    first : str
        The genre that the page shows before its reader picks one.
    ranks : dict of str to int
        Place of each genre by size, 0 the largest.
    labels, units : dict of str to str
        Of each feature, by its name.
    features : dict of str to Feature
        Each feature, by its name.
    """

    genres: tuple[str, ...]
    first: str
    ranks: dict[str, int]
    labels: dict[str, str]
    features: dict[str, Feature]
    units: dict[str, str]

    def label(self, feature: str) -> str:
        """Give a feature's name for people; an unknown one as it stands."""
        return self.labels.get(feature, feature)

    def unit(self, feature: str) -> str:
        """Give a feature's unit, empty where it has none."""
        return self.units.get(feature, "")

    def colour(self, genre: str) -> str:
        """Give the class that carries a genre's colour."""
        return genre_class(self.ranks.get(genre, -1))


def name_everything(facts: ReportFacts) -> Naming:
    """Collect the names; two features of one label are told apart by origin."""
    uses = Counter(feature.label for feature in facts.features)
    genres = facts.evaluation.genres
    by_size = sorted(genres, key=lambda genre: -facts.genre_counts.get(genre, 0))
    return Naming(
        genres=genres,
        first=by_size[0] if by_size else "",
        ranks={genre: rank for rank, genre in enumerate(by_size)},
        labels={
            feature.name: feature.label
            if uses[feature.label] == 1
            else f"{feature.label} ({feature.origin})"
            for feature in facts.features
        },
        features={feature.name: feature for feature in facts.features},
        units={feature.name: feature.unit for feature in facts.features},
    )
