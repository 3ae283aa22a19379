from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from genrelens.server.keeping.store import InUseError, NotHere
from genrelens.server.library.starting import (
    model_name,
    name_genres,
    new_plan,
    newest_job,
    read_music,
)
from genrelens.server.working.ordering import order_of

if TYPE_CHECKING:
    from genrelens.server.keeping.music.music_folders import MusicRecord
    from genrelens.server.studio import Studio

pytestmark = pytest.mark.usefixtures("still_queue")
BY_TAGS = {"model": "music-tags", "max_error": 0.05}


def test_a_folder_is_read_once_at_a_time(studio: Studio, library: MusicRecord) -> None:
    job = read_music(studio, library.id, {"network": "none"})
    assert studio.store.music.get(library.id).state == "reading"
    assert newest_job(studio, "extract", library.id) == job
    with pytest.raises(InUseError, match="being read already"):
        read_music(studio, library.id, {})
    order = order_of(job, studio.store, studio.settings)
    assert order["folder"] == str(library.path)
    assert order["options"] == {"network": "none"}


def test_genres_are_named_by_a_model_that_is_here(
    studio: Studio, library: MusicRecord
) -> None:
    with pytest.raises(NotHere):
        name_genres(studio, library.id, {**BY_TAGS, "model": "mod-000000000000"})
    job = name_genres(studio, library.id, BY_TAGS)
    assert order_of(job, studio.store, studio.settings)["model"] == "music-tags"
    assert job.request["model_name"] == model_name(studio, "music-tags")


def test_a_plan_is_recorded_with_its_job_or_not_at_all(
    studio: Studio, library: MusicRecord
) -> None:
    plan, job = new_plan(studio, library.id, {**BY_TAGS, "policy": "merge"})
    assert (plan.state, job.plan_id) == ("making", plan.id)
    with pytest.raises(NotHere):
        new_plan(studio, library.id, {**BY_TAGS, "model": "mod-000000000000"})
    assert len(studio.store.plans.list()) == 1
