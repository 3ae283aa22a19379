from __future__ import annotations

import numpy as np

from genrelens.evaluation.novelty.results import NoveltyReference
from genrelens.evaluation.novelty.scoring import score_novelty


def test_spoken_word_is_novel_and_says_in_what(fitted, draw_tracks) -> None:
    tracks = draw_tracks(50, 9).assign(speechiness=0.95)
    found = score_novelty(fitted.reference, tracks, fitted.features)
    assert found.is_novel.all()
    assert all(
        reason.startswith("speechiness 0.95: 99 % of training tracks are at 0.1")
        for reason in found.reasons
    )


def test_values_that_are_odd_only_together_are_named_together(
    draw_tracks, hold_tracks_out, fitted
) -> None:
    from genrelens.evaluation.novelty.fitting import fit_novelty

    rng = np.random.default_rng(0)
    frame = draw_tracks(3_000, 1)
    frame["tempo"] = 80 + 400 * frame["speechiness"] + rng.normal(0, 1, 3_000)
    reference = fit_novelty(
        frame, fitted.features, hold_tracks_out(3_000, 1), scenario="s", seed=0
    )
    odd = frame.head(1).assign(speechiness=0.15, tempo=92.0)
    found = score_novelty(reference, odd, fitted.features)
    assert found.is_novel.all()
    assert "no training track is near this" in found.reasons[0]


def test_the_scale_of_the_data_changes_nothing(
    draw_tracks, hold_tracks_out, fitted
) -> None:
    from genrelens.evaluation.novelty.fitting import fit_novelty

    def scores(factor: float):
        train, new = (
            draw_tracks(n, seed).assign(tempo=lambda d: d["tempo"] * factor)
            for n, seed in ((1_000, 1), (100, 2))
        )
        reference = fit_novelty(
            train, fitted.features, hold_tracks_out(1_000, 1), scenario="s", seed=0
        )
        return score_novelty(reference, new, fitted.features).scores

    np.testing.assert_allclose(scores(1.0), scores(1024.0), rtol=1e-12)


def test_a_track_with_too_few_numbers_is_not_judged(fitted, draw_tracks) -> None:
    tracks = draw_tracks(2, 1).assign(tempo=np.nan)
    tracks.loc[1, "speechiness"] = np.nan
    found = score_novelty(fitted.reference, tracks, fitted.features)
    assert found.is_unjudged.tolist() == [False, True]
    assert not found.is_novel[1]
    assert found.reasons[1] == ""


def test_reasons_can_be_kept_to_the_most_unlike(fitted, draw_tracks) -> None:
    tracks = draw_tracks(20, 3).assign(tempo=np.linspace(1_000, 2_000, 20))
    found = score_novelty(fitted.reference, tracks, fitted.features, most_reasons=2)
    assert [place for place, text in enumerate(found.reasons) if text] == [18, 19]


def test_a_saved_reference_scores_the_same_bits(fitted, draw_tracks) -> None:
    again = NoveltyReference.from_dict(fitted.reference.to_dict())
    tracks = draw_tracks(200, 4)
    np.testing.assert_array_equal(
        score_novelty(again, tracks, fitted.features).scores,
        score_novelty(fitted.reference, tracks, fitted.features).scores,
    )
