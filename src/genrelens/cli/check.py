"""`genrelens check`: whether a model is the right one for a library."""

from __future__ import annotations

import json
from pathlib import Path  # noqa: TC003 (cyclopts reads the annotations)
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from rich.table import Table
from rich.text import Text

from genrelens.cli.terminal import listening, stdout, words

if TYPE_CHECKING:
    from rich.console import Console

    from genrelens.workflow.library_check.results import LibraryCheck

__all__ = ["check"]

_NOT_FIT = 3
_STYLES = {
    "use it": "bold green",
    "with care": "bold yellow",
    "repair first": "bold red",
    "do not use": "bold red",
}
_MOST_GENRES = 20


def check(
    model: Path,
    table: Path,
    /,
    *,
    output: Path | None = None,
    target: str | None = None,
    least_precision: float = 0.5,
    strict: Annotated[bool, Parameter(negative=())] = False,
    expect_sha256: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    as_json: Annotated[bool, Parameter(name="--json", negative=())] = False,
    quiet: bool = False,
) -> int:
    """Say whether a model is the right one for a library, before it is believed.

    Example: `genrelens check results/model.genrelens my_library.csv`

    Leaves with code 0 if the model may be used, with or without care, and with 3 if
    the table must be repaired first or the model should not be used for it.

    Parameters
    ----------
    model
        File written by `genrelens train`.
    table
        CSV (also .gz), TSV, Parquet or JSON-lines file of tracks.
    output
        File to write, ending in .json.
    target
        Header of the genre column, if the table has genres under another header
        than in training. With genres the model is scored on them.
    least_precision
        Share of right answers from which on a genre's answers count as usable.
    strict
        Leave with code 3 also where the model is to be used with care.
    expect_sha256
        Refuse the model file if its SHA-256 is another one.
    encoding
        Encoding of a text file, e.g. cp1252, if it is not to be found by itself.
    delimiter
        The character between cells, if it is not to be found by itself.
    as_json
        Print one JSON document instead of tables.
    quiet
        Show no progress.
    """
    from genrelens.workflow.library_check.checking import CheckRequest, check_library

    request = CheckRequest(
        model=model,
        table=table,
        output=output,
        target=target,
        least_precision=least_precision,
        expect_sha256=expect_sha256,
        encoding=encoding,
        delimiter=delimiter,
    )
    with listening(quiet=quiet or as_json) as listener:
        found = check_library(request, listener=listener)
    if as_json:
        print(  # noqa: T201
            json.dumps(found.to_dict(), ensure_ascii=False, indent=2, allow_nan=False)
        )
    else:
        _show(found, output, stdout())
    allowed = {"use it"} if strict else {"use it", "with care"}
    return 0 if found.verdict in allowed else _NOT_FIT


def _show(found: LibraryCheck, output: Path | None, console: Console) -> None:
    console.print(words(found.sentence, style=_STYLES[found.verdict], limit=2_000))
    console.print(
        words(
            f"{found.n_rows - found.n_blank:,} rows with any attribute, in "
            f"{found.n_groups:,} {found.group_words}; compared with training's "
            f"{found.n_tracks_before:,} tracks in {found.n_groups_before:,} groups "
            f"({found.scenario}).",
            style="dim",
        )
    )
    for reason in found.reasons:
        console.print(Text("  ·"), words(reason, limit=1_000))
    console.print()
    console.print(_columns_table(found))
    _show_novel(found, console)
    console.print()
    console.print(_genres_table(found))
    hidden = len(found.genres) - _MOST_GENRES
    if hidden > 0:
        console.print(words(f"… {hidden} more genres; --json or --output lists all."))
    if found.mix is not None:
        console.print(words(f"Proportions: {found.mix.assumption}", style="dim"))
    _show_labels(found, console)
    for why in found.untold.values():
        console.print(Text("note", style="yellow"), words(why, limit=1_000))
    for notice in found.notices:
        console.print(Text("note", style="yellow"), words(notice, limit=1_000))
    if output is not None:
        console.print(words(f"Written: {output}"))


def _columns_table(found: LibraryCheck) -> Table:
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("attribute", "values", "distance", "chance", "missing", "verdict"):
        shown.add_column(heading, overflow="fold")
    wrong = {error.name for error in found.unit_errors}
    for column in found.columns:
        is_told = column.distance == column.distance
        shown.add_row(
            words(column.name, limit=40),
            Text(f"{column.n_tracks - column.n_missing:,}"),
            Text(f"{column.distance:.3f}" if is_told else "–"),
            Text(f"{column.noise:.3f}" if is_told else "–"),
            Text(f"{column.missing_share:.0%} (was {column.missing_before:.0%})"),
            Text("another unit" if column.name in wrong else column.verdict),
        )
    return shown


def _show_novel(found: LibraryCheck, console: Console) -> None:
    novel = found.novel
    if novel is None:
        return
    share, before = novel.share, novel.expected
    console.print()
    console.print(
        words(
            f"Unlike anything trained on: {novel.n_novel:,} of {novel.n_judged:,} "
            f"tracks, {share.value:.1%} ({share.low:.1%} to {share.high:.1%}, "
            f"{novel.n_groups:,} groups); of training's held-out tracks "
            f"{before.value:.1%} ({before.low:.1%} to {before.high:.1%}).",
            limit=1_000,
        )
    )
    for row, why in novel.examples:
        console.print(words(f"  row {row}: {why}"))


def _genres_table(found: LibraryCheck) -> Table:
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("genre", "named", "share here", "in training", "right", "verdict"):
        shown.add_column(heading, overflow="fold")
    mix = found.mix
    order = sorted(range(len(found.genres)), key=lambda g: -found.genres[g].n_named)
    for place in order[:_MOST_GENRES]:
        genre = found.genres[place]
        now, before = "–", "–"
        if mix is not None:
            estimate = mix.now[place]
            now = f"{estimate.value:.0%} ({estimate.low:.0%} to {estimate.high:.0%})"
            before = f"{mix.before[place]:.0%}"
        right = genre.precision
        shown.add_row(
            words(genre.genre, limit=40),
            Text(f"{genre.n_named:,}"),
            Text(now),
            Text(before),
            Text(
                "–"
                if right is None
                else f"{right.value:.0%} ({right.low:.0%} to {right.high:.0%})"
            ),
            Text(genre.verdict),
        )
    return shown


def _show_labels(found: LibraryCheck, console: Console) -> None:
    labels = found.labels
    if labels is None:
        return
    parts = []
    for name, value in labels.metrics.items():
        before = labels.before.get(name)
        was = "" if before is None else f", in training {before.value:.3f}"
        parts.append(
            f"{labels.titles[name]} {value.value:.3f} "
            f"({value.low:.3f} to {value.high:.3f}{was})"
        )
    console.print()
    console.print(
        words(
            f"On your labels ('{labels.header}', {labels.n_tracks:,} tracks in "
            f"{labels.n_groups:,} groups): {'; '.join(parts)}.",
            limit=2_000,
        )
    )
    if labels.n_unknown:
        console.print(
            words(
                f"{labels.n_unknown:,} more rows carry genres that the model never "
                f"learnt: {', '.join(labels.unknown)}.",
                limit=1_000,
            )
        )
