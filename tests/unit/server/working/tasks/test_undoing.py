from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from genrelens.server.library.reviewing import reviewed_csv
from genrelens.server.music.open_plans import JOURNAL, REVIEWED
from genrelens.server.working.tasks import applying, undoing
from genrelens.workflow.progress import silent

if TYPE_CHECKING:
    from genrelens.server.keeping.music.music_folders import MusicRecord
    from genrelens.server.keeping.music.plans import PlanRecord
    from genrelens.server.studio import Studio

pytestmark = pytest.mark.usefixtures("still_queue")


@pytest.fixture
def music_roots(music_folder: Path) -> tuple[Path, ...]:
    return (music_folder,)


@pytest.fixture
def order(
    studio: Studio, library: MusicRecord, plan: PlanRecord, tmp_path: Path
) -> dict[str, str]:
    folder = studio.store.plans.folder(plan.id)
    (folder / REVIEWED).write_text(reviewed_csv(studio, plan.id), encoding="utf-8")
    (tmp_path / "output").mkdir()
    return {
        "folder": str(library.path),
        "place": str(studio.store.music.place(library.id)),
        "plan": str(folder),
        "output": str(tmp_path / "output"),
    }


def test_what_was_written_is_taken_back_byte_for_byte(order: dict[str, str]) -> None:
    files = sorted(Path(order["folder"]).rglob("*.wav"))
    before = [file.read_bytes() for file in files]
    applying.work(order, silent)
    assert [file.read_bytes() for file in files] != before
    assert undoing.work(order, silent) == {"counts": {"restored": 4}}
    assert [file.read_bytes() for file in files] == before
    assert (Path(order["plan"]) / JOURNAL).is_file()
