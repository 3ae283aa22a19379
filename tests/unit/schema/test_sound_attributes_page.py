"""The page of the attributes lists what the schema has, in its words."""

from __future__ import annotations

import math
from pathlib import Path

from genrelens.schema.sound_columns import SOUND_COLUMNS

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "sound-attributes.md"


def bound(value):
    return "" if math.isinf(value) else f"{value:,g}"


def line_of(column):
    span = f"{bound(column.low)} to {bound(column.high)}".strip()
    if math.isinf(column.high):
        span = f"from {bound(column.low)}" if not math.isinf(column.low) else "any"
    return (
        f"| `{column.name}` | {column.label} | {column.unit} | {span} "
        f"| {column.description} |"
    )


def expected_lines():
    return [
        line_of(column)
        for column in SOUND_COLUMNS
        if not column.name.startswith("timbre_")
    ]


def test_every_attribute_has_its_line_and_no_line_is_left_over():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("| `")] == expected_lines()


def test_the_page_tells_how_many_there_are_and_what_the_timbres_are_called():
    text = PAGE.read_text(encoding="utf-8")
    assert f"{len(SOUND_COLUMNS)} attributes" in text
    assert "`timbre_1_mean`" in text
    assert "`timbre_20_sd`" in text
