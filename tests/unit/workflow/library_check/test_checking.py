from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from genrelens.datasets.sample import draw_sample
from genrelens.errors import BundleError, InputError, OutputError
from genrelens.workflow.library_check.checking import CheckRequest, check_library


@pytest.fixture(scope="module")
def library() -> pd.DataFrame:
    """Give another table by the same recipe, without labels."""
    frame = draw_sample(400, random_state=99, mess=False).frame
    return frame.drop(columns=["genre", "playlist_name"])


@pytest.fixture
def check(trusted, tmp_path):
    def run(frame: pd.DataFrame, **options: object):
        path = tmp_path / "library.csv"
        frame.to_csv(path, index=False)
        return check_library(CheckRequest(model=trusted.path, table=path, **options))

    return run


def times(frame: pd.DataFrame, name: str, factor: float) -> pd.DataFrame:
    numbers = pd.to_numeric(frame[name], errors="coerce") * factor
    return frame.assign(**{name: numbers.round(6).astype(str)})


def test_a_library_like_training_may_be_used(check, library, trusted) -> None:
    found = check(library)
    assert (found.verdict, found.reasons) == ("use it", ())
    assert found.n_rows == len(library)
    assert found.group_words == "groups of artists"
    assert {c.verdict for c in found.columns} == {"as in training"}
    assert [c.name for c in found.columns] == [f.name for f in trusted.trained.features]
    assert found.labels is None
    assert "has no column 'genre' as in training" in found.untold["labels"]


def test_a_scale_of_100_must_be_repaired_first(check, library) -> None:
    found = check(times(library, "energy", 100.0))
    assert found.verdict == "repair first"
    assert [error.name for error in found.unit_errors] == ["energy"]
    assert "a scale of 0 to 100 instead of 0 to 1" in found.sentence


def test_a_duration_in_seconds_is_repaired_in_reading_and_told(check, library) -> None:
    found = check(times(library, "Duration (ms)", 0.001))
    assert not found.unit_errors
    assert any("would be impossible in it" in notice for notice in found.notices)


def test_a_library_without_most_attributes_must_be_repaired_first(
    check, library
) -> None:
    found = check(library[["track_id", "artists", "tempo", "energy"]])
    assert found.verdict == "repair first"
    assert "no usable column for" in found.sentence
    assert any(column.name == "loudness" for column in found.missing)


def test_spoken_word_throughout_is_no_library_for_this_model(check, library) -> None:
    found = check(library.assign(speechiness="0.97", instrumentalness="0", tempo="40"))
    assert found.verdict == "do not use"
    assert found.novel is not None
    assert found.novel.share.low > 0.5
    assert len(found.novel.examples) == 5
    assert found.mix is None
    assert "proportions are estimated from 20 on" in found.untold["mix"]


def test_labels_of_the_table_are_scored_under_a_title_of_their_own(check) -> None:
    sample = draw_sample(400, random_state=98, mess=False).frame
    sample.loc[:9, "genre"] = "polka"
    found = check(sample)
    labels = found.labels
    assert labels is not None
    assert (labels.title, labels.n_tracks, labels.n_unknown) == ("your labels", 390, 10)
    assert labels.unknown == ("polka",)
    assert labels.metrics["accuracy"].value > 0.3
    assert labels.n_groups < labels.n_tracks
    assert "accuracy" in labels.before


def test_labels_that_are_wrong_are_told(check, library) -> None:
    genres = draw_sample(400, random_state=99, mess=False).frame["genre"]
    shuffled = np.random.default_rng(0).permutation(genres.to_numpy())
    found = check(library.assign(style=shuffled), target="style")
    assert found.verdict == "with care"
    assert any("of your labels" in reason for reason in found.reasons)


def test_the_training_table_is_not_scored_on_its_own_labels(trusted, small_run) -> None:
    found = check_library(CheckRequest(model=trusted.path, table=small_run.table))
    assert found.labels is None
    assert "music it has met" in found.untold["labels"]


@pytest.mark.parametrize("n_rows", [1, 2, 19])
def test_a_table_of_a_few_rows_can_be_checked(check, library, n_rows) -> None:
    found = check(library.head(n_rows))
    assert found.verdict in {"use it", "with care"}
    assert found.mix is None
    assert json.dumps(found.to_dict(), allow_nan=False)


def test_the_order_of_rows_changes_no_verdict(check, library) -> None:
    straight = check(library).to_dict()
    turned = check(library.iloc[::-1]).to_dict()
    assert straight["columns"] == turned["columns"]
    assert straight["mix"]["now"][0]["value"] == pytest.approx(
        turned["mix"]["now"][0]["value"], abs=1e-4
    )


def test_the_document_is_written_and_is_what_python_gives(
    check, library, tmp_path
) -> None:
    found = check(library, output=tmp_path / "check.json")
    written = json.loads((tmp_path / "check.json").read_text(encoding="utf-8"))
    assert written == json.loads(json.dumps(found.to_dict()))
    assert written["format"] == "genrelens-check"


def test_without_artists_groups_as_in_training_are_allowed_for(check, library) -> None:
    found = check(library.drop(columns=["artists"]))
    assert "names no artists" in found.group_words
    assert found.verdict == "use it"


def test_a_model_without_description_is_refused(trusted, small_run) -> None:
    with pytest.raises(InputError, match="no description of its training table"):
        check_library(CheckRequest(model=trusted.bare, table=small_run.table))


def test_requests_that_cannot_be_met_are_refused(
    trusted, small_run, tmp_path, check, library
) -> None:
    model, table = trusted.path, small_run.table
    with pytest.raises(OutputError, match=r"written as \.json"):
        check_library(
            CheckRequest(model=model, table=table, output=tmp_path / "a.html")
        )
    with pytest.raises(InputError, match="least precision"):
        check_library(CheckRequest(model=model, table=table, least_precision=1.0))
    with pytest.raises(BundleError):
        check_library(CheckRequest(model=model, table=table, expect_sha256="0" * 64))
    blank = library.assign(**{n: "" for n in library.columns if n != "track_id"})
    with pytest.raises(InputError, match="has a value in any attribute"):
        check(blank)
