"""The sample's planted mess against what reading and cleaning report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.cleaning.cleaning import clean_table
from genrelens.datasets.sample import write_sample
from genrelens.ingest.reading import read_table

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("seed", [0, 1])
def test_every_planted_cell_is_found_and_nothing_else(
    seed: int, tmp_path: Path
) -> None:
    sample = write_sample(tmp_path / "tracks.csv", 2_000, random_state=seed)
    table = clean_table(read_table(tmp_path / "tracks.csv"))
    planted = sample.truth.planted
    changed = {(change.step, change.column): change.n_cells for change in table.ledger}
    assert changed["numerals", "Duration (ms)"] == planted["thousands-commas"]
    assert changed["missing", "instrumentalness"] == planted["question-marks"]
    assert changed["missing", "tempo"] == planted["zero-tempo"]
    assert changed["scales", "liveness"] == planted["percent-cells"]
    assert changed["genre_names", "genre"] == planted["other-genre-spellings"]


def test_cleaned_values_are_the_true_ones(tmp_path: Path) -> None:
    sample = write_sample(tmp_path / "tracks.csv", 1_000, random_state=2)
    table = clean_table(read_table(tmp_path / "tracks.csv"))
    rows = sample.truth.track >= 0
    true = sample.clean.iloc[sample.truth.track[rows]]
    exact = ["duration_ms", "explicit", "energy", "loudness", "tempo", "key", "mode"]
    exact += ["liveness", "valence", "speechiness", "popularity", "year"]
    for name in exact:
        found = table.frame[name].to_numpy(dtype=float)[rows]
        expected = true[name].to_numpy(dtype=float)
        known = ~np.isnan(found)
        assert known.mean() > 0.97, name
        assert np.allclose(found[known], expected[known]), name
    assert (table.frame["genre"].to_numpy()[rows] == sample.truth.genre[rows]).all()
