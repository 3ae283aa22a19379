"""`genrelens explain`: why one track got its genre, and why not another."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (cyclopts reads the annotations)
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from genrelens.cli.terminal import stdout, words

if TYPE_CHECKING:
    from rich.console import Console

    from genrelens.workflow.explaining import ExplainResult

__all__ = ["explain"]

_MOST_GENRES = 8


def explain(
    model: Path,
    table: Path,
    /,
    *,
    track: str,
    genre: str | None = None,
    against: str | None = None,
    output: Path | None = None,
    expect_sha256: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> int:
    """Explain one track: contributions to its genre and to another, and words.

    Example: `genrelens explain results/model.genrelens tracks.csv --track 17`

    Parameters
    ----------
    model
        File written by `genrelens train`.
    table
        Table that holds the track.
    track
        The track's id, its name, or its row number: the first row below the header
        is 1, as in the column 'row' of a prediction. `line:2` takes the number from
        its column 'line' instead, which counts lines of the file, header included.
    genre
        Genre to explain; the predicted one by default.
    against
        Genre to set it against; the runner-up by default.
    output
        Picture to write, ending in .svg or .html.
    expect_sha256
        Refuse the model file if its SHA-256 is another one.
    encoding
        Encoding of a text file, e.g. cp1252, if it is not to be found by itself.
    delimiter
        The character between cells, if it is not to be found by itself.
    """
    from genrelens.workflow.explaining import ExplainRequest, explain_one

    result = explain_one(
        ExplainRequest(
            model=model,
            table=table,
            track=track,
            genre=genre,
            against=against,
            output=output,
            expect_sha256=expect_sha256,
            encoding=encoding,
            delimiter=delimiter,
        )
    )
    _show(result, stdout())
    if output is not None:
        stdout().print(words(f"Written: {output}"))
    return 0


def _show(result: ExplainResult, console: Console) -> None:
    told = result.explanation
    console.print(words(told.name, style="bold"))
    ranked = list(result.probabilities.items())
    listed = ", ".join(f"{name} {p:.0%}" for name, p in ranked[:_MOST_GENRES])
    rest = len(ranked) - _MOST_GENRES
    console.print(words(listed + (f" and {rest} more" if rest > 0 else "")))
    console.print()
    console.print(words(told.sentence, limit=1_000))
    console.print()
    console.print(_contributions(result))
    if result.warnings:
        console.print(Text("note", style="yellow"), words(result.warnings))


def _contributions(result: ExplainResult) -> Table:
    told = result.explanation
    rival = {reason.feature: reason.contribution for reason in told.rival_reasons}
    shown = Table(box=None, pad_edge=False, header_style="bold")
    shown.add_column("attribute")
    shown.add_column("this track")
    shown.add_column(words(f"to {told.genre}"), justify="right")
    shown.add_column(words(f"to {told.rival}"), justify="right")
    shown.add_row(
        Text("starting point", style="dim"),
        Text("the average track", style="dim"),
        Text(f"{told.base:.3f}", style="dim"),
        Text(f"{told.rival_base:.3f}", style="dim"),
    )
    for reason in told.reasons:
        shown.add_row(
            words(reason.label),
            words(reason.words.removeprefix(reason.label).lstrip(": ")),
            Text(f"{reason.contribution:+.3f}"),
            Text(f"{rival[reason.feature]:+.3f}"),
        )
    shown.add_row(
        Text("probability", style="bold"),
        Text(""),
        Text(f"{told.probability:.3f}", style="bold"),
        Text(f"{told.rival_probability:.3f}", style="bold"),
    )
    return shown
