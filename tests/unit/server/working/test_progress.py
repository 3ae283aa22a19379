from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.server.working.progress import Course, Stopwatch


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def run(clock: Clock, watch: Stopwatch, *, pace: float = 1.0) -> None:
    """Read for 2 s, then score ten models of 1 s, at a pace."""
    watch.hear("reading", 0, 1)
    clock.now += 2 * pace
    watch.hear("reading", 1, 1)
    for done in range(1, 11):
        clock.now += pace
        watch.hear("scoring", done, 10)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def earlier(clock) -> Course:
    watch = Stopwatch(clock=clock)
    run(clock, watch)
    return watch.course()


def test_without_an_earlier_job_nothing_is_said_about_the_whole(clock) -> None:
    watch = Stopwatch(clock=clock)
    run(clock, watch)
    assert watch.read().seconds_left is None


def test_a_stage_tells_its_time_left_from_its_own_steps(clock) -> None:
    watch = Stopwatch(clock=clock)
    watch.hear("scoring", 0, 10)
    clock.now += 4
    watch.hear("scoring", 4, 10)
    (stage,) = watch.read().stages
    assert stage.seconds_left == pytest.approx(6)
    clock.now += 2
    assert watch.read().stages[0].seconds_left == pytest.approx(4)


def test_a_stage_that_takes_longer_than_thought_says_nothing(clock) -> None:
    watch = Stopwatch(clock=clock)
    watch.hear("scoring", 0, 2)
    clock.now += 1
    watch.hear("scoring", 1, 2)
    clock.now += 5
    assert watch.read().stages[0].seconds_left is None


@given(pace=st.floats(0.5, 50))
def test_a_job_that_goes_like_an_earlier_one_is_told_exactly_at_any_pace(pace) -> None:
    clock = Clock()
    first = Stopwatch(clock=clock)
    run(clock, first)
    watch = Stopwatch([first.course()], clock=clock)
    watch.hear("reading", 0, 1)
    clock.now += 2 * pace
    watch.hear("reading", 1, 1)
    assert watch.read().seconds_left == pytest.approx(10 * pace)
    clock.now += pace
    watch.hear("scoring", 1, 10)
    assert watch.read().seconds_left == pytest.approx(9 * pace)


def test_at_the_start_nothing_is_guessed(clock, earlier) -> None:
    watch = Stopwatch([earlier], clock=clock)
    assert watch.read().seconds_left is None
    watch.hear("reading", 0, 1)
    clock.now += 0.5
    assert watch.read().seconds_left is None


def test_an_estimate_is_used_where_no_earlier_job_tells(clock, earlier) -> None:
    watch = Stopwatch(clock=clock)
    watch.expect(60.0)
    clock.now += 20
    assert watch.read().seconds_left == pytest.approx(40)
    clock.now += 50
    assert watch.read().seconds_left is None


def test_stages_to_come_are_those_of_the_earlier_job(clock, earlier) -> None:
    watch = Stopwatch([earlier], clock=clock)
    watch.hear("reading", 0, 1)
    told = [(stage.name, stage.state) for stage in watch.read().stages]
    assert told == [("reading", "running"), ("scoring", "to come")]


def test_a_stage_is_over_when_its_steps_are_done_or_the_next_begins(clock) -> None:
    watch = Stopwatch(clock=clock)
    watch.hear("judging", 3, 8)
    watch.hear("writing", 0, 1)
    told = [(stage.name, stage.state) for stage in watch.read().stages]
    assert told == [("judging", "over"), ("writing", "running")]


def test_a_course_survives_json(earlier) -> None:
    assert Course.from_list(json.loads(json.dumps(earlier.to_list()))) == earlier


@given(parts=st.lists(st.floats(0, 1), min_size=2, max_size=2))
def test_a_course_never_goes_backwards(parts) -> None:
    clock = Clock()
    watch = Stopwatch(clock=clock)
    run(clock, watch)
    low, high = (watch.course().share("scoring", part) for part in sorted(parts))
    assert low <= high
    assert watch.course().share("unheard of", 0.5) is None
