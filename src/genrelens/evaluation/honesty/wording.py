"""Say in plain sentences what easier ways of splitting pretend."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.evaluation.comparing.paired import Difference
    from genrelens.evaluation.honesty.results import GapLevel, GapStep
    from genrelens.evaluation.results import ScenarioScores

__all__ = [
    "is_clear",
    "word_beyond",
    "word_every_row",
    "word_gap",
    "word_same_split",
    "word_step",
]

_CAUSES = {
    "copies_apart": "from copies of a track",
    "clips_apart": "from other segments of the same clip",
    "artists_apart": "from knowing the artist",
}
_REASONS = {
    "copies_apart": "a model that has met another copy of a track recognises it",
    "clips_apart": "a model that has met a part of a recording recognises the rest",
    "artists_apart": "a model that has met an artist knows what that artist plays",
    "groups_apart": "a model that has met a group knows what is in it",
    "source_apart": "a model that has met a playlist or collection knows its "
    "maker's taste",
}


def is_clear(found: Difference) -> bool:
    """Claim that the interval leaves zero out."""
    return found.low > 0 or found.high < 0


def word_gap(total: GapStep, steps: Sequence[GapStep], scenario: str) -> str:
    """Write the honesty gap as the sentence that the verdict quotes.

    Parameters
    ----------
    total : GapStep
        From random rows to the headline.
    steps : sequence of GapStep
        What it is made of.
    scenario : str
        Title of the headline.
    """
    found = total.accuracy
    shown = (
        f"Splitting rows at random, as most published figures do, would show "
        f"{_percent(found.first)}; on {scenario} it is {_percent(found.second)}"
    )
    size = f"{_points(abs(found.value))} points ({_span(found)})"
    if not is_clear(found):
        told = f"{shown}: no clear gap, {_signed_size(found)}"
    elif found.value > 0:
        told = f"{shown}: a gap of {size}{_parts(steps)}"
    else:
        turned = f"{_points(-found.value)} points ({_turned_span(found)})"
        told = f"{shown}: here random rows do not flatter but cost {turned}"
        if total.any_hit is not None:
            told += (
                ", since a model that has met a track under another genre names that "
                "other genre"
            )
    return f"{told}{_hit_clause(total)}."


def word_same_split(random_rows: ScenarioScores) -> str:
    """Say of a table without artists and copies that there is nothing to keep apart."""
    found = random_rows.metrics["accuracy"]
    return (
        "No row is known to be a copy of another, and no artists are known, so "
        "splitting rows at random keeps no less apart and shows about the same: "
        f"{_percent(found.value)} (95 % interval "
        f"{_percent_span(found.low, found.high)}); whether artists are on both sides "
        "cannot be told."
    )


def word_every_row(every_row: ScenarioScores) -> str:
    """Say what random rows show where copies of a track count every time."""
    found = every_row.metrics["accuracy"]
    return (
        "Every distinct track counts once here. Where each row counts, as in most "
        f"published figures, random rows show {_percent(found.value)} (95 % interval "
        f"{_percent_span(found.low, found.high)}, {every_row.n_tracks:,} rows)."
    )


def word_step(
    code: str,
    title: str,
    accuracy: Difference,
    area: Difference | None,
    hit: Difference | None,
) -> str:
    """Write what one step takes from the scores, with interval and reason."""
    if code == "total":
        return ""
    name = title[0].upper() + title[1:].removesuffix(",")
    if not is_clear(accuracy):
        told = f"{name}: no clear difference in accuracy, {_signed_size(accuracy)}"
        told = f"{told}{_area_clause(area)}"
    elif accuracy.value > 0:
        reason = _REASONS.get(code, "")
        why = f"; {reason}" if reason else ""
        told = (
            f"{name}: accuracy falls by {_points(accuracy.value)} points "
            f"({_span(accuracy)}){_area_clause(area)}{why}"
        )
    else:
        told = (
            f"{name}: accuracy rises by {_points(-accuracy.value)} points "
            f"({_turned_span(accuracy)}){_area_clause(area)}"
        )
    if hit is not None and is_clear(hit) and not _says_as_much(accuracy, hit):
        verb = "falls" if hit.value > 0 else "rises"
        told += (
            f"; the share of tracks named by any of their genres {verb} by "
            f"{_points(abs(hit.value))} points ({_size_span(hit)})"
        )
    return f"{told}."


def word_beyond(steps: Sequence[GapStep], levels: Sequence[GapLevel]) -> str:
    """Write what is lost on music from another source; empty where not asked."""
    source = next((step for step in steps if step.code == "source_apart"), None)
    if source is None:
        return ""
    level = levels[-1]
    found = source.accuracy
    told = (
        f"On sources it has never met either ({level.title}) it is "
        f"{_percent(level.accuracy.value)} (95 % interval "
        f"{_percent_span(level.accuracy.low, level.accuracy.high)}, "
        f"{level.n_groups:,} {level.group_words})"
    )
    fewer = next((step for step in steps if step.code == "fewer_tracks"), None)
    if is_clear(found) and found.value > 0:
        told += (
            f", {_points(found.value)} points ({_span(found)}) less than on known "
            "sources"
        )
    else:
        told += f", no clear difference to known sources: {_signed_size(found)}"
    if fewer is not None:
        told += (
            f"; both are measured with {level.n_train:,} rows to learn from, which "
            f"alone costs {_points(fewer.accuracy.value)} points "
            f"({_span(fewer.accuracy)})"
        )
    return f"{told}."


def _parts(steps: Sequence[GapStep]) -> str:
    """Say of which parts a gap is made, where there are several."""
    named = [(step, _CAUSES.get(step.code, f"from {step.title}")) for step in steps]
    if len(named) < 2:  # noqa: PLR2004
        return f", {named[0][1]}" if named and steps[0].code in _CAUSES else ""
    sizes = [f"{_points(step.accuracy.value)} {cause}" for step, cause in named]
    if any(step.accuracy.value < 0 for step in steps):
        return f": {' and '.join(sizes)}"
    sizes[0] = sizes[0].replace(" ", " come ", 1)
    told = " and ".join(sizes)
    return f", of which {told}"


def _hit_clause(total: GapStep) -> str:
    hit, found = total.any_hit, total.accuracy
    if hit is None or not is_clear(hit) or hit.value < 0:
        return ""
    if _says_as_much(found, hit):
        return ""
    is_alone = not is_clear(found) or found.value < 0
    how = "do flatter" if is_alone else "flatter far more"
    return (
        f"; asked for any genre of a track, random rows {how}: {_percent(hit.first)} "
        f"instead of {_percent(hit.second)} of {hit.n_tracks:,} distinct tracks, "
        f"{_points(hit.value)} points ({_span(hit)}) too many"
    )


def _says_as_much(accuracy: Difference, hit: Difference) -> bool:
    """Claim that the gap in accuracy tells about as much as that in any genre."""
    return is_clear(accuracy) and accuracy.value >= hit.value / 2 > 0


def _area_clause(area: Difference | None) -> str:
    if area is None or not is_clear(area):
        return ""
    verb = "falls" if area.value > 0 else "rises"
    low, high = sorted((abs(area.low), abs(area.high)))
    return f", macro AUC {verb} by {abs(area.value):.3f} ({low:.3f} to {high:.3f})"


def _signed_size(found: Difference) -> str:
    return f"{_points(found.value)} points ({_span(found)})"


def _points(share: float) -> str:
    text = f"{100 * share:.1f}"
    return text.replace("-0.0", "0.0").replace("-", "−")


def _span(found: Difference) -> str:
    return f"{_points(found.low)} to {_points(found.high)}"


def _size_span(found: Difference) -> str:
    return _span(found) if found.value > 0 else _turned_span(found)


def _turned_span(found: Difference) -> str:
    return f"{_points(-found.high)} to {_points(-found.low)}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _percent_span(low: float, high: float) -> str:
    return f"{100 * low:.1f}–{100 * high:.1f} %"
