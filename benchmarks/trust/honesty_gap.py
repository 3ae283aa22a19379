"""Measure the honesty gap of one table, and what measuring it costs.

    python benchmarks/trust/honesty_gap.py TABLE [--trees 300] [--features audio]
        [--conflicts keep-all] [--train-list FILE]... [--test-list FILE]...

Prints every way of splitting with sizes and 95 % intervals, every step between
them, and processor seconds with and without the gap, on one thread.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from genrelens.checking.identity import track_keys
from genrelens.evaluation.evaluating import evaluate
from genrelens.evaluation.grouping import find_groups
from genrelens.evaluation.scenarios.kinship import find_kinship
from genrelens.features.feature_table import build_features
from genrelens.models.genre_forest import GenreForest
from genrelens.workflow.preparing import check_file, labelled_rows
from genrelens.workflow.requests import TableRequest
from genrelens.workflow.split_lists.applying import apply_split_lists


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", type=Path)
    parser.add_argument("--trees", type=int, default=300)
    parser.add_argument("--features", default="all")
    parser.add_argument("--conflicts", default="keep-all")
    parser.add_argument("--source", default=None)
    parser.add_argument("--train-list", type=Path, action="append", default=[])
    parser.add_argument("--test-list", type=Path, action="append", default=[])
    given = parser.parse_args()
    checked, is_test = apply_split_lists(
        check_file(
            TableRequest(
                table=given.table, features=given.features, conflicts=given.conflicts
            )
        ),
        given.train_list,
        given.test_list,
    )
    rows, labels = labelled_rows(checked)
    _, inputs = build_features(checked.table, only=given.features, forced=())
    inputs = inputs.iloc[rows].reset_index(drop=True)
    groups = find_groups(checked.table, rows)
    kinship = find_kinship(checked.table, rows, source=given.source)
    is_test = None if is_test is None else is_test[rows]
    tracks = track_keys(checked.table)[rows]

    def grow(seed):
        return GenreForest(n_trees=given.trees, random_state=seed, n_jobs=1)

    seconds = []
    for known in (None, kinship):
        start = time.process_time()
        run = evaluate(
            grow,
            inputs,
            labels,
            groups,
            seed=0,
            tracks=tracks,
            kinship=known,
            is_test=is_test,
        )
        seconds.append(time.process_time() - start)
    show(run)
    print(
        f"\nprocessor seconds without the gap {seconds[0]:.1f}, with {seconds[1]:.1f}"
    )


def show(run) -> None:
    for scores in run.evaluation.scenarios.values():
        told = [
            f"{name} {found.value:.3f} ({found.low:.3f} to {found.high:.3f})"
            for name in ("accuracy", "macro_auc_ovr")
            if (found := scores.metrics.get(name)) is not None
        ]
        size = f"{scores.n_tracks:,} tracks, {scores.n_groups:,} {scores.group_words}"
        print(f"{scores.title}: {'; '.join(told)}; {size}")
    print()
    print(*run.evaluation.verdict, sep="\n")
    if run.gap is None:
        return
    for level in run.gap.levels:
        if level.any_hit is not None:
            found = level.any_hit
            print(
                f"any genre, {level.title}: {found.value:.3f} "
                f"({found.low:.3f} to {found.high:.3f})"
            )
    print(*(step.sentence for step in run.gap.steps), sep="\n")
    print(run.gap.beyond)
    print(*run.gap.notes, sep="\n")


if __name__ == "__main__":
    main()
