"""Tests of genrelens.cleaning.cleaning."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.cleaning.cleaning import clean_table
from genrelens.errors import InputError
from genrelens.ingest.raw_table import RawTable, Source
from genrelens.schema.columns import Kind, Role
from genrelens.schema.known_columns import KNOWN_COLUMNS

SEED = {
    "Genre": ["pop", "rap", "edm"],
    "Track Name": ["Pop Muzik", "Rap God", "Edmund"],
    "Artist": ["M, Robin Scott", "Eminem", "Gordon"],
    "Album": ["A", "B", "C"],
    "Popularity": ["61", "83", "73"],
    "Duration (ms)": ["200682", "215466", "166560"],
    "Explicit": ["FALSE", "TRUE", "FALSE"],
}
CELLS = st.sampled_from(
    ["", " ", "?", "1", "0", "-1", "0.5", "73", "yes", "maybe", "4-Apr", "inf", "1,412",
     "pop", "Hip-Hop", "hip hop", "3:45", "nan", "\x00", "=1+1", "2019-06-14", "C#"]
)  # fmt: skip
HEADERS = st.sampled_from(
    [s for known in KNOWN_COLUMNS for s in known.spellings] + ["x", "", "Ünï", "a b"]
)


def codes(table) -> list[str]:
    return [finding.code for finding in table.findings]


def test_the_first_users_table_is_read_as_it_was_meant(clean) -> None:
    """Its author mapped TRUE and FALSE over booleans and lost the column."""
    table = clean(SEED)

    assert table.frame["explicit"].tolist() == [0.0, 1.0, 0.0]
    assert table.frame["duration_ms"].tolist() == [200682, 215466, 166560]
    assert [(c.name, c.role) for c in table.columns] == [
        ("genre", Role.TARGET),
        ("track_name", Role.TRACK_NAME),
        ("artist", Role.ARTIST),
        ("album", Role.ALBUM),
        ("popularity", Role.FEATURE),
        ("duration_ms", Role.FEATURE),
        ("explicit", Role.FEATURE),
    ]
    assert codes(table) == []
    assert table.ledger.n_cells == 3


def test_rows_keep_number_order_and_lines(clean) -> None:
    table = clean({"Genre": ["a", "", "a"], "tempo": ["1", "", "120"]})

    assert len(table.frame) == 3
    assert table.line_numbers.tolist() == [2, 3, 4]
    assert table.drops == ()


def test_a_table_without_a_genre_is_cleaned_the_same(clean) -> None:
    without = {header: cells for header, cells in SEED.items() if header != "Genre"}
    with_genre, alone = clean(SEED), clean(without)

    pd.testing.assert_frame_equal(with_genre.frame.drop(columns="genre"), alone.frame)


def test_columns_have_the_dtypes_that_are_promised(clean) -> None:
    table = clean(SEED | {"mood": ["calm", "wild", ""], "blank": ["", "", ""]})

    for column in table.columns:
        dtype = table.frame[column.name].dtype
        if column.kind in {Kind.NUMBER, Kind.FLAG}:
            assert dtype == np.float64, column
        else:
            assert isinstance(dtype, pd.StringDtype), column


def test_units_by_row_are_kept_for_whoever_checks_for_leaks(clean) -> None:
    table = clean({"duration_in min/ms": ["234596", "3.5", "201000"]})

    assert table.units["duration_ms"].tolist() == ["ms", "min", "ms"]
    assert codes(table) == ["mixed-units"]


def test_scaled_columns_are_named_together(clean) -> None:
    rng = np.random.default_rng(0)
    table = clean({name: rng.normal(size=50).tolist() for name in ("tempo", "energy")})

    (finding,) = [f for f in table.findings if f.code == "scaled-columns"]
    assert finding.details == {"columns": ["tempo", "energy"]}
    assert "out-of-range" not in codes(table)


def test_missing_values_are_counted_by_column(clean) -> None:
    table = clean({"tempo": ["120", "", "0", "?"], "energy": ["0.1"] * 4})

    (finding,) = [f for f in table.findings if f.code == "missing-values"]
    assert (finding.n_rows, finding.lines) == (3, (3, 4, 5))
    assert finding.details == {"n_blank": 1}


def test_a_row_blank_from_end_to_end_is_no_missing_value(clean) -> None:
    """Two blank rows once raised a note for each of thirteen columns."""
    table = clean({"tempo": ["120", "", "100"], "energy": ["0.1", "", "0.2"]})

    assert "missing-values" not in codes(table)


def test_findings_of_the_reader_come_first(raw) -> None:
    from dataclasses import replace

    from genrelens.schema.findings import Finding, Severity

    told = Finding("truncated-last-line", Severity.WARNING, "m", "r")

    assert clean_table(replace(raw(SEED), findings=(told,))).findings[0] == told


def test_one_hot_keys_and_genre_flags_stay_flags(clean) -> None:
    table = clean({"key_A": ["1", "0", "0"], "hip_hop": ["0", "1", "1"]})

    assert {column.kind for column in table.columns} == {Kind.FLAG}


def test_a_role_given_by_the_user_is_read_accordingly(clean) -> None:
    table = clean({"mood": ["Calm", "calm", "wild"]}, roles={"mood": Role.TARGET})

    assert table.frame["mood"].tolist() == ["Calm", "Calm", "wild"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(HEADERS, st.lists(CELLS, min_size=4, max_size=4)), min_size=1,
                max_size=6, unique_by=lambda pair: pair[0]))  # fmt: skip
def test_any_cells_end_in_a_table_or_one_clear_refusal(columns) -> None:
    frame = pd.DataFrame(
        {header: pd.Series(cells, dtype="str") for header, cells in columns}
    )
    raw = RawTable(frame, np.arange(2, 6), Source("made", "", 0, "memory"))
    try:
        table = clean_table(raw)
    except InputError:
        with pytest.raises(InputError, match=r"\.$"):
            clean_table(raw)
        return
    assert table.frame.shape == frame.shape
    assert [c.header for c in table.columns] == list(frame)
    assert [c.name for c in table.columns] == list(table.frame)
    assert not np.isinf(table.frame.select_dtypes("number")).to_numpy().any()
    again = clean_table(raw)
    pd.testing.assert_frame_equal(table.frame, again.frame)
    for finding in table.findings:
        assert finding.remedy.endswith(".")
        assert finding.message.endswith(".")


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(12)))
def test_permuting_the_rows_permutes_the_table(order) -> None:
    frame = pd.DataFrame(
        {
            "Genre": ["Hip-Hop", "hip hop", "pop", "POP", "pop", "rock"] * 2,
            "duration": ["3.5", "201000", "187000", "240000", "", "190000"] * 2,
            "energy": ["80", "5", "1", "0", "44", "90"] * 2,
            "key": ["A#", "C", "", "7", "D", "E"] * 2,
        },
        dtype="str",
    )
    source = Source("made", "", 0, "memory")

    def clean_rows(rows):
        part = frame.iloc[rows].reset_index(drop=True)
        return clean_table(RawTable(part, np.arange(12), source)).frame

    expected = clean_rows(range(12)).iloc[order].reset_index(drop=True)
    pd.testing.assert_frame_equal(clean_rows(order), expected)


def test_two_hundred_thousand_rows_are_cleaned_in_seconds() -> None:
    import time

    n_rows = 200_000
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "track_name": [f"song {n}" for n in range(n_rows)],
            "genre": rng.choice(["pop", "Pop", "rock"], n_rows),
            "tempo": rng.normal(120, 20, n_rows).round(3).astype(str),
            "duration_ms": [f"{n:,}" for n in rng.integers(90_000, 400_000, n_rows)],
            "explicit": rng.choice(["TRUE", "FALSE"], n_rows),
        },
        dtype="str",
    )
    raw = RawTable(frame, np.arange(n_rows), Source("made", "", 0, "memory"))
    start = time.perf_counter()
    clean_table(raw)

    assert time.perf_counter() - start < 20


@pytest.mark.parametrize("cells", [[], [""]])
def test_tables_of_nothing_do_not_fail(clean, cells) -> None:
    table = clean({"genre": cells, "tempo": cells, "x": cells})

    assert len(table.frame) == len(cells)
