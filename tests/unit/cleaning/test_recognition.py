"""Tests of genrelens.cleaning.recognition."""

from __future__ import annotations

import pytest

from genrelens.cleaning.recognition import name_of_header, objection


def doubt(profile, *, has_signals: bool = False) -> str:
    known = name_of_header(profile)
    assert known is not None
    return objection(known, profile, has_signals=has_signals)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("genre", ["pop", "pop", "pop", "pop"]),
        ("label", ["blues", "rock"] * 3),
        ("label", ["0", "1"] * 3),
        ("Class", ["0", "5", "10"] * 3),
        ("Target", ["-2", "-1", "0", "1"] * 3),
        ("Type", ["pop", "rock"] * 3),
        ("key", ["A#", "C", "7"]),
        ("mode", ["Major", "minor"]),
        ("time_signature", ["4-Apr", "3/4"]),
        ("release_date", ["22-02-1922"]),
        ("length", ["201", "187", "240"]),
        ("length", ["661", "520", "240"]),
        ("len", ["201000", "187000"]),
        ("duration", ["3:45", "2:10"]),
        ("pop", ["45", "60", "71"]),
        ("", ["0", "1", "2"]),
        ("name", ["Yesterday", "99"]),
    ],
)
def test_cells_that_bear_the_name_out_meet_no_objection(profile, header, cells) -> None:
    assert doubt(profile(header, cells)) == ""


@pytest.mark.parametrize(
    ("header", "cells", "clause"),
    [
        ("type", ["audio_features"] * 4, "its cells say only 'audio_features'"),
        ("target", ["1", "0"] * 3, "its cells say like or dislike, yes or no"),
        ("target", ["like", "dislike"], "its cells say like or dislike, yes or no"),
        ("label", [f"Company {n}" for n in range(30)], "nearly every cell is another"),
        ("class", ["0.13", "2.5"] * 9, "its cells are measurements"),
        ("style", ["swing"] * 9, "all its cells are equal"),
        ("pop", ["1", "0", "1"], "its cells are only 0 and 1"),
        ("live", ["1", "0", "1"], "its cells are only 0 and 1"),
        ("len", ["45", "60", "71"], "its cells are too small"),
        ("energy", ["high", "low"], "most of its cells are not numbers"),
        ("mode", ["shuffle", "swing"], "none of its cells says yes or no"),
        ("track", ["1", "2", "3"], "its cells are numbers"),
        ("year", ["soon", "later"], "most of its cells cannot be read"),
        ("duration", ["long", "short"], "most of its cells are not times"),
        ("index", ["a", "b"], "its cells are not row numbers"),
    ],
)
def test_false_friends_are_found_by_their_cells(profile, header, cells, clause) -> None:
    assert doubt(profile(header, cells)).startswith(clause)


@pytest.mark.parametrize(
    "cells", [["661794", "661504", "660000", "669680"], ["220500"] * 4]
)
def test_a_length_in_samples_is_not_a_duration(profile, cells) -> None:
    assert doubt(profile("length", cells)) == "its cells count samples of a clip"


def test_one_clip_in_a_table_of_signal_features_is_enough(profile) -> None:
    one = profile("length", ["661794"])

    assert doubt(one, has_signals=True) == "its cells count samples of a clip"
    assert doubt(one, has_signals=False) == ""


def test_songs_of_different_length_in_milliseconds_are_durations(profile) -> None:
    assert doubt(profile("length", ["220500", "187331", "301002"])) == ""


@pytest.mark.parametrize("header", ["", "Unnamed: 0", "Unnamed: 21", "...1", "Index"])
def test_headers_of_row_numbers_are_known(profile, header) -> None:
    assert name_of_header(profile(header, ["0"])).name == "index"


def test_an_unknown_header_has_no_name(profile) -> None:
    assert name_of_header(profile("hip_hop", ["0"])) is None


def test_a_column_without_values_is_taken_at_its_word(profile) -> None:
    assert doubt(profile("energy", ["", "?"])) == ""
    assert doubt(profile("energy", ["", ""])) == ""
