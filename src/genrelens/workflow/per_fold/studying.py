"""Ask each cross-validation model why, on the tracks it has not met."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import InputError
from genrelens.evaluation.scores import score
from genrelens.evaluation.splitting import choose_n_folds
from genrelens.explanation.importance import ImportanceStudy
from genrelens.explanation.perturbations import why_not_musical
from genrelens.explanation.response import response_curves
from genrelens.explanation.shapley import ShapleyStudy
from genrelens.explanation.stress import StressStudy
from genrelens.features.correlation import correlated_clusters
from genrelens.models.baselines import MajorityBaseline
from genrelens.workflow.documents.sampling_tracks import sample_tracks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.evaluation.evaluating import EvaluationRun, FoldModel
    from genrelens.evaluation.grouping import Groups
    from genrelens.explanation.results import (
        Importance,
        ResponseCurve,
        ShapleyTable,
        StressTest,
    )
    from genrelens.features.reference import FeatureReference
    from genrelens.reports.facts import SampleTrack
    from genrelens.workflow.prepared import Prepared
    from genrelens.workflow.requests import TrainRequest

__all__ = ["FoldStudies", "StudyResults", "macro_auc"]

_ONE_GENRE = (
    "In every fold one genre alone was left to train on, so there was no model to "
    "explain: the tracks of each genre belong together, e.g. are by one artist."
)


@dataclass(frozen=True, slots=True)
class StudyResults:
    """What the studies found; `missing` says why one found nothing."""

    importance: Importance | None
    responses: tuple[ResponseCurve, ...]
    stress: tuple[StressTest, ...]
    shapley: ShapleyTable | None
    tracks: tuple[SampleTrack, ...]
    missing: dict[str, str] = field(default_factory=dict)


def macro_auc(codes: NDArray[np.int64], proba: NDArray[np.float64]) -> float:
    """Give the macro one-vs-rest AUC over the genres present; NaN if there is none."""
    return score(codes, proba).get("macro_auc_ovr", math.nan)


class FoldStudies:
    """Importance, stress tests and Shapley values, fold by fold.

    Everything here is measured on tracks that the fold's model has not met,
    while that model is at hand, so no model is trained twice.

    Parameters
    ----------
    prepared : Prepared
        Features and genres.
    groups : Groups
        Which tracks are not independent of each other.
    request : TrainRequest
        Seed, and how many tracks to explain.
    """

    def __init__(
        self, prepared: Prepared, groups: Groups, request: TrainRequest
    ) -> None:
        self._prepared = prepared
        self._seed = request.seed
        self._genres = tuple(str(genre) for genre in np.unique(prepared.labels))
        self._groups = groups.ids
        self._n_folds = self._n_forests = 0
        self._importance = ImportanceStudy(
            prepared.features,
            correlated_clusters(prepared.features, prepared.inputs),
            metric=macro_auc,
            metric_name="macro_auc_ovr",
            random_state=request.seed,
        )
        self._stress = StressStudy(prepared.features, random_state=request.seed)
        self._shapley = ShapleyStudy(
            prepared.features,
            self._genres,
            most_tracks=request.explain_tracks,
            random_state=request.seed,
            n_folds=choose_n_folds(len(prepared.rows)),
        )

    def add_fold(self, fold: FoldModel) -> None:
        """Study one fold's model on the tracks held out from it."""
        inputs = self._prepared.inputs.iloc[fold.test]
        codes = np.searchsorted(self._genres, self._prepared.labels[fold.test])
        self._n_folds += 1
        self._importance.add_fold(fold.model, inputs, codes, self._genres)
        self._stress.add_fold(
            fold.model, inputs, codes, self._genres, self._groups[fold.test]
        )
        if not isinstance(fold.model, MajorityBaseline):  # which only counts one genre
            self._n_forests += 1
            self._shapley.add_fold(
                fold.model, self._prepared.inputs, fold.test, self._prepared.labels
            )

    def results(
        self,
        trained: TrainedModel,
        references: tuple[FeatureReference, ...],
        run: EvaluationRun,
    ) -> StudyResults:
        """Give everything found, with the finished model's response curves.

        Parameters
        ----------
        trained : TrainedModel
            The finished model; it may have fewer features than the folds' models.
        references : tuple of FeatureReference
            Of all features that were studied.
        run : EvaluationRun
            The cross-validation whose folds were added.
        """
        prepared = self._prepared
        missing: dict[str, str] = {}
        importance, shapley = None, None
        tracks: tuple[SampleTrack, ...] = ()
        try:
            importance = self._importance.result(scenario=run.evaluation.headline)
        except InputError as error:
            missing["importance"] = str(error)
        try:
            shapley = self._shapley.result(n_candidates=int((run.fold >= 0).sum()))
            tracks = sample_tracks(prepared, run, shapley, references)
        except InputError as error:
            missing["shapley"] = missing["tracks"] = (
                _ONE_GENRE if self._n_folds > self._n_forests == 0 else str(error)
            )
        stress = self._stress.result()
        if not stress:
            missing["stress"] = (
                "No held-out track has a value that a test could change."
            )
        elif why := why_not_musical(prepared.features):
            missing["stress"] = why
        responses = response_curves(
            trained.model,
            prepared.inputs[[feature.name for feature in trained.features]],
            trained.features,
            trained.genres,
            random_state=self._seed,
        )
        if not responses:
            missing["responses"] = "No attribute has two values to move between."
        return StudyResults(importance, responses, stress, shapley, tracks, missing)
