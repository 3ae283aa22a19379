"""Ask of a scored model how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.errors import InputError
from genrelens.evaluation.calibration.studying import calibrate_out_of_fold
from genrelens.evaluation.comparing.contending import compare_models
from genrelens.evaluation.hierarchy.scoring import score_hierarchy
from genrelens.evaluation.labels.examining import examine_labels
from genrelens.evaluation.labels.results import LabelsStudy
from genrelens.evaluation.labels.reviewed import score_unreviewed
from genrelens.evaluation.labels.several_genres import score_several_genres
from genrelens.evaluation.leak_prices.pricing import price_leaks
from genrelens.evaluation.overlap.family_tree import as_genre_tree
from genrelens.evaluation.overlap.studying import study_overlap
from genrelens.evaluation.prediction_sets.studying import study_decisions
from genrelens.evaluation.sufficiency.studying import study_sufficiency
from genrelens.reports.trust_facts import TrustFacts
from genrelens.workflow.per_fold.making_models import make_forest
from genrelens.workflow.progress import silent

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from genrelens.evaluation.calibration.results import CalibrationStudy
    from genrelens.evaluation.evaluating import EvaluationRun
    from genrelens.evaluation.hierarchy.results import HierarchicalScores
    from genrelens.evaluation.scores import HeldOut
    from genrelens.models.genre_model import GenreModel
    from genrelens.workflow.prepared import Prepared
    from genrelens.workflow.progress import Listener
    from genrelens.workflow.requests import TrainRequest

__all__ = ["TrustStudy", "study_trust"]

_QUICK = "Left out, as asked for with --quick; train without it to have it."


@dataclass(frozen=True, slots=True)
class TrustStudy:
    """What was found, and the predictions it was found from.

    Parameters
    ----------
    facts : TrustFacts
        All results.
    counted : HeldOut
        Calibrated out-of-fold predictions, every track once; raw ones where they
        could not be calibrated.
    places : ndarray of int64, shape (n_counted,)
        Where each of them stands among the rows that are learnt from.
    """

    facts: TrustFacts
    counted: HeldOut
    places: NDArray[np.int64]


def study_trust(
    prepared: Prepared,
    run: EvaluationRun,
    request: TrainRequest,
    make_model: Callable[[int], GenreModel],
    *,
    listener: Listener = silent,
) -> TrustStudy:
    """Make every analysis of trust that the table allows.

    One that it does not allow, because there are too few tracks, folds or genres,
    is told as missing with its reason.

    Parameters
    ----------
    prepared : Prepared
        What was learnt from.
    run : EvaluationRun
        Its scores and held-out predictions.
    request : TrainRequest
        Seed, error rate, and what to leave out.
    make_model : callable
        Given a seed, returns an untrained model that learns from any columns.
    listener : Listener, optional
        Told of every step.
    """
    return _Study(prepared, run, request, make_model, listener).conclude()


class _Study:
    def __init__(
        self,
        prepared: Prepared,
        run: EvaluationRun,
        request: TrainRequest,
        make_model: Callable[[int], GenreModel],
        listener: Listener,
    ) -> None:
        self._prepared, self._request, self._listener = prepared, request, listener
        self._trial = replace(run.trial, make_model=make_model)
        self._run = run
        self._held_out = run.held_out
        self._places = run.trial.division.rows
        self._rows = prepared.rows[self._places]
        self._genres = tuple(str(genre) for genre in run.trial.genres)
        headline = run.evaluation.scenarios[run.evaluation.headline]
        self._title, self._group_words = headline.title, headline.group_words
        self._seed = request.seed
        self._missing: dict[str, str] = {}
        self._n_done = 0

    def conclude(self) -> TrustStudy:
        """Make the analyses in their order, each from what stands before it."""
        found: dict[str, Any] = {"honesty": self._run.gap}
        if self._run.gap is None:
            self._missing["honesty"] = _QUICK
        counted = self._run.counted
        calibration, sure = self._calibrate(counted)
        found["calibration"] = calibration
        found["decisions"] = self._attempt(
            "decisions",
            lambda: study_decisions(
                sure,
                max_error=self._request.max_error,
                seed=self._seed,
                genres=self._genres,
                title=self._title,
                group_words=self._group_words,
            ),
        )
        found["labels"] = self._attempt("labels", self._examine_labels)
        found["overlap"] = self._attempt("overlap", self._study_overlap)
        found["hierarchy"] = self._attempt(
            "hierarchy", lambda: self._score_tree(found["overlap"], sure)
        )
        self._train_again(found)
        facts = TrustFacts(**found, missing=self._missing)
        return TrustStudy(facts, sure, self._places[self._run.is_counted])

    def _attempt(self, name: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401
        """Make one part; where the table does not allow it, write down why."""
        try:
            part = make()
        except InputError as error:
            self._missing[name] = str(error)
            part = None
        self._n_done += 1
        self._listener("judging", self._n_done, 8)
        return part

    def _calibrate(self, counted: HeldOut) -> tuple[CalibrationStudy | None, HeldOut]:
        found = self._attempt(
            "calibration",
            lambda: calibrate_out_of_fold(
                counted,
                seed=self._seed,
                genres=self._genres,
                title=self._title,
                group_words=self._group_words,
            ),
        )
        return (None, counted) if found is None else found

    def _examine_labels(self) -> LabelsStudy:
        table = self._prepared.checked.table
        tracks = self._prepared.tracks[self._places]
        corrections = self._prepared.corrections
        audit = examine_labels(
            self._held_out,
            table,
            self._rows,
            self._genres,
            target=self._prepared.checked.target,
            scenario=self._title,
            seed=self._seed,
        )
        # A track of several groups, which ties hold apart, counts once in each.
        pairs = np.column_stack([tracks, self._held_out.units])
        _, kept_apart = np.unique(pairs, axis=0, return_inverse=True)
        several = score_several_genres(
            self._held_out,
            kept_apart.reshape(-1),
            scenario=self._title,
            seed=self._seed,
            further=self._further(),
        )
        if corrections is None:
            return LabelsStudy(audit, several)
        reviewed = score_unreviewed(
            self._held_out,
            self._rows,
            changed=corrections.changed,
            kept=corrections.kept,
            scenario=self._title,
            seed=self._seed,
        )
        return LabelsStudy(audit, several, reviewed)

    def _further(self) -> NDArray[np.int64] | None:
        """Give the second genres that a person named, by held-out row."""
        corrections = self._prepared.corrections
        if corrections is None:
            return None
        place = {int(row): at for at, row in enumerate(self._rows)}
        code = {genre: number for number, genre in enumerate(self._genres)}
        pairs = [
            (place[row], code[genre])
            for row, genre in corrections.further
            if row in place and genre in code
        ]
        return np.array(pairs, dtype=np.int64).reshape(-1, 2)

    def _study_overlap(self) -> Any:  # noqa: ANN401
        return study_overlap(
            self._held_out,
            self._genres,
            self._prepared.tracks[self._places],
            scenario=self._title,
            seed=self._seed,
        )

    def _score_tree(self, overlap: Any, sure: HeldOut) -> HierarchicalScores:  # noqa: ANN401
        given = self._prepared.tree
        if given is None and overlap is None:
            raise InputError(
                "No family tree was found or given. Give one with --tree FILE."
            )
        tree = as_genre_tree(overlap.family_tree) if given is None else given
        return score_hierarchy(
            sure,
            self._genres,
            tree,
            scenario=self._title,
            is_given=given is not None,
            seed=self._seed,
        )

    def _train_again(self, found: dict[str, Any]) -> None:
        """Make the analyses that need further models, unless told not to."""
        made: dict[str, Callable[[], Any]] = {
            "leaks": lambda: price_leaks(
                self._trial, self._prepared.checked.table, self._prepared.rows
            ),
            "comparison": lambda: compare_models(
                self._trial,
                self._run.counted,
                seed=self._seed,
                everything=self._request.has_contenders,
                chosen=self._request.model,
                make_forest=lambda seed: make_forest(self._request, seed),
            ),
            "sufficiency": lambda: study_sufficiency(
                self._trial, self._prepared.features, seed=self._seed
            ),
        }
        for name, make in made.items():
            if self._request.is_quick:
                self._missing[name], found[name] = _QUICK, None
            else:
                found[name] = self._attempt(name, make)
