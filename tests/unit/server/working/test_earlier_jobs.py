from __future__ import annotations

from genrelens.server.working.earlier_jobs import earlier_courses, keep_course
from genrelens.server.working.progress import Course

FAST = Course((("reading", 0.0, 0.0), ("reading", 1.0, 0.9)))
SLOW = Course((("reading", 0.0, 0.0), ("reading", 1.0, 0.1)))


def test_a_job_learns_from_the_newest_of_its_kind(store, table_id) -> None:
    for course in (SLOW, FAST):
        job = store.jobs.add("train", table_id=table_id, request={})
        keep_course(store, job, course)
    later = store.jobs.add("train", table_id=table_id, request={"trees": 3})
    assert earlier_courses(store, later) == (FAST,)


def test_a_quick_job_learns_nothing_from_a_full_one(store, table_id) -> None:
    keep_course(store, store.jobs.add("train", table_id=table_id, request={}), FAST)
    quick = store.jobs.add("train", table_id=table_id, request={"is_quick": True})
    assert earlier_courses(store, quick) == ()


def test_where_the_table_is_new_any_other_will_do(store, table_id) -> None:
    keep_course(store, store.jobs.add("train", table_id=table_id, request={}), FAST)
    other = store.jobs.add("train", request={})
    assert earlier_courses(store, other) == (FAST,)
