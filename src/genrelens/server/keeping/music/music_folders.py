"""Remember the music folders that the studio was given, and what was read there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from genrelens.server.keeping.database.finding import change, find
from genrelens.server.keeping.database.ids import new_id
from genrelens.server.keeping.database.times import utc_now
from genrelens.server.keeping.tables import display_name

if TYPE_CHECKING:
    import sqlite3

    from genrelens.server.keeping.database.connection import Database
    from genrelens.server.keeping.folders import Folders

__all__ = ["MusicFolders", "MusicRecord", "MusicState"]

MusicState = Literal["new", "reading", "ready", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicRecord:
    """A folder of music, given when a studio was started.

    Parameters
    ----------
    id : str
        ``mus-…``; the only name by which a request can mean the folder.
    path : Path
        Where it is, links followed; shown to nobody but the studio's owner.
    name : str
        Its last part, to be shown.
    created : str
        When it was first given, in UTC.
    state : "new", "reading", "ready" or "failed"
        How its last reading went.
    error : str
        Why that failed; empty where it did not.
    table_id : str
        The table that was made of it last; empty where there is none (any more).
    read : str
        When what is known of its tracks was read, in UTC; empty if never.
    summary : dict
        Plain values to show in a list: files, tracks, errors, duplicates.
    named : dict
        Who named the genres of its tracks, and how; empty where nobody has.
    """

    id: str
    path: Path
    name: str
    created: str
    state: MusicState
    error: str
    table_id: str
    read: str
    summary: dict[str, Any]
    named: dict[str, Any]


class MusicFolders:
    """The music folders of a store.

    Parameters
    ----------
    database : Database
        Where they are recorded.
    folders : Folders
        Where what was read of them lies.
    """

    def __init__(self, database: Database, folders: Folders) -> None:
        self._database = database
        self._folders = folders

    def know(self, path: Path) -> MusicRecord:
        """Give the record of a folder by its path; a new one where there is none.

        Parameters
        ----------
        path : Path
            Absolute, links followed; from the command line, never from a request.
        """
        written = json.dumps(str(path))  # any name, also one that is no Unicode
        with self._database.transaction():
            found = self._database.row("SELECT * FROM music WHERE path = ?", (written,))
            if found is not None:
                return _record(found)
            made = new_id("music")
            self._database.write(
                "INSERT INTO music VALUES (?, ?, ?, ?, 'new', '', NULL, '', '{}', "
                "'{}')",
                (made, written, display_name(_shown(path)), utc_now()),
            )
        return self.get(made)

    def get(self, music_id: str) -> MusicRecord:
        """Give one folder.

        Raises
        ------
        NotHere
            If there is none of that id.
        """
        return _record(find(self._database, "music", music_id))

    def list(self) -> list[MusicRecord]:
        """Give all folders that were ever given, in the order of their coming."""
        query = "SELECT * FROM music ORDER BY created, rowid"
        return [_record(row) for row in self._database.rows(query)]

    def set_state(self, music_id: str, state: MusicState, error: str = "") -> None:
        """Say how the last reading goes or went; what was read before stays."""
        change(self._database, "music", music_id, state=state, error=error)

    def set_read(self, music_id: str, table_id: str, summary: dict[str, Any]) -> None:
        """Record a reading whose files stand in the folder's `place`."""
        change(
            self._database,
            "music",
            music_id,
            state="ready",
            error="",
            table_id=table_id or None,
            read=utc_now(),
            summary=json.dumps(summary, sort_keys=True),
        )

    def set_named(self, music_id: str, named: dict[str, Any]) -> None:
        """Record who named the genres of the tracks."""
        told = json.dumps(named, sort_keys=True)
        change(self._database, "music", music_id, named=told)

    def place(self, music_id: str) -> Path:
        """Give the place of what was read of a folder, made if need be."""
        return self._folders.make(self._folders.music / self.get(music_id).id)


def _shown(path: Path) -> str:
    return str(path.name or path).encode("utf-8", "replace").decode("utf-8")


def _record(row: sqlite3.Row) -> MusicRecord:
    told = {name: row[name] for name in row.keys()}  # noqa: SIM118
    told["table_id"] = told["table_id"] or ""
    told["path"] = Path(json.loads(told["path"]))
    for name in ("summary", "named"):
        told[name] = json.loads(told[name])
    return MusicRecord(**told)
