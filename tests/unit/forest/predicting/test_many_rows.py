"""Tests of genrelens.forest.predicting.many_rows."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.predicting.many_rows import add_many_rows
from genrelens.forest.predicting.node_words import lay_out_nodes


@pytest.mark.parametrize("missing", [0.0, 0.3])
@pytest.mark.parametrize("seed", range(8))
def test_rows_fall_into_the_leaves_that_the_definition_gives(
    draw_forest, draw_rows, sum_leaves_slowly, seed, missing
) -> None:
    generator = np.random.default_rng(seed)
    n_features = int(generator.integers(1, 9))  # 3 and 7 fill their bits
    forest = draw_forest(generator, n_features=n_features)
    rows = draw_rows(generator, 40, n_features, missing=missing)
    out = np.zeros((40, 3))

    add_many_rows(
        lay_out_nodes(forest), forest.leaf_class, forest.leaf_value, rows, out
    )

    assert out.tobytes() == sum_leaves_slowly(forest, rows).tobytes()


def test_leaves_are_added_to_what_is_there(build_forest) -> None:
    forest = build_forest((4, {0: 0.25, 1: 0.75}), n_features=1, n_classes=2)
    out = np.ones((3, 2))

    add_many_rows(
        lay_out_nodes(forest),
        forest.leaf_class,
        forest.leaf_value,
        np.zeros((3, 1), dtype=np.float32),
        out,
    )

    np.testing.assert_array_equal(out, [[1.25, 1.75]] * 3)


def test_a_path_much_longer_than_the_others_is_walked_to_its_end(build_forest) -> None:
    """Most rows leave at once: only a few are walked through the last rounds."""
    deep = (1.0, {1: 1.0})
    for threshold in reversed(range(60)):
        deep = (0, float(threshold), False, (1e6 / (1 + threshold), {0: 1.0}), deep)
    forest = build_forest(deep, n_features=1, n_classes=2)
    rows = np.arange(62, dtype=np.float32)[:, None]
    out = np.zeros((62, 2))

    add_many_rows(
        lay_out_nodes(forest), forest.leaf_class, forest.leaf_value, rows, out
    )

    assert out.argmax(axis=1).tolist() == [0] * 60 + [1] * 2


@pytest.mark.parametrize("n_classes", [32, 20_000])
def test_leaves_of_many_classes_are_added_with_the_same_bits(
    build_forest, draw_rows, sum_leaves_slowly, n_classes
) -> None:
    """With room for all wide leaves of a tree, and for three of them."""
    generator = np.random.default_rng(11)

    def draw(depth):
        if depth == 0:
            n_entries = int(generator.choice([1, 7, n_classes // 4, n_classes]))
            classes = generator.permutation(n_classes)[:n_entries].tolist()
            shares = generator.dirichlet(np.ones(n_entries)).tolist()
            return float(generator.integers(1, 9)), dict(
                zip(classes, shares, strict=True)
            )
        threshold = float(generator.choice([-1.0, 0.0, 0.1, 1.0]))
        feature = int(generator.integers(3))
        return feature, threshold, True, draw(depth - 1), draw(depth - 1)

    forest = build_forest(
        *(draw(4) for _ in range(2)), n_features=3, n_classes=n_classes
    )
    rows = draw_rows(generator, 20, 3, missing=0.1)
    out = np.zeros((20, n_classes))

    add_many_rows(
        lay_out_nodes(forest), forest.leaf_class, forest.leaf_value, rows, out
    )

    assert out.tobytes() == sum_leaves_slowly(forest, rows).tobytes()
