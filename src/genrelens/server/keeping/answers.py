"""Remember the new tables that models answered."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from genrelens.server.keeping.database.finding import change, find
from genrelens.server.keeping.database.ids import new_id
from genrelens.server.keeping.database.times import utc_now
from genrelens.server.keeping.tables import display_name

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from genrelens.server.keeping.database.connection import Database
    from genrelens.server.keeping.folders import Folders

__all__ = ["AnswerRecord", "Answers"]

AnswerState = Literal["working", "ready", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRecord:
    """A table of new tracks, and a model's answers to it.

    Parameters
    ----------
    id : str
        ``ans-…``.
    name : str
        The file's name as its owner gave it: to be shown, never a path.
    suffix : str
        What the name ends in, from the list of readable files.
    model_id : str
        Which model answers.
    n_bytes, sha256 : int, str
        Size and hash of the file.
    created : str
        When it was brought, in UTC.
    state : "working", "ready" or "failed"
        Whether it is answered.
    error : str
        Why it could not be; empty where it could.
    """

    id: str
    name: str
    suffix: str
    model_id: str
    n_bytes: int
    sha256: str
    created: str
    state: AnswerState
    error: str


class Answers:
    """The answered tables of a store.

    Parameters
    ----------
    database : Database
        Where they are recorded.
    folders : Folders
        Where their files lie.
    """

    def __init__(self, database: Database, folders: Folders) -> None:
        self._database = database
        self._folders = folders

    def add(
        self,
        name: str,
        model_id: str,
        upload_path: Path,
        sha256: str,
        n_bytes: int,
        *,
        suffix: str | None = None,
    ) -> AnswerRecord:
        """Take a file that has arrived; it is moved, and on the disk afterwards."""
        made = new_id("answer")
        name = display_name(name)
        suffix = PurePath(name).suffix.lower() if suffix is None else suffix
        find(self._database, "model", model_id)
        folder = self._folders.make(self._folders.answers / made)
        try:
            self._folders.move_in(upload_path, folder / f"original{suffix}")
            with self._database.transaction():
                find(self._database, "model", model_id)  # it may be gone meanwhile
                self._database.write(
                    "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, 'working', '')",
                    (made, name, suffix, model_id, n_bytes, sha256, utc_now()),
                )
        except BaseException:
            self._folders.remove(folder)
            raise
        return self.get(made)

    def get(self, answer_id: str) -> AnswerRecord:
        """Give one answered table.

        Raises
        ------
        NotHere
            If there is none of that id.
        """
        return _record(find(self._database, "answer", answer_id))

    def list(self, model_id: str | None = None) -> list[AnswerRecord]:
        """Give all answered tables, or one model's, the newest first."""
        where, values = (
            ("", ()) if model_id is None else ("WHERE model_id=?", (model_id,))
        )
        query = f"SELECT * FROM answers {where} ORDER BY created DESC, rowid DESC"  # noqa: S608
        return [_record(row) for row in self._database.rows(query, values)]

    def set_state(
        self, answer_id: str, state: AnswerState, error: str = ""
    ) -> AnswerRecord:
        """Say whether a table is answered, or why it could not be."""
        change(self._database, "answer", answer_id, state=state, error=error)
        return self.get(answer_id)

    def remove(self, answer_id: str) -> None:
        """Forget an answered table, and delete its files."""
        folder = self.folder(answer_id)
        self._database.write("DELETE FROM answers WHERE id = ?", (answer_id,))
        self._folders.remove(folder)

    def folder(self, answer_id: str) -> Path:
        """Give the folder of an answered table that is here."""
        return self._folders.inside(self._folders.answers / self.get(answer_id).id)

    def path(self, answer_id: str) -> Path:
        """Give the file as it was brought."""
        record = self.get(answer_id)
        place = self._folders.answers / record.id / f"original{record.suffix}"
        return self._folders.inside(place)


def _record(row: sqlite3.Row) -> AnswerRecord:
    return AnswerRecord(**{name: row[name] for name in row.keys()})  # noqa: SIM118
