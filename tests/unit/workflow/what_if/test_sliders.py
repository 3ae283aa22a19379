"""Each attribute gets the control that fits it."""

from __future__ import annotations

from genrelens.workflow.what_if.flipping import axes_of
from genrelens.workflow.what_if.sliders import describe_sliders


def test_numbers_slide_flags_switch_and_keys_are_chosen(trained, collection) -> None:
    told = describe_sliders(trained, axes_of(trained, collection), collection)
    kinds = {slider.name: slider.kind for slider in told}
    assert kinds["tempo"] == "slider"
    assert kinds["explicit"] == "switch"
    assert kinds["key"] == "choice"
    by_name = {slider.name: slider for slider in told}
    assert by_name["duration_ms"].is_clock
    assert [setting.words for setting in by_name["mode"].settings] == ["minor", "major"]
    assert sum(setting.share for setting in by_name["key"].settings) > 0.999


def test_ends_stay_within_what_the_collection_holds(trained, collection) -> None:
    for slider in describe_sliders(trained, axes_of(trained), collection):
        if slider.kind == "slider":
            assert slider.low <= slider.from_ < slider.to <= slider.high
            assert slider.density.overall
            assert slider.density.by_genre.keys() == set(trained.genres)


def test_without_tracks_there_are_shapes_of_all_genres_together(trained) -> None:
    for slider in describe_sliders(trained, axes_of(trained), None):
        assert slider.density.by_genre == {}
        assert bool(slider.density.overall) == (slider.kind == "slider")
        assert all(setting.share is None for setting in slider.settings)
