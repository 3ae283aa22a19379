"""Each attribute may take what the collection holds, and nothing else."""

from __future__ import annotations

import numpy as np

from genrelens.explanation.flipping.axes import lay_out_axes


def test_levels_flags_keys_and_years_are_listed_and_numbers_are_not(made_up) -> None:
    axes = {axis.feature.name: axis for axis in made_up.axes}
    assert axes["explicit"].settings == (0.0, 1.0)
    assert axes["key"].settings == tuple(map(float, range(12)))
    assert set(axes["label"].settings) == {"Roots", "Deep", "Works"}
    assert axes["year"].settings[0] == made_up.frame["year"].min()
    assert axes["tempo"].settings == ()
    assert axes["tempo"].rounded.tolist() == np.round(axes["tempo"].rounded).tolist()
    assert len(axes["tempo"].rounded) > 50


def test_codes_of_a_category_are_those_of_the_encoder(made_up) -> None:
    axis = next(axis for axis in made_up.axes if axis.feature.name == "label")
    frame = made_up.frame.head(20)
    encoded = made_up.model.encoder_.transform(frame)[:, axis.columns]
    told = np.array([axis.codes[axis.settings.index(x)] for x in frame["label"]])
    assert np.array_equal(encoded, told)


def test_an_attribute_that_training_never_saw_is_not_moved(made_up) -> None:
    fewer = [each for each in made_up.references if each.name != "tempo"]
    axes = lay_out_axes(made_up.features, fewer, made_up.model.encoder_)
    assert "tempo" not in [axis.feature.name for axis in axes]
