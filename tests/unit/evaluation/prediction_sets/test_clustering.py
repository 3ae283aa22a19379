from __future__ import annotations

import numpy as np

from genrelens.evaluation.prediction_sets.clustering import (
    FEWEST_GROUPS,
    FEWEST_TRACKS,
    cluster_genres,
)


def _table(sizes: list[int], means: list[float]) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    codes = np.repeat(np.arange(len(sizes)), sizes)
    return np.array(means)[codes] + rng.normal(0, 0.01, len(codes)), codes


def test_large_genres_stand_alone_and_tiny_ones_go_by_all_tracks() -> None:
    own, codes = _table([100, 60, 5], [0.1, 0.5, 0.9])
    clusters = cluster_genres(own, codes, np.arange(len(codes)), 3)
    assert clusters.tolist() == [1, 2, 0]


def test_small_genres_that_misfit_alike_share_a_threshold() -> None:
    sizes = [100] + [30] * 8
    own, codes = _table(sizes, [0.5] + [0.2, 0.8] * 4)
    clusters = cluster_genres(own, codes, np.arange(len(codes)), 9)
    assert clusters[0] == 1
    assert len(set(clusters[1::2])) == len(set(clusters[2::2])) == 1
    assert clusters[1] != clusters[2]
    assert 0 not in clusters
    for cluster in set(clusters):
        assert (clusters[codes] == cluster).sum() >= FEWEST_TRACKS


def test_many_tracks_of_few_artists_are_not_enough() -> None:
    own, codes = _table([200, 200], [0.2, 0.8])
    units = np.concatenate([np.arange(200) % 5, 10 + np.arange(200)])
    assert cluster_genres(own, codes, units, 2).tolist() == [0, 1]
    assert FEWEST_GROUPS > 5


def test_genres_without_tracks_have_no_cluster_of_their_own() -> None:
    own, codes = _table([80], [0.5])
    assert cluster_genres(own, codes, np.arange(80), 3).tolist() == [1, 0, 0]
