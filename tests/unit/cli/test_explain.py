from __future__ import annotations

import re

import pandas as pd
import pytest

from genrelens.errors import GenrelensError, InputError
from genrelens.workflow.explaining.every_track import (
    ExplainTableRequest,
    explain_table,
)
from genrelens.workflow.explaining.one_track import ExplainRequest, explain_one


@pytest.fixture
def explain(run_cli, small_run):
    def run(*words: object):
        return run_cli("explain", small_run.model, small_run.table, *words)

    return run


def test_a_track_is_told_as_words_and_as_a_table_that_adds_up(
    explain, small_run
) -> None:
    told = explain("--track", 3)
    expected = explain_one(
        ExplainRequest(model=small_run.model, table=small_run.table, track="3")
    )
    assert told.code == 0
    assert expected.explanation.name in told.out
    assert " ".join(expected.explanation.sentence.split()) in " ".join(told.out.split())
    column = re.findall(r"([+-]?\d\.\d{3}) +[+-]?\d\.\d{3} *$", told.out, re.MULTILINE)
    *parts, total = (float(cell) for cell in column)
    assert len(parts) == 17, "the base and the 16 attributes"
    assert sum(parts) == pytest.approx(total, abs=0.0005 * 18)
    assert total == pytest.approx(expected.explanation.probability, abs=0.0005)


@pytest.mark.parametrize(("most", "n_lines"), [(24, 17), (5, 7)])
def test_the_strongest_attributes_are_told_and_the_rest_as_one_sum(
    explain, monkeypatch, most, n_lines
) -> None:
    import importlib

    door = importlib.import_module("genrelens.cli.explain")
    assert door._MOST_REASONS == 24
    whole = explain("--track", 3).out
    monkeypatch.setattr(door, "_MOST_REASONS", most)
    told = explain("--track", 3).out
    rows = re.findall(r"([+-]?\d\.\d{3}) +([+-]?\d\.\d{3}) *$", told, re.MULTILINE)
    *parts, totals = (tuple(map(float, row)) for row in rows)
    assert len(parts) == n_lines, "the base, the attributes, and what they leave"
    for column, total in zip(zip(*parts, strict=True), totals, strict=True):
        assert sum(column) == pytest.approx(total, abs=0.0005 * (n_lines + 1))
    assert ("11 weaker ones together" in told) == (most == 5)
    assert told.splitlines()[: 6 + most] == whole.splitlines()[: 6 + most]


def test_genres_and_output_reach_the_explanation(explain, tmp_path) -> None:
    output = tmp_path / "why.svg"
    told = explain(
        *("--track", 3, "--genre", "techno", "--against", "folk", "--output", output)
    )
    assert told.code == 0
    assert "to techno" in told.out
    assert "to folk" in told.out
    assert f"Written: {output}" in told.out
    assert output.read_text(encoding="utf-8").lstrip().startswith("<svg")


def test_the_hash_that_is_expected_reaches_the_opening(explain) -> None:
    told = explain("--track", 3, "--expect-sha256", "0" * 64)
    assert told.code != 0
    assert "was expected" in told.err


def test_what_is_unusual_is_noted(run_cli, small_run, tmp_path) -> None:
    rows = small_run.sample.frame.head(3).drop(columns="energy")
    rows.to_csv(tmp_path / "new.csv", index=False)
    told = run_cli("explain", small_run.model, tmp_path / "new.csv", "--track", "2")
    assert told.code == 0
    assert "note without energy" in told.out


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"track": "nobody"}, "no track has this id or name"),
        ({"track": "0"}, "no row number from 1 to 622"),
        ({"track": "3", "genre": "polka"}, "Genre 'polka' is not one of the 12"),
        ({"track": "3", "genre": "folk", "against": "Folk"}, "set against itself"),
        ({"track": "3", "output": "why.png"}, ".svg or .html"),
    ],
    ids=["unknown", "zero", "genre", "itself", "ending"],
)
def test_what_can_not_be_explained_is_told_the_same_at_both_doors(
    explain, small_run, tmp_path, options, sentence
) -> None:
    if "output" in options:
        options = {**options, "output": tmp_path / options["output"]}
    told = explain(*(w for k, v in options.items() for w in (f"--{k}", v)))
    with pytest.raises(GenrelensError) as refusal:
        explain_one(
            ExplainRequest(model=small_run.model, table=small_run.table, **options)
        )
    assert (told.code, told.out) == (2, "")
    assert told.err == f"genrelens: {refusal.value}\n"
    assert sentence in told.err
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_model_is_refused(run_cli, small_run) -> None:
    told = run_cli("explain", small_run.table, small_run.table, "--track", "1")
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("genrelens: ")


def test_without_a_track_the_values_of_every_track_are_written(
    explain, small_run, tmp_path
) -> None:
    output = tmp_path / "shap.parquet"
    told = explain("--output", output)
    request = ExplainTableRequest(
        model=small_run.model, table=small_run.table, output=tmp_path / "b.parquet"
    )
    result = explain_table(request)
    assert (told.code, told.err) == (0, "explaining: done\n")
    assert f"{result.n_tracks} tracks explained, {result.n_lines:,} lines" in told.out
    assert f"within {result.additivity_error:.1g}." in told.out
    assert f"Written: {output} ({output.stat().st_size / 1e6:,.1f} MB)" in told.out
    means = dict(
        zip(result.features, result.mean_sizes.mean(axis=1) * 100, strict=True)
    )
    largest = max(means, key=lambda name: means[name])
    assert f"percentage points: {largest} {means[largest]:.2f}, " in told.out
    for notice in result.notices:
        assert " ".join(notice.split()) in " ".join(told.out.split())
    pd.testing.assert_frame_equal(
        pd.read_parquet(output), pd.read_parquet(request.output), check_exact=True
    )


def test_options_for_every_track_reach_the_use_case(
    explain, tmp_path, monkeypatch
) -> None:
    from genrelens.workflow.explaining import every_track

    asked = []

    def stop(request: ExplainTableRequest, **_: object) -> None:
        asked.append(request)
        raise InputError

    monkeypatch.setattr(every_track, "explain_table", stop)
    output = tmp_path / "shap.csv"
    words = ["--output", output, "--genre", "folk", "--genre", "hip hop", "--float32"]
    words += ["--raw", "--threads", 2, "--encoding", "utf-8", "--delimiter", ","]
    explain(*words, "--expect-sha256", "a" * 64, "--quiet")
    explain("--output", output, "--top", 3)
    first, second = asked
    assert first.genres == ("folk", "hip hop")
    assert (first.float32, first.raw, first.threads) == (True, True, 2)
    assert (first.encoding, first.delimiter) == ("utf-8", ",")
    assert (first.expect_sha256, first.output) == ("a" * 64, output)
    assert (second.top, second.genres, second.float32) == (3, (), False)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "Neither one track nor a file"),
        (["--output", "why.svg"], "Neither one track nor a file"),
        (["--output", "a.csv", "--against", "folk"], "no use for --against"),
        (["--track", "3", "--top", "2"], "no use for --top"),
        (["--track", "3", "--float32"], "no use for --float32"),
        (["--track", "3", "--raw"], "no use for --raw"),
        (["--track", "3", "--threads", "1"], "no use for --threads"),
        (["--track", "3", "--genre", "folk", "--genre", "pop"], "given 2 times"),
        (["--output", "a.xlsx"], ".csv or .parquet"),
        (["--output", "a.csv", "--genre", "polka"], "Genre 'polka' is not one of"),
        (["--output", "a.csv", "--top", "0"], "--top is 0"),
        (["--output", "a.csv", "--top", "2", "--genre", "folk"], "Take one of them"),
    ],
)
def test_what_has_no_meaning_together_is_refused_in_one_sentence(
    explain, tmp_path, monkeypatch, options, sentence
) -> None:
    monkeypatch.chdir(tmp_path)
    told = explain(*options)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("genrelens: ")
    assert sentence in told.err
    assert told.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
