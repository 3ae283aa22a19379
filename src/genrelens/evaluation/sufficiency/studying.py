"""Ask of a tried table whether its data is enough, and what more would bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.evaluation.comparing.together import score_together
from genrelens.evaluation.scenarios.running import headline_name
from genrelens.evaluation.sufficiency.column_groups import value_columns
from genrelens.evaluation.sufficiency.genre_needs import N_SIZES, find_needs
from genrelens.evaluation.sufficiency.learning_curve import trace_curve
from genrelens.evaluation.sufficiency.outlook import look_ahead
from genrelens.evaluation.sufficiency.refitting import MOST_TREES, refit_small
from genrelens.evaluation.sufficiency.results import Sufficiency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.evaluation.scenarios.trial import Trial
    from genrelens.evaluation.sufficiency.learning_curve import TracedCurve
    from genrelens.evaluation.sufficiency.results import GenreNeed, Outlook
    from genrelens.schema.features import Feature

__all__ = ["study_sufficiency"]

_SMALL = "There are too few tracks a genre to say which genre gains most."


def study_sufficiency(
    trial: Trial, features: Sequence[Feature], *, seed: int
) -> Sufficiency:
    """Trace learning curves, look ahead, and value the groups of columns.

    Parameters
    ----------
    trial : Trial
        The table and folds. Its model must take any of its columns.
    features : sequence of Feature
        One for each of the trial's columns.
    seed : int
        Of everything random here.

    Returns
    -------
    Sufficiency
    """
    missing: dict[str, str] = {}
    everything = refit_small(trial)
    curves: dict[str, TracedCurve] = {}
    for grows_in in ("groups", "tracks"):
        traced = trace_curve(trial, everything, grows_in=grows_in, seed=seed)
        if isinstance(traced, str):
            missing[grows_in] = traced
        else:
            curves[grows_in] = traced
    outlooks, genres = _look(trial, curves.get("groups"), missing)
    columns = value_columns(trial, everything, features, seed=seed)
    if isinstance(columns, str):
        missing["columns"], columns = columns, ()
    scored = score_together([everything], seed=seed)
    return Sufficiency(
        scenario=headline_name(trial.groups)[1],
        group_kind=trial.groups.kind,
        n_tracks=scored.n_tracks,
        n_groups=scored.n_groups,
        n_folds=trial.division.repeats[0].n_folds,
        everything=scored.estimates(0),
        curves=tuple(traced.curve for traced in curves.values()),
        outlooks=outlooks,
        genres=genres,
        columns=columns,
        missing=missing,
        notes=_rules(trial),
    )


def _look(
    trial: Trial, traced: TracedCurve | None, missing: dict[str, str]
) -> tuple[tuple[Outlook, ...], tuple[GenreNeed, ...]]:
    """Extend the curve in groups, and find the genres that gain by them."""
    if traced is None:
        missing["outlook"] = missing["genres"] = missing["groups"]
        return (), ()
    outlooks = look_ahead(traced)
    if isinstance(outlooks, str):
        missing["outlook"], outlooks = outlooks, ()
    if trial.division.small:
        missing["genres"] = _SMALL
        return outlooks, ()
    return outlooks, find_needs(trial, traced)


def _rules(trial: Trial) -> tuple[str, ...]:
    rules = [
        (
            f"Models here have at most {MOST_TREES} trees, to save time, so that "
            "their scores lie a little below the headline's. All were tested on the "
            "same tracks in the same folds."
        ),
        (
            "Training parts are smaller than the table: each leaves the tested fold "
            "out. Groups are drawn in equal shares from each genre; a smaller part "
            "lies within the larger ones."
        ),
        (
            f"A genre's gain is taken from the last {N_SIZES} sizes, while all genres "
            "grow together. It is claimed where its interval lies above zero and p is "
            "at most 0.05 after Holm's correction for all genres. The next doubling "
            "usually brings less than the last."
        ),
    ]
    if len(trial.division.repeats) > 1:
        rules.append("All this was done in the first repetition only.")
    return tuple(rules)
