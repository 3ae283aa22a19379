"""One door for files and one for frames, whatever they hold."""

from __future__ import annotations

import gzip
import hashlib
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from genrelens.errors import FileFormatError, InputError
from genrelens.ingest.reading import read_table, table_from_frame

if TYPE_CHECKING:
    from pathlib import Path

FRAME = pd.DataFrame({"genre": ["pop", "rap"], "tempo": [120.5, 90.0]})


def test_a_frame_comes_back_the_same_from_every_format(tmp_path: Path) -> None:
    FRAME.to_csv(tmp_path / "a", index=False)
    FRAME.to_csv(tmp_path / "b", index=False, sep="\t", encoding="utf-16")
    FRAME.to_csv(tmp_path / "c", index=False, sep=";", compression="gzip")
    FRAME.to_json(tmp_path / "d", orient="records", lines=True)
    FRAME.to_json(tmp_path / "e")
    FRAME.to_json(tmp_path / "f", orient="records", compression="gzip")
    FRAME.to_parquet(tmp_path / "g")

    tables = {path.name: read_table(path) for path in sorted(tmp_path.iterdir())}

    for table in tables.values():
        assert table.frame["genre"].tolist() == ["pop", "rap"]
        assert table.frame["tempo"].astype(float).tolist() == [120.5, 90.0]
    formats = {name: table.source.format for name, table in tables.items()}
    assert formats == dict(
        zip("abcdefg", ["csv"] * 3 + ["jsonl"] * 3 + ["parquet"], strict=True)
    )
    assert tables["b"].source.encoding == "utf-16-le"
    assert tables["c"].source.compression == tables["f"].source.compression == "gzip"
    assert tables["c"].source.decisions == (
        "The file is packed with gzip.",
        "Columns are separated by semicolons.",
    )
    assert tables["g"].line_numbers.tolist() == [1, 2]


def test_the_source_identifies_the_file(tmp_path: Path) -> None:
    content = gzip.compress(b"genre,tempo\npop,1\n")
    path = tmp_path / "tracks.csv.gz"
    path.write_bytes(content)

    source = read_table(str(path)).source

    assert source.name == "tracks.csv.gz"
    assert source.sha256 == hashlib.sha256(content).hexdigest()
    assert source.n_bytes == len(content)
    assert (source.encoding, source.delimiter) == ("utf-8", ",")


def test_the_name_decides_nothing(tmp_path: Path) -> None:
    path = tmp_path / "tracks.parquet"
    path.write_bytes(b"genre,tempo\npop,1\n")
    assert read_table(path).source.format == "csv"

    path.write_bytes(b"<!doctype html><p>genre,tempo")
    with pytest.raises(FileFormatError, match=r"'tracks.parquet': it is a web page"):
        read_table(path)


def test_options_that_do_not_apply_are_refused(tmp_path: Path) -> None:
    FRAME.to_parquet(tmp_path / "a")
    FRAME.to_json(tmp_path / "b")

    with pytest.raises(InputError, match="'encoding' does not apply"):
        read_table(tmp_path / "a", encoding="utf-8")
    with pytest.raises(InputError, match="'delimiter' does not apply"):
        read_table(tmp_path / "b", delimiter=";")


def test_findings_of_every_stage_arrive(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        "genre,artist\n\nlatin,Señorita\npop,Beyoncé\nrap".encode("cp1252")
    )

    codes = [finding.code for finding in read_table(path).findings]

    assert codes == ["encoding-guessed", "truncated-last-line", "blank-line"]


def test_a_frame_is_taken_without_being_changed() -> None:
    frame = pd.DataFrame({"genre": ["pop", None], 5: [1, 2]}, index=["x", "y"])
    before = frame.copy()

    raw = table_from_frame(frame, name="mine")

    pd.testing.assert_frame_equal(frame, before)
    assert list(raw.frame.columns) == ["genre", "5"]
    assert raw.frame.index.tolist() == [0, 1]
    assert raw.line_numbers.tolist() == [1, 2]
    assert (raw.source.name, raw.source.format) == ("mine", "memory")
    assert raw.source.decisions == ("The frame's index was not used as an attribute.",)


@pytest.mark.parametrize(
    ("frame", "found"),
    [
        (FRAME.iloc[:0], "0 rows and 2 columns"),
        (FRAME.iloc[:, :0], "2 rows and 0 columns"),
        (FRAME.set_axis(["a", "a"], axis=1), "occur more than once"),
        (FRAME.set_axis(["a", 5], axis=1).assign(**{"5": 1}), "occur more than once"),
        (FRAME.set_axis(["a", ""], axis=1), "have no name"),
        (pd.concat({"a": FRAME}, axis=1), "2 levels"),
        ([[1, 2]], "must be a pandas DataFrame, not a list"),
    ],
)
def test_a_frame_that_is_no_table_is_refused(frame: pd.DataFrame, found: str) -> None:
    with pytest.raises(InputError, match=found):
        table_from_frame(frame)
