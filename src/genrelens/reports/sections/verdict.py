"""Open the page: what was tried, how it came out, and the figures that matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.reports.formatting import (
    count,
    interval,
    metric_formatter,
)
from genrelens.reports.glossary import term
from genrelens.reports.sections.trust.at_a_glance import calibrated_card, trust_cards

if TYPE_CHECKING:
    from genrelens.evaluation.results import ScenarioScores
    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.naming import Naming

__all__ = ["verdict_section"]

_OTHERS = ("majority_baseline", "random_rows", "locked_test", "given_test")
_HEADLINE = (
    "accuracy",
    "macro_auc_ovr",
    "balanced_accuracy",
    "top_3_accuracy",
)


def verdict_section(facts: ReportFacts, naming: Naming) -> dict[str, Any]:
    """Gather the opening.

    Returns
    -------
    dict
        ``sentences``, ``cards``, ``subtitle`` and ``warnings``.
    """
    evaluation = facts.evaluation
    headline = evaluation.scenarios[evaluation.headline]
    cards = [_card(headline, metric) for metric in _HEADLINE]
    calibration = facts.trust.calibration
    cards.append(
        _card(headline, "calibration_error")
        if calibration is None
        else calibrated_card(calibration)
    )
    cards[1:1] = trust_cards(facts.trust) + [
        _card(evaluation.scenarios[name], "accuracy")
        for name in _OTHERS
        if name in evaluation.scenarios
    ]
    return {
        "sentences": list(evaluation.verdict),
        "cards": [card for card in cards if card is not None],
        "is_small": evaluation.is_small,
        "is_better_than_chance": evaluation.is_better_than_chance,
        "p_value": evaluation.p_value,
        "facts": [
            ("rows", count(facts.n_tracks)),
            ("genres", count(len(naming.genres))),
            ("attributes", _n_attributes(facts)),
            (headline.group_words, count(headline.n_groups)),
        ],
    }


def _n_attributes(facts: ReportFacts) -> str:
    """Count the attributes, and of them those that the model was left with."""
    n_all = count(len(facts.features))
    chosen = facts.selection
    if chosen is None or not chosen.is_applied:
        return n_all
    return f"{count(len(chosen.chosen))} of {n_all}"


def _card(scores: ScenarioScores, metric: str) -> dict[str, Any] | None:
    estimate = scores.metrics.get(metric)
    if estimate is None:
        return None
    show = metric_formatter(metric)
    return {
        "title": term(metric).title.partition(" (")[0],
        "term": metric,
        "section": None,
        "value": show(estimate.value),
        "interval": interval(estimate, show),
        "scenario": scores.title,
        "kind": scores.scenario,
        "size": f"{count(scores.n_tracks)} tracks, "
        f"{count(scores.n_groups)} {scores.group_words}",
    }
