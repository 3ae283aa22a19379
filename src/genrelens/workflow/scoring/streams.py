"""Answer a table of any length, block by block, as CSV or Parquet."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from genrelens.forest.threads import count_threads, in_order
from genrelens.workflow.answering.answer_rows import AnswerOptions, RowAnswers
from genrelens.workflow.answering.largest_error import check_max_error
from genrelens.workflow.answering.notices import tell_of_answers
from genrelens.workflow.documents.table_file import csv_text
from genrelens.workflow.new_table import read_new_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.workflow.new_table import NewTable
    from genrelens.workflow.scoring.open_model import OpenModel

__all__ = ["AnswerFormat", "AnswerStream", "answer_table", "stream_answers"]

AnswerFormat = Literal["csv", "parquet"]

_BLOCK_ROWS: Final = 16_384
_GROUP_BLOCKS: Final = 4  # blocks a row group of Parquet
_WHOLE: Final = ("line", "row")


class AnswerStream:
    """The answers to one table, made while they are read.

    The table is read from the disk as a whole before the first answer, as units,
    commas and notices depend on all of it; no more than a few blocks of the answer
    are in memory at any time. Numbers and words are those of ``genrelens predict``.

    Parameters
    ----------
    answers : RowAnswers
        Of the table.
    n_rows : int
        Of the table.
    notices : tuple of str
        What concerns the table as a whole.

    Attributes
    ----------
    is_decided : bool
        Whether the model can decide to write, ask or leave.
    columns : tuple of str
        Of the answer.
    track_columns : tuple of str
        Which of them tell a person the track: name, artist.
    """

    def __init__(
        self, answers: RowAnswers, n_rows: int, notices: tuple[str, ...]
    ) -> None:
        self._answers = answers
        self.n_rows = n_rows
        self.notices = notices
        self.is_decided = answers.is_decided
        self.columns = answers.columns
        self.track_columns = answers.carried.for_people

    def tables(self, *, n_threads: int | None = None) -> Iterator[pa.Table]:
        """Yield the answer in blocks of rows, in order.

        Parameters
        ----------
        n_threads : int, optional
            Blocks worked on at a time; every processor where not given.
        """

        def table(block: int) -> pa.Table:
            frame = self._frame(block)
            return pa.Table.from_pandas(
                frame, schema=_schema(frame), preserve_index=False
            )

        n_blocks = -(-self.n_rows // _BLOCK_ROWS)
        yield from in_order(table, n_blocks, n_threads=count_threads(n_threads))

    def chunks(
        self,
        kind: AnswerFormat,
        *,
        raw: bool = False,
        n_threads: int | None = None,
    ) -> Iterator[bytes]:
        """Yield the answer as a file, piece by piece.

        Parameters
        ----------
        kind : {"csv", "parquet"}
            CSV is UTF-8 with a header; Parquet is compressed with zstd.
        raw : bool
            Whether text is written to CSV without guarding against formulas.
        n_threads : int, optional
            As for `tables`.
        """
        if kind == "csv":
            yield from self._csv(raw=raw, n_threads=n_threads)
        else:
            yield from self._parquet(n_threads=n_threads)

    def _frame(self, block: int) -> pd.DataFrame:
        start = block * _BLOCK_ROWS
        return self._answers.frame(slice(start, min(start + _BLOCK_ROWS, self.n_rows)))

    def _csv(self, *, raw: bool, n_threads: int | None) -> Iterator[bytes]:
        def text(block: int) -> bytes:
            frame = self._frame(block)
            return csv_text(frame, raw=raw, has_header=block == 0).encode()

        n_blocks = -(-self.n_rows // _BLOCK_ROWS)
        yield from in_order(text, n_blocks, n_threads=count_threads(n_threads))

    def _parquet(self, *, n_threads: int | None) -> Iterator[bytes]:
        tables = self.tables(n_threads=n_threads)
        sink = _Sink()
        first = next(tables)
        writer = pq.ParquetWriter(sink, first.schema, compression="zstd")
        waiting = [first]
        for block in tables:
            waiting.append(block)
            if len(waiting) == _GROUP_BLOCKS:
                writer.write_table(pa.concat_tables(waiting))
                waiting = []
                yield sink.drain()
        if waiting:
            writer.write_table(pa.concat_tables(waiting))
        writer.close()
        yield sink.drain()


def answer_table(
    model: OpenModel,
    path: Path,
    options: AnswerOptions,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    name: str | None = None,
) -> AnswerStream:
    """Read a table of new tracks, ready to be answered.

    Parameters
    ----------
    model : OpenModel
        Who answers.
    path : Path
        The file.
    options : AnswerOptions
        What is asked.
    encoding, delimiter : str, optional
        How the table is to be read; found where they are not given.
    name : str, optional
        What messages call it; its own name where it is not given.

    Returns
    -------
    AnswerStream

    Raises
    ------
    InputError
        If the table cannot be read or has none of the model's attributes, or the
        largest error is out of range.
    """
    check_max_error(options.max_error)
    new = read_new_table(
        model.trained, path, encoding=encoding, delimiter=delimiter, name=name
    )
    return stream_answers(model.trained, new, options)


def stream_answers(
    trained: TrainedModel, new: NewTable, options: AnswerOptions
) -> AnswerStream:
    """Answer a table that was read already; see `answer_table`."""
    answers = RowAnswers(trained, new, options)
    told = tell_of_answers(trained, new.is_blank, is_decided=answers.is_decided)
    return AnswerStream(answers, len(new.inputs), (*new.notices, *told))


def _schema(frame: pd.DataFrame) -> pa.Schema:
    """Give every block the same columns, also where one holds nothing."""
    kinds = [
        pa.int64()
        if name in _WHOLE
        else pa.float64()
        if name.endswith("probability") and frame[name].dtype.kind == "f"
        else pa.large_string()
        for name in map(str, frame)
    ]
    return pa.schema(list(zip(frame.columns, kinds, strict=True)))


class _Sink(io.RawIOBase):
    """A file that is written on one side and taken away on the other."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._n_written = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._n_written

    def write(self, content: Any) -> int:  # noqa: ANN401 (any buffer)
        taken = bytes(content)
        self._parts.append(taken)
        self._n_written += len(taken)
        return len(taken)

    def drain(self) -> bytes:
        """Give what was written since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)
