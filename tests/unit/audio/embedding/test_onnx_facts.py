"""What a network says of itself is believed only where it can be."""

from __future__ import annotations

import json

import pytest

from genrelens.audio.embedding.onnx_facts import NetworkFacts, read_facts
from genrelens.errors import InputError

WHOLE = {"name": "mine", "rate": 16_000, "licence": "CC0"}


@pytest.fixture
def beside(tmp_path):
    def write(**facts):
        file = tmp_path / "mine.onnx"
        (tmp_path / "mine.onnx.json").write_text(json.dumps(WHOLE | facts))
        return file

    return write


def test_the_file_beside_is_read(beside):
    facts = read_facts(beside(columns=["mine_a"], window_seconds=3), {})
    assert facts == NetworkFacts("mine", 16_000, "CC0", ("mine_a",), 3.0)


def test_without_it_the_networks_own_metadata_are(tmp_path):
    metadata = {f"genrelens_{name}": str(value) for name, value in WHOLE.items()}
    metadata |= {"genrelens_columns": '["mine_a", "mine_b"]', "author": "somebody"}
    facts = read_facts(tmp_path / "mine.onnx", metadata)
    assert facts.columns == ("mine_a", "mine_b")
    assert (facts.rate, facts.window_seconds) == (16_000, None)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": "My Net"}, "'name' is 'My Net'"),
        ({"name": None}, "'name' is missing"),
        ({"rate": 16_000.5}, "'rate' is '16000.5'"),
        ({"rate": True}, "'rate' is 'True'"),
        ({"rate": 10}, "from 4,000 to 192,000"),
        ({"licence": " "}, "'licence' is missing"),
        ({"columns": "mine_a"}, "'columns' must be a list"),
        ({"columns": ["Mine A"]}, "'Mine A', which is no such name"),
        ({"columns": ["mine_a", "mine_a"]}, "taken already"),
        ({"columns": ["tempo"]}, "'tempo', which is taken already"),
        ({"window_seconds": 0}, "'window_seconds' is '0'"),
        ({"window_seconds": "3"}, "must lie from 0.1 to 600"),
    ],
)
def test_a_fact_that_cannot_be_is_told_with_what_is_allowed(beside, change, told):
    with pytest.raises(InputError) as caught:
        read_facts(beside(**change), {})
    assert told in str(caught.value)
    assert "mine.onnx.json" in str(caught.value)


@pytest.mark.parametrize("text", ["{", "[]", '"x"', "[" * 100_000])
def test_a_file_beside_that_is_no_object_is_refused(tmp_path, text):
    (tmp_path / "mine.onnx.json").write_text(text)
    with pytest.raises(InputError, match=r"mine\.onnx\.json"):
        read_facts(tmp_path / "mine.onnx", {})


def test_nothing_said_asks_for_what_is_needed(tmp_path):
    with pytest.raises(InputError, match="'name' is missing"):
        read_facts(tmp_path / "mine.onnx", {})
