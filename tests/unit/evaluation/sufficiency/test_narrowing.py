from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.evaluation.splitting import training_rows
from genrelens.evaluation.sufficiency.narrowing import narrow_groups, narrow_tracks

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.scenarios.trial import Trial

SHARES = (0.125, 0.25, 0.5, 1.0)


@pytest.mark.parametrize("narrow", [narrow_groups, narrow_tracks])
def test_a_smaller_part_lies_within_a_larger_one_and_all_within_training(
    make_trial: Callable[..., Trial], narrow: Callable[..., object]
) -> None:
    trial = make_trial()
    found = narrow(trial, SHARES, seed=1)
    for fold, places in enumerate(trial.division.repeats[0]):
        test = trial.division.rows[places]
        train = training_rows(test, trial.division.rows, trial.groups.ties)
        parts = [one.rows[fold] for one in found]
        np.testing.assert_array_equal(parts[-1], train)
        for small, large in itertools.pairwise(parts):
            assert set(small) <= set(large)


def test_groups_are_kept_whole_and_in_equal_shares_of_each_genre(
    make_trial: Callable[..., Trial],
) -> None:
    trial = make_trial(n_artists=120)
    full, half = narrow_groups(trial, (1.0, 0.5), seed=1)
    for small, large in zip(half.rows, full.rows, strict=True):
        kept = np.isin(trial.groups.ids[large], trial.groups.ids[small])
        np.testing.assert_array_equal(large[kept], small)
    np.testing.assert_allclose(half.by_genre / full.by_genre, 0.5, atol=0.03)
    assert half.n_groups == pytest.approx(full.n_groups / 2, abs=1)
    assert half.n_genres == 3


def test_fewer_tracks_leave_every_group_with_at_least_one(
    make_trial: Callable[..., Trial],
) -> None:
    trial = make_trial(per_artist=8)
    full, half, least = narrow_tracks(trial, (1.0, 0.5, 0.01), seed=1)
    assert full.n_groups == half.n_groups == least.n_groups
    assert half.n_tracks == pytest.approx(full.n_tracks / 2)
    assert least.n_tracks == pytest.approx(least.n_groups, rel=0.2)


def test_folds_keep_different_groups(make_trial: Callable[..., Trial]) -> None:
    """Were they the same, one unlucky draw would stand behind a whole point."""
    trial = make_trial()
    (few,) = narrow_groups(trial, (0.25,), seed=1)
    kept = [set(trial.groups.ids[rows]) for rows in few.rows]
    assert len({frozenset(one) for one in kept}) == len(kept)


def test_it_gives_a_fold_its_rows(make_trial: Callable[..., Trial]) -> None:
    (half,) = narrow_groups(make_trial(), (0.5,), seed=1)
    np.testing.assert_array_equal(half.keep(np.arange(3), 2), half.rows[2])
