"""Keep the models that were asked for last in memory, up to a size."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from typing import TYPE_CHECKING, Final

from genrelens.server.warming.libraries import have_libraries
from genrelens.server.working.open_collections import OpenCollections

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from genrelens.workflow.browsing.collection import Collection
    from genrelens.workflow.scoring.open_model import OpenModel

__all__ = ["OpenModels"]

_MOST_BYTES: Final = 2 * 2**30


class OpenModels:
    """Models in memory, the least recently asked for let go first.

    Safe from any thread. A model is loaded once, however many ask for it at the same
    time, and nobody who asks for another one waits for it.

    Parameters
    ----------
    find : callable
        Gives the file of a model by its id; raises what is to be raised for an
        unknown one.
    most_bytes : int
        Memory that all models together may take. The one asked for last is always
        kept, whatever its size.
    """

    def __init__(
        self, find: Callable[[str], Path], *, most_bytes: int = _MOST_BYTES
    ) -> None:
        self._find = find
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._open: OrderedDict[str, OpenModel] = OrderedDict()
        self._loading: dict[str, Future[OpenModel]] = {}
        self._collections = OpenCollections(find, self.get)

    def get(self, model_id: str) -> OpenModel:
        """Give a model, and wait where it has to be loaded first.

        Raises
        ------
        NotHere
            If there is no model of this id.
        BundleError
            If its file cannot be trusted.
        """
        with self._lock:
            found = self._touch(model_id)
            if found is not None:
                return found
            under_way = self._loading.get(model_id)
            if under_way is None:
                mine = self._loading[model_id] = Future()
        return (
            under_way.result() if under_way is not None else self._load(model_id, mine)
        )

    def if_open(self, model_id: str) -> OpenModel | None:
        """Give a model only if it is in memory, without waiting."""
        with self._lock:
            return self._touch(model_id)

    def collection(self, model_id: str) -> Collection:
        """Give the tracks that a model was trained on; see `OpenCollections.get`."""
        return self._collections.get(model_id)

    def forget(self, model_id: str) -> None:
        """Let a model go, as when it is removed; who holds it can go on."""
        with self._lock:
            self._open.pop(model_id, None)
            self._loading.pop(model_id, None)
        self._collections.forget(model_id)

    @property
    def n_bytes(self) -> int:
        """Memory that the open models take together."""
        with self._lock:
            return sum(each.n_bytes for each in self._open.values())

    def _touch(self, model_id: str) -> OpenModel | None:
        found = self._open.get(model_id)
        if found is not None:
            self._open.move_to_end(model_id)
        return found

    def _load(self, model_id: str, mine: Future[OpenModel]) -> OpenModel:
        """Load in this thread, and tell all who wait for it how it went."""
        try:
            loaded = _open(self._find(model_id))
        except BaseException as error:
            with self._lock:
                self._end(model_id, mine)
            mine.set_exception(error)
            raise
        with self._lock:
            if self._end(model_id, mine):
                self._keep(model_id, loaded)
        mine.set_result(loaded)
        return loaded

    def _end(self, model_id: str, mine: Future[OpenModel]) -> bool:
        """Close a load; tell whether the model is still wanted."""
        is_wanted = self._loading.get(model_id) is mine
        if is_wanted:
            del self._loading[model_id]
        return is_wanted

    def _keep(self, model_id: str, loaded: OpenModel) -> None:
        self._open[model_id] = loaded
        total = sum(each.n_bytes for each in self._open.values())
        while total > self._most_bytes and len(self._open) > 1:
            _, dropped = self._open.popitem(last=False)
            total -= dropped.n_bytes


def _open(file: Path) -> OpenModel:
    have_libraries()
    from genrelens.workflow.scoring.open_model import open_model

    return open_model(file)
