"""Show how much better the model would look if less were kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.reports.figures.trust.gap_steps import Landing, Stair, gap_steps
from genrelens.reports.formatting import (
    count,
    decimal,
    interval,
    percent,
    percent_tick,
    points,
)
from genrelens.reports.tables import Cell, Heading, Table, estimate_cell

if TYPE_CHECKING:
    from genrelens.evaluation.comparing.paired import Difference
    from genrelens.evaluation.honesty.results import GapLevel, GapStep, HonestyGap
    from genrelens.reports.figures.markup import Svg
    from genrelens.reports.naming import Naming

__all__ = ["honesty_section"]

_STAIRS = {
    "copies_apart": "copies of a track apart",
    "clips_apart": "parts of a clip apart",
    "artists_apart": "artists apart",
    "fewer_tracks": "fewer tracks to learn from",
    "source_apart": "sources apart as well",
}
_LANDINGS = {"fewer_tracks": "the same, fewer tracks"}


def honesty_section(result: HonestyGap, naming: Naming) -> dict[str, Any]:
    """Gather the gap in words, its steps as a picture, and both as tables.

    Parameters
    ----------
    result : HonestyGap
        From `genrelens.evaluation.honesty.gap.measure_gap`.
    naming : Naming
        Only counted: how many genres there are.

    Returns
    -------
    dict
        ``sentence``, ``beyond``, ``chart``, ``levels`` and ``steps`` (tables),
        ``sentences`` and ``notes``.
    """
    return {
        "sentence": result.sentence,
        "beyond": result.beyond,
        "chart": _chart(result),
        "levels": _level_table(result),
        "steps": _step_table(result),
        "sentences": [step.sentence for step in result.steps],
        "has_hits": result.total.any_hit is not None,
        "has_control": any(step.code == "fewer_tracks" for step in result.steps),
        "n_genres": len(naming.genres),
        "scenario": result.scenario,
        "term": result.headline,
        "notes": list(result.notes),
    }


def _chart(result: HonestyGap) -> Svg:
    landings = [
        Landing(
            label=_LANDINGS.get(level.scenario, level.title),
            value=level.accuracy.value,
            low=level.accuracy.low,
            high=level.accuracy.high,
            tip=f"{level.title}: {percent(level.accuracy.value)} "
            f"(95 % interval {interval(level.accuracy, percent)}), "
            f"{count(level.n_tracks)} tracks, {count(level.n_groups)} "
            f"{level.group_words}",
            is_headline=level.scenario == result.headline,
        )
        for level in result.levels
    ]
    stairs = [
        Stair(
            label=_STAIRS.get(step.code, step.title),
            shown=points(-step.accuracy.value),
            tip=f"{step.title}: {_change(step.accuracy)} points "
            f"({_change_span(step.accuracy)})",
            is_clear=_is_clear(step.accuracy),
        )
        for step in result.steps
    ]
    told = "; ".join(f"{one.label} {percent(one.value)}" for one in landings)
    return gap_steps(
        landings,
        stairs,
        label=f"Accuracy as more is kept apart, from the easiest split on: {told}",
        axis_title="tracks named right",
        show=percent,
        show_tick=percent_tick,
    )


def _is_clear(found: Difference) -> bool:
    return found.low > 0 or found.high < 0


def _change(found: Difference) -> str:
    return points(-found.value)


def _change_span(found: Difference) -> str:
    return f"{points(-found.high)} to {points(-found.low)}"


def _level_table(result: HonestyGap) -> Table:
    has_hits = result.total.any_hit is not None
    headings = [
        Heading("Way of splitting"),
        Heading("Tracks", is_number=True),
        Heading("Groups", is_number=True),
        Heading("Learnt from", is_number=True),
        Heading("Accuracy", is_number=True, term="accuracy"),
        Heading("Macro AUC", is_number=True, term="macro_auc_ovr"),
    ]
    if has_hits:
        headings.append(Heading("Any genre of the track", is_number=True))
    return Table(
        caption="The same tracks, scored by models that had met more or less of what "
        "belongs to them, from the easiest way on; with 95 % intervals.",
        headings=headings,
        rows=[_level_row(level, result.headline, has_hits) for level in result.levels],
        is_sortable=False,
    )


def _level_row(level: GapLevel, headline: str, has_hits: bool) -> list[Cell]:  # noqa: FBT001
    is_own = level.scenario == headline
    row = [
        Cell(level.title + (" (headline)" if is_own else "")),
        Cell(count(level.n_tracks), sort=level.n_tracks),
        Cell(count(level.n_groups), sort=level.n_groups, detail=level.group_words),
        Cell(count(level.n_train), sort=level.n_train, detail="rows a model"),
        estimate_cell(level.accuracy, percent),
        estimate_cell(level.macro_auc, decimal),
    ]
    return [*row, estimate_cell(level.any_hit, percent)] if has_hits else row


def _step_table(result: HonestyGap) -> Table:
    has_hits = result.total.any_hit is not None
    headings = [
        Heading("Step"),
        Heading("Accuracy (points)", is_number=True, term="accuracy"),
        Heading("Macro AUC", is_number=True, term="macro_auc_ovr"),
    ]
    if has_hits:
        headings.append(Heading("Any genre (points)", is_number=True))
    headings += [Heading("Tracks", is_number=True), Heading("Groups", is_number=True)]
    is_several = len(result.steps) > 1
    steps = [*result.steps, result.total] if is_several else [*result.steps]
    return Table(
        caption="What each step does to the scores, with 95 % intervals of the "
        "difference on the same tracks.",
        headings=headings,
        rows=[_step_row(step, has_hits) for step in steps],
        is_sortable=False,
    )


def _step_row(step: GapStep, has_hits: bool) -> list[Cell]:  # noqa: FBT001
    row = [Cell(step.title), _points_cell(step.accuracy), _area_cell(step.macro_auc)]
    if has_hits:
        row.append(_points_cell(step.any_hit))
    found = step.accuracy
    return [
        *row,
        Cell(count(found.n_tracks), sort=found.n_tracks),
        Cell(count(found.n_groups), sort=found.n_groups),
    ]


def _points_cell(found: Difference | None) -> Cell:
    if found is None:
        return Cell("not defined")
    return Cell(_change(found), sort=-found.value, detail=_change_span(found))


def _area_cell(found: Difference | None) -> Cell:
    if found is None:
        return Cell("not defined")
    span = f"{decimal(-found.high)} to {decimal(-found.low)}"
    return Cell(decimal(-found.value), sort=-found.value, detail=span)
