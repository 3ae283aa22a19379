"""Score a model with and without each leak that was found in its table."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.evaluation.leak_prices.changed_columns import change_features
from genrelens.evaluation.leak_prices.known_leaks import LEAKS, leak_title
from genrelens.evaluation.leak_prices.name_reading import make_name_model, read_names
from genrelens.evaluation.leak_prices.results import (
    LeakPrice,
    LeakPrices,
    UnpricedLeak,
)
from genrelens.evaluation.leak_prices.scoring import compare_answers
from genrelens.evaluation.leak_prices.sentences import tell_price
from genrelens.evaluation.leak_prices.value_memory import ValueMemory
from genrelens.evaluation.scenarios.cross_validation import with_fewer_trees
from genrelens.evaluation.scenarios.refitting import SIDE_TREES, refit
from genrelens.evaluation.scenarios.running import headline_name
from genrelens.evaluation.splitting import derive_seeds, split_rows
from genrelens.schema.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import TrackTable
    from genrelens.evaluation.leak_prices.results import PricedScore
    from genrelens.evaluation.scenarios.trial import Trial
    from genrelens.evaluation.scores import HeldOut
    from genrelens.schema.findings import Finding

__all__ = ["MAX_NAMES", "MAX_PRICED", "MAX_TRAINING_ROWS", "price_leaks"]

MAX_PRICED = 6
"""Most leaks that are priced in one run."""

MAX_TRAINING_ROWS = 10_000
"""Most tracks that a model here learns from in each fold."""

MAX_NAMES = 4_000
"""Most tracks whose names are learnt from in each fold."""

_PURPOSE = 150
_ORDERED = frozenset({"rows-in-genre-order", "index-in-genre-order"})
_WORDS = "genre-word-in-names"


def price_leaks(
    trial: Trial,
    table: TrackTable,
    rows: NDArray[np.int64],
    *,
    make_model: Callable[[int], Any] | None = None,
) -> LeakPrices:
    """Price every leak among a table's findings that can be measured.

    For each leak the same model is trained twice on the same folds from the
    same seeds, with the leak and without it; both are scored on the same
    tracks. The model as it is, which is one side of most prices, is trained
    once for all. At most `MAX_PRICED` leaks are priced, so at most
    ``2 + MAX_PRICED`` cross-validations of at most `SIDE_TREES` trees are run,
    one more for row numbers, and two of a name model without trees.

    Parameters
    ----------
    trial : Trial
        The headline's table, model and folds.
    table : TrackTable
        The checked table, with its findings.
    rows : ndarray of int64, shape (n_tracks,)
        Position in the table of each row of ``trial.X``.
    make_model : callable, optional
        Given a seed, returns an untrained model that learns from any columns;
        by default the trial's own.

    Returns
    -------
    LeakPrices

    Raises
    ------
    InputError
        If a fold leaves nothing to train on.
    """
    if make_model is not None:
        trial = replace(trial, make_model=make_model)
    desk = _Desk(trial, table, rows)
    priced: list[LeakPrice] = []
    unpriced: list[UnpricedLeak] = []
    for finding in _in_order(table.findings):
        found = _price(desk, finding, is_full=len(priced) >= MAX_PRICED)
        if isinstance(found, LeakPrice):
            priced.append(found)
        else:
            unpriced.append(found)
    told = {finding.code for finding in table.findings}
    division = trial.division
    counted = trial.is_counted
    return LeakPrices(
        scenario=headline_name(trial.groups)[1],
        n_tracks=len(division.rows)
        if counted is None
        else int(counted[division.rows].sum()),
        n_groups=len(np.unique(trial.groups.ids[division.rows])),
        priced=tuple(sorted(priced, key=lambda price: -price.difference.value)),
        unpriced=tuple(unpriced),
        looked_for=tuple(
            leak.absent
            for code, leak in LEAKS.items()
            if leak.absent and code not in told
        ),
        notes=tuple(desk.notes()) if priced else (),
    )


@dataclass(slots=True)
class _Desk:
    """What all prices of one table share: its trial, and models trained once."""

    trial: Trial
    table: TrackTable
    rows: NDArray[np.int64]
    _plain: dict[bool, HeldOut] = field(default_factory=dict)

    @property
    def n_trees(self) -> int | None:
        model, _ = with_fewer_trees(self.trial.make_model(0), SIDE_TREES)
        for name, value in model.get_params(deep=True).items():
            if name.rpartition("__")[2] in {"n_trees", "n_estimators"}:
                return int(value)
        return None

    def as_it_is(self, *, is_naive: bool) -> HeldOut:
        """Cross-validate the features as they are, once for each way of splitting."""
        if is_naive not in self._plain:
            self._plain[is_naive] = self.fit(None, is_naive=is_naive)
        return self._plain[is_naive]

    def fit(
        self, X: pd.DataFrame | None, *, is_naive: bool, remembered: str = ""
    ) -> HeldOut:
        """Cross-validate other features of the same tracks."""
        trial, folds = self.trial, None
        if remembered:
            plain = trial.make_model
            trial = replace(
                trial, make_model=lambda seed: ValueMemory(plain(seed), remembered)
            )
        if is_naive:
            (seed,) = derive_seeds(self.trial.seed + _PURPOSE, 1)
            codes = self.trial.codes[self.trial.division.rows]
            n_folds = self.trial.division.repeats[0].n_folds
            folds = split_rows(codes, n_folds=n_folds, seed=seed)
        return refit(
            trial,
            X=X,
            keep=self._keep(MAX_TRAINING_ROWS),
            folds=folds,
            is_naive=is_naive,
            purpose=_PURPOSE + is_naive,
        )

    def read(self, *, is_masked: bool) -> HeldOut:
        """Cross-validate the name model."""
        genres = [str(genre) for genre in self.trial.genres]
        return refit(
            self.trial,
            X=read_names(self.table, self.rows, genres, is_masked=is_masked),
            keep=self._keep(MAX_NAMES),
            make_model=lambda _: make_name_model(),
            purpose=_PURPOSE + 2,
        )

    def notes(self) -> Iterable[str]:
        yield (
            "With and without a leak, models learn from the same tracks of the same "
            "folds from the same random numbers; all other leaks stay as they are."
        )
        n_rows = len(self.trial.division.rows)
        if n_rows > MAX_TRAINING_ROWS:
            yield (
                f"To save time each fold learns from at most {MAX_TRAINING_ROWS:,} "
                "tracks, in whole groups drawn at random; all tracks are scored."
            )
        if self.n_trees is not None:
            yield f"Forests here have {self.n_trees} trees, to save time."
        if self.trial.division.small:
            yield (
                "With so few tracks prices swing widely by chance: do not rank the "
                "leaks by them."
            )
        if len(self.trial.division.repeats) > 1:
            yield (
                f"Prices are of the first of {len(self.trial.division.repeats)} "
                "repetitions of the cross-validation."
            )

    def _keep(self, most: int) -> Callable[[NDArray[np.int64], int], NDArray[np.int64]]:
        ids = self.trial.groups.ids

        def keep(train: NDArray[np.int64], fold: int) -> NDArray[np.int64]:
            if len(train) <= most:
                return train
            rng = np.random.default_rng((self.trial.seed, _PURPOSE, fold))
            order = rng.permutation(int(ids.max()) + 1)[ids[train]]
            by_group = np.argsort(order, kind="stable")
            return np.sort(train[by_group[:most]])

        return keep


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Give the findings that are leaks, warnings first, then those with a price."""
    codes = list(LEAKS)
    leaks = [finding for finding in findings if finding.code in LEAKS]
    return sorted(
        leaks, key=lambda f: (f.severity is Severity.NOTE, codes.index(f.code))
    )


def _price(desk: _Desk, finding: Finding, *, is_full: bool) -> LeakPrice | UnpricedLeak:
    leak = LEAKS[finding.code]
    if leak.unpriced:
        return _unpriced(finding, leak.unpriced)
    if is_full:
        why = f"To save time at most {MAX_PRICED} leaks are priced in one run."
        return _unpriced(finding, why)
    if finding.code == _WORDS:
        return _price_words(desk, finding)
    change = change_features(
        finding, desk.table, desk.rows, desk.trial.X, seed=desk.trial.seed
    )
    if isinstance(change, str):
        return _unpriced(finding, change)
    is_naive = finding.code in _ORDERED
    plain = desk.as_it_is(is_naive=is_naive)
    with_, without = (
        plain
        if X is None
        else desk.fit(X, is_naive=is_naive, remembered=change.remembered)
        for X in (change.with_, change.without)
    )
    scores = compare_answers(with_, without, seed=desk.trial.seed)
    scenario = "random rows" if is_naive else headline_name(desk.trial.groups)[1]
    return _priced(finding, scores, scenario, change.how, desk.n_trees)


def _price_words(desk: _Desk, finding: Finding) -> LeakPrice:
    scores = compare_answers(
        desk.read(is_masked=False), desk.read(is_masked=True), seed=desk.trial.seed
    )
    how = (
        "A model that reads nothing but names, with the words of all genres and with "
        f"these words taken out; it learns from at most {MAX_NAMES:,} tracks a fold."
    )
    return _priced(finding, scores, headline_name(desk.trial.groups)[1], how, None)


def _priced(
    finding: Finding,
    scores: tuple[PricedScore, ...],
    scenario: str,
    how: str,
    n_trees: int | None,
) -> LeakPrice:
    title = leak_title(finding.code, finding.column)
    difference = scores[0].difference
    return LeakPrice(
        code=finding.code,
        column=finding.column,
        title=title,
        scenario=scenario,
        scores=scores,
        n_tracks=difference.n_tracks,
        n_groups=difference.n_groups,
        n_trees=n_trees,
        sentence=tell_price(scores, scenario),
        how=how,
        done=LEAKS[finding.code].done,
    )


def _unpriced(finding: Finding, why: str) -> UnpricedLeak:
    return UnpricedLeak(
        code=finding.code,
        column=finding.column,
        title=leak_title(finding.code, finding.column),
        why=why,
        done=LEAKS[finding.code].done,
    )
