"""Hold what is asked of a tag plan, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.tagging.outcomes import Outcome
    from genrelens.tagging.plans.plan_row import PlanRow
    from genrelens.workflow.tag_plans.promised import Promised

__all__ = ["ApplyRequest", "ApplyResult", "PlanRequest", "PlanResult", "UndoResult"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """Which folder, whose genres, where the plan goes.

    Parameters
    ----------
    folder : Path
        Music folder.
    output : Path
        File ending in ``.csv``.
    model : Path, optional
        A model file, or the word ``music-tags`` for a start without one.
    answers : Path, optional
        In place of the model: a table that `predict` wrote, with the column ``path``.
    policy : str
        One of ``tagging.plans.policies.POLICIES``.
    field : str
        Name of the field of its own that the policy ``separate-field`` writes.
    max_error : float
        Largest share of wrong genres among all that the model is sure of. Table
        `answers` says itself with which it was made.
    reasons : bool
        Whether to give the strongest reasons in words (slower).
    raw : bool
        Whether cells are written without guarding against formulas.
    replace : bool
        Whether a file that stands at `output` may be written over. One whose plan has
        been applied never is.
    """

    folder: Path
    output: Path
    model: Path | None = None
    answers: Path | None = None
    policy: str = "merge"
    field: str = "GENRE_BY_SOUND"
    max_error: float = 0.05
    reasons: bool = True
    raw: bool = False
    replace: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanResult:
    """The plan, and what it says in words.

    Parameters
    ----------
    rows : tuple of PlanRow
        One a file, in the order of the paths.
    output : Path
        Where the table stands.
    counts : dict of str to int
        Rows to ``write``, to ``ask`` about and to ``leave``.
    promised : Promised
        How many may be wrong, over all tracks that the model is sure of.
    promise : str
        What deciding so achieved in training, as a sentence; may be empty.
    notices : tuple of str
        What concerns the plan as a whole.
    """

    rows: tuple[PlanRow, ...]
    output: Path
    counts: dict[str, int]
    promised: Promised
    promise: str = ""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyRequest:
    """Which plan, and how far to go.

    Parameters
    ----------
    plan : Path
        The table, perhaps edited.
    folder : Path, optional
        Where the music is now; by default the folder that the plan names.
    decisions : tuple of str
        Rows with these decisions are written.
    dry_run : bool
        Whether everything is checked and nothing written.
    keep_time : bool
        Whether files keep their time of change.
    break_links : bool
        Whether a file with several names (hard links) is written under the one name
        of the plan; the other names then keep the old file.
    """

    plan: Path
    folder: Path | None = None
    decisions: tuple[str, ...] = ("write",)
    dry_run: bool = False
    keep_time: bool = False
    break_links: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyResult:
    """What became of every row that was to be written.

    Parameters
    ----------
    outcomes : tuple of Outcome
        One for every row with one of the decisions, in the order of the plan.
    journal : Path
        Where `undo` finds what it needs; not there after a dry run.
    folder : Path
        The music folder.
    counts : dict of str to int
        Outcomes by their end.
    n_other : int
        Rows of the plan with other decisions.
    """

    outcomes: tuple[Outcome, ...]
    journal: Path
    folder: Path
    counts: dict[str, int] = field(default_factory=dict)
    n_other: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoResult:
    """What became of every file that the journal tells of.

    Parameters
    ----------
    outcomes : tuple of Outcome
        One a file, in the order of the journal.
    folder : Path
        The music folder.
    counts : dict of str to int
        Outcomes by their end.
    n_torn : int
        Unfinished lines at the journal's end that a kill left behind.
    """

    outcomes: tuple[Outcome, ...]
    folder: Path
    counts: dict[str, int] = field(default_factory=dict)
    n_torn: int = 0
