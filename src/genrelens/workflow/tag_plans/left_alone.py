"""Count why a plan leaves files alone."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from genrelens.errors import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from genrelens.tagging.plans.plan_row import PlanRow

__all__ = ["count_left", "tell_left"]

_MOST_REASONS: Final = 4
_MAX_REASON: Final = 100
_NEAREST = re.compile(r", the nearest is .*", re.DOTALL)
_MANY = re.compile(r"^\d+ genres fit")
_FIGURES = re.compile(r"\b\d[\d,.]*(?<![,.])")
_NONE = "no reason is given"


def count_left(rows: Iterable[PlanRow]) -> list[tuple[str, int]]:
    """Count the files that are left alone by the first clause of their reasons.

    Figures and genres' names in it are left out, so that the same reason of many
    files is one.

    Parameters
    ----------
    rows : iterable of PlanRow
        Of the plan.

    Returns
    -------
    list of (str, int)
        Reason and files, most files first.
    """
    counted = Counter(_main(row.reasons) for row in rows if row.decision == "leave")
    return counted.most_common()


def tell_left(rows: Iterable[PlanRow]) -> str:
    """Say in a sentence why files are left alone; nothing where none is.

    Examples
    --------
    >>> from genrelens.tagging.plans.plan_row import PlanRow
    >>> tell_left([PlanRow(path="a.mp3", reasons="it is write-protected; sure")])
    'Left alone: 1 (it is write-protected).'
    """
    counted = count_left(rows)
    shown = counted if len(counted) <= _MOST_REASONS else counted[: _MOST_REASONS - 1]
    told = [f"{n:,} ({printable(reason, limit=_MAX_REASON)})" for reason, n in shown]
    n_other = sum(n for _, n in counted[len(shown) :])
    if n_other:
        told.append(f"{n_other:,} (other reasons, told in the plan)")
    return f"Left alone: {'; '.join(told)}." if told else ""


def _main(reasons: str) -> str:
    clause = _NEAREST.sub("", reasons.removeprefix("left alone: "))
    clause = re.split(r"[;:] ", clause, maxsplit=1)[0].strip().rstrip(".")
    clause = _MANY.sub("several genres fit", clause)
    return _FIGURES.sub("…", clause) or _NONE
