from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.server.tables.fixes import Fix, fixes_for
from genrelens.workflow.inspecting import inspect_table
from genrelens.workflow.requests import TableRequest

if TYPE_CHECKING:
    from tests.conftest import SmallRun


def test_every_offer_names_a_column_of_the_finding_or_a_field(
    small_run: SmallRun,
) -> None:
    told = inspect_table(TableRequest(table=small_run.table)).to_dict()
    offers = fixes_for(told)
    assert len(offers) == len(told["findings"])
    assert any(offers)
    for finding, fixes in zip(told["findings"], offers, strict=True):
        for fix in fixes:
            if fix.field == "use":
                assert told["columns"][fix.column]["header"] == finding["column"]
                assert fix.value in ("drop", "force")
            else:
                assert fix.value == ""


def test_the_genre_column_is_never_offered_to_be_left_out() -> None:
    columns = [{"header": "a"}, {"header": "genre"}]
    findings = [
        {"code": "unreadable-cells", "column": "genre"},
        {"code": "unreadable-cells", "column": "a"},
        {"code": "several-genres-in-a-cell", "column": "genre"},
    ]
    told = {"columns": columns, "findings": findings, "target": "genre"}
    assert fixes_for(told) == [
        [],
        [Fix("Leave the column out", "use", 0, "drop")],
        [Fix("Choose another genre column", "target")],
    ]
