from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from genrelens.errors import BundleError
from genrelens.server.working.open_models import OpenModels
from genrelens.workflow.scoring import open_model


class Loads:
    """Stands for opening files: counts, and can be made to wait."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.began = threading.Semaphore(0)
        self.may_end = threading.Event()
        self.may_end.set()

    def __call__(self, path: str) -> SimpleNamespace:
        self.opened.append(path)
        self.began.release()
        assert self.may_end.wait(10)
        if path == "broken":
            raise BundleError("It cannot be trusted.")
        return SimpleNamespace(path=path, n_bytes=100)


@pytest.fixture
def loads(monkeypatch) -> Loads:
    loads = Loads()
    monkeypatch.setattr(open_model, "open_model", loads)
    return loads


def test_a_model_is_opened_once_however_many_ask_at_the_same_time(loads) -> None:
    loads.may_end.clear()
    models = OpenModels(lambda model_id: model_id)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(models.get, "a") for _ in range(8)]
        assert loads.began.acquire(timeout=10)
        loads.may_end.set()
        found = {id(each.result(10)) for each in asked}
    assert (len(found), loads.opened) == (1, ["a"])


def test_nobody_waits_for_the_loading_of_another_model(loads) -> None:
    models = OpenModels(lambda model_id: model_id)
    first = models.get("a")
    assert loads.began.acquire(timeout=10)
    loads.may_end.clear()
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(models.get, "b")
        assert loads.began.acquire(timeout=10)
        assert models.get("a") is first
        assert models.if_open("b") is None
        loads.may_end.set()
        assert slow.result(10).path == "b"


def test_the_one_asked_for_longest_ago_goes_first(loads) -> None:
    models = OpenModels(lambda model_id: model_id, most_bytes=250)
    for model_id in ("a", "b", "a", "c"):
        models.get(model_id)
    assert models.if_open("b") is None
    assert models.if_open("a") is not None
    assert models.n_bytes == 200


def test_a_model_larger_than_all_room_is_kept_alone(loads) -> None:
    models = OpenModels(lambda model_id: model_id, most_bytes=50)
    models.get("a")
    models.get("b")
    assert (models.if_open("a"), models.n_bytes) == (None, 100)


def test_a_failure_is_told_to_all_who_wait_and_tried_anew(loads) -> None:
    models = OpenModels(lambda model_id: model_id)
    for _ in range(2):
        with pytest.raises(BundleError, match="trusted"):
            models.get("broken")
    assert loads.opened == ["broken", "broken"]


def test_a_model_that_was_removed_meanwhile_is_not_kept(loads) -> None:
    loads.may_end.clear()
    models = OpenModels(lambda model_id: model_id)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(models.get, "a")
        assert loads.began.acquire(timeout=10)
        models.forget("a")
        loads.may_end.set()
        assert asked.result(10).path == "a"
    assert models.if_open("a") is None
