from __future__ import annotations

import pytest

from genrelens.errors import OutputError
from genrelens.workflow.documents.sources import check_sources_stay


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("kept")
    return path


def test_the_source_itself_is_refused_under_every_name(table, tmp_path) -> None:
    (tmp_path / "folder").mkdir()
    link, twin = tmp_path / "link.csv", tmp_path / "twin.csv"
    link.symlink_to(table)
    twin.hardlink_to(table)
    for name in (table, tmp_path / "folder" / ".." / "table.csv", link, twin):
        with pytest.raises(OutputError, match="is the table itself") as told:
            check_sources_stay([tmp_path / "other.csv", name], {"table": table})
        assert name.name in str(told.value)
        assert "Choose another --output" in str(told.value)


def test_another_file_is_fine_whether_it_is_there_or_not(table, tmp_path) -> None:
    (tmp_path / "old.csv").write_text("kept")
    outputs = [tmp_path / "old.csv", tmp_path / "new.csv", table / "below"]
    check_sources_stay(outputs, {"table": table, "model": tmp_path / "missing"})
