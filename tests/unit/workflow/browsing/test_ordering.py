import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.workflow.browsing.ordering import SORT_KEYS, order_tracks
from genrelens.workflow.browsing.search_words import fold_name


def test_every_key_gives_every_track_once(small):
    keys = [*SORT_KEYS, *(f"value:{each.name}" for each in small.features)]
    for key in keys:
        for sort in (key, f"-{key}"):
            assert sorted(order_tracks(small, sort)) == list(range(len(small))), sort


def test_numbers_rise_or_fall_equal_ones_in_order_missing_last(small):
    for sort, sign in (("value:tempo", 1), ("-value:tempo", -1)):
        order = order_tracks(small, sort)
        values = small.inputs["tempo"].to_numpy()
        known = order[: int(np.isfinite(values).sum())]
        pairs = [(sign * values[place], place) for place in known]
        assert pairs == sorted(pairs)
        assert np.isnan(values[order[len(known) :]]).all()


def test_names_stand_in_order_whatever_their_case_and_accents(small):
    order = order_tracks(small, "artist")
    names = [fold_name(small.text("artist", place)) for place in order]
    named = [name for name in names if name]
    assert named == sorted(named)
    assert names[len(named) :] == [""] * (len(names) - len(named))


def test_genres_stand_in_alphabetical_order_either_way(small):
    up = [small.genres[small.columns["genre"][p]] for p in order_tracks(small, "genre")]
    down = [small.genres[small.columns["genre"][p]] for p in order_tracks(small, "-genre")]  # fmt: skip  # noqa: E501
    assert up == sorted(up, key=str.casefold)
    assert down == sorted(down, key=str.casefold, reverse=True)


def test_an_unknown_key_is_refused_with_the_known_ones(small):
    with pytest.raises(InputError, match=r"cannot be sorted by 'loudest'.*row, name"):
        order_tracks(small, "loudest")
