"""Tests of genrelens.evaluation.scenarios.by_track."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from genrelens.evaluation.grouping import incidence_of
from genrelens.evaluation.scenarios.by_track import (
    _is_known,
    run_tracks,
    score_known_artists,
)
from genrelens.evaluation.scores import HeldOut

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.grouping import Groups
    from genrelens.evaluation.scenarios.kinship import Kinship
    from genrelens.evaluation.scenarios.trial import Trial


def test_copies_stay_on_one_side_and_artists_may_be_on_both(
    make_trial: Callable[..., Trial],
    make_groups: Callable[..., Groups],
    relate: Callable[..., Kinship],
) -> None:
    artists, recordings = np.repeat(np.arange(60), 10), np.arange(600) // 2
    trial = make_trial(make_groups(artists), np.arange(600) // 2 % 3)
    run, passes = run_tracks(trial, relate(recordings, artists))

    rows = trial.division.rows
    pairs = np.unique(np.column_stack([recordings[rows], passes[0].folds]), axis=0)
    assert len(pairs) == len(np.unique(recordings[rows]))
    pairs = np.unique(np.column_stack([artists[rows], passes[0].folds]), axis=0)
    assert len(pairs) > len(np.unique(artists[rows]))
    assert run.scores.scenario == "unseen_tracks"
    assert run.scores.n_groups == len(np.unique(artists[rows]))


def test_known_artists_are_scored_on_the_tracks_that_have_company(
    make_trial: Callable[..., Trial],
    make_groups: Callable[..., Groups],
    relate: Callable[..., Kinship],
) -> None:
    artists = np.concatenate([np.repeat(np.arange(30), 10), np.arange(30, 130)])
    codes = np.arange(400) % 3
    trial = make_trial(make_groups(artists), codes)
    kinship = relate(np.arange(400), artists)
    _, passes = run_tracks(trial, kinship)

    known, why = score_known_artists(trial, kinship, passes)

    assert why == ""
    assert known is not None
    n_alone = int((artists[trial.division.rows] >= 30).sum())
    assert known.scores.n_tracks == len(trial.division.rows) - n_alone
    assert known.scores.n_groups == len(
        np.unique(artists[trial.division.rows][artists[trial.division.rows] < 30])
    )
    assert "never the track itself" in known.scores.notes[0]


def test_of_several_passes_only_tracks_known_in_each_are_scored(
    make_trial: Callable[..., Trial],
    make_groups: Callable[..., Groups],
    relate: Callable[..., Kinship],
) -> None:
    """Pairs of one artist fall into one fold now and then, in each pass others."""
    artists = np.arange(400) // 2
    trial = make_trial(make_groups(artists), np.arange(400) // 2 % 3)
    kinship = relate(np.arange(400), artists)
    _, (first, *_) = run_tracks(trial, kinship)
    folds = np.random.default_rng(0).permutation(first.folds)
    second = HeldOut.of(first.codes, first.proba, folds=folds, units=first.units)
    incidence = csr_array(kinship.artists[trial.division.rows])
    in_each = [_is_known(incidence, one.folds) for one in (first, second)]
    assert (in_each[0] != in_each[1]).any()

    known, why = score_known_artists(trial, kinship, [first, second])

    assert why == ""
    assert known is not None
    assert known.scores.n_tracks == int((in_each[0] & in_each[1]).sum())


def test_too_few_tracks_by_known_artists_are_not_scored(
    make_trial: Callable[..., Trial],
    make_groups: Callable[..., Groups],
    relate: Callable[..., Kinship],
) -> None:
    trial = make_trial(make_groups(np.arange(300)), np.arange(300) % 3)
    kinship = relate(np.arange(300), np.arange(300))
    _, passes = run_tracks(trial, kinship)
    known, why = score_known_artists(trial, kinship, passes)
    assert known is None
    assert "0 of 240 tracks" in why


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), min_size=1))
def test_an_artist_is_known_if_another_fold_has_it(rows: list[tuple[int, int]]) -> None:
    artists, folds = (
        np.array(part, dtype=np.int64) for part in zip(*rows, strict=True)
    )
    expected = [
        any(a == artist and f != fold for a, f in rows) for artist, fold in rows
    ]
    assert _is_known(incidence_of(artists), folds).tolist() == expected
