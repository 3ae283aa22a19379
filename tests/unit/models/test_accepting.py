from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from genrelens.errors import InputError
from genrelens.models.accepting import accept_table, read_genres, weigh_tracks
from genrelens.models.linear import LinearModel

GENRES = np.array(["dub", "house"])


def test_a_named_table_passes_as_it_is_and_its_names_are_kept() -> None:
    model, frame = LinearModel(), pd.DataFrame({"tempo": [120.0], "key": ["C"]})
    assert accept_table(model, frame, is_training=True) is frame
    assert model.feature_names_in_.tolist() == ["tempo", "key"]
    with pytest.raises(InputError, match="feature names"):
        accept_table(model, frame[["key", "tempo"]], is_training=False)


def test_an_array_becomes_numbers_of_32_bits_with_its_gaps() -> None:
    found = accept_table(LinearModel(), [[1, np.nan]], is_training=True)
    assert isinstance(found, np.ndarray)
    assert found.dtype == np.float32
    with pytest.raises(InputError, match="infinity"):
        accept_table(LinearModel(), [[np.inf]], is_training=True)


def test_a_table_without_rows_is_refused() -> None:
    with pytest.raises(InputError, match="0 sample"):
        accept_table(LinearModel(), pd.DataFrame({"a": []}), is_training=True)


def test_genres_are_sorted_and_each_track_is_placed_among_them() -> None:
    genres, codes = read_genres(["house", "dub", "house"], 3, asker="A model")
    assert genres.tolist() == ["dub", "house"]
    assert codes.tolist() == [1, 0, 1]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (None, "A model requires y"),
        (["dub"], "inconsistent numbers"),
        (["dub", None, "house"], "1 of 3 tracks have no genre"),
        ([0.5, 1.7, 2.2], "continuous"),
    ],
)
def test_genres_that_cannot_be_learnt_are_refused(given: object, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_genres(given, 3, asker="A model")


def test_weights_of_tracks_and_genres_are_multiplied() -> None:
    codes = np.array([0, 0, 0, 1])
    assert weigh_tracks(None, None, GENRES, codes) is None
    found = weigh_tracks([1, 2, 1, 1], "balanced", GENRES, codes)
    np.testing.assert_allclose(found, [2 / 3, 4 / 3, 2 / 3, 2])
    named = weigh_tracks(None, {"dub": 3.0, "house": 1.0}, GENRES, codes)
    np.testing.assert_allclose(named, [3, 3, 3, 1])


@pytest.mark.parametrize("weights", [[-1, 1, 1, 1], [0, 0, 0, 0], [1, 2]])
def test_weights_that_mean_nothing_are_refused(weights: list[float]) -> None:
    with pytest.raises(InputError):
        weigh_tracks(weights, None, GENRES, np.array([0, 0, 0, 1]))
