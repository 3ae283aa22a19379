"""A file that reaches outside of itself is refused, wherever it does so."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genrelens.audio.embedding import onnx_file
from genrelens.audio.embedding.onnx_file import metadata_of, read_onnx
from genrelens.errors import InputError


def _reach_out(tensor) -> None:
    tensor.ClearField("raw_data")
    tensor.data_location = 1
    place = tensor.external_data.add()
    place.key, place.value = "location", "../secret.bin"


def test_a_whole_model_is_read_with_its_metadata(make_network):
    path = make_network(licence="CC0")
    content = read_onnx(path)
    assert content == path.read_bytes()
    assert metadata_of(content)["genrelens_licence"] == "CC0"


def test_numbers_of_the_graph_in_another_file_are_refused(make_network):
    path = make_network(change=lambda model: _reach_out(model.graph.initializer[0]))
    with pytest.raises(InputError, match="numbers in other files"):
        read_onnx(path)


@pytest.mark.parametrize("depth", [0, 1, 3])
def test_numbers_of_a_constant_however_deep_are_refused(make_network, depth):
    def change(model):
        from onnx import AttributeProto

        graph = model.graph
        for _ in range(depth):
            attribute = graph.node.add(op_type="If").attribute.add(name="then_branch")
            attribute.type = AttributeProto.GRAPH
            graph = attribute.g
        attribute = graph.node.add(op_type="Constant").attribute.add(name="value")
        attribute.type = AttributeProto.TENSOR
        _reach_out(attribute.t)

    with pytest.raises(InputError, match="numbers in other files"):
        read_onnx(make_network(change=change))


@pytest.mark.parametrize("part", ["values", "indices"])
def test_sparse_numbers_and_functions_are_looked_through(make_network, part):
    def sparse(model):
        _reach_out(getattr(model.graph.sparse_initializer.add(), part))

    def function(model):
        node = model.functions.add(name="f").node.add(op_type="Constant")
        _reach_out(node.attribute.add(name="value").tensors.add())

    for change in (sparse, function):
        with pytest.raises(InputError, match="numbers in other files"):
            read_onnx(make_network(change=change))


def test_graphs_nested_too_deep_are_refused(make_network):
    def change(model):
        graph = model.graph
        for _ in range(20):
            graph = graph.node.add(op_type="If").attribute.add(name="b").g
            graph.name = "deeper"

    with pytest.raises(InputError, match="nests graphs"):
        read_onnx(make_network(change=change))


def test_a_large_file_and_another_kind_of_file_are_refused(
    make_network, tmp_path, monkeypatch
):
    path = make_network()
    (tmp_path / "text.onnx").write_text("not a network")
    with pytest.raises(InputError):
        read_onnx(tmp_path / "text.onnx")
    (tmp_path / "empty.onnx").write_bytes(b"")
    with pytest.raises(InputError, match="not an ONNX model"):
        read_onnx(tmp_path / "empty.onnx")
    monkeypatch.setattr(onnx_file, "MOST_BYTES", 10)
    with pytest.raises(InputError, match="at most 10 are read"):
        read_onnx(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(changes=st.lists(st.tuples(st.integers(0), st.integers(1, 255)), max_size=4))
def test_a_damaged_file_is_read_or_refused(make_network, changes):
    path = make_network()
    content = np.frombuffer(path.read_bytes(), dtype=np.uint8).copy()
    for place, change in changes:
        content[place % len(content)] ^= change
    path.write_bytes(content.tobytes())
    with suppress(InputError):  # any other error fails
        metadata_of(read_onnx(path))
