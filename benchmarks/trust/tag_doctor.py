"""How many planted wrong labels the tag doctor finds, and how many of its finds are so.

The package's own sample is drawn without mess, a known share of its labels is made
wrong (``anywhere``: any other genre; ``next door``: a genre in which such artists work
too), and a forest is cross-validated on unseen artists. Judged are, on the same
predictions: this package with and without the artist's other tracks, the plain ranking
by the probability of the label, and cleanlab where it is installed. From the root of
the repository::

    python benchmarks/trust/tag_doctor.py --seeds 5

Note that the sample itself sends 8 % of an artist's tracks next door. Those labels are
right, yet they contradict the artist's other tracks; they count as false alarms here.
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from genrelens.checking.checking import check_table
from genrelens.cleaning.cleaning import clean_table
from genrelens.datasets.recipe import RECIPES
from genrelens.datasets.sample import draw_sample
from genrelens.evaluation.evaluating import development_folds
from genrelens.evaluation.grouping import find_groups
from genrelens.evaluation.labels.examining import examine_labels
from genrelens.evaluation.scores import HeldOut
from genrelens.features.feature_table import build_features
from genrelens.ingest.reading import table_from_frame
from genrelens.models.genre_forest import GenreForest
from genrelens.schema.columns import Role
from genrelens.workflow.preparing import labelled_rows

if TYPE_CHECKING:
    from genrelens.cleaning.track_table import TrackTable
    from genrelens.evaluation.labels.results import LabelAudit

_CASES = (
    ("none", 0.0),
    ("anywhere", 0.05),
    ("anywhere", 0.15),
    ("next door", 0.05),
    ("next door", 0.15),
)
_NEIGHBOURS = {recipe.name: recipe.neighbours for recipe in RECIPES}
_HAS_CLEANLAB = importlib.util.find_spec("cleanlab") is not None


@dataclass(frozen=True)
class Planted:
    """One table with known wrong labels, and held-out predictions for it."""

    held_out: HeldOut
    table: TrackTable
    rows: np.ndarray
    genres: tuple[str, ...]
    is_wrong: np.ndarray


def plant(how: str, share: float, seed: int, *, n_tracks: int, n_trees: int) -> Planted:
    """Draw a sample, make labels wrong, and predict every track from the others."""
    frame = draw_sample(n_tracks, random_state=seed, mess=False).frame.copy()
    truth = frame["genre"].to_numpy(str)
    rng = np.random.default_rng(seed + 1000)
    label = truth.copy()
    for row in rng.choice(len(truth), round(share * len(truth)), replace=False):
        others = [genre for genre in _NEIGHBOURS if genre != truth[row]]
        near = list(_NEIGHBOURS[truth[row]])
        label[row] = rng.choice(near if how == "next door" else others)
    frame["genre"] = label
    checked = check_table(clean_table(table_from_frame(frame)), target="genre")
    rows, labels = labelled_rows(checked)
    _, features = build_features(checked.table)
    features = features.iloc[rows].reset_index(drop=True)
    groups = find_groups(checked.table, rows)
    genres, codes = np.unique(labels, return_inverse=True)
    proba = np.zeros((len(rows), len(genres)))
    fold = np.full(len(rows), -1)
    for number, (train, test) in enumerate(
        development_folds(labels, groups, seed=seed)
    ):
        model = GenreForest(n_trees=n_trees, random_state=number, n_jobs=1)
        model.fit(features.iloc[train], labels[train])
        proba[test] = model.predict_proba(features.iloc[test])
        fold[test] = number
    kept = fold >= 0
    _, units = np.unique(groups.ids[kept], return_inverse=True)
    return Planted(
        HeldOut.of(codes[kept], proba[kept], folds=fold[kept], units=units),
        checked.table,
        rows[kept],
        tuple(str(genre) for genre in genres),
        (truth[rows] != labels)[kept],
    )


def examine(planted: Planted, *, by_artist: bool = True) -> LabelAudit:
    """Examine the labels, with or without what the artists' other tracks tell."""
    table = planted.table
    if not by_artist:
        columns = tuple(
            replace(column, role=Role.IDENTIFIER)
            if column.role is Role.ARTIST
            else column
            for column in table.columns
        )
        table = replace(table, columns=columns)
    return examine_labels(
        planted.held_out,
        table,
        planted.rows,
        planted.genres,
        target="genre",
        scenario="unseen artists",
        seed=0,
    )


def judge(planted: Planted) -> dict[str, tuple[float, float, float, float]]:
    """Give precision at k, and number, precision and recall at the own cut."""
    codes, proba = planted.held_out.codes, planted.held_out.proba
    nothing = np.zeros(len(codes), dtype=bool)
    found = {}
    for name, by_artist in (("genrelens", True), ("genrelens, sound alone", False)):
        audit = examine(planted, by_artist=by_artist)
        found[name] = _figures(planted, audit.doubt, _listed(planted, audit))
    own = proba[np.arange(len(codes)), codes]
    found["probability of the label"] = _figures(planted, -own, nothing)
    if _HAS_CLEANLAB:
        from cleanlab.filter import find_label_issues
        from cleanlab.rank import get_normalized_margin_for_each_label

        found["cleanlab"] = _figures(
            planted,
            -get_normalized_margin_for_each_label(codes, proba),
            find_label_issues(codes, proba, n_jobs=1),
        )
    return found


def _listed(planted: Planted, audit: LabelAudit) -> np.ndarray:
    return np.isin(planted.rows, [track.row for track in audit.doubted])


def _figures(
    planted: Planted, doubt: np.ndarray, is_listed: np.ndarray
) -> tuple[float, float, float, float]:
    wrong = planted.is_wrong
    worst = np.argsort(-doubt, kind="stable")[: wrong.sum()]
    return (
        float(wrong[worst].mean()) if wrong.any() else np.nan,
        float(is_listed.sum()),
        float(wrong[is_listed].mean()) if is_listed.any() and wrong.any() else np.nan,
        float(is_listed[wrong].mean()) if is_listed.any() and wrong.any() else np.nan,
    )


def _row(name: str, figures: list[tuple[float, float, float, float]]) -> str:
    cells = []
    for number, values in enumerate(zip(*figures, strict=True)):
        kept = np.array(values)
        shown = "–"
        if np.isfinite(kept).all() and not (number == 1 and not kept.any()):
            middle, spread = kept.mean(), kept.std(ddof=1) if len(kept) > 1 else 0.0
            digits = 0 if number == 1 else 2
            shown = f"{middle:.{digits}f} ± {spread:.{digits}f}"
        cells.append(shown)
    return f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    """Plant, examine and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--tracks", type=int, default=3000)
    parser.add_argument("--trees", type=int, default=100)
    options = parser.parse_args()
    started = time.process_time()
    print(
        "| Planted | Method | Precision at k | Listed | Precision | Recall |\n"
        "|---|---|---|---|---|---|"
    )
    for how, share in _CASES:
        by_method: dict[str, list[tuple[float, float, float, float]]] = {}
        shares, disputed, kinds, n_tracks = [], [], [], 0
        for seed in range(options.seeds):
            planted = plant(
                how, share, seed, n_tracks=options.tracks, n_trees=options.trees
            )
            for method, figures in judge(planted).items():
                by_method.setdefault(method, []).append(figures)
            audit = examine(planted)
            shares.append((audit.stray, planted.is_wrong.mean()))
            disputed.append(audit.disputed.value)
            kinds.append(_by_kind(planted, audit))
            n_tracks += len(planted.rows)
        for method, runs in by_method.items():
            print(_row(f"{share:.0%} {how} | {method}".replace("%", " %"), runs))
        held = sum(found.low <= true <= found.high for found, true in shares)
        print(
            f"<!-- {how} {share}: {n_tracks} tracks; share told "
            f"{np.mean([found.value for found, _ in shares]):.3f}, interval holds the "
            f"truth in {held} of {len(shares)}; disputed {np.mean(disputed):.3f}; "
            f"right by kind {_joined(kinds)} -->"
        )
    print(f"<!-- {time.process_time() - started:.0f} s of processor time -->")


def _by_kind(planted: Planted, audit: LabelAudit) -> dict[str, tuple[int, int]]:
    """Count the rows listed under each kind, and the wrong ones among them."""
    wrong = set(planted.rows[planted.is_wrong].tolist())
    found: dict[str, tuple[int, int]] = {}
    for track in audit.doubted:
        listed, right = found.get(track.kind, (0, 0))
        found[track.kind] = (listed + 1, right + (track.row in wrong))
    return found


def _joined(kinds: list[dict[str, tuple[int, int]]]) -> str:
    names = sorted({name for each in kinds for name in each})
    told = []
    for name in names:
        listed, right = np.sum([each.get(name, (0, 0)) for each in kinds], axis=0)
        told.append(f"{name} {right}/{listed}")
    return ", ".join(told)


if __name__ == "__main__":
    main()
