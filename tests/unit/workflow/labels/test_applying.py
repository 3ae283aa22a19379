from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from genrelens.checking.checking import check_table
from genrelens.errors import InputError
from genrelens.workflow.labels.applying import apply_corrections

if TYPE_CHECKING:
    from conftest import Library, WriteDecisions

Open = Callable[[pd.DataFrame], "Library"]
Draw = Callable[..., pd.DataFrame]


def test_decided_labels_change_and_all_others_stay(
    library: Library, decide: WriteDecisions
) -> None:
    keys, labels = library.keys, library.labels
    found = apply_corrections(
        library.cleaned,
        library.checked,
        decide(
            (keys[0], labels[0], "pop"),
            (keys[1], labels[1], "keep"),
            (keys[2], labels[2], ""),
        ),
    )
    after = found.table.frame["genre"].tolist()
    assert after[0] == "pop"
    assert after[1:] == labels[1:]
    assert (found.changed.tolist(), found.kept.tolist()) == ([0], [1])
    assert found.reviewed.tolist() == [0, 1]
    assert found.n_open == 1


@pytest.mark.parametrize("written", ["Rock|Pop", "rock|pop", "Blues | Soul"])
def test_a_genre_with_a_bar_in_its_name_can_be_decided(
    written: str, decide: WriteDecisions, draw_frame: Draw, open_frame: Open
) -> None:
    names = np.array(["Rock|Pop", "Blues | Soul", "Blues", "Soul"])
    library = open_frame(draw_frame(genre=names[np.arange(60) % 4]))
    assert set(library.labels) == set(names)
    found = apply_corrections(
        library.cleaned,
        library.checked,
        decide((library.keys[2], library.labels[2], written)),
    )
    after = found.table.frame["genre"].tolist()
    assert after[2].casefold() == written.casefold()
    assert found.further == ()


def test_two_genres_are_not_taken_for_one_that_is_spelt_alike(
    decide: WriteDecisions, draw_frame: Draw, open_frame: Open
) -> None:
    names = np.array(["pop/rock", "pop", "rock"])
    library = open_frame(draw_frame(genre=names[np.arange(60) % 3]))
    found = apply_corrections(
        library.cleaned,
        library.checked,
        decide((library.keys[0], library.labels[0], "pop | rock")),
    )
    assert found.table.frame["genre"].iloc[0] == "pop"
    assert found.further == ((0, "rock"),)


def test_the_change_is_told_in_a_finding_and_in_the_ledger(
    library: Library, decide: WriteDecisions
) -> None:
    key, label = library.keys[0], library.labels[0]
    found = apply_corrections(
        library.cleaned, library.checked, decide((key, label, "pop"))
    )
    told = found.table.findings[-1]
    assert told.code == "labels-corrected"
    assert "changed 1 label and confirmed 0" in told.message
    assert told.examples == ("rock → pop",)
    change = found.table.ledger.changes[-1]
    assert (change.step, change.n_cells) == ("corrections", 1)
    assert change.examples == (("rock", "pop"),)
    assert change.lines == (library.cleaned.line_numbers[0],)


def test_the_corrected_table_can_be_checked_again_from_the_start(
    library: Library, decide: WriteDecisions
) -> None:
    decisions = [
        (key, label, "pop")
        for key, label in zip(library.keys, library.labels, strict=True)
        if label == "rock"
    ]
    found = apply_corrections(library.cleaned, library.checked, decide(*decisions))
    again = check_table(found.table, target="genre")
    assert set(again.labels.genres) == {"pop", "hip hop"}
    assert again.labels.counts.sum() == 60


def test_rows_are_found_again_in_a_table_that_was_sorted(
    library: Library, decide: WriteDecisions, draw_frame: Draw, open_frame: Open
) -> None:
    corrections = decide((library.keys[5], library.labels[5], "rock"))
    moved = open_frame(draw_frame()[::-1].reset_index(drop=True))
    found = apply_corrections(moved.cleaned, moved.checked, corrections)
    assert found.changed.tolist() == [54]


def test_spellings_of_known_genres_are_understood_and_new_ones_must_be_marked(
    library: Library, decide: WriteDecisions
) -> None:
    keys, labels = library.keys, library.labels
    found = apply_corrections(
        library.cleaned,
        library.checked,
        decide(
            (keys[0], labels[0], "Hip-Hop"),
            (keys[1], labels[1], "new: trip hop"),
            (keys[4], labels[4], "Trip-Hop"),
        ),
    )
    after = found.table.frame["genre"]
    assert after.iloc[[0, 1, 4]].tolist() == ["hip hop", "trip hop", "trip hop"]


def test_an_unknown_genre_is_refused_with_its_line_and_the_nearest_names(
    library: Library, decide: WriteDecisions
) -> None:
    corrections = decide((library.keys[0], library.labels[0], "hip hopp"))
    with pytest.raises(InputError) as caught:
        apply_corrections(library.cleaned, library.checked, corrections)
    told = str(caught.value)
    for words in ("review.csv", "'hip hopp' on line 2", "nearest: 'hip hop'", "new:"):
        assert words in told


@pytest.mark.parametrize("empty", ["new:", "new:   "])
def test_a_new_genre_needs_a_name(
    library: Library, decide: WriteDecisions, empty: str
) -> None:
    corrections = decide((library.keys[0], library.labels[0], empty))
    with pytest.raises(InputError, match="1 genre among the decisions is not"):
        apply_corrections(library.cleaned, library.checked, corrections)


def test_of_several_genres_the_first_is_learnt_and_the_others_are_kept_beside(
    library: Library, decide: WriteDecisions
) -> None:
    corrections = decide((library.keys[0], library.labels[0], "pop | rock | hip hop"))
    found = apply_corrections(library.cleaned, library.checked, corrections)
    assert found.table.frame["genre"].iloc[0] == "pop"
    assert found.further == ((0, "rock"), (0, "hip hop"))


def test_rows_that_are_not_there_are_refused_together(
    library: Library, decide: WriteDecisions
) -> None:
    corrections = decide(
        ("t0000000000000000", "rock", "pop"), (library.keys[0], "jazz", "pop")
    )
    with pytest.raises(InputError) as caught:
        apply_corrections(library.cleaned, library.checked, corrections)
    told = str(caught.value)
    assert "2 decisions on lines 2, 3 cannot be matched" in told
    assert "1 of them are of tracks that are there under another label" in told


def test_a_decision_that_the_table_already_follows_is_no_error(
    library: Library, decide: WriteDecisions, draw_frame: Draw, open_frame: Open
) -> None:
    corrections = decide((library.keys[0], "rock", "pop"))
    genres = draw_frame()["genre"].to_numpy(copy=True)
    genres[0] = "pop"
    edited = open_frame(draw_frame(genre=genres))
    found = apply_corrections(edited.cleaned, edited.checked, corrections)
    assert len(found.changed) == 0
    assert found.kept.tolist() == [0]
    assert "1 stood in the table already" in found.table.findings[-1].message


def test_two_decisions_about_one_row_must_agree(
    library: Library, decide: WriteDecisions
) -> None:
    key, label = library.keys[0], library.labels[0]
    agreed = decide((key, label, "pop"), (key, label, "Pop"))
    found = apply_corrections(library.cleaned, library.checked, agreed)
    assert found.changed.tolist() == [0]
    torn = decide((key, label, "pop"), (key, label, "keep"))
    with pytest.raises(InputError, match="1 decision on line 3 contradict"):
        apply_corrections(library.cleaned, library.checked, torn)


def test_genres_that_are_numbers_can_be_corrected(
    decide: WriteDecisions, draw_frame: Draw, open_frame: Open
) -> None:
    library = open_frame(draw_frame(genre=np.arange(60) % 3))
    corrections = decide((library.keys[0], library.labels[0], "2"))
    found = apply_corrections(library.cleaned, library.checked, corrections)
    again = check_table(found.table, target="genre")
    assert again.labels.counts.tolist() == [19, 20, 21]


def test_a_review_without_any_decision_is_refused_and_not_passed_over(
    library: Library, decide: WriteDecisions
) -> None:
    keys, labels = library.keys, library.labels
    with pytest.raises(InputError, match=r"none of its 2 rows has a decision.*save"):
        apply_corrections(
            library.cleaned,
            library.checked,
            decide((keys[0], labels[0], ""), (keys[1], labels[1], "")),
        )
