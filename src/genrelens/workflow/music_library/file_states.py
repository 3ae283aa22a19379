"""Keep how each file of a music folder was when it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from genrelens.writing import replacing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["read_states", "write_states"]

_SCHEMA = pa.schema(
    [("path", pa.string()), ("n_bytes", pa.int64()), ("mtime_ns", pa.int64())]
)


def write_states(target: Path, states: Mapping[str, tuple[int, int]]) -> None:
    """Write size in bytes and time of change in nanoseconds, by path; all or none."""
    rows = [
        {"path": path, "n_bytes": n_bytes, "mtime_ns": mtime_ns}
        for path, (n_bytes, mtime_ns) in states.items()
    ]
    with replacing(target) as partial:
        pq.write_table(pa.Table.from_pylist(rows, schema=_SCHEMA), partial)


def read_states(source: Path) -> dict[str, tuple[int, int]]:
    """Read what `write_states` wrote; empty where nothing stands there."""
    if not source.is_file():
        return {}
    table = pq.read_table(source)
    columns = (table.column(name).to_pylist() for name in _SCHEMA.names)
    return {
        path: (n_bytes, mtime) for path, n_bytes, mtime in zip(*columns, strict=True)
    }
