from __future__ import annotations

import pytest

from genrelens.tagging.plans.plan_row import PlanRow
from genrelens.workflow.plan_review.rows import Change, lay_over
from genrelens.workflow.plan_review.selecting import PlanQuery, genres_of, select_rows

ROWS = lay_over(
    (
        PlanRow(path="a.mp3", title="Blue", new=("Metal",), decision="write"),
        PlanRow(path="b.mp3", artist="Ada", candidates="Rock | folk", decision="ask"),
        PlanRow(path="c.mp3", decision="leave"),
    ),
    {3: Change("write", ("Doom",))},
    policy="overwrite",
)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        (PlanQuery(), [1, 2, 3]),
        (PlanQuery(search="BLUE"), [1]),
        (PlanQuery(search="ada b.mp3"), [2]),
        (PlanQuery(decision="write"), [1, 3]),
        (PlanQuery(genre="Rock"), [2]),
        (PlanQuery(changed=True), [3]),
        (PlanQuery(changed=False, decision="write"), [1]),
    ],
)
def test_rows_fulfil_every_condition_as_they_stand_now(
    query: PlanQuery, rows: list[int]
) -> None:
    assert [row.row for row in select_rows(ROWS, query)] == rows


def test_every_genre_is_named_once_in_order() -> None:
    assert genres_of(ROWS) == ["Doom", "folk", "Metal", "Rock"]
