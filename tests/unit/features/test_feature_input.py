"""Tests of genrelens.features.feature_input."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from genrelens.cleaning.track_table import CellRemark
from genrelens.features.feature_input import features_for, recipes_for
from genrelens.features.feature_table import build_features
from genrelens.features.reference import describe_features
from genrelens.schema.columns import Kind, Role
from genrelens.schema.reading_recipe import ReadingRecipe


@pytest.fixture
def trained(make_table, tempo_column):
    table = make_table(
        {
            "tempo": (Role.FEATURE, Kind.NUMBER, [90, 120, 150, None], tempo_column),
            "live": (Role.FEATURE, Kind.FLAG, [1, 0, 1, 0]),
            "mood": (Role.FEATURE, Kind.CATEGORY, ["calm", "wild", "calm", None]),
            "bars": (Role.FEATURE, Kind.CATEGORY, ["4", "3", "4", "4"]),
        },
        headers={"tempo": "Tempo (BPM)"},
    )
    features, frame = build_features(table)
    references = describe_features(features, frame, np.array(["a", "b", "a", "b"]))
    return table, features, references, frame


def test_the_training_table_itself_gives_its_own_features_and_no_problem(trained):
    table, features, references, frame = trained

    found, problems = features_for(features, references, table)

    assert found.equals(frame)
    assert problems.missing == ()
    assert problems.notes == ()
    assert problems.rows.texts == ("", "", "", "without tempo, mood")


def test_columns_follow_the_models_order_whatever_their_role(trained, make_table):
    _, features, references, _ = trained
    table = make_table(
        {
            "bars": (Role.CONSTANT, Kind.CATEGORY, ["4", "4"]),
            "mood": (Role.FEATURE, Kind.CATEGORY, ["calm", "wild"]),
            "Tempo (BPM)": (Role.FEATURE, Kind.NUMBER, [100, 110]),
            "live": (Role.CONSTANT, Kind.FLAG, [1, 1]),
            "extra": (Role.FEATURE, Kind.NUMBER, [1, 2]),
        }
    )

    found, problems = features_for(features, references, table)

    assert list(found.columns) == ["tempo", "live", "mood", "bars"]
    assert found["tempo"].tolist() == [100, 110], "found by its header in training"
    assert problems.notes == ()


def test_values_that_training_never_saw_are_told_per_row_and_in_total(
    trained, make_table, tempo_column
):
    _, features, references, _ = trained
    table = make_table(
        {
            "tempo": (Role.FEATURE, Kind.NUMBER, [260, 10, None, 120], tempo_column),
            "live": (Role.FEATURE, Kind.FLAG, [1, 0, 1, 0]),
            "mood": (Role.FEATURE, Kind.CATEGORY, ["od\x1bd", "calm", "calm", None]),
            "bars": (Role.FEATURE, Kind.CATEGORY, ["4"] * 4),
        }
    )

    found, problems = features_for(features, references, table)

    assert found["tempo"].tolist()[:2] == [260, 10], "values are kept as they are"
    assert problems.n_above == {"tempo": 1}
    assert problems.n_below == {"tempo": 1}
    assert problems.n_unseen == {"mood": 1}
    assert problems.rows.texts == (
        "tempo 260 BPM is above training's 150 BPM; mood 'od\\x1bd' is new",
        "tempo 10 BPM is below training's 90 BPM",
        "without tempo",
        "without mood",
    )
    assert problems.rows.n_rows == 4
    assert len(problems.notes) == 3
    assert "1 of 4 rows" in problems.notes[0]


def test_a_missing_column_is_all_missing_and_told_in_every_row(trained, make_table):
    _, features, references, _ = trained
    table = make_table(
        {
            "live": (Role.FEATURE, Kind.FLAG, [1, 0]),
            "tempo": (Role.FEATURE, Kind.TEXT, ["fast", "slow"]),
            "bars": (Role.FEATURE, Kind.CATEGORY, [None, None]),
        }
    )

    found, problems = features_for(features, references, table)

    assert found[["tempo", "mood", "bars"]].isna().all().all()
    assert found.dtypes.astype(str).tolist() == ["float64", "float64", "str", "str"]
    assert {column.name: column.why for column in problems.missing} == {
        "tempo": "the column holds text where the model learnt numbers",
        "mood": "the table has no such column",
        "bars": "no cell of the column has a value",
    }
    assert problems.rows.texts == ("without tempo, mood, bars",) * 2
    assert problems.to_dict()["n_rows_with_warnings"] == 2


def test_another_unit_is_never_taken_for_the_models_own(
    trained, make_table, tempo_column
):
    _, features, references, _ = trained
    from dataclasses import replace

    hertz = replace(tempo_column, unit="Hz")
    table = make_table({"tempo": (Role.FEATURE, Kind.NUMBER, [2.0], hertz)})

    found, problems = features_for(features, references, table)

    assert np.isnan(found["tempo"].iloc[0])
    assert problems.missing[0].why == "the column is in Hz, the model learnt BPM"


def test_numbers_are_read_as_the_levels_they_are_written_as(trained, make_table):
    _, features, references, _ = trained
    table = make_table({"bars": (Role.FEATURE, Kind.NUMBER, [4, 3, None, 7])})

    found, problems = features_for(features, references, table)

    assert found["bars"].tolist()[:2] == ["4", "3"]
    assert found["bars"].isna().tolist() == [False, False, True, False]
    assert problems.n_unseen == {"bars": 1}


def test_a_table_without_rows_gives_a_frame_without_rows(trained, make_table):
    _, features, references, _ = trained
    table = make_table({"tempo": (Role.FEATURE, Kind.NUMBER, [])})

    found, problems = features_for(features, references, table)

    assert found.shape == (0, 4)
    assert problems.rows.texts == ()


def test_a_row_names_what_it_lacks_all_of_a_few_else_two_and_a_number(
    make_table, make_feature
):
    """Ten blank attributes in a row were once not told at all."""
    names = ("a", "b", "c", "d", "e")
    table = make_table(
        {
            name: (Role.FEATURE, Kind.NUMBER, [1.0, None, None if place < 3 else 1.0])
            for place, name in enumerate(names)
        }
    )

    _, problems = features_for([make_feature(name) for name in names], (), table)

    assert problems.rows.texts == ("", "without a, b and 3 more", "without a, b, c")


def test_absent_columns_are_named_before_blank_cells(make_table, make_feature):
    """So a row reads the same alone and in its table."""
    table = make_table({"a": (Role.FEATURE, Kind.NUMBER, [1.0, None])})

    _, problems = features_for([make_feature("a"), make_feature("b")], (), table)

    assert problems.rows.texts == ("without b", "without b, a")
    assert [column.is_absent for column in problems.missing] == [True]


def test_what_reading_remarked_on_a_cell_is_told_on_its_row(make_table, make_feature):
    table = make_table({"tempo": (Role.FEATURE, Kind.NUMBER, [None, 120.0, 90.0])})
    remarks = (
        CellRemark("tempo", np.array([0]), ("'fast' cannot be read",)),
        CellRemark("", np.array([2]), ("its shares are odd",)),
        CellRemark("unused", np.array([1]), ("not the model's business",)),
    )

    _, problems = features_for(
        [make_feature("tempo")], (), replace(table, remarks=remarks)
    )

    assert problems.rows.texts == (
        "tempo 'fast' cannot be read",
        "",
        "its shares are odd",
    )


def test_features_that_nobody_read_from_a_file_are_read_as_they_stand(make_feature):
    read = ReadingRecipe("t", "number", "tempo")
    features = [
        replace(make_feature("tempo"), recipe=read),
        make_feature("mood", kind=Kind.CATEGORY, origin="Mood"),
        make_feature("duration_ms"),
        make_feature("plays"),
    ]

    assert recipes_for(features) == {
        "tempo": read,
        "mood": ReadingRecipe("Mood", "category"),
        "duration_ms": ReadingRecipe("duration_ms", "plain", "duration_ms"),
        "plays": ReadingRecipe("plays", "plain"),
    }
