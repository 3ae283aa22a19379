"""Write a plan as a table that opens in a spreadsheet, and read it back as edited."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from genrelens.errors import ColumnError, FileFormatError, printable
from genrelens.ingest.encodings import decode_text
from genrelens.ingest.opening import open_file
from genrelens.tagging.plans.genre_lists import join_genres, split_genres
from genrelens.tagging.plans.guarded_cells import guard, unguard
from genrelens.tagging.plans.plan_row import DECISIONS, FileGuard, PlanRow
from genrelens.writing import write_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = ["PLAN_COLUMNS", "Plan", "plan_text", "read_plan", "write_plan"]

PLAN_COLUMNS: Final = (
    "path",
    "artist",
    "title",
    "old",
    "new",
    "decision",
    "candidates",
    "probability",
    "reasons",
    "max_error",
    "field",
    "kind",
    "size",
    "mtime_ns",
    "sha256",
    "audio_sha256",
    "folder",
)
_NEEDED = ("path", "new", "decision", "field", "sha256", "folder")
_REMEDY = (
    "Give a plan that `genrelens tag plan` wrote; edit only the columns new and "
    "decision, and save it as CSV."
)
_MAX_CELL = 1_000_000
_MAX_SHOWN = 20
_MAX_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it was read.

    Parameters
    ----------
    folder : str
        The music folder that it names.
    rows : tuple of PlanRow
        In the order of the table.
    sha256 : str
        Of the file.
    """

    folder: str
    rows: tuple[PlanRow, ...]
    sha256: str


def plan_text(rows: Iterable[PlanRow], folder: str, *, raw: bool = False) -> str:
    """Give a plan as CSV text.

    Parameters
    ----------
    rows : iterable of PlanRow
        In the order to be written.
    folder : str
        Absolute path of the music folder.
    raw : bool, default False
        Whether cells are written as they are, without guarding against formulas.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(PLAN_COLUMNS)
    for row in rows:
        cells = _cells(row, folder)
        writer.writerow(cells if raw else [guard(cell) for cell in cells])
    return buffer.getvalue()


def write_plan(
    rows: Sequence[PlanRow], folder: str, output: Path, *, raw: bool = False
) -> None:
    """Write a plan; see `plan_text`.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    write_text(output, plan_text(rows, folder, raw=raw))


def read_plan(path: Path) -> Plan:
    """Read a plan, edited or not; comma, semicolon and tab are understood.

    Raises
    ------
    FileFormatError, ColumnError
        If it is no plan, or a cell cannot be understood; nothing is guessed.
    """
    opened = open_file(path, max_bytes=_MAX_BYTES)
    text = decode_text(opened.content, name=opened.name).content.decode("utf-8")
    records = _records(text, opened.name)
    rows: list[PlanRow] = []
    folders: dict[str, int] = {}
    for line, record in records:
        rows.append(_row(record, line))
        folders.setdefault(record["folder"], line)
    if not rows:
        raise FileFormatError(opened.name, found="it has no rows", remedy=_REMEDY)
    if len(folders) > 1:
        raise ColumnError(
            "folder",
            found=f"{len(folders)} folders are named, e.g. "
            + ", ".join(f"'{printable(each)}'" for each in list(folders)[:2]),
            remedy="A plan is of one folder; split it into one plan for each.",
        )
    _refuse_twice(rows)
    return Plan(next(iter(folders)), tuple(rows), opened.sha256)


def _cells(row: PlanRow, folder: str) -> list[str]:
    old = join_genres(row.old[:_MAX_SHOWN])
    if len(row.old) > _MAX_SHOWN:
        old += f" … and {len(row.old) - _MAX_SHOWN:,} more"
    there = row.guard
    return [
        row.path,
        printable(row.artist, limit=500),
        printable(row.title, limit=500),
        printable(old, limit=5_000),
        join_genres(row.new),
        row.decision,
        row.candidates,
        "" if row.probability is None else f"{row.probability:.4f}",
        row.reasons,
        "" if row.max_error is None else f"{row.max_error:g}",
        row.field,
        row.kind,
        "" if there is None else str(there.size),
        # A spreadsheet would round so long a number.
        "" if there is None else f"{there.mtime_ns}ns",
        "" if there is None else there.sha256,
        "" if there is None else there.audio_sha256,
        folder,
    ]


def _records(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Give each row as a mapping of its cells, with its line."""
    limit = csv.field_size_limit(_MAX_CELL)
    try:
        first = text.split("\n", 1)[0]
        delimiter = max(",;\t", key=first.count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        header = [cell.strip() for cell in next(reader, [])]
        missing = [column for column in _NEEDED if header.count(column) != 1]
        if missing:
            raise FileFormatError(
                name, found=f"it lacks the column {missing[0]}", remedy=_REMEDY
            )
        for cells in reader:
            if any(cells):
                yield reader.line_num, _record(header, cells, name, reader.line_num)
    except csv.Error as error:
        raise FileFormatError(name, found=f"{error}", remedy=_REMEDY) from error
    finally:
        csv.field_size_limit(limit)


def _record(
    header: list[str], cells: list[str], name: str, line: int
) -> dict[str, str]:
    if len(cells) > len(header) and any(cells[len(header) :]):
        raise FileFormatError(
            name,
            found=f"line {line} has {len(cells)} cells, the header {len(header)}",
            remedy=_REMEDY,
            line=line,
        )
    filled = cells + [""] * (len(header) - len(cells))
    named = zip(header, filled, strict=False)
    return {column: unguard(cell) for column, cell in named}


def _row(record: dict[str, str], line: int) -> PlanRow:
    decision = record["decision"].strip().casefold()
    if decision not in DECISIONS:
        raise ColumnError(
            "decision",
            found=f"line {line} has '{printable(record['decision'])}'",
            remedy="Write one of: write, ask, leave.",
        )
    return PlanRow(
        path=record["path"],
        artist=record.get("artist", ""),
        title=record.get("title", ""),
        old=split_genres(record.get("old", "")),
        new=split_genres(record["new"]),
        decision=decision,
        candidates=record.get("candidates", ""),
        probability=_number(record, "probability", line),
        reasons=record.get("reasons", ""),
        max_error=_number(record, "max_error", line),
        field=record["field"].strip(),
        kind=record.get("kind", ""),
        guard=_guard(record),
        line=line,
    )


def _number(record: dict[str, str], column: str, line: int) -> float | None:
    cell = record.get(column, "").strip()
    if not cell:
        return None
    try:
        return float(cell.replace(",", "."))
    except ValueError as error:
        raise ColumnError(
            column, found=f"line {line} has '{printable(cell)}'", remedy=_REMEDY
        ) from error


def _guard(record: dict[str, str]) -> FileGuard | None:
    """Give how the file was; the hash counts, size and time are for people."""
    sha256 = record["sha256"].strip().lower()
    if not sha256:
        return None
    return FileGuard(
        size=_whole(record.get("size", "")),
        mtime_ns=_whole(record.get("mtime_ns", "").removesuffix("ns")),
        sha256=sha256,
        audio_sha256=record.get("audio_sha256", "").strip().lower(),
    )


def _whole(cell: str) -> int:
    cell = cell.strip()
    return int(cell) if cell.isascii() and cell.isdecimal() and len(cell) < 20 else 0  # noqa: PLR2004


def _refuse_twice(rows: Sequence[PlanRow]) -> None:
    """Refuse two rows that would write one file."""
    lines: dict[str, int] = {}
    for row in rows:
        if row.decision != "leave" and row.path in lines:
            raise ColumnError(
                "path",
                found=f"'{printable(row.path)}' stands in the lines "
                f"{lines[row.path]} and {row.line}",
                remedy="Keep one row for each file.",
            )
        if row.decision != "leave":
            lines[row.path] = row.line
