from __future__ import annotations

import numpy as np
import pytest
import soundfile

from genrelens.audio.analysing import Analyser, analyse, value_columns
from genrelens.audio.analysis import AnalysisOptions
from genrelens.audio.faults import SoundError
from genrelens.errors import InputError
from genrelens.schema.sound_columns import SOUND_COLUMNS

RATE = 22_050
PLAIN = AnalysisOptions(seconds=3, network="none")


@pytest.fixture
def tone(tmp_path):
    times = np.arange(5 * RATE) / RATE
    path = tmp_path / "tone.wav"
    soundfile.write(path, 0.5 * np.sin(2 * np.pi * 440 * times), RATE)
    return path


class _Ear:
    """Stands for a network: tells the mean and the number of samples."""

    name, columns, rate, digest = "ear", ("ear_mean", "ear_n"), 8_000, "0" * 64

    def hear(self, samples):
        return np.array([samples.mean(), len(samples)], dtype=np.float32)


def test_a_row_has_a_value_for_every_column_in_their_order(tone) -> None:
    found = analyse(tone, PLAIN)
    columns = value_columns(None)
    assert columns == tuple(column.name for column in SOUND_COLUMNS)
    values = dict(zip(columns, found.numbers, strict=True))
    assert values["peak_level_db"] == pytest.approx(20 * np.log10(0.5), abs=0.1)
    assert (found.duration_ms, found.file_format) == (5_000, "wav")
    assert len(found.fingerprint) % 4 == 0


def test_values_have_seven_digits_so_that_tables_stay_small(tone) -> None:
    numbers = analyse(tone, PLAIN).numbers
    assert all(v is None or v == float(f"{v:.7g}") for v in numbers)


def test_silence_has_a_row_with_nothing_made_up(tmp_path) -> None:
    path = tmp_path / "silence.wav"
    soundfile.write(path, np.zeros(3 * RATE), RATE)
    analyser = Analyser(PLAIN)
    analyser.network = _Ear()
    numbers = analyser.analyse(path).numbers
    assert numbers[-2:] == (None, None)
    assert dict(zip(value_columns(_Ear()), numbers, strict=True))["tempo"] is None


def test_what_a_network_hears_follows_what_is_measured(tone) -> None:
    analyser = Analyser(PLAIN)
    analyser.network = _Ear()
    assert analyser.analyse(tone).numbers[-1] == 3 * 8_000


def test_a_known_content_is_not_even_decoded(tone, monkeypatch) -> None:
    monkeypatch.setattr("genrelens.audio.analysing.decode", None)
    found = Analyser(PLAIN).analyse(tone, lambda kind, _: kind == "content")
    assert (found.sound_hash, found.numbers) == ("", None)


def test_a_known_sound_is_not_measured_but_its_tags_are_read(tone, monkeypatch) -> None:
    asked = []

    def knows(kind, digest):
        asked.append((kind, digest))
        return kind == "sound"

    monkeypatch.setattr("genrelens.audio.analysing._fingerprint", None)
    found = Analyser(PLAIN).analyse(tone, knows)
    assert found.numbers is None
    assert found.duration_ms == 5_000
    assert asked == [("content", found.content_hash), ("sound", found.sound_hash)]


def test_an_unknown_network_says_how_to_get_one() -> None:
    with pytest.raises(InputError, match="music-tags"):
        Analyser(AnalysisOptions(network="other"))


def test_a_bad_file_says_why(tmp_path) -> None:
    (tmp_path / "a.mp3").write_text("no music")
    with pytest.raises(SoundError) as caught:
        analyse(tmp_path / "a.mp3", PLAIN)
    assert caught.value.code == "not-sound"
