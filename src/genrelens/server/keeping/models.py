"""Remember the models that were trained here or brought."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from genrelens.server.keeping.database.finding import change, find
from genrelens.server.keeping.database.ids import NotHere, checked_id
from genrelens.server.keeping.database.times import utc_now
from genrelens.server.keeping.tables import display_name
from genrelens.workflow.documents.result_names import files_in

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from genrelens.server.keeping.database.connection import Database
    from genrelens.server.keeping.folders import Folders

__all__ = ["ModelRecord", "Models"]

ModelSource = Literal["trained", "imported"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRecord:
    """A model that can answer.

    Parameters
    ----------
    id : str
        ``mod-…``.
    name : str
        What its owner calls it: to be shown, never a path.
    table_id, job_id : str
        What it was made of and by; empty where that is not here (any more).
    sha256 : str
        Hash of the model file.
    source : "trained" or "imported"
        Where it comes from.
    seconds : float
        How long its training took; 0 where it was brought.
    created : str
        When it came here, in UTC.
    summary : dict
        Plain values to show in a list: genres, tracks, headline score.
    """

    id: str
    name: str
    table_id: str
    job_id: str
    sha256: str
    source: ModelSource
    seconds: float
    created: str
    summary: dict[str, Any]


class Models:
    """The models of a store.

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

    def place(self, model_id: str) -> Path:
        """Give a folder for a model that is about to be added, made if need be."""
        name = checked_id("model", model_id)
        return self._folders.make(self._folders.models / name)

    def add(
        self,
        model_id: str,
        name: str,
        *,
        sha256: str,
        source: ModelSource,
        table_id: str = "",
        job_id: str = "",
        seconds: float = 0.0,
        summary: dict[str, Any] | None = None,
    ) -> ModelRecord:
        """Record a model whose files stand in their `place`."""
        told = json.dumps(summary or {}, sort_keys=True)
        self._database.write(
            "INSERT INTO models VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(checked_id("model", model_id), display_name(name)),
                *(table_id or None, job_id or None, sha256, source, seconds),
                *(utc_now(), told),
            ),
        )
        return self.get(model_id)

    def get(self, model_id: str) -> ModelRecord:
        """Give one model.

        Raises
        ------
        NotHere
            If there is none of that id.
        """
        return _record(find(self._database, "model", model_id))

    def list(self) -> list[ModelRecord]:
        """Give all models, the newest first."""
        query = "SELECT * FROM models ORDER BY created DESC, rowid DESC"
        return [_record(row) for row in self._database.rows(query)]

    def rename(self, model_id: str, name: str) -> ModelRecord:
        """Call a model by another name."""
        change(self._database, "model", model_id, name=display_name(name))
        return self.get(model_id)

    def remove(self, model_id: str) -> None:
        """Forget a model with its decisions and answers, and delete their files."""
        folder = self.folder(model_id)
        with self._database.transaction():
            answers = self._database.rows(
                "SELECT id FROM answers WHERE model_id = ?", (model_id,)
            )
            self._database.write("DELETE FROM models WHERE id = ?", (model_id,))
        self._folders.remove(folder)
        for row in answers:
            self._folders.remove(self._folders.answers / row["id"])

    def folder(self, model_id: str) -> Path:
        """Give the folder of a model that is here."""
        return self._folders.inside(self._folders.models / self.get(model_id).id)

    def file(self, model_id: str, what: str) -> Path:
        """Give one result file of a model.

        Parameters
        ----------
        model_id : str
            Which model.
        what : str
            ``model``, ``report``, ``metrics``, ``findings``, ``predictions``,
            ``review``, ``tree`` or ``report_parts``.

        Raises
        ------
        NotHere
            If the model is not here, or has no such file.
        """
        folder = self.folder(model_id)
        files = {**files_in(folder), "report_parts": folder / "report_parts.json"}
        if what not in files or not files[what].is_file():
            raise NotHere("file of the model", what)
        return self._folders.inside(files[what])


def _record(row: sqlite3.Row) -> ModelRecord:
    told = {name: row[name] for name in row.keys()}  # noqa: SIM118
    for name in ("table_id", "job_id"):
        told[name] = told[name] or ""
    told["summary"] = json.loads(told["summary"])
    return ModelRecord(**told)
