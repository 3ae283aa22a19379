"""Keep the plans that were looked through last in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from genrelens.errors import GenrelensError
from genrelens.server.warming.libraries import have_libraries

if TYPE_CHECKING:
    from genrelens.server.keeping.store import Store

    have_libraries()
    from genrelens.workflow.plan_review.rows import PlanRow, ReviewRow

__all__ = ["JOURNAL", "PLAN", "REVIEWED", "NotPlannedError", "OpenPlans"]

PLAN: Final = "plan.csv"
"""The plan as it was made; it never changes."""

REVIEWED: Final = "reviewed.csv"
"""The plan with what a person changed, as it is applied."""
JOURNAL: Final = "reviewed.journal"
"""What takes back all that was written of it."""

_MOST: Final = 4


class NotPlannedError(GenrelensError):
    """A plan is not made (yet)."""

    status = 409


class OpenPlans:
    """Plans in memory, with what a person changed laid over; safe from any thread.

    Parameters
    ----------
    store : Store
        Where plans and changes are.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._open: OrderedDict[str, tuple[PlanRow, ...]] = OrderedDict()

    def rows(self, plan_id: str) -> tuple[ReviewRow, ...]:
        """Give every row as it stands now.

        Raises
        ------
        NotHere
            If there is no such plan.
        NotPlannedError
            If it is being made, or could not be.
        """
        have_libraries()
        from genrelens.workflow.plan_review.rows import Change, lay_over

        rows, policy = self._rows(plan_id), self._policy(plan_id)
        changes = {
            row: Change(each.decision, each.genres)
            for row, each in self._store.plans.changes(plan_id).items()
        }
        return lay_over(rows, changes, policy=policy)

    def _policy(self, plan_id: str) -> str:
        return str(self._store.plans.get(plan_id).request["policy"])

    def _rows(self, plan_id: str) -> tuple[PlanRow, ...]:
        from genrelens.workflow.plan_review.rows import read_rows

        record = self._store.plans.get(plan_id)
        if record.state in ("making", "failed"):
            why = record.error or "It is being made. Wait until it is ready."
            raise NotPlannedError(f"There is no plan to look at: {why}")
        with self._lock:
            found = self._open.get(record.id)
            if found is None:
                found = read_rows(self._store.plans.folder(record.id) / PLAN)
                self._open[record.id] = found
            self._open.move_to_end(record.id)
            while len(self._open) > _MOST:
                self._open.popitem(last=False)
            return found
