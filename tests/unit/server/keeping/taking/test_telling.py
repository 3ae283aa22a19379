from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from genrelens.server.keeping.jobs import JobKind
from genrelens.server.keeping.store import Store
from genrelens.server.keeping.sweeping import recover
from genrelens.server.keeping.taking.telling import WORK, tell_not_done

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "data") as store:
        yield store


def test_every_kind_of_job_has_its_words() -> None:
    assert set(WORK) == set(get_args(JobKind))


@pytest.mark.parametrize("has_begun", [True, False])
def test_a_plan_is_stopped_only_where_something_was_written(
    store: Store, has_begun: bool
) -> None:
    music = store.music.know(Path("/music"))
    plan = store.plans.add(music.id, {})
    job = store.jobs.add("apply", music_id=music.id, plan_id=plan.id, request={})
    if has_begun:
        (store.plans.folder(plan.id) / "reviewed.journal").touch()
    tell_not_done(store, job, "it broke")
    told = store.plans.get(plan.id)
    assert (told.state, told.error) == ("stopped" if has_begun else "ready", "it broke")


def test_writing_that_a_dying_server_left_is_never_begun_again_by_itself(
    store: Store,
) -> None:
    music = store.music.know(Path("/music"))
    plan = store.plans.add(music.id, {})
    (store.plans.folder(plan.id) / "reviewed.journal").touch()
    store.plans.set_state(plan.id, "applying")
    job = store.jobs.add("apply", music_id=music.id, plan_id=plan.id, request={})
    store.jobs.update(job.id, state="running", attempt=1)
    found = recover(store)
    assert found.interrupted == (job.id,)
    assert store.plans.get(plan.id).state == "stopped"
    assert "take back" in store.plans.get(plan.id).error


def test_what_nobody_is_making_any_more_is_told_as_failed(store: Store) -> None:
    music = store.music.know(Path("/music"))
    plan = store.plans.add(music.id, {})
    store.music.set_state(music.id, "reading")
    recover(store)
    assert store.music.get(music.id).state == "failed"
    assert store.plans.get(plan.id).state == "failed"
