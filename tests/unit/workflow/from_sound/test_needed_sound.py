"""Tests of genrelens.workflow.from_sound.needed_sound."""

from __future__ import annotations

from dataclasses import replace

import pytest

from genrelens.errors import InputError
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature
from genrelens.workflow.from_sound.needed_sound import needed_of

SOUND = {"seconds": 20.0, "network": "music-tags", "network_digest": "ab"}


def model(small_run, names: list[str], **training):
    """Give a model that claims to have learnt these columns."""
    features = tuple(
        Feature(name, name, Kind.NUMBER, "", "sound", name, True) for name in names
    )
    return replace(small_run.result.model, features=features, training=training)


def test_a_model_of_tags_needs_their_network(small_run) -> None:
    needed = needed_of(model(small_run, ["tag_rock", "tempo"], sound=SOUND))

    assert (needed.network, needed.seconds) == ("music-tags", 20.0)


def test_a_model_of_measures_alone_needs_no_network(small_run) -> None:
    needed = needed_of(model(small_run, ["loudness_lufs", "tempo"], sound=SOUND))

    assert needed.network == "none"


def test_tags_are_heard_though_the_settings_are_not_known(small_run) -> None:
    needed = needed_of(model(small_run, ["tag_rock"]))

    assert (needed.network, needed.seconds, needed.settings) == (
        "music-tags",
        30.0,
        None,
    )


def test_a_network_of_the_users_own_is_opened_again(small_run) -> None:
    own = SOUND | {"network": "/networks/mine.onnx"}

    assert needed_of(model(small_run, ["e1", "e2"], sound=own)).network == (
        "/networks/mine.onnx"
    )


def test_a_model_that_learnt_mostly_elsewhere_is_refused_by_name(small_run) -> None:
    names = ["energy", "valence", "danceability", "tempo"]
    with pytest.raises(InputError) as refused:
        needed_of(model(small_run, names))

    assert str(refused.value).startswith(
        "The model learnt 3 of its 4 attributes from columns that music files do not "
        "give: 'energy', 'valence', 'danceability'."
    )


def test_a_model_that_lacks_less_than_half_is_answered(small_run) -> None:
    names = ["popularity", "tempo", "loudness_lufs"]

    assert needed_of(model(small_run, names, sound=SOUND)).network == "none"
