"""Tests of genrelens.workflow.split_lists.applying."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from genrelens.errors import InputError
from genrelens.schema.findings import Severity
from genrelens.workflow.split_lists.applying import apply_split_lists

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from genrelens.checking.checking import CheckedTable

    Check = Callable[..., CheckedTable]

FILES = [f"dub.0000{number}.wav" for number in range(6)]


def _list(folder: Path, name: str, *numbers: int) -> Path:
    path = folder / name
    path.write_text("\n".join(f"dub/dub.0000{number}.wav" for number in numbers))
    return path


def test_rows_of_no_list_are_left_out_and_the_test_rows_marked(
    check: Check, tmp_path: Path
) -> None:
    train = [_list(tmp_path, "train", 0, 1), _list(tmp_path, "valid", 2)]
    test = _list(tmp_path, "test", 4, 5)
    split, is_test = apply_split_lists(check(track_id=FILES), train, [test])
    assert is_test is not None
    assert is_test.tolist() == [False] * 4 + [True] * 2
    (drop,) = split.table.drops
    assert (drop.code, drop.rows.tolist()) == ("in-no-list", [3])
    finding = split.table.findings[-1]
    assert finding.severity is Severity.NOTE
    assert "'train' 2 of 2, 'valid' 1 of 1, 'test' 2 of 2 entries." in finding.message


def test_entries_in_no_row_are_counted_and_shown(check: Check, tmp_path: Path) -> None:
    train, test = _list(tmp_path, "train", 0, 8), _list(tmp_path, "test", 1, 9)
    split, _ = apply_split_lists(check(track_id=FILES), [train], [test])
    finding = split.table.findings[-1]
    assert finding.severity is Severity.WARNING
    assert "'train' 1 of 2, 'test' 1 of 2" in finding.message
    assert (
        "the 2 entries that are in no row, e.g. 'dub/dub.00008.wav'" in finding.remedy
    )


def test_a_row_that_is_left_out_for_another_reason_keeps_it(
    check: Check, tmp_path: Path
) -> None:
    lists = [_list(tmp_path, "train", 0)], [_list(tmp_path, "test", 1)]
    split, _ = apply_split_lists(check(track_id=FILES, dropped=(3,)), *lists)
    assert [drop.rows.tolist() for drop in split.table.drops] == [[3], [2, 4, 5]]


def test_with_a_test_list_alone_all_others_are_trained_on(
    check: Check, tmp_path: Path
) -> None:
    test = _list(tmp_path, "test", 1)
    split, is_test = apply_split_lists(check(track_id=FILES), [], [test])
    assert is_test is not None
    assert is_test.sum() == 1
    assert split.table.drops == ()
    assert "Every row that no list names" in split.table.findings[-1].message


def test_a_track_in_both_lists_is_refused(check: Check, tmp_path: Path) -> None:
    train, test = _list(tmp_path, "train", 0, 1, 2), _list(tmp_path, "test", 2, 3)
    with pytest.raises(
        InputError, match=r"1 rows stand in a training.*'dub\.00002\.wav"
    ):
        apply_split_lists(check(track_id=FILES), [train], [test])


def test_training_lists_without_a_test_list_are_refused(
    check: Check, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="1 training list is given and no test list"):
        apply_split_lists(check(track_id=FILES), [_list(tmp_path, "train", 0)], [])


def test_without_lists_the_table_is_given_back(check: Check) -> None:
    checked = check(track_id=FILES)
    assert apply_split_lists(checked, [], []) == (checked, None)
