"""Parquet columns keep their types, and damage is refused in a sentence."""

from __future__ import annotations

import datetime as dt
import io
import random

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from genrelens.errors import FileFormatError
from genrelens.ingest.parquet import ParquetTable, is_parquet, read_parquet


def _write(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


def _read(columns: dict[str, object]) -> ParquetTable:
    content = _write(pa.table(columns))
    assert is_parquet(content)
    return read_parquet(content, name="a.parquet")


def _read_or_refuse(content: bytes) -> str:
    try:
        read_parquet(content, name="a.parquet")
    except FileFormatError as refusal:
        return str(refusal)
    return ""


def test_types_are_kept() -> None:
    frame = _read(
        {
            "genre": ["pop", None],
            "tempo": [120.5, None],
            "key": pa.array([1, 2], pa.int8()),
            "explicit": [True, False],
        }
    ).frame

    assert [str(kind) for kind in frame.dtypes] == ["str", "float64", "int8", "bool"]
    assert frame.isna().to_numpy().tolist() == [[False] * 4, [True, True, False, False]]


def test_dictionaries_lists_dates_and_decimals_become_plain() -> None:
    table = _read(
        {
            "genre": pa.array(["pop", "rap"]).dictionary_encode(),
            "artists": [["A", "B"], None],
            "released": [dt.date(2024, 5, 1), None],
            "added": pa.array([0, None], pa.timestamp("s")),
            "flag": [True, None],
            "price": pa.array([1, 2], pa.decimal128(5, 2)),
        }
    )

    assert table.frame["genre"].tolist() == ["pop", "rap"]
    assert table.frame["artists"][0] == "A, B"
    assert table.frame["released"][0] == "2024-05-01"
    assert table.frame["added"][0].startswith("1970-01-01")
    assert table.frame["flag"][0] == "True"
    assert table.frame["price"].tolist() == [1.0, 2.0]
    assert table.frame.iloc[1, 1:5].isna().all()
    assert len(table.decisions) == 4


def test_an_index_of_pandas_stays_a_column() -> None:
    buffer = io.BytesIO()
    pd.DataFrame({"tempo": [1.0]}, index=["a.wav"]).to_parquet(buffer)

    frame = read_parquet(buffer.getvalue(), name="a").frame

    assert list(frame.columns) == ["tempo", "__index_level_0__"]
    assert frame.index.tolist() == [0]


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ({"a": [{"b": 1}]}, "tables within cells: 'a'"),
        ({"a": [[{"b": 1}]]}, "tables within cells"),
        ({"a": pa.array([], pa.int8())}, "0 rows"),
        ({" ": [1]}, "have no name"),
        ({"a": [b"\xff\xfe"]}, "no plain values, e.g. a bytes"),
    ],
)
def test_what_is_no_table_of_values_is_refused(
    columns: dict[str, object], found: str
) -> None:
    with pytest.raises(FileFormatError, match=found):
        _read(columns)


def test_doubled_names_are_refused() -> None:
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])
    with pytest.raises(FileFormatError, match="occur more than once: 'a'"):
        read_parquet(_write(table), name="a")


def test_too_many_cells_are_refused_before_reading() -> None:
    content = _write(pa.table({"a": [1, 2], "b": [1, 2]}))
    with pytest.raises(FileFormatError, match="limit of 3 cells"):
        read_parquet(content, name="a", max_cells=3)


def test_damage_is_refused_and_never_anything_else() -> None:
    content = _write(
        pa.table(
            {"genre": ["pop", "rap"] * 50, "tempo": [float(i) for i in range(100)]}
        )
    )
    draw = random.Random(0)  # noqa: S311
    n_refused = 0
    for _ in range(150):
        damaged = bytearray(
            content[: draw.choice([len(content), draw.randrange(4, len(content))])]
        )
        for _ in range(draw.randrange(1, 5)):
            damaged[draw.randrange(4, len(damaged))] = draw.randrange(256)
        sentence = _read_or_refuse(bytes(damaged))
        n_refused += bool(sentence)
        assert sentence.isprintable()
    assert n_refused > 50
