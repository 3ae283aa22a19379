"""Word the reasons for which a model of others cannot be read."""

from __future__ import annotations

from genrelens.errors import GenrelensError, InputError, printable

__all__ = ["not_fitted", "not_readable"]


def not_fitted(model: object) -> GenrelensError:
    """Make the error that a model which was never fitted calls for.

    Parameters
    ----------
    model : object
        Named by its class.

    Returns
    -------
    NotTrainedError
    """
    from genrelens.errors import NotTrainedError

    return NotTrainedError(
        f"The {printable(type(model).__name__)} is not fitted. "
        "Call its fit with rows and classes first."
    )


def not_readable(model: object, found: str, remedy: str) -> InputError:
    """Make the error that a model of an unreadable kind calls for.

    Parameters
    ----------
    model : object
        Named by its class.
    found : str
        What it has that cannot be read, to follow "has".
    remedy : str
        What to do, as an instruction.

    Returns
    -------
    InputError

    Examples
    --------
    >>> print(not_readable(3, "no trees", "Give a model of trees."))
    The int has no trees. Give a model of trees.
    """
    name = printable(type(model).__name__)
    return InputError(f"The {name} has {found}. {remedy}")
