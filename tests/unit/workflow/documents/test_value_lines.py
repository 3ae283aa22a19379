from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.cleaning.cleaning import clean_table
from genrelens.explanation.shapley_blocks import ShapleyBlock
from genrelens.ingest.reading import read_table
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature
from genrelens.workflow.documents.value_lines import ValueLines

GENRES = ("dub", "house", "techno", "ska")
FEATURES = tuple(
    Feature(name, name, Kind.NUMBER, "", "sound", name, is_audio=True)
    for name in ("tempo", "energy", "base")
)


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("lines") / "t.csv"
    rows = [f"t{i},Song {i},shap,{i % 2},12{i % 10}" for i in range(30)]
    path.write_text("\n".join(["track_id,track_name,shap_tempo,mode,tempo", *rows]))
    return clean_table(read_table(path))


def block(rng, n: int = 30) -> ShapleyBlock:
    values = rng.normal(size=(n, len(FEATURES), len(GENRES))) / 10
    base = rng.dirichlet(np.ones(len(GENRES)))
    return ShapleyBlock(0, values, base, values.sum(axis=1) + base)


def test_every_track_and_genre_has_a_line_with_its_own_values(table) -> None:
    found = block(np.random.default_rng(0), 10)
    rows = np.arange(5, 25, 2)
    lines = ValueLines(table, FEATURES, GENRES)
    frame = lines.of(found, rows).to_pandas()
    assert list(frame)[:2] == ["line", "row"]
    assert list(frame)[-6:] == [
        *("genre", "probability", "base"),
        *("shap_tempo", "shap_energy", "shap_base"),
    ]
    assert frame["row"].tolist() == np.repeat(rows + 1, 4).tolist()
    assert frame["track_id"].tolist() == [f"t{row}" for row in np.repeat(rows, 4)]
    assert frame["genre"].tolist() == list(GENRES) * 10
    for track in range(10):
        for at, genre in enumerate(GENRES):
            line = frame.iloc[4 * track + at]
            assert line["genre"] == genre
            assert line["probability"] == found.probabilities[track, at]
            assert line["base"] == found.base[at]
            assert line.iloc[-3:].tolist() == found.values[track, :, at].tolist()
    assert lines.n_lines == 40
    assert lines.genres_kept == list(GENRES)


@settings(deadline=None, max_examples=15)
@given(st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_the_likeliest_are_those_of_all_lines_likeliest_first(table, top, seed) -> None:
    found = block(np.random.default_rng(seed), 6)
    rows = np.arange(6)
    whole = ValueLines(table, FEATURES, GENRES).of(found, rows).to_pandas()
    best = ValueLines(table, FEATURES, GENRES, top=top).of(found, rows).to_pandas()
    expected = (
        whole.sort_values("probability", ascending=False, kind="stable")
        .groupby("row", sort=True)
        .head(top)
        .sort_values("row", kind="stable")
    )
    assert best.to_dict("records") == expected.to_dict("records")


def test_genres_kept_are_those_of_all_lines_in_the_models_order(table) -> None:
    found = block(np.random.default_rng(1))
    rows = np.arange(30)
    whole = ValueLines(table, FEATURES, GENRES).of(found, rows).to_pandas()
    lines = ValueLines(table, FEATURES, GENRES, kept=["techno", "dub"])
    frame = lines.of(found, rows).to_pandas()
    expected = whole[whole["genre"].isin(["techno", "dub"])]
    assert frame.to_dict("records") == expected.to_dict("records")
    assert lines.genres_kept == ["dub", "techno"]


def test_32_bits_round_and_the_error_told_is_that_of_what_is_written(table) -> None:
    found = block(np.random.default_rng(2))
    lines = ValueLines(table, FEATURES, GENRES, dtype=np.float32)
    frame = lines.of(found, np.arange(30)).to_pandas()
    numbers = frame.iloc[:, -5:]
    assert set(numbers.dtypes) == {np.dtype(np.float32)}
    wide = numbers.astype(float)
    total = wide.iloc[:, 1:].sum(axis=1)
    gap = (total - wide["probability"]).abs().max()
    assert lines.additivity_error == pytest.approx(gap, rel=1e-6)
    assert 1e-9 < lines.additivity_error < 1e-6
    exact = ValueLines(table, FEATURES, GENRES)
    exact.of(found, np.arange(30))
    assert exact.additivity_error < 1e-15


def test_the_error_told_is_the_largest_of_all_blocks(table) -> None:
    rng = np.random.default_rng(3)
    lines = ValueLines(table, FEATURES, GENRES)
    first, second = block(rng), block(rng)
    second.probabilities[7, 2] += 1e-4
    for found in (first, second, first):
        lines.of(found, np.arange(30))
    assert lines.additivity_error == pytest.approx(1e-4, rel=1e-6)
    assert lines.n_lines == 360


def test_missing_names_stay_missing(tmp_path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("track_id,track_name,tempo\na,,120\nb,Song,121\n")
    lines = ValueLines(clean_table(read_table(path)), FEATURES, GENRES)
    frame = lines.of(block(np.random.default_rng(0), 2), np.arange(2)).to_pandas()
    assert frame["track_name"].isna().tolist() == [True] * 4 + [False] * 4
