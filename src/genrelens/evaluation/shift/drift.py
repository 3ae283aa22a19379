"""Measure how each attribute of a new table differs from training, beside chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from scipy import stats

from genrelens.evaluation.comparing.several import holm
from genrelens.evaluation.shift.describing import effective_size
from genrelens.evaluation.shift.results import ColumnDrift
from genrelens.schema.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.evaluation.shift.results import ColumnReference, ShiftReference
    from genrelens.schema.features import Feature

__all__ = ["LEVEL", "NOTABLE", "STRONG", "measure_drift"]

LEVEL: Final = 0.05
"""Share of unchanged tables in which chance alone may raise an alarm."""

NOTABLE: Final = 0.1
"""Smaller distances are told, and are no alarm however sure they are."""

STRONG: Final = 0.3
"""From this distance on a column differs strongly."""

_NOTABLE_MISSING = 0.05
_BLIND = 0.5  # noise above which nothing short of another unit would be seen
_N_BINS = 10
_LEAST_SHARE = 1e-4
_N_DRAWINGS = 4_000


def measure_drift(
    reference: ShiftReference,
    X: pd.DataFrame,
    features: Sequence[Feature],
    *,
    group_size: float | None = None,
) -> tuple[ColumnDrift, ...]:
    """Compare every attribute with training, and with what chance would do.

    A number is compared by the largest difference of its cumulative shares at 101
    quantiles of training (Kolmogorov-Smirnov), a category by the summed difference
    of its levels (chi-square). Tracks of one artist are alike, so both tables count
    as fewer independent tracks (Kish's design effect). All tests of all columns,
    missing values included, are adjusted together by Holm's method.

    Parameters
    ----------
    reference : ShiftReference
        Of the model.
    X : pandas.DataFrame, n_tracks x n_features
        The new table's attributes by name, at least one row.
    features : sequence of Feature
        Of the model, in the order of the reference.
    group_size : float, optional
        Mean size of the group that a track of the new table is in; as in
        training where it is not known.

    Returns
    -------
    tuple of ColumnDrift
        One a feature, in the order given.

    References
    ----------
    A. Kolmogorov (1933); N. Smirnov (1948); M. Stephens (1970) for small tables;
    L. Kish (1965), Survey Sampling; S. Holm (1979).
    """
    size = reference.group_size if group_size is None else group_size
    measured = [
        _Measured(column, feature, X[feature.name], (reference.group_size, size))
        for column, feature in zip(reference.columns, features, strict=True)
    ]
    raw = [value for each in measured for value in (each.p_value, each.missing_p)]
    adjusted = holm(raw)
    n_tests = len(raw)
    return tuple(
        each.conclude(float(adjusted[2 * i]), float(adjusted[2 * i + 1]), n_tests)
        for i, each in enumerate(measured)
    )


class _Measured:
    """One column's distances, before all columns are taken together."""

    def __init__(
        self,
        column: ColumnReference,
        feature: Feature,
        values: pd.Series[Any],
        group_sizes: tuple[float, float],
    ) -> None:
        self.column, self.is_category = column, feature.kind is Kind.CATEGORY
        self.n_tracks = len(values)
        present = values[values.notna()]
        self.n_missing = self.n_tracks - len(present)
        self.n_new, self.distance, self.psi, self.p_value = 0, np.nan, np.nan, 1.0
        before, now = (
            effective_size(n, size, column.likeness)
            for n, size in zip(
                (column.n_tracks - column.n_missing, len(present)),
                group_sizes,
                strict=True,
            )
        )
        self.n_effective = before * now / (before + now) if before * now else 0.0
        self.missing_p = _compare_missing(column, values, group_sizes)
        if not len(present) or not (column.points or column.levels):
            return
        if self.is_category:
            self._compare_levels(present)
        else:
            self._compare_numbers(present.to_numpy(dtype=np.float64))

    def _compare_numbers(self, values: NDArray[np.float64]) -> None:
        points, shares = np.array(self.column.points), np.array(self.column.shares)
        here = np.searchsorted(np.sort(values), points, side="right") / len(values)
        below = float((values < points[0]).mean())  # where training has none
        above = float((values > points[-1]).mean())
        self.distance = max(float(np.abs(here - shares).max()), below, above)
        root = np.sqrt(self.n_effective)
        stretched = self.distance * (root + 0.12 + 0.11 / root)
        self.p_value = float(stats.kstwobign.sf(stretched))
        bins = np.unique(
            np.searchsorted(shares, np.arange(1, _N_BINS) / _N_BINS).clip(
                0, len(points) - 1
            )
        )
        self.psi = _psi(
            np.diff(shares[bins], prepend=0.0, append=1.0),
            np.diff(here[bins], prepend=0.0, append=1.0),
        )

    def _compare_levels(self, present: pd.Series[Any]) -> None:
        counts = present.astype("str").value_counts()
        named = np.array([counts.get(level, 0) for level in self.column.levels])
        here = np.append(named, len(present) - named.sum()) / len(present)
        before = np.append(
            self.column.level_shares, max(0.0, 1 - sum(self.column.level_shares))
        )
        self.n_new = int(len(present) - named.sum()) if before[-1] == 0 else 0
        self.distance = float(np.abs(here - before).sum() / 2)
        self.psi = _psi(before, here)
        middle = (before + here) / 2
        kept = middle > 0
        statistic = self.n_effective * ((here - before)[kept] ** 2 / middle[kept]).sum()
        freedom = max(1, int(kept.sum()) - 1)
        self.p_value = float(stats.chi2.sf(statistic, freedom))

    def conclude(self, p_value: float, missing_p: float, n_tests: int) -> ColumnDrift:
        """Close the column, knowing the p-values adjusted for all."""
        column = self.column
        share = self.n_missing / self.n_tracks
        before = column.n_missing / column.n_tracks if column.n_tracks else 0.0
        noise = self._noise(LEVEL / n_tests)
        return ColumnDrift(
            name=column.name,
            n_tracks=self.n_tracks,
            n_missing=self.n_missing,
            distance=self.distance,
            noise=noise,
            psi=self.psi,
            p_value=p_value,
            missing_share=share,
            missing_before=before,
            missing_p_value=missing_p,
            n_new=self.n_new,
            verdict=_judge(self.distance, noise, p_value, share - before, missing_p),
        )

    def _noise(self, level: float) -> float:
        """Give the distance that chance alone exceeds at this level."""
        if self.n_effective == 0:
            return 1.0
        if not self.is_category:
            root = np.sqrt(self.n_effective)
            bound = stats.kstwobign.isf(level) / (root + 0.12 + 0.11 / root)
            return min(1.0, float(bound))
        shares = np.append(
            self.column.level_shares, max(0.0, 1 - sum(self.column.level_shares))
        )
        n_drawn = max(1, round(self.n_effective))
        drawn = np.random.default_rng(0).multinomial(
            n_drawn, shares / shares.sum(), size=_N_DRAWINGS
        )
        distances = np.abs(drawn / n_drawn - shares).sum(axis=1) / 2
        return float(np.quantile(distances, max(0.0, 1 - level)))


def _compare_missing(
    column: ColumnReference, values: pd.Series[Any], group_sizes: tuple[float, float]
) -> float:
    """Give the chance of such a difference of missing shares (two proportions)."""
    if not column.n_tracks or not len(values):
        return 1.0
    before, now = column.n_missing / column.n_tracks, float(values.isna().mean())
    # Values of one source are missing together: groups count as one track each.
    sizes = [column.n_tracks / group_sizes[0], len(values) / group_sizes[1]]
    pooled = (before * sizes[0] + now * sizes[1]) / sum(sizes)
    pooled = min(max(pooled, 0.5 / sum(sizes)), 1 - 0.5 / sum(sizes))
    spread = np.sqrt(pooled * (1 - pooled) * (1 / sizes[0] + 1 / sizes[1]))
    return float(2 * stats.norm.sf(abs(now - before) / spread))


def _judge(
    distance: float, noise: float, p_value: float, more_missing: float, missing_p: float
) -> Literal[
    "as in training", "differs", "differs strongly", "missing", "too few rows"
]:
    if missing_p < LEVEL and more_missing >= _NOTABLE_MISSING:
        return "missing"
    if p_value < LEVEL and distance >= NOTABLE:
        return "differs strongly" if distance >= STRONG else "differs"
    if noise > _BLIND or np.isnan(distance):
        return "too few rows"
    return "as in training"


def _psi(before: NDArray[np.float64], now: NDArray[np.float64]) -> float:
    old, new = (np.maximum(shares, _LEAST_SHARE) for shares in (before, now))
    return float(((new - old) * np.log(new / old)).sum())
