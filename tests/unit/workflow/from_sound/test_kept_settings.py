"""Tests of genrelens.workflow.from_sound.kept_settings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from genrelens.errors import BundleError
from genrelens.workflow.extracting.sound_settings import SoundSettings
from genrelens.workflow.from_sound.kept_settings import (
    facts_of_reading,
    settings_of,
    tell_disagreement,
)

HEARD = SoundSettings(30.0, "music-tags", "ab" * 32)


def test_settings_that_agree_are_not_told() -> None:
    assert tell_disagreement(HEARD, HEARD) == ()


def test_another_network_and_another_length_are_told() -> None:
    (length, network) = tell_disagreement(
        HEARD, replace(HEARD, seconds=10.0, network_digest="cd" * 32)
    )

    assert "heard for 30 seconds, these for 10" in length
    assert "abababababab… against cdcdcdcdcdcd…" in network
    assert "not to be trusted" in network


def test_a_model_without_a_network_has_nothing_to_disagree_on() -> None:
    assert tell_disagreement(HEARD, SoundSettings(30.0, "none")) == ()


def test_a_model_that_does_not_know_says_so() -> None:
    (told,) = tell_disagreement(None, HEARD)

    assert "does not know how the sound of its table was measured" in told


def test_a_model_gives_back_what_it_keeps_and_damage_is_refused(small_run) -> None:
    trained = small_run.result.model
    knows = replace(trained, training={"sound": HEARD.to_dict()})

    assert settings_of(trained) is None
    assert settings_of(knows) == HEARD
    with pytest.raises(BundleError, match="In the model file"):
        settings_of(replace(trained, training={"sound": [1]}))


def test_a_table_of_a_service_keeps_its_rule_alone(small_run) -> None:
    table = small_run.result.prepared.checked.table

    told = facts_of_reading(small_run.request, table, np.arange(5))
    assert told == {"several_genres": "first"}
