"""Tests of genrelens.workflow.labels.renaming."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.schema.genre_tree import GenreTree
from genrelens.workflow.labels.renaming import rename_genres

if TYPE_CHECKING:
    from conftest import Library


def test_an_alias_becomes_its_genre_and_is_told_with_counts(library: Library) -> None:
    old = library.labels[0]
    n_rows = library.labels.count(old)
    tree = GenreTree.of({"new name": ()}, {old: "new name"})
    table = rename_genres(library.cleaned, library.checked, tree)
    after = table.frame["genre"].tolist()
    assert after == ["new name" if genre == old else genre for genre in library.labels]
    told = next(f for f in table.findings if f.code == "genres-renamed")
    assert f"{n_rows} rows" in told.message
    assert f"'{old} → new name'" in told.message


def test_genres_that_the_tree_lacks_are_told_and_left_as_they_are(
    library: Library,
) -> None:
    genres = sorted(set(library.labels))
    tree = GenreTree.of(dict.fromkeys(genres[1:], "everything"))
    table = rename_genres(library.cleaned, library.checked, tree)
    assert table.frame["genre"].tolist() == library.labels
    (told,) = [f for f in table.findings if f.code.startswith("genres-")]
    assert told.code == "genres-outside-tree"
    assert told.message == (
        f"1 genre of the table is not in the family tree: '{genres[0]}'. "
        "It stands alone."
    )


def test_a_tree_of_all_genres_without_aliases_tells_nothing(library: Library) -> None:
    tree = GenreTree.of(dict.fromkeys(sorted(set(library.labels)), "everything"))
    table = rename_genres(library.cleaned, library.checked, tree)
    assert not [f for f in table.findings if f.code.startswith("genres-")]
