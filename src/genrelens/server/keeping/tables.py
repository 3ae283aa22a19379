"""Remember the tables that were brought, and how each is to be read."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Literal, cast

from genrelens.server.keeping.database.finding import change, find
from genrelens.server.keeping.database.ids import checked_id, new_id
from genrelens.server.keeping.database.times import utc_now

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from genrelens.server.keeping.database.connection import Database
    from genrelens.server.keeping.folders import Folders
    from genrelens.workflow.requests import ConflictPolicy

__all__ = ["TableOptions", "TableRecord", "Tables", "display_name"]

TableState = Literal["reading", "ready", "failed"]
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """How a table is to be read; the fields of a request that a reader may change."""

    target: str | None = None
    group: str | None = None
    drop: tuple[str, ...] = ()
    force: tuple[str, ...] = ()
    features: Literal["all", "audio"] | tuple[str, ...] = "all"
    conflicts: ConflictPolicy = "keep-all"
    min_tracks: int = 5
    encoding: str | None = None
    delimiter: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give everything as plain values, ready for JSON."""
        return cast("dict[str, Any]", json.loads(json.dumps(asdict(self))))

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> TableOptions:
        """Take what `to_dict` gave."""
        taken: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in told.items()
        }
        return cls(**taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRecord:
    """A table that was brought.

    Parameters
    ----------
    id : str
        ``tab-…``.
    name : str
        The file's name as its owner gave it: to be shown, never a path.
    suffix : str
        What the name ends in, from the list of readable files, e.g. ``".csv"``.
    n_bytes, sha256 : int, str
        Size and hash of the file.
    created : str
        When it was brought, in UTC.
    is_sample : bool
        Whether it is the sample that this package draws.
    state : "reading", "ready" or "failed"
        Whether it has been inspected.
    error : str
        Why the inspection failed; empty where it did not.
    options : TableOptions
        How it is to be read.
    summary : dict
        Plain values to show in a list: rows, genres, tracks; empty until it is read.
    """

    id: str
    name: str
    suffix: str
    n_bytes: int
    sha256: str
    created: str
    is_sample: bool
    state: TableState
    error: str
    options: TableOptions
    summary: dict[str, Any]


class Tables:
    """The tables of a store.

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
        upload_path: Path,
        sha256: str,
        n_bytes: int,
        *,
        suffix: str | None = None,
        is_sample: bool = False,
        options: TableOptions | None = None,
        table_id: str | None = None,
    ) -> TableRecord:
        """Take a file that has arrived; it is moved, and on the disk afterwards.

        Its id is drawn, unless it was decided beforehand (`table_id`).
        """
        made = new_id("table") if table_id is None else checked_id("table", table_id)
        name = display_name(name)
        suffix = PurePath(name).suffix.lower() if suffix is None else suffix
        folder = self._folders.make(self._folders.tables / made)
        self._folders.move_in(upload_path, folder / f"original{suffix}")
        chosen = (options or TableOptions()).to_dict()
        self._database.write(
            "INSERT INTO tables VALUES (?, ?, ?, ?, ?, ?, ?, 'reading', '', ?, '{}')",
            (made, name, suffix, n_bytes, sha256, utc_now(), is_sample, _text(chosen)),
        )
        return self.get(made)

    def get(self, table_id: str) -> TableRecord:
        """Give one table.

        Raises
        ------
        NotHere
            If there is none of that id.
        """
        return _record(find(self._database, "table", table_id))

    def list(self) -> list[TableRecord]:
        """Give all tables, the newest first."""
        query = "SELECT * FROM tables ORDER BY created DESC, rowid DESC"
        return [_record(row) for row in self._database.rows(query)]

    def set_options(self, table_id: str, options: TableOptions) -> TableRecord:
        """Say how a table is to be read from now on."""
        chosen = _text(options.to_dict())
        change(self._database, "table", table_id, options=chosen)
        return self.get(table_id)

    def set_state(
        self,
        table_id: str,
        state: TableState,
        error: str = "",
        *,
        summary: dict[str, Any] | None = None,
    ) -> TableRecord:
        """Say whether a table has been inspected, or why it could not be.

        What a list shows of it (`summary`) stays where it is not given.
        """
        told = {} if summary is None else {"summary": _text(summary)}
        change(self._database, "table", table_id, state=state, error=error, **told)
        return self.get(table_id)

    def remove(self, table_id: str) -> None:
        """Forget a table, and delete its files; models made of it stay."""
        folder = self.folder(table_id)
        self._database.write("DELETE FROM tables WHERE id = ?", (table_id,))
        self._folders.remove(folder)

    def folder(self, table_id: str) -> Path:
        """Give the folder of a table that is here."""
        return self._folders.inside(self._folders.tables / self.get(table_id).id)

    def path(self, table_id: str) -> Path:
        """Give the file as it was brought."""
        record = self.get(table_id)
        place = self._folders.tables / record.id / f"original{record.suffix}"
        return self._folders.inside(place)


def display_name(name: str) -> str:
    r"""Make a stranger's file name fit to be shown: one line, at most 255 characters.

    Folders in front of it are left out; control and direction characters become
    spaces.

    Examples
    --------
    >>> display_name("C:\\music\\My\u202etracks.csv")
    'My tracks.csv'
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").split("/")[-1]
    shown = "".join(
        " " if unicodedata.category(character)[0] in "CZ" else character
        for character in last
    )
    shown = " ".join(shown.split())
    if len(shown) > _LONGEST_NAME:
        ending = PurePath(shown).suffix[:20]
        shown = shown[: _LONGEST_NAME - len(ending) - 1] + "…" + ending
    return shown or "unnamed"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, sort_keys=True)


def _record(row: sqlite3.Row) -> TableRecord:
    told = {name: row[name] for name in row.keys()}  # noqa: SIM118
    told["is_sample"] = bool(told["is_sample"])
    told["options"] = TableOptions.from_dict(json.loads(told["options"]))
    told["summary"] = json.loads(told["summary"])
    return TableRecord(**told)
