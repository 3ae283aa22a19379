"""Measure how often sets hold the true genre, and what decisions come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.evaluation.calibration.drawn_shares import (
    estimate_ratios,
    sum_by_group,
)
from genrelens.evaluation.intervals import choose_n_replicates, stretch_of
from genrelens.evaluation.prediction_sets.results import (
    DecisionScores,
    GenreDecisions,
    GenreSets,
    RiskCurve,
    SetScores,
)
from genrelens.evaluation.prediction_sets.selecting import highest_error
from genrelens.evaluation.results import Estimate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.evaluation.prediction_sets.conformity import SetScore
    from genrelens.evaluation.prediction_sets.deciding import Decisions
    from genrelens.evaluation.prediction_sets.results import ThresholdKind
    from genrelens.evaluation.scores import HeldOut

__all__ = ["Judge"]

_CURVE_POINTS = 40
_TAIL = 0.975


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges sets and decisions about the same held-out tracks.

    A share of exactly 0 or 1 is the same in every drawing of groups; its interval
    is that of Clopper and Pearson, for as many tracks as there are equal groups.

    Parameters
    ----------
    held_out : HeldOut
        Calibrated predictions by models that had not met the tracks' groups.
    genres : tuple of str
        Names.
    seed : int
        Of the drawings behind the intervals.
    """

    held_out: HeldOut
    genres: tuple[str, ...]
    seed: int
    n_groups_of: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        """Count each genre's groups once."""
        n_genres = len(self.genres)
        pairs = np.unique(self.held_out.units * n_genres + self.held_out.codes)
        counts = np.bincount(pairs % n_genres, minlength=n_genres)
        object.__setattr__(self, "n_groups_of", counts)

    def judge_sets(
        self,
        sets: NDArray[np.bool_],
        *,
        score: SetScore,
        per_genre: bool,
        max_error: float,
        kinds: Sequence[ThresholdKind],
    ) -> SetScores:
        """Tell how often sets hold the true genre, overall and for each genre.

        Parameters
        ----------
        sets : ndarray of bool, shape (n_tracks, n_genres)
            The sets.
        score, per_genre, max_error
            As in `SetScores`, passed on.
        kinds : sequence of {"own", "shared", "all"}, length n_genres
            Where each genre's threshold comes from.
        """
        codes = self.held_out.codes
        is_held = sets[np.arange(len(codes)), codes]
        sizes = sets.sum(axis=1)
        n_tracks = np.ones(len(codes))
        values = np.column_stack([is_held, sizes == 1, sizes == 0, sizes])
        overall = self._judge_columns(values, np.column_stack([n_tracks] * 4))
        return SetScores(
            score=score,
            per_genre=per_genre,
            max_error=max_error,
            coverage=_there(overall[0]),
            mean_size=_there(overall[3]),
            single=_there(overall[1]),
            empty=_there(overall[2]),
            by_genre=self._judge_genre_sets(is_held, sizes, kinds),
        )

    def judge_decisions(
        self, decisions: Decisions, *, max_error: float
    ) -> DecisionScores:
        """Tell how much was decided, and how often wrongly.

        Parameters
        ----------
        decisions : Decisions
            About the same tracks.
        max_error : float
            At which share they were made.
        """
        codes = self.held_out.codes
        is_held = decisions.candidates[np.arange(len(codes)), codes]
        is_so = {
            action: decisions.actions == action for action in ("write", "ask", "leave")
        }
        every = np.ones(len(codes))
        wrong, held = is_so["write"] & ~is_held, is_so["ask"] & is_held
        found = self._judge_columns(
            np.column_stack([*is_so.values(), wrong, held]),
            np.column_stack([every] * 3 + [is_so["write"], is_so["ask"]]),
        )
        n_written, n_asked, n_left = (int(one.sum()) for one in is_so.values())
        written, asked, left, error_written, asked_hold = found
        return DecisionScores(
            max_error=max_error,
            n_written=n_written,
            n_asked=n_asked,
            n_left=n_left,
            written=_there(written),
            asked=_there(asked),
            left=_there(left),
            error_written=error_written,
            asked_hold=asked_hold,
        )

    def judge_genres(self, decisions: Decisions) -> tuple[GenreDecisions, ...]:
        """Tell what was decided about each genre.

        Parameters
        ----------
        decisions : Decisions
            About the same tracks.
        """
        codes, n_genres = self.held_out.codes, len(self.genres)
        is_written = decisions.actions == "write"
        tags = np.where(is_written, decisions.candidates.argmax(axis=1), -1)
        every = np.ones(len(codes))
        of_genre = self._judge_cells(codes, is_written, every)
        wrong = self._judge_cells(
            tags.clip(min=0), is_written & (tags != codes), is_written
        )
        counts = np.bincount(tags[is_written], minlength=n_genres)
        sizes = np.bincount(codes, minlength=n_genres)
        return tuple(
            GenreDecisions(
                genre=genre,
                n_tracks=int(sizes[code]),
                n_groups=int(self.n_groups_of[code]),
                n_written=int(counts[code]),
                written=_there(of_genre[code]),
                error_written=wrong[code],
            )
            for code, genre in enumerate(self.genres)
            if sizes[code]
        )

    def trace_risk(self) -> RiskCurve:
        """Trace the share of wrong answers against the share of answered tracks."""
        proba, units = self.held_out.proba, self.held_out.units
        order = np.argsort(-proba.max(axis=1), kind="stable")
        is_wrong = proba.argmax(axis=1) != self.held_out.codes
        n_points = min(_CURVE_POINTS, len(units))
        shares = np.arange(1, n_points + 1) / n_points
        part = np.empty(len(units), dtype=np.int64)
        part[order] = np.arange(len(units)) * n_points // len(units)
        every = np.ones(len(units))
        above = np.cumsum(self._sum_cells(part, is_wrong, n_points), axis=1)
        below = np.cumsum(self._sum_cells(part, every, n_points), axis=1)
        found = [_there(one) for one in self._estimate(above, below)]
        return RiskCurve(
            shares,
            np.array([one.value for one in found]),
            np.array([one.low for one in found]),
            np.array([one.high for one in found]),
        )

    def _judge_genre_sets(
        self,
        is_held: NDArray[np.bool_],
        sizes: NDArray[np.int64],
        kinds: Sequence[ThresholdKind],
    ) -> tuple[GenreSets, ...]:
        codes, every = self.held_out.codes, np.ones(len(is_held))
        coverage = self._judge_cells(codes, is_held, every)
        mean_size = self._judge_cells(codes, sizes, every)
        counts = np.bincount(codes, minlength=len(self.genres))
        return tuple(
            GenreSets(
                genre=genre,
                n_tracks=int(counts[code]),
                n_groups=int(self.n_groups_of[code]),
                coverage=_there(coverage[code]),
                mean_size=_there(mean_size[code]),
                thresholds=kinds[code],
            )
            for code, genre in enumerate(self.genres)
            if counts[code]
        )

    def _judge_columns(
        self, above: NDArray[Any], below: NDArray[Any]
    ) -> tuple[Estimate | None, ...]:
        """Divide sums of columns of tracks."""
        units = self.held_out.units
        n_groups = int(units.max()) + 1
        return self._estimate(
            sum_by_group(above.astype(np.float64), units, n_groups),
            sum_by_group(below.astype(np.float64), units, n_groups),
        )

    def _judge_cells(
        self, cells: NDArray[np.int64], above: NDArray[Any], below: NDArray[Any]
    ) -> tuple[Estimate | None, ...]:
        """Divide sums over the tracks of each genre."""
        n_cells = len(self.genres)
        return self._estimate(
            self._sum_cells(cells, above, n_cells),
            self._sum_cells(cells, below, n_cells),
        )

    def _sum_cells(
        self, cells: NDArray[np.int64], values: NDArray[Any], n_cells: int
    ) -> NDArray[np.float64]:
        """Sum values over groups and cells, shape (n_groups, n_cells)."""
        units = self.held_out.units
        n_groups = int(units.max()) + 1
        sums = np.bincount(
            units * n_cells + cells,
            weights=values.astype(np.float64),
            minlength=n_groups * n_cells,
        )
        return np.asarray(sums.reshape(n_groups, n_cells), dtype=np.float64)

    def _estimate(
        self, above: NDArray[np.float64], below: NDArray[np.float64]
    ) -> tuple[Estimate | None, ...]:
        found = estimate_ratios(
            above,
            below,
            stretch=stretch_of(self.held_out),
            seed=self.seed,
            n_replicates=choose_n_replicates(*self.held_out.proba.shape),
            highest=len(self.genres),
        )
        is_share = np.atleast_1d((above <= below).all(axis=0))
        return tuple(
            _bounded(one, below[:, place]) if one and is_share[place] else one
            for place, one in enumerate(found)
        )


def _bounded(found: Estimate, sizes: NDArray[np.float64]) -> Estimate:
    """Keep a share within 0 and 1; widen one that no drawing could change."""
    high = min(found.high, 1.0)
    n_equal = float(sizes.sum() ** 2 / (sizes**2).sum())
    if found.value == 0.0:
        return Estimate(0.0, 0.0, highest_error(0.0, n_equal, confidence=_TAIL))
    if found.value == 1.0:
        return Estimate(1.0, 1 - highest_error(0.0, n_equal, confidence=_TAIL), 1.0)
    return Estimate(found.value, found.low, high)


def _there(found: Estimate | None) -> Estimate:
    if found is None:  # pragma: no cover (the callers divide by tracks there are)
        raise AssertionError("a share of no tracks was asked for")
    return found
