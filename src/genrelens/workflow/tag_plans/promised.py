"""Count what is promised of a plan: over all that the model is sure of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from genrelens.tagging.plans.genre_lists import split_genres
from genrelens.tagging.plans.policies import contradicts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from genrelens.tagging.plans.plan_row import PlanRow

__all__ = ["Promised", "count_promised", "tell_promised"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """How many of the model's genres may be wrong, and where these may be.

    A file that says already what the model says is not changed. What is changed is
    therefore where model and file disagree, and there the model is wrong more often
    than among all that it is sure of. So the promise is counted over all of these.

    Parameters
    ----------
    n_sure : int
        Tracks that the model decided to write and of which something is promised,
        those whose files say so already with them.
    max_error : float or None
        Largest share of them promised to be wrong; None where there are none.
    most_wrong : float
        So many of them.
    expected_wrong : float or None
        Sum of one minus the probability over them; None where there are none, or one
        has no probability.
    n_changed : int
        Tracks among them that are written as the model says.
    n_unpromised : int
        Tracks written as the answers say of which nothing is promised.
    n_contradicting : int
        Tracks written as the answers say whose file has another genre.
    """

    n_sure: int
    max_error: float | None
    most_wrong: float
    expected_wrong: float | None
    n_changed: int
    n_unpromised: int
    n_contradicting: int


def count_promised(rows: Iterable[PlanRow], written: Iterable[PlanRow]) -> Promised:
    """Count what is promised.

    Parameters
    ----------
    rows : iterable of PlanRow
        All of the plan.
    written : iterable of PlanRow
        Those that are to be written as the plan says.
    """
    sure = [row for row in rows if row.max_error is not None]
    errors = [row.max_error for row in sure if row.max_error is not None]
    chances = [row.probability for row in sure if row.probability is not None]
    is_known = bool(sure) and len(chances) == len(sure)
    changed = list(written)
    n_promised = sum(row.max_error is not None for row in changed)
    return Promised(
        n_sure=len(sure),
        max_error=max(errors, default=None),
        most_wrong=sum(errors),
        expected_wrong=sum(1 - chance for chance in chances) if is_known else None,
        n_changed=n_promised,
        n_unpromised=len(changed) - n_promised,
        n_contradicting=sum(_contradicts(row) for row in changed),
    )


def tell_promised(promised: Promised) -> str:
    """Say in sentences what is promised, and what to look at first."""
    told = []
    if promised.max_error is not None:
        told += _tell_sure(promised, promised.max_error)
    if promised.n_unpromised:
        told.append(
            f"Nothing is promised of {_tracks(promised.n_unpromised, 'other')} to be "
            "written."
            if promised.n_sure
            else f"Nothing is promised of the {_tracks(promised.n_unpromised)} to be "
            "written."
        )
    if promised.n_contradicting:
        has = "file has" if promised.n_contradicting == 1 else "files have"
        told.append(
            f"In {_tracks(promised.n_contradicting)} to be written the {has} another "
            "genre: look at these first. Their reasons begin with “the file says "
            "otherwise”."
        )
    return " ".join(told)


def _tell_sure(promised: Promised, max_error: float) -> list[str]:
    n_sure, n_changed = promised.n_sure, promised.n_changed
    bound = (
        f"Of the {_tracks(n_sure)} that the model is sure of, at most "
        f"{100 * max_error:g} % were to be wrong: that is "
        f"{_number(promised.most_wrong)}."
    )
    told = [bound]
    if not n_changed:
        told.append("None of them would be changed.")
    elif n_changed < n_sure:
        told.append(
            f"They may all be among the {n_changed:,} that would be changed; the "
            "others say so already, or are left as they are."
        )
    if promised.expected_wrong is not None:
        told.append(
            f"By the model's own probabilities, {_number(promised.expected_wrong)} of "
            f"the {n_sure:,} are expected to be wrong."
        )
    return told


def _contradicts(row: PlanRow) -> bool:
    first = split_genres(row.candidates)[:1]
    return bool(first) and contradicts(row.old, first[0])


def _tracks(n_tracks: int, kind: str = "") -> str:
    noun = "track" if n_tracks == 1 else "tracks"
    return " ".join(filter(None, (f"{n_tracks:,}", kind, noun)))


def _number(value: float) -> str:
    return f"{round(value, 1):,g}"
