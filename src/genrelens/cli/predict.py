"""`genrelens predict`: the genre of every row of a new table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter
from rich.text import Text

from genrelens.cli.terminal import listening, stdout, words

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd
    from rich.console import Console

    from genrelens.workflow.predicting import PredictRequest, PredictResult

__all__ = ["predict"]

_SHOWN_ROWS = 10
_SHOWN_NOTICES = 20


def predict(
    model: Path,
    table: Path,
    /,
    *,
    output: Path | None = None,
    reasons: bool = True,
    max_error: float = 0.05,
    uncalibrated: Annotated[bool, Parameter(negative=())] = False,
    raw: bool = False,
    expect_sha256: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    quiet: bool = False,
) -> int:
    """Predict the genre of every row of a table, or of every track of a music folder.

    Example: `genrelens predict results/model.genrelens new.csv --output genres.csv`

    Example: `genrelens predict results/model.genrelens ~/Music --output genres.csv`

    The answer has one row for every row of the table, in the same order. Where the
    model can, each row says whether to write its genre, to ask a person which of two
    or three it is, or to leave the track alone.

    Parameters
    ----------
    model
        File written by `genrelens train`. For a folder of music without any genres, the
        word `music-tags` starts from the tags that the network hears, where they are
        clear.
    table
        CSV (also .gz), TSV, Parquet or JSON-lines file of tracks; or a folder of music,
        whose files are then measured as those of the model's table were.
    output
        File to write, ending in .csv or .parquet. Without it the first rows are
        shown.
    reasons
        Give the strongest reasons of each prediction in words.
    max_error
        Largest share of wrong genres among those to be written, from 0.005 to 0.5.
    uncalibrated
        Give probabilities as the model has them, before they are corrected. The
        decisions go by the corrected ones all the same.
    raw
        Write text cells to CSV as they are. By default a cell that a spreadsheet
        would run as a formula gets a leading apostrophe.
    expect_sha256
        Refuse the model file if its SHA-256 is another one.
    encoding
        Encoding of a text file, e.g. cp1252, if it is not to be found by itself.
    delimiter
        The character between cells, if it is not to be found by itself.
    quiet
        Show no progress.
    """
    from genrelens.workflow.from_sound.predicting_any import predict_any
    from genrelens.workflow.predicting import PredictRequest

    request = PredictRequest(
        model=model,
        table=table,
        output=output,
        reasons=reasons,
        max_error=max_error,
        uncalibrated=uncalibrated,
        raw=raw,
        expect_sha256=expect_sha256,
        encoding=encoding,
        delimiter=delimiter,
    )
    with listening(quiet=quiet) as listener:
        result = predict_any(request, listener=listener)
    _show(result, output, stdout())
    if result.failures is not None and result.decisions:  # music files, decided
        stdout().print(words(_next_step(request), limit=1_000))
    return 0


def _next_step(request: PredictRequest) -> str:
    """Say how the genres of a music folder come into its files."""
    folder, output = request.table, request.output
    answers = request.model if output is None else f"--answers {output}"
    plan = Path("plan.csv") if output is None else output.with_name("plan.csv")
    if plan == output:
        plan = output.with_name("tag-plan.csv")
    return (
        "To write genres into these files, plan it first: "
        f"genrelens tag plan {folder} {answers} --output {plan}"
    )


def _show(result: PredictResult, output: Path | None, console: Console) -> None:
    frame = result.frame
    if output is None:
        _show_first_rows(result, console)
        hidden = len(frame) - _SHOWN_ROWS
        if hidden > 0:
            console.print(
                words(f"… {hidden:,} more rows; give --output FILE to keep all.")
            )
    counts = frame["genre"].value_counts()
    listed = ", ".join(f"{genre} {n:,}" for genre, n in counts.head(12).items())
    console.print(words(f"{len(frame):,} rows: {listed}.", limit=1_000))
    _show_decisions(result, console)
    _show_own_test(result, console)
    _show_notes(result, console)
    if result.failures is not None and len(result.failures):
        _show_failures(result.failures, console)
    if output is not None:
        console.print(words(f"Written: {output}"))


def _show_own_test(result: PredictResult, console: Console) -> None:
    """Tell how often the model was right when it was trained."""
    trained = result.trained
    accuracy = None if trained is None else trained.scores.get("accuracy")
    if accuracy and trained is not None:
        console.print(
            words(
                f"In its own test ({trained.scores['title']}, "
                f"{trained.scores['n_tracks']:,} tracks) this model named the "
                f"right genre for {accuracy['value']:.1%} "
                f"({accuracy['low']:.1%} to {accuracy['high']:.1%}).",
                limit=1_000,
            )
        )


def _show_notes(result: PredictResult, console: Console) -> None:
    """Tell what concerns the whole table, and how many rows carry a warning."""
    for notice in result.notices[:_SHOWN_NOTICES]:
        console.print(Text("note", style="yellow"), words(notice, limit=1_000))
    hidden = len(result.notices) - _SHOWN_NOTICES
    if hidden > 0:
        console.print(words(f"… {hidden:,} more notes of that kind."))
    n_warned = int((result.frame["warnings"] != "").sum())
    if n_warned:
        console.print(
            Text("note", style="yellow"),
            words(
                f"{n_warned:,} of {len(result.frame):,} rows carry a warning of their "
                "own in the column 'warnings'."
            ),
        )


def _show_failures(failures: pd.DataFrame, console: Console) -> None:
    """List the first music files that could not be read, with what to do."""
    for row in failures.head(_SHOWN_ROWS).to_dict("records"):
        told = f"{row['path']}: {row['reason']} {row['remedy']}"
        console.print(Text("not read", style="yellow"), words(told, limit=1_000))
    hidden = len(failures) - _SHOWN_ROWS
    if hidden > 0:
        console.print(
            words(f"… {hidden:,} more; --output lists all beside the answer.")
        )


def _show_decisions(result: PredictResult, console: Console) -> None:
    """Tell how many rows are to be written, asked about and left."""
    if not result.decisions:
        return
    n_rows = max(1, len(result.frame))
    counted = ", ".join(
        f"{action} {n:,} ({n / n_rows:.0%})" for action, n in result.decisions.items()
    )
    console.print(Text("decisions", style="bold"), words(f"{counted}."))
    console.print(words(result.promise, limit=1_000))


def _show_first_rows(result: PredictResult, console: Console) -> None:
    """Tell the first rows one by one: what, how sure, what else, why."""
    for row in result.frame.head(_SHOWN_ROWS).to_dict("records"):
        name = " — ".join(
            str(row[column])
            for column in result.track_columns
            if row[column] == row[column]
        )
        place = f"row {row['row']} (line {row['line']})"
        if result.failures is not None:  # music files were answered
            place = str(row["path"])
        console.print(words(place, style="dim"), words(name))
        console.print(Text("   "), words(_answer(row), style="bold"))
        if row.get("decision"):
            console.print(Text("    " + row["decision"]), words(_decided(row)))
        if row.get("reasons"):
            console.print(Text("    because"), words(row["reasons"]))
        if row["warnings"]:
            console.print(Text("    but", style="yellow"), words(row["warnings"]))


def _decided(row: dict[Hashable, Any]) -> str:
    lead = f"{row['decided_genre']}: " if row["decided_genre"] else ""
    return f"{lead}{row['decision_reason']}"


def _answer(row: dict[Hashable, Any]) -> str:
    if row["genre"] is None or row["genre"] != row["genre"]:
        return "no genre"
    others = [
        f"{row[f'{rank}_genre']} {row[f'{rank}_probability']:.0%}"
        for rank in ("second", "third")
        if f"{rank}_genre" in row
    ]
    if row["probability"] != row["probability"]:
        return str(row["genre"])
    return f"{row['genre']} {row['probability']:.0%}, then {', '.join(others)}"
