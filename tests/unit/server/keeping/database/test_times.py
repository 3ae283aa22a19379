from __future__ import annotations

from datetime import UTC, datetime

from genrelens.server.keeping.database.times import utc_now


def test_later_times_sort_behind_earlier_ones() -> None:
    told = [utc_now() for _ in range(200)]
    assert told == sorted(told)


def test_the_text_is_the_time_in_utc() -> None:
    before = datetime.now(UTC)
    told = datetime.fromisoformat(utc_now())
    assert told.tzinfo is not None
    assert abs((told - before).total_seconds()) < 60
    assert utc_now().endswith("Z")
