"""`genrelens tag plan`, `apply` and `undo`: genres go into the files themselves."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (cyclopts reads the annotations)
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter
from rich.text import Text

from genrelens.cli.terminal import listening, stdout, words

if TYPE_CHECKING:
    from rich.console import Console

    from genrelens.workflow.tag_plans.requests import (
        ApplyResult,
        PlanRequest,
        PlanResult,
        UndoResult,
    )

__all__ = ["tag"]

_SHOWN = 10
_NOT_ALL = 3

tag = App(
    name="tag",
    help="Write genres into music files: plan, look, apply, and undo if need be.\n\n"
    "Tags are written with mutagen, which comes only with the extra tags "
    '(`pip install "genrelens[tags]"`) and is licensed under GPL-2.0-or-later; the '
    "rest of genrelens is under the MIT licence.",
    help_epilogue="Start with:  genrelens tag plan ~/Music music-tags --output "
    "plan.csv",
)


@tag.command
def plan(
    folder: Path,
    model: Path | None = None,
    /,
    *,
    output: Path,
    answers: Path | None = None,
    policy: Literal[
        "merge", "append", "overwrite", "only-if-empty", "separate-field"
    ] = "merge",
    field: str = "GENRE_BY_SOUND",
    max_error: float = 0.05,
    reasons: bool = True,
    raw: bool = False,
    replace: Annotated[bool, Parameter(negative=())] = False,
    quiet: bool = False,
) -> int:
    """Plan which genre goes into which file, as a table to look through.

    Example: `genrelens tag plan ~/Music results/model.genrelens --output plan.csv`

    Nothing is written into your music. Open the table in a spreadsheet, change what
    you like in the columns new and decision, save it as CSV, and apply it.

    Parameters
    ----------
    folder
        Music folder.
    model
        File written by `genrelens train` on a table from `genrelens extract`, or the
        word music-tags for a start without a model of your own.
    output
        Table to write, ending in .csv.
    answers
        In place of a model: a table that `genrelens predict MODEL FOLDER` wrote.
    policy
        What happens to genres that are there: merge (kept, tidied, the new one added),
        append (kept as they are, the new one added), overwrite, only-if-empty, or
        separate-field (kept; the new one goes into a field of its own).
    field
        Name of that field of its own; it begins with GENRE_.
    max_error
        Largest share of wrong genres among all tracks that the model is sure of, from
        0.005 to 0.5. With --answers, the share that these were made with counts.
    reasons
        Give the strongest reasons in words.
    raw
        Write cells as they are. By default a cell that a spreadsheet would run as a
        formula gets a leading apostrophe; applying takes it off again.
    replace
        Write over a file that stands at --output, and lose the decisions in it. A plan
        that has been applied is kept all the same.
    quiet
        Show no progress.
    """
    from genrelens.workflow.tag_plans.planning import make_plan
    from genrelens.workflow.tag_plans.requests import PlanRequest

    request = PlanRequest(
        folder=folder,
        output=output,
        model=model,
        answers=answers,
        policy=policy,
        field=field,
        max_error=max_error,
        reasons=reasons,
        raw=raw,
        replace=replace,
    )
    with listening(quiet=quiet) as listener:
        result = make_plan(request, listener=listener)
    _show_plan(request, result, stdout())
    return 0


@tag.command
def apply(
    plan: Path,
    /,
    *,
    dry_run: Annotated[bool, Parameter(negative=())] = False,
    decisions: str = "write",
    folder: Path | None = None,
    keep_time: Annotated[bool, Parameter(negative=())] = False,
    break_links: Annotated[bool, Parameter(negative=())] = False,
    quiet: bool = False,
) -> int:
    """Write the genres of a plan into the files.

    Example: `genrelens tag apply plan.csv`

    A file that changed since the plan was made is passed over. Beside the plan a
    journal grows, plan.journal, from which `genrelens tag undo` restores every file.

    Parameters
    ----------
    plan
        Table written by `genrelens tag plan`, perhaps edited.
    dry_run
        Check everything, write nothing.
    decisions
        Which rows are written: write, or write,ask.
    folder
        Where the music is now, if not where the plan was made.
    keep_time
        Let files keep their time of change. By default it is now, so that players and
        backups notice.
    break_links
        Write files with several names (hard links) too; the other names keep the old
        file.
    quiet
        Show no progress.
    """
    from genrelens.workflow.tag_plans.applying import apply_plan
    from genrelens.workflow.tag_plans.requests import ApplyRequest

    request = ApplyRequest(
        plan=plan,
        folder=folder,
        decisions=tuple(each.strip() for each in decisions.split(",")),
        dry_run=dry_run,
        keep_time=keep_time,
        break_links=break_links,
    )
    with listening(quiet=quiet) as listener:
        result = apply_plan(request, listener=listener)
    return _show_applied(result, stdout(), dry_run=dry_run)


@tag.command
def undo(
    journal: Path,
    /,
    *,
    only: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    dry_run: Annotated[bool, Parameter(negative=())] = False,
    folder: Path | None = None,
    break_links: Annotated[bool, Parameter(negative=())] = False,
    quiet: bool = False,
) -> int:
    """Give files back exactly what `genrelens tag apply` changed.

    Example: `genrelens tag undo plan.journal`

    A file that another program has changed since keeps that change; only its genres
    are put back, and only if they are still those that were written.

    Parameters
    ----------
    journal
        File that `genrelens tag apply` wrote beside the plan.
    only
        Path of a file or folder, as it stands in the plan; may be given again.
    dry_run
        Check everything, write nothing.
    folder
        Where the music is now, if not where it was.
    break_links
        Restore files with several names (hard links) too.
    quiet
        Show no progress.
    """
    from genrelens.workflow.tag_plans.undoing import undo as undo_journal

    with listening(quiet=quiet) as listener:
        result = undo_journal(
            journal,
            folder=folder,
            only=only,
            dry_run=dry_run,
            break_links=break_links,
            listener=listener,
        )
    return _show_undone(result, stdout())


def _show_plan(request: PlanRequest, result: PlanResult, console: Console) -> None:
    from genrelens.workflow.tag_plans.left_alone import tell_left
    from genrelens.workflow.tag_plans.next_step import tell_next_step
    from genrelens.workflow.tag_plans.promised import tell_promised

    counts = result.counts
    console.print(
        words(
            f"{_files(len(result.rows))}: {counts['write']:,} to write, "
            f"{counts['ask']:,} to ask about, {counts['leave']:,} left alone."
        )
    )
    left, promised = tell_left(result.rows), tell_promised(result.promised)
    for told in filter(None, (left, promised, result.promise)):
        console.print(words(told, limit=1_000))
    for notice in result.notices:
        console.print(Text("note", style="yellow"), words(notice, limit=1_000))
    console.print(words(f"Written: {result.output}. Your music has not changed."))
    console.print(words(tell_next_step(request, result), limit=1_000))


def _show_applied(result: ApplyResult, console: Console, *, dry_run: bool) -> int:
    console.print(words(_count(result.counts) or "There was nothing to write."))
    if result.n_other:
        console.print(words(f"{result.n_other:,} rows have other decisions."))
    _show_reasons(result, console)
    if not dry_run and result.outcomes:
        console.print(words(f"To undo it: genrelens tag undo {result.journal}"))
    is_whole = set(result.counts) <= {"written", "already", "would write"}
    return 0 if is_whole else _NOT_ALL


def _show_undone(result: UndoResult, console: Console) -> int:
    console.print(words(_count(result.counts) or "There was nothing to undo."))
    _show_reasons(result, console)
    is_whole = set(result.counts) <= {"restored", "already", "would restore"}
    return 0 if is_whole else _NOT_ALL


def _count(counts: dict[str, int]) -> str:
    listed = ", ".join(f"{end} {n:,}" for end, n in counts.items())
    return f"{_files(sum(counts.values()))}: {listed}." if counts else ""


def _files(n_files: int) -> str:
    return "1 file" if n_files == 1 else f"{n_files:,} files"


def _show_reasons(result: ApplyResult | UndoResult, console: Console) -> None:
    told = [outcome for outcome in result.outcomes if outcome.reason]
    for outcome in told[:_SHOWN]:
        console.print(
            Text(f"  {outcome.end}", style="yellow"),
            words(outcome.path),
            words(f"— {outcome.reason}"),
        )
    if len(told) > _SHOWN:
        n_more = len(told) - _SHOWN
        console.print(words(f"  … {n_more:,} more with a reason."))
