"""Recognise a playlist saved by Exportify, in either of its dialects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.cleaning.cells.evidence import count_of, lines_where
from genrelens.errors import printable
from genrelens.schema.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.cleaning.cells.raw_column import RawColumn

__all__ = ["dialect_of", "tell_of_exportify"]

_LOCAL: Final = "spotify:local:"


@dataclass(frozen=True, slots=True)
class _Dialect:
    """One way in which the exporter writes its tables.

    Parameters
    ----------
    name : str
        What people know it by.
    needed : frozenset of str
        Headers that every table of it has.
    ids : str
        Header of the tracks' ids.
    genres : tuple of str
        Headers of what the service says of artists and albums.
    """

    name: str
    needed: frozenset[str]
    ids: str
    genres: tuple[str, ...]


_DIALECTS: Final = (
    _Dialect(
        "exportify.app",
        frozenset({"Track URI", "Artist URI(s)", "Album URI", "Track Duration (ms)"}),
        "Track URI",
        ("Artist Genres", "Album Genres"),
    ),
    _Dialect(
        "exportify.net",
        frozenset({"Track URI", "Track Name", "Artist Name(s)", "Duration (ms)"}),
        "Track URI",
        ("Genres",),
    ),
    _Dialect(
        "exportify.net, its older form",
        frozenset({"Spotify ID", "Artist IDs", "Track Name", "Artist Name(s)"}),
        "Spotify ID",
        ("Genres",),
    ),
)
_MEASURES: Final = frozenset({"Danceability", "Energy", "Tempo", "Valence", "Loudness"})


def dialect_of(headers: Sequence[str]) -> str:
    """Give the name of the dialect in which a table was exported; empty for another.

    Examples
    --------
    >>> dialect_of(["Track URI", "Track Name", "Artist Name(s)", "Duration (ms)"])
    'exportify.net'
    >>> dialect_of(["track_name", "genre"])
    ''
    """
    found = _find(headers)
    return "" if found is None else found.name


def tell_of_exportify(columns: Sequence[RawColumn]) -> tuple[Finding, ...]:
    """Say that a table is an Exportify export, and what its labels are worth.

    Parameters
    ----------
    columns : sequence of RawColumn
        Every column of the table.

    Returns
    -------
    tuple of Finding
        None for any other table.
    """
    by_header = {column.header: column for column in columns}
    dialect = _find(list(by_header))
    if dialect is None:
        return ()
    told = [
        Finding(
            code="exportify-export",
            severity=Severity.NOTE,
            message=f"This is an Exportify export ({dialect.name} dialect).",
            remedy="Nothing is to be done.",
        )
    ]
    genres = [by_header[name] for name in dialect.genres if name in by_header]
    told += [_tell_weak(column) for column in genres if column.n_present]
    if not _MEASURES & set(by_header):
        told.append(_tell_without_attributes())
    if (local := _tell_local(by_header[dialect.ids])) is not None:
        told.append(local)
    return tuple(told)


def _find(headers: Sequence[str]) -> _Dialect | None:
    there = set(headers)
    return next((each for each in _DIALECTS if each.needed <= there), None)


def _tell_weak(column: RawColumn) -> Finding:
    header = printable(column.header)
    whom = "album" if column.header.startswith("Album") else "artist"
    return Finding(
        code="genres-of-the-artist",
        severity=Severity.WARNING,
        message=f"'{header}' lists what the service says of the {whom}, the same for "
        f"every track of the {whom}: a weak label, told in "
        f"{count_of(column.n_present, 'row')}.",
        remedy="Expect a model to learn what such artists usually sound like; give "
        "tracks genres of their own to have those learnt.",
        column=column.header,
        n_rows=column.n_present,
        rows=np.flatnonzero(~column.is_blank),
    )


def _tell_without_attributes() -> Finding:
    return Finding(
        code="export-without-attributes",
        severity=Severity.WARNING,
        message="The export holds no attributes of the sound, such as tempo or energy "
        "(the service gives them to few programs any more).",
        remedy="Measure them from the music files with `genrelens extract`.",
    )


def _tell_local(column: RawColumn) -> Finding | None:
    is_local = column.text.fillna("").str.startswith(_LOCAL).to_numpy(dtype=bool)
    n_local = int(is_local.sum())
    if not n_local:
        return None
    return Finding(
        code="local-files",
        severity=Severity.NOTE,
        message=f"{count_of(n_local, 'row')} of {len(is_local):,} "
        f"{'is a file' if n_local == 1 else 'are files'} of the listener's own "
        f"('{_LOCAL}…'), of which the service knows no attributes and no genre.",
        remedy="Measure their attributes from the files with `genrelens extract`.",
        column=column.header,
        n_rows=n_local,
        lines=lines_where(is_local, column.line_numbers),
        rows=np.flatnonzero(is_local),
    )
