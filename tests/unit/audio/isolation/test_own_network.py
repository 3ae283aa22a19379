"""A user's own network is a stranger's file: only a child with limits opens it."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile

from genrelens.audio.analysis import AnalysisOptions
from genrelens.audio.embedding import onnx_network
from genrelens.audio.embedding.hearing import KnownNetwork
from genrelens.audio.embedding.onnx_network import open_onnx
from genrelens.audio.isolation import one_child
from genrelens.audio.isolation.own_network import learn_network
from genrelens.errors import InputError
from genrelens.workflow.extracting.extracting import extract_folder
from genrelens.workflow.extracting.requests import ExtractRequest


def learn(path) -> KnownNetwork:
    return learn_network(AnalysisOptions(network=str(path)))


def test_what_is_learned_is_what_opening_it_gives(make_network) -> None:
    path = make_network()
    opened = open_onnx(path)
    assert learn(path) == KnownNetwork(
        opened.name, opened.columns, opened.rate, opened.digest
    )


def test_an_extraction_never_opens_it_in_this_process(
    make_network, tmp_path, monkeypatch
) -> None:
    path = make_network()
    monkeypatch.setattr(onnx_network, "read_onnx", None)
    music = tmp_path / "music"
    music.mkdir()
    tone = 0.3 * np.sin(np.arange(4 * 8_000) / 5)
    soundfile.write(music / "a.wav", tone, 8_000)
    request = ExtractRequest(
        music, network=str(path), cache=tmp_path / "c.sqlite", workers=1
    )
    found = extract_folder(request)
    assert found.errors.empty
    assert found.network == "mine"
    assert found.frame["mine_2"].tolist() == pytest.approx([0.045], rel=0.01)
    assert extract_folder(request).n_unchanged == 1


def test_one_that_takes_all_memory_is_refused_with_a_reason(make_network) -> None:
    from onnx import helper, numpy_helper

    def change(model):
        shape = numpy_helper.from_array(np.array([1, 1 << 36]), "huge")
        model.graph.initializer.append(shape)
        model.graph.node[1].CopyFrom(
            helper.make_node("Expand", ["mean", "huge"], ["square"])
        )

    with pytest.raises(InputError, match=r"huge\.onnx"):
        learn(make_network("huge.onnx", change=change))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import os; os.kill(os.getpid(), 11)", "SIGSEGV"),
        ("import os; os.kill(os.getpid(), 24)", "60 seconds"),
        ("import time; time.sleep(60)", "not ready after"),
        ("print('rubbish', flush=True)", "does not say"),
        ('print(\'{"ready": true, "network": {"name": 1}}\')', "does not say"),
    ],
)
def test_one_that_breaks_its_child_is_refused_with_a_reason(
    monkeypatch, code, words
) -> None:
    monkeypatch.setattr(one_child, "_PROGRAM", ("-c", code))
    monkeypatch.setattr(one_child, "_START_SECONDS", 2.0)
    with pytest.raises(InputError, match=words) as caught:
        learn("mine.onnx")
    assert "mine.onnx" in str(caught.value)


def test_a_refusal_is_told_in_its_own_words(tmp_path) -> None:
    with pytest.raises(InputError, match=r"gone\.onnx"):
        learn(tmp_path / "gone.onnx")
