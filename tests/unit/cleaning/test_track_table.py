"""Tests of genrelens.cleaning.track_table."""

from __future__ import annotations

import pytest

from genrelens.schema.columns import Role


@pytest.fixture
def table(clean):
    return clean({"Genre": ["pop"], "Artist": ["A"], "BPM": ["120"]})


def test_a_column_is_found_by_its_name(table) -> None:
    assert table.named("tempo").header == "BPM"


def test_an_unknown_name_is_an_error(table) -> None:
    with pytest.raises(KeyError):
        table.named("BPM")


def test_columns_of_a_role_come_in_file_order(table) -> None:
    assert [c.name for c in table.with_role(Role.TARGET)] == ["genre"]
    assert table.with_role(Role.ALBUM) == ()


def test_a_column_tells_itself_in_plain_values(table) -> None:
    assert table.named("tempo").to_dict() == {
        "name": "tempo",
        "header": "BPM",
        "role": "feature",
        "kind": "number",
        "unit": "BPM",
        "why": "by its name",
    }
