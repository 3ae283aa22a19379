"""`genrelens train`: a track table becomes a model and an honest report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from genrelens.cli.summary import show_summary
from genrelens.cli.terminal import listening, stdout
from genrelens.workflow.requests import TrainRequest

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["train"]


def train(
    table: Path,
    /,
    *,
    target: str | None = None,
    group: str | None = None,
    output: Path | None = None,
    seed: int = 0,
    features: str = "all",
    force: tuple[str, ...] = (),
    drop: tuple[str, ...] = (),
    select: Literal["none", "auto"] = "none",
    model: Literal["forest", "linear"] = "forest",
    trees: int = 400,
    balanced: bool = False,
    conflicts: Literal["keep-all", "first", "drop"] = "keep-all",
    several_genres: Literal["first", "most-frequent", "keep"] = "first",
    min_tracks: int = 5,
    explain_tracks: int | None = None,
    threads: int | None = None,
    source: str | None = None,
    train_list: tuple[Path, ...] = (),
    test_list: tuple[Path, ...] = (),
    tree: Path | None = None,
    corrections: Path | None = None,
    max_error: float = 0.05,
    compare: bool = False,
    quick: bool = False,
    time_budget: float | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    quiet: bool = False,
) -> int:
    """Train a genre model on a table, score it honestly, and explain it.

    Example: `genrelens train tracks_data.csv --output results`

    Writes report.html, model.genrelens, metrics.json, findings.json,
    predictions.csv, review.csv (labels to look at) and family_tree.yaml (which
    genres belong together) into the output folder.

    Parameters
    ----------
    table
        CSV (also .gz), TSV, Parquet or JSON-lines file of tracks.
    target
        Header of the genre column, if it is not to be found by itself.
    group
        Header of a column whose values must not stand on both sides of a split,
        instead of artists, which are found by themselves. Copies of a track are
        kept together in any case.
    output
        Folder for the results; by default `genrelens-` and the table's name.
    seed
        Whole number from which everything random is drawn.
    features
        `all`, `audio` (what describes the sound), or headers with commas between.
    force
        Header of a column to learn from although it gives the genre away.
        May be given several times, or several headers with commas between.
    drop
        Header of a column not to learn from.
        May be given several times, or several headers with commas between.
    select
        `auto` trains on the smallest set of attributes that is no worse.
    model
        `forest` trains a random forest, `linear` a logistic regression: quick, and
        strong where the attributes are tags or other scores. The report compares
        both in either case.
    trees
        Trees of the random forest, also of the one that `--model linear` is compared
        with.
    balanced
        Let every genre weigh the same, however many tracks it has.
    conflicts
        What becomes of a track that stands under several genres.
    several_genres
        Which genre of a cell that lists several is learnt: the first with enough tracks
        (of those in the tree, where one is given), the most frequent in the table, or
        `keep` the list as one label.
    min_tracks
        Leave out genres with fewer tracks.
    explain_tracks
        Explain at most so many held-out tracks for the report. By default all, or
        an even sample of at least 2,000 where the model is too large for that.
    threads
        Threads to use; all processors by default. Results do not depend on it.
    source
        Header of the column that says from which playlist or collection a track was
        taken, if it is not to be found by itself.
    train_list
        Text file of tracks to train on, one id or file name a line. May be given
        several times. Needs a test list; tracks in no list are left out.
    test_list
        Text file of tracks to test on, likewise.
    tree
        YAML file of the genres' parents and other names, e.g. an edited
        family_tree.yaml.
    corrections
        A review.csv in which you wrote your decisions about labels.
    max_error
        Largest share of wrong genres among those that would be written to files.
    compare
        Try all other models beside the chosen one, boosted trees too (slower).
    quick
        Leave out what needs many further models: the steps of the honesty gap,
        prices of leaks, other models, and whether there is enough data.
    time_budget
        Minutes that the whole run may take. A few trees are timed on this very table,
        and the most thorough settings taken that fit: at most so many trees as
        `--trees` says, and a quick run only where there is no time for more.
    encoding
        Encoding of a text file, e.g. cp1252, if it is not to be found by itself.
    delimiter
        The character between cells, if it is not to be found by itself.
    quiet
        Show no progress.
    """
    from genrelens.workflow.training import train_model

    chosen = features if features in {"all", "audio"} else _headers([features])
    request = TrainRequest(
        table=table,
        target=target,
        group=group,
        output=output or Path(f"genrelens-{table.name.split('.')[0]}"),
        seed=seed,
        features=chosen,
        force=_headers(force),
        drop=_headers(drop),
        select=select == "auto",
        model=model,
        trees=trees,
        balanced=balanced,
        conflicts=conflicts,
        several_genres=several_genres,
        min_tracks=min_tracks,
        explain_tracks=explain_tracks,
        threads=threads,
        source=source,
        train_lists=train_list,
        test_lists=test_list,
        tree=tree,
        corrections=corrections,
        max_error=max_error,
        has_contenders=compare,
        is_quick=quick,
        time_budget=time_budget,
        encoding=encoding,
        delimiter=delimiter,
    )
    with listening(quiet=quiet) as listener:
        result = train_model(request, listener=listener)
    show_summary(result, stdout())
    return 0


def _headers(given: Iterable[str]) -> tuple[str, ...]:
    """Take apart at commas what was given, maybe several times."""
    parts = (part.strip() for text in given for part in text.split(","))
    return tuple(part for part in parts if part)
