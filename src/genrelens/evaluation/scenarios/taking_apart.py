"""Run the scenarios that stand between random rows and the headline, and beyond it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array, hstack

from genrelens.errors import printable
from genrelens.evaluation.grouping import incidence_of
from genrelens.evaluation.scenarios.cross_validation import cross_validate
from genrelens.evaluation.scenarios.running import SIDE_REPEATS, run_random_rows
from genrelens.evaluation.scenarios.summary import ScenarioRun, n_train_of, summarise
from genrelens.evaluation.scores import HeldOut
from genrelens.evaluation.splitting import derive_seeds, split_groups, training_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.evaluation.results import ScenarioScores
    from genrelens.evaluation.scenarios.kinship import Kinship
    from genrelens.evaluation.scenarios.trial import Trial
    from genrelens.evaluation.splitting import Folds

__all__ = [
    "SidePlan",
    "SideRuns",
    "mean_training",
    "plan_sides",
    "run_sides",
    "with_units",
]

_PURPOSE_TRACKS, _PURPOSE_SOURCE, _PURPOSE_FEWER = 5, 6, 7
_FEWEST_LEFT = 0.2  # of the training rows, below which a scenario means nothing
_NOTICEABLE = 0.05  # loss of training rows that is worth a control of its own
_FEW = 30  # tracks by known artists, below which they are not scored


@dataclass(frozen=True, slots=True)
class SideRuns:
    """What was run beside the headline, with the reasons of what was not.

    Parameters
    ----------
    random_rows : ScenarioRun
        Rows dealt out at random.
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
        return {run.scores.scenario: run.scores for run in runs if run is not None}


@dataclass(frozen=True, slots=True)
class SidePlan:
    """Which side scenarios a table allows, decided before any is run.

    Parameters
    ----------
    has_tracks : bool
        Whether copies are kept together in a cross-validation of its own.
    knows_artists : bool
        Whether known artists can be scored.
    sources : tuple of Folds
        Divisions by source; empty where that scenario is not run.
    kept : tuple of tuple of ndarray of int64
        Training rows of each of these divisions' folds.
    has_control : bool
        Whether the headline is run with as few tracks.
    n_fits : int
        Models that all of them train.
    notes : tuple of str
        What is not run, and why.
    """

    has_tracks: bool
    knows_artists: bool
    sources: tuple[Folds, ...]
    kept: tuple[tuple[NDArray[np.int64], ...], ...]
    has_control: bool
    n_fits: int
    notes: tuple[str, ...]


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

    Returns
    -------
    SidePlan
    """
    is_by_tracks = trial.groups.kind == "tracks"
    has_tracks = kinship.has_copies and not is_by_tracks
    sources, kept, notes = _divide_sources(trial, kinship, n_folds)
    has_control = False
    if sources:
        left = float(np.mean([len(rows) for rows in kept[0]]))
        has_control = left < (1 - _NOTICEABLE) * mean_training(trial)
    by_repeat = [folds.n_folds for folds in trial.division.repeats[:SIDE_REPEATS]]
    n_fits = sum(by_repeat) * (1 + has_tracks + has_control)
    n_fits += sum(folds.n_folds for folds in sources)
    return SidePlan(
        has_tracks=has_tracks,
        knows_artists=kinship.artists.nnz > 0,
        sources=sources,
        kept=kept,
        has_control=has_control,
        n_fits=n_fits,
        notes=tuple(notes),
    )


def run_sides(trial: Trial, kinship: Kinship, plan: SidePlan) -> SideRuns:
    """Run what was planned, with models of the headline's own size.

    Parameters
    ----------
    trial, kinship
        As for `plan_sides`.
    plan : SidePlan
        Its answer.

    Returns
    -------
    SideRuns
    """
    notes = list(plan.notes)
    random_rows, passes = run_random_rows(trial)
    runs = SideRuns(random_rows, source=kinship.source.header)
    if plan.has_tracks:
        unseen, passes = _run_tracks(trial, kinship)
        runs = replace(runs, unseen_tracks=unseen)
    if plan.knows_artists:
        known, note = _score_known(trial, kinship, passes)
        notes += note
        runs = replace(runs, known_artists=known)
    if plan.sources:
        by_source = _run_source(trial, kinship, plan)
        runs = replace(runs, held_out_source=by_source)
        if plan.has_control:
            control = _run_fewer(trial, by_source.n_train)
            runs = replace(runs, fewer_tracks=control)
    return replace(runs, notes=tuple(notes))


def mean_training(trial: Trial) -> int:
    """Give the mean number of rows that a model of the headline is trained on."""
    rows, ties = trial.division.rows, trial.groups.ties
    folds = trial.division.repeats[0]
    return round(
        float(np.mean([len(training_rows(rows[test], rows, ties)) for test in folds]))
    )


def _side_seeds(trial: Trial, purpose: int) -> list[int]:
    n_repeats = min(len(trial.division.repeats), SIDE_REPEATS)
    return derive_seeds(
        int(np.random.SeedSequence((trial.seed, purpose)).generate_state(1)[0]),
        n_repeats,
    )


def _run_tracks(trial: Trial, kinship: Kinship) -> tuple[ScenarioRun, list[HeldOut]]:
    title, rows = "unseen tracks", trial.division.rows
    repeats = [
        split_groups(
            trial.codes[rows], kinship.recordings[rows], n_folds=n_folds, seed=seed
        )
        for n_folds, seed in zip(
            (folds.n_folds for folds in trial.division.repeats),
            _side_seeds(trial, _PURPOSE_TRACKS),
            strict=False,
        )
    ]
    passes, notes = cross_validate(
        trial,
        repeats,
        trial.fit,
        purpose=_PURPOSE_TRACKS,
        is_naive=True,
        on_model=lambda _: trial.on_trained(title),
    )
    what = "copies of a track and segments of a clip" if kinship.has_clips else "copies"
    notes = [f"All {what} stay on one side; artists may be on both.", *notes]
    scores, found = summarise(trial, "unseen_tracks", title, passes, notes)
    return ScenarioRun(scores, found, passes[0], n_train_of(passes[0])), passes


def _score_known(
    trial: Trial, kinship: Kinship, passes: Sequence[HeldOut]
) -> tuple[ScenarioRun | None, list[str]]:
    """Score, of an artist-blind cross-validation, the tracks by known artists."""
    rows = trial.division.rows
    artists = csr_array(kinship.artists[rows])
    parts = []
    for held_out in passes:
        places = np.flatnonzero(_is_known(artists, held_out.folds))
        if len(places) < _FEW or len(np.unique(held_out.codes[places])) == 1:
            return None, [
                f"Known artists are not scored: {len(places):,} of {len(rows):,} "
                f"tracks have another track by one of their artists in training, and "
                f"{_FEW} of two genres are asked for."
            ]
        _, units = np.unique(held_out.units[places], return_inverse=True)
        _, folds = np.unique(held_out.folds[places], return_inverse=True)
        parts.append(
            HeldOut.of(
                held_out.codes[places],
                held_out.proba[places],
                folds=folds,
                units=units,
            )
        )
    notes = [
        f"{len(parts[0].codes):,} of {len(rows):,} tracks: those of which training "
        f"held another track by one of their artists, but never the track itself."
    ]
    scores, found = summarise(trial, "known_artists", "known artists", parts, notes)
    return ScenarioRun(scores, found, parts[0], n_train_of(passes[0])), []


def _is_known(artists: csr_array, folds: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Claim of each row that a row of another fold credits one of its artists."""
    is_known = np.zeros(len(folds), dtype=bool)
    totals = np.asarray(artists.sum(axis=0)).ravel()
    for fold in np.unique(folds):
        places = np.flatnonzero(folds == fold)
        own = csr_array(artists[places])
        outside = (totals - np.asarray(own.sum(axis=0)).ravel()) > 0
        is_known[places] = (own @ outside.astype(np.int32)) > 0
    return is_known


def _divide_sources(
    trial: Trial, kinship: Kinship, n_folds: int
) -> tuple[tuple[Folds, ...], tuple[tuple[NDArray[np.int64], ...], ...], list[str]]:
    """Divide by source, and leave out of training whatever ties rows besides."""
    found = kinship.source
    if found.codes is None:
        return (), (), [f"No source was held out. {found.why}"]
    rows = trial.division.rows
    codes, units = trial.codes[rows], _source_units(trial, kinship)
    pairs = np.unique(np.column_stack([codes, units]), axis=0)
    n_sources = np.bincount(pairs[:, 0], minlength=len(trial.genres))
    n_testable = int((n_sources > 1).sum())
    header = found.header
    if n_testable < 2:  # noqa: PLR2004
        return (
            (),
            (),
            [
                f"No source was held out: all tracks of each genre, but for {n_testable}, "
                f"have one value of '{header}', so a genre that is tested would be absent "
                "from training."
            ],
        )
    ties = csr_array(hstack(_other_ties(trial, kinship), format="csr"))
    repeats, kept = [], []
    for seed in _side_seeds(trial, _PURPOSE_SOURCE):
        folds = split_groups(codes, units, n_folds=n_folds, seed=seed)
        train = tuple(training_rows(rows[test], rows, ties) for test in folds)
        repeats.append(folds)
        kept.append(train)
    fewest = min(
        len(one) / max(len(rows) * (1 - 1 / folds.n_folds), 1)
        for folds, train in zip(repeats, kept, strict=True)
        for one in train
    )
    if fewest < _FEWEST_LEFT or any(
        len(np.unique(trial.codes[one])) < 2  # noqa: PLR2004
        for train in kept
        for one in train
    ):
        return (
            (),
            (),
            [
                f"No source was held out: artists and tracks are spread over the values of "
                f"'{header}' so widely that a fold leaves {fewest:.0%} of its training "
                "rows."
            ],
        )
    return tuple(repeats), tuple(kept), []


def _other_ties(trial: Trial, kinship: Kinship) -> list[csr_array]:
    """Give what must not be on both sides besides a source."""
    ties = [incidence_of(kinship.recordings)]
    if trial.groups.kind == "artists":
        ties.append(kinship.artists)
    elif trial.groups.kind != "tracks":
        ties.append(incidence_of(trial.groups.ids))
    return ties


def _source_units(trial: Trial, kinship: Kinship) -> NDArray[np.int64]:
    """Number the sources of the cross-validated rows; an unknown one by its group."""
    rows, codes = trial.division.rows, kinship.source.codes
    assert codes is not None  # noqa: S101 (asked before)
    known = codes[rows]
    named = np.where(known >= 0, known, -1 - trial.groups.ids[rows])
    return np.unique(named, return_inverse=True)[1].astype(np.int64)


def _run_source(trial: Trial, kinship: Kinship, plan: SidePlan) -> ScenarioRun:
    header, rows = kinship.source.header, trial.division.rows
    title = f"unseen '{printable(header, limit=40)}'"
    passes, notes, sizes = [], [], []
    for number, (folds, kept) in enumerate(zip(plan.sources, plan.kept, strict=True)):
        one, told = cross_validate(
            trial,
            [folds],
            trial.fit,
            purpose=_PURPOSE_SOURCE + 100 * number,
            is_naive=True,
            keep=lambda _, fold, kept=kept: kept[fold],
            on_model=lambda _: trial.on_trained(title),
        )
        passes += [with_units(one[0], _source_units(trial, kinship))]
        notes += told
        sizes += [len(train) for train in kept]
    n_train = round(float(np.mean(sizes)))
    n_usual = n_train_of(passes[0])
    notes = [
        kinship.source.why,
        f"Tracks of one '{header}' are on one side. Training also leaves out every row "
        f"that shares a track or artist with the test rows: {n_train:,} rows a fold "
        f"are left of {n_usual:,}.",
        *notes,
    ]
    by_source = replace(trial, groups=replace(trial.groups, kind=header))
    scores, found = summarise(by_source, "held_out_source", title, passes, notes)
    return ScenarioRun(scores, found, passes[0], n_train)


def with_units(held_out: HeldOut, units: NDArray[np.int64]) -> HeldOut:
    """Give the same predictions, grouped otherwise."""
    return HeldOut.of(held_out.codes, held_out.proba, folds=held_out.folds, units=units)


def _run_fewer(trial: Trial, n_train: int) -> ScenarioRun:
    """Run the headline, trained on whole groups of about so many rows."""
    title = "the same, with fewer tracks to learn from"
    sizes = []

    def keep(train: NDArray[np.int64], fold: int) -> NDArray[np.int64]:
        rng = np.random.default_rng((trial.seed, _PURPOSE_FEWER, fold))
        ids = trial.groups.ids[train]
        order = rng.permutation(int(trial.groups.ids.max()) + 1)
        counts = np.bincount(ids, minlength=len(order))[order]
        taken = order[np.cumsum(counts) <= max(n_train, int(counts.max()))]
        kept = train[np.isin(ids, taken)]
        sizes.append(len(kept))
        return kept

    def on_model(_: Any) -> None:  # noqa: ANN401
        trial.on_trained(title)

    repeats = trial.division.repeats[:SIDE_REPEATS]
    passes, notes = cross_validate(
        trial,
        repeats,
        trial.fit,
        purpose=_PURPOSE_FEWER,
        keep=keep,
        on_model=on_model,
    )
    n_kept = round(float(np.mean(sizes)))
    notes = [f"Trained on {n_kept:,} tracks a fold, whole groups of them.", *notes]
    scores, found = summarise(trial, "fewer_tracks", title, passes, notes)
    return ScenarioRun(scores, found, passes[0], n_kept)
