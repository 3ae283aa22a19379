"""Remember what a person decided about labels, at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from genrelens.server.keeping.database.ids import NotHere, checked_id
from genrelens.server.keeping.database.times import utc_now

if TYPE_CHECKING:
    from genrelens.server.keeping.database.connection import Database

__all__ = ["Decisions"]


class Decisions:
    """The decisions of a store; on the disk when a call returns.

    Parameters
    ----------
    database : Database
        Where they are recorded.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, model_id: str, key: str, decision: object) -> None:
        """Keep a decision in place of an earlier one about the same label.

        Parameters
        ----------
        model_id : str
            Whose review it belongs to.
        key : str
            Which label.
        decision : plain value
            Anything that JSON can hold.

        Raises
        ------
        NotHere
            If the model is not here.
        """
        with self._database.transaction():
            self._refuse_unknown(model_id)
            self._database.write(
                "INSERT OR REPLACE INTO decisions VALUES (?, ?, ?, ?)",
                (model_id, key, json.dumps(decision, sort_keys=True), utc_now()),
            )

    def clear(self, model_id: str, key: str) -> bool:
        """Take a decision back, and say whether there was one."""
        with self._database.transaction():
            self._refuse_unknown(model_id)
            return bool(
                self._database.write(
                    "DELETE FROM decisions WHERE model_id = ? AND key = ?",
                    (model_id, key),
                )
            )

    def all(self, model_id: str) -> dict[str, Any]:
        """Give a model's decisions by their label, the earliest first."""
        self._refuse_unknown(model_id)
        rows = self._database.rows(
            "SELECT key, decision FROM decisions WHERE model_id = ? "
            "ORDER BY decided, key",
            (model_id,),
        )
        return {row["key"]: json.loads(row["decision"]) for row in rows}

    def _refuse_unknown(self, model_id: str) -> None:
        found = self._database.row(
            "SELECT 1 FROM models WHERE id = ?", (checked_id("model", model_id),)
        )
        if found is None:
            raise NotHere("model", model_id)
