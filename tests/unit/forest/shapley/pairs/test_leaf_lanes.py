"""Tests of genrelens.forest.shapley.pairs.leaf_lanes."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.shapley.pairs.lane_layout import LANES, lay_out
from genrelens.forest.shapley.pairs.leaf_lanes import lanes_for, prepare_leaf


def prepare(paths, n_features, *, longest=None):
    lanes = lanes_for(n_features, longest or int(paths.start[1]))
    return lanes, prepare_leaf(paths, 0, lay_out(n_features), lanes)


@pytest.mark.parametrize(
    ("n_path", "n_features"), [(1, 1), (1, 30), (8, 8), (9, 9), (6, 40), (25, 30)]
)
def test_chunks_reach_every_pair_of_the_path_once(
    make_leaf, n_path, n_features
) -> None:
    _, paths, _ = make_leaf(n_path, n_features, 2, seed=n_path)
    layout = lay_out(n_features)

    lanes, counts = prepare(paths, n_features)

    columns = lanes.column[: int(counts.n_chunks)]
    reached = (columns[:, None] + np.arange(LANES, dtype=np.uint64)).ravel()
    assert len(set(reached.tolist())) == len(reached)
    features = sorted(paths.feature.tolist())
    wanted = {
        int(layout.pair_start[i]) + j for i in features for j in features if j < i
    }
    wanted |= {layout.effect_start + i for i in features}
    wanted |= {layout.own_start + i for i in features}
    assert wanted <= set(reached.tolist())
    n_own = 2 * int(counts.n_lanes) // LANES
    assert lanes.n_chunks[:n_path].sum() == counts.n_chunks - n_own


def test_lanes_keep_the_order_of_features_and_skip_groups_not_met(make_leaf) -> None:
    _, paths, _ = make_leaf(3, 60, 2)
    paths = paths._replace(feature=np.array([50, 3, 53], dtype=np.int32))

    lanes, counts = prepare(paths, 60)

    assert lanes.lane[:3].tolist() == [10, 3, 13]
    assert counts.n_lanes == 16
    assert np.flatnonzero(lanes.on_path[:16]).tolist() == [3, 10, 13]
    np.testing.assert_array_equal(lanes.share[[10, 3, 13]], paths.share)


def test_a_short_path_after_a_long_one_leaves_nothing_behind(make_leaf) -> None:
    _, long, _ = make_leaf(20, 24, 2, seed=1)
    _, short, _ = make_leaf(3, 24, 2, seed=2)
    lanes = lanes_for(24, 20)
    layout = lay_out(24)
    prepare_leaf(long, 0, layout, lanes)
    counts = prepare_leaf(short, 0, layout, lanes)
    fresh, same = prepare(short, 24, longest=20)

    assert counts == same
    n_lanes, n_points = int(counts.n_lanes), int(counts.n_points)
    for name in ("share", "others", "on_path"):
        found, expected = getattr(lanes, name), getattr(fresh, name)
        assert np.array_equal(found[:n_lanes], expected[:n_lanes])
    for name in ("rate", "stuck"):
        found, expected = getattr(lanes, name), getattr(fresh, name)
        assert np.array_equal(
            found[: n_points * n_lanes], expected[: n_points * n_lanes]
        )


def test_the_product_of_the_others_leaves_one_out(make_leaf) -> None:
    _, paths, _ = make_leaf(7, 12, 2)

    lanes, _ = prepare(paths, 12)

    for entry in range(7):
        expected = np.delete(paths.share, entry).prod()
        found = lanes.others[lanes.lane[entry]]
        assert found == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(("n_path", "n_points"), [(1, 1), (2, 1), (3, 2), (20, 10)])
def test_a_rule_has_just_the_points_that_the_path_needs(
    make_leaf, n_path, n_points
) -> None:
    _, paths, _ = make_leaf(n_path, 24, 2)

    lanes, counts = prepare(paths, 24, longest=20)

    assert counts.n_points == n_points
    weights = lanes.weights[n_points - 1]
    assert weights.sum() == pytest.approx(1)
    assert not weights[n_points:].any()
    degree = 2 * n_points - 1
    powers = (weights * lanes.points[n_points - 1] ** degree).sum()
    assert powers == pytest.approx(1 / (degree + 1), rel=1e-13)
