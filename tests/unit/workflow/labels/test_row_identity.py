from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from conftest import Library

Open = Callable[[pd.DataFrame], "Library"]
Draw = Callable[..., pd.DataFrame]


def test_keys_do_not_depend_on_the_place_of_a_row(
    library: Library, draw_frame: Draw, open_frame: Open
) -> None:
    order = np.random.default_rng(1).permutation(len(library.keys))
    sorted_anew = open_frame(draw_frame().iloc[order].reset_index(drop=True))
    assert sorted_anew.keys == [library.keys[place] for place in order]


def test_every_track_has_its_own_key_and_its_genre_plays_no_part(
    library: Library, draw_frame: Draw, open_frame: Open
) -> None:
    assert len(set(library.keys)) == len(library.keys)
    genres = np.array(["pop", "rock", "hip hop"])[np.arange(60) % 3]
    assert open_frame(draw_frame(genre=genres)).keys == library.keys


def test_no_spreadsheet_takes_a_key_for_a_number(library: Library) -> None:
    assert all(key.startswith("t") and len(key) == 17 for key in library.keys)


def test_without_id_title_and_artist_the_numbers_tell(
    draw_frame: Draw, open_frame: Open
) -> None:
    frame = draw_frame().drop(columns=["track_id", "track_name", "artists"])
    keys = open_frame(frame).keys
    assert len(set(keys)) == len(keys)
    assert open_frame(frame[::-1].reset_index(drop=True)).keys == keys[::-1]
