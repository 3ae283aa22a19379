"""Run the scenarios that stand between random rows and the headline, or beyond it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.scenarios.by_source import (
    plan_sources,
    run_fewer,
    run_source,
)
from genrelens.evaluation.scenarios.by_track import run_tracks, score_known_artists
from genrelens.evaluation.scenarios.running import (
    SIDE_REPEATS,
    run_random_rows,
    score_every_row,
)
from genrelens.evaluation.splitting import training_rows

if TYPE_CHECKING:
    from genrelens.evaluation.results import ScenarioScores
    from genrelens.evaluation.scenarios.by_source import SourcePlan
    from genrelens.evaluation.scenarios.kinship import Kinship
    from genrelens.evaluation.scenarios.summary import ScenarioRun
    from genrelens.evaluation.scenarios.trial import Trial

__all__ = ["SidePlan", "SideRuns", "mean_training", "plan_sides", "run_sides"]

_NOTICEABLE = 0.05  # loss of training rows that is worth a control of its own


@dataclass(frozen=True, slots=True)
class SidePlan:
    """Which side scenarios a table allows, decided before any is run.

    Parameters
    ----------
    has_tracks : bool
        Whether copies are kept together in a cross-validation of its own.
    knows_artists : bool
        Whether known artists can be scored.
    sources : SourcePlan
        How sources are held out.
    has_control : bool
        Whether the headline is run with as few tracks.
    n_fits : int
        Models that all of them train, random rows included.
    """

    has_tracks: bool
    knows_artists: bool
    sources: SourcePlan
    has_control: bool
    n_fits: int


@dataclass(frozen=True, slots=True)
class SideRuns:
    """What was run beside the headline, with the reasons of what was not.

    Parameters
    ----------
    random_rows : ScenarioRun
        Rows dealt out at random.
    every_row : ScenarioScores or None
        The same with copies of a track counted, as others do; None where no track
        stands in several rows.
    unseen_tracks : ScenarioRun or None
        Copies of a track kept together; None where there are no copies, or where
        that is the headline.
    known_artists : ScenarioRun or None
        Of these, the tracks of which training held another by the same artist.
    fewer_tracks : ScenarioRun or None
        The headline, trained on as few tracks as the held-out source leaves.
    held_out_source : ScenarioRun or None
        No source, and nothing that ties groups, on both sides; its groups are
        the sources.
    source : str
        Header of the source column; empty where there is none.
    notes : tuple of str
        What was not run, and why.
    """

    random_rows: ScenarioRun
    every_row: ScenarioScores | None = None
    unseen_tracks: ScenarioRun | None = None
    known_artists: ScenarioRun | None = None
    fewer_tracks: ScenarioRun | None = None
    held_out_source: ScenarioRun | None = None
    source: str = ""
    notes: tuple[str, ...] = ()

    @property
    def scenarios(self) -> dict[str, ScenarioScores]:
        """The scores by scenario, easiest first; without the control."""
        runs = (
            self.random_rows,
            self.known_artists,
            self.unseen_tracks,
            self.held_out_source,
        )
        scores = {run.scores.scenario: run.scores for run in runs if run is not None}
        if self.every_row is None:
            return scores
        return {self.every_row.scenario: self.every_row, **scores}


def plan_sides(trial: Trial, kinship: Kinship, *, n_folds: int) -> SidePlan:
    """Decide which scenarios can be run beside the headline.

    Parameters
    ----------
    trial : Trial
        The table, its groups and its division.
    kinship : Kinship
        What rows share.
    n_folds : int
        Folds wanted.
    """
    has_tracks = trial.groups.kind != "tracks" and kinship.has_copies
    sources = plan_sources(trial, kinship, n_folds=n_folds)
    least = (1 - _NOTICEABLE) * mean_training(trial)
    has_control = bool(sources.repeats) and sources.n_train < least
    by_repeat = [folds.n_folds for folds in trial.division.repeats[:SIDE_REPEATS]]
    return SidePlan(
        has_tracks=has_tracks,
        knows_artists=kinship.artists.nnz > 0,
        sources=sources,
        has_control=has_control,
        n_fits=sum(by_repeat) * (1 + has_tracks + has_control)
        + sum(folds.n_folds for folds in sources.repeats),
    )


def run_sides(trial: Trial, kinship: Kinship, plan: SidePlan) -> SideRuns:
    """Run what was planned, with models of the headline's own size.

    Known artists are scored from the predictions of unseen tracks, or of random
    rows where no track has a copy, which is then the same split.

    Parameters
    ----------
    trial, kinship
        As for `plan_sides`.
    plan : SidePlan
        Its answer.
    """
    notes = [plan.sources.why_not] if plan.sources.why_not else []
    random_rows, passes = run_random_rows(trial)
    runs = SideRuns(
        random_rows, score_every_row(trial, passes), source=kinship.source.header
    )
    if plan.has_tracks:
        unseen, passes = run_tracks(trial, kinship)
        runs = replace(runs, unseen_tracks=unseen)
    if plan.knows_artists:
        known, why = score_known_artists(trial, kinship, passes)
        notes += [why] if why else []
        runs = replace(runs, known_artists=known)
    if plan.sources.repeats:
        source = run_source(trial, kinship, plan.sources)
        runs = replace(runs, held_out_source=source)
    if plan.has_control:
        runs = replace(runs, fewer_tracks=run_fewer(trial, plan.sources.n_train))
    return replace(runs, notes=tuple(notes))


def mean_training(trial: Trial) -> int:
    """Give the mean number of rows that a model of the headline is trained on."""
    rows, ties = trial.division.rows, trial.groups.ties
    folds = trial.division.repeats[0]
    sizes = [len(training_rows(rows[test], rows, ties)) for test in folds]
    return round(float(np.mean(sizes)))
