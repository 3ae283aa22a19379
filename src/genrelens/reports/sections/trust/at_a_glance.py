"""Say on four cards what the trust analyses come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.reports.formatting import count, interval, percent, points

if TYPE_CHECKING:
    from genrelens.evaluation.calibration.results import CalibrationStudy
    from genrelens.evaluation.honesty.results import HonestyGap
    from genrelens.evaluation.labels.results import LabelsStudy
    from genrelens.evaluation.prediction_sets.results import DecisionStudy
    from genrelens.reports.trust_facts import TrustFacts

__all__ = ["calibrated_card", "trust_cards"]


def trust_cards(trust: TrustFacts) -> list[dict[str, Any]]:
    """Give a card each for the gap, what could be written, and doubtful labels.

    Parameters
    ----------
    trust : TrustFacts
        A part that was not made has no card; its section says why.

    Returns
    -------
    list of dict
        ``title``, ``term``, ``section``, ``value``, ``interval``, ``scenario``,
        ``kind`` and ``size``, as the verdict's own cards.
    """
    cards = []
    if trust.honesty is not None:
        cards.append(_gap_card(trust.honesty))
    if trust.decisions is not None:
        cards.append(_written_card(trust.decisions))
    if trust.labels is not None:
        cards.append(_labels_card(trust.labels))
    return cards


def calibrated_card(study: CalibrationStudy) -> dict[str, Any]:
    """Give the calibration error of the probabilities that the model hands out."""
    error = study.after.calibration_error
    before = percent(study.before.calibration_error.value)
    return {
        "title": "Calibration error",
        "term": "calibration_error",
        "section": "calibration",
        "value": percent(error.value),
        "interval": interval(error, percent),
        "scenario": f"{study.title}; {before} before correction",
        "kind": "calibrated",
        "size": f"{count(study.n_tracks)} tracks, "
        f"{count(study.n_groups)} {study.group_words}",
    }


def _gap_card(gap: HonestyGap) -> dict[str, Any]:
    found = gap.total.accuracy
    return {
        "title": "Flattery of a random split",
        "term": "honesty_gap",
        "section": "honesty",
        "value": f"{points(found.value)} points",
        "interval": f"{points(found.low)} to {points(found.high)}",
        "scenario": f"accuracy, random rows minus {gap.scenario}",
        "kind": "gap",
        "size": f"{count(gap.n_tracks)} tracks, "
        f"{count(gap.n_groups)} {gap.group_words}",
    }


def _written_card(study: DecisionStudy) -> dict[str, Any]:
    found = study.decided
    return {
        "title": "Genres that could be written",
        "term": "decision",
        "section": "decisions",
        "value": percent(found.written.value),
        "interval": interval(found.written, percent),
        "scenario": f"share of tracks, {study.title}; at most "
        f"{found.max_error * 100:g}\u00a0% of them wrong",
        "kind": "written",
        "size": f"{count(study.n_tracks)} tracks, "
        f"{count(study.n_groups)} {study.group_words}",
    }


def _labels_card(study: LabelsStudy) -> dict[str, Any]:
    audit = study.audit
    return {
        "title": "Labels that look wrong",
        "term": "stray_label",
        "section": "labels",
        "value": percent(audit.stray.value),
        "interval": interval(audit.stray, percent),
        "scenario": f"{audit.scenario}; {count(len(audit.doubted))} rows to look at",
        "kind": "stray",
        "size": f"{count(audit.n_tracks)} rows, {count(audit.n_groups)} groups",
    }
