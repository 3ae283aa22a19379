"""Take the answer for each file from a table of answers, by its path."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from genrelens.errors import ColumnError, FileFormatError, printable
from genrelens.ingest.reading import read_table
from genrelens.tagging.plans.guarded_cells import unguard
from genrelens.tagging.plans.plan_row import DECISIONS

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

__all__ = ["Answer", "answers_by_path", "read_answers"]

_REMEDY = (
    "Give a table that `genrelens predict MODEL FOLDER --output answers.csv` wrote, by "
    "a model that decides."
)
_MOST_ERROR = 0.5


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered for one file.

    Parameters
    ----------
    decision : str
        ``write``, ``ask`` or ``leave``.
    candidates : tuple of str
        The genre to write, or those to choose from, the most probable first.
    probability : float, optional
        Of the most probable genre.
    reasons : str
        Why it was decided so, and what speaks for the genre.
    artist, title : str
        As the table has them.
    max_error : float, optional
        Largest share of wrong genres promised where the decision is to write; missing
        where the table promises nothing.
    """

    decision: str
    candidates: tuple[str, ...] = ()
    probability: float | None = None
    reasons: str = ""
    artist: str = ""
    title: str = ""
    max_error: float | None = None


def read_answers(table: Path) -> dict[str, Answer]:
    """Read a table of answers.

    Raises
    ------
    FileFormatError, ColumnError
        If it cannot be read, or lacks a column that is needed.
    """
    frame = read_table(table).frame
    return answers_by_path(frame, name=table.name)


def answers_by_path(frame: pd.DataFrame, *, name: str) -> dict[str, Answer]:
    """Give the answers of a frame by path, as its cell has it.

    Parameters
    ----------
    frame : pandas.DataFrame
        With ``path``, ``decision``, ``decided_genre``, and what else `predict` gives.
    name : str
        What messages call the table.

    Raises
    ------
    FileFormatError, ColumnError
        If a column is missing, a decision or an error unknown, or a path stands there
        twice.
    """
    for column in ("path", "decision", "decided_genre"):
        if column not in frame:
            raise FileFormatError(
                name, found=f"it lacks the column {column}", remedy=_REMEDY
            )
    found: dict[str, Answer] = {}
    for record in frame.to_dict("records"):
        cells = {str(column): value for column, value in record.items()}
        path = _text(cells, "path")
        if path in found:
            raise ColumnError(
                "path", found=f"'{path}' stands in two rows", remedy="Keep one of them."
            )
        if path:
            found[path] = _answer(cells)
    return found


def _answer(cells: dict[str, Any]) -> Answer:
    decision = _cell(cells, "decision") or "leave"
    if decision not in DECISIONS:
        raise ColumnError("decision", found=f"it holds '{decision}'", remedy=_REMEDY)
    decided = _cell(cells, "decided_genre")
    parts = [_cell(cells, "decision_reason"), _cell(cells, "reasons")]
    return Answer(
        decision=decision,
        candidates=tuple(each for each in decided.split(" | ") if each),
        probability=_number(cells.get("probability")),
        reasons="; because ".join(part for part in parts if part),
        artist=_first(cells, ("artist", "artists")),
        title=_first(cells, ("track_name", "title")),
        max_error=_promised(cells),
    )


def _promised(cells: dict[str, Any]) -> float | None:
    told = _cell(cells, "max_error")
    number = _number(told)
    if told and (number is None or not 0 < number <= _MOST_ERROR):
        raise ColumnError(
            "max_error",
            found=f"it holds '{printable(told)}'",
            remedy="Give a share from 0 to 0.5, or leave the cell empty.",
        )
    return number


def _cell(cells: dict[str, Any], column: str) -> str:
    return unguard(_text(cells, column))


def _text(cells: dict[str, Any], column: str) -> str:
    value = cells.get(column)
    if value is None or value != value:  # noqa: PLR0124 (missing is not itself)
        return ""
    return str(value)


def _first(cells: dict[str, Any], columns: tuple[str, ...]) -> str:
    return next((told for column in columns if (told := _cell(cells, column))), "")


def _number(value: object) -> float | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
