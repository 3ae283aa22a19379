from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from genrelens.checking.identity import track_keys
from genrelens.checking.leaks.encoded_classes import (
    find_filled_values,
    find_telling_gaps,
    find_telling_units,
    split_scales,
)

N = 600
RNG = np.random.default_rng(0)
CODES = RNG.integers(0, 6, N)
GENRES = np.array(["pop", "rap", "edm", "rock", "latin", "folk"])[CODES]
MINUTES = RNG.lognormal(1.3, 0.25, N)


def units_found(make_table, label, units):
    table = make_table({"genre": GENRES, "duration_ms": 60_000 * MINUTES})
    table = replace(table, units={"duration_ms": units})
    return find_telling_units(table, label(table))


def test_minutes_in_some_genres_are_found(make_table, label):
    (finding,) = units_found(make_table, label, np.where(CODES < 2, "min", "ms"))
    assert finding.code == "unit-encodes-genre"
    assert finding.details["rows_by_unit"] == {
        "min": int((CODES < 2).sum()),
        "ms": int((CODES >= 2).sum()),
    }
    assert finding.details["other_unit_by_genre"]["pop"] == 1.0
    assert "'pop', 'rap'" in finding.message
    assert finding.n_rows == (CODES < 2).sum()


def test_units_mixed_regardless_of_genre_are_no_leak(make_table, label):
    units = np.where(RNG.random(N) < 0.3, "min", "ms")
    assert units_found(make_table, label, units) == ()


def test_a_handful_of_cells_in_another_unit_is_no_leak(make_table, label):
    units = np.where(np.cumsum(CODES == 0) <= 9, np.where(CODES == 0, "s", "ms"), "ms")
    assert units_found(make_table, label, units) == ()


def test_cells_without_a_unit_are_left_out(make_table, label):
    units = np.where(CODES < 2, "min", np.where(RNG.random(N) < 0.2, "", "ms"))
    (finding,) = units_found(make_table, label, units)
    assert set(finding.details["rows_by_unit"]) == {"min", "ms"}


def test_two_scales_of_any_column_are_seen(make_table, label):
    loudness = np.where(CODES == 2, 1000, 1) * RNG.uniform(1, 5, N)
    table = make_table({"genre": GENRES, "sone": loudness})
    (finding,) = find_telling_units(table, label(table))
    assert finding.column == "sone"


@pytest.mark.parametrize(
    "values",
    [RNG.lognormal(0, 2, N), RNG.beta(0.2, 0.2, N), RNG.normal(size=N), np.ones(N)],
    ids=["wide", "two-humped", "both signs", "constant"],
)
def test_one_scale_is_not_split(values):
    assert split_scales(values) is None


def test_gaps_that_go_with_the_genre_are_found(make_table, label):
    is_gap = RNG.random(N) < np.where(CODES == 3, 0.5, 0.05)
    table = make_table({"genre": GENRES, "energy": np.where(is_gap, np.nan, 0.3)})
    (finding,) = find_telling_gaps(table, label(table))
    assert finding.n_rows == is_gap.sum()
    shares = finding.details["missing_by_genre"]
    assert max(shares, key=shares.get) == "rock"


def test_gaps_anywhere_and_few_gaps_are_no_leak(make_table, label):
    anywhere = np.where(RNG.random(N) < 0.3, np.nan, 0.3)
    few = np.where((CODES == 0) & (np.cumsum(CODES == 0) <= 9), np.nan, 0.3)
    table = make_table({"genre": GENRES, "energy": anywhere, "valence": few})
    assert find_telling_gaps(table, label(table)) == ()


def test_gaps_of_a_small_part_of_one_genre_are_only_a_note(make_table, label):
    rng = np.random.default_rng(1)
    codes = rng.integers(0, 20, 4000)
    is_gap = (codes == 0) & (rng.random(4000) < 0.1)
    table = make_table(
        {"genre": [f"g{c}" for c in codes], "energy": np.where(is_gap, np.nan, 0.3)}
    )
    (finding,) = find_telling_gaps(table, label(table))
    assert finding.severity == "note"
    whole = make_table(
        {"genre": [f"g{c}" for c in codes], "energy": np.where(codes == 0, np.nan, 0.3)}
    )
    (finding,) = find_telling_gaps(whole, label(whole))
    assert finding.severity == "warning"


def filled_found(make_table, label, values, **more):
    table = make_table({"genre": GENRES, "x": values, **more})
    return find_filled_values(table, label(table), track_keys(table))


def test_gaps_filled_with_the_median_of_the_genre_are_found(make_table, label):
    values = RNG.normal(size=N)
    is_gap = RNG.random(N) < 0.3
    medians = np.array([np.median(values[code == CODES]) for code in range(6)])
    (finding,) = filled_found(
        make_table, label, np.where(is_gap, medians[CODES], values)
    )
    assert finding.code == "imputed-per-genre"
    assert finding.details["genres"] == sorted(set(GENRES))
    assert finding.n_rows >= is_gap.sum()


def test_gaps_filled_with_one_median_for_all_are_no_leak(make_table, label):
    values = RNG.normal(size=N)
    values[RNG.random(N) < 0.3] = np.median(values)
    assert filled_found(make_table, label, values) == ()


def test_repeats_of_one_track_are_not_taken_for_filling(make_table, label):
    values = RNG.normal(size=N)
    ids = np.array([f"id {row}" for row in range(N)], dtype=object)
    for code in range(6):
        rows = np.flatnonzero(code == CODES)[:20]
        values[rows], ids[rows] = values[rows[0]], ids[rows[0]]
    assert filled_found(make_table, label, values, track_id=list(ids)) == ()


def test_years_that_only_one_genre_has_were_not_filled_in(make_table, label):
    """Two genres of two ages were told to be filled in, year after year."""
    rng = np.random.default_rng(6)
    codes = rng.integers(0, 2, N)
    years = np.where(codes == 0, 1990, 2020) - rng.integers(0, 8, N)
    genres = np.array(["rock", "pop"])[codes]
    table = make_table({"genre": genres, "year": years.astype(float)})
    assert find_filled_values(table, label(table), np.arange(N)) == ()
