"""What a saved model carries: the model, its features, and what training found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from genrelens.bundle.model_trust import ModelTrust
    from genrelens.features.reference import FeatureReference
    from genrelens.models.genre_model import GenreModel
    from genrelens.schema.features import Feature

__all__ = ["TrainedModel"]


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """A trained model with all that is needed to use and to judge it.

    Parameters
    ----------
    model : GenreForest or LinearModel
        Fitted.
    features : tuple of Feature
        In the order of the model's columns.
    references : tuple of FeatureReference
        What training saw of each feature, in the same order; empty where the
        model was fitted directly and nobody looked.
    genres : tuple of str
        In the order of the model's probabilities.
    target : str
        Header of the genre column; empty where there was none.
    headline : str
        Key of the scenario that `scores` come from; empty where not scored.
    scores : dict
        Plain values: the headline scenario's metrics, with their counts.
    training : dict
        Plain values: SHA-256 of the table, tracks, groups, seed, settings.
    versions : dict of str to str
        Of this package, Python and the libraries, when the model was trained.
    trust : ModelTrust, optional
        Calibration, decisions, novelty and the description of training; None
        where nobody looked for them, as in files of format 1.0.
    """

    model: GenreModel
    features: tuple[Feature, ...]
    references: tuple[FeatureReference, ...]
    genres: tuple[str, ...]
    target: str = ""
    headline: str = ""
    scores: dict[str, Any] = field(default_factory=dict)
    training: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    trust: ModelTrust | None = None
