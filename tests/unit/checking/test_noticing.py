from __future__ import annotations

import numpy as np

from genrelens.checking.noticing import assign_roles, notice, percent, quote_some
from genrelens.schema.columns import Role


def test_a_finding_shows_the_first_five_lines_and_escaped_cells(make_table):
    table = make_table({"genre": ["pop"] * 9})
    finding = notice(
        table,
        "a-code",
        message="It is so.",
        remedy="Do this.",
        column=table.named("genre"),
        rows=np.arange(1, 9),
        examples=["\x1b[31m", *"abcdef"],
    )
    assert finding.lines == (3, 4, 5, 6, 7)
    assert finding.examples == ("\\x1b[31m", "a", "b", "c", "d")
    assert (finding.n_rows, finding.column) == (8, "genre")
    assert all(type(line) is int for line in finding.lines)


def test_roles_change_only_where_named(make_table):
    table = make_table({"genre": ["pop"], "energy": [0.5]})
    changed = assign_roles(table, {"energy": (Role.CONSTANT, "one value")})
    assert changed.named("energy").role is Role.CONSTANT
    assert changed.named("energy").why == "one value"
    assert changed.named("genre") == table.named("genre")


def test_shares_just_below_all_are_not_rounded_up():
    assert percent(0.99999) == "99.9 %"


def test_few_names_are_all_shown():
    assert quote_some(["a", "b"]) == "'a', 'b'"
