"""Show which labels are doubtful, and what labels leave to be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.errors import printable
from genrelens.evaluation.labels.results import (
    ARTIST,
    SAME_TRACK,
    SECOND,
    SPELLING,
    WRONG,
)
from genrelens.reports.figures.dot_interval import IntervalRow, dot_intervals
from genrelens.reports.formatting import count, decimal, interval, percent, percent_tick
from genrelens.reports.tables import Cell, Heading, Table, estimate_cell, number_cell

if TYPE_CHECKING:
    from genrelens.evaluation.labels.results import (
        DoubtedTrack,
        GenreDoubt,
        LabelAudit,
        LabelCeiling,
        LabelsStudy,
        ReviewedScores,
        SeveralGenres,
    )
    from genrelens.reports.naming import Naming

__all__ = ["labels_section"]

_SHOWN = 5
_LISTED = 25
_MOST_ON_CHART = 30

_MEANINGS = {
    WRONG: "hardly any track like it carries this label, by sound or by artist",
    ARTIST: "most of the artist's other tracks carry the suggested genre, and the "
    "sound leans to it as well",
    SAME_TRACK: "a row of the same track carries a genre that fits clearly better",
    SPELLING: "the genre is rare, and spelt nearly like a frequent one",
    SECOND: "sound and artist speak for both genres",
}

_METRICS = (
    ("any_hit", "First answer is one of the track's genres", percent),
    ("any_hit_5", "One of the first five answers is", percent),
    ("recall_5", "Share of the track's genres among the first five", percent),
    ("top_5_rows", "Rows whose own genre is among the first five", percent),
    ("r_precision", "R-precision", percent),
    ("lrap", "Label ranking average precision (LRAP)", decimal),
    ("coverage_error", "Answers until all genres are named (coverage)", decimal),
)


def labels_section(result: LabelsStudy, naming: Naming) -> dict[str, Any]:
    """Gather doubts by kind and genre, the ceiling, and the scores of genre sets."""
    audit = result.audit
    return {
        "sentence": _sentence(audit),
        "overlap": _overlap(audit),
        "kinds": _kinds(audit),
        "first": _first_doubts(audit, _SHOWN),
        "more": _first_doubts(audit, _LISTED) if len(audit.doubted) > _SHOWN else None,
        "chart": _chart(audit, naming),
        "by_genre": _by_genre(audit),
        "n_on_chart": min(len(audit.by_genre), _MOST_ON_CHART),
        "ceiling": _ceiling(audit.ceiling),
        "several": _several(result.several),
        "reviewed": "" if result.reviewed is None else _reviewed(result.reviewed),
        "notes": audit.notes,
    }


def _where(result: LabelAudit | LabelCeiling | ReviewedScores) -> str:
    return (
        f"{result.scenario}, {count(result.n_tracks)} rows in "
        f"{count(result.n_groups)} groups"
    )


def _sentence(audit: LabelAudit) -> str:
    return (
        f"About {percent(audit.stray.value)} of the labels (95 % interval "
        f"{interval(audit.stray, percent)}; {_where(audit)}) look stray: neither the "
        "sound, nor the artist's other tracks, nor the overlap of genres explains "
        f"them. {count(len(audit.doubted))} rows are worth a look; all of them are in "
        "review.csv, the most doubtful first."
    )


def _overlap(audit: LabelAudit) -> str:
    return (
        f"An upper limit, more or less, is the {percent(audit.disputed.value)} "
        f"({interval(audit.disputed, percent)}) of labels that confident learning "
        "disputes, which takes genres that overlap for error. "
        f"{count(audit.n_overlapping)} rows that are disputed by sound alone are not "
        "listed, because their genres overlap. A label that is wrong between two "
        "genres which sound alike is found only where the artist's other tracks give "
        "it away, and is not in the share of stray labels."
    )


def _kinds(audit: LabelAudit) -> Table:
    return Table(
        caption=f"{count(len(audit.doubted))} rows listed for review, by reason. "
        "A reason is no proof: listen before you change a label.",
        headings=[
            Heading("Reason"),
            Heading("Rows", is_number=True),
            Heading("What it means"),
        ],
        rows=[
            [Cell(kind), number_cell(number), Cell(_MEANINGS[kind])]
            for kind, number in audit.n_by_kind.items()
        ],
    )


def _first_doubts(audit: LabelAudit, n_shown: int) -> Table | None:
    if not audit.doubted:
        return None
    shown = audit.doubted[:n_shown]
    return Table(
        caption=f"The {count(len(shown))} most doubtful of {count(len(audit.doubted))} "
        "rows. Confidence is the probability of the suggested genre by sound and by "
        "the artist's other tracks.",
        headings=[
            Heading("Track"),
            Heading("Label"),
            Heading("Suggestion"),
            Heading("Confidence", is_number=True),
            Heading("Why"),
        ],
        rows=[_doubt_row(track) for track in shown],
    )


def _doubt_row(track: DoubtedTrack) -> list[Cell]:
    confidence = Cell("not judged")
    if track.confidence is not None:
        confidence = Cell(percent(track.confidence, 0), sort=track.confidence)
    return [
        Cell(track.title or f"line {count(track.line)}", detail=_line(track)),
        Cell(printable(track.label)),
        Cell(printable(track.suggestion), detail=_beside(track)),
        confidence,
        Cell(track.kind, detail=track.reason),
    ]


def _line(track: DoubtedTrack) -> str:
    return f"line {count(track.line)}" if track.title else ""


def _beside(track: DoubtedTrack) -> str:
    second = track.second_genre
    return f"{printable(second)} may stay beside it" if second == track.label else ""


def _chart(audit: LabelAudit, naming: Naming) -> str:
    rows = [
        IntervalRow(
            label=printable(each.genre),
            value=each.stray.value,
            low=each.stray.low,
            high=each.stray.high,
            tip=f"{printable(each.genre)}: {percent(each.stray.value)} "
            f"({interval(each.stray, percent)}), {count(each.n_tracks)} rows",
            colour=naming.colour(each.genre),
        )
        for each in audit.by_genre[:_MOST_ON_CHART]
    ]
    return dot_intervals(
        rows,
        label=f"Share of stray labels of {len(rows)} genres; the table below holds "
        "the numbers",
        axis_title="labels that look stray, with 95 % interval",
        show=percent,
        show_tick=percent_tick,
    )


def _by_genre(audit: LabelAudit) -> Table:
    def row(each: GenreDoubt) -> list[Cell]:
        return [
            Cell(printable(each.genre)),
            number_cell(each.n_tracks),
            number_cell(each.n_groups),
            number_cell(each.n_listed),
            estimate_cell(each.stray, percent),
        ]

    return Table(
        caption=f"Labels that look stray, by genre ({_where(audit)}; 95 % intervals).",
        headings=[
            Heading("Labelled"),
            Heading("Rows", is_number=True),
            Heading("Groups", is_number=True),
            Heading("Listed", is_number=True),
            Heading("Stray", is_number=True),
        ],
        rows=[row(each) for each in audit.by_genre],
    )


def _ceiling(ceiling: LabelCeiling) -> str:
    if not ceiling.n_conflicting:
        return (
            f"None of {count(ceiling.n_distinct)} distinct tracks stands under two "
            "genres, so contradicting labels set no ceiling here."
        )
    return (
        f"{count(ceiling.n_conflicting)} of {count(ceiling.n_distinct)} distinct "
        "tracks stand under several genres. Whoever names one genre a track can "
        f"therefore be right on {percent(ceiling.ceiling.value)} of the rows at most "
        f"(95 % interval {interval(ceiling.ceiling, percent)}; {_where(ceiling)}). The "
        f"model's accuracy of {percent(ceiling.accuracy.value)} is "
        f"{percent(ceiling.share.value)} of that ({interval(ceiling.share, percent)})."
    )


def _several(several: SeveralGenres) -> dict[str, Any] | None:
    if not several.n_several:
        return None
    rows = [
        [Cell(title), estimate_cell(several.metrics[name], show)]
        for name, title, show in _METRICS
        if name in several.metrics
    ]
    return {
        "sentence": f"{count(several.n_several)} of {count(several.n_tracks)} distinct "
        f"tracks have several genres ({decimal(several.genres_per_track, 2)} on "
        "average). The table says how many of them the model finds.",
        "table": Table(
            caption=f"Scores against all genres of each distinct track "
            f"({several.scenario}, {count(several.n_tracks)} tracks in "
            f"{count(several.n_groups)} groups, {count(several.n_rows)} rows; 95 % "
            "intervals).",
            headings=[Heading("Score"), Heading("Value", is_number=True)],
            rows=rows,
        ),
    }


def _reviewed(reviewed: ReviewedScores) -> str:
    everything = reviewed.everything
    told = (
        f"{count(reviewed.n_reviewed)} rows scored here were reviewed by hand, and "
        f"{count(reviewed.n_changed)} labels changed. Rows that were chosen because "
        "the model disagreed raise its score by being changed, right or wrong, so that "
        f"the accuracy on all rows ({percent(everything.value)}, "
        f"{interval(everything, percent)}; {_where(reviewed)}) must not be compared "
        "with that before. "
    )
    if reviewed.unreviewed is None:
        return f"{told}No row is left that nobody reviewed."
    return (
        f"{told}On rows nobody reviewed it is {percent(reviewed.unreviewed.value)} "
        f"({interval(reviewed.unreviewed, percent)})."
    )
