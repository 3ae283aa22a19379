from __future__ import annotations

from genrelens.server.keeping.courses import Courses


def course(number: int) -> list:
    return [["reading", 0.0, 0.0], ["reading", 1.0, number / 100]]


def test_the_newest_courses_come_first_those_of_the_same_table_before_all(
    store,
) -> None:
    for number, table in enumerate(["a", "b", "a"]):
        store.courses.add(f"job-{number}", "train", table, course(number))
    assert store.courses.recent("train", table_id="a", most=5) == [
        course(2),
        course(0),
    ]
    assert store.courses.recent("train", table_id="c", most=2) == [
        course(2),
        course(1),
    ]
    assert store.courses.recent("inspect", table_id="a", most=2) == []


def test_only_the_newest_of_many_are_kept(store) -> None:
    assert isinstance(store.courses, Courses)
    for number in range(30):
        store.courses.add(f"job-{number}", "train", "a", course(number))
    kept = store.courses.recent("train", table_id="a", most=100)
    assert kept == [course(number) for number in range(29, 9, -1)]
