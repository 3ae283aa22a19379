"""Facts with made-up but plausible numbers, of any size and in any state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from genrelens.cleaning.ledger import Change, Ledger
from genrelens.cleaning.track_table import Column, RowDrop, TrackTable
from genrelens.evaluation.results import (
    METRICS,
    Confusion,
    Estimate,
    Evaluation,
    GenreScores,
    Reliability,
    RocCurve,
    ScenarioScores,
)
from genrelens.explanation.results import (
    FeatureImportance,
    Importance,
    Reason,
    ResponseCurve,
    ShapleyTable,
    StressTest,
    TrackExplanation,
)
from genrelens.features.reference import FeatureReference
from genrelens.features.selection import SelectionResult, SelectionStep
from genrelens.ingest.raw_table import Source
from genrelens.reports.facts import ReportFacts, SampleTrack
from genrelens.reports.naming import Naming, name_everything
from genrelens.schema.columns import Kind, Role
from genrelens.schema.features import Feature
from genrelens.schema.findings import Finding, Severity

MakeFacts = Callable[..., ReportFacts]
HOSTILE = "</script><img src=x onerror=document.title='owned'>\u202egnp"

_GENRES = ("techno", "house", "drum & bass", "ambient", "hip hop", "rock")
# name, label, kind, unit, group, low, high
_FEATURES = (
    ("tempo", "tempo", Kind.NUMBER, "BPM", "rhythm", 60.0, 200.0),
    ("energy", "energy", Kind.NUMBER, "", "loudness", 0.0, 1.0),
    ("loudness", "loudness", Kind.NUMBER, "dB", "loudness", -40.0, 0.0),
    ("danceability", "danceability", Kind.NUMBER, "", "rhythm", 0.0, 1.0),
    ("acousticness", "acousticness", Kind.NUMBER, "", "sound", 0.0, 1.0),
    ("instrumentalness", "instrumentalness", Kind.NUMBER, "", "sound", 0.0, 1.0),
    ("speechiness", "speechiness", Kind.NUMBER, "", "sound", 0.0, 1.0),
    ("valence", "valence", Kind.NUMBER, "", "mood", 0.0, 1.0),
    ("duration_ms", "duration", Kind.NUMBER, "ms", "setting", 60e3, 600e3),
    ("explicit", "explicit", Kind.FLAG, "", "catalogue", 0.0, 1.0),
    ("key", "key", Kind.CATEGORY, "", "harmony", 0.0, 3.0),
    ("popularity", "popularity", Kind.NUMBER, "", "catalogue", 0.0, 100.0),
)
_KEYS = ("C", "D", "E", "F♯")


def _estimate(value: float, half: float) -> Estimate:
    low, high = max(value - half, 0.0), value + half
    return Estimate(value, low, high if value > 1 else min(high, 1.0))


def _features() -> tuple[Feature, ...]:
    return tuple(
        Feature(name, label, kind, unit, group, label.title(), group != "catalogue")
        for name, label, kind, unit, group, _, _ in _FEATURES
    )


def _genre_names(n_genres: int) -> tuple[str, ...]:
    more = tuple(f"genre {number:03d}" for number in range(6, n_genres))
    return (_GENRES + more)[:n_genres]


def _frame(rng: np.random.Generator, n_tracks: int) -> pd.DataFrame:
    columns: dict[str, object] = {}
    for name, _, kind, _, _, low, high in _FEATURES:
        if kind is Kind.CATEGORY:
            columns[name] = pd.Series(rng.choice(_KEYS, n_tracks), dtype="str")
        elif kind is Kind.FLAG:
            columns[name] = rng.integers(0, 2, n_tracks).astype(float)
        else:
            columns[name] = low + (high - low) * rng.beta(2, 3, n_tracks)
    frame = pd.DataFrame(columns)
    frame.loc[::17, "tempo"] = np.nan
    return frame


def _scenarios(n_tracks: int, n_genres: int, half: float) -> dict[str, ScenarioScores]:
    chance = 1 / n_genres
    best = chance + (1 - chance) * 0.5
    rows = {
        "unseen_artists": ("unseen artists", best, 0.861),
        "random_rows": ("random rows", best + 0.06, 0.893),
        "locked_test": ("locked test", best - 0.01, 0.855),
        "majority_baseline": ("majority baseline", chance * 1.3, 0.5),
        "shuffled_labels": ("shuffled labels", chance * 1.02, 0.503),
    }
    scenarios = {}
    for name, (title, accuracy, auc) in rows.items():
        values = {
            "accuracy": accuracy,
            "balanced_accuracy": accuracy * 0.97,
            "macro_f1": accuracy * 0.96,
            "top_3_accuracy": min(accuracy * 1.45, 0.99),
            "macro_auc_ovr": auc,
            "macro_auc_ovo": auc - 0.004,
            "log_loss": np.log(n_genres) * (1.05 - accuracy * 0.6),
            "calibration_error": 0.031,
        }
        if name == "majority_baseline":
            del values["calibration_error"]
        scenarios[name] = ScenarioScores(
            scenario=name,
            title=title,
            n_tracks=n_tracks // 5 if name == "locked_test" else n_tracks,
            n_groups=max(n_tracks // 3, 2),
            group_kind="artists" if name != "random_rows" else "rows",
            n_folds=1 if name == "locked_test" else 5,
            n_repeats=1,
            metrics={
                key: _estimate(values[key], half) for key in METRICS if key in values
            },
            notes=("every genre is in every fold",) if name == "unseen_artists" else (),
        )
    return scenarios


def _confusion(rng: np.random.Generator, counts: dict[str, int]) -> Confusion:
    genres = tuple(counts)
    shares = rng.dirichlet(np.full(len(genres), 0.25), len(genres)) * 0.45
    shares += np.eye(len(genres)) * 0.55
    rows = [
        rng.multinomial(counts[genre], share / share.sum())
        for genre, share in zip(genres, shares, strict=True)
    ]
    return Confusion(genres, np.array(rows, dtype=np.int64))


def _by_genre(confusion: Confusion, half: float) -> tuple[GenreScores, ...]:
    scores = []
    for at, genre in enumerate(confusion.genres):
        right = confusion.counts[at, at]
        recall = right / max(confusion.counts[at].sum(), 1)
        precision = right / max(confusion.counts[:, at].sum(), 1)
        f1 = 2 * recall * precision / max(recall + precision, 1e-9)
        scores.append(
            GenreScores(
                genre=genre,
                n_tracks=int(confusion.counts[at].sum()),
                n_groups=int(confusion.counts[at].sum() // 3),
                precision=_estimate(float(precision), half),
                recall=_estimate(float(recall), half),
                f1=_estimate(float(f1), half),
                auc=None if at == 5 else _estimate(0.7 + 0.25 * float(f1), half / 2),
            )
        )
    return tuple(scores)


def _evaluation(
    rng: np.random.Generator, counts: dict[str, int], *, is_small: bool
) -> Evaluation:
    n_tracks, half = sum(counts.values()), 0.12 if is_small else 0.014
    genres = tuple(counts)
    confusion = _confusion(rng, counts)
    by_genre = _by_genre(confusion, half)
    rate = np.linspace(0, 1, 200)
    scenarios = _scenarios(n_tracks, len(genres), half)
    accuracy = scenarios["unseen_artists"].metrics["accuracy"]
    sure = np.linspace(0.2, 0.93, 12)
    return Evaluation(
        genres=genres,
        headline="unseen_artists",
        scenarios=scenarios,
        by_genre=by_genre,
        confusion=confusion,
        curves=tuple(
            RocCurve(score.genre, rate, rate ** (1 / score.auc.value - 1), score.auc)
            for score in by_genre
            if score.auc is not None
        ),
        reliability=Reliability(
            sure, sure**1.08 + 0.01, np.full(12, n_tracks // 12, dtype=np.int64)
        ),
        chance=_estimate(1 / len(genres), half),
        is_better_than_chance=not is_small,
        p_value=0.31 if is_small else 0.001,
        verdict=(
            (
                "On tracks by artists it has never met, the model names the right one "
                f"of {len(genres)} genres for {accuracy.value:.1%} of {n_tracks:,} "
                "tracks "
                f"(95 % interval {accuracy.low:.1%} to {accuracy.high:.1%})."
            ),
            (
                "Splitting rows at random, as most published figures do, would have "
                "shown 6 points more."
            ),
        ),
        is_small=is_small,
        notes=("the locked test holds 20 % of the artists",),
    )


def _importance() -> Importance:
    drops = np.sort(np.geomspace(0.0004, 0.09, len(_FEATURES)))[::-1]
    features = tuple(
        FeatureImportance((row[0],), row[1], drop, drop - 0.002, drop + 0.002, 0.003)
        for row, drop in zip(_FEATURES, drops.tolist(), strict=True)
    )
    group = FeatureImportance(
        ("energy", "loudness"), "energy + loudness", 0.11, 0.1, 0.12, 0.008
    )
    return Importance("macro_auc_ovr", "unseen_artists", 9000, 5, 3, features, (group,))


def _selection() -> SelectionResult:
    names = tuple(row[0] for row in _FEATURES)
    sizes = (12, 9, 7, 5, 3, 2, 1)
    steps = tuple(
        SelectionStep(
            names[:size],
            score := 0.86 - 0.3 / (size + 1) ** 1.5,
            score - 0.01,
            score + 0.01,
            size >= 7,
        )
        for size in sizes
    )
    return SelectionResult(
        "macro_auc_ovr",
        "unseen_artists",
        9000,
        steps,
        names[:7],
        (("energy", "loudness"),),
        is_applied=False,
    )


def _responses(rng: np.random.Generator, n_genres: int) -> tuple[ResponseCurve, ...]:
    curves = []
    for name, label, kind, unit, _, low, high in _FEATURES:
        levels = {Kind.FLAG: ("no", "yes"), Kind.CATEGORY: _KEYS}.get(kind, ())
        n_points = len(levels) or 24
        at = np.linspace(0, 1, n_points)
        peaks = rng.uniform(0, 1, n_genres)
        effect = np.exp(-(((at[:, None] - peaks) / 0.25) ** 2))
        effect *= rng.uniform(0.01, 0.9, n_genres) / n_genres
        density = np.exp(-(((at - 0.4) / 0.25) ** 2)) + 0.02
        density /= density.sum()
        effect -= density @ effect
        curves.append(
            ResponseCurve(
                name, label, unit, low + (high - low) * at, levels, effect, density, 400
            )
        )
    return tuple(curves)


def _stress(
    rng: np.random.Generator, genres: tuple[str, ...]
) -> tuple[StressTest, ...]:
    titles = {
        "tempo-halved": "tempo halved (half-time detection)",
        "tempo-doubled": "tempo doubled",
        "loudness-minus-6": "loudness −6 dB",
        "key-unknown": "key unknown",
        "explicit-unknown": "explicit unknown",
        "duration-in-seconds": "duration in seconds",
    }
    return tuple(
        StressTest(
            name, title, 9000, flip, flip * 0.9, flip * 1.1, 0.58, 0.58 - flip * 0.4,
            {genre: float(min(flip * rng.uniform(0.3, 2.5), 1)) for genre in genres},
        )
        for (name, title), flip in zip(
            titles.items(), (0.31, 0.22, 0.09, 0.012, 0.008, 0.17), strict=True
        )
    )  # fmt: skip


def _shapley(
    rng: np.random.Generator, frame: pd.DataFrame, genres: tuple[str, ...], n: int
) -> ShapleyTable:
    rows = np.sort(rng.choice(len(frame), min(n, len(frame)), replace=False))
    names = tuple(frame.columns)
    inputs = frame.iloc[rows].reset_index(drop=True)
    codes = inputs.assign(key=inputs["key"].map(_KEYS.index)).astype(float)
    position = codes.rank(pct=True).fillna(0.5).to_numpy() - 0.5
    weight = rng.normal(0, 0.6, (len(names), len(genres))) / len(genres)
    weight *= np.geomspace(1, 0.05, len(names))[:, None]
    values = position[:, :, None] * weight + rng.normal(
        0, 0.06 / len(genres), (len(rows), len(names), len(genres))
    )
    values -= values.mean(axis=2, keepdims=True)
    base = np.full((len(rows), len(genres)), 1 / len(genres))
    cut = f"{len(rows)} of {len(frame)} were drawn, to keep within the time budget."
    sizes = np.abs(values).mean(axis=0) if len(rows) else np.zeros(values.shape[1:])
    return ShapleyTable(
        rows=rows,
        features=names,
        genres=genres,
        values=values,
        base=base,
        inputs=inputs,
        sizes=sizes,
        n_explained=len(rows),
        n_candidates=len(frame),
        why_not_all=cut,
    )


def _reasons(shares: np.ndarray, inputs: pd.Series, genre: str) -> tuple[Reason, ...]:
    reasons = []
    for at in np.argsort(-np.abs(shares), kind="stable"):
        name, label, _, unit = _FEATURES[at][:4]
        value = inputs[name]
        shown = None if pd.isna(value) else value
        shown = shown if isinstance(shown, str) or shown is None else float(shown)
        words = f"{label} {shown if shown is not None else 'unknown'}, typical {genre}"
        reasons.append(Reason(name, label, unit, shown, float(shares[at]), words))
    return tuple(reasons)


def _tracks(table: ShapleyTable, n_tracks: int) -> tuple[SampleTrack, ...]:
    tracks = []
    for row in range(min(n_tracks, len(table.values))):
        chances = np.clip(table.base[row] + table.values[row].sum(axis=0), 0.001, None)  # noqa: PD011
        order = np.argsort(-chances)
        genre, rival = table.genres[order[0]], table.genres[order[1]]
        for_genre = table.values[row, :, order[0]]  # noqa: PD011
        for_rival = table.values[row, :, order[1]]  # noqa: PD011
        inputs = table.inputs.iloc[row]
        explanation = TrackExplanation(
            f"Track {row}", genre, rival,
            float(table.base[row, 0] + for_genre.sum()), float(chances[order[1]]),
            float(table.base[row, 0]), float(table.base[row, 0]),
            _reasons(for_genre, inputs, genre), _reasons(for_rival, inputs, rival),
            f"{genre} rather than {rival}: tempo 138 BPM, typical {rival} 124.",
        )  # fmt: skip
        tracks.append(
            SampleTrack(
                f"Track {row}",
                f"Artist {row % 4}",
                genre if row % 3 else rival,
                genre,
                dict(
                    zip(table.genres, (chances / chances.sum()).tolist(), strict=True)
                ),
                explanation,
                row + 2,
            )
        )
    return tuple(tracks)


def _references(
    frame: pd.DataFrame, genres: tuple[str, ...]
) -> tuple[FeatureReference, ...]:
    references = []
    for name in frame.columns:
        column = frame[name]
        missing = int(column.isna().sum())
        if name == "key":
            references.append(FeatureReference(name, len(frame), missing, levels=_KEYS))
            continue
        quantiles = column.quantile([0.05, 0.25, 0.5, 0.75, 0.95]).tolist()
        references.append(
            FeatureReference(
                name, len(frame), missing, float(column.min()), float(column.max()),
                tuple(quantiles), dict.fromkeys(genres, quantiles[2]),
            )
        )  # fmt: skip
    return tuple(references)


def _table(frame: pd.DataFrame) -> TrackTable:
    columns = [
        Column(name, label.title(), Role.FEATURE, kind, unit, "known by its name")
        for name, label, kind, unit, *_ in _FEATURES
    ]
    columns += [
        Column("genre", "Genre", Role.TARGET, Kind.CATEGORY, "", "asked for"),
        Column("Subgenre", "Subgenre", Role.PROXY, Kind.CATEGORY, "", "decides it"),
        Column("artist", "Artist", Role.ARTIST, Kind.TEXT, "", "known by its name"),
    ]
    findings = (
        Finding(
            "proxy-column", Severity.WARNING,
            "Column 'Subgenre' determines the genre in all rows.",
            "It was left out of the model; force it in only if you know why.",
            "Subgenre", len(frame), (2, 3, 4), ("deep house", "minimal techno"),
        ),
        Finding(
            "few-missing", Severity.NOTE,
            "Column 'Tempo' lacks a value in 6 % of rows.",
            "Nothing to do: the model handles missing values.", "Tempo", 120, (2, 19),
        ),
    )  # fmt: skip
    ledger = Ledger(
        (
            Change("flags", "Explicit", len(frame), "yes/no words were read as 1 and 0",
                   (("Yes", "1"), ("No", "0")), (2, 3)),
            Change("sentinels", "Tempo", 120, "tempo 0 was read as missing",
                   (("0", ""),), (19, 36)),
        )
    )  # fmt: skip
    drops = (
        RowDrop("repeated-row", np.arange(12), "the row repeats another one exactly"),
    )
    source = Source(
        "tracks_data.csv", "ab" * 32, 123_456, "csv", "", "utf-8", ",",
        ("The delimiter is a comma: all lines have 15 fields.",),
    )  # fmt: skip
    lines = np.arange(2, len(frame) + 14, dtype=np.int64)
    return TrackTable(frame, tuple(columns), lines, source, ledger, findings, drops)


def build_facts(
    *,
    n_genres: int = 6,
    n_tracks: int = 2000,
    n_explained: int = 400,
    is_small: bool = False,
) -> ReportFacts:
    rng = np.random.default_rng(7)
    genres = _genre_names(n_genres)
    sizes = np.linspace(1.6, 0.4, n_genres) * n_tracks / n_genres
    counts = {genre: int(size) for genre, size in zip(genres, sizes, strict=True)}
    n_used = sum(counts.values())
    frame = _frame(rng, n_used)
    shapley = _shapley(rng, frame, genres, n_explained)
    return ReportFacts(
        table=_table(frame),
        target="Genre",
        target_why="it is named 'Genre' and holds a few words that repeat",
        n_tracks=n_used,
        genre_counts=counts,
        features=_features(),
        references=_references(frame, genres),
        feature_frame=frame,
        evaluation=_evaluation(rng, counts, is_small=is_small),
        importance=_importance(),
        selection=_selection(),
        responses=_responses(rng, n_genres),
        stress=_stress(rng, genres),
        shapley=shapley,
        tracks=_tracks(shapley, 12),
        settings={"seed": "0", "trees": "300", "leaf minimum": "1"},
        versions={"genrelens": "0.1.0", "python": "3.12.1", "numpy": "2.3.0"},
        hashes={"tracks_data.csv": "ab" * 32, "model.genrelens": "cd" * 32},
        is_made_up=True,
    )


def without_results(facts: ReportFacts) -> ReportFacts:
    """Take away every optional result, and give a reason for all but one."""
    why = {
        "importance": "it was switched off with --no-importance",
        "selection": "there is only one attribute",
        "responses": "no attribute varies",
        "stress": "no test applies to these attributes",
        "shapley": "the time budget was zero",
    }
    return replace(
        facts, importance=None, selection=None, responses=(), stress=(),
        shapley=None, tracks=(), missing=why,
    )  # fmt: skip


def with_hostile_names(facts: ReportFacts) -> ReportFacts:
    """Put markup and a direction-changing character wherever a name can stand."""

    def hostile(genre: str) -> str:
        return HOSTILE if genre == "techno" else genre

    evaluation, shapley = facts.evaluation, facts.shapley
    assert shapley is not None
    genres = tuple(map(hostile, evaluation.genres))
    evaluation = replace(
        evaluation,
        genres=genres,
        verdict=(HOSTILE, *evaluation.verdict),
        by_genre=tuple(replace(s, genre=hostile(s.genre)) for s in evaluation.by_genre),
        confusion=replace(evaluation.confusion, genres=genres),
        curves=tuple(replace(c, genre=hostile(c.genre)) for c in evaluation.curves),
    )
    finding = replace(
        facts.table.findings[0], message=HOSTILE, column=HOSTILE, examples=(HOSTILE,)
    )
    table = replace(
        facts.table,
        source=replace(facts.table.source, name=f"{HOSTILE}.csv"),
        columns=tuple(replace(c, header=HOSTILE) for c in facts.table.columns),
        findings=(finding,),
    )
    tracks = tuple(
        replace(
            track, title=HOSTILE, artist=HOSTILE, true_genre=hostile(track.true_genre),
            probabilities={hostile(k): v for k, v in track.probabilities.items()},
            explanation=replace(track.explanation, name=HOSTILE, sentence=HOSTILE),
        )
        for track in facts.tracks
    )  # fmt: skip
    return replace(
        facts,
        table=table,
        evaluation=evaluation,
        genre_counts={hostile(k): v for k, v in facts.genre_counts.items()},
        features=tuple(replace(f, label=HOSTILE) for f in facts.features),
        responses=tuple(replace(r, label=HOSTILE) for r in facts.responses),
        shapley=replace(shapley, genres=genres),
        tracks=tracks,
    )


@pytest.fixture(scope="session")
def make_facts() -> MakeFacts:
    return build_facts


@pytest.fixture(scope="session")
def facts() -> ReportFacts:
    return build_facts()


@pytest.fixture(scope="session")
def naming(facts: ReportFacts) -> Naming:
    return name_everything(facts)


@pytest.fixture(scope="session")
def bare_facts(facts: ReportFacts) -> ReportFacts:
    return without_results(facts)


@pytest.fixture(scope="session")
def hostile_facts(facts: ReportFacts) -> ReportFacts:
    return with_hostile_names(facts)


@pytest.fixture(scope="session")
def hostile_name() -> str:
    return HOSTILE
