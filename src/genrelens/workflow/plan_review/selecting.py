"""Choose the rows of a plan that fulfil every condition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.workflow.plan_review.rows import ReviewRow

__all__ = ["PlanQuery", "genres_of", "select_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanQuery:
    """What is asked of a list of rows; what is empty is not asked.

    Parameters
    ----------
    search : str
        Words that stand in title, artist or path, in any order.
    decision : str
        ``write``, ``ask`` or ``leave``, as it stands now.
    genre : str
        A genre of the plan's: to be written, or to choose from.
    changed : bool or None
        Whether a person changed the row.
    """

    search: str = ""
    decision: str = ""
    genre: str = ""
    changed: bool | None = None


def select_rows(rows: Sequence[ReviewRow], query: PlanQuery) -> list[ReviewRow]:
    """Give the rows that fulfil every condition, in the order of the plan."""
    words = query.search.casefold().split()
    return [row for row in rows if _fits(row, query, words)]


def genres_of(rows: Sequence[ReviewRow]) -> list[str]:
    """Give every genre that the plan or a person names, in order."""
    named = {genre for row in rows for genre in (*row.candidates, *row.new)}
    return sorted(named, key=lambda genre: (genre.casefold(), genre))


def _fits(row: ReviewRow, query: PlanQuery, words: list[str]) -> bool:
    if query.decision and row.decision != query.decision:
        return False
    if query.changed is not None and row.is_changed != query.changed:
        return False
    if query.genre and query.genre not in (*row.candidates, *row.new):
        return False
    told = f"{row.plan.title}\n{row.plan.artist}\n{row.plan.path}".casefold()
    return all(word in told for word in words)
