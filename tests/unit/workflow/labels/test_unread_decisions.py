from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from genrelens.errors import OutputError
from genrelens.workflow.documents.table_file import csv_text
from genrelens.workflow.labels.review_table import review_table
from genrelens.workflow.labels.unread_decisions import check_decisions_stay

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "line,label,decision,key"


@pytest.fixture
def review(tmp_path: Path) -> Path:
    (tmp_path / "results").mkdir()
    return tmp_path / "results" / "review.csv"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["2,pop,rock,t1", "3,pop,,t2"], "holds 1 decision of yours"),
        (["2,pop,rock,t1", "3,pop,keep,t2"], "holds 2 decisions of yours"),
    ],
)
def test_decisions_are_counted_and_the_way_out_is_named(
    review: Path, rows: list[str], words: str
) -> None:
    review.write_text("\n".join([HEADER, *rows]))
    with pytest.raises(OutputError, match=words) as refused:
        check_decisions_stay(review)
    assert "'review.csv' in 'results'" in str(refused.value)
    for way in ("Move it", "another --output", "--corrections"):
        assert way in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "things to buy\nstrings\n",
        "only a line of notes",
        "title,genre\nSong,pop\n",
        f"{HEADER}\n2,pop,rock |,t1\n",
        f"{HEADER}\n2,pop,rock,\n",
        f"{HEADER}\n2,pop,rock,t1\n".encode("utf-16").decode("latin-1"),
        "%PDF-1.4\n\x00\x01",
    ],
)
def test_what_is_no_review_table_or_is_half_filled_in_is_not_overwritten(
    review: Path, text: str
) -> None:
    review.write_bytes(text.encode("latin-1"))
    with pytest.raises(OutputError, match=r"decision of yours|may be your own"):
        check_decisions_stay(review)


@pytest.mark.parametrize(
    "text",
    ["", "\n \n", HEADER, f"{HEADER}\n\n", f"{HEADER}\n2,pop,,t1\n3,rock, ,t2\n"],
)
def test_a_table_in_which_nothing_is_decided_may_be_replaced(
    review: Path, text: str
) -> None:
    review.write_text(text)
    check_decisions_stay(review)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_header_alone_may_be_replaced_whatever_program_saved_it(
    review: Path, separator: str
) -> None:
    names = [f'"{name}"' for name in HEADER.split(",")]
    review.write_text(separator.join(names) + "\n", encoding="utf-8-sig")
    check_decisions_stay(review)


def test_the_table_that_training_writes_without_doubts_may_be_replaced(
    review: Path, library
) -> None:
    review.write_text(csv_text(review_table(None, library.checked.table)))
    check_decisions_stay(review)


def test_what_is_not_there_or_a_folder_holds_no_decision(review: Path) -> None:
    check_decisions_stay(review)
    check_decisions_stay(review.parent)
