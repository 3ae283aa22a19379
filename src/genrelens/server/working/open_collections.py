"""Keep the collections that were looked through last in memory, up to a size."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from genrelens.errors import NoCollectionError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from genrelens.workflow.browsing.collection import Collection
    from genrelens.workflow.scoring.open_model import OpenModel

__all__ = ["OpenCollections", "TracksNotHere"]

_MOST_BYTES: Final = 2**30


class TracksNotHere(NoCollectionError):  # noqa: N818 (its name says what is wrong)
    """A model is here without its tracks, so what was asked for cannot be had."""

    status = 409


class OpenCollections:
    """Collections in memory, the least recently asked for let go first.

    Safe from any thread. One is read at a time, so that many who ask for the same one
    share it; a collection is read in about a second at most.

    Parameters
    ----------
    find : callable
        Gives the model file of a model by its id; its collection lies beside it.
    opened : callable
        Gives the open model.
    most_bytes : int
        Memory that all together may take. The one asked for last is always kept.
    """

    def __init__(
        self,
        find: Callable[[str], Path],
        opened: Callable[[str], OpenModel],
        *,
        most_bytes: int = _MOST_BYTES,
    ) -> None:
        self._find = find
        self._opened = opened
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._open: OrderedDict[str, Collection] = OrderedDict()

    def get(self, model_id: str) -> Collection:
        """Give the tracks that a model was trained on.

        Raises
        ------
        NotHere
            If there is no model of this id.
        TracksNotHere
            If the model was brought as a file, which holds no tracks.
        InputError
            If they are damaged, or are those of another model.
        """
        model = self._opened(model_id)
        with self._lock:
            found = self._open.get(model_id)
            if found is None:
                found = self._open[model_id] = self._load(model_id, model)
            self._open.move_to_end(model_id)
            self._make_room()
            return found

    def forget(self, model_id: str) -> None:
        """Let a collection go, as when its model is removed."""
        with self._lock:
            self._open.pop(model_id, None)

    def _load(self, model_id: str, model: OpenModel) -> Collection:
        from genrelens.workflow.browsing.collection import open_collection

        file = self._find(model_id)
        with file.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        try:
            return open_collection(file.parent, model.trained, model_sha256=sha256)
        except NoCollectionError as error:
            raise TracksNotHere(str(error)) from error

    def _make_room(self) -> None:
        total = sum(each.n_bytes for each in self._open.values())
        while total > self._most_bytes and len(self._open) > 1:
            _, dropped = self._open.popitem(last=False)
            total -= dropped.n_bytes
