"""The card tells origin, terms, limits and hashes."""

from __future__ import annotations

from genrelens.audio.music_tags.card import model_card
from genrelens.audio.music_tags.published import DIGEST, WHEEL_SHA256
from genrelens.schema.music_tags import MUSIC_TAGS


def test_the_card_names_makers_data_terms_limits_and_hashes():
    card = model_card(n_arrays=64, n_numbers=792_079)
    assert "{" not in card
    for said in (
        "Jordi Pons",
        "Xavier Serra",
        "ISC",
        "Million Song Dataset",
        "Last.fm",
        "no word for classical music",
        "792,079",
        DIGEST,
        WHEEL_SHA256,
        *(tag.word for tag in MUSIC_TAGS),
    ):
        assert said in " ".join(card.split())
