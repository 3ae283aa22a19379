"""Everything the report page tells, gathered before any of it is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from genrelens.reports.trust_facts import TrustFacts

if TYPE_CHECKING:
    import pandas as pd

    from genrelens.cleaning.track_table import TrackTable
    from genrelens.evaluation.results import Evaluation
    from genrelens.explanation.results import (
        Importance,
        ResponseCurve,
        ShapleyTable,
        StressTest,
        TrackExplanation,
    )
    from genrelens.features.reference import FeatureReference
    from genrelens.features.selection import SelectionResult
    from genrelens.models.genre_model import ModelKind
    from genrelens.schema.features import Feature

__all__ = ["ReportFacts", "SampleTrack"]


@dataclass(frozen=True, slots=True)
class SampleTrack:
    """One track that the page lets its reader pick.

    Parameters
    ----------
    title, artist : str
        As in the table; empty where it has none.
    true_genre, predicted_genre : str
        The label, and the out-of-fold prediction.
    probabilities : dict of str to float
        Of all genres, out of fold.
    explanation : TrackExplanation
        Why the predicted genre rather than the runner-up (or the true one,
        where the prediction is wrong).
    line : int
        Line of the table's file.
    """

    title: str
    artist: str
    true_genre: str
    predicted_genre: str
    probabilities: dict[str, float]
    explanation: TrackExplanation
    line: int


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What the page tells, top to bottom.

    Parameters
    ----------
    table : TrackTable
        Source, columns, ledger, findings and drops.
    target : str
        Header of the genre column; `target_why` tells how it was found.
    n_tracks : int
        Tracks trained on.
    genre_counts : dict of str to int
        Tracks of each genre, most frequent first.
    features, references
        What the model learns from, and the statistics of each.
    evaluation, importance, selection, responses, stress, shapley, tracks
        Results of the stages. One that could not be made is None (or empty),
        and `missing` then holds its name and the sentence that says why:
        keys ``importance``, ``selection``, ``responses``, ``stress``,
        ``shapley``, ``tracks``.
    settings : dict of str to str
        What was asked for: seed, trees, leaf minimum, command.
    versions : dict of str to str
        Of this package, Python and the libraries that matter.
    hashes : dict of str to str
        SHA-256 of the table, and of the model file.
    is_made_up : bool
        True for the sample that the package draws; the page says so.
    model : "forest" or "linear"
        What was trained.
    trust : TrustFacts
        How far the model can be trusted; parts that were not made say why.
    """

    table: TrackTable
    target: str
    target_why: str
    n_tracks: int
    genre_counts: dict[str, int]
    features: tuple[Feature, ...]
    references: tuple[FeatureReference, ...]
    feature_frame: pd.DataFrame
    evaluation: Evaluation
    importance: Importance | None
    selection: SelectionResult | None
    responses: tuple[ResponseCurve, ...]
    stress: tuple[StressTest, ...]
    shapley: ShapleyTable | None
    tracks: tuple[SampleTrack, ...]
    missing: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    is_made_up: bool = False
    model: ModelKind = "forest"
    trust: TrustFacts = field(default_factory=TrustFacts)
