"""Read the doubted labels that training wrote, ready to be decided one by one."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from genrelens.errors import FileFormatError
from genrelens.workflow.labels.corrections import unguarded
from genrelens.workflow.labels.review_table import REVIEW_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["DoubtedLabel", "ReviewQueue", "read_queue"]

_LEADING: Final = ("line", "row")
_N_NAMES: Final = 3  # id, name and artist, where the table has them all


@dataclass(frozen=True, slots=True)
class DoubtedLabel:
    """One label in doubt.

    Parameters
    ----------
    id : str
        Tells it from all others of the queue: made of the row's key and the label.
    key : str
        Of the row, from `row_keys`.
    line, row : int
        Of the file and of the table, counted from 1.
    title : str
        The track's name and artist, or what the table has instead.
    names : tuple of (header, text)
        All that tells the track: id, name, artist.
    label, suggestion, second_genre : str
        What it is called, what the model would call it, and the next; either of the
        last two may be empty.
    confidence, doubt : float or None
        Of the suggestion, and how doubtful the label is.
    kind, reason : str
        Why it is doubted, as a word and in words.
    n_rows : int
        Rows of the table that are decided with it.
    """

    id: str
    key: str
    line: int
    row: int
    title: str
    names: tuple[tuple[str, str], ...]
    label: str
    suggestion: str
    second_genre: str
    confidence: float | None
    doubt: float | None
    kind: str
    reason: str
    n_rows: int


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """All doubted labels, the most doubtful first.

    Parameters
    ----------
    header : tuple of str
        Columns of the file.
    rows : tuple of tuple of str
        Its cells as they were before they were guarded against formulas.
    items : tuple of DoubtedLabel
        One a row.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    items: tuple[DoubtedLabel, ...]

    def find(self, item_id: str) -> DoubtedLabel | None:
        """Give the label of an id, or None."""
        return next((item for item in self.items if item.id == item_id), None)

    @property
    def genres(self) -> tuple[str, ...]:
        """Every genre that the queue names, in order."""
        named = {
            name
            for item in self.items
            for name in (item.label, item.suggestion, item.second_genre)
            if name
        }
        return tuple(sorted(named, key=lambda name: (name.casefold(), name)))


def read_queue(path: Path) -> ReviewQueue:
    """Read the review table of a training as it was written.

    Raises
    ------
    FileFormatError
        If it is no such table.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *lines = csv.reader(file, strict=True)
    except (ValueError, csv.Error) as error:
        raise _damaged(path, f"it cannot be read ({error})") from error
    columns = tuple(unguarded(name) for name in header)
    n_ends = len(REVIEW_COLUMNS)
    if columns[:2] != _LEADING or columns[-n_ends:] != REVIEW_COLUMNS:
        raise _damaged(path, "its columns are not those of a review table")
    rows = tuple(tuple(unguarded(cell) for cell in line) for line in lines)
    if any(len(row) != len(columns) for row in rows):
        raise _damaged(path, "some of its lines have another number of cells")
    try:
        items = tuple(_item(columns, row) for row in rows)
    except ValueError as error:
        raise _damaged(path, f"a number in it is none ({error})") from error
    return ReviewQueue(columns, rows, items)


def _damaged(path: Path, found: str) -> FileFormatError:
    return FileFormatError(path.name, found=found, remedy="Train the model anew.")


def _item(columns: Sequence[str], row: Sequence[str]) -> DoubtedLabel:
    n_ends = len(REVIEW_COLUMNS)
    told = dict(zip(REVIEW_COLUMNS, row[-n_ends:], strict=True))
    names = tuple(zip(columns[2:-n_ends], row[2:-n_ends], strict=True))
    for_people = names[1:] if len(names) >= _N_NAMES else names
    title = " — ".join(text for _, text in for_people if text)
    return DoubtedLabel(
        id=_id_of(told["key"], told["label"]),
        key=told["key"],
        line=int(row[0]),
        row=int(row[1]),
        title=title or f"row {int(row[1]):,}",
        names=names,
        label=told["label"],
        suggestion=told["suggestion"],
        second_genre=told["second_genre"],
        confidence=float(told["confidence"]) if told["confidence"] else None,
        doubt=float(told["doubt"]) if told["doubt"] else None,
        kind=told["kind"],
        reason=told["reason"],
        n_rows=int(told["n_rows"]),
    )


def _id_of(key: str, label: str) -> str:
    content = label.encode("utf-8", "surrogatepass")
    return f"{key}-{blake2b(content, digest_size=4).hexdigest()}"
