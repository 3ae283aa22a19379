"""What is too large is told before it is read; what cannot be read is not judged."""

from __future__ import annotations

import gzip

import pandas as pd
import pytest

from genrelens.workflow.answering import table_bounds
from genrelens.workflow.answering.table_bounds import too_large_at_once


@pytest.fixture(autouse=True)
def _small(monkeypatch) -> None:
    monkeypatch.setattr(table_bounds, "MOST_CELLS", 20)
    monkeypatch.setattr(table_bounds, "MOST_BYTES", 4_000)


@pytest.mark.parametrize("kind", ["csv", "gz", "parquet"])
@pytest.mark.parametrize(("n_rows", "is_large"), [(9, False), (40, True)])
def test_cells_are_counted(tmp_path, kind, n_rows, is_large) -> None:
    file = tmp_path / "table"
    frame = pd.DataFrame({"a": range(n_rows), "b": 1})
    text = frame.to_csv(index=False).encode()
    if kind == "parquet":
        frame.to_parquet(file)
    else:
        file.write_bytes(gzip.compress(text) if kind == "gz" else text)
    found = too_large_at_once(file)
    assert ("20 are answered" in found) is is_large
    assert bool(found) is is_large


def test_bytes_are_counted_once_unpacked(tmp_path) -> None:
    file = tmp_path / "table"
    file.write_bytes(gzip.compress(b"a" * 5_000))
    assert "once unpacked" in too_large_at_once(file)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1xxxxPAR1", b"\x1f\x8b\x08"])
def test_what_cannot_be_read_is_left_to_its_reading(tmp_path, content) -> None:
    file = tmp_path / "table"
    file.write_bytes(content)
    assert too_large_at_once(file) == ""
