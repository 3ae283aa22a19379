from __future__ import annotations

import hashlib
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from genrelens.bundle.loading import load_model
from genrelens.cleaning.cleaning import clean_table
from genrelens.errors import BundleError, InputError, OutputError
from genrelens.features.feature_input import features_for
from genrelens.ingest.reading import read_table
from genrelens.workflow.explaining.one_track import ExplainRequest, explain_one


@pytest.fixture
def explain(small_run):
    def run(track: object = 1, **options: object):
        options = {"table": small_run.table, **options}
        return explain_one(
            ExplainRequest(model=small_run.model, track=str(track), **options)
        )

    return run


@pytest.fixture(scope="module")
def table(small_run):
    return clean_table(read_table(small_run.table))


@pytest.mark.parametrize("row", [1, 2, 50, 300])
def test_contributions_and_base_add_up_to_the_models_probability(
    small_run, explain, table, row
) -> None:
    result = explain(row)
    told = result.explanation
    trained = load_model(small_run.model)
    inputs, _ = features_for(trained.features, trained.references, table)
    proba = trained.model.predict_proba(inputs.iloc[[row - 1]])[0]
    for genre, stated, base, reasons in (
        (told.genre, told.probability, told.base, told.reasons),
        (told.rival, told.rival_probability, told.rival_base, told.rival_reasons),
    ):
        assert stated == proba[trained.genres.index(genre)]
        total = base + sum(reason.contribution for reason in reasons)
        assert total == pytest.approx(stated, abs=1e-9)
        assert len(reasons) == len(trained.features)


def test_all_genres_are_ranked_and_the_best_is_explained(explain) -> None:
    result = explain(7)
    ranked = list(result.probabilities.values())
    assert ranked == sorted(ranked, reverse=True)
    assert sum(ranked) == pytest.approx(1)
    assert list(result.probabilities)[:2] == [
        result.explanation.genre,
        result.explanation.rival,
    ]


def test_any_genre_can_be_set_against_any_other_in_any_case(explain) -> None:
    told = explain(7, genre="TECHNO", against="Folk").explanation
    assert (told.genre, told.rival) == ("techno", "folk")


def test_naming_only_the_best_as_the_rival_does_not_set_it_against_itself(
    explain,
) -> None:
    best = explain(7).explanation.genre
    with pytest.raises(InputError, match="cannot be set against itself"):
        explain(7, against=best)
    assert explain(7, genre="folk").explanation.rival == best or best == "folk"


def test_an_unknown_genre_is_refused_with_those_known(explain) -> None:
    with pytest.raises(InputError, match=r"Genre 'polka' is not one of the 12.*techno"):
        explain(7, genre="polka")


def test_a_track_without_any_attribute_is_refused(small_run, explain) -> None:
    blank = np.flatnonzero(small_run.sample.truth.track < 0)[0]
    with pytest.raises(InputError, match=f"Row {blank + 1}: no attribute of this"):
        explain(blank + 1)


def test_what_is_unusual_about_the_row_is_told(small_run, explain, tmp_path) -> None:
    frame = small_run.sample.frame.head(3).drop(columns="energy")
    frame.to_csv(tmp_path / "new.csv", index=False)
    result = explain(2, table=tmp_path / "new.csv")
    assert "without energy" in result.warnings


def test_names_in_pictures_are_text_and_never_markup(
    small_run, explain, tmp_path
) -> None:
    frame = small_run.sample.frame.head(3).copy()
    frame["track_name"] = "<script>alert(1)</script>"
    frame.to_csv(tmp_path / "new.csv", index=False)
    for ending in ("svg", "html"):
        output = tmp_path / f"picture.{ending}"
        explain(2, table=tmp_path / "new.csv", output=output)
        assert "<script>alert" not in output.read_text(encoding="utf-8")


def test_the_picture_is_a_whole_svg_or_a_page_that_needs_no_network(
    explain, tmp_path
) -> None:
    explain(2, output=tmp_path / "why.svg")
    root = ET.fromstring((tmp_path / "why.svg").read_text(encoding="utf-8"))  # noqa: S314
    assert root.tag.endswith("svg")
    explain(2, output=tmp_path / "why.HTML")
    page = (tmp_path / "why.HTML").read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page


def test_another_ending_is_refused_before_anything_is_read(tmp_path) -> None:
    nothing = tmp_path / "nothing"
    with pytest.raises(InputError, match=r"written as \.svg or \.html"):
        explain_one(
            ExplainRequest(
                model=nothing, table=nothing, track="1", output=tmp_path / "a.png"
            )
        )


def test_a_picture_that_can_not_be_written_is_an_output_error(
    explain, tmp_path
) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(OutputError):
        explain(2, output=tmp_path / "file" / "why.svg")
    assert (tmp_path / "file").read_text() == "kept"


def test_a_row_explained_is_the_row_predicted(small_run, explain) -> None:
    from genrelens.workflow.predicting import PredictRequest, predict_table

    predicted = predict_table(
        PredictRequest(model=small_run.model, table=small_run.table, reasons=False)
    ).frame
    for row in (1, 30, 200):
        result, answer = explain(row), predicted.iloc[row - 1]
        told = result.explanation
        assert told.genre == answer["genre"]
        assert result.probabilities[told.genre] == answer["probability"]
        assert told.rival == answer["second_genre"]
        assert result.probabilities[told.rival] == answer["second_probability"]
        assert told.name.startswith(str(predicted["track_name"].iloc[row - 1]))


def test_what_is_predicted_and_what_contributions_add_up_to_are_set_side_by_side(
    small_run, explain
) -> None:
    """The one is calibrated; without a word, 0.88 and 0.85 would look like a fault."""
    from genrelens.workflow.predicting import PredictRequest, predict_table

    result = explain(1)
    told = result.explanation
    request = PredictRequest(
        model=small_run.model, table=small_run.table, reasons=False, uncalibrated=True
    )
    assert told.probability == predict_table(request).frame["probability"].iloc[0]
    calibrated = result.probabilities[told.genre]
    assert calibrated != told.probability
    for number in (f"{told.probability:.3f}", f"{calibrated:.3f}"):
        assert number in result.calibration


def test_a_model_that_cannot_calibrate_says_nothing_of_it(trusted, small_run) -> None:
    result = explain_one(
        ExplainRequest(model=trusted.bare, table=small_run.table, track="1")
    )
    told = result.explanation
    assert result.calibration == ""
    assert result.probabilities[told.genre] == told.probability


def test_a_prediction_leads_to_its_explanation_by_row_and_by_line(
    small_run, explain
) -> None:
    """A prediction gave the line alone, and --track took it for the row below."""
    from genrelens.workflow.predicting import PredictRequest, predict_table

    predicted = predict_table(
        PredictRequest(model=small_run.model, table=small_run.table, reasons=False)
    ).frame
    for place in (0, 29, 199):
        answer = predicted.iloc[place]
        for track in (answer["row"], f"row:{answer['row']}", f"line:{answer['line']}"):
            result = explain(track)
            told = result.explanation
            assert told.name.startswith(str(answer["track_name"]))
            assert result.probabilities[told.genre] == answer["probability"]


def test_an_id_on_several_rows_is_explained_with_a_note(
    small_run, explain, tmp_path
) -> None:
    frame = small_run.sample.frame.head(5).copy()
    frame["track_id"] = ["a", "b", "a", "c", "a"]
    frame.to_csv(tmp_path / "new.csv", index=False)
    result = explain("a", table=tmp_path / "new.csv")
    assert "id 'a' stands on 3 rows (1, 3, 5); this is row 1" in result.warnings
    assert "stands on" not in explain("b", table=tmp_path / "new.csv").warnings


def test_another_model_than_the_one_meant_is_refused(small_run, explain) -> None:
    sha256 = hashlib.sha256(small_run.model.read_bytes()).hexdigest()
    assert explain(2, expect_sha256=sha256).probabilities
    with pytest.raises(BundleError, match="was expected"):
        explain(2, expect_sha256="0" * 64)


@pytest.mark.parametrize("source", ["model", "table"])
def test_a_picture_never_takes_the_place_of_what_it_is_made_from(
    small_run, tmp_path, source
) -> None:
    files = {"model": tmp_path / "model.svg", "table": tmp_path / "table.svg"}
    files["model"].write_bytes(small_run.model.read_bytes())
    files["table"].write_bytes(small_run.table.read_bytes())
    before = files[source].read_bytes()
    with pytest.raises(OutputError, match="itself"):
        explain_one(ExplainRequest(**files, track="2", output=files[source]))
    assert files[source].read_bytes() == before
