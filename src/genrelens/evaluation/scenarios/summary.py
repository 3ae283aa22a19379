"""Score the held-out predictions of a scenario, and tell what could not be scored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import printable
from genrelens.evaluation.grouping import lone_genres
from genrelens.evaluation.intervals import estimate
from genrelens.evaluation.results import ScenarioScores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.evaluation.intervals import Estimates
    from genrelens.evaluation.scenarios.trial import Trial
    from genrelens.evaluation.scores import HeldOut

__all__ = ["ScenarioRun", "n_train_of", "summarise", "tell_lone_genres"]

_SHOWN = 5  # genres named in a note


@dataclass(frozen=True, slots=True)
class ScenarioRun:
    """A scenario with what its scores were made from.

    Parameters
    ----------
    scores : ScenarioScores
        For people.
    found : Estimates
        The same with the drawings behind the intervals.
    held_out : HeldOut
        Predictions of the first repetition.
    n_train : int
        Mean number of rows that a model of it was trained on.
    """

    scores: ScenarioScores
    found: Estimates
    held_out: HeldOut
    n_train: int


def n_train_of(held_out: HeldOut) -> int:
    """Give the mean number of training rows where all but the fold is trained on."""
    n_folds = len(np.unique(held_out.folds))
    return round(len(held_out.codes) * (1 - 1 / n_folds))


def summarise(
    trial: Trial,
    scenario: str,
    title: str,
    repeats: Sequence[HeldOut],
    notes: Sequence[str],
    *,
    rows: NDArray[np.int64] | None = None,
    is_once: bool = True,
) -> tuple[ScenarioScores, Estimates]:
    """Score held-out predictions, and tell what could not be scored.

    Parameters
    ----------
    trial : Trial
        The table and model.
    scenario, title : str
        Key, and name for people.
    repeats : sequence of HeldOut
        One for each repetition.
    notes : sequence of str
        Rules that came into play.
    rows : ndarray of int64, optional
        The rows that were predicted; all cross-validated ones where not given.
    is_once : bool, default True
        Whether every track counts once, however many rows it stands in.
    """
    n_rows = len(repeats[0].codes)
    if is_once:
        repeats = [trial.count_once(held_out, rows) for held_out in repeats]
    first = repeats[0]
    found = estimate(repeats, seed=trial.seed)
    n_groups = int(first.units.max()) + 1
    scores = ScenarioScores(
        scenario=scenario,
        title=title,
        n_tracks=len(first.codes),
        n_groups=n_groups,
        group_kind=trial.groups.kind,
        n_folds=int(first.folds.max()) + 1,
        n_repeats=len(repeats),
        metrics=found.metrics,
        notes=(
            *dict.fromkeys(notes),
            *_tell_once(n_rows, len(first.codes)),
            *_tell_undefined(first, found),
            (
                f"Intervals hold the middle 95 % of {found.n_replicates:,} drawings "
                f"of {n_groups:,} groups{_tell_widening(first)}."
            ),
        ),
    )
    return scores, found


def tell_lone_genres(trial: Trial) -> list[str]:
    """Say which genres cannot be named rightly, since one group holds all of each."""
    lone = lone_genres(trial.y, trial.groups)
    if not lone:
        return []
    shown = ", ".join(f"'{printable(name, limit=40)}'" for name in lone[:_SHOWN])
    more = f" and {len(lone) - _SHOWN:,} more" if len(lone) > _SHOWN else ""
    told = (
        f"Genres in one group only, which are missed by construction, as training "
        f"lacks them when they are tested: {shown}{more}."
    )
    return [told]


def _tell_once(n_rows: int, n_tracks: int) -> list[str]:
    if n_rows == n_tracks:
        return []
    told = (
        f"{n_rows:,} rows are {n_tracks:,} distinct tracks; each counts once, under "
        "the genre it is listed under most often (of equals, the first)."
    )
    return [told]


def _tell_widening(first: HeldOut) -> str:
    if first.folds.max() == 0:
        return ""
    return ", stretched because the folds' training sets overlap (Nadeau and Bengio)"


def _tell_undefined(first: HeldOut, found: Estimates) -> list[str]:
    notes = []
    n_genres = first.proba.shape[1]
    n_absent = n_genres - len(np.unique(first.codes))
    if n_absent:
        notes.append(
            f"{n_absent} of {n_genres} genres have no track here and are left out of "
            f"means over genres."
        )
    if "top_3_accuracy" not in found.metrics:
        notes.append(
            f"With {n_genres} genres the first three answers say nothing, so top-3 "
            f"accuracy is not given."
        )
    if "macro_auc_ovr" not in found.metrics:
        notes.append("No two genres share a fold, so no area under the curve exists.")
    return notes
