from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from genrelens.server.keeping.music.plans import PlanChange
from genrelens.server.keeping.store import NotHere, Store

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "data") as store:
        yield store


def test_changes_are_there_after_the_store_was_opened_anew(tmp_path: Path) -> None:
    with Store(tmp_path / "data") as store:
        music = store.music.know(Path("/music"))
        plan = store.plans.add(music.id, {"policy": "merge"})
        store.plans.change(plan.id, {2: PlanChange("write", ("A | B", "é"))})
        store.plans.change(plan.id, {2: PlanChange("ask"), 3: PlanChange("leave")})
        store.plans.change(plan.id, {3: None})
    with Store(tmp_path / "data") as store:
        assert store.plans.changes(plan.id) == {2: PlanChange("ask")}
        assert store.plans.list(music.id) == [plan]


def test_what_is_told_of_a_plan_is_added(store: Store) -> None:
    plan = store.plans.add(store.music.know(Path("/music")).id, {})
    store.plans.tell(plan.id, plan={"n": 1})
    store.plans.tell(plan.id, apply={"n": 2})
    assert store.plans.get(plan.id).summary == {"plan": {"n": 1}, "apply": {"n": 2}}


def test_a_plan_that_is_removed_takes_its_files_and_changes_along(store: Store) -> None:
    plan = store.plans.add(store.music.know(Path("/music")).id, {})
    folder = store.plans.folder(plan.id)
    store.plans.change(plan.id, {1: PlanChange("ask")})
    store.plans.remove(plan.id)
    assert not folder.exists()
    with pytest.raises(NotHere):
        store.plans.changes(plan.id)


def test_a_plan_is_of_a_folder_that_is_here(store: Store) -> None:
    with pytest.raises(NotHere):
        store.plans.add("mus-000000000000", {})
