"""Say in words for people why a child process ended without an answer."""

from __future__ import annotations

import signal

__all__ = ["crash_words"]

_UNHARMED = "Nothing else was harmed; other jobs go on."
_MEMORY = (
    "The system ended the job by force (signal 9){where}. Most likely memory ran out: "
    "close other programs, or train with fewer trees, fewer columns or fewer tracks. "
    + _UNHARMED
)


def crash_words(code: int, stage: str) -> str:
    """Give the sentence that a reader of the job sees.

    Parameters
    ----------
    code : int
        Exit code of the child; the negative number of a signal where one ended it.
    stage : str
        What it was at; empty where it had not begun.

    Examples
    --------
    >>> crash_words(1, "scoring")[:57]
    "The job stopped unexpectedly at 'scoring' (exit code 1). "
    """
    where = f" at '{stage}'" if stage else ""
    if code == -9:  # noqa: PLR2004 (SIGKILL, which Windows has no name for)
        return _MEMORY.format(where=where)
    if code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        return f"The job crashed{where} ({name}). Start it again. {_UNHARMED}"
    return (
        f"The job stopped unexpectedly{where} (exit code {code}). This is a fault of "
        f"the program; its details stand where the studio was started. {_UNHARMED}"
    )
