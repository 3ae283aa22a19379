"""Small networks of a user's own, built at test time."""

from __future__ import annotations

import json

import numpy as np
import pytest

RATE = 8_000
N_COLUMNS = 3


def _say(model, **facts) -> None:
    for name, value in facts.items():
        entry = model.metadata_props.add()
        entry.key = f"genrelens_{name}"
        entry.value = value if isinstance(value, str) else json.dumps(value)


@pytest.fixture
def make_network(tmp_path):
    """Build a model that gives the mean, mean square and largest of its samples."""
    onnx = pytest.importorskip("onnx")
    from onnx import TensorProto, helper, numpy_helper

    def make(name="mine.onnx", *, change=None, n_axes=2, **facts):
        axes = numpy_helper.from_array(np.array([n_axes - 1]), "axes")
        nodes = [
            helper.make_node("ReduceMean", ["sound", "axes"], ["mean"], keepdims=1),
            helper.make_node("Mul", ["sound", "sound"], ["square"]),
            helper.make_node("ReduceMean", ["square", "axes"], ["power"], keepdims=1),
            helper.make_node("ReduceMax", ["sound", "axes"], ["top"], keepdims=1),
            helper.make_node(
                "Concat", ["mean", "power", "top"], ["row"], axis=n_axes - 1
            ),
        ]
        shape = [1, "n_samples"][2 - n_axes :]
        graph = helper.make_graph(
            nodes,
            "three",
            [helper.make_tensor_value_info("sound", TensorProto.FLOAT, shape)],
            [helper.make_tensor_value_info("row", TensorProto.FLOAT, None)],
            [axes],
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)])
        model.ir_version = 9
        stated = {"name": "mine", "rate": RATE, "licence": "CC0"} | facts
        _say(model, **{key: each for key, each in stated.items() if each is not None})
        if change is not None:
            change(model)
        path = tmp_path / name
        path.write_bytes(model.SerializeToString())
        return path

    make.onnx = onnx
    return make
