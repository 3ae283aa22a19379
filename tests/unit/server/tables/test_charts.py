"""Charts of a table hold its numbers, and its names as text."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from genrelens.reports.formatting import count
from genrelens.server.tables.charts import (
    attribute_panel,
    missing_chart,
    missing_table,
)
from genrelens.workflow.inspecting import inspect_table
from genrelens.workflow.profiling.profiling import profile_table
from genrelens.workflow.requests import TableRequest

if TYPE_CHECKING:
    from genrelens.workflow.profiling.results import TableProfile

HOSTILE = "</script><img src=x onerror=alert(1)>"


@pytest.fixture
def profile(write_tracks) -> TableProfile:
    gaps = [None if i % 5 == 0 else 0.2 + i / 100 for i in range(60)]
    path = write_tracks(
        valence=gaps,
        explicit=["yes" if i % 3 else "no" for i in range(60)],
        mood=[HOSTILE if i % 4 else "calm" for i in range(60)],
        duration_ms=[180_000 + 1_000 * i for i in range(60)],
        genre=[HOSTILE if i % 2 else "dub" for i in range(60)],
    )
    return profile_table(inspect_table(TableRequest(table=path)))


def test_every_attribute_has_a_chart_and_its_numbers(profile: TableProfile) -> None:
    kinds = set()
    for one in profile.attributes:
        panel = attribute_panel(one, profile)
        kinds.add(one.kind)
        assert panel.chart is not None
        picture = ET.fromstring(panel.chart)  # noqa: S314 - our own markup
        assert picture.find(".//img") is None
        assert picture.get("role") == "img"
        assert len(panel.behind.rows) == len(profile.groups)
        assert [row[0].text for row in panel.behind.rows] == [
            group.name for group in profile.groups
        ]
    assert kinds == {"number", "flag", "category"}


def test_the_table_behind_tells_the_median_in_the_attributes_unit(
    profile: TableProfile,
) -> None:
    duration = next(one for one in profile.attributes if one.name == "duration_ms")
    panel = attribute_panel(duration, profile)
    quantiles = duration.quantiles[0]
    assert quantiles is not None
    minutes, rest = divmod(int(quantiles.median), 60_000)
    assert panel.behind.rows[0][6].text == f"{minutes}:{rest // 1000:02}\xa0min"
    ticks = [
        text.text
        for text in ET.fromstring(panel.chart or "").iter()  # noqa: S314
        if text.get("class") == "tick"
    ]
    assert "3:00" in ticks


def test_missing_values_are_counted_by_attribute(profile: TableProfile) -> None:
    table = missing_table(profile)
    assert table is not None
    (row,) = [row for row in table.rows if row[0].text == "valence"]
    assert row[1].text == count(12)
    assert row[2].text == "20.0\xa0%"
    assert missing_chart(profile) is not None


def test_nothing_is_drawn_where_nothing_is_missing(write_tracks) -> None:
    told = profile_table(inspect_table(TableRequest(table=write_tracks())))
    assert missing_table(told) is None
    assert missing_chart(told) is None
