"""Tests of genrelens.cleaning.origins.resembling."""

from __future__ import annotations

import pytest

from genrelens.cleaning.cleaning import clean_table
from genrelens.cleaning.origins.resembling import (
    RESEMBLES,
    tell_resembling,
    tell_stand_ins,
)
from genrelens.ingest.reading import table_from_frame
from genrelens.schema.known_columns import known_column, spelt_as
from genrelens.schema.sound_columns import SOUND_COLUMNS
from genrelens.schema.spelling import normalise_header


def test_every_pair_is_of_two_registered_attributes() -> None:
    for ours, theirs in RESEMBLES.items():
        assert known_column(ours).is_audio
        assert known_column(theirs).is_audio


@pytest.mark.parametrize("known", SOUND_COLUMNS, ids=lambda known: known.name)
def test_no_measured_column_is_taken_for_one_of_a_service(known) -> None:
    found = spelt_as(normalise_header(known.name)[0])

    assert found is not None
    assert found.name == known.name


def test_a_table_that_holds_both_is_told() -> None:
    import pandas as pd

    frame = pd.DataFrame(
        {
            "genre": ["pop", "rock"] * 5,
            "Energy": [0.1, 0.25] * 5,
            "energy_estimate": [0.3, 0.45] * 5,
            "loudness": [-7.5, -9.25] * 5,
            "loudness_lufs": [-9.5, -11.25] * 5,
        }
    )
    table = clean_table(table_from_frame(frame))

    (found,) = [f for f in table.findings if f.code == "estimates-beside-originals"]
    assert "'energy_estimate' beside 'Energy'" in found.message
    assert "'loudness_lufs' beside 'loudness'" in found.message
    assert [c.name for c in table.columns][1:] == [
        "energy",
        "energy_estimate",
        "loudness",
        "loudness_lufs",
    ]


def test_a_table_with_one_kind_is_not() -> None:
    assert tell_resembling({"energy_estimate": "e", "loudness": "l"}) == ()


def test_what_was_not_taken_for_another_is_named_either_way() -> None:
    (ours,) = tell_stand_ins(["energy"], ["energy_estimate", "tempo"])
    (theirs,) = tell_stand_ins(["loudness_lufs"], ["loudness"])

    assert ours.startswith("'energy_estimate' was not taken for 'energy', which")
    assert theirs.startswith("'loudness' was not taken for 'loudness_lufs', which")
    assert tell_stand_ins(["energy"], ["tempo"]) == ()
