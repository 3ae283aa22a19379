"""What training saw of each feature: range, typical values, per genre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["FeatureReference"]


@dataclass(frozen=True, slots=True)
class FeatureReference:
    """Statistics of one feature over the training tracks.

    Parameters
    ----------
    name : str
        Name of the feature.
    n_tracks, n_missing : int
        Training tracks, and those among them without a value.
    low, high : float or None
        Smallest and largest value (None for a category or an empty column).
    quantiles : tuple of float
        At 5, 25, 50, 75 and 95 %; empty for a category.
    median_by_genre : dict of str to float
        Typical value of each genre (share of yes for a flag); empty for a
        category. Genres without any value are left out.
    levels : tuple of str
        Levels of a category seen in training, most frequent first.
    """

    name: str
    n_tracks: int
    n_missing: int
    low: float | None = None
    high: float | None = None
    quantiles: tuple[float, ...] = ()
    median_by_genre: dict[str, float] | None = None
    levels: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the statistics as plain values, ready for JSON."""
        return {
            "name": self.name,
            "n_tracks": self.n_tracks,
            "n_missing": self.n_missing,
            "low": self.low,
            "high": self.high,
            "quantiles": list(self.quantiles),
            "median_by_genre": self.median_by_genre,
            "levels": list(self.levels),
        }
