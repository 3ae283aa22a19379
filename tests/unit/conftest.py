"""A model that carries all parts of trust, for the tests of those who read them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.bundle.model_trust import ModelTrust, Promise
from genrelens.bundle.saving import save_model
from genrelens.evaluation.calibration.fitting import fit_calibrator
from genrelens.evaluation.novelty.fitting import fit_novelty
from genrelens.evaluation.prediction_sets.selecting import fit_decision_rule
from genrelens.evaluation.prediction_sets.thresholds import fit_set_rule
from genrelens.evaluation.results import Estimate
from genrelens.evaluation.scores import HeldOut
from genrelens.evaluation.shift.describing import describe_training
from genrelens.schema.genre_tree import GenreTree
from genrelens.workflow.preparing import prepare

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.bundle.trained_model import TrainedModel

TREE = {"house": "electronic", "techno": "electronic", "ambient": "electronic"}


@dataclass(frozen=True)
class TrustedModel:
    """A saved model with trust, the same without, and what is in them."""

    path: Path
    bare: Path
    trained: TrainedModel
    trust: ModelTrust


@pytest.fixture(scope="session")
def trusted(small_run, tmp_path_factory: pytest.TempPathFactory) -> TrustedModel:
    """Give the small run's model with rules learnt from its held-out predictions."""
    prepared = prepare(small_run.request)
    run, trained = small_run.result.run, small_run.result.model
    rows = run.trial.division.rows
    inputs = prepared.inputs.iloc[rows].reset_index(drop=True)
    inputs = inputs[[feature.name for feature in trained.features]]
    raw = run.held_out
    calibrator = fit_calibrator(raw.proba, raw.codes)
    own = HeldOut.of(
        raw.codes, calibrator.apply(raw.proba), folds=raw.folds, units=raw.units
    )
    set_rule = fit_set_rule(own.proba, own.codes, own.units)
    trust = ModelTrust(
        calibrator=calibrator,
        set_rule=set_rule,
        decision_rule=fit_decision_rule(own.proba, own.codes, own.units, set_rule),
        novelty=fit_novelty(
            inputs, trained.features, own, scenario="unseen artists", seed=0
        ),
        shift=describe_training(
            inputs, trained.features, own, scenario="unseen artists"
        ),
        tree=GenreTree.of(TREE),
        certainty=0.7,
        promises=(
            Promise(
                max_error=0.05,
                share_written=Estimate(0.4, 0.35, 0.45),
                error=Estimate(0.04, 0.02, 0.06),
                scenario="unseen artists",
                n_tracks=len(own.codes),
                n_groups=len(np.unique(own.units)),
            ),
        ),
    )
    folder = tmp_path_factory.mktemp("trusted")
    trained = replace(trained, trust=trust)
    save_model(folder / "model.genrelens", trained)
    save_model(folder / "bare.genrelens", replace(trained, trust=None))
    return TrustedModel(
        folder / "model.genrelens", folder / "bare.genrelens", trained, trust
    )
