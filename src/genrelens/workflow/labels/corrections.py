"""Read what a person decided in a review table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from genrelens.errors import FileFormatError, InputError, printable
from genrelens.ingest.reading import read_table
from genrelens.workflow.documents.table_file import guard_formula

if TYPE_CHECKING:
    import os

__all__ = [
    "DECIDE",
    "KEEP",
    "NEEDED",
    "NEW",
    "Corrections",
    "Decision",
    "genres_of",
    "read_corrections",
    "unguarded",
]

KEEP = "keep"
NEW = "new:"
NEEDED = ("label", "decision", "key")
"""Columns that a review table cannot do without."""

_BETWEEN = re.compile(r"(?<!\S)\|(?!\S)")  # alone, so that "Rock|Pop" is one genre
_MOST_GENRES = 20
_LONGEST = 200

DECIDE = (
    f"Write one genre, up to {_MOST_GENRES} with ' | ' between them (each of up to "
    f"{_LONGEST} characters), or '{KEEP}'."
)
"""What a decision may be, as an instruction."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one row.

    Parameters
    ----------
    line : int
        Line of the review table.
    key : str
        Of the row in question, from `row_keys`.
    label : str
        The label it had when it was reviewed.
    genres : tuple of str
        As written, the first one being what is learnt; empty where the label is
        to be kept.
    cell : str
        All that was written: it may be the name of one genre, with a ``|`` in it.
    """

    line: int
    key: str
    label: str
    genres: tuple[str, ...]
    cell: str


@dataclass(frozen=True, slots=True)
class Corrections:
    """All decisions of a review table.

    Parameters
    ----------
    source : str
        Name of the file.
    sha256 : str
        Its hash.
    decisions : tuple of Decision
        Rows with an empty decision are left out.
    n_open : int
        Rows without a decision.
    """

    source: str
    sha256: str
    decisions: tuple[Decision, ...]
    n_open: int


def read_corrections(
    path: str | os.PathLike[str],
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Corrections:
    """Read a review table that a person filled in.

    Parameters
    ----------
    path : path
        The table as written by `review_table`, in whatever dialect a
        spreadsheet saved it. Columns may have been moved, and any but
        ``label``, ``decision`` and ``key`` deleted.
    encoding, delimiter : str, optional
        As for `genrelens.ingest.reading.read_table`.

    Raises
    ------
    FileFormatError
        If it is no table, lacks a column, or a decision cannot be understood.
    InputError
        If `encoding` or `delimiter` cannot be used.
    """
    raw = read_table(path, encoding=encoding, delimiter=delimiter)
    name = raw.source.name
    columns = _columns_of(raw.frame, name)
    lines = raw.line_numbers.tolist()
    decisions = []
    n_open = 0
    for line, label, decision, key in zip(lines, *columns, strict=True):
        if not decision:
            n_open += 1
            continue
        genres = _genres_in(decision, file=name, line=line)
        if not key:
            raise FileFormatError(
                name,
                found=f"line {line:,} has a decision and no key",
                remedy="Take the line's key from the review table as it was written.",
                line=line,
            )
        cell = unguarded(decision)
        decisions.append(Decision(line, key, unguarded(label), genres, cell))
    return Corrections(name, raw.source.sha256, tuple(decisions), n_open)


def _columns_of(frame: pd.DataFrame, name: str) -> list[list[str]]:
    by_name = {str(header).strip().casefold(): header for header in frame.columns}
    missing = [wanted for wanted in NEEDED if wanted not in by_name]
    if missing:
        lacking = ", ".join(f"'{wanted}'" for wanted in missing)
        found = ", ".join(
            f"'{printable(each, limit=40)}'" for each in frame.columns[:12]
        )
        raise FileFormatError(
            name,
            found=f"it has no column {lacking}; its columns are {found}",
            remedy="Give the review table that training wrote, with its header and "
            "with the column 'decision' filled in.",
        )
    return [
        ["" if pd.isna(cell) else str(cell).strip() for cell in frame[by_name[wanted]]]
        for wanted in NEEDED
    ]


def _genres_in(decision: str, *, file: str, line: int) -> tuple[str, ...]:
    try:
        return genres_of(decision)
    except InputError as error:
        raise FileFormatError(
            file, found=f"line {line:,} {error}", remedy=DECIDE, line=line
        ) from error


def genres_of(decision: str) -> tuple[str, ...]:
    """Give the genres of one decision as they are written, none for ``keep``.

    Raises
    ------
    InputError
        With what the decision does wrong, as the end of a sentence without its
        full stop; `DECIDE` says what is allowed.
    """
    if decision.casefold() == KEEP:
        return ()
    genres = [unguarded(part.strip()) for part in _BETWEEN.split(decision)]
    shown = printable(decision, limit=60)
    if not all(genres):
        raise InputError(f"decides '{shown}', in which a genre is empty")
    if KEEP in (genre.casefold() for genre in genres):
        raise InputError(f"decides '{shown}', which both keeps and changes")
    if len(genres) > _MOST_GENRES:
        raise InputError(f"decides for {len(genres):,} genres")
    if max(map(len, genres)) > _LONGEST:
        raise InputError(f"names a genre of {max(map(len, genres)):,} characters")
    return tuple(dict.fromkeys(genres))


def unguarded(cell: str) -> str:
    """Take off the apostrophe that guards text against being run as a formula."""
    bare = cell.removeprefix("'")
    return bare if guard_formula(bare) == cell else cell
