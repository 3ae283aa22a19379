"""The engine: grow, pack, predict, and Shapley values for all classes at once."""

from genrelens.forest.explaining import Explanation, explain
from genrelens.forest.growing import grow
from genrelens.forest.packed import PackedForest, validate
from genrelens.forest.predicting import predict_proba
from genrelens.forest.readers.reading import read_model
from genrelens.forest.readers.tree_model import TreeModel
from genrelens.forest.shapley.interactions import InteractionValues, interaction_values
from genrelens.forest.shapley.interventional import interventional_values
from genrelens.forest.shapley.path_dependent import shapley_values
from genrelens.forest.shapley.values import ShapleyValues

__all__ = [
    "Explanation",
    "InteractionValues",
    "PackedForest",
    "ShapleyValues",
    "TreeModel",
    "explain",
    "grow",
    "interaction_values",
    "interventional_values",
    "predict_proba",
    "read_model",
    "shapley_values",
    "validate",
]
