"""Tell the keys of tracks that a model has no use for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.checking.noticing import count_of, quote_some

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["unused_notice"]


def unused_notice(unused: Sequence[str]) -> tuple[str, ...]:
    """Say which headers are no attribute of a model, if any.

    Parameters
    ----------
    unused : sequence of str
        Headers that were taken for none.

    Returns
    -------
    tuple of str
        One sentence, or none.

    Examples
    --------
    >>> unused_notice(["mood"])
    ("1 key is no attribute of the model and was not used: 'mood'.",)
    """
    if not unused:
        return ()
    are, were = (
        ("is no attribute", "was")
        if len(unused) == 1
        else (
            "are no attributes",
            "were",
        )
    )
    told = (
        f"{count_of(len(unused), 'key')} {are} of the model and {were} not used: "
        f"{quote_some(unused)}."
    )
    return (told,)
