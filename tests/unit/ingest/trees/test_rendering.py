from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.ingest.trees.reading import parse_tree
from genrelens.ingest.trees.rendering import render_tree
from genrelens.schema.genre_tree import GenreTree

NAMES = st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8
).filter(str.strip) | st.sampled_from(
    ["no", "1999", "null", "a: b", "a #b", "- x", "'", '"', "[a]", "r&b", "&x", "c#"]
)


@given(st.lists(NAMES, unique=True, min_size=1, max_size=6), st.data())
def test_what_is_written_is_read_as_it_was(names: list[str], data) -> None:
    parents = {
        name: data.draw(st.lists(st.sampled_from(names[:at]), unique=True))
        if at
        else []
        for at, name in enumerate(names)
    }
    aliases = {
        alias: names[0]
        for alias in data.draw(st.lists(NAMES, unique=True, max_size=3))
        if alias not in names
    }
    tree = GenreTree.of(parents, aliases)
    again = parse_tree(render_tree(tree, heading="A # heading:\n- x"), file="t.yaml")
    assert again == tree
    assert again.names == tree.names


@given(st.lists(NAMES, unique=True, min_size=1, max_size=6))
def test_other_readers_of_yaml_read_the_same(names: list[str]) -> None:
    yaml = pytest.importorskip("yaml")
    tree = GenreTree.of({name: names[:at] for at, name in enumerate(names)})
    parents = yaml.safe_load(render_tree(tree))["parents"]
    assert {
        name: (above,) if isinstance(above, str) else tuple(above)
        for name, above in parents.items()
    } == tree.parents


def test_an_empty_tree_is_written_too() -> None:
    assert parse_tree(render_tree(GenreTree.of({})), file="t.yaml") == GenreTree.of({})
