"""`genrelens explain`: why one track got its genre, or all the values of a table."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (cyclopts reads the annotations)
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from genrelens.cli.terminal import listening, stdout, words
from genrelens.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from genrelens.workflow.explaining.every_track import ExplainTableResult
    from genrelens.workflow.explaining.one_track import ExplainResult

__all__ = ["explain"]

_MOST_GENRES = 8
_MOST_SIZES = 8
_MOST_REASONS = 24
_PICTURES = {".svg", ".html"}


def explain(
    model: Path,
    table: Path,
    /,
    *,
    track: str | None = None,
    genre: tuple[str, ...] = (),
    against: str | None = None,
    flip: str | None = None,
    output: Path | None = None,
    top: int | None = None,
    float32: bool = False,
    raw: bool = False,
    threads: int | None = None,
    expect_sha256: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    quiet: bool = False,
) -> int:
    """Explain one track in words, or write the Shapley values of every track.

    Examples: `genrelens explain results/model.genrelens tracks.csv --track 17`

    `genrelens explain results/model.genrelens tracks.csv --output shap.parquet`

    Parameters
    ----------
    model
        File written by `genrelens train`.
    table
        Table that holds the track, or the tracks.
    track
        The track's id, its name, or its row number: the first row below the header
        is 1, as in the column 'row' of a prediction. `line:2` takes the number from
        its column 'line' instead, which counts lines of the file, header included.
        Without it every track is explained.
    genre
        Genre to explain; of one track the predicted one by default, of every track
        all. May be given several times for every track.
    against
        Genre to set it against; the runner-up by default. For one track only.
    flip
        Tell the smallest change of one or two attributes that would make it this
        genre; `any` for any other than its own. For one track only.
    output
        Of one track the picture to write, ending in .svg or .html. Of every track
        the values, ending in .parquet or .csv.
    top
        Keep only so many genres of each track, the likeliest. For every track only.
    float32
        Round values to 32 bits, which halves the file. For every track only.
    raw
        Write text cells to CSV as they are. By default a cell that a spreadsheet
        would run as a formula gets a leading apostrophe. For every track only.
    threads
        Threads to use; all processors by default. Results do not depend on it. For
        every track only.
    expect_sha256
        Refuse the model file if its SHA-256 is another one.
    encoding
        Encoding of a text file, e.g. cp1252, if it is not to be found by itself.
    delimiter
        The character between cells, if it is not to be found by itself.
    quiet
        Show no progress.
    """
    source = {"model": model, "table": table, "expect_sha256": expect_sha256}
    source |= {"encoding": encoding, "delimiter": delimiter}
    for_all: dict[str, Any] = {"top": top, "float32": float32}
    for_all |= {"raw": raw, "threads": threads}
    if track is not None:
        _refuse("--track explains one track", for_all)
        _refuse_second(genre)
        return _explain_one(
            output,
            **source,
            track=track,
            genre=next(iter(genre), None),
            against=against,
            flip=flip,
        )
    for_one: dict[str, object] = {"against": against, "flip": flip}
    _refuse("Without --track every track is explained", for_one)
    return _explain_all(output, quiet=quiet, **source, **for_all, genres=genre)


def _refuse(why: str, options: dict[str, object]) -> None:
    """Refuse an option that has no meaning here."""
    for name, given in options.items():
        if given not in (None, False):
            raise InputError(f"{why}, which leaves no use for --{name}. Take it off.")


def _refuse_second(genre: tuple[str, ...]) -> None:
    if len(genre) > 1:
        raise InputError(
            f"--genre is given {len(genre)} times, and one track is explained for one "
            "genre. Give one, and the other as --against."
        )


def _explain_one(output: Path | None, **asked: Any) -> int:
    from genrelens.workflow.explaining.one_track import ExplainRequest, explain_one

    result = explain_one(ExplainRequest(output=output, **asked))
    _show(result, stdout())
    if output is not None:
        stdout().print(words(f"Written: {output}"))
    return 0


def _explain_all(output: Path | None, *, quiet: bool, **asked: Any) -> int:
    from genrelens.workflow.explaining.every_track import (
        ExplainTableRequest,
        explain_table,
    )

    if output is None or output.suffix.lower() in _PICTURES:
        raise InputError(
            "Neither one track nor a file for the values of every track is named. Give "
            "--track TRACK, or --output FILE ending in .parquet or .csv."
        )
    with listening(quiet=quiet) as listener:
        result = explain_table(
            ExplainTableRequest(output=output, **asked), listener=listener
        )
    _show_all(result, stdout())
    n_bytes = output.stat().st_size
    stdout().print(words(f"Written: {output} ({n_bytes / 1e6:,.1f} MB)"))
    return 0


def _show_all(result: ExplainTableResult, console: Console) -> None:
    console.print(
        words(
            f"{result.n_tracks:,} tracks explained, {result.n_lines:,} lines: one a "
            "track and genre. In each, base and values sum to the probability, to "
            f"within {result.additivity_error:.1g}.",
            limit=1_000,
        )
    )
    means = result.mean_sizes.mean(axis=1)
    order = sorted(range(len(means)), key=lambda at: -means[at])[:_MOST_SIZES]
    listed = ", ".join(f"{result.features[at]} {means[at] * 100:.2f}" for at in order)
    console.print(
        words(
            "Mean size of a value over all tracks and genres, in percentage points: "
            f"{listed}.",
            limit=1_000,
        )
    )
    for notice in result.notices:
        console.print(Text("note", style="yellow"), words(notice, limit=1_000))


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
    if result.flips is not None:
        console.print()
        console.print(words(result.flips.sentence, limit=1_000))
    for note in filter(None, (result.calibration, result.warnings)):
        console.print(Text("note", style="yellow"), words(note, limit=1_000))


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
    for reason in told.reasons[:_MOST_REASONS]:
        shown.add_row(
            words(reason.label),
            words(reason.words.removeprefix(reason.label).lstrip(": ")),
            Text(f"{reason.contribution:+.3f}"),
            Text(f"{rival[reason.feature]:+.3f}"),
        )
    weaker = told.reasons[_MOST_REASONS:]
    if weaker:
        own = sum(reason.contribution for reason in weaker)
        other = sum(rival[reason.feature] for reason in weaker)
        shown.add_row(
            Text(f"{len(weaker):,} weaker ones together", style="dim"),
            Text(""),
            Text(f"{own:+.3f}"),
            Text(f"{other:+.3f}"),
        )
    shown.add_row(
        Text("the model's probability", style="bold"),
        Text(""),
        Text(f"{told.probability:.3f}", style="bold"),
        Text(f"{told.rival_probability:.3f}", style="bold"),
    )
    return shown
