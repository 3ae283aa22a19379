"""Turn a table of music tracks into a genre model that its owner can trust.

The way of the data, folder by folder::

    music ─► audio ─► table

    table ─► ingest ─► cleaning ─► checking ─► features ─► models ─┐
                                                                   │
            reports ◄─ evaluation (how good) | explanation (why) ◄─┤
                                        bundle (the model file) ◄──┘

    decisions ─► tagging ─► genres in the music files

    workflow   the use cases, the only folder that knows the whole chain
    cli        the door into workflow; server is the other one, for browsers
    schema, forest   underneath everything, with the modules of this folder

Public names: `GenreClassifier`, `LinearGenreClassifier`, `load`, `inspect`, `train`,
`check`, `predict`, `explain`, `explain_all`, `extract`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from genrelens.workflow.for_python.classifier import (
        GenreClassifier,
        LinearGenreClassifier,
        load,
    )
    from genrelens.workflow.for_python.functions import (
        check,
        explain,
        explain_all,
        extract,
        inspect,
        predict,
        train,
    )

__all__ = [
    "GenreClassifier",
    "LinearGenreClassifier",
    "check",
    "explain",
    "explain_all",
    "extract",
    "inspect",
    "load",
    "predict",
    "train",
]

_HOMES = {
    "GenreClassifier": "genrelens.workflow.for_python.classifier",
    "LinearGenreClassifier": "genrelens.workflow.for_python.classifier",
    "load": "genrelens.workflow.for_python.classifier",
    "check": "genrelens.workflow.for_python.functions",
    "explain": "genrelens.workflow.for_python.functions",
    "explain_all": "genrelens.workflow.for_python.functions",
    "extract": "genrelens.workflow.for_python.functions",
    "inspect": "genrelens.workflow.for_python.functions",
    "predict": "genrelens.workflow.for_python.functions",
    "train": "genrelens.workflow.for_python.functions",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 (a class or a function)
    """Import a public name when it is first asked for, so that start-up is quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'genrelens' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
