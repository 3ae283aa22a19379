"""A studio says where it is reached, and why it cannot start."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from genrelens.errors import BundleError, InputError
from genrelens.server import running
from genrelens.server.keeping.store import Store, new_id
from genrelens.server.running import first_address, run
from genrelens.server.settings import Settings
from genrelens.server.working.children.spare_child import SpareChild
from genrelens.workflow.live_report.keeping import keep_parts


@pytest.mark.parametrize(
    ("host", "written"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
        ("::1", "[::1]"),
        ("0.0.0.0", "127.0.0.1"),  # noqa: S104
        ("192.168.1.7", "192.168.1.7"),
    ],
)
def test_the_first_address_can_be_opened(host: str, written: str) -> None:
    settings = Settings(data=Path("nowhere"), host=host, port=99, token="t")  # noqa: S106

    assert first_address(settings) == f"http://{written}:99/?token=t"


def test_it_answers_says_where_and_stops_when_interrupted(
    settings, monkeypatch, capsys
) -> None:
    monkeypatch.setattr(SpareChild, "prepare", lambda _: None)
    answers: list[httpx.Response] = []
    visits: list[httpx.Response] = []
    opened: list[str] = []
    monkeypatch.setattr(running.webbrowser, "open", opened.append)
    told = running._say

    def say(settings: Settings, *, is_moved: bool) -> None:
        told(settings, is_moved=is_moved)
        threading.Thread(target=ask, args=(first_address(settings),)).start()

    def ask(address: str) -> None:
        with httpx.Client(headers={"accept": "text/html"}) as client:
            answers.append(client.get(address, follow_redirects=True))
        with httpx.Client(headers={"accept": "text/html"}) as client:
            visits.extend(client.get(opened[0], follow_redirects=True) for _ in "ab")
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(running, "_say", say)
    with pytest.raises(KeyboardInterrupt):
        run(settings, port=0, opens_browser=True)

    assert answers[0].status_code == 200
    assert [visit.status_code for visit in visits] == [200, 403]
    assert "token" not in str(answers[0].url)
    printed = capsys.readouterr().out
    assert f"token={settings.token}" in printed
    assert str(settings.data) in printed
    assert opened
    assert settings.token not in opened[0]  # others can read how a program is started
    assert opened[0].partition("=")[0] in printed


def test_a_folder_that_is_in_use_is_told_before_anything_starts(settings) -> None:
    with (
        Store(settings.data),
        pytest.raises(Exception, match=r"in use by process \d+ since"),
    ):
        run(settings, port=0, opens_browser=False)


def test_a_folder_that_cannot_be_written_is_told(settings, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    blocked = replace(settings, data=tmp_path / "file" / "data")

    with pytest.raises(InputError, match="cannot be used"):
        run(blocked, port=0, opens_browser=False)


def test_a_model_that_is_no_model_is_told(settings, tmp_path) -> None:
    (tmp_path / "a.genrelens").write_text("no model")

    with pytest.raises(BundleError, match="not a genrelens model"):
        run(settings, port=0, model_files=[tmp_path / "a.genrelens"])


_FIRST_PAGES = """
import sys, warnings
warnings.filterwarnings("ignore")
import genrelens.server.running
from pathlib import Path
from starlette.testclient import TestClient
from genrelens.server.app import create_app
from genrelens.server.assets.catalogue import static_url
from genrelens.server.settings import Settings
from genrelens.server.warming import warming_up
from genrelens.server.working.children.spare_child import SpareChild
SpareChild.prepare = lambda _: None
warming_up.WarmUp._work = lambda self: None  # what is asked is what pages need
data, model_id, token = sys.argv[1:]
app = create_app(Settings(data=Path(data), port=8765, token=token))
with TestClient(
    app,
    base_url="http://127.0.0.1:8765",
    headers={"Authorization": f"Bearer {token}", "accept": "text/html"},
) as client:
    for path in ("/", f"/models/{model_id}", "/glossary", static_url("studio.css"),
                 "/api/v1/models", "/api/v1/jobs", "/api/v1/health/ready"):
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""
_HEAVY = {
    *("numpy", "pandas", "scipy", "sklearn", "numba", "llvmlite", "pyarrow"),
    *("matplotlib", "umap", "openTSNE", "lightgbm", "xgboost"),
}


def test_the_first_pages_import_nothing_that_computes(settings, small_run) -> None:
    """A model's whole report is shown before numpy is here."""
    with Store(settings.data) as store:
        model_id = new_id("model")
        folder = store.models.place(model_id)
        for file in small_run.output.iterdir():
            shutil.copy(file, folder)
        keep_parts(small_run.result, folder)
        store.models.add(
            model_id, "Small", sha256="0" * 64, source="trained", seconds=1, summary={}
        )
    told = subprocess.run(
        [sys.executable, "-c", _FIRST_PAGES, settings.data, model_id, settings.token],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    imported = set(told.stdout.split())
    assert "fastapi" in imported
    assert not imported & _HEAVY
