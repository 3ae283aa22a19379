"""Open the library that was made of a music folder."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq

from genrelens.audio.library.naming import path_from_text
from genrelens.errors import NoCollectionError
from genrelens.workflow.music_library.file_states import read_states
from genrelens.workflow.music_library.genres_named import read_named
from genrelens.workflow.music_library.library import Library, LibraryTrack

__all__ = ["NAMED", "STATES", "TRACKS", "file_of", "open_library", "read_values"]

TRACKS: Final = "tracks.parquet"
"""The table as `genrelens extract` writes it."""
STATES: Final = "files.parquet"
NAMED: Final = "named.parquet"

_TEXTS: Final = {
    "path": "path",
    "content_hash": "content_hash",
    "sound_hash": "sound_hash",
    "track_name": "name",
    "artist": "artist",
    "album": "album",
    "file_format": "file_format",
}
_NUMBERS: Final = {
    **{name: name for name in ("duration_ms", "year", "tempo", "key", "mode")},
    "loudness_lufs": "loudness",
}
_BETWEEN: Final = ";"
_HERE: Final = Path()


def open_library(place: Path) -> Library:
    """Open the files that reading a folder left behind.

    Parameters
    ----------
    place : Path
        Folder with `TRACKS`, and perhaps `STATES` and `NAMED`.

    Returns
    -------
    Library

    Raises
    ------
    NoCollectionError
        If no reading came to its end yet.
    """
    file = place / TRACKS
    if not file.is_file():
        raise NoCollectionError(
            "This music folder has not been read yet, so there are no tracks to show. "
            "Read it first."
        )
    states, named = read_states(place / STATES), read_named(place / NAMED)
    known = set(pq.read_schema(file).names)
    wanted = [*_TEXTS, *_NUMBERS, "genre"]
    rows = pq.read_table(file, columns=[name for name in wanted if name in known])
    tracks = []
    for number, row in enumerate(rows.to_pylist(), start=1):
        key = _text(row.get("sound_hash"))
        n_bytes, mtime_ns = states.get(_text(row.get("path")), (-1, -1))
        tracks.append(
            LibraryTrack(
                row=number,
                file=file_of(_text(row.get("path"))),
                n_bytes=n_bytes,
                mtime_ns=mtime_ns,
                named=named.get(key),
                genres=_genres(row.get("genre")),
                **_told(row),
            )
        )
    lacking = sum(track.named is None for track in tracks) if named else 0
    return Library(tuple(tracks), lacking)


def read_values(place: Path, row: int) -> dict[str, Any]:
    """Give every cell of one row by its column, as plain values; None where empty."""
    file = pq.ParquetFile(place / TRACKS)
    try:
        first = 0
        for group in range(file.num_row_groups):
            n_rows = file.metadata.row_group(group).num_rows
            if first < row <= first + n_rows:
                found = file.read_row_group(group).slice(row - first - 1, 1)
                (cells,) = found.to_pylist()
                return {name: _plain(cell) for name, cell in cells.items()}
            first += n_rows
    finally:
        file.close()
    raise NoCollectionError(f"There is no track in row {row:,} of this folder's table.")


def file_of(path: str) -> str:
    """Give a path of the table as the system has it."""
    return str(path_from_text(_HERE, path))


def _told(row: dict[str, Any]) -> dict[str, Any]:
    texts = {to: _text(row.get(name)) for name, to in _TEXTS.items()}
    return texts | {to: _number(row.get(name)) for name, to in _NUMBERS.items()}


def _text(cell: object) -> str:
    return "" if cell is None or cell != cell else str(cell)  # noqa: PLR0124 (NaN)


def _number(cell: Any) -> float | None:  # noqa: ANN401 (a cell of any column)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    return float(cell) if math.isfinite(cell) else None


def _genres(cell: object) -> tuple[str, ...]:
    parts = (part.strip() for part in _text(cell).split(_BETWEEN))
    return tuple(part for part in parts if part)


def _plain(cell: Any) -> Any:  # noqa: ANN401 (a cell of any column)
    if isinstance(cell, float) and not math.isfinite(cell):
        return None
    return cell
