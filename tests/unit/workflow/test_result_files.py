from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from genrelens.ingest.trees.reading import read_tree
from genrelens.reports.trust_facts import TrustFacts
from genrelens.workflow import result_files
from genrelens.workflow.documents.result_names import files_in
from genrelens.workflow.labels.corrections import read_corrections
from genrelens.workflow.labels.review_table import REVIEW_COLUMNS
from genrelens.workflow.preparing import prepare
from genrelens.workflow.result_files import write_results


@pytest.fixture
def write(small_run, tmp_path):
    """Write the small run's results anew, with other facts."""

    def run(**changes: object):
        facts = replace(small_run.result.facts, **changes)
        files = files_in(tmp_path)
        prepared = prepare(small_run.request)
        write_results(
            files, facts, small_run.result.model, prepared, small_run.result.run
        )
        return files

    return run


def test_the_same_results_give_the_same_bytes(small_run, write) -> None:
    files = write()
    assert files.keys() == small_run.result.files.keys()
    for name, path in files.items():
        assert path.read_bytes() == small_run.result.files[name].read_bytes(), name


def test_the_family_tree_can_be_given_back_as_it_was_written(small_run) -> None:
    written = small_run.result.files["tree"]
    assert read_tree(written) == small_run.result.facts.trust.hierarchy.tree
    assert "give it back" in written.read_text(encoding="utf-8").splitlines()[0]


def test_where_no_analysis_could_be_made_review_and_tree_are_open(
    small_run, write
) -> None:
    files = write(trust=TrustFacts())
    tree = files["tree"].read_text(encoding="utf-8")
    assert "No families were found" in tree
    for genre in small_run.result.facts.genre_counts:
        assert genre in tree
    assert read_tree(files["tree"]).ancestors("folk") == ()
    review = pd.read_csv(files["review"])
    assert len(review) == 0
    assert set(REVIEW_COLUMNS) <= set(review.columns)


def test_the_review_table_is_one_that_corrections_understand(small_run) -> None:
    read = read_corrections(small_run.result.files["review"])
    assert read.decisions == ()
    assert read.n_open == len(pd.read_csv(small_run.result.files["review"])) > 0


def test_json_with_a_number_that_is_none_can_not_be_written() -> None:
    with pytest.raises(ValueError, match="JSON"):
        result_files._json({"value": float("nan")})
    assert result_files._json({"é": 1}) == '{\n  "é": 1\n}\n'
