"""What training scores on public tables, as rows for docs/reference/measured.md.

The tables stand beside the checkout (../shared/data) and are never copied into it.

Usage: python benchmarks/accuracy_on_tables.py [NAME ...]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from genrelens.workflow.requests import TrainRequest
from genrelens.workflow.training import train_model

if TYPE_CHECKING:
    from genrelens.reports.trust_facts import TrustFacts

DATA = Path(__file__).parents[2] / "shared" / "data"
KERELIUK = "kereliuk_{}_filtered.txt".format
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
    "spotify 114, union": (
        "spotify114/spotify_tracks_114_union.parquet",
        {"drop": ("sample_parts",), "is_quick": True},
    ),
    "gtzan 30 s, given lists": (
        "gtzan/features_30_sec.csv",
        {
            "train_lists": tuple(
                DATA / "gtzan" / KERELIUK(part) for part in ("train", "valid")
            ),
            "test_lists": (DATA / "gtzan" / KERELIUK("test"),),
        },
    ),
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
            request = TrainRequest(
                table=DATA / path, output=Path(folder), explain_tracks=0, **options
            )
            facts = train_model(request).facts
            evaluation, trust = facts.evaluation, facts.trust
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
        tell_trust(trust)
        print(f"  {name}: {wall:.0f} s wall; {evaluation.verdict}", file=sys.stderr)


def tell_trust(trust: TrustFacts) -> None:
    """Print what the trust analyses found, for docs/reference/measured.md."""
    for name in ("calibration", "decisions", "labels"):
        if getattr(trust, name) is None:
            print(f"  {name}: not made. {trust.missing[name]}", file=sys.stderr)
            return
    after, before = trust.calibration.after, trust.calibration.before
    sets, worst = trust.decisions.sets, trust.decisions.sets.worst
    several, ceiling = trust.labels.several, trust.labels.audit.ceiling
    found = {
        "calibration error before": before.calibration_error,
        "after": after.calibration_error,
        "90 % sets, coverage": sets.coverage,
        "size": sets.mean_size,
        f"worst genre ({worst.genre})": worst.coverage,
        "any-hit": several.metrics["any_hit"],
        "LRAP": several.metrics["lrap"],
        "top 5 of tracks": several.metrics["any_hit_5"],
        "top 5 of rows": several.metrics["top_5_rows"],
        "ceiling": ceiling.ceiling,
        "share of it": ceiling.share,
    }
    for name, e in found.items():
        print(f"  {name}: {e.value:.3f} ({e.low:.3f}-{e.high:.3f})", file=sys.stderr)
    for scores in trust.decisions.by_level:
        print(
            f"  at most {scores.max_error:.1%} wrong: written {scores.written}, of "
            f"these wrong {scores.error_written}",
            file=sys.stderr,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
