"""Show which genre is taken for which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.errors import printable
from genrelens.reports.figures.heat_map import MAX_WRITTEN, heat_map, shade_key
from genrelens.reports.formatting import count, percent
from genrelens.reports.tables import Cell, Heading, Table, number_cell

if TYPE_CHECKING:
    from genrelens.evaluation.results import Confusion
    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.naming import Naming

__all__ = ["confusion_section"]

_N_PAIRS = 10
_LEAST_WRITTEN = 0.005  # shares below round to 0 and are not written


def confusion_section(facts: ReportFacts, _naming: Naming) -> dict[str, Any]:
    """Gather the heat map, the pairs confused most, and the whole matrix."""
    evaluation = facts.evaluation
    confusion = evaluation.confusion
    repeat = evaluation.scenarios[evaluation.headline].repeat_words
    shares = confusion.shares()
    is_large = len(confusion.genres) > MAX_WRITTEN
    texts = None
    if not is_large:
        texts = [
            [f"{share * 100:.0f}" if share >= _LEAST_WRITTEN else "" for share in row]
            for row in shares
        ]
    chart = heat_map(
        shares,
        rows=confusion.genres,
        columns=confusion.genres,
        texts=texts,
        label=f"Confusion matrix of {len(confusion.genres)} genres; "
        "the tables below hold its numbers",
        key="confusion",
        row_title="true genre",
        column_title="taken for",
    )
    return {
        "chart": chart,
        "key": shade_key("0 %", "100 % of the true genre"),
        "is_large": is_large,
        "pairs": _pairs(confusion, repeat),
        "matrix": _matrix(confusion, repeat),
        "repeat": repeat,
        "n_tracks": int(confusion.counts.sum()),
        "data": {
            "rows": [printable(genre) for genre in confusion.genres],
            "columns": [printable(genre) for genre in confusion.genres],
            "counts": confusion.counts.tolist(),
        },
    }


def _pairs(confusion: Confusion, repeat: str) -> Table:
    totals = dict(
        zip(confusion.genres, confusion.counts.sum(axis=1).tolist(), strict=True)
    )
    return Table(
        caption=f"The {_N_PAIRS} mistakes made most often{repeat}.",
        headings=[
            Heading("True genre"),
            Heading("Taken for"),
            Heading("Tracks", is_number=True),
            Heading("Share of the true genre", is_number=True),
        ],
        rows=[
            [
                Cell(true),
                Cell(taken),
                number_cell(number),
                Cell(percent(share), sort=share, detail=f"of {count(totals[true])}"),
            ]
            for true, taken, number, share in confusion.most_confused(_N_PAIRS)
        ],
    )


def _matrix(confusion: Confusion, repeat: str) -> Table:
    return Table(
        caption="Tracks by true genre (rows) and predicted genre (columns)"
        f"{repeat}; an empty cell is none.",
        headings=[
            Heading("True genre"),
            *(Heading(genre, is_number=True) for genre in confusion.genres),
        ],
        rows=[
            [
                Cell(genre),
                *(Cell(count(number) if number else "") for number in row),
            ]
            for genre, row in zip(
                confusion.genres, confusion.counts.tolist(), strict=True
            )
        ],
        is_sortable=False,
    )
