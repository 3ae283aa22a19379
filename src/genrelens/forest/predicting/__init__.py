"""Predict class probabilities: rows are walked through trees of eight bytes a node."""

from genrelens.forest.predicting.probabilities import predict_proba

__all__ = ["predict_proba"]
