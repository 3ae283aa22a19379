"""The engine: grow, pack, predict, and Shapley values for all classes at once."""

from genrelens.forest.growing import grow
from genrelens.forest.packed import PackedForest, validate
from genrelens.forest.predicting import predict_proba
from genrelens.forest.shapley.path_dependent import shapley_values
from genrelens.forest.shapley.values import ShapleyValues

__all__ = [
    "PackedForest",
    "ShapleyValues",
    "grow",
    "predict_proba",
    "shapley_values",
    "validate",
]
