from __future__ import annotations

import pytest

from genrelens.errors import InputError
from genrelens.server.open_inference.shapes import InferenceRequest
from genrelens.server.open_inference.tensors import (
    describe_inputs,
    describe_outputs,
    outputs_of,
    tracks_of,
)
from genrelens.workflow.scoring.many_tracks import answer_tracks
from genrelens.workflow.scoring.open_model import open_model


@pytest.fixture(scope="module")
def model(small_run):
    return open_model(small_run.model)


def asked(*inputs: dict) -> InferenceRequest:
    usual = {"name": "tempo", "shape": [2], "datatype": "FP64", "data": [120.0, None]}
    return InferenceRequest(inputs=[{**usual, **one} for one in inputs])


def test_inputs_become_tracks_and_null_is_not_known(model) -> None:
    key = {"name": "key", "shape": [2, 1], "datatype": "INT32", "data": [[3], [4]]}
    assert tracks_of(model, asked({}, key)) == [
        {"tempo": 120.0, "key": 3},
        {"tempo": None, "key": 4},
    ]


def test_zeros_and_ones_of_a_flag_are_no_and_yes(model) -> None:
    flag = {"name": "mode", "datatype": "BOOL", "data": [0, 1]}
    assert tracks_of(model, asked(flag)) == [{"mode": False}, {"mode": True}]


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ([{"shape": [3]}], "asks for 3 values, and 2 were given"),
        ([{}, {}], "is given twice"),
        ([{}, {"name": "key", "shape": [1], "data": [1]}], "for the same tracks"),
        ([{"shape": [1, 2]}], "2 columns, and the model learnt from 16"),
        ([{"data": ["fast", 1.0]}], "said to hold FP64, and one value is 'fast'"),
        ([{"data": [True, 1.0]}], "said to hold FP64"),
        ([{"shape": [0], "data": []}], "0 tracks were given"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_was_found(model, inputs, words) -> None:
    with pytest.raises(InputError, match=words):
        tracks_of(model, asked(*inputs))


def test_every_output_of_the_metadata_can_be_asked_for(model) -> None:
    answers = answer_tracks(model, [{"tempo": 120}, {"tempo": None}]).tracks
    for told in describe_outputs(model):
        (found,) = outputs_of(model, answers, [told])
        assert (found.name, found.datatype) == (told.name, told.datatype)
        assert found.shape == [2, *told.shape[1:]]
    assert len(describe_inputs(model)) == len(model.trained.features)


def test_a_track_of_which_nothing_is_known_has_no_probabilities(model) -> None:
    answers = answer_tracks(model, [{"tempo": None}]).tracks
    genre, probabilities, _ = outputs_of(model, answers, None)
    assert genre.data == [""]
    assert set(probabilities.data) == {None}
