"""Choose attributes inside every training of a run, where that was asked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import printable
from genrelens.evaluation.scenarios.counting_once import weigh_rows
from genrelens.evaluation.scenarios.running import headline_name
from genrelens.evaluation.splitting import inner_folds
from genrelens.models.choosing_forest import ChoosingForest
from genrelens.workflow.per_fold.studying import macro_auc

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from genrelens.evaluation.evaluating import EvaluationRun, FoldModel
    from genrelens.evaluation.grouping import Groups
    from genrelens.features.selection import SelectionResult
    from genrelens.models.genre_model import GenreModel
    from genrelens.schema.features import Feature
    from genrelens.workflow.prepared import Prepared
    from genrelens.workflow.progress import Listener

__all__ = ["AttributeChoice", "FinishedModel"]

_FOLDS = 3  # the fewest: one ranks, one scores, one trains
_NOT_ASKED = (
    "The smallest sufficient set of attributes was not looked for; "
    "train with --select auto to have it."
)
_WHERE_CHOSEN = (
    "Attributes were chosen anew inside every training part, so every score is that of "
    "the whole procedure, choice included; the finished model's were chosen on all "
    "tracks by the same procedure."
)
_ONE_FEATURE = "There is only one attribute, so there is nothing to choose from."


@dataclass(frozen=True, slots=True)
class FinishedModel:
    """The model that the user gets, and the attributes it was trained on.

    Parameters
    ----------
    model : GenreForest or LinearModel
        Trained on all tracks.
    features : tuple of Feature
        In the order of its columns.
    selection : SelectionResult or None
        How they were chosen, on all tracks.
    why_none : str
        The sentence that says why nothing was chosen; empty where it was.
    """

    model: GenreModel
    features: tuple[Feature, ...]
    selection: SelectionResult | None
    why_none: str


class AttributeChoice:
    """Makes the models of a training run, with a choice of attributes inside or none.

    Parameters
    ----------
    prepared : Prepared
        What is trained on.
    groups : Groups
        Which tracks must not be parted.
    make_model : callable
        Gives an untrained model for a seed; a forest where attributes are chosen.
    is_asked : bool
        Whether attributes are to be chosen at all.
    """

    def __init__(
        self,
        prepared: Prepared,
        groups: Groups,
        make_model: Callable[[int], GenreModel],
        *,
        is_asked: bool,
    ) -> None:
        self._prepared = prepared
        self._groups = groups
        self._make_model = make_model
        self._why_none = ""
        if not is_asked:
            self._why_none = _NOT_ASKED
        elif len(prepared.features) == 1:
            self._why_none = _ONE_FEATURE
        # Names chosen in each fold, and why none were; the models may be large.
        self._in_folds: list[tuple[tuple[str, ...], str]] = []

    def make_model(self, seed: int) -> GenreModel | ChoosingForest:
        """Give an untrained model, which takes all attributes."""
        if self._why_none:
            return self._make_model(seed)
        return self._make_choosing(seed)

    def add_fold(self, fold: FoldModel) -> None:
        """Note what one fold's model chose."""
        if isinstance(fold.model, ChoosingForest):
            self._in_folds.append((fold.model.chosen_, fold.model.why_none_))

    def tell(self, run: EvaluationRun) -> EvaluationRun:
        """Give the run with a note on where attributes were chosen, and which."""
        if self._why_none:
            return run
        notes = (*run.evaluation.notes, *self._notes())
        return replace(run, evaluation=replace(run.evaluation, notes=notes))

    def finish(self, seed: int, listener: Listener) -> FinishedModel:
        """Train the model that the user gets, on all tracks.

        Raises
        ------
        InputError
            If it cannot be trained.
        """
        inputs, labels = self._prepared.inputs, self._prepared.labels
        features = self._prepared.features
        _, codes = np.unique(labels, return_inverse=True)
        weights = weigh_rows(codes, self._prepared.tracks)  # as in every fold
        if self._why_none:
            plain = self._make_model(seed).fit(inputs, labels, weights)
            return FinishedModel(plain, features, None, self._why_none)
        model = self._make_choosing(seed).fit(
            inputs,
            labels,
            weights,
            on_step=lambda done, total: listener("choosing attributes", done, total),
        )
        return FinishedModel(
            model=model.model_,
            features=tuple(f for f in features if f.name in model.chosen_),
            selection=model.selection_,
            why_none=model.why_none_,
        )

    def _make_choosing(self, seed: int) -> ChoosingForest:
        groups = self._groups

        # A function, not an object with data: copies of the model then share it.
        def folds(
            rows: NDArray[np.int64], genres: NDArray[np.str_], fold_seed: int
        ) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
            return inner_folds(rows, genres, groups, n_folds=_FOLDS, seed=fold_seed)

        return ChoosingForest(
            self._make_model(seed),
            features=self._prepared.features,
            folds=folds,
            score=macro_auc,
            metric="macro_auc_ovr",
            scenario=headline_name(groups)[0],
        )

    def _notes(self) -> list[str]:
        made = [chosen for chosen, why_none in self._in_folds if not why_none]
        failed = [why_none for _, why_none in self._in_folds if why_none]
        notes = [_WHERE_CHOSEN]
        if made:
            taken = Counter(name for chosen in made for name in chosen)
            listed = ", ".join(
                f"{printable(feature.label)} {taken[feature.name]}"
                for feature in sorted(
                    self._prepared.features, key=lambda each: -taken[each.name]
                )
                if taken[feature.name]
            )
            notes.append(f"So many of {len(made)} folds chose an attribute: {listed}.")
        if failed:
            notes.append(
                f"In {len(failed)} of {len(self._in_folds)} folds no choice could be "
                f"made, and all attributes were kept. {failed[0]}"
            )
        return notes
