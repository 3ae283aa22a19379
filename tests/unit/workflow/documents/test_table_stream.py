from __future__ import annotations

import csv
import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from genrelens.errors import OutputError
from genrelens.workflow.documents import table_stream as module
from genrelens.workflow.documents.table_stream import table_stream

FULL_DISK = """
import resource, signal, sys
import numpy as np, pyarrow as pa
from genrelens.errors import OutputError
from genrelens.workflow.documents.table_stream import table_stream
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))
rng = np.random.default_rng(0)
try:
    with table_stream(sys.argv[1]) as stream:
        for _ in range(50):
            stream.write(pa.table({"x": rng.normal(size=140_000)}))
except OutputError as error:
    print(error)
    sys.exit(2)
"""


def piece(start: int, n: int = 10) -> pa.Table:
    """Give some lines whose texts have a dictionary of their own."""
    names = pa.array([f"song {i // 3}" for i in range(start, start + n)])
    return pa.table(
        {
            "row": np.arange(start, start + n),
            "track.name": names.dictionary_encode(),
            "shap_tempo": np.arange(start, start + n) / 7,
        }
    )


def same(path, n_lines: int) -> None:
    frame = pd.read_parquet(path)
    assert frame["row"].tolist() == list(range(n_lines))
    names = [f"song {i // 3}" for i in range(n_lines)]
    assert frame["track.name"].astype("str").tolist() == names
    assert (frame["shap_tempo"].to_numpy() == np.arange(n_lines) / 7).all()


@pytest.mark.parametrize("lines_a_group", [1, 10, 25, 1_000])
def test_pieces_join_to_one_table_in_row_groups_of_some_size(
    tmp_path, monkeypatch, lines_a_group
) -> None:
    monkeypatch.setattr(module, "_ROW_GROUP_LINES", lines_a_group)
    with table_stream(tmp_path / "a.parquet") as stream:
        for start in range(0, 70, 10):
            stream.write(piece(start))
        stream.note({"genrelens": json.dumps({"n": 70})})
    same(tmp_path / "a.parquet", 70)
    told = pq.read_metadata(tmp_path / "a.parquet")
    assert told.num_row_groups == {1: 7, 10: 7, 25: 3, 1_000: 1}[lines_a_group]
    assert json.loads(told.metadata[b"genrelens"]) == {"n": 70}
    columns = [told.row_group(0).column(at) for at in range(3)]
    assert {column.compression for column in columns} == {"ZSTD"}
    assert [column.has_dictionary_page for column in columns] == [True, True, False]


def test_csv_has_one_header_guarded_cells_and_every_digit(tmp_path) -> None:
    lines = pa.table({"=name": ["=1+1", "b\r\nc"], "x": [0.1 + 0.2, -1e-17]})
    for raw, guard in ((False, "'"), (True, "")):
        with table_stream(tmp_path / "a.csv", raw=raw) as stream:
            stream.write(lines)
            stream.write(lines)
            stream.note({"genrelens": "has no place here"})
        with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert header == [f"{guard}=name", "x"]
        first = [f"{guard}=1+1", "0.30000000000000004"]
        assert rows == [first, ["b\r\nc", "-1e-17"]] * 2


class Struck(BaseException):
    """Stands for whatever may end a run, KeyboardInterrupt included."""


@pytest.mark.parametrize("ending", ["parquet", "csv"])
@pytest.mark.parametrize("n_pieces", [0, 1, 5])
def test_whatever_ends_it_early_leaves_what_stood_there(
    tmp_path, monkeypatch, ending, n_pieces
) -> None:
    monkeypatch.setattr(module, "_ROW_GROUP_LINES", 20)
    target = tmp_path / f"a.{ending}"
    target.write_text("old")

    def strike() -> None:
        with table_stream(target) as stream:
            for start in range(n_pieces):
                stream.write(piece(start))
            raise Struck

    with pytest.raises(Struck):
        strike()
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(sys.platform == "win32", reason="limits are set as on Unix")
def test_a_disk_that_is_full_is_told_in_a_sentence_and_leaves_no_half_file(
    tmp_path,
) -> None:
    target = tmp_path / "a.parquet"
    target.write_text("old")
    told = subprocess.run(
        [sys.executable, "-c", FULL_DISK, target],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stderr) == (2, "")
    assert told.stdout == (
        "File 'a.parquet' could not be written: File too large. Nothing that stood "
        "there was changed; free some space or choose another --output.\n"
    )
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_another_ending_is_refused(tmp_path) -> None:
    with (
        pytest.raises(OutputError, match=r"end in \.csv or \.parquet"),
        table_stream(tmp_path / "a.xlsx"),
    ):
        pass
    assert list(tmp_path.iterdir()) == []
