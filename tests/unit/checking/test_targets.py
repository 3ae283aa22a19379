from __future__ import annotations

import numpy as np
import pytest

from genrelens.checking.targets import choose_target, find_column
from genrelens.errors import TargetError

N = 60
TEMPO = np.linspace(80, 160, N)
GENRES = ["pop", "rock", "jazz"] * 20


def test_a_column_called_genre_is_found_and_its_values_are_told(make_table):
    choice = choose_target(make_table({"Genre": GENRES, "tempo": TEMPO}), None)
    assert choice.column.header == "Genre"
    assert "called 'Genre'; 3 values such as 'pop', 'rock', 'jazz'" in choice.why


def test_the_genre_is_preferred_to_the_sub_genre_which_is_told(make_table):
    subs = [f"{genre} {row % 2}" for row, genre in enumerate(GENRES)]
    columns = {"playlist_subgenre": subs, "playlist_genre": GENRES, "tempo": TEMPO}
    choice = choose_target(make_table(columns), None)
    assert choice.column.header == "playlist_genre"
    assert "could also have been 'playlist_subgenre' (6 values)" in choice.why


def test_the_sub_genre_alone_is_taken(make_table):
    columns = {"playlist_subgenre": GENRES, "tempo": TEMPO}
    choice = choose_target(make_table(columns), None)
    assert choice.column.header == "playlist_subgenre"


def test_words_are_preferred_to_their_codes(make_table):
    codes = [float(ord(genre[0])) for genre in GENRES]
    table = make_table({"genre code": codes, "genre": GENRES, "tempo": TEMPO})
    assert choose_target(table, None).column.header == "genre"


def test_an_oddly_named_column_full_of_genre_words_is_found(make_table):
    choice = choose_target(make_table({"Stilrichtung": GENRES, "tempo": TEMPO}), None)
    assert choice.column.header == "Stilrichtung"
    assert choice.why.startswith("full of genre words")


def test_whole_number_codes_are_accepted(make_table):
    columns = {"Class": [float(row % 11) for row in range(N)], "tempo": TEMPO}
    assert choose_target(make_table(columns), None).column.header == "Class"


def test_likes_and_dislikes_are_no_genres(make_table):
    columns = {"target": [float(row % 2) for row in range(N)], "tempo": TEMPO}
    with pytest.raises(TargetError, match=r"'target' \(.*like or dislike") as refusal:
        choose_target(make_table(columns), None)
    assert "genrelens predict" in str(refusal.value)
    assert "--target" in str(refusal.value)


def test_likes_and_dislikes_may_be_named(make_table):
    columns = {"target": [float(row % 2) for row in range(N)], "tempo": TEMPO}
    assert choose_target(make_table(columns), "target").is_named


def test_a_type_that_is_always_audio_features_is_not_taken(make_table):
    table = make_table({"type": ["audio_features"] * N, "tempo": TEMPO})
    with pytest.raises(TargetError, match="every row says 'audio_features'"):
        choose_target(table, None)


def test_a_named_column_is_found_whatever_its_case_and_punctuation(make_table):
    table = make_table({"Haupt-Genre (1)": GENRES, "tempo": TEMPO})
    assert choose_target(table, "haupt genre 1").column.header == "Haupt-Genre (1)"


def test_a_name_that_does_not_exist_gets_near_matches(make_table):
    table = make_table({"playlist_genre": GENRES, "tempo": TEMPO})
    with pytest.raises(TargetError, match=r"no column 'playlist_gendre'.*Did you mean"):
        choose_target(table, "playlist_gendre")
    with pytest.raises(TargetError, match="Its columns are 'playlist_genre', 'tempo'"):
        choose_target(table, "zzz")


def test_a_name_that_two_columns_share_is_refused(make_table):
    table = make_table({"My Style": GENRES, "my_style": GENRES})
    assert find_column(table, "my_style", what="it").header == "my_style"
    with pytest.raises(TargetError, match="could be any of 'My Style', 'my_style'"):
        find_column(table, "MY STYLE", what="it")


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (TEMPO, "measured numbers"),
        ([float(row % 59 * 7) for row in range(N - 1)] + [9999.0], "codes of genres"),
        (["pop"] * N, "every row says 'pop'"),
        ([None] * N, "it is empty"),
        ([f"song {row}" for row in range(N)], "a genre repeats"),
    ],
)
def test_a_named_column_that_cannot_be_a_genre_is_refused(make_table, cells, message):
    many = list(cells) * (3 if message == "codes of genres" else 1)
    if message == "codes of genres":
        many = [float(row % 61) for row in range(len(many))]
    table = make_table({"it": many, "genre": (GENRES * 3)[: len(many)]})
    with pytest.raises(TargetError, match=message) as refusal:
        choose_target(table, "it")
    assert "'genre'" in str(refusal.value)


def test_control_characters_of_strangers_are_escaped(make_table):
    table = make_table({"bad\x1b[31m": ["x"] * N, "tempo": TEMPO})
    with pytest.raises(TargetError) as refusal:
        choose_target(table, None)
    assert "\x1b" not in str(refusal.value)
