"""Tests of genrelens.forest.readers.tree_model."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

from genrelens.errors import BundleError, InputError
from genrelens.forest.packed import validate
from genrelens.forest.readers.cut_points import Questions
from genrelens.forest.readers.reading import read_model
from genrelens.forest.readers.tree_model import build_model, name_outputs


@pytest.fixture(scope="module")
def named(draw_table):
    X, y = draw_table(3)
    table = pd.DataFrame(X, columns=["tempo", "key", "loud ness", "mode", "energy"])
    return read_model(RandomForestClassifier(3, random_state=0).fit(table, y)), table


def test_rows_give_the_same_bits_alone_and_on_threads(named) -> None:
    model, table = named
    together = model.predict(table, n_jobs=1)

    assert model.predict(table, n_jobs=3).tobytes() == together.tobytes()
    alone = model.predict(table.iloc[7:8])
    assert alone.tobytes() == together[7].tobytes()


def test_a_table_with_the_features_names_is_taken_as_plain_rows_are(named) -> None:
    model, table = named

    np.testing.assert_array_equal(model.predict(table), model.predict(table.to_numpy()))
    spelt = table.rename(columns={"loud ness": "loud_ness"})
    np.testing.assert_array_equal(model.predict(spelt), model.predict(table))


def test_columns_in_another_order_are_refused(named) -> None:
    model, table = named

    assert model.features == tuple(table.columns)
    with pytest.raises(InputError, match="in another order"):
        model.predict(table[table.columns[::-1]])


def test_columns_of_other_names_are_refused_with_count_and_sample(named) -> None:
    model, table = named

    with pytest.raises(InputError, match=r"1 of 5 columns .* e.g. 'pitch'"):
        model.predict(table.rename(columns={"key": "pitch"}))


def test_another_width_is_refused(named) -> None:
    model, table = named

    with pytest.raises(InputError, match="4 features, the forest was grown on 5"):
        model.predict(table.iloc[:, :4])


@pytest.mark.parametrize("size", [1e-200, 1e-6, 1.0, 3.0, 1e12])
def test_leaves_of_any_size_keep_all_their_bits(draw_table, size) -> None:
    X, y = draw_table(4)
    fitted = RandomForestRegressor(1, bootstrap=False, random_state=0).fit(X, y * size)

    model = read_model(fitted)

    assert 0.5 < np.abs(model.trees.leaf_value).max() <= 1
    np.testing.assert_array_equal(model.predict(X)[:, 0], fitted.predict(X))


def test_the_tolerance_follows_the_size_of_the_leaves(draw_table) -> None:
    X, y = draw_table(4)

    small, large = (
        read_model(RandomForestRegressor(2, random_state=0).fit(X, y * size)).tolerance
        for size in (1.0, 2.0**20)
    )

    assert large == pytest.approx(small * 2**20)
    assert small < 1e-8


def test_a_model_without_trees_is_refused() -> None:
    with pytest.raises(InputError, match="has no trees"):
        build_model(
            [],
            n_features=2,
            genres=(0, 1),
            unit="margin",
            questions=Questions(is_strict=False, in_32_bits=True),
            divide_by=1,
        )


def test_a_model_cannot_be_changed(named) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        named[0].scale = 2.0


@pytest.mark.parametrize(
    ("classes", "n_outputs", "expected"),
    [
        (None, 1, ("output",)),
        (None, 3, (0, 1, 2)),
        (["a", "b"], 1, ("b",)),
        (["a", "b"], 2, ("a", "b")),
        (["a"], 1, ("a",)),
    ],
)
def test_outputs_are_named_by_classes_where_there_are(
    classes, n_outputs, expected
) -> None:
    assert name_outputs(classes, n_outputs) == expected


def test_outputs_for_several_labels_are_refused() -> None:
    with pytest.raises(InputError, match="3 outputs for 2 classes"):
        name_outputs([0, 1], 3)


def test_its_trees_pass_as_trees_whose_leaves_are_numbers(draw_table) -> None:
    """They were called damaged by `validate`, which functions here ask for."""
    X, y = draw_table(3)
    model = read_model(RandomForestRegressor(2, random_state=0).fit(X, y - 1.5))

    validate(model.trees, leaves="numbers")
    with pytest.raises(BundleError, match="'leaf_value'"):
        validate(model.trees)
