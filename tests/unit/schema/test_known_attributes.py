"""Tests of genrelens.schema.known_attributes."""

from __future__ import annotations

import pytest

from genrelens.schema.known_attributes import (
    KNOWN_ATTRIBUTES,
    SHARES,
    signal_attribute,
)


def test_shares_are_the_attributes_that_run_from_0_to_1() -> None:
    ranged = {
        known.name
        for known in KNOWN_ATTRIBUTES
        if (known.low, known.high) == (0, 1) and known.kind == "number"
    }

    assert ranged == SHARES


@pytest.mark.parametrize(
    ("canonical", "group"),
    [
        ("mfcc1_mean", "sound"),
        ("mfcc20_var", "sound"),
        ("chroma_stft_var", "harmony"),
        ("rms_mean", "loudness"),
        ("spectral_centroid_mean", "sound"),
        ("zero_crossing_rate_var", "sound"),
        ("perceptr_mean", "sound"),
    ],
)
def test_statistics_of_the_signal_are_audio(canonical: str, group: str) -> None:
    known = signal_attribute(canonical)

    assert known is not None
    assert known.is_audio
    assert known.group == group


@pytest.mark.parametrize("canonical", ["harmonica", "length", "spectral", "rolloffs"])
def test_other_names_are_not_taken_for_statistics(canonical: str) -> None:
    assert signal_attribute(canonical) is None
