"""Tests of genrelens.workflow.from_sound.after_training."""

from __future__ import annotations

from pathlib import Path

from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature
from genrelens.schema.known_columns import known_column
from genrelens.workflow.from_sound.after_training import tell_use

MODEL = Path("results/model.genrelens")


def feature(name: str) -> Feature:
    known = known_column(name)
    return Feature(name, known.label, Kind.NUMBER, known.unit, known.group, name, True)


def test_a_model_of_sound_is_told_to_name_files() -> None:
    assert tell_use([feature("tempo"), feature("tag_rock")], MODEL) == (
        f"To name the genres of music files: genrelens predict {MODEL} FOLDER "
        "--output genres.csv"
    )


def test_a_model_of_another_services_columns_cannot_hear_files() -> None:
    assert tell_use([feature("tempo"), feature("energy")], MODEL) == ""
