from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genrelens.errors import InputError
from genrelens.tagging.plans.plan_row import FileGuard, PlanRow
from genrelens.tagging.plans.plan_table import (
    PLAN_COLUMNS,
    plan_text,
    read_plan,
    write_plan,
)

ROW = PlanRow(
    path='=A/Björk "x".mp3',
    artist="@Artist",
    title="+1",
    old=("Rock",),
    new=("Drum & Bass", "a | b", "-x"),
    decision="write",
    candidates="Drum & Bass",
    probability=0.9123,
    reasons="metal tag 0.81, tempo 152",
    max_error=0.05,
    field="genre",
    kind="mp3",
    guard=FileGuard(12, 1795389856830100575, "1" * 64, "2" * 64),
    line=2,
)
LEFT = PlanRow(path="b.txt", reasons="it is no sound file", line=3)


@pytest.fixture
def plan(tmp_path):
    write_plan([ROW, LEFT], "/music", tmp_path / "plan.csv")
    return tmp_path / "plan.csv"


def test_a_plan_comes_back_as_it_was(plan) -> None:
    told = read_plan(plan)
    assert told.folder == "/music"
    assert told.rows == (ROW, LEFT)


def test_no_cell_runs_as_a_formula_unless_asked_to(plan) -> None:
    cells = [c for row in csv.reader(io.StringIO(plan.read_text())) for c in row]
    assert not [c for c in cells if c.startswith(("=", "+", "-", "@"))]
    raw = plan_text([ROW], "/music", raw=True)
    assert next(csv.reader(io.StringIO(raw.split("\n")[1])))[0].startswith("=A/")


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_what_a_spreadsheet_saves_is_understood(plan, delimiter, encoding) -> None:
    rows = list(csv.reader(io.StringIO(plan.read_text())))
    rows[1][4:6] = ["Jungle |  Ragga ", " Write"]
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter).writerows(rows)
    plan.write_bytes(made.getvalue().encode(encoding))
    first = read_plan(plan).rows[0]
    assert (first.new, first.decision) == (("Jungle", "Ragga"), "write")
    assert (first.path, first.guard) == (ROW.path, ROW.guard)


def edited(plan, column, cell, line=1):
    rows = list(csv.reader(io.StringIO(plan.read_text())))
    rows[line][PLAN_COLUMNS.index(column)] = cell
    made = io.StringIO()
    csv.writer(made).writerows(rows)
    plan.write_text(made.getvalue())
    return plan


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("decision", "yes", "line 2 has 'yes'. Write one of: write, ask, leave"),
        ("decision", "", "line 2 has ''"),
        ("folder", "/other", "2 folders are named"),
        ("probability", "high", "line 2 has 'high'"),
    ],
)
def test_a_cell_that_cannot_be_meant_is_told_with_its_line(
    plan, column, cell, said
) -> None:
    with pytest.raises(InputError, match=said):
        read_plan(edited(plan, column, cell))


def test_a_file_that_stands_twice_is_told(plan) -> None:
    edited(plan, "path", f"'{ROW.path}", line=2)
    edited(plan, "decision", "ask", line=2)
    with pytest.raises(InputError, match="in the lines 2 and 3"):
        read_plan(plan)


@pytest.mark.parametrize(
    "content", [b"a,b\r\n1,2\r\n", b"path\n", b",".join([b"path"] * 2), b"\xff\xfe\x00"]
)
def test_a_file_that_is_no_plan_is_told(tmp_path, content) -> None:
    (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(InputError):
        read_plan(tmp_path / "x.csv")


def test_a_plan_without_rows_or_with_ragged_ones_is_told(plan) -> None:
    lines = plan.read_text().splitlines(keepends=True)
    plan.write_text(lines[0])
    with pytest.raises(InputError, match="no rows"):
        read_plan(plan)
    plan.write_text(lines[0] + lines[1].rstrip() + ",more\r\n")
    with pytest.raises(InputError, match="line 2 has 18 cells, the header 17"):
        read_plan(plan)


def test_ten_thousand_old_genres_are_shown_shortly(plan) -> None:
    many = PlanRow(path="a.mp3", old=tuple(f"genre {n}" for n in range(10_000)))
    write_plan([many], "/music", plan)
    assert plan.stat().st_size < 2_000
    assert "and 9,980 more" in plan.read_text()


@given(at=st.integers(0, 900), cut=st.integers(0, 30), put=st.binary(max_size=20))
@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_mutated_plan_is_read_or_refused_in_words(at, cut, put, tmp_path) -> None:
    whole = plan_text([ROW, LEFT], "/music").encode()
    target = tmp_path / "mutated.csv"
    target.write_bytes(whole[:at] + put + whole[at + cut :])
    try:
        told = read_plan(target)
    except InputError as error:
        assert str(error)  # noqa: PT017
    else:
        assert all(row.decision in {"write", "ask", "leave"} for row in told.rows)
