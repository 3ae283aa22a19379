"""Options of the command line, and where the studio's pages hold them."""

from __future__ import annotations

import re

import pytest

from genrelens.server.pages.rendering import _environment
from genrelens.server.tables.option_places import _PLACES, option_places


@pytest.mark.parametrize("option", _PLACES)
def test_every_option_is_led_to_a_field_of_the_page_of_a_table(option: str) -> None:
    (place,) = option_places(f"Say it with --{option} 'x'.")
    loader = _environment().loader
    assert loader is not None
    source, _, _ = loader.get_source(_environment(), "table.html.j2")
    assert re.search(rf'id="{place.anchor}"|ui\.field\("{place.anchor}"', source), (
        place.anchor
    )


def test_options_are_told_once_in_the_order_of_the_sentence() -> None:
    told = option_places("Use --conflicts drop, --force 'a' or --conflicts first.")
    assert [place.option for place in told] == ["--conflicts", "--force"]


def test_words_that_only_look_like_options_are_left_alone() -> None:
    assert option_places("a--force --forced ---target force") == ()


def test_the_command_for_new_tracks_is_the_last_step_here() -> None:
    (place,) = option_places("Label them with `genrelens predict` afterwards.")
    assert (place.anchor, place.words) == ("", "step 8, “Use it”")
