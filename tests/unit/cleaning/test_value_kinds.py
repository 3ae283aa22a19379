"""Tests of genrelens.cleaning.value_kinds."""

from __future__ import annotations

import pytest

from genrelens.cleaning.value_kinds import guess_kind
from genrelens.schema.columns import Kind, Role


@pytest.mark.parametrize(
    ("header", "cells", "role", "kind"),
    [
        ("plays", ["10", "200", "3"], Role.FEATURE, Kind.NUMBER),
        ("plays", ["10", "x", "3", "5", "6", "7"], Role.FEATURE, Kind.NUMBER),
        ("hip_hop", ["1", "0", "1"], Role.FEATURE, Kind.FLAG),
        ("liked", ["yes", "no", ""], Role.FEATURE, Kind.FLAG),
        ("mood", ["calm", "wild"] * 5, Role.FEATURE, Kind.CATEGORY),
        ("page", ["https://a.b/1", "https://a.b/2"], Role.IDENTIFIER, Kind.TEXT),
        ("hash", ["a8f3k2", "b7d9s1", "c1x2y3"], Role.IDENTIFIER, Kind.TEXT),
        ("genre_id", ["1", "2", "1"], Role.IDENTIFIER, Kind.TEXT),
        ("remark", ["what a song", "mine", "ours"], Role.TEXT, Kind.TEXT),
        ("nothing", ["", " "], Role.EMPTY, Kind.TEXT),
        ("nothing", ["?", "n/a"], Role.EMPTY, Kind.TEXT),
    ],
)
def test_cells_alone_tell_what_a_column_is(profile, header, cells, role, kind) -> None:
    guess = guess_kind(profile(header, cells))

    assert (guess.role, guess.kind) == (role, kind)
    assert guess.why


def test_a_category_needs_several_rows_a_level(profile) -> None:
    assert guess_kind(profile("mood", ["calm", "wild"])).kind == Kind.TEXT
