"""A finding's rows are the rows of the file, cell for cell."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.parquet as pq
import pytest

from genrelens.ingest.reading import read_table
from genrelens.workflow.inspecting import Inspection, inspect_raw_table
from genrelens.workflow.profiling.affected_rows import (
    findings_with_rows,
    read_rows,
    rows_of_findings,
    write_rows,
)
from genrelens.workflow.requests import TableRequest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import SmallRun


@pytest.fixture(scope="module")
def written(
    small_run: SmallRun, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Inspection]:
    folder = tmp_path_factory.mktemp("rows")
    raw = read_table(small_run.table)
    found = inspect_raw_table(raw, TableRequest(table=small_run.table))
    write_rows(raw, found.findings, folder)
    return folder, found


def test_findings_know_as_many_rows_as_they_tell(
    written: tuple[Path, Inspection],
) -> None:
    folder, found = written
    lines = found.table.line_numbers
    known = findings_with_rows(folder)
    assert len(known) > 8
    for number, finding in enumerate(found.findings):
        rows = rows_of_findings(folder, [number])
        assert (number in known) == (len(rows) > 0)
        if finding.rows is not None:
            assert len(rows) == finding.n_rows == len(finding.rows)
            assert set(finding.lines) <= set(lines[rows].tolist())
    told = {finding.code for at, finding in enumerate(found.findings) if at in known}
    assert {"missing-values", "repeated-row", "genre-spellings-unified"} <= told


def test_cells_stand_as_in_the_file(
    written: tuple[Path, Inspection], small_run: SmallRun
) -> None:
    folder, found = written
    with small_run.table.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header, *records = list(reader)
    wanted = rows_of_findings(folder, range(len(found.findings)))
    shown, total = read_rows(folder, range(len(header)), rows=wanted, limit=10**6)
    assert total == len(shown) == len(wanted)
    for row in shown:
        assert list(row.cells) == records[row.row]
        assert row.line == found.table.line_numbers[row.row]


@pytest.mark.parametrize(("offset", "limit"), [(0, 7), (5, 1), (600, 99), (10**9, 5)])
def test_a_page_is_a_slice_of_all(
    written: tuple[Path, Inspection], offset: int, limit: int
) -> None:
    folder, found = written
    every, total = read_rows(folder, [1, 0], limit=10**6)
    assert total == len(every) == len(found.table.frame)
    page, _ = read_rows(folder, [1, 0], offset=offset, limit=limit)
    assert page == every[offset : offset + limit]


def test_pages_cross_the_groups_in_which_rows_are_stored(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,genre\n" + "".join(f"{i},x\n" for i in range(9_000)))
    write_rows(read_table(path), [], tmp_path)
    with pq.ParquetFile(tmp_path / "rows.parquet") as file:
        assert file.metadata.num_row_groups == 3
    chosen = np.array([0, 4095, 4096, 8191, 8192, 8999])
    shown, total = read_rows(tmp_path, [0], rows=chosen, offset=1, limit=4)
    assert total == 6
    assert [(row.row, row.line, row.cells) for row in shown] == [
        (row, row + 2, (str(row),)) for row in (4095, 4096, 8191, 8192)
    ]
    assert findings_with_rows(tmp_path) == frozenset()


def test_typed_cells_and_gaps_are_told_as_text(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    records = [{"n": 1.5, "t": "a", "b": True}, {"n": None, "t": None, "b": False}]
    path.write_text("\n".join(map(json.dumps, records)))
    write_rows(read_table(path), [], tmp_path)
    shown, _ = read_rows(tmp_path, [0, 1, 2])
    assert [row.cells for row in shown] == [("1.5", "a", "True"), ("", "", "False")]


def test_no_finding_has_no_rows(written: tuple[Path, Inspection]) -> None:
    assert len(rows_of_findings(written[0], [])) == 0
