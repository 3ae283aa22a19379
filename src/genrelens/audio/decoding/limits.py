"""Refuse what no track of music claims to be."""

from __future__ import annotations

from typing import Final

from genrelens.audio.faults import SoundError

__all__ = ["LOUDEST", "MAX_SECONDS", "check_claims", "is_cut", "told"]

MAX_SECONDS: Final = 4 * 3600.0
MAX_CHANNELS: Final = 8
LOWEST_RATE: Final = 8_000
HIGHEST_RATE: Final = 384_000
LOUDEST: Final = 1_000.0  # full scale is 1: 60 dB above it is no recording
_SLACK_SECONDS: Final = 0.25  # encoders add some hundredths of a second at the ends
_SLACK_SHARE: Final = 0.005


def check_claims(*, rate: int, n_channels: int, seconds: float) -> None:
    """Refuse a header whose numbers no track has.

    Parameters
    ----------
    rate : int
        Samples a second.
    n_channels : int
    seconds : float
        Duration that the file states.

    Raises
    ------
    SoundError
        If one of them is beyond the limits.
    """
    if not LOWEST_RATE <= rate <= HIGHEST_RATE:
        raise SoundError(
            "out-of-range",
            f"It claims {rate:,} samples a second; 8,000 to 384,000 are read.",
        )
    if not 1 <= n_channels <= MAX_CHANNELS:
        raise SoundError(
            "out-of-range", f"It claims {n_channels:,} channels; 1 to 8 are read."
        )
    if seconds > MAX_SECONDS:
        raise SoundError(
            "too-long",
            f"It claims to last {seconds / 3600:,.1f} hours; up to 4 are read.",
        )


def is_cut(*, stated: float, found: float) -> bool:
    """Say whether more is missing than encoders leave out.

    Parameters
    ----------
    stated, found : float
        Seconds that the file states, and that can be decoded.

    Examples
    --------
    >>> is_cut(stated=30.04, found=30.0), is_cut(stated=30.0, found=12.4)
    (False, True)
    """
    return stated - found > max(_SLACK_SECONDS, _SLACK_SHARE * stated)


def told(seconds: float) -> str:
    """Give a duration as people write it.

    Examples
    --------
    >>> told(191.6), told(3725.0), told(0.5)
    ('3:12', '1:02:05', '0.5 s')
    """
    if seconds < 10:  # noqa: PLR2004 (below, a tenth of a second matters)
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
