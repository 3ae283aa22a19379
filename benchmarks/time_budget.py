"""Hold the estimates of `--time-budget` against real runs.

    python benchmarks/time_budget.py TABLE [TABLE ...] [--target HEADER]

For every table it trains with the settings that `--time-budget` chooses among (but for
those left out with --most), with one thread, and prints what had been estimated beside
what it took. Times are wall times; run it on a quiet machine.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from genrelens.evaluation.grouping import find_groups
from genrelens.workflow.preparing import prepare
from genrelens.workflow.requests import TrainRequest
from genrelens.workflow.time_budget.choosing import possible_settings
from genrelens.workflow.time_budget.counting import count_models
from genrelens.workflow.time_budget.estimating import estimate_seconds
from genrelens.workflow.time_budget.probing import measure_costs
from genrelens.workflow.training import make_forest, train_model


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("tables", nargs="+", type=Path)
    reader.add_argument("--target")
    reader.add_argument("--most", type=float, default=600, help="seconds of one run")
    told = reader.parse_args()
    print("table, tracks, settings, estimated s, taken s, estimated / taken")
    for table in told.tables:
        compare(table, told.target, told.most)


def compare(table: Path, target: str | None, most: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        request = TrainRequest(
            table=table, target=target, output=Path(folder), threads=1
        )
        warm = replace(request, trees=5, has_contenders=True)
        train_model(warm)  # what is compiled once is not part of a run
        began = time.perf_counter()
        prepared = prepare(request)
        groups = find_groups(prepared.checked.table, prepared.rows, by=None)
        read = time.perf_counter() - began
        counts, trial = count_models(prepared, groups, request)
        divided = time.perf_counter() - began - read
        costs = measure_costs(prepared, trial, request, make_forest, dividing=divided)
        probed = time.perf_counter() - began - read
        print(f"# {table.name}: read in {read:.1f} s, probed in {probed:.1f} s")
        for setting in possible_settings(request)[::-1]:
            expected = read + divided + estimate_seconds(setting, counts, costs)
            if expected > most:
                continue
            began = time.perf_counter()
            train_model(
                replace(
                    request,
                    trees=setting.trees,
                    is_quick=setting.is_quick,
                    has_contenders=setting.has_contenders,
                )
            )
            taken = time.perf_counter() - began
            print(
                f"{table.name}, {len(prepared.rows)}, {setting.words}, {expected:.1f}, "
                f"{taken:.1f}, {expected / taken:.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
