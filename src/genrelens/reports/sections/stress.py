"""Show how predictions change when an input is spoilt in a known way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.reports.figures.dot_interval import IntervalRow, dot_intervals
from genrelens.reports.figures.markup import shorten
from genrelens.reports.formatting import count, percent, points
from genrelens.reports.tables import Cell, Heading, Table, number_cell

if TYPE_CHECKING:
    from genrelens.explanation.results import StressTest
    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.figures.markup import Svg
    from genrelens.reports.naming import Naming

__all__ = ["stress_section"]

_N_WORST = 3
_LABEL_ROOM = 214.0  # so wide, also in the larger letters of a phone, is
_LABEL_LETTERS = 31  # "every 0–1 judgement off by 0.1"


def stress_section(facts: ReportFacts, naming: Naming) -> dict[str, Any]:
    """Gather the flip shares, what they cost, and the genres that suffer."""
    tests = sorted(facts.stress, key=lambda test: -test.flip_share)
    if not tests:
        return {"chart": None}
    evaluation = facts.evaluation
    repeat = evaluation.scenarios[evaluation.headline].repeat_words
    return {
        "chart": _chart(tests),
        "table": _table(tests, repeat, is_small=evaluation.is_small),
        "by_genre": _by_genre(tests, naming, repeat),
        "is_small": evaluation.is_small,
        "repeat": repeat,
        "note": facts.missing.get("stress", ""),
    }


def _chart(tests: list[StressTest]) -> Svg:
    rows = [
        IntervalRow(
            label=shorten(
                test.title.partition(" (")[0].partition(",")[0], _LABEL_LETTERS
            ),
            value=test.flip_share,
            low=test.flip_low,
            high=test.flip_high,
            tip=f"{test.title}: {percent(test.flip_share)} of "
            f"{count(test.n_tracks)} tracks change genre (95 % interval "
            f"{percent(test.flip_low)} to {percent(test.flip_high)})",
        )
        for test in tests
    ]
    highest = max(row.high for row in rows)
    ceiling = next(end for end in (0.1, 0.2, 0.4, 0.6, 0.8, 1.0) if highest <= end)
    return dot_intervals(
        rows,
        label="Share of held-out tracks whose genre changes, worst first: "
        + "; ".join(f"{row.label} {percent(row.value)}" for row in rows),
        axis_title="tracks whose predicted genre changes",
        show=percent,
        show_tick=lambda value: percent(value, 0),
        domain=(0.0, ceiling),
        label_room=_LABEL_ROOM,
    )


def _worst(test: StressTest) -> str:
    ordered = sorted(test.flips_by_genre.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{genre} {percent(share)}" for genre, share in ordered[:_N_WORST])


def _table(tests: list[StressTest], repeat: str, *, is_small: bool) -> Table:
    worst = "Genres hit hardest" + (" (too few tracks to rank)" if is_small else "")
    return Table(
        caption=f"Each test spoils one input of held-out tracks{repeat}; accuracy is "
        "on the same tracks before and after, without an interval; the interval of "
        "the genre changes is the 95 % one.",
        headings=[
            Heading("What was done"),
            Heading("Tracks", is_number=True),
            Heading("Genre changes", is_number=True, term="stress"),
            Heading("Accuracy before", is_number=True),
            Heading("Accuracy after", is_number=True),
            Heading("Cost (points)", is_number=True),
            Heading(worst),
        ],
        rows=[
            [
                Cell(test.title),
                number_cell(test.n_tracks),
                Cell(
                    percent(test.flip_share),
                    sort=test.flip_share,
                    detail=f"{percent(test.flip_low)} to {percent(test.flip_high)}",
                ),
                Cell(percent(test.accuracy_before), sort=test.accuracy_before),
                Cell(percent(test.accuracy_after), sort=test.accuracy_after),
                Cell(
                    points(test.accuracy_after - test.accuracy_before),
                    sort=test.accuracy_after - test.accuracy_before,
                ),
                Cell(_worst(test)),
            ]
            for test in tests
        ],
    )


def _by_genre(tests: list[StressTest], naming: Naming, repeat: str) -> Table:
    return Table(
        caption="Share of each true genre's held-out tracks whose predicted genre "
        f"changes, by test{repeat}.",
        headings=[
            Heading("Genre"),
            *(Heading(test.title, is_number=True) for test in tests),
        ],
        rows=[
            [
                Cell(genre),
                *(
                    Cell(percent(share), sort=share)
                    if (share := test.flips_by_genre.get(genre)) is not None
                    else Cell("no tracks")
                    for test in tests
                ),
            ]
            for genre in naming.genres
        ],
    )
