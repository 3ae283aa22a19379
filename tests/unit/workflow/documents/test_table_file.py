from __future__ import annotations

import csv
import math
import tracemalloc
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.errors import OutputError
from genrelens.workflow.documents.table_file import (
    check_table_suffix,
    csv_text,
    guard_formula,
    write_table,
)

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1"]


def read_back(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("cell", DANGEROUS)
def test_a_cell_that_would_run_in_a_spreadsheet_is_guarded(cell, tmp_path) -> None:
    frame = pd.DataFrame({cell: [cell, "plain"]})
    write_table(frame, tmp_path / "safe.csv")
    assert read_back(tmp_path / "safe.csv") == [["'" + cell], ["'" + cell], ["plain"]]
    write_table(frame, tmp_path / "raw.csv", raw=True)
    assert read_back(tmp_path / "raw.csv") == [[cell], [cell], ["plain"]]


@given(st.text())
def test_guarded_text_never_starts_a_formula_and_loses_nothing(text: str) -> None:
    guarded = guard_formula(text)
    assert guarded.removeprefix("'") == text.removeprefix("'")
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(
    cells=st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
        min_size=1,
        max_size=8,
    )
)
def test_any_text_comes_back_from_raw_csv(cells: list[str], tmp_path_factory) -> None:
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    write_table(pd.DataFrame({"a": cells, "b": "x"}), path, raw=True)
    assert [row[0] for row in read_back(path)[1:]] == cells


@given(
    values=st.lists(
        st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20
    )
)
def test_numbers_come_back_bit_for_bit_and_unguarded(
    values: list[float], tmp_path_factory
) -> None:
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    write_table(pd.DataFrame({"a": values}), path)
    assert [float(row[0]) for row in read_back(path)[1:]] == values


def test_missing_cells_of_every_kind_are_empty(tmp_path) -> None:
    frame = pd.DataFrame(
        {
            "number": [1.5, math.nan],
            "text": pd.Series(["a", None], dtype="str"),
            "object": np.array(["b", np.nan], dtype=object),
            "whole": [-3, 4],
            "flag": [True, False],
        }
    )
    write_table(frame, tmp_path / "t.csv")
    assert read_back(tmp_path / "t.csv")[1:] == [
        ["1.5", "a", "b", "-3", "True"],
        ["", "", "", "4", "False"],
    ]


def test_csv_and_parquet_hold_the_same(tmp_path) -> None:
    frame = pd.DataFrame({"a": [0.1, math.nan], "b": pd.Series(["x", None])})
    write_table(frame, tmp_path / "t.csv")
    write_table(frame, tmp_path / "t.PARQUET")
    pd.testing.assert_frame_equal(
        pd.read_csv(tmp_path / "t.csv"), pd.read_parquet(tmp_path / "t.PARQUET")
    )


def test_lines_end_as_rfc_4180_asks(tmp_path) -> None:
    write_table(pd.DataFrame({"a": ["x,y"]}), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == b'a\r\n"x,y"\r\n'


@pytest.mark.parametrize("name", ["t.xlsx", "t", "t.csv.gz", "\x1b[31m.txt"])
def test_another_ending_is_refused_in_words_before_anything_is_written(
    name, tmp_path
) -> None:
    with pytest.raises(OutputError, match=r"Let it end in \.csv or \.parquet") as told:
        write_table(pd.DataFrame({"a": [1]}), tmp_path / name)
    assert "\x1b" not in str(told.value)
    assert list(tmp_path.iterdir()) == []


def test_the_ending_says_the_format_in_any_case() -> None:
    assert check_table_suffix("a.CSV") == "csv"
    assert check_table_suffix(Path("a.Parquet")) == "parquet"


def _wide(n_rows: int) -> pd.DataFrame:
    numbers = np.random.default_rng(3).normal(size=(n_rows, 40))
    frame = pd.DataFrame(numbers, columns=[f"n{place}" for place in range(40)])
    return frame.assign(name=[f"=row {row}" for row in range(n_rows)])


@pytest.mark.parametrize("n_rows", [0, 1, 1_999, 2_000, 2_001, 4_500])
def test_blocks_leave_no_seam(n_rows, tmp_path) -> None:
    frame = _wide(n_rows)
    write_table(frame, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == csv_text(frame).encode()


def test_the_text_of_a_long_table_is_never_whole_in_memory(tmp_path) -> None:
    frame = _wide(20_000)
    tracemalloc.start()
    write_table(frame, tmp_path / "t.csv")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * (tmp_path / "t.csv").stat().st_size
