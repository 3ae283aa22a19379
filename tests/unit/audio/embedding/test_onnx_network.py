"""A user's own network hears by the same rules as ours, or is refused with a reason."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from genrelens.audio.embedding.onnx_network import open_onnx
from genrelens.errors import InputError

RATE = 8_000


@pytest.fixture
def sound() -> np.ndarray:
    return np.random.default_rng(2).normal(0.1, 0.3, 5 * RATE).astype(np.float32)


def _row(samples):
    return [samples.mean(), (samples**2).mean(), samples.max()]


@pytest.mark.parametrize("n_axes", [1, 2])
def test_it_gives_the_networks_own_numbers(make_network, sound, n_axes):
    network = open_onnx(make_network(n_axes=n_axes))
    assert (network.name, network.rate) == ("mine", RATE)
    assert network.columns == ("mine_1", "mine_2", "mine_3")
    heard = network.hear(sound)
    assert heard.dtype == np.float32
    np.testing.assert_allclose(heard, _row(sound), rtol=1e-4)


def test_windows_are_averaged_and_what_is_left_is_not_heard(make_network, sound):
    network = open_onnx(make_network(window_seconds=2.0))
    windows = sound[: 4 * RATE].reshape(2, -1)
    expected = np.mean([_row(window) for window in windows], axis=0)
    np.testing.assert_allclose(network.hear(sound), expected, rtol=1e-4)


def test_a_short_stretch_is_repeated(make_network, sound):
    network = open_onnx(make_network(window_seconds=2.0))
    repeated = np.resize(sound[:RATE], 2 * RATE)
    np.testing.assert_allclose(network.hear(sound[:RATE]), _row(repeated), rtol=1e-4)


def test_named_columns_are_kept_and_their_number_is_checked(make_network):
    names = ["mine_mean", "mine_power", "mine_top"]
    assert open_onnx(make_network(columns=names)).columns == tuple(names)
    with pytest.raises(InputError, match="gives 3 numbers, but 2 columns"):
        open_onnx(make_network(columns=names[:2]))


def test_the_digest_tells_networks_and_their_facts_apart(make_network):
    first = open_onnx(make_network("a.onnx")).digest
    assert open_onnx(make_network("b.onnx")).digest == first
    assert open_onnx(make_network("c.onnx", window_seconds=1.0)).digest != first


def test_numbers_that_are_not_finite_are_refused(make_network, sound):
    def change(model):
        model.graph.node[1].op_type = "Div"  # silence divided by itself

    with pytest.raises(InputError, match="not finite"):
        open_onnx(make_network(change=change))


def test_silence_no_sample_and_damage_are_told(make_network, sound):
    network = open_onnx(make_network())
    sound[7] = np.nan
    for samples in (sound, sound[:0], np.zeros((4, 2), dtype=np.float32)):
        with pytest.raises(InputError, match="one channel with at least one sample"):
            network.hear(samples)


def test_two_inputs_are_refused(make_network):
    def change(model):
        model.graph.input.append(model.graph.input[0])
        model.graph.input[1].name = "more"

    with pytest.raises(InputError, match="must be one of single precision"):
        open_onnx(make_network(change=change))


def test_an_operation_that_onnxruntime_does_not_know_is_refused(make_network):
    def change(model):
        model.graph.node[1].op_type = "RunMyCode"
        model.graph.node[1].domain = "of.my.own"
        model.opset_import.add().domain = "of.my.own"
        model.opset_import[1].version = 1

    with pytest.raises(InputError, match="onnxruntime refuses it"):
        open_onnx(make_network(change=change))


def test_without_onnxruntime_the_remedy_is_told(make_network, monkeypatch):
    path = make_network()
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(InputError, match=r'pip install "genrelens\[onnx\]"'):
        open_onnx(path)
