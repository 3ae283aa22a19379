"""Sound files of every kind, rendered once; a folder of them for each test."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

import pytest

from genrelens.tagging.formats.byte_view import ByteView
from genrelens.tagging.formats.examining import examine
from genrelens.tagging.plans.plan_row import FileGuard, PlanRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session")
def rendered(sound_files, tmp_path_factory):
    """Give one file of every kind; nobody may write into it."""
    return sound_files.render(tmp_path_factory.mktemp("rendered"))


@pytest.fixture
def music(rendered, tmp_path) -> Path:
    """Give a folder of one's own with a file of every kind."""
    folder = tmp_path.resolve() / "music"
    folder.mkdir()
    for name, each in rendered.items():
        shutil.copy(each.path, folder / name)
    return folder


@pytest.fixture
def row_for() -> Callable[..., PlanRow]:
    """Make the row of a plan for a file as it is now."""

    def make(folder: Path, name: str, *new: str, **changes: object) -> PlanRow:
        path = folder / name
        with path.open("rb") as file:
            found = examine(ByteView(file), str(changes.get("field", "genre")))
        status = path.stat()
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        guard = FileGuard(
            status.st_size, status.st_mtime_ns, sha256, found.audio_sha256
        )
        given = {"decision": "write", "guard": guard, "new": new, **changes}
        return PlanRow(path=name, **given)  # type: ignore[arg-type]

    return make
