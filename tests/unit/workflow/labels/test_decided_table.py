"""Decisions made one by one are read by training as they were made."""

from __future__ import annotations

import pytest

from genrelens.workflow.labels.corrections import read_corrections
from genrelens.workflow.labels.decided_table import decided_csv, write_corrections
from genrelens.workflow.labels.deciding import settle_decision
from genrelens.workflow.labels.review_queue import read_queue


@pytest.mark.parametrize("raw", [False, True])
def test_decisions_come_back_through_the_file(
    hostile, write_review, tmp_path, raw: bool
) -> None:
    queue = read_queue(write_review(tmp_path / "review.csv", hostile))
    known = list(queue.genres)
    made = {
        queue.items[0].id: settle_decision("keep", known),
        queue.items[1].id: settle_decision("-core | new: =1+1", known),
        queue.items[2].id: settle_decision('=HYPERLINK("x")', known),
        "not in the queue": "house",
    }
    path = tmp_path / "corrections.csv"
    path.write_bytes(decided_csv(queue, made, raw=raw).encode())
    read = read_corrections(path)
    by_key = {decision.key: decision for decision in read.decisions}
    told = [by_key[queue.items[place].key] for place in range(3)]
    assert [decision.genres for decision in told] == [
        (),
        ("-core", "new: =1+1"),
        ('=HYPERLINK("x")',),
    ]
    assert [decision.label for decision in told] == list(hostile[:3])
    assert read.n_open == len(hostile) - 3


def test_no_cell_begins_as_a_formula_unless_raw_is_asked_for(
    hostile, write_review, tmp_path
) -> None:
    queue = read_queue(write_review(tmp_path / "review.csv", hostile))
    guarded = decided_csv(queue, {queue.items[0].id: "=1"})
    assert ",=" not in guarded
    assert ',"=' not in guarded
    assert ",=1," in decided_csv(queue, {queue.items[0].id: "=1"}, raw=True)


def test_what_training_takes_is_written_whole(small_run, tmp_path) -> None:
    review = small_run.output / "review.csv"
    item = read_queue(review).items[0]
    target = write_corrections(review, {item.id: "keep"}, tmp_path / "corrections.csv")
    read = read_corrections(target)
    assert [(each.key, each.label, each.genres) for each in read.decisions] == [
        (item.key, item.label, ())
    ]
    assert b"\r\n" in target.read_bytes()
