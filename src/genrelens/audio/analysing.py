"""Turn one sound file into one row of values."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from genrelens.audio.analysis import (
    NO_NETWORK,
    Analysis,
    AnalysisOptions,
    knows_nothing,
)
from genrelens.audio.decoding.decoding import decode
from genrelens.audio.decoding.opening import open_plain_file
from genrelens.audio.library.file_tags import read_file_tags
from genrelens.audio.library.hashing import hash_content, hash_sound
from genrelens.schema.sound_columns import SOUND_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from genrelens.audio.analysis import Knows
    from genrelens.audio.embedding.hearing import Known, Network
    from genrelens.audio.sound import Sound

__all__ = ["Analyser", "analyse", "value_columns"]


def value_columns(network: Known | None) -> tuple[str, ...]:
    """Give the names of the values of a row: measured ones, then what is heard."""
    measured = tuple(column.name for column in SOUND_COLUMNS)
    return measured + (network.columns if network is not None else ())


class Analyser:
    """Analyses files one after the other, its network opened once.

    It opens hostile files, so it belongs into a child (`audio.isolation.pool`).

    Parameters
    ----------
    options : AnalysisOptions

    Raises
    ------
    InputError
        If the network is not here; the message says how to get it.
    """

    def __init__(self, options: AnalysisOptions) -> None:
        from genrelens.audio.embedding.choosing import open_network

        self._seconds = options.seconds
        self.network: Network | None = None
        if options.network != NO_NETWORK:
            self.network = open_network(options.network, threads=1)

    def analyse(self, path: Path, knows: Knows = knows_nothing) -> Analysis:
        """Analyse one file.

        Parameters
        ----------
        path : Path
        knows : callable, optional
            Says whether a content or a sound was analysed before; it is then not
            analysed again.

        Returns
        -------
        Analysis

        Raises
        ------
        SoundError
            If the file cannot be used; it says why.
        """
        with open_plain_file(path) as file:
            content = hash_content(file)
            if knows("content", content):
                return Analysis(path, content)
            tags = read_file_tags(file, path.name)
            sound, file_format = decode(file, seconds=self._seconds)
        sound_hash = hash_sound(sound)
        is_known = knows("sound", sound_hash)
        return Analysis(
            path,
            content,
            sound_hash,
            tags,
            file_format,
            round(1000 * sound.track_seconds),
            None if is_known else self._values(sound),
            b"" if is_known else _fingerprint(sound),
        )

    def _values(self, sound: Sound) -> tuple[float | None, ...]:
        """Measure and hear; the order is that of `value_columns`."""
        from genrelens.audio.signal.measuring import measure

        measured = measure(sound)
        values = [measured.get(column.name) for column in SOUND_COLUMNS]
        if self.network is not None:
            values.extend(self._heard(self.network, sound))
        return tuple(_finite(values))

    def _heard(self, network: Network, sound: Sound) -> Iterable[float | None]:
        samples = sound.mono(network.rate)
        if not len(samples) or not samples.any():  # silence has no tags
            return [None] * len(network.columns)
        return [float(value) for value in network.hear(samples)]


def analyse(path: Path, options: AnalysisOptions | None = None) -> Analysis:
    """Analyse one file in this process; see `Analyser`."""
    return Analyser(options or AnalysisOptions()).analyse(path)


def _finite(values: Iterable[float | None]) -> Iterable[float | None]:
    """Give values with seven digits; one that is no number is a fault of ours."""
    for value in values:
        if value is not None and not math.isfinite(value):
            raise ArithmeticError("a measured value is not finite")
        yield None if value is None else float(f"{value:.7g}")


def _fingerprint(sound: Sound) -> bytes:
    from genrelens.audio.similar_sound.fingerprint import fingerprint

    return fingerprint(sound).astype("<u4").tobytes()
