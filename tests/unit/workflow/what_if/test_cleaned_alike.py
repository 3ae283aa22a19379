"""What-if takes just the values that predict takes as they stand."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from genrelens.errors import ColumnError
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature
from genrelens.schema.reading_recipe import ReadingRecipe
from genrelens.workflow.scoring.one_track import answer_track
from genrelens.workflow.scoring.open_model import open_model
from genrelens.workflow.what_if.answering import what_if
from genrelens.workflow.what_if.cleaned_alike import refuse_changed


def _feature(name: str, unit: str, reader: str, own: str = "") -> Feature:
    recipe = ReadingRecipe(f"my {name}", reader, name, unit=own)
    return Feature(name, name, recipe.kind, unit, "", recipe.header, True, recipe)


SCENE = Feature(
    *("scene", "scene", Kind.CATEGORY, "", "", "scene", False),
    ReadingRecipe("scene", "category"),
)


@pytest.fixture(scope="module")
def opened(small_run):
    return open_model(small_run.model)


_VALUES = st.one_of(
    st.integers(-10_000, 10_000),
    st.floats(-400, 400),
    st.floats(0, 1),
    st.sampled_from([0, -1, -99, -999, 12, 201, 1999, 2003.5, 240_000, 1e6, 3e37]),
)


def test_an_accepted_value_gives_the_numbers_of_predict(opened, values) -> None:
    features = [f for f in opened.trained.features if f.kind is Kind.NUMBER]
    of_100 = {
        feature.name
        for feature in features
        if feature.recipe is not None and feature.recipe.unit == "%"
    }

    @settings(max_examples=120, deadline=None)
    @given(st.sampled_from([f.name for f in features]), _VALUES)
    @example("tempo", 0)
    @example("loudness", -3000)
    @example("duration_ms", 201)
    def check(name: str, value: float) -> None:
        track = {**values, name: value}
        cells = {
            each: cell * 100 if each in of_100 and cell is not None else cell
            for each, cell in track.items()
        }
        told = answer_track(opened, cells).tracks[0].probabilities
        with suppress(ColumnError):
            found = what_if(opened.trained, track).probabilities
            assert list(found.values()) == pytest.approx(list(told.values()))

    check()


@pytest.mark.parametrize(
    ("feature", "value", "told"),
    [
        (
            _feature("tempo", "BPM", "number"),
            0.0,
            "'0 BPM' was given, and .* read as missing. Give a number from 20 to 300",
        ),
        (
            _feature("loudness", "dB", "loudness"),
            -3000.0,
            "'−3000 dB' was given, .* as −3.0 dB. Give a number from −70 to 10 dB",
        ),
        (
            _feature("year", "year", "year"),
            12.0,
            "'12' .* missing. Give a whole number from 1900 to 2100",
        ),
        (_feature("year", "year", "year"), 2003.5, "Give a whole number"),
        (_feature("key", "pitch class", "key"), 5.5, "whole number from 0 to 11"),
        (_feature("speechiness", "", "share"), -1.0, "number from 0 to 1"),
        (_feature("speechiness", "", "share", "%"), -0.01, "read as missing"),
        (
            _feature("duration_ms", "ms", "duration", "s"),
            201.0,
            "'201 ms' .* read as 3:21 min. Give a number from 1000 to 21,600,000 ms",
        ),
        (SCENE, "  jazz ", "read as 'jazz'"),
        (SCENE, "n/a", "read as missing. Give a level"),
    ],
)
def test_a_value_that_a_table_means_otherwise_is_refused(feature, value, told) -> None:
    with pytest.raises(ColumnError, match=told):
        refuse_changed(feature, value)


@pytest.mark.parametrize(
    ("feature", "value"),
    [
        (_feature("tempo", "BPM", "number"), 100_000.0),
        (_feature("duration_ms", "ms", "duration", "s"), 201_000.0),
        (_feature("speechiness", "", "share", "%"), 0.4),
        (_feature("year", "year", "year"), 1999.0),
        (_feature("bounce", "", "number"), -999.0),
        (SCENE, "jazz"),
    ],
)
def test_what_predict_takes_as_it_stands_is_taken(feature, value) -> None:
    refuse_changed(feature, value)


def test_every_value_of_the_collection_is_taken(trained, collection) -> None:
    for feature in trained.features:
        if feature.kind is Kind.NUMBER:
            cells = collection.inputs[feature.name].to_numpy()
            for value in np.unique(cells[~np.isnan(cells)])[::23]:
                refuse_changed(feature, float(value))
