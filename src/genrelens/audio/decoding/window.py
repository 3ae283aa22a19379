"""Place the stretch that is listened to in the middle of a track."""

from __future__ import annotations

__all__ = ["middle"]


def middle(n_frames: int, *, rate: int, seconds: float) -> tuple[int, int]:
    """Give where the stretch begins and how long it is.

    Parameters
    ----------
    n_frames : int
        Samples of the track, per channel.
    rate : int
        Samples a second.
    seconds : float
        Wished length.

    Returns
    -------
    tuple of int
        First sample, and number of samples: the whole track where it is shorter.

    Examples
    --------
    >>> middle(100, rate=10, seconds=4)
    (30, 40)
    >>> middle(100, rate=10, seconds=30)
    (0, 100)
    """
    wanted = min(n_frames, max(1, round(seconds * rate)))
    return (n_frames - wanted) // 2, wanted
