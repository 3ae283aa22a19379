"""`genrelens extract`: a table with one row a track, from a folder of music."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (cyclopts reads the annotations)
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from rich.text import Text

from genrelens.cli.terminal import listening, stdout, words

if TYPE_CHECKING:
    from rich.console import Console

    from genrelens.workflow.extracting.requests import ExtractResult

__all__ = ["extract"]

_MOST_GENRES = 8


def extract(
    folder: Path,
    /,
    *,
    output: Path,
    network: str = "music-tags",
    seconds: float = 30.0,
    workers: int | None = None,
    cache: Path | None = None,
    raw: Annotated[bool, Parameter(negative=())] = False,
    replace: Annotated[bool, Parameter(negative=())] = False,
    quiet: bool = False,
) -> int:
    """Make a table of a folder of music: one row a track, from its sound and tags.

    Example: `genrelens extract ~/Music --output music.csv`

    The files are only read. What was found in them is kept, so a run that was stopped
    goes on where it was, and the next one listens only to what is new or changed.
    Files that cannot be used are listed beside the table with the reason.

    Parameters
    ----------
    folder
        The music, with all folders in it.
    output
        Table to write, ending in .csv or .parquet.
    network
        What hears the sound besides the measured attributes: music-tags (fetched once
        with `genrelens models add music-tags`), an ONNX file of your own, or none.
    seconds
        How much of the middle of each track is listened to, from 3 to 600.
    workers
        Files analysed at the same time; by default one for every processor.
    cache
        File that keeps what was found; by default one for this folder.
    raw
        Write text cells to CSV as they are. By default a cell that a spreadsheet
        would run as a formula gets a leading apostrophe.
    replace
        Write over a table that somebody changed, or that was not extracted. By
        default it is refused before anything is listened to.
    quiet
        Show no progress.
    """
    from genrelens.workflow.extracting.extracting import extract_folder
    from genrelens.workflow.extracting.requests import ExtractRequest

    request = ExtractRequest(
        folder=folder,
        output=output,
        network=network,
        seconds=seconds,
        workers=workers,
        cache=cache,
        raw=raw,
        replace=replace,
    )
    with listening(quiet=quiet) as listener:
        result = extract_folder(request, listener=listener)
    _show(result, folder, stdout())
    return 0


def _show(result: ExtractResult, folder: Path, console: Console) -> None:
    """Tell how many, how long, what failed, what is doubtful, and what is next."""
    console.print()
    console.print(words(_headline(result), style="bold", limit=1_000))
    for sentence in (_work(result), _genres(result), _heard(result)):
        console.print(words(sentence, limit=1_000))
    _show_errors(result, console)
    _show_doubles(result, console)
    console.print()
    for name in ("table", "errors", "duplicates", "settings", "cache"):
        console.print(Text(f"  {name:<12}"), words(result.files[name], limit=400))
    console.print()
    console.print(words(_next(result, folder), limit=1_000))


def _headline(result: ExtractResult) -> str:
    n_rows = len(result.frame)
    hours = result.frame["duration_ms"].sum() / 3_600_000
    minutes = f"{60 * hours:.0f} minutes" if round(60 * hours) != 1 else "1 minute"
    length = f"{hours:,.1f} hours" if hours >= 1 else minutes
    tracks = "1 track" if n_rows == 1 else f"{n_rows:,} tracks"
    end = f" of {result.n_files:,} sound files" if n_rows != result.n_files else ""
    return f"{tracks}{end}, {length} of music, in {_duration(result.elapsed)}."


def _work(result: ExtractResult) -> str:
    parts = [f"{result.n_new:,} listened to"]
    if result.n_reused:
        parts.append(
            f"{result.n_reused:,} known by their sound (copied, moved or retagged)"
        )
    if result.n_unchanged:
        parts.append(f"{result.n_unchanged:,} unchanged since the last run")
    if result.n_removed:
        parts.append(f"{result.n_removed:,} gone, and left out of the table")
    if result.n_links:
        parts.append(f"{result.n_links:,} links to files that are listed anyway")
    return "; ".join(parts) + "."


def _genres(result: ExtractResult) -> str:
    """Say how many tracks have a genre, and which are the most frequent."""
    values = result.frame["genre"].dropna()
    n_rows = len(result.frame)
    if not len(values):
        return "No file names a genre in its tags."
    counts = values.str.split("; ").explode().value_counts()
    listed = ", ".join(f"{name} {n:,}" for name, n in counts.head(_MOST_GENRES).items())
    more = len(counts) - _MOST_GENRES
    rest = f" and {more:,} more" if more > 0 else ""
    return f"{len(values):,} of {n_rows:,} tracks name a genre: {listed}{rest}."


def _heard(result: ExtractResult) -> str:
    """Say what the numbers rest on, and which of them are estimates."""
    heard = (
        f", and what the network '{result.network}' heard in it"
        if result.network
        else ""
    )
    return (
        f"Each row has what was measured in {result.seconds:g} seconds from the middle "
        f"of the track{heard}. Columns ending in _estimate only resemble those of "
        "streaming services; never mix the two."
    )


def _show_errors(result: ExtractResult, console: Console) -> None:
    if result.n_unread_tags:
        console.print(
            Text("note", style="yellow"),
            words(
                f"The tags of {result.n_unread_tags:,} tracks could not be read; "
                "their names and genres are empty."
            ),
        )
    n_errors = len(result.errors)
    if not n_errors:
        return
    console.print()
    were = "1 file was" if n_errors == 1 else f"{n_errors:,} files were"
    console.print(Text("warning", style="yellow"), words(f"{were} left out:"))
    for code, found in result.errors.groupby("code", sort=False):
        first = found.iloc[0]
        console.print(
            Text(f"  {len(found):>5,}"),
            words(f"{code}: {first['remedy']}", limit=400),
        )
        console.print(
            Text("       "),
            words(f"e.g. {first['path']}: {first['reason']}", style="dim", limit=400),
        )


def _show_doubles(result: ExtractResult, console: Console) -> None:
    if not len(result.duplicates):
        return
    n_groups = result.duplicates["group"].nunique()
    recordings = "1 recording is" if n_groups == 1 else f"{n_groups:,} recordings are"
    console.print(
        Text("note", style="yellow"),
        words(
            f"{recordings} there more than once ({len(result.duplicates):,} files); "
            "training keeps the copies together."
        ),
    )


def _next(result: ExtractResult, folder: Path) -> str:
    table = result.files["table"]
    if not len(result.frame):
        return "There is no track to learn from: see the errors."
    if result.frame["genre"].notna().any():
        return f"Next: genrelens train {table} --output results"
    return (
        f"Next: genrelens predict music-tags {folder} names first genres by what the "
        "network hears. Or write genres into the column 'genre' of some tracks, then "
        f"genrelens train {table} --output results"
    )


def _duration(seconds: float) -> str:
    if seconds < 60:  # noqa: PLR2004 (a minute)
        return f"{seconds:.1f} seconds"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes:,} min {rest} s"
