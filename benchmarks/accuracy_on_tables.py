"""What training scores on public tables, as rows for docs/reference/measured.md.

The tables stand beside the checkout (../shared/data) and are never copied into it.

Usage: python benchmarks/accuracy_on_tables.py [NAME ...]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from genrelens.workflow.requests import TrainRequest
from genrelens.workflow.training import train_model

DATA = Path(__file__).parents[2] / "shared" / "data"
TABLES = {
    "seed": ("seed/tracks_data.csv", {}),
    "tidytuesday, audio": (
        "tidytuesday/spotify_songs.csv",
        {"target": "playlist_genre", "features": "audio"},
    ),
    "tidytuesday, all": (
        "tidytuesday/spotify_songs.csv",
        {"target": "playlist_genre"},
    ),
    "machinehack": ("machinehack/train.csv", {}),
    "gtzan 30 s": ("gtzan/features_30_sec.csv", {}),
    "gtzan 10 s": ("gtzan/features_10_sec.csv", {}),
    "ismay 2024": ("spotify114/with_ids_ismay_2024.csv", {}),
    "spotify 114": ("spotify114/spotify_30_percent_A.csv", {}),
}
SHOWN = ("accuracy", "macro_auc_ovr", "macro_f1", "top_3_accuracy")
SCENARIOS = {"majority_baseline", "shuffled_labels"}


def main(names: list[str]) -> None:
    print("| table | scenario | tracks | groups | " + " | ".join(SHOWN) + " |")
    print("|---" * (4 + len(SHOWN)) + "|")
    for name in names or list(TABLES):
        path, options = TABLES[name]
        started = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            request = TrainRequest(table=DATA / path, output=Path(folder), **options)
            evaluation = train_model(request).facts.evaluation
        for key, scores in evaluation.scenarios.items():
            if key in SCENARIOS:
                continue
            cells = [
                f"{e.value:.3f} ({e.low:.3f}–{e.high:.3f})"
                for e in (scores.metrics[metric] for metric in SHOWN)
            ]
            print(
                f"| {name} | {scores.title} | {scores.n_tracks:,} | "
                f"{scores.n_groups:,} {scores.group_kind} | {' | '.join(cells)} |",
                flush=True,
            )
        wall = time.perf_counter() - started
        print(f"  {name}: {wall:.0f} s wall; {evaluation.verdict}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
