"""Put into the model what it needs to decide, or to hold its tongue, later on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.bundle.model_trust import ModelTrust, Promise
from genrelens.errors import InputError
from genrelens.evaluation.novelty.fitting import fit_novelty
from genrelens.evaluation.shift.describing import describe_training

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.evaluation.novelty.results import NoveltyReference
    from genrelens.evaluation.prediction_sets.results import DecisionStudy
    from genrelens.evaluation.shift.results import ShiftReference
    from genrelens.reports.trust_facts import TrustFacts
    from genrelens.schema.features import Feature
    from genrelens.workflow.prepared import Prepared
    from genrelens.workflow.trust.studying import TrustStudy

__all__ = ["keep_trust"]

_FOUND_BY = (
    ("calibrator", "calibration"),
    ("set_rule", "decisions"),
    ("decision_rule", "decisions"),
    ("tree", "hierarchy"),
)
"""Parts of a model, and the analysis that each is found by."""


def keep_trust(
    study: TrustStudy,
    prepared: Prepared,
    features: Sequence[Feature],
    *,
    scenario: str,
    seed: int,
) -> ModelTrust:
    """Gather calibration, rules of decision, and what training was like.

    Parameters
    ----------
    study : TrustStudy
        What was found about trust.
    prepared : Prepared
        What was learnt from.
    features : sequence of Feature
        Of the finished model.
    scenario : str
        Title of the headline scenario.
    seed : int
        Of the sample that novelty is measured against.
    """
    facts = study.facts
    missing = _told_missing(facts)
    X = prepared.inputs[[feature.name for feature in features]].iloc[study.places]
    novelty: NoveltyReference | None = None
    try:
        novelty = fit_novelty(X, features, study.counted, scenario=scenario, seed=seed)
    except InputError as error:
        missing["novelty"] = str(error)
    shift: ShiftReference | None = None
    try:
        shift = describe_training(X, features, study.counted, scenario=scenario)
    except InputError as error:
        missing["shift"] = str(error)
    hierarchy, decisions = facts.hierarchy, facts.decisions
    return ModelTrust(
        calibrator=None if facts.calibration is None else facts.calibration.calibrator,
        set_rule=None if decisions is None else decisions.set_rule,
        decision_rule=None if decisions is None else decisions.decision_rule,
        novelty=novelty,
        shift=shift,
        tree=None if hierarchy is None else hierarchy.tree,
        certainty=None if hierarchy is None else hierarchy.threshold,
        promises=() if decisions is None else _promises(decisions),
        missing=missing,
    )


def _told_missing(facts: TrustFacts) -> dict[str, str]:
    """Say of each part of a model why it is not there, in the words of the report."""
    return {
        part: facts.missing[name] for part, name in _FOUND_BY if name in facts.missing
    }


def _promises(decisions: DecisionStudy) -> tuple[Promise, ...]:
    return tuple(
        Promise(
            max_error=scores.max_error,
            share_written=scores.written,
            error=scores.error_written,
            scenario=decisions.title,
            n_tracks=decisions.n_tracks,
            n_groups=decisions.n_groups,
        )
        for scores in decisions.by_level
    )
