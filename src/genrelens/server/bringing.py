"""Take a model file into the studio once it has proved sound."""

from __future__ import annotations

import hashlib
import shutil
import threading
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from genrelens.errors import BundleError, printable
from genrelens.server.keeping.store import new_id
from genrelens.server.warming.libraries import have_libraries
from genrelens.workflow.documents.result_names import files_in
from genrelens.writing import replacing

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.server.keeping.models import ModelRecord
    from genrelens.server.keeping.store import Store
    from genrelens.workflow.scoring.open_model import OpenModel

__all__ = ["bring_model"]

_ONE_AT_A_TIME = threading.Lock()  # that nobody keeps what another keeps already
_ARCHIVE = b"PK\x03\x04"
_SHOWN_SCORES = ("accuracy", "macro_auc_ovr", "macro_f1")


def bring_model(store: Store, file: Path, *, name: str) -> ModelRecord:
    """Keep a copy of a model file; one that is here already is not kept twice.

    Parameters
    ----------
    store : Store
        Where it is to be kept.
    file : Path
        The model file; it stays where it is.
    name : str
        What to call the model.

    Returns
    -------
    ModelRecord
        The model, which may have been here before under another name.

    Raises
    ------
    BundleError
        If the file cannot be trusted; nothing is kept then.
    """
    have_libraries()
    from genrelens.workflow.scoring.open_model import open_model

    _check_beginning(file)
    opened = open_model(file)
    sha256 = _hash(file)
    with _ONE_AT_A_TIME:
        for known in store.models.list():
            if known.sha256 == sha256:
                return known
        model_id = new_id("model")
        _copy_in(store, file, model_id, sha256)
        return store.models.add(
            model_id,
            PurePath(name).stem or "model",
            sha256=sha256,
            source="imported",
            summary=_summary(opened),
        )


def _copy_in(store: Store, file: Path, model_id: str, sha256: str) -> None:
    """Copy a model file to its place, and leave nothing where it is another now."""
    from genrelens.workflow.scoring.open_model import open_model

    folder = store.models.place(model_id)
    try:
        with replacing(files_in(folder)["model"]) as partial:
            shutil.copyfile(file, partial)
            # what is kept is what was checked, whatever happened to the file since
            open_model(partial, expect_sha256=sha256)
    except BaseException:
        store.folders.remove(folder)
        raise


def _summary(opened: OpenModel) -> dict[str, Any]:
    """Give what a list of models shows, from what the file tells of its training."""
    trained = opened.trained
    scores = trained.scores
    return {
        "target": trained.target,
        "genres": list(trained.genres),
        "n_tracks": trained.training.get("n_tracks"),
        "scenario": scores.get("title", trained.headline),
        "scores": {
            key: {part: scores[key][part] for part in ("value", "low", "high")}
            for key in _SHOWN_SCORES
            if key in scores
        },
    }


def _check_beginning(file: Path) -> None:
    """Refuse what cannot be a model before all of it is read into memory."""
    with file.open("rb") as opened:
        begins = opened.read(len(_ARCHIVE))
    if begins != _ARCHIVE:
        shown = printable(begins.decode("latin-1"))
        raise BundleError(
            f"This is not a genrelens model: it begins with '{shown}'. Give a file "
            f"that `genrelens train` has written."
        )


def _hash(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
