"""The queue gives back what training wrote, whatever stands in the cells."""

from __future__ import annotations

import csv

import pytest

from genrelens.errors import FileFormatError
from genrelens.workflow.labels.review_queue import read_queue
from genrelens.workflow.labels.review_table import REVIEW_COLUMNS


def test_every_label_of_a_run_is_in_the_queue(small_run) -> None:
    path = small_run.output / "review.csv"
    with path.open(encoding="utf-8", newline="") as file:
        n_rows = len(list(csv.reader(file))) - 1
    queue = read_queue(path)
    assert len(queue.items) == n_rows > 0
    assert len({item.id for item in queue.items}) == n_rows
    assert queue.items[0].title


def test_hostile_cells_come_back_as_they_were(hostile, write_review, tmp_path) -> None:
    queue = read_queue(write_review(tmp_path / "review.csv", hostile))
    assert tuple(item.label for item in queue.items) == hostile
    assert queue.items[0].title == f"name {hostile[0]} — artist {hostile[0]}"
    assert set(hostile) <= set(queue.genres)
    assert queue.find(queue.items[2].id) == queue.items[2]
    assert queue.find("t0") is None


def test_one_track_under_two_labels_is_two_items(write_review, tmp_path) -> None:
    path = write_review(tmp_path / "review.csv", ["a", "b"])
    path.write_text(path.read_text().replace(f"t{1:016x}", f"t{0:016x}"))
    assert len({item.id for item in read_queue(path).items}) == 2


def test_a_table_without_names_is_named_by_its_rows(write_review, tmp_path) -> None:
    queue = read_queue(write_review(tmp_path / "review.csv", ["a"], names=()))
    assert queue.items[0].title == "row 1"


@pytest.mark.parametrize(
    "text",
    ["", "a,b\r\n1,2\r\n", "line,row," + ",".join(REVIEW_COLUMNS) + "\r\nx,1\r\n"],
)
def test_a_damaged_file_is_refused(tmp_path, text: str) -> None:
    path = tmp_path / "review.csv"
    path.write_text(text)
    with pytest.raises(FileFormatError, match="Train the model anew"):
        read_queue(path)
