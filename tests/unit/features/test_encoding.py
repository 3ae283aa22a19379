"""Tests of genrelens.features.encoding."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.errors import ColumnError, InputError, NotTrainedError
from genrelens.features.encoding import MAX_LEVELS, FeatureEncoder, PooledLevels


def table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "tempo": [120.0, np.nan, 90.0, 100.0],
            "key": pd.Series(["C", "A", "C", None], dtype="str"),
            "explicit": [True, False, True, False],
        }
    )


def test_numbers_and_flags_pass_and_categories_become_indicators() -> None:
    encoder = FeatureEncoder().fit(table())

    np.testing.assert_array_equal(
        encoder.transform(table()),
        np.array(
            [[120, 1, 1], [np.nan, 0, 0], [90, 1, 1], [100, np.nan, 0]],
            dtype=np.float32,
        ),
    )
    assert encoder.encoded_names == ("tempo", "key=C", "explicit")
    assert encoder.origin.tolist() == [0, 1, 2]


@pytest.mark.parametrize("dtype", ["str", "object", "category"])
def test_every_text_type_is_a_category(dtype: str) -> None:
    frame = pd.DataFrame({"key": pd.Series(["C", "C", "A", "A"]).astype(dtype)})

    assert FeatureEncoder().fit(frame).levels == {"key": ("A", "C")}


def test_objects_that_are_all_numbers_stay_numbers() -> None:
    frame = pd.DataFrame({"explicit": np.array([True, None, False], dtype=object)})

    encoder = FeatureEncoder().fit(frame)

    assert encoder.levels == {}
    np.testing.assert_array_equal(encoder.transform(frame)[:, 0], [1, np.nan, 0])


def test_levels_are_ranked_by_tracks_and_rare_ones_are_pooled_and_counted() -> None:
    cells = ["b"] * 3 + ["a"] * 3 + ["c"] * 4 + ["rare", "rarer"]

    encoder = FeatureEncoder().fit(pd.DataFrame({"mood": cells}))

    assert encoder.levels == {"mood": ("c", "a", "b")}
    assert encoder.pooled == {"mood": PooledLevels(n_levels=2, n_tracks=2)}
    assert encoder.transform(pd.DataFrame({"mood": cells}))[-1].tolist() == [0, 0, 0]


def test_only_the_most_frequent_levels_get_an_indicator() -> None:
    cells = [f"level {number:02}" for number in range(40) for _ in range(2)]

    encoder = FeatureEncoder().fit(pd.DataFrame({"source": cells}))

    assert len(encoder.origin) == MAX_LEVELS
    assert encoder.pooled["source"] == PooledLevels(n_levels=10, n_tracks=20)


def test_a_level_never_seen_in_training_is_zero_everywhere() -> None:
    encoder = FeatureEncoder().fit(pd.DataFrame({"key": ["C", "C", "A", "A"]}))

    assert encoder.transform(pd.DataFrame({"key": ["H"]})).tolist() == [[0, 0]]


def test_an_empty_column_is_missing_whatever_its_type() -> None:
    encoder = FeatureEncoder().fit(table())
    empty = pd.DataFrame(
        {
            "tempo": pd.Series([None], dtype="str"),
            "key": [np.nan],
            "explicit": pd.Series([None], dtype="object"),
        }
    )

    assert np.isnan(encoder.transform(empty)).all()


def test_nullable_columns_keep_their_missing_cells() -> None:
    frame = pd.DataFrame({"year": pd.array([1999, None], dtype="Int64")})

    np.testing.assert_array_equal(
        FeatureEncoder().fit(frame).transform(frame)[:, 0], [1999, np.nan]
    )


def test_plain_arrays_are_taken_by_position() -> None:
    encoder = FeatureEncoder().fit([[1.0, 2.0], [3.0, np.nan]])

    assert encoder.names == ("x0", "x1")
    assert encoder.transform([[5, 6]]).tolist() == [[5, 6]]
    with pytest.raises(InputError, match="has 3 columns, and the model learnt 2"):
        encoder.transform([[1, 2, 3]])


@given(
    cells=st.lists(st.none() | st.sampled_from("abcdefgh"), min_size=2, max_size=60),
    numbers=st.data(),
)
def test_encoding_is_the_same_after_a_trip_through_json(
    cells: list[str | None], numbers: st.DataObject
) -> None:
    tempo = numbers.draw(
        st.lists(
            st.floats(-1e6, 1e6, width=32), min_size=len(cells), max_size=len(cells)
        )
    )
    frame = pd.DataFrame({"key": pd.Series(cells, dtype="str"), "tempo": tempo})
    encoder = FeatureEncoder().fit(frame)

    again = FeatureEncoder.from_dict(json.loads(json.dumps(encoder.to_dict())))

    np.testing.assert_array_equal(again.transform(frame), encoder.transform(frame))
    assert again.origin.tolist() == encoder.origin.tolist()
    assert again.pooled == encoder.pooled


@given(st.permutations(range(8)))
def test_permuting_tracks_permutes_their_encoding(order: list[int]) -> None:
    frame = pd.DataFrame({"key": [*"AABBCCD", None], "tempo": range(8)})
    encoder = FeatureEncoder().fit(frame)

    np.testing.assert_array_equal(
        encoder.transform(frame.iloc[order]), encoder.transform(frame)[order]
    )
    assert FeatureEncoder().fit(frame.iloc[order]).levels == encoder.levels


def test_a_missing_and_an_unknown_column_are_both_named() -> None:
    encoder = FeatureEncoder().fit(table())

    with pytest.raises(InputError) as caught:
        encoder.transform(table().rename(columns={"tempo": "bpm"}))

    assert "1 missing: 'tempo'" in str(caught.value)
    assert "1 not known to the model: 'bpm'" in str(caught.value)
    assert str(caught.value).endswith("Give exactly the 3 columns of training.")


def test_another_order_of_columns_is_refused_with_the_right_order() -> None:
    encoder = FeatureEncoder().fit(table())

    with pytest.raises(InputError, match="in this order: 'tempo', 'key', 'explicit'"):
        encoder.transform(table()[["key", "tempo", "explicit"]])


def test_text_where_training_saw_numbers_names_column_and_sample() -> None:
    encoder = FeatureEncoder().fit(table())

    with pytest.raises(ColumnError, match=r"4 of 4 cells are text, e\.g\. 'fast'"):
        encoder.transform(table().assign(tempo="fast"))


def test_numbers_where_training_saw_text_are_refused() -> None:
    encoder = FeatureEncoder().fit(table())

    with pytest.raises(ColumnError, match="4 of 4 cells are numbers"):
        encoder.transform(table().assign(key=3))


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (pd.DataFrame({"tempo": [np.inf, 1.0]}), "1 of 2 values are infinite"),
        (pd.DataFrame({"date": [datetime(2020, 1, 1, tzinfo=UTC)]}), "its type is"),
        (pd.DataFrame({"wave": [1 + 2j]}), "its type is complex128"),
    ],
)
def test_cells_that_no_forest_can_learn_from_are_refused(
    frame: pd.DataFrame, words: str
) -> None:
    with pytest.raises(ColumnError, match=words):
        FeatureEncoder().fit(frame).transform(frame)


@pytest.mark.parametrize(
    ("given_table", "words"),
    [
        (pd.DataFrame([[1.0, 2.0]], columns=["a", "a"]), "more than once: 'a'"),
        (pd.DataFrame([[1.0]], columns=[7]), "1 of 1 column names are not text"),
        (pd.DataFrame({"name": ["x", "y"]}), "None of the 1 features can be learnt"),
        ([["x"]], "something that is not a number"),
        ([1.0, 2.0], "An array of 1 dimensions"),
        ([[1e300]], "1 of 1 values are infinite or too large"),
    ],
)
def test_a_table_that_cannot_be_encoded_is_refused_in_words(
    given_table: pd.DataFrame | list[object], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        FeatureEncoder().fit(given_table)


def test_a_plain_array_is_refused_where_categories_were_learnt() -> None:
    with pytest.raises(InputError, match=r"learnt 1 categories by name, e\.g\. 'key'"):
        FeatureEncoder().fit(table()).transform([[1, 2, 3]])


def test_encoding_before_learning_is_refused() -> None:
    with pytest.raises(NotTrainedError, match="Call fit first"):
        FeatureEncoder().transform(table())


@pytest.mark.parametrize(
    "change",
    [
        {"names": ["tempo", "tempo"]},
        {"levels": {"mood": ["a"]}},
        {"levels": {"key": ["C", "C"]}},
        {"levels": {"key": [1]}},
        {"pooled": {}},
        {"pooled": {"key": {"n_levels": "many", "n_tracks": 1}}},
        {"names": None},
    ],
)
def test_a_damaged_description_is_refused(change: dict[str, object]) -> None:
    sound = FeatureEncoder().fit(table()).to_dict()

    with pytest.raises(InputError, match="Give the values of to_dict"):
        FeatureEncoder.from_dict({**sound, **change})
