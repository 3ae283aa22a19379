from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from genrelens.server.keeping.completion import completed, mark_complete, take_output

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    folder.mkdir()
    for name in ("a.json", "b.csv", "c.bin"):
        (folder / name).write_text(name)
    return folder


def test_output_is_complete_once_it_is_marked(output: Path) -> None:
    assert completed(output) is None
    mark_complete(output, {"n_rows": 3})
    assert completed(output) == {"n_rows": 3}


@pytest.mark.parametrize("n_moved", [0, 1, 2, 3])
def test_moving_can_be_done_again_after_any_number_of_files(
    output: Path, tmp_path: Path, n_moved: int
) -> None:
    target = tmp_path / "target"
    target.mkdir()
    (target / "a.json").write_text("an earlier one")
    mark_complete(output, {})
    for file in sorted(output.glob("?.*"))[:n_moved]:
        file.replace(target / file.name)
    take_output(output, target)
    assert {file.name: file.read_text() for file in target.iterdir()} == {
        name: name for name in ("a.json", "b.csv", "c.bin")
    }
    assert completed(output) == {}
