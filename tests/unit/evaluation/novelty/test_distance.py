from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from genrelens.evaluation.novelty.distance import (
    nearest_distances,
    nearest_middle,
    to_steps,
)
from genrelens.evaluation.novelty.results import MISSING, MOST_STEPS, STEPS


def brute_force(tracks, reference, n_neighbours):
    """Measure every pair by hand."""
    n_features = tracks.shape[1]
    found = []
    for track in tracks.tolist():
        distances = []
        for other in reference.tolist():
            pairs = [
                (a, b)
                for a, b in zip(track, other, strict=True)
                if MISSING not in (a, b)
            ]
            if len(pairs) >= 0.5 * n_features:
                square = sum((a - b) ** 2 for a, b in pairs)
                distances.append(np.sqrt(square * n_features / len(pairs)) / STEPS)
        distances.sort()
        enough = len(distances) >= n_neighbours
        found.append(distances[n_neighbours - 1] if enough else np.nan)
    return np.array(found)


def draw_steps(rng, n_tracks, n_features, share_missing):
    steps = rng.integers(-300, 300, size=(n_tracks, n_features)).astype(np.int32)
    steps[rng.random(steps.shape) < share_missing] = MISSING
    return steps


@given(
    seed=st.integers(0, 10_000),
    n_features=st.integers(1, 6),
    share_missing=st.sampled_from([0.0, 0.3, 0.8]),
    n_neighbours=st.integers(1, 4),
)
def test_distances_are_those_of_every_pair_measured_by_hand(
    seed, n_features, share_missing, n_neighbours
) -> None:
    rng = np.random.default_rng(seed)
    tracks = draw_steps(rng, 7, n_features, share_missing)
    reference = draw_steps(rng, 9, n_features, share_missing)
    np.testing.assert_allclose(
        nearest_distances(tracks, reference, n_neighbours),
        brute_force(tracks, reference, n_neighbours),
        rtol=1e-12,
    )


def test_a_track_of_the_reference_is_at_no_distance_from_itself() -> None:
    reference = draw_steps(np.random.default_rng(0), 30, 4, 0.0)
    assert (nearest_distances(reference, reference, 1) == 0).all()


def test_blocks_do_not_change_a_bit(monkeypatch) -> None:
    rng = np.random.default_rng(1)
    tracks, reference = draw_steps(rng, 50, 5, 0.2), draw_steps(rng, 40, 5, 0.2)
    whole = nearest_distances(tracks, reference, 3)
    monkeypatch.setattr("genrelens.evaluation.novelty.distance._BLOCK_CELLS", 90)
    np.testing.assert_array_equal(whole, nearest_distances(tracks, reference, 3))


def test_the_middle_of_the_nearest_is_their_mean_where_they_have_values() -> None:
    reference = np.array([[0, 10], [2, MISSING], [900, 900]], dtype=np.int32)
    middle = nearest_middle(np.array([[1, 10]], dtype=np.int32), reference, 2)
    np.testing.assert_array_equal(middle, [[1.0, 10.0]])


def test_steps_keep_extremes_finite_and_gaps_missing() -> None:
    frame = pd.DataFrame({"a": [1.0, 3.0, np.nan, 1e300, -1e300]})
    steps = to_steps(frame, ("a",), (1.0,), (2.0,))
    assert steps[:, 0].tolist() == [0, STEPS, MISSING, MOST_STEPS, -MOST_STEPS]
