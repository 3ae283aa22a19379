from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from genrelens.server.keeping.adopting import adopt
from genrelens.server.keeping.completion import mark_complete
from genrelens.server.keeping.store import Store
from genrelens.server.keeping.taking.music_results import TABLE, take_music

if TYPE_CHECKING:
    from collections.abc import Iterator

    from genrelens.server.keeping.jobs import JobRecord
    from genrelens.server.keeping.music.music_folders import MusicRecord


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "data") as store:
        yield store


@pytest.fixture
def music(store: Store) -> MusicRecord:
    return store.music.know(Path("/My music"))


def _read(store: Store, music: MusicRecord, content: bytes) -> JobRecord:
    job = store.jobs.add("extract", music_id=music.id, request={})
    output = store.jobs.output(job.id)
    (output / TABLE).write_bytes(content)
    (output / "tracks.parquet").write_bytes(content)
    (output / "tracks.sound.json").write_bytes(b"{}")
    mark_complete(output, {"n_tracks": 2})
    return job


def test_a_reading_becomes_a_table_that_is_looked_into(
    store: Store, music: MusicRecord
) -> None:
    job = _read(store, music, b"one")
    assert adopt(store, job.id).state == "done"  # type: ignore[union-attr]
    (table,) = store.tables.list()
    assert (table.id, table.name) == (job.result_id, "My music.parquet")
    assert store.tables.path(table.id).read_bytes() == b"one"
    beside = store.tables.path(table.id).with_name("original.sound.json")
    assert beside.read_bytes() == b"{}"
    assert store.music.get(music.id).table_id == table.id
    assert (store.music.place(music.id) / "tracks.parquet").read_bytes() == b"one"
    assert [each.kind for each in store.jobs.list("queued")] == ["inspect"]


def test_a_reading_that_found_nothing_new_makes_no_second_table(
    store: Store, music: MusicRecord
) -> None:
    first = _read(store, music, b"one")
    adopt(store, first.id)
    adopt(store, _read(store, music, b"one").id)
    assert [table.id for table in store.tables.list()] == [first.result_id]
    adopt(store, _read(store, music, b"two").id)
    assert len(store.tables.list()) == 2


def test_a_server_that_died_in_between_takes_it_once_more(
    store: Store, music: MusicRecord
) -> None:
    job = _read(store, music, b"one")
    take_music(store, job, store.jobs.output(job.id))  # and then it dies
    assert adopt(store, job.id).state == "done"  # type: ignore[union-attr]
    assert [table.id for table in store.tables.list()] == [job.result_id]
    assert store.music.get(music.id).table_id == job.result_id


def test_plans_get_their_files_and_states(store: Store, music: MusicRecord) -> None:
    plan = store.plans.add(music.id, {})
    for kind, state in (("plan", "ready"), ("apply", "applied"), ("undo", "undone")):
        job = store.jobs.add(
            kind,  # type: ignore[arg-type]
            music_id=music.id,
            plan_id=plan.id,
            request={},
        )
        (store.jobs.output(job.id) / f"{kind}.csv").touch()
        mark_complete(store.jobs.output(job.id), {"n": 1})
        adopt(store, job.id)
        told = store.plans.get(plan.id)
        assert (told.state, told.summary[kind]) == (state, {"n": 1})
    assert (store.plans.folder(plan.id) / "plan.csv").is_file()
