import numpy as np

from genrelens.similarity.neighbours import nearest_tracks
from genrelens.workflow.browsing.similar import similar_tracks


def test_the_nearest_are_those_of_the_space_each_track_once(small):
    space, placed = small.space
    tracks = small.columns["track"]
    for place in (0, 5, 200):
        found = similar_tracks(small, place)

        own = placed.take(np.array([place]))
        order = nearest_tracks(own, placed, len(small)).places[0]
        expected = []
        for other in order[order >= 0]:
            seen = {tracks[each] for each in [place, *expected]}
            if tracks[other] not in seen:
                expected.append(int(other))
        assert [each.place for each in found.nearest] == expected[:10]
        assert sum(found.by_genre.values()) == 10
        assert len(found.compared) == len(space.axes)


def test_rows_of_the_same_track_are_told_apart_from_its_neighbours(small):
    tracks = small.columns["track"]
    values, counts = np.unique(tracks, return_counts=True)
    place = int(np.flatnonzero(tracks == values[counts > 1][0])[0])

    found = similar_tracks(small, place)

    assert [tracks[other] for other in found.again] == [tracks[place]] * len(
        found.again
    )
    assert found.again
    assert all(tracks[each.place] != tracks[place] for each in found.nearest)


def test_words_name_attributes_with_the_values_of_both(small):
    found = similar_tracks(small, 0)
    labels = {feature.label for feature in small.features}

    words = [word for each in found.nearest for word in (*each.alike, *each.apart)]
    assert words
    assert all(any(word.startswith(label) for label in labels) for word in words)


def test_what_sets_a_neighbour_apart_is_more_than_a_spread_away(small):
    found = similar_tracks(small, 3)
    space, placed = small.space
    labels = {feature.label: feature.name for feature in small.features}
    names = [axis.feature for axis in space.axes]
    for each in found.nearest:
        for word in each.apart:
            label = max((n for n in labels if word.startswith(n)), key=len)
            axis = names.index(labels[label])
            columns = placed.owner == axis
            way = placed.steps[each.place, columns] - placed.steps[3, columns]
            assert (way**2).sum() > 256**2
