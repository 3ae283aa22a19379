"""What computing needs is imported once, and whoever needs it waits for that."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from genrelens.server.warming import libraries
from genrelens.server.warming.libraries import have_libraries


@pytest.fixture
def imported(monkeypatch) -> list[str]:
    """Begin without libraries, and take down what would be imported."""
    names: list[str] = []

    def take_down(name: str) -> object:
        names.append(name)
        return sys.modules.get(name, sys)

    monkeypatch.setattr(libraries, "_at_hand", threading.Event())
    monkeypatch.setattr(libraries, "import_module", take_down)
    monkeypatch.setattr(sys, "ready_kernels", lambda: None, raising=False)
    return names


def test_many_who_need_them_at_once_import_them_once(imported) -> None:
    with ThreadPoolExecutor(8) as pool:
        for waiting in [pool.submit(have_libraries) for _ in range(8)]:
            waiting.result(30)
    assert len(imported) == len(set(imported)) > len(libraries._NEEDED)


def test_who_is_told_to_stop_leaves_the_rest_to_the_next(imported) -> None:
    have_libraries(lambda: len(imported) == 2)
    assert imported == list(libraries._NEEDED[:2])
    have_libraries()
    assert set(libraries._NEEDED) < set(imported)


def test_a_library_that_is_damaged_is_told_to_everyone_who_asks(
    imported, monkeypatch
) -> None:
    def refuse(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(libraries, "import_module", refuse)
    for _ in range(2):
        with pytest.raises(ImportError, match="numpy"):
            have_libraries()


_ANSWERS = """
import sys
from pathlib import Path
from genrelens.server.warming.libraries import have_libraries
have_libraries()
before = {name.split(".")[0] for name in sys.modules}
from genrelens.server.working.open_models import OpenModels
models = OpenModels(lambda model_id: Path(model_id))
trained = models.get(sys.argv[1]).trained
from genrelens.workflow.what_if.answering import what_if
from genrelens.workflow.what_if.board import lay_out_board
from genrelens.workflow.what_if.explaining import why_if
from genrelens.workflow.what_if.flipping import flip
from genrelens.workflow.what_if.starts import typical_start
values = typical_start(trained, None, trained.genres[0]).values
lay_out_board(trained, None)
what_if(trained, values)
why_if(trained, values)
flip(trained, values)
print(*sorted({name.split(".")[0] for name in sys.modules} - before))
"""


def test_what_if_imports_no_library_that_was_not_made_ready(small_run) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _ANSWERS, str(small_run.model)],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    assert set(told.stdout.split()) <= set(sys.stdlib_module_names)


NOBODY = "mod-000000000000"


@pytest.mark.parametrize(
    ("path", "waits"),
    [
        ("/", False),
        (f"/models/{NOBODY}", False),
        ("/api/v1/models", False),
        ("/api/v1/jobs", False),
        ("/v2/health/live", False),
        (f"/models/{NOBODY}/what-if", True),
        (f"/models/{NOBODY}/explore", True),
        (f"/models/{NOBODY}/review", True),
        (f"/models/{NOBODY}/use", True),
        (f"/api/v1/models/{NOBODY}/tracks", True),
        (f"/api/v1/models/{NOBODY}/reviews", True),
    ],
)
def test_only_what_computes_waits(client, imported, path: str, waits) -> None:
    client.get(path)
    assert bool(imported) is waits
