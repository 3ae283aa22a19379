import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.workflow.browsing.one_track import track_line, view_track
from genrelens.workflow.explaining.one_track import ExplainRequest, explain_one


@pytest.fixture(scope="module")
def trained(small_run):
    return small_run.result.model


def test_a_line_tells_what_predictions_csv_tells(small, predictions):
    for place in (0, 100, 300):
        told, line = predictions.iloc[place], track_line(small, place)

        assert (line.row, line.line) == (told["row"], told["line"])
        assert (line.genre, line.predicted) == (told["genre"], told["predicted_genre"])
        assert line.probability == told["probability"]
        assert line.genre_probability == told["genre_probability"]
        assert line.is_right == told["is_right"]


def test_the_explanation_is_that_of_the_command_line(small, small_run, trained):
    for place in (2, 50):
        row = int(small.columns["row"][place])
        told = explain_one(
            ExplainRequest(
                model=small_run.model, table=small_run.table, track=f"row:{row}"
            )
        )

        view = view_track(small, trained, place)

        own = view.explained
        assert own.probabilities == told.probabilities
        assert own.calibration == told.calibration
        assert own.explanation.sentence == told.explanation.sentence
        for mine, theirs in zip(
            own.explanation.reasons, told.explanation.reasons, strict=True
        ):
            assert mine == theirs


def test_why_not_another_genre_is_answered_for_the_pair_asked_for(small, trained):
    view = view_track(small, trained, 0, genre="house", against="techno")

    assert view.explained.explanation.genre == "house"
    assert view.explained.explanation.rival == "techno"
    assert "<svg" in view.waterfall
    with pytest.raises(InputError, match="cannot be set against itself"):
        view_track(small, trained, 0, genre="house", against="house")


def test_genres_stand_by_probability_which_sums_to_one(small, trained):
    view = view_track(small, trained, 7)

    shares = list(view.probabilities.values())
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1, abs=1e-5)


def test_values_stand_beside_the_usual_ones_and_keys_beside_none(small, trained):
    view = view_track(small, trained, 7)
    by_name = {value.feature: value for value in view.values}
    tempo = small.inputs["tempo"].to_numpy()

    own = by_name["tempo"]
    assert own.value == tempo[7]
    known = tempo[np.isfinite(tempo)]
    below = (known < own.value).mean() + (known == own.value).mean() / 2
    assert own.share_below == pytest.approx(below)
    assert own.typical_of_label.endswith("BPM")
    assert by_name["key"].typical_of_label == ""
    assert by_name["key"].share_below is None
    assert "major" in by_name["mode"].typical_of_label


def test_a_track_without_a_name_is_called_by_its_id_or_row(small):
    line = track_line(small, 0)
    from dataclasses import replace

    assert replace(line, name="").title == line.id
    assert replace(line, name="", id="").title == f"row {line.row}"
