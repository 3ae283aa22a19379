"""Tests of genrelens.features.feature_table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from genrelens.errors import ColumnError, InputError
from genrelens.features.feature_table import build_features, why_left_out
from genrelens.schema.columns import Kind, Role
from genrelens.schema.reading_recipe import ReadingRecipe


@pytest.fixture
def table(make_table, tempo_column):
    rows = 60
    return make_table(
        {
            "genre": (Role.TARGET, Kind.CATEGORY, ["a", "b"] * 30),
            "track_name": (Role.TRACK_NAME, Kind.TEXT, [f"t{i}" for i in range(rows)]),
            "tempo": (Role.FEATURE, Kind.NUMBER, [120.0, None] * 30, tempo_column),
            "warmth": (Role.FEATURE, Kind.NUMBER, range(rows)),
            "live": (Role.FEATURE, Kind.FLAG, [1.0, 0.0] * 30),
            "mood": (Role.FEATURE, Kind.CATEGORY, ["calm", None] * 30),
            "label": (Role.FEATURE, Kind.CATEGORY, [f"l{i}" for i in range(rows)]),
            "notes": (Role.FEATURE, Kind.TEXT, ["x"] * rows),
            "subgenre": (Role.PROXY, Kind.CATEGORY, ["a1", "b1"] * 30),
            "blank": (Role.EMPTY, Kind.NUMBER, [None] * rows),
        },
        headers={"tempo": "Tempo (BPM)"},
    )


def _names(result):
    return [feature.name for feature in result[0]]


def test_attributes_are_taken_in_file_order_and_nothing_else(table):
    features, frame = build_features(table)

    assert [f.name for f in features] == ["tempo", "warmth", "live", "mood"]
    assert list(frame.columns) == ["tempo", "warmth", "live", "mood"]
    assert frame.dtypes.astype(str).tolist() == ["float64"] * 3 + ["str"]
    assert len(frame) == len(table.frame)
    assert frame["mood"].isna().sum() == 30


def test_a_feature_can_be_traced_to_the_users_own_column(table):
    tempo = build_features(table)[0][0]

    assert tempo.origin == "Tempo (BPM)"
    assert (tempo.unit, tempo.group, tempo.is_audio) == ("BPM", "rhythm", True)


def test_only_audio_keeps_what_describes_the_sound(table):
    assert _names(build_features(table, only="audio")) == ["tempo"]


def test_a_list_keeps_those_columns_by_name_or_header(table):
    wanted = ["mood", "Tempo (BPM)"]

    assert _names(build_features(table, only=wanted)) == ["tempo", "mood"]


def test_an_unknown_name_is_refused_with_its_near_matches(table):
    with pytest.raises(InputError, match=r"1 of 2 .* 'tempi'.* nearest are 'tempo'"):
        build_features(table, only=["mood", "tempi"])


def test_a_listed_name_column_is_refused_with_the_reason(table):
    with pytest.raises(ColumnError, match="it names the track"):
        build_features(table, only=["track_name"])


def test_a_forced_column_is_taken_whatever_its_role(table):
    features, frame = build_features(table, only="audio", forced=["subgenre", "notes"])

    assert [f.name for f in features] == ["tempo", "notes", "subgenre"]
    assert features[1].kind is Kind.CATEGORY
    assert frame["subgenre"].iloc[0] == "a1"


@pytest.mark.parametrize("name", ["genre", "blank"])
def test_the_genre_and_empty_columns_cannot_be_forced(table, name):
    with pytest.raises(ColumnError, match="forced"):
        build_features(table, forced=[name])


def test_a_table_without_attributes_is_refused(make_table):
    bare = make_table({"genre": (Role.TARGET, Kind.CATEGORY, ["a", "b"])})

    with pytest.raises(InputError, match="None of the 1 columns can be learnt from"):
        build_features(bare)


def test_every_column_is_either_a_feature_or_told_why_not(table):
    features, _ = build_features(table, only=["warmth"])

    told = dict(why_left_out(table, features))

    assert set(told) == {c.header for c in table.columns} - {"warmth"}
    assert told["label"] == "it has 60 levels, more than 50"
    assert told["mood"] == "it was not asked for"
    assert told["subgenre"] == "it determines the genre or is made from it"
    assert told["notes"] == "it is free text"


def test_a_column_that_was_left_out_is_no_feature_even_if_forced(make_table):
    table = make_table(
        {
            "tempo": (Role.FEATURE, Kind.NUMBER, [1.0, 2.0]),
            "mode": (Role.LEFT_OUT, Kind.TEXT, ["x", "y"]),
        }
    )

    features, _ = build_features(table)

    assert [feature.name for feature in features] == ["tempo"]
    assert why_left_out(table, features) == (("mode", "you left it out"),)
    with pytest.raises(ColumnError, match="you left it out"):
        build_features(table, forced=["mode"])


def test_features_carry_the_recipes_by_which_they_were_read(make_table):
    table = make_table(
        {
            "tempo": (Role.FEATURE, Kind.NUMBER, [1.0, 2.0]),
            "sub": (Role.PROXY, Kind.CATEGORY, ["b", "a"]),
        }
    )
    tempo = ReadingRecipe("tempo", "number", "tempo")
    recipes = {"tempo": tempo, "sub": ReadingRecipe("sub", "genre")}
    columns = tuple(replace(c, recipe=recipes[c.name]) for c in table.columns)

    features, _ = build_features(replace(table, columns=columns), forced=["sub"])

    assert features[0].recipe == tempo
    assert features[1].recipe == ReadingRecipe("sub", "genre", levels=("a", "b"))
