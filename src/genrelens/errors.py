"""Every error this package raises on purpose.

The tree, so a caller can choose how much to catch::

    GenrelensError
    ├── InputError            the table or file you gave cannot be used
    │   ├── FileFormatError   the file itself is not a readable table
    │   ├── ColumnError       one named column is the reason
    │   └── TargetError       no column can serve as the genre
    ├── NotTrainedError       asked for a prediction before training
    ├── BundleError           a saved model cannot be opened safely
    ├── AdditivityError       an explanation does not add up to its prediction
    ├── NoCollectionError     a model's own tracks were not kept beside it
    └── OutputError           a result could not be written where it was asked
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from sklearn.exceptions import NotFittedError

__all__ = [
    "AdditivityError",
    "BundleError",
    "ColumnError",
    "FileFormatError",
    "GenrelensError",
    "InputError",
    "NoCollectionError",
    "NotTrainedError",
    "OutputError",
    "TargetError",
    "printable",
]


def printable(text: object, *, limit: int = 80) -> str:
    r"""Show a stranger's text on one line, with control characters escaped.

    Parameters
    ----------
    text : object
        A cell, column name or file name; anything else is turned into text.
    limit : int, default 80
        Longer texts are cut, and end in an ellipsis.

    Returns
    -------
    str
        Text without control, format or line-breaking characters.

    Examples
    --------
    >>> printable("Caf\u00e9\x1b[31m")
    'Café\\x1b[31m'
    >>> printable("a" * 100, limit=10)
    'aaaaaaaaa…'
    """
    shown = "".join(
        character.encode("unicode_escape").decode("ascii")
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
        else character
        for character in str(text)
    )
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


class GenrelensError(Exception):
    """Base of every error below; catch it to catch them all."""


class InputError(GenrelensError, ValueError):
    """The table or file that was given cannot be used as it is."""


class FileFormatError(InputError):
    """The file is not a table that can be read without guessing.

    Parameters
    ----------
    file : str
        Name of the file as the user gave it.
    found : str
        What was there, with the line number where one is known.
    remedy : str
        What the user can do about it, as an instruction.
    line : int, optional
        First line (counted from 1) at which the file goes wrong.
    """

    def __init__(
        self, file: str, *, found: str, remedy: str, line: int | None = None
    ) -> None:
        self.file = file
        self.found = found
        self.remedy = remedy
        self.line = line
        super().__init__(f"File '{printable(file)}': {found}. {remedy}")


class ColumnError(InputError):
    """One column cannot be used; the message says which, why, and what to do.

    Parameters
    ----------
    column : str
        Name of the column as it stands in the user's table.
    found : str
        What was there, with a sample of the values.
    remedy : str
        What the user can do about it, as an instruction.
    """

    def __init__(self, column: str, *, found: str, remedy: str) -> None:
        self.column = column
        self.found = found
        self.remedy = remedy
        super().__init__(f"Column '{printable(column)}': {found}. {remedy}")


class TargetError(InputError):
    """No column, or no usable column, can serve as the genre to be learnt."""


if TYPE_CHECKING:

    class NotTrainedError(GenrelensError, NotFittedError):  # type: ignore[misc]
        """A prediction or explanation was asked of a model that is not trained."""


class BundleError(GenrelensError, ValueError):
    """A saved model is damaged, foreign or too new, and was not opened."""


class AdditivityError(GenrelensError, ArithmeticError):
    """Shapley values and base do not sum to the model's output."""


class NoCollectionError(GenrelensError, LookupError):
    """A model's tracks are not here, so there is nothing to look through."""


class OutputError(GenrelensError, OSError):
    """A result could not be written; what stood there before is untouched."""


def __getattr__(name: str) -> type[GenrelensError]:
    """Make `NotTrainedError` when it is first asked for.

    It is a scikit-learn error as well, and scikit-learn takes seconds to import:
    too long for a command line that only wants to show its help.
    """
    if name != "NotTrainedError":
        raise AttributeError(f"module 'genrelens.errors' has no attribute {name!r}")
    from sklearn.exceptions import NotFittedError

    made = type(
        name,
        (GenrelensError, NotFittedError),
        {
            "__doc__": "A prediction was asked of a model that is not trained.",
            "__module__": __name__,
        },
    )
    return cast("type[GenrelensError]", globals().setdefault(name, made))
