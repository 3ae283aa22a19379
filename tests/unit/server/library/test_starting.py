from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from genrelens.errors import InputError
from genrelens.server.keeping.store import InUseError, NotHere
from genrelens.server.library import starting
from genrelens.server.library.starting import (
    model_name,
    name_genres,
    new_plan,
    newest_job,
    read_music,
    refuse_without_tags,
)
from genrelens.server.working.ordering import order_of
from genrelens.workflow.music_library.needs import MusicNeeds

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


@pytest.mark.usefixtures("network_here")
def test_genres_are_named_by_a_model_that_is_here(
    studio: Studio, library: MusicRecord
) -> None:
    with pytest.raises(NotHere):
        name_genres(studio, library.id, {**BY_TAGS, "model": "mod-000000000000"})
    job = name_genres(studio, library.id, BY_TAGS)
    assert order_of(job, studio.store, studio.settings)["model"] == "music-tags"
    assert job.request["model_name"] == model_name(studio, "music-tags")


@pytest.mark.usefixtures("network_here")
def test_a_plan_is_recorded_with_its_job_or_not_at_all(
    studio: Studio, library: MusicRecord
) -> None:
    plan, job = new_plan(studio, library.id, {**BY_TAGS, "policy": "merge"})
    assert (plan.state, job.plan_id) == ("making", plan.id)
    with pytest.raises(NotHere):
        new_plan(studio, library.id, {**BY_TAGS, "model": "mod-000000000000"})
    assert len(studio.store.plans.list()) == 1


@pytest.mark.usefixtures("no_network")
def test_without_the_network_nothing_that_needs_it_is_begun(
    studio: Studio, library: MusicRecord
) -> None:
    with pytest.raises(InputError, match="models add music-tags, or read"):
        read_music(studio, library.id, {"network": "music-tags"})
    with pytest.raises(InputError, match="models add music-tags"):
        name_genres(studio, library.id, BY_TAGS)
    with pytest.raises(InputError, match="models add music-tags"):
        new_plan(studio, library.id, {**BY_TAGS, "policy": "merge"})
    assert studio.store.jobs.list() == []
    assert studio.store.plans.list() == []
    assert studio.store.music.get(library.id).state == "ready"
    assert read_music(studio, library.id, {"network": "none"}).kind == "extract"


def test_a_model_of_other_tables_is_refused_before_files_are_opened(
    studio: Studio, library: MusicRecord, model_id: str
) -> None:
    with pytest.raises(InputError, match="that music files do not give"):
        name_genres(studio, library.id, {**BY_TAGS, "model": model_id})
    assert studio.store.jobs.list() == []


def test_without_a_library_nothing_is_begun(
    studio: Studio, library: MusicRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = MusicNeeds(sound="Install audio.", tags="Install tags.", network="")
    monkeypatch.setattr(starting, "_needs", lambda: missing)
    with pytest.raises(InputError, match="Install audio"):
        read_music(studio, library.id, {"network": "none"})
    with pytest.raises(InputError, match="Install tags"):
        new_plan(studio, library.id, {**BY_TAGS, "policy": "merge"})
    with pytest.raises(InputError, match="Install tags"):
        refuse_without_tags()
    assert studio.store.jobs.list() == []
