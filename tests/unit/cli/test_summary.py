from __future__ import annotations

import io
from dataclasses import replace
from types import SimpleNamespace

import pytest
from rich.console import Console

from genrelens.cli.summary import show_summary
from genrelens.evaluation.results import Estimate
from genrelens.schema.findings import Finding, Severity


@pytest.fixture
def say():
    def run(result) -> str:
        console = Console(file=io.StringIO(), soft_wrap=True, markup=False)
        show_summary(result, console)
        return console.file.getvalue()

    return run


def changed(result, **changes):
    return replace(result, facts=replace(result.facts, **changes))


def test_the_verdict_comes_first_word_for_word(small_run, say) -> None:
    lines = [line for line in say(small_run.result).splitlines() if line]
    verdict = small_run.result.facts.evaluation.verdict
    assert tuple(lines[: len(verdict)]) == verdict


def test_the_score_stands_with_interval_tracks_and_groups(small_run, say) -> None:
    evaluation = small_run.result.facts.evaluation
    scores = evaluation.scenarios[evaluation.headline]
    auc = scores.metrics["macro_auc_ovr"]
    expected = f"{auc.value:.3f} ({auc.low:.3f} to {auc.high:.3f}) on {scores.title}"
    text = say(small_run.result)
    assert expected in text
    assert (
        f"{scores.n_tracks:,} tracks of {scores.n_groups:,} {scores.group_words}"
        in text
    )


def test_every_file_is_named(small_run, say) -> None:
    text = say(small_run.result)
    for name, path in small_run.result.files.items():
        assert f"  {name:<12} {path}" in text


def test_only_a_model_of_sound_is_said_to_name_music_files(small_run, say) -> None:
    result = small_run.result
    assert "genrelens predict" not in say(result)
    first, *others = result.model.features
    heard = (replace(first, name="tag_rock"), *others)
    text = say(replace(result, model=SimpleNamespace(features=heard)))
    assert f"genrelens predict {result.files['model']} FOLDER" in text


def test_a_small_table_ranks_nothing(small_run, say) -> None:
    evaluation = small_run.result.facts.evaluation
    for is_small, expected in ((True, False), (False, True)):
        result = changed(
            small_run.result, evaluation=replace(evaluation, is_small=is_small)
        )
        text = say(result)
        assert ("Most often confused" in text) is expected
        assert ("leans on most" in text) is expected


def test_a_made_up_table_is_called_so(small_run, say) -> None:
    sentence = "The table is made up by this package; no such tracks exist."
    assert sentence not in say(small_run.result)
    assert sentence in say(changed(small_run.result, is_made_up=True))


def test_what_is_missing_is_left_out_and_not_a_crash(small_run, say) -> None:
    evaluation = small_run.result.facts.evaluation
    scores = evaluation.scenarios[evaluation.headline]
    bare = replace(scores, metrics={"accuracy": scores.metrics["accuracy"]})
    result = changed(
        small_run.result,
        importance=None,
        evaluation=replace(
            evaluation, scenarios={**evaluation.scenarios, evaluation.headline: bare}
        ),
    )
    assert "Macro AUC" not in say(result)


def test_warnings_are_told_and_notes_are_not_and_many_are_counted(
    small_run, say
) -> None:
    found = [
        Finding("a", Severity.WARNING, f"[bold]warning {i}\x1b[2J", "Do.")
        for i in range(9)
    ]
    note = Finding("b", Severity.NOTE, "only a note", "Do.")
    facts = small_run.result.facts
    table = replace(facts.table, findings=(note, *found))
    text = say(changed(small_run.result, table=table))
    assert text.count("[bold]warning") == 6
    assert "… 3 more in the report." in text
    assert "only a note" not in text
    assert "\x1b[2J" not in text


def test_only_attributes_shown_to_matter_are_leant_on(small_run, say) -> None:
    facts = small_run.result.facts
    evaluation = replace(facts.evaluation, is_small=False)
    first, second, *_ = facts.importance.features
    real = replace(first, label="real", drop=0.2, low=0.1, high=0.3)
    idle = replace(second, label="idle", drop=0.3, low=-0.1, high=0.7)
    for entries, expected in (((idle, real), True), ((idle,), False)):
        importance = replace(facts.importance, features=entries)
        text = say(
            changed(small_run.result, evaluation=evaluation, importance=importance)
        )
        assert ("when shuffled: real (0.200, 0.100 to 0.300)." in text) is expected
        assert ("No single attribute is shown to matter" in text) is not expected
        assert "idle" not in text


SCOPE = {
    "title": "unseen artists",
    "scenario": "unseen artists",
    "n_tracks": 3_207,
    "n_groups": 422,
    "group_words": "groups of artists",
}


def some(value: float) -> Estimate:
    return Estimate(value, value / 2, value * 1.5)


def trusting(result, **parts):
    return changed(result, trust=replace(result.facts.trust, **parts))


def test_where_nothing_can_be_written_it_is_told_from_which_error_on(
    small_run, say
) -> None:
    def level(max_error: float, written: float) -> SimpleNamespace:
        return SimpleNamespace(
            max_error=max_error,
            written=some(written),
            n_written=round(written * 1_000),
            error_written=None,
            asked=some(0.4),
        )

    levels = (level(0.05, 0.0), level(0.1, 0.08), level(0.2, 0.3))
    study = SimpleNamespace(**SCOPE, decided=levels[0], by_level=levels)
    text = say(trusting(small_run.result, decisions=study))
    assert "No genre could be written with at most 5 % of them wrong" in text
    assert "unseen artists, 3,207 tracks of 422 groups of artists" in text
    assert (
        "With --max-error 0.1 it would write a genre on 8.0 % (4.0 to 12.0 %)" in text
    )
    never = SimpleNamespace(**SCOPE, decided=levels[0], by_level=levels[:1])
    assert "--max-error" not in say(trusting(small_run.result, decisions=never))


def test_what_a_review_changed_is_told_with_the_accuracy_to_compare(
    small_run, say
) -> None:
    audit = SimpleNamespace(**SCOPE, stray=some(0.01), doubted=(None,))
    reviewed = SimpleNamespace(
        **SCOPE, n_reviewed=12, n_changed=7, unreviewed=some(0.6)
    )
    study = SimpleNamespace(audit=audit, reviewed=reviewed)
    text = say(trusting(small_run.result, labels=study))
    assert "changed 7 of the 12 labels" in text
    assert "rows nobody reviewed: 60.0 % (30.0 to 90.0 %)" in text
    assert "1 row to look at is in review.csv" in text
    reviewed.unreviewed = None
    assert "No row is left" in say(trusting(small_run.result, labels=study))
