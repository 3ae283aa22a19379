"""Measure how much better the model looks under easier ways of splitting."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import printable
from genrelens.evaluation.comparing.paired import compare, difference_of
from genrelens.evaluation.honesty.any_hit import AnyHit, has_conflicts
from genrelens.evaluation.honesty.results import GapLevel, GapStep, HonestyGap
from genrelens.evaluation.honesty.wording import (
    word_beyond,
    word_every_row,
    word_gap,
    word_same_split,
    word_step,
)
from genrelens.evaluation.intervals import stretch_of
from genrelens.evaluation.scenarios.by_source import with_units

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.comparing.paired import Difference
    from genrelens.evaluation.scenarios.kinship import Kinship
    from genrelens.evaluation.scenarios.summary import ScenarioRun
    from genrelens.evaluation.scenarios.taking_apart import SideRuns
    from genrelens.evaluation.scenarios.trial import Trial

__all__ = ["measure_gap"]

_AUC = "macro_auc_ovr"


@dataclass(frozen=True, slots=True)
class _Way:
    """A way of splitting on the ladder from random rows to the hardest."""

    code: str  # of the step that leads to it
    title: str  # of that step
    run: ScenarioRun


def measure_gap(
    trial: Trial, headline: ScenarioRun, sides: SideRuns, kinship: Kinship
) -> HonestyGap:
    """Take the gap between random rows and the headline apart, step by step.

    All ways are scored on the same tracks, with models of the same size. A
    step's interval is that of the differences on the same drawings of whole
    groups (on the step to another source: of whole sources), stretched for
    training sets that overlap. Nothing is trained here.

    Parameters
    ----------
    trial : Trial
        The table and its groups.
    headline : ScenarioRun
        The honest scenario.
    sides : SideRuns
        What was run beside it (`genrelens.evaluation.scenarios.taking_apart`).
    kinship : Kinship
        What rows share.

    Returns
    -------
    HonestyGap

    References
    ----------
    A. Flexer, D. Schnitzer (2010), Effects of album and artist filters in audio
    similarity computed for very large music databases, Computer Music Journal 34;
    C. Nadeau and Y. Bengio (2003), Inference for the generalization error,
    Machine Learning 52.
    """
    ladder = _ladder(trial, headline, sides, kinship)
    hits = _AnyHits.of(trial, ladder, kinship)
    levels = tuple(_level(way, hits.own.get(way.run.scores.scenario)) for way in ladder)
    steps = tuple(
        _step(trial, easier, harder, hits) for easier, harder in pairwise(ladder)
    )
    own = next(way for way in ladder if way.run is headline)
    total = _step(
        trial, ladder[0], _Way("total", "random rows to the headline", own.run), hits
    )
    inside = steps[: ladder.index(own)]
    return HonestyGap(
        scenario=headline.scores.title,
        headline=headline.scores.scenario,
        n_tracks=headline.scores.n_tracks,
        n_groups=headline.scores.n_groups,
        group_words=headline.scores.group_words,
        levels=levels,
        steps=steps,
        total=total,
        sentence=(
            word_same_split(ladder[0].run.scores)
            if trial.groups.kind == "tracks" and not kinship.has_copies
            else word_gap(total, inside, headline.scores.title)
        ),
        beyond=word_beyond(steps[ladder.index(own) :], levels),
        notes=(
            *sides.notes,
            *_tell_how(trial, ladder),
            *([] if sides.every_row is None else [word_every_row(sides.every_row)]),
        ),
    )


def _ladder(
    trial: Trial, headline: ScenarioRun, sides: SideRuns, kinship: Kinship
) -> list[_Way]:
    """Order what was run from the easiest to the hardest way of splitting."""
    apart, copies = "copies_apart", "copies of a track kept apart"
    if kinship.has_clips:
        apart, copies = "clips_apart", "segments of one clip kept apart"
    ways = [_Way("", "", sides.random_rows)]
    if sides.unseen_tracks is not None:
        ways.append(_Way(apart, copies, sides.unseen_tracks))
    kind = trial.groups.kind
    if kind == "tracks":
        ways.append(_Way(apart, copies, headline))
    elif kind == "artists":
        ways.append(_Way("artists_apart", "artists kept apart", headline))
    else:
        told = f"values of '{printable(kind, limit=40)}' kept apart"
        ways.append(_Way("groups_apart", told, headline))
    if sides.fewer_tracks is not None:
        ways.append(
            _Way("fewer_tracks", "fewer tracks to learn from", sides.fewer_tracks)
        )
    if sides.held_out_source is not None:
        told = f"values of '{printable(sides.source, limit=40)}' kept apart as well"
        ways.append(_Way("source_apart", told, sides.held_out_source))
    return ways


@dataclass(frozen=True, slots=True)
class _AnyHits:
    """Any-hit of all ways, where the table holds tracks under several genres."""

    trial: Trial
    kinship: Kinship
    own: dict[str, AnyHit]  # by scenario, drawn over that way's own units

    @classmethod
    def of(cls, trial: Trial, ladder: list[_Way], kinship: Kinship) -> _AnyHits:
        found = cls(trial, kinship, {})
        if has_conflicts(kinship.recordings, trial.codes):
            for way in ladder:
                hit = found.score(way.run, way.run.held_out.units)
                found.own[way.run.scores.scenario] = hit
        return found

    def score(self, run: ScenarioRun, units: NDArray[np.int64]) -> AnyHit:
        return AnyHit.of(
            run.held_out,
            recordings=self.kinship.recordings,
            codes=self.trial.codes,
            rows=self.trial.division.rows,
            units=np.unique(units, return_inverse=True)[1],
            seed=self.trial.seed,
            n_replicates=run.found.n_replicates,
        )

    def compare(self, easier: ScenarioRun, harder: ScenarioRun) -> Difference | None:
        """Compare on the same drawings; None where any-hit is not scored."""
        if not self.own:
            return None
        first = self.own[easier.scores.scenario]
        if not _are_drawn_alike(easier, harder):
            first = self.score(easier, harder.held_out.units)
        return first.minus(self.own[harder.scores.scenario])


def _level(way: _Way, hit: AnyHit | None) -> GapLevel:
    scores = way.run.scores
    return GapLevel(
        scenario=scores.scenario,
        title=scores.title,
        accuracy=scores.metrics["accuracy"],
        macro_auc=scores.metrics.get(_AUC),
        any_hit=None if hit is None else hit.estimate,
        n_tracks=scores.n_tracks,
        n_groups=scores.n_groups,
        group_words=scores.group_words,
        n_train=way.run.n_train,
    )


def _step(trial: Trial, easier: _Way, harder: _Way, hits: _AnyHits) -> GapStep:
    one, other = easier.run, harder.run
    accuracy = _difference(trial, one, other, "accuracy")
    is_ranked = all(_AUC in run.scores.metrics for run in (one, other))
    area = _difference(trial, one, other, _AUC) if is_ranked else None
    hit = hits.compare(one, other)
    return GapStep(
        code=harder.code,
        title=harder.title,
        easier=one.scores.scenario,
        harder=other.scores.scenario,
        accuracy=accuracy,
        macro_auc=area,
        any_hit=hit,
        sentence=word_step(harder.code, harder.title, accuracy, area, hit),
    )


def _difference(
    trial: Trial, easier: ScenarioRun, harder: ScenarioRun, metric: str
) -> Difference:
    """Compare two ways on the same drawings of groups; on sources, anew."""
    first, second = easier.scores.metrics[metric], harder.scores.metrics[metric]
    if not _are_drawn_alike(easier, harder):
        units = harder.held_out.units
        return compare(
            trial.count_once(with_units(easier.held_out, units)),
            trial.count_once(harder.held_out),
            metric=metric,
            seed=trial.seed,
            n_replicates=harder.found.n_replicates,
        )
    n_drawings = min(easier.found.n_replicates, harder.found.n_replicates)
    drawings = (
        easier.found.drawings[metric][:n_drawings]
        - harder.found.drawings[metric][:n_drawings]
    )
    return difference_of(
        metric,
        (first.value, second.value),
        drawings,
        stretch=stretch_of(harder.held_out),
        n_tracks=harder.scores.n_tracks,
        n_groups=harder.scores.n_groups,
    )


def _are_drawn_alike(easier: ScenarioRun, harder: ScenarioRun) -> bool:
    """Tell whether both draw the same groups, not artists here and sources there."""
    one, other = easier.scores, harder.scores
    return (one.n_groups, one.group_kind) == (other.n_groups, other.group_kind)


def _tell_how(trial: Trial, ladder: list[_Way]) -> list[str]:
    notes = [
        (
            "Every step compares predictions of the same tracks by models of the same "
            "size; intervals come from the same drawings of whole groups on both sides."
        )
    ]
    last = ladder[-1].run.scores
    if last.scenario == "held_out_source":
        notes.append(
            f"The interval of the step to another source is drawn over "
            f"{last.n_groups:,} {last.group_words} instead."
        )
    if len(trial.division.repeats) > 1:
        notes.append(
            f"The headline is the mean of {len(trial.division.repeats)} repetitions, "
            f"the other ways are that of {ladder[0].run.scores.n_repeats}."
        )
    return notes
