"""What a training run found out about how far its model can be trusted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from genrelens.evaluation.calibration.results import CalibrationStudy
    from genrelens.evaluation.comparing.results import ModelComparison
    from genrelens.evaluation.hierarchy.results import HierarchicalScores
    from genrelens.evaluation.honesty.results import HonestyGap
    from genrelens.evaluation.labels.results import LabelsStudy
    from genrelens.evaluation.leak_prices.results import LeakPrices
    from genrelens.evaluation.overlap.results import GenreOverlap
    from genrelens.evaluation.prediction_sets.results import DecisionStudy
    from genrelens.evaluation.sufficiency.results import Sufficiency

__all__ = ["TRUST_PARTS", "TrustFacts"]

TRUST_PARTS = (
    "honesty",
    "leaks",
    "comparison",
    "overlap",
    "hierarchy",
    "calibration",
    "decisions",
    "labels",
    "sufficiency",
)
"""Names of the parts, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class TrustFacts:
    """Results of the trust analyses; one that could not be made is None.

    Parameters
    ----------
    honesty : HonestyGap or None
        How much better the model looks under easier ways of splitting.
    leaks : LeakPrices or None
        What each leak of the table is worth.
    comparison : ModelComparison or None
        Other models on the same folds.
    overlap : GenreOverlap or None
        Genres that these columns cannot tell apart.
    hierarchy : HierarchicalScores or None
        Scores on the family tree of genres.
    calibration : CalibrationStudy or None
        Whether probabilities mean what they say.
    decisions : DecisionStudy or None
        What can be written, asked or left alone.
    labels : LabelsStudy or None
        Doubtful labels, and several genres a track.
    sufficiency : Sufficiency or None
        What more tracks or other columns would bring.
    missing : dict of str to str
        Part that is None, and the sentence that says why.
    """

    honesty: HonestyGap | None = None
    leaks: LeakPrices | None = None
    comparison: ModelComparison | None = None
    overlap: GenreOverlap | None = None
    hierarchy: HierarchicalScores | None = None
    calibration: CalibrationStudy | None = None
    decisions: DecisionStudy | None = None
    labels: LabelsStudy | None = None
    sufficiency: Sufficiency | None = None
    missing: dict[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Give all parts as plain values, ready for JSON."""
        parts = {name: getattr(self, name) for name in TRUST_PARTS}
        return {
            **{
                name: None if part is None else part.to_dict()
                for name, part in parts.items()
            },
            "not_made": dict(self.missing),
        }
