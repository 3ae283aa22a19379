from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.server.keeping.completion import mark_complete
from genrelens.server.keeping.sweeping import recover

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.server.keeping.store import Store


def started(
    store: Store, table: str, *, attempt: int = 1, kind: str = "inspect"
) -> str:
    """Give a job that runs, as a server that died left it."""
    job = store.jobs.add(kind, table_id=table, request={})  # type: ignore[arg-type]
    store.jobs.update(
        job.id, state="running", attempt=attempt, stage="counting", done=1, total=3
    )
    return job.id


def test_what_was_complete_is_kept(store: Store, add_table) -> None:
    table = add_table().id
    job = started(store, table)
    output = store.jobs.output(job)
    (output / "inspection.json").write_text("{}")
    mark_complete(output, {"n_rows": 3})
    found = recover(store)
    assert (found.adopted, found.queued_again, found.interrupted) == ((job,), (), ())
    assert store.jobs.get(job).state == "done"
    assert store.tables.get(table).state == "ready"
    assert (store.tables.folder(table) / "inspection.json").read_text() == "{}"
    assert not (store.folders.jobs / job).exists()


def test_what_was_cut_short_begins_anew_and_says_what_was_lost(
    store: Store, add_table
) -> None:
    job = started(store, add_table().id)
    (store.jobs.output(job) / "half.json").write_text("{")
    found = recover(store)
    told = store.jobs.get(job)
    assert found.queued_again == (job,)
    assert (told.state, told.stage, told.done, told.total) == ("queued", "", 0, 0)
    assert "at 'counting'" in told.note
    assert "lost" in told.note
    assert list(store.jobs.output(job).iterdir()) == []
    assert store.tables.get(told.table_id).state == "reading"


def test_after_two_attempts_a_job_is_given_up_in_words(store: Store, add_table) -> None:
    job = started(store, add_table().id, attempt=2)
    found = recover(store)
    told = store.jobs.get(job)
    assert found.interrupted == (job,)
    assert told.state == "interrupted"
    assert "2 times" in told.error
    assert told.finished
    table = store.tables.get(told.table_id)
    assert (table.state, "interrupted" in table.error) == ("failed", True)


def test_what_nothing_refers_to_is_swept_and_the_rest_stays(
    store: Store, add_table, add_model
) -> None:
    table, model = add_table(), add_model()
    waiting = store.jobs.add("inspect", table_id=table.id, request={})
    store.jobs.output(waiting.id)
    over = started(store, table.id)
    store.jobs.output(over)
    store.jobs.update(over, state="done")
    (store.folders.uploads / "a.part").write_text("half a file")
    (store.folders.tables / "tab-000000000000").mkdir()
    (store.folders.models / "mod-000000000000").mkdir()
    (store.folders.models / "mod-000000000000" / "model.genrelens").write_text("x")
    (store.folders.answers / "stray").write_text("x")
    partial = store.tables.folder(table.id) / ".genrelens-partial-1-profile.json"
    partial.write_text("{")
    precious = store.folders.data.parent / "precious"
    precious.write_text("x")
    (store.folders.jobs / "job-link").symlink_to(precious)

    assert recover(store).n_swept == 7
    assert precious.exists()
    assert not partial.exists()
    assert store.tables.path(table.id).exists()
    assert store.models.folder(model).exists()
    assert (store.folders.jobs / waiting.id).exists()
    assert recover(store).n_swept == 0


def test_a_table_that_no_job_reads_is_not_called_in_the_making(
    store: Store, add_table
) -> None:
    forgotten, waiting = add_table(), add_table()
    store.jobs.add("inspect", table_id=waiting.id, request={})
    recover(store)
    assert store.tables.get(forgotten.id).state == "failed"
    assert "Read it again" in store.tables.get(forgotten.id).error
    assert store.tables.get(waiting.id).state == "reading"


def test_recovering_twice_changes_nothing_more(store: Store, add_table) -> None:
    for attempt in (1, 2):
        started(store, add_table().id, attempt=attempt)
    recover(store)
    before = store.jobs.list(), store.tables.list()
    found = recover(store)
    assert (found.adopted, found.queued_again, found.interrupted) == ((), (), ())
    assert (store.jobs.list(), store.tables.list()) == before


def test_files_are_never_changed_by_itself_at_a_start(
    store: Store, tmp_path: Path
) -> None:
    music = store.music.know(tmp_path)
    plans, jobs = {}, {}
    for state in ("queued", "running"):
        plan = plans[state] = store.plans.add(music.id, {"model": "music-tags"}).id
        jobs[state] = store.jobs.add(
            "apply", music_id=music.id, plan_id=plan, request={}
        ).id
        store.jobs.update(jobs[state], state=state)
        store.plans.set_state(plan, "applying")
    (store.plans.folder(plans["running"]) / "reviewed.journal").write_text("")
    told = recover(store)
    assert set(told.interrupted) == set(jobs.values())
    assert store.plans.get(plans["queued"]).state == "ready"
    assert "changed no file" in store.plans.get(plans["queued"]).error
    assert store.plans.get(plans["running"]).state == "stopped"
    assert "Every file is whole" in store.jobs.get(jobs["running"]).error
