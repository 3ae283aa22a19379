"""Kept parts of a report, opened again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from genrelens.errors import BundleError
from genrelens.reports.parts import make_parts
from genrelens.workflow.live_report.keeping import keep_parts
from genrelens.workflow.live_report.opening import PARTS_FILE, open_parts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import SmallRun


def test_kept_and_opened_parts_are_the_drawn_ones(
    small_run: SmallRun, tmp_path: Path
) -> None:
    keep_parts(small_run.result, tmp_path)
    opened = open_parts(tmp_path)
    drawn = make_parts(small_run.result.facts)
    assert opened is not None
    assert opened.data == json.loads(json.dumps(drawn.data))
    same = set(drawn.html) - {"method"}  # it names the hash of the model's file
    assert {key: opened.html[key] for key in same} == {
        key: drawn.html[key] for key in same
    }
    for name in ("titles", "genres", "genre_counts", "colours", "samples", "facts"):
        assert getattr(opened, name) == getattr(drawn, name), name


def test_a_folder_without_parts_gives_none(tmp_path: Path) -> None:
    assert open_parts(tmp_path) is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
        (b"[]", "another kind of file"),
        (b'{"format": "x"}', "another kind of file"),
        (b'{"format": "genrelens-report-parts", "format_version": 9}', "version 9"),
        (
            b'{"format": "genrelens-report-parts", "format_version": 1}',
            "incomplete: KeyError('parts')",
        ),
    ],
)
def test_another_file_is_refused_with_what_to_do(
    tmp_path: Path, content: bytes, words: str
) -> None:
    (tmp_path / PARTS_FILE).write_bytes(content)
    with pytest.raises(BundleError) as caught:
        open_parts(tmp_path)
    assert words in str(caught.value)
    assert "Train again" in str(caught.value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("titles", 3),
        ("html", {}),
        ("html", []),
        ("data", None),
        ("genres", 1),
        ("genre_counts", [["house", "many"]]),
        ("colours", []),
        ("samples", [[1]]),
    ],
)
def test_parts_with_one_wrong_piece_are_refused(
    small_run: SmallRun, tmp_path: Path, key: str, value: Any
) -> None:
    path = keep_parts(small_run.result, tmp_path)
    document = json.loads(path.read_bytes())
    document["parts"][key] = value
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(BundleError, match="incomplete"):
        open_parts(tmp_path)


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / PARTS_FILE).open("wb") as file:
        file.truncate(128 * 2**20 + 1)
    with pytest.raises(BundleError, match="are the most"):
        open_parts(tmp_path)
