"""Tell how unevenly the genres are filled, and which are too thin to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.checking.noticing import count_of, notice, quote_some
from genrelens.schema.findings import Severity

if TYPE_CHECKING:
    from genrelens.checking.labels import Labels
    from genrelens.cleaning.track_table import Column, TrackTable
    from genrelens.schema.findings import Finding

__all__ = ["check_balance"]

MIN_RATIO = 3.0
FEW_TRACKS = 30


def check_balance(
    table: TrackTable, labels: Labels, *, target: Column
) -> tuple[Finding, ...]:
    """Name a largest genre three times the smallest, and genres below 30 tracks."""
    counts = dict(zip(labels.genres, labels.counts.tolist(), strict=True))
    by_size = sorted(counts, key=lambda genre: (counts[genre], genre))
    smallest, largest = by_size[0], by_size[-1]
    ratio = counts[largest] / counts[smallest]
    findings = []
    if ratio >= MIN_RATIO:
        findings.append(
            notice(
                table,
                "imbalanced-genres",
                message=f"The genres are unevenly filled: '{largest}' has "
                f"{counts[largest]:,} tracks, '{smallest}' {counts[smallest]:,} "
                f"({ratio:.1f} to 1), so accuracy mostly tells about the large ones.",
                remedy="Read balanced accuracy and macro F1; add tracks of the small "
                "genres.",
                column=target,
                details={"ratio": ratio, "largest": largest, "smallest": smallest},
            )
        )
    few = [genre for genre in by_size if counts[genre] < FEW_TRACKS]
    if few:
        named = [f"{genre} ({counts[genre]})" for genre in few]
        findings.append(
            notice(
                table,
                "few-tracks-per-genre",
                message=f"{len(few):,} of {count_of(len(counts), 'genre')} have fewer "
                f"than {FEW_TRACKS} tracks: {quote_some(named, limit=10)}. Scores over "
                "so few tracks swing widely by chance.",
                remedy="Add tracks; until then read the intervals, and rank nothing.",
                severity=Severity.WARNING,
                column=target,
                details={"tracks_by_genre": {genre: counts[genre] for genre in few}},
            )
        )
    return tuple(findings)
