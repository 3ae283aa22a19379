"""`genrelens inspect`: what a table holds, and what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path  # noqa: TC003 (cyclopts reads the annotations)
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter
from rich.table import Table
from rich.text import Text

from genrelens.cli.terminal import severity_text, stdout, words
from genrelens.workflow.requests import TableRequest

if TYPE_CHECKING:
    from rich.console import Console

    from genrelens.workflow.inspecting import Inspection

__all__ = ["inspect"]

_NOT_USABLE = 2
_MOST_GENRES = 12


def inspect(
    table: Path,
    /,
    *,
    target: str | None = None,
    several_genres: Literal["first", "most-frequent", "keep"] = "first",
    min_tracks: int = 5,
    encoding: str | None = None,
    delimiter: str | None = None,
    as_json: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> int:
    """Say what a table holds, which column was taken for what, and what is wrong.

    Example: `genrelens inspect tracks_data.csv`

    Leaves with code 0 if a model can be trained on the table, with 2 if not.

    Parameters
    ----------
    table
        CSV (also .gz), TSV, Parquet or JSON-lines file of tracks.
    target
        Header of the genre column, if it is not to be found by itself.
    several_genres
        Which genre of a cell that lists several would be learnt; see `train`.
    min_tracks
        Genres with fewer tracks are left out of a training.
    encoding
        Encoding of a text file, e.g. cp1252, if it is not to be found by itself.
    delimiter
        The character between cells, if it is not to be found by itself.
    as_json
        Print one JSON document instead of tables.
    """
    from genrelens.workflow.inspecting import inspect_table

    inspection = inspect_table(
        TableRequest(
            table=table,
            target=target,
            several_genres=several_genres,
            min_tracks=min_tracks,
            encoding=encoding,
            delimiter=delimiter,
        )
    )
    if as_json:
        print(_as_json(inspection))  # noqa: T201
    else:
        _show(inspection, stdout())
    return 0 if inspection.is_usable else _NOT_USABLE


def _as_json(inspection: Inspection) -> str:
    return json.dumps(
        inspection.to_dict(), ensure_ascii=False, indent=2, allow_nan=False
    )


def _show(inspection: Inspection, console: Console) -> None:
    table = inspection.table
    source = table.source
    console.print(words(source.name, style="bold"), Text("—"), _size(inspection))
    for decision in source.decisions:
        console.print(Text("  ·"), words(decision))
    console.print()
    console.print(_columns_table(inspection))
    if inspection.findings:
        console.print()
        for found in inspection.findings:
            console.print(severity_text(found.severity), words(found.message))
            console.print(Text("  →", style="dim"), words(found.remedy), end="")
            console.print(Text(f"  [{found.code}]", style="dim"))
    if len(table.ledger):
        console.print()
        console.print(Text(f"Changed while reading ({len(table.ledger)}):"))
        for change in table.ledger:
            column = f"{change.column}: " if change.column else ""
            console.print(Text("  ·"), words(f"{column}{change.what}"))
    if table.drops:
        console.print()
        console.print(Text("A training would leave out:"))
        for drop in table.drops:
            console.print(Text("  ·"), words(drop.what))
    console.print()
    console.print(_conclusion(inspection))


def _size(inspection: Inspection) -> Text:
    frame = inspection.table.frame
    return Text(f"{len(frame):,} rows, {len(inspection.table.columns)} columns")


def _columns_table(inspection: Inspection) -> Table:
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("column", "taken for", "read as", "unit", "filled", "because"):
        shown.add_column(heading, overflow="fold")
    frame = inspection.table.frame
    for column in inspection.table.columns:
        filled = int(frame[column.name].notna().sum())
        shown.add_row(
            words(column.header, limit=40),
            words(column.role),
            words(column.kind),
            words(column.unit),
            Text(f"{filled:,}"),
            words(column.why),
        )
    return shown


def _conclusion(inspection: Inspection) -> Text:
    if not inspection.is_usable:
        return words(
            f"Not usable for training: {inspection.obstacle}", style="red", limit=2_000
        )
    counts = inspection.genre_counts
    largest = [f"{genre} {n:,}" for genre, n in list(counts.items())[:_MOST_GENRES]]
    more = len(counts) - len(largest)
    listed = ", ".join(largest) + (f" and {more} more" if more > 0 else "")
    return words(
        f"Usable. {inspection.target_why} "
        f"{sum(counts.values()):,} tracks of {len(counts)} genres: {listed}.",
        limit=2_000,
    )
