from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.errors import InputError
from genrelens.evaluation.scores import HeldOut
from genrelens.evaluation.shift.describing import (
    describe_training,
    effective_size,
    mean_group_size,
)


def test_points_and_shares_are_the_distribution_of_training(described) -> None:
    for column, feature in zip(
        described.reference.columns, described.features, strict=True
    ):
        if not column.points:
            continue
        values = described.tracks.frame[feature.name].to_numpy()
        found = [(values <= point).mean() for point in column.points]
        np.testing.assert_allclose(found, column.shares, atol=1e-6)
        assert (column.points[0], column.points[-1]) == (values.min(), values.max())


def test_artists_who_sound_alike_are_found_alike(described) -> None:
    likeness = {c.name: c.likeness for c in described.reference.columns}
    assert likeness["energy"] > 0.5
    assert likeness["duration_ms"] < 0.1


def test_confusion_and_expected_answers_are_counted_by_genre(described) -> None:
    reference, tracks = described.reference, described.tracks
    assert reference.confusion.sum() == len(tracks.codes)
    assert reference.confusion.sum(axis=1).tolist() == list(reference.counts)
    own = tracks.proba[tracks.codes == 1].mean(axis=0)
    np.testing.assert_allclose(reference.expected[1], own, atol=1e-6)
    assert (reference.errors > 0).all()


def test_standard_errors_allow_for_groups(draw_tracks) -> None:
    """The error of the mean is that of artists drawn anew, not of tracks."""
    means, told = [], []
    for seed in range(60):
        tracks = draw_tracks(120, seed)
        held_out = HeldOut.of(tracks.codes, tracks.proba, units=tracks.units)
        found = describe_training(tracks.frame, (), held_out, scenario="s")
        means.append(found.expected)
        told.append(found.errors)
    ratio = np.mean(told, axis=0) / np.std(means, axis=0)
    assert (ratio > 0.7).all()
    assert (ratio < 1.4).all()


@given(n=st.integers(1, 1_000), size=st.floats(1, 50), likeness=st.floats(0, 1))
def test_the_effective_size_lies_between_groups_and_tracks(n, size, likeness) -> None:
    found = effective_size(n, size, likeness)
    assert n / size - 1e-9 <= found <= n + 1e-9


def test_tracks_each_alone_are_in_groups_of_one() -> None:
    assert mean_group_size(np.arange(9)) == 1.0


def test_tracks_must_fit_and_genres_be_few_enough(described) -> None:
    tracks = described.tracks
    held_out = HeldOut.of(tracks.codes, tracks.proba)
    with pytest.raises(InputError, match="do not fit"):
        describe_training(
            tracks.frame.head(3), described.features, held_out, scenario="s"
        )
    many = HeldOut.of(np.arange(201), np.full((201, 201), 1 / 201))
    with pytest.raises(InputError, match="201 genres are too many"):
        describe_training(tracks.frame.head(201), (), many, scenario="s")
