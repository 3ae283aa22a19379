from __future__ import annotations

import re

import pytest

from genrelens.errors import GenrelensError
from genrelens.workflow.explaining import ExplainRequest, explain_one


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
