from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from genrelens.evaluation.sufficiency.learning_curve import TracedCurve, trace_curve
from genrelens.evaluation.sufficiency.refitting import refit_small

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.scenarios.trial import Trial


def _traced(trial: Trial, grows_in: str) -> TracedCurve | str:
    return trace_curve(trial, refit_small(trial), grows_in=grows_in, seed=0)


def test_the_curve_ends_in_everything_and_grows_by_doubling(
    make_trial: Callable[..., Trial],
) -> None:
    trial = make_trial(n_artists=150)
    found = _traced(trial, "groups")
    assert isinstance(found, TracedCurve)
    points = found.curve.points
    assert [point.share for point in points] == [0.125, 0.25, 0.5, 1.0]
    for small, large in itertools.pairwise(points):
        assert large.n_train_tracks == pytest.approx(2 * small.n_train_tracks, rel=0.1)
    for point in points:
        assert [genre.genre for genre in point.by_genre] == list(trial.genres)
        accuracy = point.metrics["accuracy"]
        assert accuracy.low <= accuracy.value <= accuracy.high
    assert points[-1].metrics["accuracy"].value > points[0].metrics["accuracy"].value


def test_a_curve_in_tracks_keeps_the_groups(make_trial: Callable[..., Trial]) -> None:
    found = _traced(make_trial(n_artists=40, per_artist=8), "tracks")
    assert isinstance(found, TracedCurve)
    groups = {point.n_train_groups for point in found.curve.points}
    assert len(groups) == 1
    assert [point.share for point in found.curve.points] == [0.25, 0.5, 1.0]


def test_where_every_group_is_one_track_there_is_no_curve_in_tracks(
    make_trial: Callable[..., Trial],
) -> None:
    found = _traced(make_trial(n_artists=200, per_artist=1), "tracks")
    assert isinstance(found, str)
    assert "about one each" in found


def test_a_table_too_small_for_three_sizes_gets_the_reason(
    make_trial: Callable[..., Trial],
) -> None:
    found = _traced(make_trial(n_artists=12, per_artist=2), "groups")
    assert isinstance(found, str)
    assert "not 3 sizes of at least 30 tracks" in found
