"""Remember plans of genres to be written into files, and what a person changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from genrelens.server.keeping.database.finding import change, find
from genrelens.server.keeping.database.ids import new_id
from genrelens.server.keeping.database.times import utc_now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from pathlib import Path

    from genrelens.server.keeping.database.connection import Database
    from genrelens.server.keeping.folders import Folders

__all__ = ["PlanChange", "PlanRecord", "PlanState", "Plans"]

PlanState = Literal[
    "making", "failed", "ready", "applying", "applied", "undoing", "undone", "stopped"
]
"""``stopped``: writing or taking back ended in the middle; either can be done again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRecord:
    """A plan: which genres are to be written into which files of a folder.

    Parameters
    ----------
    id : str
        ``pln-…``.
    music_id : str
        The folder whose files are meant.
    request : dict
        Plain values: what was asked for (model, policy, largest error).
    created : str
        When it was asked for, in UTC.
    state : str
        See `PlanState`.
    error : str
        Why it could not be made or applied; empty where it could.
    summary : dict
        Plain values: counts, what was promised, what became of it.
    """

    id: str
    music_id: str
    request: dict[str, Any]
    created: str
    state: PlanState
    error: str
    summary: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What a person wants of one row, in place of what the plan says.

    Parameters
    ----------
    decision : str
        ``write``, ``ask`` or ``leave``.
    genres : tuple of str
        Genres to write; empty for those that the plan names.
    """

    decision: str
    genres: tuple[str, ...] = ()


class Plans:
    """The plans of a store.

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

    def add(self, music_id: str, request: dict[str, Any]) -> PlanRecord:
        """Record a plan that is about to be made."""
        made = new_id("plan")
        self._folders.make(self._folders.plans / made)
        self._database.write(
            "INSERT INTO plans VALUES (?, ?, ?, ?, 'making', '', '{}')",
            (
                *(made, find(self._database, "music", music_id)["id"]),
                *(json.dumps(request, sort_keys=True), utc_now()),
            ),
        )
        return self.get(made)

    def get(self, plan_id: str) -> PlanRecord:
        """Give one plan.

        Raises
        ------
        NotHere
            If there is none of that id.
        """
        return _record(find(self._database, "plan", plan_id))

    def list(self, music_id: str | None = None) -> list[PlanRecord]:
        """Give all plans, or those of one folder, the newest first."""
        where, values = (
            ("", ()) if music_id is None else ("WHERE music_id = ?", (music_id,))
        )
        query = f"SELECT * FROM plans {where} ORDER BY created DESC, rowid DESC"  # noqa: S608
        return [_record(row) for row in self._database.rows(query, values)]

    def set_state(self, plan_id: str, state: PlanState, error: str = "") -> None:
        """Say how far a plan is, or why not farther."""
        change(self._database, "plan", plan_id, state=state, error=error)

    def tell(self, plan_id: str, **told: Any) -> None:
        """Add plain values to the summary of a plan, in place of earlier ones."""
        with self._database.transaction():
            summary = {**self.get(plan_id).summary, **told}
            text = json.dumps(summary, sort_keys=True)
            change(self._database, "plan", plan_id, summary=text)

    def change(self, plan_id: str, changes: dict[int, PlanChange | None]) -> None:
        """Keep what a person wants of some rows; on the disk when this returns.

        Parameters
        ----------
        plan_id : str
            Which plan.
        changes : dict of int to PlanChange or None
            By row; None takes an earlier change back. All of them or none are kept.

        Raises
        ------
        NotHere
            If there is no such plan.
        """
        now = utc_now()
        with self._database.transaction():
            self.get(plan_id)
            for row, wanted in changes.items():
                if wanted is None:
                    self._database.write(
                        "DELETE FROM plan_changes WHERE plan_id = ? AND row = ?",
                        (plan_id, row),
                    )
                    continue
                genres = json.dumps(wanted.genres)
                self._database.write(
                    "INSERT OR REPLACE INTO plan_changes VALUES (?, ?, ?, ?, ?)",
                    (plan_id, row, wanted.decision, genres, now),
                )

    def changes(self, plan_id: str) -> dict[int, PlanChange]:
        """Give what a person changed, by row."""
        rows: Iterable[sqlite3.Row] = self._database.rows(
            "SELECT row, decision, genres FROM plan_changes WHERE plan_id = ?",
            (self.get(plan_id).id,),
        )
        return {
            row["row"]: PlanChange(row["decision"], tuple(json.loads(row["genres"])))
            for row in rows
        }

    def remove(self, plan_id: str) -> None:
        """Forget a plan with its changes and its journal, and delete its files."""
        folder = self.folder(plan_id)
        self._database.write("DELETE FROM plans WHERE id = ?", (plan_id,))
        self._folders.remove(folder)

    def folder(self, plan_id: str) -> Path:
        """Give the folder of a plan that is here, made if need be."""
        return self._folders.make(self._folders.plans / self.get(plan_id).id)


def _record(row: sqlite3.Row) -> PlanRecord:
    told = {name: row[name] for name in row.keys()}  # noqa: SIM118
    for name in ("request", "summary"):
        told[name] = json.loads(told[name])
    return PlanRecord(**told)
