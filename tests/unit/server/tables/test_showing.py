from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from genrelens.errors import InputError
from genrelens.server.keeping.store import InUseError
from genrelens.server.tables.changing import read_again
from genrelens.server.tables.showing import (
    inspection_of,
    known_rows,
    profile_of,
    rows_of,
)

if TYPE_CHECKING:
    from genrelens.server.studio import Studio

pytestmark = pytest.mark.usefixtures("still_queue")

LONG = "x" * 3_000
CSV = b"track_name,artist,tempo,energy,genre\n" + b"".join(
    f"song {i} {LONG if i == 3 else ''},artist {i},{100 + i},"
    f"{'oops' if i == 7 else i / 40},{'a' if i % 2 else 'b'}\n".encode()
    for i in range(40)
)


def test_rows_of_a_finding_are_its_lines_with_its_column_first(
    studio: Studio, bring_here
) -> None:
    table = bring_here(CSV)
    shown = rows_of(studio, table.id, finding="unreadable-cells", column="energy")
    assert shown.headers == ("energy", "genre", "artist", "track_name", "tempo")
    assert [row.line for row in shown.rows] == [9]
    assert shown.rows[0].cells[0] == "oops"
    told = inspection_of(studio, table.id)["findings"]
    known = known_rows(studio, table.id)
    assert {told[at]["code"] for at in known} >= {"unreadable-cells", "missing-values"}
    assert profile_of(studio, table.id).n_tracks == 40


def test_cells_that_would_fill_the_page_are_cut(studio: Studio, bring_here) -> None:
    table = bring_here(CSV)
    shown = rows_of(studio, table.id, column="track_name", offset=3, limit=1)
    assert len(shown.rows[0].cells[0]) == 400
    assert shown.rows[0].cells[0].endswith("…")


def test_what_cannot_be_shown_is_told_in_words(studio: Studio, bring_here) -> None:
    table = bring_here(CSV)
    for query in ({"finding": "nope"}, {"column": "nope"}):
        with pytest.raises(InputError, match="nope"):
            rows_of(studio, table.id, **query)
    read_again(studio, table.id)
    for show in (inspection_of, profile_of, known_rows, rows_of):
        with pytest.raises(InUseError, match="being read"):
            show(studio, table.id)
    studio.store.tables.set_state(table.id, "failed", "It is no table.")
    for show in (inspection_of, profile_of, known_rows, rows_of):
        with pytest.raises(InputError, match=r"^It is no table\.$"):
            show(studio, table.id)
