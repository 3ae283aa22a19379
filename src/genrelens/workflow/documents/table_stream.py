"""Write a long table of results piece by piece, whole or not at all."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from genrelens.workflow.documents.table_file import check_table_suffix, csv_text
from genrelens.writing import replacing

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["TableStream", "table_stream"]

_ROW_GROUP_LINES: Final = 131_072


class TableStream(Protocol):
    """A file that takes a table in pieces."""

    def write(self, piece: pa.Table) -> None:
        """Take the next lines; every piece has the same columns."""
        ...  # pragma: no cover

    def note(self, entries: Mapping[str, str]) -> None:
        """Take what the file says about itself; CSV has no place for it."""
        ...  # pragma: no cover


@contextmanager
def table_stream(
    target: str | os.PathLike[str], *, raw: bool = False
) -> Iterator[TableStream]:
    """Offer a file that is written piece by piece and moved into place at the end.

    Whatever stood at the target stays, unless the block ends without an error.

    Parameters
    ----------
    target : path
        Ends in ``.parquet`` (zstd; row groups of some 130,000 lines, or of one
        piece where that is longer) or ``.csv`` (UTF-8, RFC 4180).
    raw : bool, default False
        Whether text is written to CSV without guarding against formulas.

    Yields
    ------
    TableStream

    Raises
    ------
    OutputError
        If the suffix names no known format or the file cannot be written.
    """
    is_parquet = check_table_suffix(target) == "parquet"
    with replacing(target) as partial:
        stream = _ParquetStream(partial) if is_parquet else _CsvStream(partial, raw=raw)
        try:
            yield stream
        except BaseException:
            with suppress(OSError):  # the first error is the one to tell
                stream.close()
            raise
        stream.close()


class _ParquetStream:
    """Gather pieces into row groups, each with dictionaries of its own texts."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._writer: Any = None
        self._waiting: list[pa.Table] = []
        self._n_waiting = 0

    def write(self, piece: pa.Table) -> None:
        if self._writer is None:
            self._writer = pq.ParquetWriter(
                self._file,
                piece.schema,
                compression="zstd",
                # Shapley values hardly ever repeat: a dictionary makes them longer.
                use_dictionary=[
                    field.name
                    for field in piece.schema
                    if not pa.types.is_floating(field.type)
                ],
            )
        self._waiting.append(piece)
        self._n_waiting += piece.num_rows
        if self._n_waiting >= _ROW_GROUP_LINES:
            self._flush()

    def note(self, entries: Mapping[str, str]) -> None:
        self._writer.add_key_value_metadata(dict(entries))

    def _flush(self) -> None:
        waiting, self._waiting, self._n_waiting = self._waiting, [], 0
        group = pa.concat_tables(waiting).unify_dictionaries().combine_chunks()
        self._writer.write_table(group, row_group_size=group.num_rows)

    def close(self) -> None:
        try:
            if self._waiting:
                self._flush()
        finally:
            try:
                if self._writer is not None:
                    self._writer.close()
            finally:
                self._file.close()


class _CsvStream:
    """Append lines below one header."""

    def __init__(self, path: Path, *, raw: bool) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._raw = raw
        self._has_header = False

    def write(self, piece: pa.Table) -> None:
        text = csv_text(
            piece.to_pandas(), raw=self._raw, has_header=not self._has_header
        )
        self._file.write(text)
        self._has_header = True

    def note(self, entries: Mapping[str, str]) -> None:
        """Take nothing."""

    def close(self) -> None:
        self._file.close()
