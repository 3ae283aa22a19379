"""What an album carries, by its tracks."""

from hypothesis import given
from hypothesis import strategies as st

from genrelens.workflow.music_programs.album_genres import genres_of_album

tracks = st.lists(st.lists(st.sampled_from("abcd"), max_size=3), max_size=8)


@given(tracks=tracks)
def test_exactly_the_genres_of_half_of_the_tracks_are_given(tracks):
    expected = {
        genre
        for genre in "abcd"
        if any(genre in track for track in tracks)
        and 2 * sum(genre in track for track in tracks) >= len(tracks)
    }
    assert set(genres_of_album(tracks)) == expected


@given(tracks=tracks)
def test_the_most_frequent_comes_first(tracks):
    counts = [sum(genre in t for t in tracks) for genre in genres_of_album(tracks)]
    assert counts == sorted(counts, reverse=True)


def test_a_genre_written_twice_in_a_track_counts_once():
    assert genres_of_album([["a", "a"], ["b"], ["b"], ["c"]]) == ("b",)
