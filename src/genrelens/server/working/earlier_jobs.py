"""Remember how jobs that ended well spent their time, for the time left of the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.server.working.progress import Course

if TYPE_CHECKING:
    from genrelens.server.keeping.jobs import JobRecord
    from genrelens.server.keeping.store import Store

__all__ = ["earlier_courses", "keep_course"]

_MOST = 1  # the newest is most like the next: same code, same machine
_VARIANTS = ("is_quick", "has_contenders", "select", "time_budget")


def earlier_courses(store: Store, job: JobRecord) -> tuple[Course, ...]:
    """Give the courses of the last jobs like this one, the newest first.

    Alike are jobs of one kind and variant (quick, compared, …) on the same table;
    where there are none, on any table.
    """
    told = store.courses.recent(_key(job), table_id=_subject(job), most=_MOST)
    return tuple(Course.from_list(points) for points in told)


def keep_course(store: Store, job: JobRecord, course: Course) -> None:
    """Keep how a job that is done spent its time."""
    store.courses.add(job.id, _key(job), _subject(job), course.to_list())


def _subject(job: JobRecord) -> str:
    return job.table_id or job.music_id


def _key(job: JobRecord) -> str:
    variants = [name for name in _VARIANTS if job.request.get(name)]
    return " ".join([job.kind, *variants])
