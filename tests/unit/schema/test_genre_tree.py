from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.errors import InputError
from genrelens.schema.genre_tree import MAX_NAMES, GenreTree


def test_ancestors_are_given_once_the_nearest_first() -> None:
    tree = GenreTree.of({"a": ["b", "c"], "b": "d", "c": "d", "d": "e"})
    assert tree.ancestors("a") == ("b", "c", "d", "e")
    assert tree.ancestors("e") == tree.ancestors("unknown") == ()


def test_a_parent_that_is_no_key_stands_under_the_root() -> None:
    assert GenreTree.of({"a": "b"}).parents == {"a": ("b",), "b": ()}


@given(
    st.dictionaries(
        st.integers(1, 30), st.lists(st.integers(0, 29), unique=True, max_size=3)
    )
)
def test_a_tree_of_older_parents_is_sound_and_survives_plain_values(given_) -> None:
    """A parent with a smaller number can never lead back."""
    parents = {
        f"g{name}": [f"g{above}" for above in over if above < name]
        for name, over in given_.items()
    }
    tree = GenreTree.of(parents)
    assert GenreTree.from_dict(tree.to_dict()) == tree
    for name in tree.names:
        above = tree.ancestors(name)
        assert name not in above
        assert len(set(above)) == len(above)


@pytest.mark.parametrize(
    ("parents", "words"),
    [
        ({"a": "a"}, "'a' under 'a'"),
        ({"a": "b", "b": "c", "c": "a", "x": "a"}, "in a circle: 'a' under 'b'"),
        ({"x": "a", "a": "b", "b": "a"}, "'a' under 'b' under 'a'"),
    ],
)
def test_a_circle_is_refused_and_shown(parents: dict[str, str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        GenreTree.of(parents)


@pytest.mark.parametrize(
    ("parents", "aliases", "words"),
    [
        ({"": "a"}, {}, "has '' as a name"),
        ({"a": ["b", "b"]}, {}, "'a' names a parent twice"),
        ({"a": "x" * 201}, {}, "1 to 200 characters"),
        ({"a": [f"p{n}" for n in range(21)]}, {}, "has 21 parents; 20 are allowed"),
        ({"a": "b"}, {"a": "b"}, "both an alias .of 'b'. and a genre"),
        ({"a": "b"}, {"c": "d", "d": "a"}, "stands for 'd', which is an alias itself"),
        ({f"g{n}": "x" for n in range(MAX_NAMES)}, {}, "holds 5,001 names"),
        ({"a": [1]}, {}, "has 1 as a name"),
    ],
)
def test_what_no_tree_holds_is_refused(parents, aliases, words: str) -> None:
    with pytest.raises(InputError, match=words):
        GenreTree.of(parents, aliases)


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({"children": {}}, "has 'children'"),
        ({"parents": []}, "must each be a list of names"),
        ({"parents": {"a": 3}}, "The parents of 'a' are 3"),
        ({"parents": {"a": [["b"]]}}, r"has \['b'\] as a name"),
        ({"parents": {1: "a"}}, "has 1 as a name"),
        ({"aliases": {"a": ["b"]}}, r"has \['b'\] as a name"),
    ],
)
def test_plain_values_that_are_no_tree_are_refused(given_, words: str) -> None:
    with pytest.raises(InputError, match=words):
        GenreTree.from_dict(given_)


def test_a_hostile_name_is_shown_escaped() -> None:
    with pytest.raises(InputError) as caught:
        GenreTree.of({"a\x1b[31m": ["b\u202e", "b\u202e"]})
    assert "\x1b" not in str(caught.value)


def test_a_deep_tree_is_checked_without_recursion() -> None:
    deep = {f"g{n}": f"g{n + 1}" for n in range(MAX_NAMES - 1)}
    tree = GenreTree.of(deep)
    assert len(tree.ancestors("g0")) == MAX_NAMES - 1
    with pytest.raises(InputError, match="circle"):
        GenreTree.of({**deep, f"g{MAX_NAMES - 1}": "g0"})


def test_many_ways_up_are_walked_once() -> None:
    """Each of 30 levels has 20 names, each with all names of the next above it."""
    tree = GenreTree.of(
        {
            f"{level} {name}": [f"{level + 1} {above}" for above in range(20)]
            for level in range(30)
            for name in range(20)
        }
    )
    above = tree.ancestors("0 0")
    assert len(set(above)) == len(above) == 30 * 20
    assert above[:2] == ("1 0", "1 1")


def test_unknown_genres_are_told_and_aliases_resolved() -> None:
    tree = GenreTree.of({"hip-hop": "urban"}, {"rap": "hip-hop"})
    assert tree.missing(["hip-hop", "Hip Hop", "polka"]) == ("Hip Hop", "polka")
    assert tree.resolve("rap") == "hip-hop"
