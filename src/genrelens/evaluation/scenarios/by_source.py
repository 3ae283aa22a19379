"""Score music from playlists or sources that training never held."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array, hstack

from genrelens.evaluation.grouping import incidence_of
from genrelens.evaluation.scenarios.cross_validation import cross_validate
from genrelens.evaluation.scenarios.running import SIDE_REPEATS, side_seeds
from genrelens.evaluation.scenarios.summary import ScenarioRun, n_train_of, summarise
from genrelens.evaluation.scores import HeldOut
from genrelens.evaluation.splitting import split_groups, training_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.scenarios.kinship import Kinship
    from genrelens.evaluation.scenarios.trial import Trial
    from genrelens.evaluation.splitting import Folds

__all__ = ["SourcePlan", "plan_sources", "run_fewer", "run_source", "with_units"]

_PURPOSE, _PURPOSE_FEWER = 6, 7
_FEWEST_LEFT = 0.2  # of a fold's training rows, below which nothing is learnt
_FEWEST = 2  # genres in training, and genres in several sources


@dataclass(frozen=True, slots=True)
class SourcePlan:
    """How sources are held out, decided before any model is trained.

    Parameters
    ----------
    repeats : tuple of Folds
        Divisions by source; empty where that cannot be done.
    train : tuple of tuple of ndarray of int64
        Training rows of the folds of each of them.
    units : ndarray of int64, shape (n_tracks,)
        Source of each cross-validated row; an unknown one by its group.
    why_not : str
        Why it cannot be done; empty otherwise.
    """

    repeats: tuple[Folds, ...]
    train: tuple[tuple[NDArray[np.int64], ...], ...]
    units: NDArray[np.int64]
    why_not: str = ""

    @property
    def n_train(self) -> int:
        """Mean number of training rows of a fold."""
        sizes = [len(rows) for one in self.train for rows in one]
        return round(float(np.mean(sizes))) if sizes else 0


def plan_sources(trial: Trial, kinship: Kinship, *, n_folds: int) -> SourcePlan:
    """Divide by source, and leave out of training whatever else ties rows.

    Sources, artists and tracks together would chain nearly all rows of a playlist
    table into one group. The folds are therefore made of whole sources, and each
    training part loses the rows that share a track or an artist with its test rows.

    Parameters
    ----------
    trial : Trial
        The table, its groups and its division.
    kinship : Kinship
        What rows share.
    n_folds : int
        Folds wanted.
    """
    if kinship.source.codes is None:
        return _not_made(f"No source was held out. {kinship.source.why}")
    rows, header = trial.division.rows, kinship.source.header
    codes, units = trial.codes[rows], _number_sources(trial, kinship.source.codes)
    pairs = np.unique(np.column_stack([codes, units]), axis=0)
    n_lone = int((np.bincount(pairs[:, 0]) == 1).sum())
    n_genres = len(np.unique(codes))
    if n_genres - n_lone < _FEWEST:
        return _not_made(
            f"No source was held out: {n_lone} of {n_genres} genres stand under one "
            f"value of '{header}' each, so a genre that is tested would be absent from "
            "training."
        )
    ties = csr_array(hstack(_other_ties(trial, kinship), format="csr"))
    repeats = tuple(
        split_groups(codes, units, n_folds=n_folds, seed=seed)
        for seed in side_seeds(trial, _PURPOSE)
    )
    train = tuple(
        tuple(training_rows(rows[test], rows, ties) for test in folds)
        for folds in repeats
    )
    least = _least_left(trial, train)
    if least < _FEWEST_LEFT:
        return _not_made(
            "No source was held out: artists and tracks are spread so widely over the "
            f"values of '{header}' that a fold would leave {least:.0%} of its training "
            "rows."
        )
    return SourcePlan(repeats, train, units)


def run_source(trial: Trial, kinship: Kinship, plan: SourcePlan) -> ScenarioRun:
    """Cross-validate with no source, artist or track on both sides.

    Intervals draw whole sources, because tracks of one source were chosen by one
    hand.

    Returns
    -------
    ScenarioRun
        ``held_out_source``.
    """
    header = kinship.source.header
    title = f"unseen '{header}'"
    by_source = replace(trial, groups=replace(trial.groups, kind=header))
    passes, notes = [], []
    for repeat, (folds, train) in enumerate(zip(plan.repeats, plan.train, strict=True)):
        one, told = cross_validate(
            trial,
            [folds],
            trial.fit,
            purpose=_PURPOSE + 10_000 * repeat,
            is_naive=True,
            keep=_keeping(train),
            on_model=lambda _: trial.on_trained(title),
        )
        passes.append(with_units(one[0], plan.units))
        notes += told
    told_first = [
        kinship.source.why,
        (
            "All tracks of one source are on one side. Training also leaves out every "
            "row that shares a track or artist with the test rows, which leaves "
            f"{plan.n_train:,} rows a fold of {n_train_of(passes[0]):,}."
        ),
        *_tell_unknown(kinship, trial),
    ]
    scores, found = summarise(
        by_source, "held_out_source", title, passes, [*told_first, *notes]
    )
    return ScenarioRun(scores, found, passes[0], plan.n_train)


def run_fewer(trial: Trial, n_train: int) -> ScenarioRun:
    """Run the headline anew, trained on whole groups of about so many rows.

    It is the control of `run_source`, whose training part is smaller.

    Parameters
    ----------
    trial : Trial
        The table and model.
    n_train : int
        Rows to train on.
    """
    title = "fewer tracks to learn from"
    sizes = []

    def keep(train: NDArray[np.int64], fold: int) -> NDArray[np.int64]:
        rng = np.random.default_rng((trial.seed, _PURPOSE_FEWER, fold))
        ids, n_ids = trial.groups.ids[train], int(trial.groups.ids.max()) + 1
        order = rng.permutation(n_ids)
        totals = np.cumsum(np.bincount(ids, minlength=n_ids)[order])
        chosen = order[: int(np.searchsorted(totals, n_train)) + 1]
        kept = train[np.isin(ids, chosen)]
        sizes.append(len(kept))
        return kept

    passes, notes = cross_validate(
        trial,
        trial.division.repeats[:SIDE_REPEATS],
        trial.fit,
        purpose=_PURPOSE_FEWER,
        keep=keep,
        on_model=lambda _: trial.on_trained(title),
    )
    n_kept = round(float(np.mean(sizes)))
    notes = [f"Trained on {n_kept:,} tracks a fold, whole groups of them.", *notes]
    scores, found = summarise(trial, "fewer_tracks", title, passes, notes)
    return ScenarioRun(scores, found, passes[0], n_kept)


def with_units(held_out: HeldOut, units: NDArray[np.int64]) -> HeldOut:
    """Give the same predictions, grouped otherwise."""
    return HeldOut.of(held_out.codes, held_out.proba, folds=held_out.folds, units=units)


def _not_made(why: str) -> SourcePlan:
    return SourcePlan((), (), np.empty(0, dtype=np.int64), why)


def _keeping(train: tuple[NDArray[np.int64], ...]) -> Any:  # noqa: ANN401
    def keep(_: NDArray[np.int64], fold: int) -> NDArray[np.int64]:
        return train[fold]

    return keep


def _number_sources(trial: Trial, codes: NDArray[np.int64]) -> NDArray[np.int64]:
    rows = trial.division.rows
    named = np.where(codes[rows] >= 0, codes[rows], -1 - trial.groups.ids[rows])
    return np.unique(named, return_inverse=True)[1].astype(np.int64)


def _other_ties(trial: Trial, kinship: Kinship) -> list[csr_array]:
    """Give what must not be on both sides besides a source."""
    ties = [incidence_of(kinship.recordings)]
    if trial.groups.kind == "artists":
        ties.append(kinship.artists)
    elif trial.groups.kind != "tracks":
        ties.append(incidence_of(trial.groups.ids))
    return ties


def _least_left(
    trial: Trial, train: tuple[tuple[NDArray[np.int64], ...], ...]
) -> float:
    """Give the smallest share of its rows that a fold trains on; 0 for one genre."""
    shares = []
    for folds in train:
        for rows in folds:
            usual = len(trial.division.rows) * (1 - 1 / len(folds))
            can_learn = len(np.unique(trial.codes[rows])) >= _FEWEST
            shares.append(len(rows) / usual if can_learn else 0.0)
    return min(shares)


def _tell_unknown(kinship: Kinship, trial: Trial) -> list[str]:
    codes = kinship.source.codes
    n_unknown = 0 if codes is None else int((codes[trial.division.rows] < 0).sum())
    if not n_unknown:
        return []
    told = (
        f"{n_unknown:,} rows have no value in '{kinship.source.header}'; each of their "
        "groups counts as a source of its own."
    )
    return [told]
