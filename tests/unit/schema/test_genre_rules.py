"""Tests of genrelens.schema.genre_rules."""

from __future__ import annotations

from genrelens.schema.genre_rules import GenreRules


def test_by_default_the_first_genre_with_five_tracks_is_learnt() -> None:
    rules = GenreRules()

    assert (rules.several, rules.min_tracks, rules.tree) == ("first", 5, None)
    assert not rules.from_tags
